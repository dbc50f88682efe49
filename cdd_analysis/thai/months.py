"""Names of months in every spelling met, years in either era, and one written date taken apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from cdd_analysis.thai.fiscal import MONTHS, SHORT_MONTHS, month_in_fiscal_year
from cdd_analysis.thai.text import ascii_digits, clean, match_key

_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา", "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_MISSPELT = {"กรกฏาคม": 7, "กรกฏา": 7, "พฤษจิกายน": 11, "กุมภาพันธุ์": 2}
_NOT_LETTERS = re.compile("[^ก-๎a-z]")

_NUMBER_OF = {
    _NOT_LETTERS.sub("", name): number
    for names in (MONTHS, SHORT_MONTHS, _SPOKEN, _ENGLISH, [name[:3] for name in _ENGLISH])
    for number, name in enumerate(names, 1)
} | {"sept": 9, **_MISSPELT}
# Full names stay apart even with their marks lost; short ones (ม.ค., มี.ค.) do not.
_NUMBER_OF_KEY = {match_key(name): number for number, name in enumerate(MONTHS, 1)}


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name, full or short, with or without dots and spaces, Thai or English."""
    letters = _NOT_LETTERS.sub("", name.lower())
    return _NUMBER_OF.get(letters) or _NUMBER_OF_KEY.get(match_key(letters))


def _search_pattern() -> str:
    """A pattern that finds any month's name inside a sentence; the longest spelling first."""
    short = [r" ?\.? ?".join(map(re.escape, name[:-1].split("."))) + r"\.?" for name in SHORT_MONTHS]
    whole = sorted((name for name in _NUMBER_OF if len(name) > 4), key=len, reverse=True)
    english = sorted((name for name in _NUMBER_OF if name.isascii() and len(name) <= 4), key=len, reverse=True)
    thai_short = rf"(?:(?<![ก-๎])|(?<=เดือน)|(?<=ที่)|(?<=ถึง)|(?<=สิ้น))(?:{'|'.join(short)})(?![ก-๎])"
    return rf"(?:{'|'.join(whole)}|{thai_short}|(?<![a-z])(?:{'|'.join(english)})(?![a-z])\.?)"


# For searching in ``tidy`` text with re.IGNORECASE; the first holds no group of its own.
MONTH = _search_pattern()
ERA = r"(?:พ ?\. ?ศ ?\.?|พศ\.?|ค ?\. ?ศ ?\.?|คศ\.?|[bc]\.?e\.?|a\.?d\.?)"
BEFORE_YEAR = rf"(?:(?:ปี ?)?{ERA}|ปี)? ?"
_NAMED_ERA = rf"(?:(?:ปี ?)?(?P<era>{ERA})|ปี)? ?"


def tidy(text: object) -> str:
    """Cleaned text with Arabic digits, plain hyphens for dashes: what the patterns of this package read."""
    return re.sub("[‐‑‒–—―−]", "-", ascii_digits(clean(str(text))))


def _is_buddhist(era: str) -> bool:
    return era[0].lower() in "พb"


def gregorian_year(year: int, era: str | None = None) -> int | None:
    """The Gregorian year of a four-digit year: 2400 to 2600 is BE, 1900 to 2100 is CE, others are None.

    ``era`` is what was written before it (พ.ศ., ค.ศ., B.E.); where it contradicts the range the answer is None.
    """
    is_buddhist = 2400 <= year <= 2600
    if era and is_buddhist != _is_buddhist(era):
        return None
    return year - 543 if is_buddhist else year if 1900 <= year <= 2100 else None


def buddhist_year(digits: str, era: str | None = None) -> int | None:
    """BE year of two or four digits; two below 40 could be of either era and are None."""
    if len(digits) == 2:
        return int(digits) + 2500 if int(digits) >= 40 and (not era or _is_buddhist(era)) else None
    year = gregorian_year(int(digits), era)
    return year + 543 if year else None


class Written(NamedTuple):
    """A date as written, not yet decided.

    Attributes:
        day, month: as written; may not exist in the year.
        year: Gregorian, from a four-digit year; None where it has two digits or is left out.
        short_year: the two-digit year, else None.
        is_common_era: the four-digit year was written in CE.
        is_thai: the month is a Thai word.
        is_readable: False where the year stands in no era, or not in the one that is named.
    """

    day: int
    month: int
    year: int | None = None
    short_year: int | None = None
    is_common_era: bool = False
    is_thai: bool = False
    is_readable: bool = True


_TIME = (
    r"(?:(?:T|[ ,]+(?:เวลา ?)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r" ?(?:น\.?|[ap]\.?m\.?|Z|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = (
    r"(?:(?:วัน)? ?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)? ?(?:ที่)? ?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )"
)
_LONGEST = 80  # of a date with weekday, era and time; longer cells are remarks
_YEAR = r"(?P<year>\d{4}|\d{2})"
_FLAGS = re.IGNORECASE | re.ASCII
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}}) ?(?P<sep>[/.-]) ?(?P<month>\d{{1,2}}) ?(?P=sep) ?{_YEAR}{_TIME}", _FLAGS
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}}) ?(?P<sep>[/.-]) ?(?P<month>\d{{1,2}}) ?(?P=sep) ?(?P<day>\d{{1,2}}){_TIME}", _FLAGS
)
_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})[ ./-]*(?:เดือน ?)?(?P<name>[ก-๎a-z. ]+?)[ ./,-]*"
    rf"(?:{_NAMED_ERA}{_YEAR})?{_TIME}",
    _FLAGS,
)
_ENGLISH_ORDER = re.compile(rf"{_WEEKDAY}(?P<name>[a-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? {_YEAR}{_TIME}", _FLAGS)


def _written(found: re.Match[str], month: int) -> Written:
    parts = found.groupdict()
    digits, name = parts.get("year"), parts.get("name")
    day, is_thai = int(parts.get("day") or 1), bool(name and re.search("[ก-๎]", name))
    if not digits:
        return Written(day, month, is_thai=is_thai)
    era = parts.get("era")
    if len(digits) == 2:
        return Written(day, month, short_year=int(digits), is_thai=is_thai, is_readable=not era or _is_buddhist(era))
    year = gregorian_year(int(digits), era)
    return Written(day, month, year, None, year == int(digits), is_thai, year is not None)


def read_written(text: str) -> Written | None:
    """Take one date apart; ``text`` is ``tidy``. Day first, unless a four-digit year is."""
    if len(text) > _LONGEST:
        return None
    if found := _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _written(found, int(found["month"]))
    for pattern in (_NAMED, _ENGLISH_ORDER):
        found = pattern.fullmatch(text)
        month = month_number(found["name"]) if found else None
        if found and month:
            return _written(found, month)
    return None


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def short_year_of(written: Written) -> int | None:
    """Gregorian year of a two-digit year, 25yy beside a Thai month; None where it could be of either era.

    Between slashes ``65`` can only be 2565, but ``22`` may be 2522 or 2022, and an English month is no sign of an era.
    """
    short = written.short_year
    if short is None or not (written.is_thai or short >= 40):
        return None
    return short + 2500 - 543


def decide(written: Written | None) -> date | None:
    """The day of one date on its own, or None where it cannot be said for sure."""
    if written is None or not written.is_readable:
        return None
    year = written.year or short_year_of(written)
    return make_day(year, written.month, written.day) if year else None


_MONTH_WORDS = re.compile(rf"(?:ประจำ ?)?(?:เดือน)? ?(?P<name>[ก-๎a-z. ]+?)[ ./,'-]*(?:{_NAMED_ERA}{_YEAR})?", _FLAGS)


def read_month(text: str, in_fiscal_year: int | None = None) -> date | None:
    """First day of a month written in words; without a year, that month of the fiscal year (BE), if one is given."""
    found = _MONTH_WORDS.fullmatch(text) if len(text) <= _LONGEST else None
    month = month_number(found["name"]) if found else None
    if not found or not month:
        return None
    if not found["year"]:
        return month_in_fiscal_year(month, in_fiscal_year) if in_fiscal_year else None
    return decide(_written(found, month))


def month_end(first: date) -> date:
    """Last day of a month."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
