"""Cells of a column -> typed values, by the column's kind. What cannot be read is missing and told of, not guessed."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.datasets import Column, Kind, Personal
from cdd_analysis.ingest import personal
from cdd_analysis.ingest.reading.cells import Cells
from cdd_analysis.thai.dates import Period, parse_dates, parse_month, parse_year, read_year, thai_date
from cdd_analysis.thai.numbers import parse_cells
from cdd_analysis.thai.text import as_text, ascii_digits, clean, match_key

#: Kinds that hold figures; everything else tells rows apart or describes them.
FIGURES = (Kind.COUNT, Kind.BAHT, Kind.NUMBER, Kind.PCT)
_YES = {match_key(t) for t in ("มี", "ใช่", "ผ่าน", "ตกเกณฑ์", "ครบ", "ครบถ้วน", "yes", "true")}
_YES |= {"✓", "✔", "√", "☑", "/", "1", "๑", "x/"}
_NO = {match_key(t) for t in ("ไม่มี", "ไม่ใช่", "ไม่ผ่าน", "ไม่ตกเกณฑ์", "ไม่ครบ", "ไม่ครบถ้วน", "no", "false")}
_NO |= {"x", "×", "✗", "✘", "☐", "☒", "-", "–", "—", "0", "๐"}
#: A thousand times the nation's yearly product in baht; what is larger is no figure, and sums with it mean nothing.
MOST = 1e16
Rows = npt.NDArray[np.intp]
Figures = npt.NDArray[np.float64]
#: What was read of each cell: ``Number.state``.
States = npt.NDArray[np.object_]
_PHONE = re.compile(r"^0\d{8,9}$")
_FAULTS = {"unreadable": "unreadable_number", "error": "error_cell"}


@dataclass
class Parsed:
    """Values of a column (an array or Series, one per row) and what was wrong: (position, rule, value as read, what is
    expected). ``told`` is what holds for the column as a whole: (rule, value, what is expected)."""

    values: Any
    faults: list[tuple[int, str, object, str]] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Numbers:
    """Cells read as numbers, column by column: arrays of rows x columns, positions of the sheet's columns in ``at``."""

    value: Figures
    state: States
    scale: Figures
    is_percent: npt.NDArray[np.bool_]
    at: dict[int, int]

    def __contains__(self, column: int) -> bool:
        return column in self.at

    def values(self, column: int) -> Figures:
        """The values of one column of the sheet, every row of it."""
        return self.value[:, self.at[column]]

    @functools.cached_property
    def has_number(self) -> npt.NDArray[np.bool_]:
        """For each row, whether any of these columns holds a readable number."""
        return np.asarray((~np.isnan(self.value)).any(axis=1))


def read_numbers(cells: Cells, columns: list[int]) -> Numbers:
    """Every figure of a sheet in one call: the work is that of its distinct texts, not of its cells."""
    read = parse_cells(cells[:, columns])
    wild = np.abs(read["value"]) > MOST
    read["value"][wild], read["state"][wild] = np.nan, "unreadable"
    at = {column: i for i, column in enumerate(columns)}
    return Numbers(read["value"], read["state"], read["scale"], read["is_percent"], at)


def parse(column: Column, raw: pd.Series, *, years: pd.Series | None = None, period: Period | None = None) -> Parsed:
    """Read a column that is no figure.

    Args:
        column: what it is.
        raw: its cells, index 0…n-1, blank as "".
        years: for months without a year: the fiscal year of each row.
        period: for dates without a year: the first and last day of what the report is about.
    """
    if column.kind is Kind.MONTH:
        return _months(raw, years)
    if column.kind is Kind.DATE:
        return _dates(raw, period)
    return _READERS[column.kind](column, raw)


def figures(
    column: Column, numbers: Numbers, at: int, rows: Rows, cells: Cells, scale: float | npt.NDArray[np.float64] = 1.0
) -> Parsed:
    """Column ``at`` of a sheet as figures of ``column``, scaled where it is money.

    Args:
        column: what it is.
        numbers: the sheet's figures as read.
        at: position of the column on the sheet.
        rows: rows of the sheet to take.
        cells: the sheet, for what to say of a cell that cannot be read.
        scale: what the heading, the titles or, for each row, a column of units say money is counted in.
    """
    i = numbers.at[at]
    values, state = numbers.value[rows, i], numbers.state[rows, i]
    parsed = Parsed(values)
    if (state != "number").any():
        parsed = _with_gaps(column, values, state, numbers.has_number[rows], cells[rows, at])
    if column.kind is Kind.BAHT and np.any(np.not_equal(scale, 1)):
        own = numbers.scale[rows, i] != 1
        parsed.values = np.where(own, values, (values * scale).round(2))
    return parsed


def _with_gaps(column: Column, values: Figures, state: States, reported: npt.NDArray[np.bool_], raw: Cells) -> Parsed:
    """Figures of a column of which some cells hold none, and what is told of those."""
    parsed = Parsed(without_figure(column, values, state, reported))
    if is_broken(state):
        parsed.told.append(("broken_column", str(raw[state == "error"][0]), ""))
        state = np.where(state == "error", "blank", state)
    for place in np.flatnonzero(np.isin(state, list(_FAULTS))):
        parsed.faults.append((int(place), _FAULTS[state[place]], raw[place], ""))
    reasons = Counter(clean(str(cell)) for cell in raw[state == "missing"])
    parsed.told += [("no_figure", reason, f"{count:,}") for reason, count in reasons.items()]
    return parsed


def without_figure(column: Column, values: Figures, state: States, reported: npt.NDArray[np.bool_]) -> Figures:
    """What a dash or ไม่มี says: nothing where the column is counted and the row reports another figure (11.5).

    A blank is what a form looks like before anybody fills it in: it is zero only where the column itself says so.
    """
    if column.dash_means != "zero":
        return values
    silent = (state == "dash") | ((state == "blank") & (column.dash == "zero"))
    return np.where(silent & reported, 0.0, values)


def is_broken(state: States) -> bool:
    """Whether every cell of a column that is filled at all is a formula's error: the column as a whole is lost."""
    filled = state[state != "blank"]
    return len(filled) > 1 and bool((filled == "error").all())


def _once(raw: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """Apply to each distinct cleaned text once."""
    texts = raw.map(as_text)
    codes, distinct = pd.factorize(texts)
    results = np.empty(len(distinct), dtype=object)
    results[:] = [read(clean(text)) for text in distinct]
    return pd.Series(results[codes], index=raw.index, dtype=object)


def _text(column: Column, raw: pd.Series) -> Parsed:
    """Free text, without what points at a person; a name of a place is none of those."""
    texts = _once(raw, lambda text: text or None)
    if column.name in personal.PLACES:
        return Parsed(texts)
    values, at = personal.masked_texts(texts)
    return Parsed(values, [(i, "personal_text", personal.MASK, personal.told(texts.iloc[i])) for i in at])


def _code(column: Column, raw: pd.Series) -> Parsed:
    codes = _once(raw, lambda text: ascii_digits(re.sub(r"\s+", "", text)) or None)
    if column.personal is Personal.HASH:
        damaged = {code for code in codes.dropna().unique() if personal.is_damaged(column.name, code)}
        at = np.flatnonzero(codes.isin(list(damaged)).to_numpy())
        return Parsed(personal.hashed(codes), [(int(i), "damaged_id", personal.MASK, "") for i in at])
    return _without_ids(codes)


def _without_ids(codes: pd.Series) -> Parsed:
    """Codes of things; one that is a person's number (an owner's own id given to the business) becomes its hash."""
    persons = {code for code in codes.dropna().unique() if personal.is_personal_code(code)}
    own = codes.isin(list(persons)).to_numpy()
    if not own.any():
        return Parsed(codes)
    values = codes.where(~own, personal.hashed(codes))
    return Parsed(values, [(int(i), "id_as_code", personal.MASK, "") for i in np.flatnonzero(own)])


_RATIO = re.compile(r"(\d{1,3}) ?[:/] ?(\d{1,3})")


def _ratio(column: Column, raw: pd.Series) -> Parsed:
    """Ratios: ``1:2``, and the time 01:02 or the day 1 February that a spreadsheet made of it."""

    def read(cell: object) -> object:
        if cell == "":
            return None
        if isinstance(cell, dt.datetime | dt.date):
            return f"{cell.day}:{cell.month}"
        if isinstance(cell, dt.time):
            return f"{cell.hour}:{cell.minute}"
        if isinstance(cell, dt.timedelta):
            return f"{int(cell.total_seconds()) // 3600}:{int(cell.total_seconds()) // 60 % 60}"
        found = _RATIO.fullmatch(ascii_digits(clean(str(cell))))
        return f"{int(found[1])}:{int(found[2])}" if found else "?"

    return _with_faults(raw.map(read), raw, "unreadable_ratio", "1:2")


def _year(column: Column, raw: pd.Series) -> Parsed:
    def read(text: str) -> object:
        try:
            return parse_year(text) if text else None
        except ValueError:
            return "?"

    return _with_faults(_once(raw, read), raw, "unreadable_year")


def _choice(column: Column, raw: pd.Series) -> Parsed:
    spellings = {match_key(s): code for code, many in column.choices.items() for s in many}
    spellings |= {match_key(code): code for code in column.choices}
    exact = {clean(s): code for code, many in column.choices.items() for s in many}

    def read(text: str) -> object:
        if not text or text in ("-", "–"):
            return None
        return exact.get(text) or spellings.get(match_key(text), "?")

    expected = ", ".join(many[0] for many in column.choices.values())
    return _with_faults(_once(raw, read), raw, "unknown_choice", expected)


def _flag(column: Column, raw: pd.Series) -> Parsed:
    def read(text: str) -> object:
        if not text:
            return None
        key = match_key(text) or text.casefold()
        if text.casefold() in _NO or key in _NO:
            return False
        return True if text in _YES or key in _YES else "?"

    return _with_faults(_once(raw, read), raw, "unknown_flag")


def _presence(column: Column, raw: pd.Series) -> Parsed:
    absent = {"", "-", "–", "ไม่มี", "ไม่มีข้อมูล", "n/a"}
    return Parsed(_once(raw, lambda text: text.casefold() not in absent))


def _phone(column: Column, raw: pd.Series) -> Parsed:
    def read(text: str) -> object:
        bare = re.sub(r"[\s\-.()]", "", text).replace("+66", "0")
        return ("valid" if _PHONE.match(bare) else "invalid") if bare else None

    return Parsed(_once(raw, read))


def _months(raw: pd.Series, years: pd.Series | None) -> Parsed:
    pairs = pd.DataFrame({"cell": raw.map(str), "year": years if years is not None else None})
    cache: dict[tuple[str, object], object] = {}
    months = []
    for cell, text, year in zip(raw, pairs["cell"], pairs["year"], strict=True):
        place = (text, None if pd.isna(year) else int(year))
        if place not in cache:
            cache[place] = parse_month(cell, year=place[1]) if text else None
        months.append(cache[place])
    values = pd.Series(pd.to_datetime(pd.Series(months, dtype=object)), index=raw.index).astype("datetime64[us]")
    wrong = np.flatnonzero((values.isna() & (pairs["cell"] != "")).to_numpy())
    return Parsed(values, [(int(i), "unreadable_month", raw.iloc[i], "") for i in wrong])


def _dates(raw: pd.Series, period: Period | None) -> Parsed:
    read = parse_dates(raw, period=period)
    values = read["value"].reset_index(drop=True).astype("datetime64[us]")
    parsed = Parsed(values, told=[*_mixed_eras(raw), *_years_from(raw, values, period)])
    for i in np.flatnonzero(read["state"].isin(["unreadable", "ambiguous"]).to_numpy()):
        parsed.faults.append((int(i), *_why_no_date(raw.iloc[i])))
    return parsed


def _mixed_eras(raw: pd.Series) -> list[tuple[str, str, str]]:
    """Years of both eras written in one column: each is read by its range, and somebody ought to look (11.2)."""
    first: dict[bool, str] = {}
    for cell in pd.unique(raw):
        if (is_common := era_of(cell)) is not None:
            first.setdefault(is_common, str(cell))
    return [("mixed_eras", first[False], first[True])] if len(first) > 1 else []


def era_of(cell: object) -> bool | None:
    """Whether the year of a date is written in the Common Era; None where its digits do not tell."""
    written = read_year(cell)
    return written.is_common_era if written and written.year and not written.is_thai else None


def lacks_year(cell: object) -> bool:
    """Whether a date is written without its year."""
    written = read_year(cell)
    return bool(written and written.year is None and written.short_year is None)


def _years_from(raw: pd.Series, values: pd.Series, period: Period | None) -> list[tuple[str, str, str]]:
    """How many dates without a year took it from the report's period."""
    if period is None:
        return []
    bare = set(filter(lacks_year, pd.unique(raw)))
    count = int((raw.isin(bare).to_numpy() & values.notna().to_numpy()).sum())
    return [("date_of_period", f"{count:,}", f"{thai_date(period[0])} ถึง {thai_date(period[1])}")] if count else []


def _why_no_date(cell: object) -> tuple[str, object, str]:
    """Rule, value and, where a year of two digits may be of either era, both readings."""
    written = read_year(cell)
    if written is None or written.year is not None:
        return "unreadable_date", cell, ""
    if written.short_year is None:
        return "date_without_year", cell, ""
    return "ambiguous_date", cell, f"พ.ศ. {2500 + written.short_year} หรือ ค.ศ. {2000 + written.short_year}"


def _with_faults(values: pd.Series, raw: pd.Series, rule: str, expected: str = "") -> Parsed:
    wrong = np.flatnonzero((values == "?").to_numpy())
    return Parsed(values.where(values != "?", None), [(int(i), rule, raw.iloc[i], expected) for i in wrong])


_READERS: dict[Kind, Callable[[Column, pd.Series], Parsed]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.RATIO: _ratio,
    Kind.YEAR: _year,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.PRESENCE: _presence,
    Kind.PHONE: _phone,
}
