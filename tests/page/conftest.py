"""Two hand-made pages: one with everything, one that waits for all its inputs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.measures.result import (
    Assessment,
    Exhibit,
    Finding,
    Measure,
    Shown,
    Status,
    TableView,
    View,
)
from cdd_analysis.page import Page

VIEW = View(scope("80"), 2565, date(2022, 1, 12))
TABLES = ("otop_sales", "otop_producers")
MONTHS = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.")
HOSTILE = "<script>alert(1)</script>"


class Made:
    """Stands for ``Processed``: a ledger with one control that does not reconcile, and four problem rows."""

    stamp = ""  # of no build: nothing of it is kept

    def is_sample(self, files: list[str] | None = None) -> bool:
        return files is None or files == ["ขาย.xlsx"]

    def problems(self, provinces: list[str] | None = None) -> pd.DataFrame:
        rows = pd.DataFrame(
            {
                "source_file": ["ขาย.xlsx", "ขาย.xlsx", "ขาย.xlsx", "ทะเบียน.xls"],
                "severity": ["fix", "check", "check", "info"],
                "province_code": ["80", "80", "80", "90"],
            }
        ).assign(table="otop_sales", source_sheet="1", source_row=4.0, column="sales_baht", value="x", message="แก้")
        return rows if provinces is None else rows[rows["province_code"].isin(provinces)]

    def ledger(self, provinces: list[str] | None = None, *, columns: list[str]) -> pd.DataFrame:
        sheet = {"kind": "sheet", "table": "otop_sales", "source_file": "ขาย.xlsx", "source_sheet": "ม.ค."}
        area = {"province_code": "80", "district_code": "", "fiscal_year": 2565.0}
        control = {**sheet, **area, "kind": "control", "column": "sales_baht", "scope": "แถวรวม", "stated": 2_150_000.0}
        apart = {**control, "computed": 2_149_000.5, "difference": -999.5}
        agrees = {**control, "scope": "แถวรวมปี", "computed": 2_150_000.0, "difference": 0.0}
        elsewhere = {**apart, "province_code": "90", "scope": "แถวรวมสงขลา"}
        who = {"why": "อำเภอยืนยัน", "asked_by": "สพอ.ลานสกา", "origin": "ก.yml #1"}
        change = {**sheet, **area, **who, "kind": "correction", "column": "sales_baht", "source_row": 7.0}
        change |= {"value_before": "รอถาม", "value_after": "12,500"}
        removal = {**sheet, **area, **who, "kind": "correction", "source_row": 9.0, "why": "ซ้ำ", "origin": "ก.yml #2"}
        other = {**change, "province_code": "90"}
        read = {**sheet, **area, "rows_read": 40.0, "rows_kept": 30.0}
        rows = pd.DataFrame([read, apart, agrees, elsewhere, removal, change, other])
        own = rows if provinces is None else rows[rows["province_code"].isin(provinces)]
        return own.reindex(columns=columns)


def measures() -> tuple[Measure, ...]:
    trend = tuple(zip(MONTHS, (340e6, 362e6, None, 251.6e6), strict=True))
    return (
        Measure(
            "T3.1", "ยอดจำหน่ายสะสม", 1284.6e6, "บาท", Status.GRAY, "ต.ค. 2564 – ม.ค. 2565", previous=1377.9e6,
            region=6902e6, country=96_431e6, rank=(3, 14), trend=trend, definition="ผลรวมรายเดือน", source="S50",
        ),
        Measure(
            "T3.2", "ร้อยละเทียบเป้าหมาย", 89.7, "ร้อยละ", Status.RED, target=100, reason="ต่ำกว่าแผนร้อยละ 10.3",
            definition="ยอด ÷ เป้าหมาย × 100", source="assumption-D",
        ),
        Measure("T3.4", "ฐานเดียวกัน", -2.1, "ร้อยละ", Status.CHECK, "ผู้ผลิตชุดเดียวกัน", n=7, reason="ให้สอบทาน"),
        Measure("T3.6", "ผู้ประกอบการที่รายงาน", float("nan"), "ร้อยละ", Status.GRAY, awaited="otop_producers"),
    )  # fmt: skip


def ranking() -> TableView:
    frame = pd.DataFrame(
        {
            "area": ["8003", "8001", "8012"],
            "sales_baht": [33.4e6, 312.4e6, float("nan")],
            "growth_pct": [-39.6, 4.1, float("nan")],
            "status": ["red", "green", "gray"],
            "reason": [f"รายงาน 12 จาก 41 ราย {HOSTILE}", "", "ยังไม่ส่งรายงาน"],
            "as_of_date": pd.Timestamp("2022-01-10"),
        }
    )
    shown = (
        Shown("area", "อำเภอ", "name"),
        Shown("sales_baht", "ยอดสะสม", "baht"),
        Shown("growth_pct", "เทียบปีก่อน", "change"),
        Shown("status", "สถานะ", "status"),
        Shown("reason", "เหตุผล"),
        Shown("as_of_date", "ข้อมูล ณ วันที่", "date"),
    )
    return TableView("ranking", "เรียงตามความเร่งด่วน", frame, shown, {"sales_baht": 345.8e6, "growth_pct": -6.8})


def line() -> Exhibit:
    frame = pd.DataFrame(
        {
            "month": MONTHS * 2,
            "series": ["ปี 2565"] * 4 + ["แผน"] * 4,
            "baht": [3e8, 7e8, 1e9, None, 4e8, 8e8, 12e8, 16e8],
        }
    )
    return Exhibit(
        "trend", "line", "ยอดสะสมต่ำกว่าแผน", "ล้านบาท", frame, "month", "baht", "series", "ล้านบาท", 1e6,
        alt="เส้นยอดสะสมอยู่ใต้แผนทุกเดือน", emphasis="ปี 2565",
    )  # fmt: skip


def bars() -> Exhibit:
    frame = pd.DataFrame({"area": ["8001", "8003"], "pct": [112.0, 41.0], "status": ["green", "red"]})
    return Exhibit("bars", "bars", "หนึ่งอำเภอต่ำกว่าแผน", "ร้อยละ", frame, "pct", "area", unit="ร้อยละ", alt="แท่งสองอำเภอ")


def full() -> Assessment:
    findings = (
        Finding(
            "late", "8003", Status.RED, f"ลานสกาลดลง {HOSTILE}", "พัฒนาการอำเภอลานสกา", "ยอดลดลงจริงหรือไม่", 48.1e6, "บาท"
        ),
        Finding("spike", "80", Status.GRAY, "เดือน ธ.ค. สูงผิดปกติ", "กลุ่มงานส่งเสริมการพัฒนาชุมชน"),
    )
    rows = pd.DataFrame(
        {"source_file": "ขาย.xlsx", "source_sheet": "ม.ค.", "as_of_date": pd.Timestamp("2022-01-03")}, [0, 1]
    )
    coverage = pd.DataFrame({"area": ["8001", "8002", "8003"], "m": ["รายงานแล้ว", "รายงานแล้ว", "ยังไม่ส่ง"]})
    return Assessment(
        "otop",
        VIEW,
        Status.RED,
        f"ต่ำกว่าแผน 147.4 ล้านบาท {HOSTILE}",
        measures(),
        findings,
        ranking(),
        line(),
        {"bars": bars()},
        TableView("coverage", "การส่งรายงาน", coverage, (Shown("area", "อำเภอ", "name"), Shown("m", "ม.ค. 2565"))),
        ("otop_producers",),
        {"otop_sales": rows, "otop_producers": rows.iloc[:0]},
        ("ใช้ยอดแยกตามช่องทาง",),
    )


def awaiting() -> Assessment:
    gray = tuple(Measure(one.id, one.title, None, one.unit, Status.GRAY, awaited="otop_sales") for one in measures())
    return Assessment("otop", VIEW, Status.GRAY, "ยังไม่ได้รับข้อมูล", gray, awaited=TABLES)


def opened(assessment: Assessment, processed: Any = None) -> Page:
    title = "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
    return Page(assessment, processed or Made(), title=title, owner="กลุ่มงานส่งเสริมฯ", tables=TABLES)


@pytest.fixture
def make_full() -> Callable[[], Page]:
    return lambda: opened(full())


@pytest.fixture
def full_page(make_full: Callable[[], Page]) -> Page:
    return make_full()


@pytest.fixture
def awaiting_page() -> Page:
    return opened(awaiting())
