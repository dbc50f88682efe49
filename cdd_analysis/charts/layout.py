"""The two ways a chart stands: in rows with names at the left, or upright over an axis; and lines to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.axes import Axes

from cdd_analysis.charts.marks import DASHES, segments
from cdd_analysis.charts.room import ABOVE, BESIDE, PAD, Room
from cdd_analysis.charts.style import SIZE, WIDTH
from cdd_analysis.charts.texts import ASCENT, DESCENT, LINE, SMALL, Texts, widest, width
from cdd_analysis.charts.ticks import Names, Scale, scale

#: From the top of the axes to the baseline of the unit.
_UNIT_PAD = 6.0
#: Height that a text above or below a point takes, and one on a line to compare with.
ROOM_BY_POINT, ROOM_ON_LINE = 7 + LINE * SIZE, 3 + LINE * SMALL


def rows_room(names: Sequence[str], reference: bool, *, pad: float = PAD, axis: bool = False) -> Room:
    """Room of horizontal rows, tall enough for their names; with a reference's label above, an axis below."""
    pitch = 8 + 15 * max((1 + name.count("\n") for name in names), default=1)
    height = 14 + pitch * len(names) + (20 if reference else 0) + (24 if axis else 0)
    above = 4 + LINE * SMALL if reference else 0.0
    return Room(height, left=BESIDE + widest(names) + pad, top=ABOVE + above)


def rows(names: Sequence[str], room: Room, x: tuple[float, float], *, pad: float = PAD) -> Axes:
    """Axes of horizontal rows, the first on top, with their names."""
    axes = room.axes(x, (len(names) - 0.4, -0.6))
    row_names(axes, names, pad=pad)
    return axes


def row_names(axes: Axes, names: Sequence[str], *, pad: float = PAD, first: float = 0) -> None:
    """Names left of the axes, at ``first`` and every whole place after it."""
    places = [(0, row + first) for row in range(len(names))]
    axes.add_artist(Texts(names, places, axes.get_yaxis_transform(), offset=(-pad, 0), ha="right"))


def upright(
    height: float, x: Names | Scale, y: tuple[float, float], unit: str, *, whole: bool,
    texts: Sequence[tuple[float, float, float]] = (),
) -> Axes:  # fmt: skip
    """Axes of figures going up from ``x``, with hairlines and the unit on top.

    ``y``: the limits, raised until each of ``texts`` has room: where it starts in parts of the width, its figure, and
    the height of what is said above that. What starts behind the unit may stand as high as the unit does.
    """
    room = Room(height, top=ABOVE + (_UNIT_PAD + ASCENT * SMALL if unit else LINE * SIZE / 2), bottom=ABOVE + x.height)
    low, high = y
    for start, figure, more in texts:
        beside = room.top - ABOVE if start * 0.8 * WIDTH > width(unit, SMALL) + _UNIT_PAD else 0.0
        high = max(high, low + (figure - low) * room.up / (room.up + beside - more))
    ticks = scale(low, high, whole=whole)
    room = x.around(replace(room, left=BESIDE + widest(ticks.texts) + PAD))
    axes, across = room.axes(x.limits, ticks.limits), [((0, tick), (1, tick)) for tick in ticks.ticks]
    along = axes.get_yaxis_transform()
    segments(axes, across, "line", 1, transform=along, zorder=0.5)
    segments(axes, [((0, 0), (1, 0))], "mute", 0.8, transform=axes.transAxes, zorder=2.5)
    axes.add_artist(Texts(ticks.texts, [one for one, _ in across], along, offset=(-PAD, 0), ha="right"))
    x.draw(axes)
    if unit:
        axes.add_artist(
            Texts([unit], [(0, 1)], axes.transAxes, offset=(0, _UNIT_PAD - DESCENT * SMALL), colours="mute",
                  va="bottom", size=SMALL)
        )  # fmt: skip
    return axes


def vertical_reference(axes: Axes, reference: tuple[float, str] | None) -> None:
    """The line to compare with across horizontal bars; its label stands above them, inside the picture."""
    if reference is None:
        return
    value, text = reference
    across = axes.get_xaxis_transform()
    segments(axes, [((value, 0), (value, 1))], "ink", 1.1, transform=across, dashes=DASHES, zorder=3)
    low, high = axes.get_xlim()
    ha = "right" if (value - low) > 0.5 * (high - low) else "left"
    label = Texts([text], [(value, 1)], across, offset=(0, 4), ha=ha, va="bottom", size=SMALL)
    said = _boxes_in(axes)
    axes.add_artist(label)
    left, low, right, _ = label.boxes()[0]
    taken = [end + BESIDE for start, _, end, top in said if top > low and start < right]
    label.move(max([0, *(end - left for end in [BESIDE, *taken])]))
    label.move(min(0, WIDTH - BESIDE - label.boxes()[0][2]))


def _boxes_in(axes: Axes) -> list[tuple[float, float, float, float]]:
    """Where ``axes`` say something already: left, bottom, right, top."""
    return [box for artist in axes.artists if isinstance(artist, Texts) for box in artist.boxes()]


def horizontal_reference(axes: Axes, reference: tuple[float, str] | None) -> None:
    """The line to compare with across columns or lines; its label stands on it, at a side that is free."""
    if reference is None:
        return
    value, text = reference
    along = axes.get_yaxis_transform()
    segments(axes, [((0, value), (1, value))], "ink", 1.1, transform=along, dashes=DASHES, zorder=3)
    said = _boxes_in(axes)
    for side, ha in ((0, "left"), (1, "right")):
        label = Texts([text], [(side, value)], along, offset=(3 - 6 * side, 3), ha=ha, va="bottom", size=SMALL,
                      halo=True, zorder=5)  # fmt: skip
        axes.add_artist(label)
        left, low, right, high = label.boxes()[0]
        if side or not any(a < right and left < c and b < high and low < d for a, b, c, d in said):
            return
        label.remove()
