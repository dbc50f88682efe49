"""What a person is told of a batch: a line a page, a bar at a terminal, a summary with what to do next."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from rich.console import Console

from cdd_analysis.reporting import progress
from cdd_analysis.reporting.batch import Outcome
from cdd_analysis.reporting.plan import Wish
from cdd_analysis.reporting.progress import Bar, Lines, watching
from tests.reporting.conftest import wanted

PAGES = wanted("80", "81", "82", "90", "91")


def line(outcome: Outcome) -> str:
    return f"{outcome.page.name}: {outcome.status}"


def some(watch: Lines) -> None:
    """Of five pages two are made, one was there, one fails, one is left."""
    watch.planned([Wish(page, {}, ("there is none yet",)) for page in PAGES])
    for page, status, is_unchanged in zip(PAGES, ("green", "red", "check", "failed"), (0, 0, 1, 0), strict=False):
        watch.begun(page.name)
        watch.ended(page.name)
        watch.done(Outcome(page, status, is_unchanged=bool(is_unchanged)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the time."""
    now = [0.0]
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return lambda to: now.__setitem__(0, to)


def test_into_a_pipe_goes_a_line_a_page_and_nothing_else(capsys: pytest.CaptureFixture[str]):
    with watching(line) as watch:
        some(watch)
    assert capsys.readouterr().out == "80/otop: green\n81/otop: red\n82/otop: check\n90/otop: failed\n"


def test_the_summary_counts_and_says_what_to_do(clock: Callable[[float], None]):
    watch = Lines(line)
    some(watch)
    clock(30)
    assert watch.summary() == [
        "2 made, 1 unchanged, 1 failed, 1 left in 30.0 s, 4 a minute",
        "What failed, and why: reports/failed; the last good page of each stays where it was.",
        "Give the same command again to go on where it stopped.",
    ]


def test_where_all_is_well_the_summary_is_one_line(clock: Callable[[float], None]):
    watch = Lines(line)
    watch.planned([Wish(page, {}) for page in PAGES])
    for page in PAGES:
        watch.done(Outcome(page, "green", is_unchanged=True))
    clock(0.25)
    assert watch.summary() == ["5 unchanged in 0.2 s"]


def test_stopped_while_it_plans_it_does_not_say_that_all_is_done(clock: Callable[[float], None]):
    assert Lines(line).summary() == [
        "Stopped before the first page in 0.0 s",
        "Give the same command again to go on where it stopped.",
    ]


def test_a_bar_says_what_is_done_failed_left_under_way_and_how_fast(clock: Callable[[float], None]):
    console = Console(file=io.StringIO(), force_terminal=True, width=150, legacy_windows=False)
    watch = Bar(line, console)
    clock(30)
    with watch.bar:
        some(watch)
        for number in range(6):
            watch.begun(f"91/{number}")
        watch.bar.refresh()
        said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", console.file.getvalue())
    last = said.splitlines()[-1]
    assert "4/5 1 failed · 1 left · 4 a minute · 91/0 91/1 91/2 91/3 and 2 more" in last
    assert "90/otop: failed" in said


def test_names_leave_the_bar_when_their_pages_end(clock: Callable[[float], None]):
    watch = Bar(line, Console(file=io.StringIO(), force_terminal=True, width=150))
    clock(1)
    watch.planned([Wish(page, {}) for page in PAGES[:2]])
    watch.begun("otop")
    watch.begun("80/otop")
    watch.ended("otop")
    assert watch.bar.tasks[0].description.endswith("· 80/otop")


def test_a_line_of_a_bar_is_neither_wrapped_nor_read_as_markup():
    console = Console(file=io.StringIO(), force_terminal=True, width=20)
    Bar(line, console).say("a [red]word[/red] in a line that is longer than the terminal")
    assert console.file.getvalue() == "a [red]word[/red] in a line that is longer than the terminal\n"
