"""The measure on wearing Thai cloth, topic 7: what agencies of each district do, and what cloth is sold.

Sales are those of the OTOP reports' category of cloth and clothing, so that the two topics agree unless it is planted.
"""

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
from cdd_analysis.datasets.thai_cloth import AGENCY_TYPES
from cdd_analysis.sample import dirt, layout
from cdd_analysis.sample.otop_figures import LAST_YEAR, MONTHS, THIS_YEAR, province_cells
from cdd_analysis.sample.otop_layouts import SIGNATURES
from cdd_analysis.sample.otop_reports import category_sales
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write
from cdd_analysis.thai.fiscal import fiscal_year, thai_date, thai_month

KINDS = ("cloth_differs", "no_measure", "one_day_week", "low_wearing", "no_report")
#: Situations of the OTOP reports that change what they state.
BESIDE = ("copied_forward", "wrong_total", "negative_value", "duplicate_file")

_ANNOUNCED = (date(2020, 6, 15), 110)
#: Cloth of producers outside OTOP, which one district counts too.
_OUTSIDE_BAHT = 250_000.0
_DIFFERS_IN = THIS_YEAR[1]
_YES_NO = (("มี", "ไม่มี"), ("✓", "-"), ("1", "0"), ("ใช่", "ไม่ใช่"))
_SUFFIXES = (".xlsx", ".ods", ".xls", ".csv")
_AREA = ("campaign_count", "participants", "producers", "cloth_sales_baht", "sales_target_baht")
_CONTEST = ("contest_pieces", "contest_target")


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the agencies of each district and the province's summaries of its districts, of both fiscal years."""
    part = Part()
    agencies = _agencies(seed, province, planted)
    areas = _areas(seed, province, planted)
    for i, (district, rows) in enumerate(agencies[agencies["fiscal_year"] == 2565].groupby("district_code", sort=True)):
        dice = chance(seed, str(district), "cloth sheet")
        _write_district(part, folder, dice, str(district), rows, _SUFFIXES[i % len(_SUFFIXES)])
    _write_agencies(part, folder, chance(seed, province, "cloth list"), province, agencies)
    _write_areas(part, folder, chance(seed, province, "cloth summary"), province, areas)
    part.plants += _plants(agencies, planted)
    return part


# --- as it is ---------------------------------------------------------------------------------------------------


def _agencies(seed: int, province: str, planted: Mapping[str, str]) -> pd.DataFrame:
    """Every agency in every month; it keeps its announcement and its days, those who wear cloth vary a little."""
    frames = []
    for district in district_codes(province):
        dice = chance(seed, district, "cloth agencies")
        own = _of_district(dice, district)
        rows = own.merge(pd.DataFrame({"month": pd.DatetimeIndex(list(map(pd.Timestamp, MONTHS)))}), how="cross")
        is_now = rows["month"] >= pd.Timestamp(THIS_YEAR[0])
        keen = dice.uniform(0.82, 0.9) + dice.uniform(-0.01, 0.05, len(rows))
        if district == planted.get("low_wearing"):
            keen = np.where(is_now, dice.uniform(0.35, 0.5, len(rows)), keen)
        rows["wearers"] = np.minimum(rows["staff"], np.ceil(rows["staff"] * keen))
        number = rows["agency"].map({one: i for i, one in enumerate(own["agency"])})
        if district == planted.get("one_day_week"):
            rows.loc[is_now & (number % 3 == 1), "days_per_week"] = 1.0
        if district == planted.get("no_measure"):
            without = is_now & (number % 2 == 1)
            rows["announced"] = ~without
            rows[["announced_date", "days_per_week"]] = rows[["announced_date", "days_per_week"]].mask(without)
        if district == planted.get("no_report"):
            rows = rows[rows["month"] < pd.Timestamp(THIS_YEAR[-1])]
        frames.append(rows)
    found = pd.concat(frames, ignore_index=True)
    return found.assign(fiscal_year=[fiscal_year(day.date()) for day in found["month"]])


def _of_district(dice: Generator, district: str) -> pd.DataFrame:
    """Eight agencies of a district, of all five kinds."""
    home = name(district).removeprefix("เมือง")
    tambons = [name(code) for code in subdistrict_codes(district)]
    local = [tambons[i % len(tambons)] for i in range(2)]
    listed = [
        (f"ที่ว่าการอำเภอ{home}", "government"),
        (f"สำนักงานพัฒนาชุมชนอำเภอ{home}", "government"),
        (f"องค์การบริหารส่วนตำบล{local[0]}", "local"),
        (f"เทศบาลตำบล{home}", "local"),
        (f"โรงเรียน{home}วิทยา", "school"),
        (f"โรงเรียนบ้าน{local[1]}", "school"),
        (f"การไฟฟ้าส่วนภูมิภาค สาขา{home}", "state_enterprise"),
        (f"สหกรณ์การเกษตร{home} จำกัด", "private"),
    ]
    total = len(listed)
    first, days = _ANNOUNCED
    return pd.DataFrame(
        {
            "province_code": district[:2],
            "district_code": district,
            "agency_id": [f"{district}{n:03d}" for n in range(1, total + 1)],
            "agency": [one for one, _ in listed],
            "agency_type": [kind for _, kind in listed],
            "announced": True,
            "announced_date": [pd.Timestamp(first + timedelta(days=int(n))) for n in dice.integers(0, days, total)],
            "days_per_week": dice.choice((2.0, 3.0, 5.0), total, p=(0.6, 0.25, 0.15)),
            "staff": dice.integers(10, 130, total).astype(float),
        }
    )


def _areas(seed: int, province: str, planted: Mapping[str, str]) -> pd.DataFrame:
    """What each district reports of the whole of it: campaigns, producers, sales, cloth sent to the contest."""
    beside = {kind: planted[kind] for kind in BESIDE if kind in planted}
    sales = category_sales(seed, province, province_cells(seed, province), "cloth", beside)
    frames = []
    for district, sold in sales.items():
        dice = chance(seed, district, "cloth areas")
        total = len(MONTHS)
        if district == planted.get("cloth_differs"):
            sold = np.where(np.array(MONTHS) == _DIFFERS_IN, sold + _OUTSIDE_BAHT, sold)
        aim = dice.integers(2, 6, total).astype(float)
        campaigns = dice.integers(1, 4, total).astype(float)
        rows = pd.DataFrame(
            {
                "province_code": province,
                "district_code": district,
                "month": pd.DatetimeIndex(list(map(pd.Timestamp, MONTHS))),
                "campaign_count": campaigns,
                "participants": campaigns * dice.integers(20, 90, total),
                "producers": float(dice.integers(4, 25)),
                "cloth_sales_baht": sold,
                "sales_target_baht": np.round(np.maximum(sold, 0) * dice.uniform(0.86, 0.97, total), -2),
                "contest_pieces": aim + dice.integers(0, 2, total),
                "contest_target": aim,
            }
        )
        if district == planted.get("no_report"):
            rows = rows[rows["month"] < pd.Timestamp(THIS_YEAR[-1])]
        frames.append(rows)
    found = pd.concat(frames, ignore_index=True)
    return found.assign(fiscal_year=[fiscal_year(day.date()) for day in found["month"]])


def _plants(agencies: pd.DataFrame, planted: Mapping[str, str]) -> list[Plant]:
    """What was planted, counted in the latest month."""
    latest = agencies[agencies["month"] == pd.Timestamp(THIS_YEAR[-1])]

    def plant(kind: str, which: pd.Series, text: str) -> Plant:
        district = planted[kind]
        here = latest[latest["district_code"] == district]
        count = int((which[here.index]).sum())
        said = text.format(area=name(district), count=count, of=len(here))
        return Plant(kind, district, said, THIS_YEAR[-1], {"agencies": float(count)})

    announced, few = latest["announced"].astype(bool), latest["days_per_week"] < 2
    of_agencies = {
        "no_measure": (~announced, "อำเภอ{area}มีหน่วยงานที่ยังไม่มีประกาศหรือมาตรการสวมใส่ผ้าไทย {count} จาก {of} หน่วยงาน"),
        "one_day_week": (few, "อำเภอ{area}มีหน่วยงานที่กำหนดสวมใส่ผ้าไทยไม่ถึงสัปดาห์ละ 2 วัน {count} จาก {of} หน่วยงาน"),
        "low_wearing": (
            latest["wearers"] / latest["staff"] < 0.6,
            "อำเภอ{area}มีหน่วยงานที่บุคลากรสวมใส่ผ้าไทยไม่ถึงร้อยละ 60 จำนวน {count} จาก {of} หน่วยงาน",
        ),
    }
    plants = [plant(kind, *what) for kind, what in of_agencies.items() if kind in planted]
    if district := planted.get("cloth_differs"):
        text = (
            f"อำเภอ{name(district)}รายงานยอดจำหน่ายผ้าเดือน{thai_month(_DIFFERS_IN, short=False)} ไม่ตรงกับยอด OTOP ประเภทผ้า"
        )
        plants.append(Plant("cloth_differs", district, text, _DIFFERS_IN, {"difference": _OUTSIDE_BAHT}))
    if district := planted.get("no_report"):
        month = thai_month(THIS_YEAR[-1], short=False)
        text = f"อำเภอ{name(district)}ยังไม่ได้ส่งผลการรณรงค์สวมใส่ผ้าไทยเดือน{month}"
        plants.append(Plant("no_report", district, text, THIS_YEAR[-1]))
    return plants


# --- as it is sent ----------------------------------------------------------------------------------------------


def _note(part: Part, frame: pd.DataFrame) -> None:
    kept = [column.name for column in table("cloth_agencies").columns if column.name in frame]
    part.add("cloth_agencies", frame[["province_code", "district_code", "fiscal_year", *kept]])


_AGENCY_HEADS = ("รหัสหน่วยงาน", "หน่วยงาน", "ประเภทหน่วยงาน")
_MEASURE_HEADS = ("มีประกาศ/มาตรการ", "วันที่ประกาศ", "จำนวนวัน/สัปดาห์")
_WEARING_HEADS = ("ผู้สวมใส่ (คน)", "บุคลากรทั้งหมด (คน)")


def _agency_rows(frame: pd.DataFrame, dice: Generator, *, dates: tuple[str, ...]) -> list[Row]:
    """Rows from the agency's id to its staff; the officer's habits are drawn once."""
    yes, no = _YES_NO[dice.integers(0, len(_YES_NO))]
    form = str(dice.choice(dates))
    spelled = {key: words[int(dice.integers(0, len(words)))] for key, words in AGENCY_TYPES.items()}

    def row(one: Any) -> Row:
        return [
            one.agency_id,
            one.agency,
            spelled[one.agency_type],
            yes if one.announced else no,
            None if pd.isna(one.announced_date) else dirt.day(one.announced_date.date(), form),
            None if np.isnan(one.days_per_week) else int(one.days_per_week),
            int(one.wearers),
            int(one.staff),
        ]

    return [row(one) for one in records(frame)]


def _write_district(part: Part, folder: Path, dice: Generator, district: str, frame: pd.DataFrame, suffix: str) -> None:
    """This year's agencies of a district, a block of rows a month; where none can be merged the month stands in all."""
    frame = frame.sort_values("month", kind="stable")
    _note(part, frame)
    is_text = suffix == ".csv"
    is_merged = suffix in (".xlsx", ".xls")  # the other formats do not keep what is merged
    spelling = str(dice.choice(dirt.MONTH_FORMS))
    labels: list[Cell] = [dirt.month(day.date(), spelling) for day in frame["month"]]
    forms = dirt.TEXT_DATE_FORMS if is_text else (*dirt.TEXT_DATE_FORMS, "cell")
    body = [
        [label, *row]
        for label, row in zip(
            layout.once(labels) if is_merged else labels, _agency_rows(frame, dice, dates=forms), strict=True
        )
    ]
    single = [(head, ()) for head in ("เดือน", *_AGENCY_HEADS)]
    header, merges = layout.two_row_header([*single, ("มาตรการ", _MEASURE_HEADS), ("การสวมใส่", _WEARING_HEADS)])
    if is_text:
        header, merges = [["ประจำเดือน", *_AGENCY_HEADS, *_MEASURE_HEADS, *_WEARING_HEADS]], []
    elif is_merged:
        merges = [*merges, *layout.blocks(labels, first_row=len(header), column=0)]
    page = layout.sheet(
        "หน่วยงาน",
        header,
        body,
        titles=[
            "ผลการรณรงค์สวมใส่ผ้าไทยของหน่วยงาน ปีงบประมาณ พ.ศ. 2565",
            f"สำนักงานพัฒนาชุมชนอำเภอ{name(district)} จังหวัด{name(district[:2])}",
            f"ข้อมูล ณ วันที่ {dirt.day(AS_OF, str(dice.choice(('long', 'thai_digits', 'tight'))))}",
        ],
        notes=["หมายเหตุ : ตามมติคณะรัฐมนตรี เมื่อวันที่ 9 มิถุนายน 2563", *SIGNATURES],
        merges=merges,
    )
    part.files.append(write(folder / f"ผ้าไทย 2565 อ.{name(district)}{suffix}", [page]))


def _write_agencies(part: Part, folder: Path, dice: Generator, province: str, agencies: pd.DataFrame) -> None:
    """Last year's agencies: an export of the province, areas, year and month in columns."""
    frame = agencies[agencies["fiscal_year"] == 2564]
    _note(part, frame)
    heads: Row = [
        "ปีงบประมาณ", "จังหวัด", "อำเภอ", "ประจำเดือน", *_AGENCY_HEADS, *_MEASURE_HEADS, *_WEARING_HEADS,
    ]  # fmt: skip
    districts = {code: dirt.area(name(code), dice, prefix="อ.") for code in frame["district_code"].unique()}
    body = [
        [2564, f"จ.{name(province)}", districts[code], dirt.month(day.date(), "short"), *row]
        for code, day, row in zip(
            frame["district_code"],
            frame["month"],
            _agency_rows(frame, dice, dates=("be_slash", "tight")),
            strict=True,
        )
    ]
    path = folder / f"หน่วยงานสวมใส่ผ้าไทย 2564 จ.{name(province)}.csv"
    part.files.append(write(path, [Sheet("Sheet1", [heads, *body])]))


def _write_areas(part: Part, folder: Path, dice: Generator, province: str, areas: pd.DataFrame) -> None:
    """Summaries of the districts: last year one list, this year a sheet a month."""
    _note(part, areas)
    lists = {"ปี 2564": (areas[areas["fiscal_year"] == 2564].sort_values("month", kind="stable"), LAST_YEAR[-1])}
    for month in THIS_YEAR:
        lists[thai_month(month)] = (areas[areas["month"] == pd.Timestamp(month)], month)
    sheets = [_area_sheet(label, rows, month, province, dice) for label, (rows, month) in lists.items()]
    for year, some in ((2564, sheets[:1]), (2565, sheets[1:])):
        part.files.append(write(folder / f"สรุปผ้าไทยรายอำเภอ {year} จ.{name(province)}.xlsx", some))


def _area_sheet(label: str, frame: pd.DataFrame, month: date, province: str, dice: Generator) -> Sheet:
    is_year = frame["month"].nunique() > 1
    heads: Row = [
        "ที่", *(["เดือน"] if is_year else []), "อำเภอ", "กิจกรรมรณรงค์ (ครั้ง)", "ผู้เข้าร่วมกิจกรรม (คน)", "ผู้ผลิตผ้า (กลุ่ม/ราย)",
        "ยอดจำหน่ายผ้า\n(บาท)", "เป้าหมายยอดจำหน่ายผ้า\n(บาท)", "ผ้าส่งประกวด (ผืน)", "เป้าหมายผ้าส่งประกวด (ผืน)",
    ]  # fmt: skip
    money = str(dice.choice(("number", "thousands", "decimals")))
    months: list[Cell] = [thai_month(day.date(), short=False) for day in frame["month"]]
    columns = (*_AREA, *_CONTEST)
    body: list[Row] = []
    for number, (when, one) in enumerate(zip(layout.once(months), records(frame), strict=True), 1):
        figures = [_figure(column, getattr(one, column), money) for column in columns]
        body.append([number, *([when] if is_year else []), name(one.district_code), *figures])
    if not is_year:
        sums = [_figure(column, float(frame[column].sum()), money) for column in columns]
        body.append([None, "รวมทั้งสิ้น", *sums])
    last = LAST_YEAR[-1] if is_year else month
    day = (pd.Timestamp(last) + pd.offsets.MonthEnd()).date()
    when = "ปีงบประมาณ พ.ศ. 2564" if is_year else f"เดือน{thai_month(month, short=False)} ปีงบประมาณ พ.ศ. 2565"
    return layout.sheet(
        label,
        [heads],
        body,
        titles=[
            f"สรุปผลการส่งเสริมการใช้และสวมใส่ผ้าไทย รายอำเภอ {when}",
            f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {thai_date(day)}",
        ],
        merges=layout.blocks(months, first_row=1, column=1) if is_year else [],
    )


def _figure(column: str, value: float, money: str) -> Cell:
    return dirt.money(value, money) if column.endswith("_baht") and value >= 0 else dirt.plain(value)
