"""Time by what is done while a page is made: timers around the calls, in the forked process."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cdd_analysis.reporting import warm


class Clock:
    """Time by what is done; what is done inside of something else counts there only."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inner = [0.0]

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """From now on, calls of ``owner.name`` count as ``stage``."""
        work = getattr(owner, name)

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            self._inner.append(0.0)
            try:
                return work(*given, **named)
            finally:
                took = time.perf_counter() - begun
                self.spent[stage] += took - self._inner.pop()
                self._inner[-1] += took

        setattr(owner, name, timed)


class Timed(warm.Warm):
    """Warm processes that make pages under a clock; ``spent`` gathers what they say."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        super().__init__({"PYTHONPATH": path})
        self.spent: Counter[str] = Counter()

    def submit(self, call: str, arguments: Mapping[str, Any], **limits: Any) -> int:
        return super().submit(f"{__name__}:timed_make" if call.endswith(":make") else call, arguments, **limits)

    def wait(self) -> list[Any]:
        ended = super().wait()
        for one in ended:
            if isinstance(one.answer, dict) and "stages" in one.answer:
                self.spent += Counter(one.answer["stages"])
                self.spent["fork"] += one.seconds - one.answer["inside"]
            else:
                self.spent["once"] += one.seconds
        return ended


def timed_make(**arguments: Any) -> dict[str, Any]:
    """In the forked process: ``stage.make``, with the time each part takes."""
    from cdd_analysis import charts, page
    from cdd_analysis.reporting import shell, stage

    begun, clock = time.perf_counter(), Clock()
    parts: list[tuple[Any, str, str]] = [
        (stage, "execute_notebook", "papermill"),
        (shell, "open_shell", "shell"),
        (shell, "run_cells", "cells"),
        (page, "open_page", "open_page"),
        *((page.Page, name, "sections") for name, work in vars(page.Page).items() if _is_section(name, work)),
        (charts, "draw", "charts"),
        (page.Page, "record", "record"),
        (stage, "render", "render"),
        (stage, "write_workbook", "workbook"),
        (stage, "make", "files"),
    ]
    for part in parts:
        clock.watch(*part)
    answer = stage.make(**arguments)
    return {**answer, "stages": clock.spent, "inside": time.perf_counter() - begun}


def _is_section(name: str, work: object) -> bool:
    return callable(work) and not name.startswith("_") and name != "record"
