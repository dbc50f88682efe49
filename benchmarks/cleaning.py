"""How long it takes, and how much memory, to clean a register of target households at national scale.

    python benchmarks/cleaning.py --rows 2_600_000          # against pandas.read_csv(dtype=str) and pyarrow, same file
    python benchmarks/cleaning.py --rows 13_000_000 --memory   # peak memory of that file, and of a tenth of it

Each reader runs in a process of its own, in turns. Cleaning is ``cdd build``: ids hashed, areas resolved, dates,
numbers and codes parsed, checks run, duplicates settled, parquet written. Time by the clock depends on what else the
machine does; processor time, printed beside it, hardly does.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from made_up import write_register

READERS = ("pandas", "pyarrow", "cleaning")
#: Cleaning without processes side by side, to see where the time goes.
ALONE = "alone"
MIB = 1024 * 1024


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    if asked.measure:
        _measure(asked.measure, Path(asked.file))
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        if asked.memory:
            _compare_memory(Path(folder), asked.rows)
        else:
            _compare_time(Path(folder), asked.rows, asked.rounds, shuffled=asked.shuffled)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=lambda text: int(text.replace("_", "")), default=2_600_000)
    parser.add_argument("--rounds", type=int, default=3, help="each reader so many times, in turns; the best counts")
    parser.add_argument("--memory", action="store_true", help="peak memory of cleaning the file and a tenth of it")
    parser.add_argument("--shuffled", action="store_true", help="households in no order instead of by village")
    parser.add_argument("--folder", help="where the files are made; needs some 700 bytes a row")
    parser.add_argument("--measure", choices=(*READERS, ALONE), help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    return parser.parse_args()


def _compare_time(folder: Path, rows: int, rounds: int, *, shuffled: bool) -> None:
    file = _made(folder, rows, shuffled=shuffled)
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(rounds):
        for reader in READERS:
            runs[reader].append(_run(reader, file))
    best = {reader: min(found, key=lambda one: one["seconds"]) for reader, found in runs.items()}
    names = ("", "seconds", "x pandas", "rows/s", "processor s", "peak MiB")
    print("\n{:10} {:>8} {:>9} {:>10} {:>12} {:>9}   every round".format(*names))
    for reader, one in best.items():
        ratio = one["seconds"] / best["pandas"]["seconds"]
        every = ", ".join(f"{found['seconds']:.1f}" for found in runs[reader])
        print(
            f"{reader:10} {one['seconds']:8.1f} {ratio:9.2f} {rows / one['seconds']:10,.0f}"
            f" {one['processor']:12.1f} {one['peak'] / MIB:9,.0f}   {every}"
        )
    alone = _run(ALONE, file)
    print(f"\nwhere the time goes, in one process ({alone['seconds']:.1f} s):")
    for stage, seconds in alone["stages"].items():
        print(f"  {stage:34} {seconds:7.1f}")
    print(f"\n{best['cleaning']['said']}")


def _compare_memory(folder: Path, rows: int) -> None:
    peaks = {}
    for count in (rows // 10, rows):
        one = _run("cleaning", _made(folder, count, shuffled=False))
        peaks[count] = one["peak"]
        print(
            f"{count:12,} rows: {one['seconds']:7.1f} s, peak {one['peak'] / MIB:,.0f} MiB. {one['said']}", flush=True
        )
    print(f"peak of the whole file over that of a tenth: {peaks[rows] / peaks[rows // 10]:.2f}")


def _made(folder: Path, rows: int, *, shuffled: bool) -> Path:
    """The made-up file, alone in a folder."""
    raw = folder / "raw"
    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir()
    started = time.perf_counter()
    file = write_register(raw / "register.csv", rows, shuffled=shuffled)
    print(
        f"made {rows:,} rows, {file.stat().st_size / MIB:,.0f} MiB, in {time.perf_counter() - started:.0f} s",
        flush=True,
    )
    return file


def _run(reader: str, file: Path) -> dict[str, Any]:
    """One reader over the file, in a process of its own; its memory is watched from outside too."""
    command = [sys.executable, __file__, "--measure", reader, "--file", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"CDD_SALT": "made up", **os.environ}) as one:
        watch = _Watch(one.pid)
        watch.start()
        said, _ = one.communicate()
        watch.join()
    if one.returncode:
        raise SystemExit(f"{reader} failed")
    found = json.loads(said.strip().splitlines()[-1])
    return found | {"peak": max(found["peak"], watch.peak)}


class _Watch(threading.Thread):
    """The memory of a process and its children together, as long as it lives."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak = pid, 0

    def run(self) -> None:
        while taken := _resident(self.pid):
            self.peak = max(self.peak, taken)
            time.sleep(0.1)


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return own + sum(_resident(int(child)) for child in children)


# -- in the process that is measured ---------------------------------------------------------------------------------


def _measure(reader: str, file: Path) -> None:
    stages: dict[str, float] = defaultdict(float)
    work: dict[str, Callable[[Path], str]] = {
        "pandas": _pandas,
        "pyarrow": _pyarrow,
        "cleaning": _cleaning,
        ALONE: lambda path: _cleaning(path, stages),
    }
    _load(reader)
    started, processor = time.perf_counter(), _processor()
    said = work[reader](file)
    seconds, processor = time.perf_counter() - started, _processor() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    facts = {"seconds": seconds, "processor": processor, "peak": peak, "said": said, "stages": stages}
    print(json.dumps(facts, ensure_ascii=False))


def _processor() -> float:
    """Seconds of processor time, those of processes that came to their end included."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _load(reader: str) -> None:
    """Load the libraries before the clock runs; what the work itself loads later counts."""
    names = {"pandas": "pandas", "pyarrow": "pyarrow.csv"}
    importlib.import_module(names.get(reader, "cdd_analysis.ingest.build"))


def _pandas(file: Path) -> str:
    import pandas as pd

    return f"{len(pd.read_csv(file, dtype=str)):,} rows"


def _pyarrow(file: Path) -> str:
    import pyarrow as pa
    from pyarrow import csv

    with file.open(encoding="utf-8") as stream:
        names = stream.readline().strip().split(",")
    convert = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    parse = csv.ParseOptions(invalid_row_handler=lambda row: "skip")
    return f"{sum(len(batch) for batch in csv.open_csv(file, parse_options=parse, convert_options=convert)):,} rows"


def _cleaning(file: Path, stages: dict[str, float] | None = None) -> str:
    """Build a folder that holds the file alone; ``stages``: note there what each step takes, in this process alone."""
    from cdd_analysis.ingest import build
    from cdd_analysis.ingest.fast_lane import stream

    stream.LARGE = stream.PARALLEL = 0  # a small file takes the same way
    if stages is not None:
        stream.PARALLEL = sys.maxsize
        _watch_stages(stages)
    with tempfile.TemporaryDirectory(dir=file.parents[1]) as processed:
        report = build.build(file.parent, Path(processed))
        (one,) = report.files
        if one.error:
            raise SystemExit(one.error)
        size = sum(path.stat().st_size for path in Path(processed).rglob("*.parquet"))
    kept = report.tables["target_households"]
    return f"{one.rows_read:,} rows read, {kept:,} stored, {one.problems:,} problems, {size / MIB:,.0f} MiB of parquet"


def _watch_stages(stages: dict[str, float]) -> None:
    from cdd_analysis.ingest import build, store
    from cdd_analysis.ingest.fast_lane import clean_block, stream, workers

    steps: list[tuple[Any, str, str]] = [
        (stream, "_open", "recognise the table"),
        (workers, "read_block", "split into cells"),
        (clean_block, "BlockWork", "figures"),
        (clean_block, "kinds_of", "kinds of rows"),
        (clean_block, "locate", "areas"),
        (clean_block, "descriptions", "ids, dates, choices, texts"),
        (clean_block, "_records", "records, hashes of keys"),
        (clean_block, "_check", "checks"),
        (clean_block, "_problems", "problems"),
        (clean_block, "_stored", "blocks to the disk"),
        (build, "_combine_all", "duplicates"),
        (build, "faulty_rows", "rows to correct"),
        (store, "_write_table", "parquet"),
    ]
    for owner, name, stage in steps:
        setattr(owner, name, _timed(getattr(owner, name), stage, stages))


def _timed(work: Callable[..., Any], stage: str, stages: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        with _clock(stage, stages):
            return work(*given, **named)

    return timed


@contextmanager
def _clock(stage: str, stages: dict[str, float]) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        stages[stage] += time.perf_counter() - started


if __name__ == "__main__":
    main()
