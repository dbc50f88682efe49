"""Build a case alone and say in what the result is not as the truth says. Independent of how the reader works."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd

from cdd_analysis.datasets import Kind, Personal
from cdd_analysis.ingest.build import BuildReport, build
from cdd_analysis.ingest.store import Processed
from tests.corpus.draft import Draft, Line, Page, lay_out
from tests.corpus.truth import Record
from tests.corpus.writers import TEXT, write

#: Told for information wherever it is true; no case need expect it.
_MAY_BE_TOLD = {"context_assumed", "area_filled_down", "lone_text"}
_FORMATS_WITHOUT_NAMES = {*TEXT}
#: Told apart within one row of a sheet.
_SPLITS = ("month", "category", "channel")
_CENT = 0.005
Place = tuple[Any, ...]


def differences(draft: Draft, form: str, folder: Path) -> list[str]:
    """Write the draft, build it, and compare: cells, places, problems, ledger. Empty where all is as it must be."""
    files = write(draft, form, folder / "raw")
    report = build(folder / "raw", folder / "processed")
    if draft.refused:
        return _refusal(draft, report)
    if report.failed:
        return [f"not read: {one.error}" for one in report.failed]
    processed = Processed(folder / "processed")
    sheets = {id(page): _sheet_name(page, form) for page in draft.pages}
    where = {id(line): (files[id(page)], sheets[id(page)], row) for page in draft.pages for line, row in _rows(page)}
    return [
        *_tables(draft, report),
        *_cells(draft, processed.read(draft.truth.table.name), where),
        *_problems(draft, processed.problems(), where),
        *_ledger(draft, processed.ledger()),
        *_personal(draft, folder / "processed", processed),
    ]


def _refusal(draft: Draft, report: BuildReport) -> list[str]:
    said = " ".join(one.error for one in report.failed)
    kept = sum(report.tables.values())
    return (
        [] if draft.refused in said and not kept else [f"refusal: '{draft.refused}' is not in '{said}', or {kept} rows"]
    )


def _sheet_name(page: Page, form: str) -> str:
    return "" if form in TEXT else "table1" if form == "html" else page.name


def _rows(page: Page) -> list[tuple[Line, int]]:
    at = lay_out(page).at
    return [(line, at[id(line)]) for line in page.lines]


def _tables(draft: Draft, report: BuildReport) -> list[str]:
    extra = {name: rows for name, rows in report.tables.items() if name != draft.truth.table.name}
    return [f"other tables: {extra}"] if extra else []


# -- cells ---------------------------------------------------------------------------------------------------------


def _cells(draft: Draft, frame: pd.DataFrame, where: dict[int, Place]) -> list[str]:
    wanted = {
        (*where[id(line)], *(_plain(record.get(name)) for name in _SPLITS)): record
        for line in draft.lines()
        for record in line.gives
    }
    splits = [name for name in _SPLITS if name in frame]
    came: dict[Place, Record] = {}
    for row in frame.to_dict("records"):
        split = tuple(_plain(row[name]) if name in splits else None for name in _SPLITS)
        came[(row["source_file"], row["source_sheet"], int(row["source_row"]), *split)] = row  # type: ignore[assignment]
    found = [f"lost: {place}" for place in wanted if place not in came]
    found += [f"not in the truth: {place}" for place in came if place not in wanted]
    ids: dict[str, str] = {}
    for place in wanted.keys() & came.keys():
        found += [f"{place}: {text}" for text in _unequal(draft, wanted[place], came[place], ids)]
    return found


def _unequal(draft: Draft, wanted: Record, came: Record, ids: dict[str, str]) -> list[str]:
    found = []
    specs = {column.name: column for column in draft.truth.table.columns}
    for name in came:
        if name.startswith("source_") or name == "merged_from":
            continue
        truth, value = _plain(wanted.get(name)), _plain(came[name])
        if name in specs and specs[name].personal is Personal.HASH and truth is not None:
            truth = _hash(str(truth), str(value), ids)
        if truth != value and not (
            isinstance(truth, float) and isinstance(value, float) and abs(truth - value) < _CENT
        ):
            found.append(f"{name}: expected {truth!r}, came {value!r}")
    return found


def _hash(secret: str, value: str, ids: dict[str, str]) -> str:
    """The hash that must stand for an id or a name: whatever stood for it first, and for no other one."""
    bare = re.sub(r"[\s-]", "", secret)
    if re.fullmatch("[0-9a-f]{16}", value) and value not in ids.values():
        ids.setdefault(bare, value)
    return ids.get(bare, "a keyed hash")


def _plain(value: Any) -> Any:
    """A value of a truth or of a frame in one form: days as text, numbers as float, what is missing as None."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return bool(value)
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        return float(value)
    return str(value)


# -- problems ------------------------------------------------------------------------------------------------------


def _problems(draft: Draft, problems: pd.DataFrame, where: dict[int, Place]) -> list[str]:
    left = problems.to_dict("records")
    found = []
    for told in draft.told:
        place = where[id(told.line)] if told.line is not None else None
        match = [
            one
            for one in left
            if one["rule"] in told.rules
            and told.column in (None, one["column"])
            and place in (None, (one["source_file"], one["source_sheet"], one["source_row"]))
        ]
        if not match:
            found.append(f"not told: {' or '.join(told.rules)}, column {told.column}, at {place}")
        left = [one for one in left if one not in match]
    may = _MAY_BE_TOLD | draft.noted
    for one in left:
        if one["rule"] not in may:
            found.append(f"told: {one['rule']} ({one['severity']}) row {one['source_row']}: {one['message']}")
    return found


# -- ledger --------------------------------------------------------------------------------------------------------


def _ledger(draft: Draft, ledger: pd.DataFrame) -> list[str]:
    sheets = ledger[ledger["kind"] == "sheet"]
    parts = [c for c in sheets if c.startswith("rows_") and c != "rows_read"]
    found = []
    if (sheets[parts].sum(axis=1) != sheets["rows_read"]).any():
        found.append("the rows of a sheet do not add up")
    laid = sum(len(lay_out(page).rows) for page in draft.pages)
    if sheets["rows_read"].sum() != laid:
        found.append(f"rows read: expected {laid}, came {sheets['rows_read'].sum():.0f}")
    lines = list(draft.lines())
    for kind in ("kept", "total", "duplicate", "rejected"):
        own = sum(line.counted == kind for line in lines)
        if sheets[f"rows_{kind}"].sum() != own:
            found.append(f"rows {kind}: expected {own}, came {sheets[f'rows_{kind}'].sum():.0f}")
    return found + _baht(draft, sheets, lines)


def _baht(draft: Draft, sheets: pd.DataFrame, lines: list[Line]) -> list[str]:
    money = [column.name for column in draft.truth.table.columns if column.kind is Kind.BAHT]
    wanted = {
        "kept": sum(float(record.get(name) or 0) for line in lines for record in line.gives for name in money),
        "duplicate": sum(line.baht for line in lines if line.counted == "duplicate"),
        "rejected": sum(line.baht for line in lines if line.counted == "rejected"),
    }
    wanted["read"] = sum(wanted.values())
    came = {name: float(sheets[f"baht_{name}"].fillna(0).sum()) for name in wanted}
    return [
        f"baht {name}: expected {wanted[name]:,.2f}, came {came[name]:,.2f}"
        for name in wanted
        if abs(wanted[name] - came[name]) > _CENT
    ]


# -- persons -------------------------------------------------------------------------------------------------------


def _personal(draft: Draft, folder: Path, processed: Processed) -> list[str]:
    """Nothing that names a person, a house or a phone is left in anything written."""
    secrets = {str(row[name]) for name in draft.truth.personal() for row in draft.truth.rows if row[name]}
    if not secrets:
        return []
    frames = [processed.read(draft.truth.table.name), processed.problems(), processed.ledger()]
    told = [str(value) for frame in frames for name in frame for value in frame[name].dropna().unique()]
    told.append((folder / "build.json").read_text(encoding="utf-8"))
    return [f"a person's '{secret}' is in '{text}'" for secret in sorted(secrets) for text in told if secret in text]
