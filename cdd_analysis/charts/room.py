"""The room around a chart's axes, worked out from what stands there, so that no layout engine has to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cdd_analysis.charts.style import WIDTH, new_figure

#: Free space between the picture's edge and what stands next to it, sideways and up or down.
BESIDE, ABOVE = 5.0, 3.0
#: From an axis to the texts of its ticks.
PAD = 3.5


@dataclass(frozen=True)
class Room:
    """What is kept free around the axes of a picture ``height`` high, in SVG units."""

    height: float
    left: float = BESIDE
    right: float = BESIDE
    top: float = ABOVE
    bottom: float = ABOVE

    @property
    def across(self) -> float:
        """Width of the axes."""
        return WIDTH - self.left - self.right

    @property
    def up(self) -> float:
        """Height of the axes."""
        return self.height - self.top - self.bottom

    def axes(self, x: tuple[float, float], y: tuple[float, float]) -> Axes:
        """Axes with the limits ``x`` and ``y`` in a figure of their own; matplotlib's lines and ticks are off."""
        box = (self.left / WIDTH, self.bottom / self.height, self.across / WIDTH, self.up / self.height)
        axes = new_figure(self.height).add_axes(box, xlim=x, ylim=y)
        axes.set_axis_off()
        return axes

    def holding(self, places: Sequence[float], before: Sequence[float], after: Sequence[float]) -> Room:
        """With as much more at the sides as texts stick out: anchored at ``places``, in parts of the axes' width.

        ``before``, ``after``: how far each reaches left and right of its anchor.
        """
        room = self
        for at, more in zip(places, after, strict=True):
            if at > 0:
                room = replace(room, right=max(room.right, (more + BESIDE - (1 - at) * (WIDTH - room.left)) / at))
        for at, more in zip(places, before, strict=True):
            if at < 1:
                room = replace(room, left=max(room.left, (more + BESIDE - at * (WIDTH - room.right)) / (1 - at)))
        return room


def figure_of(axes: Axes) -> Figure:
    """The figure that ``axes`` are in."""
    return cast("Figure", axes.get_figure(root=True))
