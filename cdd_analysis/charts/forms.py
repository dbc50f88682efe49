"""The chart forms: a table in, a figure out. All by matplotlib's own objects, without pyplot's hidden state.

Which charts seaborn draws: ``histogram`` (its binning and bars); it is imported when the first of them is drawn. The
other forms are matplotlib's: they need exact placing of labels, and a heat map's cells are one path per shade, which
is many times cheaper to draw and to send than a cell each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cdd_analysis.charts import data
from cdd_analysis.charts.layout import (
    ROOM_BY_POINT,
    ROOM_ON_LINE,
    horizontal_reference,
    row_names,
    rows,
    rows_room,
    upright,
    vertical_reference,
)
from cdd_analysis.charts.marks import boxes, segments
from cdd_analysis.charts.marks import line as one_line
from cdd_analysis.charts.room import BESIDE, PAD, Room, figure_of
from cdd_analysis.charts.style import COLOURS, HEAT, SERIES, WIDTH
from cdd_analysis.charts.texts import LINE, SMALL, Texts, widest, width, wrapped
from cdd_analysis.charts.ticks import limits, names_under, scale
from cdd_analysis.measures.result import Exhibit, Status
from cdd_analysis.measures.status import SYMBOLS
from cdd_analysis.thai.numbers import format_number

#: Horizontal charts print at most so many rows; the table behind the chart holds all.
MOST_ROWS = 40
#: From the axes to the names of rows where a sign of status stands between them, and to the middle of the sign.
_PAD_WITH_SIGN, _SIGN = 20.0, 9.0
#: How high a row's bar is, in parts of the row.
_BAR = 0.62


def colour_of(exhibit: Exhibit, names: Sequence[str]) -> dict[str, str]:
    """Colour name of each series: the one the title speaks of in the brand colour, plans and past years muted."""
    if exhibit.emphasis in names:
        others = [name for name in names if name != exhibit.emphasis]
        ranks = ("mute", "s2", "s6", "s3", "s4", "s5")
        return {exhibit.emphasis: "brand"} | {name: ranks[i % len(ranks)] for i, name in enumerate(others)}
    return {name: SERIES[i % len(SERIES)] for i, name in enumerate(names)}


def is_plan(name: str) -> bool:
    """Whether a series is a plan or target, which is drawn dashed."""
    return any(word in name for word in ("แผน", "เป้าหมาย", "จังหวะ"))


def line(exhibit: Exhibit) -> Figure:
    """Lines over an ordered x; the emphasised one thick, its last value printed; plans dashed."""
    table = data.wide(exhibit, exhibit.x, exhibit.y)
    values = table.to_numpy(dtype="float64")
    compared = [exhibit.reference[0]] if exhibit.reference else []
    low, high = limits([*values.ravel(), *compared], base=False)
    if not compared and not (values < 0).any():
        low = 0.0
    strong = exhibit.emphasis if exhibit.emphasis in table else table.columns[0] if len(table.columns) == 1 else None
    last = None if strong is None else _last_value(table, strong)
    texts = [(0.0, value, ROOM_ON_LINE) for value in compared]
    if last and not last.is_below:
        texts.append((last.start, last.value, ROOM_BY_POINT))
    under = names_under(list(table.index), -0.3, len(table) - 0.7)
    axes = upright(250, under, (low, high), exhibit.unit, whole=data.decimals(table) == 0, texts=texts)
    colours = colour_of(exhibit, list(table.columns))
    for name in table.columns:
        _one_line(axes, table[name], colours[name], strong=name == strong)
    if last:
        _print_last(axes, last, colours[last.name])
    horizontal_reference(axes, exhibit.reference)
    return figure_of(axes)


def _one_line(axes: Axes, values: pd.Series, colour: str, *, strong: bool) -> None:
    known = np.concatenate([[False], values.notna().to_numpy(), [False]])
    is_alone = (known[1:-1] & ~known[:-2] & ~known[2:]).any()
    one_line(
        axes, range(len(values)), values.to_numpy(), colour, linestyle="--" if is_plan(str(values.name)) else "-",
        linewidth=2.6 if strong else 1.6, marker="o" if strong or is_alone else None,
        markersize=4.5 if strong else 3, zorder=3 if strong else 2,
    )  # fmt: skip


@dataclass(frozen=True)
class _Last:
    """The last value of the line ``name`` at ``place`` of x: how it is said, and on which side of the point."""

    name: str
    place: int
    value: float
    text: str
    is_below: bool
    ha: str
    #: Where the text starts, in parts of the width.
    start: float


def _last_value(table: pd.DataFrame, name: str) -> _Last | None:
    """The last value of the line called ``name``, on the side of it where the other lines are not."""
    values = table[name].to_numpy(dtype="float64")
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return None
    place, value = int(known[-1]), float(values[known[-1]])
    others, is_late = table.drop(columns=name).to_numpy(dtype="float64")[place], place > len(values) * 0.8
    is_below = bool((others >= value).sum() > (others < value).sum())
    text, start = format_number(value, data.decimals(values)), max(0, place - is_late) / len(values)
    return _Last(name, place, value, text, is_below, "right" if is_late else "left", start)


def _print_last(axes: Axes, last: _Last, colour: str) -> None:
    low, high = axes.get_ylim()
    has_room = (last.value - low) / (high - low) * axes.bbox.height > ROOM_BY_POINT
    up, va = (-7, "top") if last.is_below and has_room else (7, "bottom")
    axes.add_artist(
        Texts([last.text], [(last.place, last.value)], axes.transData, colours=colour, offset=(0, up), ha=last.ha,
              va=va, weight=600, zorder=5)
    )  # fmt: skip


def bars(exhibit: Exhibit) -> Figure:
    """Horizontal ranked bars with their values; a ``status`` column gives colour and sign, a reference a line."""
    category, value = data.sideways(exhibit)
    frame = exhibit.frame.head(MOST_ROWS)
    names, values = data.labels(frame, category), data.printed(exhibit, value)[:MOST_ROWS]
    status = [Status(s) for s in frame["status"]] if "status" in frame else []
    axes = _bar_axes(names, values, _said(values, exhibit.unit), exhibit, pad=_PAD_WITH_SIGN if status else PAD)
    boxes(axes, 0, np.arange(len(values)) - _BAR / 2, values, _BAR, _bar_colours(exhibit, names, status))
    _signs(axes, status)
    return figure_of(axes)


def _bar_colours(exhibit: Exhibit, names: list[str], status: list[Status]) -> list[str]:
    if status:
        return [str(one) for one in status]
    if exhibit.emphasis in names:
        return ["brand" if name == exhibit.emphasis else "s6" for name in names]
    return ["brand"] * len(names)


def _said(values: np.ndarray, unit: str) -> list[str]:
    places = data.decimals(values, unit)
    return [format_number(value, places) for value in values]


def _bar_axes(names: list[str], ends: np.ndarray, said: list[str], exhibit: Exhibit, *, pad: float = PAD) -> Axes:
    """Rows with a line at 0, room for bars up to ``ends``, what is ``said`` at them, and the line to compare with."""
    broken = [wrapped(name) for name in names]
    room = rows_room(broken, exhibit.reference is not None, pad=pad)
    axes = rows(broken, room, _bar_limits(ends, said, exhibit.reference, room.across), pad=pad)
    segments(axes, [((0, 0), (0, 1))], "mute", 0.7, transform=axes.get_xaxis_transform(), zorder=3)
    for side, ha, chosen in ((-1, "right", ends < 0), (1, "left", ~(ends < 0))):
        rows_said = [row for row in np.flatnonzero(chosen) if said]
        places = [(0 if math.isnan(ends[row]) else ends[row], row) for row in rows_said]
        axes.add_artist(
            Texts([said[row] for row in rows_said], places, axes.transData, offset=(4 * side, 0), ha=ha, size=SMALL,
                  halo=exhibit.reference is not None)
        )  # fmt: skip
    vertical_reference(axes, exhibit.reference)
    return axes


def _bar_limits(
    ends: np.ndarray, said: list[str], reference: tuple[float, str] | None, across: float
) -> tuple[float, float]:
    """Limits that leave room for what is said at the bars' ends and for the reference line."""
    shown = [0.0, *ends[~np.isnan(ends)]] + ([reference[0]] if reference else [])
    low, high = min(shown), max(shown)
    span = (high - low) or 1
    low, high = low - (0.2 * span if low < 0 else 0), high + (0.2 * span if high > 0 else 0.02 * span)
    for _ in range(2):  # each side's room depends a little on the other's
        for end, text in zip(np.nan_to_num(ends), said, strict=False):
            free = 1 - (5 + width(text, SMALL)) / across
            if end < 0:
                low = min(low, high - (high - end) / free)
            else:
                high = max(high, low + (end - low) / free)
    return low, high


def _signs(axes: Axes, status: list[Status]) -> None:
    """The sign of each row's status between its name and its bar: colour alone never carries it."""
    places = [(0, row) for row in range(len(status))]
    axes.add_artist(
        Texts([SYMBOLS[one] for one in status], places, axes.get_yaxis_transform(), colours=[str(s) for s in status],
              offset=(-_SIGN, 0), ha="center")
    )  # fmt: skip


def stacked(exhibit: Exhibit) -> Figure:
    """Horizontal bars made of parts, with the sum at the end."""
    table = data.wide(exhibit, *data.sideways(exhibit)).head(MOST_ROWS)
    sums = table.sum(axis=1, min_count=1)
    said = [] if is_shares(sums, exhibit.unit) else _said(sums.to_numpy(), exhibit.unit)
    axes = _bar_axes(list(table.index), sums.to_numpy(), said, exhibit)
    colours = colour_of(exhibit, list(table.columns))
    left = np.zeros(len(table))
    for name in table.columns:
        part = table[name].fillna(0).to_numpy()
        boxes(axes, left, np.arange(len(table)) - _BAR / 2, part, _BAR, [colours[name]] * len(table), edge=0.8)
        left = left + part
    return figure_of(axes)


def is_shares(sums: pd.Series, unit: str) -> bool:
    """Whether every bar is a whole of 100 per cent, which needs no printing."""
    return "ร้อยละ" in unit and bool((sums.dropna() - 100).abs().lt(0.05).all())


def columns(exhibit: Exhibit) -> Figure:
    """Vertical bars by x, side by side where there are several series."""
    table = data.wide(exhibit, exhibit.x, exhibit.y)
    compared = [exhibit.reference[0]] if exhibit.reference else []
    wide = 0.8 / len(table.columns)
    half = 0.4 - 0.04 * wide
    low, high = limits([-half, len(table) - 1 + half], base=False)
    axes = upright(
        250, names_under(list(table.index), low, high),
        limits([*table.to_numpy(dtype="float64").ravel(), *compared], base=True), exhibit.unit,
        whole=data.decimals(table) == 0, texts=[(0, value, ROOM_ON_LINE) for value in compared],
    )  # fmt: skip
    colours = colour_of(exhibit, list(table.columns))
    for place, name in enumerate(table.columns):
        left = np.arange(len(table)) + (place - len(table.columns) / 2) * wide + 0.04 * wide
        boxes(axes, left, 0, wide * 0.92, table[name].to_numpy(), [colours[name]] * len(table))
    segments(axes, [((0, 0), (1, 0))], "mute", 0.8, transform=axes.get_yaxis_transform(), zorder=3)
    horizontal_reference(axes, exhibit.reference)
    return figure_of(axes)


def heatmap(exhibit: Exhibit) -> Figure:
    """Values of y by x as shades in six steps; cells without a value stay empty with a dash."""
    table = data.grid(exhibit)
    values, (many, wide) = table.to_numpy(dtype="float64"), table.shape
    names = [wrapped(y) for y in table.index]
    room = Room(0, left=BESIDE + widest(names) + PAD)
    under = names_under(list(table.columns), 0, wide, offset=0.5, across=room.across)
    pitch = max(19, 6 + 14 * max((1 + name.count("\n") for name in names), default=1))
    room = under.around(replace(room, height=max(96, 56 + pitch * many + under.height - PAD - LINE * SMALL)))
    axes = room.axes(under.limits, (many, 0))
    row_names(axes, names, first=0.5)
    under.draw(axes)
    edges = heat_edges(table)
    row, column = np.nonzero(~np.isnan(values))
    shade_of = shades(values[row, column], edges)
    boxes(axes, column, row, 1, 1, [HEAT[shade] for shade in shade_of], edge=1.2)
    said = _said(values[row, column], exhibit.unit)
    if is_roomy(table) and widest(said) < room.across / wide:
        colours = ["paper" if shade >= 4 else "ink" for shade in shade_of]
        axes.add_artist(Texts(said, np.column_stack([column, row]) + 0.5, axes.transData, colours=colours, ha="center"))
    row, column = np.nonzero(np.isnan(values))
    one_line(axes, column + 0.5, row + 0.5, "mute", marker="_", markersize=5, linestyle="none")
    return figure_of(axes)


def is_roomy(table: pd.DataFrame) -> bool:
    """Whether a heat map's cells are wide enough for their figures."""
    return table.shape[1] <= 7


def heat_edges(table: pd.DataFrame) -> list[float]:
    """Seven round edges of a heat map's six shades."""
    flat = table.to_numpy(dtype="float64")
    flat = flat[~np.isnan(flat)]
    low, high = (float(flat.min()), float(flat.max())) if len(flat) else (0.0, 1.0)
    step = ((high - low) / len(HEAT)) or 1.0
    size = 10 ** math.floor(math.log10(step))
    step = next(size * nice for nice in (1, 2, 2.5, 5, 10) if size * nice >= step)
    start = math.floor(low / step) * step
    if start + step * len(HEAT) < high:
        step, start = step * 2, math.floor(low / (step * 2)) * step * 2
    return [start + step * place for place in range(len(HEAT) + 1)]


def shades(values: np.ndarray, edges: Sequence[float]) -> np.ndarray:
    """The place of each value's shade among the six; the last edge belongs to the darkest."""
    return np.clip(np.digitize(values, edges) - 1, 0, len(HEAT) - 1)


def histogram(exhibit: Exhibit) -> Figure:
    """How many rows fall in which range of x, by seaborn."""
    import seaborn as sns

    edges, counts = data.bins(exhibit)
    whole = data.decimals(pd.Series(edges)) == 0
    below = scale(*limits(edges, base=False), whole=whole, across=WIDTH - 60, unit=exhibit.unit)
    axes = upright(230, below, limits(counts, base=True), "จำนวน", whole=True)
    values = data.printed(exhibit, exhibit.x)
    sns.histplot(
        x=values[~np.isnan(values)], bins=edges, ax=axes, color=COLOURS["brand"], edgecolor=COLOURS["paper"], alpha=1
    )
    if exhibit.reference:
        vertical_reference(axes, exhibit.reference)
    return figure_of(axes)


def dots(exhibit: Exhibit) -> Figure:
    """Before (hollow) and after (full) per category, joined by a line."""
    table = data.dots(exhibit).head(MOST_ROWS)
    before, after = table["before"].to_numpy(), table["after"].to_numpy()
    names, at = [wrapped(name) for name in table["category"]], range(len(table))
    compared = [exhibit.reference[0]] if exhibit.reference else []
    room = rows_room(names, exhibit.reference is not None, axis=True)
    low, high = limits([*before, *after, *compared], base=False)
    below = scale(low, high, whole=data.decimals(table["after"]) == 0, across=room.across)
    axes = rows(names, below.around(room), below.limits)
    below.draw(axes)
    grid = [((tick, 0), (tick, 1)) for tick in below.ticks]
    segments(axes, grid, "line", 1, transform=axes.get_xaxis_transform(), zorder=0.5)
    segments(axes, [((a, row), (b, row)) for a, b, row in zip(before, after, at, strict=True)], "s6", 2)
    one_line(axes, before, at, "mute", marker="o", linestyle="none", markerfacecolor=COLOURS["paper"], zorder=3)
    one_line(axes, after, at, "brand", marker="o", linestyle="none", zorder=4)
    vertical_reference(axes, exhibit.reference)
    return figure_of(axes)
