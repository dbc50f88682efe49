"""Charts of the registers and of OTOP TODAY."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.words import count, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.otop import listings, sellers
from cdd_analysis.topics.otop.book import Book


def heatmap(book: Book) -> Exhibit | None:
    """Area below x field: listings of OTOP TODAY with the field filled."""
    marks = book.own_marks
    if marks.empty:
        return None
    rates = listings.fields_by(book.children)
    mean = {field: 100 - marks[f"lacks_{field}"].mean() * 100 for field in listings.FIELDS}
    least = min(mean, key=lambda field: mean[field])
    order = {code: place for place, code in enumerate(book.view.scope.children)}
    rates = rates.iloc[np.argsort([order[area] for area in rates["area"]], kind="stable")].reset_index(drop=True)
    title = f"ข้อมูล{listings.FIELDS[least]}กรอกแล้วน้อยที่สุด ร้อยละ {pct(mean[least])} ของรายการ"
    return Exhibit(
        name="heatmap",
        form="heatmap",
        title=title,
        subtitle="ร้อยละของรายการที่กรอกแล้ว แยกช่องข้อมูล",
        frame=rates,
        x="field",
        y="area",
        series="value",
        unit="ร้อยละ",
        alt=f"ความครบถ้วนของข้อมูล OTOP TODAY ราย{book.view.scope.child_label} {title}",
    )


def listing_age(book: Book) -> Exhibit | None:
    """How old the listings are."""
    age = book.own_marks["age"].dropna()
    if age.empty:
        return None
    days = setting("otop.listing_days")
    old = int(age.gt(days).sum())
    title = f"{count(old)} จาก {count(len(age))} รายการไม่ได้ปรับปรุงเกิน {days} วัน อายุกลาง {count(age.median())} วัน"
    return Exhibit(
        name="listing_age",
        form="histogram",
        title=title,
        subtitle="จำนวนรายการตามจำนวนวันนับจากวันที่ปรับปรุงล่าสุด",
        frame=pd.DataFrame({"age": age.to_numpy()}),
        x="age",
        y="",
        unit="วัน",
        reference=(float(days), f"{days} วัน"),
        alt=f"อายุของรายการใน OTOP TODAY {title}",
    )


def pareto(book: Book) -> Exhibit | None:
    """How much of the sales the largest producers make, by tenths of their number; nobody is named."""
    shares = sellers.curve(book.own_sellers)
    if shares.empty:
        return None
    n = int(book.own_sellers["sales_baht"].count())
    title = f"ผู้ผลิตร้อยละ 10 แรกจำหน่ายร้อยละ {pct(shares.iloc[0])} ของยอดที่ผู้ผลิต {count(n)} รายแจ้ง"
    return Exhibit(
        name="pareto",
        form="columns",
        title=title,
        subtitle="ร้อยละสะสมของยอดจำหน่าย เรียงผู้ผลิตจากยอดมากไปน้อย แบ่งเป็นสิบส่วน",
        frame=pd.DataFrame({"producers": [f"{part}%" for part in shares.index], "share": shares.to_numpy()}),
        x="producers",
        y="share",
        unit="ร้อยละ",
        alt=f"ส่วนแบ่งสะสมของผู้ผลิต {title}",
    )


def quadrants(book: Book) -> Exhibit | None:
    """Grade of the register before by grade now, products graded in both."""
    own = book.moved
    if own.empty:
        return None
    cells = [(f"ปีก่อน {before}", f"ปีนี้ {now}", n) for (before, now), n in book.moves.items()]
    frame = pd.DataFrame(cells, columns=["before", "now", "value"])
    low = own[own["before"].eq("D")]
    title = f"ผลิตภัณฑ์กลุ่ม D เลื่อนระดับขึ้น {count(low['now'].ne('D').sum())} จาก {count(len(low))} รายการ"
    return Exhibit(
        name="quadrants",
        form="heatmap",
        title=title,
        subtitle="จำนวนผลิตภัณฑ์ กลุ่มในทะเบียนก่อน (แถว) และทะเบียนล่าสุด (สดมภ์)",
        frame=frame,
        x="now",
        y="before",
        series="value",
        unit="รายการ",
        alt=f"การเลื่อนกลุ่ม Quadrant {title}",
    )
