"""The management questions: every measure on tables small enough to check by hand. All figures are made up."""

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
from cdd_analysis.sample.topics import management as sample
from cdd_analysis.topics import management
from cdd_analysis.topics.management.cover import VISIT
from cdd_analysis.topics.management.units import office

TODAY = date(2022, 1, 12)
OFFICE = "สพจ.นครศรีธรรมราช"
Make = Callable[..., Processed]
_number = iter(range(10**9))


def day(text: str | None) -> Any:
    return pd.Timestamp(text) if text else pd.NaT


def of(unit: str, **more: Any) -> dict[str, Any]:
    """A row of a unit: a district's by four digits, the province office's by two."""
    return {
        "fiscal_year": 2565,
        "area_level": {2: "province", 4: "district", 6: "subdistrict"}[len(unit)],
        "province_code": unit[:2],
        "district_code": unit[:4] if len(unit) > 2 else None,
        "subdistrict_code": unit if len(unit) == 6 else None,
        "as_of_date": pd.Timestamp(TODAY),
        "source_file": "a.xlsx",
        "source_sheet": "1",
        "source_row": next(_number),
    } | more


def duty(unit: str, person: str, topic: str, role: str = "owner", **more: Any) -> dict[str, Any]:
    return of(unit, staff_id=person, topic=topic, duty=role, **more)


def everyone(unit: str, *, but: str = "") -> list[dict[str, Any]]:
    """Two able people for each topic of the visit, one for ``but``."""
    owners = [duty(unit, "a", topic) for topic in VISIT]
    return owners + [duty(unit, "b", topic, "backup") for topic in VISIT if topic != but]


def report(unit: str, month: str, due: str, sent: str | None, person: str | None = "a", **more: Any) -> dict[str, Any]:
    level = {2: "province", 4: "district", 6: "subdistrict"}[len(unit)]
    told = {"topic": "otop", "report_name": "รายงานผล", "reported_by_level": level} | more
    dates = {"month": day(month), "due_date": day(due), "sent_date": day(sent)}
    return of(unit, recorded_by_id=person if sent else None, **dates, **told)


def budget(unit: str, month: str, given: float | None, spent: float | None, **more: Any) -> dict[str, Any]:
    line = {"budget_line": "บริหารจัดการ", "allocated_baht": given, "disbursed_baht": spent, "month": day(month)}
    return of(unit, **line | more)


def loan(unit: str, due: str, cleared: str | None = None, baht: float = 1000.0, **more: Any) -> dict[str, Any]:
    dates = {"due_date": day(due), "cleared_date": day(cleared)}
    return of(unit, contract_id=f"ย.{next(_number)}", advance_baht=baht, **dates, **more)


def action(unit: str, due: str, done: str | None = None, status: str = "in_progress", **more: Any) -> dict[str, Any]:
    told = {
        "topic": "otop",
        "instruction": "ให้ปรับปรุงข้อมูล",
        "owner_role": "พัฒนาการอำเภอ",
        "given_date": day("2021-07-14"),
    }
    dates = {"due_date": day(due), "done_date": day(done), "fiscal_year": 2564}
    return of(unit, action_id=f"{next(_number)}", action_status=status, **told | dates | more)


def assess(data: Processed, key: str = "80", as_of: date = TODAY, year: int = 2565) -> Assessment:
    return management.assess(data, View(scope(key), year, as_of))


def measure(found: Assessment, identity: str) -> Measure:
    return next(one for one in found.measures if one.id == identity)


def of_rule(found: Assessment, rule: str) -> list[Finding]:
    return [one for one in found.findings if one.rule == rule]


def cell(found: Assessment, area: str, column: str) -> Any:
    assert found.ranking is not None
    return found.ranking.frame.set_index("area").loc[area, column]


# --- emphasis 1: people ------------------------------------------------------------------------------------------


def test_a_topic_is_covered_by_two_people_and_one_left_out_of_the_list_by_nobody(make: Make) -> None:
    duties = [*everyone("8001", but="kkj"), duty("8002", "c", "otop"), duty("8002", "c", "otop", "able")]
    found = assess(make(staff_duties=duties))
    assert (measure(found, "E1.1").value, measure(found, "E1.1").n) == (7 / 16 * 100, 16)
    assert cell(found, "8001", "E1.1") == 87.5 and cell(found, "8002", "E1.1") == 0
    told = {one.area: one for one in of_rule(found, "no_backup")}
    assert told["8001"].status is Status.YELLOW and "กข.คจ. (1 คน)" in told["8001"].sentence
    assert told["8002"].status is Status.RED and "และอีก 5 ประเด็น" in told["8002"].sentence


def test_the_cover_grid_has_the_office_as_a_row_and_names_nobody(make: Make) -> None:
    found = assess(make(staff_duties=[*everyone("8001"), *everyone("80", but="otop")]))
    grid = found.exhibits["cover"].frame
    assert set(grid["area"]) == {"8001", OFFICE} and grid["topic"].nunique() == len(VISIT) == 8
    assert grid.set_index(["area", "topic"])["n"][OFFICE, "OTOP"] == 1
    assert (grid["n"] == 2).sum() == 15
    text = f"{found.tables['alone'].frame.to_dict()} {found.findings}"
    assert "'a'" not in text and "'b'" not in text


def test_records_of_one_person_are_told_from_six_on(make: Make) -> None:
    months = (("2021-10", "2021-11-10"), ("2021-11", "2021-12-10"), ("2021-12", "2022-01-10"))
    six = [report("8001", m, due, due, "a", report_name=n) for m, due in months for n in ("ก", "ข")]
    shared = [one | of("8002") | {"recorded_by_id": "ab"[n % 2]} for n, one in enumerate(six)]
    few = [one | of("8003") for one in six[:5]]
    found = assess(make(report_log=[*six, *shared, *few]))
    assert (measure(found, "E1.2").value, measure(found, "E1.2").n) == (50.0, 2)
    assert measure(found, "E1.2-most").value == 100.0
    (told,) = of_rule(found, "single_person")
    assert told.area == "8001" and "OTOP ร้อยละ 100.0 ของ 6 บันทึก" in told.sentence


def test_household_files_are_records_of_poverty(make: Make) -> None:
    def filed(number: int, person: str) -> dict[str, Any]:
        return of("8001", house_id=f"h{number}", recorded_date=day("2021-12-01"), recorded_by_id=person)

    found = assess(make(target_households=[filed(n, "a" if n else "b") for n in range(10)], report_log=[]))
    assert measure(found, "E1.2-most").value == 90.0
    assert "ขจัดความยากจน ร้อยละ 90.0 ของ 10 บันทึก" in of_rule(found, "single_person")[0].sentence


def test_continuity_asks_every_month_owed_also_those_of_leave(make: Make) -> None:
    reports = [
        report("8001", "2021-10", "2021-11-10", "2021-11-09"),
        report("8001", "2021-11", "2021-12-10", None),
        report("8001", "2021-11", "2021-12-10", "2021-12-12", topic="kkj"),
        report("8001", "2021-12", "2022-02-10", None),  # not due yet
    ]
    away = {"leave_from_date": day("2021-11-20"), "leave_to_date": day("2021-11-25")}
    found = assess(make(report_log=reports, staff_duties=[duty("8001", "a", t, **away) for t in ("otop", "kkj")]))
    assert (measure(found, "E1.3").value, measure(found, "E1.3").n) == (50.0, 2)
    assert (measure(found, "E1.3-away").value, measure(found, "E1.3-away").n) == (50.0, 2)


def test_villages_are_counted_once_for_each_person(make: Make) -> None:
    given = {"villages_assigned": 10.0, "villages_handed_over": 8.0}
    duties = [duty("8001", "a", "otop", **given), duty("8001", "a", "kkj", **given), duty("8001", "b", "kkj")]
    found = assess(make(staff_duties=[*duties, duty("8001", "c", "kkj", villages_assigned=10.0)]))
    assert (measure(found, "E1.4").value, measure(found, "E1.4").n) == (80.0, 10)


def test_answer_time_is_a_median_of_people_not_of_districts(make: Make) -> None:
    hours = [("8001", 1.0), ("8001", 3.0), ("8001", 5.0), ("8002", 41.0)]
    found = assess(make(staff_duties=[duty(u, f"p{n}", "otop", answer_hours=h) for n, (u, h) in enumerate(hours)]))
    assert measure(found, "E1.5").value == 4.0


# --- emphasis 2: money -------------------------------------------------------------------------------------------


def test_disbursement_is_of_the_newest_month_and_the_office_is_a_unit_and_no_total(make: Make) -> None:
    rows = [
        budget("8001", "2021-10", 100.0, 10.0),
        budget("8001", "2021-12", 100.0, 30.0),
        budget("8002", "2021-12", 100.0, 5.0),
        budget("8002", "2021-12", 100.0, None, budget_line="ยังไม่บอก"),
        budget("80", "2021-12", 200.0, 65.0),
    ]
    found = assess(make(budgets=rows))
    one = measure(found, "G7")
    assert (one.value, one.base) == (25.0, "100 บาท จาก 400 บาท ณ 12 ม.ค. 2565")
    assert found.ranking is not None and len(found.ranking.frame) == 24
    assert (cell(found, OFFICE, "disbursed_baht"), cell(found, OFFICE, "G7")) == (65.0, 32.5)
    assert found.ranking.total["disbursed_baht"] == 100.0
    (told,) = of_rule(found, "spending_behind")
    assert (told.area, told.weight, told.unit) == ("8002", 95.0, "บาท")


def test_nothing_allocated_is_no_rate(make: Make) -> None:
    one = measure(assess(make(budgets=[budget("8001", "2021-12", 0.0, 0.0)])), "G7")
    assert (one.value, one.status, one.reason) == (None, Status.GRAY, "ตัวหารเป็นศูนย์")


def test_more_spent_than_given_is_in_doubt_for_the_unit_alone(make: Make) -> None:
    rows = [
        budget("8001", "2021-12", 100.0, 130.0),
        budget("8001", "2021-12", 900.0, 270.0, budget_line="อื่น"),
        budget("8002", "2021-12", 1000.0, 300.0),
    ]
    found = assess(make(budgets=rows))
    (told,) = of_rule(found, "overspent")
    assert (told.area, told.status, told.weight) == ("8001", Status.CHECK, 30.0)
    assert "เบิกจ่าย 130 บาท จากงบจัดสรร 100 บาท" in told.sentence
    assert cell(found, "8001", "status") == "check"
    assert measure(found, "G7").status is Status.GREEN
    assert cell(found, "8001", "G9") == 94.0  # one figure in doubt takes 30 of the 100 of data


def test_less_than_nothing_left_is_in_doubt_too(make: Make) -> None:
    found = assess(make(budgets=[budget("8001", "2021-12", 100.0, 30.0, remaining_baht=-5.0)]))
    assert [one.area for one in of_rule(found, "overspent")] == ["8001"]


def test_an_advance_is_overdue_after_thirty_days_and_keeps_what_is_not_cleared(make: Make) -> None:
    loans = [
        loan("8001", "2021-12-12"),  # 31 days
        loan("8001", "2021-12-13"),  # 30 days
        loan("8001", "2021-11-01", "2021-11-20"),
        loan("8001", "2021-11-01", "2022-01-20"),  # cleared after the day
        loan("8002", "2021-11-01", "2021-11-20", cleared_baht=400.0),
        loan("80", "2022-02-01"),  # not due
        loan("8001", "2021-08-01", fiscal_year=2564),
    ]
    found = assess(make(advance_loans=loans))
    assert (measure(found, "E2.1").value, measure(found, "E2.1-baht").value) == (4.0, 3600.0)
    assert measure(found, "E2.1-share").value == pytest.approx(4 / 6 * 100)
    told = {one.area: one for one in of_rule(found, "overdue_advance")}
    assert (told["8001"].weight, told["8002"].weight) == (3000.0, 600.0)
    assert "1 ส.ค. 2564 เลยมา 164 วัน" in told["8001"].sentence
    assert found.tables["advances"].frame["overdue_baht"].tolist() == [1000.0, 1000.0, 600.0, 1000.0]
    assert found.carried is not None and found.carried.frame["area"].tolist() == ["8001"]


def test_september_is_of_the_last_whole_year(make: Make) -> None:
    def year(unit: str, august: float, september: float, **more: Any) -> list[dict[str, Any]]:
        told = {"fiscal_year": 2564} | more
        return [budget(unit, "2021-08", 100.0, august, **told), budget(unit, "2021-09", 100.0, september, **told)]

    lone = budget("8003", "2021-09", 100.0, 90.0, fiscal_year=2564)
    data = make(budgets=[*year("8001", 40.0, 100.0), *year("8002", 90.0, 100.0), lone])
    found = assess(data)
    assert (measure(found, "E2.2").value, measure(found, "E2.2").base) == (35.0, "70 บาท จาก 200 บาท ปีงบประมาณ 2564")
    (told,) = of_rule(found, "september_burst")
    assert (told.area, told.weight) == ("8001", 60.0)
    assert measure(assess(data, as_of=date(2021, 9, 30), year=2564), "E2.2").value == 35.0
    assert measure(assess(data, as_of=date(2021, 9, 29), year=2564), "E2.2").value is None


def test_the_financial_score_of_a_unit_is_of_the_closed_year(make: Make) -> None:
    closed = {"fiscal_year": 2564, "documents_complete": True}
    rows = [budget("8001", "2021-09", 100.0, 96.0, **closed), budget("8002", "2021-09", 100.0, 100.0, **closed)]
    loans = [loan("8001", "2021-08-01", fiscal_year=2564), loan("8001", "2021-08-02", fiscal_year=2564)]
    found = assess(make(budgets=rows, advance_loans=loans))
    assert (cell(found, "8001", "G8"), cell(found, "8002", "G8")) == (3.0, 5.0)
    assert measure(found, "G8").value == 4.0  # the middle of the units


def test_a_state_of_december_is_no_result_of_the_year(make: Make) -> None:
    rows = [budget("8001", "2020-12", 100.0, 30.0, fiscal_year=2564, documents_complete=True)]
    assert measure(assess(make(budgets=rows)), "G8").value is None


def test_what_became_of_things_after_the_day_of_their_list_is_not_guessed(make: Make) -> None:
    then = {"as_of_date": day("2021-11-15")}
    data = make(
        advance_loans=[loan("8001", "2021-11-01", **then), loan("8001", "2021-10-01", **then)],
        inspection_actions=[action("8001", "2021-11-30", **then), action("8001", "2021-11-01", **then)],
    )
    found = assess(data)
    assert (measure(found, "E2.1").value, measure(found, "E2.1-share").n) == (1.0, 2)
    assert management.outstanding(data, View(scope("80"), 2565, TODAY))["overdue_days"].fillna(0).tolist() == [14, 0]


def test_figures_without_file_row_or_day_cannot_be_traced(make: Make) -> None:
    rows = [budget("8001", "2021-12", 100.0, 30.0), budget("8002", "2021-12", 100.0, 30.0, as_of_date=pd.NaT)]
    one = measure(assess(make(budgets=rows)), "E2.4")
    assert (one.value, one.n, one.status) == (50.0, 4, Status.RED)


# --- emphasis 3: reports, and instructions -----------------------------------------------------------------------


def test_punctuality_counts_what_fell_due_and_tells_levels_apart(make: Make) -> None:
    reports = [
        report("8001", "2021-10", "2021-11-10", "2021-11-10"),
        report("8001", "2021-11", "2021-12-10", "2021-12-11"),
        report("8001", "2021-11", "2021-12-10", None, topic="kkj"),
        report("8001", "2021-12", "2022-01-20", None),
        report("800101", "2021-10", "2021-11-05", "2021-11-06"),
        report("80", "2021-10", "2021-11-15", "2021-11-15"),
    ]
    found = assess(make(report_log=reports))
    assert (measure(found, "E3.1").value, measure(found, "E3.1").n) == (50.0, 4)
    levels = {key: measure(found, f"E3.1-{key}").value for key in ("subdistrict", "district", "province")}
    assert levels == {"subdistrict": 0.0, "district": pytest.approx(100 / 3), "province": 100.0}
    assert cell(found, OFFICE, "E3.1") == 100.0
    (told,) = of_rule(found, "late_reports")
    assert (told.area, told.weight, told.unit) == ("8001", 2.0, "ฉบับ")
    strip = found.exhibits["punctuality"].frame
    assert dict(zip(strip["level"] + strip["month"], strip["pct"], strict=True))["อำเภอพ.ย. 2564"] == 0.0


def test_a_list_cannot_know_what_fell_due_after_its_own_day(make: Make) -> None:
    old = {"fiscal_year": 2564, "as_of_date": day("2021-09-30")}
    reports = [
        report("8001", "2021-09", "2021-10-10", None, **old),
        report("8001", "2021-08", "2021-09-10", None, **old),
    ]
    one = measure(assess(make(report_log=reports), as_of=date(2021, 9, 30), year=2564), "E3.1")
    assert (one.value, one.n) == (0.0, 1)


def test_lag_is_from_the_last_subdistrict_and_on_to_the_province(make: Make) -> None:
    reports = [
        report("800101", "2021-10", "2021-11-05", "2021-11-01"),
        report("800102", "2021-10", "2021-11-05", "2021-11-04"),
        report("8001", "2021-10", "2021-11-10", "2021-11-09"),
        report("80", "2021-10", "2021-11-15", "2021-11-12"),
    ]
    found = assess(make(report_log=reports))
    assert (measure(found, "E3.2-below").value, measure(found, "E3.2").value) == (5.0, 3.0)


def test_outstanding_gives_what_is_not_done_on_the_day(make: Make) -> None:
    actions = [
        action("8001", "2021-11-30"),
        action("8002", "2022-03-31"),
        action("80", "2021-12-31", status="not_started"),
        action("8003", "2021-11-30", "2021-11-01", "done"),
        action("8003", "2021-11-30", None, "done"),
        action("8003", "2021-11-30", "2022-02-01", "done"),  # done after the day
        action("8001", "2021-11-30", given_date=day("2022-01-20"), fiscal_year=2565),  # not given yet
        action("8401", "2021-11-30"),
    ]
    data = make(inspection_actions=actions)
    left = management.outstanding(data, View(scope("80"), 2565, TODAY))
    assert list(left.columns) == [
        "area", "topic", "instruction", "owner_role", "given_date", "due_date", "action_status", "overdue_days",
    ]  # fmt: skip
    assert left["area"].tolist() == ["8001", "8003", "80", "8002"]
    assert left["overdue_days"].tolist()[:3] == [43, 43, 12] and pd.isna(left["overdue_days"].iloc[3])
    found = assess(data)
    assert (measure(found, "actions").value, measure(found, "actions").n) == (pytest.approx(100 / 3), 6)
    assert {one.area for one in of_rule(found, "instruction_overdue")} == {"8001", "8003", OFFICE}
    assert len(found.tables["instructions"].frame) == 4
    assert found.carried is not None and len(found.carried.frame) == 4


def test_outstanding_of_nothing_is_an_empty_table(make: Make) -> None:
    left = management.outstanding(make(budgets=[]), View(scope("80"), 2565, TODAY))
    assert left.empty and "overdue_days" in left


# --- who sent what -----------------------------------------------------------------------------------------------


def test_a_unit_that_sent_no_list_is_silent_and_gray(make: Make) -> None:
    duties = [one for unit in (*district_codes("80"), "80") for one in everyone(unit) if unit != "8002"]
    found = assess(make(staff_duties=duties))
    (told,) = of_rule(found, "no_report")
    assert told.area == "8002" and told.sentence.endswith("ยังไม่ส่งบัญชีมอบหมายงาน")
    assert cell(found, "8002", "status") == "gray" and cell(found, OFFICE, "status") == "green"
    assert found.coverage is not None and "ส่งครบ 0 จาก 24 หน่วยงาน" in found.coverage.title


def test_a_province_without_anything_awaits_all_tables(make: Make) -> None:
    found = assess(make(budgets=[budget("8401", "2021-12", 100.0, 30.0)]))
    assert set(found.awaited) == set(management.TABLES)
    assert (found.status, found.ranking, found.trend, found.findings, found.carried) == (
        Status.GRAY,
        None,
        None,
        (),
        None,
    )
    assert "ยังสรุปไม่ได้" in found.verdict
    assert all(one.status is Status.GRAY for one in found.measures)


def test_a_region_compares_provinces_and_finds_the_doubtful_one(make: Make) -> None:
    rows = [
        budget("8001", "2021-12", 100.0, 130.0),
        budget("80", "2021-12", 900.0, 270.0),
        budget("84", "2021-12", 10.0, 3.0),
    ]
    found = assess(make(budgets=rows), "region-5")
    assert found.ranking is not None
    assert set(found.ranking.frame["area"]) == set(scope("region-5").children)
    assert (cell(found, "80", "allocated_baht"), cell(found, "84", "status")) == (1000.0, "green")
    assert [one.area for one in of_rule(found, "overspent")] == ["80"]


def test_the_office_is_called_by_its_own_name() -> None:
    assert office("80") == OFFICE


# --- the sample --------------------------------------------------------------------------------------------------


def test_totals_of_the_page_are_those_of_the_truth(built_sample: Path, tmp_path: Path) -> None:
    planted = situations(2565, "80", district_codes("80"), kinds=sample.KINDS, topic="management")
    part = sample.write_province(tmp_path, 2565, "80", planted)
    budgets, loans, log = (pd.concat(part.tables[name]) for name in ("budgets", "advance_loans", "report_log"))
    december = budgets[budgets["month"].eq(pd.Timestamp(2021, 12, 1))]
    found = assess(Processed(built_sample / "data/processed"))
    assert measure(found, "G7").value == pytest.approx(
        sum(december["disbursed_baht"]) / sum(december["allocated_baht"]) * 100
    )
    late = [
        one
        for one in loans.itertuples()
        if pd.isna(one.cleared_date) and (pd.Timestamp(TODAY) - one.due_date).days > 30
    ]
    assert measure(found, "E2.1-baht").value == sum(one.advance_baht for one in late)
    owed = [
        one
        for one in log.itertuples()
        if one.fiscal_year == 2565 and one.area_level != "subdistrict" and one.due_date <= pd.Timestamp(TODAY)
    ]
    assert measure(found, "E3.1").n == len(owed)
    assert measure(found, "E3.1").value == pytest.approx(
        sum(one.sent_date <= one.due_date for one in owed) / len(owed) * 100
    )
    assert found.ranking is not None and OFFICE in set(found.ranking.frame["area"])
    assert set(found.exhibits) == {"cover", "spending", "september", "punctuality", "lag"} and found.trend is not None
    assert {(one.rule, one.area) for one in found.findings} >= set(planted.items())
