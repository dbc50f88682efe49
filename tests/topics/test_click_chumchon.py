"""Topic 8, Click ชุมชน: every measure on tables small enough to check by hand. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import district_codes, scope
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.sample.situations import situations
from cdd_analysis.sample.topics import click_chumchon as sample
from cdd_analysis.topics import click_chumchon

TODAY = date(2022, 1, 12)
Make = Callable[..., Processed]
_number = iter(range(10**9))


def item(village: str, updated: str | None = "2022-01-01", **more: Any) -> dict[str, Any]:
    """A whole item of a village: every field filled, linked to the village, two owners."""
    number = next(_number)
    return {
        "item_id": f"CC{number}",
        "item_name": "ข้อมูลหมู่บ้าน",
        "item_type": "village",
        "linked_id": village,
        "province_code": village[:2],
        "district_code": village[:4],
        "subdistrict_code": village[:6],
        "village_code": village,
        **dict.fromkeys(("has_detail", "has_image", "has_contact", "has_location"), True),
        "updated_date": pd.Timestamp(updated) if updated else pd.NaT,
        "owner_id": "a",
        "backup_id": "b",
        "as_of_date": pd.Timestamp(TODAY),
        "source_file": "a.csv",
        "source_sheet": "",
        "source_row": number,
    } | more


def use(area: str, month: str, users: float | None = 100.0, **more: Any) -> dict[str, Any]:
    """What a district tells of a month."""
    stamp = pd.Timestamp(month)
    return {
        "area_level": "district",
        "province_code": area[:2],
        "district_code": area,
        "fiscal_year": stamp.year + 543 + (stamp.month >= 10),
        "month": stamp,
        "users": users,
        "as_of_date": stamp + pd.offsets.MonthEnd(0),
        "source_file": "b.csv",
        "source_sheet": "",
        "source_row": next(_number),
    } | more


def village(code: str) -> dict[str, Any]:
    """A village of the register of names."""
    codes = {"province_code": code[:2], "district_code": code[:4], "subdistrict_code": code[:6], "village_code": code}
    return {"area_level": "village", "village_name": "หนองกอน", **codes}


def assess(data: Processed, key: str = "80") -> Assessment:
    return click_chumchon.assess(data, View(scope(key), 2565, TODAY))


def measure(found: Assessment, identity: str) -> Measure:
    return next(one for one in found.measures if one.id == identity)


def found_reason(found: Assessment, area: str) -> str:
    assert found.ranking is not None
    return str(found.ranking.frame.set_index("area")["reason"][area])


def of_rule(found: Assessment, rule: str) -> list[Finding]:
    return [one for one in found.findings if one.rule == rule]


# --- items -------------------------------------------------------------------------------------------------------


def test_coverage_counts_the_villages_of_the_register_but_none_of_municipalities(make: Make) -> None:
    register = [village("80010101"), village("80010102"), village("80010103"), village("80015101"), village("80020101")]
    one = measure(assess(make(click_items=[item("80010101"), item("80010101")], village_names=register)), "T8.1")
    assert (one.value, one.n, one.status) == (pytest.approx(100 / 3), 3, Status.RED)


def test_without_a_register_of_villages_coverage_counts_subdistricts(make: Make) -> None:
    one = measure(assess(make(click_items=[item("80230101")])), "T8.1")
    assert one.n == 4 and one.value == 25.0  # เฉลิมพระเกียรติ has four subdistricts


def test_completeness_is_filled_cells_of_those_required(make: Make) -> None:
    items = [item("80010101"), item("80010102", has_image=False, owner_id=None, item_name=None)]
    one = measure(assess(make(click_items=items)), "T8.2")
    assert (one.value, one.base, one.status) == (75.0, "9 จาก 12 ช่อง ณ 12 ม.ค. 2565", Status.RED)


def test_an_item_is_current_for_ninety_days_and_without_a_date_never(make: Make) -> None:
    days = ["2021-10-14", "2021-10-13", None, "2022-01-13"]  # 90 and 91 days old, none, after the day
    found = assess(make(click_items=[item(f"8001010{n}", day) for n, day in enumerate(days, 1)]))
    assert (measure(found, "T8.3").value, measure(found, "T8.3").status) == (25.0, Status.RED)
    assert measure(found, "T8.3-age").value == 90.5
    assert any("1 รายการที่วันที่ปรับปรุงอยู่หลังวันที่ของหน้านี้" in note for note in found.notes)


def test_links_are_looked_up_in_villages_otop_and_groups(make: Make) -> None:
    items = [
        item("80010101"),
        item("80010102", linked_id="999"),
        item("80010102", linked_id=None),
        item("80010103", item_type="product", linked_id="80010000100001"),
        item("80010103", item_type="group", linked_id="G1"),
        item("80010103", item_type="product", linked_id="80010000100002"),
    ]
    where = {"province_code": "80", "district_code": "8001"}
    data = make(
        click_items=items,
        otop_products=[{**where, "product_id": "80010000100001", "producer_id": "1", "fiscal_year": 2565}],
        community_groups=[{**where, "group_id": "G1", "fiscal_year": 2565}],
        village_names=[village("80010101"), village("80010103")],
    )
    one = measure(assess(data), "T8.6")
    assert (one.value, one.n, one.status) == (50.0, 6, Status.RED)


def test_products_without_any_register_are_not_judged(make: Make) -> None:
    found = assess(make(click_items=[item("80010101"), item("80010101", item_type="product", linked_id="1")]))
    assert (measure(found, "T8.6").value, measure(found, "T8.6").n) == (100.0, 1)
    assert any("1 รายการตรวจรหัสไม่ได้" in note for note in found.notes)


def test_a_second_owner_is_another_person(make: Make) -> None:
    items = [item("80010101"), item("80010102", backup_id="a"), item("80010103", backup_id=None)]
    one = measure(assess(make(click_items=items)), "T8.8")
    assert (one.value, one.status) == (pytest.approx(100 / 3), Status.RED)


@pytest.mark.parametrize("day", ["2022-02-01", "2021-09-30"])
def test_a_list_younger_than_the_page_or_of_the_year_before_does_not_count(make: Make, day: str) -> None:
    found = assess(make(click_items=[item("80010101", as_of_date=pd.Timestamp(day))]))
    assert measure(found, "T8.1-items").value is None and "click_items" in found.awaited


# --- use ---------------------------------------------------------------------------------------------------------


def test_users_are_summed_and_held_against_the_same_months_and_people_surveyed(make: Make) -> None:
    usage = [use("8001", "2021-10", 60.0, returning_users=15.0), use("8001", "2021-11", 40.0, returning_users=35.0)]
    before = [use("8001", "2020-10", 80.0), use("8001", "2020-12", 999.0)]  # December is not among this year's months
    where = {"area_level": "district", "province_code": "80", "district_code": "8001"}
    people = [{**where, "bmn_year": year, "persons_surveyed": n} for year, n in ((2563, 1.0), (2564, 2000.0))]
    found = assess(make(click_usage=[*usage, *before], poverty_areas=people))
    assert (measure(found, "T8.4").value, measure(found, "T8.4").previous) == (100.0, 80.0)
    assert measure(found, "T8.4-rate").value == 50.0
    assert measure(found, "T8.4-return").value == 50.0
    assert measure(found, "T8.4").trend == (("ต.ค. 2564", 60.0), ("พ.ย. 2564", 40.0))


def test_without_people_surveyed_the_page_says_that_it_tells_users_only(make: Make) -> None:
    found = assess(make(click_usage=[use("8001", "2021-10")]))
    assert measure(found, "T8.4-rate").value is None
    assert any("บอกได้เพียงจำนวนผู้เข้าใช้" in note for note in found.notes)


def test_requests_closed_count_months_that_tell_both(make: Make) -> None:
    usage = [
        use("8001", "2021-10", requests=10.0, requests_closed=8.0, median_close_days=2.0),
        use("8001", "2021-11", requests=30.0, requests_closed=12.0, median_close_days=7.0),
        use("8001", "2021-12", requests=50.0),
    ]
    found = assess(make(click_usage=usage))
    assert (measure(found, "T8.5").value, measure(found, "T8.5").n) == (50.0, 40)
    assert measure(found, "T8.5").base == "20 จาก 40 รายการ ต.ค. – ธ.ค. 2564"
    assert measure(found, "T8.5-days").value == 5.0  # (2 x 8 + 7 x 12) / 20
    (told,) = of_rule(found, "requests_open")
    assert (told.area, told.weight, told.unit) == ("8001", 20.0, "รายการ")


def test_no_requests_at_all_is_no_rate(make: Make) -> None:
    one = measure(assess(make(click_usage=[use("8001", "2021-10", requests=0.0, requests_closed=0.0)])), "T8.5")
    assert (one.value, one.status, one.reason) == (None, Status.GRAY, "ตัวหารเป็นศูนย์")


def test_more_closed_than_received_cannot_be(make: Make) -> None:
    one = measure(assess(make(click_usage=[use("8001", "2021-10", requests=4.0, requests_closed=5.0)])), "T8.5")
    assert one.status is Status.CHECK


def test_publicity_is_per_district_and_month_and_any_district_with_none_is_yellow(make: Make) -> None:
    usage = [use("8001", month, publicity_count=n) for month, n in (("2021-10", 4.0), ("2021-11", 2.0))]
    usage += [use("8002", month, publicity_count=0.0) for month in ("2021-10", "2021-11")]
    usage += [use("8003", "2021-10")]
    found = assess(make(click_usage=usage))
    assert measure(found, "T8.7").value == 1.5
    assert (measure(found, "T8.7-any").value, measure(found, "T8.7-any").status) == (50.0, Status.YELLOW)
    (told,) = of_rule(found, "no_publicity")
    assert (told.area, told.status) == ("8002", Status.YELLOW)


# --- who sent what -----------------------------------------------------------------------------------------------


def test_a_month_that_others_sent_is_owed_and_the_area_is_gray(make: Make) -> None:
    usage = [use(code, f"2021-{month}") for code in district_codes("80") for month in (10, 11, 12)]
    usage = [one for one in usage if (one["district_code"], one["month"].month) != ("8002", 12)]
    found = assess(make(click_usage=usage))
    (told,) = of_rule(found, "no_report")
    assert told.area == "8002" and "สถิติการใช้งานเดือนธันวาคม 2564" in told.sentence
    assert found.ranking is not None
    lights = dict(zip(found.ranking.frame["area"], found.ranking.frame["status"], strict=True))
    assert lights["8002"] == "gray"
    assert "บัญชีรายการ" not in told.sentence  # nobody sent a list of items: it is awaited, not owed by each


def test_several_months_owed_are_told_as_a_period(make: Make) -> None:
    usage = [use("8001", f"2021-{month}") for month in (10, 11, 12)]
    (told,) = of_rule(assess(make(click_usage=[*usage, use("8002", "2021-10")])), "no_report")
    assert "ยังไม่ส่งสถิติการใช้งานเดือน" in told.sentence  # 22 areas in one sentence, in the words of the first
    assert found_reason(assess(make(click_usage=[*usage, use("8002", "2021-10")])), "8002").endswith("พ.ย. – ธ.ค. 2564")


def test_a_province_without_anything_awaits_both_tables(make: Make) -> None:
    found = assess(make(click_usage=[use("8401", "2021-10")]))
    assert found.awaited == ("click_items", "click_usage")
    assert (found.status, found.ranking, found.findings, found.carried) == (Status.GRAY, None, (), None)
    assert "ยังสรุปไม่ได้" in found.verdict
    assert all(one.status is Status.GRAY for one in found.measures)


def test_requests_open_at_the_end_of_last_year_are_carried(make: Make) -> None:
    usage = [
        use("8001", "2020-10", requests=10.0, requests_closed=7.0),
        use("8001", "2021-09", requests=5.0, requests_closed=5.0),
        use("8002", "2021-09", requests=5.0, requests_closed=5.0),
    ]
    carried = assess(make(click_usage=usage)).carried
    assert carried is not None
    assert carried.frame.to_dict("list") == {
        "area": ["8001"], "requests": [15.0], "requests_closed": [12.0], "left": [3.0],
    }  # fmt: skip


def test_a_region_compares_provinces(make: Make) -> None:
    found = assess(make(click_items=[item("80010101"), item("84010101", "2021-01-01")]), "region-5")
    assert found.ranking is not None
    rows = found.ranking.frame.set_index("area")
    assert (rows["T8.3"]["84"], rows["T8.3"]["80"], rows["status"]["86"]) == (0.0, 100.0, "gray")
    assert measure(found, "T8.3").value == 50.0


# --- the sample --------------------------------------------------------------------------------------------------


def test_totals_of_the_page_are_those_of_the_truth(built_sample: Path, tmp_path: Path) -> None:
    planted = situations(2565, "80", district_codes("80"), kinds=sample.KINDS, topic="click_chumchon")
    part = sample.write_province(tmp_path, 2565, "80", planted)
    items, usage = (pd.concat(part.tables[name]) for name in ("click_items", "click_usage"))
    now = usage[usage["fiscal_year"].eq(2565)]
    found = assess(Processed(built_sample / "data/processed"))
    assert measure(found, "T8.1-items").value == len(items)
    assert measure(found, "T8.4").value == sum(now["users"])
    fresh = sum((pd.Timestamp(TODAY) - day).days <= 90 for day in items["updated_date"])
    assert measure(found, "T8.3").value == pytest.approx(fresh / len(items) * 100)
    assert measure(found, "T8.5").value == pytest.approx(sum(now["requests_closed"]) / sum(now["requests"]) * 100)
    assert {one.name for one in found.exhibits.values()} == {"coverage", "freshness", "age", "fields", "funnel", "uses"}
    assert {(one.rule, one.area) for one in found.findings} >= set(planted.items())
