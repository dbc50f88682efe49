"""``cdd build``: a folder of raw files -> ``data/processed``. The order in which files are read does not matter."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from cdd_analysis import project
from cdd_analysis.datasets import table, tables
from cdd_analysis.errors import CddError, NoData, UnrecognisedSheet
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.fast_lane.stream import Streamed, read_large
from cdd_analysis.ingest.merging.across import across
from cdd_analysis.ingest.merging.combine import Combined, combine
from cdd_analysis.ingest.merging.reconcile import reconcile, reconcile_tables
from cdd_analysis.ingest.personal import masked
from cdd_analysis.ingest.problems import problems_frame
from cdd_analysis.ingest.reading.sheets import Sheet, read_sheets, source_name
from cdd_analysis.ingest.recognition.recognise import recognise
from cdd_analysis.ingest.returns.correct import Corrections
from cdd_analysis.ingest.returns.corrections import read_corrections
from cdd_analysis.ingest.returns.edits import NotApplied
from cdd_analysis.ingest.returns.faulty import faulty_rows
from cdd_analysis.ingest.returns.fixlist_return import is_fixlist, may_be_fixlist, refuse_part, returned
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
    edits = _wanted(corrections, report)
    processed.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=processed, prefix=".reading-") as folder:
        cleaned, streamed = _read_files(paths, raw, edits, report, Path(folder), progress)
        combined = _combine_all(cleaned, streamed)
        told = [row for one in cleaned for row in one.problems] + [row for one in combined for row in one.problems]
        told += [row for one in streamed for row in one.told] + across(cleaned, combined)
        edits.finish(told)
        report.not_applied += edits.not_applied
        origins = (str(row["origin"]).rpartition(" #")[0] for row in edits.ledger)
        report.corrections = dict(sorted(Counter(origins).items()))
        report.tables = {one.table.name: one.rows for one in combined}
        frames = [(one.table.name, one.frame, schema(one.table)) for one in combined]
        frames.append(("problems", problems_frame(told), PROBLEMS_SCHEMA))
        frames.append(("ledger", _accounts(cleaned, combined, edits), LEDGER_SCHEMA))
        large = [one.faulty(told) for one in streamed]
        faulty = [*told, *(row for _, rows in large for row in rows)]
        frames.append((FAULTY_ROWS, faulty_rows([*cleaned, *(part for part, _ in large)], faulty), FAULTY_SCHEMA))
        spilled = {one.table.name: [part.records for part in one.streamed] for one in combined}
        spilled["problems"] = [one.problems for one in streamed]
        write(processed, frames, _summary(raw, report), spilled)
    return report


def _read_files(
    paths: Sequence[Path],
    raw: Path,
    edits: Corrections,
    report: BuildReport,
    folder: Path,
    progress: Callable[[FileReport], None] | None,
) -> tuple[list[Cleaned], list[Streamed]]:
    """Every file, cleaned; returned fix lists before the files that they correct, large files into ``folder``."""
    cleaned: list[Cleaned] = []
    streamed: list[Streamed] = []
    lists = [path for path in paths if may_be_fixlist(path)]
    for number, path in enumerate([*lists, *(path for path in paths if path not in lists)]):
        file = source_name(path, raw)
        large, one = _read_large(path, file, edits, folder / str(number))
        if large:
            streamed.append(large)
        if one is None:
            found, one = _read_file(path, file, edits)
            cleaned += found
        report.files.append(one)
        if progress:
            progress(one)
    return cleaned, streamed


def _read_large(path: Path, file: str, edits: Corrections, folder: Path) -> tuple[Streamed | None, FileReport | None]:
    """A large file by the fast lane, where that may read it; nothing where the ordinary way must."""
    if edits.concern(file):
        return None, None
    try:
        large = read_large(path, file, folder)
    except CddError as error:
        return None, FileReport(masked(file), error=masked(str(error).removeprefix(f"{file}: ")))
    if large is None:
        return None, None
    edits.pass_by(large.region)
    return large, FileReport(file, 1, large.rows_read, large.kept, large.problems_told)


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


def _combine_all(cleaned: list[Cleaned], streamed: list[Streamed]) -> list[Combined]:
    combined = []
    for name in tables():
        own = [one for one in cleaned if one.region.table.name == name]
        large = [one for one in streamed if one.region.table.name == name]
        if own or large:
            combined.append(combine(table(name), own, large))
    return combined


def _accounts(cleaned: list[Cleaned], combined: list[Combined], edits: Corrections) -> pd.DataFrame:
    """The ledger of the whole build, in an order that does not depend on the order of files."""
    rows = [row for one in combined for row in one.ledger] + edits.ledger
    parts = []
    for one in combined:
        own = [c for c in cleaned if c.region.table.name == one.table.name]
        rows += [_dated(control, _years(c)) for c in own for control in c.controls]
        rows += [_dated(control, large.years) for large in one.streamed for control in large.controls]
        parts += [one.controls, reconcile(one.table, one.frame, own)]
    parts.append(reconcile_tables({one.table.name: one.whole for one in combined if one.whole is not None}))
    parts.insert(0, pd.DataFrame(rows))
    return ledger_frame(parts)


def _years(one: Cleaned) -> set[int]:
    year = one.region.table.year
    return set(map(int, one.records[year].dropna().unique())) if year else set()


def _dated(control: dict[str, object], years: set[int]) -> dict[str, object]:
    """A control of a sheet that is about one year belongs to that year."""
    return control | {"fiscal_year": next(iter(years)) if len(years) == 1 else None}


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
