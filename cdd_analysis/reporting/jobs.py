"""What a pool of workers says of a job that ended. Pools: ``warm.Warm``, ``kernels.Kernels``, ``cluster.Cluster``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

#: The functions that are jobs of a batch.
MAKE, PREPARE, LOOKS = (f"cdd_analysis.reporting.stage:{name}" for name in ("make", "prepare", "looks"))


@dataclass(frozen=True)
class Ended:
    """A job that has ended, well (``reason`` is empty) or not.

    Attributes:
        job: its number.
        answer: what its function answered, plain values.
        reason: why there is no answer, one sentence.
        is_outside: whether the cause lies outside the job (killed, no memory for a process, a disk that is full), so
            that trying once more may help.
        seconds: how long it took.
        peak_bytes: the most memory it held, what it shares with others included; 0 where that is not known.
    """

    job: int
    answer: Any = None
    reason: str = ""
    is_outside: bool = False
    seconds: float = 0.0
    peak_bytes: int = 0


def refused(job: int, reason: str) -> Ended:
    """A job that came to nothing for a cause outside it."""
    return Ended(job, reason=reason, is_outside=True)


class Pool(Protocol):
    """Where jobs are done.

    Attributes:
        shares: whether what one job works out for all (``measures.once``) reaches the others.
        starts: how often it was started; a pool that was started anew has nothing of what was worked out before.
    """

    shares: bool
    starts: int

    def submit(self, call: str, arguments: Mapping[str, Any], *, seconds: float, most_bytes: int) -> int:
        """Give a job: the function ``module:name`` and its arguments, plain values; the number of the job."""

    def wait(self) -> list[Ended]:
        """Wait until at least one job has ended."""

    def close(self) -> None:
        """End everything at once."""
