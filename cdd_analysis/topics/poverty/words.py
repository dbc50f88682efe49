"""Words and owners of this topic: how figures are written in its sentences, and who answers for an area."""

from __future__ import annotations

from collections.abc import Mapping

from cdd_analysis.datasets import table
from cdd_analysis.measures import words
from cdd_analysis.measures.words import count


def owner(area: str) -> str:
    """Who answers for an area, by position."""
    return words.owner(area, "ศูนย์สารสนเทศเพื่อการพัฒนาชุมชน")


def taken_off(counts: Mapping[str, float]) -> str:
    """The households taken off the target, by reason."""
    words = {"not_found": "ไม่พบ", "moved": "ย้าย", "died": "เสียชีวิต", "duplicate": "ซ้ำ"}
    return " ".join(f"{word} {count(counts[key])}" for key, word in words.items())


def label(column: str) -> str:
    """The Thai label of a column of the TPMAP extract."""
    return table("poverty_areas").column(column).label
