"""How papermill runs our notebooks: in a process forked from one that is warm, after refusing unknown parameters."""

from __future__ import annotations

import ast
import atexit
import difflib
import functools
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.log import logger
from traitlets.config import Config

from cdd_analysis.errors import PageFailed, UsageError
from cdd_analysis.reporting import warm
from cdd_analysis.reporting.plan import MOST_BYTES, SECONDS

NAME = "cdd"


class CddEngine(NBClientEngine):
    """Papermill's engine ``cdd``: an unknown parameter stops it before the first cell, then cells run warm.

    Stock papermill only warns of the parameter, so that ``-p provnce 23`` would print the figures of province 80.
    Cells run in an IPython shell of a forked process (see ``warm``); in a kernel of their own, as papermill always
    does, where there is no fork, where ``CDD_KERNELS`` is set, and for notebooks that are not Python's.
    ``execution_timeout`` is of the whole notebook.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, execution_timeout: float | None = None, **kwargs: Any
    ) -> Any:
        """Run the notebook.

        Raises:
            UsageError: a parameter was given that the notebook does not name.
            PageFailed: its process ended before the notebook did.
        """
        refuse_unknown(nb_man.nb, nb_man.nb.metadata.papermill.get("parameters", {}))
        if warm.in_job():
            from cdd_analysis.reporting.shell import run_cells

            run_cells(nb_man.nb, nb_man)
        elif warm.may_fork() and _is_python(nb_man.nb):
            _run_warm(nb_man, execution_timeout or SECONDS)
            _tell_outputs(nb_man, kwargs)
        else:
            with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
                quiet = _quiet_kernel(folder)
                return super().execute_managed_notebook(
                    nb_man, kernel_name, execution_timeout=execution_timeout, **quiet, **kwargs
                )
        return nb_man.nb


def _is_python(notebook: NotebookNode) -> bool:
    return str(notebook.metadata.get("kernelspec", {}).get("language", "python")).lower() == "python"


@functools.cache
def _pool() -> warm.Warm:
    """This process's warm one, kept for its next notebooks."""
    pool = warm.Warm()
    atexit.register(pool.close)
    return pool


def _run_warm(nb_man: NotebookExecutionManager, seconds: float) -> None:
    """Have the notebook run in a job and take over what the job made of it."""
    with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
        place = Path(folder) / "notebook.ipynb"
        nbformat.write(nb_man.nb, place)
        arguments = {"path": str(place), "environment": dict(os.environ)}
        pool = _pool()
        pool.submit(f"{__name__}:run_file", arguments, seconds=seconds, most_bytes=MOST_BYTES)
        (ended,) = pool.wait()
        if ended.reason:
            raise PageFailed(ended.reason)
        done = nbformat.read(place, as_version=4)
    nb_man.nb.metadata.update(done.metadata)
    for index, cell in enumerate(done.cells):
        nb_man.nb.cells[index].update(cell)
        nb_man.autosave_cell()
    if nb_man.pbar:
        nb_man.pbar.update(len(done.cells))


def run_file(*, path: str, environment: dict[str, str]) -> None:
    """Run the notebook at ``path`` in this process, with the environment variables given, and write it back."""
    from cdd_analysis.reporting.shell import run_cells

    os.environ.clear()
    os.environ.update(environment)
    notebook = nbformat.read(path, as_version=4)
    run_cells(notebook, NotebookExecutionManager(notebook, progress_bar=False))
    nbformat.write(notebook, path)


def _tell_outputs(nb_man: NotebookExecutionManager, asked: Mapping[str, Any]) -> None:
    """What cells showed, to the log and into the files that papermill was asked to send it to, if any."""
    told = {name: asked[name] for name in ("log_output", "stdout_file", "stderr_file") if asked.get(name)}
    if told:
        client = PapermillNotebookClient(nb_man, log=logger, **told)
        for output in (output for cell in nb_man.nb.cells for output in cell.get("outputs", ())):
            client.log_output_message(output)


def _quiet_kernel(folder: str) -> dict[str, Any]:
    """Settings of a kernel that talks through files in ``folder``, which only its user can read, and keeps quiet.

    Ports would be open to every user of the machine, and two kernels started at once can be given the same.
    What goes wrong in a cell is in the notebook. Windows has ports only.
    """
    files = {} if os.name == "nt" else {"transport": "ipc", "ip": f"{folder}/kernel"}
    return {"config": Config({"KernelManager": files}), "extra_arguments": ["--log-level=CRITICAL"]}


def known_parameters(notebook: NotebookNode) -> tuple[str, ...]:
    """Names assigned in the cell tagged ``parameters``, in order."""
    tagged = (cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    statements = ast.parse(next(tagged, "")).body
    targets = [target for one in statements if isinstance(one, ast.Assign) for target in one.targets]
    targets += [one.target for one in statements if isinstance(one, ast.AnnAssign)]
    return tuple(target.id for target in targets if isinstance(target, ast.Name))


def refuse_unknown(notebook: NotebookNode, parameters: Mapping[str, object]) -> None:
    """Raise UsageError for the first parameter the notebook does not name; the message says which it does."""
    known = known_parameters(notebook)
    for name in parameters:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            meant = f"Did you mean '{close[0]}'? " if close else ""
            names = ", ".join(known) or "none"
            raise UsageError(f"The notebook has no parameter '{name}'.", do=f"{meant}Its parameters: {names}.")
