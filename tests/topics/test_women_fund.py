"""Topic 6 on tables small enough to check by hand. Phuket (83) has three districts."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import name, scope
from cdd_analysis.ingest.build import build
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures import once
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.page import open_page
from cdd_analysis.sample.situations import situations
from cdd_analysis.sample.topics import women_fund as made_up
from cdd_analysis.sample.truth import Part
from cdd_analysis.settings import common
from cdd_analysis.topics import women_fund
from cdd_analysis.topics.women_fund import loans, months

AS_OF = date(2022, 1, 12)  # day 104 of 365 of FY 2565
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (pd.Timestamp(2021, month, 1) for month in (9, 10, 11, 12))
NOW, THEN = pd.Timestamp(2022, 1, 12), pd.Timestamp(2021, 9, 30)
Make = Callable[..., Processed]


@pytest.fixture
def make(make: Make) -> Make:
    """A processed folder with the rows given for each table, the others empty."""
    return lambda **rows: make(**{one: [] for one in women_fund.TABLES} | rows)


def assess(data: Processed, key: str = "83", fiscal_year: int = 2565, as_of: date = AS_OF) -> Assessment:
    return women_fund.assess(data, View(scope(key), fiscal_year, as_of))


def measure(found: Assessment, key: str) -> Measure:
    return next(one for one in found.measures if one.id == key)


def rules(found: Assessment, *, status: Status | None = None) -> set[tuple[str, str]]:
    return {(one.rule, one.area) for one in found.findings if status in (None, one.status)}


def finding(found: Assessment, rule: str) -> Finding:
    (one,) = (one for one in found.findings if one.rule == rule)
    return one


def place(code: str) -> dict[str, Any]:
    return {"province_code": code[:2], "district_code": code if len(code) > 2 else None}


def month(code: str, when: pd.Timestamp = DECEMBER, **figures: Any) -> dict[str, Any]:
    """A month of revolving money: 80 of 100 repaid, 40 of 1,000 overdue, half of the money spent."""
    year = when.year + 543 + (when.month >= 10)
    day = NOW if when == DECEMBER else when + pd.offsets.MonthEnd(0)
    own = {
        "due_principal_baht": 100.0, "repaid_principal_baht": 80.0, "total_debt_baht": 1000.0,
        "overdue_debt_baht": 40.0, "budget_baht": 500.0, "disbursed_baht": 250.0,
    }  # fmt: skip
    level = "district" if len(code) > 2 else "province"
    told = {"area_level": level, "fiscal_year": year, "month": when, "as_of_date": day, "money_type": "revolving"}
    return place(code) | told | own | figures


def loan(number: int, code: str = "8301", **more: Any) -> dict[str, Any]:
    own = {
        "fiscal_year": 2564, "contract_id": f"C{number}", "as_of_date": NOW, "balance_baht": 100.0,
        "overdue_debt_baht": 0.0, "end_date": pd.Timestamp(2023, 1, 15),
    }  # fmt: skip
    return place(code) | own | more


def due(number: int, day: str, amount: float = 100.0, repaid: float | None = 0.0, **more: Any) -> dict[str, Any]:
    own = {"fiscal_year": 2564, "contract_id": f"C{number}", "as_of_date": NOW, "due_date": pd.Timestamp(day)}
    return place("8301") | own | {"due_principal_baht": amount, "repaid_principal_baht": repaid} | more


def everywhere(**figures: Any) -> list[dict[str, Any]]:
    """December of all three districts."""
    return [month(code, **figures) for code in scope("83").children]


def control(code: str, stated: float, computed: float, **more: Any) -> dict[str, Any]:
    own = {
        "kind": "control", "table": "women_fund_monthly", "comparison": "typed_percent", "column": "repay_pct",
        "scope": "ร้อยละที่พิมพ์", "stated": stated, "computed": computed, "difference": stated - computed,
        "fiscal_year": 2565.0, "month": DECEMBER, "as_of_stated": NOW,
    }  # fmt: skip
    return place(code) | own | more


# -- months: repayment, overdue debt, what is to be collected, spending --------------------------------------------


def test_repayment_and_overdue_debt_are_ratios_of_sums(make: Make) -> None:
    rows = [
        month("8301", due_principal_baht=100.0, repaid_principal_baht=100.0),
        month("8302", due_principal_baht=300.0, repaid_principal_baht=200.0, overdue_debt_baht=80.0),
        month("8303"),
    ]
    found = assess(make(women_fund_monthly=rows))
    repaid, overdue = measure(found, "T6.1"), measure(found, "T6.2")
    assert repaid.value == pytest.approx(380 / 500 * 100)
    assert (repaid.status, repaid.base) == (Status.YELLOW, "380 บาท จาก 500 บาท ณ 12 ม.ค. 2565")
    assert overdue.value == pytest.approx(160 / 3000 * 100)
    assert (overdue.status, overdue.target) == (Status.YELLOW, 5.0)
    assert measure(found, "T6.2-baht").value == 160.0


def test_money_to_collect_is_that_of_each_district_by_itself(make: Make) -> None:
    """One district below the target does not pay for another above it."""
    rows = [month("8301", overdue_debt_baht=0.0), month("8302", overdue_debt_baht=120.0), month("8303")]
    found = assess(make(women_fund_monthly=rows))
    assert measure(found, "T6.3").value == 120 - 50
    assert found.ranking is not None
    assert found.ranking.frame.set_index("area")["T6.3"].to_dict() == {"8301": 0, "8302": 70, "8303": 0}
    assert found.ranking.total["T6.3"] == 70
    assert "2 อำเภอ" not in found.exhibits["to_target"].title and "1 อำเภอ" in found.exhibits["to_target"].title


def test_the_target_goes_by_fiscal_year(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [{"first": 2540, "last": 2565, "overdue_pct": 10}, {"first": 2566, "last": 9999, "overdue_pct": 5}]
    monkeypatch.setitem(common()["women_fund"], "target", steps)
    rows = everywhere(overdue_debt_baht=120.0)
    assert measure(assess(make(women_fund_monthly=rows)), "T6.3").value == 3 * 20
    later = [row | {"fiscal_year": 2566, "month": pd.Timestamp(2022, 12, 1), "as_of_date": None} for row in rows]
    found = assess(make(women_fund_monthly=later), fiscal_year=2566, as_of=date(2022, 12, 31))
    assert measure(found, "T6.3").value == 3 * 70
    assert "ร้อยละ 5" in measure(found, "T6.3").title


@pytest.mark.parametrize(
    ("figures", "reason"), [({"due_principal_baht": 0.0}, "ตัวหารเป็นศูนย์"), ({"due_principal_baht": None}, "ยังไม่มีข้อมูล")]
)
def test_nothing_due_is_gray_and_never_zero_per_cent(make: Make, figures: dict[str, Any], reason: str) -> None:
    found = measure(assess(make(women_fund_monthly=everywhere(**figures))), "T6.1")
    assert (found.value, found.status, found.reason) == (None, Status.GRAY, reason)


def test_a_district_that_tells_half_of_a_ratio_counts_in_neither_part(make: Make) -> None:
    rows = [month("8301"), month("8302", repaid_principal_baht=None), month("8303", total_debt_baht=None)]
    found = assess(make(women_fund_monthly=rows))
    assert measure(found, "T6.1").value == 160 / 200 * 100
    assert measure(found, "T6.2").value == 80 / 2000 * 100


def test_without_any_file_every_measure_waits_and_nothing_is_drawn(make: Make) -> None:
    found = assess(make())
    assert {one.status for one in found.measures} == {Status.GRAY}
    assert {one.awaited for one in found.measures} == set(women_fund.TABLES)
    assert found.awaited == women_fund.TABLES
    assert (found.ranking, found.trend, found.coverage, found.carried) == (None, None, None, None)
    assert not found.exhibits and not found.tables and not found.findings
    assert "ยังไม่มีข้อมูล" in found.verdict
    assert women_fund.latest(make(), ["83"], 2565) is None


def test_more_repaid_than_was_due_is_in_doubt(make: Make) -> None:
    found = assess(make(women_fund_monthly=everywhere(repaid_principal_baht=130.0)))
    assert measure(found, "T6.1").status is Status.CHECK
    assert found.status is Status.CHECK


def test_grants_never_enter_a_debt_ratio_and_each_kind_of_money_is_spent_by_itself(make: Make) -> None:
    grant = month(
        "8301", money_type="grant", total_debt_baht=9e9, overdue_debt_baht=9e9, budget_baht=100.0, disbursed_baht=10.0
    )
    found = assess(make(women_fund_monthly=[*everywhere(), grant]))
    assert measure(found, "T6.2").value == 4.0
    assert measure(found, "T6.8").value == 50.0
    spent = measure(found, "T6.8-grant")
    assert (spent.value, spent.status) == (10.0, Status.RED)
    assert spent.target == pytest.approx(104 / 365 * 100)


def test_a_sheet_that_names_no_kind_of_money_speaks_of_loans_but_not_of_their_budget(make: Make) -> None:
    found = assess(make(women_fund_monthly=everywhere(money_type="all")))
    assert measure(found, "T6.2").value == 4.0
    assert (measure(found, "T6.8").value, measure(found, "T6.8-all").value) == (None, 50.0)


def test_the_last_month_up_to_the_day_counts_and_is_held_against_the_same_month_of_last_year(make: Make) -> None:
    rows = [
        *everywhere(),
        month("8301", OCTOBER, overdue_debt_baht=900.0),
        month("8301", pd.Timestamp(2022, 3, 1), overdue_debt_baht=990.0),
        *(
            month(code, pd.Timestamp(2020, 12, 1), overdue_debt_baht=60.0, fiscal_year=2564)
            for code in scope("83").children
        ),
        month("8301", SEPTEMBER, overdue_debt_baht=999.0),
    ]
    found = assess(make(women_fund_monthly=rows))
    assert (measure(found, "T6.2").value, measure(found, "T6.2").previous) == (4.0, 6.0)
    assert ("share_falls_debt_grows", "83") not in rules(found)


def test_a_later_report_of_a_month_stands_for_an_earlier_one(make: Make) -> None:
    first = [row | {"as_of_date": pd.Timestamp(2021, 12, 31), "overdue_debt_baht": 400.0} for row in everywhere()]
    assert measure(assess(make(women_fund_monthly=[*first, *everywhere()])), "T6.2").value == 4.0
    assert (
        measure(assess(make(women_fund_monthly=[*first, *everywhere()]), as_of=date(2021, 12, 31)), "T6.2").value
        == 40.0
    )


def test_a_province_s_own_figures_are_used_only_where_its_districts_are_silent(make: Make) -> None:
    own = month("83", overdue_debt_baht=500.0)
    assert measure(assess(make(women_fund_monthly=[own])), "T6.2").value == 50.0
    both = assess(make(women_fund_monthly=[own, *everywhere()]))
    assert measure(both, "T6.2").value == 4.0
    assert measure(assess(make(women_fund_monthly=[own]), "region-6"), "T6.2").value == 50.0


def test_sheets_of_each_month_by_itself_are_added_up_where_the_office_says_so(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [month("8301", OCTOBER, repaid_principal_baht=20.0), month("8301", NOVEMBER, repaid_principal_baht=60.0)]
    data = make(women_fund_monthly=rows)
    assert measure(assess(data), "T6.1").value == 60.0
    monkeypatch.setitem(common()["women_fund"], "adds_months", True)
    once.forget()
    assert measure(assess(data), "T6.1").value == 80 / 200 * 100
    assert measure(assess(data), "T6.2").value == 4.0  # a debt is a state and is not added up


def test_a_share_that_fell_while_the_baht_grew_is_told(make: Make) -> None:
    before = [month(code, pd.Timestamp(2020, 12, 1), fiscal_year=2564) for code in scope("83").children]
    now = everywhere(total_debt_baht=2000.0, overdue_debt_baht=70.0)
    one = finding(assess(make(women_fund_monthly=[*before, *now])), "share_falls_debt_grows")
    assert (one.area, one.weight, one.unit) == ("83", 90.0, "บาท")
    assert "ร้อยละ 4.0 เหลือร้อยละ 3.5 ทั้งที่ยอดเงินเพิ่มจาก 120 บาท เป็น 210 บาท" in one.sentence


# -- who has sent what ---------------------------------------------------------------------------------------------


def test_a_district_without_the_newest_month_is_silent_and_counts_with_its_last(make: Make) -> None:
    rows = [month("8301"), month("8302"), month("8303", NOVEMBER, overdue_debt_baht=10.0)]
    found = assess(make(women_fund_monthly=rows))
    assert ("no_report", "8303") in rules(found, status=Status.GRAY)
    assert measure(found, "T6.2-baht").value == 90.0
    assert found.coverage is not None
    sent = found.coverage.frame.set_index("area")
    assert sent.loc["8303", "รายงาน ธ.ค. 2564"] == "ยังไม่ส่ง"
    assert sent.loc["8303", "รายงาน พ.ย. 2564"] == sent.loc["8301", "รายงาน ธ.ค. 2564"] == "รายงานแล้ว"
    assert any("1 หน่วยที่ใช้ยอดของเดือนก่อนหน้า" in note for note in found.notes)
    assert found.trend is not None
    december = found.trend.frame.query("month == 'ธ.ค.' and year == 'ปี 2565'")["value"].item()
    assert december == pytest.approx(measure(found, "T6.2").value)


# -- flow of overdue debt ------------------------------------------------------------------------------------------


def flows(code: str, when: pd.Timestamp, overdue: float, new: float | None, paid: float, **more: Any) -> dict[str, Any]:
    return month(code, when, overdue_debt_baht=overdue, new_overdue_baht=new, collected_baht=paid, **more)


def test_overdue_debt_follows_from_month_to_month(make: Make) -> None:
    rows = [
        flows("8301", SEPTEMBER, 50.0, 500.0, 100.0),
        flows("8301", OCTOBER, 60.0, 30.0, 20.0),
        flows("8301", NOVEMBER, 55.0, 45.0, 30.0, restructured_baht=10.0),
    ]
    found = assess(make(women_fund_monthly=rows), as_of=date(2021, 11, 30))
    assert (measure(found, "T6.10").value, measure(found, "T6.10").status) == (0.0, Status.GREEN)
    assert "debt_flow" not in {one.rule for one in found.findings}
    steps = found.exhibits["flow"].frame.set_index("step")["value"].to_dict()
    assert steps == {"ยกมา": 50, "เกินกำหนดเพิ่ม": 45, "เก็บได้": -30, "ปรับโครงสร้าง": -10, "จำหน่ายหนี้สูญ": 0, "คงเหลือ": 55}


def test_a_month_whose_debt_does_not_follow_is_in_doubt_with_every_figure(make: Make) -> None:
    rows = [flows("8301", OCTOBER, 60.0, 30.0, 20.0), flows("8301", NOVEMBER, 55.0, 45.0, 30.0)]
    found = assess(make(women_fund_monthly=rows), as_of=date(2021, 11, 30))
    one = finding(found, "debt_flow")
    assert (one.area, one.status, one.weight) == ("8301", Status.CHECK, 10.0)
    assert (measure(found, "T6.10").value, measure(found, "T6.10").status) == (10.0, Status.CHECK)
    assert "ยกมา 60 + เพิ่มขึ้น 15 − เก็บได้ 10 ควรเหลือ 65 แต่รายงานคงเหลือ 55 ต่างกัน 10 บาท" in one.sentence
    assert found.ranking is not None
    assert found.ranking.frame.set_index("area").loc["8301", "status"] == "check"


@pytest.mark.parametrize("rows", [
    [flows("8301", OCTOBER, 60.0, None, 20.0), flows("8301", NOVEMBER, 55.0, 45.0, 30.0)],
    [flows("8301", NOVEMBER, 55.0, 45.0, 30.0)],
    [flows("8301", pd.Timestamp(2021, 6, 1), 10.0, 5.0, 0.0), flows("8301", OCTOBER, 60.0, 30.0, 20.0)],
])  # fmt: skip
def test_a_flow_that_is_not_all_told_is_not_judged(make: Make, rows: list[dict[str, Any]]) -> None:
    """New debt left blank; nothing before; the year before ends in June."""
    found = assess(make(women_fund_monthly=rows), as_of=date(2021, 11, 30))
    assert (measure(found, "T6.10").value, measure(found, "T6.10").status) == (None, Status.GRAY)
    assert "debt_flow" not in {one.rule for one in found.findings}


# -- points and level ----------------------------------------------------------------------------------------------

#: A 99.2, B 60 and C 4.45 per cent: the example of handbook 12.
GOLDEN = {
    "budget_baht": 1000.0, "disbursed_baht": 992.0, "due_principal_baht": 100.0, "repaid_principal_baht": 60.0,
    "total_debt_baht": 10000.0, "overdue_debt_baht": 445.0,
}  # fmt: skip


def scored(make: Make, first: bool | None, second: bool | None, **more: Any) -> Assessment:
    row = month("8301", SEPTEMBER, milestone_1=first, milestone_2=second, **(GOLDEN | more))
    return assess(make(women_fund_monthly=[row, month("8301")]))


def test_the_example_of_the_handbook_scores_85_and_level_4(make: Make) -> None:
    found = scored(make, True, True)
    points = [measure(found, f"T6.9-{letter}").value for letter in "abc"]
    assert (*points, measure(found, "T6.9").value) == (35, 20, 30, 85)
    level = measure(found, "T6.9-level")
    assert (level.value, level.status, level.base) == (4, Status.GREEN, "ณ 30 ก.ย. 2564")


def levels(score: float, first: float | None, second: float | None) -> float:
    one = (pd.Series([value], dtype="float64") for value in (score, first, second))
    return float(months.level(*one).iloc[0])


def test_without_both_milestones_the_level_stays_at_two_or_below() -> None:
    assert [levels(score, 1, 1) for score in (100, 90, 89.9, 80, 70, 69.9, 0)] == [5, 5, 4, 4, 3, 2, 2]
    assert [levels(100, first, second) for first, second in ((1, 0), (0, 1), (0, 0))] == [1, 2, 0]
    assert all(math.isnan(levels(100, first, second)) for first, second in ((1, None), (None, 1), (None, None)))
    assert math.isnan(levels(math.nan, 1, 1))


def test_a_level_held_back_by_the_debtor_file_is_told_with_what_it_would_be(make: Make) -> None:
    found = scored(make, True, False)
    assert (measure(found, "T6.9").value, measure(found, "T6.9-level").value) == (85, 1)
    one = finding(found, "milestone_missing")
    assert (one.area, one.status) == ("8301", Status.RED)
    assert "85 คะแนนในปี 2564 แต่อยู่เพียงระดับ 1 เพราะยังไม่ผ่านการปรับปรุงข้อมูลลูกหนี้ ถ้าผ่านจะเป็นระดับ 4" in one.sentence
    untold = scored(make, True, None)
    assert (measure(untold, "T6.9-level").value, measure(untold, "T6.9-level").status) == (None, Status.GRAY)
    assert not {rule for rule, _ in rules(untold)} & {"milestone_missing", "level_low"}


@pytest.mark.parametrize(("score", "bounds"), [
    ("score_a", {120: 40, 100: 40, 99.99: 35, 95: 35, 94.9: 30, 85: 25, 80: 20, 75: 15, 70: 10, 69.9: 0}),
    ("score_b", {80: 30, 79.9: 25, 70: 25, 60: 20, 50: 15, 40: 10, 39.9: 0}),
    ("score_c", {0: 30, 5: 30, 5.004: 30, 5.01: 25, 10: 25, 15: 20, 20: 15, 25: 10, 25.1: 0}),
])  # fmt: skip
def test_points_change_at_their_bounds(score: str, bounds: dict[float, float]) -> None:
    """A percent counts as its form prints it, to two decimals."""
    given = months.points(pd.Series(list(bounds), dtype="float64"), score)
    assert dict(zip(bounds, given, strict=True)) == bounds
    assert months.points(pd.Series([math.nan]), score).isna().all()


def test_a_province_scores_on_its_sums_and_passes_when_all_its_districts_do(make: Make) -> None:
    both = {"milestone_1": True, "milestone_2": True}
    rows = [month(code, SEPTEMBER, **(GOLDEN | both)) for code in ("8301", "8302")]
    rows[1] |= {"disbursed_baht": 408.0, "milestone_2": False}  # 1,400 of 2,000 spent: 70 per cent
    found = assess(make(women_fund_monthly=[*rows, *everywhere()]))
    assert measure(found, "T6.9-a").value == 10
    assert measure(found, "T6.9-level").value == 1
    one = finding(found, "level_low")
    assert one.area == "8302" and "A 0 B 20 C 30" in one.sentence


def test_a_year_that_still_runs_has_no_points(make: Make) -> None:
    both = {"milestone_1": True, "milestone_2": True}
    found = assess(make(women_fund_monthly=[month("8301", **both), month("8301", pd.Timestamp(2021, 7, 1), **both)]))
    assert measure(found, "T6.9").value is None
    ended = assess(
        make(women_fund_monthly=[month("8301", SEPTEMBER, **(GOLDEN | both))]),
        fiscal_year=2564,
        as_of=date(2021, 9, 30),
    )
    assert measure(ended, "T6.9").value == 85


def test_points_and_level_typed_otherwise_than_computed_are_in_doubt(make: Make) -> None:
    right = {"score_a": 35.0, "score_b": 20.0, "score_c": 30.0, "score_d": 85.0, "kpi_level": 4.0}
    assert "score_mismatch" not in str(rules(scored(make, True, True, **right)))
    one = finding(scored(make, True, True, **(right | {"score_b": 25.0, "score_d": 90.0})), "score_mismatch")
    assert (one.area, one.status) == ("8301", Status.CHECK)
    assert "คะแนน B เดือน ก.ย. 2564 เป็น 25 แต่คำนวณตามเกณฑ์ได้ 20 และอีก 1 ค่า" in one.sentence
    assert "score_mismatch" in str(rules(scored(make, True, False, **right)))


# -- contracts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "ended", "active", "shares"), [
    (587, 0, 1365, (43.00, 0.0)), (180, 104, 282, (63.83, 36.88)),
])  # fmt: skip
def test_contracts_in_arrears_and_past_their_end_as_the_auditors_count_them(
    make: Make, late: int, ended: int, active: int, shares: tuple[float, float]
) -> None:
    """The golden numbers of handbook 12: 587 of 1,365, 180 of 282 and 104 of 282."""
    past = pd.Timestamp(2021, 9, 15)
    rows = [
        loan(n, overdue_debt_baht=50.0 * (n < late), **({"end_date": past} if n < ended else {})) for n in range(active)
    ]
    found = assess(
        make(women_fund_contracts=[*rows, loan(active, balance_baht=0.0, debt_status="closed", end_date=past)])
    )
    arrears, over = measure(found, "T6.4"), measure(found, "T6.5")
    assert (round(arrears.value or 0, 2), round(over.value or 0, 2)) == shares
    assert (arrears.status, arrears.n) == (Status.RED, active)
    if ended:
        one = finding(found, "ended_in_arrears")
        assert (one.area, one.weight) == ("8301", ended * 100.0)


def test_instalments_are_gathered_by_contract_before_contracts_are_counted(make: Make) -> None:
    """Three instalments of one contract, two of them late, are one contract in arrears."""
    rows = [
        due(1, "2021-03-12"),
        due(1, "2021-12-23"),
        due(1, "2022-06-15"),
        due(2, "2022-06-15"),
        due(2, "2021-06-15", repaid=100.0),
    ]
    found = assess(make(women_fund_instalments=rows))
    assert (measure(found, "T6.4").value, measure(found, "T6.4").base) == (50.0, "1 จาก 2 สัญญา ณ 12 ม.ค. 2565")
    assert measure(found, "T6.7").value == 50.0  # 306 days and 20 days past due, 100 baht each
    assert measure(found, "T6.6").value == pytest.approx(300 / 400 * 100)
    ages = found.exhibits["ages"].frame.set_index("age")["baht"]
    assert ages[ages > 0].to_dict() == {"1–30 วัน": 100.0, "181–365 วัน": 100.0}


def test_ages_begin_the_day_after_the_due_date() -> None:
    days = {0: None, 1: 0, 30: 0, 31: 1, 90: 1, 91: 2, 180: 2, 181: 3, 365: 3, 366: 4, -5: None}
    rows = pd.DataFrame([due(n, str((NOW - pd.Timedelta(days=n)).date()), 100.0, 60.0) for n in days])
    aged = loans.aged(rows, AS_OF).set_index("days")[loans.age_names()]
    assert {
        n: next((at for at, baht in enumerate(row) if baht), None) for n, row in zip(days, aged.to_numpy(), strict=True)
    } == days
    assert set(aged.to_numpy().ravel()) == {0.0, 40.0}
    assert loans.age_labels() == ["1–30 วัน", "31–90 วัน", "91–180 วัน", "181–365 วัน", "เกิน 365 วัน"]


def test_the_register_stands_before_its_instalments(make: Make) -> None:
    found = assess(
        make(women_fund_contracts=[loan(1, overdue_debt_baht=0.0)], women_fund_instalments=[due(1, "2021-03-12")])
    )
    assert measure(found, "T6.4").value == 0.0
    blank = assess(
        make(women_fund_contracts=[loan(1, overdue_debt_baht=None)], women_fund_instalments=[due(1, "2021-03-12")])
    )
    assert measure(blank, "T6.4").value == 100.0


def test_a_register_without_a_day_is_that_of_the_page_where_no_other_came(make: Make) -> None:
    undated = [loan(n, overdue_debt_baht=50.0, as_of_date=None, end_date=THEN) for n in (1, 2)]
    found = assess(make(women_fund_contracts=undated, women_fund_monthly=everywhere()))
    assert (measure(found, "T6.4").value, measure(found, "T6.5").value) == (100.0, 100.0)
    assert any("ไม่ระบุวันที่" in note for note in found.notes)
    both = assess(make(women_fund_contracts=[*undated, loan(3)], women_fund_monthly=everywhere()))
    assert (measure(both, "T6.4").value, measure(both, "T6.4").n) == (0.0, 1)


def test_the_age_of_an_arrear_without_instalments_is_not_guessed(make: Make) -> None:
    found = assess(make(women_fund_contracts=[loan(1, overdue_debt_baht=50.0)]))
    assert measure(found, "T6.4").value == 100.0
    assert (measure(found, "T6.6").value, measure(found, "T6.7").value) == (None, None)


def test_only_the_newest_register_up_to_the_day_counts(make: Make) -> None:
    old = [loan(n, overdue_debt_baht=50.0, as_of_date=pd.Timestamp(2021, 11, 30)) for n in range(3)]
    later = [loan(9, overdue_debt_baht=50.0, as_of_date=pd.Timestamp(2022, 2, 1))]
    found = measure(assess(make(women_fund_contracts=[*old, loan(0), loan(1), *later])), "T6.4")
    assert (found.value, found.n) == (0.0, 2)


STUCK = {"debt_status": "notice_2", "overdue_debt_baht": 10.0}


@pytest.mark.parametrize(("days", "share", "status"), [(180, 0.0, Status.GREEN), (181, 50.0, Status.RED)])
def test_a_case_that_has_not_moved_for_half_a_year_is_stuck(
    make: Make, days: int, share: float, status: Status
) -> None:
    rows = [
        loan(1, **STUCK, status_date=NOW - pd.Timedelta(days=days)),
        loan(2, **STUCK, status_date=NOW - pd.Timedelta(days=3)),
        loan(3, debt_status="normal", status_date=pd.Timestamp(2020, 1, 1)),
        loan(4, **STUCK),
    ]
    found = assess(make(women_fund_contracts=rows))
    one = measure(found, "T6.12")
    assert (one.value, one.status, one.n) == (share, status, 2)
    assert (("stuck_case", "8301") in rules(found)) is (share > 0)
    assert ("stuck" in found.tables) is (share > 0)
    cases = found.tables["cases"].frame.set_index("status")["contracts"].to_dict()
    assert cases == {"ปกติ": 1, "ทวงถาม ครั้งที่ 2": 3}


def test_restructuring_is_followed_from_offer_to_payment(make: Make) -> None:
    def step(n: int, offered: bool, signed: bool, kept: bool | None) -> dict[str, Any]:
        return loan(n, restructure_offered=offered, restructure_signed=signed, restructure_kept=kept)

    rows = [
        step(1, True, True, True),
        step(2, True, True, False),
        step(3, True, False, None),
        step(4, False, False, None),
    ]
    found = assess(make(women_fund_contracts=[*rows, loan(5), loan(6, overdue_debt_baht=5.0)]))
    told = {key: measure(found, key) for key in ("T6.11-offered", "T6.11-signed", "T6.11")}
    assert [(one.value, one.n) for one in told.values()] == [(60.0, 5), (40.0, 5), (50.0, 2)]
    assert told["T6.11"].status is Status.RED
    assert ("plan_broken", "8301") in rules(found)


def test_a_debtor_s_file_is_whole_when_all_five_fields_are_there(make: Make) -> None:
    whole = {"proposer_id": "x", "has_schedule": True, "has_guarantor": True, "has_address": True}
    rows = [loan(1, **whole), loan(2, **(whole | {"has_address": False})), loan(3, **(whole | {"proposer_id": None}))]
    found = measure(assess(make(women_fund_contracts=[*rows, loan(4, **(whole | {"has_schedule": None}))])), "T6.13")
    assert (found.value, found.n, found.status) == (25.0, 4, Status.RED)
    assert measure(assess(make(women_fund_contracts=[loan(1)])), "T6.13").value is None


def test_few_contracts_that_hold_half_of_the_debt_are_named_once(make: Make) -> None:
    rows = [loan(n, overdue_debt_baht=90.0 if n < 10 else 10.0) for n in range(30)]
    found = assess(make(women_fund_contracts=rows))
    one = finding(found, "few_hold_half")
    assert (one.area, one.weight) == ("83", 900.0)
    assert "10 สัญญาจาก 30 สัญญาที่ค้าง ถือหนี้เกินกำหนดร้อยละ 81.8 (900 บาท)" in one.sentence
    assert len(found.tables["largest"].frame) == len(found.exhibits["largest"].frame) == 10
    even = assess(make(women_fund_contracts=[loan(n, overdue_debt_baht=50.0) for n in range(30)]))
    assert "few_hold_half" not in str(rules(even))
    few = assess(make(women_fund_contracts=rows[:14]))
    assert "few_hold_half" not in str(rules(few))


def test_many_contracts_in_arrears_are_told_only_where_the_money_does_not_say_it(make: Make) -> None:
    late = [loan(1, overdue_debt_baht=5.0), loan(2)]
    assert ("arrears_wide", "8301") in rules(assess(make(women_fund_contracts=late, women_fund_monthly=everywhere())))
    red = assess(make(women_fund_contracts=late, women_fund_monthly=everywhere(overdue_debt_baht=300.0)))
    assert ("overdue_high", "8301") in rules(red) and ("arrears_wide", "8301") not in rules(red)


def test_what_was_overdue_when_last_year_ended_is_followed_up(make: Make) -> None:
    then = [loan(n, as_of_date=THEN, overdue_debt_baht=50.0) for n in (1, 2, 3)] + [loan(4, as_of_date=THEN)]
    now = [loan(1, overdue_debt_baht=20.0), loan(2), loan(4, overdue_debt_baht=99.0)]
    found = assess(make(women_fund_contracts=[*then, *now]))
    assert found.carried is not None
    row = found.carried.frame.iloc[0].to_dict()
    assert row == {"area": "8301", "contracts": 3, "overdue_baht": 150, "still": 1, "overdue_now_baht": 20, "gone": 1}
    assert found.carried.title == "หนี้เกินกำหนด ณ 30 ก.ย. 2564 150 บาท ยังเหลือ 20 บาท (ร้อยละ 13.3) ใน 1 อำเภอ"
    paid = assess(make(women_fund_contracts=[*then, loan(1), loan(2), loan(3)])).carried
    assert paid is not None and paid.frame.empty
    assert assess(make(women_fund_contracts=now)).carried is None


# -- members, typed percents, other books --------------------------------------------------------------------------


def people(code: str, **figures: Any) -> dict[str, Any]:
    own = {"women_15p": 1000.0, "members_sep": 500.0, "target_new": 20.0, "new_members": 5.0, "fiscal_year": 2565}
    level = "district" if len(code) > 2 else "province"
    return place(code) | {"area_level": level, "as_of_date": NOW} | own | figures


def test_members_are_a_share_of_women_and_new_ones_go_by_pace(make: Make) -> None:
    rows = [
        people("8301"),
        people("8302", new_members=0.0),
        people("8303", target_new=None),
        people("83", women_15p=9e9),
    ]
    last = people("8301", fiscal_year=2564, members_sep=400.0, as_of_date=THEN)
    found = assess(make(women_fund_members=[*rows, last]))
    assert (measure(found, "T6.14").value, measure(found, "T6.14").previous) == (50.0, 40.0)
    new = measure(found, "T6.14-new")
    assert (new.value, new.status, new.previous) == (12.5, Status.RED, None)
    assert ("members_behind", "8302") in rules(found)


def test_a_typed_percent_that_its_row_does_not_give_is_in_doubt(make: Make) -> None:
    ledger = [control("8301", 85.0, 92.25), control("8302", 80.0, 80.0), control("8301", 4.0, 4.0, month=OCTOBER)]
    ledger += [control("8303", 1.0, 2.0, fiscal_year=2564.0), control("8303", 1.0, 2.0, month=pd.Timestamp(2022, 3, 1))]
    found = assess(make(women_fund_monthly=everywhere(), ledger=ledger))
    one = finding(found, "typed_percent")
    assert (one.area, one.status) == ("8301", Status.CHECK)
    assert "ร้อยละของการชำระคืน เดือน ธ.ค. 2564 เป็นร้อยละ 85.00 แต่คำนวณจากแถวเดียวกันได้ร้อยละ 92.25" in one.sentence
    assert measure(found, "T6.15").value == pytest.approx(1 / 3 * 100)


def test_months_and_contracts_that_state_other_debts_are_in_doubt(make: Make) -> None:
    more = {"comparison": "tables", "column": "overdue_debt_baht", "fiscal_year": None, "month": None}
    found = assess(make(women_fund_monthly=everywhere(), ledger=[control("8302", 40.0, 90.0, **more)]))
    one = finding(found, "not_reconciled")
    assert (one.area, one.status, one.weight, one.unit) == ("8302", Status.CHECK, 50.0, "บาท")
    old = control("8302", 40.0, 90.0, **more) | {"as_of_stated": THEN}
    assert "not_reconciled" not in str(rules(assess(make(women_fund_monthly=everywhere(), ledger=[old]))))


# -- the sample ----------------------------------------------------------------------------------------------------


def sample(folder: Path, seed: int, province: str, *, planted: bool) -> tuple[Assessment, Part]:
    """The fund's made-up files of a province, built and assessed."""
    where = situations(seed, province, scope(province).children, kinds=made_up.KINDS, topic="women_fund")
    part = made_up.write_province(folder / "raw" / name(province), seed, province, where if planted else {})
    build(folder / "raw", folder / "processed")
    return assess(Processed(folder / "processed"), province), part


@pytest.fixture(scope="module")
def phuket(tmp_path_factory: pytest.TempPathFactory) -> tuple[Processed, Assessment, Part]:
    """Province 83 of the sample, without plants."""
    folder = tmp_path_factory.mktemp("phuket")
    found, part = sample(folder, 2565, "83", planted=False)
    return Processed(folder / "processed"), found, part


@pytest.mark.parametrize("seed", [2565, 1, 2])
def test_every_planted_situation_is_found_where_it_is_and_nowhere_else(tmp_path: Path, seed: int) -> None:
    found, part = sample(tmp_path, seed, "80", planted=True)
    planted = {(one.kind, one.area) for one in part.plants}
    assert {pair for pair in rules(found) if pair[0] in made_up.KINDS} == planted
    assert {kind for kind, _ in planted} == set(made_up.KINDS)
    assert rules(found, status=Status.CHECK) == {pair for pair in planted if pair[0] in ("typed_percent", "debt_flow")}


@pytest.mark.parametrize(("seed", "province"), [(2565, "80"), (1, "75"), (2, "83")])
def test_without_plants_nothing_is_red_or_in_doubt(tmp_path: Path, seed: int, province: str) -> None:
    found, _ = sample(tmp_path, seed, province, planted=False)
    assert rules(found) <= {("few_hold_half", province), ("share_falls_debt_grows", province)}
    assert found.status in (Status.GREEN, Status.YELLOW)
    assert found.ranking is not None
    assert set(found.ranking.frame["status"]) <= {"green", "yellow"}


def test_totals_of_the_page_equal_those_added_up_from_the_truth(phuket: tuple[Processed, Assessment, Part]) -> None:
    _, found, part = phuket
    rows = pd.concat(part.tables["women_fund_monthly"]).query("money_type == 'revolving' and month == @DECEMBER")
    own = {
        column: sum(rows[column])
        for column in ("repaid_principal_baht", "due_principal_baht", "overdue_debt_baht", "total_debt_baht")
    }
    assert measure(found, "T6.1").value == pytest.approx(own["repaid_principal_baht"] / own["due_principal_baht"] * 100)
    assert measure(found, "T6.2").value == pytest.approx(own["overdue_debt_baht"] / own["total_debt_baht"] * 100)
    contracts = part.tables["women_fund_contracts"][0]
    held = [
        (debt > 0, late > 0)
        for debt, late in zip(contracts["balance_baht"], contracts["overdue_debt_baht"], strict=True)
    ]
    assert measure(found, "T6.4").value == pytest.approx(
        sum(late for _, late in held) / sum(owes for owes, _ in held) * 100
    )
    members = part.tables["women_fund_members"][0].query("fiscal_year == 2565")
    assert measure(found, "T6.14").value == pytest.approx(sum(members["members_sep"]) / sum(members["women_15p"]) * 100)


def test_no_borrower_is_named_on_the_page(phuket: tuple[Processed, Assessment, Part]) -> None:
    """Cases carry the district and the contract's number; a borrower is neither named nor hashed there."""
    data, found, part = phuket
    page = open_page("women_fund", "83", 2565, "2565-01-12", processed=data)
    printed = "".join(
        str(one) for one in (page.exceptions(), page.ranking(), page.table("largest"), page.table("cases"))
    )
    assert not [one for one in part.personal["fund_proposers"] if one in printed]
    shown = {column.column for one in found.tables.values() for column in one.shown}
    assert not shown & {"proposer_id", "project"}
    assert women_fund.latest(data, ["83"], 2565) == AS_OF
