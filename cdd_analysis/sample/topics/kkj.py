"""Made-up files of topic 5, the village funds กข.คจ.: form 26(2), district workbooks, lists, report of problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, name
from cdd_analysis.datasets import table
from cdd_analysis.datasets.kkj import MEASURES
from cdd_analysis.sample import dirt, layout
from cdd_analysis.sample.kkj_funds import BOOKS, OVERSTATED, Year, years
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.truth import Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write
from cdd_analysis.thai.fiscal import thai_date

KINDS = (
    "levels_differ",
    "fund_short",
    "long_overdue",
    "idle_fund",
    "books_missing",
    "problem_not_reported",
    "no_report",
)


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the files of both years and note what they hold."""
    part = Part()
    before, now = years(seed, province, planted)
    for one in (before, now):
        _note(part, one)
    _write_summary(part, folder, seed, (before, now), province)
    _write_lists(part, folder, seed, (before, now), province)
    for district in now.own["district_code"]:
        _write_district(part, folder, seed, now, str(district))
    _write_problems(part, folder, seed, (before, now), province)
    _plant(part, now, planted, province)
    return part


# --- files ------------------------------------------------------------------------------------------------------


def _note(part: Part, one: Year) -> None:
    """Note a year's rows of every table, and the personal strings."""
    for kind, frame in (
        ("kkj_villages", one.villages),
        ("kkj_areas", one.province.assign(reported_by_level="province")),
        ("kkj_areas", one.own.assign(reported_by_level="district")),
    ):
        _keep(part, kind, frame.assign(fiscal_year=one.year, year_basis="fiscal"))
    _keep(part, "kkj_loans", one.loans)
    _keep(part, "kkj_problems", one.problems)
    part.keep_secret("names", set(one.loans["borrower_id"]))
    part.keep_secret("house_ids", set(one.loans["house_id"]))


def _keep(part: Part, one: str, frame: pd.DataFrame) -> None:
    part.add(one, frame[[column for column in table(one).stored if column in frame]])


def _titles(title: str, place: str, day: str) -> list[str]:
    return [f"{title} โครงการแก้ไขปัญหาความยากจน (กข.คจ.)", place, f"ข้อมูล ณ วันที่ {day}"]


def _summary_file(province: str) -> str:
    return f"แบบ 26(2) กข.คจ. จ.{name(province)}.xlsx"


def _write_summary(part: Part, folder: Path, seed: int, years: Sequence[Year], province: str) -> None:
    """Form 26(2) and what districts reported for it: a sheet a year, a row a district, a total that adds up."""
    dice = chance(seed, province, "kkj form 26(2)")
    for file, by, what in (
        (_summary_file(province), "จังหวัด", "แบบ 26(2) สรุปภาวะหนี้สินและฐานะการเงิน"),
        (f"กข.คจ. ยอดที่อำเภอรายงาน จ.{name(province)}.xls", "อำเภอ", "ยอดที่อำเภอรายงาน"),
    ):
        sheets = []
        for one in years:
            titles = _titles(f"{what} ปีงบประมาณ พ.ศ. {one.year}", f"จังหวัด{name(province)}", thai_date(one.day))
            rows = one.province if by == "จังหวัด" else one.own
            sheets.append(_area_sheet(f"ปี {one.year}", rows, by, titles, dice))
        part.files.append(write(folder / file, sheets))


def _area_sheet(tab: str, frame: pd.DataFrame, by: str, titles: Sequence[str], dice: Generator) -> Sheet:
    """Districts with the measures of form 26 under a two-row heading."""
    header, merges = layout.two_row_header(
        [
            ("ลำดับ", ()), ("ชื่ออำเภอ", ()), ("จำนวนตำบล", ()), ("จำนวนหมู่บ้าน", ()), ("ครัวเรือนทั้งหมด", ()),
            ("ฐานข้อมูล", ("ครัวเรือนเป้าหมาย", "ได้รับเงินยืม")), ("ยอดเงินคงค้าง\n(บาท)", ()), ("เงินในบัญชีธนาคาร\n(บาท)", ()),
            ("เงินในมือ\n(บาท)", ()), ("รวมเงินที่มี\n(บาท)", ()), ("ได้รับคืนรอบปี\n(บาท)", ()), ("รอบปีที่ใช้", ()),
            ("ระดับผู้รายงาน", ()),
        ]
    )  # fmt: skip
    money = str(dice.choice(("number", "thousands", "decimals")))
    counted, summed = ("subdistrict_count", "village_count", *MEASURES[:3]), MEASURES[3:]
    body: list[Row] = [
        [
            number,
            dirt.area(name(one.district_code), dice, prefix="อ."),
            *(int(getattr(one, column)) for column in counted),
            *(dirt.money(getattr(one, column), money) for column in summed),
            "ปีงบประมาณ",
            by,
        ]
        for number, one in enumerate(records(frame), 1)
    ]
    if len(frame) > 1:
        sums = frame[[*counted, *summed]].sum()
        totals: list[Cell] = [dirt.money(sums[column], money) for column in summed]
        body.append([None, "รวมทั้งสิ้น", *(int(sums[column]) for column in counted), *totals, None, None])
    return layout.sheet(tab, header, body, titles=titles, merges=merges, notes=["หมายเหตุ : รอบปีนับตามปีงบประมาณ"])


_VILLAGE_COLUMNS = (
    "village_name", "granted_year", "hh_total", "hh_target", "hh_borrowed", "granted_baht", "outstanding_baht",
    "bank_baht", "cash_baht", "fund_total_baht", "shortfall_baht", "repaid_year_baht", "due_year_baht",
    *(f"book_{book}_exists" for book in BOOKS), *(f"book_{book}_correct" for book in BOOKS), "book_status_exists",
    "committee_end_date", "last_loan_date", "last_repaid_date", "last_visit_date", "year_basis",
)  # fmt: skip
_LOAN_COLUMNS = (
    "contract_id", "borrower_id", "house_id", "village_name", "received_date", "due_date", "loan_baht", "repaid_baht",
    "outstanding_baht", "last_repaid_date",
)  # fmt: skip
_PROBLEM_COLUMNS = (
    "granted_year", "fund_total_baht", "shortfall_baht", "cause", "cause_code", "remedy", "lesson", "cleared_date",
)  # fmt: skip


@dataclass(frozen=True)
class _Habits:
    """How one officer types days, amounts, yes and no."""

    dates: str
    money: str
    flags: tuple[str, str] = ("มี", "ไม่มี")

    def cell(self, column: str, value: Any) -> Cell:
        """A value of ``column`` as typed."""
        if pd.isna(value):
            return None
        if isinstance(value, bool | np.bool_):
            return self.flags[0] if value else self.flags[1]
        if isinstance(value, date):
            return dirt.day(value, self.dates)
        if column.endswith("_baht"):
            return dirt.money(value, self.money)
        return dirt.plain(value) if isinstance(value, float) else value

    def rows(self, frame: pd.DataFrame, columns: Sequence[str]) -> list[Row]:
        """Rows of ``columns``."""
        values = [[self.cell(column, value) for value in frame[column].tolist()] for column in columns]
        return [list(row) for row in zip(*values, strict=True)]

    def total(self, frame: pd.DataFrame, columns: Sequence[str]) -> Row:
        """Sums of the amounts, nothing below the rest."""
        return [self.cell(c, frame[c].sum()) if c.endswith("_baht") else None for c in columns]


def _heads(one: str, columns: Sequence[str]) -> Row:
    return [table(one).column(column).label for column in columns]


def _write_lists(part: Part, folder: Path, seed: int, years: Sequence[Year], province: str) -> None:
    """Lists of the whole province, areas and date in columns: last year's villages, the debtors of both years."""
    before, now = years
    for one, kind, title, suffix in (
        (before, "kkj_villages", "กข.คจ. รายหมู่บ้าน", "csv"),
        (before, "kkj_loans", "บัญชีลูกหนี้ กข.คจ.", "csv"),
        (now, "kkj_loans", "บัญชีลูกหนี้ กข.คจ.", "xlsx"),
    ):
        dice = chance(seed, province, f"{kind} list {one.year}")
        frame, columns = _rows_of(one, kind)
        spelled = {code: dirt.area(name(code), dice, prefix="อ.") for code in district_codes(province)}
        habits = _Habits(str(dice.choice(dirt.TEXT_DATE_FORMS)), "decimals")
        day = dirt.day(one.day, "be_slash")
        where: list[Row] = [
            [one.year, day, f"จ.{name(province)}", spelled[code[:4]], name(code[:6]), int(code[6:])]
            for code in frame["village_code"]
        ]
        head: Row = ["ปีงบประมาณ", "ข้อมูล ณ วันที่", "จังหวัด", "อำเภอ", "ตำบล", "หมู่ที่", *_heads(kind, columns)]
        body = [[*a, *b] for a, b in zip(where, habits.rows(frame, columns), strict=True)]
        file = f"{title} {one.year} จ.{name(province)}.{suffix}"
        part.files.append(write(folder / file, [Sheet("Sheet1", [head, *body])]))


def _rows_of(one: Year, kind: str) -> tuple[pd.DataFrame, Sequence[str]]:
    if kind == "kkj_loans":
        return one.loans, _LOAN_COLUMNS
    return one.villages.assign(year_basis="ปีงบประมาณ"), _VILLAGE_COLUMNS


def _district_file(district: str) -> str:
    return f"กข.คจ. 2565 อ.{name(district)}.{'ods' if int(district) % 3 == 0 else 'xlsx'}"


def _write_district(part: Part, folder: Path, seed: int, one: Year, district: str) -> None:
    """This year: form 26(1) of a district, a row a village."""
    dice = chance(seed, district, "kkj workbook")
    frame, columns = _rows_of(one, "kkj_villages")
    frame = frame[frame["district_code"] == district]
    habits = _Habits(
        str(dice.choice((*dirt.TEXT_DATE_FORMS, "ce_slash", "cell"))),
        str(dice.choice(("number", "thousands", "decimals"))),
        (("มี", "ไม่มี"), ("✓", "x"), ("ใช่", "ไม่ใช่"))[dice.integers(0, 3)],
    )
    places: list[Row] = [[n, f"ต.{name(code[:6])}", int(code[6:])] for n, code in enumerate(frame["village_code"], 1)]
    body = [[*a, *b] for a, b in zip(places, habits.rows(frame, columns), strict=True)]
    body.append(["รวมทั้งสิ้น", None, None, *habits.total(frame, columns)])
    heads = (str(label).replace(" (", "\n(") for label in _heads("kkj_villages", columns))
    day = str(dirt.day(one.day, str(dice.choice(("long", "thai_digits", "tight")))))
    page = layout.sheet(
        "26(1) หมู่บ้าน",
        [["ลำดับ", "ตำบล", "หมู่ที่", *heads]],
        body,
        titles=_titles(
            "แบบ 26(1) สรุปรายหมู่บ้าน ปีงบประมาณ พ.ศ. 2565", f"อำเภอ{name(district)} จังหวัด{name(district[:2])}", day
        ),
        notes=["", "ลงชื่อ .............................. ผู้รายงาน", "(พัฒนาการอำเภอ)"],
    )
    part.files.append(write(folder / "กข.คจ. อำเภอ 2565" / _district_file(district), [page]))


def _problem_file(province: str) -> str:
    return f"รายงานสภาพปัญหา กข.คจ. จ.{name(province)}.xlsx"


def _write_problems(part: Part, folder: Path, seed: int, years: Sequence[Year], province: str) -> None:
    """The province's report of problems, a sheet a year."""
    dice = chance(seed, province, "kkj problem report")
    sheets = []
    for year in years:
        frame = year.problems
        rows = _Habits("short", str(dice.choice(("number", "thousands")))).rows(frame, _PROBLEM_COLUMNS)
        places: list[Row] = [
            [n, one.village_name, int(one.village_code[6:]), name(one.subdistrict_code), name(one.district_code)]
            for n, one in enumerate(records(frame), 1)
        ]
        head: Row = ["ที่", "พื้นที่ (บ้าน)", "หมู่ที่", "ตำบล", "อำเภอ", *_heads("kkj_problems", _PROBLEM_COLUMNS)]
        title = f"รายงานสภาพปัญหาการบริหารเงินทุน ปีงบประมาณ พ.ศ. {year.year}"
        titles = _titles(title, f"จังหวัด{name(province)}", thai_date(year.day))
        body = [[*a, *b] for a, b in zip(places, rows, strict=True)]
        sheets.append(layout.sheet(f"ปี {year.year}", [head], body, titles=titles))
    part.files.append(write(folder / _problem_file(province), sheets))


# --- what is planted --------------------------------------------------------------------------------------------


def _plant(part: Part, now: Year, planted: Mapping[str, str], province: str) -> None:
    """A plant for each situation: figures as they stand in the files, a sentence."""
    for kind, district in planted.items():
        own = now.villages[(now.villages["district_code"] == district) & (now.villages["role"] == kind)]
        text, figures, file = _told(kind, district, own, now, province)
        part.plants.append(Plant(kind, district, f"อำเภอ{name(district)}{text}", None, figures, (file,)))


def _told(kind: str, district: str, own: pd.DataFrame, now: Year, province: str) -> tuple[str, dict[str, float], str]:
    villages = {"villages": float(len(own))}
    loans = now.loans[now.loans["village_code"].isin(own["village_code"])]
    owed = float(loans["outstanding_baht"].to_numpy()[loans["late"].to_numpy()].sum())
    if kind == "levels_differ":
        row = now.province[now.province["district_code"] == district].iloc[0]
        stated = float(row["outstanding_baht"])
        figures = {"province_baht": stated, "district_baht": stated - OVERSTATED, "difference": OVERSTATED}
        return f"มียอดเงินคงค้างในแบบ 26(2) สูงกว่าที่อำเภอรายงาน {OVERSTATED:,.0f} บาท", figures, _summary_file(province)
    if kind == "no_report":
        row = now.province[now.province["district_code"] == district].iloc[0]
        figures = {"villages": float(row["village_count"])}
        return f"ยังไม่ส่งข้อมูลรายหมู่บ้าน {row['village_count']:,.0f} หมู่บ้าน", figures, _summary_file(province)
    short = float(own["shortfall_baht"].sum())
    text, figures = {
        "fund_short": (f"มีหมู่บ้านที่เงินทุนขาดหายเกินครึ่ง รวม {short:,.0f} บาท", {"shortfall_baht": short}),
        "long_overdue": (f"มีสัญญาเกินกำหนดเกิน 3 ปี รวม {owed:,.0f} บาท", {"overdue_baht": owed}),
        "idle_fund": ("มีกองทุนที่ไม่ให้ยืมและไม่ได้รับชำระคืนเกิน 12 เดือน", {"bank_baht": float(own["bank_baht"].sum())}),
        "books_missing": (f"มีหมู่บ้านที่บัญชีไม่ครบหรือไม่ถูกต้อง {len(own):,} หมู่บ้าน", {}),
        "problem_not_reported": (f"มีหมู่บ้านค้างชำระ {owed:,.0f} บาทที่ไม่อยู่ในรายงานสภาพปัญหา", {"overdue_baht": owed}),
    }[kind]
    return text, {**villages, **figures}, _district_file(district)
