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

_SETTINGS: dict[Any, Any] = {
    "font.family": "Sarabun",
    "font.size": 12.5,
    "axes.labelsize": 12.5,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12.5,
    "axes.edgecolor": COLOURS["mute"],
    "axes.labelcolor": COLOURS["mute"],
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "grid.color": COLOURS["line"],
    "grid.linewidth": 1.0,
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["mute"],
    "ytick.color": COLOURS["ink"],
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.constrained_layout.h_pad": 3 / 72,
    "figure.constrained_layout.w_pad": 5 / 72,
    "svg.fonttype": "none",
    "svg.hashsalt": "cdd",
    "axes.unicode_minus": True,
}


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
    """An empty figure of the house width and ``height`` SVG units; text is kept inside by the layout."""
    return Figure(figsize=(WIDTH / 72, height / 72), dpi=72, layout="constrained")


def to_svg(figure: Figure, *, name: str, alt: str) -> str:
    """``figure`` as an SVG element for a page: ids prefixed by ``name``, colours as CSS variables, ``alt`` spoken."""
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    body = drawn.getvalue()
    body = body[body.index(">", body.index("<svg")) + 1 :]
    box = f"0 0 {figure.get_figwidth() * 72:g} {figure.get_figheight() * 72:g}"
    head = f'<svg class="chart" role="img" aria-label="{escape(alt)}" viewBox="{box}">'
    return head + _tidy(_own_ids(_variables(body), name))


def _variables(svg: str) -> str:
    for name, colour in COLOURS.items():
        svg = svg.replace(colour, f"var(--{name})")
    return svg


def _own_ids(svg: str, name: str) -> str:
    """Ids that something refers to get ``name`` before them; the others, which only clash, go."""
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    svg = re.sub(r' id="([^"]+)"', lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", svg)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", svg).replace("xlink:href", "href")


def _tidy(svg: str) -> str:
    """Without what a page does not show; coordinates with one decimal, texts as they are."""
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style type.*?</style>", "", svg, flags=re.S)
    svg = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\d+\.\d)\d+", r"\1", tag[0]), svg)
    svg = re.sub(r'<path [^>]*style="fill: none"/>| transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")
    svg = re.sub(r'd="M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4(?: L \1 \2)?(?: z)? ?"', r'd="M\1 \2H\3V\4H\1z"', svg)
    while (shorter := re.sub(r"<g>\s*</g>|<g/>|<defs>\s*</defs>|<defs/>", "", svg)) != svg:
        svg = shorter
    return svg.strip()
