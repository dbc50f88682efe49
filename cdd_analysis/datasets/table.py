"""What a table is made of. The types every ``datasets`` module fills in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import pandas as pd

from cdd_analysis.datasets.rules import RowRule

AREA_COLUMNS = ("area_level", "province_code", "district_code", "subdistrict_code", "village_code")
PROVENANCE = ("as_of_date", "source_file", "source_sheet", "source_row")


class Kind(StrEnum):
    """How a cell of a column is read, and how it is stored."""

    TEXT = "text"  # cleaned text
    RATIO = "ratio"  # text "1:2", which spreadsheets take for a time or a date
    CODE = "code"  # an identifier: text, digits made ASCII, no spaces, leading zeros kept
    COUNT = "count"  # float64, whole and not negative
    BAHT = "baht"  # float64, multiplied by the scale of its heading (พันบาท, ล้านบาท)
    NUMBER = "number"  # float64
    PCT = "pct"  # float64, 0-100
    DATE = "date"  # timestamp, Gregorian
    MONTH = "month"  # timestamp of the first day
    YEAR = "year"  # Buddhist era, int64
    CHOICE = "choice"  # text, one of the codes of ``choices``
    FLAG = "flag"  # boolean: มี/ไม่มี, ใช่/ไม่ใช่, ✓/x, ผ่าน/ไม่ผ่าน, 1/0
    PRESENCE = "presence"  # boolean: whether anything stands in the cell; the text itself is not kept
    PHONE = "phone"  # "valid" or "invalid"; the number itself is not kept


class Personal(StrEnum):
    """What happens to a column that can point at a person (handbook 11.9)."""

    NO = "no"
    DROP = "drop"  # never leaves the reader
    HASH = "hash"  # replaced by a keyed hash


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: English name in the processed table; its unit stands last.
        label: Thai heading as printed in our own forms; recognised like ``headings``.
        headings: further spellings that offices use. Compared by match key, units in parentheses set aside.
        required: a sheet without it is not this table.
        choices: for ``Kind.CHOICE``: stored code -> spellings met.
        least, most: a readable number outside is kept and marked ``check``.
        additive: the figures of the areas below add up to the figure of the area above.
        share_of: for a percent that can be computed from the same row: the columns summed above the line, and those
            below it. The typed percent is compared with the computed one.
        ahead: a date that may lie after the day the data are of (a due date).
        typed: ``percent`` where the source is known to write percents without a sign; None: the values must tell.
        dash: what ``-`` or a blank says (handbook 11.5); None: the default of the kind, see ``dash_means``.
        shared: headings that other columns of the table claim too (คน, ร้อยละ): taken for this one only where the
            heading above, the column before or the lack of any other reading says so. A percent with ``share_of``
            claims every word for a percent.
        follows: the column it stands beside where it is headed by a shared heading.
        flow: what months do to it: ``flow`` is of the month alone and adds up, ``stock`` is a state at a date,
            ``cumulative`` counts since the start of the fiscal year; None: sheets differ, they must tell.
    """

    name: str
    kind: Kind
    label: str
    headings: tuple[str, ...] = ()
    required: bool = False
    personal: Personal = Personal.NO
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    additive: bool = False
    share_of: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    ahead: bool = False
    typed: Literal["percent"] | None = None
    dash: Literal["zero", "missing"] | None = None
    flow: Literal["flow", "stock", "cumulative"] | None = None
    shared: tuple[str, ...] = ()
    follows: str = ""

    @property
    def dash_means(self) -> Literal["zero", "missing"]:
        """A dash among other figures of its row is no count, and is money that nobody stated (handbook 11.5)."""
        return self.dash or ("zero" if self.kind is Kind.COUNT else "missing")

    @property
    def is_stored(self) -> bool:
        """Whether it reaches the processed table: personal text does not, what it says about presence does."""
        return self.personal is not Personal.DROP or self.kind in (Kind.PRESENCE, Kind.PHONE)


@dataclass(frozen=True)
class Spread:
    """Values laid out sideways: each heading is a month, a channel, a category … and holds ``value``.

    Attributes:
        value: the column that the cells under such headings fill.
        by: the columns the headings may name (``month`` and choice columns of the table).
    """

    value: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """An input table.

    Attributes:
        name: the contract's name; folder of its parquet files.
        title: Thai, names the file a page waits for.
        row: what one row is.
        columns: its own columns, without areas (``AREA_COLUMNS``) and provenance (``PROVENANCE``).
        key: columns that tell rows apart, areas by ``area`` (the deepest code and its level).
        loose: parts of the key that may be blank: of figures of a whole year, of a list that does not say whose it is.
            Blank is one more value of the key.
        year: the column that holds its year: ``fiscal_year``, ``bmn_year`` or none.
        spread: how it is read when values are laid out sideways.
        is_area: a row is about an area (its level is stored as ``area_level``), not about a thing within one.
        national: a sheet that names no area at all is the whole country's.
        merged: rows of equal key from different files complete each other column by column.
        control: given one sheet's rows, the columns it can only check (it is then never ingested), or None for data.
        rules: what must hold between the columns of a row.
        one_of: groups of columns (areas too); a sheet that has none of a group's is not this table. ``Column.required``
            is a group of one.
        units: headings of the column of offices where districts and the province office itself are rows, as in a budget
            (handbook 1.2). Under them the bare word จังหวัด, or สนจ./สพจ., is the province office's own row, no total.
        words: words in titles, sheet or file name that speak for this table where headings fit another one as well.
        file_year: pattern of a file name whose group ``year`` gives the year where the contents are silent.
    """

    name: str
    title: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    loose: tuple[str, ...] = ("month", "area_id")
    year: str | None = "fiscal_year"
    spread: Spread | None = None
    is_area: bool = False
    national: bool = False
    merged: bool = False
    rules: tuple[RowRule, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    units: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    file_year: str | None = None
    control: Callable[[pd.DataFrame], list[str] | None] | None = None

    @property
    def stored(self) -> tuple[str, ...]:
        """Columns of the processed table, in order: its year, areas, its own, provenance."""
        year = (self.year,) if self.year else ()
        own = (c.name for c in self.columns if c.is_stored and c.name not in year)
        return (*year, *AREA_COLUMNS, *own, *PROVENANCE)

    @property
    def has_month(self) -> bool:
        """Whether a row may be about a month."""
        return any(c.name == "month" for c in self.columns)

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError where there is none."""
        return next(c for c in self.columns if c.name == name)


def count(name: str, label: str, *headings: str, **more: Any) -> Column:
    """A column of counts that add up, none below zero."""
    return Column(name, Kind.COUNT, label, headings, **{"least": 0, "additive": True, **more})


def baht(name: str, label: str, *headings: str, **more: Any) -> Column:
    """A column of money that adds up, none below zero."""
    return Column(name, Kind.BAHT, label, headings, **{"least": 0, "additive": True, **more})


def share(
    name: str, label: str, *headings: str, of: tuple[tuple[str, ...], tuple[str, ...]] | None = None, **more: Any
) -> Column:
    """A column of percents; ``of``: the columns it is computed from, above the line and below."""
    return Column(name, Kind.PCT, label, headings, share_of=of, **{"least": 0, "most": 100, **more})


def chosen(name: str, label: str, *headings: str, choices: Mapping[str, tuple[str, ...]], **more: Any) -> Column:
    """A column of choices: stored code -> spellings met."""
    return Column(name, Kind.CHOICE, label, headings, choices=choices, **more)


def person(name: str, label: str, *headings: str, hashed: bool = False, **more: Any) -> Column:
    """A column that names or numbers a person, a house or a phone: dropped, or kept as a keyed hash."""
    kind, personal = (Kind.CODE, Personal.HASH) if hashed else (Kind.TEXT, Personal.DROP)
    return Column(name, kind, label, headings, personal=personal, **more)
