"""The sides that ``batch.py`` compares: each a process that gets ready, then makes the same pages whenever it is told.

python benchmarks/batch_sides.py batch '{"data": "data/processed", "provinces": ["80"], ...}'   # as batch.py does
"""

from __future__ import annotations

import ast
import gc
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from batch_clock import Clock, Timed
from papermill import execute_notebook

from cdd_analysis.areas import scope
from cdd_analysis.page import open_page
from cdd_analysis.page.record import MIME
from cdd_analysis.reporting import batch, gate, plan, publish, stage, warm
from cdd_analysis.reporting.plan import PAGE, SUFFIXES, WORKBOOK, Page, Run
from cdd_analysis.topics import topics

#: Makes every page of the run into a folder.
Make = Callable[[Path], Any]


def main() -> None:
    """Get ready, say so, then make the pages once for every line read; what each time took and made is a line too."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    asked = json.loads(sys.argv[2])
    titles = {name: topics()[name].SHORT for name in asked["topics"]}
    pages = plan.pages([scope(code) for code in asked["provinces"]], titles)
    run = Run(asked["fiscal_year"], asked["as_of"], Path(asked["data"]), Path(), plan.notebooks_folder(), asked["jobs"])
    with SIDES[sys.argv[1]](pages, run) as make:
        print(json.dumps({}), file=answers, flush=True)
        for _ in sys.stdin:
            with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
                begun = time.perf_counter()
                told = make(Path(folder))
                facts = {"seconds": time.perf_counter() - begun, "told": told}
                facts["pages"] = {page.name: _made(Path(folder) / page.name) for page in pages}
            print(json.dumps(facts), file=answers, flush=True)


def _made(place: Path) -> list[str]:
    """Digests of a page's figures and, where our export made them, of its files."""
    record = plan.read_record(place.with_suffix(".json"))
    if not record:
        record = stage.extract_record(nbformat.read(place.with_suffix(".ipynb"), as_version=4))["record"]
    figures = json.dumps([record["measures"], record["findings"]], sort_keys=True)
    files = record.get("files", {})
    return [plan.digest(figures.encode()), *(files[name] for name in sorted(files))]


@contextmanager
def _whole(pages: list[Page], run: Run) -> Iterator[Make]:
    yield lambda folder: _batch(pages, run, folder, None)


@contextmanager
def _ours(pages: list[Page], run: Run) -> Iterator[Make]:
    with warm.Warm() as pool:
        for name, arguments in _to_prepare(pages, run):
            pool.submit("cdd_analysis.reporting.stage:prepare", arguments, seconds=plan.SECONDS, most_bytes=0)
            if reason := pool.wait()[0].reason:
                raise SystemExit(f"{name}: {reason}")
        pool.shares = False  # it has been handed on
        yield lambda folder: _batch(pages, run, folder, pool)


def _batch(pages: list[Page], run: Run, folder: Path, pool: warm.Warm | None) -> None:
    for outcome in batch.make_pages(pages, replace(run, reports=folder), pool=pool):
        if outcome.is_failed:
            raise SystemExit(f"{outcome.page.name}: {outcome.reason}")


def _to_prepare(pages: list[Page], run: Run) -> list[tuple[str, dict[str, Any]]]:
    """The topics in the order of a batch, with arguments of ``stage.prepare``."""
    scopes = list(dict.fromkeys(page.scope.key for page in pages))
    names = batch._overview_last(dict.fromkeys(page.topic for page in pages))
    return [(name, batch._arguments(name, run) | {"scopes": scopes}) for name in names]


@contextmanager
def _api(pages: list[Page], run: Run) -> Iterator[Make]:
    with _workers(run.jobs, []) as pool:
        yield lambda folder: pool.starmap(_by_kernel, [(page, run, folder) for page in pages], 1)


def _by_kernel(page: Page, run: Run, folder: Path) -> None:
    parameters = {"province": page.scope.key, "fiscal_year": run.fiscal_year, "as_of": run.as_of}
    place = folder / page.name
    place.parent.mkdir(parents=True, exist_ok=True)
    out = place.with_suffix(".ipynb")
    _export(execute_notebook(_notebook(page, run), out, parameters, progress_bar=False), page, run, place)


def _notebook(page: Page, run: Run) -> Path:
    return run.notebooks / f"{page.topic}.ipynb"


@contextmanager
def _commands(pages: list[Page], run: Run) -> Iterator[Make]:
    with ThreadPoolExecutor(run.jobs) as pool:
        yield lambda folder: list(pool.map(lambda page: _by_commands(page, run, folder / page.name), pages))


def _by_commands(page: Page, run: Run, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    out = str(place.with_suffix(".ipynb"))
    parameters = ["-r", "province", page.scope.key, "-p", "fiscal_year", str(run.fiscal_year), "-r", "as_of", run.as_of]
    papermill = ["papermill", "--no-progress-bar", str(_notebook(page, run)), out, *parameters]
    for words in (papermill, ["jupyter", "nbconvert", "--to", "html", out]):
        done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)


@contextmanager
def _limit(pages: list[Page], run: Run) -> Iterator[Make]:
    calls = {page.topic: _calls(_notebook(page, run)) for page in pages}
    with _workers(run.jobs, _to_prepare(pages, run)) as pool:
        yield lambda folder: pool.starmap(_by_calls, [(page, run, folder, calls[page.topic]) for page in pages], 1)


def _calls(notebook: Path) -> list[tuple[str, list[Any]]]:
    """What a notebook's cells ask the page for, in order: method and arguments."""
    cells = nbformat.read(notebook, as_version=4).cells
    source = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    calls = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call)]
    asked = [one for one in calls if ast.unparse(one.func).startswith("page.")]
    asked.sort(key=lambda one: (one.lineno, one.col_offset))
    return [(ast.unparse(one.func)[5:], [ast.literal_eval(value) for value in one.args]) for one in asked]


def _by_calls(page: Page, run: Run, folder: Path, calls: list[tuple[str, list[Any]]]) -> None:
    opened = open_page(page.topic, page.scope.key, run.fiscal_year, run.as_of)
    *sections, record = (getattr(opened, name)(*values) for name, values in calls)
    shown: list[dict[str, Any]] = [{"text/html": one.html} for one in sections]
    shown.append({MIME: {"record": record.record, "tables": record.tables}})
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data) for data in shown])
    place = folder / page.name
    place.parent.mkdir(parents=True, exist_ok=True)
    _export(nbformat.v4.new_notebook(cells=[cell]), page, run, place)


def _export(executed: nbformat.NotebookNode, page: Page, run: Run, place: Path) -> None:
    """Page, workbook and record, as ``stage.make`` leaves them."""
    title = f"{page.title} · {page.scope.title} · ปีงบประมาณ {run.fiscal_year}"
    answer = stage.extract_record(executed)
    html, workbook = place.with_suffix(SUFFIXES[PAGE]), place.with_suffix(SUFFIXES[WORKBOOK])
    html.write_text(stage.render(executed, title=title), encoding="utf-8")
    stage.write_workbook(answer["tables"], workbook)
    files = {name: plan.digest(path.read_bytes()) for name, path in ((PAGE, html), (WORKBOOK, workbook))}
    key = {"shown": stage._shown(answer["record"], answer["tables"])}
    record = json.dumps({**answer["record"], "key": key, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    place.with_suffix(".json").write_text(record, encoding="utf-8")


@contextmanager
def _workers(jobs: int, prepare: list[tuple[str, dict[str, Any]]]) -> Iterator[Any]:
    """Forked processes that stay, as warm as ours, each with what ``prepare`` works out."""
    warm.warm_up()
    fork = multiprocessing.get_context("fork")
    ready = fork.Barrier(jobs + 1)
    with fork.Pool(jobs, _be_ready, (ready, prepare)) as pool:
        ready.wait(plan.SECONDS)
        yield pool


def _be_ready(ready: Any, prepare: list[tuple[str, dict[str, Any]]]) -> None:
    for _, arguments in prepare:
        stage.prepare(**arguments)
    gc.collect()
    gc.freeze()
    ready.wait(plan.SECONDS)


@contextmanager
def _stages(pages: list[Page], run: Run) -> Iterator[Make]:
    clock = Clock()
    clock.watch(plan, "wishes", "plan")
    clock.watch(gate, "faults", "gate")
    clock.watch(publish.Published, "put", "publish")

    def make(folder: Path) -> dict[str, dict[str, float]]:
        found = {}
        for topic, _ in _to_prepare(pages, run):
            own = [page for page in pages if page.topic == topic]
            clock.spent.clear()
            pool.spent.clear()
            _batch(own, replace(run, jobs=1), folder, pool)
            spent = pool.spent + clock.spent
            found[topic] = {name: took if name == "once" else took / len(own) for name, took in spent.items()}
        return found

    with Timed() as pool:
        yield make


SIDES: dict[str, Callable[[list[Page], Run], AbstractContextManager[Make]]] = {
    "batch": _ours,
    "api": _api,
    "commands": _commands,
    "limit": _limit,
    "whole": _whole,
    "where": _stages,
}

if __name__ == "__main__":
    main()
