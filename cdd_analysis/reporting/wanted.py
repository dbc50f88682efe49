"""What a command asks for, told in codes: which areas, which topics, which fiscal year, as of which day.

Everything a user can mistype is refused here with what would be right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from cdd_analysis.areas import Scope, province_codes, region_scheme, scope
from cdd_analysis.datasets import tables
from cdd_analysis.errors import UsageError
from cdd_analysis.ingest.store import Processed
from cdd_analysis.thai.dates import fiscal_year as fiscal_year_of
from cdd_analysis.thai.dates import parse_day, parse_year
from cdd_analysis.thai.fiscal import FIRST_YEAR, LAST_YEAR
from cdd_analysis.topics import topic, topics

T = TypeVar("T")
_HOW = "Give --province 80, --region 5 or --all."


def provinces(codes: Sequence[str], regions: Sequence[int], every: Sequence[str] = ()) -> list[str]:
    """Codes of the provinces named, of those of the regions named and of ``every``, each once."""
    named = [_province(code).key for code in codes]
    named += [code for number in regions for code in _region(number).provinces]
    found = list(dict.fromkeys((*named, *every)))
    if not found:
        raise UsageError("For which area?", do=_HOW)
    return found


def scopes(codes: Sequence[str], regions: Sequence[int], *, every: bool = False) -> list[Scope]:
    """What pages are about: provinces, then regions, then the nation (with ``every``: all provinces and regions)."""
    members = provinces(codes, regions, province_codes() if every else ())
    numbers = dict.fromkeys((*regions, *(region_scheme().regions if every else ())))
    upper = ["national"] if every else []
    return [scope(key) for key in (*members, *(f"region-{number}" for number in numbers), *upper)]


def _province(text: str) -> Scope:
    found = scope(text)
    if found.level != "province":
        raise UsageError(f"'{text}' is not a province.", where="--province", do=_HOW)
    return found


def _region(number: int) -> Scope:
    known = region_scheme().regions
    if number not in known:
        raise UsageError(f"There is no region {number}.", where="--region", do=f"Regions: {min(known)}-{max(known)}.")
    return scope(f"region-{number}")


def titles(keys: Sequence[str]) -> dict[str, str]:
    """Short Thai titles by topic key: of the topics named, of all where none is."""
    modules = {key: topic(key) for key in keys} if keys else topics()
    return {key: module.SHORT for key, module in modules.items()}


def period(fiscal_year: str, as_of: str, data: Processed) -> tuple[int, str]:
    """Fiscal year (BE) and as-of day (ISO, or "" for the latest of each page's data) from what was typed.

    Without a year it is that of the day; without either, the latest in the data.
    """
    day = _read("--as-of", as_of, parse_day, "Write a day as 2565-01-12 or 2022-01-12.") if as_of else None
    if not fiscal_year:
        return (fiscal_year_of(day), day.isoformat()) if day else (latest_fiscal_year(data), "")
    year = _read("--fiscal-year", fiscal_year, _fiscal_year, "Write a year as 2565 or 2022.")
    if day and fiscal_year_of(day) != year:
        raise UsageError(f"{day} is in fiscal year {fiscal_year_of(day)}, not {year}.", where="--as-of")
    return year, day.isoformat() if day else ""


def _read(option: str, text: str, parse: Callable[[str], T], right: str) -> T:
    try:
        return parse(text)
    except ValueError:
        raise UsageError(f"'{text}' cannot be read.", where=option, do=right) from None


def _fiscal_year(text: str) -> int:
    year = parse_year(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def latest_fiscal_year(data: Processed) -> int:
    """The latest fiscal year any table speaks of; the latest survey year where no table has a fiscal year."""
    for column in ("fiscal_year", "bmn_year"):
        years = [data.largest(table.name, column) for table in tables().values() if table.year == column]
        if known := [year for year in years if year is not None]:
            return max(known)
    raise UsageError("The data names no fiscal year.", do="Give one: --fiscal-year 2565.")
