"""Processes that clean the blocks of one file side by side: most of the work holds the interpreter, where threads would
wait for each other. A process (``worker``) is told of the file once, then of one block after another; rows go to the
disk, and what is small comes back.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from cdd_analysis.datasets import table
from cdd_analysis.ingest.fast_lane.blocks import Form, Piece, read_block
from cdd_analysis.ingest.fast_lane.clean_block import clean_block
from cdd_analysis.ingest.fast_lane.lane import Lane
from cdd_analysis.ingest.fast_lane.plan import BlockResult, Carried, Plan
from cdd_analysis.ingest.reading.guard import environment


@dataclass(frozen=True)
class Job:
    """What every block of a file is cleaned by.

    Attributes:
        path: the file, in UTF-8.
        form: how it is split.
        plan: what its table is.
        folder: to write rows into.
        first: what stands above the first block.
    """

    path: Path
    form: Form
    plan: Plan
    folder: Path
    first: Carried

    def packed(self) -> tuple[str, Job]:
        """Fit to be sent: the table, whose rules are functions, by its name."""
        region = replace(self.plan.region, table=None)  # type: ignore[arg-type]
        return self.plan.table.name, replace(self, plan=replace(self.plan, region=region))

    @staticmethod
    def unpacked(name: str, job: Job) -> Job:
        """What was packed."""
        return replace(job, plan=replace(job.plan, region=replace(job.plan.region, table=table(name))))

    def clean(self, lane: Lane, piece: Piece) -> BlockResult:
        """One block, by a lane that remembers those before."""
        return clean_block(lane, read_block(self.path, piece, self.form), self.first if piece.number == 0 else None)


class Workers:
    """The processes of one file.

    Args:
        job: what they do.
        count: how many; 0 to do it here.
    """

    def __init__(self, job: Job, count: int) -> None:
        self.job, self.count = job, count
        self._own = threading.local()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._here = threading.Lock()
        self._lane: Lane | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
            if error is not None:
                process.kill()
            process.wait()

    def results(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, BlockResult]]:
        """The result of each block, in their order; one more than there are processes is waiting."""
        if not self.count:
            yield from ((piece, self._clean_here(piece)) for piece in pieces)
            return
        waiting: deque[tuple[Piece, Future[BlockResult]]] = deque()
        with ThreadPoolExecutor(self.count) as pool:
            try:
                for piece in pieces:
                    waiting.append((piece, pool.submit(self._clean, piece)))
                    if len(waiting) > self.count:
                        done, result = waiting.popleft()
                        yield done, result.result()
                while waiting:
                    done, result = waiting.popleft()
                    yield done, result.result()
            finally:
                for _, result in waiting:
                    result.cancel()

    def _clean(self, piece: Piece) -> BlockResult:
        """One block by the process of this thread; here, where that came to an end."""
        process = self._started()
        try:
            pickle.dump(piece, process.stdin, protocol=5)
            process.stdin.flush()
            kind, answer = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._clean_here(piece)
        if kind == "raised":
            raise answer
        return answer

    def _clean_here(self, piece: Piece) -> BlockResult:
        with self._here:
            if self._lane is None:
                self._lane = Lane(self.job.plan, self.job.folder)
            return self.job.clean(self._lane, piece)

    def _started(self) -> Any:
        if not hasattr(self._own, "process"):
            self._own.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "cdd_analysis.ingest.fast_lane.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment(),
            )
            self._processes.append(self._own.process)
            with contextlib.suppress(OSError):
                pickle.dump(self.job.packed(), self._own.process.stdin, protocol=5)
        return self._own.process
