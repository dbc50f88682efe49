"""Findings about months: spikes, jumps, an uneven year, a weak second round, figures copied forward.

They are asked about and colour nothing: sales of a month may be odd and true.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.measures.arithmetic import growth
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.words import called, count, million, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.topics.otop.book import Book, extremes, of
from cdd_analysis.topics.otop.sales import NATIONAL, fiscal_month
from cdd_analysis.topics.otop.words import answers


def _asked(rule: str, book: Book, area: str, sentence: str, question: str, weight: float) -> Finding:
    said = f"{called(area)} {sentence}"
    asked = question if area == book.area else f"{called(area)}: {question}"
    return Finding(rule, area, Status.GRAY, said, answers(area, book.area), asked, weight, "บาท")


def _furthest(found: pd.DataFrame) -> pd.DataFrame:
    """The month furthest off of each area, of the few areas that are furthest off."""
    ranked = found.sort_values(["away", "area", "month"], ascending=[False, True, True])
    return ranked.drop_duplicates("area").head(setting("otop.areas_per_finding"))


def out_of_ordinary(book: Book) -> Iterator[Finding]:
    """Spikes of the view's area and those below: one finding an area, its furthest month."""
    areas = (book.area, *book.view.scope.children)
    found = book.spikes[book.spikes["area"].isin(areas) & book.spikes["month"].isin(book.months)]
    for _, one in _furthest(found).iterrows():
        more = int(found["area"].eq(one["area"]).sum()) - 1
        also = f" และมีอีก {more} เดือนที่ผิดไปจากปกติ" if more else ""
        beside = f"ผิดไปจากมัธยฐาน 12 เดือน {million(one['median'])}{also}"
        sentence = f"ยอดเดือน {thai_month(one['month'])} {million(one['sales_baht'])} {beside}"
        question = f"ยอดเดือน {thai_month(one['month'])} มาจากงานหรือผู้ผลิตรายใด หรือบันทึกผิดหลัก"
        yield _asked("spike", book, str(one["area"]), sentence, question, float(one["away"]))


def jumped(book: Book) -> Iterator[Finding]:
    """Changes from one month to the next too large for trade; of provinces and above, districts are too small."""
    areas = (book.area, *book.view.scope.children)
    found = book.sold.jumps.of(*areas)
    found = found[found["month"].isin(book.months)].assign(away=lambda t: (t["sales_baht"] - t["before"]).abs())
    for _, one in _furthest(found).iterrows():
        before = thai_month(one["month"] - pd.DateOffset(months=1), year=False)
        change = f"{_word(one['change_pct'])}จากเดือนก่อนร้อยละ {pct(abs(one['change_pct']))}"
        figures = f"({million(one['before'])} เป็น {million(one['sales_baht'])})"
        question = f"ระหว่างเดือน {before} กับ {thai_month(one['month'])} การค้าเปลี่ยนจริงหรือวิธีรายงานเปลี่ยน"
        sentence = f"ยอดเดือน {thai_month(one['month'])} {change} {figures}"
        yield _asked("jump", book, str(one["area"]), sentence, question, float(one["away"]))


def _word(change: float) -> str:
    return "เพิ่มขึ้น" if change > 0 else "ลดลง"


def uneven(book: Book) -> Iterator[Finding]:
    """Best and worst month of the view's area far apart: season, or reporting."""
    own = book.year_steps
    if len(own) < 3:
        return
    best, worst = extremes(own)
    fall = -growth(float(worst["sales_baht"]), float(best["sales_baht"]))
    if fall < setting("otop.uneven_pct"):
        return
    low = f"เดือน {thai_month(worst['month'])} ยอดต่ำสุด {million(worst['sales_baht'])}"
    high = f"เดือน {thai_month(best['month'])} ที่สูงสุด ({million(best['sales_baht'])})"
    question = f"ยอดเดือน {thai_month(worst['month'])} ต่ำตามฤดูกาลหรือรายงานไม่ครบ"
    weight = float(best["sales_baht"] - worst["sales_baht"])
    yield _asked("uneven", book, book.area, f"{low} ต่ำกว่า{high} ร้อยละ {pct(fall)}", question, weight)


def second_round(book: Book) -> Iterator[Finding]:
    """Of a whole year: sales of the second round (April on) further below the first than the country's."""
    if len(book.months) < 12 or book.area == NATIONAL or book.whole(NATIONAL, "sales_baht") is None:
        return
    own, country = (_rounds(book, area) for area in (book.area, NATIONAL))
    change, beside = growth(own[1], own[0]), growth(country[1], country[0])
    if change >= min(beside, 0):
        return
    said = f"ยอดรอบ 6 เดือนหลังต่ำกว่ารอบ 6 เดือนแรกร้อยละ {pct(-change)} ({million(own[0])} เหลือ {million(own[1])})"
    sentence = f"{said} ขณะที่ทั้งประเทศ{_word(beside)}ร้อยละ {pct(abs(beside))}"
    question = "ยอดรอบ 6 เดือนหลังลดลงมากกว่าทั้งประเทศ เพราะประเภทหรือช่องทางใด"
    yield _asked("second_round", book, book.area, sentence, question, own[0] - own[1])


def _rounds(book: Book, area: str) -> tuple[float, float]:
    """Sales of the two performance rounds of the year, October-March and April-September (handbook 1.1)."""
    own = of(book.steps(area), book.year)
    is_first = fiscal_month(own["month"]).le(6)
    return float(own.loc[is_first, "sales_baht"].sum()), float(own.loc[~is_first, "sales_baht"].sum())


def copied_forward(book: Book) -> Iterator[Finding]:
    """Months whose every figure repeats the month before: of each area the latest."""
    own = book.copied[book.copied["area"].isin((book.area, *book.view.scope.children))]
    for _, one in own.sort_values("month").drop_duplicates("area", keep="last").iterrows():
        now, before = thai_month(one["month"]), thai_month(one["month"] - pd.DateOffset(months=1))
        cells = f"ทั้ง {count(one['cells'])} รายการย่อย" if one["cells"] > 1 else f"{count(one['running'])} เดือนติดกัน"
        sentence = f"ยอดเดือน {now} เท่ากับเดือน {before} {cells} ({million(one['sales_baht'])})"
        question = f"ยอดเดือน {now} ซ้ำกับเดือน {before} ทุกตัว ใครเป็นผู้ยืนยันตัวเลข"
        yield _asked("copied_forward", book, str(one["area"]), sentence, question, float(one["sales_baht"]))


RULES = (out_of_ordinary, jumped, uneven, second_round, copied_forward)
