"""The headings of a table taken together -> what each column is.

What one heading cannot say is settled here by those beside it: a repeated ``คิดเป็นร้อยละ`` is the share of the column
before it, the same column under two dates holds two states of it. What they do not settle either is told with every
reading and not taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from cdd_analysis.datasets import Column, Table, tables
from cdd_analysis.ingest.reading.cells import Cells
from cdd_analysis.ingest.recognition.headings import (
    AREA_HEADINGS,
    COMMON,
    Meaning,
    claims,
    heading_key,
    is_beside,
    meaning,
)
from cdd_analysis.thai.dates import fiscal_year
from cdd_analysis.thai.text import clean

Parts = Sequence[tuple[str, ...]]
#: What readers of csv add to the second and third heading of the same text.
_RENAMED = re.compile(r"^(?P<base>.*\D)[._](?P<no>\d{1,2})$", re.DOTALL)
_INDICATOR = frozenset(map(heading_key, COMMON["indicator"]))
_AREAS = {*AREA_HEADINGS, *(name for name in COMMON if name.startswith("id:"))}


def as_printed(lines: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Headings without the ``.1``, ``_2`` that a reader gave to repeated ones."""
    lines = list(lines)
    said = {clean(part) for parts in lines for part in parts}

    def base(part: str) -> str:
        found = _RENAMED.match(clean(part))
        return found["base"] if found and found["base"] in said else part

    return [tuple(map(base, parts)) for parts in lines]


def candidates(parts: Parts) -> list[Table]:
    """The tables that have a chance with these headings: each group of columns they need is claimed by some heading."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for one in parts:
        for table, column in claims(one) if one else ():
            claimed[table].add(column)
    is_long = any(heading_key(one[-1]) in _INDICATOR for one in parts if one)
    return [
        table
        for table in tables().values()
        if (is_long and table.is_area) or _has_chance(table, claimed[table.name], months="" in claimed)
    ]


def _has_chance(table: Table, claimed: set[str], *, months: bool) -> bool:
    if table.spread and (months or "" in claimed):
        return True
    return bool(claimed) and all(claimed & set(group) for group in needed(table) if not _AREAS & set(group))


def needed(table: Table) -> tuple[tuple[str, ...], ...]:
    """Groups of columns of which a sheet must have one each."""
    return (*((column.name,) for column in table.columns if column.required), *table.one_of)


def meanings_of(table: Table, parts: Parts, year: int | None) -> tuple[Meaning, ...]:
    """What each column means for a table; ``year``: fiscal year of the sheet, for months that name none."""
    read = [meaning(table, one, year) if one else Meaning("") for one in parts]
    return tuple(_with_dates(table, _settled(table, read)))


def _settled(table: Table, meanings: list[Meaning]) -> list[Meaning]:
    """Shared headings given to the column they stand beside, or to the only one that is left for them."""
    if not any(m.either for m in meanings):
        return meanings
    own = {column.name: column for column in table.columns}
    settled = list(meanings)
    for c, m in enumerate(meanings):
        beside = [name for name in m.either if c and is_beside(own[name], settled[c - 1].column)]
        if len(beside) == 1:
            settled[c] = replace(m, column=beside[0], either=())
    taken = {m.column for m in settled}
    for c, m in enumerate(settled):
        left = tuple(name for name in m.either if name not in taken and _has_partner(own[name], settled[:c]))
        if len(left) == 1 and sum(other.either == m.either for other in settled) == 1:
            settled[c] = replace(m, column=left[0], either=())
        elif m.either:
            settled[c] = replace(m, either=left)
    return settled


def _has_partner(column: Column, before: list[Meaning]) -> bool:
    """Whether what a column stands beside is somewhere to its left; one that needs no such neighbour always may."""
    needs = bool(column.follows or column.share_of)
    return not needs or any(is_beside(column, m.column) for m in before)


def _with_dates(table: Table, meanings: list[Meaning]) -> list[Meaning]:
    """Columns that stand under two dates, or two years, are that column at each of them: the date is fixed."""
    dates: dict[str, set[object]] = defaultdict(set)
    for m in meanings:
        if m.column and (m.day or m.year):
            dates[m.column].add(m.day or m.year)
    if not any(len(said) > 1 for said in dates.values()):
        return meanings
    return [replace(m, fixed=(*m.fixed, *_fixed(table, m))) if len(dates[m.column]) > 1 else m for m in meanings]


def _fixed(table: Table, m: Meaning) -> tuple[tuple[str, object], ...]:
    """What a heading's date says of its cells: as-of date, month and fiscal year, as far as the table has them."""
    if m.day is None:
        return (("fiscal_year", m.year),) if m.year and table.year == "fiscal_year" else ()
    month = (("month", m.day.replace(day=1)),) if table.has_month else ()
    year = (("fiscal_year", fiscal_year(m.day)),) if table.year == "fiscal_year" else ()
    return (("as_of_date", m.day), *month, *year)


def without_repeats(meanings: Sequence[Meaning], body: Cells) -> tuple[Meaning, ...]:
    """Headings that mean a column once more: the first is taken, the others are told of unless their cells are equal.

    Args:
        meanings: one per column of the sheet.
        body: the rows below the heading.
    """
    first: dict[tuple[str, object, bool], int] = {}
    kept = list(meanings)
    for c, m in enumerate(meanings):
        if not m.column or m.column in COMMON:
            continue
        at = first.setdefault((m.column, m.fixed, m.total), c)
        if at != c and not np.array_equal(body[:, at], body[:, c]):
            kept[c] = replace(m, column="", fixed=(), repeats=meanings[at].text)
    return tuple(kept)


def heading_dates(table: Table, meanings: Sequence[Meaning]) -> tuple[dt.date | None, int | None]:
    """The as-of date and the fiscal year that all headings carrying one agree on, for titles that are silent."""
    days = {m.day for m in meanings if m.column and m.day and not m.fixed}
    years = {m.year for m in meanings if m.column and m.year and not m.fixed} | set(map(fiscal_year, days))
    return (days.pop() if len(days) == 1 else None), (years.pop() if len(years) == 1 and table.is_area else None)
