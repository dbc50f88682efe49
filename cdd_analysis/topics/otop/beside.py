"""What stands beside a figure: its period, the region's and the country's, its place among the areas like it."""

from __future__ import annotations

from typing import Any

from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import months
from cdd_analysis.topics.otop.book import Book, members_of
from cdd_analysis.topics.otop.sales import NATIONAL


def period(book: Book) -> str:
    """``ต.ค. – ธ.ค. 2564 (3 เดือน)``."""
    return f"{months([m.date() for m in book.months])} ({len(book.months)} เดือน)" if book.months else ""


def compared(book: Book, column: str) -> dict[str, Any]:
    """The figure of the region and the country, where every province has a part in it."""
    region = f"region-{book.view.scope.region}"
    beside = book.view.scope.level
    return {
        "region": book.whole(region, column) if beside == "province" and book.view.scope.region else None,
        "country": book.whole(NATIONAL, column) if beside != "national" else None,
    }


def rank(book: Book, column: str, areas: tuple[str, ...]) -> tuple[int, int] | None:
    """Place of the view's area among ``areas``, the highest first."""
    own = book.of(book.area)[column]
    if book.area not in areas or is_missing(own):
        return None
    known = [value for area in areas if not is_missing(value := book.of(area)[column])]
    return 1 + sum(value > own for value in known), len(known)


def siblings(book: Book) -> tuple[str, ...]:
    """Areas of the same level as the view's: all provinces, or all regions."""
    if book.view.scope.level == "province":
        return tuple(members_of(NATIONAL))
    return tuple(a for a in book.account.index if a.startswith("region-")) if book.view.scope.level == "region" else ()
