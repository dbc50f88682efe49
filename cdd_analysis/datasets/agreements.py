"""Figures that two tables state of the same thing. Data that ``ingest.reconcile`` compares; nothing is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Kinds of comparison of the ledger: key -> Thai, what is held against what.
COMPARISONS: Mapping[str, str] = {
    "sheet_total": "ยอดรวมที่พิมพ์ในชีต เทียบผลรวมของแถวหรือช่อง",
    "split": "ยอดรวม เทียบผลรวมรายประเภท",
    "levels": "ยอดของพื้นที่ เทียบผลรวมของพื้นที่ย่อย",
    "reporters": "ยอดที่จังหวัดรายงาน เทียบยอดที่อำเภอรายงาน",
    "same_figure": "ยอดเดียวกันในสองไฟล์",
    "check_file": "ไฟล์ที่ใช้ตรวจทาน เทียบไฟล์รวม",
    "typed_percent": "ร้อยละที่พิมพ์ไว้ เทียบร้อยละที่คำนวณได้",
    "tables": "ยอดในแบบหนึ่ง เทียบยอดในอีกแบบหนึ่ง",
}


@dataclass(frozen=True)
class Agreement:
    """Two tables that count the same thing for the same areas.

    Attributes:
        stated: table of the figure held against the other.
        computed: table whose rows are summed up to it.
        columns: pairs of columns, stated and computed.
        level: area level at which they are compared.
        what: Thai, which figure is held against which.
        by: periods that must be equal; a table with an as-of date in its key is compared at the nearest earlier date.
        stated_where, computed_where: only rows with these values.
        owed: column of the stated table that says how many rows the other owes for a sum to be compared.
        computed_level: only rows of this level are summed; None: all rows within the area.
        within_days: states further apart than this are not of the same time and not compared; None: any distance.
    """

    stated: str
    computed: str
    columns: tuple[tuple[str, str], ...]
    level: str
    what: str
    by: tuple[str, ...] = ("fiscal_year",)
    stated_where: Mapping[str, str] = field(default_factory=dict)
    computed_where: Mapping[str, str] = field(default_factory=dict)
    computed_level: str | None = None
    owed: str | None = None
    within_days: int | None = None
