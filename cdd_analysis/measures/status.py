"""The five states of handbook 0.2: their words and symbols, which beats which, and how a figure gets one."""

from __future__ import annotations

import math
from collections.abc import Iterable

from cdd_analysis.measures.result import Status
from cdd_analysis.settings import setting

LABELS: dict[Status, str] = {
    Status.GREEN: "ตามแผน/เร็วกว่าแผน",
    Status.YELLOW: "ตามหลังเล็กน้อย ต้องเร่ง",
    Status.RED: "ควรสนับสนุนเร่งด่วน",
    Status.GRAY: "รอข้อมูล/ยังไม่เริ่ม",
    Status.CHECK: "ข้อมูลควรตรวจสอบ",
}
SYMBOLS: dict[Status, str] = {
    Status.GREEN: "✓",
    Status.YELLOW: "◐",
    Status.RED: "!",
    Status.GRAY: "…",
    Status.CHECK: "?",
}
#: From the one that beats all others to the one that any other beats.
SEVERITY = (Status.CHECK, Status.RED, Status.YELLOW, Status.GREEN, Status.GRAY)
#: The order of a ranked table: what to ask about first; an area that sent nothing stands before those on plan.
URGENCY = (Status.CHECK, Status.RED, Status.YELLOW, Status.GRAY, Status.GREEN)


def worst(statuses: Iterable[Status]) -> Status:
    """The status that beats the others; ``GRAY`` where there is none."""
    return min(statuses, key=SEVERITY.index, default=Status.GRAY)


def urgency(status: Status | str) -> int:
    """Place of a status in a ranked table, 0 first."""
    return URGENCY.index(Status(status))


def is_missing(value: float | None) -> bool:
    """Whether a figure could not be computed."""
    return value is None or math.isnan(value)


def by_threshold(value: float | None, *, green: float, yellow: float, lower_is_better: bool = False) -> Status:
    """Light of a figure against two lines: at or beyond ``green``, at or beyond ``yellow``, else red.

    A missing figure is gray. ``lower_is_better`` turns the lines round, for ages and arrears.
    """
    if value is None or math.isnan(value):
        return Status.GRAY
    if lower_is_better:
        value, green, yellow = -value, -green, -yellow
    if value >= green:
        return Status.GREEN
    return Status.YELLOW if value >= yellow else Status.RED


def by_pace(value: float | None, expected: float | None, *, tolerance: float | None = None) -> Status:
    """Light against what should have been reached by now (handbook G6), both in per cent.

    Green at or above it, yellow within ``tolerance`` percentage points below (``shared.tolerance_points``), else red.
    """
    if expected is None or math.isnan(expected):
        return Status.GRAY
    points = setting("shared.tolerance_points") if tolerance is None else tolerance
    return by_threshold(value, green=expected, yellow=expected - points)
