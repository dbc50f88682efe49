"""Rules of a table asked of typed-out records: what holds passes in silence, what does not is told in full and kept."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from cdd_analysis.datasets import Column, Kind, Personal, RowRule, Spread, Table, tables
from cdd_analysis.datasets.rules import at_most, needs, not_before, quotient, sums_to
from cdd_analysis.ingest.cleaning.checks import check_records, schema
from cdd_analysis.ingest.cleaning.records import typed

COLUMNS = (
    Column("unit_id", Kind.CODE, "รหัส", required=True),
    Column("kind", Kind.CHOICE, "ประเภท", required=True, choices={"a": ("ก",), "b": ("ข",)}),
    Column("person_id", Kind.CODE, "ผู้ยืม", personal=Personal.HASH, required=True),
    Column("people", Kind.COUNT, "คน", least=0, most=40),
    Column("score", Kind.NUMBER, "คะแนน", least=1),
    Column("given", Kind.BAHT, "จัดสรร (บาท)"),
    Column("spent", Kind.BAHT, "เบิกจ่าย (บาท)"),
    Column("left", Kind.BAHT, "คงเหลือ (บาท)"),
    Column("spent_pct", Kind.PCT, "ร้อยละ", share_of=(("spent",), ("given",))),
    Column("done", Kind.FLAG, "แล้วเสร็จ"),
    Column("begun_date", Kind.DATE, "วันเริ่ม"),
    Column("due_date", Kind.DATE, "วันครบกำหนด", ahead=True),
)
GOOD: dict[str, object] = {
    "unit_id": "1",
    "kind": "a",
    "person_id": "0011223344556677",
    "area_level": "district",
    "province_code": "92",
    "district_code": "9201",
    "as_of_date": pd.Timestamp("2022-01-12"),
    "source_file": "ส่งมา.xlsx",
    "source_sheet": "แผ่น1",
}


def a_table(*rules: RowRule, **more: Any) -> Table:
    return Table("units", "หน่วย", "a unit", **{"columns": COLUMNS, "key": ("unit_id",), "rules": rules} | more)


def records(table: Table, *rows: dict[str, object]) -> pd.DataFrame:
    """Typed records, each the good one with these cells; they stand on rows 2, 3 … of the sheet."""
    frame = pd.DataFrame([GOOD | {"source_row": 2 + i} | row for i, row in enumerate(rows)])
    frame = frame.reindex(columns=[*dict.fromkeys((*frame, *table.stored))])
    return typed(table, frame)


def told(table: Table, *rows: dict[str, object]) -> list[tuple[object, ...]]:
    found = check_records(table, records(table, *rows))
    return [(one["source_row"], one["column"], one["rule"], one["value"]) for one in found]


def message(table: Table, row: dict[str, object]) -> str:
    (one,) = check_records(table, records(table, row))
    return str(one["message"])


def test_a_good_row_passes_in_silence_and_so_does_no_row() -> None:
    assert told(a_table(), {}) == []
    assert told(a_table()) == []


def test_a_problem_says_file_sheet_row_column_value_and_what_to_do() -> None:
    (one,) = check_records(a_table(), records(a_table(), {"people": 45.0}))
    assert one == {
        "table": "units",
        "source_file": "ส่งมา.xlsx",
        "source_sheet": "แผ่น1",
        "source_row": 2,
        "column": "people",
        "value": "45",
        "rule": "impossible_number",
        "severity": "check",
        "message": "ค่าในช่อง “คน” คือ 45 ซึ่งอยู่นอกช่วงที่เป็นไปได้ (0–40) โปรดตรวจสอบกับต้นทาง",
        "province_code": "92",
        "district_code": "9201",
        "at": None,
    }


def test_figures_within_their_range_to_the_bound() -> None:
    table = a_table()
    assert told(table, {"people": 0.0}, {"people": 40.0}, {"people": None}, {"score": 1.0}) == []
    assert told(table, {"people": 41.0}, {"people": -1.0}, {"score": 0.99}) == [
        (2, "people", "impossible_number", "41"),
        (3, "people", "impossible_number", "-1"),
        (4, "score", "impossible_number", "0.99"),
    ]


def test_counts_are_whole() -> None:
    assert told(a_table(), {"people": 3.0}, {"people": 3.5}, {"score": 3.5}) == [
        (3, "people", "fraction_of_count", "3.5")
    ]


def test_choices_are_of_the_list() -> None:
    assert told(a_table(), {"kind": "b"}, {"kind": "c"}) == [(3, "kind", "unlisted_choice", "c")]


@pytest.mark.parametrize(
    ("codes", "column"),
    [
        ({"province_code": "9"}, "province_code"),
        ({"district_code": "920"}, "district_code"),
        ({"district_code": "92ก1"}, "district_code"),
        ({"district_code": "8001"}, "district_code"),
        ({"subdistrict_code": "92010"}, "subdistrict_code"),
        ({"subdistrict_code": "920201"}, "subdistrict_code"),
        ({"subdistrict_code": "920101", "village_code": "9201010"}, "village_code"),
    ],
)
def test_area_codes_have_two_four_six_or_eight_digits_and_lie_in_each_other(
    codes: dict[str, object], column: str
) -> None:
    good = {"subdistrict_code": "920101", "village_code": "92010101"}
    found = told(a_table(), good, codes)
    assert (3, column, "bad_area_code", codes[column]) in found
    assert {row for row, *_ in found} == {3}


def test_dates_lie_between_2500_and_the_day_the_data_are_of() -> None:
    first, eve = pd.Timestamp("1957-01-01"), pd.Timestamp("1956-12-31")
    same, after = pd.Timestamp("2022-01-12"), pd.Timestamp("2022-01-13")
    table = a_table()
    assert told(table, {"begun_date": first}, {"begun_date": same}, {"begun_date": after, "as_of_date": None}) == []
    assert told(table, {"begun_date": eve}, {"begun_date": after}) == [
        (2, "begun_date", "impossible_date", "31 ธ.ค. 2499"),
        (3, "begun_date", "impossible_date", "13 ม.ค. 2565"),
    ]
    assert "อยู่หลังข้อมูล ณ วันที่ 12 ม.ค. 2565" in message(table, {"begun_date": after})
    assert told(table, {"as_of_date": pd.Timestamp("2100-01-01")}) == [
        (2, "as_of_date", "impossible_date", "1 ม.ค. 2643")
    ]


def test_a_due_date_may_lie_ahead_but_not_for_ever() -> None:
    table = a_table()
    assert told(table, {"due_date": pd.Timestamp("2027-01-12")}) == []
    assert "เกิน 20 ปี" in message(table, {"due_date": pd.Timestamp("2052-01-12")})


def test_what_every_row_must_have() -> None:
    table = a_table()
    assert told(table, {"unit_id": None}, {"kind": None}, {"person_id": None}) == [
        (2, "unit_id", "no_key", None),
        (3, "kind", "blank_required", None),
        (4, "person_id", "blank_required", None),
    ]


def test_a_cell_that_could_not_be_read_is_not_told_again_as_blank() -> None:
    table = a_table()
    frame = records(table, {"kind": None}, {"kind": None})
    known = [{"source_row": 2, "column": "kind", "rule": "unknown_choice"}]
    assert [one["source_row"] for one in check_records(table, frame, told=known)] == [3]


def test_typed_percents_against_computed_ones_to_their_own_rounding() -> None:
    table = a_table()
    third = {"spent": 1.0, "given": 3.0}
    agree = [third | {"spent_pct": typed} for typed in (33.0, 33.3, 33.33, 33.34, 100 / 3)]
    assert told(table, *agree, {"spent_pct": 50.0}, {"spent": 1.0, "given": 0.0, "spent_pct": 50.0}) == []
    differ = [third | {"spent_pct": typed} for typed in (34.0, 33.4, 33.35)]
    assert [value for *_, value in told(table, *differ)] == ["34", "33.4", "33.35"]
    assert "คำนวณได้ 33.33" in message(table, differ[0])


def test_spending_is_no_more_than_what_was_given() -> None:
    table = a_table(at_most("spent", "given"))
    assert told(table, {"spent": 100.0, "given": 100.0}, {"spent": 1.0}, {"given": 1.0}, {"spent": 0, "given": 0}) == []
    assert told(table, {"spent": 100.01, "given": 100.0}) == [(2, "spent", "row_rule", "100.01")]
    assert "“เบิกจ่าย (บาท)” 100.01 มากกว่า “จัดสรร (บาท)” 100 " in message(table, {"spent": 100.01, "given": 100.0})


def test_the_remainder_is_the_difference_to_a_satang() -> None:
    table = a_table(sums_to("left", "given", minus=("spent",)))
    good = {"given": 100.0, "spent": 30.1}
    assert told(table, good | {"left": 69.9}, good | {"left": 69.91}, good, {"left": 5.0, "given": 5.0}) == []
    assert told(table, good | {"left": 69.92}) == [(2, "left", "row_rule", "69.92")]
    assert sentence_of(table) == "“คงเหลือ (บาท)” ไม่เท่ากับ “จัดสรร (บาท)” − “เบิกจ่าย (บาท)” โปรดตรวจสอบกับต้นทาง"


def sentence_of(table: Table) -> str:
    (rule,) = table.rules
    return rule.sentence({column.name: f"“{column.label}”" for column in table.columns})


def test_counts_that_add_up_have_no_tolerance() -> None:
    table = a_table(sums_to("people", "score", money=False))
    assert told(table, {"people": 3.0, "score": 3.0}) == []
    assert told(table, {"people": 3.0, "score": 4.0}) == [(2, "people", "row_rule", "3")]


def test_a_quotient_without_a_base_is_not_asked() -> None:
    table = a_table(quotient("left", "given", "people", within="poverty.income_mismatch_baht"))
    base = {"given": 100.0, "people": 3.0}
    assert told(table, base | {"left": 33.33}, base | {"left": 34.33}, {"given": 1.0, "people": 0.0, "left": 9.0}) == []
    assert told(table, base | {"left": 34.34}) == [(2, "left", "row_rule", "34.34")]


def test_a_day_is_not_before_the_one_it_follows() -> None:
    table = a_table(not_before("due_date", "begun_date"))
    day, eve = pd.Timestamp("2022-01-02"), pd.Timestamp("2022-01-01")
    assert told(table, {"begun_date": day, "due_date": day}, {"due_date": day}, {"begun_date": day}) == []
    assert told(table, {"begun_date": day, "due_date": eve}) == [(2, "due_date", "row_rule", "1 ม.ค. 2565")]


def test_a_claim_needs_what_shows_it_unless_the_sheet_has_no_such_column() -> None:
    table = a_table(needs("done", (True,), "begun_date", message="{done} แต่ไม่มี {begun_date} โปรดเติม"))
    shown = {"done": True, "begun_date": pd.Timestamp("2022-01-02")}
    assert told(table, shown, {"done": False}, {"done": None}) == []
    assert told(table, {"done": True}) == []
    assert told(table, shown, {"done": True}) == [(3, "done", "row_rule", "ใช่")]


def test_a_personal_value_is_never_shown() -> None:
    table = a_table(
        RowRule("same", ("people", "person_id"), lambda rows: rows["people"] > 5, "{people} ของ {person_id}")
    )
    said = message(table, {"people": 1.0})
    assert "0011223344556677" not in said
    assert "•••" in said


SIDEWAYS = Table(
    "wide",
    "ยอด",
    "an area x month",
    key=("area", "month"),
    is_area=True,
    spread=Spread("money", by=("month", "kind")),
    columns=(
        Column("month", Kind.MONTH, "เดือน"),
        Column("kind", Kind.CHOICE, "ประเภท", choices={"a": ("อาหาร",), "all": ("รวม",)}),
        Column("money", Kind.BAHT, "ยอด (บาท)", required=True, least=0),
        Column("agency", Kind.TEXT, "หน่วยงาน", required=True),
        Column("begun_date", Kind.DATE, "วันเริ่ม"),
    ),
)


def test_a_cell_laid_out_sideways_says_under_which_heading_it_stands() -> None:
    row = {"agency": "อบต.", "month": pd.Timestamp("2021-10-01"), "money": -1.0, "kind": "a", "fiscal_year": 2565}
    assert "ช่อง “ยอด (บาท) ต.ค. 2564 · อาหาร”" in message(SIDEWAYS, row)


def test_a_description_shared_by_the_records_of_a_row_is_told_once_and_a_blank_figure_never() -> None:
    late = {"begun_date": pd.Timestamp("2022-02-01"), "agency": "อบต.", "source_row": 7, "fiscal_year": 2565}
    months = [late | {"month": pd.Timestamp(f"2021-{month}-01")} for month in (10, 11, 12)]
    assert told(SIDEWAYS, *months) == [(7, "begun_date", "impossible_date", "1 ก.พ. 2565")]


def test_no_failing_row_is_lost_however_many_there_are() -> None:
    table = a_table()
    rows = pd.concat([records(table, {"people": 41.0})] * 5_000)
    assert len(check_records(table, rows.assign(source_row=range(5_000)))) == 5_000


def test_values_are_kept_as_they_are() -> None:
    table = a_table(at_most("spent", "given"))
    frame = records(table, {"people": -1.0, "spent": 9.0, "given": 1.0, "kind": None})
    before = frame.copy()
    assert len(check_records(table, frame)) == 3
    pd.testing.assert_frame_equal(frame, before)


def test_a_rule_that_breaks_is_a_bug_and_not_a_row() -> None:
    table = a_table(RowRule("broken", ("people",), lambda rows: rows["no such column"], "{people}"))
    with pytest.raises(Exception, match="no such column"):
        check_records(table, records(table, {"people": 1.0}))


@pytest.mark.parametrize("name", tables())
def test_every_table_has_a_schema_whose_rules_read_its_own_columns(name: str) -> None:
    table = tables()[name]
    assert schema(table) is schema(table)
    own = {c.name for c in table.columns if c.is_stored}
    rules = [one.name for one in table.rules]
    assert len(set(rules)) == len(rules)
    for rule in table.rules:
        assert {*rule.columns, *rule.beside} <= own
        assert "{" not in rule.sentence(dict.fromkeys((*rule.columns, *rule.beside), "…"))


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


FUND = {"outstanding_baht": 200_000.0, "bank_baht": 70_000.0, "cash_baht": 10_000.0, "fund_total_baht": 280_000.0}
LOAN = {"loan_baht": 100.0, "repaid_baht": 40.0, "outstanding_baht": 60.0}
SCORES = {"score_a": 35.0, "score_b": 20.0, "score_c": 30.0, "score_d": 85.0}
LEVEL = {"ind_pass_count": 16.0, "core_pass_count": 10.0, "level_reported": "1"}
LEFT = {"allocated_baht": 100.0, "disbursed_baht": 60.0, "committed_baht": 30.0, "remaining_baht": 40.0}
ORGS = {"org_province": 1.0, "org_district": 23.0, "org_subdistrict": 2.0, "org_village": 3.0, "org_total": 29.0}
INCOME = {"house_id": "ab", "members": 4.0, "income_hh": 100_000.0, "income_pc": 25_000.0}
POOR = {"persons_target_poor": 5.0, "persons_poor_registered": 5.0, "persons_poor_bmn": 5.0}
#: Table, a row at the boundary that holds, what makes it fail, and the cell that is then told of.
RULES: tuple[tuple[str, dict[str, object], dict[str, object], str], ...] = (
    ("target_households", INCOME, {"income_pc": 25_002.0}, "income_pc"),
    ("poverty_areas", POOR, {"persons_target_poor": 6.0}, "persons_target_poor"),
    ("poverty_areas", POOR, {"persons_poor_bmn": 4.0}, "persons_poor_registered"),
    ("kkj_areas", FUND, {"fund_total_baht": 280_000.02}, "fund_total_baht"),
    ("kkj_areas", FUND | {"other_baht": 5.0, "fund_total_baht": 280_005.0}, {"other_baht": 6.0}, "fund_total_baht"),
    ("kkj_villages", {"granted_baht": 280_000.0, "fund_total_baht": 294_000.0}, {"fund_total_baht": 294_001.0},
     "fund_total_baht"),
    ("kkj_villages", {"granted_baht": 280_000.0, "fund_total_baht": 270_000.0, "shortfall_baht": 10_000.0},
     {"shortfall_baht": 9_000.0}, "shortfall_baht"),
    ("kkj_villages", {"granted_baht": 280_000.0, "fund_total_baht": 281_000.0, "shortfall_baht": 0.0},
     {"shortfall_baht": 1_000.0}, "shortfall_baht"),
    ("kkj_villages", {"hh_borrowed": 30.0, "hh_target": 30.0}, {"hh_borrowed": 31.0}, "hh_borrowed"),
    ("kkj_villages", {"hh_target": 30.0, "hh_total": 30.0}, {"hh_target": 31.0}, "hh_target"),
    ("kkj_villages", {"overdue_baht": 5.0, "outstanding_baht": 5.0}, {"overdue_baht": 6.0}, "overdue_baht"),
    ("kkj_villages", {"default_baht": 5.0, "outstanding_baht": 5.0}, {"default_baht": 6.0}, "default_baht"),
    ("kkj_villages", {"repaid_year_baht": 5.0, "due_year_baht": 5.0}, {"repaid_year_baht": 6.0}, "repaid_year_baht"),
    ("kkj_loans", LOAN, {"outstanding_baht": 50.0}, "outstanding_baht"),
    ("kkj_loans", {"loan_baht": 100.0, "repaid_baht": 100.0}, {"repaid_baht": 101.0}, "repaid_baht"),
    ("kkj_loans", {"received_date": day("2021-01-01"), "due_date": day("2021-01-01")},
     {"due_date": day("2020-12-31")}, "due_date"),
    ("kkj_loans", {"received_date": day("2021-01-01"), "last_repaid_date": day("2021-01-01")},
     {"last_repaid_date": day("2020-12-31")}, "last_repaid_date"),
    ("women_fund_monthly", {"repaid_principal_baht": 5.0, "due_principal_baht": 5.0}, {"repaid_principal_baht": 6.0},
     "repaid_principal_baht"),
    ("women_fund_monthly", {"overdue_debt_baht": 5.0, "total_debt_baht": 5.0}, {"overdue_debt_baht": 6.0},
     "overdue_debt_baht"),
    ("women_fund_monthly", {"disbursed_baht": 5.0, "budget_baht": 5.0}, {"disbursed_baht": 6.0}, "disbursed_baht"),
    ("women_fund_monthly", SCORES, {"score_d": 90.0}, "score_d"),
    ("women_fund_instalments", {"contract_id": "1", "due_date": day("2021-01-01"), "repaid_principal_baht": 5.0,
     "due_principal_baht": 5.0}, {"repaid_principal_baht": 6.0}, "repaid_principal_baht"),
    ("women_fund_instalments", {"contract_id": "1", "due_date": day("2021-01-01"), "instalment_no": 8.0,
     "instalment_count": 8.0}, {"instalment_no": 9.0}, "instalment_no"),
    ("women_fund_contracts", {"contract_id": "1", "overdue_debt_baht": 5.0, "balance_baht": 5.0},
     {"overdue_debt_baht": 6.0}, "overdue_debt_baht"),
    ("women_fund_contracts", {"contract_id": "1", "balance_baht": 5.0, "approved_baht": 5.0}, {"balance_baht": 6.0},
     "balance_baht"),
    ("women_fund_contracts", {"contract_id": "1", "start_date": day("2021-01-01"), "end_date": day("2021-01-01")},
     {"end_date": day("2020-12-31")}, "end_date"),
    ("women_fund_members", {"members_sep": 5.0, "women_15p": 5.0}, {"members_sep": 6.0}, "members_sep"),
    ("women_fund_members", {"members_oct": 5.0, "women_15p": 5.0}, {"members_oct": 6.0}, "members_oct"),
    ("women_fund_members", ORGS, {"org_total": 30.0}, "org_total"),
    ("plots", {"plot_id": "1", "disbursed_baht": 5.0, "allocated_baht": 5.0}, {"disbursed_baht": 6.0},
     "disbursed_baht"),
    ("plots", {"plot_id": "1", "returned_baht": 5.0, "allocated_baht": 5.0}, {"returned_baht": 6.0}, "returned_baht"),
    ("plots", {"plot_id": "1", "dig_status": "done", "accepted_date": day("2021-01-01")}, {"accepted_date": None},
     "dig_status"),
    ("plots", {"plot_id": "1", "dig_status": "done", "progress_pct": 100.0}, {"progress_pct": 99.0}, "progress_pct"),
    ("plots", {"plot_id": "1", "dig_status": "not_started", "progress_pct": 0.0}, {"progress_pct": 1.0},
     "progress_pct"),
    ("sufficiency_villages", LEVEL, {"ind_pass_count": 17.0}, "level_reported"),
    ("sufficiency_villages", LEVEL | {"ind_pass_count": 23.0, "level_reported": "3"}, {"core_pass_count": 9.0},
     "level_reported"),
    ("sufficiency_villages", LEVEL | {"ind_pass_count": 9.0, "core_pass_count": 9.0, "level_reported": "0"},
     {"level_reported": "1"}, "level_reported"),
    ("sufficiency_villages", {"ind_pass_count": 9.0, "core_pass_count": 9.0}, {"core_pass_count": 10.0},
     "core_pass_count"),
    ("sufficiency_villages", {"hh_target": 30.0, "hh_total": 30.0}, {"hh_target": 31.0}, "hh_target"),
    ("sufficiency_villages", {"hh_above_line": 30.0, "hh_total": 30.0}, {"hh_above_line": 31.0}, "hh_above_line"),
    ("budgets", {"disbursed_baht": 5.0, "allocated_baht": 5.0}, {"disbursed_baht": 6.0}, "disbursed_baht"),
    ("budgets", LEFT, {"remaining_baht": 41.0}, "remaining_baht"),
    ("budgets", LEFT | {"remaining_baht": 10.0}, {"remaining_baht": 11.0}, "remaining_baht"),
    ("advance_loans", {"contract_id": "1", "cleared_baht": 5.0, "advance_baht": 5.0}, {"cleared_baht": 6.0},
     "cleared_baht"),
    ("advance_loans", {"contract_id": "1", "advance_date": day("2021-01-01"), "due_date": day("2021-01-01")},
     {"due_date": day("2020-12-31")}, "due_date"),
    ("advance_loans", {"contract_id": "1", "advance_date": day("2021-01-01"), "cleared_date": day("2021-01-01")},
     {"cleared_date": day("2020-12-31")}, "cleared_date"),
    ("staff_duties", {"staff_id": "a", "topic": "kkj", "duty": "owner", "villages_assigned": 5.0,
     "villages_handed_over": 5.0}, {"villages_handed_over": 6.0}, "villages_handed_over"),
    ("staff_duties", {"staff_id": "a", "topic": "kkj", "duty": "owner", "leave_from_date": day("2021-01-01"),
     "leave_to_date": day("2021-01-01")}, {"leave_to_date": day("2020-12-31")}, "leave_to_date"),
    ("inspection_actions", {"action_id": "1", "instruction": "…", "given_date": day("2021-01-01"),
     "done_date": day("2021-01-01")}, {"done_date": day("2020-12-31")}, "done_date"),
    ("inspection_actions", {"action_id": "1", "instruction": "…", "action_status": "done",
     "done_date": day("2021-01-01")}, {"done_date": None}, "action_status"),
    ("cloth_agencies", {"wearers": 5.0, "staff": 5.0}, {"wearers": 6.0}, "wearers"),
    ("cloth_agencies", {"announced": True, "announced_date": day("2021-01-01")}, {"announced_date": None}, "announced"),
    ("click_usage", {"requests_closed": 5.0, "requests": 5.0}, {"requests_closed": 6.0}, "requests_closed"),
    ("click_usage", {"returning_users": 5.0, "users": 5.0}, {"returning_users": 6.0}, "returning_users"),
    *(
        ("community_groups", {"group_id": "1", earlier: day("2021-01-01"), later: day("2021-01-01")},
         {later: day("2020-12-31")}, later)
        for later, earlier in (
            ("referred_date", "found_date"),
            ("received_date", "referred_date"),
            ("supported_date", "received_date"),
            ("closed_date", "received_date"),
        )
    ),
)  # fmt: skip


@pytest.mark.parametrize(("name", "good", "change", "column"), RULES)
def test_rules_of_the_input_tables(name: str, good: dict[str, object], change: dict[str, object], column: str) -> None:
    """Holds at the boundary, fails beyond it, and is not asked where a cell is blank."""
    table = tables()[name]
    good = good | ({table.year: 2565} if table.year else {})
    assert told(table, good) == []
    broken = told(table, good, good | change)
    assert [(row, at, rule) for row, at, rule, _ in broken] == [(3, column, "row_rule")]
    asked = {name for rule in table.rules if rule.columns[0] == column for name in rule.columns}
    for lacking in asked & {*good, *change}:
        assert told(table, good, good | change | {lacking: None}) == []


def test_every_rule_of_every_table_is_tested() -> None:
    tested = {
        rule.name
        for name, good, change, column in RULES
        for rule in tables()[name].rules
        if rule.columns[0] == column and {*rule.columns} <= {*good, *change}
    }
    assert {rule.name for one in tables().values() for rule in one.rules} == tested
