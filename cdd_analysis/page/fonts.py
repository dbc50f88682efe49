"""The page's fonts, cut down to what pages print and carried inside the page as ``data:``."""

from __future__ import annotations

import base64
import functools
import io
from pathlib import Path

import matplotlib
from fontpkg_sarabun import ROOT as SARABUN
from fontTools import subset
from fontTools.ttLib import TTFont

LATIN = range(0x20, 0x7F)
THAI = range(0x0E00, 0x0E5C)
SIGNS = "  ·×÷−–—…‹›“”‘’±≤≥≠≈→←▲▼½²°•฿"
MORE_SIGNS = "✓◐Σ"


@functools.cache
def font_css() -> str:
    """``@font-face`` rules for Sarabun in two weights, and for the signs that Sarabun lacks."""
    text = "".join(map(chr, (*LATIN, *THAI))) + SIGNS
    dejavu = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return "".join(
        (
            _face("Sarabun", 400, _cut(SARABUN / "files" / "Sarabun-Regular.ttf", text)),
            _face("Sarabun", 600, _cut(SARABUN / "files" / "Sarabun-SemiBold.ttf", text)),
            _face("DejaVu Sans", 400, _cut(dejavu, MORE_SIGNS)),
        )
    )


@functools.cache
def desk_font_css() -> str:
    """``@font-face`` rules for JupyterLab: the fonts whole, which is larger and takes no time to make."""
    weights = ((400, "Regular"), (600, "SemiBold"))
    return "".join(
        _face("Sarabun", n, (SARABUN / "files" / f"Sarabun-{w}.ttf").read_bytes(), "ttf") for n, w in weights
    )


def _face(family: str, weight: int, font: bytes, kind: str = "woff2") -> str:
    data = base64.b64encode(font).decode("ascii")
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:block;"
        f"src:url(data:font/{kind};base64,{data})}}\n"
    )


def _cut(path: Path, text: str) -> bytes:
    """The font with only the letters of ``text`` and every layout feature they need, packed as woff2."""
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    with TTFont(path, recalcTimestamp=False) as font:
        cutter.subset(font)
        font.flavor = "woff2"
        packed = io.BytesIO()
        font.save(packed)
    return packed.getvalue()
