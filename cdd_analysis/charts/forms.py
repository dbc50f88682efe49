"""The chart forms: a table in, a figure out. All by matplotlib's own objects, without pyplot's hidden state.

Which charts seaborn draws: ``heatmap`` (its grid of annotated cells) and ``histogram`` (its binning and bars); it is
imported when the first of them is drawn. The other forms need exact placing of labels and are matplotlib's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from cdd_analysis.charts import data
from cdd_analysis.charts.layout import (
    HALO,
    format_axis,
    horizontal_reference,
    room_below,
    rows_figure,
    spaced_ticks,
    value_axis,
    vertical_reference,
    wrapped,
)
from cdd_analysis.charts.style import COLOURS, HEAT, SERIES, new_figure
from cdd_analysis.measures.result import Exhibit, Status
from cdd_analysis.measures.status import SYMBOLS
from cdd_analysis.thai.numbers import format_number

#: Horizontal charts print at most so many rows; the table behind the chart holds all.
MOST_ROWS = 40
#: Width of a heat map's grid, beside the names of its rows.
_GRID = 290


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
    figure = new_figure(250)
    axes = figure.subplots()
    colours = colour_of(exhibit, list(table.columns))
    for name in table.columns:
        strong = name == exhibit.emphasis or len(table.columns) == 1
        _one_line(axes, table[name], colours[name], strong=strong)
        if strong:
            _last_value(axes, table, name, colours[name])
    value_axis(axes.yaxis, table, exhibit.unit)
    if exhibit.reference is None and not (table.to_numpy(dtype="float64") < 0).any():
        axes.set_ylim(bottom=0)
    axes.set_xlim(-0.3, len(table) - 0.7)
    spaced_ticks(axes, list(table.index))
    horizontal_reference(axes, exhibit)
    return figure


def _one_line(axes: Axes, values: pd.Series, colour: str, *, strong: bool) -> None:
    style = "--" if is_plan(str(values.name)) else "-"
    alone = values.notna() & values.shift(1).isna() & values.shift(-1).isna()
    axes.plot(
        range(len(values)), values.to_numpy(), style, color=COLOURS[colour], linewidth=2.6 if strong else 1.6,
        marker="o" if strong or alone.any() else None, markersize=4.5 if strong else 3, zorder=3 if strong else 2,
    )  # fmt: skip


def _last_value(axes: Axes, table: pd.DataFrame, name: str, colour: str) -> None:
    """The last value of the line called ``name``, on the side of it where the other lines are not."""
    values = table[name].to_numpy(dtype="float64")
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return
    place, others = int(known[-1]), table.drop(columns=name).to_numpy(dtype="float64")[known[-1]]
    below = (others >= values[place]).sum() > (others < values[place]).sum()
    ha = "right" if place > len(values) * 0.8 else "left"
    axes.annotate(
        format_number(values[place], data.decimals(table[name])), (place, values[place]),
        xytext=(0, -7 if below else 7), textcoords="offset points", ha=ha, va="top" if below else "bottom",
        color=COLOURS[colour], fontweight=600, zorder=5,
    )  # fmt: skip


def bars(exhibit: Exhibit) -> Figure:
    """Horizontal ranked bars with their values; a ``status`` column gives colour and sign, a reference a line."""
    category, value = data.sideways(exhibit)
    frame = exhibit.frame.head(MOST_ROWS)
    names, values = data.labels(frame, category), frame[value].astype("float64") / exhibit.scale
    status = [Status(s) for s in frame["status"]] if "status" in frame else []
    figure, axes = rows_figure([wrapped(name) for name in names], exhibit.reference is not None)
    colours = _bar_colours(exhibit, list(names), status)
    axes.barh(range(len(values)), values.fillna(0), height=0.62, color=colours, zorder=2)
    _bar_values(axes, values, exhibit.unit)
    _room_beside(axes, values, exhibit)
    _signs(axes, status)
    vertical_reference(axes, exhibit)
    return figure


def _bar_colours(exhibit: Exhibit, names: list[str], status: list[Status]) -> list[str]:
    if status:
        return [COLOURS[s] for s in status]
    if exhibit.emphasis in names:
        return [COLOURS["brand" if name == exhibit.emphasis else "s6"] for name in names]
    return [COLOURS["brand"]] * len(names)


def _bar_values(axes: Axes, values: pd.Series, unit: str) -> None:
    places = data.decimals(values, unit)
    for row, number in enumerate(values):
        side = -1 if number < 0 else 1
        axes.annotate(
            format_number(number, places), (0 if math.isnan(number) else number, row), xytext=(4 * side, 0),
            textcoords="offset points", ha="right" if side < 0 else "left", va="center", fontsize=12, bbox=HALO,
            zorder=4,
        )  # fmt: skip


def _room_beside(axes: Axes, values: pd.Series, exhibit: Exhibit) -> None:
    """Room for the printed values at the bars' ends and for the reference line."""
    ends = [0.0, *values.dropna()] + ([exhibit.reference[0]] if exhibit.reference else [])
    low, high = min(ends), max(ends)
    span = (high - low) or 1
    axes.set_xlim(low - (0.2 * span if low < 0 else 0), high + (0.2 * span if high > 0 else 0.02 * span))
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=COLOURS["mute"], linewidth=1, zorder=3)


def _signs(axes: Axes, status: list[Status]) -> None:
    """The sign of each row's status between its name and its bar: colour alone never carries it."""
    across = axes.get_yaxis_transform()
    for row, one in enumerate(status):
        family = "Sarabun" if SYMBOLS[one] in "!?…" else "DejaVu Sans"  # Sarabun has no ✓ and ◐
        axes.text(
            -0.03, row, SYMBOLS[one], transform=across, color=COLOURS[one], ha="center", va="center", family=family
        )
    if status:
        axes.tick_params(axis="y", pad=20)


def stacked(exhibit: Exhibit) -> Figure:
    """Horizontal bars made of parts, with the sum at the end."""
    table = data.wide(exhibit, *data.sideways(exhibit)).head(MOST_ROWS)
    figure, axes = rows_figure([wrapped(name) for name in table.index], exhibit.reference is not None)
    colours = colour_of(exhibit, list(table.columns))
    left = pd.Series(0.0, index=table.index)
    for name in table.columns:
        axes.barh(range(len(table)), table[name].fillna(0), left=left, height=0.62, color=COLOURS[colours[name]],
                  edgecolor=COLOURS["paper"], linewidth=0.8, zorder=2)  # fmt: skip
        left = left + table[name].fillna(0)
    sums = table.sum(axis=1, min_count=1)
    if not is_shares(sums, exhibit.unit):
        _bar_values(axes, sums, exhibit.unit)
    _room_beside(axes, sums, exhibit)
    vertical_reference(axes, exhibit)
    return figure


def is_shares(sums: pd.Series, unit: str) -> bool:
    """Whether every bar is a whole of 100 per cent, which needs no printing."""
    return "ร้อยละ" in unit and bool((sums.dropna() - 100).abs().lt(0.05).all())


def columns(exhibit: Exhibit) -> Figure:
    """Vertical bars by x, side by side where there are several series."""
    table = data.wide(exhibit, exhibit.x, exhibit.y)
    figure = new_figure(250)
    axes = figure.subplots()
    colours, width = colour_of(exhibit, list(table.columns)), 0.8 / len(table.columns)
    for place, name in enumerate(table.columns):
        at = [row + (place - (len(table.columns) - 1) / 2) * width for row in range(len(table))]
        axes.bar(at, table[name].fillna(0), width=width * 0.92, color=COLOURS[colours[name]], zorder=2)
    axes.axhline(0, color=COLOURS["mute"], linewidth=1, zorder=3)
    value_axis(axes.yaxis, table, exhibit.unit)
    spaced_ticks(axes, list(table.index))
    horizontal_reference(axes, exhibit)
    return figure


def heatmap(exhibit: Exhibit) -> Figure:
    """Values of y by x as shades in six steps, by seaborn; cells without a value stay empty with a dash."""
    import seaborn as sns

    table = data.grid(exhibit)
    names = [wrapped(y) for y in table.index]
    pitch = max(19, 6 + 14 * max((1 + name.count("\n") for name in names), default=1))
    height = 56 + pitch * len(table) + room_below(list(table.columns), _GRID)
    figure = new_figure(max(96, height))  # less leaves a single row no room between names above and below
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    colours, edges = ListedColormap([COLOURS[h] for h in HEAT]), heat_edges(table)
    sns.heatmap(
        table, ax=axes, cmap=colours, norm=BoundaryNorm(edges, len(HEAT)), cbar=False, clip_on=False, linewidths=1.2,
        linecolor=COLOURS["paper"], xticklabels=False, yticklabels=names,
        annot=_cell_texts(table, exhibit.unit) if is_roomy(table) else None, fmt="",
    )  # fmt: skip
    values = table.to_numpy(dtype="float64")
    for said in axes.texts:
        across, row = said.get_position()
        said.set_color(COLOURS["paper" if values[int(row), int(across)] >= edges[4] else "ink"])
    row, column = np.isnan(values).nonzero()
    axes.plot(column + 0.5, row + 0.5, "_", color=COLOURS["mute"], markersize=5)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(axis="y", rotation=0)
    spaced_ticks(axes, list(table.columns), offset=0.5, width=_GRID)
    return figure


def _cell_texts(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    places = data.decimals(table, unit)
    return table.map(lambda value: format_number(value, places))


def is_roomy(table: pd.DataFrame) -> bool:
    """Whether a heat map's cells are wide enough for their figures."""
    return table.shape[1] <= 7


def heat_edges(table: pd.DataFrame) -> list[float]:
    """Seven round edges of a heat map's six shades."""
    flat = pd.Series(table.to_numpy().ravel()).dropna()
    low, high = (flat.min(), flat.max()) if len(flat) else (0.0, 1.0)
    step = ((high - low) / len(HEAT)) or 1.0
    size = 10 ** math.floor(math.log10(step))
    step = next(size * nice for nice in (1, 2, 2.5, 5, 10) if size * nice >= step)
    start = math.floor(low / step) * step
    if start + step * len(HEAT) < high:
        step, start = step * 2, math.floor(low / (step * 2)) * step * 2
    return [start + step * place for place in range(len(HEAT) + 1)]


def histogram(exhibit: Exhibit) -> Figure:
    """How many rows fall in which range of x, by seaborn."""
    import seaborn as sns

    edges, counts = data.bins(exhibit)
    figure = new_figure(230)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    values = (exhibit.frame[exhibit.x].astype("float64") / exhibit.scale).dropna()
    sns.histplot(x=values, bins=edges, ax=axes, color=COLOURS["brand"], edgecolor=COLOURS["paper"], alpha=1)
    axes.set(xlabel=exhibit.unit, ylabel="")
    value_axis(axes.yaxis, pd.Series(counts), "จำนวน")
    format_axis(axes.xaxis, pd.Series(edges))
    if exhibit.reference:
        vertical_reference(axes, exhibit)
    return figure


def dots(exhibit: Exhibit) -> Figure:
    """Before (hollow) and after (full) per category, joined by a line."""
    table = data.dots(exhibit).head(MOST_ROWS)
    figure, axes = rows_figure([wrapped(name) for name in table["category"]], exhibit.reference is not None, axis=True)
    rows = range(len(table))
    axes.hlines(rows, table["before"], table["after"], color=COLOURS["s6"], linewidth=2, zorder=2)
    axes.plot(table["before"], rows, "o", markerfacecolor=COLOURS["paper"], markeredgecolor=COLOURS["mute"], zorder=3)
    axes.plot(table["after"], rows, "o", color=COLOURS["brand"], zorder=4)
    axes.grid(axis="x")
    axes.spines["bottom"].set_visible(False)
    format_axis(axes.xaxis, table["after"])
    vertical_reference(axes, exhibit)
    return figure
