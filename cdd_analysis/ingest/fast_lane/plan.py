"""What blocks of a large text are cleaned by, and what each gives: all that passes between processes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cdd_analysis.datasets import Table
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.ingest.spill import Stored

Rows = npt.NDArray[np.intp]


class NeedsWhole(Exception):
    """The file holds something that only shows in the whole of it; the ordinary way must read it."""


@dataclass(frozen=True)
class Plan:
    """What every block of a file is read by.

    Attributes:
        region: the table as recognised; its sheet holds the titles and the heading alone.
        common_era: columns of dates that are known to write CE years.
        broken: columns of the sheet whose every cell is a formula's error.
    """

    region: Region
    common_era: frozenset[str] = frozenset()
    broken: frozenset[int] = frozenset()

    @property
    def table(self) -> Table:
        return self.region.table


@dataclass(frozen=True)
class Carried:
    """What the last rows of a block hand on.

    Attributes:
        texts: area texts of the last row, by column, where that is a row of data.
        above: the last two rows.
    """

    texts: dict[int, str] | None = None
    above: tuple[list[str], ...] = ()


@dataclass(frozen=True)
class Break:
    """A total row or a heading between the rows of a block, with the sums of the rows of data since the one before.

    Attributes:
        row: of the block; after the last row where it is no row.
        label: what a total row says; "" where there is nothing to compare.
        stated: figures of the total row.
        sums: of the rows of data since the last break, by column of the sheet.
        rows: how many these are.
        provinces, districts: of these rows.
        first, last: of these rows, where there are any.
    """

    row: int
    label: str
    stated: dict[int, float]
    sums: dict[int, float]
    rows: int
    provinces: frozenset[str | None]
    districts: frozenset[str | None]
    first: int = -1
    last: int = -1
    is_row: bool = True
    is_total: bool = False


@dataclass
class BlockResult:
    """What a block gave. Rows are counted from 0 at its first.

    Attributes:
        rows: of each kind.
        records, problems, without_year: on the disk.
        keys, keyed: hashes of keys, and the rows they are of.
    """

    number: int
    rows: Counter[str]
    records: Stored | None
    problems: Stored | None
    without_year: Stored | None
    told: int
    lacking_year: int
    provinces: set[str]
    years: set[int]
    keys: npt.NDArray[np.uint64]
    keyed: Rows
    set_aside: int = 0
    baht_kept: float = 0.0
    baht_set_aside: float = 0.0
    filled_down: int = 0
    year_assumed: bool = False
    breaks: list[Break] = field(default_factory=list)
    carried: Carried = Carried()
    wants_carried: bool = False
    eras: frozenset[str] = frozenset()
    era_matters: frozenset[str] = frozenset()
    counts: Counter[tuple[str, int, str, str]] = field(default_factory=Counter)
    written_eras: dict[tuple[int, bool], str] = field(default_factory=dict)
    filled: Counter[tuple[int, bool]] = field(default_factory=Counter)
    first_errors: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
