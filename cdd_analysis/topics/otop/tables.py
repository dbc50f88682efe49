"""The ranked table of the areas below (handbook 10.1, row 3), and who has not sent which month."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.measures.arithmetic import growth, ratio, share, total
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.status import is_missing, urgency
from cdd_analysis.measures.words import count, pct
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.otop import lights
from cdd_analysis.topics.otop.beside import period
from cdd_analysis.topics.otop.book import Book

FIGURES = (
    Shown("target_to_date_baht", "เป้าหมายสะสม", "baht", "บาท"),
    Shown("sales_baht", "ยอดจำหน่ายสะสม", "baht", "บาท"),
    Shown("share_pct", "ส่วนแบ่ง", "pct", "ร้อยละ"),
    Shown("target_pct", "เทียบเป้า", "pct", "ร้อยละ"),
    Shown("growth_pct", "เทียบปีก่อน", "change", "ร้อยละ"),
    Shown("growth_mean_pct", "เทียบเฉลี่ย 3 ปี", "change", "ร้อยละ"),
    Shown("online_pct", "ออนไลน์", "pct", "ร้อยละ"),
    Shown("reporting", "ผู้ประกอบการที่รายงาน/ทั้งหมด", "text"),
    Shown("complete_pct", "ข้อมูล OTOP TODAY ครบ", "pct", "ร้อยละ"),
    Shown("current_pct", "ปรับปรุงใน 90 วัน", "pct", "ร้อยละ"),
)
AFTER = (
    Shown("status", "สถานะ", "status"),
    Shown("reason", "เหตุผล/ข้อสังเกต", "text"),
    Shown("as_of_date", "ข้อมูล ณ วันที่", "date"),
)
#: (rate, its numerator, its denominator): how the total row is made again.
RATES = (
    ("target_pct", "aimed_baht", "target_to_date_baht"),
    ("online_pct", "online_baht", "channel_baht"),
    ("complete_pct", "complete", "listings"),
    ("current_pct", "current", "listings"),
)
#: Figures of the account that the table is made of.
COLUMNS = (
    *("target_to_date_baht", "aimed_baht", "target_pct", "sales_baht", "growth_pct", "growth_mean_pct", "online_pct"),
    *("online_baht", "channel_baht", "like_now_baht", "like_before_baht", "reporters", "producers"),
    *("listings", "complete", "complete_pct", "current", "current_pct"),
)


def ranking(book: Book) -> TableView | None:
    """Every area below, the most urgent first and then by sales; one that sent nothing stands there too."""
    children = list(book.view.scope.children)
    if not book.has_children and book.children["listings"].isna().all():
        return None
    frame = _ordered(_rows(book, children))
    shown = [one for one in FIGURES if frame[one.column].replace("", None).notna().any()]
    label = book.view.scope.child_label
    return TableView(
        name="ranking",
        title=f"ยอดจำหน่ายราย{label} {period(book)}".strip(),
        frame=frame,
        shown=(Shown("area", label, "name"), *shown, *AFTER),
        total=_total(book, frame),
        note=_note([one.label for one in FIGURES if one not in shown]),
    )


def _note(missing: list[str]) -> str:
    said = "แถวรวมคำนวณใหม่จากรายพื้นที่ ไม่ใช้แถวรวมในไฟล์ ร้อยละของแถวรวมคือผลรวมหารผลรวม"
    return f"{said} ยังไม่มีข้อมูลของ: {' · '.join(missing)}" if missing else said


def _rows(book: Book, children: list[str]) -> pd.DataFrame:
    frame = book.children[list(COLUMNS)].reset_index(names="area")
    found = [lights.area_light(book, area) for area in children]
    return frame.assign(
        share_pct=frame["sales_baht"] / frame["sales_baht"].sum(min_count=1) * 100,
        reporting=[_of(a, b) for a, b in zip(frame["reporters"], frame["producers"], strict=True)],
        status=[status.value for status, _ in found],
        reason=[reason for _, reason in found],
        as_of_date=book.sold.dated.reindex(children).to_numpy(),
    )


def _of(part: float, whole: float) -> str:
    return "" if is_missing(part) else f"{count(part)}/{'–' if is_missing(whole) else count(whole)}"


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """By urgency of the status, then by sales."""
    order = frame.assign(urgency=frame["status"].map(urgency))
    by = ["urgency", "sales_baht", "area"]
    return order.sort_values(by, ascending=[True, False, True]).drop(columns="urgency").reset_index(drop=True)


def _total(book: Book, frame: pd.DataFrame) -> dict[str, object]:
    """The total made again from the rows above it: sums, and ratios of sums."""
    sums = {name: total(frame[name]) for name in ("target_to_date_baht", "sales_baht")}
    rates = {}
    for name, part, whole in RATES:
        rates[name] = ratio(total(frame[part].where(frame[whole].notna())), total(frame[whole]))
    like = frame[["like_now_baht", "like_before_baht"]].dropna()
    grown = growth(total(like["like_now_baht"]), total(like["like_before_baht"]))
    whole_share = share(sums["sales_baht"], sums["sales_baht"])
    said = frame[["reporters", "producers"]].dropna()
    reporting = _of(total(said["reporters"]), total(said["producers"]))
    return {"area": "รวมทั้งสิ้น", **sums, **rates, "growth_pct": grown, "share_pct": whole_share, "reporting": reporting}


def coverage(book: Book) -> TableView | None:
    """Area below x month owed: sent or not; None where none of the areas below sent anything this year."""
    if not book.has_children or not book.owed:
        return None
    columns = {f"{m:%Y-%m}": m for m in book.owed}
    unsent = {area: lights.unsent(book, area) for area in book.view.scope.children}
    ordered = sorted(unsent, key=lambda area: (-len(unsent[area]), area))
    rows = [[area, *("ยังไม่ส่ง" if month in unsent[area] else "รายงานแล้ว" for month in book.owed)] for area in ordered]
    frame = pd.DataFrame(rows, columns=["area", *columns])
    shown = (Shown("area", book.view.scope.child_label, "name"), *(Shown(c, thai_month(m)) for c, m in columns.items()))
    label = book.view.scope.child_label
    last = lights.sent_by(book, book.owed[-1])
    title = f"การส่งยอดจำหน่ายราย{label} เดือนล่าสุดส่งแล้ว {last.reported} จาก {last.expected} (ร้อยละ {pct(last.pct)})"
    return TableView("coverage", title, frame, shown)
