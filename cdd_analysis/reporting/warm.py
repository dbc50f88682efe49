"""A process that has imported, drawn and exported once, and forks one of its own for every job it is given.

:class:`Warm` starts it (it runs :func:`serve`) and talks to it in lines of JSON: a job names a
function and its arguments, the forked process calls it and leaves the answer in a file. Each job has a process group,
a time limit and a memory limit; the group ends with it, and all of them end with whoever started this.

Fork is safe here because the process holds nothing that fork breaks: no thread, no event loop, no ZMQ context. Tables
are read by jobs only (pyarrow starts threads where it reads); what one of them worked out for all
(``measures.once``) comes back as a pickle, and is there in every process forked later.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdd_analysis.errors import CddError
from cdd_analysis.reporting.files import write_whole
from cdd_analysis.reporting.jobs import Ended, refused

#: What keeps the libraries under it from starting threads when they are imported; where pyplot's figures go, as in a
#: kernel, which it reads when it is first imported.
QUIET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_SHARED = ".shared"
#: How often it is tried to make a process ready before that is given up.
_STARTS = 3


class Warm:
    """The warm process, from the side of whoever started it; jobs have the environment that this process has now.

    Raises:
        CddError: the process does not start, or may not fork.
    """

    shares = True

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="cdd-")
        self._environment = {**os.environ, **QUIET}
        self._running: dict[int, int | None] = {}
        self._next = self.starts = 0
        self._start()

    def _start(self) -> None:
        """Start the process; one that is killed before it is ready gets another try."""
        self.starts += 1
        hello: dict[str, Any] = {}
        for _ in range(_STARTS):
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import serve; serve()"],  # no -m: jobs import this very module
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=self._environment,
                start_new_session=True,  # an interrupt from the terminal is for us to handle
                text=True,
            )
            try:
                hello = self._read()
            except BaseException:  # interrupted while it imports
                self.close()
                raise
            if hello:
                break
            self._process.wait()
            self._close_pipes()
        if not hello or hello["refused"]:
            self.close()
            raise CddError("No process could be made ready.", found=str(hello.get("refused", "it ended")))

    def __enter__(self) -> Warm:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, call: str, arguments: Mapping[str, Any], *, seconds: float, most_bytes: int) -> int:
        """Give a job: the function ``module:name`` and its arguments, plain values; the number of the job."""
        if self.is_gone and not self._running:
            self._close_pipes()
            self._start()
        self._next += 1
        told = {"id": self._next, "call": call, "arguments": arguments, "seconds": seconds, "bytes": most_bytes}
        told |= {"answer": self._answer(self._next), "folder": os.getcwd()}
        self._running[self._next] = None
        with contextlib.suppress(BrokenPipeError):  # then ``wait`` says that it ended
            self._tell(told)
        return self._next

    def _answer(self, job: int) -> str:
        return str(Path(self._folder.name) / f"{job}.json")

    def _tell(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return dict(json.loads(line)) if line.endswith("\n") else {}

    def wait(self) -> list[Ended]:
        """Wait until a job has ended. Where the warm process is gone, all have; the next job starts it anew."""
        while message := self._read():
            job = message["id"]
            if "pid" in message:
                self._running[job] = message["pid"]
            else:
                self._running.pop(job)
                return [self._ended(message)]
        self._process.wait()
        lost = [refused(job, "The process that makes pages was ended from outside.") for job in self._running]
        self._kill_groups()
        self._running.clear()
        return lost

    @property
    def pid(self) -> int:
        """The warm process's number."""
        return self._process.pid

    @property
    def is_gone(self) -> bool:
        """Whether the warm process has ended."""
        return self._process.poll() is not None

    def _ended(self, message: Mapping[str, Any]) -> Ended:
        job, code = message["id"], message["code"]
        if message.get("refused"):
            return refused(job, f"No process could be started: {message['refused']}")
        spent = {"seconds": message["seconds"], "peak_bytes": message["peak_bytes"]}
        path = Path(self._answer(job))
        if message["is_late"]:
            reason = f"It took more than {message['limit']:g} seconds and was stopped."
            return Ended(job, reason=reason, **spent)
        if path.exists():
            answer = json.loads(path.read_text(encoding="utf-8"))
            path.unlink()
            return Ended(job, **answer, **spent)
        if code < 0:
            reason = f"Its process was ended by {signal.Signals(-code).name}."
            return Ended(job, reason=reason, is_outside=True, **spent)
        return Ended(job, reason=f"A cell ended the process (exit code {code}).", **spent)

    def close(self) -> None:
        """End the process and every job of it, at once."""
        self._kill_groups()
        self._process.kill()
        self._process.wait()
        self._close_pipes()
        self._folder.cleanup()

    def _close_pipes(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                if stream is not None:
                    stream.close()

    def _kill_groups(self) -> None:
        for pid in filter(None, self._running.values()):
            _kill_group(pid)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


# -- within the warm process ---------------------------------------------------------------------------------------


@dataclass
class _Job:
    """A forked process that has not ended."""

    told: dict[str, Any]
    begun: float
    is_late: bool = False

    @property
    def due(self) -> float:
        return self.begun + float(self.told["seconds"])


def serve() -> None:
    """Be the warm process: read jobs from standard input until it closes, then end them all."""
    commands, answers = _private_streams()
    warm_up()
    _say(answers, {"refused": _cannot_fork(), "pid": os.getpid()})
    running: dict[int, _Job] = {}
    with _woken_by_children() as woken, selectors.DefaultSelector() as selector:
        selector.register(commands, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        pending = b""
        while True:
            soonest = min((job.due for job in running.values() if not job.is_late), default=None)
            ready = [key.fd for key, _ in selector.select(None if soonest is None else max(0, soonest - _now()))]
            if woken in ready:
                os.read(woken, 4096)
            _reap(running, answers)
            _stop_late(running)
            if commands in ready:
                read = os.read(commands, 1 << 16)
                if not read:
                    break
                *lines, pending = (pending + read).split(b"\n")
                for line in lines:
                    _fork(json.loads(line), running, answers)
    for pid in running:
        _kill_group(pid)


def _private_streams() -> tuple[int, int]:
    """The pipes to whoever started us, out of reach of jobs: what those print goes to our error stream."""
    commands, answers = os.dup(0), os.dup(1)
    void = os.open(os.devnull, os.O_RDWR)
    os.dup2(void, 0)
    os.dup2(2, 1)
    os.close(void)
    for fd in (commands, answers):
        os.set_inheritable(fd, False)
    return commands, answers


@contextlib.contextmanager
def _woken_by_children() -> Iterator[int]:
    """A descriptor that can be read from whenever a child has ended."""
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    yield woken


def _say(answers: int, message: Mapping[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(answers, (json.dumps(message) + "\n").encode())


def _now() -> float:
    return time.monotonic()


def warm_up() -> None:
    """Import what jobs use, draw and export once, and put what is there out of the collector's way."""
    from cdd_analysis.reporting import ready

    ready.ready()
    gc.collect()
    gc.freeze()


def _cannot_fork() -> str:
    """Why no process can be forked; empty where one can."""
    if not hasattr(os, "fork"):
        return "this system has no fork"
    try:
        pid = os.fork()
    except OSError as error:
        return str(error)
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return ""


def _fork(told: dict[str, Any], running: dict[int, _Job], answers: int) -> None:
    try:
        pid = os.fork()
    except OSError as error:
        _say(answers, {"id": told["id"], "code": 0, "refused": str(error)})
        return
    if not pid:
        _be_job(told)
    with contextlib.suppress(OSError):  # the child does it too: whoever comes first
        os.setpgid(pid, pid)
    running[pid] = _Job(told, _now())
    _say(answers, {"id": told["id"], "pid": pid})


def _reap(running: dict[int, _Job], answers: int) -> None:
    """Report the processes that ended, with what they used; the rest of each one's group ends too."""
    while running:
        pid, status, used = os.wait4(-1, os.WNOHANG)
        if not pid:
            return
        job = running.pop(pid, None)
        if job is None:
            continue
        _kill_group(pid)
        _adopt(job.told)
        message = {"id": job.told["id"], "code": os.waitstatus_to_exitcode(status), "is_late": job.is_late}
        message |= {"seconds": _now() - job.begun, "limit": job.told["seconds"], "peak_bytes": used.ru_maxrss * 1024}
        _say(answers, message)


def _adopt(told: Mapping[str, Any]) -> None:
    """Keep what the job worked out for others, if anything."""
    from cdd_analysis.measures import once

    path = Path(told["answer"] + _SHARED)
    if path.exists():
        once.keep(pickle.loads(path.read_bytes()))
        path.unlink()
        gc.freeze()


def _stop_late(running: Mapping[int, _Job]) -> None:
    for pid, job in running.items():
        if not job.is_late and _now() >= job.due:
            job.is_late = True
            _kill_group(pid)


# -- within a job --------------------------------------------------------------------------------------------------

_in_job = False


def may_fork() -> bool:
    """Whether notebooks run in forked processes here: the system has fork, and ``CDD_KERNELS`` is not set."""
    return hasattr(os, "fork") and not os.environ.get("CDD_KERNELS")


def in_job() -> bool:
    """Whether this process was forked for one job and ends with it."""
    return _in_job


def share(answers: Mapping[Any, Any], told: str) -> None:
    """Leave what was worked out where the warm process takes it up."""
    write_whole(pickle.dumps(dict(answers), protocol=5), Path(told + _SHARED))


def _be_job(told: dict[str, Any]) -> None:
    """Do the job and end; nothing of it returns to the loop of the warm process."""
    global _in_job
    _in_job = True
    code = 1
    try:
        _limits(told)
        os.chdir(told["folder"])
        answer = answered(told["call"], told["arguments"], told["answer"])
        write_whole(json.dumps(answer).encode(), Path(told["answer"]))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _limits(told: Mapping[str, Any]) -> None:
    """A group of its own, so much memory beyond what is shared, and an end with the warm process."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        import resource

        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
        if told["bytes"]:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            most = pages * resource.getpagesize() + int(told["bytes"])
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answered(call: str, arguments: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """Call the function ``module:name``; its answer, or the reason why there is none, as keywords of ``Ended``."""
    module, name = call.split(":")
    try:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
        value = function(**arguments)
        if place and hasattr(value, "shared"):
            share(value.shared, place)
            value = value.answer
        return {"answer": value}
    except CddError as error:
        return {"reason": str(error)}
    except OSError as error:
        return {"reason": f"{type(error).__name__}: {error}", "is_outside": True}
    except Exception as error:
        return {"reason": f"{type(error).__name__}: {error}"}
