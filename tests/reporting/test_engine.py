"""The engine refuses parameters a notebook does not have, and otherwise runs it as papermill does."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from papermill import execute_notebook
from papermill.engines import papermill_engines

from cdd_analysis.errors import UsageError
from cdd_analysis.reporting.engine import CddEngine, known_parameters, refuse_unknown


def notebook(parameters: str = 'province = "80"  # code\nfiscal_year: int = 2565', work: str = "province"):
    cells = [nbformat.v4.new_code_cell(source) for source in (parameters, work)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=kernel)


def test_knows_plain_and_typed_parameters():
    assert known_parameters(notebook()) == ("province", "fiscal_year")


def test_a_notebook_without_the_tag_has_none():
    book = notebook()
    del book.cells[0].metadata["tags"]
    assert known_parameters(book) == ()


def test_refuses_a_mistyped_name_and_says_which_was_meant():
    with pytest.raises(UsageError) as refused:
        refuse_unknown(notebook(), {"provnce": "23"})
    assert str(refused.value) == (
        "The notebook has no parameter 'provnce'. Did you mean 'province'? Its parameters: province, fiscal_year."
    )


def test_is_registered_under_its_name():
    assert papermill_engines.get_engine("cdd") is CddEngine


def test_nothing_runs_when_a_name_is_refused(tmp_path: Path):
    nbformat.write(notebook(work="open('ran', 'w')"), tmp_path / "in.ipynb")
    with pytest.raises(UsageError, match="no parameter 'as_off'"):
        execute_notebook(
            tmp_path / "in.ipynb", None, {"as_off": ""}, engine_name="cdd", progress_bar=False, cwd=tmp_path
        )
    assert not (tmp_path / "ran").exists()


def test_runs_with_the_parameters_given(tmp_path: Path):
    nbformat.write(notebook(work="province * 2"), tmp_path / "in.ipynb")
    done = execute_notebook(tmp_path / "in.ipynb", None, {"province": "23"}, engine_name="cdd", progress_bar=False)
    assert done.cells[-1].outputs[0].data["text/plain"] == "'2323'"
