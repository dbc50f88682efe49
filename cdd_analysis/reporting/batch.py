"""Many pages in one go: those that must be made are made, looked at by the gate, and put in place one by one.

A page that fails leaves its reason and its executed notebook in ``reports/failed``; the last good page stays where it
was and the others are made. What is done where: ``plan`` says what must be made, a pool of workers makes it
(``stage``), this process looks at it and publishes it (``gate``, ``publish``).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cdd_analysis import project
from cdd_analysis.errors import CddError
from cdd_analysis.reporting import gate, kernels, plan, publish, warm
from cdd_analysis.reporting.jobs import LOOKS, MAKE, PREPARE, Ended, Pool
from cdd_analysis.reporting.plan import Page, Run, Wish
from cdd_analysis.reporting.publish import FAILED, Published

#: A job that came to nothing for a cause outside it is tried once more.
_ATTEMPTS = 2


@dataclass(frozen=True)
class Outcome:
    """What became of a page: its status; ``failed`` with the reason; the status it had, where it did not change."""

    page: Page
    status: str
    reason: str = ""
    is_unchanged: bool = False
    seconds: float = 0.0

    @property
    def is_failed(self) -> bool:
        """Whether the page could not be made."""
        return self.status == FAILED


class Watch:
    """Who is told how a batch goes; this one keeps silent."""

    def planned(self, wishes: Sequence[Wish]) -> None:
        """What is wanted, and why each page must be made."""

    def begun(self, name: str) -> None:
        """A job is under way: a page's name, or what is worked out for a topic."""

    def ended(self, name: str) -> None:
        """It is no longer."""

    def done(self, outcome: Outcome) -> None:
        """What became of a page."""


@dataclass(frozen=True)
class Task:
    """A job to give: a page to make, or what the pages of a topic share (``page`` is None)."""

    topic: str
    wish: Wish | None = None
    attempt: int = 1
    folder: Path = Path()

    @property
    def name(self) -> str:
        """What is said to be under way."""
        return self.wish.page.name if self.wish else self.topic


def make_pages(pages: Sequence[Page], run: Run, watch: Watch | None = None, pool: Pool | None = None) -> list[Outcome]:
    """Make the pages that must be made, ``run.jobs`` at a time.

    Args:
        pages: what is wanted.
        run: what they share.
        watch: told of each step.
        pool: who does the work, and goes on afterwards; by default processes of this machine.

    Returns:
        What became of each page, in the order they were done.

    Raises:
        CddError: another batch is at work on the folder, or it cannot be written to.
    """
    watch = watch or Watch()
    with publish.published(run.reports) as folder:
        wanted = plan.wishes(pages, run)
        watch.planned(wanted)
        if not any(wish.why for wish in wanted):
            return [_unchanged(wish, folder, watch) for wish in wanted]
        with _workers(run, pool) as workers:
            wanted = _looked_at(wanted, run, folder, workers)
            outcomes = [_unchanged(wish, folder, watch) for wish in wanted if not wish.why]
            round_ = _Round([wish for wish in wanted if wish.why], run, folder, workers, watch)
            return outcomes + round_.made()


@contextmanager
def _workers(run: Run, given: Pool | None) -> Iterator[Pool]:
    if given is not None:
        yield given
        return
    pool = open_pool(run.jobs)
    try:
        yield pool
    finally:
        pool.close()


def open_pool(jobs: int) -> Pool:
    """Forked processes of a warm one; kernels where there is no fork or it is refused."""
    if warm.may_fork():
        with suppress(CddError):
            return warm.Warm()
    os.environ["CDD_KERNELS"] = "1"
    return kernels.Kernels(jobs)


def default_jobs() -> int:
    """As many as there are cores, but no more than the memory that is free has room for."""
    import psutil

    return max(1, min(os.cpu_count() or 1, int(psutil.virtual_memory().available // _MEMORY_OF_A_JOB)))


#: What a page holds for itself at most, of the sample's tables; what all share comes once on top.
_MEMORY_OF_A_JOB = 700 << 20


def _unchanged(wish: Wish, folder: Published, watch: Watch) -> Outcome:
    outcome = Outcome(wish.page, str(wish.record.get("status", "")), is_unchanged=True)
    with suppress(OSError):
        folder.forget_failed(wish.page)
    watch.done(outcome)
    return outcome


def _arguments(topic: str, run: Run) -> dict[str, Any]:
    return {
        "topic": topic,
        "fiscal_year": run.fiscal_year,
        "as_of": run.as_of,
        "processed": str(run.processed.resolve()),
        "settings": str(project.settings().resolve()),
    }


def _looked_at(wanted: Iterable[Wish], run: Run, folder: Published, workers: Pool) -> list[Wish]:
    """Pages of which only other areas' data changed must be made only if they would show something else."""
    wanted = list(wanted)
    asked: dict[str, list[Wish]] = {}
    for wish in wanted:
        if wish.must_look:
            asked.setdefault(wish.page.topic, []).append(wish)
    jobs = {}
    for topic, wishes in asked.items():
        scopes = [wish.page.scope.key for wish in wishes]
        arguments = {**_arguments(topic, run), "scopes": scopes}
        job = workers.submit(LOOKS, arguments, seconds=plan.SECONDS * len(scopes), most_bytes=0)
        jobs[job] = topic
    shows: dict[Page, str] = {}
    while jobs:
        for ended in workers.wait():
            topic = jobs.pop(ended.job)
            shows |= {wish.page: (ended.answer or {}).get(wish.page.scope.key, "") for wish in asked[topic]}
    return [_judged(wish, shows[wish.page], folder) if wish.must_look else wish for wish in wanted]


def _judged(wish: Wish, shows: str, folder: Published) -> Wish:
    if not shows or shows != wish.record["key"].get("shown"):
        return replace(wish, why=("what it is compared with",))
    folder.note(wish.page, {**wish.record, "key": {**wish.key, "shown": shows}})
    return replace(wish, why=())


class _Round:
    """The pages to be made, on their way through a pool of workers.

    What pages of a topic share is worked out once, before the first of them, where workers can hand it on.
    """

    def __init__(self, wishes: Sequence[Wish], run: Run, folder: Published, workers: Pool, watch: Watch) -> None:
        self.run, self.folder, self.workers, self.watch = run, folder, workers, watch
        self.topics: dict[str, deque[Task]] = {}
        for wish in wishes:
            page = wish.page
            self.topics.setdefault(page.topic, deque()).append(Task(page.topic, wish))
        self.unprepared = deque(_overview_last(self.topics) if workers.shares else ())
        self.under_way: dict[int, Task] = {}
        self.outcomes: list[Outcome] = []
        self.starts = workers.starts

    def made(self) -> list[Outcome]:
        """Make them all."""
        while True:
            self._give()
            if not self.under_way:
                return self.outcomes
            ended = [(self.under_way.pop(one.job), one) for one in self.workers.wait()]
            for task, _ in ended:
                self.watch.ended(task.name)
            self._notice_restart()
            self._give()  # workers go on while this process looks at what they made
            for task, one in ended:
                self._end(task, one)

    def _notice_restart(self) -> None:
        """Workers that were started anew have nothing that was worked out before."""
        if self.starts != self.workers.starts and self.workers.shares:
            self.starts = self.workers.starts
            self.unprepared = deque(topic for topic in _overview_last(self.topics) if self.topics[topic])

    def _give(self) -> None:
        while len(self.under_way) < self.run.jobs and (task := self._next()):
            self.under_way[self._submit(task)] = task
            self.watch.begun(task.name)

    def _next(self) -> Task | None:
        """A page whose topic is ready, else a topic to make ready."""
        waiting = {*self.unprepared, *(task.topic for task in self.under_way.values() if not task.wish)}
        for topic, tasks in self.topics.items():
            if tasks and topic not in waiting:
                return replace(tasks.popleft(), folder=self.folder.room())
        return Task(self.unprepared.popleft()) if self.unprepared else None

    def _submit(self, task: Task) -> int:
        arguments = _arguments(task.topic, self.run)
        if task.wish is None:
            scopes = [one.wish.page.scope.key for one in self.topics[task.topic] if one.wish]
            arguments["scopes"] = scopes
            return self.workers.submit(PREPARE, arguments, seconds=plan.SECONDS, most_bytes=0)
        page = task.wish.page
        arguments |= {
            "scope": page.scope.key,
            "title": f"{page.title} · {page.scope.title} · ปีงบประมาณ {self.run.fiscal_year}",
            "notebook": str((self.run.notebooks / f"{page.topic}.ipynb").resolve()),
            "folder": str(task.folder),
            "key": task.wish.key,
            "last": str(((self.run.last or self.run.reports) / f"{page.name}.json").resolve()),
            "seconds": self.run.seconds,
        }
        limits = {"seconds": self.run.seconds, "most_bytes": self.run.most_bytes}
        return self.workers.submit(MAKE, arguments, **limits)

    def _end(self, task: Task, ended: Ended) -> None:
        """Publish what a job made, or keep why it did not; a cause outside the job is worth a second attempt."""
        if task.wish is None:
            return  # pages work out by themselves what is not there
        page = task.wish.page
        if not ended.reason:
            outcome = self._published(task, ended)
        elif ended.is_outside and task.attempt < _ATTEMPTS:
            self._log(task, "again", ended, ended.reason)
            self.topics[task.topic].appendleft(replace(task, attempt=task.attempt + 1))
            return
        else:
            outcome = Outcome(page, FAILED, ended.reason, seconds=ended.seconds)
        if outcome.is_failed:
            with suppress(OSError):  # a full disk has no room for the reason either; it is told all the same
                self.folder.keep_failed(page, self.run, outcome.reason, task.folder)
        self._log(task, outcome.status, ended, outcome.reason)
        self.outcomes.append(outcome)
        self.watch.done(outcome)

    def _published(self, task: Task, ended: Ended) -> Outcome:
        assert task.wish is not None
        page = task.wish.page
        try:
            found = gate.faults(page, self.run, task.folder)
            if found:
                return Outcome(page, FAILED, " ".join(found), seconds=ended.seconds)
            self.folder.put(page, task.folder)
        except Exception as error:  # whatever goes wrong with one page must not cost the others
            return Outcome(page, FAILED, f"{type(error).__name__}: {error}", seconds=ended.seconds)
        return Outcome(page, str(ended.answer["status"]), seconds=ended.seconds)

    def _log(self, task: Task, outcome: str, ended: Ended, reason: str) -> None:
        assert task.wish is not None
        facts = {"outcome": outcome, "attempt": task.attempt, "seconds": round(ended.seconds, 3)}
        facts |= {"peak_mb": round(ended.peak_bytes / (1 << 20)), "reason": reason}
        with suppress(OSError):
            self.folder.log(task.wish.page, **facts)


def _overview_last(topics: Iterable[str]) -> list[str]:
    """The overview asks all other topics, which have it easier once they are ready."""
    return sorted(topics, key=lambda topic: topic == "overview")
