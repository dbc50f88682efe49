"""What a chart draws beside words: boxes, lines and points, each kind as one path however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Transform

from cdd_analysis.charts.style import COLOURS

#: How a line to compare with is dashed.
DASHES = (0, (4, 3))
Point = tuple[float, float]


def boxes(
    axes: Axes, left: Any, bottom: Any, width: Any, height: Any, colours: Sequence[str], *, edge: float = 0
) -> None:
    """Boxes in data coordinates, one path per colour; ``edge``: width of a line of paper around each."""
    corners = np.empty((len(colours), 4, 2))
    corners[:, [0, 3], 0] = np.asarray(left, dtype="float64").reshape(-1, 1)
    corners[:, [1, 2], 0] = np.asarray(left + width, dtype="float64").reshape(-1, 1)
    corners[:, [0, 1], 1] = np.asarray(bottom, dtype="float64").reshape(-1, 1)
    corners[:, [2, 3], 1] = np.asarray(bottom + height, dtype="float64").reshape(-1, 1)
    seen = np.isfinite(corners).all(axis=(1, 2)) & (corners[:, 0] != corners[:, 2]).all(axis=1)
    named = np.array(colours)
    for colour in dict.fromkeys(colours):
        if (chosen := seen & (named == colour)).any():
            path = Path.make_compound_path_from_polys(corners[chosen])
            axes.add_artist(
                PathPatch(path, facecolor=COLOURS[colour], edgecolor=COLOURS["paper"], linewidth=edge,
                          joinstyle="round", zorder=2, clip_on=False)
            )  # fmt: skip


def segments(
    axes: Axes, ends: Sequence[tuple[Point, Point]], colour: str, width: float, *,
    transform: Transform | None = None, dashes: Any = "-", zorder: float = 2,
) -> None:  # fmt: skip
    """Straight lines from one end to the other, in data coordinates or those of ``transform``."""
    points = np.asarray(ends, dtype="float64").reshape(-1, 2, 2)
    points = points[np.isfinite(points).all(axis=(1, 2))].reshape(-1, 2)
    if len(points):
        path = Path(points, [Path.MOVETO, Path.LINETO] * (len(points) // 2))
        axes.add_artist(
            PathPatch(path, fill=False, edgecolor=COLOURS[colour], linewidth=width, linestyle=dashes, zorder=zorder,
                      joinstyle="round", clip_on=False, transform=transform or axes.transData)
        )  # fmt: skip


def line(axes: Axes, x: Any, y: Any, colour: str, **more: Any) -> None:
    """A line, or points where ``linestyle`` is none; ``more`` as matplotlib's ``Line2D`` knows it."""
    axes.add_artist(Line2D(x, y, color=COLOURS[colour], clip_on=False, **more))
