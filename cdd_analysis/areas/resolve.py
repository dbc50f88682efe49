"""Spelling → code: what offices write for an area, turned into its code inside its parent, refusing to guess."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
from geothai.types import Abolished
from rapidfuzz import fuzz, process

from ..errors import UsageError
from ..thai.text import ascii_digits, clean, match_key
from .lookup import (
    CAPITAL,
    Reading,
    abolished_by_code,
    abolished_named,
    inside,
    is_valid,
    named,
    names_of,
    readings,
    successors,
)
from .mention import is_address, mentioned
from .register import LEVELS, register

#: A candidate less alike than this (0 to 100) is not worth suggesting.
_ALIKE = 70
_CODE = re.compile(r"(?:TH-?)?(\d+)(?:\.0+)?", re.IGNORECASE)
_CODE_AND_NAME = re.compile(r"(\d{1,8}) ?[-:_ ] ?(\D+)|(\D+?) ?\((\d{1,8})\)")
_VILLAGE_NUMBER = re.compile(r"(?:หมู่ที่|หมู่|ม ?\.|ม(?= ))[ .]*(\d{1,2})(?!\d)")


class Resolved(NamedTuple):
    """What one spelling led to: a code, or a problem and perhaps a suggestion."""

    code: str = ""
    problem: str = ""
    suggestion: str = ""


def resolve(names: pd.Series, level: str, within: pd.Series | str | None = None) -> pd.DataFrame:
    """Codes of the areas a column names, worked out once per distinct pair of name and parent.

    Accepted: names with or without the word for the level, ``อ.เมือง``, ``เมืองฯ`` and other names cut short by ฯ,
    ``กทม.``, order numbers before the name, a whole address in one cell, and codes as text or number. Damage that
    :func:`~cdd_analysis.thai.text.match_key` folds away is accepted where the name is no other area's real name.
    A subdistrict may be a municipality (see ``is_municipal``); a village is its code or, inside a subdistrict, its
    number. A blank name gets neither code nor problem.

    Args:
        names: what the column holds.
        level: ``province``, ``district``, ``subdistrict`` or ``village``.
        within: code of the parent, one for all or one per name; any level above will do, blank means not known.

    Returns:
        Same index; ``code``, ``problem`` (empty, ``unknown``, ``ambiguous`` or ``abolished``) and ``suggestion``, a
        code to offer and never to use.
    """
    if level not in LEVELS:
        raise UsageError(f"There is no area level '{level}'.", do=f"Use one of: {', '.join(LEVELS)}.")
    asked = pd.DataFrame({"text": _texts(names), "parent": _parents(within, len(names))})
    distinct = asked.drop_duplicates(ignore_index=True)
    answers = [resolve_one(text, level, parent) for text, parent in distinct.itertuples(index=False)]
    answered = distinct.join(pd.DataFrame(answers, columns=list(Resolved._fields), dtype="str"))
    resolved = asked.merge(answered, on=["text", "parent"], how="left", validate="many_to_one")
    return resolved[list(Resolved._fields)].set_axis(names.index)


def _texts(values: pd.Series) -> list[str]:
    """Each value as clean text, worked out once per distinct value; missing is empty, 80.0 is 80."""
    positions, distinct = pd.factorize(values.astype("object"))
    texts = [_text(value) for value in distinct]
    return [texts[position] if position >= 0 else "" for position in positions]


def _text(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() else str(value)
    return clean(str(value))


def _parents(within: pd.Series | str | None, length: int) -> list[str]:
    if not isinstance(within, pd.Series):
        return [within or ""] * length
    if len(within) != length:
        raise ValueError(f"{length} names have {len(within)} parents")
    return _texts(within)


@lru_cache(maxsize=65536)
def resolve_one(text: str, level: str, parent: str = "") -> Resolved:
    """The area one clean text means at a level inside a parent."""
    if not text:
        return Resolved()
    if code := _CODE.fullmatch(ascii_digits(text).replace(" ", "")):
        return _of_code(code.group(1), level, parent)
    if level == "village":
        return _of_village(text, parent)
    if both := _CODE_AND_NAME.fullmatch(ascii_digits(text)):
        return _of_both(both.group(1) or both.group(4), both.group(2) or both.group(3), level, parent)
    return _of_name(text, level, parent)


def _of_code(digits: str, level: str, parent: str) -> Resolved:
    if level == "village" and len(digits) <= 2 and int(digits):
        return _of_village_number(int(digits), parent)
    if is_valid(digits, level):
        return Resolved(digits) if inside([digits], parent) else Resolved("", "unknown", digits)
    old = abolished_by_code().get(digits)
    if old is None or old.level != level or not inside([digits], parent):
        return Resolved("", "unknown", _above(digits, level, parent))
    return _of_abolished([old])


def _above(digits: str, level: str, parent: str) -> str:
    """The area of the level that a longer code lies in, or that a code without its parent's digits seems to mean."""
    for code in (digits[: LEVELS[level]], parent + digits.zfill(2)):
        if is_valid(code, level) and inside([code], parent):
            return code
    return ""


def _of_village(text: str, parent: str) -> Resolved:
    """A village by its number, in the parent or in the subdistrict that the same cell names."""
    number = _VILLAGE_NUMBER.search(ascii_digits(text))
    if number is None:
        return Resolved("", "unknown")
    home = mentioned(text, parent[: LEVELS["district"]]).get("subdistrict", parent)
    return _of_village_number(int(number.group(1)), home if inside([home], parent) else "")


def _of_village_number(number: int, subdistrict: str) -> Resolved:
    code = f"{subdistrict}{number:02d}"
    return Resolved(code) if is_valid(code, "village") else Resolved("", "unknown")


def _of_both(digits: str, name: str, level: str, parent: str) -> Resolved:
    """A cell that holds a code and a name: both must mean the same area."""
    by_name, by_code = _of_name(name.strip(), level, parent), _of_code(digits, level, parent)
    if len(digits) != LEVELS[level] or not by_name.code or by_name.code == by_code.code:
        return by_name
    return Resolved("", "ambiguous", by_name.code)


def _of_name(text: str, level: str, parent: str) -> Resolved:
    spellings = readings(text, level)
    for spelling in spellings:
        if found := named(spelling.name, level, parent, spelling.word):
            return _only(found)
    if code := mentioned(text, parent).get(level) or mentioned(text).get(level):
        certain = is_address(text) and inside([code], parent)
        return Resolved(code) if certain else Resolved("", "unknown", code)
    for spelling in spellings:
        if old := abolished_named(spelling.name, level, parent):
            return _of_abolished(old, _elsewhere(spellings, level, parent))
    return _elsewhere(spellings, level, parent) or _folded(spellings, level, parent)


def _only(codes: tuple[str, ...]) -> Resolved:
    return Resolved(codes[0]) if len(codes) == 1 else Resolved("", "ambiguous")


def _of_abolished(areas: list[Abolished], elsewhere: Resolved | None = None) -> Resolved:
    """The one successor a notice names; else what is likely, by the successor's name or by the name elsewhere."""
    if len(certain := successors(areas, certain=True)) == 1:
        return Resolved(certain[0])
    likely = successors(areas, certain=False)
    return Resolved("", "abolished", likely[0] if len(likely) == 1 else elsewhere.suggestion if elsewhere else "")


def _elsewhere(spellings: tuple[Reading, ...], level: str, parent: str) -> Resolved | None:
    """A name that other parents have and this one has not; the nearest of them is suggested if it is the only one."""
    found = next((codes for spelling in spellings if (codes := named(spelling.name, level, "", spelling.word))), ())
    if not found:
        return None
    nearest = next((near for cut in (4, 2, 0) if (near := inside(found, parent[:cut]))), ())
    return Resolved("", "unknown", nearest[0] if len(nearest) == 1 else _most_alike(spellings[-1].name, level, parent))


def _folded(spellings: tuple[Reading, ...], level: str, parent: str) -> Resolved:
    """A name whose damage the match key folds away; else unknown, with the name most alike."""
    for spelling in spellings:
        if found := inside(names_of(level).folded.get(match_key(spelling.name), ()), parent):
            return _only(found)
    return Resolved("", "unknown", _most_alike(spellings[-1].name, level, parent))


def _most_alike(name: str, level: str, parent: str) -> str:
    """The area inside the parent whose name is most alike; subdistricts are too many to compare without a parent."""
    if level == "subdistrict" and not parent:
        return ""
    if level == "district" and (capital := inside(names_of(level).exact.get(CAPITAL + name, ()), parent)):
        return capital[0]
    best = process.extractOne(name, _candidates(level, parent), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(best[2]) if best else ""


@lru_cache(maxsize=2048)
def _candidates(level: str, parent: str) -> dict[str, str]:
    names, below = register().names[level], register().children.get(parent, ())
    is_next = bool(parent) and len(parent) + 2 == LEVELS[level]
    return {code: names[code] for code in (below if is_next else inside(names, parent))}
