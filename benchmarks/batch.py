"""How long a page takes in a batch: ours, stock papermill's two ways, and what the library's calls alone would take.

    python benchmarks/batch.py                                          # the sample of province 80, all topics
    python benchmarks/batch.py --data data/processed --provinces 80,84 --topics otop,kkj
    python benchmarks/batch.py --data data/processed --scale            # against provinces, and size of the nation
    python benchmarks/batch.py --data data/processed --where            # where the milliseconds of a page go

The sides, in turns, each in processes of its own that stay for all rounds, with as many workers:

    batch      ``batch.make_pages``: plan, a process forked for each page from a warm one, export, gate, publishing
    api        ``papermill.execute_notebook``, a kernel for each page, then the same export: page, workbook, record
    commands   ``papermill``, then ``jupyter nbconvert --to html``, for each page
    limit      no notebook: the page's methods that the cells call, in their order, in workers that stay; same export

What a side does once (imports, what the pages of a topic share) is told apart, as ``start``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import psutil

from cdd_analysis import project
from cdd_analysis.reporting import warm
from cdd_analysis.topics import topics

STOCK = ("api", "commands")
SIDES = ("batch", *STOCK, "limit")
STEPS = (1, 5, 18, 77)
MIB = 1024 * 1024


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    os.environ |= {**warm.QUIET, "CDD_SETTINGS": str(project.settings())}
    with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
        if not asked.data:
            asked.data = str(_sample(Path(folder)))
        if asked.scale:
            _scale(asked, Path(folder))
        elif asked.where:
            _where(asked)
        else:
            _compare(asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="", help="folder of clean tables; without it the sample of province 80")
    parser.add_argument("--provinces", type=_names, default=["80"], help="codes, the first is measured by --scale")
    parser.add_argument("--topics", type=_names, default=list(topics()))
    parser.add_argument("--fiscal-year", type=int, default=2565)
    parser.add_argument("--as-of", default="2022-01-12")
    parser.add_argument("--rounds", type=int, default=3, help="each side so many times, in turns; the best counts")
    parser.add_argument("--jobs", type=int, default=2, help="workers")
    parser.add_argument(
        "--without", choices=STOCK, action="append", default=[], help="leave out a stock way; repeatable"
    )
    parser.add_argument("--scale", action="store_true", help="whole batches of 1 to 77 provinces; the nation tenfold")
    parser.add_argument("--where", action="store_true", help="milliseconds of a page by what is done, one at a time")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return text.split(",")


def _sample(folder: Path) -> Path:
    from cdd_analysis.ingest.build import build
    from cdd_analysis.sample import make_sample

    os.environ.setdefault("CDD_SALT", "made up")
    make_sample(["80"], folder / "raw")
    build(folder / "raw", folder / "processed")
    return folder / "processed"


# -- tables that are printed -----------------------------------------------------------------------------------------


def _compare(asked: argparse.Namespace) -> None:
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with ExitStack() as stack:
        sides = {name: stack.enter_context(_Side(name, asked)) for name in SIDES if name not in asked.without}
        for _ in range(asked.rounds):
            for name, side in sides.items():
                runs[name].append(side.round())
            _refuse_other_figures({name: found[-1]["pages"] for name, found in runs.items()})
    count = len(asked.provinces) * len(asked.topics)
    best = {name: min(one["seconds"] for one in found) for name, found in runs.items()}
    print(f"{count} pages, {asked.jobs} workers, {os.cpu_count()} cores; seconds by the clock for a page of the batch")
    head = ("", "s/page", "pages/min", "x limit", "batch is x", "peak MiB", "start s")
    print("{:9} {:>7} {:>9} {:>8} {:>10} {:>9} {:>8}   every round, s".format(*head))
    for name, seconds in best.items():
        every = ", ".join(f"{one['seconds']:.1f}" for one in runs[name])
        print(
            f"{name:9} {seconds / count:7.3f} {count * 60 / seconds:9.1f} {seconds / best['limit']:8.2f}"
            f" {seconds / best['batch']:10.2f} {sides[name].peak / MIB:9,.0f} {sides[name].start:8.1f}   {every}"
        )
    print("figures equal on all sides; pages and workbooks equal byte for byte, but for those of the commands")


def _refuse_other_figures(made: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """What is compared must be the same work: figures of all sides, files of those that export as we do."""
    for name, pages in made.items():
        for page, (figures, *files) in made["batch"].items():
            if pages[page][0] != figures:
                raise SystemExit(f"{name}: other figures on {page}")
            if name != "commands" and pages[page][1:] != files:
                raise SystemExit(f"{name}: another file of {page}")


def _scale(asked: argparse.Namespace, folder: Path) -> None:
    """Whole batches, from the start of the process to its last page; provinces that most tables have rows of."""
    files = Counter(path.stem for path in Path(asked.data).glob("*/*.parquet"))
    there = sorted(code for code, count in files.items() if count > max(files.values()) / 2)
    first = asked.provinces[0]
    codes = [first, *(code for code in there if code != first)]
    print(f"{len(asked.topics)} topics, {asked.jobs} workers, {os.cpu_count()} cores; data of {len(there)} provinces")
    print("{:22} {:>6} {:>8} {:>10} {:>9}".format("", "pages", "wall s", "pages/min", "peak MiB"))
    for count in (step for step in STEPS if step <= len(codes)):
        _print_whole(f"provinces: {count}", asked, codes[:count], asked.data)
    larger = _tenfold(Path(asked.data), first, folder / "tenfold")
    _print_whole("provinces: 1, data x10", asked, [first], str(larger))


def _print_whole(title: str, asked: argparse.Namespace, provinces: list[str], data: str) -> None:
    count = len(provinces) * len(asked.topics)
    own = argparse.Namespace(**{**vars(asked), "provinces": provinces, "data": data})
    with _Side("whole", own) as side:
        seconds = side.start + side.round()["seconds"]
    print(f"{title:22} {count:6} {seconds:8.1f} {count * 60 / seconds:10.1f} {side.peak / MIB:9,.0f}", flush=True)


def _tenfold(data: Path, province: str, folder: Path) -> Path:
    """The tables with every row of the other provinces ten times."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for path in data.glob("*/*.parquet"):
        rows = pq.read_table(path, partitioning=None)
        other = folder / path.relative_to(data)
        other.parent.mkdir(parents=True, exist_ok=True)
        times = 1 if path.stem in (province, "national") else 10
        pq.write_table(pa.concat_tables([rows] * times), other, compression="zstd")
    (folder / "build.json").write_bytes((data / "build.json").read_bytes())
    return folder


def _where(asked: argparse.Namespace) -> None:
    with _Side("where", asked) as side:
        found = side.round()["told"]
    print(f"milliseconds of a page, one at a time; mean of {len(asked.provinces)} pages a topic; once: for all of them")
    names = [*dict.fromkeys(name for stages in found.values() for name in stages if name != "once")]
    print(" ".join([f"{'':14}", *(f"{name:>9}" for name in (*names, "together", "once"))]))
    for topic, stages in found.items():
        figures = [*(stages.get(name, 0.0) for name in names), sum(stages.get(name, 0.0) for name in names)]
        print(" ".join([f"{topic:14}", *(f"{one * 1000:9.1f}" for one in (*figures, stages["once"]))]))


class _Side:
    """A process that makes the same pages whenever it is told to; its memory is watched while it works."""

    def __init__(self, name: str, asked: argparse.Namespace) -> None:
        facts = {**vars(asked), "data": str(Path(asked.data).resolve())}
        command = [sys.executable, str(Path(__file__).with_name("batch_sides.py")), name, json.dumps(facts)]
        environment = {**os.environ, "CDD_PROCESSED": facts["data"]}
        self.name, self.peak, begun = name, 0, time.perf_counter()
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
        self._read()
        self.start = time.perf_counter() - begun

    def __enter__(self) -> _Side:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def round(self) -> dict[str, Any]:
        """What one round took and made."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(done,), daemon=True)
        watch.start()
        line = self._process.stdout.readline()
        done.set()
        watch.join()
        if not line:
            raise SystemExit(f"{self.name} failed")
        return json.loads(line)

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(0.3):
            self.peak = max(self.peak, _proportional(self._process.pid))


def _proportional(pid: int) -> int:
    """Memory of a process and all below it; what several share counts once (PSS)."""
    taken = 0
    with suppress(psutil.Error):  # it has just ended
        own = psutil.Process(pid)
        for one in (own, *own.children(recursive=True)):
            with suppress(psutil.Error):
                told = one.memory_full_info()
                taken += getattr(told, "pss", told.uss)
    return taken


if __name__ == "__main__":
    main()
