"""Cells of a notebook in an IPython shell of this very process, with the outputs a Jupyter kernel would have sent.

Made for a process that runs one notebook and ends (see ``warm``): the shell, its streams and whatever cells change
stay as they are. Not carried over from a kernel: input, widgets that need a front end.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from traitlets import Type
from traitlets.config import Config

#: Streams by name, with their descriptors.
_STREAMS = {"stdout": 1, "stderr": 2}
#: By stream: the file with what was written past Python.
Past = Mapping[str, io.BufferedRandom]


class Outputs:
    """What the running cell has shown so far, as nbformat outputs; a display that is updated changes in every cell."""

    def __init__(self) -> None:
        self.shown: list[NotebookNode] = []
        self._displays: dict[str, list[NotebookNode]] = {}
        self._clears_next = False
        self._past: Past = {}

    def begin(self, past: Past) -> list[NotebookNode]:
        """Start with a new cell; what is written past Python, by programs that it starts, goes to files ``past``."""
        self.shown, self._clears_next, self._past = [], False, past
        return self.shown

    def add(self, kind: str, display: str = "", **content: Any) -> None:
        """One output more."""
        self.take_past()
        if self._clears_next:
            self.shown.clear()
            self._clears_next = False
        output = from_dict({"output_type": kind, **content})  # papermill checks the whole notebook when it writes it
        if display:
            self.update(display, content["data"], content["metadata"])
            self._displays.setdefault(display, []).append(output)
        self.shown.append(output)

    def write(self, name: str, text: str) -> None:
        """Text on a stream, after what was written past Python before it."""
        self.take_past()
        self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        """Neighbouring pieces of one stream are one output."""
        if not self._clears_next and self.shown and self.shown[-1].get("name") == name:
            self.shown[-1]["text"] += text
        elif text:
            self.add("stream", name=name, text=text)

    def take_past(self) -> None:
        """What was written past Python since, as outputs; the files are emptied."""
        written = {name: _taken(file) for name, file in self._past.items() if os.fstat(file.fileno()).st_size}
        for name, text in written.items():
            self._write(name, text)

    def update(self, display: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Show something else wherever the display stands."""
        for output in self._displays.get(display, ()):
            output["data"], output["metadata"] = NotebookNode(data), NotebookNode(metadata)

    def clear(self, *, wait: bool) -> None:
        """Take back what the cell has shown, at once or when the next output comes."""
        if wait:
            self._clears_next = True
        else:
            self.shown.clear()


def _taken(file: io.BufferedRandom) -> str:
    """What is in the file, which is then empty."""
    file.seek(0)
    text = file.read().decode("utf-8", "replace")
    file.seek(0)
    file.truncate()
    return text


_outputs = Outputs()


class _Stream(io.TextIOBase):
    encoding, errors = "utf-8", "strict"

    def __init__(self, name: str, number: int) -> None:
        self.name, self._number = name, number

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        _outputs.write(self.name, text)
        return len(text)

    def fileno(self) -> int:
        return self._number


class _Publisher(DisplayPublisher):
    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        display = (transient or {}).get("display_id", "")
        if update:
            _outputs.update(display, data, metadata or {})
        else:
            _outputs.add("display_data", display, data=data, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        _outputs.clear(wait=wait)


class _Results(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        if format_dict:
            count = self.prompt_count
            _outputs.add("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)

    def finish_displayhook(self) -> None:
        pass


class _Shell(InteractiveShell):
    displayhook_class = Type(_Results)
    display_pub_class = Type(_Publisher)

    def init_hooks(self) -> None:
        """What ``name?`` opens beside a notebook is not shown in it."""
        super().init_hooks()
        self.set_hook("show_in_pager", lambda *_, **__: None)

    def enable_gui(self, gui: str | None = None) -> None:
        """There is none."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        _outputs.add("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def init_io(self) -> None:
        """Streams are the notebook's own."""


def open_shell() -> InteractiveShell:
    """The process's shell, which neither asks nor keeps a history, with pyplot's figures shown as in a kernel."""
    quiet = Config({"HistoryManager": {"enabled": False}})
    shell = _Shell.instance(config=quiet)
    sys.modules["__main__"] = shell.user_module  # what cells define lives there
    if "matplotlib" in sys.modules:
        from matplotlib_inline import backend_inline

        backend_inline._enable_matplotlib_integration()
    return shell


@contextmanager
def streams_caught() -> Iterator[Past]:
    """Within it, printed text is an output of the cell; what programs write past Python goes to the files given."""
    before = sys.stdout, sys.stderr
    with ExitStack() as stack:
        files = {name: stack.enter_context(tempfile.TemporaryFile()) for name in _STREAMS}
        saved = {number: os.dup(number) for number in _STREAMS.values()}
        for name, number in _STREAMS.items():
            os.dup2(files[name].fileno(), number)
        sys.stdout, sys.stderr = (_Stream(name, number) for name, number in _STREAMS.items())
        try:
            yield files
        finally:
            sys.stdout, sys.stderr = before
            for number, old in saved.items():
                os.dup2(old, number)
                os.close(old)


def run_cells(notebook: NotebookNode, keeper: Any) -> None:
    """Run a notebook's cells in order up to the first that fails, its outputs into the notebook.

    Args:
        notebook: with parameters in place.
        keeper: papermill's manager of the execution, told of the start and end of each cell.
    """
    shell = open_shell()
    with streams_caught() as files:
        for index, cell in enumerate(notebook.cells):
            keeper.cell_start(cell, index)
            is_good = cell.cell_type != "code" or not cell.source.strip() or _run(shell, cell, files)
            if not is_good:
                keeper.cell_exception(cell, cell_index=index)
            keeper.cell_complete(cell, cell_index=index)
            if not is_good:
                break


def _run(shell: InteractiveShell, cell: NotebookNode, past: Past) -> bool:
    """Run one cell; whether it went well, or is tagged as one that may fail."""
    cell.outputs = _outputs.begin(past)
    count = shell.execution_count
    done = shell.run_cell(cell.source, store_history=True, cell_id=cell.get("id"))
    cell.execution_count = count
    _outputs.take_past()
    return bool(done.success) or "raises-exception" in cell.metadata.get("tags", ())
