"""Community groups of topic 4: what they need, who supports them, how far a district has passed them on.

Groups that are OTOP producers carry the producer's id and the quadrant of their first product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, name, subdistrict_codes
from cdd_analysis.datasets import grassroots, table
from cdd_analysis.sample import dirt, layout
from cdd_analysis.sample.otop_layouts import SIGNATURES
from cdd_analysis.sample.otop_registers import producers, products
from cdd_analysis.sample.seeds import chance, some
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write, write_html
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start

KINDS = ("over_served", "missed_groups", "referral_stuck", "no_referral", "no_report")

YEARS = (2564, 2565)
_UNTIL = {2564: fiscal_end(2564), 2565: AS_OF}
#: Groups for each subdistrict, and the least of a district.
_GROUPS, _LEAST = 1.6, 10
_CAPABILITIES = ("cap_prod", "cap_std", "cap_mkt", "cap_mgmt", "cap_fin")
_STAGES = ("found", "referred", "received", "supported", "closed")
_DATES = tuple(f"{stage}_date" for stage in _STAGES)
#: Least and most days from one stage to the next; found to received stays within 30 (T4.7).
_DAYS = ((3, 12), (5, 18), (5, 20), (10, 30))
#: Sum of the five capabilities of a group that is needy, to be watched, or stands on its own, before any extra need.
_SUMS = {"needy": (8, 13), "watch": (14, 17), "strong": (18, 22)}
_WARES = {
    "farming": ("ผักปลอดภัย", "ผลไม้ในสวน", "เลี้ยงผึ้ง", "เห็ดฟาง", "ข้าวพื้นเมือง", "เลี้ยงไก่ไข่"),
    "processing": ("น้ำพริก", "ผ้าทอ", "จักสาน", "กล้วยแปรรูป", "สมุนไพร", "ขนมพื้นบ้าน"),
    "tourism": ("ท่องเที่ยวโดยชุมชน", "ล่องเรือชมคลอง", "โฮมสเตย์", "ตลาดชุมชน"),
}
_SYLLABLES = ("กอน", "มุน", "เทย", "โชม", "พิล", "ปริน", "สอล", "บุษ", "ชาด", "วิน", "ไหม", "ดาร", "ลออ", "รุณ")
_PROBLEMS = ("ขาดเครื่องจักร", "ขาดมาตรฐานรับรอง", "ตลาดแคบ", "ขาดเงินทุนหมุนเวียน", "บัญชีไม่เป็นปัจจุบัน", "บรรจุภัณฑ์ไม่จูงใจ")
_PARTNERS = ("company", "company", "commerce", "government", "private", "academic", "civil", "people")
#: How the districts send this year's register: file format, and whether it is an export without titles.
_FORMS = ((".xlsx", False), (".csv", True), (".xls", False), (".ods", False), (".html", False))


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the districts' registers of this year, the province's of last year, and the record of support."""
    part = Part()
    groups = _groups(seed, province)
    last, now = (_of_year(seed, province, groups, year, planted if year == 2565 else {}) for year in YEARS)
    now = _referrals(seed, province, last, now, planted)
    support = {year: _support(seed, province, frame, year) for year, frame in zip(YEARS, (last, now), strict=True)}
    _write_last_year(part, folder, chance(seed, province, "groups list"), province, last)
    for i, (district, rows) in enumerate(now.groupby("district_code", sort=True)):
        _write_district(part, folder, chance(seed, str(district), "groups sheet"), rows, _FORMS[i % len(_FORMS)])
    _write_support(part, folder, chance(seed, province, "support file"), province, support)
    part.plants += _plants(now, planted)
    return part


# --- as it is ---------------------------------------------------------------------------------------------------


def _groups(seed: int, province: str) -> pd.DataFrame:
    """Who they are: half of them OTOP producers, the others groups of the district's own list."""
    dice = chance(seed, province, "groups")
    made = producers(seed, province)
    own = made[(made["producer_type"] == "group") & (made["producer_status"] == "active")]
    frames = []
    for district in district_codes(province):
        total = max(_LEAST, round(_GROUPS * len(subdistrict_codes(district))))
        known = own[own["district_code"] == district]
        known = known.iloc[np.sort(dice.permutation(len(known))[: total // 2])]
        others = total - len(known)
        kinds = ["processing"] * len(known) + dice.choice(("farming", "tourism"), others, p=(0.7, 0.3)).tolist()
        frames.append(
            pd.DataFrame(
                {
                    "province_code": province,
                    "district_code": district,
                    "subdistrict_code": [
                        *known["subdistrict_code"],
                        *dice.choice(subdistrict_codes(district), others).tolist(),
                    ],
                    "group_id": [*known["producer_id"], *(f"{district}9{n:04d}" for n in range(1, others + 1))],
                    "work_group": kinds,
                    "group_name": [_group_name(kind, dice) for kind in kinds],
                    "members": dice.integers(7, 61, total).astype(float),
                    "need": _needs(dice, total),
                    "is_newer": dice.random(total) < 0.05,
                }
            )
        )
    groups = pd.concat(frames, ignore_index=True)
    goods = products(seed, province, made).drop_duplicates(["fiscal_year", "producer_id"])
    for year in YEARS:
        grade = goods[goods["fiscal_year"] == year].set_index("producer_id")["quadrant"]
        groups[f"quadrant_{year}"] = groups["group_id"].map(grade)
    return groups


def _group_name(kind: str, dice: Generator) -> str:
    head = "กลุ่ม" if dice.random() < 0.5 else "วิสาหกิจชุมชน"
    a, b = dice.integers(0, len(_SYLLABLES), 2)
    return f"{head}{_WARES[kind][dice.integers(0, len(_WARES[kind]))]}{_SYLLABLES[a]}{_SYLLABLES[b]}"


def _needs(dice: Generator, total: int) -> np.ndarray:
    """Over half of a district's groups are needy, a fifth stand on their own, the others are to be watched."""
    needy, strong = round(0.55 * total), round(0.2 * total)
    needs = np.array(["needy"] * needy + ["strong"] * strong + ["watch"] * (total - needy - strong), object)
    return needs[dice.permutation(total)]


def _of_year(seed: int, province: str, groups: pd.DataFrame, year: int, planted: Mapping[str, str]) -> pd.DataFrame:
    """Their state in a year: capability, grade, incomes, and whether they are supported."""
    dice = chance(seed, province, f"groups {year}")
    frame = groups if year == 2565 else groups[~groups["is_newer"]]
    frame = frame[frame["district_code"] != planted.get("no_report")].reset_index(drop=True)
    total = len(frame)
    needs = frame["need"].to_numpy()
    grade = frame[f"quadrant_{year}"]
    fell = (needs == "needy") & (dice.random(total) < 0.12)
    extra = 2 * ((grade == "D").to_numpy().astype(int) + fell)
    caps = np.array([_capabilities(dice, need, more) for need, more in zip(needs, extra, strict=True)])
    served = pd.concat(
        [
            _served(dice, rows["need"], str(district), planted)
            for district, rows in frame.groupby("district_code", sort=True)
        ]
    )
    order = served.groupby(frame["district_code"]).cumsum().to_numpy()
    # Every eighth supported group earns less than before.
    rise = np.select(
        [served & (order % 8 == 0), served],
        [dice.uniform(-0.08, -0.02, total), dice.uniform(0.05, 0.2, total)],
        dice.uniform(-0.05, 0.08, total),
    )
    before = np.round(dice.lognormal(12.2, 0.5, total), -2)
    sold = np.round(dice.lognormal(11.6, 0.6, total), -2)
    change = np.where(fell, dice.uniform(-0.35, -0.22, total), dice.uniform(-0.1, 0.15, total))
    has_sales = frame["work_group"] == "processing"
    problem = np.array(_PROBLEMS, object)[dice.integers(0, len(_PROBLEMS), total)]
    return frame.assign(
        fiscal_year=year,
        quadrant=grade,
        **{column: caps[:, i].astype(float) for i, column in enumerate(_CAPABILITIES)},
        income_before_baht=before,
        income_after_baht=np.round(before * (1 + rise), -2),
        target_baht=np.round(before * 1.02, -2),
        sales_last_year_baht=np.where(has_sales | fell, sold, np.nan),
        sales_baht=np.where(has_sales | fell, np.round(sold * (1 + change), -2), np.nan),
        problem_code=some(problem.tolist(), needs == "needy"),
        served=served,
        **_cases(dice, frame, served, year),
    )


def _capabilities(dice: Generator, need: str, more: int) -> list[int]:
    """Five scores of 1 to 5 whose sum puts a group in its class; ``more`` of it outweighs what adds to its need."""
    least, most = _SUMS[need]
    total = int(dice.integers(least + (0 if need == "needy" else more), min(25, most + more) + 1))
    scores = np.full(5, total // 5)
    scores[dice.permutation(5)[: total % 5]] += 1
    a, b = dice.permutation(5)[:2]
    if scores[a] < 5 and scores[b] > 1:
        scores[a], scores[b] = scores[a] + 1, scores[b] - 1
    return scores.tolist()


def _served(dice: Generator, needs: pd.Series, district: str, planted: Mapping[str, str]) -> pd.Series:
    """Who of a district's groups is supported: nearly all that are needy, few of the others."""
    order = needs.index[dice.permutation(len(needs))]
    by = {need: [i for i in order if needs[i] == need] for need in _SUMS}
    left_out = int(dice.integers(0, int(0.2 * len(by["needy"])) + 1))
    if district == planted.get("missed_groups"):
        left_out = round(0.6 * len(by["needy"]))
    served = by["needy"][left_out:]
    served += by["watch"][: int(0.2 * len(served))]
    if district == planted.get("over_served"):
        served += by["strong"]
    return pd.Series(needs.index.isin(served), index=needs.index)


def _cases(dice: Generator, frame: pd.DataFrame, served: pd.Series, year: int) -> dict[str, Any]:
    """Dates at which a case was found, passed on … up to the day of the register; the status is the last of them."""
    start, until = fiscal_start(year), _UNTIL[year]
    needs = frame["need"].to_numpy()
    wanted = (needs == "needy") & (dice.random(len(frame)) < 0.8)
    # At least one case of each district has been passed on by then: its first needy group, in the first month.
    firsts = frame.index[needs == "needy"].to_series().groupby(frame.loc[needs == "needy", "district_code"]).min()
    wanted[firsts.to_numpy()] = True
    days = dice.integers(3, (until - start).days - 5, len(frame))
    days[firsts.to_numpy()] = dice.integers(3, 15, len(firsts))
    ends = np.where(served, np.where(dice.random(len(frame)) < 0.85, 5, 4), 3)
    dates = np.full((len(frame), len(_STAGES)), None, object)
    gaps = np.column_stack([dice.integers(least, most + 1, len(frame)) for least, most in _DAYS])
    for i in np.flatnonzero(wanted):
        day = start + timedelta(days=int(days[i]))
        for stage in range(int(ends[i])):
            day += timedelta(days=int(gaps[i, stage - 1])) if stage else timedelta(0)
            dates[i, stage] = day if day <= until else None
    return _status(dates)


def _status(dates: np.ndarray) -> dict[str, Any]:
    """Columns of dates (a column a stage), and the last stage that has one."""
    reached = (dates != None).sum(axis=1)  # noqa: E711
    status = np.array([None, *_STAGES], object)[reached]
    columns = {column: pd.to_datetime(pd.Series(dates[:, i])) for i, column in enumerate(_DATES)}
    return {"referral_status": status, **columns}


def _referrals(
    seed: int, province: str, last: pd.DataFrame, now: pd.DataFrame, planted: Mapping[str, str]
) -> pd.DataFrame:
    """This year's cases with what is planted in them, and last year's open ones: closed by now, or still supported."""
    dice = chance(seed, province, "referrals")
    dates = now[list(_DATES)].astype(object).where(now[list(_DATES)].notna(), None).to_numpy()
    dates = np.array([[day.date() if day is not None else None for day in row] for row in dates], object)
    open_before = last[last["referral_status"] == "supported"].set_index("group_id")
    for i in np.flatnonzero(now["group_id"].isin(open_before.index)).tolist():
        old = open_before.loc[str(now["group_id"].iat[i])]
        dates[i] = [*(old[column].date() for column in _DATES[:4]), None]
        if not now["served"].iat[i] or dice.random() < 0.5:
            dates[i, 4] = fiscal_start(2565) + timedelta(days=int(dice.integers(5, 80)))
    needy = now["need"].to_numpy() == "needy"
    for i in np.flatnonzero(needy & (now["district_code"] == planted.get("referral_stuck")).to_numpy()).tolist():
        passed_on = AS_OF - timedelta(days=int(dice.integers(40, 75)))
        dates[i] = [passed_on - timedelta(days=int(dice.integers(3, 13))), passed_on, None, None, None]
    dates[(now["district_code"] == planted.get("no_referral")).to_numpy()] = None
    return now.assign(**_status(dates))


def _support(seed: int, province: str, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """What was given: one to three rows a supported group; a fourth of them have the department alone beside them."""
    dice = chance(seed, province, f"support {year}")
    start, days = fiscal_start(year), (_UNTIL[year] - fiscal_start(year)).days
    own = frame[frame["served"]].reset_index(drop=True)
    alone = own.groupby("district_code").cumcount().to_numpy() % 4 == 3
    again = np.repeat(np.arange(len(own)), dice.choice((1, 2, 3), len(own), p=(0.5, 0.35, 0.15)))
    first = np.concatenate([[True], again[1:] != again[:-1]])
    total = len(again)
    partner = np.array(_PARTNERS, object)[dice.integers(0, len(_PARTNERS), total)]
    # Most of the help of a year begins in its first three months.
    after = np.where(dice.random(total) < 0.8, dice.integers(3, 95, total), dice.integers(3, days - 1, total))
    one = own.iloc[again]
    return pd.DataFrame(
        {
            "fiscal_year": year,
            "province_code": province,
            "district_code": one["district_code"].to_numpy(),
            "group_id": one["group_id"].to_numpy(),
            "group_name": one["group_name"].to_numpy(),
            "support_type": np.array([*"12345"], object)[dice.integers(0, 5, total)],
            "supporter": np.where(alone[again] | ~first & (dice.random(total) < 0.5), "cdd", partner),
            "support_date": [pd.Timestamp(start + timedelta(days=int(n))) for n in after],
            "support_value_baht": np.where(dice.random(total) < 0.9, dice.integers(10, 400, total) * 100.0, np.nan),
        }
    )


def _plants(now: pd.DataFrame, planted: Mapping[str, str]) -> list[Plant]:
    """What was planted, with the number of groups it is about."""
    needy, strong = now["need"] == "needy", now["need"] == "strong"
    about = {
        "over_served": (strong & now["served"], "อำเภอ{area}หนุนเสริมกลุ่มที่พึ่งตนเองได้แล้ว {groups} กลุ่ม"),
        "missed_groups": (needy & ~now["served"], "อำเภอ{area}มีกลุ่มที่ต้องการหนุนเสริมจริงแต่ยังไม่มีใครหนุนเสริม {groups} กลุ่ม"),
        "referral_stuck": (
            now["referral_status"] == "referred",
            "อำเภอ{area}ส่งต่อกลุ่มแล้วเกิน 30 วัน แต่ยังไม่มีผู้รับเรื่อง {groups} กลุ่ม",
        ),
        "no_referral": (needy, "อำเภอ{area}ยังไม่ได้ค้นหาและส่งต่อกลุ่มใด ทั้งที่มีกลุ่มที่ต้องการหนุนเสริมจริง {groups} กลุ่ม"),
    }
    plants = []
    for kind, (which, text) in about.items():
        if district := planted.get(kind):
            groups = int((which & (now["district_code"] == district)).sum())
            said = text.format(area=name(district), groups=groups)
            plants.append(Plant(kind, district, said, None, {"groups": float(groups)}))
    if district := planted.get("no_report"):
        plants.append(Plant("no_report", district, f"อำเภอ{name(district)}ยังไม่ได้ส่งทะเบียนกลุ่มเป้าหมาย ปีงบประมาณ 2565"))
    return plants


# --- as it is sent ----------------------------------------------------------------------------------------------


def _note(part: Part, one: str, frame: pd.DataFrame) -> None:
    kept = [column.name for column in table(one).columns if column.name in frame]
    areas = [c for c in ("province_code", "district_code", "subdistrict_code", "fiscal_year") if c in frame]
    part.add(one, frame[[*areas, *kept]])


_HEADS = ("รหัสกลุ่ม", "ชื่อกลุ่ม/วิสาหกิจ", "กลุ่มงาน", "สมาชิก (คน)")
_MONEY = ("รายได้ก่อน\n(บาท)", "รายได้หลัง\n(บาท)", "เป้าหมายรายได้\n(บาท)")
_TAIL = (
    "ระดับผลิตภัณฑ์", "ยอดจำหน่ายปีนี้\n(บาท)", "ยอดจำหน่ายปีก่อน\n(บาท)", "ปัญหาของกลุ่ม", "สถานะการส่งต่อ",
    "วันที่ค้นพบ", "วันที่ส่งต่อ", "วันที่รับเรื่อง", "วันที่หนุนเสริม", "วันที่ปิดเรื่อง",
)  # fmt: skip
_CAP_HEADS = ("ด้านการผลิต", "ด้านมาตรฐาน", "ด้านการตลาด", "ด้านการบริหารจัดการ", "ด้านการเงิน")


def _cells(frame: pd.DataFrame, dice: Generator, *, dates: Sequence[str], money: str) -> list[Row]:
    """Rows from the group's id to the last date; the officer's habits are drawn once."""
    form = str(dice.choice(dates))
    spelled = {key: words[int(dice.integers(0, len(words)))] for key, words in grassroots.WORK_GROUPS.items()}
    status = {key: words[int(dice.integers(0, len(words)))] for key, words in grassroots.REFERRALS.items()}

    def amount(value: float) -> Cell:
        return None if np.isnan(value) else dirt.money(value, money)

    def text(value: object) -> Cell:
        return value if isinstance(value, str) else None

    def row(one: Any) -> Row:
        return [
            one.group_id,
            one.group_name,
            spelled[one.work_group],
            int(one.members),
            *map(amount, (one.income_before_baht, one.income_after_baht, one.target_baht)),
            *(int(getattr(one, column)) for column in _CAPABILITIES),
            text(one.quadrant),
            *map(amount, (one.sales_baht, one.sales_last_year_baht)),
            text(one.problem_code),
            status.get(one.referral_status),
            *(None if pd.isna(day := getattr(one, c)) else dirt.day(day.date(), form) for c in _DATES),
        ]

    return [row(one) for one in records(frame)]


def _write_district(part: Part, folder: Path, dice: Generator, frame: pd.DataFrame, form: tuple[str, bool]) -> None:
    """This year's register of a district: a workbook with a two-row heading and a total row, or an export."""
    _note(part, "community_groups", frame)
    district = str(frame["district_code"].iat[0])
    suffix, is_export = form
    tambons = [name(code) for code in frame["subdistrict_code"]]
    file = folder / f"ทะเบียนกลุ่มเป้าหมาย 2565 อ.{name(district)}{'.xls' if suffix == '.html' else suffix}"
    if is_export:
        rows = _cells(frame, dice, dates=dirt.TEXT_DATE_FORMS, money="number")
        heads: Row = ["ปีงบประมาณ", "จังหวัด", "อำเภอ", "ตำบล", *_HEADS, *_MONEY, *_CAP_HEADS, *_TAIL]
        place: Row = [2565, f"จ.{name(district[:2])}", f"อ.{name(district)}"]
        body = [[*place, tambon, *row] for tambon, row in zip(tambons, rows, strict=True)]
        part.files.append(write(file, [Sheet("Sheet1", [heads, *body])], encoding="cp874"))
        return
    page = _district_sheet(frame, dice, district, tambons, is_page=suffix == ".html")
    part.files.append(write_html(file, page) if suffix == ".html" else write(file, [page]))


def _district_sheet(
    frame: pd.DataFrame, dice: Generator, district: str, tambons: Sequence[str], *, is_page: bool
) -> Sheet:
    money = str(dice.choice(("number", "thousands", "decimals")))
    forms = dirt.TEXT_DATE_FORMS if is_page else (*dirt.TEXT_DATE_FORMS, "cell")
    rows = _cells(frame, dice, dates=forms, money=money)
    single = [(head, ()) for head in ("ที่", "ตำบล", *_HEADS)]
    header, merges = layout.two_row_header(
        [*single, ("รายได้และเป้าหมาย", _MONEY), ("ผลประเมินศักยภาพ (1-5)", _CAP_HEADS), *((head, ()) for head in _TAIL)]
    )
    body: list[Row] = [
        [number, f"ต.{tambon}", *row] for number, (tambon, row) in enumerate(zip(tambons, rows, strict=True), 1)
    ]
    sums = frame[["income_before_baht", "income_after_baht", "target_baht"]].sum()
    body.append(["รวมทั้งสิ้น", None, None, None, None, int(frame["members"].sum()), *(dirt.money(v, money) for v in sums)])
    return layout.sheet(
        "กลุ่มเป้าหมาย",
        header,
        body,
        titles=[
            "ทะเบียนกลุ่มและวิสาหกิจชุมชนเป้าหมาย เศรษฐกิจฐานรากและประชารัฐ ปีงบประมาณ พ.ศ. 2565",
            f"สำนักงานพัฒนาชุมชนอำเภอ{name(district)} จังหวัด{name(district[:2])}",
            f"ข้อมูล ณ วันที่ {dirt.day(AS_OF, str(dice.choice(('long', 'thai_digits', 'tight'))))}",
        ],
        notes=["หมายเหตุ : คะแนนศักยภาพ 1 น้อยที่สุด 5 มากที่สุด", *SIGNATURES, f"(พัฒนาการอำเภอ{name(district)})"],
        merges=merges,
    )


def _write_last_year(part: Part, folder: Path, dice: Generator, province: str, frame: pd.DataFrame) -> None:
    """Last year's register: one list of the province, the district written once for its groups."""
    _note(part, "community_groups", frame)
    labels: list[Cell] = [name(code) for code in frame["district_code"]]
    rows = _cells(frame, dice, dates=("tight", "short", "be_slash", "cell"), money="thousands")
    body = [
        [number, label, name(code), *row]
        for number, (label, code, row) in enumerate(
            zip(layout.once(labels), frame["subdistrict_code"], rows, strict=True), 1
        )
    ]
    page = layout.sheet(
        "ปี 2564",
        [["ที่", "อำเภอ", "ตำบล", *_HEADS, *_MONEY, *(f"ศักยภาพ{head}" for head in _CAP_HEADS), *_TAIL]],
        body,
        titles=[
            "ทะเบียนกลุ่มและวิสาหกิจชุมชนเป้าหมาย ปีงบประมาณ พ.ศ. 2564",
            f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
            "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๔",
        ],
        merges=layout.blocks(labels, first_row=1, column=1),
    )
    part.files.append(write(folder / f"ทะเบียนกลุ่มเป้าหมาย 2564 จ.{name(province)}.xlsx", [page]))


def _write_support(
    part: Part, folder: Path, dice: Generator, province: str, support: Mapping[int, pd.DataFrame]
) -> None:
    """The record of support, a sheet a fiscal year; the kind of support by number or by name."""
    sheets = []
    for year, frame in sorted(support.items()):
        _note(part, "group_support", frame)
        form, spelling = str(dice.choice(("tight", "short", "be_slash", "cell"))), int(dice.integers(0, 2)) * 2
        body: list[Row] = [
            [
                number,
                name(one.district_code),
                one.group_id,
                one.group_name,
                grassroots.SUPPORT_TYPES[one.support_type][spelling if one.support_type in "123" else 0],
                grassroots.SUPPORTERS[one.supporter][number % 2],
                dirt.day(one.support_date.date(), form),
                None if np.isnan(one.support_value_baht) else int(one.support_value_baht),
            ]
            for number, one in enumerate(records(frame), 1)
        ]
        heads: Row = [
            "ที่", "อำเภอ", "รหัสกลุ่ม", "ชื่อกลุ่ม", "ประเภทการสนับสนุน", "หน่วยงานที่สนับสนุน", "วันที่สนับสนุน", "มูลค่า (บาท)",
        ]  # fmt: skip
        titles = [
            f"บันทึกการหนุนเสริมกลุ่มและวิสาหกิจชุมชน ปีงบประมาณ พ.ศ. {year}",
            f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {dirt.day(_UNTIL[year], 'long')}",
        ]
        sheets.append(layout.sheet(f"ปี {year}", [heads], body, titles=titles))
    part.files.append(write(folder / f"บันทึกการหนุนเสริมกลุ่ม จ.{name(province)}.xlsx", sheets))
