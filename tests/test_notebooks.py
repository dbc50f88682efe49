"""The same notebook gives the same in JupyterLab's kernel, under stock papermill, by our engine and by cdd report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from papermill import execute_notebook

from cdd_analysis import project
from cdd_analysis.reporting.render import extract_record
from cdd_analysis.topics import topics

NOTEBOOKS = Path(__file__).parent.parent / project.NOTEBOOKS
TOPICS = list(topics())
#: Run in JupyterLab's kernel as well; what a kernel does to one notebook it does to all.
IN_LAB = ("otop", "management")


def _run(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def project_data(built_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CDD_PROCESSED", str(built_sample / project.PROCESSED))
    return built_sample


@pytest.mark.parametrize("topic", TOPICS)
def test_each_way_of_running_gives_the_same_figures(
    topic: str, sample_reports: Path, project_data: Path, tmp_path: Path
) -> None:
    published = json.loads((sample_reports / "80" / f"{topic}.json").read_text(encoding="utf-8"))
    stock = tmp_path / "stock.ipynb"
    _run(
        "-m",
        "papermill",
        "--log-level",
        "ERROR",
        "--no-progress-bar",
        *_parameters(),
        str(NOTEBOOKS / f"{topic}.ipynb"),
        str(stock),
    )
    by_papermill = extract_record(nbformat.read(stock, as_version=4))["record"]
    assert by_papermill["measures"] and len(by_papermill["findings"]) > 0
    assert {name: published[name] for name in by_papermill} == by_papermill
    ours = tmp_path / "ours.ipynb"
    asked = {"province": "80", "fiscal_year": 2565, "as_of": "2565-01-12"}
    execute_notebook(NOTEBOOKS / f"{topic}.ipynb", ours, asked, engine_name="cdd", progress_bar=False)
    assert _outputs(ours) == _outputs(stock)
    if topic in IN_LAB:
        notebook = nbformat.read(NOTEBOOKS / f"{topic}.ipynb", as_version=4)
        assert extract_record(NotebookClient(notebook, kernel_name="python3").execute())["record"] == by_papermill


def _outputs(path: Path) -> list[tuple[int | None, list[nbformat.NotebookNode]]]:
    """What each code cell has shown, with its count."""
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.execution_count, cell.outputs) for cell in cells if cell.cell_type == "code"]


def _parameters() -> list[str]:
    """As typed at a shell, where papermill makes the number 80 of the code "80"."""
    return ["-p", "province", "80", "-p", "fiscal_year", "2565", "-p", "as_of", "2565-01-12"]


def test_a_notebook_opened_before_there_is_data_says_which_command_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDD_PROCESSED", str(tmp_path))
    client = NotebookClient(
        nbformat.read(NOTEBOOKS / "otop.ipynb", as_version=4), kernel_name="python3", allow_errors=True
    )
    outputs = [output for cell in client.execute().cells for output in cell.get("outputs", ())]
    said = next(output for output in outputs if output.output_type == "error")
    assert said.ename == "NoData"
    assert "cdd sample" in said.evalue and "cdd build" in said.evalue
    assert len(said.traceback) == 1  # the sentence, not the stack


def test_stock_papermill_with_our_engine_refuses_a_mistyped_parameter(project_data: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "papermill",
            "--engine",
            "cdd",
            "-p",
            "provnce",
            "23",
            str(NOTEBOOKS / "otop.ipynb"),
            str(tmp_path / "x.ipynb"),
        ],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode != 0
    assert "no parameter 'provnce'" in done.stderr and "Did you mean 'province'?" in done.stderr
