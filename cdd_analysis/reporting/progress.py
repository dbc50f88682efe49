"""How a batch goes, for a person at a terminal and for a log; and what came of it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cdd_analysis.reporting.batch import Outcome, Watch
from cdd_analysis.reporting.plan import Wish

#: Names of what is under way that fit beside the bar.
_NAMES = 4


class Lines(Watch):
    """A line for each page as it is done, unwrapped; counts what happens for the summary."""

    def __init__(self, line: Callable[[Outcome], str]) -> None:
        self._line = line
        self._begun = time.monotonic()
        self.counts: Counter[str] = Counter()
        self.total: int | None = None  # not yet known

    def planned(self, wishes: Sequence[Wish]) -> None:
        """Remember how many there are."""
        self.total = len(wishes)

    def done(self, outcome: Outcome) -> None:
        """Say what became of a page."""
        self.counts["failed" if outcome.is_failed else "unchanged" if outcome.is_unchanged else "made"] += 1
        self.say(self._line(outcome))

    def say(self, line: str) -> None:
        """Print one line."""
        print(line, flush=True)

    @property
    def left(self) -> int:
        """Pages that nothing has become of yet."""
        return (self.total or 0) - self.counts.total()

    @property
    def a_minute(self) -> float:
        """Pages made in a minute so far."""
        return self.counts["made"] * 60 / max(time.monotonic() - self._begun, 0.001)

    def summary(self) -> list[str]:
        """What came of the batch, and what to do about what did not."""
        spent = time.monotonic() - self._begun
        told = [f"{count:,} {word}" for word in ("made", "unchanged", "failed") if (count := self.counts[word])]
        told += [f"{self.left:,} left"] if self.left else []
        rate = f", {self.a_minute:,.0f} a minute" if self.counts["made"] else ""
        nothing = "Stopped before the first page" if self.total is None else "Nothing to do"
        lines = [f"{', '.join(told) or nothing} in {spent:,.1f} s{rate}"]
        if self.counts["failed"]:
            lines.append("What failed, and why: reports/failed; the last good page of each stays where it was.")
        if self.left or self.total is None:
            lines.append("Give the same command again to go on where it stopped.")
        return lines


class Bar(Lines):
    """The same above a bar that says what is done, failed and left, how fast, and what is under way."""

    def __init__(self, line: Callable[[Outcome], str], console: Console) -> None:
        super().__init__(line)
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self.bar = Progress(*columns, console=console, transient=True)
        self._task = self.bar.add_task("planning", total=None)
        self._names: list[str] = []

    def planned(self, wishes: Sequence[Wish]) -> None:
        """Now the bar has an end."""
        super().planned(wishes)
        self.bar.update(self._task, total=self.total)

    def begun(self, name: str) -> None:
        """Show what is under way."""
        self._names.append(name)
        self._tell()

    def ended(self, name: str) -> None:
        """Show it no longer."""
        self._names.remove(name)
        self._tell()

    def done(self, outcome: Outcome) -> None:
        """One more."""
        super().done(outcome)
        self.bar.advance(self._task)
        self._tell()

    def _tell(self) -> None:
        more = len(self._names) - _NAMES
        names = " ".join(self._names[:_NAMES]) + (f" and {more} more" if more > 0 else "")
        told = f"{self.counts['failed']} failed · {self.left} left · {self.a_minute:.0f} a minute · {names}"
        self.bar.update(self._task, description=told)

    def say(self, line: str) -> None:
        """Print one line above the bar."""
        self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def watching(line: Callable[[Outcome], str]) -> Iterator[Lines]:
    """Who watches: a bar at a terminal, plain lines in a pipe or log. An interrupt ends with the summary."""
    if sys.stdout.isatty():
        watch = Bar(line, Console())
        with watch.bar:
            yield watch
    else:
        yield Lines(line)
