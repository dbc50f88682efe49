"""Every situation planted in the sample is found where it was planted, and nowhere else; without plants, nothing is.

With plants in province 80, which has every situation; without them in a small one: three seeds each, six builds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from cdd_analysis.areas import scope
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.result import View
from cdd_analysis.sample import make_sample
from cdd_analysis.sample.situations import RULES
from cdd_analysis.sample.topics import writers
from cdd_analysis.topics import topics

SEEDS = (2565, 1, 2)
#: Whether planted -> province.
PROVINCES = {True: "80", False: "91"}
#: (topic, rule, area)
Found = tuple[str, str, str]


@dataclass(frozen=True)
class Tour:
    """A sample, what its plants must produce, and what the topics found in it."""

    expected: frozenset[Found]
    found: frozenset[Found]


def planted_rules() -> frozenset[tuple[str, str]]:
    """(topic, rule) of every situation that must come out as a finding."""
    own = {(topic, kind) for topic, writer in writers().items() for kind in writer.KINDS}
    return frozenset({*own, *RULES.values()})


def findings(data: Processed, province: str) -> frozenset[Found]:
    rules, view = planted_rules(), View(scope(province), 2565, date(2022, 1, 12))
    said = [
        (key, one.rule, one.area)
        for key, topic in topics().items()
        if key != "overview"
        for one in topic.assess(data, view).findings
    ]
    return frozenset(one for one in said if one[:2] in rules)


def tour(folder: Path, seed: int, planted: bool) -> Tour:
    truth = make_sample([PROVINCES[planted]], folder / "raw", seed=seed, planted=planted)
    shutil.rmtree(folder / "raw/sample/TPMAP")  # nothing that must be found is planted there, and it is half the rows
    words = ["build", "--raw", str(folder / "raw"), "--processed", str(folder / "processed")]
    done = subprocess.run([sys.executable, "-m", "cdd_analysis", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = {
        (*((one.topic, one.kind) if one.topic else RULES[one.kind]), one.area)
        for one in truth.plants
        if one.topic or one.kind in RULES
    }
    return Tour(frozenset(expected), findings(Processed(folder / "processed"), PROVINCES[planted]))


@pytest.fixture(scope="module")
def tours(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, bool], Tour]:
    wanted = [(seed, planted) for seed in SEEDS for planted in (True, False)]
    folders = [tmp_path_factory.mktemp(f"seed{seed}") for seed, _ in wanted]
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda folder, one: tour(folder, *one), folders, wanted)
        return dict(zip(wanted, made, strict=True))


def rate(part: Iterable[Found], whole: Iterable[Found]) -> float:
    whole = set(whole)
    return len(set(part) & whole) / len(whole) * 100


@pytest.mark.parametrize("seed", SEEDS)
def test_every_plant_is_found_and_nothing_but_plants(tours: dict[tuple[int, bool], Tour], seed: int) -> None:
    one = tours[seed, True]
    recall, precision = rate(one.found, one.expected), rate(one.expected, one.found)
    print(f"seed {seed}: {len(one.expected)} plants, recall {recall:.0f} %, precision {precision:.0f} %")
    assert sorted(one.expected - one.found) == []
    assert sorted(one.found - one.expected) == []
    assert len(one.expected) >= len(planted_rules())


@pytest.mark.parametrize("seed", SEEDS)
def test_without_plants_nothing_of_the_kind_is_found(tours: dict[tuple[int, bool], Tour], seed: int) -> None:
    assert sorted(tours[seed, False].found) == []
    assert tours[seed, False].expected == frozenset()
