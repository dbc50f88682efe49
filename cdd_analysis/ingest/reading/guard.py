"""Opens a file that could mean harm in a process of its own, with a clock and a bound on memory.

One process is started when the first such file is met and serves all that follow. A file that kills it, keeps it too
long or takes too much memory is refused, and a fresh process serves the next file; the build goes on.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Sheet

_ROOT = str(Path(__file__).resolve().parents[3])
_INSTEAD = "Ask the office for the table itself, copied into a new workbook."


class Guard:
    """A process that reads, and what it may take.

    Args:
        seconds: how long one file may take.
        memory: bytes that a file may need, over what the process needs by itself.
    """

    def __init__(self, *, seconds: float = limits.MOST_SECONDS, memory: int = limits.MOST_MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._one_at_a_time = threading.Lock()

    def read(self, kind: str, data: bytes | str, file: str) -> list[Sheet] | None:
        """The sheets of a "workbook", "page" or "json"; None where a text that looks like JSON is none.

        Raises:
            UnreadableFile: it cannot be read within the bounds, or at all.
        """
        with self._one_at_a_time:
            answer, value = self._ask(kind, data, file)
        if answer == "refused":
            raise UnreadableFile(value["what"], where=file, found=value["found"], do=value["do"])
        if answer != "sheets":
            raise UnreadableFile(self._why(answer), where=file, found=value or "", do=_INSTEAD)
        return value

    def _why(self, answer: str) -> str:
        return {
            "memory": f"Reading the file takes more than {self.memory // limits.MIB:,} MiB of memory.",
            "late": f"Reading the file takes longer than {self.seconds:g} seconds.",
            "died": "The file brings the program that reads it down, as damaged and overlarge files do.",
            "failed": "The file cannot be read: it is damaged.",
        }[answer]

    def _ask(self, kind: str, data: bytes | str, file: str) -> tuple[str, Any]:
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            pickle.dump((kind, data, file, self.seconds), process.stdin, protocol=5)  # type: ignore[arg-type]
            process.stdin.flush()  # type: ignore[union-attr]
            answer = pickle.load(process.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            return ("late" if late.is_set() else "died"), None
        except BaseException:  # interrupted half way: the process would answer the wrong question next
            self.stop()
            raise
        finally:
            clock.cancel()
            clock.join()
        if answer[0] == "memory":
            self.stop()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner != os.getpid():
            self._process.returncode = 0  # a fork inherits the object, not the process
            self._process = None
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "cdd_analysis.ingest.reading.worker", str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        return self._process

    def stop(self) -> None:
        """End the process, if there is one; the next file starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                stream.close()  # type: ignore[union-attr]
        process.kill()
        process.wait()


def environment() -> dict[str, str]:
    """The caller's, so that the same code is found; one thread, since each would reserve address space."""
    paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}


_guard = Guard()
atexit.register(_guard.stop)


def read_guarded(kind: str, data: bytes | str, file: str) -> list[Sheet] | None:
    """``Guard.read`` of the one guard that the whole program shares."""
    return _guard.read(kind, data, file)
