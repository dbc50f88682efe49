"""Where there is no fork: jobs in threads of this process, each notebook in a kernel of its own, as papermill does.

Slower by far, with the same results. The kernel has the notebook's time limit; memory has none.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from typing import Any

from jupyter_core.utils import ensure_event_loop

from cdd_analysis.reporting.jobs import Ended
from cdd_analysis.reporting.warm import answered


class Kernels:
    """A pool of threads that wait for kernels."""

    shares, starts = False, 1

    def __init__(self, jobs: int) -> None:
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="page")
        self._waiting: dict[Future[Ended], int] = {}
        self._next = 0

    def submit(self, call: str, arguments: Mapping[str, Any], *, seconds: float, most_bytes: int) -> int:
        """Give a job."""
        self._next += 1
        self._waiting[self._pool.submit(_do, self._next, call, dict(arguments))] = self._next
        return self._next

    def wait(self) -> list[Ended]:
        """Wait until a job has ended."""
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for one in done:
            del self._waiting[one]
        return [one.result() for one in done]

    def close(self) -> None:
        """Drop the jobs that have not begun; the others end with their kernels."""
        self._pool.shutdown(cancel_futures=True)


def _do(job: int, call: str, arguments: dict[str, Any]) -> Ended:
    begun = time.monotonic()
    with closing(ensure_event_loop()):  # the notebook client runs on this thread's loop and leaves it open
        return Ended(job, **answered(call, arguments), seconds=time.monotonic() - begun)
