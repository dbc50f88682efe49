"""The light of an area and why: the most serious of its rates, and ``check`` where its figures cannot be true."""

from __future__ import annotations

from cdd_analysis.measures.pace import pace_pct
from cdd_analysis.measures.result import Status, View
from cdd_analysis.measures.status import SEVERITY, is_missing
from cdd_analysis.measures.words import NO_LIGHT, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.topics.poverty.rates import DEVELOP, LIT, PASSED, Rate, Tally, light, said, share

Light = tuple[Status, str]


def expected(view: View) -> float:
    """What should be reached on the as-of day, per cent: the year's target times the share of the year gone by."""
    return pace_pct(view.as_of, view.fiscal_year) * setting("poverty.help_target_pct") / 100


def light_of(rate: Rate, tally: Tally, pace: float) -> Light:
    """A rate's light in the areas of ``tally``, with its reason; ``check`` and "ask" come before the figure."""
    value, _, bottom = share(tally, rate)
    if rate is DEVELOP and is_missing(value):
        return Status.GRAY, "ยังไม่มีการจำแนกประเภทครัวเรือน"
    if rate is DEVELOP and tally["unclassed"].sum() > 0:
        return Status.CHECK, f"ยังไม่จำแนกประเภท {count(tally['unclassed'].sum())} ครัวเรือน"
    if rate is PASSED and tally["income_undecided"].sum() > 0:
        return Status.GRAY, readings(tally)
    if is_missing(value):
        return Status.GRAY, f"ยังไม่มีข้อมูล{said(rate.title)}"
    if not rate.bands:
        return Status.GRAY, NO_LIGHT
    return light(rate, value, pace), f"{said(rate.title)}ร้อยละ {pct(value, bottom)} {_yardstick(rate, pace)}"


def readings(tally: Tally) -> str:
    """Both readings of the income rate where no source decides the line of the year."""
    base = float(tally["income_base"].sum())
    low, high = (float(tally[column].sum()) / base * 100 for column in ("passed", "passed_high"))
    lines = sorted({baht for line in setting("poverty.income_line") if len(line["baht"]) > 1 for baht in line["baht"]})
    return (
        f"เส้นรายได้ของปี จปฐ. นี้ยังไม่ชี้ขาด ให้จังหวัดยืนยัน: ใช้เส้น {count(lines[0])} บาท ผ่านร้อยละ {pct(low, base)} "
        f"ใช้เส้น {count(lines[-1])} บาท ผ่านร้อยละ {pct(high, base)}"
    )


def impossible(tally: Tally) -> str:
    """What cannot be true in the register of these areas; "" where nothing is."""
    off = float(tally["income_mismatch"].sum())
    return f"รายได้ครัวเรือนหารสมาชิกไม่เท่ากับรายได้เฉลี่ยต่อคน {count(off)} ครัวเรือน" if off else ""


def area_light(tally: Tally, pace: float) -> Light:
    """The light of the areas of ``tally`` taken together and why; beside a ``check`` also what else is behind."""
    if not float(tally["target"].sum()):
        return Status.GRAY, "ยังไม่ส่งทะเบียนครัวเรือนเป้าหมาย"
    found = [(Status.CHECK, impossible(tally)), *(light_of(rate, tally, pace) for rate in LIT)]
    found = sorted((one for one in found if one[1]), key=lambda one: SEVERITY.index(one[0]))
    status, reason = found[0]
    late = [one[1] for one in found if one[0] in (Status.RED, Status.YELLOW)]
    return status, f"{reason} · {late[0]}" if status is Status.CHECK and late else reason


def _yardstick(rate: Rate, pace: float) -> str:
    if rate.bands == "pace":
        return f"เทียบกับจังหวะที่ควรเป็นร้อยละ {pct(pace)}"
    return f"เกณฑ์ร้อยละ {count(setting(rate.bands)['green'])}"
