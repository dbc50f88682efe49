"""Areas named in running text: a sheet's title, its name, a file's name. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..thai.text import clean
from .lookup import BANGKOK_WORDS, CAPITAL, WRITTEN, inside, named, names_of, readings
from .register import BANGKOK, LEVELS, full_name

_OPENING = re.compile("|".join(f"(?P<{level}>{written})" for level, written in WRITTEN.items()))
_GAP = re.compile(r"[ .:…_-]*")
_LETTER = re.compile("[ก-ฺเ-๎.]")
#: A mark or a vowel that belongs to the letter before it: no name ends in front of one.
_JOINED = re.compile("[ะ-ฺๅ็-๎]")
_THAI_RUN = re.compile("[ก-ฺเ-๎]+")
_SHORTENED = re.compile("[ก-ฺเ-๎]+ฯ")
#: Words that may follow the name of a district or subdistrict without a space. Any other letter there means that the
#: name goes on and is one we do not know.
_GOES_ON_WITH = re.compile("ประจำ|ประเภท|หมู่|ปี|เดือน|ไตรมาส|งวด|ณ|และ|ใน|มี|ตาม|โดย|ของ|ที่|รวม|ราย|เพื่อ|กรุงเทพ|กทม|ฯ")
#: Bangkok is written without the word จังหวัด, and so also in the middle of a run of letters.
_BANGKOK = re.compile(r"กรุงเทพ(?:มหานคร|ฯ)|กทม\.")
#: What is written as a district or subdistrict is no province, also where we do not know it.
_LOWER = re.compile(r"(?:ตำบล|แขวง|[อต] ?\.)[ :]*[ก-ฺเ-๎]+")
#: What an address holds besides areas: the village and its number.
_HOUSE = re.compile("หมู่(?:ที่)?|(?<![ก-๎])ม ?\\.|(?:หมู่)?บ้าน[ก-ฺเ-๎]*|ชุมชน[ก-ฺเ-๎]*|เลขที่")
_LONGEST_NAME = 40


class Spelled(NamedTuple):
    """The name of an area in a text, and where it stands."""

    level: str
    name: str
    word: str = ""
    start: int = 0
    end: int = 0


def mentioned(text: str, within: str | None = None) -> dict[str, str]:
    """Level → code of the areas a text names with the word for their level, the longest name winning.

    Provinces also count without the word where they stand as a token of their own (``otop_นครศรีธรรมราช_2565``),
    districts where they are the whole text and ``within`` says in which province. A level of which several areas
    are named is left out, and so is a name that several areas bear.

    Args:
        text: a title, a sheet's name or a file's name.
        within: code of the area the text is known to be about, where that is known.
    """
    cleaned, parent = clean(text), within or ""
    spelled = [*_spelled(cleaned), *_whole(cleaned, parent)]
    if not any(area.level == "province" for area in spelled):
        spelled += _tokens(cleaned, spelled)
    found: dict[str, str] = {}
    for level in WRITTEN:
        home = "" if level == "province" else parent
        named_here = {(area.name, area.word) for area in spelled if area.level == level}
        codes = {code for name, word in named_here for code in named(name, level, home, word)}
        if len(codes) == 1:
            found[level] = parent = codes.pop()
    return found


def _spelled(text: str) -> Iterator[Spelled]:
    """Each area written with the word for its level, in the order of the text."""
    end = 0
    for opening in _OPENING.finditer(text):
        if opening.start() < end or not _begins(text, opening, end):
            continue
        level, gap = str(opening.lastgroup), _GAP.match(text, opening.end())
        start = gap.end() if gap else opening.end()
        if name := _name_at(text, start, level, bangkok=opening.group() in BANGKOK_WORDS):
            end = start + len(name)
            yield Spelled(level, name, opening.group(), opening.start(), end)


def _begins(text: str, opening: re.Match[str], end: int) -> bool:
    """Whether a short form begins a word: the อ. of ผอ. and the จ. of พ.จ. name no area."""
    start = opening.start()
    return not opening.group().endswith(".") or start in (0, end) or not _LETTER.match(text[start - 1])


def _name_at(text: str, start: int, level: str, *, bangkok: bool) -> str:
    """The longest name of the level that stands at a place of the text; empty where none does."""
    tail, names = text[start : start + _LONGEST_NAME], names_of(level).exact
    for length in range(len(tail), 1, -1):
        name = tail[:length]
        known = name in names or (level == "district" and name == CAPITAL)
        if known and _ends(text, start + length, level) and (not bangkok or inside(names.get(name, ()), BANGKOK)):
            return name
    shortened = _SHORTENED.match(tail)
    return shortened.group() if shortened and not bangkok else ""


def _ends(text: str, end: int, level: str) -> bool:
    if level == "province":
        return not _JOINED.match(text, end)
    return not _THAI_RUN.match(text, end) or bool(_GOES_ON_WITH.match(text, end) or _OPENING.match(text, end))


def _whole(text: str, parent: str) -> Iterator[Spelled]:
    """The district a text consists of, where its province is known."""
    if len(parent) == LEVELS["province"]:
        for name, word in readings(text, "district"):
            if named(name, "district", parent):
                yield Spelled("district", name, word)


def _tokens(text: str, spelled: Iterable[Spelled]) -> Iterator[Spelled]:
    """The runs of Thai letters outside the names already read, any of which may be a province; and Bangkok."""
    text = _without(text, spelled)
    yield from (Spelled("province", token) for token in _THAI_RUN.findall(_LOWER.sub(" ", text)))
    if _BANGKOK.search(text):
        yield Spelled("province", full_name(BANGKOK))


def _without(text: str, spelled: Iterable[Spelled]) -> str:
    """The text with blanks where areas were read."""
    for area in spelled:
        text = text[: area.start] + " " * (area.end - area.start) + text[area.end :]
    return text


def is_address(text: str) -> bool:
    """Whether a clean text is nothing but areas, perhaps with a village and numbers: รวมอำเภอลานสกา is none."""
    rest = _HOUSE.sub(" ", _without(text, _spelled(text)))
    return all(token in names_of("province").exact for token in _THAI_RUN.findall(rest))
