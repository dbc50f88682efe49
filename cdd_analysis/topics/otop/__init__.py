"""Topic 3, OTOP: sales of community products, the registers, and what stands in OTOP TODAY (handbook 5).

Read in this order: ``sales`` (tables of figures by area and month), ``sellers``, ``irregular``, ``listings``, ``book``
(one view, and the account of every area), ``lights``, then what is said of it: ``figures`` with ``definitions``,
``findings``, ``tables``, ``lists``, ``exhibits``, ``verdict``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import cdd_provinces
from cdd_analysis.measures.later import Later
from cdd_analysis.measures.result import Assessment, View
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start
from cdd_analysis.topics.otop.book import Book, look
from cdd_analysis.topics.otop.exhibits import exhibits, trend
from cdd_analysis.topics.otop.figures import measures, seasonal
from cdd_analysis.topics.otop.findings import findings
from cdd_analysis.topics.otop.lists import carried, further_tables
from cdd_analysis.topics.otop.nation import nation
from cdd_analysis.topics.otop.sales import NATIONAL
from cdd_analysis.topics.otop.tables import coverage, ranking
from cdd_analysis.topics.otop.verdict import status_of, verdict
from cdd_analysis.topics.otop.words import OFFICE

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

__all__ = ["KEY", "NUMBER", "OWNER", "SHORT", "TABLES", "TITLE", "assess", "latest"]

KEY = "otop"
NUMBER = 3
TITLE = "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
SHORT = "OTOP"
TABLES = ("otop_sales", "otop_producers", "otop_products", "otop_today")
OWNER = OFFICE


def assess(data: Processed, view: View) -> Assessment:
    """Everything the topic says of one view."""
    book = look(data, view)
    found, inputs = measures(book), _inputs(book)
    return Assessment(
        topic=KEY,
        view=view,
        status=status_of(found),
        verdict=verdict(book, found),
        measures=found,
        findings=findings(book),
        ranking=ranking(book),
        trend=trend(book),
        exhibits=Later(lambda: exhibits(book)),
        coverage=coverage(book),
        awaited=tuple(table for table, rows in inputs.items() if rows.empty),
        inputs=inputs,
        notes=_notes(book),
        carried=carried(book),
        tables=Later(lambda: further_tables(book)),
    )


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest end of a month with sales, or as-of date of its rows if later, at most 30 September of the fiscal year.

    Rows of a whole year say so only where no month was sent.
    """
    national = [NATIONAL] if set(provinces) >= set(cdd_provinces()) else []
    rows = nation(data, fiscal_year).rows.of(*provinces, *national)
    rows = rows[rows["fiscal_year"].eq(fiscal_year) & rows["sales_baht"].notna()]
    if rows.empty:
        return None
    last = pd.Timestamp(fiscal_end(fiscal_year))
    monthly = rows[rows["month"].notna()]
    days = [(monthly["month"] + pd.offsets.MonthEnd(0)).max(), pd.to_datetime(monthly["as_of_date"]).max()]
    day = min(max((one for one in days if pd.notna(one)), default=last), last).date()
    return day if day >= fiscal_start(fiscal_year) else None


def _inputs(book: Book) -> dict[str, pd.DataFrame]:
    """Rows of the view in each table: its own provinces, and the nation's rows for the nation."""
    rows = book.rows[book.rows["fiscal_year"].isin([book.year, book.year - 1])]
    this_year = rows["fiscal_year"].eq(book.year).any()
    return {
        "otop_sales": rows if this_year else rows.iloc[:0],
        "otop_producers": book.own_producers,
        "otop_products": book.own_products,
        "otop_today": book.own_marks,
    }


def _notes(book: Book) -> tuple[str, ...]:
    """What the method section adds: which figures were used, how the target was shared out, months not compared."""
    if not book.months:
        return ()
    notes = ["ยอดจำหน่ายใช้การแยกแบบเดียวในแต่ละพื้นที่และเดือน แถวรายปีไม่นำมาบวกกับรายเดือน"]
    if book.of(book.area)["target_to_date_baht"] > 0:
        notes.append(f"เป้าหมายทั้งปีแบ่งมาถึงเดือนล่าสุด{seasonal(book)}")
    if len(book.own_sellers):
        notes.append("ยอดรายผู้ผลิตในทะเบียนถือว่าเป็นยอดสะสมของปีนี้ และยอดปีก่อนเป็นของช่วงเดือนเดียวกัน")
    if book.whole(NATIONAL, "sales_baht") is None:
        notes.append("ไม่แสดงค่าเทียบของประเทศ เพราะมียอดไม่ครบทุกจังหวัด")
    return tuple(notes)
