"""Topic 4: need, support and referral of groups, on registers to check by hand. All figures are made up."""

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
from cdd_analysis.sample.topics.grassroots import KINDS, write_province
from cdd_analysis.topics import grassroots
from cdd_analysis.topics.grassroots.groups import marks, need_scores

TODAY = date(2022, 1, 12)
Make = Callable[..., Processed]


def group(number: int, caps: float | None = 1, district: str = "8001", **more: Any) -> dict[str, Any]:
    """A group of the register of 2565; ``caps`` is each of its five scores."""
    return {
        "fiscal_year": 2565,
        "area_level": "district",
        "province_code": district[:2],
        "district_code": district,
        "group_id": f"{district}{number:05d}",
        "group_name": f"กลุ่ม {number}",
        "work_group": "processing",
        **dict.fromkeys(("cap_prod", "cap_std", "cap_mkt", "cap_mgmt", "cap_fin"), caps),
        "as_of_date": pd.Timestamp(2022, 1, 12),
    } | more


def help_of(number: int, district: str = "8001", **more: Any) -> dict[str, Any]:
    """A support given to a group in December 2564."""
    return {
        "fiscal_year": 2565,
        "area_level": "district",
        "province_code": district[:2],
        "district_code": district,
        "group_id": f"{district}{number:05d}",
        "group_name": f"กลุ่ม {number}",
        "supporter": "company",
        "support_date": pd.Timestamp(2021, 12, 1),
        "support_value_baht": 1000.0,
    } | more


@pytest.fixture
def make(make: Callable[..., Processed]) -> Make:
    """Writes registers and support records, and opens them."""

    def processed(groups: list[dict[str, Any]], support: list[dict[str, Any]] | None = None) -> Processed:
        return make(community_groups=groups, group_support=support or [])

    return processed


def assess(data: Processed, key: str = "80", day: date = TODAY) -> Assessment:
    return grassroots.assess(data, View(scope(key), 2565, day))


def measure(found: Assessment, identity: str) -> Measure:
    return next(one for one in found.measures if one.id == identity)


def value(found: Assessment, identity: str) -> float | None:
    return measure(found, identity).value


def rules(found: Assessment) -> list[tuple[str, str]]:
    return [(one.rule, one.area) for one in found.findings]


def the(found: Assessment, rule: str) -> Finding:
    (one,) = (one for one in found.findings if one.rule == rule)
    return one


def typed(make: Make, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return make(rows).read("community_groups")


# --- T4.3 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caps", "more", "need"),
    [
        (1, {}, 100),
        (5, {}, 0),
        (3, {}, 50),
        (3, {"quadrant": "D"}, 60),
        (3, {"quadrant": "C"}, 50),
        (3, {"sales_baht": 80.0, "sales_last_year_baht": 100.0}, 60),
        (3, {"sales_baht": 81.0, "sales_last_year_baht": 100.0}, 50),
        (3, {"sales_baht": 80.0, "sales_last_year_baht": 0.0}, 50),
        (1, {"quadrant": "D"}, 100),
        (3, {"cap_fin": 1}, 60),
        (2, {"cap_fin": 5}, 60),
    ],
)
def test_need_is_what_capability_lacks_and_more_for_grade_d_and_falling_sales(
    make: Make, caps: float, more: dict[str, Any], need: float
) -> None:
    assert need_scores(typed(make, [group(1, caps, **more)])).tolist() == [need]  # exact: 60 is a line


@pytest.mark.parametrize("wrong", [None, 6, 0])
def test_a_group_without_five_possible_scores_has_no_need_and_counts_in_no_share(make: Make, wrong: float) -> None:
    found = assess(make([group(1), group(2, cap_fin=wrong)], [help_of(2)]))
    assert measure(found, "T4.3").base.startswith("1 จาก 1 กลุ่ม")
    assert value(found, "T4.4") is None
    assert any("1 กลุ่มประเมินศักยภาพไม่ครบ" in note for note in found.notes)
    expected = "need_unknown" if wrong is None else "impossible_capability"
    assert (expected, "8001") in rules(found)
    assert the(found, expected).status is (Status.GRAY if wrong is None else Status.CHECK)


# --- T4.4 to T4.6 -------------------------------------------------------------------------------------------------


def mixed() -> list[dict[str, Any]]:
    """Two needy, one to be watched, two that stand on their own."""
    return [group(1), group(2), group(3, 3), group(4, 5), group(5, 5)]


def test_targeting_missed_and_over_served_are_ratios_of_groups(make: Make) -> None:
    found = assess(make(mixed(), [help_of(1), help_of(1, supporter="cdd"), help_of(3), help_of(4)]))
    assert value(found, "T4.3") == 40
    assert value(found, "T4.4") == pytest.approx(100 / 3)
    assert value(found, "T4.5") == 50
    assert value(found, "T4.6") == pytest.approx(100 / 3)
    assert measure(found, "T4.4").status is measure(found, "T4.5").status is Status.RED


def test_the_groups_are_named_in_findings_and_lists(make: Make) -> None:
    found = assess(make(mixed(), [help_of(1), help_of(4)]))
    missed, over = the(found, "missed_groups"), the(found, "over_served")
    assert (missed.area, missed.weight, missed.unit, missed.owner) == (
        "8001",
        1,
        "กลุ่ม",
        "พัฒนาการอำเภอเมืองนครศรีธรรมราช",
    )
    assert "1 กลุ่ม ร้อยละ 50.0 (1 จาก 2 กลุ่ม) สูงกว่าเกณฑ์ ร้อยละ 20.0 ได้แก่ กลุ่ม 2" in missed.sentence
    assert over.sentence.endswith("มูลค่า 1,000 บาท ได้แก่ กลุ่ม 4")
    assert found.tables["missed_groups"].frame["group_name"].tolist() == ["กลุ่ม 2"]
    assert found.tables["over_served"].frame[["group_name", "who", "again"]].values.tolist() == [
        ["กลุ่ม 4", "บริษัทประชารัฐรักสามัคคี", "ไม่ได้หนุนเสริม"]
    ]


def test_a_group_that_is_helped_every_year_and_needs_it_not_is_told(make: Make) -> None:
    last = {"fiscal_year": 2564, "as_of_date": pd.Timestamp(2021, 9, 30)}
    data = make(
        [*mixed(), group(4, 5, **last)],
        [help_of(1), help_of(4), help_of(4, fiscal_year=2564, support_date=pd.Timestamp(2021, 3, 1))],
    )
    found = assess(data)
    assert the(found, "over_served").sentence.endswith("และ 1 กลุ่มได้รับการหนุนเสริมในปีก่อนด้วย")
    assert found.tables["over_served"].frame["again"].tolist() == ["หนุนเสริมด้วย"]


def test_without_any_record_of_support_nobody_is_called_missed(make: Make) -> None:
    found = assess(make(mixed()))
    for identity in ("T4.4", "T4.5", "T4.6", "T4.9"):
        one = measure(found, identity)
        assert (one.value, one.status, one.awaited) == (None, Status.GRAY, "group_support")
    assert "ยังไม่ได้รับบันทึกการหนุนเสริม" in found.verdict
    assert found.awaited == ("group_support",)
    assert "missed_groups" not in dict(rules(found))


def test_with_nobody_needy_the_missed_share_is_gray_and_not_zero(make: Make) -> None:
    one = measure(assess(make([group(1, 5)], [help_of(1)])), "T4.5")
    assert (one.value, one.status, one.reason) == (None, Status.GRAY, "ตัวหารเป็นศูนย์")


def test_support_after_the_day_of_the_view_does_not_count(make: Make) -> None:
    early = {"as_of_date": pd.Timestamp(2021, 11, 30)}
    found = assess(make([group(1, **early), group(2, **early)], [help_of(1)]), day=date(2021, 11, 30))
    assert value(found, "T4.5") == 100
    assert found.inputs["group_support"].empty


def test_support_of_a_case_counts_in_the_year_it_was_given(make: Make) -> None:
    """The register still shows the day a case of last year was supported."""
    old, new = pd.Timestamp(2021, 8, 1), pd.Timestamp(2021, 10, 1)
    groups = [
        group(1, supported_date=old, referral_status="closed"),
        group(2, supported_date=new),
        group(3, supported_date=old, referral_status="supported"),
    ]
    found = assess(make(groups, [help_of(4)]))
    assert found.tables["missed_groups"].frame["group_name"].tolist() == ["กลุ่ม 1"]


def test_support_of_groups_that_are_in_no_register_is_told(make: Make) -> None:
    found = assess(make([group(1)], [help_of(1), help_of(9)]))
    assert "1 กลุ่ม ได้แก่ กลุ่ม 9" in the(found, "support_unlisted").sentence
    assert the(found, "support_unlisted").status is Status.GRAY


# --- T4.1, T4.2, T4.9 ---------------------------------------------------------------------------------------------


def earned(before: float | None, after: float | None, target: float | None = None) -> dict[str, Any]:
    return {"income_before_baht": before, "income_after_baht": after, "target_baht": target}


def test_incomes_are_of_supported_groups_that_state_both(make: Make) -> None:
    groups = [
        group(1, **earned(100, 110, 200)),
        group(2, **earned(100, 150)),
        group(3, **earned(None, 40, 40)),
        group(4, **earned(100, 90, None)),
        group(5, **earned(100, 900, 100)),  # not supported
        group(6, **earned(0, 10, None)),  # nothing to compare with
    ]
    found = assess(make(groups, [help_of(n) for n in (1, 2, 3, 4, 6)]))
    assert value(found, "T4.1") == 400
    assert value(found, "T4.1-target") == pytest.approx(150 / 240 * 100)
    assert value(found, "T4.2") == pytest.approx(10)
    assert value(found, "T4.2-rose") == pytest.approx(200 / 3)
    assert measure(found, "T4.1-target").status is Status.RED
    assert ("income_behind", "8001") in rules(found)


def test_income_that_fell_is_asked_about(make: Make) -> None:
    found = assess(make([group(1, **earned(100, 80))], [help_of(1)]))
    assert "ร้อยละ −20.0 ต่ำกว่าเกณฑ์" in the(found, "income_fell").sentence


def test_a_partner_is_anybody_but_the_department(make: Make) -> None:
    support = [help_of(1, supporter="cdd"), help_of(2, supporter="commerce"), help_of(3, supporter=None)]
    one = measure(assess(make([group(1), group(2), group(3)], support)), "T4.9")
    assert (one.value, one.base, one.status) == (50, "1 จาก 2 กลุ่ม ณ 12 ม.ค. 2565", Status.GREEN)


# --- T4.7, T4.8 ---------------------------------------------------------------------------------------------------


def case(number: int, status: str | None, *days: str, district: str = "8001", **more: Any) -> dict[str, Any]:
    dates = zip(("found_date", "referred_date", "received_date", "supported_date", "closed_date"), days, strict=False)
    stamps = {name: pd.Timestamp(day) for name, day in dates}
    return group(number, district=district, referral_status=status, **stamps, **more)


def test_the_funnel_counts_every_stage_that_a_case_has_passed(make: Make) -> None:
    groups = [
        case(1, "closed"),
        case(2, "received", "2021-10-01", "2021-10-10", "2021-10-21"),
        case(3, None, "2021-10-01", "2021-10-05", "2021-10-11"),
        case(4, "referred", "2021-12-01", "2022-01-02"),
        case(5, "found"),
        group(6),
    ]
    found = assess(make(groups, [help_of(1)]))
    funnel = found.exhibits["funnel"].frame
    assert funnel["groups"].tolist() == [5, 4, 3, 1, 1]
    assert value(found, "T4.7") == 75
    assert value(found, "T4.7-closed") == 25
    assert value(found, "T4.7-days") == 15
    assert (value(found, "T4.7-stuck"), "referral_stuck" in dict(rules(found))) == (0, False)


def test_a_case_waiting_longer_than_thirty_days_is_stuck(make: Make) -> None:
    groups = [
        case(1, "referred", "2021-11-01", "2021-12-12"),
        case(2, "referred", "2021-11-01", "2021-12-13"),
        case(3, "received", "2021-11-01", "2021-11-02"),
        case(4, "referred"),
    ]
    found = assess(make(groups, [help_of(1)]))
    assert measure(found, "T4.7-stuck").base.startswith("1 จาก 4 กลุ่ม")
    assert "1 กลุ่ม นานที่สุด 31 วัน ได้แก่ กลุ่ม 1" in the(found, "referral_stuck").sentence
    assert the(found, "referral_stuck").status is Status.RED


def test_days_from_found_to_received_beyond_twice_the_line_are_red(make: Make) -> None:
    found = assess(make([case(1, "received", "2021-10-01", "2021-10-02", "2021-12-20")], [help_of(1)]))
    assert (value(found, "T4.7-days"), measure(found, "T4.7-days").status) == (80, Status.RED)
    assert ("slow_referral", "8001") in rules(found)


def test_districts_that_passed_nobody_on_are_found_and_of_silent_ones_nothing_is_known(make: Make) -> None:
    groups = [
        case(1, "referred", "2022-01-02", "2022-01-03"),
        group(1, district="8002"),
        case(1, "found", district="8003"),
    ]
    found = assess(make(groups, [help_of(1)]))
    assert measure(found, "T4.8").base.startswith("1 จาก 3 อำเภอที่ส่งทะเบียน")
    assert {area for rule, area in rules(found) if rule == "no_referral"} == {"8002", "8003"}
    assert found.ranking is not None
    lights = found.ranking.frame.set_index("area")["status"]
    assert (lights["8002"], lights["8004"]) == ("red", "gray")


# --- last year ----------------------------------------------------------------------------------------------------


def test_last_year_is_of_the_same_day(make: Make) -> None:
    last = {"fiscal_year": 2564, "as_of_date": pd.Timestamp(2021, 9, 30)}
    before = [group(1, **last), group(2, **last), group(3, **last), group(4, **last)]
    support = [
        help_of(1, fiscal_year=2564, support_date=pd.Timestamp(2021, 1, 12)),
        help_of(2, fiscal_year=2564, support_date=pd.Timestamp(2021, 1, 13)),
        help_of(3, fiscal_year=2564, support_date=None),
    ]
    found = assess(make([group(1), *before], [help_of(1), *support]))
    assert measure(found, "T4.5").previous == 75
    assert found.trend is not None
    assert found.trend.frame.groupby("series")["groups"].last().tolist() == [2, 1]  # 2564, 2565


def test_last_year_is_of_the_districts_that_sent_this_year_s_register(make: Make) -> None:
    last = {"fiscal_year": 2564, "as_of_date": pd.Timestamp(2021, 9, 30)}
    before = [group(1, **last, **earned(1, 2)), group(1, district="8002", **last, **earned(1, 7))]
    support = [help_of(1, d, fiscal_year=2564, support_date=pd.Timestamp(2020, 11, 1)) for d in ("8001", "8002")]
    found = assess(make([group(1, **earned(1, 3)), *before], [help_of(1), *support]))
    assert (value(found, "T4.1"), measure(found, "T4.1").previous) == (3, 2)


def test_cases_left_open_last_year_are_carried_over_until_they_are_closed(make: Make) -> None:
    last = {"fiscal_year": 2564, "as_of_date": pd.Timestamp(2021, 9, 30)}
    groups = [
        case(1, "received", "2021-05-01", **last),
        case(2, "referred", "2021-06-01", **last),
        case(3, "closed", "2021-06-01", **last),
        case(4, "found", "2021-07-01", **last),
        group(5, **last),
        case(1, "closed", "2021-05-01"),
        case(2, "received", "2021-06-01"),
    ]
    found = assess(make(groups))
    assert found.carried is not None
    assert found.carried.frame[["group_name", "then", "now"]].values.tolist() == [
        ["กลุ่ม 2", "ส่งต่อ", "รับเรื่อง"],
        ["กลุ่ม 4", "ค้นพบ", "ไม่อยู่ในทะเบียนปีนี้"],
    ]


# --- who sent, what is shown --------------------------------------------------------------------------------------


def test_a_district_that_is_not_in_the_register_is_gray_and_named(make: Make) -> None:
    there = [group(1, district=f"80{n:02d}") for n in range(1, 24) if n != 7]
    found = assess(make(there, [help_of(1)]))
    silent = the(found, "no_report")
    assert (silent.area, silent.status) == ("8007", Status.GRAY)
    assert silent.sentence == "อำเภอชะอวดยังไม่ส่งทะเบียนกลุ่มเป้าหมาย ปีงบประมาณ 2565"
    assert found.coverage is not None and found.coverage.frame["area"].iloc[0] == "8007"


def test_a_province_without_anything_says_what_is_awaited(make: Make) -> None:
    found = assess(make([group(1)], [help_of(1)]), "81")
    assert (found.status, found.ranking, found.trend, found.exhibits, found.coverage) == (
        Status.GRAY,
        None,
        None,
        {},
        None,
    )
    assert found.awaited == ("community_groups", "group_support")
    assert "ยังสรุปไม่ได้" in found.verdict
    assert found.findings == ()
    assert all(one.value is None and one.status is Status.GRAY for one in found.measures)


def test_many_areas_of_one_kind_are_named_in_one_more_sentence(make: Make) -> None:
    groups = [group(n, district=f"80{d:02d}") for d in range(1, 6) for n in range(1, 2 + (d == 5))]
    found = assess(make(groups, [help_of(9)]))
    told = [one for one in found.findings if one.rule == "missed_groups"]
    assert next(one.area for one in told if len(one.area) == 4) == "8005"
    (rest,) = (one for one in told if one.area == "80")
    assert "อีก 2 อำเภอ รวม 2 กลุ่ม" in rest.sentence and rest.status is Status.RED


def test_a_region_compares_its_provinces_and_the_nation_its_regions(make: Make) -> None:
    data = make([group(1), group(1, 5, district="8401")], [help_of(1)])
    region, nation = assess(data, "region-5"), assess(data, "national")
    for found in (region, nation):
        assert measure(found, "T4.3").base.startswith("1 จาก 2 กลุ่ม")
    assert region.ranking is not None and nation.ranking is not None
    assert set(region.ranking.frame.dropna(subset=["groups"])["area"]) == {"80", "84"}
    assert nation.ranking.frame.dropna(subset=["groups"])["area"].tolist() == ["region-5"]


def test_the_matrix_holds_every_group_once(make: Make) -> None:
    found = assess(make(mixed(), [help_of(1), help_of(4)]))
    assert found.exhibits["matrix"].frame["groups"].tolist() == [1, 1, 0, 1, 1, 1]
    assert "stages" not in found.exhibits and "funnel" not in found.exhibits


def test_the_table_has_the_columns_of_the_handbook(make: Make) -> None:
    groups = [case(1, "closed", **earned(100, 110)), group(2, 5)]
    found = assess(make(groups, [help_of(1), help_of(2)]))
    assert found.ranking is not None
    assert [one.label for one in found.ranking.shown] == [
        "อำเภอ", "กลุ่มทั้งหมด", "ต้องการหนุนเสริมจริง", "ได้รับการหนุนเสริม", "ตรงเป้า", "ตกหล่น", "พึ่งตนเองได้แต่ยังหนุน",
        "ส่งต่อบริษัทฯ", "ปิดเรื่อง", "รายได้เพิ่มขึ้น", "สถานะ", "เหตุผล/ข้อสังเกต", "ข้อมูล ณ วันที่",
    ]  # fmt: skip
    assert found.ranking.total["groups"] == 2


def test_latest_is_the_newest_date_inside_the_year(make: Make) -> None:
    data = make([group(1, as_of_date=pd.Timestamp(2021, 12, 31))], [help_of(1, support_date=pd.Timestamp(2022, 1, 10))])
    assert grassroots.latest(data, ["80"], 2565) == date(2022, 1, 10)
    assert grassroots.latest(data, ["81"], 2565) is None


def test_marks_of_an_empty_register_are_empty(make: Make) -> None:
    data = make([])
    assert marks(data.read("community_groups"), data.read("group_support"), TODAY).empty


# --- the made-up province -----------------------------------------------------------------------------------------


def of_sample(tmp_path: Path, seed: int, planted: dict[str, str]) -> Assessment:
    """The topic on the truth of a made-up province, without its files being read."""
    part = write_province(tmp_path / "raw", seed, "80", planted)
    tables = {name: pd.concat(frames, ignore_index=True) for name, frames in part.tables.items()}
    level = {"area_level": "district", "as_of_date": pd.NaT}
    frames = [
        (name, rows.assign(**level).reindex(columns=schema(table(name)).names), schema(table(name)))
        for name, rows in tables.items()
    ]
    write(tmp_path / "p", [*frames, ("ledger", pd.DataFrame(columns=LEDGER_SCHEMA.names), LEDGER_SCHEMA)], {})
    return assess(Processed(tmp_path / "p"))


@pytest.mark.parametrize("seed", [2565, 1, 2])
def test_every_plant_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    planted = dict(zip(KINDS, ("8002", "8005", "8011", "8016", "8023"), strict=True))
    found = of_sample(tmp_path, seed, planted)
    assert {(one.rule, one.area) for one in found.findings} == set(planted.items())


@pytest.mark.parametrize("seed", [2565, 1, 2])
def test_a_province_without_plants_is_green_everywhere(tmp_path: Path, seed: int) -> None:
    found = of_sample(tmp_path, seed, {})
    assert found.findings == ()
    assert found.ranking is not None
    assert set(found.ranking.frame["status"]) == {"green"}
