"""How much of a fiscal year has passed (handbook G6)."""

from __future__ import annotations

from datetime import date

from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.thai.dates import fiscal_end, fiscal_start


def days_in_year(fiscal_year: int) -> int:
    """Days of a fiscal year: 365 or 366."""
    return (fiscal_end(fiscal_year) - fiscal_start(fiscal_year)).days + 1


def days_elapsed(day: date, fiscal_year: int) -> int:
    """Which day of the fiscal year ``day`` is, 1 October being 1; 0 before it, all its days after it."""
    return min(max((day - fiscal_start(fiscal_year)).days + 1, 0), days_in_year(fiscal_year))


def pace_pct(day: date, fiscal_year: int) -> float:
    """Expected pace: days elapsed ÷ days in the fiscal year × 100. 12 January 2565 is day 104 of 365, 28.5 per cent."""
    return ratio(days_elapsed(day, fiscal_year), days_in_year(fiscal_year))
