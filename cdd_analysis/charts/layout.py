"""Where things stand in a chart: rows and their names, axes, ticks and reference lines that never touch."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cdd_analysis.charts import data
from cdd_analysis.charts.style import COLOURS, new_figure
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.thai.numbers import format_number

#: Behind a printed value, so that no line runs through it.
HALO = {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1.2}


def rows_figure(names: list[str], reference: bool, *, axis: bool = False) -> tuple[Figure, Axes]:
    """A figure of horizontal rows, the first on top, tall enough for their names."""
    pitch = 8 + 15 * max((1 + name.count("\n") for name in names), default=1)
    figure = new_figure(14 + pitch * len(names) + (20 if reference else 0) + (24 if axis else 0))
    axes = figure.subplots()
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    return figure, axes


def wrapped(name: str, most: int = 20) -> str:
    """``name`` on lines of about ``most`` letters, broken at spaces and slashes, never inside a word's marks."""
    lines = [""]
    for word in str(name).replace("/", "/ ").split(" "):
        joined = f"{lines[-1]}{'' if lines[-1].endswith('/') else ' '}{word}".strip()
        if _letters(joined) > most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return "\n".join(_cut(line, most + 6) for line in lines[:3])


def _letters(text: str) -> int:
    """Length as the eye counts it: marks above and below add nothing."""
    return sum(1 for letter in text if not _is_mark(letter))


def _is_mark(letter: str) -> bool:
    return letter == "ั" or "ิ" <= letter <= "ฺ" or "็" <= letter <= "๎"


def _cut(text: str, most: int) -> str:
    if _letters(text) <= most:
        return text
    end = next(place for place in range(len(text)) if _letters(text[:place]) == most - 1)
    while end < len(text) and _is_mark(text[end]):
        end += 1
    return text[:end].rstrip("เแโใไ") + "…"


def value_axis(axis: Axis, values: pd.DataFrame | pd.Series, unit: str) -> None:
    """A quiet axis of figures: few round steps, hairlines, its unit said on top."""
    format_axis(axis, values)
    axes = axis.axes
    axes.grid(axis="y")
    axes.set_title(unit, loc="left", fontsize=12, color=COLOURS["mute"], pad=6)


def format_axis(axis: Axis, values: pd.DataFrame | pd.Series) -> None:
    """Few round steps, whole where the values are, with thousands separators."""
    whole = data.decimals(values) == 0
    axis.set_major_locator(MaxNLocator(5, integer=whole, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(_tick_text))


def _tick_text(value: float, _: object) -> str:
    places = 0 if float(value).is_integer() else 1 if abs(value * 10 - round(value * 10)) < 1e-9 else 2
    return format_number(value, places)


def spaced_ticks(axes: Axes, names: list[str], offset: float = 0, width: float = 360) -> None:
    """Names under x that never touch: of periods as many as fit, the last always; other names all, slanted if long."""
    shown = _without_year(names)
    fits = _fitting(shown, width)
    if _is_slanted(shown, width):
        axes.set_xticks([place + offset for place in range(len(shown))], [_cut(name, 24) for name in shown])
        axes.tick_params(axis="x", rotation=35)
        for text in axes.get_xticklabels():
            text.set(ha="right", rotation_mode="anchor")
        return
    step = max(1, math.ceil(len(shown) / fits))
    places = [place for place in range(len(shown)) if (len(shown) - 1 - place) % step == 0]
    axes.set_xticks([place + offset for place in places], [shown[place] for place in places], rotation=0)


def room_below(names: list[str], width: float = 360) -> float:
    """Height that names under x take beyond a line of text: theirs where they are slanted, else none."""
    shown = _without_year(names)
    return 4.0 * max(min(24, _letters(name)) for name in shown) if _is_slanted(shown, width) else 0.0


def _fitting(shown: list[str], width: float) -> int:
    """How many names stand beside each other without touching."""
    widest = max((_letters(name) - 0.6 * name.count(".") for name in shown), default=1)
    return max(2, int(width / (6 * widest + 4)))


def _is_slanted(shown: list[str], width: float) -> bool:
    return len(shown) > _fitting(shown, width) and not all(_is_period(name) for name in shown)


def _is_period(name: str) -> bool:
    return "." in name or name[-1:].isdigit()


def _without_year(names: list[str]) -> list[str]:
    """Months of one fiscal year without their year, which the subtitle says."""
    short = [name.rsplit(" ", 1)[0] if name.count(".") >= 2 and name[-1:].isdigit() else name for name in names]
    return short if len(set(short)) == len(names) else names


def vertical_reference(axes: Axes, exhibit: Exhibit) -> None:
    """The line to compare with across horizontal bars; its label stands above them."""
    if exhibit.reference is None:
        return
    value, text = exhibit.reference
    axes.axvline(value, color=COLOURS["ink"], linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
    low, high = axes.get_xlim()
    ha = "right" if (value - low) > 0.5 * (high - low) else "left"
    axes.annotate(text, (value, 1), xycoords=("data", "axes fraction"), xytext=(0, 4), textcoords="offset points",
                  ha=ha, va="bottom", fontsize=12, color=COLOURS["ink"])  # fmt: skip


def horizontal_reference(axes: Axes, exhibit: Exhibit) -> None:
    """The line to compare with across columns or lines; its label stands on it, at the left."""
    if exhibit.reference is None:
        return
    value, text = exhibit.reference
    axes.axhline(value, color=COLOURS["ink"], linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
    axes.annotate(text, (0, value), xycoords=("axes fraction", "data"), xytext=(3, 3), textcoords="offset points",
                  ha="left", va="bottom", fontsize=12, color=COLOURS["ink"], bbox=HALO, zorder=5)  # fmt: skip
