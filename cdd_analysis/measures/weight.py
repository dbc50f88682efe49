"""In which order a meeting talks about findings: what is in doubt or urgent first, people weighed against money."""

from __future__ import annotations

from collections.abc import Iterable

from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.status import SEVERITY
from cdd_analysis.settings import setting

_THINGS = {"คน": "person_baht", "ครัวเรือน": "household_baht"}


def ranked(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of a meeting: what is in doubt or urgent before the rest, then by weight; none twice.

    People are weighed against money by ``shared.weight``: baht a person, a household, another thing counts for.
    """
    once = {(one.rule, one.area, one.sentence): one for one in found}
    return tuple(sorted(once.values(), key=_meeting))


def _meeting(one: Finding) -> tuple[bool, float, int]:
    urgent = one.status in (Status.CHECK, Status.RED)
    return not urgent, -weight_baht(one), SEVERITY.index(one.status)


def weight_baht(one: Finding) -> float:
    """A finding's weight in baht."""
    per = setting("shared.weight")
    return one.weight * float(1 if one.unit == "บาท" else per.get(_THINGS.get(one.unit, ""), per["thing_baht"]))
