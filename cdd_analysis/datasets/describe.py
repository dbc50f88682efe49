"""``docs/tables.md``: every input table with the headings it is recognised by. ``make docs`` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from cdd_analysis.datasets import Column, Kind, Personal, Table, tables

_INTRO = """# Input tables

What `cdd build` recognises, by headings and never by a file's name. Spaces, line breaks and units in brackets do not
matter; spelling damage that the Thai reader repairs does not either. Made by `make docs`; do not edit.

Every table also takes จังหวัด, อำเภอ, ตำบล, หมู่ที่ (or their codes), ปีงบประมาณ and ข้อมูล ณ วันที่. What no column says may stand
in the titles above the table, the sheet's name or the file's name. Each processed row carries `area_level`, the codes
of its areas, `as_of_date`, `source_file`, `source_sheet` and `source_row`.

What an office writes in its own way may be added without changing the package, in `data/spellings.toml`: a section per
column, a line per spelling. So do the several numbers of one project become one. Each use is told as `info`.

```toml
[otop_sales.channel]
"แผงลอย" = "fair"

[budgets.project_no]
"24/2569" = "71"
```
"""
_LONG = 12


def markdown() -> str:
    """The whole document."""
    return "\n".join([_INTRO, *(line for one in tables().values() for line in _table(one))])


def _table(one: Table) -> Iterator[str]:
    yield f"## `{one.name}` {one.title}\n"
    key = ", ".join(f"`{name}`" for name in one.key) or "none"
    yield f"One row is {one.row}. Key: {key}.\n"
    if one.spread:
        by = ", ".join(f"`{name}`" for name in one.spread.by)
        yield f"`{one.spread.value}` may be laid out sideways, under headings that name {by}.\n"
    yield "| column | kind | headings |\n| --- | --- | --- |"
    columns = [column for column in one.columns if not column.name.startswith("ind_")]
    yield from map(_column, columns)
    if len(columns) < len(one.columns):
        yield f"| `ind_01` … `ind_31_fail` | count | the {len(one.columns) - len(columns)} indicator columns of TPMAP |"
    if one.rules:
        yield "\nRules of a row, told as `check` where they do not hold:\n"
        labels = {column.name: f"“{column.label}”" for column in one.columns}
        yield from (f"- {rule.sentence(labels)}" for rule in one.rules)
    yield ""


def _column(column: Column) -> str:
    said = list(dict.fromkeys((column.label, *column.headings)))
    kind = column.kind.value + (" (required)" if column.required else "")
    if column.personal is Personal.DROP:
        kind += ", personal: not kept" if not column.is_stored else ", only whether it is there is kept"
    elif column.personal is Personal.HASH:
        kind += ", personal: hashed"
    if column.kind is Kind.CHOICE:
        kind += ": " + ", ".join(f"`{code}` {spellings[0]}" for code, spellings in column.choices.items())
    return f"| `{column.name}` | {kind} | {' · '.join(said[:_LONG])} |"


if __name__ == "__main__":
    print(markdown(), end="")
