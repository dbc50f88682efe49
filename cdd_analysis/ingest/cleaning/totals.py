"""A sheet's own totals, in columns and in rows, beside what its figures add up to. Compared, never ingested."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.datasets import Kind
from cdd_analysis.ingest.cleaning.rows import DATA, GROUP, TOTAL, Kinds
from cdd_analysis.ingest.cleaning.values import Numbers, Rows
from cdd_analysis.ingest.compare import place, tolerance
from cdd_analysis.ingest.problems import problem
from cdd_analysis.ingest.recognition.headings import Meaning
from cdd_analysis.ingest.recognition.recognise import Region

Ledger = dict[str, object]
Figures = npt.NDArray[np.float64]


def sheet_totals(region: Region, kinds: Kinds, rows: Rows, numbers: Numbers, codes: pd.DataFrame) -> Iterator[Ledger]:
    """Every total a region states, as a ledger row of kind "control".

    Args:
        region: the recognised table.
        kinds: kind of each of its rows.
        rows: its rows of data, as positions on the sheet.
        numbers: its figures.
        codes: area codes, one row per row of data.
    """
    yield from _total_columns(region, rows, numbers, codes)
    yield from _total_rows(region, kinds, rows, numbers, codes)


def as_problem(one: Ledger) -> dict[str, object]:
    """The problem row of a total that does not agree, with both figures."""
    names = ("table", "source_file", "source_sheet", "source_row", "column", "at", "province_code", "district_code")
    stated, computed = (f"{one[name]:,.2f}" for name in ("stated", "computed"))
    facts = {name: one[name] for name in names}
    return problem("control", **facts, value=stated, expected=computed, label=one["scope"])


def _total_columns(region: Region, rows: Rows, numbers: Numbers, codes: pd.DataFrame) -> Iterator[Ledger]:
    """Total columns: against the headings of the same row that they sum up."""
    for c, m in enumerate(region.meanings):
        if c not in numbers or not (m.total or region.is_whole(m)):
            continue
        beside = [o for o, other in enumerate(region.meanings) if o in numbers and _is_part(region, m, other)]
        parts = [_scaled(region, numbers, o) for o in beside]
        if not parts:
            continue
        stated, computed = _scaled(region, numbers, c), np.nansum(parts, axis=0)
        for at, row in enumerate(rows):
            if not np.isnan(stated[row]):
                scope = f"ช่อง “{m.text}” แถวที่ {row + 1}"
                code = codes.iloc[at]
                yield control(region, c, scope, stated[row], computed[row], row, rows[at : at + 1], code)


def _is_part(region: Region, total: Meaning, other: Meaning) -> bool:
    """Whether a heading is one of those that a total heading sums up."""
    if other.column != total.column or other.total or not other.fixed or region.is_whole(other):
        return False
    return {item for item in total.fixed if item[1] != "all"} <= set(other.fixed)


def _scaled(region: Region, numbers: Numbers, c: int) -> Figures:
    """A column of the sheet, money in baht."""
    own = {column.name: column.kind for column in region.table.columns}
    m = region.meanings[c]
    return numbers.values(c) * (region.scale(m) if own.get(m.column) is Kind.BAHT else 1.0)


def _total_rows(region: Region, kinds: Kinds, rows: Rows, numbers: Numbers, codes: pd.DataFrame) -> Iterator[Ledger]:
    """Total rows: against the data rows above them, since the last total or group, or since the first row; where the
    totals of a sheet stand above their parts, against the rows below instead."""
    leads = _leads(kinds)
    for offset in map(int, np.flatnonzero(kinds == TOTAL)):
        row = region.first + offset
        label = next((str(v) for v in region.sheet.cells[row] if isinstance(v, str) and v), "รวม").strip()
        if not label.startswith(("รวม", "ยอดรวม")):
            continue
        whole, block = _parts_of(region.first + np.flatnonzero(np.isin(kinds, [TOTAL, GROUP])), rows, row, leads)
        for c in (c for c in numbers.at if _adds_up(region, c)):
            values, m = _scaled(region, numbers, c), region.meanings[c]
            if np.isnan(values[row]):
                continue
            summed = _summed(values, values[row], whole, block, label, tolerance(region.table, m.column))
            scope = f"แถว “{label}” (แถวที่ {row + 1}) ช่อง “{m.text}”"
            computed = float(np.nansum(values[summed]))
            shared = _shared(codes[np.isin(rows, summed)])
            yield control(region, c, scope, values[row], computed, row, summed, shared)


def _adds_up(region: Region, c: int) -> bool:
    own = {column.name: column.kind for column in region.table.columns}
    return own.get(region.meanings[c].column) in (Kind.BAHT, Kind.COUNT)


def _leads(kinds: Kinds) -> bool:
    """Whether the totals of a sheet stand above their parts: one comes before any row of data."""
    totals, data = np.flatnonzero(kinds == TOTAL), np.flatnonzero(kinds == DATA)
    return bool(len(totals) and len(data) and totals[0] < data[0])


def _parts_of(breaks: Rows, rows: Rows, row: int, leads: bool) -> tuple[Rows, Rows]:
    """The rows a total in ``row`` may sum up: all on its side, and those up to the next total or group there."""
    if leads and (below := rows[rows > row]).size:
        later = breaks[breaks > row]
        return below, below[below < (later[0] if len(later) else np.inf)]
    above, earlier = rows[rows < row], breaks[breaks < row]
    return above, above[above > (earlier[-1] if len(earlier) else -1)]


def _summed(values: Figures, stated: float, above: Rows, block: Rows, label: str, allowed: float) -> Rows:
    """The rows a total row is about: its block if that agrees or it is a subtotal, else all on its side."""
    agrees = round(abs(float(np.nansum(values[block])) - stated), 2) <= allowed
    is_subtotal = 0 < len(block) < len(above) and "ทั้ง" not in label
    return block if agrees or is_subtotal else above


def _shared(codes: pd.DataFrame) -> pd.Series:
    """The province (and district) that all of these rows share, to whom their total belongs."""
    shared = {f"{level}_code": codes[f"{level}_code"].unique() for level in ("province", "district")}
    return pd.Series({name: found[0] if len(found) == 1 else None for name, found in shared.items()}, dtype=object)


def control(
    region: Region, c: int, scope: str, stated: float, computed: float, row: int, summed: Rows, code: pd.Series
) -> Ledger:
    """A ledger row: what column ``c`` states in ``row`` beside the sum of the rows ``summed``; ``code`` says whose.

    Both sides stand on the sheet and are of its date.
    """
    difference = round(float(stated - computed), 2)
    m, sheet, day = region.meanings[c], region.sheet, region.context.as_of_date
    between = (int(summed[0]) + 1, int(summed[-1]) + 1) if len(summed) else (row + 1, row + 1)
    return {
        "kind": "control",
        "table": region.table.name,
        "column": region.meanings[c].column,
        "at": c,
        "scope": scope,
        "stated": float(stated),
        "computed": float(computed),
        "difference": difference if abs(difference) > tolerance(region.table, m.column) else 0.0,
        "comparison": "sheet_total",
        "month": next((pd.Timestamp(str(value)) for name, value in m.fixed if name == "month"), None),
        "area_level": next((level for level in ("district", "province") if code[f"{level}_code"]), None),
        "as_of_stated": day and pd.Timestamp(day),
        "as_of_computed": day and pd.Timestamp(day),
        "source_stated": place(sheet.file, sheet.name, row + 1, row + 1),
        "source_computed": place(sheet.file, sheet.name, *between),
        "source_file": sheet.file,
        "source_sheet": sheet.name,
        "source_row": int(row) + 1,
        "province_code": code["province_code"],
        "district_code": code["district_code"],
    }
