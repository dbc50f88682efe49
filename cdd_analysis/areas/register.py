"""The register of areas: codes, names and what lies in what, from geothai, read on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import geothai

from ..errors import UsageError

BANGKOK = "10"
#: Levels from the top down, with the number of digits of their codes.
LEVELS = {"province": 2, "district": 4, "subdistrict": 6, "village": 8}
_WORDS = {"province": "จังหวัด", "district": "อำเภอ", "subdistrict": "ตำบล"}
_BANGKOK_WORDS = {"province": "", "district": "เขต", "subdistrict": "แขวง"}


@dataclass(frozen=True)
class Register:
    """Names by code for each level, and the codes directly below each code, in the order of codes."""

    names: Mapping[str, Mapping[str, str]]
    english: Mapping[str, str]
    children: Mapping[str, tuple[str, ...]]


@cache
def register() -> Register:
    """Every province, district and subdistrict in use."""
    provinces = geothai.provinces()
    districts = [district for province in provinces for district in geothai.districts(province.code)]
    subdistricts = [sub for district in districts for sub in geothai.subdistricts(district.code)]
    # The districts of Bangkok come with their word, เขต; no other area does, and no other name begins so.
    names = {
        "province": {area.code: area.name_th for area in provinces},
        "district": {area.code: area.name_th.removeprefix(_BANGKOK_WORDS["district"]) for area in districts},
        "subdistrict": {area.code: area.name_th for area in subdistricts},
    }
    return Register(names, {area.code: area.name_en for area in provinces}, _children(names))


def word_for(level: str, code: str) -> str:
    """The Thai word for a level where the area of that code lies: อำเภอ, but เขต in Bangkok."""
    return (_BANGKOK_WORDS if code.startswith(BANGKOK) else _WORDS)[level]


def _children(names: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    children: dict[str, list[str]] = {}
    for level in ("district", "subdistrict"):
        for code in names[level]:
            children.setdefault(code[:-2], []).append(code)
    return {code: tuple(below) for code, below in children.items()}


def level_of(code: str) -> str:
    """Level a code is written for: national, region, province, district, subdistrict or village.

    It looks at the form only; :func:`is_code` says whether the area exists.
    """
    if code == "national":
        return "national"
    if code.startswith("region-"):
        return "region"
    level = next((level for level, digits in LEVELS.items() if len(code) == digits), None)
    if level is None or not (code.isascii() and code.isdigit()):
        raise UsageError(f"'{code}' is not the code of an area.", do="Codes have 2, 4, 6 or 8 digits.")
    return level


def is_municipal(code: str) -> bool:
    """Whether a 6-digit code stands for a municipality: not a tambon, in a district that exists, fifth digit 5 to 9."""
    digits = len(code) == LEVELS["subdistrict"] and code.isascii() and code.isdigit()
    tambon = code in register().names["subdistrict"]
    return digits and not tambon and code[:4] in register().names["district"] and code[4] >= "5"


def is_code(code: str, level: str) -> bool:
    """Whether an area of this level has this code; a village needs a known tambon or municipality before its number."""
    if level == "village":
        digits = len(code) == LEVELS["village"] and code.isascii() and code.isdigit()
        return digits and (is_code(code[:6], "subdistrict") or is_municipal(code[:6]))
    return code in register().names.get(level, {})


def province_codes() -> tuple[str, ...]:
    """Codes of the 77 provinces, Bangkok among them."""
    return tuple(register().names["province"])


def cdd_provinces() -> tuple[str, ...]:
    """Codes of the 76 provinces in which the department has an office: all but Bangkok."""
    return tuple(code for code in province_codes() if code != BANGKOK)


def district_codes(province: str) -> tuple[str, ...]:
    """Codes of the districts of a province; empty for what is no province."""
    return register().children.get(province, ()) if len(province) == LEVELS["province"] else ()


def subdistrict_codes(district: str) -> tuple[str, ...]:
    """Codes of the subdistricts of a district; empty for what is no district."""
    return register().children.get(district, ()) if len(district) == LEVELS["district"] else ()


def name(code: str) -> str:
    """Short Thai name of an area or of a scope: ``8001`` → เมืองนครศรีธรรมราช, ``region-5`` → เขตตรวจราชการที่ 5."""
    level = level_of(code)
    if level == "national":
        return "ทั้งประเทศ"
    if level == "region":
        return f"เขตตรวจราชการที่ {code.removeprefix('region-')}"
    if level == "village":
        return f"หมู่ที่ {int(code[6:])} {full_name(code[:6])}"
    return _area_name(code, level)


def _area_name(code: str, level: str) -> str:
    names = register().names[level]
    if code in names:
        return names[code]
    if is_municipal(code):
        return f"เทศบาล (รหัส {code})"
    raise UsageError(f"There is no {level} with the code '{code}'.")


def full_name(code: str) -> str:
    """Thai name with the word for its level: จังหวัดนครศรีธรรมราช, อำเภอลานสกา, ตำบลเขาแก้ว; เขต and แขวง in Bangkok."""
    level = level_of(code)
    if level not in _WORDS or is_municipal(code):
        return name(code)
    return word_for(level, code) + name(code)
