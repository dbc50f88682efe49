"""Charts in the house style: an :class:`~cdd_analysis.measures.result.Exhibit` in, a :class:`Drawing` out.

``data`` readies the table, ``forms`` draws it (and says which charts seaborn draws) from ``marks`` and ``texts``;
``room``, ``ticks`` and ``layout`` work out where things stand, ``style`` holds font and colours.
A title, a key and the table of numbers are the page's to print; the picture holds only what needs a place in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from cdd_analysis.charts import data, forms
from cdd_analysis.charts.data import Numbers, numbers
from cdd_analysis.charts.style import HEAT, house, to_svg
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.thai.numbers import format_number

__all__ = ["FORMS", "Drawing", "Key", "Numbers", "draw", "figure", "is_empty", "numbers"]

FORMS = {
    "line": forms.line,
    "bars": forms.bars,
    "stacked": forms.stacked,
    "columns": forms.columns,
    "heatmap": forms.heatmap,
    "histogram": forms.histogram,
    "dots": forms.dots,
}


@dataclass(frozen=True)
class Key:
    """One entry of a chart's key. ``colour`` is a CSS variable; ``mark`` is ``box``, ``line``, ``dash`` or ``ring``."""

    colour: str
    text: str
    mark: str = "box"


@dataclass(frozen=True)
class Drawing:
    """A chart for a page: the SVG, its key, the statuses it shows and the numbers behind it."""

    svg: str
    numbers: Numbers
    key: tuple[Key, ...] = ()
    statuses: tuple[str, ...] = ()
    left_out: int = 0


def figure(exhibit: Exhibit) -> Figure:
    """The exhibit as a matplotlib figure, for use outside a page."""
    with house():
        return FORMS[exhibit.form](exhibit)


def draw(exhibit: Exhibit) -> Drawing:
    """The exhibit as a page shows it."""
    with house():
        svg = to_svg(FORMS[exhibit.form](exhibit), name=exhibit.name, alt=exhibit.alt or exhibit.title)
    statuses = dict.fromkeys(str(s) for s in exhibit.frame["status"]) if _has_status(exhibit) else ()
    return Drawing(svg, numbers(exhibit), _key(exhibit), tuple(statuses), _left_out(exhibit))


def is_empty(exhibit: Exhibit) -> bool:
    """Whether there is no figure to draw: a page says so in words, never by an empty picture."""
    if exhibit.frame.empty or exhibit.form == "histogram":
        return exhibit.frame.empty
    return bool(data.figures(exhibit).isna().to_numpy().all())


def _has_status(exhibit: Exhibit) -> bool:
    return exhibit.form == "bars" and "status" in exhibit.frame


def _left_out(exhibit: Exhibit) -> int:
    if exhibit.form not in ("bars", "stacked", "dots"):
        return 0
    category = exhibit.y if exhibit.form == "dots" else data.sideways(exhibit)[0]
    return max(0, exhibit.frame[category].nunique() - forms.MOST_ROWS)


def _key(exhibit: Exhibit) -> tuple[Key, ...]:
    if exhibit.form == "heatmap":
        return _heat_key(exhibit)
    if exhibit.form == "dots":
        return (Key("mute", "ก่อน", "ring"), Key("brand", "หลัง", "dot"))
    if not exhibit.series or exhibit.form not in ("line", "columns", "stacked"):
        return ()
    names = list(dict.fromkeys(data.labels(exhibit.frame, exhibit.series)))
    if len(names) < 2:
        return ()
    colours = forms.colour_of(exhibit, names)
    return tuple(Key(colours[name], name, _mark(exhibit.form, name)) for name in names)


def _mark(form: str, name: str) -> str:
    if form != "line":
        return "box"
    return "dash" if forms.is_plan(name) else "line"


def _heat_key(exhibit: Exhibit) -> tuple[Key, ...]:
    """The shades that occur, with their ranges; a shade of one value only says that value (0, 1, 2 or 100)."""
    table = data.grid(exhibit)
    edges = forms.heat_edges(table)
    places = 0 if all(float(edge).is_integer() for edge in edges) else 1
    values = table.to_numpy()
    values = values[~np.isnan(values)]
    shades = forms.shades(values, edges)
    return tuple(
        Key(HEAT[shade], _heat_range(np.unique(values[shades == shade]), edges[shade], edges[shade + 1], places))
        for shade in np.unique(shades).tolist()
    )


def _heat_range(inside: np.ndarray, low: float, high: float, places: int) -> str:
    if len(inside) == 1:
        only = float(inside[0])
        return format_number(only, 0 if only.is_integer() else 1)
    return f"{format_number(low, places)}–{format_number(high, places)}"
