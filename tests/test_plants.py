"""Every situation planted in the sample is found where it was planted, and nowhere else; without plants, nothing is.

The sample of province 80 with three seeds, with and without plants: six builds, made two at a time.
"""

from __future__ import annotations

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
VIEW = View(scope("80"), 2565, date(2022, 1, 12))
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


def findings(data: Processed) -> frozenset[Found]:
    rules = planted_rules()
    said = [
        (key, one.rule, one.area)
        for key, topic in topics().items()
        if key != "overview"
        for one in topic.assess(data, VIEW).findings
    ]
    return frozenset(one for one in said if one[:2] in rules)


def tour(folder: Path, seed: int, planted: bool) -> Tour:
    truth = make_sample(["80"], folder / "raw", seed=seed, planted=planted)
    words = ["build", "--raw", str(folder / "raw"), "--processed", str(folder / "processed")]
    done = subprocess.run([sys.executable, "-m", "cdd_analysis", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = {
        (*((one.topic, one.kind) if one.topic else RULES[one.kind]), one.area)
        for one in truth.plants
        if one.topic or one.kind in RULES
    }
    return Tour(frozenset(expected), findings(Processed(folder / "processed")))


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
