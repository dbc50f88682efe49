"""Topic 8: บริการดิจิทัลสำหรับประชาชนและแพลตฟอร์ม “Click ชุมชน” (handbook 9.2, emphasis 8).

No source was found for this topic but the visit itself: all of it is assumption-D/K until a province confirms it.
Items are the platform's newest list up to the page's day; their use is told by month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import is_code, is_municipal, subdistrict_codes
from cdd_analysis.measures import ladder
from cdd_analysis.measures.arithmetic import ratio, ratios, total
from cdd_analysis.measures.completeness import filled
from cdd_analysis.measures.freshness import after, ages
from cdd_analysis.measures.periods import latest_day, months_owed, newest, same_months, to_date
from cdd_analysis.measures.result import Assessment, Exhibit, Finding, Shown, Status, TableView, View
from cdd_analysis.measures.scorecard import Indicator, Light, Scorecard, sent
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, pct, said
from cdd_analysis.measures.words import known as number
from cdd_analysis.measures.words import months as month_words
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_month_no, fiscal_months, fiscal_start, thai_date, thai_month

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "click_chumchon"
NUMBER = 8
TITLE = "บริการดิจิทัลสำหรับประชาชนและแพลตฟอร์ม “Click ชุมชน”"
SHORT = "Click ชุมชน"
TABLES = ("click_items", "click_usage")
OWNER = "กลุ่มงานสารสนเทศการพัฒนาชุมชน"

#: What every item should say (handbook 9.2: required fields).
FIELDS = {
    "item_name": "ชื่อรายการ",
    "has_detail": "รายละเอียด",
    "has_image": "รูปภาพ",
    "has_contact": "ช่องทางติดต่อ",
    "has_location": "พิกัด",
    "owner_id": "ผู้รับผิดชอบ",
}
#: Items of these types are checked against the OTOP and group registers; the others against villages.
_REGISTERED = ("product", "group")
_REGISTERS = (
    ("otop_products", "product_id"),
    ("otop_producers", "producer_id"),
    ("community_groups", "group_id"),
)
_FIGURES = ("users", "returning_users", "clicks", "requests", "requests_closed", "publicity_count")
_D = "assumption-D"

INDICATORS = (
    Indicator(
        "T8.1-items", "รายการข้อมูลใน Click ชุมชน", "รายการ", "items", table="click_items", source=_D,
        definition="จำนวนรายการในบัญชีล่าสุดของแพลตฟอร์ม ไม่เกินวันที่ของหน้านี้",
    ),
    Indicator(
        "T8.1", "ความครอบคลุม: หมู่บ้านที่มีข้อมูล", "ร้อยละ", "covered", "villages", "หมู่บ้าน", "click_items",
        Light("click_chumchon.covered", most=100), rule="uncovered_villages", stake=("uncovered", "หมู่บ้าน"),
        question="{area}จะเพิ่มข้อมูลหมู่บ้านที่ยังไม่มีให้ครบเมื่อใด", source=_D,
        definition="หมู่บ้านที่มีรายการอย่างน้อยหนึ่งรายการ ÷ หมู่บ้านในทะเบียนรายชื่อหมู่บ้าน "
        "(จังหวัดที่ไม่มีทะเบียนใช้ตำบลแทน ไม่นับชุมชนในเขตเทศบาล และไม่นับอำเภอที่ไม่มีรายการเลย)",
    ),
    Indicator(
        "T8.2", "ความครบถ้วนของข้อมูล", "ร้อยละ", "filled", "cells", "ช่อง", "click_items",
        Light("click_chumchon.complete"), rule="incomplete_items", stake=("blank", "ช่อง"),
        question="{area}ยังขาดข้อมูลช่องใดมากที่สุด ใครเป็นผู้เติม และจะครบเมื่อใด", source=_D,
        definition="ช่องที่กรอกแล้ว ÷ (รายการ × ช่องที่ต้องมี) ช่องที่ต้องมีคือ" + " ".join(FIELDS.values()),
    ),
    Indicator(
        "T8.3", "ความเป็นปัจจุบัน", "ร้อยละ", "fresh", "items", "รายการ", "click_items",
        Light("click_chumchon.fresh"), rule="stale_items", stake=("stale", "รายการ"),
        question="{area}หยุดปรับปรุงเพราะเหตุใด ใครปรับปรุงแทนได้ และจะปรับปรุงครบเมื่อใด", source=_D,
        definition="รายการที่ปรับปรุงภายในจำนวนวันที่กำหนด (fresh_days) ก่อนวันที่ของหน้านี้ ÷ รายการทั้งหมด "
        "รายการที่ไม่มีวันที่ไม่นับว่าเป็นปัจจุบัน",
    ),
    Indicator(
        "T8.3-age", "มัธยฐานอายุข้อมูล", "วัน", "age", table="click_items", adds=False, key=False, source=_D,
        definition="มัธยฐานของจำนวนวันตั้งแต่ปรับปรุงล่าสุดถึงวันที่ของหน้านี้ ของรายการที่มีวันที่",
    ),
    Indicator(
        "T8.4", "การใช้ประโยชน์: ผู้เข้าใช้สะสม", "คน", "users", table="click_usage", source=_D,
        definition="ผลรวมผู้เข้าใช้รายเดือน ผู้ที่เข้าใช้หลายเดือนนับทุกเดือน",
    ),
    Indicator(
        "T8.4-rate", "ผู้เข้าใช้ต่อประชากร", "คนต่อ 1,000 คน", "users", "persons", "คน", "click_usage", per=1000.0,
        key=False, source=_D,
        definition="ผู้เข้าใช้สะสม ÷ คนที่สำรวจ จปฐ. ปีล่าสุด × 1,000 ใช้คนที่สำรวจแทนประชากร เพราะไม่มีตารางประชากร",
    ),
    Indicator(
        "T8.4-return", "ผู้ใช้ซ้ำ", "ร้อยละ", "returning_users", "users", "คน", "click_usage", key=False, source=_D,
        definition="ผู้ใช้ซ้ำ ÷ ผู้เข้าใช้ ผลรวมของเดือนที่รายงาน",
    ),
    Indicator(
        "T8.5", "คำขอที่แล้วเสร็จ", "ร้อยละ", "requests_closed", "requests", "รายการ", "click_usage",
        Light("click_chumchon.closed", most=100), rule="requests_open", stake=("open", "รายการ"),
        question="{area}มีคำขอเรื่องใดที่ยังไม่ปิด ติดขัดที่หน่วยงานใด และประชาชนได้รับแจ้งแล้วหรือไม่", source=_D,
        definition="คำขอที่ปิดแล้ว ÷ คำขอที่รับ ผลรวมของเดือนที่รายงานทั้งสองช่อง",
    ),
    Indicator(
        "T8.5-days", "วันที่ใช้ปิดคำขอ", "วัน", "close_mean", table="click_usage", adds=False, key=False, source=_D,
        definition="ค่าเฉลี่ยถ่วงด้วยจำนวนคำขอที่ปิด ของมัธยฐานวันปิดคำขอที่รายงานรายเดือน (ไม่มีวันของคำขอเป็นรายคำขอ)",
    ),
    Indicator(
        "T8.6", "การเชื่อมโยงกับทะเบียน", "ร้อยละ", "linked", "linkable", "รายการ", "click_items",
        Light("click_chumchon.linked"), rule="unlinked_items", stake=("unlinked", "รายการ"),
        question="{area}ใช้รหัสใดกับรายการเหล่านี้ และจะแก้ให้ตรงกับทะเบียนเมื่อใด", source=_D,
        definition="รายการที่รหัสอ้างอิงตรงกับทะเบียนหมู่บ้าน OTOP หรือกลุ่ม ÷ รายการที่ตรวจได้ "
        "ผลิตภัณฑ์และกลุ่มของจังหวัดที่ยังไม่มีทะเบียนตรวจไม่ได้ จึงไม่นับ",
    ),
    Indicator(
        "T8.7", "การประชาสัมพันธ์ต่ออำเภอต่อเดือน", "ครั้ง", "publicity_mean", table="click_usage", adds=False, source=_D,
        definition="จำนวนครั้งที่ประชาสัมพันธ์ ÷ จำนวนอำเภอ-เดือนที่รายงาน",
    ),
    Indicator(
        "T8.7-any", "ประชาสัมพันธ์แล้วอย่างน้อยหนึ่งครั้ง", "ร้อยละ", "publicised", "publicity_told", "อำเภอ", "click_usage",
        Light("click_chumchon.publicised"), key=False, source=_D,
        definition="อำเภอที่ประชาสัมพันธ์อย่างน้อยหนึ่งครั้งตั้งแต่ต้นปีงบประมาณ ÷ อำเภอที่รายงาน มีอำเภอใดเป็นศูนย์ถือว่าต้องเร่ง",
    ),
    Indicator(
        "T8.8", "มีผู้รับผิดชอบสำรอง", "ร้อยละ", "backed", "items", "รายการ", "click_items",
        Light("click_chumchon.backed"), rule="single_owner", stake=("alone", "รายการ"),
        question="ถ้าผู้รับผิดชอบของ{area}ไม่อยู่ ใครปรับปรุงรายการเหล่านี้แทนได้", source=_D,
        definition="รายการที่มีผู้รับผิดชอบและผู้รับผิดชอบสำรองเป็นคนละคน ÷ รายการทั้งหมด",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What is known of one view: items with their marks, use of this year to date and of the same months last year.

    Attributes:
        items: newest list of the platform, one row an item, of the whole country.
        usage, usage_before: one row is an area and month.
        villages: one row per village (or subdistrict) that should have an item, with ``covered``.
        persons: people surveyed by district, where TPMAP is there.
    """

    view: View
    items: pd.DataFrame
    usage: pd.DataFrame
    usage_before: pd.DataFrame
    villages: pd.DataFrame
    persons: pd.DataFrame

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the view's own provinces."""
        return ladder.within(rows, self.view.scope)

    @cached_property
    def months(self) -> list[pd.Timestamp]:
        """Months of which the view's provinces told anything."""
        return sorted(pd.to_datetime(self.own(self.usage)["month"]).dropna().unique())

    @cached_property
    def reported(self) -> pd.DataFrame:
        """Who sent what."""
        return _reported(self)


# --- reading ----------------------------------------------------------------------------------------------------


def facts(data: Processed, view: View) -> Facts:
    """Read everything once, for the whole country, so that a province has its region and country beside it."""
    usage = data.read("click_usage")
    usage = usage[usage["district_code"].notna() & usage["month"].notna()]
    now = to_date(usage, view)
    items = _of_the_year(data.read("click_items"), view)
    return Facts(
        view,
        _marked(items, data, view.as_of),
        now,
        same_months(usage, view, now["month"].unique()),
        _villages(data, items),
        _persons(data, view),
    )


def _of_the_year(items: pd.DataFrame, view: View) -> pd.DataFrame:
    """Each district's newest list of the year so far; a list of the year before says nothing of this one."""
    days = pd.to_datetime(items["as_of_date"])
    return newest(items[days.isna() | days.ge(pd.Timestamp(fiscal_start(view.fiscal_year)))], view.as_of)


def _marked(items: pd.DataFrame, data: Processed, as_of: date) -> pd.DataFrame:
    """Items with a mark (1 or 0) for everything that is counted of them."""
    days = ages(items["updated_date"], as_of)
    full = filled(items, list(FIELDS)).sum(axis=1).astype("float64")
    is_checked, is_linked = _links(items, data)
    is_backed = items["owner_id"].notna() & items["backup_id"].notna() & items["owner_id"].ne(items["backup_id"])
    is_fresh = days.le(setting("click_chumchon.fresh_days"))
    return items.assign(
        items=1.0,
        filled=full,
        cells=float(len(FIELDS)),
        blank=len(FIELDS) - full,
        age=days,
        fresh=is_fresh.astype("float64"),
        stale=(~is_fresh).astype("float64"),
        linkable=is_checked.astype("float64"),
        linked=is_linked.astype("float64"),
        unlinked=(is_checked & ~is_linked).astype("float64"),
        backed=is_backed.fillna(False).astype("float64"),
        alone=(~is_backed.fillna(False)).astype("float64"),
    )


def _links(items: pd.DataFrame, data: Processed) -> tuple[pd.Series, pd.Series]:
    """Whether an item's reference can be looked up, and whether it is in a register."""
    known, provinces = set(_village_register(data)["village_code"]), set[str]()
    for name, column in _REGISTERS:
        register = data.read(name, columns=["province_code", column])
        known |= set(register[column].dropna())
        provinces |= set(register["province_code"].dropna())
    listed = set(_village_register(data)["province_code"])
    code, province = items["linked_id"], items["province_code"]
    is_thing = items["item_type"].isin(_REGISTERED)
    is_village = code.map({one: is_code(one, "village") for one in code.dropna().unique()}).eq(True)
    is_known = code.isin(known) | (is_village & ~province.isin(listed))
    is_checked = ~is_thing | province.isin(provinces)
    return is_checked, is_known & is_checked


def _village_register(data: Processed) -> pd.DataFrame:
    """Villages by the list of their names; those of municipalities are no villages of this department."""
    named = data.read("village_names", columns=["province_code", "district_code", "subdistrict_code", "village_code"])
    named = named.dropna(subset=["village_code", "district_code"]).drop_duplicates("village_code")
    tambon = named["subdistrict_code"].astype(object)
    return named[~tambon.map({code: is_municipal(str(code)) for code in tambon.unique()}).astype(bool)]


def _villages(data: Processed, items: pd.DataFrame) -> pd.DataFrame:
    """Places that should have an item in districts that have any: villages; subdistricts where no list names them."""
    named = _village_register(data)
    districts = items["district_code"].dropna().unique()
    villages = named[named["district_code"].isin(districts)].rename(columns={"village_code": "place"})
    without = [code for code in districts if code[:2] not in set(named["province_code"])]
    tambons = pd.DataFrame(
        [(code[:2], code, tambon) for code in without for tambon in subdistrict_codes(code)],
        columns=["province_code", "district_code", "place"],
    )
    places = pd.concat([villages[["province_code", "district_code", "place"]], tambons], ignore_index=True)
    there = {*items["village_code"].dropna(), *items["subdistrict_code"].dropna()}
    is_covered = places["place"].isin(there)
    return places.assign(villages=1.0, covered=is_covered.astype("float64"), uncovered=(~is_covered).astype("float64"))


def _persons(data: Processed, view: View) -> pd.DataFrame:
    """People surveyed in each district in the latest จปฐ. year up to the fiscal year."""
    columns = ["area_level", "bmn_year", "province_code", "district_code", "persons_surveyed"]
    rows = data.read("poverty_areas", levels=["district"], columns=columns)
    rows = rows[rows["bmn_year"].le(view.fiscal_year) & rows["persons_surveyed"].notna()]
    newest_year = rows.groupby("district_code")["bmn_year"].transform("max")
    return rows[rows["bmn_year"].eq(newest_year)].rename(columns={"persons_surveyed": "persons"})


def account(items: pd.DataFrame, villages: pd.DataFrame, usage: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """One row per area: sums of items and use; persons only where use is told."""
    marks = ["items", "filled", "cells", "blank", "fresh", "stale", "linkable", "linked", "unlinked", "backed", "alone"]
    there = persons[persons["district_code"].isin(usage["district_code"])]
    return pd.concat(
        [
            ladder.sums(items, marks),
            ladder.medians(items, ["age"]),
            ladder.sums(villages, ["villages", "covered", "uncovered"]),
            _use(usage),
            ladder.sums(there, ["persons"]),
        ],
        axis=1,
    )


def _use(usage: pd.DataFrame) -> pd.DataFrame:
    """Use by area. A figure over another counts only months that tell both."""
    told = usage["publicity_count"].notna()
    both = usage[["requests", "requests_closed"]].notna().all(axis=1)
    timed = usage[["median_close_days", "requests_closed"]].notna().all(axis=1)
    rows = usage.assign(
        requests=usage["requests"].where(both),
        requests_closed=usage["requests_closed"].where(both),
        open=(usage["requests"] - usage["requests_closed"]).where(both),
        close_days=(usage["median_close_days"] * usage["requests_closed"]).where(timed),
        closed_timed=usage["requests_closed"].where(timed),
        publicity_months=told.astype("float64").where(told),
    )
    by_district = rows[rows["publicity_count"].notna()].groupby(["province_code", "district_code"])["publicity_count"]
    publicity = by_district.sum().reset_index()
    publicity = publicity.assign(publicity_told=1.0, publicised=publicity["publicity_count"].gt(0).astype("float64"))
    sums = ladder.sums(rows, [*_FIGURES, "open", "close_days", "closed_timed", "publicity_months"])
    means = {
        "close_mean": ratios(sums["close_days"], sums["closed_timed"], per=1),
        "publicity_mean": ratios(sums["publicity_count"], sums["publicity_months"], per=1),
    }
    return pd.concat([sums.assign(**means), ladder.sums(publicity, ["publicity_told", "publicised"])], axis=1)


# --- saying -----------------------------------------------------------------------------------------------------


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    known = facts(data, view)
    own_items, own_usage = known.own(known.items), known.own(known.usage)
    scored = _card(known)
    inputs = {"click_items": own_items, "click_usage": own_usage}
    return Assessment(
        topic=KEY,
        view=view,
        status=scored.status,
        verdict=_verdict(scored, known),
        measures=scored.measures(),
        findings=scored.findings(*_findings(scored)),
        ranking=_ranking(scored, known),
        trend=_trend(known),
        exhibits={one.name: one for one in _exhibits(scored, known)},
        coverage=_coverage(known),
        awaited=tuple(name for name, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=tuple(_notes(known)),
        carried=_carried(data, view),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest update, month or as-of date inside the fiscal year; None where there is none."""
    columns = {"click_items": ("updated_date", "as_of_date"), "click_usage": ("month", "as_of_date")}
    return latest_day(data, columns, provinces, fiscal_year)


def _card(known: Facts) -> Scorecard:
    empty, months = known.items.head(0), month_words([month.date() for month in known.months])
    return Scorecard(
        known.view,
        OWNER,
        INDICATORS,
        account(known.items, known.villages, known.usage, known.persons),
        account(empty, known.villages.head(0), known.usage_before, known.persons),
        silent=_silent(known),
        trends={"T8.4": _by_month(known, "users")},
        period=f"ณ {thai_date(known.view.as_of, short=True)}",
        periods={one.id: months for one in INDICATORS if one.table == "click_usage"},
    )


def _by_month(known: Facts, column: str) -> tuple[tuple[str, float | None], ...]:
    own = known.own(known.usage)
    sums = [(month, total(own.loc[own["month"].eq(month), column])) for month in known.months]
    return tuple((thai_month(month.date()), number(value)) for month, value in sums)


def _reported(known: Facts) -> pd.DataFrame:
    """Areas below x what they owe: the list of items, and each month of use."""
    below, use = known.view.scope.children, known.own(known.usage)
    parts = {"รายการข้อมูล": known.own(known.items)}
    parts |= {thai_month(month.date()): use[use["month"].eq(month)] for month in months_owed(known.view)}
    there = {name: set(ladder.climb(rows[["province_code", "district_code"]])["area"]) for name, rows in parts.items()}
    return pd.DataFrame({name: [area in areas for area in below] for name, areas in there.items()}, index=list(below))


def _silent(known: Facts) -> Mapping[str, str]:
    """What each area owes, where others of the view have sent it: an input that nobody sent is awaited as a whole."""
    table = known.reported
    owed = table.loc[:, table.any()]
    months = {thai_month(month.date()): month.date() for month in months_owed(known.view)}
    return {str(area): _owed(row, months) for area, row in owed.iterrows() if not row.all()}


def _owed(row: pd.Series, months: Mapping[str, date]) -> str:
    """What one area has not sent, in words."""
    missing = [str(column) for column in row.index if not row[column]]
    lists = ["บัญชีรายการข้อมูลใน Click ชุมชน"] if "รายการข้อมูล" in missing else []
    days = [months[column] for column in missing if column in months]
    said = thai_month(days[0], short=False) if len(days) == 1 else month_words(days)
    return " และ".join([*lists, *([f"สถิติการใช้งานเดือน{said}"] if days else [])])


def _coverage(known: Facts) -> TableView:
    return sent(known.view, known.reported, "รายการข้อมูลและสถิติการใช้งาน")


def _findings(scored: Scorecard) -> Iterator[Finding]:
    """Areas that never told anybody of the platform: handbook T8.7, any 0 is to be hurried."""
    silent = [
        area
        for area in scored.below
        if scored.row(area).get("publicity_told", 0) > 0 and scored.row(area)["publicity_count"] == 0
    ]
    sentence = "ไม่มีการประชาสัมพันธ์ Click ชุมชนเลยตั้งแต่ต้นปีงบประมาณ ขณะที่เฉลี่ยทั้งพื้นที่คือ {mean} ครั้งต่ออำเภอต่อเดือน"
    mean = said(scored.value("T8.7"), "").strip() if not is_missing(scored.value("T8.7")) else "–"
    for area in silent[: setting("shared.areas_per_finding")]:
        yield scored.finding(
            "no_publicity",
            area,
            Status.YELLOW,
            sentence.format(mean=mean),
            f"{called(area)}จะประชาสัมพันธ์ผ่านช่องทางใด กี่ครั้งต่อเดือน และใครรับผิดชอบ",
        )


def _verdict(scored: Scorecard, known: Facts) -> str:
    items, users = scored.value("T8.1-items"), scored.value("T8.4")
    if is_missing(items) and is_missing(users):
        return f"{called(scored.area)}ยังไม่มีข้อมูล Click ชุมชน ปีงบประมาณ {known.view.fiscal_year} จึงยังสรุปไม่ได้"
    parts = []
    if not is_missing(items):
        fresh = scored.value("T8.3")
        parts.append(f"มีรายการใน Click ชุมชน {count(items)} รายการ เป็นปัจจุบันร้อยละ {pct(fresh)}")
    if not is_missing(users):
        parts.append(f"มีผู้เข้าใช้สะสม {count(users)} คน ({month_words([m.date() for m in known.months])})")
    return scored.verdict(" · ".join(parts))


def _ranking(scored: Scorecard, known: Facts) -> TableView | None:
    """The district table of handbook 10.1, row 8."""
    rows = scored.account.reindex(list(scored.below))
    texts = pd.DataFrame(
        {"asked": [_asked(row) for _, row in rows.iterrows()]},
        index=rows.index,
    )
    days = setting("click_chumchon.fresh_days")
    shown = (
        Shown("T8.1-items", "รายการข้อมูล", "count", "รายการ"),
        Shown("T8.1", "หมู่บ้านที่มีข้อมูล", "pct", "ร้อยละ"),
        Shown("T8.2", "ครบถ้วน", "pct", "ร้อยละ"),
        Shown("T8.3", f"ปรับปรุงใน {days} วัน", "pct", "ร้อยละ"),
        Shown("T8.4", "ผู้เข้าใช้", "count", "คน"),
        Shown("asked", "คำขอ/แล้วเสร็จ"),
        Shown("publicity_count", "การประชาสัมพันธ์", "count", "ครั้ง"),
    )
    title = f"Click ชุมชน ราย{known.view.scope.child_label} ปีงบประมาณ {known.view.fiscal_year}"
    dated = ladder.latest(pd.concat([known.items, known.usage])[["province_code", "district_code", "as_of_date"]])
    note = "เรียงตามความเร่งด่วน แล้วตามจำนวนรายการที่ไม่เป็นปัจจุบัน"
    table = scored.ranking(shown, title, by="stale", dated=dated, texts=texts, note=note)
    if table is not None:
        table.total["asked"] = _asked(rows[["requests", "requests_closed"]].sum(min_count=1))
    return table


def _asked(row: pd.Series) -> str:
    asked, closed = (float(row.get(column, float("nan"))) for column in ("requests", "requests_closed"))
    return "–" if is_missing(asked) else f"{count(asked)}/{count(closed)}"


def _trend(known: Facts) -> Exhibit | None:
    """Users by month, this year and last; a month that nobody told of is no point."""
    own, before = known.own(known.usage), known.own(known.usage_before)
    if own["users"].notna().sum() == 0:
        return None
    year, months = known.view.fiscal_year, fiscal_months(known.view.fiscal_year)
    rows = [
        {"month": months[fiscal_month_no(month.date()) - 1], "series": f"ปี {one}", "users": value}
        for one, frame in ((year, own), (year - 1, before))
        for month in sorted(frame["month"].unique())
        if not is_missing(value := total(frame.loc[frame["month"].eq(month), "users"]))
    ]
    now, then = total(own["users"]), total(before["users"])
    change = ratio(now - then, then)
    beside = "" if is_missing(change) else f" {changed(change)}"
    return Exhibit(
        "users",
        "line",
        f"ผู้เข้าใช้ Click ชุมชนสะสม {count(now)} คน{beside}",
        "คนต่อเดือน เรียงตามเดือนของปีงบประมาณ",
        pd.DataFrame(rows).sort_values(["series", "month"], ascending=[False, True], ignore_index=True),
        x="month",
        y="users",
        series="series",
        unit="คน",
        alt=f"เส้นผู้เข้าใช้รายเดือนของปี {year} และปี {year - 1} รวมปีนี้ {count(now)} คน",
        emphasis=f"ปี {year}",
    )


def _exhibits(scored: Scorecard, known: Facts) -> Iterator[Exhibit]:
    for identity, name in (("T8.1", "coverage"), ("T8.3", "freshness")):
        if (bars := scored.bars(identity, name=name)) is not None:
            yield bars
    own = known.own(known.items)
    if own["age"].notna().any():
        yield _age(own, known.view.as_of)
    if (fields := _by_field(known)) is not None:
        yield fields
    if (funnel := _funnel(scored)) is not None:
        yield funnel
    if (uses := _uses(known)) is not None:
        yield uses


def _age(items: pd.DataFrame, as_of: date) -> Exhibit:
    stale, days = int(items["stale"].sum()), setting("click_chumchon.fresh_days")
    middle = count(items["age"].median())
    return Exhibit(
        "age",
        "histogram",
        f"มี {count(stale)} จาก {count(len(items))} รายการที่ไม่ได้ปรับปรุงเกิน {days} วัน มัธยฐานอายุ {middle} วัน",
        f"จำนวนรายการตามอายุข้อมูล ณ {thai_date(as_of, short=True)}",
        items[["age"]].reset_index(drop=True),
        x="age",
        y="age",
        unit="วัน",
        alt=f"ฮิสโทแกรมอายุของ {count(len(items))} รายการ เกิน {days} วัน {count(stale)} รายการ",
    )


def _by_field(known: Facts) -> Exhibit | None:
    """What is filled, areas x fields; None without items."""
    view = known.view
    marks = filled(known.items, list(FIELDS)).astype("float64")
    rows = pd.concat([known.items[["province_code", "district_code"]], marks], axis=1)
    if known.own(rows).empty:
        return None
    sums, size = ladder.sums(rows, list(FIELDS)), ladder.size(rows)
    rates = sums.div(size, axis=0).mul(100).reindex(list(view.scope.children)).dropna(how="all")
    rates = rates.loc[rates.mean(axis=1).sort_values(kind="stable").index].rename(columns=FIELDS)
    whole = known.own(rows)[list(FIELDS)].mean() * 100
    worst = str(whole.idxmin())
    tidy = rates.rename_axis("area").reset_index().melt("area", var_name="field", value_name="pct")
    return Exhibit(
        "fields",
        "heatmap",
        f"ช่องที่กรอกน้อยที่สุดคือ{FIELDS[worst]} ร้อยละ {pct(whole[worst])} ของรายการทั้งหมด",
        f"ร้อยละของรายการที่กรอกแต่ละช่อง เรียง{view.scope.child_label}ที่ครบน้อยที่สุดก่อน",
        tidy,
        x="field",
        y="area",
        series="pct",
        unit="ร้อยละ",
        alt=f"ตารางสีความครบถ้วน{view.scope.child_label}กับช่องข้อมูล ช่องที่กรอกน้อยที่สุดคือ{FIELDS[worst]}",
    )


def _funnel(scored: Scorecard) -> Exhibit | None:
    """From looking to a request closed; None where clicks or requests are not told."""
    row = scored.row(scored.area)
    steps = {"ค้นหา/คลิก": "clicks", "เข้าใช้": "users", "ขอรับบริการ": "requests", "ปิดคำขอแล้ว": "requests_closed"}
    figures = {label: float(row.get(column, float("nan"))) for label, column in steps.items()}
    figures = {label: value for label, value in figures.items() if not is_missing(value)}
    if len(figures) < len(steps):
        return None
    asked = ratio(figures["ขอรับบริการ"], figures["เข้าใช้"])
    return Exhibit(
        "funnel",
        "bars",
        f"ผู้เข้าใช้ทุก 100 คนนำไปสู่คำขอ {pct(asked)} รายการ ปิดแล้ว {count(figures['ปิดคำขอแล้ว'])} จาก "
        f"{count(figures['ขอรับบริการ'])} รายการ",
        "ครั้ง คน หรือรายการ สะสมตั้งแต่ต้นปีงบประมาณ ตามลำดับจากการค้นหาถึงการปิดคำขอ",
        pd.DataFrame({"step": list(figures), "value": list(figures.values())}),
        x="value",
        y="step",
        unit="ครั้ง/คน/รายการ",
        alt=" ".join(f"{label} {count(value)}" for label, value in figures.items()),
    )


def _uses(known: Facts) -> Exhibit | None:
    """Users by area and month, those with most first: small lines side by side as a grid."""
    rows = known.own(known.usage)
    rows = rows[rows["users"].notna()]
    if rows.empty:
        return None
    climbed = ladder.climb(rows[["province_code", "district_code", "month", "users"]])
    climbed = climbed[climbed["area"].isin(known.view.scope.children)]
    table = climbed.pivot_table(index="area", columns="month", values="users", aggfunc="sum")
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    first, label = str(table.index[0]), known.view.scope.child_label
    tidy = table.reset_index().melt("area", var_name="month", value_name="users")
    tidy["month"] = [thai_month(month.date()) for month in tidy["month"]]
    share = ratio(float(table.iloc[0].sum()), float(table.to_numpy()[~table.isna().to_numpy()].sum()))
    return Exhibit(
        "uses",
        "heatmap",
        f"{called(first)}มีผู้เข้าใช้มากที่สุด ร้อยละ {pct(share)} ของทั้งหมด",
        f"ผู้เข้าใช้รายเดือน (คน) เรียง{label}ที่มีผู้ใช้มากก่อน",
        tidy,
        x="month",
        y="area",
        series="users",
        unit="คน",
        alt=f"ตารางสีผู้เข้าใช้ราย{label}รายเดือน มากที่สุดคือ{called(first)}",
    )


def _carried(data: Processed, view: View) -> TableView | None:
    """Requests of last year that were not closed within it, by area; None where last year told of none."""
    usage = data.read("click_usage")
    usage = usage[usage["district_code"].notna() & usage["month"].notna()]
    year = View(view.scope, view.fiscal_year - 1, fiscal_end(view.fiscal_year - 1))
    rows = to_date(usage, year).dropna(subset=["requests", "requests_closed"])
    sums = ladder.sums(rows, ["requests", "requests_closed"]).reindex(list(view.scope.children)).dropna()
    if sums.empty:
        return None
    left = sums.assign(left=sums["requests"] - sums["requests_closed"]).rename_axis("area").reset_index()
    left = left[left["left"] > 0].sort_values(["left", "area"], ascending=[False, True], ignore_index=True)
    label = view.scope.child_label
    shown = (
        Shown("area", label, "name"),
        Shown("requests", "คำขอที่รับ", "count", "รายการ"),
        Shown("requests_closed", "ปิดในปี", "count", "รายการ"),
        Shown("left", "ยังไม่ปิดเมื่อสิ้นปี", "count", "รายการ"),
    )
    title = f"คำขอรับบริการของปี {view.fiscal_year - 1} ที่ยังไม่ปิดเมื่อสิ้นปี {count(left['left'].sum())} รายการ"
    totals = {column: total(left[column]) for column in ("requests", "requests_closed", "left")}
    return TableView("carried", title, left, shown, {"area": "รวมทั้งสิ้น", **totals})


def _notes(known: Facts) -> Iterator[str]:
    yield "เรื่องนี้ไม่พบเกณฑ์ของทางราชการในแหล่งสาธารณะ เกณฑ์ทุกข้อเป็นค่าเริ่มต้นที่จังหวัดต้องยืนยัน"
    own = known.own(known.items)
    if late := after(own["updated_date"], known.view.as_of):
        yield f"มี {count(late)} รายการที่วันที่ปรับปรุงอยู่หลังวันที่ของหน้านี้ จึงไม่นับอายุและไม่นับว่าเป็นปัจจุบัน"
    unknown = int(own["linkable"].eq(0).sum())
    if unknown:
        yield f"ผลิตภัณฑ์และกลุ่ม {count(unknown)} รายการตรวจรหัสไม่ได้ เพราะยังไม่มีทะเบียน OTOP หรือทะเบียนกลุ่มของจังหวัด"
    if known.own(known.persons).empty and len(known.own(known.usage)):
        yield "ไม่มีจำนวนคนที่สำรวจ จปฐ. ของพื้นที่นี้ จึงบอกได้เพียงจำนวนผู้เข้าใช้ ไม่บอกอัตราต่อประชากร"
