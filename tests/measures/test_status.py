"""Words, symbols and the order of the five states (handbook 0.2), and how a figure gets one."""

from __future__ import annotations

import pytest

from cdd_analysis.measures.result import Status
from cdd_analysis.measures.status import LABELS, SYMBOLS, by_pace, by_threshold, is_missing, urgency, worst

GREEN, YELLOW, RED, GRAY, CHECK = Status.GREEN, Status.YELLOW, Status.RED, Status.GRAY, Status.CHECK
NAN = float("nan")


def test_every_status_has_a_word_and_a_symbol_of_its_own() -> None:
    assert set(LABELS) == set(SYMBOLS) == set(Status)
    assert [SYMBOLS[s] for s in (GREEN, YELLOW, RED, GRAY, CHECK)] == ["✓", "◐", "!", "…", "?"]
    assert LABELS[RED] == "ควรสนับสนุนเร่งด่วน"
    assert LABELS[CHECK] == "ข้อมูลควรตรวจสอบ"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([GREEN, CHECK, RED], CHECK),
        ([GREEN, YELLOW, RED], RED),
        ([GRAY, GREEN], GREEN),
        ([GRAY], GRAY),
        ([], GRAY),
    ],
)
def test_check_beats_all_and_gray_is_beaten_by_all(statuses: list[Status], expected: Status) -> None:
    assert worst(statuses) is expected


def test_an_area_that_sent_nothing_stands_before_those_on_plan() -> None:
    assert sorted([GREEN, GRAY, YELLOW, CHECK, RED], key=urgency) == [CHECK, RED, YELLOW, GRAY, GREEN]


@pytest.mark.parametrize(
    ("value", "expected"), [(100.0, GREEN), (99.9, YELLOW), (90.0, YELLOW), (89.9, RED), (NAN, GRAY), (None, GRAY)]
)
def test_by_threshold(value: float | None, expected: Status) -> None:
    assert by_threshold(value, green=100, yellow=90) is expected


@pytest.mark.parametrize(("days", "expected"), [(30, GREEN), (31, YELLOW), (60, YELLOW), (61, RED)])
def test_by_threshold_where_less_is_better(days: float, expected: Status) -> None:
    assert by_threshold(days, green=30, yellow=60, lower_is_better=True) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [(28.5, GREEN), (28.4, YELLOW), (18.5, YELLOW), (18.4, RED), (NAN, GRAY)]
)
def test_by_pace_allows_ten_points(value: float, expected: Status) -> None:
    assert by_pace(value, 28.5) is expected


def test_by_pace_without_an_expectation_is_gray() -> None:
    assert by_pace(50.0, None) is GRAY


def test_is_missing() -> None:
    assert is_missing(None) and is_missing(NAN)
    assert not is_missing(0.0)
