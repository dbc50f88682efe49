"""What does not hold together in the fund's figures: each makes the light of its area ``check``."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.datasets import table
from cdd_analysis.measures.controls import sentence as both_figures
from cdd_analysis.measures.scorecard import Doubt
from cdd_analysis.measures.words import called
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.thai.numbers import format_number
from cdd_analysis.topics.women_fund.months import told_wrong

_POINTS = {
    "score_a": "คะแนน A", "score_b": "คะแนน B", "score_c": "คะแนน C", "score_d": "คะแนนรวม D", "kpi_level": "ระดับคะแนน",
}  # fmt: skip
_FLOWS = {
    "new_overdue_baht": ("+", "เพิ่มขึ้น"), "collected_baht": ("−", "เก็บได้"),
    "restructured_baht": ("−", "ปรับโครงสร้าง"), "written_off_baht": ("−", "หนี้สูญ"),
}  # fmt: skip
_BOOKS = ("levels", "tables", "reporters", "split", "sheet_total", "same_figure")


def typed_percents(controls: pd.DataFrame) -> Iterator[Doubt]:
    """Percents that stand in a sheet otherwise than its own columns give (handbook T6.15), one doubt an area."""
    apart = controls[controls["comparison"].eq("typed_percent") & controls["differs"]]
    for area, rows in apart.groupby("area", sort=True):
        one = rows.sort_values("difference", key=lambda d: -d.abs(), kind="stable").iloc[0]
        label = table(one["table"]).column(one["column"]).label
        month = "" if pd.isna(one["month"]) else f"เดือน {thai_month(one['month'])} "
        said = f"พิมพ์{label} {month}เป็นร้อยละ {one['stated']:.2f} แต่คำนวณจากแถวเดียวกันได้ร้อยละ {one['computed']:.2f}"
        yield Doubt(
            "typed_percent",
            str(area),
            said + _more(len(rows) - 1, "ค่า"),
            f"ร้อยละที่{called(str(area))}พิมพ์ไว้มาจากยอดใด และยอดใดถูกต้อง",
            "T6.15",
            len(rows),
            "ค่า",
        )


def _more(count: int, unit: str) -> str:
    return f" และอีก {count} {unit}" if count else ""


def debt_flows(steps: pd.DataFrame, fiscal_year: int) -> Iterator[Doubt]:
    """Months in which overdue debt does not follow from the month before (handbook T6.10), one doubt an office."""
    own = steps[steps["fiscal_year"].eq(fiscal_year) & steps["gap"].abs().gt(setting("shared.tolerance_baht"))]
    for office, rows in own.groupby("office", sort=True):
        one = rows.iloc[0]
        parts = [f"ยกมา {_baht(one['opening'])}"]
        parts += [f"{sign} {word} {_baht(one[name])}" for name, (sign, word) in _FLOWS.items() if one[name]]
        said = (
            f"กระแสหนี้เกินกำหนดเดือน {thai_month(one['period'])} ไม่ลงตัว: {' '.join(parts)} "
            f"ควรเหลือ {_baht(one['closing'] + one['gap'])} แต่รายงานคงเหลือ {_baht(one['closing'])} "
            f"ต่างกัน {_baht(abs(one['gap']))} บาท"
        )
        question = f"หนี้ของ{called(str(office))}ที่หายไปหรือเพิ่มขึ้นโดยไม่มีที่มาคือรายการใด และยอดใดต้องแก้"
        weight = float(rows["gap"].abs().max())
        yield Doubt("debt_flow", str(office), said + _more(len(rows) - 1, "เดือน"), question, "T6.10", weight, "บาท")


def _baht(value: float) -> str:
    return format_number(value, 0 if float(value).is_integer() else 2)


def scores(rows: pd.DataFrame) -> Iterator[Doubt]:
    """Points or a level typed otherwise than the sheet's own figures give (handbook G11), one doubt an office."""
    for office, wrong in told_wrong(rows).groupby("office", sort=True):
        one = wrong.iloc[0]
        said = (
            f"พิมพ์{_POINTS[one['column']]} เดือน {thai_month(one['period'])} เป็น {one['stated']:g} "
            f"แต่คำนวณตามเกณฑ์ได้ {one['computed']:g}"
        )
        question = f"คะแนนที่{called(str(office))}พิมพ์ใช้เกณฑ์ใด และจะแก้ที่ต้นทางเมื่อใด"
        yield Doubt(
            "score_mismatch", str(office), said + _more(len(wrong) - 1, "ค่า"), question, "T6.9-level", len(wrong), "ค่า"
        )


def books(controls: pd.DataFrame) -> Iterator[Doubt]:
    """Totals, levels, files and tables that state the same figure differently (handbook G4), one doubt an area."""
    apart = controls[controls["comparison"].isin(_BOOKS) & controls["differs"]]
    for area, rows in apart.groupby("area", sort=True):
        one = rows.sort_values("difference", key=lambda d: -d.abs(), kind="stable").iloc[0]
        label = table(one["table"]).column(one["column"]).label
        said = f"มี{label}ไม่ตรงกัน: {both_figures(one, _unit(one))}"
        weight = float(abs(one["difference"])) if _unit(one) == "บาท" else float(len(rows))
        question = f"ยอด{label}ของ{called(str(area))}แหล่งใดถูกต้อง และจะแก้ที่ต้นทางเมื่อใด"
        yield Doubt(
            "not_reconciled",
            str(area),
            said + _more(len(rows) - 1, "รายการ"),
            question,
            "",
            weight,
            _unit(one) or "รายการ",
        )


def _unit(control: pd.Series) -> str:
    if str(control["column"]).endswith("_baht"):
        return "บาท"
    return "ร้อยละ" if str(control["column"]).endswith("_pct") else ""
