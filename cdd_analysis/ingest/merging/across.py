"""What shows only across sheets and files: a sheet of another year, rows that repeat, money whose scale slips.

Nothing is changed here: every row stands under its own year and with its own value, and somebody is told to look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from cdd_analysis.datasets import AREA_COLUMNS, Kind, Table
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.merging.combine import Combined
from cdd_analysis.ingest.problems import problem

Problem = dict[str, object]
#: Powers of ten by which money is mistyped: baht for พันบาท or ล้านบาท (handbook 11.5).
_SLIPS = (3, 6)
#: How far from such a power, in powers of ten, a sheet may be as a whole, and most of its rows on their own.
_NEAR, _NEAR_EACH, _MOST = 0.3, 0.7, 0.7
#: Fewer rows than this say nothing of a column's scale.
_ROWS = 3
_PERIOD = ("fiscal_year", "bmn_year", "month", "period", "as_of_date")
_SOURCE = ["source_file", "source_sheet"]


def across(cleaned: Sequence[Cleaned], combined: Sequence[Combined]) -> list[Problem]:
    """Everything that shows only when all sheets of all files lie side by side."""
    found = [*other_years(cleaned), *repeated_rows(row for one in combined for row in one.ledger)]
    for one in combined:
        if one.whole is None:
            found.append(problem("not_compared", table=one.table.name, value=f"{one.rows:,}"))
        else:
            found += slipped_scales(one.table, one.whole)
    return found


def other_years(cleaned: Sequence[Cleaned]) -> Iterator[Problem]:
    """Sheets of one year in a file whose other sheets are all of another (handbook 11.1)."""
    files: dict[tuple[str, str], list[tuple[Cleaned, int]]] = defaultdict(list)
    for one in cleaned:
        name = one.region.table.year
        years = set(one.records[name].dropna()) if name and one.compared is None else set()
        if len(years) == 1:
            files[one.region.sheet.file, one.region.table.name].append((one, int(years.pop())))
    for (file, table), sheets in files.items():
        usual = _usual_year([year for _, year in sheets])
        for one, year in sheets:
            if usual is not None and year != usual:
                place = {"source_file": file, "source_sheet": one.region.sheet.name}
                yield problem("other_year", table=table, value=year, expected=str(usual), **place)


def _usual_year(years: list[int]) -> int | None:
    """The year that all sheets of a file but one are of, two at the least."""
    counts = Counter(years)
    usual, most = counts.most_common(1)[0]
    return usual if most > 1 and counts.total() - most == 1 else None


def repeated_rows(ledger: Iterable[Mapping[str, object]]) -> Iterator[Problem]:
    """Sheets with rows that another sheet or file holds too: counted once, from whichever is read first."""
    for row in ledger:
        if row["kind"] == "sheet" and row["rows_duplicate"]:
            place = {name: row[name] for name in ("table", *_SOURCE, "province_code")}
            yield problem("repeated_rows", value=f"{row['rows_duplicate']:,}", **place)


def slipped_scales(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    """Money of one sheet and period that is 10³ or 10⁶ away from the same column elsewhere, for the same areas.

    Each row is compared with the middle of what all sheets and periods say under the same key. Both values are told,
    since nothing says which of them is the slip.
    """
    periods = [name for name in _PERIOD if name in frame]
    key = [c for name in table.key for c in (AREA_COLUMNS if name == "area" else (name,)) if c not in _PERIOD]
    if frame.empty or not key:
        return
    for column in table.columns:
        if column.kind is Kind.BAHT and column.name in frame:
            rows = frame.loc[frame[column.name] > 0, [*key, *_SOURCE, *periods, column.name]]
            for source, own, others in _slips(rows, key, [*_SOURCE, *periods], column.name):
                place = dict(zip(_SOURCE, source, strict=False))
                value, expected = f"{own:,.2f}", f"{others:,.2f}"
                yield problem(
                    "scale_slip",
                    table=table.name,
                    column=column.name,
                    label=column.label,
                    value=value,
                    expected=expected,
                    **place,
                )


def _slips(
    rows: pd.DataFrame, key: list[str], source: list[str], value: str
) -> Iterator[tuple[tuple[str, ...], float, float]]:
    """Sources (file, sheet, period) that are a power away, with the middle of their values and of all others'."""
    if len(rows) < _ROWS or rows[source].drop_duplicates().shape[0] < 2:
        return
    numbers = pd.DataFrame({"log": np.log10(rows[value]), "source": rows.groupby(source, dropna=False).ngroup()})
    under = rows.groupby(key, dropna=False).ngroup()
    held = numbers.groupby(under)
    sources = held["source"].transform("nunique")
    numbers["off"] = numbers["log"] - held["log"].transform("median")
    # Of two, the middle lies half way between them: each is twice as far from the other.
    numbers["off"] *= np.where(sources == 2, 2, 1)
    for number, own in numbers[sources > 1].groupby("source"):
        power = next((p for p in _SLIPS if abs(abs(own["off"].median()) - p) < _NEAR), None)
        if power is None or len(own) < _ROWS:
            continue
        if (np.abs(np.abs(own["off"]) - power) < _NEAR_EACH).mean() < _MOST:
            continue
        others = rows.loc[under.isin(under[own.index]) & (numbers["source"] != number), value]
        first = rows.loc[own.index[0], source]
        yield tuple(map(str, first)), float(rows.loc[own.index, value].median()), float(others.median())
