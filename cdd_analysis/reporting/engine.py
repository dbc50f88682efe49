"""How papermill runs our notebooks: as it always does, after refusing parameters that the notebook does not have."""

from __future__ import annotations

import ast
import difflib
import os
import tempfile
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine
from traitlets.config import Config

from cdd_analysis.errors import UsageError

NAME = "cdd"


class CddEngine(NBClientEngine):
    """Papermill's own engine, registered as ``cdd``: an unknown parameter stops it before the first cell.

    Stock papermill only warns, so that ``-p provnce 23`` would print the figures of province 80.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the notebook; UsageError where a parameter was given that it does not name."""
        refuse_unknown(nb_man.nb, nb_man.nb.metadata.papermill.get("parameters", {}))
        with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
            return super().execute_managed_notebook(nb_man, kernel_name, **_quiet_kernel(folder), **kwargs)


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
