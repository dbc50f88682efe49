"""``cdd build``: a folder of raw files -> ``data/processed``. The order in which files are read does not matter."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from cdd_analysis import project
from cdd_analysis.datasets import table, tables
from cdd_analysis.errors import CddError, NoData, UnrecognisedSheet
from cdd_analysis.ingest.across import across
from cdd_analysis.ingest.clean import Cleaned
from cdd_analysis.ingest.combine import Combined, combine
from cdd_analysis.ingest.correct import Corrections
from cdd_analysis.ingest.corrections import read_corrections
from cdd_analysis.ingest.edits import NotApplied
from cdd_analysis.ingest.faulty import faulty_rows
from cdd_analysis.ingest.fixlist_return import is_fixlist, may_be_fixlist, refuse_part, returned
from cdd_analysis.ingest.personal import masked
from cdd_analysis.ingest.problems import problems_frame
from cdd_analysis.ingest.recognise import recognise
from cdd_analysis.ingest.reconcile import reconcile, reconcile_tables
from cdd_analysis.ingest.sheets import Sheet, read_sheets, source_name
from cdd_analysis.ingest.store import (
    FAULTY_ROWS,
    FAULTY_SCHEMA,
    LEDGER_SCHEMA,
    PROBLEMS_SCHEMA,
    ledger_frame,
    schema,
    write,
)

#: A folder with this file in it holds made-up data; pages say so.
SAMPLE_MARK = ".cdd-sample"


@dataclass(frozen=True)
class FileReport:
    """What became of one raw file.

    Attributes:
        corrections: how many corrections were applied to it.
        error: a sentence where it could not be read or recognised.
        fixes: how many corrections a returned fix list asks for; None for any other file.
    """

    file: str
    sheets: int = 0
    rows_read: int = 0
    rows_kept: int = 0
    problems: int = 0
    corrections: int = 0
    error: str = ""
    fixes: int | None = None


@dataclass
class BuildReport:
    """What a build did.

    Attributes:
        files: a report per raw file.
        tables: rows per processed table.
        corrections: how many corrections were applied, by the file that asks for them.
        not_applied: corrections that could not be read, or whose source has changed.
    """

    files: list[FileReport] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    corrections: dict[str, int] = field(default_factory=dict)
    not_applied: list[NotApplied] = field(default_factory=list)

    @property
    def failed(self) -> list[FileReport]:
        """Files that could not be read or recognised."""
        return [one for one in self.files if one.error]


def raw_files(raw: Path) -> list[Path]:
    """Every file below ``raw`` that may hold a table, in name order; droppings of other programs are passed over.

    Links and devices are among them, so that the reader can refuse them by name; no link to a folder is followed.
    """
    found = (p for p in _below(raw) if p.is_symlink() or not p.is_dir())
    return sorted(
        p
        for p in found
        if not any(fnmatch(part, mark) for part in p.relative_to(raw).parts for mark in project.PASSED_OVER)
    )


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        yield from (Path(at, name) for name in (*folders, *files))


def build(
    raw: Path,
    processed: Path,
    *,
    corrections: Path | None = None,
    progress: Callable[[FileReport], None] | None = None,
) -> BuildReport:
    """Read every file of ``raw`` and replace ``processed``.

    Args:
        raw: folder of files as offices sent them; never changed.
        processed: folder to replace.
        corrections: folder of corrections as data (``*.yml``); None for none.
        progress: called after each file.

    Returns:
        What became of each file. A file that fails does not stop the others.

    Raises:
        NoData: ``raw`` holds no file.
    """
    paths = raw_files(raw)
    if not paths:
        raise NoData(
            "There is no file to read.", where=str(raw), do="Put files there, or run 'cdd sample' for made-up ones."
        )
    report = BuildReport()
    cleaned: list[Cleaned] = []
    edits = _wanted(corrections, report)
    lists = [path for path in paths if may_be_fixlist(path)]
    for path in [*lists, *(path for path in paths if path not in lists)]:
        found, one = _read_file(path, source_name(path, raw), edits)
        cleaned += found
        report.files.append(one)
        if progress:
            progress(one)
    combined = list(_combine(cleaned))
    told = [row for one in cleaned for row in one.problems] + [row for one in combined for row in one.problems]
    told += across(cleaned, combined)
    edits.finish(told)
    report.not_applied += edits.not_applied
    report.corrections = dict(sorted(Counter(str(row["origin"]).rpartition(" #")[0] for row in edits.ledger).items()))
    ledger, problems = _accounts(cleaned, combined, edits), problems_frame(told)
    report.tables = {one.table.name: len(one.frame) for one in combined}
    frames = [(one.table.name, one.frame, schema(one.table)) for one in combined]
    frames += [("problems", problems, PROBLEMS_SCHEMA), ("ledger", ledger, LEDGER_SCHEMA)]
    frames.append((FAULTY_ROWS, faulty_rows(cleaned, told), FAULTY_SCHEMA))
    write(processed, frames, _summary(raw, report))
    return report


def _wanted(folder: Path | None, report: BuildReport) -> Corrections:
    """The corrections of a folder; those that cannot be used are told of in the report."""
    if folder is None:
        return Corrections()
    wanted, wrong = read_corrections(folder)
    report.not_applied += wrong
    return Corrections(wanted)


def _take_fixes(sheets: list[Sheet], file: str, edits: Corrections) -> FileReport:
    """Add what a returned fix list asks for to the corrections; it is read before the files that it corrects."""
    found = returned(sheets, file)
    edits.wanted = [*edits.wanted, *found.wanted]
    edits.not_applied += found.wrong
    return FileReport(file, len(sheets), fixes=len(found.wanted))


def _read_file(path: Path, file: str, edits: Corrections) -> tuple[list[Cleaned], FileReport]:
    try:
        sheets = read_sheets(path, file)
    except CddError as error:
        return [], FileReport(masked(file), error=masked(str(error).removeprefix(f"{file}: ")))
    if is_fixlist(sheets):
        return [], _take_fixes(sheets, file, edits)
    found: list[Cleaned] = []
    refused: list[str] = []
    before = len(edits.ledger)
    for sheet in sheets:
        try:
            refuse_part(sheet)
            found += [edits.clean(region) for region in recognise(sheet)]
        except UnrecognisedSheet as error:
            refused.append(str(error).removeprefix(f"{file}: "))
    rows = sum(one.region.last - one.region.first for one in found)
    kept = sum(len(one.data_rows) - len(one.set_aside) for one in found)
    problems = sum(len(one.problems) for one in found)
    changed = len(edits.ledger) - before
    return found, FileReport(file, len(sheets), rows, kept, problems, changed, masked(" ".join(refused)))


def _combine(cleaned: list[Cleaned]) -> Iterator[Combined]:
    for name in tables():
        if own := [one for one in cleaned if one.region.table.name == name]:
            yield combine(table(name), own)


def _accounts(cleaned: list[Cleaned], combined: list[Combined], edits: Corrections) -> pd.DataFrame:
    """The ledger of the whole build, in an order that does not depend on the order of files."""
    rows = [row for one in combined for row in one.ledger] + edits.ledger
    parts = []
    for one in combined:
        own = [c for c in cleaned if c.region.table.name == one.table.name]
        rows += [_dated(c, control) for c in own for control in c.controls]
        parts += [one.controls, reconcile(one.table, one.frame, own)]
    parts.append(reconcile_tables({one.table.name: one.frame for one in combined}))
    parts.insert(0, pd.DataFrame(rows))
    return ledger_frame(parts)


def _dated(one: Cleaned, control: dict[str, object]) -> dict[str, object]:
    """A control of a sheet that is about one year belongs to that year."""
    year = one.region.table.year
    years = list(one.records[year].dropna().unique()) if year else []
    return control | {"fiscal_year": int(years[0]) if len(years) == 1 else None}


def _summary(raw: Path, report: BuildReport) -> dict[str, object]:
    marks = sorted(p.parent.relative_to(raw).as_posix() + "/" for p in raw.rglob(SAMPLE_MARK))
    return {
        "files": [one.file for one in report.files if not one.error and one.fixes is None],
        "fix_lists": [one.file for one in report.files if one.fixes is not None],
        "failed": {one.file: one.error for one in report.failed},
        "tables": report.tables,
        "corrections": report.corrections,
        "not_applied": {one.origin: one.reason for one in report.not_applied},
        "sample_folders": [mark.removeprefix("./") for mark in marks],
        "versions": {"python": platform.python_version(), "pandas": pd.__version__},
    }
