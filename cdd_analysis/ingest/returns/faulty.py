"""The cells of rows that have something to correct or to check, kept for the fix list: raw files are not read twice.

One row is a cell. Cells of columns that may point at a person are masked, and so is what looks like an id or a
telephone number; a fingerprint tells whether a cell has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from cdd_analysis import project
from cdd_analysis.datasets import Personal
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.problems import MASK
from cdd_analysis.ingest.reading.cells import column_letters
from cdd_analysis.ingest.recognition.headings import AREA_HEADINGS
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.ingest.returns.edits import fingerprint, said, shown
from cdd_analysis.ingest.returns.expectations import is_personal
from cdd_analysis.ingest.store import FAULTY_SCHEMA
from cdd_analysis.thai.numbers import parse_number

#: Rows of one table on one sheet that are kept at most (assumption-D); a sheet with more goes back as a whole.
MOST_ROWS = 2000
#: Problems whose remedy may lie in any cell of the row.
_WHOLE_ROW = ("too_many_cells", "conflict", "superseded")
_AREA_NAMES = (*AREA_HEADINGS, *(f"id:{level}" for level in ("province", "district", "subdistrict", "village")))
#: Columns of records that a sheet names otherwise.
_COLUMN_OF = {f"{level}_code": (level, f"id:{level}") for level in ("province", "district", "subdistrict", "village")}


Problem = Mapping[str, object]


def faulty_rows(cleaned: Iterable[Cleaned], problems: Iterable[Problem]) -> pd.DataFrame:
    """The cells of every row that has a problem of severity fix or check, as ``FAULTY_SCHEMA``."""
    by_sheet: dict[tuple[object, ...], dict[int, list[Problem]]] = {}
    for one in problems:
        if one["severity"] != "info" and pd.notna(one["source_row"]):  # type: ignore[call-overload]
            sheet = (one["table"], one["source_file"], one["source_sheet"] or "")
            by_sheet.setdefault(sheet, {}).setdefault(int(float(str(one["source_row"]))), []).append(one)
    rows: list[dict[str, object]] = []
    key = project.salt() if by_sheet else b""
    for part in cleaned:
        region = part.region
        own = by_sheet.get((region.table.name, region.sheet.file, region.sheet.name), {})
        within = sorted(row for row in own if region.first < row <= region.last)
        for row, place in _places(part.codes, within[:MOST_ROWS]):
            rows += (cell | place for cell in _cells(region, row, own[row], key))
    frame = pd.DataFrame(rows, columns=FAULTY_SCHEMA.names)
    return frame.sort_values(["table", "source_file", "source_sheet", "source_row"], kind="stable", ignore_index=True)


def _cells(region: Region, row: int, problems: Sequence[Problem], key: bytes) -> Iterator[dict[str, object]]:
    found = _rules(region, row, problems)
    rules = {str(one["rule"]) for one in problems}
    whole = bool(rules & set(_WHOLE_ROW))
    for at, m in enumerate(region.meanings):
        cell = region.sheet.cells[row - 1, at]
        stray = "too_many_cells" in rules and cell != ""
        if not stray and (not m.column or m.column == "ignored"):
            continue
        visible = shown(cell, hidden=is_personal(region, at) or ("too_many_cells" in rules and _has_people(region)))
        yield {
            "table": region.table.name,
            "source_file": region.sheet.file,
            "source_sheet": region.sheet.name,
            "source_row": float(row),
            "letter": column_letters(at),
            "column": m.column,
            "label": m.text,
            "value": visible,
            "is_number": isinstance(cell, int | float) and not isinstance(cell, bool) and visible != MASK,
            "print": fingerprint(cell, key),
            "shown_print": fingerprint(visible, key),
            "rules": ",".join(sorted(found.get(at, ()))),
            "is_open": whole or at in found,
        }


def _rules(region: Region, row: int, problems: Sequence[Problem]) -> dict[int, set[str]]:
    """For each column of the sheet with something to correct, the rules that found fault with it."""
    found: dict[int, set[str]] = {}
    for one in problems:
        for at in _meant(region, row, one):
            found.setdefault(at, set()).add(str(one["rule"]))
    return found


def _meant(region: Region, row: int, one: Problem) -> list[int]:
    """The columns of the sheet in which a problem of a row can be corrected."""
    if isinstance(one.get("at"), int | np.integer):
        return [int(str(one["at"]))]
    if one["rule"] == "too_many_cells":
        return list(range(len(region.meanings)))
    is_area = one["column"] == "area" or one["rule"] == "no_area"
    names = _AREA_NAMES if is_area else _COLUMN_OF.get(str(one["column"]), (str(one["column"]),))
    every = [c for name in names for c in region.columns(name) if not region.meanings[c].total]
    if len(every) < 2:
        return every
    return [c for c in every if _says(region, row, c, one["value"])] or every


def _says(region: Region, row: int, at: int, value: object) -> bool:
    """Whether a cell says the value that a problem tells of, as text or as a figure in its own unit."""
    cell = region.sheet.cells[row - 1, at]
    if said(cell) == str(value):
        return True
    own, asked = parse_number(cell).value, parse_number(value).value
    return bool(np.isclose(own * region.scale(region.meanings[at]), asked))


def _places(codes: pd.DataFrame, rows: Sequence[int]) -> Iterator[tuple[int, dict[str, object]]]:
    """Each of these rows with its area: its own, else the one that all rows of its table share."""
    names = ("province_code", "district_code")
    shared = [_one(codes[name]) for name in names] if rows else []
    for row in rows:
        own = codes[codes.index == row]
        province, district = (_one(own[name]) or of_all for name, of_all in zip(names, shared, strict=True))
        inside = not (province and district) or district.startswith(province)
        yield row, {"province_code": province, "district_code": district if inside else None}


def _one(codes: pd.Series) -> str | None:
    """The one code that all of these rows have."""
    found = codes.dropna().unique()
    return str(found[0]) if len(found) == 1 else None


def _has_people(region: Region) -> bool:
    return any(column.personal is not Personal.NO for column in region.table.columns)
