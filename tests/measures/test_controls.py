"""Ledger controls concern one area each: a province's difference is not the nation's, nor the nation's a province's."""

from __future__ import annotations

import math

import pandas as pd

from cdd_analysis.measures.controls import controls, differences, match_rate, match_rates, matrix, of_area, sentence

COLUMNS = [
    "kind",
    "table",
    "column",
    "scope",
    "stated",
    "computed",
    "difference",
    "fiscal_year",
    "province_code",
    "district_code",
]


def ledger(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Ledger rows of kind control; the table is ``otop_sales``."""
    frame = pd.DataFrame([("control", "otop_sales", "sales_baht", *row) for row in rows], columns=COLUMNS)
    return frame.astype({"province_code": object, "district_code": object})


TRAT = ("รวม 12 เดือน", 1_888_595_564.0, 1_888_596_564.0, 1_000.0, 2567, "23", None)
NATION = ("ประเทศ = Σ จังหวัด", 21_796_030_227.02, 21_796_031_227.02, 1_000.0, 2567, None, None)
DISTRICT = ("รวม", 100.0, 90.0, -10.0, 2567, "80", "8016")
AGREES = ("รวม 12 เดือน", 5.0, 5.004, 0.004, 2567, "80", None)
NOT_COMPARED = ("จังหวัด = Σ อำเภอ", 5.0, 3.0, None, 2567, "80", None)


def test_each_control_belongs_to_one_area() -> None:
    found = controls(ledger(TRAT, NATION, DISTRICT, AGREES), "otop_sales")
    assert found["area"].tolist() == ["23", "national", "8016", "80"]
    assert found["differs"].tolist() == [True, True, True, False]
    assert differences(found, "80").empty
    assert len(differences(found, "23")) == 1


def test_less_than_a_satang_agrees_and_the_largest_difference_comes_first() -> None:
    found = controls(ledger(DISTRICT, TRAT, AGREES), "otop_sales")
    assert differences(found)["difference"].tolist() == [1_000.0, -10.0]
    assert match_rate(of_area(found, "80")) == 100.0
    assert match_rate(found) == 1 / 3 * 100


def test_what_could_not_be_compared_is_no_control() -> None:
    found = controls(ledger(NOT_COMPARED), "otop_sales")
    assert found.empty
    assert math.isnan(match_rate(found))


def test_another_years_control_stays_out() -> None:
    undated = (*TRAT[:4], None, "23", None)
    assert controls(ledger(TRAT), "otop_sales", fiscal_year=2566).empty
    assert len(controls(ledger(undated), "otop_sales", fiscal_year=2566)) == 1


def test_the_sentence_holds_both_figures() -> None:
    said = sentence(controls(ledger(TRAT), "otop_sales").iloc[0])
    assert said == ("ยอดที่แจ้งในไฟล์ 1,888,595,564 บาท แต่ผลรวมที่คำนวณได้ 1,888,596,564 บาท ต่างกัน 1,000 บาท (รวม 12 เดือน)")


# -- the tidy table of differences -----------------------------------------------------------------------------------

KEYS = ("comparison", "column", "district_code", "stated", "computed", "difference", "as_of_stated", "as_of_computed")
JANUARY, FEBRUARY = pd.Timestamp("2022-01-31"), pd.Timestamp("2022-02-28")


def compared(*rows: tuple[object, ...], fiscal_year: int = 2565) -> pd.DataFrame:
    """Differences of the village fund's areas, one per tuple of ``KEYS``."""
    frame = pd.DataFrame(list(rows), columns=list(KEYS))
    return frame.assign(table="kkj_areas", province_code="80", area_level="district", fiscal_year=fiscal_year)


BANK = ("tables", "bank_baht", "8001", 100.0, 90.0, 10.0, FEBRUARY, JANUARY)
OWED = ("tables", "outstanding_baht", "8001", 50.0, 50.0, 0.0, FEBRUARY, JANUARY)
OPEN = ("tables", "bank_baht", "8002", 70.0, 10.0, None, JANUARY, JANUARY)
EARLIER = ("tables", "bank_baht", "8001", 1.0, 2.0, -1.0, JANUARY, JANUARY)
REPORTED = ("reporters", "bank_baht", "8001", 100.0, 101.0, -1.0, FEBRUARY, FEBRUARY)


def test_the_matrix_of_the_fund_has_both_figures_and_both_dates_of_each_district() -> None:
    found = matrix(compared(EARLIER, BANK, OWED, OPEN, REPORTED), "kkj_areas", districts=["8001", "8002", "8003"])
    first = found.loc["8001"]
    assert first["bank_baht"].tolist() == [100.0, 90.0, 10.0]
    assert first["outstanding_baht"].tolist() == [50.0, 50.0, 0.0]
    assert first[""].tolist() == [FEBRUARY, JANUARY]
    assert found.loc["8002", "bank_baht"].isna().tolist() == [False, False, True]
    assert found.loc["8003"].isna().all()
    assert list(found.columns.get_level_values("measure").unique()) == ["", "bank_baht", "outstanding_baht"]


def test_the_matrix_is_of_one_kind_of_comparison_and_one_year() -> None:
    found = compared(BANK, REPORTED)
    assert matrix(found, "kkj_areas", comparison="reporters").loc["8001", ("bank_baht", "computed")] == 101.0
    assert matrix(found, "kkj_areas", fiscal_year=2564).empty
    assert matrix(found, "kkj_villages").empty


def test_the_share_that_agrees_is_told_per_measure_and_area() -> None:
    found = compared(BANK, OWED, OPEN, REPORTED)
    rates = match_rates(found, ("column", "district_code"))
    assert rates.to_numpy().tolist() == [["bank_baht", "8001", 2, 0, 0.0], ["outstanding_baht", "8001", 1, 1, 100.0]]
    assert match_rates(found)["match_pct"].tolist() == [0.0, 100.0]
