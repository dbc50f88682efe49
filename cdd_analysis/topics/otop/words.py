"""Who answers for this topic, by work group and position."""

from __future__ import annotations

from cdd_analysis.measures import words

OFFICE = "กลุ่มงานส่งเสริมการพัฒนาชุมชน"
NATION = "กองส่งเสริมภูมิปัญญาท้องถิ่นและวิสาหกิจชุมชน"


def owner(area: str) -> str:
    """Who answers for an area, by position."""
    return words.owner(area, NATION)


def answers(area: str, page: str) -> str:
    """Who answers for an area on the page of ``page``: its work group for itself, the office below for the others."""
    return words.answers(area, page, OFFICE, NATION)


def group(area: str) -> str:
    """The work group that answers for the scope itself."""
    return answers(area, area)
