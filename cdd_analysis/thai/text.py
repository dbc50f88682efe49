"""Thai text as it comes out of offices' files: repaired where that is safe, folded where names are to be matched.

Keep three forms of every name (handbook 11.3): raw as read, ``clean`` with safe repairs only, and ``match_key``,
which loses information on purpose and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pandas as pd

# Glyphs that old Thai fonts and PDF makers keep in the private-use area: the same marks, drawn lower or further left.
_GLYPHS = str.maketrans(
    {
        "\uf700": "\u0e10", "\uf701": "\u0e34", "\uf702": "\u0e35", "\uf703": "\u0e36", "\uf704": "\u0e37",
        "\uf705": "\u0e48", "\uf706": "\u0e49", "\uf707": "\u0e4a", "\uf708": "\u0e4b", "\uf709": "\u0e4c",
        "\uf70a": "\u0e48", "\uf70b": "\u0e49", "\uf70c": "\u0e4a", "\uf70d": "\u0e4b", "\uf70e": "\u0e4c",
        "\uf70f": "\u0e0d", "\uf710": "\u0e31", "\uf711": "\u0e4d", "\uf712": "\u0e47",
        "\uf713": "\u0e48", "\uf714": "\u0e49", "\uf715": "\u0e4a", "\uf716": "\u0e4b", "\uf717": "\u0e4c",
        "\uf718": "\u0e38", "\uf719": "\u0e39", "\uf71a": "\u0e3a",
    }
)  # fmt: skip
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACES = re.compile("[\\s\u2800\u3164]+")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_DOUBLED_MARK = re.compile("([\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])\\1+")
_MARK_RUN = re.compile("[\u0e31\u0e34-\u0e3a\u0e48-\u0e4c]{2,}")
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_TONE_AFTER_SARA_AM = re.compile("\u0e33([\u0e48-\u0e4b]+)")
# Text that needs no repair, told quickly: letters with at most one vowel mark and one tone each, single spaces.
_SOUND = re.compile(
    "(?:(?:[!-;=-~\u0e01-\u0e30\u0e32\u0e3f\u0e41-\u0e46\u0e4f-\u0e5b]|\u0e40(?!\u0e40))++"
    "[\u0e31\u0e34-\u0e39\u0e47]?[\u0e48-\u0e4c]?\u0e33?(?: (?=[^ ]))?)*+"
)


def _in_order(marks: re.Match[str]) -> str:
    """Vowels above and below before tones; NFC sees to the vowels below only."""
    return "".join(sorted(marks[0], key=lambda mark: mark >= "\u0e48"))


def _repair(text: str) -> str:
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_GLYPHS)))
    text = _MARK_RUN.sub(_in_order, _DOUBLED_MARK.sub(r"\1", text))
    text = _TONE_AFTER_SARA_AM.sub("\\1\u0e33", _SPLIT_SARA_AM.sub("\\1\u0e33", text))
    return _SPACES.sub(" ", _BREAK.sub(" ", text.replace("เเ", "แ"))).strip()


def clean(text: str) -> str:
    """Repair what can be repaired without a guess; the result may be shown.

    NFC (never NFKC), sara am in one piece, marks once and in their order, ``เเ`` to ``แ``, private-use glyphs to
    standard marks, invisible characters removed, every kind of space and line break to one space.
    """
    if _SOUND.fullmatch(text):
        return text
    while (repaired := _repair(text)) != text:
        text = repaired
    return text


_LOST_IN_KEY = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4eฯ_\\W]+")
_REPEATED = re.compile(r"(\D)\1+")


@lru_cache(maxsize=65536)
def match_key(text: str) -> str:
    """Fold a name so that its damaged forms meet; for comparing only, never shown.

    Spaces, punctuation, tone marks and the vowels above and below are left out, ``ำ`` and ``า`` are one letter,
    repeated letters are one, Thai digits are Arabic, Latin is lower case. Fold both sides of a comparison.
    """
    folded = clean(text).translate(_THAI_DIGITS).casefold().replace("ำ", "า")
    return _REPEATED.sub(r"\1", _LOST_IN_KEY.sub("", folded))


def as_text(cell: object) -> str:
    """A cell as text; a whole number without the ``.0`` that spreadsheets give it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _by_distinct(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    codes, distinct = pd.factorize(values)
    changed = [change(as_text(cell)) for cell in np.asarray(distinct, dtype=object)]
    taken = pd.array(changed, dtype="str").take(codes, allow_fill=True)
    return pd.Series(taken, index=values.index, name=values.name)


def clean_column(values: pd.Series) -> pd.Series:
    """``clean`` for a column, once per distinct value; missing stays missing."""
    return _by_distinct(values, clean)


def match_keys(values: pd.Series) -> pd.Series:
    """``match_key`` for a column, once per distinct value; missing stays missing."""
    return _by_distinct(values, match_key)


def ascii_digits(text: str) -> str:
    """The text with Thai digits as Arabic ones."""
    return text.translate(_THAI_DIGITS)


_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_SIGNS = re.compile("[\u0e47-\u0e4e]")


def sort_key(name: str) -> str:
    """Key that sorts names as a Thai dictionary does.

    A vowel written before its consonant counts after it; tone marks and the like decide only where all else is equal.
    """
    spoken = _LEADING_VOWEL.sub(r"\2\1", ascii_digits(clean(name)))
    return f"{_SIGNS.sub('', spoken)}\x00{spoken}"


def _bytes_of_characters() -> dict[int, int]:
    """Character -> the byte it was read from, by Latin-1, Windows-1252 or cp874 (they agree where they overlap)."""
    table = {byte: byte for byte in range(0x80, 0x100)}
    for codec in ("cp1252", "cp874"):
        for byte in range(0x80, 0x100):
            character = bytes([byte]).decode(codec, "ignore")
            table |= {ord(character): byte} if character else {}
    return table


_BYTES = _bytes_of_characters()
# Thai letters in UTF-8 with the signs (− ✓ “ ×, a BOM), no-break spaces and ASCII that stand between them. The second
# byte of a sign is none of a Thai letter's, so that plain Thai ("โกง") is no sign.
_SIGN = "\u00e2[\u0080-\u009f][\u0080-\u00bf]|\u00c3[\u0080-\u009f]|\u00ef\u00bb\u00bf"
_SEQUENCE = f"(?:\u00e0[\u00b8\u00b9][\u0080-\u00bf]|{_SIGN}|\u00c2[\u00a0-\u00bf])"
_UTF8_RUN = re.compile(f"{_SEQUENCE}(?:[ -~\\t\\r\\n]*{_SEQUENCE})*")
_THAI_ONLY = re.compile("[ก-๛]*")


def _decode(run: str, shown: str) -> str:
    """The text of a run of bytes; ``shown`` again where it may be plain Thai that only looks like one letter of it."""
    try:
        text = run.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return shown
    return shown if len(text) < 2 and _THAI_ONLY.fullmatch(shown) else text


def repair_mojibake(text: str) -> str:
    """Reverse, once, UTF-8 that was read as cp874 (``เธ…``) or Latin-1 (``à¸…``); other text comes back as it was."""
    as_bytes = text.translate(_BYTES)
    parts, done = [], 0
    for run in _UTF8_RUN.finditer(as_bytes):
        if "\u00e0" in run[0]:
            parts += [text[done : run.start()], _decode(run[0], text[run.start() : run.end()])]
            done = run.end()
    return "".join([*parts, text[done:]])
