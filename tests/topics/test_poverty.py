"""Topic 1 on tables small enough to check by hand. Phuket (83) has three districts; 8303 sends no register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.datasets import table
from cdd_analysis.ingest.store import Processed, schema, write
from cdd_analysis.measures.result import Assessment, Measure, Status, View
from cdd_analysis.topics import poverty

AS_OF = date(2022, 1, 12)  # day 104 of 365 of FY 2565
SENTENCE = "หนึ่งคนตกเกณฑ์ได้หลายมิติ"


def stored(folder: Path, **rows: list[dict[str, Any]]) -> Processed:
    """A processed folder with the rows given for each table."""
    frames = []
    for name in poverty.TABLES:
        layout = schema(table(name))
        frame = pd.DataFrame(rows.get(name, []), columns=layout.names, dtype=object)
        frames.append((name, frame, layout))
    write(folder, frames, {})
    return Processed(folder)


def view(key: str = "83", fiscal_year: int = 2565, as_of: date = AS_OF) -> View:
    return View(scope(key), fiscal_year, as_of)


def measure(assessment: Assessment, key: str) -> Measure:
    return next(one for one in assessment.measures if one.id == key)


def area(code: str, *, year: int = 2564, poor: float = 10, persons: float = 1000, **more: Any) -> dict[str, Any]:
    level = {2: "province", 4: "district", 6: "subdistrict"}[len(code)]
    places = {"province_code": code[:2], "district_code": code[:4] if len(code) > 2 else None, "area_level": level}
    return {
        **places,
        "area_id": code,
        "bmn_year": year,
        "is_municipality": False,
        "persons_target_poor": poor,
        "persons_surveyed": persons,
        "hh_surveyed": persons / 4,
        "hh_poor_bmn": poor / 2,
        "target_health": poor / 2,
        "target_income": poor,
    } | more


def house(number: int, district: str, dims: str = "", **more: Any) -> dict[str, Any]:
    flags = {
        f"dim_{key}": letter in dims
        for key, letter in zip(("health", "living", "education", "income", "access"), "hleia", strict=True)
    }
    places = {"province_code": district[:2], "district_code": district}
    return {"fiscal_year": 2565, "house_id": f"h{number}", "bmn_year": 2564, **places, **flags} | more


def helped(number: int, dimension: str, agency: str, day: str | None, result: str = "in_progress") -> dict[str, Any]:
    return {
        "fiscal_year": 2565,
        "province_code": "83",
        "district_code": "8301",
        "house_id": f"h{number}",
        "dimension": dimension,
        "agency": agency,
        "help_date": pd.Timestamp(day) if day else pd.NaT,
        "help_result": result,
    }


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


HOUSES = [
    house(1, "8301", "hi", verify_status="found", plan_exists=True, members=4, income_hh=120_000, income_pc=30_000,
          income_pc_latest=40_000, hh_class="develop", stage="2", recorded_date=day("2022-01-05")),
    house(2, "8301", "i", verify_status="found", plan_exists=True, members=3, income_hh=60_000, income_pc=20_000,
          income_pc_latest=35_000, hh_class="welfare", stage="1", recorded_date=day("2021-11-20")),
    house(3, "8301", "h", verify_status="moved", recorded_date=day("2021-12-20")),
    house(4, "8301", "hle", verify_status="found", plan_exists=False, hh_class="develop"),
    house(5, "8302", "l", verify_status="found", plan_exists=True, hh_class="develop", recorded_date=day("2022-01-10")),
    house(6, "8302", "i", income_pc=35_000, hh_class="develop"),
    house(1, "8301", stage="1", fiscal_year=2564),
    house(2, "8301", stage="2", fiscal_year=2564),
]  # fmt: skip
HELP = [
    helped(1, "health", "รพ.สต.บ้านสมมติ", "2021-11-10", "solved"),
    helped(1, "income", "สำนักงานพัฒนาชุมชน", "2021-12-01"),
    helped(4, "health", "เทศบาลสมมติ", "2022-01-02", "unsolved"),
    helped(4, "living", "เทศบาล สมมติ", "2022-01-03", "solved"),
    helped(3, "health", "อบต.สมมติ", "2021-10-15", "solved"),
    helped(2, "income", "สำนักงานเกษตร", "2022-03-01", "solved"),  # after the as-of date
]
AREAS = [area("83", poor=30, persons=3000), area("8301"), area("8302", poor=15), area("8303", poor=5)]


@pytest.fixture
def phuket(tmp_path: Path) -> Assessment:
    data = stored(tmp_path, poverty_areas=AREAS, target_households=HOUSES, household_help=HELP)
    return poverty.assess(data, view())


def test_golden_rates_of_the_country_2565(tmp_path: Path) -> None:
    row = area("83", year=2565, poor=655_365, persons=36_130_610, hh_poor_bmn=197_298, hh_surveyed=12_942_574)
    national = row | {"area_level": "national", "province_code": None}
    found = poverty.assess(stored(tmp_path, poverty_areas=[national, row]), view("national"))
    assert measure(found, "T1.1").value == pytest.approx(1.8139, abs=5e-5)
    assert measure(found, "T1.2").value == pytest.approx(1.5244, abs=5e-5)
    assert "655,365 จาก 36,130,610 คน" in measure(found, "T1.1").base
    assert "ร้อยละ 1.8" in found.verdict


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("T1.3", 5 / 6 * 100),
        ("T1.4", 5),
        ("T1.5", 3 / 5 * 100),
        ("T1.6", 2 / 3 * 100),  # 8302 sent no help record: left out of both, not counted as zero
        ("T1.7", 3 / 7 * 100),  # household x dimension
        ("T1.8", 1 / 2 * 100),  # 40,000 passes 38,000; 35,000 does not; h6 has no new income
        ("T1.9", (8_000 + 18_000 + 3_000) / 3),
        ("T1.10", 1.5),  # two spellings of one agency are one agency
        ("T1.10-share", 50),
        ("T1.11", 3 / 6 * 100),
        ("T1.11-months", 5 / 8 * 100),
        ("T1.12", 4 / 5 * 100),
        ("T1.12-welfare", 1 / 5 * 100),
        ("T1.12-unclassed", 0),
        ("T1.13", 1),
        ("T1.13-down", 1),
    ],
)
def test_register_measures_by_hand(phuket: Assessment, key: str, value: float) -> None:
    assert measure(phuket, key).value == pytest.approx(value)


def test_both_bases_are_printed(phuket: Assessment) -> None:
    assert measure(phuket, "T1.4").base == "จากเป้าหมายทั้งหมด 6 ครัวเรือน หักไม่พบ 0 ย้าย 1 เสียชีวิต 0 ซ้ำ 0"
    assert "2 จากเป้าหมายคงเหลือ 3 ครัวเรือน" in measure(phuket, "T1.6").base
    assert "ร้อยละ 50.0 (n = 4) ของเป้าหมายทั้งหมด 4 ครัวเรือน" in measure(phuket, "T1.6").base
    assert "ปัญหาของเป้าหมายคงเหลือ 6 ปัญหา" in measure(phuket, "T1.7").base
    assert measure(phuket, "T1.6").target == pytest.approx(104 / 365 * 100)
    assert "ไม่รวม 1 อำเภอ" in measure(phuket, "T1.6").reason


def test_statuses_follow_bands_and_pace(phuket: Assessment) -> None:
    lights = {key: measure(phuket, key).status for key in ("T1.3", "T1.5", "T1.6", "T1.7", "T1.8", "T1.11", "T1.12")}
    assert lights == {
        "T1.3": Status.RED,
        "T1.5": Status.RED,
        "T1.6": Status.GREEN,
        "T1.7": Status.GREEN,
        "T1.8": Status.RED,
        "T1.11": Status.RED,
        "T1.12": Status.GRAY,
    }
    assert measure(phuket, "T1.1").status is Status.GRAY
    assert phuket.status is Status.RED
    assert "เหลือครัวเรือนที่ต้องดำเนินการจริง 5 จาก 6 ครัวเรือน" in phuket.verdict
    assert "1 อำเภอยังไม่ส่งทะเบียน" in phuket.verdict


def test_a_silent_district_is_gray_and_stays(phuket: Assessment) -> None:
    assert phuket.ranking is not None and phuket.coverage is not None
    row = phuket.ranking.frame.set_index("area").loc["8303"]
    assert row["status"] == Status.GRAY and pd.isna(row["target"]) and pd.isna(row["helped_pct"])
    assert set(phuket.ranking.frame["area"]) == {"8301", "8302", "8303"}
    assert phuket.ranking.total["helped_pct"] == pytest.approx(200 / 3)
    assert phuket.ranking.total["solved"] == "3/7"
    assert any(one.rule == "not_reported" and one.area == "8303" for one in phuket.findings)
    assert "บันทึกการช่วยเหลือ" in phuket.coverage.frame.set_index("area").loc["8302", "reason"]


def test_questions_name_area_figures_and_who_answers(phuket: Assessment) -> None:
    found = {(one.rule, one.area): one for one in phuket.findings}
    waiting = found["planned_waiting", "8302"]
    assert waiting.weight == 1 and waiting.owner == "พัฒนาการอำเภอกะทู้" and "1 ครัวเรือน" in waiting.question
    assert found["one_agency", "8301"].weight == 1  # h4: three dimensions, one agency
    assert found["gone", "8301"].sentence.endswith("ไม่พบ 0 ย้าย 1 เสียชีวิต 0 ซ้ำ 0")
    assert "30,000 เป็น 40,000 บาท" in found["passed_from_to", "83"].sentence
    assert found["stage_down", "8301"].weight == 1
    assert all(one.question and one.owner for one in phuket.findings)


def test_exhibits_and_trend(phuket: Assessment) -> None:
    assert set(phuket.exhibits) == {"rates", "dimensions", "waterfall", "recording", "incomes"}
    steps = phuket.exhibits["waterfall"].frame.set_index("step")["households"]
    assert steps.to_dict() == {
        "เป้าหมายทั้งหมด": 6, "ไม่พบ": 0, "ย้าย": 1, "เสียชีวิต": 0, "ซ้ำ": 0, "เป้าหมายคงเหลือ": 5,
        "มีแผนรายครัวเรือน": 3, "ช่วยเหลือแล้ว": 2, "แก้ปัญหาครบทุกมิติ": 0,
    }  # fmt: skip
    assert SENTENCE[:6] in phuket.exhibits["dimensions"].subtitle
    assert phuket.trend is not None
    line = phuket.trend.frame[phuket.trend.frame["series"] == "ช่วยเหลือแล้วสะสม"]["pct"].tolist()
    assert line == [0, pytest.approx(100 / 3), pytest.approx(100 / 3), pytest.approx(200 / 3)]


def test_without_a_register_the_rest_waits_by_name(tmp_path: Path) -> None:
    found = poverty.assess(stored(tmp_path, poverty_areas=AREAS), view(fiscal_year=2567, as_of=date(2024, 9, 30)))
    assert found.status is Status.GRAY
    assert found.awaited == ("target_households", "household_help")
    waiting = [one for one in found.measures if one.id in {f"T1.{n}" for n in range(3, 14)}]
    assert len(waiting) == 11
    assert all(m.status is Status.GRAY and m.value is None and m.awaited == "target_households" for m in waiting)
    assert measure(found, "T1.14").status is Status.GRAY
    assert "ข้อมูล จปฐ. ปี 2564 เก่ากว่าปีงบประมาณ 3 ปี" in found.notes
    assert any(SENTENCE in note for note in found.notes)
    assert found.trend is None
    assert found.ranking is not None
    assert found.ranking.frame["area"].tolist() == ["8302", "8301", "8303"]
    assert found.ranking.total["rate_pct"] == pytest.approx(1.0)


def test_help_records_alone_missing(tmp_path: Path) -> None:
    found = poverty.assess(stored(tmp_path, poverty_areas=AREAS, target_households=HOUSES), view())
    assert found.awaited == ("household_help",)
    assert measure(found, "T1.6").awaited == "household_help" and measure(found, "T1.6").value is None
    assert measure(found, "T1.5").value == pytest.approx(60)
    assert "ยังไม่ได้รับบันทึกการช่วยเหลือ" in found.verdict


def test_nothing_at_all_says_what_is_awaited(tmp_path: Path) -> None:
    found = poverty.assess(stored(tmp_path), view())
    assert found.awaited == poverty.TABLES and found.ranking is None and not found.exhibits
    assert measure(found, "T1.1").awaited == "poverty_areas"
    assert found.verdict.startswith("จังหวัดภูเก็ตยังไม่มีข้อมูล")


def test_a_base_of_zero_is_gray_never_zero_per_cent(tmp_path: Path) -> None:
    rows = [area("8301", poor=0, persons=0), area("8302", poor=0, persons=0), area("8303", poor=0, persons=0)]
    found = poverty.assess(stored(tmp_path, poverty_areas=rows), view())
    assert measure(found, "T1.1").value is None and measure(found, "T1.1").status is Status.GRAY
    gone = [house(1, "8301", verify_status="died", plan_exists=True)]
    found = poverty.assess(stored(tmp_path / "b", target_households=gone), view())
    assert measure(found, "T1.5").value is None and measure(found, "T1.5").status is Status.GRAY
    assert measure(found, "T1.4").value == 0


def test_the_newest_survey_not_after_the_fiscal_year_is_used(tmp_path: Path) -> None:
    rows = [area(code, year=year, poor=year - 2560) for code in ("8301", "8302", "8303") for year in (2561, 2564, 2566)]
    found = poverty.assess(stored(tmp_path, poverty_areas=rows), view())
    now = measure(found, "T1.1")
    assert now.value == pytest.approx(0.4) and now.previous == pytest.approx(0.1)
    assert found.trend is not None and found.trend.frame["year"].tolist() == ["2561", "2564"]


def test_municipal_rows_are_not_mixed_into_districts(tmp_path: Path) -> None:
    town = area("830151", poor=900, is_municipality=True)
    found = poverty.assess(stored(tmp_path, poverty_areas=[*AREAS, town]), view())
    assert measure(found, "T1.1").value == pytest.approx(1.0)
    assert measure(found, "T1.1").status is Status.GRAY


def test_a_province_row_that_differs_from_its_districts_is_check(tmp_path: Path) -> None:
    rows = [area("83", poor=31, persons=3000), *AREAS[1:]]
    found = poverty.assess(stored(tmp_path, poverty_areas=rows), view())
    assert found.status is Status.CHECK and measure(found, "T1.1").status is Status.CHECK
    assert "31" in measure(found, "T1.1").reason and "30" in measure(found, "T1.1").reason
    assert found.findings[0].rule == "survey_differs"


def test_more_poor_than_surveyed_is_check(tmp_path: Path) -> None:
    rows = [area("8301", poor=20, persons=10), area("8302"), area("8303")]
    found = poverty.assess(stored(tmp_path, poverty_areas=rows), view())
    assert found.status is Status.CHECK
    assert found.ranking is not None and found.ranking.frame["area"].iloc[0] == "8301"


def test_a_missing_district_leaves_the_total_to_the_provinces_own_row(tmp_path: Path) -> None:
    found = poverty.assess(stored(tmp_path, poverty_areas=AREAS[:3]), view())
    assert measure(found, "T1.1").base.startswith("30 จาก 3,000 คน")
    assert any("ขาดข้อมูล 1 อำเภอ" in note for note in found.notes)


def test_region_and_country_only_where_every_province_is_there(tmp_path: Path) -> None:
    members = scope("region-6").provinces
    some = [area(code, poor=20) for code in members[:-1] if code != "83"]
    found = poverty.assess(stored(tmp_path, poverty_areas=[*AREAS, *some]), view())
    assert measure(found, "T1.1").region is None
    every = [area(code, poor=20) for code in members if code != "83"]
    found = poverty.assess(stored(tmp_path / "b", poverty_areas=[*AREAS, *every]), view())
    poor, persons = 30 + 20 * len(every), 3000 + 1000 * len(every)
    assert measure(found, "T1.1").region == pytest.approx(poor / persons * 100)
    assert measure(found, "T1.1").country is None
    assert measure(found, "T1.1").rank == (len(members), len(members))


def test_the_undecided_line_of_2565_is_never_chosen(tmp_path: Path) -> None:
    rows = [
        house(1, "8301", "i", bmn_year=2565, income_pc=30_000, income_pc_latest=39_000),
        house(2, "8301", "i", bmn_year=2565, income_pc=30_000, income_pc_latest=45_000),
    ]
    found = poverty.assess(stored(tmp_path, target_households=rows), view())
    passed = measure(found, "T1.8")
    assert passed.value is None and passed.status is Status.GRAY
    assert "38,000 บาท ผ่านร้อยละ 100.0" in passed.reason and "40,000 บาท ผ่านร้อยละ 50.0" in passed.reason
    assert measure(found, "T1.8-low").value == 100 and measure(found, "T1.8-high").value == 50
    assert measure(found, "T1.9").value is None and "8,000" in measure(found, "T1.9").reason
    assert any(one.rule == "line_undecided" for one in found.findings)


@pytest.mark.parametrize(("year", "passes"), [(2559, 100), (2560, 0), (2564, 0), (2566, 0)])
def test_the_line_follows_the_survey_year_not_the_fiscal_year(tmp_path: Path, year: int, passes: float) -> None:
    rows = [house(1, "8301", "i", bmn_year=year, income_pc=20_000, income_pc_latest=35_000)]
    found = poverty.assess(stored(tmp_path, target_households=rows), view())
    assert measure(found, "T1.8").value == passes


def test_a_household_without_survey_year_has_no_line(tmp_path: Path) -> None:
    rows = [house(1, "8301", "i", bmn_year=None, income_pc=20_000, income_pc_latest=35_000)]
    found = poverty.assess(stored(tmp_path, target_households=rows), view())
    assert measure(found, "T1.8").value is None
    assert any("1 ครัวเรือนไม่ระบุปี จปฐ." in note for note in found.notes)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"hh_class": None}, "ยังไม่จำแนกประเภท 1 ครัวเรือน"),
        ({"members": 4, "income_hh": 100_000, "income_pc": 30_000}, "รายได้ครัวเรือนหารสมาชิกไม่เท่ากับรายได้เฉลี่ยต่อคน"),
    ],
)
def test_what_does_not_hold_together_is_check(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    plain = {"verify_status": "found", "plan_exists": True, "hh_class": "develop", "recorded_date": day("2022-01-10")}
    rows = [house(1, "8301", **plain | more), house(2, "8301", **plain)]
    found = poverty.assess(stored(tmp_path, target_households=rows), view())
    assert found.status is Status.CHECK
    assert words in found.verdict
    assert found.findings[0].status is Status.CHECK and found.findings[0].area == "8301"


def test_help_to_a_household_not_found_is_asked_about(tmp_path: Path) -> None:
    rows = [house(1, "8301", "h", verify_status="not_found")]
    records = [helped(1, "health", "อบต.สมมติ", "2022-01-02", "solved")]
    found = poverty.assess(stored(tmp_path, target_households=rows, household_help=records), view())
    assert measure(found, "T1.6").value is None
    assert any(one.rule == "helped_not_found" and one.weight == 1 for one in found.findings)


def test_beside_a_check_the_reason_also_says_what_is_behind(tmp_path: Path) -> None:
    rows = [house(1, "8301", verify_status="found", hh_class="develop"), house(2, "8301")]
    found = poverty.assess(stored(tmp_path, target_households=rows), view())
    assert found.ranking is not None
    reason = found.ranking.frame.set_index("area").loc["8301", "reason"]
    assert reason == "ยังไม่จำแนกประเภท 1 ครัวเรือน · การสอบทานครัวเรือนเป้าหมายร้อยละ 50.0 (n = 2) เกณฑ์ร้อยละ 100"


def test_each_kind_of_finding_speaks_before_one_speaks_twice(tmp_path: Path) -> None:
    rows = [house(n, code) for n, code in enumerate(("8301", "8301", "8302", "8303"))]
    found = poverty.assess(stored(tmp_path, target_households=rows), view())
    rules = [one.rule for one in found.findings]
    first = len(set(rules))
    assert len(set(rules[:first])) == first and len(rules) > first


def test_a_region_lists_its_provinces(tmp_path: Path) -> None:
    found = poverty.assess(stored(tmp_path, target_households=HOUSES, household_help=HELP), view("region-6"))
    assert found.ranking is not None
    assert set(found.ranking.frame["area"]) == set(scope("region-6").provinces)
    assert found.ranking.frame["area"].iloc[0] == "83"
    assert measure(found, "T1.6").value == pytest.approx(2 / 5 * 100)  # 83 as a whole sent help records


def test_latest_stays_inside_the_fiscal_year(tmp_path: Path) -> None:
    rows = [house(1, "8301", recorded_date=day("2022-01-10")), house(2, "8301", recorded_date=day("2022-11-01"))]
    data = stored(tmp_path, target_households=rows, household_help=[helped(1, "health", "ก", "2021-12-31")])
    assert poverty.latest(data, ("83",), 2565) == date(2022, 1, 10)
    assert poverty.latest(data, ("83",), 2564) is None
    assert poverty.latest(data, ("80",), 2565) is None


def test_inputs_keep_their_provenance(phuket: Assessment) -> None:
    assert set(phuket.inputs) == set(poverty.TABLES)
    assert {"source_file", "source_sheet", "source_row"} <= set(phuket.inputs["poverty_areas"])
    assert len(phuket.inputs["target_households"]) == 6


def listed(number: int, district: str, source: str = "tpmap") -> dict[str, Any]:
    """A household on another list than the house file: its code and its area, nothing else."""
    places = {"province_code": district[:2], "district_code": district}
    return {"fiscal_year": 2565, "house_id": f"h{number}", "list_source": source, **places}


#: TPMAP lists three of the four households of 8301 and one that the house file does not know; 8302 is not in it.
TPMAP = [listed(1, "8301"), listed(2, "8302"), listed(3, "8301"), listed(9, "8301"), listed(8, "8301", "survey")]


def test_three_lists_are_compared_by_household(tmp_path: Path) -> None:
    data = stored(tmp_path, poverty_areas=AREAS, target_households=[*HOUSES, *TPMAP], household_help=HELP)
    found = poverty.assess(data, view())
    one = measure(found, "T1.14")
    assert (one.value, one.n, one.status) == (60.0, 5.0, Status.RED)  # h1 h2 h3 of h1 h2 h3 h4 h9
    assert "ไม่รวม 1 อำเภอ" in one.reason  # 8302 is not on the list: it does not disagree
    asked = next(each for each in found.findings if each.rule == "sources_differ")
    assert (asked.area, asked.status, asked.weight) == ("8301", Status.RED, 2)
    assert "อยู่เฉพาะแฟ้มบ้าน 1 อยู่เฉพาะ TPMAP 1 ครัวเรือน" in asked.sentence
    assert found.ranking is not None
    assert found.ranking.frame.set_index("area").loc["8301", "status"] == Status.RED


def test_the_three_sources_stand_side_by_side(tmp_path: Path) -> None:
    data = stored(tmp_path, poverty_areas=AREAS, target_households=[*HOUSES, *TPMAP])
    rows = poverty.assess(data, view()).tables["sources"].frame.set_index("area")
    assert rows.loc["8301", ["hh_poor_bmn", "in_file", "in_tpmap", "in_survey", "listed_both"]].tolist() == [
        5,
        4,
        4,
        1,
        3,
    ]
    assert rows.loc["8302", ["in_file"]].tolist() == [2] and rows.loc["8302", ["in_tpmap", "listed_both"]].isna().all()
    assert rows.loc["8303", "hh_poor_bmn"] == 2.5 and pd.isna(rows.loc["8303", "in_file"])
    assert "sources" not in poverty.assess(stored(tmp_path / "b", target_households=HOUSES), view()).tables


def test_every_other_measure_counts_the_house_file_alone(tmp_path: Path, phuket: Assessment) -> None:
    data = stored(tmp_path / "b", poverty_areas=AREAS, target_households=[*HOUSES, *TPMAP], household_help=HELP)
    found = poverty.assess(data, view())
    same = {one.id: one.value for one in phuket.measures if one.id != "T1.14"}
    assert {one.id: one.value for one in found.measures if one.id != "T1.14"} == same
    said = [one | {"list_source": "house_file"} for one in HOUSES]
    data = stored(tmp_path / "c", poverty_areas=AREAS, target_households=[*said, *TPMAP], household_help=HELP)
    assert measure(poverty.assess(data, view()), "T1.14").value == 60.0
    assert len(found.inputs["target_households"]) == 6 + len(TPMAP)


def test_a_list_without_a_register_is_no_agreement(tmp_path: Path) -> None:
    found = poverty.assess(stored(tmp_path, target_households=TPMAP), view())
    assert measure(found, "T1.14").value is None and measure(found, "T1.14").status is Status.GRAY
    assert measure(found, "T1.4").awaited == "target_households"


def test_movement_of_stages_as_a_matrix(phuket: Assessment) -> None:
    matrix = phuket.tables["stages"].frame.set_index("before")
    assert matrix.loc["ปี 2564 อยู่รอด", ["to_1", "to_2", "whole"]].tolist() == [0, 1, 1]  # h1 up
    assert matrix.loc["ปี 2564 พอเพียง", ["to_1", "to_2", "whole"]].tolist() == [1, 0, 1]  # h2 back
    assert phuket.tables["stages"].total["whole"] == 2


def test_problems_by_dimension(phuket: Assessment) -> None:
    rows = phuket.tables["problems"].frame.set_index("dimension")  # of 8301, which alone sent help records
    assert rows.loc["สุขภาพ", ["fail", "got", "solved", "untouched"]].tolist() == [3, 3, 2, 0]
    assert rows.loc["รายได้", ["fail", "got", "solved", "untouched"]].tolist() == [2, 1, 0, 1]
    assert rows.loc["การศึกษา", ["fail", "got", "solved", "untouched"]].tolist() == [1, 0, 0, 1]
    assert phuket.tables["problems"].total["fail"] == 7
    assert "ไม่รวม 1 อำเภอ" in phuket.tables["problems"].note


def of_2564(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"fiscal_year": 2564}


#: Last year: h1 and h2 helped by 12 January 2564, h1 solved; h3 helped in August; h4 never; h5 died; h7 lies in 8302.
BEFORE = [
    of_2564(house(1, "8301", "h")), of_2564(house(2, "8301", "hi")), of_2564(house(3, "8301", "h")),
    of_2564(house(4, "8301", "e")), of_2564(house(5, "8301", "h", verify_status="died")),
    of_2564(house(7, "8302", "h")),
]  # fmt: skip
HELP_BEFORE = [
    of_2564(helped(1, "health", "อบต.สมมติ", "2020-11-01", "solved")),
    of_2564(helped(2, "health", "อบต.สมมติ", "2021-01-12", "solved")),
    of_2564(helped(3, "health", "อบต.สมมติ", "2021-08-01", "solved")),
]


def test_last_years_help_counts_to_the_same_day(tmp_path: Path) -> None:
    rows = [house(2, "8301", "i"), house(4, "8301", "e"), *BEFORE]
    late = [one | {"recorded_date": day("2021-09-30")} for one in rows]
    found = poverty.assess(stored(tmp_path, target_households=late, household_help=[*HELP, *HELP_BEFORE]), view())
    assert measure(found, "T1.6").previous == pytest.approx(50.0)  # h1 and h2 of h1 h2 h3 h4
    assert measure(found, "T1.7").previous == pytest.approx(2 / 6 * 100)  # two of six, h5's among them
    assert measure(found, "T1.4").previous == 5
    assert measure(found, "T1.3").previous is None  # the register is of the year's end: not of the same day
    assert any("สภาพปลายปี" in note for note in found.notes)
    early = [one | {"recorded_date": day("2021-01-05")} for one in rows]
    found = poverty.assess(stored(tmp_path / "b", target_households=early, household_help=HELP_BEFORE), view())
    assert measure(found, "T1.3").previous == pytest.approx(100 / 5)  # only the one that died was looked up, of 8301


def test_what_last_year_left(tmp_path: Path) -> None:
    rows = [house(2, "8301", "i"), house(4, "8301", "e"), *BEFORE]
    records = [helped(4, "education", "อบต.สมมติ", "2021-12-01"), *HELP_BEFORE]
    found = poverty.assess(stored(tmp_path, target_households=rows, household_help=records), view())
    assert found.carried is not None
    left = found.carried.frame.set_index("area")  # 8302 sent no help record: nobody knows what it left
    assert list(left.index) == ["8301"]
    # h2: income unsolved, still waits; h4: never helped, helped this year
    assert left.loc["8301"].to_dict() == {"left": 2, "unhelped": 1, "unsolved": 2, "off": 0, "taken_up": 1, "still": 1}
    asked = next(one for one in found.findings if one.rule == "left_from_last_year")
    assert asked.weight == 1 and "2 ครัวเรือน" in asked.sentence
    gone = poverty.assess(stored(tmp_path / "b", target_households=[rows[0], *BEFORE], household_help=records), view())
    assert gone.carried is not None
    assert gone.carried.frame.set_index("area").loc["8301", ["off", "taken_up", "still"]].tolist() == [1, 0, 1]


def test_nothing_of_last_year_leaves_nothing_to_say(phuket: Assessment) -> None:
    assert phuket.carried is None


def test_a_district_without_help_records_is_asked_where_others_sent_theirs(phuket: Assessment, tmp_path: Path) -> None:
    assert [one.area for one in phuket.findings if one.rule == "no_help"] == ["8302"]
    found = poverty.assess(stored(tmp_path / "b", target_households=HOUSES), view())  # none anywhere: told as awaited
    assert not any(one.rule == "no_help" for one in found.findings)
