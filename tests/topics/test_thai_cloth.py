"""Topic 7: measures, wearing and sales of Thai cloth, on reports to check by hand. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.datasets import table
from cdd_analysis.ingest.store import LEDGER_SCHEMA, Processed, schema, write
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.sample.topics.thai_cloth import KINDS, write_province
from cdd_analysis.topics import thai_cloth
from cdd_analysis.topics.thai_cloth.figures import contest_level, whole

TODAY = date(2022, 1, 12)
Make = Callable[..., Processed]


def report(month: str, district: str | None = "8001", **figures: Any) -> dict[str, Any]:
    """A row of ``cloth_agencies``; without ``agency`` it speaks for the whole district."""
    stamp = pd.Timestamp(month)
    return {
        "fiscal_year": stamp.year + 543 + (stamp.month >= 10),
        "area_level": "district" if district else "province",
        "province_code": district[:2] if district else "80",
        "district_code": district,
        "month": stamp,
    } | figures


def agency(name: str, month: str = "2021-12-01", district: str = "8001", **more: Any) -> dict[str, Any]:
    """An agency with an announcement and two days a week, nine of ten of its staff in cloth."""
    figures = {
        "agency": name,
        "agency_type": "school",
        "announced": True,
        "announced_date": pd.Timestamp(2020, 7, 1),
        "days_per_week": 2.0,
        "wearers": 9.0,
        "staff": 10.0,
    }
    return report(month, district, **figures | more)


def otop(
    month: str, baht: float, category: str = "all", channel: str = "all", district: str = "8001"
) -> dict[str, Any]:
    return report(month, district, category=category, channel=channel, sales_baht=baht)


def differs(stated: float, computed: float, month: str = "2021-12-01", district: str = "8001") -> dict[str, Any]:
    """A comparison with OTOP's cloth as the cleaner leaves it in the ledger."""
    return report(month, district) | {
        "kind": "control", "table": "cloth_agencies", "comparison": "tables", "column": "cloth_sales_baht",
        "stated": stated, "computed": computed, "difference": stated - computed,
    }  # fmt: skip


@pytest.fixture
def make(make: Callable[..., Processed]) -> Make:
    """Writes reports, OTOP sales and the ledger, and opens them."""

    def processed(
        reports: list[dict[str, Any]],
        sales: list[dict[str, Any]] | None = None,
        ledger: list[dict[str, Any]] | None = None,
    ) -> Processed:
        return make(cloth_agencies=reports, otop_sales=sales or [], ledger=ledger or [])

    return processed


def assess(data: Processed, key: str = "80", day: date = TODAY) -> Assessment:
    return thai_cloth.assess(data, View(scope(key), 2565, day))


def measure(found: Assessment, identity: str) -> Measure:
    return next(one for one in found.measures if one.id == identity)


def value(found: Assessment, identity: str) -> float | None:
    return measure(found, identity).value


def rules(found: Assessment) -> set[tuple[str, str]]:
    return {(one.rule, one.area) for one in found.findings}


def the(found: Assessment, rule: str) -> Finding:
    (one,) = (one for one in found.findings if one.rule == rule)
    return one


def lit(found: Assessment, district: str) -> str:
    assert found.ranking is not None
    return str(found.ranking.frame.set_index("area")["status"][district])


# --- T7.1 to T7.3 -------------------------------------------------------------------------------------------------


def test_announced_days_and_wearers_are_ratios_of_agencies_and_of_people(make: Make) -> None:
    reports = [
        agency("ก"),
        agency("ข", days_per_week=1.0, wearers=1.0, staff=30.0),
        agency("ค", days_per_week=None, announced_date=None),
        agency("ง", announced=False, announced_date=None, days_per_week=None, wearers=None),
        agency("จ", announced=None, days_per_week=None, wearers=None, staff=None),
    ]
    found = assess(make(reports))
    assert (value(found, "T7.1"), measure(found, "T7.1").base) == (75, "3 จาก 4 หน่วยงาน ธ.ค. 2564")
    assert value(found, "T7.1-dated") == pytest.approx(200 / 3)
    assert (value(found, "T7.2"), measure(found, "T7.2").base) == (50, "1 จาก 2 หน่วยงาน ธ.ค. 2564")
    assert value(found, "T7.3") == pytest.approx(19 / 50 * 100)
    assert {"no_measure", "one_day_week", "low_wearing"} == {rule for rule, area in rules(found) if area == "8001"}
    assert "1 หน่วยงานมีประกาศแต่ไม่ระบุจำนวนวัน" in " ".join(found.notes)
    assert [the(found, rule).weight for rule in ("no_measure", "one_day_week", "low_wearing")] == [1, 1, 31]


@pytest.mark.parametrize(("announced", "light"), [(5, Status.GREEN), (4, Status.YELLOW), (3, Status.RED)])
def test_all_agencies_have_a_measure_or_four_of_five(make: Make, announced: int, light: Status) -> None:
    reports = [agency(str(n), announced=n < announced) for n in range(5)]
    assert measure(assess(make(reports)), "T7.1").status is light


def test_more_wearers_than_staff_cannot_be(make: Make) -> None:
    found = assess(make([agency("ก", wearers=11.0)]))
    assert measure(found, "T7.3").status is Status.CHECK
    assert lit(found, "8001") == "check"


def test_a_state_is_that_of_the_newest_month_of_each_district(make: Make) -> None:
    reports = [
        agency("ก", "2021-11-01", announced=False),
        agency("ก"),
        agency("ข", "2021-10-01", district="8002", wearers=5.0),
    ]
    found = assess(make(reports))
    assert measure(found, "T7.1").base.startswith("2 จาก 2")
    assert measure(found, "T7.3").base.startswith("14 จาก 20")
    assert value(assess(make(reports), day=date(2021, 11, 30)), "T7.1") == 50


def test_a_district_that_sends_only_its_sums_still_tells_how_many_wear_cloth(make: Make) -> None:
    found = assess(make([report("2021-12-01", wearers=80.0, staff=100.0), agency("ก", district="8002")]))
    assert measure(found, "T7.3").base.startswith("89 จาก 110")
    assert measure(found, "T7.1").base.startswith("1 จาก 1")


def test_without_staff_the_rate_is_gray_and_not_zero(make: Make) -> None:
    one = measure(assess(make([agency("ก", wearers=0.0, staff=0.0)])), "T7.3")
    assert (one.value, one.status, one.reason) == (None, Status.GRAY, "ตัวหารเป็นศูนย์")


# --- T7.4, T7.7 ---------------------------------------------------------------------------------------------------


def test_growth_is_of_districts_and_months_that_both_years_have(make: Make) -> None:
    reports = [
        report("2021-10-01", cloth_sales_baht=110.0),
        report("2021-11-01", cloth_sales_baht=90.0),
        report("2021-12-01", cloth_sales_baht=50.0),
        report("2020-10-01", cloth_sales_baht=100.0),
        report("2020-11-01", cloth_sales_baht=100.0),
        report("2021-01-01", cloth_sales_baht=999.0),
        report("2021-10-01", "8002", cloth_sales_baht=70.0),
        report("2020-12-01", "8003", cloth_sales_baht=70.0),
    ]
    found = assess(make(reports))
    # last year's December of 8003 has nothing beside it: like for like
    assert (value(found, "T7.4"), measure(found, "T7.4").previous) == (320, 200)
    assert value(found, "T7.4-growth") == 0
    assert found.trend is not None and "เท่ากับปีก่อนช่วงเดียวกัน" in found.trend.title
    now = found.trend.frame[found.trend.frame["series"] == "ปีงบประมาณ 2565"]
    assert now["value"].tolist() == [180, 270, 320]


def test_the_three_year_mean_needs_three_years(make: Make) -> None:
    years = [
        report(f"{year}-10-01", cloth_sales_baht=baht)
        for year, baht in ((2021, 120), (2020, 90), (2019, 100), (2018, 110))
    ]
    assert value(assess(make(years)), "T7.4-mean") == 20
    assert value(assess(make(years[:3])), "T7.4-mean") is None
    assert "ยอดเฉลี่ย 3 ปี" in " ".join(assess(make(years[:3])).notes)


def test_sales_are_held_against_the_target_of_months_that_state_both(make: Make) -> None:
    reports = [
        report("2021-10-01", cloth_sales_baht=80.0, sales_target_baht=100.0),
        report("2021-11-01", cloth_sales_baht=500.0),
        report("2021-12-01", sales_target_baht=100.0),
    ]
    found = assess(make(reports))
    assert (value(found, "T7.4-target"), measure(found, "T7.4-target").status) == (80, Status.RED)
    assert ("sales_behind", "8001") in rules(found)


def test_a_district_s_own_row_stands_before_the_sum_of_its_agencies(make: Make) -> None:
    reports = [
        report("2021-12-01", cloth_sales_baht=100.0),
        agency("ก", cloth_sales_baht=30.0, campaign_count=1.0),
        agency("ข", cloth_sales_baht=20.0, campaign_count=2.0),
        agency("ค", district="8002", cloth_sales_baht=7.0),
    ]
    found = assess(make(reports))
    assert value(found, "T7.4") == 107
    assert found.ranking is not None and found.ranking.total["campaign_count"] == 3


def test_an_area_above_counts_only_where_those_below_sent_nothing(make: Make) -> None:
    lower = report("2021-12-01", cloth_sales_baht=5.0) | {"area_level": "subdistrict", "subdistrict_code": "800101"}
    reports = [
        report("2021-12-01", None, cloth_sales_baht=1000.0),
        report("2021-11-01", None, cloth_sales_baht=10.0),
        report("2021-12-01", cloth_sales_baht=100.0),
        lower,
        lower | {"district_code": "8002", "subdistrict_code": "800201"},
    ]
    data = make(reports)
    assert whole(data.read("cloth_agencies"))["cloth_sales_baht"].tolist() == [10, 100, 5]
    assert value(assess(data), "T7.4") == 115


def test_sales_per_producer_are_of_the_newest_number_of_producers(make: Make) -> None:
    reports = [
        report("2021-11-01", cloth_sales_baht=60.0, producers=9.0),
        report("2021-12-01", cloth_sales_baht=40.0, producers=5.0),
    ]
    assert value(assess(make(reports)), "T7.7") == 20
    assert value(assess(make([report("2021-12-01", cloth_sales_baht=40.0, producers=0.0)])), "T7.7") is None


# --- T7.5, T7.6 ---------------------------------------------------------------------------------------------------


def test_share_of_otop_takes_one_split_and_never_adds_them(make: Make) -> None:
    sales = [
        otop("2021-12-01", 200.0),
        otop("2021-12-01", 50.0, "cloth"),
        otop("2021-12-01", 150.0, "food"),
        otop("2021-11-01", 60.0, "cloth", "shop"),
        otop("2021-11-01", 40.0, "food", "shop"),
        otop("2021-10-01", 999.0, "all", "shop"),
    ]
    reports = [report(f"2021-{month}-01", cloth_sales_baht=50.0) for month in (10, 11, 12)]
    assert value(assess(make(reports, sales)), "T7.4-share") == pytest.approx(100 / 300 * 100)
    one = measure(assess(make(reports)), "T7.4-share")
    assert (one.value, one.status, one.awaited) == (None, Status.GRAY, "otop_sales")


def test_cloth_that_is_not_otop_s_puts_the_district_in_doubt_and_colours_no_province(make: Make) -> None:
    ledger = [
        differs(150.0, 100.0),
        differs(90.0, 100.0, "2021-11-01"),
        differs(5.0, 5.0, district="8002"),
        differs(1.0, 9.0, "2020-12-01"),
        differs(7.0, float("nan"), "2021-10-01"),
    ]
    data = make([agency("ก"), agency("ข", district="8002")], ledger=ledger)
    found = assess(data)
    one = the(found, "cloth_differs")
    assert (one.area, one.status, one.weight, one.unit) == ("8001", Status.CHECK, 60, "บาท")
    assert (
        "เดือนธันวาคม 2564 150 บาท แต่ OTOP ประเภทผ้าและเครื่องแต่งกายเป็น 100 บาท ต่างกัน 50 บาท และอีก 1 รายการ" in one.sentence
    )
    assert (value(found, "T7.5"), measure(found, "T7.5").status) == (40, Status.CHECK)
    assert value(found, "T7.5-match") == pytest.approx(100 / 3)
    assert (lit(found, "8001"), lit(found, "8002"), found.status) == ("check", "green", Status.GREEN)
    assert found.tables["differences"].frame["difference"].tolist() == [50, -10]
    region = assess(data, "region-5")
    assert (
        the(region, "cloth_differs").area == "80" and "อำเภอเมืองนครศรีธรรมราช" in the(region, "cloth_differs").sentence
    )
    assert lit(region, "80") == "green"


def test_differences_that_cancel_out_are_still_in_doubt(make: Make) -> None:
    ledger = [differs(11.0, 10.0), differs(9.0, 10.0, district="8002")]
    one = measure(assess(make([agency("ก")], ledger=ledger)), "T7.5")
    assert (one.value, one.status) == (0, Status.CHECK)
    alike = measure(assess(make([agency("ก")], ledger=[differs(10.0, 10.0)])), "T7.5")
    assert (alike.value, alike.status) == (0, Status.GRAY)


@pytest.mark.parametrize(
    ("pct", "level"), [(59.9, 0), (60, 1), (69.9, 1), (70, 2), (80, 3), (90, 4), (99.9, 4), (100, 5), (250, 5)]
)
def test_levels_of_the_contest(pct: float, level: int) -> None:
    """Handbook 9.1: 60/70/80/90/100 per cent of the target are levels 1 to 5 (S29)."""
    assert contest_level(pct) == level


def test_contest_pieces_against_the_target_to_date(make: Make) -> None:
    reports = [
        report("2021-10-01", contest_pieces=4.0, contest_target=5.0),
        report("2021-11-01", contest_pieces=3.0, contest_target=5.0),
        report("2021-12-01", contest_pieces=9.0),
        report("2021-12-01", "8002", contest_pieces=10.0, contest_target=10.0),
    ]
    found = assess(make(reports))
    assert (value(found, "T7.6"), value(found, "T7.6-level")) == (85, 3)
    assert measure(found, "T7.6").status is Status.YELLOW
    assert ("contest_behind", "8001") in rules(found)
    assert value(assess(make([report("2021-10-01", contest_pieces=4.0, contest_target=0.0)])), "T7.6") is None


# --- who sent, last year, what is shown ---------------------------------------------------------------------------


def test_a_district_without_the_latest_month_is_gray_and_named(make: Make) -> None:
    there = [agency("ก", month, f"80{n:02d}") for n in range(1, 24) for month in ("2021-11-01", "2021-12-01")]
    found = assess(make([one for one in there if (one["district_code"], one["month"].month) != ("8007", 12)]))
    assert rules(found) == {("no_report", "8007")}
    assert the(found, "no_report").sentence == "อำเภอชะอวดยังไม่ส่งผลการสวมใส่ผ้าไทยเดือนธันวาคม 2564"
    assert lit(found, "8007") == "gray"
    assert found.coverage is not None
    assert found.coverage.frame.iloc[0].tolist() == ["8007", "ยังไม่ส่ง", "รายงานแล้ว", "ยังไม่ส่ง"]


def test_a_district_owes_both_its_agencies_and_its_sales(make: Make) -> None:
    reports = [
        agency("ก"),
        report("2021-12-01", cloth_sales_baht=5.0),
        agency("ข", district="8002"),
        report("2021-12-01", "8003", cloth_sales_baht=5.0),
    ]
    found = assess(make(reports))
    assert [lit(found, one) for one in ("8001", "8002", "8003")] == ["green", "gray", "gray"]
    assert found.ranking is not None
    reasons = found.ranking.frame.set_index("area")["reason"]
    assert reasons["8002"] == "ยังไม่ส่งยอดจำหน่ายผ้าเดือนธันวาคม 2564"
    assert reasons["8003"] == "ยังไม่ส่งผลการสวมใส่ผ้าไทยเดือนธันวาคม 2564"
    assert reasons["8004"] == "ยังไม่ส่งผลการสวมใส่ผ้าไทยและยอดจำหน่ายผ้าเดือนธันวาคม 2564"


def test_last_year_is_of_the_same_months(make: Make) -> None:
    reports = [
        agency("ก"),
        agency("ก", "2020-12-01", announced=False),
        agency("ก", "2021-09-01"),
    ]
    assert measure(assess(make(reports)), "T7.1").previous == 0


def test_agencies_that_last_year_left_unfinished_are_carried_until_mended(make: Make) -> None:
    reports = [
        agency("ก", "2021-09-01", announced=False),
        agency("ข", "2021-09-01", days_per_week=1.0),
        agency("ค", "2021-09-01", announced=False),
        agency("ง", "2021-09-01"),
        agency("ก"),
        agency("ข", days_per_week=1.0),
    ]
    found = assess(make(reports))
    assert found.carried is not None
    assert found.carried.frame[["agency", "said", "now"]].values.tolist() == [
        ["ข", "กำหนดสัปดาห์ละ 1 วัน", "กำหนดสัปดาห์ละ 1 วัน"],
        ["ค", "ไม่มีประกาศหรือมาตรการ", "ไม่มีรายงานปีนี้"],
    ]
    assert found.tables["agencies"].frame["agency"].tolist() == ["ข"]


def test_a_province_without_anything_says_what_is_awaited(make: Make) -> None:
    found = assess(make([agency("ก")]), "81")
    assert (found.status, found.ranking, found.trend, found.coverage, found.carried) == (
        Status.GRAY,
        None,
        None,
        None,
        None,
    )
    assert (found.exhibits, found.tables, found.findings) == ({}, {}, ())
    assert found.awaited == ("cloth_agencies",)
    assert "ยังสรุปไม่ได้" in found.verdict
    assert all(one.value is None and one.status is Status.GRAY for one in found.measures)


def test_the_table_has_the_columns_of_the_handbook(make: Make) -> None:
    reports = [
        agency("ก", campaign_count=2.0, cloth_sales_baht=10.0),
        agency("ก", "2020-12-01", cloth_sales_baht=8.0),
    ]
    found = assess(make([one | {"as_of_date": one["month"]} for one in reports]))
    assert found.ranking is not None
    assert [one.label for one in found.ranking.shown] == [
        "อำเภอ", "หน่วยงาน", "มีประกาศ/มาตรการ", "กำหนด ≥2 วัน/สัปดาห์", "ผู้สวมใส่/บุคลากร", "กิจกรรมรณรงค์", "ยอดจำหน่ายผ้า",
        "เทียบช่วงเดียวกันปีก่อน", "สถานะ", "เหตุผล/ข้อสังเกต", "ข้อมูล ณ วันที่",
    ]  # fmt: skip
    assert (found.ranking.total["agencies"], found.ranking.total["T7.4-growth"]) == (1, 25)


def test_the_grid_of_days_holds_districts_by_kind_of_agency(make: Make) -> None:
    reports = [
        agency("ก"),
        agency("ข", days_per_week=1.0),
        agency("ค", agency_type="government"),
        agency("ง", district="8002", announced=False),
    ]
    days = assess(make(reports)).exhibits["days"]
    assert days.frame[["area", "kind", "pct"]].values.tolist() == [["8001", "ส่วนราชการ", 100], ["8001", "โรงเรียน", 50]]
    assert days.title == "กำหนดอย่างน้อยสัปดาห์ละ 2 วัน 2 จาก 3 หน่วยงานที่มีประกาศ ร้อยละ 66.7"


def test_sales_stand_beside_the_campaigns_of_their_months(make: Make) -> None:
    reports = [report(f"2021-{m}-01", cloth_sales_baht=m * 1e6, campaign_count=float(m)) for m in (10, 11)]
    found = assess(make(reports))
    assert found.exhibits["sales"].subtitle.endswith("กิจกรรมรณรงค์ (ครั้ง): ต.ค. 10 · พ.ย. 11")
    assert found.exhibits["sales"].title == "ยอดจำหน่ายผ้าสูงสุดเดือนพฤศจิกายน 2564 11.0 ล้านบาท"
    assert found.exhibits["campaigns"].frame["value"].tolist() == [10, 11]


def test_latest_is_the_end_of_the_newest_month(make: Make) -> None:
    data = make([agency("ก"), agency("ก", "2020-12-01")])
    assert thai_cloth.latest(data, ["80"], 2565) == date(2021, 12, 31)
    assert thai_cloth.latest(data, ["81"], 2565) is None


# --- the made-up province -----------------------------------------------------------------------------------------


def of_sample(tmp_path: Path, seed: int, planted: dict[str, str]) -> Assessment:
    """The topic on the truth of a made-up province, without its files being read; the ledger holds what is planted."""
    part = write_province(tmp_path / "raw", seed, "80", planted)
    rows = pd.concat(part.tables["cloth_agencies"], ignore_index=True)
    rows = rows.assign(area_level="district", as_of_date=pd.NaT).reindex(columns=schema(table("cloth_agencies")).names)
    apart = [one for one in part.plants if one.kind == "cloth_differs"]
    ledger = [differs(one.figures["difference"], 0.0, str(one.month), one.area) for one in apart]
    frames = [
        ("cloth_agencies", rows, schema(table("cloth_agencies"))),
        ("ledger", pd.DataFrame(ledger, columns=LEDGER_SCHEMA.names, dtype=object), LEDGER_SCHEMA),
    ]
    write(tmp_path / "p", frames, {})
    return assess(Processed(tmp_path / "p"))


@pytest.mark.parametrize("seed", [2565, 1, 2])
def test_every_plant_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    planted = dict(zip(KINDS, ("8002", "8005", "8011", "8016", "8023"), strict=True))
    assert rules(of_sample(tmp_path, seed, planted)) == set(planted.items())


@pytest.mark.parametrize("seed", [2565, 1, 2])
def test_a_province_without_plants_is_green_everywhere(tmp_path: Path, seed: int) -> None:
    found = of_sample(tmp_path, seed, {})
    assert found.findings == ()
    assert found.ranking is not None
    assert set(found.ranking.frame["status"]) == {"green"}
