"""Findings about channels, product grades and the listings of OTOP TODAY."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.measures.arithmetic import growth
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, million, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.otop.book import Book
from cdd_analysis.topics.otop.figures import by_category
from cdd_analysis.topics.otop.listings import FIELDS
from cdd_analysis.topics.otop.parts import CHANNELS
from cdd_analysis.topics.otop.words import group, owner


def channel_fell(book: Book) -> Iterator[Finding]:
    """The channel that lost most against the same months of last year."""
    now, before = (by_category(book, year, "channel") for year in (book.year, book.year - 1))
    both = pd.DataFrame({"now": now, "before": before}).dropna()
    both = both.assign(fall=both["before"] - both["now"])
    for channel, one in both[both["fall"].gt(0)].nlargest(1, "fall").iterrows():
        label = CHANNELS.get(str(channel), str(channel))
        change = changed(growth(float(one["now"]), float(one["before"])))
        yield Finding(
            rule="channel_fell",
            area=book.area,
            status=Status.GRAY,
            sentence=f"ช่องทาง{label} {change} ({million(one['before'])} เหลือ {million(one['now'])})",
            owner=group(book.area),
            question=f"ช่องทาง{label}ที่ลดลง {million(one['fall'])} มีช่องทางใดมาทดแทน",
            weight=float(one["fall"]),
            unit="บาท",
        )


def fields_missing(book: Book) -> Iterator[Finding]:
    """The field that most listings lack, and the areas below that lack it most."""
    own = book.of(book.area)
    if is_missing(own["listings"]):
        return
    field = max(FIELDS, key=lambda name: own[f"lacks_{name}"])
    lacking = float(own[f"lacks_{field}"])
    if not lacking:
        return
    most = book.children[f"lacks_{field}"].dropna().nlargest(3)
    where = " · ".join(f"{called(str(area))} {count(n)}" for area, n in most.items() if n)
    beside = f" มากที่สุดที่ {where}" if where else ""
    yield Finding(
        rule="listing_incomplete",
        area=book.area,
        status=Status.YELLOW,
        sentence=f"OTOP TODAY ไม่มี{FIELDS[field]} {count(lacking)} จาก {count(own['listings'])} รายการ{beside}",
        owner=group(book.area),
        question=f"จะเติม{FIELDS[field]}ใน OTOP TODAY ให้ครบ {count(lacking)} รายการเมื่อใด",
        weight=lacking,
        unit="รายการ",
    )


def listings_old(book: Book) -> Iterator[Finding]:
    """Listings not updated for longer than the setting allows."""
    marks = book.own_marks
    old, days = int(marks["current"].eq(0).sum()), setting("otop.listing_days")
    if not old:
        return
    said = f"ไม่ได้ปรับปรุงเกิน {days} วัน {count(old)} จาก {count(len(marks))} รายการ"
    yield Finding(
        rule="listing_old",
        area=book.area,
        status=Status.YELLOW,
        sentence=f"OTOP TODAY {said} อายุกลาง {count(marks['age'].median())} วัน",
        owner=group(book.area),
        question=f"ใครเป็นผู้ปรับปรุง OTOP TODAY และจะปรับปรุง {count(old)} รายการที่เก่าเกิน {days} วันเมื่อใด",
        weight=float(old),
        unit="รายการ",
    )


def graded_low(book: Book) -> Iterator[Finding]:
    """Quadrant D above the country's share."""
    own, country = book.of(book.area), float(setting("otop.national_d_pct"))
    if is_missing(own["share_D"]) or own["share_D"] <= country:
        return
    said = f"มีร้อยละ {pct(own['share_D'], own['graded'])} สูงกว่าทั้งประเทศ (ร้อยละ {pct(country)})"
    yield Finding(
        rule="graded_low",
        area=book.area,
        status=Status.GRAY,
        sentence=f"ผลิตภัณฑ์กลุ่ม D {said}",
        owner=group(book.area),
        question=f"ผลิตภัณฑ์กลุ่ม D {count(own['grade_D'])} รายการ ได้รับการพัฒนาแล้วและอยู่ในแผนปีนี้กี่รายการ",
        weight=float(own["grade_D"]),
        unit="รายการ",
    )


def field_empty(book: Book) -> Iterator[Finding]:
    """Areas below where no listing at all has a field: nobody fills it there."""
    for area in book.view.scope.children:
        own = book.of(area)
        n = own["listings"]
        empty = [label for field, label in FIELDS.items() if own[f"lacks_{field}"] == n]
        if is_missing(n) or n < setting("shared.small_base") or not empty:
            continue
        said = f"รายการใน OTOP TODAY ทั้ง {count(n)} รายการไม่มี{' และ'.join(empty)}"
        yield Finding(
            rule="field_empty",
            area=area,
            status=Status.YELLOW,
            sentence=f"{called(area)} {said}",
            owner=owner(area),
            question=f"{called(area)}เหตุใดจึงไม่มี{' และ'.join(empty)}เลย และจะเติมครบ {count(n)} รายการเมื่อใด",
            weight=float(n),
            unit="รายการ",
        )


RULES = (channel_fell, fields_missing, field_empty, listings_old, graded_low)
