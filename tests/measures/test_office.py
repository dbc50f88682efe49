"""Scores of an office: the golden number of the handbook, and each rule on its own."""

from __future__ import annotations

import math

import pytest

from cdd_analysis.measures.office import financial_score, unit_health


def test_the_golden_score_of_the_handbook() -> None:
    assert financial_score(96, True, 2) == 3  # handbook 12: 4 - 1


@pytest.mark.parametrize(
    ("spent", "complete", "overdue", "score"),
    [
        (100, True, 0, 5),
        (100, False, 0, 4),
        (100, None, 0, 4),
        (95, False, 0, 4),
        (94.99, True, 0, 3),
        (90, True, 0, 3),
        (85, True, 0, 2),
        (80, True, 0, 1),
        (79.9, True, 0, 0),
        (96, True, 4, 3),
        (96, True, 5, 2),
        (80, True, 5, 0),
    ],
)
def test_each_step_and_deduction(spent: float, complete: bool | None, overdue: int, score: float) -> None:
    assert financial_score(spent, complete, overdue) == score


@pytest.mark.parametrize("spent", [math.nan, 100.1])
def test_without_a_figure_that_can_be_true_there_is_no_score(spent: float) -> None:
    assert math.isnan(financial_score(spent, True, 0))


def test_health_is_half_pace_three_tenths_compliance_a_fifth_data() -> None:
    assert unit_health(28.5, 28.5, True, 0, 0) == 100
    assert unit_health(57, 28.5, True, 0, 0) == 100  # faster than pace is no more than pace
    assert unit_health(14.25, 28.5, None, 0, 0) == 75
    assert unit_health(28.5, 28.5, False, 0, 0) == 88
    assert unit_health(28.5, 28.5, True, 2, 0) == 91
    assert unit_health(28.5, 28.5, False, 9, 0) == 82  # at most 60 is taken off compliance
    assert unit_health(28.5, 28.5, True, 0, 1) == 94
    assert unit_health(28.5, 28.5, True, 0, 9) == 80


def test_health_without_a_figure_of_money_or_before_the_year_began_is_missing() -> None:
    assert math.isnan(unit_health(math.nan, 28.5, True, 0, 0))
    assert math.isnan(unit_health(10, 0, True, 0, 0))
