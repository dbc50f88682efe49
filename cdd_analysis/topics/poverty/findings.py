"""What the meeting should talk about (handbook 3.4): concrete questions with area, figures and who answers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.datasets.poverty import DIMENSION_LABELS, DIMENSIONS
from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.dates import thai_month
from cdd_analysis.topics.poverty.lights import expected, impossible, light_of, readings
from cdd_analysis.topics.poverty.picture import Picture
from cdd_analysis.topics.poverty.rates import AGREED, HELPED, PLANNED, SOLVED, VERIFIED, share
from cdd_analysis.topics.poverty.register import GONE, MANY_DIMENSIONS
from cdd_analysis.topics.poverty.survey import rate
from cdd_analysis.topics.poverty.words import label, owner, taken_off


def findings(picture: Picture) -> tuple[Finding, ...]:
    """Every finding: each kind's heaviest, then each kind's second … so that no one kind fills the meeting.

    Within a round ``check`` comes first, then what has most households or persons at stake.
    """
    found = [*_survey(picture), *_age(picture), *_awaited(picture)]
    if picture.has_register:
        found += [*_silent(picture), *_checks(picture), *_targets(picture), *_behind(picture), *_help(picture)]
        found += [*_income(picture), *_fallen(picture), *_unrecorded(picture), *_lists(picture), *_left(picture)]
    found.sort(key=lambda one: (one.status is not Status.CHECK, -one.weight))
    rounds = pd.Series([one.rule for one in found]).groupby([one.rule for one in found]).cumcount()
    return tuple(found[place] for place in rounds.sort_values(kind="stable").index)


def main_dimension(counts: pd.Series) -> tuple[str, float]:
    """The dimension with most target poor, and how many; "" where none is known."""
    known = {key: float(counts[f"target_{key}"]) for key in DIMENSIONS if pd.notna(counts[f"target_{key}"])}
    if not any(known.values()):
        return "", 0.0
    key = max(known, key=lambda one: known[one])
    return DIMENSION_LABELS[key], known[key]


def _most(values: pd.Series) -> list[tuple[str, float]]:
    """The areas with most at stake, at most as many as one kind of finding names."""
    top = values[values > 0].sort_values(ascending=False, kind="stable").head(setting("poverty.areas_per_finding"))
    return [(str(code), float(value)) for code, value in top.items()]


def _survey(picture: Picture) -> Iterator[Finding]:
    """Figures that do not reconcile, and areas whose rate of target poor stands above the whole."""
    scope, whole = picture.view.scope, rate(picture.survey.total, "persons_target_poor", "persons_surveyed")
    for column, (stated, summed) in list(picture.survey.differences.items())[:1]:
        yield Finding(
            "survey_differs",
            scope.key,
            Status.CHECK,
            f"{called(scope.key).strip()} {label(column)}: แถวของพื้นที่ระบุ {count(stated)} "
            f"แต่ผลรวม{scope.child_label} {count(summed)} "
            f"ต่างกัน {count(abs(stated - summed))}",
            owner(scope.key),
            f"ตัวเลขใดถูกต้อง ระหว่าง {count(stated)} กับผลรวม{scope.child_label} {count(summed)} และแก้ที่ใด",
            abs(stated - summed),
            "คน",
        )
    if not is_missing(whole):
        yield from _high(picture, whole)


def _high(picture: Picture, whole: float) -> Iterator[Finding]:
    """Areas far above the whole; where none is, the one furthest above it."""
    areas = picture.survey.areas
    rates = areas["persons_target_poor"] / areas["persons_surveyed"].where(areas["persons_surveyed"] > 0) * 100
    is_high = rates >= whole * setting("poverty.high_rate_ratio")
    if not is_high.any() and len(rates.dropna()) > 1:
        is_high = rates.eq(rates.max()) & (rates > whole)
    for code, persons in _most(areas["persons_target_poor"].where(is_high)):
        dimension, most = main_dimension(areas.T[code])
        yield Finding(
            "high_rate",
            code,
            Status.GRAY,
            f"{called(code)}มีคนจนเป้าหมาย {count(persons)} คน ร้อยละ {pct(rates[code])} ของคนที่สำรวจ "
            f"เป็น {rates[code] / whole:.1f} เท่าของ{called(picture.view.scope.key).strip()} (ร้อยละ {pct(whole)}) "
            f"มิติที่พบมากที่สุดคือ{dimension} {count(most)} คน",
            owner(code),
            f"{called(code)}แก้ปัญหามิติ{dimension}ของคนจนเป้าหมาย {count(most)} คนด้วยวิธีใด หน่วยงานใดรับผิดชอบ และเหลืออยู่เท่าใด",
            persons,
            "คน",
        )


def _age(picture: Picture) -> Iterator[Finding]:
    year, fiscal_year = picture.survey.year, picture.view.fiscal_year
    if year is None or fiscal_year - year < 2:
        return
    yield Finding(
        "old_survey",
        picture.view.scope.key,
        Status.GRAY,
        f"ข้อมูล จปฐ. ปี {year} เก่ากว่าปีงบประมาณ {fiscal_year - year} ปี จึงบอกสภาพปัจจุบันไม่ได้",
        owner(picture.view.scope.key),
        f"ปีงบประมาณ {fiscal_year} ใช้ข้อมูล จปฐ. ปีใดชี้เป้า และจะส่งข้อมูลปีล่าสุดเข้าระบบเมื่อใด",
        0.0,
        "คน",
    )


def _awaited(picture: Picture) -> Iterator[Finding]:
    scope = picture.view.scope
    if picture.has_register and picture.has_help:
        return
    table = "บันทึกการช่วยเหลือครัวเรือน" if picture.has_register else "ทะเบียนครัวเรือนเป้าหมาย (แฟ้มบ้าน) และบันทึกการช่วยเหลือ"
    yield Finding(
        "awaited",
        scope.key,
        Status.GRAY,
        f"{called(scope.key)}ยังไม่ส่ง{table} ปีงบประมาณ {picture.view.fiscal_year} จึงยังวัดผลการช่วยเหลือไม่ได้",
        owner(scope.key),
        f"{called(scope.key)}จะส่ง{table}ครบทุก{scope.child_label}เมื่อใด",
        float(picture.survey.areas["hh_poor_bmn"].sum()),
        "ครัวเรือน",
    )


def _silent(picture: Picture) -> Iterator[Finding]:
    """Areas that sent no register while others did."""
    expected_hh = picture.survey.areas["hh_poor_bmn"]
    for code in picture.tally.index[picture.tally["target"] == 0]:
        known = expected_hh.get(code)
        beside = f" ทั้งที่ จปฐ. ปี {picture.survey.year} มีครัวเรือนยากจน {count(known)} ครัวเรือน" if pd.notna(known) else ""
        yield Finding(
            "not_reported",
            str(code),
            Status.GRAY,
            f"{called(code)}ยังไม่ส่งทะเบียนครัวเรือนเป้าหมาย{beside}",
            owner(code),
            f"{called(code)}จะส่งทะเบียนครัวเรือนเป้าหมายเมื่อใด",
            0.0 if pd.isna(known) else float(known),
            "ครัวเรือน",
        )


def _checks(picture: Picture) -> Iterator[Finding]:
    """Figures that cannot be true, and households without a class."""
    for code, households in _most(picture.tally["income_mismatch"]):
        yield Finding(
            "income_mismatch",
            code,
            Status.CHECK,
            f"{called(code)}{impossible(picture.rows[code])}",
            owner(code),
            f"{called(code)}ตรวจแล้วตัวเลขใดถูกต้องใน {count(households)} ครัวเรือนนี้ และใครเป็นผู้รับรอง",
            households,
            "ครัวเรือน",
        )
    for code, households in _most(picture.tally["unclassed"]):
        yield Finding(
            "unclassed",
            code,
            Status.CHECK,
            f"{called(code)}ยังไม่จำแนกประเภท (พัฒนาได้/สงเคราะห์) {count(households)} จาก "
            f"{count(picture.mark(code, 'effective'))} ครัวเรือน",
            owner(code),
            f"{called(code)}จะจำแนกครัวเรือนที่เหลือ {count(households)} ครัวเรือนให้ครบเมื่อใด",
            households,
            "ครัวเรือน",
        )


def _targets(picture: Picture) -> Iterator[Finding]:
    """How many really remain, and who certified those taken off."""
    tally = picture.tally
    share_gone = tally["gone"] / tally["target"].where(tally["target"] > 0) * 100
    for code, gone in _most(tally["gone"].where(share_gone >= setting("poverty.gone_pct"))):
        yield Finding(
            "gone",
            code,
            Status.GRAY,
            f"{called(code)}ตัดครัวเรือนออก {count(gone)} จาก {count(picture.mark(code, 'target'))} ครัวเรือน "
            f"(ร้อยละ {pct(share_gone[code])}): "
            f"{taken_off({key: picture.mark(code, key) for key in GONE})}",
            owner(code),
            f"ใครรับรองว่า {count(gone)} ครัวเรือนของ{called(code)}ไม่ต้องดำเนินการ และเหลือที่ต้องดำเนินการจริง "
            f"{count(picture.mark(code, 'effective'))} ครัวเรือนใช่หรือไม่",
            gone,
            "ครัวเรือน",
        )


def _behind(picture: Picture) -> Iterator[Finding]:
    """Areas whose verification, plans, help or solved problems are behind."""
    questions = {
        VERIFIED: "จะสอบทานอีก {left} ครัวเรือนให้ครบเมื่อใด",
        PLANNED: "อีก {left} ครัวเรือนจะมีแผนรายครัวเรือนเมื่อใด ติดขัดเรื่องใด",
        HELPED: "อีก {left} ครัวเรือนยังไม่ได้รับความช่วยเหลือเพราะเหตุใด หน่วยงานใดจะเข้าช่วย",
        SOLVED: "ปัญหาอีก {left} เรื่องยังแก้ไม่เสร็จเพราะเหตุใด เมนูแก้จนที่ใช้ตรงกับมิติของปัญหาหรือไม่",
    }
    pace = expected(picture.view)
    for one, question in questions.items():
        left = picture.tally[one.bottom] - picture.tally[one.top]
        lit = {code: light_of(one, picture.rows[code], pace) for code in picture.tally.index}
        is_late = pd.Series({code: lit[code][0] in (Status.RED, Status.YELLOW) for code in left.index})
        late = left.where(is_late)
        for code, remaining in _most(late):
            _, top, bottom = share(picture.rows[code], one)
            yield Finding(
                f"behind_{one.top}",
                code,
                lit[code][0],
                f"{called(code).strip()} {lit[code][1]} ({count(top)} จาก {count(bottom)} {one.unit_n})",
                owner(code),
                called(code) + question.format(left=count(remaining)),
                remaining,
                one.unit_n,
            )


def _help(picture: Picture) -> Iterator[Finding]:
    """Help to households not found, plans that wait for help, and many dimensions left to one agency."""
    if not picture.has_help:
        return
    yield from _no_help(picture)
    days = setting("poverty.help_gap_days")
    for code, households in _most(picture.tally["helped_lost"]):
        yield Finding(
            "helped_not_found",
            code,
            Status.GRAY,
            f"{called(code)}มีบันทึกช่วยเหลือครัวเรือนที่สอบทานว่าไม่พบตัว {count(households)} ครัวเรือน",
            owner(code),
            f"{called(code)}ช่วยเหลือ {count(households)} ครัวเรือนที่ไม่พบตัวอย่างไร ผลสอบทานหรือบันทึกการช่วยเหลือใดถูกต้อง",
            households,
            "ครัวเรือน",
        )
    for code, households in _most(picture.tally["planned_waiting"]):
        yield Finding(
            "planned_waiting",
            code,
            Status.GRAY,
            f"{called(code)}มีแผนแล้วแต่ไม่มีบันทึกการช่วยเหลือใน {days} วัน {count(households)} จาก "
            f"{count(picture.mark(code, 'planned'))} ครัวเรือนที่มีแผน",
            owner(code),
            f"{count(households)} ครัวเรือนของ{called(code)}ที่มีแผนแล้ว รออะไรอยู่ และจะได้รับความช่วยเหลือเมื่อใด",
            households,
            "ครัวเรือน",
        )
    for code, households in _most(picture.tally["alone"]):
        yield Finding(
            "one_agency",
            code,
            Status.GRAY,
            f"{called(code)}มีครัวเรือนที่ตกเกณฑ์ตั้งแต่ {MANY_DIMENSIONS} มิติแต่มีหน่วยงานช่วยเพียงหน่วยงานเดียว "
            f"{count(households)} ครัวเรือน",
            owner(code),
            f"{called(code)}จะชวนหน่วยงานใดมาร่วมช่วย {count(households)} ครัวเรือนที่ตกเกณฑ์หลายมิตินี้",
            households,
            "ครัวเรือน",
        )


def _no_help(picture: Picture) -> Iterator[Finding]:
    """Areas without any record of help while others sent theirs."""
    for code, households in _most(picture.tally["effective"].where(picture.tally["any_help"] == 0)):
        yield Finding(
            "no_help",
            code,
            Status.GRAY,
            f"{called(code)}ยังไม่มีบันทึกการช่วยเหลือในปีงบประมาณ {picture.view.fiscal_year} "
            f"เหลือต้องดำเนินการจริง {count(households)} ครัวเรือน",
            owner(code),
            f"{called(code)}ยังไม่ได้ช่วยเหลือครัวเรือนใดเลย หรือช่วยเหลือแล้วแต่ยังไม่บันทึก และจะส่งบันทึกเมื่อใด",
            households,
            "ครัวเรือน",
        )


def _lists(picture: Picture) -> Iterator[Finding]:
    """Areas whose household list of TPMAP and house file differ (T1.14)."""
    tally, pace = picture.tally, expected(picture.view)
    lit = {code: light_of(AGREED, picture.rows[code], pace)[0] for code in tally.index}
    is_apart = pd.Series({code: light in (Status.RED, Status.YELLOW) for code, light in lit.items()})
    for code, households in _most((tally["listed_either"] - tally["listed_both"]).where(is_apart)):
        value, both, either = share(picture.rows[code], AGREED)
        only_tpmap = picture.mark(code, "in_tpmap") - both
        yield Finding(
            "sources_differ",
            code,
            lit[code],
            f"{called(code)}มีครัวเรือนที่อยู่ทั้งในบัญชี TPMAP และแฟ้มบ้าน {count(both)} จาก {count(either)} ครัวเรือน "
            f"(ร้อยละ {pct(value, either)} เกณฑ์ร้อยละ {count(setting('poverty.agreement')['green'])}) "
            f"อยู่เฉพาะแฟ้มบ้าน {count(households - only_tpmap)} อยู่เฉพาะ TPMAP {count(only_tpmap)} ครัวเรือน",
            owner(code),
            f"{called(code)}จะสอบทาน {count(households)} ครัวเรือนที่อยู่ในบัญชีเดียวให้ตรงกันเมื่อใด และใช้บัญชีใดชี้เป้า",
            households,
            "ครัวเรือน",
        )


def _left(picture: Picture) -> Iterator[Finding]:
    """What last year left and this year has not taken up yet."""
    left = picture.left_over
    if left is None or not left["still"].sum():
        return
    scope, year = picture.view.scope, picture.view.fiscal_year - 1
    total, worst = left.sum(), str(left["still"].idxmax())
    yield Finding(
        "left_from_last_year",
        scope.key,
        Status.GRAY,
        f"ครัวเรือนค้างจากปีงบประมาณ {year} {count(total['left'])} ครัวเรือน ปีนี้ยังไม่มีบันทึกการช่วยเหลือ "
        f"{count(total['still'])} ครัวเรือน มากที่สุดที่{called(worst)} {count(left['still'].max())} ครัวเรือน",
        owner(scope.key),
        f"{count(total['still'])} ครัวเรือนที่ค้างจากปี {year} จะได้รับความช่วยเหลือก่อนครัวเรือนใหม่หรือไม่ และเมื่อใด",
        float(total["still"]),
        "ครัวเรือน",
    )


def _income(picture: Picture) -> Iterator[Finding]:
    """Who passed the line, from what to what; and which line where that is undecided."""
    scope, total = picture.view.scope, picture.total
    if total["income_undecided"] > 0:
        yield Finding(
            "line_undecided",
            scope.key,
            Status.GRAY,
            readings(picture.tally),
            owner(scope.key),
            f"{called(scope.key)}ใช้เส้นรายได้เท่าใดกับข้อมูล จปฐ. ปี 2565 และอ้างอิงหนังสือฉบับใด",
            float(total["income_undecided"]),
            "ครัวเรือน",
        )
    elif total["passed_told"] > 0:
        n = float(total["passed_told"])
        was, now = (ratio(float(total[column]), n, per=1) for column in ("passed_was", "passed_now"))
        yield Finding(
            "passed_from_to",
            scope.key,
            Status.GRAY,
            f"ครัวเรือนที่ผ่านเกณฑ์รายได้ {count(n)} ครัวเรือน รายได้เฉลี่ยต่อคนต่อปีเพิ่มจาก {count(was)} เป็น {count(now)} บาท",
            owner(scope.key),
            "รายได้ที่เพิ่มขึ้นมาจากอาชีพหรือความช่วยเหลือใด และใครตรวจสอบตัวเลขหลังช่วยเหลือ",
            n,
            "ครัวเรือน",
        )


def _fallen(picture: Picture) -> Iterator[Finding]:
    for code, households in _most(picture.tally["stage_down"]):
        yield Finding(
            "stage_down",
            code,
            Status.GRAY,
            f"{called(code)}มีครัวเรือนที่ระดับลดลงจากปีก่อน {count(households)} จาก "
            f"{count(picture.mark(code, 'stage_known'))} ครัวเรือนที่เทียบได้",
            owner(code),
            f"{count(households)} ครัวเรือนของ{called(code)}ระดับลดลงเพราะเหตุใด และช่วยเหลืออย่างไรแล้ว",
            households,
            "ครัวเรือน",
        )


def _unrecorded(picture: Picture) -> Iterator[Finding]:
    """Areas that recorded nothing in the month of the as-of date."""
    tally, month = picture.tally, thai_month(picture.view.as_of.replace(day=1), short=False)
    for code, households in _most(tally["target"].where((tally["recorded"] > 0) & (tally["this_month"] == 0))):
        yield Finding(
            "not_recorded",
            code,
            Status.GRAY,
            f"{called(code)}ไม่มีการบันทึกแฟ้มบ้านเลยในเดือน{month} จาก {count(households)} ครัวเรือนเป้าหมาย",
            owner(code),
            f"{called(code)}หยุดบันทึกเพราะเหตุใด มีผู้บันทึกแทนกันหรือไม่",
            households,
            "ครัวเรือน",
        )
