"""The scope a mistyped key may have meant, for the message that refuses it."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from ..errors import UsageError
from ..thai.text import ascii_digits, clean
from .regions import region_scheme
from .register import LEVELS, is_code, name, register
from .resolve import resolve_one

#: A name less alike than this (0 to 100) is not worth suggesting.
_ALIKE = 75
_LOOK_ALIKES = str.maketrans("oOlI|", "00111")
_REGION = re.compile(r"(?:เขตตรวจราชการ|เขต|region|r)?(?:ที่)?[ _.-]*0*(\d{1,2})", re.IGNORECASE)
_COUNTRY = {"national", "nation", "country", "thailand", "all", "ทั้งประเทศ", "ประเทศ", "ประเทศไทย", "ทั่วประเทศ", "ภาพรวม"}


def no_such_scope(text: str) -> UsageError:
    """The error for a key that names no scope, with the key it may have meant or else what keys look like."""
    regions = f"region-1 to region-{max(region_scheme().regions)}"
    if meant := _meant(clean(text)):
        do = f"Did you mean {meant} ({name(meant)})?"
    else:
        do = f"Write a province code such as 80, {regions}, or national."
    thing = "inspection region" if text.startswith("region") else "province"
    return UsageError(f"There is no {thing} '{text}'.", do=do)


def _meant(text: str) -> str:
    """The key of the scope a text may mean; empty where nothing comes near."""
    if text.casefold() in _COUNTRY:
        return "national"
    if is_code(code := ascii_digits(text).translate(_LOOK_ALIKES), "province"):
        return code
    if region := _REGION.fullmatch(ascii_digits(text)):
        key = f"region-{int(region.group(1))}"
        return key if int(region.group(1)) in region_scheme().regions else ""
    return _province_of(code) or _by_name(text)


def _province_of(code: str) -> str:
    """The province that the code of a district, subdistrict or village lies in."""
    return code[:2] if any(is_code(code, level) for level in LEVELS) else ""


def _by_name(text: str) -> str:
    """The province of a Thai name of a province or a district, else the scope whose other name is most alike."""
    province, district = resolve_one(text, "province"), resolve_one(text, "district")
    return province.code or province.suggestion or district.code[:2] or _most_alike(text)


def _most_alike(text: str) -> str:
    candidates = {code: english.casefold() for code, english in register().english.items()}
    candidates |= {f"region-{number}": title for number, title in region_scheme().names.items()}
    spelled = re.sub(r"[ _.-]+", " ", text.casefold())
    best = process.extractOne(spelled, candidates, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(best[2]) if best else ""
