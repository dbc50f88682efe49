"""Every measure of the handbook is computed, or the document says why not."""

from __future__ import annotations

import re
from pathlib import Path

from cdd_analysis.topics import describe

ROOT = Path(__file__).resolve().parents[2]
#: (prefix, how many) as the handbook numbers them.
NUMBERED = {
    "T1.": 14, "T2.": 13, "T3.": 14, "T4.": 9, "T5.": 16, "T6.": 15, "T7.": 7, "T8.": 8, "E1.": 5, "E2.": 5, "E3.": 2,
    "E4.": 2, "E5.": 1, "E7.": 2,
}  # fmt: skip


def computed() -> set[str]:
    """Numbers of the handbook among the measures; companions (``T3.3a``, ``T5.6-long``) belong to theirs."""
    found = (one.id for _, some in describe.measures().values() for one in some)
    return {match[0] for identity in found if (match := re.match(r"[TE]\d+\.\d+", identity))}


def test_every_number_of_the_handbook_is_computed_or_accounted_for() -> None:
    wanted = {f"{prefix}{n}" for prefix, count in NUMBERED.items() for n in range(1, count + 1)}
    assert sorted(wanted - computed() - set(describe.LEFT_OUT)) == []
    assert sorted(set(describe.LEFT_OUT) & computed()) == []


def test_every_measure_says_what_it_is_and_where_its_rule_comes_from() -> None:
    silent = [one.id for _, some in describe.measures().values() for one in some if not (one.definition and one.source)]
    assert silent == []


def test_no_two_measures_of_a_topic_share_a_number() -> None:
    for _, some in describe.measures().values():
        ids = [one.id for one in some]
        assert sorted(ids) == sorted(set(ids))


def test_the_document_is_as_the_topics_are() -> None:
    assert (ROOT / "docs/measures.md").read_text(encoding="utf-8") == describe.markdown(), "run 'make docs'"
