"""Who reported (handbook G1) and how much of what they should fill is filled (G2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cdd_analysis.measures.arithmetic import ratio


@dataclass(frozen=True)
class Coverage:
    """Reported areas out of those expected; ``missing`` in the order of the reference list."""

    reported: int
    expected: int
    missing: tuple[str, ...]

    @property
    def pct(self) -> float:
        """Reported ÷ expected × 100."""
        return ratio(self.reported, self.expected)


def coverage(reported: Iterable[str], expected: Sequence[str]) -> Coverage:
    """Coverage against a reference list of area codes; a code outside the list does not count."""
    there = set(reported)
    missing = tuple(code for code in expected if code not in there)
    return Coverage(len(expected) - len(missing), len(expected), missing)


def filled(table: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    """Whether each cell is filled. A ``has_…`` column says so itself; any other is filled when not missing or blank."""
    return pd.DataFrame({field: _filled(table[field]) for field in fields}, index=table.index)


def _filled(values: pd.Series) -> pd.Series:
    if str(values.name).startswith("has_"):
        return values.eq(True).fillna(False).astype(bool)
    return values.notna() & values.ne("").fillna(True).astype(bool)


def field_completeness(table: pd.DataFrame, fields: Sequence[str]) -> float:
    """Filled cells ÷ (rows × fields) × 100 (handbook G2)."""
    return ratio(float(filled(table, fields).to_numpy().sum()), len(table) * len(fields))


def row_completeness(table: pd.DataFrame, fields: Sequence[str]) -> float:
    """Rows with every field filled ÷ rows × 100."""
    return ratio(float(filled(table, fields).all(axis=1).sum()), len(table))


def field_rates(table: pd.DataFrame, fields: Sequence[str], *, by: str | None = None) -> pd.DataFrame:
    """Filled ÷ rows × 100 of each field, one row per value of ``by`` (a single row ``all`` without it)."""
    groups = table[by] if by else pd.Series("all", index=table.index)
    return filled(table, fields).groupby(groups).mean() * 100
