"""What the meeting should talk about: where two offices disagree, and villages by problem level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cdd_analysis.datasets import table
from cdd_analysis.measures import ladder
from cdd_analysis.measures.controls import TOLERANCE
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.scorecard import Doubt, Scorecard
from cdd_analysis.measures.words import called, count, said
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.topics.kkj.facts import Facts
from cdd_analysis.topics.kkj.levels import SERIOUS

_NAMED = 3
#: What the rules read of a village.
_READ = (
    "area", "district_code", "village", "level", "listed", "reportable", "n", "fund", "granted", "shortfall", "overdue",
    "bank_baht",
)  # fmt: skip


@dataclass(frozen=True)
class _Rule:
    """Villages of a kind, told by the area below they lie in.

    Attributes:
        rule, status: of the finding.
        which: which villages it is about.
        what: Thai, what they have, said after their number.
        stake: column of what is at stake: baht, or ``n``, the villages themselves.
        money: Thai, what that baht is.
        question: may name {area} and {names}.
    """

    rule: str
    status: Status
    which: Callable[[pd.DataFrame], pd.Series]
    what: str
    stake: str
    money: str
    question: str


def _is_short(villages: pd.DataFrame) -> pd.Series:
    return villages["shortfall"].gt(villages["granted"] * setting("kkj.shortfall.yellow") / 100)


def _of_level(level: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda villages: villages["level"].eq(level)


_RULES = (
    _Rule(
        "fund_short", Status.RED, _of_level("P5"), "เงินทุนขาดหายถึงระดับ P5", "shortfall", "ขาดหาย",
        "เงินของ{names}หายไปอยู่ที่ใด ใครเป็นผู้ถือครอง และตรวจสอบข้อเท็จจริงถึงขั้นใด",
    ),
    _Rule(
        "long_overdue", Status.RED, _of_level("P4"), "ลูกหนี้ผิดสัญญาระยะยาว (P4)", "overdue", "เกินกำหนด",
        "ลูกหนี้ของ{names}ประนอมหนี้หรือดำเนินคดีแล้วหรือไม่ และสัญญาใดใกล้ครบอายุความ",
    ),
    _Rule(
        "in_arrears", Status.YELLOW, lambda v: v["level"].eq("P3") & (v["listed"] | ~v["reportable"]), "ค้างชำระ (P3)",
        "overdue", "เกินกำหนด", "{area}ทำหนังสือทวงถามและแผนผ่อนชำระของ{names}แล้วหรือไม่",
    ),
    _Rule(
        "problem_not_reported", Status.RED, lambda v: v["level"].isin(SERIOUS) & v["reportable"] & ~v["listed"],
        "มีปัญหาระดับ P3 ขึ้นไปแต่ไม่อยู่ในรายงานสภาพปัญหาของจังหวัด", "overdue", "เกินกำหนด",
        "เหตุใดรายงานสภาพปัญหาจึงไม่มี{names} และสาเหตุคืออะไร",
    ),
    _Rule(
        "idle_fund", Status.YELLOW, _of_level("P2"), "กองทุนหยุดนิ่งเกิน 12 เดือน (P2)", "bank_baht", "ในบัญชี",
        "เหตุใด{names}จึงไม่ให้ยืม และจะจัดเวทีฟื้นฟูคณะกรรมการเมื่อใด",
    ),
    _Rule(
        "books_missing", Status.YELLOW, _of_level("P1"), "บัญชีหรือเอกสารไม่ครบหรือคณะกรรมการหมดวาระ (P1)", "n", "",
        "บัญชีเล่มใดของ{names}ที่ต้องทำใหม่ และจะนิเทศวันใด",
    ),
    _Rule(
        "level_unknown", Status.CHECK, _of_level("PX"), "ข้อมูลไม่พอจัดระดับปัญหา (PX)", "fund", "เงินทุน",
        "ข้อมูลใดของ{names}ที่ต้องแก้ก่อนเข้าเวที และใครเป็นผู้แก้",
    ),
    _Rule(
        "short_of_grant", Status.YELLOW, lambda v: ~v["level"].isin(["PX", "P5"]) & _is_short(v),
        "เงินทุนขาดหายเกินเกณฑ์แต่ยังไม่ถึงระดับ P5", "shortfall", "ขาดหาย", "เงินทุนของ{names}ขาดเพราะเหตุใด และจะได้คืนเมื่อใด",
    ),
)  # fmt: skip


def further(card: Scorecard, facts: Facts) -> Iterator[Finding]:
    """Villages by problem level, in the areas below; the heaviest areas by name, the others in one sentence."""
    villages, named = facts.below[list(_READ)], setting("shared.areas_per_finding")
    for rule in _RULES:
        own = villages[rule.which(villages).to_numpy(dtype=bool, na_value=False)]
        if own.empty:
            continue
        stake = own.groupby("area")[rule.stake].sum().sort_values(ascending=False, kind="stable")
        for area in stake.index[:named]:
            yield _finding(card, facts, rule, str(area), own[own["area"].eq(area)])
        rest = own[own["area"].isin(stake.index[named:])]
        if len(rest):
            yield _finding(card, facts, rule, card.area, rest)


def _finding(card: Scorecard, facts: Facts, rule: _Rule, area: str, own: pd.DataFrame) -> Finding:
    stake = float(own[rule.stake].fillna(0).sum())
    if area == card.area:
        who = " ".join(called(str(one)).strip() for one in dict.fromkeys(own["area"]))
        names, start, end = f"{len(own)} หมู่บ้านนี้", "ยังมีอีก", f"ใน{who}"
    else:
        names = _names(own, facts.view.scope.level)
        start, end = "มี", f"ได้แก่{names}"
    money = f" {rule.money}รวม {said(stake, 'บาท')}" if rule.money else ""
    sentence = f"{start} {len(own)} หมู่บ้านที่{rule.what}{money} {end}"
    question = rule.question.format(area=called(area), names=names)
    return card.finding(rule.rule, area, rule.status, sentence, question, stake, "บาท" if rule.money else "หมู่บ้าน")


def _names(villages: pd.DataFrame, level: str) -> str:
    """Villages by name and subdistrict, the first few; on a page wider than a province with their district."""
    first = villages.iloc[:_NAMED]
    shown = first["village"].tolist()
    if level != "province":
        districts = [called(code).strip() if isinstance(code, str) else "" for code in first["district_code"]]
        shown = [f"{own} {district}".strip() for own, district in zip(shown, districts, strict=True)]
    more = f" และอีก {len(villages) - _NAMED} หมู่บ้าน" if len(villages) > _NAMED else ""
    return ", ".join(shown) + more


# -- what does not hold together -----------------------------------------------------------------------------------


def doubts(facts: Facts) -> tuple[Doubt, ...]:
    """Districts whose figures two offices state differently, and villages whose figures cannot be true."""
    return (*_differences(facts), *_impossible(facts))


def _differences(facts: Facts) -> Iterator[Doubt]:
    """A district with both values of each figure; a province or region only with how many."""
    apart = ladder.below(facts.cells[facts.cells["difference"].abs().gt(TOLERANCE)], facts.view.scope)
    for area, own in apart.groupby("area"):
        ordered = own.sort_values("difference", key=lambda d: -d.abs(), kind="stable")
        parts = [_both(row) for row in ordered.itertuples()]
        is_district = own["district_code"].eq(area).all()
        where = ": " + " · ".join(parts) if is_district else f" ใน {own['district_code'].nunique()} อำเภอ"
        baht = own.loc[own["column"].str.endswith("_baht"), "difference"].abs()
        weight, unit = (float(baht.max()), "บาท") if len(baht) else (float(own["difference"].abs().max()), "ครัวเรือน")
        yield Doubt(
            "levels_differ",
            str(area),
            f"มียอดที่จังหวัดกับอำเภอรายงานไม่ตรงกัน {len(own)} ยอด{where}",
            f"ยอดใดของ{called(str(area))}ถูกต้อง ใครเป็นผู้แก้ และจะแก้ให้ตรงกันวันใด",
            "T5.11",
            weight,
            unit,
        )


def _both(row: Any) -> str:
    """Both values and both dates of a difference."""
    column = table("kkj_areas").column(str(row.column))
    label, unit = column.label.replace(" (บาท)", ""), "บาท" if column.name.endswith("_baht") else "ครัวเรือน"
    stated, computed = (count(float(getattr(row, side))) for side in ("stated", "computed"))
    then, when = (_day(getattr(row, f"as_of_{side}")) for side in ("stated", "computed"))
    dates = f" (ณ {then})" if then == when else f" (ณ {then} กับ {when})"
    return f"{label} จังหวัด {stated} อำเภอ {computed} {unit}{dates}"


def _day(day: Any) -> str:
    return "ไม่ระบุวัน" if pd.isna(day) else thai_date(pd.Timestamp(day).date(), short=True)


def _impossible(facts: Facts) -> Iterator[Doubt]:
    """Villages whose fund does not equal its parts, is too large, or that lend to more than their target households."""
    villages = facts.below
    most = villages["granted"] * (1 + setting("kkj.surplus_pct") / 100)
    kinds: Iterable[tuple[str, str, pd.Series, str, str]] = (
        ("total_differs", "T5.1", villages["off_total"], "รวมเงินที่มีไม่เท่ากับผลรวมของเงินแต่ละส่วน", "fund"),
        ("surplus", "T5.3", villages["fund"].gt(most), "เงินทุนเกินกว่าที่ดอกเบี้ยอธิบายได้", "surplus"),
        ("borrowed_over_target", "T5.9", villages["hh_borrowed"].gt(villages["hh_target"]),
         "ครัวเรือนที่ยืมมากกว่าครัวเรือนเป้าหมาย", "fund"),
    )  # fmt: skip
    for rule, indicator, wrong, what, stake in kinds:
        if not wrong.any():
            continue
        for area, own in villages[wrong.to_numpy(dtype=bool, na_value=False)].groupby("area"):
            yield Doubt(
                rule,
                str(area),
                f"มี {len(own)} หมู่บ้านที่{what} ได้แก่{_names(own, facts.view.scope.level)}",
                f"ยอดใดของ{_names(own, facts.view.scope.level)}ที่ต้องแก้ และใครเป็นผู้แก้",
                indicator,
                float(own[stake].sum()),
                "บาท",
            )
