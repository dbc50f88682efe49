"""Findings that no light expresses: ended contracts, levels held back, who holds the debt, shares that mislead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.women_fund import months
from cdd_analysis.topics.women_fund.picture import Picture, is_known, money


def findings(one: Picture) -> Iterator[Finding]:
    """Ended contracts, levels held back, who holds the debt, and a share that falls only because lending grew."""
    yield from _wide(one)
    yield from _ended(one)
    yield from _levels(one)
    yield from _concentrated(one)
    yield from _diluted(one)


def _most(figures: pd.Series) -> Sequence[str]:
    """The areas of the largest figures, as many as a kind of finding may name."""
    return [str(area) for area in figures.sort_values(ascending=False).index[: setting("shared.areas_per_finding")]]


def _wide(one: Picture) -> Iterator[Finding]:
    """Many contracts in arrears, where the money itself does not say so already (handbook T6.4)."""
    wide = one.card["T6.4"]
    money_says = {area for area in one.card.below for name in ("T6.1", "T6.2") if _is_red(one, name, area)}
    red = [area for area in one.card.below if area not in money_says and _is_red(one, "T6.4", area)]
    for area in _most(one.below("contract_overdue_baht").reindex(red)):
        row = one.card.row(area)
        sentence = (
            f"มีสัญญาค้างชำระ {wide.base(row)} คิดเป็นร้อยละ {pct(wide.value(row))} {one.card.light(wide, area)[1]} "
            f"หนี้เกินกำหนดรวม {money(row['contract_overdue_baht'])}"
        )
        question = f"{called(area)}มีสัญญาค้างชำระ {wide.base(row)} ค้างเพราะโครงการขาดทุน เลิกกลุ่ม หรือไม่มีผู้ติดตาม"
        yield one.card.finding(
            "arrears_wide", area, Status.RED, sentence, question, row["contract_overdue_baht"], "บาท"
        )


def _is_red(one: Picture, name: str, area: str) -> bool:
    return one.card.light(one.card[name], area)[0] is Status.RED


def _ended(one: Picture) -> Iterator[Finding]:
    """Contracts past their end with a balance: who owns the case (handbook T6.5)."""
    owed = one.below("ended_baht")
    for area in _most(owed[owed > 0]):
        row = one.card.row(area)
        sentence = (
            f"มีสัญญาที่สิ้นสุดแล้วแต่ยังชำระไม่ครบ {count(row['ended'])} จาก {count(row['known_end'])} สัญญา "
            f"ยอดคงเหลือ {money(row['ended_baht'])}"
        )
        question = f"สัญญาที่สิ้นสุดแล้วของ{called(area)}ใครเป็นเจ้าของเรื่อง และจะปรับโครงสร้างหรือดำเนินคดีเมื่อใด"
        yield one.card.finding("ended_in_arrears", area, Status.YELLOW, sentence, question, row["ended_baht"], "บาท")


def _levels(one: Picture) -> Iterator[Finding]:
    """Areas at level 2 or below: held back by the debtor file whatever their total, or by the total itself."""
    year, account = months.scored_year(one.view), one.card.account
    if "kpi_level" not in account:
        return
    rows = account.reindex(list(one.card.below))
    low = rows[rows["kpi_level"] < setting("women_fund.level.yellow")]
    gate = low[["milestone_1", "milestone_2"]].eq(1).all(axis=1)
    held = ~gate & low["score_d"].ge(setting("women_fund.level_scores")[1])
    for area in _most(low.loc[held, "total_debt_baht"].fillna(0)):
        row = one.card.row(area)
        lacks = "ฐานข้อมูลลูกหนี้ครบถ้วน" if row["milestone_1"] != 1 else "การปรับปรุงข้อมูลลูกหนี้"
        sentence = (
            f"ได้คะแนนรวม {count(row['score_d'])} คะแนนในปี {year} แต่อยู่เพียงระดับ {count(row['kpi_level'])} "
            f"เพราะยังไม่ผ่าน{lacks} ถ้าผ่านจะเป็นระดับ {count(_free_level(row))}"
        )
        question = f"{called(area)}ขาดข้อมูลลูกหนี้เรื่องใด และจะปรับปรุงครบเมื่อใด"
        yield one.card.finding(
            "milestone_missing", area, Status.RED, sentence, question, float(row["total_debt_baht"]), "บาท"
        )
    for area in _most(low.loc[~held, "total_debt_baht"].fillna(0)):
        row = one.card.row(area)
        points = f"A {count(row['score_a'])} B {count(row['score_b'])} C {count(row['score_c'])}"
        sentence = f"ได้คะแนนรวม {count(row['score_d'])} คะแนนในปี {year} ({points}) อยู่ระดับ {count(row['kpi_level'])}"
        question = f"{called(area)}เสียคะแนนด้านใดมากที่สุด และปีนี้จะแก้อย่างไร"
        yield one.card.finding("level_low", area, Status.RED, sentence, question, row["total_debt_baht"], "บาท")


def _free_level(row: Mapping[str, float]) -> float:
    """The level that the total alone would give."""
    met = pd.Series([1.0])
    return float(months.level(pd.Series([row["score_d"]]), met, met).iloc[0])


def _concentrated(one: Picture) -> Iterator[Finding]:
    """Few contracts that hold half of the overdue debt: which, and in whose hands (handbook 8.4)."""
    rows, most = one.largest, setting("women_fund.largest")
    if len(rows) < 2 * most:  # ten of fourteen hold most of anything
        return
    held = rows.iloc[:most]
    share, baht = float(held["running_pct"].iloc[-1]), float(held["overdue_baht"].sum())
    if share < setting("women_fund.half_pct"):
        return
    sentence = (
        f"มีหนี้เกินกำหนดกระจุกตัว: {most} สัญญาจาก {count(len(rows))} สัญญาที่ค้าง ถือหนี้เกินกำหนดร้อยละ {pct(share)} ({money(baht)})"
    )
    question = f"{most} สัญญาที่ค้างมากที่สุดของ{called(one.card.area)}แต่ละสัญญาอยู่ขั้นตอนใด ใครเป็นเจ้าของเรื่อง"
    yield one.card.finding("few_hold_half", one.card.area, Status.YELLOW, sentence, question, baht, "บาท")


def _diluted(one: Picture) -> Iterator[Finding]:
    """A share that fell while the baht grew: new lending enlarged the denominator (handbook 8.4)."""
    for area in (one.card.area, *one.card.below):
        row, before = one.card.row(area), one.card.row(area, one.card.before)
        now, then = one.card["T6.2"].value(row), one.card["T6.2"].value(before)
        if not (is_known(now) and is_known(then) and now < then):
            continue
        baht, last = float(row["overdue_debt_baht"]), float(before["overdue_debt_baht"])
        if baht <= last:
            continue
        if area != one.card.area and now <= setting("women_fund.overdue.green"):
            continue
        sentence = (
            f"มีหนี้เกินกำหนดลดจากร้อยละ {pct(then)} เหลือร้อยละ {pct(now)} "
            f"ทั้งที่ยอดเงินเพิ่มจาก {money(last)} เป็น {money(baht)} เพราะลูกหนี้คงเหลือเพิ่มขึ้นจากการให้กู้ใหม่"
        )
        question = f"หนี้เกินกำหนดที่เพิ่มขึ้นของ{called(area)}เป็นหนี้เก่าหรือหนี้ใหม่ และเงินกู้ใหม่คัดกรองอย่างไร"
        yield one.card.finding("share_falls_debt_grows", area, Status.YELLOW, sentence, question, baht - last, "บาท")
