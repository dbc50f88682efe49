"""How offices type names, dates, months and figures: one function for each habit."""

from __future__ import annotations

import re
from datetime import date

from numpy.random import Generator

from cdd_analysis.sample.write import Cell
from cdd_analysis.thai.fiscal import SHORT_MONTHS, thai_date, thai_month

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
DASHES = ("-", "–", "ไม่มี")
MONTH_FORMS = ("long", "short", "bare", "tight")
TEXT_DATE_FORMS = ("tight", "short", "be_slash", "thai_digits", "long")
DATE_FORMS = (*TEXT_DATE_FORMS, "ce_slash", "cell", "be_cell")


def thai_digits(text: str) -> str:
    """The text with Thai digits."""
    return text.translate(_THAI_DIGITS)


def area(name: str, chance: Generator, *, prefix: str = "") -> str:
    """A district's or subdistrict's name as somebody typed it; it can still be told by a careful reader."""
    habit = chance.choice(("plain", "plain", "prefix", "invisible", "doubled", "letters", "footnote", "spaces"))
    if name.startswith("เมือง") and habit in ("prefix", "footnote"):
        return f"{prefix}เมือง" if habit == "prefix" else "เมืองฯ"
    return _HABITS[habit](name, prefix)


def _letters(name: str) -> str:
    return re.sub("ำ", "\u0e4d\u0e32", name).replace("แ", "เเ")


def _doubled(name: str) -> str:
    return re.sub("([ัิีึืุู่้])", r"\1\1", name, count=1)


_HABITS = {
    "plain": lambda name, prefix: name,
    "prefix": lambda name, prefix: f"{prefix}{name}",
    "invisible": lambda name, prefix: f"{name[:3]}\u200b{name[3:]}",
    "doubled": lambda name, prefix: _doubled(name),
    "letters": lambda name, prefix: _letters(name),
    "footnote": lambda name, prefix: f"{name}*",
    "spaces": lambda name, prefix: f"\u00a0{prefix} {name}" if prefix else f" {name} ",
}


def month(day: date, form: str) -> str:
    """A month as typed: ``ตุลาคม 2564``, ``ต.ค. 64``, ``ตค64``, ``ต.ค.๖๔``."""
    year = f"{(day.year + 543) % 100:02d}"
    short = SHORT_MONTHS[day.month - 1]
    return {
        "long": thai_month(day, short=False),
        "short": f"{short} {year}",
        "bare": f"{short.replace('.', '')}{year}",
        "tight": thai_digits(f"{short}{year}"),
    }[form]


def day(value: date, form: str) -> Cell:
    """A day as typed, one of ``DATE_FORMS``."""
    year = value.year + 543
    forms: dict[str, Cell] = {
        "tight": f"{value.day}{SHORT_MONTHS[value.month - 1]}{year % 100:02d}",
        "short": thai_date(value, short=True),
        "long": thai_date(value),
        "thai_digits": thai_digits(thai_date(value, short=True)),
        "be_slash": f"{value.day:02d}/{value.month:02d}/{year}",
        "ce_slash": f"{value.day:02d}/{value.month:02d}/{value.year}",
        "cell": value,
    }
    # Only this form needs the day to exist in the Buddhist-era year read as Gregorian (29 February may not).
    return value.replace(year=year) if form == "be_cell" else forms[form]


def plain(value: float) -> int | float:
    """A number as a person types it: without decimals where there are none."""
    return int(value) if float(value).is_integer() else float(value)


def money(value: float, form: str) -> Cell:
    """An amount as typed: a number, or text with thousands separators, decimals, a unit, Thai digits."""
    whole = f"{value:,.0f}"
    return {
        "number": plain(value),
        "thousands": whole,
        "decimals": f"{value:,.2f}",
        "unit": f"{whole} บาท",
        "dash": f"{whole}.-",
        "thai_digits": thai_digits(whole),
    }[form]
