"""Made-up files of the management questions: who can do what, money, advances, reports, instructions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, name, subdistrict_codes
from cdd_analysis.datasets import table
from cdd_analysis.datasets.management import TOPICS as SPELLINGS
from cdd_analysis.sample import dirt, layout, people
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, write
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start, thai_date, thai_month

KINDS = (
    "single_person",
    "no_backup",
    "overdue_advance",
    "september_burst",
    "late_reports",
    "instruction_overdue",
    "overspent",
    "spending_behind",
)
TOPICS = tuple(key for key in SPELLINGS if key != "management")
_STAFF = 4
_LONELY, _ALONE = "kkj", "women_fund"  # the topic without a second able person, and the one that one person records
_POSITIONS = ("พัฒนาการอำเภอ", "นักวิชาการพัฒนาชุมชนชำนาญการ", "นักวิชาการพัฒนาชุมชนปฏิบัติการ", "เจ้าพนักงานพัฒนาชุมชน")
#: Budget lines: project number, name, category, baht of a district in a usual year.
_LINES = (
    ("11", "บริหารจัดการสำนักงาน", "งบดำเนินงาน", 240_000),
    ("24", "สร้างสัมมาชีพชุมชนในระดับหมู่บ้าน", "งบดำเนินงาน", 380_000),
    ("37", "ส่งเสริมการบริหารกลุ่มออมทรัพย์", "งบรายจ่ายอื่น", 150_000),
)
_INSTRUCTIONS = {
    "poverty": "ให้บันทึกการช่วยเหลือครัวเรือนเป้าหมายให้เป็นปัจจุบันทุกเดือน",
    "khok_nong_na": "ให้จัดทำแผนกิจกรรมของแปลงพร้อมผู้รับผิดชอบ",
    "otop": "ให้ปรับปรุงข้อมูล OTOP TODAY ให้ครบถ้วน",
    "grassroots": "ให้สำรวจกลุ่มที่ต้องการการหนุนเสริมจริง",
    "kkj": "ให้ตรวจสอบยอดเงินคงค้างให้ตรงกันทั้งสองระดับ",
    "women_fund": "ให้ติดตามลูกหนี้เกินกำหนดชำระเป็นรายสัญญา",
    "thai_cloth": "ให้แจ้งมาตรการสวมใส่ผ้าไทยแก่หน่วยงานในพื้นที่",
    "click_chumchon": "ให้ปรับปรุงข้อมูลหมู่บ้านใน Click ชุมชน",
}
_VISIT = date(2021, 7, 14)
#: Days after the end of a month until which each level reports.
_DUE = {"subdistrict": 5, "district": 10, "province": 15}
#: About when advances are taken, by fiscal year.
_BORROWED = {
    2564: (date(2020, 11, 16), date(2021, 3, 8), date(2021, 7, 26)),
    2565: (date(2021, 10, 18), date(2021, 12, 27)),
}
_BUDGET = ("allocated_baht", "committed_baht", "disbursed_baht", "remaining_baht")


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the province's files of both fiscal years."""
    part = Part()
    where = {district: kind for kind, district in planted.items()}
    _write_duties(part, folder, seed, province, where)
    budgets = _write_budgets(part, folder, seed, province, where)
    advances = _write_advances(part, folder, seed, province, where)
    log = _write_log(part, folder, seed, province, where)
    actions = _write_actions(part, folder, seed, province, where)
    _plant(part, province, planted, budgets, advances, log, actions)
    return part


def _units(province: str) -> tuple[str, ...]:
    """Budget units: the districts, and the province office by the province's code (handbook 1.2)."""
    return (*district_codes(province), province)


def _unit_name(unit: str) -> str:
    return "จังหวัด" if len(unit) == 2 else name(unit)


def _area(unit: str) -> dict[str, str | None]:
    return {"province_code": unit[:2], "district_code": unit if len(unit) == 4 else None}


def _ends(first: date) -> date:
    """The last day of a month."""
    return (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date()


def _months(year: int) -> list[date]:
    """Months of a fiscal year that are over on the day of the sample."""
    firsts = [month.date() for month in pd.date_range(fiscal_start(year), fiscal_end(year), freq="MS")]
    return [month for month in firsts if _ends(month) <= AS_OF]


def _heads(province: str, what: str, as_of: date) -> list[str]:
    return [what, f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}", f"ข้อมูล ณ วันที่ {thai_date(as_of)}"]


def _cells(value: Any, form: str = "be_slash") -> Cell:
    """A value as typed: days in a form, numbers plain, missing ones blank."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return dirt.day(value.date(), form)
    return dirt.plain(value) if isinstance(value, float) else value


# --- who can do what --------------------------------------------------------------------------------------------


def _write_duties(part: Part, folder: Path, seed: int, province: str, where: Mapping[str, str]) -> None:
    """The duty matrix: a list for last year, a workbook for this one."""
    frames = {year: _duties(seed, province, year, where if year == 2565 else {}) for year in (2564, 2565)}
    spec = table("staff_duties")
    heads: Row = [
        "รหัสเจ้าหน้าที่", "ตำแหน่ง", "ประเด็นงาน", "บทบาท", "วันที่ผ่านการอบรม", "ลาตั้งแต่วันที่", "ลาถึงวันที่",
        "หมู่บ้านที่รับผิดชอบ (แห่ง)", "หมู่บ้านที่ลงนามรับมอบแล้ว (แห่ง)", "เวลาตอบคำขอข้อมูล (ชั่วโมง)",
    ]  # fmt: skip
    columns = [column.name for column in spec.columns]
    for year, frame in frames.items():
        part.add("staff_duties", frame)
        part.keep_secret("recorders", set(frame["staff_id"]))
        form = "tight" if year == 2565 else "be_slash"
        said = frame.assign(
            topic=[SPELLINGS[key][year % len(SPELLINGS[key])] for key in frame["topic"]],
            duty=frame["duty"].map({key: words[0] for key, words in spec.column("duty").choices.items()}),
        )
        body: list[Row] = [
            [number, _unit_name(unit), *(_cells(value, form) for value in row)]
            for number, (unit, row) in enumerate(
                zip(_unit_of(frame), said[columns].itertuples(index=False), strict=True), 1
            )
        ]
        titles = _heads(province, f"บัญชีมอบหมายงานและผู้ปฏิบัติแทน ปีงบประมาณ พ.ศ. {year}", _as_of(year))
        sheet = layout.sheet("มอบหมายงาน", [["ที่", "หน่วยงาน", *heads]], body, titles=titles)
        suffix = "xlsx" if year == 2565 else "csv"
        part.files.append(write(folder / f"มอบหมายงาน {year} จ.{name(province)}.{suffix}", [sheet]))


def _as_of(year: int) -> date:
    return AS_OF if year == 2565 else fiscal_end(year)


def _unit_of(frame: pd.DataFrame) -> list[str]:
    return frame["district_code"].where(frame["district_code"].notna(), frame["province_code"]).tolist()


def _duties(seed: int, province: str, year: int, where: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [row for unit in _units(province) for row in _unit_duties(seed, unit, year, where.get(unit, ""))],
        columns=["fiscal_year", "province_code", "district_code", *(c.name for c in table("staff_duties").columns)],
    )


def _unit_duties(seed: int, unit: str, year: int, kind: str) -> list[dict[str, Any]]:
    """An owner and a second person for every topic, a third who is able for some; one of them was away."""
    dice = chance(seed, unit, f"duties {year}")
    away = int(dice.integers(0, _STAFF))
    left = pd.Timestamp(fiscal_start(year) + timedelta(days=int(dice.integers(20, 50))))
    villages = dice.integers(8, 25, _STAFF)
    short = dice.random() < 0.2
    rows = []
    for place, topic in enumerate(TOPICS):
        able = ["owner", *([] if kind == "no_backup" and topic == _LONELY else ["backup", "able"][: 1 + place % 2])]
        for turn, duty in enumerate(able):
            person = (place + turn) % _STAFF
            is_first = turn == 0 and place < _STAFF and len(unit) == 4
            rows.append(
                {
                    "fiscal_year": year,
                    **_area(unit),
                    "staff_id": _staff(unit, person),
                    "position": _POSITIONS[person],
                    "topic": topic,
                    "duty": duty,
                    "trained_date": pd.Timestamp(fiscal_start(year) - timedelta(days=int(dice.integers(30, 600)))),
                    "leave_from_date": left if person == away else pd.NaT,
                    "leave_to_date": left + pd.Timedelta(days=12) if person == away else pd.NaT,
                    "villages_assigned": float(villages[person]) if is_first else np.nan,
                    "villages_handed_over": float(villages[person] - (short and place == 0)) if is_first else np.nan,
                    "answer_hours": float(dice.integers(4, 37)) if turn == 0 else np.nan,
                }
            )
    return rows


def _staff(unit: str, number: int) -> str:
    return f"CD{unit}-{number + 1:02d}"


# --- money ------------------------------------------------------------------------------------------------------


def _write_budgets(part: Part, folder: Path, seed: int, province: str, where: Mapping[str, str]) -> pd.DataFrame:
    """Disbursement to date: last year's months in one list, this year's a sheet each."""
    frame = pd.concat(
        [_unit_budget(seed, unit, year, where.get(unit, "")) for year in (2564, 2565) for unit in _units(province)],
        ignore_index=True,
    )
    last, now = frame[frame["fiscal_year"].eq(2564)], frame[frame["fiscal_year"].eq(2565)]
    part.add("budgets", last)
    part.add("budgets", now)
    heads: Row = [
        "ปีงบประมาณ",
        "หน่วยงาน",
        "เดือน",
        "รหัสโครงการ",
        "โครงการ",
        "หมวดงบประมาณ",
        "ได้รับจัดสรร",
        "ผลการเบิกจ่าย",
        "เอกสารครบ",
    ]
    body: list[Row] = [
        [
            2564, _unit_name(unit), dirt.month(one.month.date(), "short"), one.project_no, one.budget_line,
            one.budget_category, *(dirt.money(value, "decimals") for value in (one.allocated_baht, one.disbursed_baht)),
            "✓" if one.documents_complete else "x",
        ]
        for unit, one in zip(_unit_of(last), records(last), strict=True)
    ]  # fmt: skip
    path = folder / f"เบิกจ่ายรายเดือน 2564 จ.{name(province)}.csv"
    titles = _heads(province, "ผลการเบิกจ่ายงบประมาณรายหน่วยงาน ปีงบประมาณ พ.ศ. 2564", fiscal_end(2564))
    part.files.append(write(path, [layout.sheet("Sheet1", [heads], body, titles=titles)]))
    sheets = [_budget_sheet(province, month, now[now["month"].eq(pd.Timestamp(month))]) for month in _months(2565)]
    part.files.append(write(folder / _budget_file(province), sheets))
    return frame


def _budget_file(province: str) -> str:
    return f"ผลการเบิกจ่าย 2565 จ.{name(province)}.xlsx"


def _budget_sheet(province: str, month: date, rows: pd.DataFrame) -> Any:
    header, merges = layout.two_row_header(
        [
            *((head, ()) for head in ("ที่", "หน่วยงาน", "รหัสโครงการ", "โครงการ/กิจกรรม", "หมวดงบประมาณ")),
            ("งบประมาณ (บาท)", ("จัดสรร (บาท)", "ก่อหนี้ผูกพัน (บาท)", "เบิกจ่าย (บาท)", "คงเหลือ (บาท)")),
            ("ร้อยละการเบิกจ่าย", ()),
            ("เอกสารครบถ้วน", ()),
        ]
    )
    body: list[Row] = [
        [
            number, _unit_name(unit), one.project_no, one.budget_line, one.budget_category,
            *(_cells(getattr(one, column)) for column in _BUDGET), one.disburse_pct,
            "ผ่าน" if one.documents_complete else "ไม่ผ่าน",
        ]
        for number, (unit, one) in enumerate(zip(_unit_of(rows), records(rows), strict=True), 1)
    ]  # fmt: skip
    sums = [round(float(rows[column].sum()), 2) for column in _BUDGET]
    total: Row = [None, "รวมทั้งสิ้น", None, None, None, *sums, round(sums[2] / sums[0] * 100, 2), None]
    titles = _heads(province, f"ผลการเบิกจ่ายงบประมาณรายหน่วยงาน ประจำเดือน{thai_month(month, short=False)}", _ends(month))
    return layout.sheet(thai_month(month, short=True), header, [*body, total], titles=titles, merges=merges)


def _unit_budget(seed: int, unit: str, year: int, kind: str) -> pd.DataFrame:
    """Lines of a unit by month, spent to date; even over the year but for what is planted."""
    dice = chance(seed, unit, f"budget {year}")
    months = _months(year)
    size = dice.uniform(0.7, 1.3) * (3 if len(unit) == 2 else 1)
    complete = year == 2564 or dice.random() > 0.15
    frames = []
    for place, (number, line, category, usual) in enumerate(_LINES):
        allocated = round(usual * size, -2)
        spent = np.round(allocated * _spent(dice, year, kind, is_first=place == 0), 2)
        committed = np.round(np.minimum(allocated * 0.05, np.maximum(allocated - spent, 0)), 2)
        frames.append(
            pd.DataFrame(
                {
                    "fiscal_year": year,
                    "area_level": "district" if len(unit) == 4 else "province",
                    **_area(unit),
                    "month": [pd.Timestamp(month) for month in months],
                    "project_no": number,
                    "budget_line": line,
                    "budget_category": category,
                    "allocated_baht": float(allocated),
                    "committed_baht": committed if year == 2565 else np.nan,
                    "disbursed_baht": spent,
                    "remaining_baht": np.round(allocated - spent, 2) if year == 2565 else np.nan,
                    "disburse_pct": np.round(spent / allocated * 100, 2) if year == 2565 else np.nan,
                    "documents_complete": complete,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _spent(dice: Generator, year: int, kind: str, *, is_first: bool) -> np.ndarray:
    """Share of the year's money spent by the end of each month."""
    if year == 2565:
        by_now = 0.05 if kind == "spending_behind" else dice.uniform(0.26, 0.36)
        shares = np.array([0.25, 0.6, 1.0]) * by_now
        shares[-1] = 1.12 if kind == "overspent" and is_first else shares[-1]
        return shares
    each = dice.uniform(0.8, 1.2, 12)
    each[-1] = each[:-1].sum() * 1.2 if kind == "september_burst" else each[-1] * 1.3
    return np.cumsum(each) / each.sum() * dice.uniform(0.96, 0.999)


def _write_advances(part: Part, folder: Path, seed: int, province: str, where: Mapping[str, str]) -> pd.DataFrame:
    """The register of advance loans, a sheet a year."""
    rows = [
        one
        for unit in _units(province)
        for year in (2564, 2565)
        for one in _contracts(seed, unit, year, where.get(unit, ""))
    ]
    frame = pd.DataFrame(rows)
    frame["borrower_id"] = people.names(chance(seed, province, "borrowers"), len(frame))
    part.keep_secret("names", set(frame["borrower_id"]))
    heads: Row = [
        "ที่", "หน่วยงาน", "เลขที่สัญญายืมเงิน", "ผู้ยืมเงิน", "โครงการ", "จำนวนเงินที่ยืม (บาท)", "วันที่ยืม", "วันครบกำหนดส่งใช้",
        "วันที่ส่งใช้เงินยืม", "จำนวนเงินที่ส่งใช้ (บาท)",
    ]  # fmt: skip
    columns = [column.name for column in table("advance_loans").columns]
    sheets = []
    for year, of_year in frame.groupby("fiscal_year", sort=True):
        part.add("advance_loans", of_year)
        body: list[Row] = [
            [number, _unit_name(unit), *(_cells(value, "short") for value in row)]
            for number, (unit, row) in enumerate(
                zip(_unit_of(of_year), of_year[columns].itertuples(index=False), strict=True), 1
            )
        ]
        titles = _heads(province, f"ทะเบียนคุมสัญญายืมเงินราชการ ปีงบประมาณ พ.ศ. {year}", AS_OF)
        sheets.append(layout.sheet(f"ปี {year}", [heads], body, titles=titles))
    part.files.append(write(folder / _advance_file(province), sheets))
    return frame


def _advance_file(province: str) -> str:
    return f"ทะเบียนเงินยืม จ.{name(province)}.xlsx"


def _contracts(seed: int, unit: str, year: int, kind: str) -> list[dict[str, Any]]:
    """A unit's contracts of a year: cleared before they fall due, or not yet due; one left open where planted."""
    dice = chance(seed, unit, f"advances {year}")
    rows = []
    for number, start in enumerate(_BORROWED[year], 1):
        begun = start + timedelta(days=int(dice.integers(0, 8)))
        due = begun + timedelta(days=30)
        amount = float(dice.integers(8, 60) * 1_000)
        left_open = kind == "overdue_advance" and number == (3 if year == 2564 else 1)
        cleared = begun + timedelta(days=int(dice.integers(10, 29)))
        is_cleared = not left_open and cleared <= AS_OF
        rows.append(
            {
                "fiscal_year": year,
                **_area(unit),
                "contract_id": f"ย.{unit}-{number:02d}/{year}",
                "budget_line": _LINES[number % len(_LINES)][1],
                "advance_baht": amount,
                "advance_date": pd.Timestamp(begun),
                "due_date": pd.Timestamp(due),
                "cleared_date": pd.Timestamp(cleared) if is_cleared else pd.NaT,
                "cleared_baht": amount if is_cleared else np.nan,
            }
        )
    return rows


# --- reports and instructions -----------------------------------------------------------------------------------


def _write_log(part: Part, folder: Path, seed: int, province: str, where: Mapping[str, str]) -> pd.DataFrame:
    """The log of reports: districts and province of both years, subdistricts this year; a sheet a level."""
    last = pd.DataFrame(_log_of(seed, province, 2564, {}))
    now = pd.DataFrame(_log_of(seed, province, 2565, where))
    for frame in (last, now):
        part.add("report_log", frame)
        part.keep_secret("recorders", set(frame["recorded_by_id"].dropna()))
    for year, frame, suffix in ((2564, last, ".ods"), (2565, now, ".xlsx")):
        sheets = [
            _log_sheet(province, level, frame[frame["area_level"].eq(level)], year)
            for level in _DUE
            if frame["area_level"].eq(level).any()
        ]
        part.files.append(write(folder / f"ทะเบียนการส่งรายงาน {year} จ.{name(province)}{suffix}", sheets))
    return now


def _log_sheet(province: str, level: str, rows: pd.DataFrame, year: int) -> Any:
    levels = table("report_log").column("reported_by_level").choices
    shown = {"subdistrict": ("อำเภอ", "ตำบล"), "district": ("อำเภอ",), "province": ("จังหวัด",)}[level]
    codes = [{"อำเภอ": "district_code", "ตำบล": "subdistrict_code", "จังหวัด": "province_code"}[head] for head in shown]
    body: list[Row] = [
        [
            number, *(name(getattr(one, code)) for code in codes), dirt.month(one.month.date(), "short"),
            SPELLINGS[one.topic][0], one.report_name, levels[one.reported_by_level][0],
            *(_cells(day, "short") for day in (one.due_date, one.sent_date)), _cells(one.recorded_by_id),
        ]
        for number, one in enumerate(records(rows), 1)
    ]  # fmt: skip
    heads: Row = [
        "ที่", *shown, "ประจำเดือน", "ประเด็นงาน", "ชื่อรายงาน", "ระดับผู้รายงาน", "กำหนดส่ง", "วันที่ส่ง", "ผู้ส่งรายงาน",
    ]  # fmt: skip
    titles = _heads(province, f"ทะเบียนการส่งรายงาน ปีงบประมาณ พ.ศ. {year}", _as_of(year))
    return layout.sheet(f"ระดับ{levels[level][0]}", [heads], body, titles=titles)


def _log_of(seed: int, province: str, year: int, where: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = []
    for unit in _units(province):
        dice = chance(seed, unit, f"reports {year}")
        level = "district" if len(unit) == 4 else "province"
        for at, month in enumerate(_months(year)[:: 1 if year == 2565 else 2]):
            for place, topic in enumerate(TOPICS):
                for turn in range(2 if year == 2565 else 1):
                    who = place if where.get(unit) == "single_person" and topic == _ALONE else place + (at + turn) % 2
                    late = where.get(unit) == "late_reports" and dice.random() < 0.6
                    rows.append(_report(dice, unit, level, month, year, topic, turn, who % _STAFF, late=late))
            if level == "district" and year == 2565:
                rows += [
                    _report(dice, tambon, "subdistrict", month, year, "poverty", 0, number % _STAFF, late=False)
                    for number, tambon in enumerate(subdistrict_codes(unit))
                ]
    return rows


def _report(
    dice: Generator, area: str, level: str, month: date, year: int, topic: str, turn: int, who: int, *, late: bool
) -> dict[str, Any]:
    """A report that an area owed for a month; one that is sent after the day of the sample is not there yet."""
    due = _ends(month) + timedelta(days=_DUE[level])
    sent = due + timedelta(days=int(dice.integers(3, 13) if late else -dice.integers(0, 4)))
    there = sent <= _as_of(year)
    label = SPELLINGS[topic][0]
    return {
        "fiscal_year": year,
        "area_level": level,
        "province_code": area[:2],
        "district_code": area[:4] if len(area) > 2 else None,
        "subdistrict_code": area if len(area) == 6 else None,
        "month": pd.Timestamp(month),
        "topic": topic,
        "report_name": f"แบบติดตาม{label}" if turn else f"รายงานผล{label}",
        "reported_by_level": level,
        "due_date": pd.Timestamp(due),
        "sent_date": pd.Timestamp(sent) if there else pd.NaT,
        "recorded_by_id": _staff(area[:4], who) if there else None,
    }


def _write_actions(part: Part, folder: Path, seed: int, province: str, where: Mapping[str, str]) -> pd.DataFrame:
    """Instructions of last year's visit and what became of them."""
    frame = pd.DataFrame(
        [
            _action(chance(seed, unit, f"action {turn}"), unit, number * 2 + turn, turn, where.get(unit, ""))
            for number, unit in enumerate(_units(province))
            for turn in (1, 2)
        ]
    )
    part.add("inspection_actions", frame)
    states = {key: words[0] for key, words in table("inspection_actions").column("action_status").choices.items()}
    columns = [column.name for column in table("inspection_actions").columns]
    said = frame.assign(
        topic=[SPELLINGS[key][0] for key in frame["topic"]], action_status=frame["action_status"].map(states)
    )
    body: list[Row] = [
        [_unit_name(unit), *(_cells(value, "long") for value in row)]
        for unit, row in zip(_unit_of(frame), said[columns].itertuples(index=False), strict=True)
    ]
    heads: Row = [
        "หน่วยงาน", "เลขที่ข้อสั่งการ", "ประเด็นการตรวจ", "ข้อสั่งการ", "ตำแหน่งผู้รับผิดชอบ", "วันที่สั่งการ", "กำหนดแล้วเสร็จ",
        "วันที่ดำเนินการแล้วเสร็จ", "สถานะการดำเนินการ", "ผลการดำเนินการ",
    ]  # fmt: skip
    titles = _heads(province, "ข้อสั่งการจากการตรวจราชการและผลการดำเนินการ ปีงบประมาณ พ.ศ. 2564", AS_OF)
    sheet = layout.sheet("ข้อสั่งการ", [heads], body, titles=titles)
    part.files.append(write(folder / _action_file(province), [sheet]))
    return frame


def _action_file(province: str) -> str:
    return f"ข้อสั่งการตรวจราชการ 2564 จ.{name(province)}.xlsx"


def _action(dice: Generator, unit: str, number: int, turn: int, kind: str) -> dict[str, Any]:
    """The first is done in time, or late where planted; the second may go on until March."""
    topic = TOPICS[int(dice.integers(0, len(TOPICS)))]
    done = _VISIT + timedelta(days=int(dice.integers(20, 75)))
    is_late = kind == "instruction_overdue" and turn == 1
    is_done = not is_late and (turn == 1 or dice.random() < 0.5)
    due = date(2022, 3, 31) if turn == 2 else date(2021, 11, 30) if is_late else date(2021, 9, 30)
    return {
        "fiscal_year": 2564,
        **_area(unit),
        "action_id": f"{unit}-{number:03d}",
        "topic": topic,
        "instruction": _INSTRUCTIONS[topic],
        "owner_role": "พัฒนาการอำเภอ" if len(unit) == 4 else "พัฒนาการจังหวัด",
        "given_date": pd.Timestamp(_VISIT),
        "due_date": pd.Timestamp(due),
        "done_date": pd.Timestamp(done) if is_done else pd.NaT,
        "action_status": "done" if is_done else "in_progress",
        "action_result": "ดำเนินการครบทุกพื้นที่แล้ว" if is_done else "อยู่ระหว่างรวบรวมผลจากพื้นที่",
    }


# --- what is planted --------------------------------------------------------------------------------------------


def _plant(
    part: Part,
    province: str,
    planted: Mapping[str, str],
    budgets: pd.DataFrame,
    advances: pd.DataFrame,
    log: pd.DataFrame,
    actions: pd.DataFrame,
) -> None:
    """Say what is planted where, with the figures a careful reader would find."""
    for kind, district in planted.items():
        text, figures, file = _said(
            kind, province, *(frame[frame["district_code"].eq(district)] for frame in (budgets, advances, log, actions))
        )
        part.plants.append(Plant(kind, district, f"อำเภอ{name(district)}{text}", None, figures, (file,)))


def _said(
    kind: str,
    province: str,
    budgets: pd.DataFrame,
    advances: pd.DataFrame,
    log: pd.DataFrame,
    actions: pd.DataFrame,
) -> tuple[str, dict[str, float], str]:
    duties, report_file = f"มอบหมายงาน 2565 จ.{name(province)}.xlsx", f"ทะเบียนการส่งรายงาน 2565 จ.{name(province)}.xlsx"
    if kind == "single_person":
        sent = int((log["topic"].eq(_ALONE) & log["sent_date"].notna()).sum())
        return f"มีผู้ส่งรายงานกองทุนพัฒนาบทบาทสตรีเพียงคนเดียวทั้ง {sent} ฉบับ", {"reports": float(sent)}, report_file
    if kind == "no_backup":
        return "มีผู้ทำงานประเด็น กข.คจ. ได้เพียงคนเดียว", {"able": 1.0}, duties
    if kind == "overdue_advance":
        late = advances[advances["cleared_date"].isna() & (pd.Timestamp(AS_OF) - advances["due_date"]).dt.days.gt(30)]
        owed = float(late["advance_baht"].sum())
        text = f"มีสัญญายืมเงินค้างเกิน 30 วัน {len(late)} สัญญา {owed:,.0f} บาท"
        return text, {"contracts": float(len(late)), "baht": owed}, _advance_file(province)
    if kind == "late_reports":
        own = log[log["area_level"].eq("district") & log["due_date"].le(pd.Timestamp(AS_OF))]
        late_count = int((~own["sent_date"].le(own["due_date"])).sum())
        return (
            f"ส่งรายงานล่าช้าหรือยังไม่ส่ง {late_count} จาก {len(own)} ฉบับ",
            {"late": float(late_count), "due": float(len(own))},
            report_file,
        )
    if kind == "instruction_overdue":
        open_count = int((actions["action_status"].ne("done") & actions["due_date"].lt(pd.Timestamp(AS_OF))).sum())
        return f"มีข้อสั่งการที่เลยกำหนดและยังไม่แล้วเสร็จ {open_count} ข้อ", {"open": float(open_count)}, _action_file(province)
    return _said_of_money(kind, province, budgets)


def _said_of_money(kind: str, province: str, budgets: pd.DataFrame) -> tuple[str, dict[str, float], str]:
    by_month = budgets.groupby("month")[["allocated_baht", "disbursed_baht"]].sum()
    if kind == "september_burst":
        august, september = by_month["disbursed_baht"][[pd.Timestamp(2021, 8, 1), pd.Timestamp(2021, 9, 1)]]
        share = (september - august) / september * 100
        text = f"เบิกจ่ายในเดือนกันยายน 2564 ร้อยละ {share:.1f} ของทั้งปี"
        return text, {"september_pct": share}, f"เบิกจ่ายรายเดือน 2564 จ.{name(province)}.csv"
    now = budgets[budgets["month"].eq(budgets["month"].max())]
    if kind == "overspent":
        over = float((now["disbursed_baht"] - now["allocated_baht"]).clip(lower=0).sum())
        return f"เบิกจ่ายเกินงบจัดสรร {over:,.2f} บาท", {"over_baht": over}, _budget_file(province)
    spent, given = float(now["disbursed_baht"].sum()), float(now["allocated_baht"].sum())
    text = f"เบิกจ่ายได้ร้อยละ {spent / given * 100:.1f} ของงบที่ได้รับจัดสรร"
    return text, {"disbursed_baht": spent, "allocated_baht": given}, _budget_file(province)
