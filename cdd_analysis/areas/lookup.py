"""Exact look-ups that resolving and mentioning share: names to codes inside a parent, codes of areas abolished."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from geothai.abolished import abolished_areas
from geothai.types import Abolished

from ..thai.text import match_key
from .regions import provinces_of_region
from .register import BANGKOK, is_code, is_municipal, register

#: Short names of provinces that mean one province only.
ALIASES = {"กทม": BANGKOK, "กรุงเทพ": BANGKOK, "อยุธยา": "14"}
#: The first district of every province is its capital; Bangkok has none.
CAPITAL = "เมือง"
#: Words that stand only before the districts and subdistricts of Bangkok.
BANGKOK_WORDS = ("เขต", "แขวง")
_PAIYANNOI = "ฯ"


class Reading(NamedTuple):
    """One way to read a text as the name of an area: the name, and the word for its level that stood before it."""

    name: str
    word: str = ""


@dataclass(frozen=True)
class Names:
    """The names of one level: each clean name, and each folded one, with the codes of the areas that bear it."""

    exact: Mapping[str, tuple[str, ...]]
    folded: Mapping[str, tuple[str, ...]]


@cache
def names_of(level: str) -> Names:
    """The names of a level, made on first use."""
    pairs = [(name, code) for code, name in register().names[level].items()]
    pairs += [(alias, code) for alias, code in ALIASES.items() if level == "province"]
    return Names(_grouped(pairs), _grouped((match_key(name), code) for name, code in pairs))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for name, code in pairs:
        groups[name][code] = None
    return {name: tuple(codes) for name, codes in groups.items()}


def starts_of(parent: str) -> tuple[str, ...]:
    """What the codes inside a parent start with; a parent is a code, a scope key, or empty for the whole country."""
    if parent.startswith("region-"):
        return provinces_of_region(int(parent.removeprefix("region-")))
    return ("",) if parent == "national" else (parent,)


def inside(codes: Iterable[str], parent: str) -> tuple[str, ...]:
    """The codes that lie in the parent."""
    starts = starts_of(parent)
    return tuple(code for code in codes if code.startswith(starts))


def named(name: str, level: str, parent: str, word: str = "") -> tuple[str, ...]:
    """Codes of the areas inside the parent that a clean name means: its bearers, the capital, or one it shortens.

    Where several bear the name, the word written before it may tell them apart: only Bangkok has เขต and แขวง.
    """
    found = _named(name, level, parent)
    if len(found) > 1 and word:
        found = tuple(code for code in found if code.startswith(BANGKOK) == (word in BANGKOK_WORDS))
    return found


def _named(name: str, level: str, parent: str) -> tuple[str, ...]:
    if found := inside(names_of(level).exact.get(name, ()), parent):
        return found
    stem = name.rstrip(f"{_PAIYANNOI} .")
    if level == "district" and stem == CAPITAL:
        return capitals(parent)
    return shortened(stem, level, parent) if _PAIYANNOI in name[len(stem) :] else ()


def capitals(parent: str) -> tuple[str, ...]:
    """Capital districts inside the parent (code ending in 01): อ.เมือง without the name of its province."""
    codes = (code for code in register().names["district"] if code.endswith("01") and not code.startswith(BANGKOK))
    return inside(codes, parent)


def shortened(stem: str, level: str, parent: str) -> tuple[str, ...]:
    """Codes of the areas inside the parent whose name goes on from the stem, as นครศรีฯ does."""
    if len(stem) < 2:
        return ()
    if found := inside(names_of(level).exact.get(stem, ()), parent):
        return found
    return inside((code for code, name in register().names[level].items() if name.startswith(stem)), parent)


def is_valid(code: str, level: str) -> bool:
    """Whether a code may stand at a level; municipalities stand with the subdistricts, as in จปฐ. and TPMAP files."""
    return is_code(code, level) or (level == "subdistrict" and is_municipal(code))


@cache
def abolished_by_code() -> dict[str, Abolished]:
    """Areas that were abolished, by the code they had."""
    return {area.code: area for area in abolished_areas()}


@cache
def _abolished_by_name() -> dict[tuple[str, str], list[Abolished]]:
    groups: dict[tuple[str, str], list[Abolished]] = defaultdict(list)
    for area in abolished_areas():
        groups[area.level, bare(area.name_th, area.level).name].append(area)
    return groups


def abolished_named(name: str, level: str, parent: str) -> list[Abolished]:
    """Abolished areas of that name whose old code lies inside the parent."""
    starts = starts_of(parent)
    return [area for area in _abolished_by_name().get((level, name), []) if area.code.startswith(starts)]


def successors(areas: Iterable[Abolished], *, certain: bool) -> tuple[str, ...]:
    """Codes that took the place of abolished areas, if every one has a single successor still in use.

    Certain is what a notice in the Royal Gazette says; otherwise a link by the name alone counts too.
    """
    found: dict[str, None] = {}
    for area in areas:
        known = len(area.successors) == 1 and (area.successors_basis == "notice" or not certain)
        if not known or not is_code(area.successors[0], area.level):
            return ()
        found[area.successors[0]] = None
    return tuple(found)


#: What stands before a name, by level: the word, its short form, and the office of the department there.
WRITTEN = {
    "province": r"(?:สำนักงานพัฒนาชุมชน)?จังหวัด|สพจ\.?|จ ?\.",
    "district": r"(?:สำนักงานพัฒนาชุมชน)?(?:กิ่ง ?)?อำเภอ|สพอ\.?|(?:กิ่ง ?)?อ ?\.|เขต",
    "subdistrict": r"ตำบล|ต ?\.|แขวง",
}
#: The short form without its dot; it counts only before a space, at the beginning of a name.
_LETTER = {"province": "จ", "district": "อ", "subdistrict": "ต"}
_BEFORE = {level: re.compile(rf"(?P<word>{written}|{_LETTER[level]}(?= ))[ .:]*") for level, written in WRITTEN.items()}
_ORDER_NUMBER = re.compile(r"\d{1,3} ?[.)] ?(?=[^\d .])")


def bare(text: str, level: str) -> Reading:
    """A clean text without the word for its level before it."""
    before = _BEFORE[level].match(text)
    return Reading(text[before.end() :], before["word"]) if before else Reading(text)


def readings(text: str, level: str) -> tuple[Reading, ...]:
    """The names a clean text may stand for: as written, without its order number, without the word for its level.

    As written comes first, since a name may itself begin with such letters.
    """
    number = _ORDER_NUMBER.match(text)
    unnumbered = text[number.end() :] if number else text
    return tuple(dict.fromkeys((Reading(text), Reading(unnumbered), bare(unnumbered, level))))
