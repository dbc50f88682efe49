"""Who reported (handbook G1) and what is filled (G2)."""

from __future__ import annotations

import math

import pandas as pd

from cdd_analysis.measures.completeness import coverage, field_completeness, field_rates, filled, row_completeness

LISTINGS = pd.DataFrame(
    {
        "district": ["8001", "8001", "8002"],
        "has_image": pd.array([True, False, pd.NA], dtype="boolean"),
        "price_baht": [50.0, 20.0, float("nan")],
        "contact": ["valid", "", None],
    }
)
FIELDS = ["has_image", "price_baht", "contact"]


def test_coverage_names_who_is_missing_in_the_order_of_the_list() -> None:
    found = coverage(["8003", "8001", "9999"], ["8001", "8002", "8003", "8004"])
    assert (found.reported, found.expected, found.missing) == (2, 4, ("8002", "8004"))
    assert found.pct == 50.0


def test_coverage_of_no_list_is_missing() -> None:
    assert math.isnan(coverage(["8001"], []).pct)


def test_a_has_column_says_itself_whether_it_is_filled() -> None:
    assert filled(LISTINGS, FIELDS).to_numpy().tolist() == [
        [True, True, True],
        [False, True, False],
        [False, False, False],
    ]


def test_completeness_by_cell_row_and_area() -> None:
    assert field_completeness(LISTINGS, FIELDS) == 4 / 9 * 100
    assert row_completeness(LISTINGS, FIELDS) == 1 / 3 * 100
    rates = field_rates(LISTINGS, FIELDS, by="district")
    assert rates.loc["8001", "has_image"] == 50.0
    assert rates.loc["8002"].tolist() == [0.0, 0.0, 0.0]


def test_completeness_of_nothing_is_missing() -> None:
    assert math.isnan(field_completeness(LISTINGS[:0], FIELDS))
