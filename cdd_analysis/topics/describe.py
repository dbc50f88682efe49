"""The measures as a document: ``python -m cdd_analysis.topics.describe`` prints docs/measures.md.

Asked of a province without any data, every topic still names all its measures, with definition and source.
"""

from __future__ import annotations

import functools
import tempfile
from datetime import date
from pathlib import Path

from cdd_analysis.areas import scope
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.result import Measure, View
from cdd_analysis.topics import Topic, topics

#: Measures of the handbook that no topic computes: id -> why.
LEFT_OUT = {
    "E2.3": "is T2.3, deviation from the unit cost, on the page of `khok_nong_na`",
    "E4.2": "no input table says which plots worked together; membership of the district's network is T2.7",
    "E2.5": "offices keep no log of who changed which field after sending; what was corrected here is in the ledger",
}

_INTRO = """\
# Measures

What every topic computes, in the order of the handbook. Made by `make docs` from the topics themselves: a measure that
is not on this page is on no page. The input tables are in [tables.md](tables.md); thresholds, targets and lines are
settings, each with its source, in `cdd_analysis/settings.toml`. Sources: S… is a public source, assumption-D a default
that an office can change, assumption-K common practice that an office can change, seed an instruction of the visit.

All percentages are ratios of sums. A figure that cannot be computed is missing, never 0.
"""


@functools.cache
def measures() -> dict[str, tuple[Topic, tuple[Measure, ...]]]:
    """Every topic with its measures, asked of a province without data."""
    view = View(scope("80"), 2565, date(2022, 1, 12))
    with tempfile.TemporaryDirectory() as nothing:
        data = Processed(Path(nothing))
        asked = {key: one for key, one in topics().items() if key != "overview"}
        return {key: (one, one.assess(data, view).measures) for key, one in asked.items()}


def markdown() -> str:
    """The document."""
    parts = [_INTRO]
    for key, (topic, found) in measures().items():
        parts.append(
            f"## {topic.NUMBER}. `{key}` · {topic.TITLE}\n\nInput: {', '.join(f'`{t}`' for t in topic.TABLES)}\n"
        )
        parts.append("| id | measure | unit | definition | source |\n|---|---|---|---|---|")
        parts += [f"| {m.id} | {_cell(m.title)} | {m.unit} | {_cell(m.definition)} | {m.source} |" for m in found]
        parts.append("")
    parts.append("## Left out\n\n| id | why |\n|---|---|")
    parts += [f"| {identity} | {why} |" for identity, why in LEFT_OUT.items()]
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(markdown(), end="")
