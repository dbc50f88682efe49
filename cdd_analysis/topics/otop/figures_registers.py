"""Measures T3.8-T3.12: product grades and what stands in OTOP TODAY."""

from __future__ import annotations

from typing import Any

from cdd_analysis.measures.arithmetic import share
from cdd_analysis.measures.result import Measure
from cdd_analysis.measures.status import by_threshold, is_missing
from cdd_analysis.measures.words import count
from cdd_analysis.settings import setting
from cdd_analysis.topics.otop import listings
from cdd_analysis.topics.otop.beside import compared
from cdd_analysis.topics.otop.book import Book
from cdd_analysis.topics.otop.definitions import awaited, measure


def products(book: Book) -> list[Measure]:
    """T3.8: share of each quadrant, and movement since the register before."""
    own = book.of(book.area)
    if is_missing(own["graded"]) or own["graded"] == 0:
        return [awaited("T3.8", "otop_products", "ยังไม่มีทะเบียนผลิตภัณฑ์ที่จัดกลุ่ม Quadrant")]
    base = f"จาก {count(own['graded'])} ผลิตภัณฑ์ ทะเบียนปี {register_year(book)}"
    beside = compared(book, "share_D")
    beside["country"] = beside["country"] if beside["country"] is not None else float(setting("otop.national_d_pct"))
    before = {g: None if is_missing(own[f"share_{g}_before"]) else float(own[f"share_{g}_before"]) for g in "ABCD"}
    said: dict[str, Any] = {"base": base, "n": own["graded"], "key": False}
    d = measure("T3.8", own["share_D"], previous=before["D"], **said, **beside)
    others = [measure(f"T3.8-{g}", own[f"share_{g}"], previous=before[g], **said) for g in "ABC"]
    return [d, *others, *_moved(book)]


def register_year(book: Book) -> int:
    """Year of the newest product register of the view."""
    return int(book.own_products["fiscal_year"].max())


def _moved(book: Book) -> list[Measure]:
    own = book.moved
    if own.empty:
        return [awaited("T3.8-up", "ทะเบียนผลิตภัณฑ์ของปีก่อน", "ไม่มีทะเบียนปีก่อนให้เทียบการเลื่อนระดับ", key=False)]
    low = own[own["before"].eq("D")]
    up = float(low["now"].ne("D").sum())
    base = f"จากกลุ่ม D ของทะเบียนก่อน {count(len(low))} ผลิตภัณฑ์"
    return [measure("T3.8-up", share(up, len(low)), base=base, n=float(len(low)), key=False)]


def listed(book: Book) -> list[Measure]:
    """T3.9-T3.12: what stands in OTOP TODAY."""
    own = book.of(book.area)
    if is_missing(own["listings"]):
        reason = "ยังไม่มีรายการสินค้าใน OTOP TODAY"
        return [awaited(id, "otop_today", reason) for id in ("T3.9", "T3.10", "T3.11", "T3.12", "E5.1")]
    n = own["listings"]
    return [
        _rated(book, "T3.9", "complete_pct", "otop.complete", n, f"จาก {count(n)} รายการ"),
        _rated(book, "T3.10", "current_pct", "otop.current", n, f"จาก {count(n)} รายการ ณ วันที่ของรายงาน"),
        _age(book),
        *_covered(book),
        _rated(book, "T3.12", "valid_pct", "otop.valid", n, f"จาก {count(n)} รายการ", key=False),
        _to_fix(book),
    ]


def _to_fix(book: Book) -> Measure:
    """E5.1: fields to fill, and what the products sold whose listings lack them."""
    own = book.of(book.area)
    missing = float(sum(own[f"lacks_{field}"] for field in listings.FIELDS))
    lacking = own["listings"] - own["complete"]
    return measure("E5.1", missing, base=f"ใน {count(lacking)} รายการ จาก {count(own['listings'])} รายการ", key=False)


def _rated(book: Book, id: str, column: str, bands: str, n: float, base: str, *, key: bool = True) -> Measure:
    """A percentage with lines for green and yellow."""
    value = book.of(book.area)[column]
    lines = setting(bands)
    return measure(
        id,
        value,
        by_threshold(value, **lines),
        base=base,
        n=n,
        target=float(lines["green"]),
        reason=f"เกณฑ์ร้อยละ {lines['green']}",
        key=key,
        **compared(book, column),
    )


def _age(book: Book) -> Measure:
    age = book.own_marks["age"]
    base = f"จาก {count(age.notna().sum())} รายการที่มีวันที่ปรับปรุง"
    return measure("T3.10-age", float(age.median()), base=base, key=False)


def _covered(book: Book) -> list[Measure]:
    own = book.of(book.area)
    if is_missing(own["listed_pct"]):
        return [awaited("T3.11", "otop_products", "ยังไม่มีทะเบียนผลิตภัณฑ์ให้เทียบกับรายการใน OTOP TODAY")]
    base = f"จากผลิตภัณฑ์ที่ผู้ผลิตยังดำเนินการ {count(own['products'])} รายการ"
    found = [_rated(book, "T3.11", "listed_pct", "otop.listed", own["products"], base, key=False)]
    if not is_missing(own["stars_listed_pct"]):
        base = f"จากผลิตภัณฑ์ที่มีดาว {count(own['stars_count'])} รายการ"
        found.append(measure("T3.11-star", own["stars_listed_pct"], base=base, n=own["stars_count"], key=False))
    return found
