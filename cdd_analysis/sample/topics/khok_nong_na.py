"""Plot registers of โคก หนอง นา and the follow-up of sufficiency-economy villages (handbook 4). Every owner is made up.

A province keeps one register of the plots of earlier budget years, brought up to the day; each district sends its own
of this year, in one of four forms. Villages come as one list for last year and a workbook with a sheet a district.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, is_municipal, name, subdistrict_codes
from cdd_analysis.datasets import table
from cdd_analysis.datasets.khok_nong_na import level_of
from cdd_analysis.sample import dirt, layout, people
from cdd_analysis.sample.households import register_ids
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.tpmap import village_ids
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write, write_html
from cdd_analysis.thai.fiscal import thai_date

KINDS = (
    "both_streams",
    "dormant_plots",
    "money_ahead",
    "unfinished_old",
    "level_mismatch",
    "unit_cost",
    "no_centre",
    "no_report",
)
#: Unit budgets by size, as the files of this made-up province have them.
_BUDGET = {1.0: 45_200.0, 3.0: 104_000.0, 10.0: 340_000.0, 15.0: 510_000.0}
_PACE = 104 / 365
#: Part of the plots whose household is among the target households of topic 1.
_POOR = 0.25
_DEAR = 1.12
_FLAGS = (("✓", "-"), ("1", "0"), ("มี", "ไม่มี"), ("ใช่", "ไม่ใช่"))
_FORMS = (".xlsx", ".csv", ".xls", ".ods")
_MONEY = ("allocated_baht", "committed_baht", "disbursed_baht", "returned_baht")
_COUNTS = ("trained", "activity_count", "visit_count", "bases", "learners")
_DAYS = ("accepted_date", "last_activity_date", "last_visit_date")


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the registers of plots and the lists of villages of both fiscal years."""
    part = Part()
    plots = _plots(seed, province, planted)
    villages = _villages(seed, province, planted.get("level_mismatch"))
    silent = planted.get("no_report")
    sent = plots[(plots["fiscal_year"] < 2565) | (plots["district_code"] != silent)].reset_index(drop=True)
    _note(part, "plots", sent)
    _note(part, "sufficiency_villages", villages)
    _write_register(part, folder, chance(seed, province, "plot register"), province, sent[sent["fiscal_year"] < 2565])
    for number, (district, rows) in enumerate(sent[sent["fiscal_year"] == 2565].groupby("district_code")):
        form = _FORMS[number % len(_FORMS)]
        _write_district(part, folder, chance(seed, str(district), "plot file"), str(district), rows, form)
    _write_village_list(part, folder, province, villages[villages["fiscal_year"] == 2564])
    _write_village_book(part, folder, seed, province, villages[villages["fiscal_year"] == 2565])
    _plant(part, province, sent, villages, planted)
    return part


# --- as it is ---------------------------------------------------------------------------------------------------


def _plots(seed: int, province: str, planted: Mapping[str, str]) -> pd.DataFrame:
    """Every plot of the province, earlier years first, with its household."""
    parts = []
    for district in district_codes(province):
        dice = chance(seed, district, "plots")
        planned = {kind for kind, where in planted.items() if where == district}
        parts += [_earlier(dice, district, planned), _this_year(dice, district, planned)]
    frame = pd.concat(parts, ignore_index=True)
    dice = chance(seed, province, "plot households")
    return _with_people(dice, seed, province, _with_care(dice, frame, planted))


def _earlier(dice: Generator, district: str, planned: set[str]) -> pd.DataFrame:
    """Plots of the loan budget of 2564, all done: households and one community plot; some older where planted."""
    many = max(4, 2 * len(subdistrict_codes(district)))
    area = np.append(dice.choice((1.0, 3.0), many, p=(0.4, 0.6)), dice.choice((10.0, 15.0)))
    frame = pd.DataFrame(
        {
            "district_code": district,
            "fiscal_year": 2564,
            "stream": "NTA_LOAN",
            "phase": np.append(np.where(dice.random(many) < 0.45, 1.0, 2.0), 1.0),
            "plot_type": ["HLM"] * many + ["CLM"],
            "area_rai": area,
            "dig_status": "done",
            "progress_pct": 100.0,
        }
    )
    if "unfinished_old" in planned:
        late = frame.iloc[[0, 0, 0]].assign(
            fiscal_year=[2563, 2563, 2564],
            stream=["SEV", "SEV", "NTA_LOAN"],
            phase=[np.nan, np.nan, 2.0],
            dig_status="in_progress",
            progress_pct=[70.0, 55.0, 80.0],
        )
        frame = pd.concat([late, frame], ignore_index=True)
    frame = frame.sort_values("fiscal_year", kind="stable", ignore_index=True)
    frame["plot_id"] = [f"{district}-{year % 100}-{n:03d}" for n, year in enumerate(frame["fiscal_year"], 1)]
    return _with_money(dice, frame, dear=False, ahead=False)


def _this_year(dice: Generator, district: str, planned: set[str]) -> pd.DataFrame:
    """Household plots of the sufficiency-economy budget of 2565: as many done as the day asks for."""
    many = max(7, len(subdistrict_codes(district)) + int(dice.integers(1, 5)))
    done = int(np.ceil(_PACE * many))
    begun = (many - done + 1) // 2
    status = np.array(["done"] * done + ["in_progress"] * begun + ["not_started"] * (many - done - begun), dtype=object)
    progress = np.where(status == "in_progress", dice.integers(2, 18, many) * 5.0, 0.0)
    frame = pd.DataFrame(
        {
            "plot_id": [f"{district}-65-{n:03d}" for n in range(1, many + 1)],
            "district_code": district,
            "fiscal_year": 2565,
            "stream": "SEV",
            "phase": np.nan,
            "plot_type": "HLM",
            # Sizes by turns, so that what is done costs its part of the whole.
            "area_rai": np.where(np.arange(many) % 2 == dice.integers(0, 2), 1.0, 3.0),
            "dig_status": status,
            "progress_pct": np.where(status == "done", 100.0, progress),
        }
    )
    if dice.random() < 0.2 and "money_ahead" not in planned:
        frame.loc[many - 1, "dig_status"] = "cancelled"
    if "both_streams" in planned:
        again = frame.iloc[[0]].assign(plot_id=f"{district}-64-001", dig_status="done", progress_pct=100.0)
        frame = pd.concat([frame, again], ignore_index=True)
    return _with_money(dice, frame, dear="unit_cost" in planned, ahead="money_ahead" in planned)


def _with_money(dice: Generator, frame: pd.DataFrame, *, dear: bool, ahead: bool) -> pd.DataFrame:
    """Money of each plot: nearly all of it where done, some where begun, all given back where cancelled."""
    status, many = frame["dig_status"], len(frame)
    allocated = frame["area_rai"].map(_BUDGET) * (np.where(status == "done", _DEAR, 1.0) if dear else 1.0)
    part = np.select(
        [status == "done", status == "in_progress"],
        [1.0 if dear else dice.uniform(0.97, 1, many), dice.uniform(0.1, 0.25, many)],
        0.0,
    )
    part = np.where(status.isin(["in_progress", "not_started"]) & ahead, 0.75, part)
    disbursed = np.round(allocated * part, -1)
    is_spent = status == "done"
    return frame.assign(
        allocated_baht=np.round(allocated, -1),
        committed_baht=np.where(status.isin(["done", "in_progress"]), np.round(allocated, -1), disbursed),
        disbursed_baht=disbursed,
        returned_baht=np.select(
            [is_spent, status == "cancelled"], [np.round(allocated, -1) - disbursed, np.round(allocated, -1)], 0.0
        ),
    )


def _with_care(dice: Generator, frame: pd.DataFrame, planted: Mapping[str, str]) -> pd.DataFrame:
    """What followed the digging: acceptance, activities, visits, learning centres, the network, what it brings."""
    many = len(frame)
    is_done, is_new = (frame["dig_status"] == "done").to_numpy(), (frame["fiscal_year"] == 2565).to_numpy()
    rest = np.zeros(many, dtype=bool)
    for district, rows in frame[is_done & ~is_new].groupby("district_code"):
        share = 1.0 if district == planted.get("dormant_plots") else dice.uniform(0, 0.3)
        rest[dice.permutation(rows.index.to_numpy())[: int(len(rows) * share)]] = True
    since = np.where(rest, dice.integers(95, 240, many), dice.integers(2, 85, many))
    other = since + dice.integers(0, 60, many)
    is_visit_last = dice.random(many) < 0.5
    accepted = np.where(is_new, dice.integers(0, 100, many), dice.integers(270, 460, many))
    other, visit = np.where(is_new, since, other), np.where(is_visit_last, since, other)
    is_centre = is_done & ((frame["plot_type"] == "CLM") | (dice.random(many) < 0.12)).to_numpy()
    is_centre &= (frame["district_code"] != planted.get("no_centre")).to_numpy()
    return frame.assign(
        design_ratio=dice.choice(["1:1", "1:2", "1:3"], many, p=(0.3, 0.45, 0.25)),
        accepted_date=_days_before(accepted, is_done),
        last_activity_date=_days_before(np.where(is_visit_last, other, since), is_done),
        last_visit_date=_days_before(visit, is_done),
        trained=dice.integers(1, 4, many).astype(float),
        activity_count=np.where(is_done, dice.integers(1, 9, many), 0).astype(float),
        visit_count=np.where(is_done, dice.integers(1, 12, many), 0).astype(float),
        is_learning_centre=is_centre,
        bases=np.where(is_centre, dice.integers(3, 10, many), 0).astype(float),
        learners=np.where(is_centre, dice.integers(20, 320, many), 0).astype(float),
        network_member=is_done & (dice.random(many) < 0.85),
        expense_cut_baht=np.where(is_done, dice.integers(3, 18, many) * 100.0, np.nan),
        income_add_baht=np.where(is_done, dice.integers(2, 30, many) * 100.0, np.nan),
    )


def _days_before(days: np.ndarray, where: np.ndarray) -> pd.Series:
    """The day so many days before the sample was sent in; missing where ``where`` does not hold."""
    return (pd.Timestamp(AS_OF) - pd.Series(pd.to_timedelta(days, unit="D"))).where(where)


def _with_people(dice: Generator, seed: int, province: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Owner, house and village; a part of the houses are target households of topic 1 and lie where those do."""
    many = len(frame)
    villages = sorted({code[:8] for code in village_ids(seed, province) if not is_municipal(code[:6])})
    near: dict[str, list[str]] = {}
    for code in villages:
        near.setdefault(code[:4], []).append(code)
    place = [str(dice.choice(near[district])) for district in frame["district_code"]]
    house = people.house_ids(dice, list(frame["district_code"]))
    known = register_ids(seed, province)
    poor = {district: rows.sample(frac=1, random_state=seed) for district, rows in known.groupby("district_code")}
    turn: dict[str, int] = {}
    for at in np.flatnonzero(dice.random(many) < _POOR):
        district = frame["district_code"].iloc[at]
        there, number = poor.get(district), turn.get(district, 0)
        if there is not None and number < len(there):
            house[at], place[at] = there["house_id"].iloc[number], there["village_code"].iloc[number]
            turn[district] = number + 1
    return frame.assign(
        province_code=province,
        subdistrict_code=[code[:6] for code in place],
        village_code=place,
        owner_name=people.names(dice, many),
        house_id=house,
        phone=people.phones(dice, many),
    )


def _villages(seed: int, province: str, mismatched: str | None) -> pd.DataFrame:
    """A target village for each subdistrict in both years; every third one joins in the second."""
    dice = chance(seed, province, "sufficiency villages")
    homes: dict[str, list[str]] = {}
    for code in sorted({code[:8] for code in village_ids(seed, province)}):
        homes.setdefault(code[:6], []).append(code)
    first = [str(dice.choice(homes[s])) for d in district_codes(province) for s in subdistrict_codes(d)]
    later = [next(code for code in homes[one[:6]] if code != one) for one in first[::3]]
    before = _state(dice, first, 2564)
    passed = np.minimum(23, before["ind_pass_count"] + dice.choice((0, 0, 1, 2), len(first)))
    now = pd.concat([_state(dice, first, 2565).assign(ind_pass_count=passed), _state(dice, later, 2565)])
    frame = pd.concat([before, now], ignore_index=True)
    core = np.where(dice.random(len(frame)) < 0.06, np.minimum(9, frame["ind_pass_count"] - 1), 10.0)
    frame["core_pass_count"] = np.where(frame["ind_pass_count"] == 23, 10.0, core)
    frame["level_reported"] = level_of(frame["ind_pass_count"], frame["core_pass_count"]).to_numpy()
    here = (frame["district_code"] == mismatched) & (frame["fiscal_year"] == 2565)
    is_wrong = here & here.cumsum().le(2)
    for column, value in (("ind_pass_count", 14.0), ("core_pass_count", 10.0), ("level_reported", "3")):
        frame[column] = frame[column].mask(is_wrong, value)
    return frame.sort_values(["fiscal_year", "village_code"], ignore_index=True)


def _state(dice: Generator, villages: Sequence[str], year: int) -> pd.DataFrame:
    """How far each village is in a year; happiness rises in all."""
    many = len(villages)
    households = dice.integers(70, 240, many).astype(float)
    gvh = np.round(dice.uniform(62, 78, many), 1)
    return pd.DataFrame(
        {
            "fiscal_year": year,
            "province_code": [code[:2] for code in villages],
            "district_code": [code[:4] for code in villages],
            "subdistrict_code": [code[:6] for code in villages],
            "village_code": villages,
            "village_name": [f"บ้าน{_NAMES[int(code[-4:]) % len(_NAMES)]}{int(code[-2:])}" for code in villages],
            "target_year": year,
            "ind_pass_count": np.clip(np.round(dice.normal(16, 3, many)), 10, 23),
            "gvh_before": gvh,
            "gvh_after": np.round(gvh + dice.uniform(1, 9, many), 1),
            "hh_total": households,
            "hh_target": 30.0,
            "hh_above_line": np.floor(households * dice.uniform(0.84, 0.98, many)),
            "six_by_two_pass": dice.random(many) < 0.8,
        }
    )


_NAMES = ("หนองกอน", "ควนมุน", "ท่าเทย", "ไสวิน", "นาพิล", "เขาชาด", "คลองลออ")


# --- as it is sent ----------------------------------------------------------------------------------------------


def _note(part: Part, which: str, frame: pd.DataFrame) -> None:
    areas = ["province_code", "district_code", "subdistrict_code", "village_code", "fiscal_year"]
    part.add(which, frame[[*areas, *(column.name for column in table(which).columns if column.name in frame)]])
    for kind, column in (("names", "owner_name"), ("house_ids", "house_id"), ("phones", "phone")):
        if column in frame:
            part.keep_secret(kind, set(frame[column]))


def _register(province: str) -> str:
    return f"ทะเบียนแปลง โคก หนอง นา ปี 2563-2564 จ.{name(province)}.xlsx"


def _district_file(district: str, form: str) -> str:
    return f"โคก หนอง นา 2565 อ.{name(district)}{form}"


_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("รหัสแปลง", ()),
    ("แหล่งงบ/โครงการ", ()),
    ("ระยะที่", ()),
    ("ชื่อเจ้าของแปลง", ()),
    ("เลขรหัสประจำบ้าน", ()),
    ("เบอร์โทรศัพท์", ()),
    ("ประเภทแปลง", ()),
    ("ขนาด (ไร่)", ()),
    ("แบบแปลน", ()),
    ("สถานะการขุด/\nปรับพื้นที่", ()),
    ("ร้อยละ\nความก้าวหน้า", ()),
    ("งบประมาณ (บาท)", ("ได้รับจัดสรร", "ก่อหนี้ (PO)", "เบิกจ่าย", "ส่งคืน")),
    ("วันตรวจรับ", ()),
    ("อบรม (คน)", ()),
    ("เอามื้อสามัคคี (ครั้ง)", ()),
    ("วันที่เอามื้อสามัคคีล่าสุด", ()),
    ("เยี่ยมแปลง (ครั้ง)", ()),
    ("วันที่เยี่ยมแปลงล่าสุด", ()),
    ("ยกระดับเป็นศูนย์เรียนรู้", ()),
    ("ฐานเรียนรู้ (ฐาน)", ()),
    ("ผู้เข้าเรียนรู้ (คน)", ()),
    ("สมาชิกเครือข่ายระดับอำเภอ", ()),
    ("ลดรายจ่าย (บาท/เดือน)", ()),
    ("เพิ่มรายได้ (บาท/เดือน)", ()),
)
_FLAT = [child if under else head for head, under in _HEADS for child in (under or (head,))]


def _write_register(part: Part, folder: Path, dice: Generator, province: str, frame: pd.DataFrame) -> None:
    """Plots of earlier years: a list of the whole province with a total row, brought up to the day."""
    header, merges = layout.two_row_header(
        [*((head, ()) for head in ("ที่", "ปีงบประมาณ", "อำเภอ", "ตำบล", "หมู่ที่")), *_HEADS]
    )
    districts = {code: dirt.area(name(code), dice, prefix="อ.") for code in frame["district_code"].unique()}
    rows = _plot_rows(frame, dice, dirt.DATE_FORMS)
    body: list[Row] = [
        [n, one.fiscal_year, districts[one.district_code], name(one.subdistrict_code), int(one.village_code[-2:]), *row]
        for n, (one, row) in enumerate(zip(records(frame), rows, strict=True), 1)
    ]
    body.append(["รวมทั้งสิ้น", *[None] * (4 + _FLAT.index("ได้รับจัดสรร")), *(_sums(frame))])
    sheet = layout.sheet(
        "ทะเบียนแปลง",
        header,
        body,
        titles=[
            "ทะเบียนแปลงโครงการ โคก หนอง นา โมเดล ปีงบประมาณ พ.ศ. 2563 และ 2564",
            f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {dirt.thai_digits(thai_date(AS_OF))}",
        ],
        notes=["หมายเหตุ : ปรับปรุงผลการดำเนินงานทุกเดือน"],
        merges=merges,
    )
    part.files.append(write(folder / _register(province), [sheet]))


def _sums(frame: pd.DataFrame) -> list[Cell]:
    return [dirt.plain(float(frame[column].sum())) for column in _MONEY]


def _write_district(part: Part, folder: Path, dice: Generator, district: str, frame: pd.DataFrame, form: str) -> None:
    """This year's plots of a district: a workbook with titles and a total row, or an export that carries its areas."""
    path = folder / _district_file(district, form)
    is_text = form in (".csv", ".xls")
    rows = _plot_rows(frame, dice, dirt.TEXT_DATE_FORMS if is_text else dirt.DATE_FORMS)
    tambons = {code: dirt.area(name(code), dice, prefix="ต.") for code in frame["subdistrict_code"].unique()}
    places: list[Row] = [[tambons[one.subdistrict_code], int(one.village_code[-2:])] for one in records(frame)]
    if form == ".csv":
        above: Row = [2565, name(district[:2]), name(district)]
        heads: Row = ["ปีงบประมาณ", "จังหวัด", "อำเภอ", "ตำบล", "หมู่ที่", *(head.replace("\n", "") for head in _FLAT)]
        body = [[*above, *place, *row] for place, row in zip(places, rows, strict=True)]
        part.files.append(write(path, [Sheet("Sheet1", [heads, *body])]))
        return
    header, merges = layout.two_row_header([("ตำบล", ()), ("หมู่ที่", ()), *_HEADS])
    body = [[*place, *row] for place, row in zip(places, rows, strict=True)]
    body.append(["รวม", *[None] * (1 + _FLAT.index("ได้รับจัดสรร")), *_sums(frame)])
    as_of = dirt.day(AS_OF, str(dice.choice(("long", "thai_digits", "tight"))))
    sheet = layout.sheet(
        "แปลงปี 2565",
        header,
        body,
        titles=[
            "ผลการดำเนินงาน โคก หนอง นา โมเดล ปีงบประมาณ พ.ศ. 2565",
            f"อำเภอ{name(district)} จังหวัด{name(district[:2])}",
            f"ข้อมูล ณ วันที่ {as_of}",
        ],
        notes=["", "ลงชื่อ .............................. ผู้รายงาน", "(พัฒนาการอำเภอ)"],
        merges=merges,
    )
    part.files.append(write_html(path, sheet) if form == ".xls" else write(path, [sheet]))


def _plot_rows(frame: pd.DataFrame, dice: Generator, dates: Sequence[str]) -> list[Row]:
    """Rows from the plot's id to what it brings; the file's habits are drawn once."""
    yes, no = _FLAGS[dice.integers(0, len(_FLAGS))]
    form, money = str(dice.choice(dates)), str(dice.choice(("number", "thousands", "decimals")))
    columns = table("plots")
    turn = int(dice.integers(0, 2))
    stream = {key: many[turn] for key, many in columns.column("stream").choices.items()}
    kinds = {key: many[min(turn, len(many) - 1)] for key, many in columns.column("plot_type").choices.items()}
    status = {key: many[turn] for key, many in columns.column("dig_status").choices.items()}

    def baht(value: float) -> Cell:
        return None if np.isnan(value) else dirt.money(value, money)

    def day(value: Any) -> Cell:
        return None if pd.isna(value) else dirt.day(value.date(), form)

    def row(one: Any) -> Row:
        return [
            one.plot_id,
            stream[one.stream],
            None if np.isnan(one.phase) else int(one.phase),
            one.owner_name,
            one.house_id,
            one.phone,
            kinds[one.plot_type],
            dirt.plain(one.area_rai),
            one.design_ratio,
            status[one.dig_status],
            dirt.plain(one.progress_pct),
            *(baht(getattr(one, column)) for column in _MONEY),
            day(one.accepted_date),
            int(one.trained),
            int(one.activity_count),
            day(one.last_activity_date),
            int(one.visit_count),
            day(one.last_visit_date),
            yes if one.is_learning_centre else no,
            int(one.bases),
            int(one.learners),
            yes if one.network_member else no,
            baht(one.expense_cut_baht),
            baht(one.income_add_baht),
        ]

    return [row(one) for one in records(frame)]


_VILLAGE_HEADS = (
    "ปีเป้าหมาย",
    "จำนวนตัวชี้วัดที่ผ่าน (จาก 23)",
    "ตัวชี้วัดหลักที่ผ่าน",
    "ระดับหมู่บ้าน",
    "GVH ก่อน",
    "GVH หลัง",
    "ครัวเรือนทั้งหมด",
    "ครัวเรือนต้นแบบ",
    "ครัวเรือนที่ผ่านเกณฑ์รายได้",
    "ผ่านตัวชี้วัด 6x2",
)


def _village_row(one: Any, words: Mapping[str, str], flags: tuple[Cell, Cell]) -> Row:
    numbers = (one.hh_total, one.hh_target, one.hh_above_line)
    return [
        one.target_year,
        int(one.ind_pass_count),
        int(one.core_pass_count),
        words[one.level_reported],
        one.gvh_before,
        one.gvh_after,
        *map(int, numbers),
        flags[0] if one.six_by_two_pass else flags[1],
    ]


def _write_village_list(part: Part, folder: Path, province: str, frame: pd.DataFrame) -> None:
    """Last year's villages: one list, areas and year in columns."""
    words = {key: many[0] for key, many in table("sufficiency_villages").column("level_reported").choices.items()}
    heads: Row = ["ปีงบประมาณ", "จังหวัด", "อำเภอ", "ตำบล", "หมู่ที่", "ชื่อหมู่บ้าน", *_VILLAGE_HEADS]
    body: list[Row] = [
        [
            2564,
            name(province),
            name(one.district_code),
            name(one.subdistrict_code),
            int(one.village_code[-2:]),
            one.village_name,
            *_village_row(one, words, ("ผ่าน", "ไม่ผ่าน")),
        ]
        for one in records(frame)
    ]
    path = folder / f"หมู่บ้านเศรษฐกิจพอเพียง 2564 จ.{name(province)}.csv"
    part.files.append(write(path, [Sheet("Sheet1", [heads, *body])], encoding="cp874"))


def _village_book(province: str) -> str:
    return f"หมู่บ้านเศรษฐกิจพอเพียง 2565 จ.{name(province)}.xlsx"


def _write_village_book(part: Part, folder: Path, seed: int, province: str, frame: pd.DataFrame) -> None:
    """This year's villages: a sheet a district, each with its total row."""
    sheets = []
    for district, rows in frame.groupby("district_code"):
        dice = chance(seed, str(district), "village sheet")
        choices = table("sufficiency_villages").column("level_reported").choices
        words = {key: many[int(dice.random() < 0.3)] for key, many in choices.items()}
        tambons = {code: dirt.area(name(code), dice, prefix="ต.") for code in rows["subdistrict_code"].unique()}
        flags = _FLAGS[dice.integers(0, len(_FLAGS))]
        body: list[Row] = [
            [
                n,
                tambons[one.subdistrict_code],
                int(one.village_code[-2:]),
                one.village_name,
                *_village_row(one, words, flags),
            ]
            for n, one in enumerate(records(rows), 1)
        ]
        sums = [int(rows[column].sum()) for column in ("hh_total", "hh_target", "hh_above_line")]
        body.append([None, "รวม", None, None, *[None] * 6, *sums])
        sheets.append(
            layout.sheet(
                f"อ.{name(str(district))}",
                [["ที่", "ตำบล", "หมู่ที่", "ชื่อหมู่บ้าน", *_VILLAGE_HEADS]],
                body,
                titles=[
                    "ผลการพัฒนาหมู่บ้านเศรษฐกิจพอเพียง ปีงบประมาณ พ.ศ. 2565",
                    f"อำเภอ{name(str(district))} จังหวัด{name(province)}",
                    f"ข้อมูล ณ วันที่ {thai_date(AS_OF)}",
                ],
            )
        )
    part.files.append(write(folder / _village_book(province), sheets))


# --- what is planted --------------------------------------------------------------------------------------------


def _plant(part: Part, province: str, plots: pd.DataFrame, villages: pd.DataFrame, planted: Mapping[str, str]) -> None:
    for kind, district in planted.items():
        own = plots[plots["district_code"] == district]
        here = f"อำเภอ{name(district)}"
        figures, text, book = _SITUATIONS[kind](here, own, villages[villages["district_code"] == district])
        files = {"register": _register(province), "villages": _village_book(province)}
        form = next((p.suffix for p in part.files if p.stem == f"โคก หนอง นา 2565 อ.{name(district)}"), ".xlsx")
        part.plants.append(
            Plant(kind, district, text, None, figures, (files.get(book, _district_file(district, form)),))
        )


_Situation = tuple[dict[str, float], str, str]


def _both(here: str, plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    count = float(plots["plot_id"].duplicated().sum())
    return {"plots": count}, f"{here}มีแปลง {count:.0f} แปลงที่อยู่ในทั้งสองโครงการ ต้องนับครั้งเดียว", "district"


def _dormant(here: str, plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    done = plots[plots["dig_status"] == "done"]
    last = done[["last_activity_date", "last_visit_date"]].max(axis=1)
    count = float((last < pd.Timestamp(AS_OF) - pd.Timedelta(days=90)).sum())
    text = f"{here}มีแปลงที่แล้วเสร็จแต่ไม่มีกิจกรรมหรือการเยี่ยมเกิน 90 วัน {count:.0f} จาก {len(done)} แปลง"
    return {"dormant": count, "done": float(len(done))}, text, "register"


def _ahead(here: str, plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    now = plots[plots["fiscal_year"] == 2565]
    kept = now[now["dig_status"] != "cancelled"]
    work = float((kept["dig_status"] == "done").mean() * 100)
    money = float(now["disbursed_baht"].sum() / now["allocated_baht"].sum() * 100)
    text = f"{here}เบิกจ่ายแล้วร้อยละ {money:.1f} แต่แปลงแล้วเสร็จร้อยละ {work:.1f}"
    return {"work_pct": work, "money_pct": money}, text, "district"


def _unfinished(here: str, plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    late = plots[(plots["fiscal_year"] < 2565) & (plots["dig_status"] == "in_progress")]
    old = float((late["fiscal_year"] == 2563).sum())
    text = f"{here}มีแปลงของปีงบประมาณก่อนที่ยังไม่แล้วเสร็จ {len(late)} แปลง เกิน 6 เดือน {old:.0f} แปลง"
    return {"plots": float(len(late)), "over_6_months": old}, text, "register"


def _mismatch(here: str, _plots: pd.DataFrame, villages: pd.DataFrame) -> _Situation:
    counted = level_of(villages["ind_pass_count"], villages["core_pass_count"])
    count = float((counted.to_numpy() != villages["level_reported"].to_numpy()).sum())
    return {"villages": count}, f"{here}รายงานระดับหมู่บ้านไม่ตรงกับตัวชี้วัด {count:.0f} หมู่บ้าน", "villages"


def _dear(here: str, plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    done = plots[(plots["fiscal_year"] == 2565) & (plots["dig_status"] == "done")]
    standard = float(done["area_rai"].map(_BUDGET).sum())
    off = (float(done["disbursed_baht"].sum()) / standard - 1) * 100
    text = f"{here}เบิกจ่ายต่อแปลงที่แล้วเสร็จสูงกว่าราคามาตรฐานร้อยละ {off:.1f}"
    return {"standard_baht": standard, "off_pct": off}, text, "district"


def _no_centre(here: str, plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    count = float((plots["dig_status"] == "done").sum())
    return {"done": count}, f"{here}มีแปลงแล้วเสร็จ {count:.0f} แปลง แต่ยังไม่มีศูนย์เรียนรู้", "register"


def _silent(here: str, _plots: pd.DataFrame, _villages: pd.DataFrame) -> _Situation:
    return {}, f"{here}ยังไม่ส่งทะเบียนแปลง โคก หนอง นา ปีงบประมาณ 2565", "register"


_SITUATIONS = {
    "both_streams": _both,
    "dormant_plots": _dormant,
    "money_ahead": _ahead,
    "unfinished_old": _unfinished,
    "level_mismatch": _mismatch,
    "unit_cost": _dear,
    "no_centre": _no_centre,
    "no_report": _silent,
}
