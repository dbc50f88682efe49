"""Ratios of sums; missing, never 0 per cent, where there is nothing to divide by. Golden numbers of handbook 12."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from cdd_analysis.measures.arithmetic import (
    concentration,
    growth,
    growths,
    place,
    ratio,
    ratio_of_sums,
    ratios,
    share,
    total,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (587, 1_365, 43.00),
        (180, 282, 63.83),
        (104, 282, 36.88),
        (655_365, 36_130_610, 1.81),
        (197_298, 12_942_574, 1.52),
        (168_185, 213_162, 78.90),
        (2, 5, 40.00),
    ],
)
def test_golden_ratios(numerator: float, denominator: float, expected: float) -> None:
    assert round(ratio(numerator, denominator), 2) == expected


@pytest.mark.parametrize(("a", "b"), [(5, 0), (0, 0), (NAN, 5), (5, NAN), (None, 5), (5, None)])
def test_nothing_to_divide_by_is_missing(a: float | None, b: float | None) -> None:
    assert math.isnan(ratio(a, b))
    assert math.isnan(share(a, b))


def test_a_true_zero_is_zero() -> None:
    assert ratio(0, 5) == 0.0


def test_ratios_of_columns() -> None:
    found = ratios(pd.Series([1.0, 2.0, NAN]), pd.Series([4.0, 0.0, 2.0]))
    assert found.iloc[0] == 25.0
    assert found.iloc[1:].isna().all()


def test_ratio_of_sums_is_not_the_mean_of_ratios() -> None:
    rows = pd.DataFrame({"area": ["a", "a", "b"], "done": [1.0, 9.0, NAN], "all": [2.0, 90.0, 5.0]})
    assert ratio_of_sums(rows, "done", "all")["all"] == pytest.approx(10 / 92 * 100)
    by_area = ratio_of_sums(rows, "done", "all", by=["area"])
    assert by_area["a"] == pytest.approx(10 / 92 * 100)
    assert "b" not in by_area.index  # its numerator is missing, so its denominator does not count either


def test_growth() -> None:
    assert growth(110, 100) == pytest.approx(10.0)
    assert growth(90, 100) == pytest.approx(-10.0)
    assert math.isnan(growth(90, 0)) and math.isnan(growth(None, 100))
    assert growths(pd.Series([110.0, 5.0]), pd.Series([100.0, 0.0])).tolist()[0] == pytest.approx(10.0)


def test_total_of_nothing_is_missing() -> None:
    assert math.isnan(total(pd.Series([NAN, NAN])))
    assert total(pd.Series([NAN, 2.0])) == 2.0


def test_place_counts_from_the_highest_and_leaves_out_the_missing() -> None:
    values = pd.Series({"80": 5.0, "84": 9.0, "86": 5.0, "90": NAN})
    assert place(values, "84") == (1, 3)
    assert place(values, "80") == place(values, "86") == (2, 3)
    assert place(values, "90") is None


def test_concentration() -> None:
    assert concentration(pd.Series([7.0])) == 10_000
    assert concentration(pd.Series([1.0, 1.0])) == 5_000
    assert math.isnan(concentration(pd.Series([0.0])))
