"""The engine refuses parameters a notebook does not have, and otherwise runs it as papermill does."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from papermill import execute_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from cdd_analysis.errors import PageFailed, UsageError
from cdd_analysis.reporting.engine import CddEngine, known_parameters, refuse_unknown

#: What a cell may show, each by a name. Streams, displays, figures, programs, errors.
SHOWN = {
    "streams": "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
    "result": "[1, {'a': 2}]",
    "result kept": "_, Out[2], len(In)",
    "no result": "5;",
    "expressions": "1\n2",
    "frame": "import pandas as pd\npd.DataFrame({'a': [1]})",
    "object": "object()",
    "display": "from IPython.display import HTML, display\nshown = display(HTML('<p>1</p>'), display_id='a')",
    "display updated": "print('x')\nshown.update(HTML('<p>2</p>'))",
    "display replaced": "again = display(HTML('<p>3</p>'), display_id='a')",
    "nothing to update": "shown.display_id = 'unknown'\nshown.update('x')",
    "raw": "display({'application/vnd.cdd.record+json': {'a': 1}}, raw=True)",
    "cleared": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
    "cleared later": "print('gone')\nclear_output(wait=True)\nprint('stays')",
    "never cleared": "print('stays')\nclear_output(wait=True)",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "figure shown": "figure, axes = plt.subplots()\nplt.show()\nprint('after')",
    "shell": "print('before')\n!echo hello; echo error >&2\nprint('after')",
    "shell kept": "kept = !echo hello\nkept",
    "system": "import os\nos.system('echo one; echo two >&2; echo three')\nimport time\ntime.sleep(0.5)",
    "program": "import subprocess\nsubprocess.run(['echo', 'hello'], check=True)\ntime.sleep(0.5)",
    "bash": "%%bash\necho hello",
    "thread": "import threading\nt = threading.Thread(target=print, args=('hello',))\nt.start()\nt.join()",
    "await": "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "warning": "import warnings\nwarnings.warn('careful')",
    "help": "len?",
    "module": "__name__, '__file__' in globals()",
    "error": "def f():\n    return 1 / 0\nprint('before')\nf()",
    "syntax": "1 +",
    "exit": "sys.exit(3)",
    "sentence": "from cdd_analysis.errors import NoData\nraise NoData('None.', do='Make some.')",
    "empty": "",
}


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


# -- the same as a kernel ------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Without colours, addresses and what a kernel calls the file of a cell."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"0x[0-9a-f]{8,}", "0x", text)
    return re.sub(r"<ipython-input-[\w-]+>|(/\S*/ipykernel_\d+/)?\b\d+\.py\b", "CELL", text)


def outputs(cell: Any) -> list[Any]:
    """What a cell shows. When a kernel sends what was printed is a matter of its clock: each stream is one text."""
    streams: dict[str, str] = {}
    others = []
    for output in cell.get("outputs", ()):
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + plain(output.text)
        elif output.output_type == "error":
            lines = plain("\n".join(output.traceback)).splitlines()
            lines = [line for line in lines if not re.match(r" +\d", line)]  # lines around the one that failed
            others.append([output.ename, plain(output.evalue), lines])
        else:
            data = {kind: plain(value) if kind == "text/plain" else value for kind, value in output.data.items()}
            others.append([output.output_type, data, output.metadata, output.get("execution_count")])
    return [cell.get("execution_count"), streams, others]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """One notebook as run by papermill's kernel and by our engine; a cell between any two is of text."""
    folder = tmp_path_factory.mktemp("both")
    book = notebook()
    book.cells = [nbformat.v4.new_markdown_cell("# ก")]
    for name, source in SHOWN.items():
        tags = {"tags": ["raises-exception"], "name": name}
        book.cells += [nbformat.v4.new_code_cell(source, metadata=tags), nbformat.v4.new_raw_cell(name)]
    nbformat.write(book, folder / "in.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # a kernel that sees it does not look at what programs print
        for name in ("nbclient", "cdd"):
            with pytest.raises(PapermillExecutionError):  # after the last cell, of the first that failed
                execute_notebook(
                    folder / "in.ipynb", folder / f"{name}.ipynb", engine_name=name, progress_bar=False, cwd=folder
                )
    return nbformat.read(folder / "nbclient.ipynb", as_version=4), nbformat.read(folder / "cdd.ipynb", as_version=4)


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_shows_what_it_shows_in_a_kernel(both: tuple[Any, Any], name: str):
    kernel, ours = (next(cell for cell in book.cells if cell.metadata.get("name") == name) for book in both)
    assert outputs(ours) == outputs(kernel)


def test_the_comparison_sees_something(both: tuple[Any, Any]):
    """The kernel's own answers to a few, lest both be empty."""
    told = {cell.metadata.get("name"): outputs(cell) for cell in both[1].cells}
    assert told["streams"] == [1, {"stdout": "a\nc\n", "stderr": "b\n"}, []]
    assert told["display"][2][0][1]["text/html"] == "<p>3</p>"
    assert set(told["figure"][2][0][1]) == {"image/png", "text/plain"}
    assert told["system"][1] == {"stdout": "one\nthree\n", "stderr": "two\n"}
    assert told["sentence"][2] == [["NoData", "None. Make some.", ["NoData: None. Make some."]]]
    assert [cell.source for cell in both[1].cells] == [cell.source for cell in both[0].cells]


def test_what_programs_print_stands_where_it_was_printed(tmp_path: Path):
    work = "import os\nprint('one')\nos.system('echo two')\nprint('three')"
    nbformat.write(notebook(work=work), tmp_path / "in.ipynb")
    done = execute_notebook(tmp_path / "in.ipynb", None, engine_name="cdd", progress_bar=False)
    assert done.cells[-1].outputs[0].text == "one\ntwo\nthree\n"


# -- under papermill -----------------------------------------------------------------------------------------------


def test_the_command_of_papermill_runs_it_and_keeps_what_it_was_asked_to(tmp_path: Path):
    """What cells print goes to files and to the log too."""
    work = "import sys\nprint('to out', province)\nprint('to err', file=sys.stderr)"
    nbformat.write(notebook(work=work), tmp_path / "in.ipynb")
    words = ["--engine", "cdd", "-p", "province", "n23", "--log-output", "--no-progress-bar"]
    files = ["--stdout-file", "out.txt", "--stderr-file", "err.txt"]
    done = subprocess.run(
        [sys.executable, "-m", "papermill", *words, *files, "in.ipynb", "out.ipynb"],
        capture_output=True, encoding="utf-8", check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ran = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert [output.text for output in ran.cells[-1].outputs] == ["to out n23\n", "to err\n"]
    assert ran.metadata.papermill.parameters == {"province": "n23"}
    assert ran.cells[-1].metadata.papermill.status == "completed"
    assert (tmp_path / "out.txt").read_text() == "to out n23\n"
    assert (tmp_path / "err.txt").read_text() == "to err\n"
    assert "to out n23" in done.stderr


def test_a_cell_that_fails_is_the_last_and_its_notebook_is_kept(tmp_path: Path):
    book = notebook(work="print('before')\n1 / 0")
    book.cells.append(nbformat.v4.new_code_cell("print('never')"))
    nbformat.write(book, tmp_path / "in.ipynb")
    told = io.StringIO()
    with pytest.raises(PapermillExecutionError, match="division by zero"):
        execute_notebook(
            tmp_path / "in.ipynb", tmp_path / "out.ipynb", engine_name="cdd", progress_bar=False, stdout_file=told
        )
    ran = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert ran.cells[-1].outputs == [] and ran.cells[-2].metadata.papermill.exception
    assert told.getvalue() == "before\n"


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "Its process was ended by SIGKILL."),
        ("import os\nos._exit(4)", r"A cell ended the process \(exit code 4\)."),
        ("while True: pass", "It took more than 1 seconds and was stopped."),
    ],
)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_ends_first_is_told_in_a_sentence_and_the_next_notebook_runs(
    tmp_path: Path, work: str, reason: str
):
    nbformat.write(notebook(work=work), tmp_path / "in.ipynb")
    with pytest.raises(PageFailed, match=f"^{reason}$"):
        execute_notebook(tmp_path / "in.ipynb", None, engine_name="cdd", progress_bar=False, execution_timeout=1)
    nbformat.write(notebook(), tmp_path / "in.ipynb")
    assert execute_notebook(tmp_path / "in.ipynb", None, engine_name="cdd", progress_bar=False).cells[-1].outputs
