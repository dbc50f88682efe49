"""The page's fonts, cut down to what pages print and carried inside the page as ``data:``."""

from __future__ import annotations

import base64
import contextlib
import functools
import io
import os
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import matplotlib
import platformdirs
from fontpkg_sarabun import ROOT as SARABUN

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
    """The font with only the letters of ``text``, as it was cut before in the user's cache, else cut and kept there.

    Cutting takes every process half a second and more. A cache that cannot be read or written is done without.
    """
    made_of = path.read_bytes() + f"{text} {version('fonttools')} {version('brotli')}".encode()
    kept = platformdirs.user_cache_path("cdd_analysis") / "fonts" / f"{sha256(made_of).hexdigest()}.woff2"
    with contextlib.suppress(OSError):
        return kept.read_bytes()
    packed = _cut_anew(path, text)
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as beside:
            beside.write(packed)
        os.replace(beside.name, kept)
    return packed


def _cut_anew(path: Path, text: str) -> bytes:
    """The font with only the letters of ``text`` and every layout feature they need, packed as woff2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

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
