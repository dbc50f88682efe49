"""Makes a process ready for pages: imports what they use, draws every chart form, writes and exports once.

The first drawing and the first export of a process cost several times what the next ones do.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd

from cdd_analysis import charts
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.page.html import compile_sections
from cdd_analysis.reporting import shell, stage
from cdd_analysis.reporting.render import render
from cdd_analysis.reporting.workbook import write_workbook
from cdd_analysis.topics import topics


def ready() -> None:
    """Do once what every page does."""
    import matplotlib.pyplot as plt
    import seaborn  # noqa: F401  a notebook may use it, and so do two of the chart forms
    from matplotlib_inline import backend_inline  # noqa: F401  where the shell shows figures of a notebook

    assert stage  # what jobs call
    main = sys.modules["__main__"]
    shell.open_shell().run_cell("pass", store_history=False)
    sys.modules["__main__"] = main  # cells have one of their own, the process keeps its
    topics()
    compile_sections()
    for form in charts.FORMS:
        charts.draw(_exhibit(form))
    plt.close("all")
    header = '<header data-cdd="title"><h1>–</h1></header>'
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", {"text/html": header})])
    render(nbformat.v4.new_notebook(cells=[cell]), title="–")
    with tempfile.TemporaryDirectory() as folder:
        columns = [{"name": "a", "label": "a", "kind": "count", "unit": ""}]
        write_workbook([{"name": "a", "title": "a", "columns": columns, "rows": [[1]]}], Path(folder) / "a.xlsx")


def _exhibit(form: str) -> Exhibit:
    """Any exhibit of a form."""
    frame = pd.DataFrame(
        {"name": ["ก", "ข"], "month": ["1", "2"], "value": [1.0, 2.0], "x2": [2.0, 3.0], "series": "ค"}
    )
    x = {"line": "month", "columns": "month", "heatmap": "month"}.get(form, "value")
    y = {"line": "value", "columns": "value"}.get(form, "name")
    series = {"line": "series", "columns": "series", "stacked": "series", "heatmap": "value"}.get(form, "")
    return Exhibit(form, form, "–", "–", frame, x=x, y=y, series=series, unit="คน")
