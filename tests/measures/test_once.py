"""Work of a whole build is done once a process, and again for another build, day or setting."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from cdd_analysis.measures import once as memory
from cdd_analysis.measures.once import once
from cdd_analysis.settings import in_force


@dataclass(frozen=True)
class Build:
    stamp: str


calls: list[tuple[str, int]] = []


@once
def counted(data: Build, year: int) -> list[int]:
    calls.append((data.stamp, year))
    return [year]


@pytest.fixture(autouse=True)
def _afresh():
    calls.clear()
    memory.forget()


def test_the_same_question_is_answered_once():
    assert counted(Build("a"), 2565) is counted(Build("a"), 2565)
    assert calls == [("a", 2565)]


def test_another_build_or_year_is_another_question():
    counted(Build("a"), 2565), counted(Build("b"), 2565), counted(Build("a"), 2564)
    assert len(calls) == 3


def test_a_province_with_settings_of_its_own_gets_its_own_answer(tmp_path: Path):
    (tmp_path / "80.toml").write_text("[overview]\nleast_topics = 9\n", encoding="utf-8")
    counted(Build("a"), 2565)
    with in_force(tmp_path, "81"):
        counted(Build("a"), 2565)
    with in_force(tmp_path, "80"):
        counted(Build("a"), 2565)
    assert len(calls) == 2


def test_what_no_build_made_is_not_kept():
    counted(Build(""), 2565), counted(Build(""), 2565)
    assert len(calls) == 2


def test_the_longest_unused_goes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(memory, "MOST", 2)
    for year in (1, 2, 1, 3, 1, 2):
        counted(Build("a"), year)
    assert [year for _, year in calls] == [1, 2, 3, 2]


def test_answers_travel_to_another_process():
    counted(Build("a"), 2565)
    parcel = pickle.dumps(memory.kept())
    memory.forget()
    memory.keep(pickle.loads(parcel))
    assert counted(Build("a"), 2565) == [2565]
    assert len(calls) == 1
