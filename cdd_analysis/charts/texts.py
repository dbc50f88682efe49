"""The words in a chart: how wide they are, where a long name is broken, and an artist that prints many of them.

matplotlib lays a ``Text`` out several times whenever a figure is drawn. Here the place of a text follows from its
anchor and the font's own widths, so that room is made for texts beforehand and they go straight to the renderer.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform, Transform

from cdd_analysis.charts.style import COLOURS, FONTS, SIZE, register_fonts

#: Size of the quieter texts: ticks, values, labels of lines.
SMALL = 12.0
#: Sarabun's height over and under its baseline, in parts of the size; a line of text is as high as both.
ASCENT, DESCENT = 1.068, 0.232
LINE = ASCENT + DESCENT
#: Free space around a text with a halo, so that no line touches it.
_HALO = 1.2
_PART = {"left": 0.0, "bottom": 1.0, "center": 0.5, "right": 1.0, "top": 0.0}
_RGB = {name: to_rgba(colour) for name, colour in COLOURS.items()}


def width(text: str, size: float = SIZE, weight: int = 400) -> float:
    """Width of ``text`` in SVG units, of its longest line where it has several."""
    return size * max(sum(_advance(letter, weight) for letter in line) for line in text.split("\n"))


def widest(texts: Sequence[str], size: float = SIZE) -> float:
    """Width of the widest of ``texts`` in SVG units; 0 where there is none."""
    return max((width(text, size) for text in texts), default=0.0)


@functools.cache
def _advance(letter: str, weight: int) -> float:
    """How far ``letter`` moves on, in parts of the size: nothing for Thai marks above and below."""
    sarabun = _font(FONTS[0], weight)
    font = sarabun if sarabun.get_char_index(ord(letter)) else _font(FONTS[1], 400)
    glyph = font.load_char(ord(letter), LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance / font.units_per_EM)


def _font(family: str, weight: int) -> Any:
    """The font, of matplotlib's own cache: it is emptied in a forked process, which must not share an open file."""
    return get_font(_font_file(family, weight))


@functools.cache
def _font_file(family: str, weight: int) -> str:
    register_fonts()
    return str(fontManager.findfont(FontProperties(family=family, weight=weight)))


def wrapped(name: str, most: int = 20) -> str:
    """``name`` on lines of about ``most`` letters, broken at spaces and slashes, never inside a word's marks."""
    lines = [""]
    for word in str(name).replace("/", "/ ").split(" "):
        joined = f"{lines[-1]}{'' if lines[-1].endswith('/') else ' '}{word}".strip()
        if _letters(joined) > most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return "\n".join(cut(line, most + 6) for line in lines[:3])


def cut(text: str, most: int) -> str:
    """``text`` of ``most`` letters at the longest, with … for what is left out."""
    if _letters(text) <= most:
        return text
    end = next(place for place in range(len(text)) if _letters(text[:place]) == most - 1)
    while end < len(text) and _is_mark(text[end]):
        end += 1
    return text[:end].rstrip("เแโใไ") + "…"


def _letters(text: str) -> int:
    """Length as the eye counts it: marks above and below add nothing."""
    return sum(1 for letter in text if not _is_mark(letter))


def _is_mark(letter: str) -> bool:
    return letter == "ั" or "ิ" <= letter <= "ฺ" or "็" <= letter <= "๎"


class Texts(Artist):
    """Texts of one size that stand in the same way to their anchors.

    Args:
        texts: what is said; ``\\n`` breaks a line.
        places: an anchor per text, in the coordinates of ``transform``.
        transform: from ``places`` to the picture.
        colours: the name of a colour for all, or one for each.
        offset: from anchor to text in SVG units, right and up.
        ha, va: which side of a text the anchor is on: left, center, right; bottom, center, top.
        angle: degrees by which texts are turned around their anchor.
        halo: whether texts stand on paper, so that no line runs through them.
    """

    def __init__(
        self, texts: Sequence[str], places: Any, transform: Transform, *, colours: str | Sequence[str] = "ink",
        offset: tuple[float, float] = (0, 0), ha: str = "left", va: str = "center", size: float = SIZE,
        weight: int = 400, angle: float = 0, halo: bool = False, zorder: float = 4,
    ) -> None:  # fmt: skip
        super().__init__()
        self.texts = list(texts)
        self.set(transform=transform, zorder=zorder, clip_on=False)
        self._places = np.asarray(places, dtype="float64").reshape(-1, 2)
        self._colours = [colours] * len(self.texts) if isinstance(colours, str) else list(colours)
        self._offset, self._ha, self._va, self._angle, self._halo = offset, ha, va, angle, halo
        self._font = FontProperties(family=FONTS if weight == 400 else FONTS[:1], size=size, weight=weight)
        self._size, self._weight = size, weight

    def move(self, right: float) -> None:
        """Move the texts by so many SVG units, to the left where ``right`` is negative."""
        self._offset = (self._offset[0] + right, self._offset[1])

    def corners(self) -> list[list[tuple[float, float]]]:
        """The four corners of each text's place in the picture, its halo included, in pixels."""
        anchors = self._anchors().tolist()
        return [self._corners(text, x, y) for text, (x, y) in zip(self.texts, anchors, strict=True)]

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """The upright box around each text in the picture, in pixels: left, bottom, right, top."""
        sides = [tuple(zip(*corners, strict=True)) for corners in self.corners()]
        return [(min(x), min(y), max(x), max(y)) for x, y in sides]

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        if not self.texts:
            return Bbox.null()
        left, bottom, right, top = zip(*self.boxes(), strict=True)
        return Bbox.from_extents(min(left), min(bottom), max(right), max(top))

    def draw(self, renderer: RendererBase) -> None:
        if not self.get_visible() or not self.texts:
            return
        gc = renderer.new_gc()
        if self._halo:
            ground = Path.make_compound_path_from_polys(np.array(self.corners()))
            gc.set_linewidth(0)
            renderer.draw_path(gc, ground, IdentityTransform(), _RGB["paper"])
        top = renderer.get_canvas_width_height()[1]
        anchor = Text(ha=self._ha, rotation=self._angle, rotation_mode="anchor", transform=IdentityTransform())
        for line, colour, at, (left, base) in self._lines():
            gc.set_foreground(_RGB[colour], isRGBA=True)
            anchor.set_position(at)  # an SVG keeps the anchor, so that a text of another font stays in its place
            y = top - base if renderer.flipy() else base
            renderer.draw_text(gc, left, y, line, self._font, self._angle, mtext=anchor)
        gc.restore()

    @property
    def _scale(self) -> float:
        """Pixels in an SVG unit."""
        figure = self.get_figure(root=True)
        return figure.dpi / 72 if figure else 1.0

    def _anchors(self) -> np.ndarray:
        return self.get_transform().transform(self._places) + np.array(self._offset) * self._scale

    def _lines(self) -> Iterator[tuple[str, str, tuple[float, float], tuple[float, float]]]:
        """Each line with its colour, its anchor on the baseline and the left end of the baseline, in pixels."""
        size, along = self._size * self._scale, _along(self._angle)
        for text, colour, (x, y) in zip(self.texts, self._colours, self._anchors().tolist(), strict=True):
            lines = text.split("\n")
            first = self._top(len(lines)) - ASCENT
            for place, line in enumerate(lines):
                if not line:
                    continue
                up = (first - place * LINE) * size
                at = (x - up * along[1], y + up * along[0])
                back = _PART[self._ha] * width(line, size, self._weight)
                yield line, colour, at, (at[0] - back * along[0], at[1] - back * along[1])

    def _top(self, lines: int) -> float:
        """From the anchor up to the top of a text of so many lines, in parts of the size."""
        return _PART[self._va] * lines * LINE

    def _corners(self, text: str, x: float, y: float) -> list[tuple[float, float]]:
        size, lines, (cos, sin) = self._size * self._scale, text.count("\n") + 1, _along(self._angle)
        wide, free = width(text, size, self._weight), _HALO * self._scale if self._halo else 0.0
        left, top = -_PART[self._ha] * wide - free, self._top(lines) * size + free
        right, bottom = left + wide + 2 * free, top - lines * LINE * size - 2 * free
        ends = ((left, bottom), (right, bottom), (right, top), (left, top))
        return [(x + along * cos - up * sin, y + along * sin + up * cos) for along, up in ends]


def _along(angle: float) -> tuple[float, float]:
    return math.cos(math.radians(angle)), math.sin(math.radians(angle))
