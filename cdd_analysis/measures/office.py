"""Two scores of an office, by one office's rules of fiscal year 2569 (handbook G8, G9; S31). Weights are settings."""

from __future__ import annotations

from cdd_analysis.measures.arithmetic import MISSING, ratio
from cdd_analysis.measures.status import is_missing
from cdd_analysis.settings import setting


def financial_score(spent_pct: float, documents_complete: bool | None, overdue: float) -> float:
    """Quality of money matters, 0-5 (G8), of a whole year; 96 per cent, complete documents, 2 overdue: 4 - 1 = 3.

    Args:
        spent_pct: disbursed of allocated, per cent; missing or above 100 gives no score.
        documents_complete: the highest level asks for them; None: nobody says, so it is not reached.
        overdue: advance-loan contracts overdue for longer than allowed.
    """
    if is_missing(spent_pct) or spent_pct > 100:
        return MISSING
    steps = setting("management.score_steps_pct")
    level = sum(spent_pct >= step for step in steps)
    if level == len(steps) and not documents_complete:
        level -= 1
    few = setting("management.score_few_overdue")
    taken = 0 if overdue == 0 else 1 if overdue <= few else 2
    return float(max(level - taken, 0))


def unit_health(
    spent_pct: float, pace_pct: float, documents_complete: bool | None, overdue: float, flags: float
) -> float:
    """Health of a unit, 0-100 (G9): half pace, three tenths compliance, a fifth data; missing where no money is told.

    Args:
        spent_pct, pace_pct: disbursed and what should have been, per cent.
        documents_complete: None: nobody says, and nothing is taken off.
        overdue: overdue advance-loan contracts.
        flags: figures of the unit that do not hold together.
    """
    reached = ratio(spent_pct, pace_pct)
    if is_missing(reached):
        return MISSING
    rule = setting("management.health")
    off = rule["documents_off"] * (documents_complete is False) + rule["overdue_off"] * overdue
    compliance = 100 - min(off, rule["most_off"])
    data = max(100 - rule["flag_off"] * flags, 0)
    return (
        rule["pace_weight"] * min(100.0, reached) + rule["compliance_weight"] * compliance + rule["data_weight"] * data
    ) / 100
