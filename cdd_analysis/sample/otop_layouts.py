"""A district's sales report as a sheet: four layouts of the same figures, and a summary by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
from numpy.random import Generator

from cdd_analysis.areas import name
from cdd_analysis.datasets.otop import CATEGORIES, CHANNELS
from cdd_analysis.sample import dirt, layout
from cdd_analysis.sample.otop_figures import CATEGORY, CHANNEL
from cdd_analysis.sample.write import Cell, Row, Sheet
from cdd_analysis.thai.fiscal import thai_month

UNITS = {1: "บาท", 1_000: "พันบาท", 1_000_000: "ล้านบาท"}
SIGNATURES = ("", "ลงชื่อ ........................................ ผู้รายงาน", "(นักวิชาการพัฒนาชุมชนชำนาญการ)")
_WIDE_MONEY = ("number", "thousands", "decimals")
_LONG_MONEY = (*_WIDE_MONEY, "unit", "dash", "thai_digits")


@dataclass(frozen=True)
class Form:
    """How a district sends its report: file format, layout of the table, unit of its figures."""

    suffix: str
    shape: str
    unit: int = 1
    encoding: str = "utf-8-sig"
    is_page: bool = False
    is_export: bool = False


@dataclass(frozen=True)
class Report:
    """What one district reports: month x category x channel; no sales and no report are both missing."""

    district: str
    form: Form
    months: tuple[date, ...]
    sales: np.ndarray
    target: np.ndarray
    reporters: np.ndarray
    as_of: date


@dataclass(frozen=True)
class _Habits:
    """How one officer types: spellings of categories and channels, months, amounts, no sales, the day in the title."""

    categories: tuple[str, ...]
    channels: tuple[str, ...]
    month: str
    money: str
    dash: str
    as_of: str

    def amount(self, value: float, unit: int = 1) -> Cell:
        """An amount of baht as typed; in thousands or millions it is a bare number."""
        if np.isnan(value):
            return self.dash
        if unit > 1:
            return dirt.plain(round(value / unit, 2))
        return dirt.money(value, self.money) if value >= 0 else f"{value:,.0f}"

    def amounts(self, values: Iterable[float], unit: int = 1) -> list[Cell]:
        """Amounts of a row."""
        return [self.amount(value, unit) for value in values]


def _habits(dice: Generator, report: Report) -> _Habits:
    is_long = report.form.shape == "long"
    money = "number" if report.form.suffix == ".json" else str(dice.choice(_LONG_MONEY if is_long else _WIDE_MONEY))
    return _Habits(
        categories=tuple(_word(CATEGORIES[key], dice) for key in CATEGORY),
        channels=tuple(_word(CHANNELS[key], dice) for key in CHANNEL),
        month=str(dice.choice(dirt.MONTH_FORMS)),
        money=money,
        dash=str(dice.choice(dirt.DASHES if is_long else dirt.DASHES[:2])),
        as_of=str(dice.choice(("long", "short", "thai_digits", "tight"))),
    )


def _word(spellings: tuple[str, ...], dice: Generator) -> str:
    return spellings[dice.integers(0, len(spellings))]


def _titles(report: Report, as_of: str) -> list[str]:
    return [
        "รายงานยอดจำหน่ายผลิตภัณฑ์ OTOP ปีงบประมาณ พ.ศ. 2565",
        f"สำนักงานพัฒนาชุมชนอำเภอ{name(report.district)} จังหวัด{name(report.district[:2])}",
        f"ข้อมูล ณ วันที่ {dirt.day(report.as_of, as_of)}",
    ]


def _notes(report: Report) -> list[str]:
    return [
        "หมายเหตุ : เครื่องหมาย - หมายถึง ไม่มียอดจำหน่ายในเดือนนั้น",
        f"ที่มา : สำนักงานพัฒนาชุมชนอำเภอ{name(report.district)}",
        *SIGNATURES,
        f"(พัฒนาการอำเภอ{name(report.district)})",
    ]


def report_sheet(report: Report, dice: Generator) -> Sheet:
    """The report in the layout its form names."""
    return _LAYOUTS[report.form.shape](report, _habits(dice, report), dice)


def _long(report: Report, habits: _Habits, dice: Generator) -> Sheet:
    """One row a month, category and channel; exports carry their areas in columns and no titles."""
    unit = report.form.unit
    heads: Row = [
        _word(("เดือน", "ประจำเดือน"), dice),
        _word(("ประเภทผลิตภัณฑ์", "ประเภท"), dice),
        _word(("ช่องทางการจำหน่าย", "ช่องทาง"), dice),
        f"{_word(('ยอดจำหน่าย', 'ยอดขาย', 'รายได้จากการจำหน่าย', 'มูลค่าการจำหน่าย'), dice)} ({UNITS[unit]})",
        f"เป้าหมาย ({UNITS[unit]})",
        _word(("จำนวนผู้ประกอบการที่รายงาน", "จำนวนผู้รายงาน"), dice),
    ]
    rows = _long_rows(report, habits)
    if report.form.is_export:
        place: Row = [2565, f"จ.{name(report.district[:2])}", f"อ.{name(report.district)}"]
        return layout.sheet("Sheet1", [["ปีงบประมาณ", "จังหวัด", "อำเภอ", *heads]], [[*place, *row] for row in rows])
    sums = habits.amounts((np.nansum(report.sales), np.nansum(report.target)), unit)
    rows.append(["รวมทั้งสิ้น", None, None, *sums, int(np.nansum(report.reporters))])
    return layout.sheet("รายงาน", [heads], rows, titles=_titles(report, habits.as_of), notes=_notes(report))


def _long_rows(report: Report, habits: _Habits) -> list[Row]:
    unit = report.form.unit
    places = product(range(len(report.months)), range(len(CATEGORY)), range(len(CHANNEL)))
    return [
        [
            dirt.month(report.months[at[0]], habits.month),
            habits.categories[at[1]],
            habits.channels[at[2]],
            *habits.amounts((report.sales[at], report.target[at]), unit),
            habits.dash if np.isnan(report.reporters[at]) else int(report.reporters[at]),
        ]
        for at in places
    ]


def _channels(report: Report, habits: _Habits, dice: Generator) -> Sheet:
    """Channels across, categories down; a scratch cell at the right."""
    across = ("ช่องทางการจำหน่าย (บาท)", habits.channels)
    scratch = None if report.form.is_page else (3, "ตรวจแล้ว 9300")
    return _wide(report, habits, report.sales, ("ประเภทผลิตภัณฑ์", habits.categories), across, scratch)


def _categories(report: Report, habits: _Habits, dice: Generator) -> Sheet:
    """Categories across, channels down."""
    sales = np.swapaxes(report.sales, 1, 2)
    across = ("ประเภทผลิตภัณฑ์ (บาท)", habits.categories)
    return _wide(report, habits, sales, ("ช่องทางการจำหน่าย", habits.channels), across, None)


def _wide(
    report: Report,
    habits: _Habits,
    sales: np.ndarray,
    down: tuple[str, tuple[str, ...]],
    across: tuple[str, tuple[str, ...]],
    scratch: tuple[int, Cell] | None,
) -> Sheet:
    """A block of rows a month, the month merged over them; a two-row header; ``sales`` is month x down x across."""
    header, merges = layout.two_row_header([("เดือน", ()), (down[0], ()), across, ("รวม\n(บาท)", ())])
    rows = [row for month in zip(report.months, sales, strict=True) for row in _month_block(*month, down[1], habits)]
    sums = np.nansum(sales, axis=(0, 1))
    rows.append(["รวมทั้งสิ้น", None, *habits.amounts([*sums, sums.sum()])])
    many = len(down[1])
    starts = range(len(header), len(header) + len(report.months) * (many + 1), many + 1)
    merges += [(start, 0, start + many - 1, 0) for start in starts]
    titles, notes = _titles(report, habits.as_of), _notes(report)
    return layout.sheet("ยอดจำหน่าย", header, rows, titles=titles, notes=notes, merges=merges, scratch=scratch)


def _month_block(month: date, sales: np.ndarray, labels: tuple[str, ...], habits: _Habits) -> list[Row]:
    """Rows of one month and its subtotal."""
    rows: list[Row] = [
        [None, label, *habits.amounts([*values, np.nansum(values)])]
        for label, values in zip(labels, sales, strict=True)
    ]
    rows[0][0] = dirt.month(month, habits.month)
    sums = np.nansum(sales, axis=0)
    subtotal: Row = [f"รวมเดือน{thai_month(month, short=False)}", None, *habits.amounts([*sums, sums.sum()])]
    return [*rows, subtotal]


def _months(report: Report, habits: _Habits, dice: Generator) -> Sheet:
    """Months across; categories written once for their channels, a group row on top, in workbooks an empty column."""
    unit = report.form.unit
    months = [f"{dirt.month(month, habits.month)}\n({UNITS[unit]})" for month in report.months]
    heads: Row = ["ประเภทผลิตภัณฑ์", "ช่องทางการจำหน่าย", *months, f"รวม\n({UNITS[unit]})"]
    rows: list[Row] = [["ไตรมาสที่ 1 (ต.ค. - ธ.ค. 2564)"]]
    for (c, category), (h, channel) in product(enumerate(habits.categories), enumerate(habits.channels)):
        values = report.sales[:, c, h]
        rows.append([None if h else category, channel, *habits.amounts([*values, np.nansum(values)], unit)])
    sums = np.nansum(report.sales, axis=(1, 2))
    rows.append(["รวมทั้งสิ้น", None, *habits.amounts([*sums, sums.sum()], unit)])
    many = len(CHANNEL)
    return layout.sheet(
        "รายเดือน",
        [heads],
        rows,
        titles=_titles(report, habits.as_of),
        notes=_notes(report),
        merges=[(2 + c * many, 0, 1 + (c + 1) * many, 0) for c in range(len(CATEGORY))],
        indent=1 if report.form.suffix == ".xlsx" else 0,
    )


_LAYOUTS: dict[str, Callable[[Report, _Habits, Generator], Sheet]] = {
    "long": _long,
    "channels": _channels,
    "categories": _categories,
    "months": _months,
}


def has_summary(form: Form) -> bool:
    """Whether the file has a second sheet: a true workbook whose first sheet has no target and reporters."""
    return form.shape != "long" and form.suffix in (".xlsx", ".xls", ".ods") and not form.is_page


def summary_sheet(report: Report) -> tuple[Sheet, np.ndarray]:
    """A row a month, not split, with target and reporters; and the reporters that can be read.

    One form of report still awaits a count, another holds a broken formula.
    """
    sales, target, reporters = (
        np.nansum(values, axis=(1, 2)) for values in (report.sales, report.target, report.reporters)
    )
    counts: list[Cell] = [int(count) for count in reporters]
    if report.form.shape == "categories":
        counts[-1], reporters[-1] = "รอรายงาน", np.nan
    elif report.form.suffix == ".xlsx":
        counts[0], reporters[0] = "=#REF!", np.nan
    rows: list[Row] = [
        [thai_month(month, short=False), dirt.plain(sold), dirt.plain(aim), count]
        for month, sold, aim, count in zip(report.months, sales, target, counts, strict=True)
    ]
    rows.append(["รวม", dirt.plain(sales.sum()), dirt.plain(target.sum()), None])
    heads: Row = ["เดือน", "ยอดจำหน่าย\n(บาท)", "เป้าหมาย\n(บาท)", "จำนวนผู้ประกอบการที่รายงาน"]
    return layout.sheet("สรุป", [heads], rows, titles=_titles(report, "long")), reporters
