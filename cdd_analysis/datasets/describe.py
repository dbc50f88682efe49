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

A heading may stand in up to three rows: `ก | ข` is ข below ก. The letter or number of a form's column, (ก) or (1), and
a date that changes from year to year are set aside; a column under two dates is that column at each of them. A heading
marked *shared* is claimed by several columns: the heading above or the column before decides, else it is told with
every reading and not taken. A percent that is a share of columns beside it is found under any word for percent.

`cdd template TABLE` writes an empty form with these headings.

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
    for group in one.one_of:
        yield f"A sheet of it has at least one of {', '.join(f'`{name}`' for name in group)}.\n"
    if one.units:
        yield f"Rows may be offices, under {', '.join(one.units)}: the bare word จังหวัด is the province office.\n"
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
    said = list(dict.fromkeys((column.label, *column.headings, *(f"*shared* {one}" for one in column.shared))))
    kind = column.kind.value + (" (required)" if column.required else "")
    if column.personal is Personal.DROP:
        kind += ", personal: not kept" if not column.is_stored else ", only whether it is there is kept"
    elif column.personal is Personal.HASH:
        kind += ", personal: hashed"
    if column.share_of:
        above, below = (" + ".join(f"`{name}`" for name in names) for names in column.share_of)
        kind += f", {above} ÷ {below}"
    if column.kind is Kind.CHOICE:
        kind += ": " + ", ".join(f"`{code}` {spellings[0]}" for code, spellings in column.choices.items())
    headings = " · ".join(said[:_LONG]).replace("|", "\\|")
    return f"| `{column.name}` | {kind} | {headings} |"


if __name__ == "__main__":
    print(markdown(), end="")
