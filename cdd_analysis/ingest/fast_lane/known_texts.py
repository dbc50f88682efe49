"""Distinct texts of a column that were read before, and what they were read as; remembered from block to block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.datasets import Column
from cdd_analysis.ingest.cleaning.values import Parsed

Figures = npt.NDArray[np.float64]
#: So many distinct texts of a column are remembered from block to block.
REMEMBERED = 50_000


class KnownTexts:
    """Texts of one column that were read before, and what they were read as."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self.values: list[object] = []
        self.faults: dict[int, list[tuple[str, object, str]]] = {}

    def parsed(self, column: Column, texts: list[str], read: Any) -> Parsed:
        """What these texts were read as; those not known yet are read by ``read``."""
        if len(self.at) > REMEMBERED:
            self.__init__()  # type: ignore[misc]
        fresh = list(dict.fromkeys(text for text in texts if text not in self.at))
        if fresh:
            self._add(fresh, read(column, fresh))
        where = [self.at[text] for text in texts]
        values = pd.Series([self.values[i] for i in where], dtype=object)
        faults = [(n, *fault) for n, i in enumerate(where) if i in self.faults for fault in self.faults[i]]
        return Parsed(values, faults)

    def _add(self, texts: list[str], parsed: Parsed) -> None:
        start = len(self.values)
        self.at |= {text: start + n for n, text in enumerate(texts)}
        self.values += list(parsed.values)
        for at, rule, value, expected in parsed.faults:
            self.faults.setdefault(start + at, []).append((rule, value, expected))


@dataclass(frozen=True)
class FiguresRead:
    """Figures of a column by distinct text.

    Attributes:
        values: as stored, where the row reports no other figure; ``reported``: where it does.
        state, read: as ``parse_number`` gives them.
        faults: what was wrong: (position, rule, value as read, what is expected).
    """

    column: Column
    values: Figures
    reported: Figures
    state: npt.NDArray[np.object_]
    read: Figures
    faults: list[tuple[int, str, object, str]]


class KnownFigures:
    """Texts of one column of figures that were read before, and what they were read as."""

    def __init__(self, none: FiguresRead) -> None:
        self.at: dict[str, int] = {}
        self.known = none
        self.faults: dict[int, tuple[str, object, str]] = {}

    def add(self, texts: list[str], more: FiguresRead) -> None:
        """Remember some more."""
        start = len(self.at)
        self.at |= {text: start + n for n, text in enumerate(texts)}
        self.faults |= {start + n: (rule, value, expected) for n, rule, value, expected in more.faults}
        one, other = self.known, more
        self.known = replace(
            one,
            values=np.append(one.values, other.values),
            reported=np.append(one.reported, other.reported),
            state=np.append(one.state, other.state),
            read=np.append(one.read, other.read),
        )

    def of(self, texts: list[str]) -> FiguresRead:
        """What these texts were read as."""
        where = np.fromiter(map(self.at.__getitem__, texts), dtype=np.int64, count=len(texts))
        wrong = np.flatnonzero(np.isin(where, list(self.faults))) if self.faults else ()
        faults = [(int(n), *self.faults[int(where[n])]) for n in wrong]
        one = self.known
        return FiguresRead(
            one.column, one.values[where], one.reported[where], one.state[where], one.read[where], faults
        )
