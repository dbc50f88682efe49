"""Target households of topic 1 and the help given to them. Every person in it is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, is_municipal, name
from cdd_analysis.datasets import table
from cdd_analysis.datasets.poverty import DIMENSION_LABELS, DIMENSIONS
from cdd_analysis.sample import dirt, layout, people
from cdd_analysis.sample.otop_figures import province_size
from cdd_analysis.sample.seeds import chance, shares, some
from cdd_analysis.sample.tpmap import village_ids
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start, thai_date

#: Target households for each subdistrict: 2,700 in a province of 170.
_HOUSEHOLDS = 16.0
_INCOME_LINE = 38_000
_IMPOSSIBLE_MEMBERS = 45
#: Of the household list that differs: part of the house file's that TPMAP does not list, and of others that it does.
_LEFT_OUT, _PUT_IN = 0.25, 0.1
_FLAGS = (("✓", "-"), ("1", "0"), ("มี", "ไม่มี"), ("✔", "x"), (1, 0), ("ใช่", "ไม่ใช่"))
_AGENCIES = (
    "สำนักงานพัฒนาชุมชนอำเภอ",
    "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
    "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "องค์การบริหารส่วนตำบล",
    "สำนักงานเกษตรอำเภอ",
    "ศูนย์การศึกษานอกระบบอำเภอ",
    "กิ่งกาชาดอำเภอ",
)
_POTENTIAL = ("มีแรงงานในครัวเรือน", "มีที่ดินทำกิน", "มีทักษะอาชีพ", "อยู่ในภาวะพึ่งพิง")
_MIX = (0.24, 0.22, 0.2, 0.48, 0.06)


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the household registers and the help records of both fiscal years, and TPMAP's list of this one."""
    part = Part()
    now, before = _households(seed, province, planted)
    helped = {year: _help(seed, frame, year, planted.get("no_help")) for year, frame in ((2564, before), (2565, now))}
    _write_workbook(part, folder, seed, province, now)
    _write_list(part, folder, chance(seed, province, "households list"), province, before)
    _write_help(part, folder, chance(seed, province, "help file"), province, helped)
    _write_tpmap_list(part, folder, chance(seed, province, "tpmap list"), province, now, planted.get("sources_differ"))
    _plant(part, province, now, planted)
    return part


def register_ids(seed: int, province: str) -> pd.DataFrame:
    """Area codes and house id of the households on this year's register, for files of other topics that name them."""
    now, _ = _households(seed, province, {})
    return now[["district_code", "village_code", "house_id"]]


# --- as it is ---------------------------------------------------------------------------------------------------


def _households(seed: int, province: str, planted: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Households of this and of last year; most are in both, some of them a stage further."""
    odd = planted.get("impossible_members")
    dice = chance(seed, province, "households")
    frame = _register(dice, seed, province)
    total = len(frame)
    is_newer, is_gone = dice.random(total) < 0.11, dice.random(total) < 0.08
    if odd:
        at = int(np.argmax(frame["district_code"].to_numpy() == odd))
        frame.loc[at, "members"] = _IMPOSSIBLE_MEMBERS
        is_newer[at], is_gone[at] = True, False
    frame["income_pc"] = np.round(frame["income_hh"] / frame["members"], 2)
    before = frame.assign(fiscal_year=2564, bmn_year=2563, stage=_stages(dice, total, (0.72, 0.23, 0.05)))
    now = frame.assign(
        fiscal_year=2565,
        bmn_year=2564,
        stage=np.minimum(3, before["stage"].astype(int) + (dice.random(total) < 0.18)).astype(str),
    )
    return (
        _unclassed(_follow_up(dice, now[~is_gone], AS_OF, fiscal_start(2565), 0.55), planted.get("unclassified")),
        _follow_up(dice, before[~is_newer], fiscal_end(2564), fiscal_start(2564), 0.9),
    )


def _unclassed(frame: pd.DataFrame, district: str | None) -> pd.DataFrame:
    """Every fifth household of a district has no class yet."""
    blank = (frame["district_code"] == district) & (np.arange(len(frame)) % 5 == 0)
    return frame.assign(hh_class=frame["hh_class"].mask(blank))


def _stages(dice: Generator, total: int, p: Sequence[float]) -> np.ndarray:
    return dice.choice((1, 2, 3), total, p=p).astype(str)


def _register(dice: Generator, seed: int, province: str) -> pd.DataFrame:
    """Who they are, where they live, what they lack."""
    districts = district_codes(province)
    villages = sorted({code[:8] for code in village_ids(seed, province) if not is_municipal(code[:6])})
    counts = shares(dice.lognormal(0, 0.4, len(districts)), round(_HOUSEHOLDS * province_size(province)))
    places = [
        village
        for district, count in zip(districts, counts, strict=True)
        for village in sorted(dice.choice([code for code in villages if code[:4] == district], int(count)).tolist())
    ]
    total = len(places)
    members = dice.choice((1, 2, 3, 4, 5, 6), total, p=(0.18, 0.24, 0.22, 0.19, 0.11, 0.06)).astype(float)
    fails = dice.random((total, len(DIMENSIONS))) < _MIX
    fails[:, DIMENSIONS.index("income")] |= ~fails.any(axis=1)
    poor = fails[:, DIMENSIONS.index("income")]
    each = np.where(poor, dice.uniform(9_000, _INCOME_LINE, total), dice.uniform(_INCOME_LINE, 80_000, total))
    return pd.DataFrame(
        {
            "province_code": province,
            "district_code": [code[:4] for code in places],
            "subdistrict_code": [code[:6] for code in places],
            "village_code": places,
            "house_id": people.house_ids(dice, [code[:4] for code in places]),
            "house_no": _house_numbers(dice, total),
            "head_name": people.names(dice, total),
            "citizen_id": people.citizen_ids(dice, total),
            "phone": people.phones(dice, total),
            "members": members,
            "income_hh": np.round(each * members, -2),
            "poor": poor,
            **{f"dim_{key}": fails[:, i] for i, key in enumerate(DIMENSIONS)},
        }
    )


def _house_numbers(dice: Generator, total: int) -> list[str]:
    """House numbers, four in ten behind another's: ``118`` or ``118/2``."""
    behind = np.where(dice.random(total) < 0.4, dice.integers(1, 9, total), 0)
    return [f"{a}/{b}" if b else f"{a}" for a, b in zip(dice.integers(1, 400, total), behind, strict=True)]


def _follow_up(dice: Generator, frame: pd.DataFrame, until: date, since: date, done: float) -> pd.DataFrame:
    """What has been done: verification, class, plan, a new income for some, the last record."""
    total = len(frame)
    status = dice.choice(
        ["found", "not_found", "moved", "died", "refused", "duplicate", ""],
        total,
        p=(0.87, 0.03, 0.035, 0.02, 0.01, 0.005, 0.03),
    )
    days = (until - since).days
    ages = np.minimum(days, dice.exponential(days / 3, total)).astype(int)
    classes = np.where(dice.random(total) < 0.68, "develop", "welfare")
    better = frame["poor"].to_numpy() & (dice.random(total) < done * 0.5)
    latest = np.round(frame["income_pc"].to_numpy() * dice.uniform(0.98, 1.9, total), -1)
    keen = {code: dice.uniform(0.86, 1.02) for code in sorted(set(frame["district_code"]))}  # districts differ
    planned = frame["district_code"].map(keen).to_numpy() * (0.9 + done / 9)
    recorder = np.array(
        [f"CD{code}-{k:02d}" for code, k in zip(frame["district_code"], dice.integers(1, 5, total), strict=True)]
    )
    return frame.assign(
        income_pc_latest=np.where(better, latest, np.nan),
        verify_status=some(status.tolist(), status != ""),
        hh_class=classes,
        potential=np.array(_POTENTIAL, object)[dice.integers(0, len(_POTENTIAL), total)],
        plan_exists=dice.random(total) < planned,
        menu_code=[f"M{number:02d}" for number in dice.integers(1, 25, total)],
        recorded_date=[pd.Timestamp(until - timedelta(days=int(age))) for age in ages],
        recorded_by_id=recorder,
        helped=dice.random(total) < done,
    ).reset_index(drop=True)


def _help(seed: int, frame: pd.DataFrame, year: int, without: str | None) -> pd.DataFrame:
    """Help records: one or two agencies for a failing dimension of a helped household."""
    dice = chance(seed, frame["province_code"].iloc[0], f"help {year}")
    until = AS_OF if year == 2565 else fiscal_end(year)
    days = (until - fiscal_start(year)).days
    fails = frame[[f"dim_{key}" for key in DIMENSIONS]].to_numpy(bool)
    is_helped = (frame["helped"] & (frame["district_code"] != without)).to_numpy() if year == 2565 else frame["helped"]
    given = fails & np.asarray(is_helped)[:, None] & (dice.random(fails.shape) < 0.8)
    household, dimension = np.nonzero(given)
    again = np.repeat(np.arange(len(household)), dice.choice((1, 2), len(household), p=(0.8, 0.2)))
    household, dimension = household[again], dimension[again]
    total = len(household)
    one = frame.iloc[household]
    return pd.DataFrame(
        {
            "province_code": one["province_code"].to_numpy(),
            "district_code": one["district_code"].to_numpy(),
            "fiscal_year": year,
            "house_id": one["house_id"].to_numpy(),
            "dimension": np.array(DIMENSIONS, object)[dimension],
            "agency": np.array(_AGENCIES, object)[dice.integers(0, len(_AGENCIES), total)],
            "help_date": [pd.Timestamp(until - timedelta(days=int(d))) for d in dice.integers(0, days, total)],
            "help_value_baht": np.where(dice.random(total) < 0.92, dice.integers(5, 300, total) * 100.0, np.nan),
            "help_result": dice.choice(["solved", "in_progress", "unsolved"], total, p=(0.45, 0.47, 0.08)),
        }
    )


# --- as it is sent ----------------------------------------------------------------------------------------------


def _workbook(province: str) -> str:
    return f"แฟ้มบ้านครัวเรือนเป้าหมาย 2565 จ.{name(province)}.xlsx"


def _note(part: Part, frame: pd.DataFrame) -> None:
    kept = [column.name for column in table("target_households").columns if column.name in frame]
    secret = ["house_id", "house_no", "head_name", "citizen_id", "phone", "recorded_by_id"]
    areas = ["province_code", "district_code", "subdistrict_code", "village_code", "fiscal_year"]
    part.add("target_households", frame[[*areas, *kept]])
    kinds = ("house_ids", "names", "citizen_ids", "phones", "recorders")
    for kind, column in zip(kinds, [c for c in secret if c != "house_no"], strict=True):
        part.keep_secret(kind, set(frame[column]))


def _titles(district: str, dice: Generator) -> list[str]:
    as_of = dirt.day(AS_OF, str(dice.choice(("long", "thai_digits", "tight"))))
    return [
        "แฟ้มบ้านครัวเรือนเป้าหมาย (แก้จนพัฒนาคน) ปีงบประมาณ พ.ศ. 2565",
        f"อำเภอ{name(district)} จังหวัด{name(district[:2])}",
        f"ข้อมูล ณ วันที่ {as_of}",
    ]


def _write_workbook(part: Part, folder: Path, seed: int, province: str, frame: pd.DataFrame) -> None:
    """This year's register: one workbook, a sheet a district, each in its officer's habits."""
    _note(part, frame)
    sheets = [
        _district_sheet(rows, str(district), chance(seed, str(district), "household sheet"))
        for district, rows in frame.groupby("district_code", sort=True)
    ]
    part.files.append(write(folder / _workbook(province), sheets))


def _district_sheet(frame: pd.DataFrame, district: str, dice: Generator) -> Sheet:
    heads = [
        "ตำบล", "หมู่ที่", "บ้านเลขที่", "เลขรหัสประจำบ้าน", "ชื่อ - สกุล", "เลขประจำตัวประชาชน", "เบอร์โทรศัพท์", "ปี จปฐ.",
        "จำนวนสมาชิก\n(คน)", "รายได้ครัวเรือน\n(บาท/ปี)", "รายได้เฉลี่ยต่อคนต่อปี\n(บาท)", "รายได้เฉลี่ยล่าสุด\n(บาท)",
    ]  # fmt: skip
    tail = [
        "ผลการสอบทาน", "ประเภทครัวเรือน", "ศักยภาพครัวเรือน", "แผนรายครัวเรือน", "เมนูแก้จน", "ระดับ", "วันที่บันทึกล่าสุด", "ผู้บันทึก",
    ]  # fmt: skip
    if dice.random() < 0.5:
        under = [f"มิติที่ {n}" for n in range(1, len(DIMENSIONS) + 1)]
        header, merges = layout.two_row_header(
            [*((head, ()) for head in heads), ("ตกเกณฑ์มิติ", under), *((t, ()) for t in tail)]
        )
    else:
        header = [[*heads, *(f"ตกเกณฑ์มิติ{DIMENSION_LABELS[key]}" for key in DIMENSIONS), *tail]]
        merges = []
    return layout.sheet(
        f"อ.{name(district)}",
        header,
        _household_rows(frame, dice, dates=dirt.DATE_FORMS),
        titles=_titles(district, dice),
        notes=[
            "หมายเหตุ : บันทึกจากการเยี่ยมบ้านของทีมปฏิบัติการ",
            "",
            "ลงชื่อ .............................. ผู้รับรองข้อมูล",
            "(พัฒนาการอำเภอ)",
        ],
        merges=merges,
    )


def _household_rows(frame: pd.DataFrame, dice: Generator, *, dates: Sequence[str]) -> list[Row]:
    """Rows from the subdistrict to the recorder; the sheet's habits are drawn once."""
    yes, no = _FLAGS[dice.integers(0, len(_FLAGS))]
    date_form, money = str(dice.choice(dates)), str(dice.choice(("number", "thousands", "decimals")))
    is_dashed = dice.random() < 0.5
    columns = table("target_households")
    verify, of_class = columns.column("verify_status").choices, columns.column("hh_class").choices
    stage = {"1": "อยู่รอด", "2": "พอเพียง", "3": "ยั่งยืน"} if dice.random() < 0.7 else {"1": "1", "2": "2", "3": "3"}
    tambons = {code: dirt.area(name(code), dice, prefix="ต.") for code in frame["subdistrict_code"].unique()}

    def row(one: Any) -> Row:
        return [
            tambons[one.subdistrict_code],
            int(one.village_code[-2:]),
            one.house_no,
            one.house_id,
            one.head_name,
            _dashed(one.citizen_id, (1, 5, 10, 12)) if is_dashed else one.citizen_id,
            _dashed(one.phone, (3, 6)) if is_dashed else one.phone,
            one.bmn_year,
            int(one.members),
            dirt.money(one.income_hh, money),
            dirt.money(one.income_pc, "number" if money == "number" else "decimals"),
            None if np.isnan(one.income_pc_latest) else dirt.money(one.income_pc_latest, money),
            *(yes if getattr(one, f"dim_{key}") else no for key in DIMENSIONS),
            verify[one.verify_status][0] if isinstance(one.verify_status, str) else None,
            of_class[one.hh_class][0] if isinstance(one.hh_class, str) else None,
            one.potential,
            yes if one.plan_exists else no,
            one.menu_code,
            stage[one.stage],
            dirt.day(one.recorded_date.date(), date_form),
            one.recorded_by_id,
        ]

    return [row(one) for one in records(frame)]


def _dashed(digits: str, at: Sequence[int]) -> str:
    edges = (0, *at, len(digits))
    return "-".join(digits[a:b] for a, b in pairwise(edges))


def _write_list(part: Part, folder: Path, dice: Generator, province: str, frame: pd.DataFrame) -> None:
    """Last year's register: one list, areas and year in columns."""
    _note(part, frame)
    heads: Row = [
        "ปีงบประมาณ", "จังหวัด", "อำเภอ", "ตำบล", "หมู่ที่", "บ้านเลขที่", "รหัสประจำบ้าน", "หัวหน้าครัวเรือน", "เลขประจำตัวประชาชน",
        "โทรศัพท์", "จปฐ. ปี", "สมาชิกในครัวเรือน", "รายได้ครัวเรือน (บาท/ปี)", "รายได้เฉลี่ยต่อคนต่อปี", "รายได้เฉลี่ยล่าสุด",
        *(f"ตกเกณฑ์มิติ {n}" for n in range(1, len(DIMENSIONS) + 1)), "ผลการสอบทาน", "ประเภทครัวเรือน", "ศักยภาพครัวเรือน",
        "มีแผนรายครัวเรือน", "เมนูแก้จน", "ระดับครัวเรือน", "วันที่บันทึก", "ผู้บันทึก",
    ]  # fmt: skip
    districts = {code: dirt.area(name(code), dice, prefix="อ.") for code in frame["district_code"].unique()}
    places: list[Row] = [[2564, f"จ.{name(province)}", districts[code]] for code in frame["district_code"]]
    rows = _household_rows(frame, dice, dates=dirt.TEXT_DATE_FORMS)
    body = [place + row for place, row in zip(places, rows, strict=True)]
    part.files.append(write(folder / f"ครัวเรือนเป้าหมาย 2564 จ.{name(province)}.csv", [Sheet("Sheet1", [heads, *body])]))


def _write_help(part: Part, folder: Path, dice: Generator, province: str, helped: Mapping[int, pd.DataFrame]) -> None:
    """Help records, a sheet a fiscal year."""
    results = table("household_help").column("help_result").choices
    sheets = []
    for year, frame in sorted(helped.items()):
        part.add("household_help", frame)
        form, money = (
            str(dice.choice(("tight", "short", "be_slash", "cell"))),
            str(dice.choice(("number", "unit", "dash"))),
        )
        body: list[Row] = [
            [
                number,
                name(one.district_code),
                one.house_id,
                _word((DIMENSION_LABELS[one.dimension], f"ด้าน{DIMENSION_LABELS[one.dimension]}"), number),
                one.agency,
                dirt.day(one.help_date.date(), form),
                None if np.isnan(one.help_value_baht) else dirt.money(one.help_value_baht, money),
                _word(results[one.help_result], number),
            ]
            for number, one in enumerate(records(frame), 1)
        ]
        heads: Row = [
            "ที่",
            "อำเภอ",
            "เลขรหัสประจำบ้าน",
            "มิติที่ช่วยเหลือ",
            "หน่วยงานที่ให้ความช่วยเหลือ",
            "วันที่ช่วยเหลือ",
            "มูลค่า (บาท)",
            "ผล",
        ]
        until = AS_OF if year == 2565 else fiscal_end(year)
        titles = [
            f"บันทึกการช่วยเหลือครัวเรือนเป้าหมาย ปีงบประมาณ พ.ศ. {year}",
            f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {thai_date(until)}",
        ]
        sheets.append(layout.sheet(f"ปี {year}", [heads], body, titles=titles))
    part.files.append(write(folder / f"การช่วยเหลือครัวเรือนเป้าหมาย จ.{name(province)}.xlsx", sheets))


def _tpmap_list(dice: Generator, now: pd.DataFrame, apart: str | None) -> pd.DataFrame:
    """Households as TPMAP lists them: nearly those of the house file; in the district ``apart`` many are others."""
    found = []
    for district, own in now.groupby("district_code", sort=True):
        left_out, put_in = (_LEFT_OUT, _PUT_IN) if district == apart else (0.01, 0.005)
        kept = own.iloc[np.sort(dice.permutation(len(own))[int(len(own) * left_out) :])]
        others = own.iloc[dice.integers(0, len(own), int(len(own) * put_in))]
        fresh = pd.Series(people.house_ids(dice, [str(district)] * len(others)), dtype="str")
        found += [kept, others.assign(house_id=fresh.array)[~fresh.isin(own["house_id"]).to_numpy()]]
    columns = ["province_code", "district_code", "subdistrict_code", "house_id"]
    return pd.concat(found)[columns].assign(fiscal_year=2565, list_source="tpmap")


def _write_tpmap_list(
    part: Part, folder: Path, dice: Generator, province: str, now: pd.DataFrame, apart: str | None
) -> None:
    """The households that TPMAP lists: house codes and areas only."""
    listed = _tpmap_list(dice, now, apart)
    part.add("target_households", listed)
    part.keep_secret("house_ids", set(listed["house_id"]))
    heads: Row = ["ปีงบประมาณ", "จังหวัด", "อำเภอ", "ตำบล", "รหัสประจำบ้าน", "แหล่งบัญชี"]
    body: list[Row] = [
        [2565, name(province), name(one.district_code), name(one.subdistrict_code), one.house_id, "TPMAP"]
        for one in records(listed)
    ]
    path = folder / f"บัญชีครัวเรือนเป้าหมาย TPMAP 2565 จ.{name(province)}.csv"
    part.files.append(write(path, [Sheet("Sheet1", [heads, *body])]))
    if apart:
        ours, theirs = (set(rows.loc[rows["district_code"] == apart, "house_id"]) for rows in (now, listed))
        figures = {"both": float(len(ours & theirs)), "either": float(len(ours | theirs))}
        text = (
            f"อำเภอ{name(apart)}มีบัญชีครัวเรือนเป้าหมายของ TPMAP กับแฟ้มบ้านตรงกันเพียง "
            f"{figures['both']:,.0f} จาก {figures['either']:,.0f} ครัวเรือน"
        )
        part.plants.append(Plant("sources_differ", apart, text, None, figures, (path.name,)))


def _word(spellings: tuple[str, ...], turn: int) -> Cell:
    return spellings[turn % len(spellings)]


def _plant(part: Part, province: str, now: pd.DataFrame, planted: Mapping[str, str]) -> None:
    if district := planted.get("no_help"):
        count = float((now["district_code"] == district).sum())
        text = f"อำเภอ{name(district)}ยังไม่มีบันทึกการช่วยเหลือครัวเรือนเป้าหมายในปีงบประมาณ 2565 ({count:,.0f} ครัวเรือน)"
        file = f"การช่วยเหลือครัวเรือนเป้าหมาย จ.{name(province)}.xlsx"
        part.plants.append(Plant("no_help", district, text, None, {"households": count}, (file,)))
    if district := planted.get("impossible_members"):
        text = f"ครัวเรือนหนึ่งในอำเภอ{name(district)}มีสมาชิก {_IMPOSSIBLE_MEMBERS} คน เกินกว่าที่เป็นไปได้"
        figures = {"members": float(_IMPOSSIBLE_MEMBERS)}
        part.plants.append(Plant("impossible_members", district, text, None, figures, (_workbook(province),)))
    if district := planted.get("unclassified"):
        blank = int((now["hh_class"].isna() & (now["district_code"] == district)).sum())
        text = f"ครัวเรือนเป้าหมายในอำเภอ{name(district)} {blank:,} ครัวเรือนยังไม่จำแนกประเภท"
        part.plants.append(
            Plant("unclassified", district, text, None, {"households": float(blank)}, (_workbook(province),))
        )
