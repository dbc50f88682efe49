"""Who signs a printed page: by position, never by name."""

from __future__ import annotations

from cdd_analysis.areas import Scope
from cdd_analysis.measures.words import DEPARTMENT, owner

PREPARES, CHECKS, CERTIFIES = "ผู้จัดทำ", "ผู้ตรวจสอบ", "ผู้รับรอง"
_GROUP = "กลุ่มงาน"


def signatures(scope: Scope, office: str) -> list[tuple[str, str]]:
    """Role and position of those who sign, in order. A position that is not known is "", to be written in by hand.

    Args:
        scope: the area of the page. Bangkok has no community development office, so nobody is named there.
        office: the work group that answers for the topic.
    """
    if scope.level == "province" and owner(scope.key) == scope.title and not scope.title.startswith("จังหวัด"):
        return [(PREPARES, ""), (CHECKS, ""), (CERTIFIES, "")]
    head = f"หัวหน้า{office}" if office.startswith(_GROUP) else f"หัวหน้า{_GROUP}"
    return [
        (PREPARES, "นักวิชาการพัฒนาชุมชน"),
        (CHECKS, head if scope.level == "province" else f"หัวหน้า{_GROUP}"),
        (CERTIFIES, owner(scope.key, f"อธิบดี{DEPARTMENT}")),
    ]
