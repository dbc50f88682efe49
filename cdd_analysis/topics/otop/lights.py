"""The light of an area and why: a figure that does not reconcile comes first, then what was not sent, then sales."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cdd_analysis.measures import controls
from cdd_analysis.measures.completeness import Coverage, coverage
from cdd_analysis.measures.result import Status
from cdd_analysis.measures.status import by_pace, by_threshold, is_missing
from cdd_analysis.measures.words import changed, million, months, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.otop import sales
from cdd_analysis.topics.otop.book import Account, Book, growth_target

Light = tuple[Status, str]


def reconciled(book: Book, area: str) -> Light | None:
    """``check`` with both figures where a control of this very area differs; None where none does."""
    apart = book.doubts.get(area)
    return None if apart is None else (Status.CHECK, controls.sentence(apart))


def on_target(account: Account, last: str) -> Light:
    """Sales against the target to date (T3.2)."""
    value = account["target_pct"]
    if is_missing(value):
        return Status.GRAY, "ไม่มีเป้าหมายยอดจำหน่าย"
    said = f"ร้อยละ {pct(value)} ของเป้าหมายถึงเดือน {last} {_short(account)}"
    return by_threshold(value, **setting("otop.target")), said.rstrip()


def _short(account: Account) -> str:
    """How far sales are behind the target to date; empty where they are not."""
    gap = account["target_to_date_baht"] - (0.0 if is_missing(account["aimed_baht"]) else account["aimed_baht"])
    return f"ต่ำกว่าเป้าหมาย {million(gap)}" if gap > 0 else ""


def on_growth(account: Account) -> Light:
    """Growth on last year (T3.3a): never red for a month out of the ordinary, nor on fewer than three months."""
    value = account["growth_pct"]
    if is_missing(value):
        return Status.GRAY, "ไม่มียอดจำหน่ายปีก่อนช่วงเดียวกันให้เทียบ"
    status = by_pace(value, growth_target())
    if status is Status.RED and account["like_months"] < setting("otop.growth_least_months"):
        return Status.YELLOW, f"{changed(value)} แต่เทียบได้เพียง {int(account['like_months'])} เดือน"
    steady = by_pace(account["steady_pct"], growth_target())
    if status is Status.RED and steady is not Status.RED:
        return Status.YELLOW, f"{changed(value)} โดยมีเดือนที่ยอดผิดไปจากปกติ"
    return status, changed(value)


def told_apart(book: Book, area: str) -> tuple[str, str, float] | None:
    """What the producers' register says of an area that its sales report cannot agree with: (rule, Thai, baht).

    The same producers grew far from the whole (T3.4), or together they sold more than the area: then the columns are of
    other months. None where they agree or one of them is not known.
    """
    own, points = book.of(area), setting("otop.alike_points")
    if not unsent(book, area):
        for part, whole, year in (
            ("sold_baht", "sales_baht", book.year),
            ("seller_before_baht", "last_year_baht", book.year - 1),
        ):
            over = own[part] - own[whole] * (1 + setting("otop.over_pct") / 100)
            if over > 0:
                said = f"ยอดรายผู้ผลิตของปี {year} รวม {million(own[part])} มากกว่ายอดที่รายงานช่วงเดียวกัน {million(own[whole])}"
                return "producers_over_area", said, float(own[part] - own[whole])
    if is_missing(own["alike_pct"]) or is_missing(own["growth_pct"]):
        return None
    if abs(own["alike_pct"] - own["growth_pct"]) <= points:
        return None
    said = (
        f"ยอดของผู้ผลิตชุดเดิม {int(own['like_sellers'])} ราย{changed(own['alike_pct'])} "
        f"แต่ยอดรวม{changed(own['growth_pct'])} ห่างกัน {pct(abs(own['alike_pct'] - own['growth_pct']))} จุด"
    )
    return "growth_not_alike", said, abs(float(own["seller_now_baht"] - own["seller_before_baht"]))


def unsent(book: Book, area: str) -> list[pd.Timestamp]:
    """Months that the area owes and has not sent."""
    return [month for month in book.owed if month not in book.sent.get(area, frozenset())]


def area_light(book: Book, area: str) -> Light:
    """The light of an area in the ranked table."""
    if area in book.doubts:
        return Status.CHECK, controls.brief(book.doubts[area])
    account, missing, apart_told = book.of(area), unsent(book, area), told_apart(book, area)
    if apart_told:
        return Status.CHECK, apart_told[1]
    if is_missing(account["sales_baht"]):
        return Status.GRAY, f"ยังไม่ส่งยอดจำหน่ายปีงบประมาณ {book.year}"
    if missing:
        return Status.GRAY, f"ยังไม่รายงานเดือน {months([m.date() for m in missing])}"
    aimed = on_target(account, months([book.months[-1].date()]))
    grown = on_growth(account)
    if aimed[0] is not Status.GRAY:
        return aimed[0], _short(account) or "ถึงเป้าหมาย"
    return grown if grown[0] is not Status.GRAY else (Status.GRAY, "ไม่มีเป้าหมายและยอดปีก่อนให้เทียบ")


def sent_by(book: Book, month: pd.Timestamp) -> Coverage:
    """Which children sent a month."""
    there = book.child_steps.loc[book.child_steps["month"].eq(month), "area"]
    return coverage(there, book.view.scope.children)


def unsent_by(book: Book, areas: Sequence[str]) -> dict[str, list[pd.Timestamp]]:
    """Unsent months of those areas that have any."""
    return {area: missing for area in areas if (missing := unsent(book, area))}


def is_district_page(book: Book) -> bool:
    """Whether the areas below are districts."""
    return bool(book.view.scope.children) and sales.level(book.view.scope.children[0]) == "district"
