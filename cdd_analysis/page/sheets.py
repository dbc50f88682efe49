"""The tables of a page's workbook: what the page prints, uncut, with codes beside names and figures whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from cdd_analysis.charts import numbers
from cdd_analysis.measures.result import Assessment, Exhibit, Measure, TableView
from cdd_analysis.page.health import Health
from cdd_analysis.page.ledger import CONTROL_COLUMNS
from cdd_analysis.page.tables import TOTAL, area_name


def sheets(assessment: Assessment, health: Health) -> Iterable[dict[str, Any]]:
    """The workbook's sheets: what the page prints, uncut, with codes beside names and money in baht."""
    yield _measures_table(assessment.measures)
    for view in (assessment.ranking, *assessment.tables.values(), assessment.carried, assessment.coverage):
        if view is not None:
            yield view_table(view)
    yield _frame_table("findings", "ข้อสังเกต", pd.DataFrame([vars(one) for one in assessment.findings]))
    for exhibit in (assessment.trend, *assessment.exhibits.values()):
        if exhibit is not None and len(exhibit.frame):
            yield _exhibit_table(exhibit)
    yield _frame_table("controls", "ยอดที่ไม่ตรงกัน", health.apart[list(CONTROL_COLUMNS)])
    yield _problems_table(health.problems)
    if len(health.corrections):
        yield _frame_table("corrections", "การแก้ไขที่ใช้กับข้อมูลหน้านี้", health.corrections)
    yield _frame_table("sources", "ไฟล์ต้นทาง", health.sources)
    named = health.traces.assign(area_name=health.traces["area"].map(area_name))
    yield _frame_table("traces", "ที่มารายพื้นที่", named[["table", "area", "area_name", *_TRACE_COLUMNS]])


#: Where the figures of an area come from.
_TRACE_COLUMNS = ("source_file", "source_sheet", "rows", "first_row", "last_row", "as_of_date")
_PROBLEM_COLUMNS = (
    "table", "source_file", "source_sheet", "source_row", "column", "value", "rule", "severity", "message",
    "province_code", "district_code",
)  # fmt: skip


#: A nation's problem rows fill no workbook: the gravest stand here, all of them in ``data/processed/problems``.
MOST_PROBLEMS = 5000
_LABELS = {
    "table": "ตารางข้อมูล",
    "source_file": "ไฟล์",
    "source_sheet": "ชีต",
    "source_row": "แถว",
    "rows": "แถวที่ใช้",
    "first_row": "แถวแรก",
    "last_row": "แถวสุดท้าย",
    "area_name": "พื้นที่",
    "as_of_date": "ข้อมูล ณ วันที่",
    "column": "คอลัมน์",
    "value": "ค่าที่พบ",
    "rule": "กฎ",
    "severity": "ความสำคัญ",
    "message": "สิ่งที่ต้องทำ",
    "scope": "ยอด",
    "stated": "ที่แจ้งในไฟล์",
    "computed": "ที่คำนวณได้",
    "difference": "ต่างกัน",
    "as_of_stated": "ยอดที่แจ้ง ณ วันที่",
    "as_of_computed": "ยอดที่คำนวณ ณ วันที่",
    "source_stated": "ที่มาของยอดที่แจ้ง",
    "source_computed": "ที่มาของยอดที่คำนวณ",
    "value_before": "ค่าเดิม",
    "value_after": "ค่าใหม่",
    "why": "เหตุผล",
    "asked_by": "ขอแก้โดย",
    "origin": "ที่มาของการแก้ไข",
    "province_code": "รหัสจังหวัด",
    "district_code": "รหัสอำเภอ",
    "area": "รหัสพื้นที่",
    "status": "สถานะ",
    "sentence": "ข้อสังเกต",
    "owner": "ผู้รับผิดชอบ",
    "question": "ประเด็นซักถาม",
    "weight": "ขนาด",
    "unit": "หน่วย",
}


def _problems_table(problems: pd.DataFrame) -> dict[str, Any]:
    """Problem rows, those to be corrected first."""
    order = problems["severity"].map({"fix": 0, "check": 1, "info": 2}).sort_values(kind="stable").index
    kept = _known(problems.loc[order].head(MOST_PROBLEMS), _PROBLEM_COLUMNS)
    cut = f" ({MOST_PROBLEMS:,} จาก {len(problems):,})" if len(problems) > MOST_PROBLEMS else ""
    return _frame_table("problems", f"จุดที่ต้องแก้หรือตรวจสอบ{cut}", kept)


def _known(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    return frame[[column for column in columns if column in frame]]


def _measures_table(measures: Iterable[Measure]) -> dict[str, Any]:
    rows = [[*(getattr(one, name) for name in _MEASURE_HEADS), _rank(one)] for one in measures]
    columns = [_column(name, label) for name, label in (*_MEASURE_HEADS.items(), ("rank", "อันดับ"))]
    return {"name": "measures", "title": "ตัวชี้วัด", "columns": columns, "rows": rows}


_MEASURE_HEADS = {
    "id": "รหัส",
    "title": "ตัวชี้วัด",
    "value": "ค่า",
    "unit": "หน่วย",
    "status": "สถานะ",
    "base": "ฐาน",
    "n": "n",
    "target": "เป้าหมาย",
    "previous": "ปีก่อน",
    "region": "เขต",
    "country": "ประเทศ",
    "reason": "เหตุผล",
    "definition": "นิยาม",
    "source": "ที่มาของเกณฑ์",
}


def _rank(one: Measure) -> str | None:
    return f"{one.rank[0]}/{one.rank[1]}" if one.rank else None


def _column(name: str, label: str, kind: str = "text", unit: str = "") -> dict[str, str]:
    return {"name": name, "label": label, "kind": kind, "unit": unit}


def view_table(view: TableView) -> dict[str, Any]:
    """A printed table as a sheet: full precision, area codes beside their names, the total row last."""
    columns, rows = [], [[] for _ in range(len(view.frame) + bool(view.total))]  # type: ignore[var-annotated]
    for one in view.shown:
        values = [*view.frame[one.column], *([view.total.get(one.column)] if view.total else [])]
        if one.kind == "name":
            columns.append(_column(one.column, "รหัส", "text"))
            for row, value in zip(rows, values, strict=True):
                row.append(value)
            values = [area_name(value) if isinstance(value, str) else TOTAL for value in values]
        columns.append(
            _column(one.column if one.kind != "name" else f"{one.column}_name", one.label, one.kind, one.unit)
        )
        for row, value in zip(rows, values, strict=True):
            row.append(value)
    return {"name": view.name, "title": view.title, "columns": columns, "rows": rows}


def _exhibit_table(exhibit: Exhibit) -> dict[str, Any]:
    shown = numbers(exhibit)
    columns = [_column(f"c{place}", heading) for place, heading in enumerate(shown.headings)]
    return {
        "name": exhibit.name,
        "title": exhibit.title,
        "columns": columns,
        "rows": [list(row) for row in shown.values],
    }


def _frame_table(name: str, title: str, frame: pd.DataFrame) -> dict[str, Any]:
    columns = [_column(str(column), _LABELS.get(str(column), str(column))) for column in frame.columns]
    return {"name": name, "title": title, "columns": columns, "rows": frame.to_numpy(dtype=object).tolist()}
