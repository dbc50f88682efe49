"""The benchmarks measure what they say. How fast it is, is no matter of a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "benchmarks" / "cleaning.py"


def run(*options: str, script: Path = SCRIPT) -> str:
    command = [sys.executable, str(script), *options]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=600).stdout


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(SCRIPT.parent)
    from made_up import write_register  # type: ignore[import-not-found]

    return write_register(tmp_path / "register.csv", 5_000)


def test_a_small_run_compares_the_three_readers(tmp_path: Path) -> None:
    said = run("--rows", "20_000", "--rounds", "1", "--folder", str(tmp_path))
    rows = {
        line.split()[0]: line.split()[1:]
        for line in said.splitlines()
        if line.startswith(("pandas", "pyarrow", "clean"))
    }
    assert list(rows) == ["pandas", "pyarrow", "cleaning"]
    assert float(rows["pandas"][1]) == 1.0
    assert all(
        int(per_second.replace(",", "")) > 0 and float(peak) > 50 for _, _, per_second, _, peak, *_ in rows.values()
    )
    assert "20,001 rows read" in said
    assert "areas" in said.partition("where the time goes, in one process")[2]
    assert not list(tmp_path.iterdir())


def test_a_small_run_compares_peaks(tmp_path: Path) -> None:
    said = run("--rows", "20_000", "--memory", "--folder", str(tmp_path))
    assert "2,000 rows" in said
    assert float(said.strip().rpartition(" ")[2]) > 0.9


def test_the_register_is_the_same_for_the_same_seed_and_holds_the_dirt_it_promises(register: Path) -> None:
    from made_up import HEADINGS, write_register  # type: ignore[import-not-found]

    again = write_register(register.with_name("again.csv"), 5_000)
    other = write_register(register.with_name("other.csv"), 5_000, seed=1)
    assert register.read_bytes() == again.read_bytes() != other.read_bytes()
    rows = pd.read_csv(register, dtype=str, skip_blank_lines=False)
    assert list(rows) == list(HEADINGS)
    ids, income = rows["เลขรหัสประจำบ้าน"], rows["รายได้ครัวเรือน (บาท/ปี)"].dropna()
    assert 0 < ids.duplicated().sum() < 50
    assert income.str.contains(",").mean() > 0.1
    assert income.str.contains("[๐-๙]").mean() > 0.02
    assert income.isin(["ไม่แน่นอน", "5o000"]).mean() == pytest.approx(0.005, abs=0.003)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_batch_makes_what_the_calls_alone_make(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text("{}", encoding="utf-8")  # a build of no file: pages say what they wait for
    options = ["--data", str(tmp_path), "--topics", "click_chumchon", "--jobs", "1", "--rounds", "1"]
    said = run(*options, "--without", "api", "--without", "commands", script=SCRIPT.with_name("batch.py"))
    rows = {words[0]: words[1:] for line in said.splitlines()[2:4] if (words := line.split())}
    assert list(rows) == ["batch", "limit"]
    assert rows["limit"][2] == rows["batch"][3] == "1.00"
    assert all(float(peak.replace(",", "")) > 10 for _, _, _, _, peak, *_ in rows.values())
    assert "equal byte for byte" in said
