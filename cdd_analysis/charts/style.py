"""House style of the charts: font, colours that follow the page, and an SVG that is safe beside others.

Charts are drawn in stand-in colours; :func:`to_svg` replaces each by the CSS variable of the same name, so that a
chart follows the page's light, dark and print styles. Sizes are in SVG units, 72 to matplotlib's inch.
"""

from __future__ import annotations

import functools
import io
import re
from html import escape
from typing import Any

import matplotlib as mpl
from fontpkg_sarabun import ROOT as SARABUN
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

WIDTH = 420.0
#: CSS variable -> the colour that stands for it while drawing (also the fallback where no stylesheet is read).
COLOURS = {
    "ink": "#1c2b33",
    "mute": "#5b6b75",
    "line": "#d8dee2",
    "paper": "#ffffff",
    "brand": "#0f6674",
    "green": "#1d6f52",
    "yellow": "#8a5a00",
    "red": "#a8321c",
    "gray": "#56646d",
    "check": "#5f3f96",
    "s1": "#0f6675",
    "s2": "#c98524",
    "s3": "#6b5b95",
    "s4": "#7f9c3f",
    "s5": "#b0576b",
    "s6": "#8c9aa3",
    "h0": "#edf4f4",
    "h1": "#cbe1e2",
    "h2": "#9cc7cb",
    "h3": "#64a6ad",
    "h4": "#2f828c",
    "h5": "#0c5a66",
}
#: The same names where the page is dark; print is always light.
DARK = {
    "ink": "#e6ecef",
    "mute": "#a3b4bd",
    "line": "#35454e",
    "paper": "#12191d",
    "brand": "#5fc0cf",
    "green": "#6fd0a8",
    "yellow": "#e4b458",
    "red": "#f08c76",
    "gray": "#a9b7bf",
    "check": "#bda2ee",
    "s1": "#5fc0cf",
    "s2": "#e0a95a",
    "s3": "#b3a4e0",
    "s4": "#b4cf78",
    "s5": "#e290a2",
    "s6": "#7d8f99",
    "h0": "#1b2a2e",
    "h1": "#1f434a",
    "h2": "#256069",
    "h3": "#33828d",
    "h4": "#55a9b3",
    "h5": "#94d8df",
}
SERIES = ("s1", "s2", "s3", "s4", "s5", "s6")
HEAT = ("h0", "h1", "h2", "h3", "h4", "h5")

#: Sarabun, and a font for the signs it lacks; a page's stylesheet names the same two.
FONTS = ("Sarabun", "DejaVu Sans")

#: Size of a row's name and of most texts; the head of an SVG says it, so that only texts of another size repeat it.
SIZE = 12.5

#: What matplotlib itself has to know; charts name colours, sizes and places part by part.
_SETTINGS: dict[Any, Any] = {"font.family": FONTS, "svg.fonttype": "none", "svg.hashsalt": "cdd"}

_HEAD = f"font-family:Sarabun,'DejaVu Sans',sans-serif;font-size:{SIZE}px"
_SAID_BY_HEAD = re.compile(rf"font-size: {SIZE}px; |font-family: [^;]*; ")
_NAMES = {colour: name for name, colour in COLOURS.items()}
_COLOUR = re.compile("#[0-9a-f]{6}")
_ID = re.compile(r' id="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^)"]+)')
_TAG = re.compile("<[^>]*>")
_UNSEEN = re.compile(
    r'<!--.*?-->|<metadata>.*?</metadata>|<style type.*?</style>|<path [^>]*style="fill: none"/>', re.S
)
_DECIMALS = re.compile(r"(\d+\.\d)\d+")
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^"]*"')
_RECTANGLE = re.compile(r"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4(?: L \1 \2)? z ?")
_LYING = re.compile(r'M (\S+) (\S+) L (\S+) \2 ?(?=[M"])')
_UPRIGHT = re.compile(r'M (\S+) (\S+) L \1 (\S+) ?(?=[M"])')
_EMPTY = re.compile(r"<g>\s*</g>|<g/>|<defs>\s*</defs>|<defs/>")


def palette_css() -> str:
    """The colours as CSS variables: light, dark by the reader's setting or JupyterLab's theme, light again in print."""
    light, dark = (";".join(f"--{name}:{value}" for name, value in colours.items()) for colours in (COLOURS, DARK))
    return (
        f":root{{{light};--wash:#f3f6f6;color-scheme:light}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not(:has([data-jp-theme-light])){{{dark};--wash:#1a2429;"
        f"color-scheme:dark}}}}[data-jp-theme-light=false]{{{dark};--wash:#1a2429}}"
    )


@functools.cache
def register_fonts() -> None:
    """Make Sarabun known to matplotlib, once a process."""
    for weight in ("Regular", "SemiBold"):
        font_manager.fontManager.addfont(str(SARABUN / "files" / f"Sarabun-{weight}.ttf"))


def house() -> Any:
    """A context in which matplotlib draws in the house style; settings are as before when it ends."""
    register_fonts()
    return mpl.rc_context(_SETTINGS)


def new_figure(height: float) -> Figure:
    """An empty figure of the house width and ``height`` SVG units, without a layout engine."""
    return Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="none")


def to_svg(figure: Figure, *, name: str, alt: str) -> str:
    """``figure`` as an SVG element for a page: ids prefixed by ``name``, colours as CSS variables, ``alt`` spoken."""
    drawn = io.StringIO()
    FigureCanvasSVG(figure).print_svg(drawn, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    body = drawn.getvalue()
    body = body[body.index(">", body.index("<svg")) + 1 :]
    box = f"0 0 {figure.get_figwidth() * 72:g} {figure.get_figheight() * 72:g}"
    head = f'<svg class="chart" role="img" aria-label="{escape(alt)}" viewBox="{box}" style="{_HEAD}">'
    return head + _tidy(_own_ids(_variables(body), name))


def _variables(svg: str) -> str:
    return _COLOUR.sub(lambda found: f"var(--{_NAMES[found[0]]})" if found[0] in _NAMES else found[0], svg)


def _own_ids(svg: str, name: str) -> str:
    """Ids that something refers to get ``name`` before them; the others, which only clash, go."""
    used = {found[2] for found in _REFERENCE.finditer(svg)}
    svg = _ID.sub(lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", svg)
    return _REFERENCE.sub(rf"\g<1>{name}-\g<2>", svg).replace("xlink:href", "href")


def _tidy(svg: str) -> str:
    """Without what a page does not show; coordinates with one decimal, paths in short, texts as they are."""
    svg = _TAG.sub(lambda tag: _short(tag[0]), _UNSEEN.sub("", svg))
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")
    while (shorter := _EMPTY.sub("", svg)) != svg:
        svg = shorter
    return svg.strip()


def _short(tag: str) -> str:
    """A tag without what the head says of all texts, and with upright lines and boxes by their ends."""
    tag = _DECIMALS.sub(r"\1", tag)
    if tag.startswith("<text"):
        return _UNTURNED.sub("", _SAID_BY_HEAD.sub("", tag))
    if tag.startswith("<path"):
        tag = _RECTANGLE.sub(r"M\1 \2H\3V\4H\1z", re.sub(r"\s*\n\s*", " ", tag))
        return _UPRIGHT.sub(r"M\1 \2V\3", _LYING.sub(r"M\1 \2H\3", tag))
    return tag
