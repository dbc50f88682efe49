"""Areas of the rows of a large file, looked up once per distinct text inside the area above.

A text of a level is read by ``places`` beside texts of the levels above. What it gives depends on the codes of these,
not on how they are spelled; so one spelling of each area above stands for all, and few combinations are left to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.datasets import AREA_COLUMNS
from cdd_analysis.ingest.cleaning.places import (
    LEVELS,
    Named,
    places,
    read_name,
    village_in_address,
    village_of,
    villages,
)
from cdd_analysis.ingest.cleaning.rows import DATA
from cdd_analysis.ingest.reading.cells import Cells, Sheet
from cdd_analysis.ingest.recognition.recognise import Region

Numbers = npt.NDArray[np.int64]
#: An area: a spelling for each level that has a column.
Spelled = tuple[str, ...]
Fault = tuple[str, str, str]
Codes = tuple[str | None, ...]
_DIGITS = {"province": 2, "district": 4, "subdistrict": 6}
_AT = {level: AREA_COLUMNS.index(f"{level}_code") for level in LEVELS}


@dataclass
class _Level:
    """What is known of one column of areas: area above and text -> the area, and what was wrong."""

    column: int
    found: dict[tuple[Spelled, str], tuple[Spelled, tuple[Fault, ...]]] = field(default_factory=dict)
    standing: dict[tuple[Spelled, Codes], Spelled] = field(default_factory=dict)


@dataclass
class Located:
    """Areas of rows: row ``i`` has the codes ``of[at[i]]``, in the order of ``AREA_COLUMNS``.

    Attributes:
        faults: rows, and what was wrong with a text in them (rule, text, code to suggest).
    """

    at: Numbers
    of: list[Codes]
    faults: list[tuple[Numbers, Fault]] = field(default_factory=list)

    def column(self, name: str) -> npt.NDArray[np.object_]:
        """A column of codes, one for each entry of ``of``."""
        found = np.empty(len(self.of), dtype=object)
        found[:] = [codes[AREA_COLUMNS.index(name)] for codes in self.of]
        return found

    def of_rows(self, of_codes: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What is said of each entry of ``of``, said of each row."""
        return of_codes[self.at] if len(of_codes) else of_codes[:0]


class KnownPlaces:
    """Looks areas up, and remembers them from block to block."""

    def __init__(self, region: Region) -> None:
        self.region = region
        ids = [at[0] for level in LEVELS if (at := region.columns(f"id:{level}"))]
        names = [at[0] for level in LEVELS[:3] if (at := region.columns(level))]
        self.levels = [_Level(column) for column in (ids[-1:] or names)]
        self.is_by_id = bool(ids)
        self.below = [at[0] for name in ("village", "moo") if not ids and (at := region.columns(name))]
        self.is_by_moo = len(self.below) == 1 and region.meanings[self.below[0]].column == "moo"
        self.codes: dict[Spelled, Codes] = {}
        self.village: dict[tuple[Spelled, Spelled], str | None] = {}

    @property
    def columns(self) -> list[int]:
        """Columns of the sheet that say where a row belongs, names before villages."""
        return [*(level.column for level in self.levels), *self.below]

    def locate(self, cells: Sequence[tuple[Numbers, list[str]]], rows: int) -> Located:
        """The areas of rows.

        Args:
            cells: for each of ``columns``, each row's code and the texts that the codes mean.
            rows: how many rows.
        """
        at = np.zeros(rows, dtype=np.int64)
        spelled: list[Spelled] = [()]
        faults: list[tuple[Numbers, Fault]] = []
        for level, (codes, texts) in zip(self.levels, cells, strict=False):
            pair, first = combinations([at, codes])
            asked = [(spelled[int(at[row])], texts[int(codes[row])]) for row in first]
            found = self._of_level(level, asked)
            for number, (_, wrong) in enumerate(found):
                faults += [(np.flatnonzero(pair == number), fault) for fault in wrong]
            at, spelled = _numbered([one for one, _ in found], pair)
        located = Located(at, [self._codes(one) for one in spelled], faults)
        return self._with_villages(located, spelled, cells[len(self.levels) :])

    def _of_level(self, level: _Level, asked: list[tuple[Spelled, str]]) -> list[tuple[Spelled, tuple[Fault, ...]]]:
        fresh = [one for one in dict.fromkeys(asked) if one not in level.found]
        if fresh:
            faults = self._read_ids(fresh) if self.is_by_id else self._read_names(level, fresh)
            for above, text in fresh:
                codes = self.codes[*above, text]
                standing = level.standing.setdefault((above, codes), (*above, text))
                level.found[above, text] = (standing, tuple(faults.get((*above, text), ())))
        return [level.found[one] for one in asked]

    def _read_names(self, level: _Level, asked: list[tuple[Spelled, str]]) -> dict[Spelled, list[Fault]]:
        """Read texts of a level, each inside the area above it; what was wrong with them."""
        name = self.region.meanings[level.column].column
        units = bool(self.region.table.units)
        faults: dict[Spelled, list[Fault]] = {}
        for above, text in asked:
            known = self._codes(above)
            read = read_name(text, name, self._within(name, known), units=units)
            self.codes[*above, text] = self._with_address(text, _deeper(known, name, read))
            if read.fault:
                faults[*above, text] = [read.fault]
        return faults

    def _within(self, name: str, codes: Codes) -> str:
        """The area above in which a text of a level is looked up: that of the nearest level that anything speaks of."""
        known = self.region.context.areas
        for upper in reversed(LEVELS[: LEVELS.index(name)]):
            if self.region.columns(upper) or upper in known:
                return codes[_AT[upper]] or ""
        return ""

    def _with_address(self, text: str, codes: Codes) -> Codes:
        """The codes with the village that a whole address names, where no column is for villages."""
        tambon = codes[_AT["subdistrict"]]
        village = village_in_address(text, tambon) if tambon and not self.below else None
        return _in_village(codes, village)

    def _codes(self, spelled: Spelled) -> Codes:
        """The codes of an area; of none, what the titles say."""
        if () not in self.codes:
            self._read_whole([()])
        return self.codes[spelled]

    def _read_ids(self, asked: list[tuple[Spelled, str]]) -> dict[Spelled, list[Fault]]:
        return self._read_whole([(*above, text) for above, text in asked])

    def _read_whole(self, spelled: list[Spelled]) -> dict[Spelled, list[Fault]]:
        """Read areas as rows of a sheet."""
        # A blank row after each, so that no text is filled down from one area into the next.
        cells: Cells = np.full((2 * len(spelled), len(self.region.meanings)), "", dtype=object)
        rows = 2 * np.arange(len(spelled))
        for number, level in enumerate(self.levels[: len(spelled[0])]):
            cells[rows, level.column] = [one[number] for one in spelled]
        found = places(self._with(cells), rows, np.full(len(cells), DATA, dtype=object))
        codes = found.codes[list(AREA_COLUMNS)].astype(object)
        self.codes |= zip(spelled, codes.where(codes.notna(), None).itertuples(index=False, name=None), strict=True)
        faults: dict[Spelled, list[Fault]] = {}
        for at, rule, text, suggestion in found.faults:
            faults.setdefault(spelled[at], []).append((rule, text, suggestion))
        return faults

    def _with(self, cells: Cells) -> Region:
        sheet = Sheet(self.region.sheet.file, self.region.sheet.name, cells)
        return replace(self.region, sheet=sheet, first=0, last=len(cells))

    def _with_villages(
        self, located: Located, spelled: list[Spelled], cells: Sequence[tuple[Numbers, list[str]]]
    ) -> Located:
        if not cells or not len(located.at):
            return located
        pair, first = combinations([located.at, *(codes for codes, _ in cells)])
        asked = [
            (spelled[int(located.at[row])], tuple(texts[int(codes[row])] for codes, texts in cells)) for row in first
        ]
        self._read_villages([one for one in dict.fromkeys(asked) if one not in self.village])
        codes = []
        for row, one in zip(first, asked, strict=True):
            above, village = located.of[int(located.at[row])], self.village[one]
            codes.append(_in_village(above, village))
        return Located(pair, codes, located.faults)

    def _read_villages(self, asked: list[tuple[Spelled, Spelled]]) -> None:
        if self.is_by_moo:
            tambons = {above: self.codes[above][_AT["subdistrict"]] for above, _ in asked}
            self.village |= {
                one: village_of(one[1][0], tambon) if (tambon := tambons[one[0]]) else None for one in asked
            }
            return
        if not asked:
            return
        cells: Cells = np.full((len(asked), len(self.region.meanings)), "", dtype=object)
        for number, column in enumerate(self.below):
            cells[:, column] = [texts[number] for _, texts in asked]
        areas = pd.DataFrame([self.codes[above] for above, _ in asked], columns=list(AREA_COLUMNS), dtype=object)
        found = villages(self._with(cells), np.arange(len(asked)), areas)
        self.village |= zip(asked, found.astype(object).where(found.notna(), None), strict=True)


def _deeper(codes: Codes, level: str, read: Named) -> Codes:
    """The codes of a row once a cell of its next level is read: areas above that no cell named lie around it."""
    found = dict(zip(AREA_COLUMNS, codes, strict=True))
    if read.code:
        for upper in LEVELS[: LEVELS.index(level) + 1]:
            found[f"{upper}_code"] = found[f"{upper}_code"] or read.code[: _DIGITS[upper]]
    if read.municipal:
        found["subdistrict_code"] = read.municipal
    found["area_level"] = next((one for one in reversed(LEVELS) if found[f"{one}_code"]), None)
    return tuple(found.values())


def _in_village(codes: Codes, village: str | None) -> Codes:
    """The codes of a row in a village, if any."""
    if village is None:
        return codes
    above = (codes[_AT[level]] or village[: _DIGITS[level]] for level in LEVELS[:3])
    return ("village", *above, village)


def _numbered(areas: list[Spelled], of: Numbers) -> tuple[Numbers, list[Spelled]]:
    """Numbers for areas, the same for the same, given to rows that had the number of an entry."""
    number = {area: n for n, area in enumerate(dict.fromkeys(areas))}
    return np.array([number[area] for area in areas], dtype=np.int64)[of] if areas else of, list(number)


def combinations(codes: Sequence[npt.NDArray[Any]]) -> tuple[Numbers, Numbers]:
    """For rows that hold several codes each: the number of the row's combination, and a row for each combination."""
    key = codes[0].astype(np.int64)
    for one in codes[1:]:
        key, _ = pd.factorize(key * (int(one.max(initial=0)) + 1) + one)
    key, distinct = pd.factorize(key)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    return key.astype(np.int64), first
