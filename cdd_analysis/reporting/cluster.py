"""A batch on several machines that share the folders: jobs go to the workers of a dask.distributed scheduler.

Each thread of a worker keeps a warm process of its own, and works out what the pages of a topic share before the first
of them. The plan, the gate and the publishing stay with whoever runs the batch.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError
from typing import Any

from distributed import Client, Future, wait
from distributed.comm import get_address_host_port

from cdd_analysis.errors import CddError, UsageError
from cdd_analysis.reporting import warm
from cdd_analysis.reporting.jobs import MAKE, PREPARE, Ended, Pool, refused
from cdd_analysis.reporting.kernels import Kernels

#: Arguments that the pages of a topic have in common.
_SHARED = ("topic", "fiscal_year", "as_of", "processed", "settings")


class Cluster:
    """The workers of a scheduler.

    Args:
        address: of the scheduler: ``tcp://10.0.0.1:8786``.

    Raises:
        UsageError: nothing answers there.
        CddError: the scheduler has no workers.
    """

    shares, starts = False, 1

    def __init__(self, address: str, *, seconds: float = 10) -> None:
        try:
            get_address_host_port(address)  # a client that is refused for its address leaves threads that may hang
            self._client = Client(address, timeout=seconds, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError("No scheduler answers.", where="--dask", found=address, do=str(error)) from None
        self._address = address
        self.size = sum(self._client.nthreads().values())
        if not self.size:
            self.close()
            raise CddError("The scheduler has no workers.", where="--dask", do=f"Start some: dask worker {address}")
        self._waiting: dict[Future, int] = {}
        self._next = 0

    def submit(self, call: str, arguments: Mapping[str, Any], *, seconds: float, most_bytes: int) -> int:
        """Give a job to whichever worker is free."""
        self._next += 1
        future = self._client.submit(work, call, dict(arguments), seconds, most_bytes, pure=False)
        self._waiting[future] = self._next
        return self._next

    def wait(self) -> list[Ended]:
        """Wait until a job has ended. A worker that is lost takes its job along, which may be tried once more.

        Raises:
            CddError: the scheduler is lost.
        """
        try:
            with self._client.as_current():
                done = wait(list(self._waiting), return_when="FIRST_COMPLETED").done
        except CancelledError:
            raise CddError(
                "The scheduler has ended, or cannot be reached.",
                where="--dask",
                found=self._address,
                do="Start it anew and give the same command again to go on.",
            ) from None
        return [self._ended(future, self._waiting.pop(future)) for future in done]

    @staticmethod
    def _ended(future: Future, job: int) -> Ended:
        error = future.exception()
        return refused(job, f"{type(error).__name__}: {error}") if error else Ended(job, **future.result())

    def close(self) -> None:
        """Leave the scheduler; what is under way is dropped."""
        for future in getattr(self, "_waiting", ()):
            future.cancel()
        self._client.close()


_own = threading.local()


def work(call: str, arguments: dict[str, Any], seconds: float, most_bytes: int) -> dict[str, Any]:
    """Do a job on a worker: in a process forked from this thread's warm one; the keywords of ``Ended``."""
    if not hasattr(_own, "pool"):
        _own.pool, _own.ready = _pool(), set()
    pool: Pool = _own.pool
    limits: dict[str, Any] = {"seconds": seconds, "most_bytes": most_bytes}
    shared = {name: arguments[name] for name in _SHARED if name in arguments}
    if pool.shares and call == MAKE and (pool.starts, *shared.values()) not in _own.ready:
        prepare = {**shared, "scopes": [arguments["scope"]]}
        pool.submit(PREPARE, prepare, seconds=seconds, most_bytes=0)
        pool.wait()
        _own.ready.add((pool.starts, *shared.values()))
    pool.submit(call, arguments, **limits)
    (ended,) = pool.wait()
    return {name: value for name, value in vars(ended).items() if name != "job"}


def _pool() -> Pool:
    return warm.Warm() if warm.may_fork() else Kernels(1)
