"""Workers of a scheduler make the pages this machine would make; one that is lost takes no page along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from cdd_analysis.errors import CddError, UsageError
from cdd_analysis.reporting.plan import Run
from tests.reporting.conftest import Make

pytest.importorskip("distributed", reason="cdd_analysis[cluster] is not installed")

from distributed import LocalCluster

from cdd_analysis.reporting.cluster import Cluster

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler and two workers, each a process that multiprocessing would allow no children."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def workers(address: str) -> Iterator[Cluster]:
    with closing(Cluster(address)) as cluster:
        assert cluster.size == 2
        yield cluster


def test_pages_are_the_same_bytes_and_a_cell_that_raises_fails_only_its_own(run: Run, make: Make, workers: Cluster):
    outcomes = make("80", "81", "82", pool=workers, faults={"81": "1 / 0"})
    assert {key: one.reason for key, one in outcomes.items()} == {
        "80": "",
        "81": "ZeroDivisionError: division by zero",
        "82": "",
    }
    assert (run.reports / "failed/81/otop.ipynb").exists()
    other = replace(run, reports=run.reports.with_name("here"))
    make("80", "82", run=other)
    for name in (f"{key}/otop.{suffix}" for key in ("80", "82") for suffix in ("html", "xlsx", "json")):
        assert (run.reports / name).read_bytes() == (other.reports / name).read_bytes()


@needs_fork
def test_cells_run_in_processes_forked_on_the_worker_and_are_stopped_there(run: Run, make: Make, workers: Cluster):
    fault = "from cdd_analysis.reporting import warm\nassert warm.in_job()"
    endless = "while True: pass"
    outcomes = make("80", "81", run=replace(run, seconds=2), pool=workers, faults={"80": fault, "81": endless})
    assert outcomes["80"].reason == ""
    assert outcomes["81"].reason == "It took more than 2 seconds and was stopped."


@needs_fork
def test_a_worker_killed_midway_costs_no_page(run: Run, make: Make, workers: Cluster):
    """The notebook itself ends the worker that runs it, the first time: its process is the warm one's parent."""
    mark = repr(str(run.processed / "once"))
    fault = (
        f"import psutil\nif not os.path.exists({mark}):\n    open({mark}, 'w').close()\n"
        "    psutil.Process().parents()[1].kill()\n    __import__('time').sleep(60)"
    )
    before = set(workers._client.nthreads())
    outcomes = make("80", "81", "82", "90", pool=workers, faults={"81": fault})
    assert len(before - set(workers._client.nthreads())) == 1
    assert {key: one.reason for key, one in outcomes.items()} == dict.fromkeys(("80", "81", "82", "90"), "")
    assert sorted(path.parent.name for path in run.reports.glob("*/otop.html")) == ["80", "81", "82", "90"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1:9", "Timed out"),
        ("127.0.0.1", "missing port number"),
        ("nonsense://a:1", "unknown address scheme"),
    ],
)
def test_where_nobody_answers_it_is_told(address: str, said: str):
    with pytest.raises(UsageError, match=f"^--dask: No scheduler answers. Found: {address}. {said}"):
        Cluster(address, seconds=0.5)


def test_a_scheduler_without_workers_is_told():
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as cluster,
        pytest.raises(CddError, match=r"^--dask: The scheduler has no workers\. Start some: dask worker tcp://"),
    ):
        Cluster(cluster.scheduler_address)


def test_a_scheduler_that_ends_midway_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CDD_KERNELS", "1")  # a job in a thread needs no warm process
    with LocalCluster(n_workers=1, processes=False, protocol="tcp", dashboard_address=":0") as cluster:
        workers = Cluster(cluster.scheduler_address)
        workers.submit("subprocess:run", {"args": ["sleep", "1"]}, seconds=9, most_bytes=0)
        cluster.close()
        with closing(workers), pytest.raises(CddError, match=r"^--dask: The scheduler has ended, or cannot be"):
            workers.wait()
