"""A project folder whose one notebook makes a small page that may be published, or is faulty as a test asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.reporting.batch import Outcome, Watch, make_pages
from cdd_analysis.reporting.jobs import Pool
from cdd_analysis.reporting.plan import Page, Run, pages
from cdd_analysis.reporting.warm import Warm

PARAMETERS = 'province = "80"  # code\nfiscal_year = 2565  # BE\nas_of = ""  # ISO'
#: ``faults.json`` in the data folder (province -> Python) runs before anything is shown and may change what is.
SHOW = """
import json, os
from IPython.display import HTML, display
from cdd_analysis.areas import scope
from cdd_analysis.topics import topic

title, heading, drawn, figure, extra = scope(province).title, topic("otop").TITLE, "<path d='M0 0H1'/>", "1,234", ""
listed = "<table><tr><td>1</td></tr></table>"
with open(os.environ["CDD_PROCESSED"] + "/faults.json", encoding="utf-8") as file:
    exec(json.load(file).get(province, ""))
parts = {
    "title": f"<header data-cdd='title' id='title'><h1>{heading}</h1><p>{title}</p></header>",
    "key_figures": "<section data-cdd='key_figures' id='key_figures'>"
    f"<article data-measure='T3.1'><p class='big'>{figure}</p></article></section>",
    "figure-trend": "<figure data-cdd='figure' id='figure-trend'>"
    f"<svg role='img' aria-label='ก'>{drawn}</svg></figure>",
    "ranking": f"<section data-cdd='ranking' id='ranking'>{listed}{extra}</section>",
}
for name in ("verdict", "data_health", "method", "downloads", "sources"):
    parts[name] = f"<section data-cdd='{name}' id='{name}'></section>"
for part in parts.values():
    display(HTML(part.replace("'", '"')))
measure = {"id": "T3.1", "value": 1234.0, "unit": "คน", "target": None, "previous": None}
record = {
    "province": province, "topic": "otop", "title": topic("otop").TITLE, "fiscal_year": fiscal_year,
    "as_of": as_of or "2022-01-12",
    "status": "check", "verdict": os.environ["CDD_PROCESSED"], "is_sample": True, "data_dates": {"t": "2022-01-12"},
    "measures": [measure], "cards": ["T3.1"],
    "sections": {"figure-trend": {"charts": 1, "tables": 0}, "ranking": {"charts": 0, "tables": 1}},
}
table = {"name": "t", "title": "t", "columns": [{"name": "a", "label": "a", "kind": "text", "unit": ""}], "rows": [[1]]}
display({"application/vnd.cdd.record+json": {"record": record, "tables": [table]}}, raw=True)
"""

Make = Callable[..., dict[str, Outcome]]


def wanted(*keys: str) -> list[Page]:
    """The page of each scope."""
    return pages([scope(key) for key in keys], {"otop": "OTOP"})


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run on an empty ``data/processed``, its notebook beside it."""
    cells = [nbformat.v4.new_code_cell(PARAMETERS), nbformat.v4.new_code_cell(SHOW)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), notebooks / "otop.ipynb")
    run = Run(2565, "2022-01-12", tmp_path / "processed", tmp_path / "reports", notebooks, jobs=2)
    run.processed.mkdir()
    set_faults(run, {})
    return run


def set_faults(run: Run, faults: dict[str, str]) -> None:
    """What the notebook does before it shows anything, by scope."""
    (run.processed / "faults.json").write_text(json.dumps(faults), encoding="utf-8")


@pytest.fixture(scope="session")
def pool() -> Iterator[Warm]:
    """Workers for many batches: making them ready costs more than their pages do."""
    with Warm() as warm:
        yield warm


@pytest.fixture
def make(run: Run, pool: Warm) -> Make:
    """Makes the pages of some scopes, with the faults given (scope -> Python); what became of each, by scope."""

    def made(*keys: str, run: Run = run, faults: dict[str, str] | None = None, pool: Pool = pool) -> dict[str, Outcome]:
        set_faults(run, faults or {})
        told: list[Outcome] = []
        watch = Watch()
        watch.done = told.append  # type: ignore[method-assign]
        outcomes = make_pages(wanted(*keys), run, watch, pool)
        assert told == outcomes
        return {outcome.page.scope.key: outcome for outcome in outcomes}

    return made
