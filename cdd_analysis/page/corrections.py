"""The corrections behind a page's figures: what was changed and where, from what to what, why, at whose request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cdd_analysis.datasets import Personal, tables
from cdd_analysis.page.tables import Printed, plain

COLUMNS = (
    "table", "source_file", "source_sheet", "source_row", "column", "value_before", "value_after", "why", "asked_by",
    "origin", "province_code", "district_code",
)  # fmt: skip
_MASK = "•••"
_MOST = 20


def corrections(told: pd.DataFrame, provinces: list[str] | None, sources: pd.DataFrame) -> pd.DataFrame:
    """Those of ``told`` about the page's areas, or about a whole file that its figures come from.

    A table of households or people shows neither row nor values: its trace ends at file and sheet (design 11).
    """
    found = told
    if provinces is not None:
        whole = told["province_code"].isna() & told["source_file"].isin(sources["source_file"])
        found = told[told["province_code"].isin(provinces) | whole]
    if found.empty:
        return found
    hidden = found["table"].map({name: _is_about_people(name) for name in tables()}).eq(True)
    found = found.assign(source_row=found["source_row"].mask(hidden))
    for name in ("value_before", "value_after"):
        found[name] = found[name].fillna("").mask(hidden & found[name].fillna("").ne(""), _MASK)
    return found.sort_values(["source_file", "source_sheet", "source_row", "column", "origin"], ignore_index=True)


def _is_about_people(name: str) -> bool:
    return any(column.personal is not Personal.NO for column in tables()[name].columns)


def corrections_table(found: pd.DataFrame, more: str) -> Printed | None:
    """The corrections as printed; ``more`` says what is cut."""
    if found.empty:
        return None
    rows = [_printed(row) for row in found.head(_MOST).to_dict("records")]
    heads = (("สิ่งที่แก้", "text"), ("ที่", "file"), ("เดิม → ใหม่", "text"))
    asked = (("เหตุผล", "text"), ("ขอแก้โดย", "text"), ("ที่มา", "file"))
    return plain("แก้อะไร ที่ใด จากค่าใดเป็นค่าใด เพราะเหตุใด และหน่วยงานใดขอ", (*heads, *asked), rows, more)


def _printed(row: dict[Any, Any]) -> Sequence[str]:
    return (_what(row), _place(row), _change(row), _text(row["why"]), _text(row["asked_by"]), _text(row["origin"]))


def _what(row: dict[Any, Any]) -> str:
    if not _text(row["column"]):
        return "ไม่นับแถวนี้"
    known = {one.name: one.label for one in tables()[row["table"]].columns} if row["table"] in tables() else {}
    return (known | _NAMES).get(row["column"], str(row["column"]))


_NAMES = {
    "area": "พื้นที่", "province": "จังหวัด", "district": "อำเภอ", "subdistrict": "ตำบล", "village": "หมู่บ้าน",
    "confirmed": "ยืนยันว่าถูกต้อง", "moo": "หมู่ที่", "fiscal_year": "ปีงบประมาณ", "bmn_year": "ปี จปฐ.",
    "as_of_date": "ข้อมูล ณ วันที่",
}  # fmt: skip


def _place(row: dict[Any, Any]) -> str:
    sheet, number = _text(row["source_sheet"]), row["source_row"]
    words = [row["source_file"], f"ชีต {sheet}" if sheet else "", "" if pd.isna(number) else f"แถว {int(number)}"]
    return " ".join(filter(None, words))


def _change(row: dict[Any, Any]) -> str:
    before, after = _text(row["value_before"]), _text(row["value_after"])
    return f"{before or '(ว่าง)'} → {after or '(ว่าง)'}" if before or after else "–"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
