"""How much of a fiscal year has passed (handbook G6 and 12)."""

from __future__ import annotations

from datetime import date

from cdd_analysis.measures.pace import days_elapsed, days_in_year, pace_pct


def test_golden_pace() -> None:
    assert days_elapsed(date(2022, 1, 12), 2565) == 104
    assert days_in_year(2565) == 365
    assert round(pace_pct(date(2022, 1, 12), 2565), 1) == 28.5


def test_the_ends_of_the_year() -> None:
    assert days_elapsed(date(2021, 10, 1), 2565) == 1
    assert pace_pct(date(2022, 9, 30), 2565) == 100.0


def test_outside_the_year_pace_is_nothing_or_all() -> None:
    assert pace_pct(date(2021, 9, 30), 2565) == 0.0
    assert pace_pct(date(2023, 1, 1), 2565) == 100.0


def test_a_leap_year_has_366_days() -> None:
    assert days_in_year(2567) == 366
