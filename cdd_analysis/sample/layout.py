"""A table made into a sheet as offices lay it out: titles above, notes and signatures below, scratch beside."""

from __future__ import annotations

from collections.abc import Sequence

from cdd_analysis.sample.write import Cell, Merge, Row, Sheet


def sheet(
    name: str,
    header: Sequence[Row],
    body: Sequence[Row],
    *,
    titles: Sequence[str] = (),
    notes: Sequence[str] = (),
    merges: Sequence[Merge] = (),
    indent: int = 0,
    scratch: tuple[int, Cell] | None = None,
) -> Sheet:
    """Lay a table out.

    Args:
        name: of the sheet.
        header: heading rows.
        body: rows below, totals and group rows among them.
        titles: lines above; an empty row follows them.
        notes: lines below; an empty row precedes them. An empty text is an empty row.
        merges: ranges counted from the first heading row and the table's first column.
        indent: empty columns at the left.
        scratch: a cell two columns right of the table, by its row in the body.
    """
    above: list[Row] = [[title] for title in titles]
    above += [[]] if titles else []
    table = [[*row] for row in (*header, *body)]
    width = max(map(len, table))
    if scratch:
        row = table[len(header) + scratch[0]]
        row += [*[None] * (width + 1 - len(row)), scratch[1]]
    below: list[Row] = ([[]] if notes else []) + [[note] if note else [] for note in notes]
    rows = [[*[None] * indent, *row] if row else [] for row in (*above, *table, *below)]
    return Sheet(
        name,
        rows,
        tuple((r + len(above), c + indent, r2 + len(above), c2 + indent) for r, c, r2, c2 in merges),
        header=len(above) + len(header) - 1,
    )


def two_row_header(columns: Sequence[tuple[str, Sequence[str]]]) -> tuple[list[Row], list[Merge]]:
    """Heading rows of ``columns``: (parent, children); a column without children is merged over both rows."""
    parents: Row = []
    children: Row = []
    merges: list[Merge] = []
    for parent, under in columns:
        at, wide = len(parents), max(1, len(under))
        parents += [parent, *[None] * (wide - 1)]
        children += [*under] if under else [None]
        merges.append((0, at, 0, at + wide - 1) if under else (0, at, 1, at))
    return [parents, children], [merge for merge in merges if merge[:2] != merge[2:]]


def blocks(labels: Sequence[object], *, first_row: int, column: int) -> list[Merge]:
    """Merged ranges for runs of equal labels in a column."""
    merges, start = [], 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            if i - start > 1:
                merges.append((first_row + start, column, first_row + i - 1, column))
            start = i
    return merges


def once(labels: Sequence[Cell]) -> list[Cell]:
    """Labels with every repetition of the one above left out, as merged cells hold them."""
    return [label if i == 0 or label != labels[i - 1] else None for i, label in enumerate(labels)]
