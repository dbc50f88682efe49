"""What the meeting should talk about (handbook 4.4): what does not hold together, what was left, what fell asleep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cdd_analysis.datasets.khok_nong_na import LEVELS
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count, million, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.khok_nong_na.facts import BANDS, Facts
from cdd_analysis.topics.khok_nong_na.indicators import is_beyond

_MILLIONS = 1e7


def named(names: Iterable[str]) -> str:
    """Some plots or villages by code or name, and how many more there are."""
    every = list(dict.fromkeys(names))
    most = setting("khok_nong_na.plots_per_finding")
    more = f" และอีก {len(every) - most} รายการ" if len(every) > most else ""
    return " ".join(every[:most]) + more


def _baht(value: float) -> str:
    """Money of a few plots in full; of many, from ten million on, in millions."""
    return million(value) if abs(value) >= _MILLIONS else f"{count(value)} บาท"


# --- what does not hold together --------------------------------------------------------------------------------


def doubts(facts: Facts, areas: Sequence[str]) -> tuple[Doubt, ...]:
    """Plots in both streams, money and work apart, costs off the unit budget, levels that the indicators deny."""
    found: list[Doubt] = []
    for area, row in zip(areas, facts.account.reindex(list(areas)).to_dict("records"), strict=True):
        found += [*_twice(facts, area), *_apart(row, area), *_cost(row, area), *_levels(facts, area)]
    return tuple(found)


def _twice(facts: Facts, area: str) -> Iterator[Doubt]:
    again = facts.nation.twice.of(area)
    if again.empty:
        return
    baht = float(again["allocated"].sum())
    plots = named(again["plot_id"])
    yield Doubt(
        "both_streams",
        area,
        f"มี {len(again)} แปลงอยู่ในทั้งโครงการพื้นที่ต้นแบบและโครงการหมู่บ้านเศรษฐกิจพอเพียง ({plots}) "
        f"งบที่ซ้ำ {_baht(baht)} นับไว้ครั้งเดียว",
        f"แปลง {plots} ใช้งบของโครงการใด และจะตัดออกจากโครงการใด",
        weight=baht,
        unit="บาท",
    )


def _apart(row: Mapping[Any, float], area: str) -> Iterator[Doubt]:
    gap = row.get("gap", float("nan"))
    if is_missing(gap) or not is_beyond(gap, setting("khok_nong_na.apart_points")):
        return
    work, money = row["done"] / row["aim"] * 100, row["disbursed"] / row["allocated"] * 100
    sides = (
        f"แล้วเสร็จร้อยละ {pct(work)} ({count(row['done'])} จาก {count(row['aim'])} แปลง) "
        f"เบิกจ่ายร้อยละ {pct(money)} ({_baht(row['disbursed'])} จาก {_baht(row['allocated'])})"
    )
    stake = abs(gap) / 100 * row["allocated"]
    if gap > 0:
        sentence = f"เบิกจ่ายนำหน้างาน {pct(gap)} จุด: {sides}"
        question = f"เงินที่เบิกไปแล้วของ{called(area)}จ่ายเป็นค่าอะไร ตรวจรับแล้วหรือไม่ และเหตุใดงานจึงตามไม่ทัน"
        yield Doubt("money_ahead", area, sentence, question, "T2.4", stake, "บาท")
        return
    sentence = f"งานนำหน้าเงิน {pct(-gap)} จุด: {sides}"
    question = f"แปลงที่แล้วเสร็จของ{called(area)}ยังไม่เบิกจ่ายเพราะเหตุใด ค้างจ่ายผู้ใด"
    yield Doubt("work_ahead", area, sentence, question, "T2.4", stake, "บาท")


def _cost(row: Mapping[Any, float], area: str) -> Iterator[Doubt]:
    standard, spent = (row.get(name, float("nan")) for name in ("standard_baht", "standard_spent"))
    if is_missing(standard) or standard == 0:
        return
    off = (spent / standard - 1) * 100
    if not is_beyond(off, setting("khok_nong_na.unit_cost_pct")):
        return
    yield Doubt(
        "unit_cost",
        area,
        f"แปลงที่แล้วเสร็จเบิกจ่าย {_baht(spent)} {'สูงกว่า' if off > 0 else 'ต่ำกว่า'}ราคามาตรฐาน {_baht(standard)} "
        f"ร้อยละ {pct(abs(off))} (ยอมให้ต่างได้ร้อยละ {setting('khok_nong_na.unit_cost_pct')})",
        f"ราคาต่อแปลงของ{called(area)}ต่างจากราคามาตรฐานเพราะเหตุใด มีเอกสารอนุมัติหรือไม่",
        "T2.3",
        abs(spent - standard),
        "บาท",
    )


def _levels(facts: Facts, area: str) -> Iterator[Doubt]:
    off = facts.nation.off_level.of(area)
    if off.empty:
        return
    first = off.iloc[0]
    yield Doubt(
        "level_mismatch",
        area,
        f"มี {len(off)} หมู่บ้านที่ระดับที่รายงานไม่ตรงกับตัวชี้วัด ({named(off['village_name'].fillna(off['village_code']))}) "
        f"เช่น รายงาน{LEVELS[first['level_reported']][0]} แต่ผ่าน {count(first['ind_pass_count'])} จาก 23 ข้อ "
        f"คำนวณได้{LEVELS[first['level']][0]}",
        f"{called(area)}ยืนยันระดับหรือจำนวนตัวชี้วัดของหมู่บ้านเหล่านี้อย่างไร และจะแก้ที่ใด",
        "T2.10",
        float(len(off)),
        "หมู่บ้าน",
    )


# --- what was left and what fell asleep -------------------------------------------------------------------------


def further(card: Scorecard, facts: Facts) -> list[Finding]:
    """Unfinished plots of earlier years, dormant plots, areas without a learning centre or a network."""
    found = []
    for make, by in ((_left, "left"), (_dormant, "dormant")):
        kind = [one for area in card.below for one in make(card, facts, area)]
        kind.sort(key=lambda one: -card.row(one.area)[by])
        found += kind[: setting("shared.areas_per_finding")]
    return [*found, *_without(card, _CENTRE), *_without(card, _NETWORK)]


def _left(card: Scorecard, facts: Facts, area: str) -> Iterator[Finding]:
    if not card.value("T2.9", area) > 0:
        return
    plots = left(facts.nation.plots.of(area))
    late = int(plots["months_over"].gt(setting("khok_nong_na.late_months")).sum())
    behind = card.light(card["T2.1-before"], area)[0] is Status.RED
    ages = " ".join(f"{name} {count(float(n))} แปลง" for name, n in plots["band"].value_counts(sort=False).items() if n)
    spent, allocated = float(plots["disbursed"].sum()), float(plots["allocated"].sum())
    years = " และ ".join(f"{year:.0f}" for year in sorted(plots["year"].unique()))
    yield card.finding(
        "unfinished_old",
        area,
        Status.RED if late or behind else Status.YELLOW,
        f"มีแปลงของปีงบประมาณ {years} ที่ยังไม่แล้วเสร็จ {len(plots)} แปลง ({named(plots['plot_id'])}) "
        f"นับจากสิ้นปีงบประมาณ {ages} เบิกจ่ายไปแล้ว {_baht(spent)} จาก {_baht(allocated)}",
        f"แปลงค้างของ{called(area)}ติดขัดเรื่องใด เงินที่เบิกไปแล้วตรงกับงานหรือไม่ และจะแล้วเสร็จหรือคืนงบเมื่อใด",
        allocated,
        "บาท",
    )


def dormant(plots: pd.DataFrame) -> pd.DataFrame:
    """Done plots without activity or visit for too long, those that never had one first (T2.5)."""
    return plots[plots["active"].eq(0)].sort_values("idle_days", ascending=False, na_position="first", kind="stable")


def left(plots: pd.DataFrame) -> pd.DataFrame:
    """Plots not done though their budget year is over, the oldest first, with the band of their age (T2.9)."""
    rows = plots[plots["months_over"].notna() & plots["aim"].eq(1) & plots["done"].eq(0)]
    edges, names = [-1, *(last for last, _ in BANDS)], [name for _, name in BANDS]
    rows = rows.assign(band=pd.cut(rows["months_over"], edges, labels=names))
    return rows.sort_values(["months_over", "plot_id"], ascending=[False, True])


def _dormant(card: Scorecard, facts: Facts, area: str) -> Iterator[Finding]:
    one = card["T2.5"]
    if card.light(one, area)[0] is not Status.RED:
        return
    plots = dormant(facts.nation.plots.of(area))
    days = setting("khok_nong_na.active_days")
    never = int(plots["idle_days"].isna().sum())
    longest = f" นานที่สุด {count(plots['idle_days'].max())} วัน" if plots["idle_days"].notna().any() else ""
    unvisited = f" ไม่เคยบันทึกกิจกรรมหรือการเยี่ยม {never} แปลง" if never else ""
    row = card.row(area)
    yield card.finding(
        "dormant_plots",
        area,
        Status.RED,
        f"มีแปลงแล้วเสร็จ {len(plots)} จาก {count(row['followed'])} แปลงที่ไม่มีกิจกรรมหรือการเยี่ยมเกิน {days} วัน"
        f"{longest}{unvisited} มีกิจกรรมเพียงร้อยละ {pct(one.value(row))} ต่ำกว่าเกณฑ์ร้อยละ "
        f"{pct(setting('khok_nong_na.active.green'))}",
        f"{called(area)}จะเยี่ยมแปลง {named(plots['plot_id'])} เมื่อใด และเจ้าของแปลงยังทำต่อหรือไม่",
        float(plots["disbursed"].sum()),
        "บาท",
    )


@dataclass(frozen=True)
class _Lack:
    """What every area with plots should have: the indicator, the plots that should lead to it, and the words."""

    rule: str
    indicator: str
    plots: str
    have: str
    lack: str
    question: str


_CENTRE = _Lack(
    "no_centre", "T2.6", "all_done", "แปลงแล้วเสร็จ", "ยังไม่มีศูนย์เรียนรู้แม้แต่แห่งเดียว",
    "{}จะยกระดับแปลงใดเป็นศูนย์เรียนรู้ เมื่อใด และจะจัดบริการอะไร",
)  # fmt: skip
_NETWORK = _Lack(
    "no_network", "T2.7", "all_aim", "แปลง", "ยังไม่มีแปลงใดเป็นสมาชิกเครือข่ายระดับอำเภอ",
    "{}จะตั้งเครือข่าย โคก หนอง นา ระดับอำเภอเมื่อใด ใครเป็นแกนนำ",
)  # fmt: skip


def _without(card: Scorecard, lack: _Lack) -> Iterator[Finding]:
    """Each area below that has plots but not what they should lead to; where they are many, all in one sentence."""
    one = card[lack.indicator]
    areas = [area for area in card.below if one.value(card.row(area)) == 0]
    plots = {area: float(card.row(area)[lack.plots]) for area in areas}
    if len(areas) <= setting("shared.areas_per_finding"):
        for area in areas:
            sentence = f"มี{lack.have} {count(plots[area])} แปลง แต่{lack.lack}"
            yield card.finding(
                lack.rule, area, Status.RED, sentence, lack.question.format(called(area)), plots[area], "แปลง"
            )
        return
    label, all_ = card.view.scope.child_label, sum(not is_missing(one.value(card.row(area))) for area in card.below)
    names = " ".join(called(area).strip() for area in areas)
    sentence = f"มี {len(areas)} จาก {all_} {label}ที่มี{lack.have} แต่{lack.lack}: {names}"
    question = lack.question.format(f"{label}เหล่านี้")
    yield card.finding(lack.rule, card.area, Status.RED, sentence, question, sum(plots.values()), "แปลง")


def without_echo(found: Iterable[Finding], area: str) -> tuple[Finding, ...]:
    """Findings without those of the page's own area that repeat what an area below is found for."""
    every = tuple(found)
    below = {one.rule for one in every if one.area != area}
    return tuple(one for one in every if one.area != area or one.rule not in below)
