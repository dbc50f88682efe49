"""Axes of figures with few round steps, and names under x that never touch."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cdd_analysis.charts.room import ABOVE, BESIDE, PAD, Room
from cdd_analysis.charts.style import SIZE
from cdd_analysis.charts.texts import LINE, SMALL, Texts, cut, widest, width
from cdd_analysis.thai.numbers import format_number

#: Degrees by which long names under x are slanted at least; more where they stand close.
_SLANT = 35.0
#: Free space between texts beside each other.
_GAP = 4


@dataclass(frozen=True)
class Scale:
    """An axis of figures: its limits, a few round steps with their texts; ``unit`` is said under a lying one."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str = ""

    @property
    def limits(self) -> tuple[float, float]:
        return self.low, self.high

    @property
    def texts(self) -> list[str]:
        return [_tick_text(tick) for tick in self.ticks]

    @property
    def height(self) -> float:
        """From the axes down to the end of the texts, where the axis lies."""
        return PAD + LINE * SMALL + (4 + LINE * SIZE if self.unit else 0)

    def around(self, room: Room) -> Room:
        """``room`` with this axis below."""
        halves = [width(text, SMALL) / 2 for text in self.texts]
        places = [(tick - self.low) / (self.high - self.low) for tick in self.ticks]
        return replace(room, bottom=ABOVE + self.height).holding(places, halves, halves)

    def draw(self, axes: Axes) -> None:
        """Print the texts under ``axes``."""
        _print_under(axes, [(tick, 0) for tick in self.ticks], self.texts)
        if self.unit:
            axes.add_artist(
                Texts([self.unit], [(0.5, 0)], axes.transAxes, offset=(0, -PAD - LINE * SMALL - 4), colours="mute",
                      ha="center", va="top")
            )  # fmt: skip


def scale(low: float, high: float, *, whole: bool, across: float = math.inf, unit: str = "") -> Scale:
    """The axis from ``low`` to ``high``; steps are whole where ``whole``; texts fit beside each other in ``across``."""
    slack = (high - low) * 1e-9
    ticks: tuple[float, ...] = ()
    for most in (5, 4, 3, 2):
        steps = MaxNLocator(most, integer=whole, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        ticks = tuple(tick + 0.0 for tick in map(float, steps) if low - slack <= tick <= high + slack)
        if sum(width(_tick_text(tick), SMALL) + _GAP for tick in ticks) <= across:
            break
    return Scale(low, high, ticks, unit)


def _tick_text(value: float) -> str:
    places = 0 if value.is_integer() else 1 if abs(value * 10 - round(value * 10)) < 1e-9 else 2
    return format_number(value, places)


def limits(values: Iterable[float], *, base: bool) -> tuple[float, float]:
    """Limits that show ``values`` with a little air; where ``base``, from 0, which needs no air behind it."""
    known = [value for value in values if math.isfinite(value)] + [0.0] * base
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low == high:
        low, high = low - 0.05 * abs(low), high + (0.05 * abs(high) or 1)
    air = 0.05 * (high - low)
    return (low if base and low == 0 else low - air), (high if base and high == 0 else high + air)


@dataclass(frozen=True)
class Names:
    """Names under x: those printed, where they stand, and by how many degrees turned; x goes from low to high."""

    low: float
    high: float
    texts: list[str]
    places: list[float]
    angle: float = 0

    @property
    def limits(self) -> tuple[float, float]:
        return self.low, self.high

    @property
    def height(self) -> float:
        """From the axes down to the end of the names."""
        turned = math.radians(self.angle)
        return PAD + widest(self.texts, SMALL) * math.sin(turned) + LINE * SMALL * math.cos(turned)

    def around(self, room: Room) -> Room:
        """``room`` with these names below."""
        turned, wide = math.radians(self.angle), [width(text, SMALL) for text in self.texts]
        if self.angle:
            before, after = [one * math.cos(turned) for one in wide], [LINE * SMALL * math.sin(turned)] * len(wide)
        else:
            before = after = [one / 2 for one in wide]
        places = [(place - self.low) / (self.high - self.low) for place in self.places]
        return replace(room, bottom=ABOVE + self.height).holding(places, before, after)

    def draw(self, axes: Axes) -> None:
        """Print the names under ``axes``."""
        _print_under(axes, [(place, 0) for place in self.places], self.texts, self.angle)


def names_under(names: list[str], low: float, high: float, *, offset: float = 0, across: float = 360) -> Names:
    """``names`` at every whole place: of periods as many as fit, the last always; others all, slanted if long.

    ``across`` is how wide the axes are about, ``offset`` where the first name stands.
    """
    shown = _without_year(names)
    places = [place + offset for place in range(len(shown))]
    if all(_is_period(name) for name in shown):
        step = max(1, math.ceil(len(shown) / max(1, int(across / (widest(shown, SMALL) + _GAP)))))
        every = [place for place in range(len(shown)) if (len(shown) - 1 - place) % step == 0]
        return Names(low, high, [shown[place] for place in every], [places[place] for place in every])
    halves, pitch = [width(name, SMALL) / 2 for name in shown], across / (high - low)
    touches = any(left + right + _GAP > pitch for left, right in pairwise(halves))
    if touches or halves[-1] > (high - places[-1]) * pitch + BESIDE:
        angle = max(_SLANT, math.degrees(math.asin(min(1, (LINE * SMALL + _GAP) / pitch))))
        return Names(low, high, [cut(name, 24) for name in shown], places, angle)
    return Names(low, high, shown, places)


def _print_under(axes: Axes, places: list[tuple[float, float]], texts: list[str], angle: float = 0) -> None:
    axes.add_artist(
        Texts(texts, places, axes.get_xaxis_transform(), offset=(0, -PAD), colours="mute",
              ha="right" if angle else "center", va="top", size=SMALL, angle=angle)
    )  # fmt: skip


def _is_period(name: str) -> bool:
    return "." in name or name[-1:].isdigit()


def _without_year(names: list[str]) -> list[str]:
    """Months of one fiscal year without their year, which the subtitle says."""
    short = [name.rsplit(" ", 1)[0] if name.count(".") >= 2 and name[-1:].isdigit() else name for name in names]
    return short if len(set(short)) == len(names) else names
