"""Ledger controls concern one area each: a province's difference is not the nation's, nor the nation's a province's."""

from __future__ import annotations

import math

import pandas as pd

from cdd_analysis.measures.controls import controls, differences, match_rate, of_area, sentence

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
