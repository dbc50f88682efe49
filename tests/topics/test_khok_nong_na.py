"""Topic 2 on tables small enough to check by hand. Phuket (83) has three districts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis import charts
from cdd_analysis.areas import scope
from cdd_analysis.datasets import table
from cdd_analysis.ingest.store import Processed, schema, write
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.sample.situations import situations
from cdd_analysis.sample.topics import khok_nong_na as made_up
from cdd_analysis.topics import khok_nong_na
from cdd_analysis.topics.khok_nong_na.facts import look, months_over

AS_OF = date(2022, 1, 12)  # day 104 of 365 of FY 2565: 28.5 per cent


def stored(folder: Path, **rows: list[dict[str, Any]] | pd.DataFrame) -> Processed:
    """A processed folder with the rows given for each table."""
    frames = []
    for name in khok_nong_na.TABLES:
        layout = schema(table(name))
        given = pd.DataFrame(rows.get(name, []))
        frame = given.reindex(columns=[*given.columns.union(layout.names)])[layout.names]
        frames.append((name, frame.astype(object).where(frame.notna(), None), layout))
    write(folder, frames, {})
    return Processed(folder)


def view(key: str = "83", fiscal_year: int = 2565, as_of: date = AS_OF) -> View:
    return View(scope(key), fiscal_year, as_of)


def assess(
    folder: Path, *plots: dict[str, Any], villages: list[dict[str, Any]] | None = None, **more: Any
) -> Assessment:
    data = stored(folder, plots=list(plots), sufficiency_villages=villages or [])
    return khok_nong_na.assess(data, view(**more))


def plot(number: int, state: str = "done", district: str = "8301", **more: Any) -> dict[str, Any]:
    """A household plot of 1 rai of this year, paid where it is done."""
    return {
        "fiscal_year": 2565,
        "province_code": district[:2],
        "district_code": district,
        "plot_id": f"{district}-{number}",
        "stream": "SEV",
        "plot_type": "HLM",
        "area_rai": 1.0,
        "dig_status": state,
        "allocated_baht": 45_200.0,
        "disbursed_baht": 45_200.0 if state == "done" else 0.0,
        "accepted_date": pd.Timestamp("2021-12-01") if state == "done" else None,
        "last_visit_date": pd.Timestamp("2022-01-02") if state == "done" else None,
        "is_learning_centre": state == "done",
        "network_member": state == "done",
        "source_file": "plots.xlsx",
    } | more


def village(number: int, passed: float, reported: str | None, core: float = 10, **more: Any) -> dict[str, Any]:
    code = f"830101{number:02d}"
    return {
        "fiscal_year": 2565,
        "area_level": "village",
        "province_code": "83",
        "district_code": "8301",
        "subdistrict_code": "830101",
        "village_code": code,
        "village_name": f"บ้านสมมติ{number}",
        "ind_pass_count": passed,
        "core_pass_count": core,
        "level_reported": reported,
        "source_file": "villages.xlsx",
    } | more


def measure(assessment: Assessment, key: str) -> Measure:
    return next(one for one in assessment.measures if one.id == key)


def value(assessment: Assessment, key: str) -> float | None:
    return measure(assessment, key).value


def found(assessment: Assessment, rule: str) -> list[Finding]:
    return [one for one in assessment.findings if one.rule == rule]


# --- golden numbers (handbook 12) -------------------------------------------------------------------------------


def test_khanom_has_two_of_five_plots_done_on_eleven_rai(tmp_path: Path) -> None:
    sizes, states = (1, 1, 3, 3, 3), ("done", "done", "in_progress", "in_progress", "in_progress")
    plots = [
        plot(n, state, "8015", area_rai=float(rai), fiscal_year=2564)
        for n, (rai, state) in enumerate(zip(sizes, states, strict=True))
    ]
    khanom = assess(tmp_path, *plots, key="80", fiscal_year=2564, as_of=date(2021, 9, 30))
    assert value(khanom, "T2.1") == 40.0
    assert khanom.tables["by_stream"].total["rai"] == 11


def test_phra_phrom_costs_461_200_baht_by_the_unit_budgets(tmp_path: Path) -> None:
    plots = [plot(n, district="8020", area_rai=rai) for n, rai in enumerate((1.0, 3.0, 3.0, 3.0, 3.0))]
    facts = look(stored(tmp_path, plots=plots), view("80"))
    assert facts.account.at["8020", "standard_baht"] == 461_200


def test_villages_of_a_province_by_level_are_2444(tmp_path: Path) -> None:
    counts = {"1": (1384, 12), "2": (963, 20), "3": (97, 23)}
    rows = [
        village(n, passed, level, village_code=None, village_name=f"บ้าน{level}-{n}")
        for level, (many, passed) in counts.items()
        for n in range(many)
    ]
    found_levels = assess(tmp_path, villages=rows)
    assert [measure(found_levels, f"T2.11-{level}").n for level in counts] == [2444] * 3
    assert [measure(found_levels, f"T2.11-{level}").value for level in counts] == [
        pytest.approx(many / 2444 * 100) for many, _ in counts.values()
    ]
    assert value(found_levels, "T2.10") == 0
    assert measure(found_levels, "T2.10").status is Status.GREEN


# --- work and money ---------------------------------------------------------------------------------------------


def test_cancelled_plots_leave_the_denominator_and_nothing_over_nothing_is_gray(tmp_path: Path) -> None:
    one = assess(tmp_path / "a", plot(1), plot(2, "in_progress"), plot(3, "cancelled"), plot(4, "not_started"))
    assert (value(one, "T2.1"), measure(one, "T2.1").n) == (pytest.approx(100 / 3), 3)
    none = assess(tmp_path / "b", plot(1, "cancelled", allocated_baht=0.0))
    assert (value(none, "T2.1"), measure(none, "T2.1").status) == (None, Status.GRAY)
    assert measure(none, "T2.1").reason == "ตัวหารเป็นศูนย์"
    assert value(none, "T2.2") is None


def test_without_any_file_every_measure_is_gray_and_names_what_it_waits_for(tmp_path: Path) -> None:
    nothing = assess(tmp_path)
    assert {one.status for one in nothing.measures} == {Status.GRAY}
    assert {one.awaited for one in nothing.measures} == set(khok_nong_na.TABLES)
    assert nothing.awaited == khok_nong_na.TABLES
    assert (nothing.ranking, nothing.trend, nothing.exhibits, nothing.carried) == (None, None, {}, None)
    assert nothing.coverage is not None and "ส่งครบ 0 จาก 3" in nothing.coverage.title
    assert [one.area for one in found(nothing, "no_report")] == ["8301", "8302", "8303"]


def test_work_is_held_against_pace_and_after_the_year_against_all_of_it(tmp_path: Path) -> None:
    plots = [plot(n, "done" if n < 19 else "in_progress") for n in range(20)]
    now = assess(tmp_path / "a", *plots)
    assert (measure(now, "T2.1").status, measure(now, "T2.1").target) == (Status.GREEN, pytest.approx(104 / 365 * 100))
    end = assess(tmp_path / "b", *plots, as_of=date(2022, 9, 30))
    assert (measure(end, "T2.1").status, measure(end, "T2.1").target) == (Status.YELLOW, 100)


def test_work_far_behind_pace_is_red_and_asked_about(tmp_path: Path) -> None:
    behind = assess(tmp_path, *(plot(n, "done" if n < 1 else "not_started") for n in range(10)))
    (one,) = found(behind, "work_behind")
    assert (one.area, one.status, one.owner) == ("8301", Status.RED, "พัฒนาการอำเภอเมืองภูเก็ต")
    assert "ร้อยละ 10.0 (1 จาก 10 แปลง)" in one.sentence
    assert found(behind, "money_behind")[0].area == "8301"


def test_a_plot_in_both_streams_counts_once_and_is_to_be_checked(tmp_path: Path) -> None:
    twice = plot(1, fiscal_year=2564, stream="NTA_LOAN", plot_id="same")
    one = assess(tmp_path, twice, plot(1, plot_id="same"), plot(2), plot(3, "in_progress"))
    assert (measure(one, "T2.1").base.split(" ณ")[0], value(one, "T2.1-NTA_LOAN")) == ("1 จาก 2 แปลง", 100)
    assert one.tables["by_stream"].total["allocated"] == 3 * 45_200
    (said,) = found(one, "both_streams")
    assert (said.area, said.status, said.weight) == ("8301", Status.CHECK, 45_200)
    assert "same" in said.sentence
    assert one.ranking is not None and one.ranking.frame.at[0, "status"] == "check"


@pytest.mark.parametrize(
    ("done", "spent", "rule"),
    [(3, 0.6, "money_ahead"), (3, 0.5, ""), (7, 0.4, "work_ahead"), (7, 0.5, "")],
)
def test_money_and_work_more_than_20_points_apart_are_to_be_checked(
    tmp_path: Path, done: int, spent: float, rule: str
) -> None:
    plots = [plot(n, "done" if n < done else "in_progress", disbursed_baht=spent * 45_200) for n in range(10)]
    one = assess(tmp_path, *plots)
    assert value(one, "T2.4") == pytest.approx(spent * 100 - done * 10)
    named = {each.rule for each in one.findings} & {"money_ahead", "work_ahead"}
    assert named == ({rule} if rule else set())
    assert measure(one, "T2.4").status is (Status.CHECK if rule else Status.GREEN)


@pytest.mark.parametrize(("spent", "is_off"), [(1.05, False), (1.06, True), (0.95, False), (0.94, True)])
def test_a_done_plot_more_than_5_per_cent_off_its_unit_budget_is_to_be_checked(
    tmp_path: Path, spent: float, is_off: bool
) -> None:
    off = {"allocated_baht": 104_000 * spent, "disbursed_baht": 104_000 * spent, "area_rai": 3.0}
    one = assess(
        tmp_path, plot(1, **off), plot(2, plot_type="CLM", area_rai=15.0, disbursed_baht=9.0), plot(3, "not_started")
    )
    assert value(one, "T2.3") == pytest.approx(spent * 100)
    assert value(one, "T2.3-plot") == pytest.approx((104_000 * spent + 9) / 2)
    assert value(one, "T2.3-rai") == pytest.approx((104_000 * spent + 9) / 18)
    assert [each.area for each in found(one, "unit_cost")] == (["8301"] if is_off else [])


def test_money_that_one_side_of_is_missing_counts_on_neither(tmp_path: Path) -> None:
    one = assess(tmp_path, plot(1), plot(2, disbursed_baht=None), plot(3, "in_progress", returned_baht=700.0))
    assert value(one, "T2.2") == 50.0
    assert value(one, "T2.2-returned") == 700


# --- after the digging ------------------------------------------------------------------------------------------


def test_a_plot_is_active_for_90_days_after_an_activity_or_a_visit(tmp_path: Path) -> None:
    days = pd.Timestamp(AS_OF) - pd.to_timedelta([90, 91, 91], unit="D")
    one = assess(
        tmp_path,
        plot(1, last_visit_date=days[0]),
        plot(2, last_visit_date=days[1]),
        plot(3, last_visit_date=days[2], last_activity_date=days[0]),
        plot(4, last_visit_date=None),
        plot(5, "in_progress", last_visit_date=days[0]),
        plot(6, last_visit_date=pd.Timestamp("2022-02-01")),
    )
    assert (value(one, "T2.5"), measure(one, "T2.5").n) == (40.0, 5)
    (said,) = found(one, "dormant_plots")
    assert (said.area, said.status, said.weight) == ("8301", Status.RED, 3 * 45_200)
    assert "3 จาก 5 แปลง" in said.sentence and "ไม่เคยบันทึกกิจกรรมหรือการเยี่ยม 2 แปลง" in said.sentence
    assert one.tables["dormant"].frame["plot_id"].tolist() == ["8301-4", "8301-6", "8301-2"]


def test_a_register_without_dates_says_nothing_of_activity(tmp_path: Path) -> None:
    silent = plot(1, last_visit_date=None, source_file="other.xlsx")
    one = assess(tmp_path, silent, plot(2))
    assert (value(one, "T2.5"), measure(one, "T2.5").n) == (100, 1)
    none = assess(tmp_path / "none", silent)
    assert (value(none, "T2.5"), measure(none, "T2.5").status) == (None, Status.GRAY)
    assert found(none, "dormant_plots") == []


def test_every_district_with_plots_should_have_a_centre_and_a_network(tmp_path: Path) -> None:
    without = {"is_learning_centre": False, "network_member": False}
    one = assess(
        tmp_path,
        plot(1, learners=30.0),
        plot(2, learners=10.0),
        plot(3, district="8302", **without),
        plot(4, district="8303", is_learning_centre=None, network_member=None),
        plot(5, "in_progress", district="8303", is_learning_centre=None, network_member=None),
    )
    assert (value(one, "T2.6"), value(one, "T2.7")) == (50.0, 50.0)
    assert (value(one, "T2.6-plots"), value(one, "T2.7-plots")) == (pytest.approx(200 / 3), pytest.approx(200 / 3))
    assert value(one, "E4.1") == 20
    assert [each.area for each in found(one, "no_centre")] == ["8302"]
    assert [each.area for each in found(one, "no_network")] == ["8302"]
    assert one.ranking is not None
    reasons = one.ranking.frame.set_index("area")["reason"]
    assert reasons["8302"] == "ยังไม่มีศูนย์เรียนรู้; ยังไม่มีเครือข่ายระดับอำเภอ"


def test_many_districts_without_a_centre_are_named_in_one_sentence(tmp_path: Path) -> None:
    districts = ("8001", "8002", "8003", "8004", "8005")
    plots = [plot(1, district=code, is_learning_centre=code == "8005") for code in districts]
    (said,) = found(assess(tmp_path, *plots, key="80"), "no_centre")
    assert (said.area, said.weight, said.unit) == ("80", 4, "แปลง")
    assert "มี 4 จาก 5 อำเภอ" in said.sentence and "อำเภอฉวาง" in said.sentence and "พิปูน" not in said.sentence


def test_the_gain_of_a_household_is_the_median_of_both_figures_together(tmp_path: Path) -> None:
    def gain(number: int, cut: float | None, add: float | None) -> dict[str, Any]:
        return plot(number, expense_cut_baht=cut, income_add_baht=add)

    one = assess(tmp_path, gain(1, 100, 200), gain(2, 500, 500), gain(3, 9000, None), gain(4, 1000, 7000))
    assert value(one, "T2.8") == 1000


@pytest.mark.parametrize(
    ("year", "day", "months"),
    [
        (2564, date(2022, 1, 12), 3),
        (2563, date(2022, 1, 12), 15),
        (2564, date(2022, 4, 30), 6),
        (2564, date(2022, 5, 1), 7),
        (2564, date(2021, 10, 1), 0),
    ],
)
def test_unfinished_plots_age_in_whole_months_from_the_end_of_their_year(year: int, day: date, months: int) -> None:
    assert months_over(pd.Series([float(year)]), day).tolist() == [months]
    assert months_over(pd.Series([2565.0]), day).isna().all()


def test_plots_of_earlier_years_still_open_are_carried_and_red_after_six_months(tmp_path: Path) -> None:
    done = [plot(n, fiscal_year=2564) for n in range(10, 40)]
    open_one = plot(1, "in_progress", fiscal_year=2564)
    young = assess(tmp_path / "a", *done, open_one, plot(2, fiscal_year=2563))
    (said,) = found(young, "unfinished_old")
    assert (said.area, said.status) == ("8301", Status.YELLOW)  # 31 of 32 done, three months after the year
    assert (value(young, "T2.9"), value(young, "T2.9-late")) == (1, 0)
    old = assess(tmp_path / "b", *done, open_one, plot(2, "not_started", fiscal_year=2563))
    (said,) = found(old, "unfinished_old")
    assert (said.status, said.weight) == (Status.RED, 2 * 45_200)
    assert "0–3 เดือน 1 แปลง เกิน 12 เดือน 1 แปลง" in said.sentence
    assert old.carried is not None and old.carried.frame["plot_id"].tolist() == ["8301-2", "8301-1"]
    none = assess(tmp_path / "c", *done, plot(2, "cancelled", fiscal_year=2563))
    assert none.carried is not None and none.carried.frame.empty
    assert found(none, "unfinished_old") == []


def test_last_year_on_the_same_day_is_told_by_the_days_of_acceptance(tmp_path: Path) -> None:
    before = [
        plot(10, fiscal_year=2564, accepted_date=pd.Timestamp("2021-01-12")),
        plot(11, fiscal_year=2564, accepted_date=pd.Timestamp("2021-01-13")),
    ]
    one = assess(tmp_path / "a", plot(1), *before)
    assert measure(one, "T2.1").previous == 50
    assert one.trend is not None
    last = one.trend.frame.groupby("series")["value"].last()
    assert (last["ปี 2565"], last["ปี 2564"], last["จังหวะที่ควรเป็น"]) == (100, 50, pytest.approx(104 / 365 * 100))
    unknown = assess(tmp_path / "b", plot(1), *before, plot(12, fiscal_year=2564, accepted_date=None))
    assert measure(unknown, "T2.1").previous is None
    assert unknown.trend is not None and "ปี 2564" not in set(unknown.trend.frame["series"])


def test_a_register_of_a_later_day_is_not_looked_at(tmp_path: Path) -> None:
    later = plot(1, as_of_date=pd.Timestamp("2022-01-13"))
    assert value(assess(tmp_path / "a", later), "T2.1") is None
    assert value(assess(tmp_path / "b", later | {"as_of_date": pd.Timestamp(AS_OF)}), "T2.1") == 100


# --- villages ---------------------------------------------------------------------------------------------------


def test_the_level_is_computed_again_and_a_claim_that_differs_is_to_be_checked(tmp_path: Path) -> None:
    rows = [
        village(1, 10, "1"),
        village(2, 16, "2"),  # claims more
        village(3, 22, "2"),
        village(4, 23, "3"),
        village(5, 20, "0", core=9),
        village(6, 9, "1"),  # claims more
        village(7, 15, None),
        village(8, 15, "1", core=None),
    ]
    one = assess(tmp_path, villages=rows)
    assert (value(one, "T2.10"), measure(one, "T2.10").status) == (2, Status.CHECK)
    assert [measure(one, f"T2.11-{level}").base.split(" ณ")[0] for level in "0123"] == [
        "2 จาก 7 หมู่บ้าน", "3 จาก 7 หมู่บ้าน", "1 จาก 7 หมู่บ้าน", "1 จาก 7 หมู่บ้าน",
    ]  # fmt: skip
    (said,) = found(one, "level_mismatch")
    assert (said.area, said.weight) == ("8301", 2)
    assert "บ้านสมมติ2 บ้านสมมติ6" in said.sentence
    assert one.tables["levels_off"].frame["computed"].tolist() == ["พออยู่ พอกิน", "ไม่ผ่าน"]


def test_happiness_must_rise_in_every_village_of_a_file_that_measures_it(tmp_path: Path) -> None:
    rows = [
        village(1, 12, "1", gvh_before=70.0, gvh_after=71.0),
        village(2, 12, "1", gvh_before=70.0, gvh_after=70.0),
        village(3, 12, "1", gvh_before=70.0),
        village(4, 12, "1", source_file="silent.xlsx"),
    ]
    one = assess(tmp_path, villages=rows)
    assert (value(one, "T2.12"), measure(one, "T2.12").n) == (pytest.approx(100 / 3), 3)
    assert [each.area for each in found(one, "happiness_not_up")] == ["8301"]
    assert value(assess(tmp_path / "none", villages=rows[3:]), "T2.12") is None


def test_households_above_the_income_line_are_a_ratio_of_sums(tmp_path: Path) -> None:
    rows = [
        village(1, 12, "1", hh_total=100.0, hh_above_line=50.0),
        village(2, 12, "1", hh_total=300.0, hh_above_line=290.0),
        village(3, 12, "1", hh_total=50.0),
        village(1, 12, "1", fiscal_year=2564, hh_total=100.0, hh_above_line=40.0),
    ]
    one = measure(assess(tmp_path, villages=rows), "T2.13")
    assert (one.value, one.previous, one.status) == (85.0, 40.0, Status.GREEN)


# --- the page ---------------------------------------------------------------------------------------------------


def test_an_area_that_sent_no_register_of_the_year_is_gray_and_asked(tmp_path: Path) -> None:
    one = assess(tmp_path, plot(1), plot(2, district="8302", fiscal_year=2564), plot(3, district="8303"))
    assert [(each.area, each.status) for each in found(one, "no_report")] == [("8302", Status.GRAY)]
    assert one.ranking is not None
    row = one.ranking.frame.set_index("area").T["8302"]
    assert (row["status"], row["active"]) == ("gray", 1)
    assert one.coverage is not None and "ส่งครบ 0 จาก 3" in one.coverage.title


def test_the_district_table_is_made_again_below_and_leaves_out_kinds_that_no_plot_is_of(tmp_path: Path) -> None:
    one = assess(tmp_path, plot(1), plot(2, "in_progress", district="8302"), plot(3, "cancelled", district="8303"))
    assert one.ranking is not None
    assert (one.ranking.total["target"], one.ranking.total["T2.1"]) == (3, 50)
    assert one.ranking.total["T2.2"] == pytest.approx(100 / 3)
    shown = [each.column for each in one.ranking.shown]
    assert "hlm_1" in shown and not {"hlm_3", "clm"} & set(shown)
    assert "ไม่มีแปลง HLM 3 ไร่ และ CLM" in one.ranking.note


def test_plots_stand_by_stream_year_phase_and_size(tmp_path: Path) -> None:
    loan = {"fiscal_year": 2564, "stream": "NTA_LOAN"}
    plots = [plot(n, phase=float(n), **loan) for n in (1, 2)] + [plot(3, "cancelled", phase=2.0, **loan)]
    frame = assess(tmp_path, plot(4, area_rai=3.0), *plots).tables["by_stream"].frame
    assert frame["group"].tolist() == [
        "หมู่บ้านเศรษฐกิจพอเพียง 2565 · HLM 3 ไร่",
        "พื้นที่ต้นแบบ (งบเงินกู้) 2564 ระยะที่ 1 · HLM 1 ไร่",
        "พื้นที่ต้นแบบ (งบเงินกู้) 2564 ระยะที่ 2 · HLM 1 ไร่",
    ]
    assert frame[["target", "done", "cancelled", "done_pct"]].iloc[2].tolist() == [2, 1, 1, 100]


def test_bangkok_has_khet_and_no_amphoe(tmp_path: Path) -> None:
    one = assess(tmp_path, plot(1, district="1001", learners=3.0), key="10")
    assert measure(one, "T2.6").title == "เขตที่มีศูนย์เรียนรู้"
    assert one.ranking is not None
    words = " ".join([one.verdict, *(each.label for each in one.ranking.shown), *(each.title for each in one.measures)])
    assert "อำเภอ" not in words and "เครือข่ายเขต (แปลง)" in words


def test_a_province_repeats_nothing_that_a_district_is_found_for(tmp_path: Path) -> None:
    plots = [plot(n, "done" if n < 3 else "in_progress", disbursed_baht=45_200.0) for n in range(10)]
    assert [one.area for one in found(assess(tmp_path, *plots), "money_ahead")] == ["8301"]


def test_no_owner_and_no_house_is_read(tmp_path: Path) -> None:
    one = assess(tmp_path, plot(1, house_id="83010000001"))
    assert not any({"house_id", "owner_name", "phone"} & set(rows) for rows in one.inputs.values())


@pytest.mark.parametrize("key", ["83", "region-6", "national"])
def test_every_chart_of_every_scope_can_be_drawn(tmp_path: Path, key: str) -> None:
    plots = [plot(n, "done" if n < 5 else "in_progress", fiscal_year=2564 + n % 2) for n in range(10)]
    one = assess(tmp_path, *plots, villages=[village(1, 23, "3"), village(2, 12, "1", fiscal_year=2564)], key=key)
    assert set(one.exhibits) == {"work", "money_work", "streams", "ageing", "active", "idle", "levels"}
    for exhibit in (*one.exhibits.values(), one.trend):
        assert exhibit is not None and charts.draw(exhibit).svg.startswith("<svg")


def test_the_latest_day_is_of_the_year_asked(tmp_path: Path) -> None:
    data = stored(tmp_path, plots=[plot(1, as_of_date=pd.Timestamp(AS_OF))])
    assert khok_nong_na.latest(data, ("83",), 2565) == AS_OF
    assert khok_nong_na.latest(data, ("83",), 2564) is None


# --- what the sample plants -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("province", "seed"), [("80", 2565), ("80", 1), ("80", 2), ("83", 2565)])
@pytest.mark.parametrize("planted", [True, False])
def test_exactly_what_is_planted_is_found(tmp_path: Path, province: str, seed: int, planted: bool) -> None:
    districts = scope(province).children
    kinds = made_up.KINDS
    where = situations(seed, province, districts, kinds=kinds, topic="khok_nong_na") if planted else {}
    part = made_up.write_province(tmp_path / "raw", seed, province, where)
    tables = {name: pd.concat(frames) for name, frames in part.tables.items()}
    tables["sufficiency_villages"]["area_level"] = "village"
    one = khok_nong_na.assess(stored(tmp_path / "processed", **tables), view(province))
    assert {(each.rule, each.area) for each in one.findings} == {(each.kind, each.area) for each in part.plants}
    assert one.ranking is not None
    lights = one.ranking.frame.set_index("area")["status"]
    assert set(lights[lights.isin(["red", "check", "gray"])].index) == {each.area for each in part.plants}
