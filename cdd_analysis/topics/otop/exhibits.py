"""The topic's charts as data, each only where there is something to draw; titles say the finding."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from cdd_analysis.areas import name
from cdd_analysis.measures.arithmetic import growth
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, changed, count, million, pct
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.otop import exhibits_registers, lights, sales
from cdd_analysis.topics.otop.beside import period
from cdd_analysis.topics.otop.book import Book, extremes, growth_target, members_of, of
from cdd_analysis.topics.otop.parts import CATEGORIES, CHANNELS, UNKNOWN

MILLION = 1e6
TARGET = "เป้าหมายสะสม"


def exhibits(book: Book) -> dict[str, Exhibit]:
    """The charts that have data, by name."""
    drawn = (draw(book) for draw in DRAWN)
    return {one.name: one for one in drawn if one is not None}


def _series(year: int) -> str:
    return f"ปีงบประมาณ {year}"


def _months_of(book: Book, year: int) -> pd.DataFrame:
    """The view's area in one year: month label without year, month of the fiscal year, sales."""
    own = of(book.own_steps, year)
    own = own.assign(place=sales.fiscal_month(own["month"])).sort_values("place")
    return own.assign(label=[thai_month(m, year=False) for m in own["month"]], series=_series(year))


def trend(book: Book) -> Exhibit | None:
    """Cumulative sales by month of the fiscal year, this year, last year and the target."""
    if not book.months:
        return None
    now, before = (_months_of(book, year) for year in (book.year, book.year - 1))
    lines = [one.assign(baht=one["sales_baht"].cumsum()) for one in (now, before) if len(one)]
    frame = pd.concat([*lines, *_target_line(book, now)])[["place", "label", "baht", "series"]].sort_values(
        "place", kind="stable"
    )
    like = before[before["place"].isin(book.places)]["sales_baht"].sum()
    total = float(now["sales_baht"].sum())
    said = f" {changed(growth(total, like))}" if like else ""
    return Exhibit(
        name="trend",
        form="line",
        title=f"ยอดจำหน่ายสะสม {len(book.months)} เดือน {million(total)}{said}",
        subtitle="ล้านบาท สะสมตามเดือนของปีงบประมาณ",
        frame=frame.reset_index(drop=True),
        x="label",
        y="baht",
        series="series",
        unit="ล้านบาท",
        scale=MILLION,
        emphasis=_series(book.year),
        alt=f"เส้นยอดจำหน่ายสะสมของ{called(book.area)} {period(book)} ถึง {million(total)}{said}",
    )


def _target_line(book: Book, now: pd.DataFrame) -> list[pd.DataFrame]:
    """The cumulative target, growing with the season (or evenly) to the target to date."""
    target = book.of(book.area)["target_to_date_baht"]
    if is_missing(target):
        return []
    places = list(now["place"])
    shares = [sales.season(book.whole_years, places[: n + 1])[0] for n in range(len(places))]
    return [now.assign(baht=[target * part / shares[-1] for part in shares], series=TARGET)]


def by_month(book: Book) -> Exhibit | None:
    """Sales of each month beside the same month of last year."""
    now, before = (_months_of(book, year) for year in (book.year, book.year - 1))
    if len(now) < 2:
        return None
    best, worst = extremes(now)
    title = (
        f"เดือน {thai_month(best['month'])} ยอดสูงสุด {million(best['sales_baht'])} "
        f"เดือน {thai_month(worst['month'])} ต่ำสุด {million(worst['sales_baht'])}"
    )
    frame = pd.concat([before, now]) if len(before) else now
    frame = frame[["place", "label", "sales_baht", "series"]].sort_values("place", kind="stable")
    return Exhibit(
        name="months",
        form="columns",
        title=title,
        subtitle="ล้านบาท รายเดือนตามปีงบประมาณ",
        frame=frame.reset_index(drop=True),
        x="label",
        y="sales_baht",
        series="series",
        unit="ล้านบาท",
        scale=MILLION,
        emphasis=_series(book.year),
        alt=f"ยอดจำหน่ายรายเดือนของ{called(book.area)} {title}",
    )


def peers(book: Book) -> Exhibit | None:
    """Provinces of the region: sales, with this one in front."""
    scope = book.view.scope
    if scope.level != "province" or not scope.region:
        return None
    members = book.account["sales_baht"].reindex(list(members_of(f"region-{scope.region}"))).dropna()
    if len(members) < 2 or scope.key not in members.index:
        return None
    ranked = members.sort_values(ascending=False)
    place = list(ranked.index).index(scope.key) + 1
    frame = pd.DataFrame({"area": ranked.index, "sales_baht": ranked.to_numpy()})
    share = ranked[scope.key] / ranked.sum() * 100
    title = f"ยอดสะสมของ{name(scope.key)} อยู่อันดับ {place} จาก {len(ranked)} จังหวัดในเขต คิดเป็นร้อยละ {pct(share)}"
    subtitle = f"ล้านบาท {period(book)} จังหวัดใน{name(f'region-{scope.region}')} เรียงจากมากไปน้อย"
    own = name(scope.key)
    return _bars("peers", title, subtitle, frame, "sales_baht", "ล้านบาท", MILLION, emphasis=own)


def _bars(
    name_: str,
    title: str,
    subtitle: str,
    frame: pd.DataFrame,
    value: str,
    unit: str,
    scale: float = 1.0,
    *,
    category: str = "area",
    reference: tuple[float, str] | None = None,
    emphasis: str = "",
) -> Exhibit:
    return Exhibit(
        name=name_,
        form="bars",
        title=title,
        subtitle=subtitle,
        frame=frame,
        x=value,
        y=category,
        unit=unit,
        scale=scale,
        reference=reference,
        emphasis=emphasis,
        alt=f"กราฟแท่ง {title}",
    )


def children(book: Book) -> Exhibit | None:
    """The areas below: share of target, else growth, else sales, with their lights."""
    rows = book.children
    for column, unit, line, said in (
        ("target_pct", "ร้อยละ", 100.0, "ของเป้าหมายถึงเดือนเดียวกัน"),
        ("growth_pct", "ร้อยละ", growth_target(), "เทียบปีก่อนช่วงเดียวกัน"),
    ):
        if rows[column].notna().sum() >= 2:
            return _lit(book, rows[column].dropna(), column, unit, line, said)
    sold = rows["sales_baht"].dropna().sort_values(ascending=False)
    if len(sold) < 2:
        return None
    top = sold.head(3)
    title = f"สามอันดับแรกคิดเป็นร้อยละ {pct(top.sum() / sold.sum() * 100)} ของยอดสะสม นำโดย{called(str(top.index[0]))}"
    frame = pd.DataFrame({"area": sold.index, "sales_baht": sold.to_numpy()})
    subtitle = f"ล้านบาท {period(book)} ราย{book.view.scope.child_label} เรียงจากมากไปน้อย"
    return _bars("children", title, subtitle, frame, "sales_baht", "ล้านบาท", MILLION)


def _lit(book: Book, values: pd.Series, column: str, unit: str, line: float, said: str) -> Exhibit:
    """Bars of a percentage with the areas' lights and a line to compare with."""
    ranked = values.sort_values(ascending=False)
    status = [lights.area_light(book, str(area))[0].value for area in ranked.index]
    frame = pd.DataFrame({"area": ranked.index, column: ranked.to_numpy(), "status": status})
    below = int(ranked.lt(line).sum())
    goal = "เป้าหมาย" if column == "target_pct" else "ปีก่อน" if line == 0 else "เกณฑ์การเติบโต"
    label = book.view.scope.child_label
    title = f"{count(below)} จาก {count(len(ranked))} {label}ต่ำกว่า{goal}" if below else f"ทุก{label}ที่มีข้อมูลไม่ต่ำกว่า{goal}"
    subtitle = f"{unit} {said} ราย{label} เรียงจากมากไปน้อย"
    return _bars("children", title, subtitle, frame, column, unit, reference=(line, goal))


def channels(book: Book) -> Exhibit | None:
    """Share of each channel by month."""
    own = book.channel_steps[book.channel_steps["fiscal_year"].eq(book.year)]
    if own.empty:
        return None
    own = own.assign(share=own["sales_baht"] / own.groupby("month")["sales_baht"].transform("sum") * 100)
    totals = book.channels[book.year]
    order = [str(c) for c in totals.index]
    own = own.assign(order=own["channel"].map(order.index)).sort_values(["month", "order"])
    frame = pd.DataFrame(
        {
            "label": [thai_month(m) for m in own["month"]],
            "channel": own["channel"].map(CHANNELS).fillna(UNKNOWN),
            "share": own["share"],
        }
    )
    online = book.of(book.area)["online_pct"]
    most = f"{CHANNELS.get(order[0], UNKNOWN)}มากที่สุด ร้อยละ {pct(totals.iloc[0] / totals.sum() * 100)}"
    title = f"ช่องทางออนไลน์มีร้อยละ {pct(online)} ของยอด {most}"
    return Exhibit(
        name="channels",
        form="stacked",
        title=title,
        subtitle="ร้อยละของยอดแต่ละเดือน แยกช่องทางการจำหน่าย",
        frame=frame.reset_index(drop=True),
        x="share",
        y="label",
        series="channel",
        unit="ร้อยละ",
        alt=f"สัดส่วนช่องทางรายเดือนของ{called(book.area)} {title}",
    )


def categories(book: Book) -> Exhibit | None:
    """Sales by category."""
    now, before = book.categories[book.year], book.categories[book.year - 1]
    if now.empty:
        return None
    first = str(now.index[0])
    grown = growth(float(now.iloc[0]), float(before.get(first, float("nan"))))
    said = "" if is_missing(grown) else f" {changed(grown)}"
    title = f"{CATEGORIES.get(first, UNKNOWN)}มีร้อยละ {pct(now.iloc[0] / now.sum() * 100)} ของยอดจำหน่าย{said}"
    frame = pd.DataFrame(
        {"category": [CATEGORIES.get(str(c), UNKNOWN) for c in now.index], "sales_baht": now.to_numpy()}
    )
    subtitle = f"ล้านบาท {period(book)} แยกประเภทผลิตภัณฑ์"
    return _bars("categories", title, subtitle, frame, "sales_baht", "ล้านบาท", MILLION, category="category")


DRAWN: tuple[Callable[[Book], Exhibit | None], ...] = (
    by_month,
    children,
    peers,
    channels,
    categories,
    exhibits_registers.pareto,
    exhibits_registers.quadrants,
    exhibits_registers.heatmap,
    exhibits_registers.listing_age,
)
