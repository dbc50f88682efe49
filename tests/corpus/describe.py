"""``docs/conventions.md``: which convention of handbook 11 is covered by which files. ``make docs`` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.conventions import ROWS, Convention, conventions
from tests.corpus.corpus import Case, alone, together

_INTRO = """# Conventions of Thai office sheets, and the files that hold the reader to them

Every row of the tables in handbook 11 as a convention: how offices write a table down, and what `cdd build` does with
it. `tests/corpus` writes small made-up truths down in these ways, each convention alone and together with others,
builds each file by itself and compares the processed table with the truth cell by cell: areas, periods, values, what is
missing, the row each record came from, the problems told, the rows and the baht of the ledger.

`make corpus` writes the files to `data/corpus`, with a list of what each one holds, to look at them. The file names of
the lists below read `table.format`; the combinations are named in full there. This page is made by `make docs` from the
conventions themselves; do not edit.
"""
_SECTIONS = {
    "11.1": "Layout of a sheet",
    "11.2": "Years, dates, periods",
    "11.3": "Damage to Thai text",
    "11.4": "Encodings and formats",
    "11.5": "Numbers",
    "11.6": "Names of areas",
    "11.7": "Values with several spellings",
    "11.9": "Personal data",
}
_NOT_HELD = """## Not held

- 11.1.10: that `ไตร3-4` and `ไตร4` may count the same money is told, and both rows are kept; which of them is right, or
  whether one is cumulative, is for the office to say.
- 11.2.4: where a column was typed in another era than its range (1900–2100, 2400–2600) tells, nothing in the file says
  so.
- 11.3.5, 11.3.6: damage that takes marks away is undone for headings, areas and coded words, which have a list to match
  them with. Free text is stored as it came.
- 11.2.2: a year missing from a day is taken from the report's period where that holds the day once; that of a due date,
  which may lie in any year, is not.
- 11.5.7: a percent column whose values are all 1.5 or less is read as fractions only where the figures beside it prove
  it. Elsewhere it stays as typed with a `check` that says both readings: real rates of poverty are percents below 1.
- 11.7.3: two numbers of one project are kept as two, unless `data/spellings.toml` says that they are one.
"""


def markdown() -> str:
    """The whole page."""
    counts = (
        f"{len(conventions())} conventions, {len(alone()) + len(together())} files: {len(alone())} of one convention, "
    )
    counts += f"{len(together())} of two to six together.\n"
    return "\n".join([_INTRO, counts, *_tables(), _NOT_HELD])


def _tables() -> Iterator[str]:
    for section, title in _SECTIONS.items():
        yield f"## {section} {title}\n"
        for row, about in ROWS.items():
            if row.startswith(f"{section}."):
                yield f"**{row}** {about}\n"
                yield "| convention | what is written | what the reader does | alone | together |"
                yield "| --- | --- | --- | --- | --- |"
                yield from (_line(one) for one in conventions().values() if one.row == row)
                yield ""


def _line(one: Convention) -> str:
    own = [case for case in alone() if case.keys == (one.key,)]
    many = [case for case in together() if one.key in case.keys]
    cells = (f"`{one.key.removeprefix(f'{one.row}-')}`", one.says, one.reader, _files(own), f"{len(many)} files")
    return f"| {' | '.join(cell.replace('|', '·').replace('<br/>', '`<br/>`') for cell in cells)} |"


def _files(cases: list[Case]) -> str:
    named = [f"{case.table}.{case.form}" for case in cases]
    return ", ".join(named[:4]) + (f" and {len(named) - 4} more" if len(named) > 4 else "")


if __name__ == "__main__":
    print(markdown(), end="")
