"""A recognised region -> records of its table, problems, and a ledger of every row.

Steps: figures are read in one go; rows are told apart; areas, years and months resolved; values laid out sideways
become rows; the sheet's own totals are compared with what they should add up to, and never ingested. One record keeps
the file, sheet and row it came from. What cannot be placed is set aside and told of.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis import areas
from cdd_analysis.datasets import AREA_COLUMNS, Column, Kind, Personal, Table
from cdd_analysis.ingest.cells import column_letters, spans
from cdd_analysis.ingest.checks import check_records
from cdd_analysis.ingest.headings import AREA_HEADINGS, Meaning, meaning
from cdd_analysis.ingest.places import Places, fill_down, places
from cdd_analysis.ingest.problems import MASK, RULES, problem
from cdd_analysis.ingest.recognise import Region
from cdd_analysis.ingest.rows import BLANK, DATA, GROUP, HEADER, NOTE, TITLE, TOTAL, classify
from cdd_analysis.ingest.titles import year_in_name
from cdd_analysis.ingest.totals import as_problem, sheet_totals
from cdd_analysis.ingest.values import FIGURES, Parsed, figures, parse, read_numbers
from cdd_analysis.thai.dates import fiscal_year
from cdd_analysis.thai.numbers import scale_of


@dataclass
class Cleaned:
    """What a region gave.

    Attributes:
        records: columns of the table, ``AREA_COLUMNS`` and ``PROVENANCE``; one sheet row may give several records.
        problems: problem rows.
        controls: ledger rows of kind "control".
        rows: how many rows of each kind (title, header, total, note, blank, data).
        set_aside: sheet rows (as numbered by a spreadsheet) of data that were not taken in.
        data_rows: sheet rows of data.
        baht_set_aside: money in the rows set aside.
        codes: province and district of each row of data; the index is the sheet row.
        compared: columns this region can only check; its records are controls, not data (``Table.control``).
    """

    region: Region
    records: pd.DataFrame
    problems: list[dict[str, object]] = field(default_factory=list)
    controls: list[dict[str, object]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    data_rows: frozenset[int] = frozenset()
    set_aside: frozenset[int] = frozenset()
    compared: list[str] | None = None
    baht_set_aside: float = 0.0
    codes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["province_code", "district_code"]))


class _Cleaning:
    """One region on its way; each method is a step and reads what earlier ones left."""

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

    # -- telling of problems ---------------------------------------------------------------------------------------

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

    def tell_faults(self, parsed: Parsed, column: Column) -> None:
        """Tell what could not be read. An area's row whose month, channel … is unreadable is counted nowhere."""
        for at, rule, value, expected in parsed.faults:
            self.tell(rule, at, column.name, value=value, expected=expected, label=column.label)
            if RULES[rule].severity == "fix" and self.table.is_area and column.name in self.table.key:
                self.set_aside.add(at)

    # -- keys ------------------------------------------------------------------------------------------------------

    def keys(self) -> pd.DataFrame:
        """One row per data row: areas, provenance, year, month and every descriptive column of the table."""
        frame = self.places.codes.reset_index(drop=True)
        if "area_id" not in self.own:
            frame = frame.drop(columns="area_id")
        self._tell_places(frame)
        frame["source_file"], frame["source_sheet"] = self.region.sheet.file, self.region.sheet.name
        frame["source_row"] = self.rows + 1
        frame["as_of_date"] = self._as_of()
        if self.table.year:
            frame[self.table.year] = self._years()
        for column in self.table.columns:
            if column.kind not in FIGURES and column.name not in frame and column.personal is not Personal.DROP:
                frame[column.name] = self._described(column, frame)
        for column in self.table.columns:
            if column.personal is Personal.DROP and column.kind in (Kind.PRESENCE, Kind.PHONE):
                frame[column.name] = self._described(column, frame)
        if self.table.has_month and self.table.year == "fiscal_year":
            frame["fiscal_year"] = _year_of(frame["month"]).fillna(frame["fiscal_year"])
        return frame

    def _tell_places(self, frame: pd.DataFrame) -> None:
        for at, rule, value, suggestion in self.places.faults:
            hint = f" (อาจหมายถึง {areas.full_name(suggestion)})" if suggestion else ""
            self.tell(rule, at, "area", value=value, expected=hint, label="พื้นที่")
            self.set_aside.add(at)
        if self.places.filled_down:
            self.tell("area_filled_down", value=f"{self.places.filled_down} แถว")
        for fact, where in self.region.context.told_by:
            self._assumed(fact, where)
        nowhere = frame["area_level"].isna() & ~frame.index.isin(list(self.set_aside))
        if nowhere.any() and self.table.national and not any(map(self.region.columns, AREA_HEADINGS)):
            frame.loc[nowhere, "area_level"] = "national"
            self.tell("national_assumed")
        else:
            for lost in np.flatnonzero(nowhere.to_numpy()):
                self.tell("no_area", int(lost))
                self.set_aside.add(int(lost))

    def _assumed(self, fact: str, where: str) -> None:
        label = {"area": "พื้นที่", "year": "ปี"}[fact]
        place = {"sheet name": "ชื่อแผ่นงาน", "file name": "ชื่อไฟล์"}[where]
        named = ", ".join(map(areas.full_name, self.region.context.areas.values()))
        value = named if fact == "area" else self.region.context.fiscal_year
        self.tell("context_assumed", label=label, expected=place, value=value)

    def _as_of(self) -> pd.Series:
        said = self.region.context.as_of_date
        fallback = pd.Series(
            pd.Timestamp(said) if said else pd.NaT, index=range(len(self.rows)), dtype="datetime64[us]"
        )
        if not (at := self.region.columns("as_of_date")):
            return fallback
        column = Column("as_of_date", Kind.DATE, "ข้อมูล ณ วันที่")
        parsed = parse(column, self._raw(at[0]))
        self.tell_faults(parsed, column)
        return parsed.values.fillna(fallback)

    def _years(self) -> pd.Series:
        """The year of each row: its own cell, else the titles and the sheet's name. An unreadable one stays missing."""
        name = str(self.table.year)
        at = self.region.columns(name) or self.region.columns("fiscal_year")
        years = pd.Series(pd.NA, index=range(len(self.rows)), dtype="Int64")
        if at:
            column = Column(name, Kind.YEAR, "ปี")
            parsed = parse(column, self._raw(at[0]))
            self.tell_faults(parsed, column)
            self.unreadable_years = {at for at, *_ in parsed.faults}
            years = pd.to_numeric(parsed.values).astype("Int64")
        if self.region.context.fiscal_year:
            silent = years.isna() & ~years.index.isin(self.unreadable_years)
            return years.mask(silent, self.region.context.fiscal_year)
        return years

    def _described(self, column: Column, frame: pd.DataFrame) -> pd.Series:
        if column.name == "is_municipality":
            codes = frame["subdistrict_code"].where(frame["area_level"].isin(["subdistrict", "village"]))
            return codes.map({code: areas.is_municipal(code) for code in codes.dropna().unique()}).astype(object)
        at = [c for c in self.region.columns(column.name) if not self.region.meanings[c].fixed]
        if not at:
            if column.name == "month" and self.region.context.month:
                return pd.Series(pd.Timestamp(self.region.context.month), index=frame.index, dtype="datetime64[us]")
            return pd.Series(pd.NaT if column.kind in (Kind.DATE, Kind.MONTH) else None, index=frame.index)
        years = frame[self.table.year] if self.table.year else None
        raw = self._raw(at[0])
        if self.table.spread and column.name in self.table.spread.by:
            raw = fill_down(self.region, self.rows, at[0], raw)
        parsed = parse(column, raw, years=years)
        if parsed.faults and column.kind is Kind.MONTH and years is not None and (year := self._file_year()):
            with_year = parse(column, raw, years=years.fillna(year))
            if len(with_year.faults) < len(parsed.faults):
                parsed = with_year
                self.tell("context_assumed", label="ปี", expected="ชื่อไฟล์", value=year)
        self.tell_faults(parsed, column)
        return parsed.values

    def _raw(self, column: int) -> pd.Series:
        return pd.Series(self.cells[self.rows, column], dtype=object)

    def _settle_years(self, records: pd.DataFrame) -> None:
        """The year where neither cells, titles nor months say one: the file's name, else missing and told of."""
        name = self.table.year
        if name is None or not self._without_year(records):
            return
        if year := self._year_of_headings() or self._file_year():
            unsaid = records[name].isna() & records["source_row"].isin(self._sheet_rows(self._without_year(records)))
            records[name] = records[name].mask(unsaid, year)
            if not self._year_of_headings():
                self.tell("context_assumed", label="ปี", expected="ชื่อไฟล์", value=year)
            return
        rows = self._without_year(records)
        for at in sorted(rows) if len(rows) < len(self.rows) else [None]:
            self.tell("no_year", at)

    def _without_year(self, records: pd.DataFrame) -> set[int]:
        """Positions of the data rows that give a record without a year, and not because it could not be read."""
        lacking = records.loc[records[str(self.table.year)].isna(), "source_row"]
        rows = map(int, np.flatnonzero(np.isin(self.rows + 1, lacking)))
        return set(rows) - self.unreadable_years - self.set_aside

    def _year_of_headings(self) -> int | None:
        """The fiscal year that all months of the headings lie in; a target beside them is of that year."""
        months = [value for m in self.region.meanings for name, value in m.fixed if name == "month"]
        years = {fiscal_year(month) for month in months if isinstance(month, dt.date)}
        return years.pop() if len(years) == 1 and self.table.year == "fiscal_year" else None

    def _file_year(self) -> int | None:
        return year_in_name(self.region.sheet.file, self.table.file_year)

    # -- figures ---------------------------------------------------------------------------------------------------

    def records(self) -> pd.DataFrame:
        """Keys and figures; a sheet laid out sideways gives a record for each month, channel … that is filled."""
        keys = self.keys()
        if self.region.columns("indicator") and self.region.columns("indicator_value"):
            parts = [self._long_form(keys)]
        else:
            parts = self._sideways(keys) if self.table.spread else [self._upright(keys, self.region.meanings)]
        records = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
        self._tell_lost(keys, records)
        self._settle_years(records)
        lost = records["source_row"].isin(self._sheet_rows(self.set_aside))
        money = [c.name for c in self.table.columns if c.kind is Kind.BAHT and c.name in records]
        self.baht_set_aside = float(records.loc[lost, money].sum().sum())
        return _typed(self.table, records[~lost])

    def _upright(self, keys: pd.DataFrame, meanings: tuple[Meaning, ...]) -> pd.DataFrame:
        columns: dict[str, npt.NDArray[np.float64]] = {}
        for c, m in enumerate(meanings):
            if c in self.numbers and not m.total and m.column in self.own and m.column not in columns:
                columns[m.column] = self._figures(c, m)
        return pd.concat([keys, pd.DataFrame(columns, index=keys.index)], axis=1)

    def _figures(self, c: int, m: Meaning) -> npt.NDArray[np.float64]:
        column = self.own[m.column]
        parsed = figures(column, self.numbers, c, self.rows, self.cells, self.region.scale(m))
        self.tell_faults(parsed, column)
        return np.asarray(parsed.values)

    def _sideways(self, keys: pd.DataFrame) -> list[pd.DataFrame]:
        """A part per combination that the headings fix. A record needs a figure; a blank cell is missing, not zero."""
        fixed: dict[tuple[tuple[str, object], ...], dict[str, npt.NDArray[np.float64]]] = {}
        for c, m in enumerate(self.region.meanings):
            if c in self.numbers and not m.total and m.column in self.own and not self.region.is_whole(m):
                fixed.setdefault(m.fixed, {}).setdefault(m.column, self._figures(c, m))
        parts = []
        for combination, columns in fixed.items():
            said = {name: pd.Timestamp(str(value)) if name == "month" else str(value) for name, value in combination}
            part = keys.assign(**columns, **said)
            if self.table.year == "fiscal_year" and any(name == "month" for name, _ in combination):
                part["fiscal_year"] = _year_of(part["month"])
            parts.append(part[part[list(columns)].notna().any(axis=1)])
        return parts or [keys.iloc[:0]]

    def _long_form(self, keys: pd.DataFrame) -> pd.DataFrame:
        """A row per indicator: the indicator's name says which column its value fills."""
        at, value_at = self.region.columns("indicator")[0], self.region.columns("indicator_value")[0]
        names = self._raw(at)
        said = {name: meaning(self.table, (str(name),)) for name in names.unique()}
        columns = names.map({name: m.column if m.column in self.own else "" for name, m in said.items()})
        frame = keys.copy()
        for name in (str(n) for n in columns.unique() if n):
            own = (columns == name).to_numpy()
            parsed = figures(self.own[name], self.numbers, value_at, self.rows, self.cells, self._row_scales())
            parsed.faults = [fault for fault in parsed.faults if own[fault[0]]]
            self.tell_faults(parsed, self.own[name])
            frame[name] = np.where(own, parsed.values, np.nan)
        for i in np.flatnonzero((columns == "").to_numpy()):
            self.tell(
                "unknown_choice",
                int(i),
                "indicator",
                value=names.iloc[i],
                label="รายการข้อมูล",
                expected="รายการของตารางนี้",
            )
            self.set_aside.add(int(i))
        return frame[frame.drop(columns=keys.columns).notna().any(axis=1)]

    def _row_scales(self) -> npt.NDArray[np.float64]:
        """What money is counted in, row by row, as the column of units says; else as the titles do."""
        said = np.full(len(self.rows), self.region.context.scale)
        if at := self.region.columns("indicator_unit"):
            units = self._raw(at[0]).map(str)
            scales = units.map({unit: scale_of(unit) for unit in units.unique()}).to_numpy()
            said = np.where((units == "").to_numpy(), said, scales)
        return said

    def _tell_lost(self, keys: pd.DataFrame, records: pd.DataFrame) -> None:
        """Data rows that gave no record: a known area without a figure has not reported."""
        gave = set(records["source_row"])
        for i in np.flatnonzero(~keys["source_row"].isin(gave).to_numpy()):
            if int(i) not in self.set_aside:
                self.tell("no_value", int(i))
                self.set_aside.add(int(i))

    def _sheet_rows(self, positions: set[int]) -> set[int]:
        return {int(self.rows[i]) + 1 for i in positions}


def clean_region(region: Region, removed: frozenset[int] = frozenset()) -> Cleaned:
    """Clean one region. No row of it is lost: each is counted in ``rows``, each row of data kept or set aside.

    Args:
        region: the recognised table.
        removed: sheet rows that a correction sets aside; nothing more is told of them and no total counts them.
    """
    work = _Cleaning(region, removed)
    _tell_unknown_columns(work)
    _tell_lone_texts(work)
    _tell_hidden(work)
    records = work.records()
    counted = ~work.removed
    controls = list(sheet_totals(region, work.kinds, work.rows[counted], work.numbers, work.places.codes[counted]))
    broken = check_records(region.table, records, told=work.problems)
    problems = [*work.problems, *broken, *(as_problem(one) for one in controls if one["difference"])]
    counts: Counter[str] = Counter(str(kind) for kind in work.kinds)
    compared = region.table.control(records) if region.table.control else None
    return Cleaned(
        region=region,
        records=records,
        problems=problems,
        controls=controls,
        rows=Counter({k: counts[k] for k in (TITLE, TOTAL, NOTE, BLANK, DATA)})
        + Counter({HEADER: counts[HEADER] + counts[GROUP]}),
        data_rows=frozenset(int(r) + 1 for r in work.rows),
        set_aside=frozenset(work._sheet_rows(work.set_aside)),
        compared=compared,
        baht_set_aside=work.baht_set_aside,
        codes=work.places.codes[["province_code", "district_code"]].set_axis(work.rows + 1),
    )


def _tell_unknown_columns(work: _Cleaning) -> None:
    """Headings we do not know, and cells under no heading: a line split by a stray comma, or scratch."""
    bare = np.array([c for c, m in enumerate(work.region.meanings) if not m.text], dtype=np.intp)
    for m in work.region.meanings:
        if m.text and not m.column:
            work.tell("unknown_column", value=m.text)
    outside = work.cells[np.ix_(work.rows, bare)]
    rule = "scratch_cell" if work.region.sheet.name else "too_many_cells"
    for i in np.flatnonzero((outside != "").any(axis=1)):
        work.tell(rule, int(i), value=next(v for v in outside[i] if v != ""))
        if rule == "too_many_cells":
            work.strayed.add(int(i))
    work.set_aside |= work.strayed


def _tell_lone_texts(work: _Cleaning) -> None:
    """Rows with one text and nothing else that name no area: taken for headings, and told, since one may be data."""
    for row in work.region.first + np.flatnonzero(work.kinds == GROUP):
        if int(row) not in work.places.headings:
            text = next(cell for cell in work.cells[row] if cell != "")
            work.tell("lone_text", value=text, sheet_row=int(row) + 1)


def _tell_hidden(work: _Cleaning) -> None:
    """What somebody hid is read like the rest; whoever hid it may have meant it to be left out (handbook 11.1)."""
    sheet, region = work.region.sheet, work.region
    rows = [row for row in sheet.hidden_rows if region.first <= row < region.last and (sheet.cells[row] != "").any()]
    columns = [at for at in sheet.hidden_columns if (sheet.cells[region.first : region.last, at] != "").any()]
    if sheet.is_hidden:
        work.tell("hidden", value=sheet.name, label="ทั้งแผ่น")
    if rows:
        work.tell("hidden", value=spans([str(row + 1) for row in rows], rows), label="แถว")
    if columns:
        work.tell("hidden", value=spans([column_letters(at) for at in columns], columns), label="คอลัมน์")


def _year_of(months: pd.Series) -> pd.Series:
    """Fiscal year (BE) of each month."""
    months = pd.to_datetime(months)
    distinct = {m: fiscal_year(m.date()) for m in months.dropna().unique()}
    return months.map(distinct).astype("Int64")


_STORED_AS = {
    Kind.DATE: "datetime64[us]",
    Kind.MONTH: "datetime64[us]",
    Kind.YEAR: "Int64",
    Kind.FLAG: "boolean",
    Kind.PRESENCE: "boolean",
}


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Every column of the table, in its order and type; choices that a sheet does not split by are "all"."""
    lacking = {
        c.name: np.nan if c.kind in FIGURES else None for c in table.columns if c.is_stored and c.name not in frame
    }
    frame = pd.concat([frame, pd.DataFrame(lacking, index=frame.index, dtype=object)], axis=1)
    kinds = {
        c.name: "float64" if c.kind in FIGURES else _STORED_AS.get(c.kind, "str") for c in table.columns if c.is_stored
    }
    kinds |= dict.fromkeys((*AREA_COLUMNS, "source_file", "source_sheet"), "str")
    frame = frame[list(table.stored)].astype(kinds)
    for column in table.columns:
        if column.name in table.key and "all" in column.choices:
            frame[column.name] = frame[column.name].fillna("all")
    return frame.reset_index(drop=True).copy()
