"""One page, from its notebook to its three files in a staging folder; and what pages of a topic have in common.

These functions are the jobs of a batch: plain values in, plain values out, so that any pool can do them. Nothing here
touches the published pages: ``gate`` looks at what was staged, ``publish`` puts it in place.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from cdd_analysis import errors, project
from cdd_analysis.areas import scope as area
from cdd_analysis.measures import once
from cdd_analysis.page import open_page, since
from cdd_analysis.page.record import Record
from cdd_analysis.reporting import engine
from cdd_analysis.reporting.files import digest, read_record, write_record
from cdd_analysis.reporting.plan import NOTEBOOK, PAGE, RECORD, WORKBOOK
from cdd_analysis.reporting.render import extract_record, render
from cdd_analysis.reporting.workbook import write_workbook
from cdd_analysis.settings import in_force, mark

#: Digits of a figure that count when it is asked whether a page would show something else.
_DIGITS = 6
#: The note for the notebook, of what the page is to be compared with.
COMPARED = "compared.json"
#: What of a record is no figure or word of the page: how it was made, and which parts its notebook chose to show.
_NOT_SAID = ("versions", "sections", "cards", "key", "files", "before")


@dataclass(frozen=True)
class Shared:
    """An answer, and what was worked out on the way that other jobs can use (see ``measures.once``)."""

    answer: Any
    shared: Mapping[Any, Any]


def make(
    *,
    notebook: str,
    scope: str,
    topic: str,
    title: str,
    fiscal_year: int,
    as_of: str,
    processed: str,
    settings: str,
    folder: str,
    key: dict[str, Any],
    last: str,
    seconds: int,
) -> dict[str, Any]:
    """Run a notebook and leave page, workbook and record in ``folder``, with the executed notebook.

    Args:
        notebook: its path.
        scope: "80", "region-5", "national".
        topic: its key.
        title: the page's title in the browser.
        fiscal_year: BE.
        as_of: ISO, or "" for the latest day of the data.
        processed, settings: folders of clean tables, of offices' own settings.
        folder: where to leave the files; its name is nobody's.
        key: what the page depends on, for the record.
        last: path of the record of the page that is published, whether or not there is one.
        seconds: a notebook that runs longer is stopped, where nothing else stops it.

    Returns:
        The page's ``status``.

    Raises:
        CddError: a cell failed; one sentence says how.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    since.write_note(place / COMPARED, read_record(Path(last)), key)
    with _reads_from(processed, settings, place / COMPARED):
        parameters = {"province": scope, "fiscal_year": fiscal_year, "as_of": as_of}
        executed = _executed(Path(notebook), place / NOTEBOOK, parameters, seconds)
    answer = extract_record(executed)
    (place / PAGE).write_text(render(executed, title=title), encoding="utf-8")
    write_workbook(answer["tables"], place / WORKBOOK)
    key = {**key, "shown": _shown(answer["record"], answer["tables"])}
    files = {name: digest((place / name).read_bytes()) for name in (PAGE, WORKBOOK)}
    write_record({**answer["record"], "key": key, "files": files}, place / RECORD)
    return {"status": str(answer["record"]["status"])}


@contextmanager
def _reads_from(processed: str, settings: str, compared: Path | None = None) -> Iterator[None]:
    """Notebooks read the folders asked for, those of kernels started here too; then it is as before."""
    asked = {"CDD_PROCESSED": processed, "CDD_SETTINGS": settings}
    asked |= {since.NOTE: str(compared.resolve())} if compared else {}
    before = {name: os.environ.get(name) for name in asked}
    os.environ.update(asked)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _executed(notebook: Path, output: Path, parameters: dict[str, Any], seconds: int) -> Any:
    try:
        return execute_notebook(
            notebook,
            output,
            parameters,
            engine_name=engine.NAME,
            request_save_on_cell_execute=False,
            progress_bar=False,
            execution_timeout=seconds,
        )
    except PapermillExecutionError as error:
        raise errors.CddError(_reason(error)) from error


def _reason(error: PapermillExecutionError) -> str:
    """Our own sentences as they stand; anything else with the name of its error."""
    if error.ename == "MemoryError":
        return "MemoryError: the notebook asked for more memory than a page may have."
    ours = isinstance(getattr(errors, error.ename, None), type)
    return str(error.evalue) if ours else f"{error.ename}: {error.evalue}"


# -- what pages have in common -------------------------------------------------------------------------------------


def prepare(*, topic: str, scopes: list[str], fiscal_year: int, as_of: str, processed: str, settings: str) -> Shared:
    """Work out what the pages of a topic share, by opening one of each as-of day, and of each inspection region as long
    as a region shares something of its own.

    Areas with settings of their own work it out by themselves.
    """
    before = set(once.kept())
    opened: set[tuple[str, int | None]] = set()
    regions_share = True
    with _reads_from(processed, settings):
        for scope in scopes:
            with suppress(errors.CddError), in_force(project.settings(), scope):
                day, region = as_of or _day(topic, scope, fiscal_year), area(scope).region
                is_new_day = day not in {told for told, _ in opened}
                if mark() or (day, region) in opened or not (is_new_day or regions_share):
                    continue
                there = len(once.kept())
                open_page(topic, scope, fiscal_year, day).record()
                opened.add((day, region))
                regions_share = is_new_day or len(once.kept()) > there
    return Shared(len(opened), {key: value for key, value in once.kept().items() if key not in before})


def _day(topic: str, scope: str, fiscal_year: int) -> str:
    from cdd_analysis.ingest.store import Processed
    from cdd_analysis.page import request
    from cdd_analysis.topics import topic as find_topic

    return request.view(find_topic(topic), Processed(), scope, fiscal_year, "").as_of.isoformat()


def looks(
    *, topic: str, scopes: list[str], fiscal_year: int, as_of: str, processed: str, settings: str
) -> dict[str, str]:
    """What the pages of a topic would show now, as a digest per scope; "" where a page cannot be opened."""
    found = {}
    with _reads_from(processed, settings):
        for scope in scopes:
            found[scope] = ""
            with suppress(Exception):
                answer: Record = open_page(topic, scope, fiscal_year, as_of).record()
                found[scope] = _shown(answer.record, answer.tables)
    return found


def _shown(record: Mapping[str, Any], tables: list[dict[str, Any]]) -> str:
    """A digest of the figures, words and tables of a page, to as many digits as a reader can tell apart."""
    said = {name: value for name, value in record.items() if name not in _NOT_SAID}
    return digest(json.dumps(_rounded([said, tables]), ensure_ascii=False, sort_keys=True).encode())


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return value if value == 0 or not math.isfinite(value) else float(f"{value:.{_DIGITS}g}")
    if isinstance(value, Mapping):
        return {name: _rounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value
