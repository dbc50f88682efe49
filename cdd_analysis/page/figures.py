"""How figures are printed: units told by size, one scale for a figure and its company, key figures as cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cdd_analysis import areas
from cdd_analysis.measures.result import Measure, Status, View
from cdd_analysis.measures.status import is_missing
from cdd_analysis.page.html import is_number, status, unlit
from cdd_analysis.settings import setting
from cdd_analysis.thai.numbers import format_number

MILLION = 1e6
PER_CENT = "ร้อยละ"


@dataclass(frozen=True)
class Scale:
    """How the figures of one quantity are printed: divided, with so many decimals, and the unit that says it."""

    factor: float
    decimals: int
    unit: str

    def text(self, value: Any, *, signed: bool = False) -> str:
        """``value`` in this scale; '–' where it is missing."""
        if not is_number(value):
            return "–"
        printed = format_number(value / self.factor, self.decimals)
        return f"+{printed}" if signed and value > 0 else printed

    def said(self, value: object) -> str:
        """``value`` with its unit as Thai says it: ร้อยละ 17.4, 1,284.6 ล้านบาท."""
        text = self.text(value)
        return f"{self.unit} {text}" if self.unit.startswith(PER_CENT) else f"{text} {self.unit}".strip()


def scale(values: Iterable[Any], unit: str) -> Scale:
    """The scale that suits ``values``: millions of baht from a million on, whole numbers whole, else one decimal."""
    known = [abs(value) for value in values if is_number(value)]
    if unit == "บาท" and max(known, default=0) >= MILLION:
        return Scale(MILLION, 1 if max(known) >= 10 * MILLION else 2, "ล้านบาท")
    if unit == "บาท" or (not unit.startswith(PER_CENT) and all(float(v).is_integer() for v in known)):
        return Scale(1, 0, unit)
    return Scale(1, 1, unit)


@dataclass(frozen=True)
class Spark:
    """A small line of a key figure: SVG points, where it ends, and what its scale is."""

    lines: tuple[str, ...]
    end: tuple[float, float]
    caption: str


@dataclass(frozen=True)
class Card:
    """A key figure as a card prints it."""

    id: str
    definition: str
    title: str
    number: str
    unit: str
    unit_first: bool
    base: str
    status: Markup
    light: str
    against: str
    company: tuple[tuple[str, str], ...]
    spark: Spark | None


def card(measure: Measure, view: View) -> Card:
    """The card of one measure."""
    company = (measure.value, measure.target, measure.previous)
    own = scale(company, measure.unit)
    return Card(
        id=measure.id,
        definition=definition(measure),
        title=measure.title,
        number=own.text(measure.value),
        unit=own.unit,
        unit_first=own.unit.startswith(PER_CENT),
        base=_base(measure),
        status=light(measure),
        light="unlit" if is_unlit(measure) else measure.status.value,
        against=measure.reason,
        company=tuple(_company(measure, view, own)),
        spark=_spark(measure, own),
    )


def definition(measure: Measure) -> str:
    """The anchor of a measure's definition on its page."""
    return f"definition-{measure.id}"


def across(count: int, wanted: tuple[int, ...]) -> int:
    """How many of ``count`` cards stand in a row: the first of ``wanted`` that leaves the fewest places empty."""
    return count if 0 < count <= max(wanted[0], 1) else min(wanted, key=lambda one: -count % one)


def is_unlit(measure: Measure) -> bool:
    """Whether no rule judges the figure: it is there, yet ``gray``."""
    return measure.status is Status.GRAY and not is_missing(measure.value)


def light(measure: Measure) -> Markup:
    """The status of a measure, with sign and word."""
    return unlit() if is_unlit(measure) else status(measure.status)


def _base(measure: Measure) -> str:
    """What the figure is of; the size of a small base is always said (handbook 0.3)."""
    if measure.n is None or is_missing(measure.n):
        return measure.base
    n = format_number(measure.n)
    small = f"ฐานเล็ก n = {n}" if measure.n < setting("shared.small_base") else ""
    if small:
        return f"{measure.base} ({small})".strip()
    return measure.base if n in measure.base else f"{measure.base} (n = {n})".strip()


def _company(measure: Measure, view: View, own: Scale) -> Iterable[tuple[str, str]]:
    """Target, last year, region, country and rank, those that are known."""
    region = areas.name(f"region-{view.scope.region}") if view.scope.region else "เขตตรวจราชการ"
    beside = (
        ("เป้าหมาย" if is_unlit(measure) else "เป้าหมาย/เกณฑ์", measure.target),
        ("ปีก่อน", measure.previous),
        (region, measure.region),
        ("ประเทศ", measure.country),
    )
    for label, value in beside:
        if value is not None and not is_missing(value):
            yield label, own.text(value)
    if measure.rank:
        yield "อันดับ", f"{measure.rank[0]} จาก {measure.rank[1]}"


def _spark(measure: Measure, own: Scale, width: float = 112, height: float = 30) -> Spark | None:
    """The measure's way here, drawn from its lowest to its highest value; the caption says both and the ends."""
    known = [
        (place, value) for place, (_, value) in enumerate(measure.trend) if value is not None and not is_missing(value)
    ]
    if len(known) < 2:
        return None
    low, high = min(v for _, v in known), max(v for _, v in known)
    across, up = (width - 8) / (len(measure.trend) - 1), (height - 8) / ((high - low) or 1)
    points = {place: (4 + place * across, height - 4 - (value - low) * up) for place, value in known}
    first, last = (measure.trend[place] for place in (known[0][0], known[-1][0]))
    caption = f"{first[0]} {own.text(first[1])} → {last[0]} {own.text(last[1])}"
    if low < min(first[1] or 0, last[1] or 0) or high > max(first[1] or 0, last[1] or 0):
        caption += f" (ต่ำสุด {own.text(low)} สูงสุด {own.text(high)})"
    return Spark(tuple(_runs(points)), points[known[-1][0]], caption)


def _runs(points: dict[int, tuple[float, float]]) -> Iterable[str]:
    """Points joined where no value is missing between them; a lone one twice, which draws a dot."""
    run: list[str] = []
    for place, (x, y) in points.items():
        run.append(f"{x:.1f},{y:.1f}")
        if place + 1 not in points:
            yield " ".join(run if len(run) > 1 else run * 2)
            run = []
