"""Words and owners of this topic: how figures are written in its sentences, and who answers for an area."""

from __future__ import annotations

from collections.abc import Mapping

from cdd_analysis.areas import full_name, level_of, name
from cdd_analysis.datasets import table
from cdd_analysis.measures.status import is_missing
from cdd_analysis.settings import setting
from cdd_analysis.thai.numbers import format_number

#: Rank only: the handbook gives these no light.
NO_LIGHT = "ใช้จัดลำดับ ไม่กำหนดสถานะ"


def count(value: float) -> str:
    """A whole number with separators."""
    return format_number(value)


def pct(value: float, n: float | None = None) -> str:
    """A percentage to one decimal, with its base beside it where that is small (handbook 0.3, rule 4)."""
    small = n is not None and not is_missing(n) and n < setting("shared.small_base")
    return format_number(value, 1) + (f" (n = {format_number(n)})" if small else "")


def owner(area: str) -> str:
    """Who answers for an area, by position. Bangkok has no community development office: its own office answers."""
    level, full = level_of(area), full_name(area)
    if level == "district":
        return f"พัฒนาการอำเภอ{name(area)}" if full.startswith("อำเภอ") else f"สำนักงาน{full}"
    if level == "province":
        return f"พัฒนาการจังหวัด{name(area)}" if full.startswith("จังหวัด") else full
    return f"ผู้ตรวจราชการกรมการพัฒนาชุมชน {name(area)}" if level == "region" else "ศูนย์สารสนเทศเพื่อการพัฒนาชุมชน"


def called(area: str) -> str:
    """The area's name before the next words of a sentence: a name that ends in a number keeps a space after it."""
    full = full_name(area)
    return f"{full} " if full[-1:].isdigit() else full


def known(value: float) -> float | None:
    """A figure, or None where it could not be computed."""
    return None if is_missing(value) else float(value)


def taken_off(counts: Mapping[str, float]) -> str:
    """The households taken off the target, by reason."""
    words = {"not_found": "ไม่พบ", "moved": "ย้าย", "died": "เสียชีวิต", "duplicate": "ซ้ำ"}
    return " ".join(f"{word} {count(counts[key])}" for key, word in words.items())


def label(column: str) -> str:
    """The Thai label of a column of the TPMAP extract."""
    return table("poverty_areas").column(column).label
