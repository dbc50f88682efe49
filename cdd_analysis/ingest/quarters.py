"""Quarter labels of one project that overlap: ไตร1-2, ไตร3-4 beside ไตร4 (handbook 11.1).

ไตร3-4 may hold what ไตร4 holds, or the two may be halves of it; no sheet says. Both rows are kept and told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from cdd_analysis.datasets import AREA_COLUMNS, Table
from cdd_analysis.ingest.problems import problem
from cdd_analysis.thai.text import ascii_digits, clean

_LABEL = re.compile(r"ไตร(?:มาส)?\s*(?:ที่)?\s*([1-4])(?:\s*[-–]\s*([1-4]))?(?!\d)")
_PERIOD = "period"


def overlaps(table: Table, records: pd.DataFrame) -> Iterator[dict[str, object]]:
    """A problem for each row whose quarters another row of the same key holds too, under another label."""
    if _PERIOD not in table.key or records.empty or records[_PERIOD].isna().all():
        return
    by = [c for name in table.key if name != _PERIOD for c in (AREA_COLUMNS if name == "area" else (name,))]
    labels = {label: quarters(label) for label in records[_PERIOD].dropna().unique()}
    clashing = [{a, b} for a, b in combinations(labels, 2) if labels[a] & labels[b]]
    if not clashing:
        return
    for _, rows in records.groupby(by, dropna=False, sort=False):
        said = set(rows[_PERIOD].dropna())
        for pair in (pair for pair in clashing if pair <= said):
            widest = max(sorted(pair), key=lambda label: len(labels[label]))
            yield _told(table, rows[rows[_PERIOD] == widest].iloc[0], " กับ ".join(sorted(pair)))


def quarters(label: str) -> frozenset[int]:
    """The fiscal quarters that a label names: ไตร1-2 → 1, 2; none where it names none."""
    found = _LABEL.search(ascii_digits(clean(label)))
    if not found:
        return frozenset()
    return frozenset(range(int(found[1]), int(found[2] or found[1]) + 1))


def _told(table: Table, row: pd.Series, pair: str) -> dict[str, object]:
    facts = {c: row[c] for c in ("source_file", "source_sheet", "source_row", "province_code", "district_code")}
    label = table.column(_PERIOD).label
    return problem("overlapping_quarters", table=table.name, column=_PERIOD, value=pair, label=label, **facts)
