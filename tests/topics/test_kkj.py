"""Topic 5 on tables small enough to check by hand. Phuket (83) has three districts; 8303 sends no villages."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import district_codes, scope
from cdd_analysis.datasets import table
from cdd_analysis.ingest.build import build
from cdd_analysis.ingest.store import LEDGER_SCHEMA, Processed, schema, write
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.sample.topics import kkj as files
from cdd_analysis.sample.truth import assemble
from cdd_analysis.topics import kkj
from cdd_analysis.topics.kkj.agreement import cleared_days
from cdd_analysis.topics.kkj.facts import ageing
from cdd_analysis.topics.kkj.levels import UNDATED, aged, funds, reason

AS_OF = date(2022, 1, 12)
NOW, THEN = pd.Timestamp(AS_OF), pd.Timestamp(2021, 9, 30)


def stored(folder: Path, ledger: list[dict[str, Any]] | None = None, **rows: list[dict[str, Any]]) -> Processed:
    """A processed folder with the rows given for each table, and comparisons of the ledger."""
    frames = [
        (n, pd.DataFrame(rows.get(n, []), columns=schema(table(n)).names, dtype=object), schema(table(n)))
        for n in kkj.TABLES
    ]
    told = pd.DataFrame(ledger or [], columns=LEDGER_SCHEMA.names, dtype=object)
    write(folder, [*frames, ("ledger", told, LEDGER_SCHEMA)], {})
    return Processed(folder)


def view(key: str = "83", as_of: date = AS_OF) -> View:
    return View(scope(key), 2565, as_of)


def village(code: str, owed: float = 100_000, bank: float = 180_000, **more: Any) -> dict[str, Any]:
    """A fund that is whole and in order, but for ``more``."""
    return {
        "fiscal_year": 2565, "area_level": "village", "province_code": code[:2], "district_code": code[:4],
        "subdistrict_code": code[:6], "village_code": code, "village_name": f"บ้านที่ {int(code[6:])}", "as_of_date": NOW,
        "granted_baht": 280_000, "outstanding_baht": owed, "bank_baht": bank, "cash_baht": 0,
        "fund_total_baht": owed + bank,
        "overdue_baht": 0, "hh_target": 20, "hh_borrowed": 5, "last_loan_date": NOW - timedelta(days=100),
        "committee_end_date": NOW + timedelta(days=100),
        **{f"book_{book}_{side}": True for book in ("household", "bank", "loan") for side in ("exists", "correct")},
    } | more  # fmt: skip


def loan(code: str, number: int, owed: float, late: int | None, **more: Any) -> dict[str, Any]:
    """A contract ``late`` days past due; None: no due date; negative: not due yet."""
    return {
        "area_level": "village", "province_code": code[:2], "district_code": code[:4], "subdistrict_code": code[:6],
        "village_code": code, "contract_id": f"{number}/2560", "loan_baht": owed + 1_000, "repaid_baht": 1_000,
        "outstanding_baht": owed, "due_date": None if late is None else NOW - timedelta(days=late), "as_of_date": NOW,
    } | more  # fmt: skip


def district(code: str, by: str = "province", **more: Any) -> dict[str, Any]:
    return {
        "fiscal_year": 2565, "area_level": "district", "province_code": code[:2], "district_code": code,
        "reported_by_level": by, "as_of_date": NOW, "village_count": 2, "outstanding_baht": 200_000,
        "bank_baht": 360_000,
        "cash_baht": 0, "fund_total_baht": 560_000,
    } | more  # fmt: skip


def listed(code: str, year: int = 2565, **more: Any) -> dict[str, Any]:
    return {
        "fiscal_year": year, "area_level": "village", "province_code": code[:2], "district_code": code[:4],
        "village_code": code, "shortfall_baht": 0, "cause_code": "C2", "remedy": "ทำแผนผ่อนชำระ", "as_of_date": NOW,
    } | more  # fmt: skip


def cell(code: str, column: str, stated: float, computed: float, **more: Any) -> dict[str, Any]:
    """A comparison of the ledger: what the province reports of a district against what the district does."""
    return {
        "kind": "control", "table": "kkj_areas", "column": column, "comparison": "reporters", "area_level": "district",
        "province_code": code[:2], "district_code": code, "fiscal_year": 2565, "stated": stated, "computed": computed,
        "difference": stated - computed, "as_of_stated": NOW, "as_of_computed": NOW, "scope": "ปี 2565",
        "source_stated": "จังหวัด.xlsx › แถว 3", "source_computed": "อำเภอ.xlsx › แถว 2",
    } | more  # fmt: skip


def measure(assessment: Assessment, key: str) -> Measure:
    return next(one for one in assessment.measures if one.id == key)


def finding(assessment: Assessment, rule: str) -> Finding:
    return next(one for one in assessment.findings if one.rule == rule)


# -- problem levels ------------------------------------------------------------------------------------------------

ONE = "83010101"


def levelled(one: dict[str, Any], *loans: dict[str, Any], apart: tuple[str, ...] = ()) -> Any:
    """A village with its class."""
    rows = pd.DataFrame([one], columns=schema(table("kkj_villages")).names)
    rows = rows.astype({c: "float64" for c in rows if c.endswith("_baht")})
    contracts = pd.DataFrame(list(loans), columns=schema(table("kkj_loans")).names)
    return next(funds(rows, aged(contracts, NOW), NOW, frozenset(apart)).itertuples())


@pytest.mark.parametrize(
    ("level", "more", "loans", "because"),
    [
        ("P0", {}, [], "ไม่พบปัญหาตามเกณฑ์"),
        ("P0", {}, [loan(ONE, 1, 15_000, 30), loan(ONE, 2, 85_000, -30)], "ไม่พบปัญหา"),
        ("PX", {"bank_baht": None, "fund_total_baht": None}, [], "ไม่ระบุเงินในบัญชีธนาคาร"),
        ("PX", {"outstanding_baht": None, "fund_total_baht": None}, [], "ไม่ระบุยอดเงินคงค้าง"),
        ("PX", {"fund_total_baht": 290_000}, [], "รวมเงินที่มีไม่เท่ากับ"),
        ("PX", {"overdue_baht": None}, [], "ไม่ทราบวันครบกำหนด"),
        ("PX", {"overdue_baht": None}, [loan(ONE, 1, 100_000, None)], "ไม่ทราบวันครบกำหนด"),
        ("P5", {"bank_baht": 39_999, "fund_total_baht": 139_999}, [], "เงินทุนขาดหาย 140,001 บาท ร้อยละ 50.0"),
        ("P0", {"bank_baht": 40_000, "fund_total_baht": 140_000}, [], "เงินทุนขาด 140,000 บาท ไม่ถึงร้อยละ 50"),
        ("P5", {"bank_baht": 179_000, "fund_total_baht": 279_000, "book_bank_exists": False}, [], "ไม่มีบัญชีคุมเงินฝาก"),
        ("P5", {"bank_baht": 0, "fund_total_baht": 100_000}, [loan(ONE, 1, 100_000, 2_000)], "เงินทุนขาดหาย 180,000"),
        ("P4", {}, [loan(ONE, 1, 1_000, 1_096), loan(ONE, 2, 99_000, -30)], "ร้อยละ 1.0 ของเงินคงค้าง นานสุด 1,096 วัน"),
        ("P0", {}, [loan(ONE, 1, 1_000, 1_095), loan(ONE, 2, 99_000, -30)], "ไม่พบปัญหา"),
        ("P4", {}, [loan(ONE, 1, 50_001, 10), loan(ONE, 2, 49_999, -30)], "ร้อยละ 50.0"),
        ("P3", {}, [loan(ONE, 1, 50_000, 10), loan(ONE, 2, 50_000, -30)], "เกินกำหนด 50,000 บาท ร้อยละ 50.0"),
        ("P3", {"overdue_baht": 15_001}, [], "เกินกำหนด 15,001 บาท"),
        ("P2", {"last_loan_date": NOW - timedelta(days=366)}, [], "ล่าสุด 11 ม.ค. 2564 มีเงินในบัญชี 180,000 บาท"),
        ("P0", {"last_loan_date": NOW - timedelta(days=365)}, [], "ไม่พบปัญหา"),
        ("P0", {"last_loan_date": NOW - timedelta(days=900), "last_repaid_date": NOW}, [], "ไม่พบปัญหา"),
        (
            "P2",
            {"last_loan_date": None, "outstanding_baht": 0, "bank_baht": 280_000, "repaid_year_baht": 0},
            [],
            "ไม่มีวันที่",
        ),
        ("P1", {"book_loan_exists": False}, [], "บัญชีขาดหรือไม่ถูกต้อง: บัญชีคุมลูกหนี้ (เหลือง)"),
        ("P1", {"book_household_correct": False}, [], "ทะเบียนครัวเรือนเป้าหมาย (ม่วง)"),
        ("P1", {"committee_end_date": NOW - timedelta(days=1)}, [], "คณะกรรมการหมดวาระแล้ว"),
    ],
)  # fmt: skip
def test_the_first_rule_that_holds_gives_the_level_and_its_reason(
    level: str, more: dict[str, Any], loans: list[dict[str, Any]], because: str
) -> None:
    found = levelled(village(ONE, **more), *loans)
    assert found.level == level
    assert because in reason(found)


def test_a_village_whose_contracts_do_not_add_up_waits_for_data() -> None:
    found = levelled(village(ONE), apart=(ONE,))
    assert (found.level, reason(found)) == ("PX", "ยอดคงค้างไม่ตรงกับบัญชีลูกหนี้")


def test_what_was_granted_is_280000_where_the_form_does_not_say() -> None:
    found = levelled(village(ONE, granted_baht=None, bank=30_000))
    assert (found.granted, found.shortfall, found.level) == (280_000, 150_000, "P5")


def test_ages_fall_into_their_buckets_at_the_edges() -> None:
    days = (1, 90, 91, 365, 366, 1_095, 1_096, None, 0, -5)
    rows = pd.DataFrame(
        [loan(ONE, n, 100, late) for n, late in enumerate(days)], columns=schema(table("kkj_loans")).names
    )
    found = ageing(aged(rows, NOW)).set_index("bucket")
    assert found["contracts"].tolist() == [2, 2, 2, 1, 1]
    assert found.at[UNDATED, "baht"] == 100


# -- figures by hand -----------------------------------------------------------------------------------------------

TWO, THREE = "83010102", "83020101"
OLD, OLDER = ({"last_visit_date": NOW - timedelta(days=days)} for days in (180, 181))
VILLAGES = [
    village(ONE, 100_000, 180_000, repaid_year_baht=8_000, due_year_baht=10_000, **OLD),
    village(TWO, 50_000, 50_000, repaid_year_baht=2_000, due_year_baht=10_000, book_loan_exists=False, **OLDER),
    village(THREE, 90_000, 200_000, repaid_year_baht=9_000, due_year_baht=9_000),
]  # fmt: skip
LOANS = [
    loan(ONE, 1, 60_000, -10), loan(ONE, 2, 40_000, 100),
    loan(TWO, 1, 50_000, -10),
    loan(THREE, 1, 80_000, -10), loan(THREE, 2, 10_000, 1_200), loan(THREE, 3, 0, 3_000),
]  # fmt: skip


@pytest.fixture
def whole(tmp_path: Path) -> Assessment:
    silent = district("8303", village_count=4, fund_total_baht=1_000_000, outstanding_baht=400_000)
    return kkj.assess(stored(tmp_path, kkj_villages=VILLAGES, kkj_loans=LOANS, kkj_areas=[silent]), view())


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("T5.1", 280_000 + 100_000 + 290_000 + 1_000_000, Status.GRAY),  # 8303 by form 26(2)
        ("T5.2", 180_000 / 840_000 * 100, Status.RED),
        ("T5.2-stress", 180_000 / 840_000 * 100, Status.GRAY),  # the surplus of the third covers what is lost there
        ("T5.3", 10_000, Status.GRAY),
        ("T5.4", 640_000, Status.GRAY),
        ("T5.5", 640_000 / 1_670_000 * 100, Status.GRAY),
        ("T5.6", 50_000 / 240_000 * 100, Status.RED),
        ("T5.7", 10_000, Status.GRAY),
        ("T5.8", 19_000 / 29_000 * 100, Status.YELLOW),
        ("T5.9", 15 / 60 * 100, Status.GRAY),
        ("T5.10", 8 / 9 * 100, Status.RED),
        ("T5.13", 3 / 3 * 100, Status.GRAY),
        ("T5.16", 1 / 2 * 100, Status.RED),  # 8302 tells no visits at all
        ("T5.16-days", 180.5, Status.GRAY),
    ],
)  # fmt: skip
def test_every_figure_by_hand(whole: Assessment, key: str, value: float, status: Status) -> None:
    found = measure(whole, key)
    assert found.value == pytest.approx(value)
    assert found.status is status


def test_nothing_to_divide_by_is_gray_and_never_zero(tmp_path: Path) -> None:
    idle = village(ONE, 0, 280_000, repaid_year_baht=0, due_year_baht=0, hh_target=0, hh_borrowed=0)
    found = kkj.assess(stored(tmp_path, kkj_villages=[idle]), view())
    for key in ("T5.6", "T5.8", "T5.9"):
        assert (measure(found, key).value, measure(found, key).status) == (None, Status.GRAY), key
    assert measure(found, "T5.5").value == 0


def test_without_any_data_everything_waits_and_nothing_is_found(tmp_path: Path) -> None:
    found = kkj.assess(stored(tmp_path), view())
    assert {one.value for one in found.measures} == {None}
    assert (found.status, found.findings, found.awaited) == (Status.GRAY, (), kkj.TABLES)
    assert found.ranking is None
    assert not found.exhibits
    assert "ยังไม่มีข้อมูลกองทุน" in found.verdict


def test_with_form_26_2_alone_money_is_known_and_levels_are_not(tmp_path: Path) -> None:
    found = kkj.assess(stored(tmp_path, kkj_areas=[district("8301")]), view())
    assert measure(found, "T5.1").value == 560_000
    assert measure(found, "T5.6").value is None
    assert [one.area for one in found.findings if one.rule == "no_report"] == ["8301", "8302", "8303"]
    assert any("1 อำเภอไม่ส่งรายหมู่บ้าน" in note for note in found.notes)


def test_debtors_of_villages_that_sent_no_form_count_as_debts(tmp_path: Path) -> None:
    more = [loan("83030101", 1, 30_000, 1_200), loan("83030101", 2, 10_000, -5), loan("83030101", 3, 99_000, None)]
    found = kkj.assess(stored(tmp_path, kkj_villages=VILLAGES[:1], kkj_loans=[*LOANS[:2], *more]), view())
    assert measure(found, "T5.6").value == pytest.approx(70_000 / 140_000 * 100)
    assert measure(found, "T5.7").value == 30_000
    assert found.exhibits["ageing"].frame["baht"].tolist() == [0, 40_000, 0, 30_000, 99_000]
    assert found.exhibits["ageing"].title == "หนี้เกินกำหนดกองอยู่ที่ช่วง ไม่ทราบวันครบกำหนด 99,000 จาก 169,000 บาท"
    assert measure(found, "T5.13").base.startswith("1 จาก 1 หมู่บ้าน")


def test_a_district_s_own_sum_stands_in_where_the_province_states_none(tmp_path: Path) -> None:
    rows = [district("8301"), district("8301", "district", fund_total_baht=1), district("8302", "district")]
    found = kkj.assess(stored(tmp_path, kkj_areas=rows), view())
    assert measure(found, "T5.1").value == 560_000 * 2


def test_a_ratio_leaves_out_a_village_that_tells_only_one_side(tmp_path: Path) -> None:
    half = village(TWO, repaid_year_baht=None, due_year_baht=50_000)
    found = kkj.assess(stored(tmp_path, kkj_villages=[VILLAGES[0], half]), view())
    assert measure(found, "T5.8").value == 80


def test_calendar_years_are_not_added_to_fiscal_ones(tmp_path: Path) -> None:
    other = village(TWO, repaid_year_baht=1_000, due_year_baht=50_000, year_basis="calendar")
    found = kkj.assess(stored(tmp_path, kkj_villages=[VILLAGES[0], other]), view())
    assert measure(found, "T5.8").value == 80
    assert any("1 หมู่บ้านนับรอบปีตามปีปฏิทิน" in note for note in found.notes)


def test_more_repaid_than_due_cannot_be(tmp_path: Path) -> None:
    found = kkj.assess(stored(tmp_path, kkj_villages=[village(ONE, repaid_year_baht=11, due_year_baht=10)]), view())
    assert measure(found, "T5.8").status is Status.CHECK


def test_debts_that_can_no_longer_be_sued_for_next_year(tmp_path: Path) -> None:
    ten_years = (NOW - (NOW - pd.DateOffset(years=10))).days
    late = [loan(ONE, 1, 100, ten_years - 1), loan(ONE, 2, 100, ten_years + 1), loan(ONE, 3, 100, ten_years - 400)]
    found = kkj.assess(stored(tmp_path, kkj_villages=VILLAGES[:1], kkj_loans=late), view())
    assert measure(found, "T5.7-expiry").value == 1


def test_all_villages_of_the_programme(tmp_path: Path) -> None:
    """Golden: 11,608 of the first phase and 28,038 of the second are 39,646 (S65)."""
    phases = [district("8301", village_count=11_608), district("8401", village_count=28_038)]
    found = kkj.assess(stored(tmp_path, kkj_areas=phases), view("national"))
    assert "ใน 39,646 หมู่บ้าน" in found.verdict


def test_a_fund_that_is_whole_only_at_face_value_is_named(tmp_path: Path) -> None:
    own = village(ONE, 100_000, 180_000)
    found = kkj.assess(stored(tmp_path, kkj_villages=[own], kkj_loans=[loan(ONE, 1, 100_000, 3_650)]), view())
    assert measure(found, "T5.2").value == 0
    assert measure(found, "T5.2-stress").value == pytest.approx(100 / 280 * 100)
    assert found.tables["hidden"].frame["stress_short"].tolist() == [100_000]
    assert found.exhibits["stress"].frame[["x", "x2"]].to_numpy().tolist() == [[0, 100_000]]


# -- do they agree -------------------------------------------------------------------------------------------------


def test_figures_that_two_offices_state_differently_are_check_with_both_values_and_dates(tmp_path: Path) -> None:
    old = {"as_of_computed": NOW - timedelta(days=12)}
    ledger = [
        cell("8301", "outstanding_baht", 300_000, 250_000, **old),
        cell("8301", "hh_borrowed", 10, 10, **old),
        cell("8302", "outstanding_baht", 90_000, 90_000.01),
    ]
    found = kkj.assess(stored(tmp_path, ledger, kkj_villages=VILLAGES, kkj_loans=LOANS), view())
    agree = measure(found, "T5.11")
    assert (agree.value, agree.status, agree.base) == (
        pytest.approx(200 / 3),
        Status.CHECK,
        "2 จาก 3 ยอด ณ 12 ม.ค. 2565",
    )
    assert found.status is Status.CHECK
    told = finding(found, "levels_differ")
    assert (told.area, told.status, told.weight) == ("8301", Status.CHECK, 50_000)
    assert "ยอดเงินคงค้าง จังหวัด 300,000 อำเภอ 250,000 บาท (ณ 12 ม.ค. 2565 กับ 31 ธ.ค. 2564)" in told.sentence
    grid = found.tables["reconciliation"].frame.set_index("district_code")["outstanding_baht"]
    assert grid.to_dict() == {"8301": 50_000, "8302": pytest.approx(-0.01)}  # 8302 states one figure only
    row = found.tables["differences"].frame.iloc[0]
    assert (row["source_stated"], row["source_computed"]) == ("จังหวัด.xlsx › แถว 3", "อำเภอ.xlsx › แถว 2")
    lights = found.ranking.frame.set_index("area") if found.ranking else pd.DataFrame()
    assert lights["agreement"].dropna().to_dict() == {"8301": "1/2", "8302": "1/1"}
    assert lights.at["8301", "status"] == "check"
    assert lights.loc["8301", ["P1-n", "P3-n", "P5-n"]].dropna().to_dict() == {"P3-n": 1, "P5-n": 1}


def test_a_district_without_a_sum_of_its_own_is_held_against_its_villages(tmp_path: Path) -> None:
    ledger = [
        cell("8301", "bank_baht", 1, 1),
        cell("8301", "bank_baht", 1, 2, comparison="tables"),
        cell("8302", "bank_baht", 5, 3, comparison="tables"),
        cell("8303", "bank_baht", 5, 3, fiscal_year=2564, comparison="tables"),
    ]
    found = kkj.assess(stored(tmp_path, ledger, kkj_villages=VILLAGES, kkj_loans=LOANS), view())
    assert measure(found, "T5.11").base.startswith("1 จาก 2 ยอด")
    assert [one.area for one in found.findings if one.rule == "levels_differ"] == ["8302"]
    assert measure(found, "T5.12").base.startswith("0 จาก 2 ยอด")


def test_on_a_wider_page_a_province_says_in_how_many_districts(tmp_path: Path) -> None:
    ledger = [cell("8301", "bank_baht", 1, 2), cell("8302", "bank_baht", 5, 3)]
    found = kkj.assess(stored(tmp_path, ledger, kkj_villages=VILLAGES, kkj_loans=LOANS), view("region-6"))
    told = finding(found, "levels_differ")
    assert (told.area, "2 ยอด ใน 2 อำเภอ" in told.sentence) == ("83", True)
    assert "อำเภอกะทู้" in finding(found, "long_overdue").sentence


def test_districts_that_agree_in_everything_stand_in_one_row(tmp_path: Path) -> None:
    ledger = [cell(code, column, 5, 5) for code in ("8301", "8302") for column in ("bank_baht", "cash_baht")]
    found = kkj.assess(stored(tmp_path, [*ledger, cell("8303", "bank_baht", 5, 3)], kkj_villages=VILLAGES), view())
    grid = found.tables["reconciliation"]
    assert grid.frame["district_code"].tolist() == ["8303", "2 อำเภอตรงกันทุกยอด"]
    assert grid.title == "ยอดจังหวัดเทียบอำเภอ: ไม่ตรง 1 ยอดใน 1 จาก 3 อำเภอ"


def test_days_to_clear_run_from_the_first_difference_to_the_next_agreement() -> None:
    def at(day: int, column: str, apart: float) -> dict[str, Any]:
        return cell("8301", column, apart, 0, as_of_stated=NOW + timedelta(days=day))

    rows = [at(0, "bank_baht", 5), at(10, "bank_baht", 3), at(30, "bank_baht", 0), at(60, "bank_baht", 0)]
    rows += [at(0, "cash_baht", 0), at(30, "cash_baht", 0), at(0, "hh_total", 0), at(30, "hh_total", 1)]
    assert cleared_days(pd.DataFrame(rows))["clear_days"].tolist() == [30]


def test_days_to_clear_reach_the_page(tmp_path: Path) -> None:
    before = {"as_of_stated": THEN, "fiscal_year": 2564}
    ledger = [cell("8301", "bank_baht", 5, 2, **before), cell("8301", "bank_baht", 5, 5)]
    found = kkj.assess(stored(tmp_path, ledger, kkj_villages=VILLAGES, kkj_loans=LOANS), view())
    assert measure(found, "E7.1").value == 104
    assert measure(found, "T5.11").status is Status.GREEN


@pytest.mark.parametrize(
    ("rule", "more", "said"),
    [
        ("total_differs", {"fund_total_baht": 1}, "รวมเงินที่มีไม่เท่ากับผลรวม"),
        ("surplus", {"bank_baht": 200_000, "fund_total_baht": 300_000}, "เกินกว่าที่ดอกเบี้ยอธิบายได้"),
        ("borrowed_over_target", {"hh_borrowed": 21}, "มากกว่าครัวเรือนเป้าหมาย"),
    ],
)
def test_figures_that_cannot_be_true_are_check(tmp_path: Path, rule: str, more: dict[str, Any], said: str) -> None:
    found = kkj.assess(stored(tmp_path, kkj_villages=[village(ONE, **more)]), view())
    told = finding(found, rule)
    assert (told.area, told.status) == ("8301", Status.CHECK)
    assert said in told.sentence and "บ้านที่ 1 หมู่ที่ 1" in told.sentence
    untouched = kkj.assess(stored(tmp_path, kkj_villages=[village(ONE)]), view())
    assert rule not in {one.rule for one in untouched.findings}


def test_pages_of_a_day_share_what_was_counted_and_none_changes_it(tmp_path: Path) -> None:
    data = stored(tmp_path, kkj_villages=[village(ONE, overdue_baht=40_000), village(TWO)])
    first, region, again = (kkj.assess(data, view(key)) for key in ("83", "region-6", "83"))
    assert (first.verdict, first.measures, first.findings) == (again.verdict, again.measures, again.findings)
    assert measure(region, "T5.6").value == measure(first, "T5.6").value


# -- followed up ---------------------------------------------------------------------------------------------------

LATE = {"overdue_baht": 40_000}


def test_problem_villages_need_cause_and_remedy_and_to_be_on_the_report(tmp_path: Path) -> None:
    four = "83010103"
    rows = [village(one, **LATE) for one in (ONE, TWO, four)]
    report = [listed(ONE), listed(TWO, remedy=None), listed(THREE, cleared_date=NOW)]
    found = kkj.assess(stored(tmp_path, kkj_villages=[*rows, village(THREE)], kkj_problems=report), view())
    assert measure(found, "T5.14").base.startswith("1 จาก 3 หมู่บ้าน")  # the cleared one is no problem any more
    assert "บ้านที่ 3" in finding(found, "problem_not_reported").sentence
    assert "มี 1 หมู่บ้าน" in finding(found, "problem_not_reported").sentence
    assert "มี 2 หมู่บ้าน" in finding(found, "in_arrears").sentence
    cases = found.tables["cases"].frame.set_index("village_code")
    assert cases.at[ONE, "cause"] == "ประกอบอาชีพขาดทุน/ภัย"


def test_without_a_report_nobody_can_say_who_is_not_on_it(tmp_path: Path) -> None:
    found = kkj.assess(stored(tmp_path, kkj_villages=[village(ONE, **LATE)]), view())
    assert (measure(found, "T5.14").value, measure(found, "T5.14").awaited) == (None, "kkj_problems")
    assert "problem_not_reported" not in {one.rule for one in found.findings}
    assert "มี 1 หมู่บ้าน" in finding(found, "in_arrears").sentence


@pytest.fixture
def followed(tmp_path: Path) -> Assessment:
    """P3 to P0 with a lesson, P3 to P1 without, P3 still, P0 to P3, P3 of which nothing is told since."""
    four, five = "83010103", "83020102"
    early = {"fiscal_year": 2564, "as_of_date": THEN, "last_loan_date": THEN}
    then = [village(one, **LATE, **early) for one in (ONE, TWO, THREE, five)] + [village(four, **early)]
    now = [village(ONE), village(TWO, book_loan_exists=False), village(THREE, **LATE), village(four, **LATE)]
    report = [listed(ONE, lesson="เยี่ยมลูกหนี้ทุกเดือน", cleared_date=NOW), listed(TWO), listed(THREE), listed(four)]
    return kkj.assess(stored(tmp_path, kkj_villages=[*then, *now], kkj_problems=report), view())


def test_villages_that_moved_and_what_was_learnt(followed: Assessment) -> None:
    assert measure(followed, "T5.15").value == 2
    assert (measure(followed, "E7.2").value, measure(followed, "E7.2").n) == (50, 2)
    moves = followed.tables["moves"]
    assert "ลดลง 2 เพิ่มขึ้น 1 หมู่บ้าน" in moves.title
    assert moves.frame.set_index("then").loc["P3 ค้างชำระ", ["P0", "P1", "P3"]].tolist() == [1, 1, 1]


def test_what_was_left_from_last_year(followed: Assessment) -> None:
    assert followed.carried is not None
    assert "จาก 4 หมู่บ้าน" in followed.carried.title and "ยังไม่ดีขึ้น 2 หมู่บ้าน" in followed.carried.title
    now = followed.carried.frame.set_index("village_code")["now"]
    assert now.to_dict() == {THREE: "P3 ค้างชำระ", "83020102": "ยังไม่ส่งข้อมูล"}


def test_last_year_stands_beside_and_opening_debts_are_those_of_the_same_villages(tmp_path: Path) -> None:
    early = {"fiscal_year": 2564, "as_of_date": THEN}
    now = village(ONE, repaid_year_baht=8_000, due_year_baht=10_000)
    then = [village(ONE, 80_000, 200_000, **early), village(TWO, 60_000, 220_000, **early)]
    found = kkj.assess(stored(tmp_path, kkj_villages=[now, *then]), view())
    assert measure(found, "T5.4").previous == 140_000
    assert measure(found, "T5.8-opening").value == 10
    assert measure(found, "T5.8").previous is None  # September's year is over; no figure of last January


def test_nothing_after_the_day_of_the_page_counts(tmp_path: Path) -> None:
    later = village(ONE, bank=0, as_of_date=NOW + timedelta(days=1))
    found = kkj.assess(stored(tmp_path, kkj_villages=[village(ONE), later]), view())
    assert measure(found, "T5.2").value == 0


def test_the_heaviest_areas_are_named_and_the_others_told_together(tmp_path: Path) -> None:
    codes = [f"80{n:02d}0101" for n in (2, 3, 4, 5, 6)]
    rows = [village(code, bank=10_000.0 - n) for n, code in enumerate(codes)]
    found = kkj.assess(stored(tmp_path, kkj_villages=rows), view("80"))
    told = [one for one in found.findings if one.rule == "fund_short"]
    assert [one.area for one in told] == ["80", "8006", "8005", "8004"]
    assert "ยังมีอีก 2 หมู่บ้าน" in told[0].sentence


def test_latest_day_is_inside_the_year(tmp_path: Path) -> None:
    data = stored(tmp_path, kkj_villages=[village(ONE), village(TWO, as_of_date=THEN)])
    assert kkj.latest(data, ("83",), 2565) == AS_OF
    assert kkj.latest(data, ("83",), 2566) is None


# -- what is planted -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [2565, 1, 2])
def test_what_is_planted_is_found_and_nothing_else(seed: int, tmp_path: Path) -> None:
    planted = dict(zip(files.KINDS, district_codes("92")[1:], strict=False))
    assert len(planted) == len(files.KINDS)
    for name, kinds in (("planted", planted), ("healthy", {})):
        truth = assemble(seed, ("92",), [files.write_province(tmp_path / name / "raw", seed, "92", kinds)])
        build(tmp_path / name / "raw", tmp_path / name / "processed")
        found = kkj.assess(Processed(tmp_path / name / "processed"), view("92"))
        assert {(one.rule, one.area) for one in found.findings if one.rule in files.KINDS} == set(kinds.items())
        assert {(one.kind, one.area) for one in truth.plants} == set(kinds.items())
        if not kinds:
            assert found.status in (Status.GREEN, Status.YELLOW)
            assert not found.findings
        now = truth.tables["kkj_villages"].query("fiscal_year == 2565")
        stated = truth.tables["kkj_areas"].query("fiscal_year == 2565 and reported_by_level == 'province'")
        silent = stated[~stated["district_code"].isin(now["district_code"])]
        for key, column in (("T5.1", "fund_total_baht"), ("T5.4", "outstanding_baht")):
            assert measure(found, key).value == math.fsum([*now[column], *silent[column]])
        assert measure(found, "T5.2").value == sum(now["shortfall_baht"]) / sum(now["granted_baht"]) * 100
