"""A region on its way through cleaning: what was read of it, which rows are set aside, what is told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cdd_analysis.datasets import Column, Personal
from cdd_analysis.ingest.cleaning.places import Places, places
from cdd_analysis.ingest.cleaning.rows import DATA, classify
from cdd_analysis.ingest.cleaning.values import FIGURES, Parsed, read_numbers
from cdd_analysis.ingest.problems import MASK, RULES, problem
from cdd_analysis.ingest.recognition.headings import Meaning
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.ingest.recognition.titles import year_in_name


class Work:
    """What every step of cleaning a region reads and adds to.

    Attributes:
        own: the table's columns by name.
        numbers: its figures as read.
        kinds: kind of each of its rows.
        rows: its rows of data, as positions on the sheet; other attributes count rows of data from 0.
        places: their areas.
        set_aside, removed: rows that are not taken in, and those of them that a correction took out.
        strayed: rows with cells outside the table, whose cells may stand in the wrong columns.
        unreadable_years: rows whose year cannot be read.
        baht_set_aside: money in the rows set aside.
    """

    def __init__(self, region: Region, removed: frozenset[int]) -> None:
        self.region, self.table, self.cells = region, region.table, region.sheet.cells
        self.problems: list[dict[str, object]] = []
        self.own = {column.name: column for column in self.table.columns}
        self.figure_columns = [c for c, m in enumerate(region.meanings) if self._is_figure(m)]
        self.numbers = read_numbers(self.cells, self.figure_columns)
        self.kinds = classify(region, self.numbers.has_number, self.figure_columns)
        self.rows = region.first + np.flatnonzero(self.kinds == DATA)
        self.places: Places = places(region, self.rows, self.kinds)
        self.removed = np.isin(self.rows + 1, list(removed))
        self.set_aside: set[int] = set(map(int, np.flatnonzero(self.removed)))
        self.strayed: set[int] = set()
        self.unreadable_years: set[int] = set()
        self.baht_set_aside = 0.0

    def _is_figure(self, m: Meaning) -> bool:
        if m.column == "indicator_value":
            return True
        return m.column in self.own and self.own[m.column].kind in FIGURES

    def tell(self, rule: str, row: int | None = None, column: str | None = None, **facts: object) -> None:
        """Add a problem; ``row`` is a position among the data rows, ``sheet_row`` says where another row stands."""
        if row is not None and self.removed[row]:
            return
        sheet = self.region.sheet
        spec = self.own.get(column or "")
        own = spec is not None and spec.personal is not Personal.NO
        if "value" in facts and (own or self._may_be_personal(rule, row)):
            facts["value"] = MASK
        code = self.places.codes.iloc[row] if row is not None else None
        sheet_row = facts.pop("sheet_row", None) if row is None else int(self.rows[row]) + 1
        facts.setdefault("label", spec.label if spec else column)
        self.problems.append(
            problem(
                rule,
                table=self.table.name,
                source_file=sheet.file,
                source_sheet=sheet.name,
                source_row=sheet_row,
                column=column,
                province_code=None if code is None else code["province_code"],
                district_code=None if code is None else code["district_code"],
                **facts,
            )
        )

    def _may_be_personal(self, rule: str, row: int | None) -> bool:
        """Whether a cell may hold a name that no heading announces: scratch, or a line split by a stray comma."""
        strayed = rule in ("scratch_cell", "too_many_cells", "lone_text") or row in self.strayed
        return strayed and any(column.personal is not Personal.NO for column in self.table.columns)

    def tell_faults(self, parsed: Parsed, column: Column, position: int) -> None:
        """Tell what could not be read. An area's row whose month, channel … is unreadable is counted nowhere."""
        for at, rule, value, expected in parsed.faults:
            self.tell(rule, at, column.name, value=value, expected=expected, label=column.label, at=position)
            if RULES[rule].severity == "fix" and self.table.is_area and column.name in self.table.key:
                self.set_aside.add(at)
        for rule, value, expected in parsed.told:
            heading = self.region.meanings[position].text
            self.tell(rule, None, column.name, value=value, expected=expected, label=heading or column.label)

    def raw(self, column: int) -> pd.Series:
        """Cells of one column of the sheet in the rows of data."""
        return pd.Series(self.cells[self.rows, column], dtype=object)

    def place(self, row: int) -> pd.Series:
        """The area codes of a row of data."""
        return self.places.codes.iloc[row]

    def sheet_rows(self, positions: set[int]) -> set[int]:
        """Rows as a spreadsheet numbers them."""
        return {int(self.rows[i]) + 1 for i in positions}

    def file_year(self) -> int | None:
        """The year the file's name gives."""
        return year_in_name(self.region.sheet.file, self.table.file_year)
