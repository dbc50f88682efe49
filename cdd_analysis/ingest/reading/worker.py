"""The process that opens workbooks, web pages and JSON, so that one that means harm harms nothing else.

It is told of a file on its standard input, answers on its standard output and lives on for the next one. What it may
take of memory and processor is bounded here; the clock is held by ``guard``, which can end it at any time.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading import limits
from cdd_analysis.ingest.reading.cells import Sheet


def _readers() -> dict[str, Callable[[Any, str], list[Sheet] | None]]:
    from cdd_analysis.ingest.reading import documents, workbooks

    return {"workbook": workbooks.read_workbook, "page": documents.read_page, "json": documents.read_json}


def main() -> None:
    """Answer until the input ends, or until one file has used the memory up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller's to answer: it ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    readers = _readers()
    most = limits.MOST_MEMORY if len(sys.argv) < 2 else int(sys.argv[1])
    _bound_memory(most)
    while (request := _request(sys.stdin.buffer)) is not None:
        kind, data, file, seconds = request
        _bound_processor(seconds)
        answer = _answer(readers[kind], data, file)
        del data, request
        pickle.dump(answer, answers, protocol=5)
        answers.flush()
        if answer[0] == "memory":
            return


def _request(stream: BinaryIO) -> tuple[str, Any, str, float] | None:
    try:
        return pickle.load(stream)
    except EOFError:
        return None


def _answer(read: Callable[[Any, str], list[Sheet] | None], data: Any, file: str) -> tuple[str, Any]:
    try:
        return "sheets", read(data, file)
    except UnreadableFile as error:
        return "refused", {"what": error.what, "found": error.found, "do": error.do}
    except MemoryError:
        return "memory", None
    except BaseException as error:  # a panic of compiled code is no Exception; none may end the build of other files
        return "failed", type(error).__name__


def _bound_memory(most: int) -> None:
    """Bound the address space: what is taken now and ``most`` more. No bound where the platform has none."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", "rb") as pages:
            taken = int(pages.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + most, resource.RLIM_INFINITY))


def _bound_processor(seconds: float) -> None:
    """Processor time for one file, so that a process whose caller was killed does not run on."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + 2 * seconds) + 2, hardest))


if __name__ == "__main__":
    main()
