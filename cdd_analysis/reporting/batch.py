"""Many pages in one go: plan them, run each notebook in a kernel of its own, put page, record and workbook in place.

A page that fails leaves its reason and its executed notebook in ``reports/failed``; the last good page stays where it
was and the others are made.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_core.utils import ensure_event_loop
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from cdd_analysis import errors, project
from cdd_analysis.areas import Scope
from cdd_analysis.reporting import engine
from cdd_analysis.reporting.render import extract_record, render
from cdd_analysis.reporting.workbook import write_workbook

FAILED = "failed"
#: A notebook that hangs is a failed page; the slowest real one takes seconds.
TIMEOUT_SECONDS = 600


@dataclass(frozen=True)
class Page:
    """One page wanted: a topic of a scope."""

    scope: Scope
    topic: str
    title: str

    @property
    def name(self) -> str:
        """Where it lies under ``reports``, without suffix: ``80/otop``."""
        return f"{self.scope.key}/{self.topic}"


@dataclass(frozen=True)
class Run:
    """What all pages of one run share. ``as_of`` is an ISO date, or "" for the latest of each page's data."""

    fiscal_year: int
    as_of: str
    processed: Path
    reports: Path
    notebooks: Path
    jobs: int = 1


@dataclass(frozen=True)
class Outcome:
    """What became of a page: its status, or ``failed`` and the reason."""

    page: Page
    status: str
    reason: str = ""

    @property
    def is_failed(self) -> bool:
        """Whether the page could not be made."""
        return self.status == FAILED


def plan(scopes: Iterable[Scope], titles: dict[str, str]) -> list[Page]:
    """Every topic (key to title) of every scope, each page once, in the order given."""
    wanted = {scope.key: scope for scope in scopes}
    return [Page(scope, topic, title) for scope in wanted.values() for topic, title in titles.items()]


def notebooks_folder() -> Path:
    """The project's notebooks, else those that lie beside the package."""
    here = project.root() / project.NOTEBOOKS
    return here if here.is_dir() else Path(project.__file__).resolve().parents[1] / project.NOTEBOOKS


def make_pages(pages: Sequence[Page], run: Run, *, tell: Callable[[Outcome], None]) -> list[Outcome]:
    """Make the pages, ``run.jobs`` at a time, and ``tell`` of each as it is done."""
    with _kernels_see(run.processed), tempfile.TemporaryDirectory() as scratch, _workers(run.jobs) as pool:
        waiting = {pool.submit(_execute, page, run, Path(scratch)): page for page in pages}
        outcomes = []
        for done in as_completed(waiting):
            outcomes.append(_finish(waiting[done], done, run, Path(scratch)))
            tell(outcomes[-1])
    return outcomes


@contextmanager
def _kernels_see(processed: Path) -> Iterator[None]:
    """Kernels inherit the environment; it is put back for whoever called."""
    before = os.environ.get("CDD_PROCESSED")
    os.environ["CDD_PROCESSED"] = str(processed.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ["CDD_PROCESSED"]
        else:
            os.environ["CDD_PROCESSED"] = before


@contextmanager
def _workers(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """Threads, since each only waits for a kernel; interrupted, those not yet begun are dropped."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="page")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _execute(page: Page, run: Run, scratch: Path) -> None:
    executed = _executed(page, scratch)
    executed.parent.mkdir(exist_ok=True)
    with closing(ensure_event_loop()):  # the notebook client runs on this thread's loop and leaves it open
        execute_notebook(
            (run.notebooks / f"{page.topic}.ipynb").resolve(),
            executed,
            {"province": page.scope.key, "fiscal_year": run.fiscal_year, "as_of": run.as_of},
            engine_name=engine.NAME,
            request_save_on_cell_execute=False,
            progress_bar=False,
            execution_timeout=TIMEOUT_SECONDS,
        )


def _executed(page: Page, scratch: Path) -> Path:
    return scratch / f"{page.name}.ipynb"


def _finish(page: Page, done: Future[None], run: Run, scratch: Path) -> Outcome:
    """Publish the page, or note why not. Whatever goes wrong with one page must not cost the others."""
    try:
        done.result()
        status = _publish(page, run, scratch)
    except Exception as error:
        outcome = Outcome(page, FAILED, _reason(error))
        _keep_failed(outcome, run, scratch)
        return outcome
    _forget_failed(page, run)
    return Outcome(page, status)


def _reason(error: Exception) -> str:
    """Our own sentences as they stand; anything else with the name of its error."""
    if isinstance(error, errors.CddError):
        return str(error)
    if isinstance(error, PapermillExecutionError):
        ours = isinstance(getattr(errors, error.ename, None), type)
        return str(error.evalue) if ours else f"{error.ename}: {error.evalue}"
    return f"{type(error).__name__}: {error}"


def _publish(page: Page, run: Run, scratch: Path) -> str:
    """Make page, workbook and record beside the executed notebook, then move all three into place."""
    executed = _executed(page, scratch)
    notebook = nbformat.read(executed, as_version=4)
    answer = extract_record(notebook)
    title = f"{page.title} · {page.scope.title} · ปีงบประมาณ {run.fiscal_year}"
    executed.with_suffix(".html").write_text(render(notebook, title=title), encoding="utf-8")
    write_workbook(answer["tables"], executed.with_suffix(".xlsx"))
    _write_json(answer["record"], executed.with_suffix(".json"))
    for suffix in (".html", ".xlsx", ".json"):
        _put(executed.with_suffix(suffix), run.reports / f"{page.name}{suffix}")
    return str(answer["record"]["status"])


def _write_json(record: object, path: Path) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _put(made: Path, place: Path) -> None:
    """Move a finished file into place in one step, so that a reader never meets half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}")
    shutil.copyfile(made, beside)
    os.replace(beside, place)


def _failed_paths(page: Page, run: Run) -> tuple[Path, Path]:
    place = run.reports / FAILED / page.name
    return place.with_suffix(".ipynb"), place.with_suffix(".json")


def _keep_failed(outcome: Outcome, run: Run, scratch: Path) -> None:
    page = outcome.page
    notebook, note = _failed_paths(page, run)
    note.parent.mkdir(parents=True, exist_ok=True)
    executed = _executed(page, scratch)
    if executed.exists():
        _put(executed, notebook)
    facts = {"topic": page.topic, "title": page.title, "province": page.scope.key, "status": FAILED}
    _write_json({**facts, "fiscal_year": run.fiscal_year, "as_of": run.as_of, "reason": outcome.reason}, note)


def _forget_failed(page: Page, run: Run) -> None:
    for path in _failed_paths(page, run):
        path.unlink(missing_ok=True)
    for folder in (run.reports / FAILED / page.scope.key, run.reports / FAILED):
        with suppress(OSError):  # other failed pages are still in it, or it was never there
            folder.rmdir()
