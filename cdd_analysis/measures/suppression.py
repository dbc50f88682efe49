"""Small counts of people or households below the district: hidden in everything published (handbook 11.9).

A count from 1 to 4 is hidden. Where the others and a known total would give it away, in its column or its row, so is
the next smallest; zeros stay. All hidden cells look alike: which of them is the small one is part of the secret.

What is taken for known to a reader: the total of each column over the areas of one parent (it stands on the parent's
own page, whether or not this table prints it), and, where one column is the sum of the others, that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.measures.result import Assessment, Exhibit, Finding, TableView

#: Counts below this are hidden (handbook 11.9).
LEAST = 5
#: What stands in a hidden cell, and what explains it under the table.
MARK = "ปกปิด"
NOTE = f"“{MARK}” คือจำนวนคนหรือครัวเรือนที่น้อยกว่า {LEAST} และช่องที่ใช้คำนวณย้อนกลับได้"
_PEOPLE = re.compile("คน|ครัวเรือน|หลังคาเรือน|(?<![ก-๙])ราย(?![ก-๙])|สมาชิก|ผู้")
_COUNTS = ("count", "number")
_DERIVED = ("pct", "change")
_SMALL_IN_WORDS = re.compile(rf"(?<![\d.,])[1-{LEAST - 1}](?![\d.,])")
_TOLERANCE = 1e-9
Hidden = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Line:
    """Cells (flat positions) of which a reader knows a weighted sum; ``total`` is its column, or -1 for a row."""

    cells: tuple[int, ...]
    weights: tuple[float, ...]
    total: int


def hide(counts: pd.DataFrame, parents: Iterable[object]) -> tuple[pd.DataFrame, set[str]]:
    """Which cells of a table of counts must not be published.

    Args:
        counts: a row per area, a column per count; a missing count stays missing.
        parents: for each row the area whose total is known.

    Returns:
        A frame of booleans, and the columns whose total must not be shown either: nothing else could be hidden.
    """
    values = counts.to_numpy(dtype="float64")
    hidden = (values > 0) & (values < LEAST)
    lines = [*_columns(values, list(parents)), *_rows(values)]
    totals: set[int] = set()
    while (given_away := _given_away(values, hidden, lines)) is not None:
        another = _next_smallest(given_away, values, hidden, lines)
        if another is not None:
            hidden.flat[another] = True
            continue
        broken = [line for line in lines if given_away in line.cells and line.total >= 0]
        if not broken:
            break  # a row of zeros and its sum: the sum is as small, and hidden
        totals |= {line.total for line in broken}
        lines = [line for line in lines if line not in broken]
    frame = pd.DataFrame(hidden, index=counts.index, columns=counts.columns)
    return frame, {str(counts.columns[at]) for at in totals}


def _columns(values: npt.NDArray[np.float64], parents: list[object]) -> list[_Line]:
    width = values.shape[1]
    lines = []
    for parent in dict.fromkeys(parents):
        rows = [r for r, own in enumerate(parents) if own == parent]
        for column in range(width):
            cells = tuple(r * width + column for r in rows if not np.isnan(values[r, column]))
            lines.append(_Line(cells, (1.0,) * len(cells), column))
    return lines


def _rows(values: npt.NDArray[np.float64]) -> list[_Line]:
    """A line per row, where one column is the sum of the others in every row."""
    width = values.shape[1]
    whole = values[~np.isnan(values).any(axis=1)]
    if width < 3 or not len(whole):
        return []
    sums = [at for at in range(width) if np.allclose(whole[:, at] * 2, whole.sum(axis=1))]
    if not sums or not whole.any():
        return []
    weights = tuple(-1.0 if at == sums[0] else 1.0 for at in range(width))
    return [
        _Line(tuple(range(r * width, (r + 1) * width)), weights, -1)
        for r in range(len(values))
        if not np.isnan(values[r]).any()
    ]


def _given_away(values: npt.NDArray[np.float64], hidden: Hidden, lines: list[_Line]) -> int | None:
    """A hidden cell that a reader can work out, or None."""
    flat, secret = values.ravel(), hidden.ravel()
    for line in lines:
        own = [cell for cell in line.cells if secret[cell]]
        if len(own) == 1:
            return own[0]
        if own and _only_ones(line, own, flat):
            return own[0]
    return _solved(secret, lines)


def _only_ones(line: _Line, own: list[int], flat: npt.NDArray[np.float64]) -> bool:
    """Whether the hidden cells add up to their own number: as none of them is zero, each is one."""
    plain = all(weight > 0 for cell, weight in zip(line.cells, line.weights, strict=True) if cell in own)
    return plain and abs(flat[own].sum() - len(own)) < _TOLERANCE


def _solved(secret: Hidden, lines: list[_Line]) -> int | None:
    """A hidden cell that all lines together determine: every solution of their equations agrees on it."""
    places = np.flatnonzero(secret)
    if not len(places):
        return None
    at = {int(cell): n for n, cell in enumerate(places)}
    matrix = np.zeros((len(lines), len(places)))
    for n, line in enumerate(lines):
        for cell, weight in zip(line.cells, line.weights, strict=True):
            if cell in at:
                matrix[n, at[cell]] = weight
    matrix = matrix[np.abs(matrix).sum(axis=1) > 0]
    if not len(matrix):
        return None
    _, scale, turned = np.linalg.svd(matrix)
    free = turned[int((scale > _TOLERANCE).sum()) :]
    determined = np.flatnonzero((np.abs(free) < _TOLERANCE).all(axis=0))
    return int(places[determined[0]]) if len(determined) else None


def _next_smallest(cell: int, values: npt.NDArray[np.float64], hidden: Hidden, lines: list[_Line]) -> int | None:
    """The smallest count above zero still shown on a line through ``cell``, else through hidden ones there."""
    flat, secret = values.ravel(), hidden.ravel()
    reached, seen = {cell}, {cell}
    while reached:
        near = {other for line in lines if reached & set(line.cells) for other in line.cells}
        shown = [other for other in near if not secret[other] and flat[other] > 0]
        if shown:
            return min(shown, key=lambda other: (flat[other], other))
        reached = {other for other in near if secret[other]} - seen
        seen |= reached
    return None


# -- what a page publishes -----------------------------------------------------------------------------------------


def published(assessment: Assessment) -> Assessment:
    """What of an assessment may be published: tables, charts, their words, findings. Districts and above stay as is."""
    return replace(
        assessment,
        ranking=_table(assessment.ranking),
        coverage=_table(assessment.coverage),
        carried=_table(assessment.carried),
        tables={name: table for name, one in assessment.tables.items() if (table := _table(one)) is not None},
        trend=_exhibit(assessment.trend),
        exhibits={name: exhibit for name, one in assessment.exhibits.items() if (exhibit := _exhibit(one)) is not None},
        findings=tuple(map(_finding, assessment.findings)),
    )


def is_below_district(code: object) -> bool:
    """Whether an area code is a subdistrict's or a village's: six or eight digits."""
    return isinstance(code, str) and code.isdigit() and len(code) >= 6


def _parent(code: object) -> str:
    text = str(code)
    return text[:6] if len(text) >= 8 else text[:4]


def counts_people(label: str, unit: str) -> bool:
    """Whether a column counts people or households."""
    return bool(_PEOPLE.search(unit or label))


def _table(view: TableView | None) -> TableView | None:
    if view is None:
        return None
    names = next((one.column for one in view.shown if one.kind == "name"), "")
    people = [one.column for one in view.shown if one.kind in _COUNTS and counts_people(one.label, one.unit)]
    if not names or not people or not view.frame[names].map(is_below_district).any():
        return view
    hidden, totals = _hidden(view.frame, names, people)
    if not hidden.to_numpy().any():
        return view
    shown = [one for one in view.shown if one.column in people or one.kind in _DERIVED]
    frame = view.frame.copy()
    for one in shown:
        cells = hidden[one.column] if one.column in hidden else hidden.any(axis=1)
        frame[one.column] = frame[one.column].astype(object).mask(cells, MARK)
    total = {name: MARK if name in totals else value for name, value in view.total.items()}
    return replace(view, frame=frame, total=total, note=f"{view.note} {NOTE}".strip(), title=_without_small(view.title))


def _hidden(frame: pd.DataFrame, names: str, people: list[str]) -> tuple[pd.DataFrame, set[str]]:
    """Hidden cells of the rows below the district; rows of districts and above are totals, and stay."""
    below = frame[names].map(is_below_district)
    counts = frame.loc[below, people].apply(pd.to_numeric, errors="coerce")
    hidden, totals = hide(counts.reset_index(drop=True), frame.loc[below, names].map(_parent))
    hidden.index = counts.index
    return hidden.reindex(frame.index, fill_value=False), totals


def _exhibit(exhibit: Exhibit | None) -> Exhibit | None:
    """A chart without the small counts; its title and alternative text lose them too."""
    if exhibit is None or not len(exhibit.frame) or not counts_people(exhibit.unit, exhibit.unit):
        return exhibit
    frame = exhibit.frame
    named = [c for c in dict.fromkeys((exhibit.x, exhibit.y, exhibit.series)) if c in frame]
    places = next((c for c in named if frame[c].map(is_below_district).any()), "")
    figures = [c for c in frame.columns if pd.api.types.is_numeric_dtype(frame[c]) and frame[c].dtype != bool]
    if not places or not figures:
        return exhibit
    apart = [c for c in named if c != places and c not in figures]
    kept = frame.astype(dict.fromkeys(figures, "float64"))
    for figure in figures:
        hidden = _hidden_of_chart(frame, places, apart, figure)
        kept[figure] = kept[figure].mask(hidden)
    if kept.equals(frame.astype(dict.fromkeys(figures, "float64"))):
        return exhibit
    return replace(
        exhibit,
        frame=kept,
        title=_without_small(exhibit.title),
        subtitle=f"{_without_small(exhibit.subtitle)} · {NOTE}",
        alt=_without_small(exhibit.alt),
    )


def _hidden_of_chart(frame: pd.DataFrame, places: str, apart: list[str], figure: str) -> pd.Series:
    """Hidden cells of a tidy frame: a row per area and a column per series are laid out, and read back."""
    key = frame[apart].astype(str).agg("|".join, axis=1) if apart else pd.Series("", index=frame.index)
    below = frame[places].map(is_below_district)
    spread = (
        frame[below].assign(_key=key[below]).pivot_table(index=places, columns="_key", values=figure, aggfunc="sum")
    )
    hidden, _ = hide(spread, [_parent(code) for code in spread.index])
    told = hidden.stack()
    at = pd.MultiIndex.from_arrays([frame[places], key])
    return pd.Series(told.reindex(at, fill_value=False).to_numpy(dtype=bool), index=frame.index)


def _finding(finding: Finding) -> Finding:
    """A finding on a place below the district, without a small number of people in its words."""
    if not is_below_district(finding.area) or not counts_people(finding.unit, finding.unit):
        return finding
    small = 0 < finding.weight < LEAST
    return replace(
        finding,
        sentence=_without_small(finding.sentence),
        question=_without_small(finding.question),
        weight=0.0 if small else finding.weight,
    )


def _without_small(text: str) -> str:
    """Words without a number from 1 to 4 that stands alone in them."""
    return _SMALL_IN_WORDS.sub(MARK, text)
