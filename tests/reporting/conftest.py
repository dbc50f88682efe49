"""A project folder whose one notebook shows a title and leaves a record, without any topic behind it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from cdd_analysis.reporting.batch import Run

PARAMETERS = 'province = "80"  # code\nfiscal_year = 2565  # BE\nas_of = ""  # ISO'
SHOW = """
import os
from IPython.display import HTML, display
from cdd_analysis.errors import PageFailed
if province == "23":
    raise PageFailed("No figures.", where="Trat")
display(HTML('<header data-cdd="title"><h1>OTOP</h1></header>'))
record = {
    "province": province, "topic": "otop", "title": "OTOP", "fiscal_year": fiscal_year, "as_of": as_of or "2022-01-12",
    "status": "check", "verdict": os.environ["CDD_PROCESSED"], "is_sample": True,
}
table = {"name": "t", "title": "t", "columns": [{"name": "a", "label": "a", "kind": "text", "unit": ""}], "rows": [[1]]}
display({"application/vnd.cdd.record+json": {"record": record, "tables": [table]}}, raw=True)
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run on an empty ``data/processed``, its notebook beside it."""
    cells = [nbformat.v4.new_code_cell(PARAMETERS), nbformat.v4.new_code_cell(SHOW)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), notebooks / "otop.ipynb")
    return Run(2565, "2022-01-12", tmp_path / "processed", tmp_path / "reports", notebooks, jobs=2)
