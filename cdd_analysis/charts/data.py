"""An exhibit's table made ready: names for codes, months for dates, values in printed units, numbers to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from cdd_analysis import areas
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.words import is_area
from cdd_analysis.thai.fiscal import thai_date, thai_month
from cdd_analysis.thai.numbers import format_number

MISSING = "–"


@dataclass(frozen=True)
class Numbers:
    """The numbers behind a chart: a heading per column, the rows as text, and the same in full precision."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[tuple[object, ...], ...]


def label(value: object) -> str:
    """How a category is printed: an area by its name, a month by its Thai name, a number without decimals."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return MISSING
    if isinstance(value, (date, datetime)):
        return thai_month(value, short=True, year=True) if value.day == 1 else thai_date(value, short=True)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def labels(frame: pd.DataFrame, column: str) -> list[str]:
    """The categories of ``column`` as printed; columns of area codes (``…_code``, ``area``) as names.

    A row of an office among areas is no code and stands in its own words.
    """
    values = frame[column].tolist()
    if not (column.endswith("_code") or column == "area"):
        return [label(value) for value in values]
    return [areas.name(value) if is_area(str(value)) else label(value) for value in values]


def is_values(column: pd.Series) -> bool:
    """Whether a column holds figures, not categories."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def sideways(exhibit: Exhibit) -> tuple[str, str]:
    """(category column, value column) of a horizontal chart, whichever of x and y holds the figures."""
    x, y = exhibit.x, exhibit.y
    return (y, x) if is_values(exhibit.frame[x]) or not is_values(exhibit.frame[y]) else (x, y)


def wide(exhibit: Exhibit, category: str, value: str) -> pd.DataFrame:
    """Values in printed units: a row per category, a column per series, both in the order they come."""
    categories = labels(exhibit.frame, category)
    series = labels(exhibit.frame, exhibit.series) if exhibit.series else [""] * len(categories)
    return _spread(categories, series, printed(exhibit, value))


def grid(exhibit: Exhibit) -> pd.DataFrame:
    """A heat map's values: a row per y, a column per x, in the order they come."""
    rows, columns = labels(exhibit.frame, exhibit.y), labels(exhibit.frame, exhibit.x)
    return _spread(rows, columns, printed(exhibit, value_column(exhibit)))


def printed(exhibit: Exhibit, column: str) -> np.ndarray:
    """The figures of ``column`` in printed units."""
    return exhibit.frame[column].to_numpy(dtype="float64", na_value=np.nan) / exhibit.scale


def _spread(rows: list[str], columns: list[str], values: np.ndarray) -> pd.DataFrame:
    """Of values that share row and column, the first."""
    index, heads = ({name: place for place, name in enumerate(dict.fromkeys(names))} for names in (rows, columns))
    table = np.full((len(index), len(heads)), np.nan)
    for row, column, value in zip(reversed(rows), reversed(columns), values[::-1], strict=True):
        table[index[row], heads[column]] = value
    return pd.DataFrame(table, index=pd.Index(index, dtype=object), columns=pd.Index(heads, dtype=object))


def value_column(exhibit: Exhibit) -> str:
    """The column of a heat map's values: ``series`` where it is named, else the one column of figures left over."""
    if exhibit.series:
        return exhibit.series
    others = exhibit.frame.drop(columns=[exhibit.x, exhibit.y])
    return next(str(name) for name in others if is_values(others[name]))


def decimals(values: pd.Series | pd.DataFrame | np.ndarray, unit: str = "") -> int:
    """Decimals worth printing: none for whole numbers and large ones, one otherwise (handbook 0.3)."""
    flat = np.asarray(values, dtype="float64")
    flat = flat[~np.isnan(flat)]
    if (flat % 1 == 0).all():
        return 0
    return 0 if np.abs(flat).max() >= 1000 and "ร้อยละ" not in unit else 1


def numbers(exhibit: Exhibit) -> Numbers:
    """The numbers behind ``exhibit``, as its chart's table prints them."""
    if exhibit.form == "histogram":
        return _histogram_numbers(exhibit)
    return _table_numbers(figures(exhibit), exhibit.unit)


def figures(exhibit: Exhibit) -> pd.DataFrame:
    """The figures of any form but a histogram: a row per category, a column per series or per x, before and after."""
    if exhibit.form == "dots":
        return dots(exhibit).set_index("category").rename(columns={"before": "ก่อน", "after": "หลัง"})
    if exhibit.form == "heatmap":
        return grid(exhibit)
    if exhibit.form in ("line", "columns"):
        return wide(exhibit, exhibit.x, exhibit.y)
    return wide(exhibit, *sideways(exhibit))


def _table_numbers(table: pd.DataFrame, unit: str) -> Numbers:
    places = decimals(table, unit)
    heads = tuple(f"{name} ({unit})" if unit and name else str(name) or unit or "ค่า" for name in table.columns)
    named = [(str(name), row) for name, row in zip(table.index, _or_none(table), strict=True)]
    rows = tuple((name, *(format_number(value, places) for value in row)) for name, row in named)
    return Numbers(("รายการ", *heads), rows, tuple((name, *row) for name, row in named))


def _or_none(table: pd.DataFrame) -> list[list[float | None]]:
    return [[None if value != value else value for value in row] for row in table.to_numpy(dtype="float64").tolist()]


def bins(exhibit: Exhibit) -> tuple[list[float], list[int]]:
    """Round edges and counts of a histogram of x; a value on an edge counts above it, the last edge included."""
    values = printed(exhibit, exhibit.x)
    values = values[~np.isnan(values)]
    low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    edges = MaxNLocator(10, steps=[1, 2, 2.5, 3, 5, 10]).tick_values(low, high if high > low else low + 1)
    counts, _ = np.histogram(values, bins=edges)
    return [float(edge) for edge in edges], [int(n) for n in counts]


def _histogram_numbers(exhibit: Exhibit) -> Numbers:
    edges, counts = bins(exhibit)
    places = decimals(pd.Series(edges), exhibit.unit)
    ranges = [f"{format_number(a, places)} ถึง {format_number(b, places)}" for a, b in pairwise(edges)]
    rows = tuple((text, format_number(n)) for text, n in zip(ranges, counts, strict=True))
    heads = (f"ช่วง ({exhibit.unit})" if exhibit.unit else "ช่วง", "จำนวน")
    return Numbers(heads, rows, tuple(zip(ranges, counts, strict=True)))


def dots(exhibit: Exhibit) -> pd.DataFrame:
    """Before and after per category, in printed units: columns ``category``, ``before``, ``after``."""
    after = "x2" if "x2" in exhibit.frame else exhibit.series
    return pd.DataFrame(
        {
            "category": labels(exhibit.frame, exhibit.y),
            "before": printed(exhibit, exhibit.x),
            "after": printed(exhibit, after),
        }
    )
