"""The measures T3.1-T3.14 of one view, in handbook order, each with its base, definition and source."""

from __future__ import annotations

from functools import partial

import pandas as pd

from cdd_analysis.measures.arithmetic import concentration, share
from cdd_analysis.measures.result import Measure, Status
from cdd_analysis.measures.status import by_threshold, is_missing
from cdd_analysis.measures.words import called, count, million, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.otop import figures_quality, figures_registers, figures_sellers, lights
from cdd_analysis.topics.otop.beside import compared, period, rank, siblings
from cdd_analysis.topics.otop.book import Book, extremes, growth_target, members_of
from cdd_analysis.topics.otop.definitions import awaited, measure
from cdd_analysis.topics.otop.sales import NATIONAL, ladder, one_split


def measures(book: Book) -> tuple[Measure, ...]:
    """Every measure of the view; those whose input is missing are gray and name it."""
    registers = [*figures_registers.products(book), *figures_registers.listed(book)]
    return (*_sales(book), *_growth(book), *_parts(book), *registers, *figures_quality.quality(book))


def _sales(book: Book) -> list[Measure]:
    """T3.1 and its company: shares, ranks, best and worst month, target (T3.2)."""
    own, base = book.of(book.area), period(book)
    if not book.months:
        said = f"ยังไม่มียอดจำหน่ายรายเดือน ปีงบประมาณ {book.year}"
        return [*_year_only(book), *(awaited(i, "otop_sales", said) for i in ("T3.1", "T3.2"))]
    line = book.year_steps.sort_values("month")
    trend = tuple((thai_month(m), float(v)) for m, v in zip(line["month"], line["sales_baht"], strict=True))
    total = measure(
        "T3.1",
        own["sales_baht"],
        base=base,
        previous=_known(own["last_year_baht"]),
        target=_known(own["target_to_date_baht"]),
        rank=rank(book, "sales_baht", siblings(book)),
        trend=trend,
        reason=_made_of(book),
        **compared(book, "sales_baht"),
    )
    return [total, *_shares(book), *_extremes(book, line), _target(book)]


def _known(value: float) -> float | None:
    return None if is_missing(value) else float(value)


def _made_of(book: Book) -> str:
    """Where the figure comes from: stated for the area itself, or the sum of those below."""
    if not book.year_steps["is_summed"].astype(bool).any():
        return f"ใช้ยอดที่รายงานในระดับ{called(book.area)}"
    below = "อำเภอ" if lights.is_district_page(book) else "จังหวัด"
    return f"รวมจากยอดราย{below}ที่รายงานแล้ว"


def _year_only(book: Book) -> list[Measure]:
    """The year's figure where no months were sent; it is never added to months."""
    annual = book.rows[
        book.rows["month"].isna() & book.rows["sales_baht"].notna() & book.rows["fiscal_year"].eq(book.year)
    ]
    figures = ladder(one_split(annual)).set_index("area")["sales_baht"]
    if book.area not in figures.index:
        return []
    return [measure("T3.1-year", figures[book.area], base=f"ทั้งปีงบประมาณ {book.year}")]


def _shares(book: Book) -> list[Measure]:
    """Shares of region and country; key figures only where neither target nor last year says more."""
    account, found = book.of(book.area), []
    own, key = account["sales_baht"], is_missing(account["target_pct"]) and is_missing(account["growth_pct"])
    for id, area in (("T3.1-region", f"region-{book.view.scope.region}"), ("T3.1-country", NATIONAL)):
        whole = compared(book, "sales_baht")["country" if area == NATIONAL else "region"]
        among = tuple(members_of(area)) if book.view.scope.level == "province" and whole else siblings(book)
        if whole is not None:
            base = f"จาก {million(whole)} ของ{called(area)}"
            place = rank(book, "sales_baht", among)
            before = _known(share(account["last_year_baht"], book.whole(area, "last_year_baht")))
            found.append(measure(id, share(own, whole), base=base, previous=before, rank=place, key=key))
    return found


def _extremes(book: Book, line: pd.DataFrame) -> list[Measure]:
    """The best and the worst month, where there are three to choose from."""
    if len(line) < 3:
        return []
    best, worst = extremes(line)
    make = partial(measure, key=False)
    return [
        make("T3.1-best", best["sales_baht"], base=f"เดือน {thai_month(best['month'])}"),
        make("T3.1-worst", worst["sales_baht"], base=f"เดือน {thai_month(worst['month'])}"),
    ]


def _target(book: Book) -> Measure:
    own = book.of(book.area)
    if is_missing(own["target_pct"]):
        reason = f"ไม่มีเป้าหมายยอดจำหน่ายปีงบประมาณ {book.year}"
        return awaited("T3.2", "เป้าหมายยอดจำหน่าย OTOP", reason)
    status, reason = lights.on_target(own, thai_month(book.months[-1]))
    base = f"จากเป้าหมายถึงเดือน {thai_month(book.months[-1])} {million(own['target_to_date_baht'])} ({seasonal(book)})"
    return measure(
        "T3.2", own["target_pct"], status, base=base, target=100.0, reason=reason, **compared(book, "target_pct")
    )


def seasonal(book: Book) -> str:
    """How the year's target was shared out over its months."""
    share_of_year, years = book.season
    if years:
        return f"ตามฤดูกาลของ {years} ปีก่อน ร้อยละ {pct(share_of_year * 100)} ของปี"
    return f"ตามจำนวนเดือน {len(book.months)} ใน 12 เดือน เพราะไม่มียอดทั้งปีของปีก่อน"


def _growth(book: Book) -> list[Measure]:
    """T3.3a, T3.3b, T3.4 and the score T3.14 stands with its base."""
    return [_last_year(book), _three_years(book), *figures_sellers.alike(book)]


def _last_year(book: Book) -> Measure:
    own = book.of(book.area)
    status, reason = lights.on_growth(own)
    if is_missing(own["growth_pct"]):
        return awaited("T3.3a", f"ยอดจำหน่ายปีงบประมาณ {book.year - 1}", reason)
    base = f"{million(own['like_now_baht'])} เทียบ {million(own['like_before_baht'])} เฉพาะพื้นที่และเดือนที่มียอดทั้งสองปี"
    place = rank(book, "growth_pct", siblings(book))
    return measure(
        "T3.3a",
        own["growth_pct"],
        status,
        base=base,
        target=growth_target(),
        previous=_known(own["growth_before_pct"]),
        rank=place,
        reason=reason,
        **compared(book, "growth_pct"),
    )


def _three_years(book: Book) -> Measure:
    own = book.of(book.area)
    years = f"{book.year - 3}–{book.year - 1}"
    if is_missing(own["growth_mean_pct"]):
        return awaited("T3.3b", f"ยอดจำหน่ายปีงบประมาณ {years}", f"ยังไม่มียอดครบสามปีก่อนหน้า ({years})", key=False)
    base = f"เทียบค่าเฉลี่ยปี {years} {million(own['mean_baht'])}"
    return measure("T3.3b", own["growth_mean_pct"], base=base, **compared(book, "growth_mean_pct"))


def _parts(book: Book) -> list[Measure]:
    """T3.5 by channel, T3.6 by reporting producers, T3.7 by category."""
    return [_online(book), _reporting(book), figures_sellers.concentrated(book), _spread(book)]


def _online(book: Book) -> Measure:
    own = book.of(book.area)
    if is_missing(own["online_pct"]):
        return awaited("T3.5", "ยอดจำหน่าย OTOP แยกช่องทาง", "ยอดที่มีไม่ได้แยกช่องทางการจำหน่าย")
    unclear = own["unknown_pct"] > setting("otop.unknown_channel_pct")
    reason = f"ยอดที่ไม่ทราบช่องทางมีร้อยละ {pct(own['unknown_pct'])}" if unclear else ""
    base = f"จาก {million(own['channel_baht'])} ที่แยกช่องทาง"
    return measure(
        "T3.5",
        own["online_pct"],
        Status.CHECK if unclear else Status.GRAY,
        base=base,
        reason=reason,
        previous=_known(own["online_before_pct"]),
        **compared(book, "online_pct"),
    )


def _reporting(book: Book) -> Measure:
    own = book.of(book.area)
    if is_missing(own["reporter_pct"]):
        missing = "otop_producers" if is_missing(own["producers"]) else "จำนวนผู้ประกอบการที่รายงาน"
        reason = "ยังไม่มีทะเบียนผู้ผลิต" if missing == "otop_producers" else "ไฟล์ยอดจำหน่ายไม่มีจำนวนผู้ประกอบการที่รายงาน"
        return awaited("T3.6", missing, reason)
    value, base = own["reporter_pct"], own["reporting_base"]
    status = Status.CHECK if value > 100 else by_threshold(value, **setting("otop.reporting"))
    reason = "ผู้รายงานมากกว่าผู้ผลิตที่ยังดำเนินการ" if value > 100 else f"เกณฑ์ร้อยละ {setting('otop.reporting.green')}"
    said = f"เดือน {thai_month(book.months[-1])} จากผู้ผลิตที่ยังดำเนินการ {count(base)} ราย"
    return measure(
        "T3.6",
        value,
        status,
        base=said,
        n=base,
        reason=reason,
        target=float(setting("otop.reporting.green")),
        **compared(book, "reporter_pct"),
    )


def _spread(book: Book) -> Measure:
    parts = book.categories[book.year]
    if parts.empty:
        return awaited("T3.7-hhi", "ยอดจำหน่าย OTOP แยกประเภทผลิตภัณฑ์", "ยอดที่มีไม่ได้แยกประเภทผลิตภัณฑ์", key=False)
    base = f"จาก {len(parts)} ประเภท {million(float(parts.sum()))}"
    before = book.categories[book.year - 1]
    previous = None if before.empty else _known(concentration(before))
    return measure("T3.7-hhi", concentration(parts), base=base, previous=previous, key=False)
