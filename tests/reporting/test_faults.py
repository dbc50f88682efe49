"""Whatever goes wrong with a page, a worker or the machine: no wrong page, no half page, and the rest is there."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from cdd_analysis.reporting.files import digest
from cdd_analysis.reporting.gate import read
from cdd_analysis.reporting.plan import PAGE, WORKBOOK, Run
from cdd_analysis.reporting.warm import Warm
from tests.reporting.conftest import Make, set_faults

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
#: A moment is another one in every run of the tests.
CHANCE = random.Random()


def whole(reports: Path) -> list[str]:
    """The published pages; each must be whole, and be what its record describes."""
    names = []
    for path in sorted(reports.glob("[0-9]*/*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        html = path.with_suffix(".html").read_bytes()
        assert digest(html) == record["files"][PAGE]
        assert digest(path.with_suffix(".xlsx").read_bytes()) == record["files"][WORKBOOK]
        assert html.rstrip().endswith(b"</html>")
        assert record["province"] == path.parent.name
        names.append(f"{path.parent.name}/{path.stem}")
    assert sorted(str(path.relative_to(reports).with_suffix("")) for path in reports.glob("[0-9]*/*.html")) == names
    return names


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("os._exit(3)", "A cell ended the process (exit code 3)."),
        ("os._exit(0)", "A cell ended the process (exit code 0)."),
        ("while True: pass", "It took more than 3 seconds and was stopped."),
        ("a = [bytearray(1 << 26) for _ in range(1 << 20)]", "MemoryError: the notebook asked for more memory"),
        ("title = 'จังหวัดตรัง'", "The heading does not name จังหวัดกระบี่."),
        ("province = '92'", "The record is of province 92, not 81."),
        ("heading = 'กข.คจ.'", "The page is headed 'กข.คจ.', not"),
        ("drawn = ''", "The chart 'figure-trend' is not drawn on the page, or has no alternative text."),
        ("drawn = '</svg><b>&lt;Figure size 640x480&gt;</b><svg>'", "The chart 'figure-trend' is not drawn"),
        ("figure = '1,235'", "The page shows T3.1 as 1,235, the record as 1,234."),
        ("figure = \"</p></article><article><p class='big'>1,234\"", "The figure T3.1 is not on the page."),
        ("extra = '<img src=https://example.org/a.png>'", "The page refers to something outside it: https://"),
        ("extra = '<a href=//example.org>a</a>'", "The page refers to something outside it: //example.org"),
        ("extra = '<i style=\"background:url(http://a.b/c)\">a</i>'", "The page refers to something outside it: url("),
        ("extra = '<script>1</script>'", "The page holds something that runs: 1."),
        ("extra = '<b onclick=\"1\">a</b>'", "The page holds something that runs: b onclick."),
        ("extra = '1-1037-02071-81-1'", "The page or its record holds what looks like personal data"),
        ("extra = 'โทร 081-234-5678'", "The page or its record holds what looks like personal data"),
        ("extra = 'ก' * 1_000_000", "more than the 700 of 'pages.most_kilobytes'."),
        ("listed = ''", "A table of 'ranking' is not on the page."),
    ],
)
def test_a_faulty_page_is_not_published_and_the_rest_is(run: Run, make: Make, fault: str, reason: str):
    quick = replace(run, seconds=3 if "while" in fault else 60, most_bytes=1 << 29, is_forced=True)
    make("81", run=quick)
    before = (run.reports / "81/otop.html").read_bytes()

    outcomes = make("80", "81", "82", run=quick, faults={"81": fault})

    assert reason in outcomes["81"].reason
    assert whole(run.reports) == ["80/otop", "81/otop", "82/otop"]
    assert (run.reports / "81/otop.html").read_bytes() == before
    note = json.loads((run.reports / "failed/81/otop.json").read_text(encoding="utf-8"))
    assert note["reason"] == outcomes["81"].reason
    tries = [json.loads(line) for line in (run.reports / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["attempt"] for one in tries if one["page"] == "81/otop"] == [1, 1]  # an error of a cell is not retried


def test_a_chart_shown_as_text_is_no_chart():
    """What a notebook shows where pyplot was set up wrongly: the page looks whole and has no picture."""
    part = read('<figure data-cdd="figure" id="a"><p>&lt;Figure size 640x480 with 1 Axes&gt;</p></figure>').parts["a"]
    assert part.charts == 0


def test_what_a_cell_leaves_running_ends_with_its_page(run: Run, make: Make):
    """A thread that never ends, and a program in the background."""
    fault = """
    import subprocess, threading, time
    threading.Thread(target=lambda: time.sleep(600)).start()
    started = subprocess.Popen(["sleep", "601"])
    open(os.environ["CDD_PROCESSED"] + "/pid", "w").write(str(started.pid))
    """
    assert not make("80", faults={"80": textwrap.dedent(fault)})["80"].is_failed
    pid = int((run.processed / "pid").read_text())
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie"


def test_nothing_leaks_from_page_to_page(run: Run, make: Make):
    """Environment, options, settings of charts, working folder, modules changed by one page are unknown to the next."""
    leak = """
    import pandas as pd, matplotlib as mpl, cdd_analysis
    os.environ["LEAK"] = "1"
    pd.set_option("display.max_rows", 7)
    mpl.rcParams["font.size"] = 99
    cdd_analysis.LEAK = 1
    os.chdir("/")
    """
    look = """
    import pandas as pd, matplotlib as mpl, cdd_analysis
    assert "LEAK" not in os.environ and not hasattr(cdd_analysis, "LEAK") and os.getcwd() != "/"
    assert pd.get_option("display.max_rows") != 7 and mpl.rcParams["font.size"] != 99
    """
    one = replace(run, jobs=1)
    outcomes = make("80", "81", run=one, faults={"80": textwrap.dedent(leak), "81": textwrap.dedent(look)})
    assert [outcome.reason for outcome in outcomes.values()] == ["", ""]


def test_the_process_that_forks_holds_nothing_that_fork_breaks(run: Run, make: Make, pool: Warm):
    """No thread but its own, no event loop, no ZMQ context: looked at from a process forked from it, and outside."""
    look = """
    import asyncio, gc, threading
    import zmq
    alive = [one for one in gc.get_objects() if isinstance(one, (asyncio.AbstractEventLoop, zmq.Context))]
    assert not alive, alive
    assert asyncio._get_running_loop() is None
    assert threading.enumerate() == [threading.main_thread()]
    """
    outcomes = make("80", "81", faults={"81": textwrap.dedent(look)})
    assert [outcome.reason for outcome in outcomes.values()] == ["", ""]
    assert psutil.Process(pool.pid).num_threads() == 1


def test_a_worker_that_is_killed_gets_one_more_try(run: Run, make: Make):
    """As the system does where memory runs out; killed twice it is a failed page, and its reason says by what."""
    once = (
        "import signal\nif not os.path.exists('once'):\n    open('once', 'w')\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    always = "import signal\nos.kill(os.getpid(), signal.SIGKILL)"
    once = once.replace("'once'", repr(str(run.processed / "once")))
    outcomes = make("80", "81", "82", faults={"80": once, "81": always})
    assert [outcome.reason for outcome in sorted(outcomes.values(), key=lambda one: one.page.name)] == [
        "",
        "Its process was ended by SIGKILL.",
        "",
    ]
    assert whole(run.reports) == ["80/otop", "82/otop"]


# -- another process makes the batch, and is killed ----------------------------------------------------------------

BATCH = """
import sys
from pathlib import Path
from cdd_analysis.areas import province_codes, scope
from cdd_analysis.errors import CddError
from cdd_analysis.reporting import batch
from cdd_analysis.reporting.plan import Run, pages

folder, reports = Path(sys.argv[1]), Path(sys.argv[2])
run = Run(2565, "2022-01-12", folder / "processed", reports, folder / "notebooks", jobs=2)
watch = batch.Watch()
watch.planned = lambda wishes: print("planned", sum(bool(wish.why) for wish in wishes), flush=True)
watch.begun = lambda name: print("begun", name, flush=True)
watch.done = lambda outcome: print("done", outcome.page.name, outcome.status, outcome.reason, flush=True)
keys = province_codes()[: int(sys.argv[3])]
try:
    outcomes = batch.make_pages(pages([scope(key) for key in keys], {"otop": "OTOP"}), run, watch)
except CddError as error:
    sys.exit(f"refused: {error}")
sys.exit(any(outcome.is_failed for outcome in outcomes))
"""


@contextmanager
def batch(run: Run, count: int, reports: Path | None = None, *before: str) -> Iterator[subprocess.Popen[str]]:
    words = [*before, sys.executable, "-c", BATCH, run.processed.parent, reports or run.reports, str(count)]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, list[str], str]:
    out, error = process.communicate(timeout=120)
    return process.returncode, out.splitlines(), error


def read_until(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(word):
            return
    pytest.fail(f"the batch ended before it said '{word}'")


def forked(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The warm process and those forked from it."""
    return psutil.Process(process.pid).children(recursive=True)


def test_killed_at_any_moment_nothing_is_half_and_the_next_batch_goes_on(run: Run):
    """kill -9 of the batch at random moments, ten times; then it is left alone."""
    done, count = 0, 77
    set_faults(run, dict.fromkeys(map(str, range(10, 97)), "import time\ntime.sleep(0.02)"))
    for _ in range(10):
        with batch(run, count) as process:
            read_until(process, "begun")
            time.sleep(CHANCE.uniform(0, 1.2))
            children = forked(process)
            process.kill()
            psutil.wait_procs(children, timeout=10)
            assert not [one for one in children if one.is_running() and one.status() != "zombie"]
        there = len(whole(run.reports))
        assert there >= done  # nothing that was there is lost
        done = there
    with batch(run, count) as process:
        code, lines, error = ended(process)
    assert code == 0, error
    assert sum(line.startswith("begun") for line in lines) - 1 <= count - done + 1  # what was there was not made again
    assert len(whole(run.reports)) == count
    assert list((run.reports).glob(".staging/*")) == []


def test_workers_killed_at_random_moments_cost_nothing(run: Run):
    """kill -9 of forked processes and of the one they are forked from, ten times in one batch."""
    set_faults(run, dict.fromkeys(map(str, range(10, 97)), "import time\ntime.sleep(0.05)"))
    with batch(run, 77) as process:
        read_until(process, "begun")
        for number in range(10):
            time.sleep(CHANCE.uniform(0, 0.3))
            children = forked(process)
            victims = children[:1] if number in (3, 6) else children[1:]
            for one in victims[:1]:
                one.send_signal(signal.SIGKILL)
        code, _, error = ended(process)
    assert code in (0, 1), error
    missing = 77 - len(whole(run.reports))
    assert missing == len(list(run.reports.glob("failed/*/*.json")))  # killed twice: told, not lost
    assert (missing > 0) == (code == 1)
    with batch(run, 77) as process:
        code, _, error = ended(process)
    assert (code, len(whole(run.reports))) == (0, 77), error


def test_an_interrupt_ends_within_two_seconds_and_leaves_whole_pages(run: Run):
    set_faults(run, dict.fromkeys(("81", "82"), "import time\ntime.sleep(30)"))
    with batch(run, 77) as process:
        read_until(process, "done")
        children = forked(process)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)
        assert time.monotonic() - begun < 2
        psutil.wait_procs(children, timeout=2)
        assert not [one for one in children if one.is_running() and one.status() != "zombie"]
    whole(run.reports)


def test_two_batches_at_once(run: Run):
    set_faults(run, dict.fromkeys(map(str, range(10, 97)), "import time\ntime.sleep(0.5)"))
    with batch(run, 6) as first:
        read_until(first, "planned")
        with batch(run, 6) as second:
            code, _, error = ended(second)
        assert code == 1 and "refused: " in error and "Another batch (process" in error
        assert ended(first)[0] == 0
    assert len(whole(run.reports)) == 6


# -- the disk ------------------------------------------------------------------------------------------------------

needs_mounts = pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode != 0,
    reason="this user may not mount a small disk",
)


@needs_mounts
def test_a_full_disk_publishes_what_fits_and_tells_the_rest(run: Run, tmp_path: Path):
    reports = tmp_path / "reports"
    reports.mkdir()
    keep = tmp_path / "kept"
    script = f'mount -t tmpfs -o size=1m tmpfs {reports} && "$@"; code=$?; cp -r {reports} {keep}; exit $code'
    with batch(run, 77, reports, "unshare", "-rm", "sh", "-c", script, "sh") as process:
        code, lines, error = ended(process)
    assert code == 1, error
    failed = [line for line in lines if line.startswith("done") and " failed " in line]
    assert failed and "No space left" in failed[0]
    published = whole(keep)
    assert 0 < len(published) == 77 - len(failed)


@needs_mounts
def test_a_folder_that_cannot_be_written_to_is_refused_with_a_sentence(run: Run, tmp_path: Path):
    reports = tmp_path / "reports"
    reports.mkdir()
    script = f'mount -t tmpfs -o ro tmpfs {reports} && "$@"'
    with batch(run, 2, reports, "unshare", "-rm", "sh", "-c", script, "sh") as process:
        code, _, error = ended(process)
    assert code == 1
    assert "refused: " in error and "The folder of pages cannot be written to." in error
