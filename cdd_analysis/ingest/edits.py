"""Corrections of what offices sent, applied to a copy of a recognised region's cells. Raw files are never changed.

A correction says what it expects to find. Where the source says something else by now, the correction is not applied
and that is told in one sentence. Every one that is applied leaves a row of kind "correction" in the ledger.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from cdd_analysis import areas, project
from cdd_analysis.datasets import Personal
from cdd_analysis.ingest.clean import Cleaned, clean_region
from cdd_analysis.ingest.headings import AREA_HEADINGS
from cdd_analysis.ingest.problems import MASK
from cdd_analysis.ingest.recognise import Region
from cdd_analysis.thai.numbers import parse_numbers
from cdd_analysis.thai.text import as_text, clean

#: What the ledger names as the column of a confirmation.
CONFIRMED = "confirmed"
#: Two values for one record: only one can be right, so neither row can be confirmed.
CONFLICTS = ("conflict",)
_LETTERS = re.compile(r"[A-Z]{1,3}")
#: Problems that a confirmed spelling of an area can solve; a name that is readable is never replaced.
_AREA_RULES = ("unknown_area", "ambiguous_area", "abolished_area")


@dataclass(frozen=True)
class Request:
    """Why something is corrected and who asked.

    Attributes:
        why: a Thai sentence for the reader of a page.
        asked_by: an office, never a person.
        origin: the file that says so, and which entry or cell of it.
    """

    why: str
    asked_by: str
    origin: str


@dataclass(frozen=True)
class Edit:
    """One cell to change.

    Attributes:
        file, sheet: as in every processed table; "" for a file without sheets.
        row: as a spreadsheet numbers it.
        column: a column's name, or its letter on the sheet where several columns have that name.
        expects: what the cell says now; a fingerprint of it where ``is_print``.
        value: what it shall say.
    """

    file: str
    sheet: str
    row: int
    column: str
    expects: str
    value: object
    request: Request
    is_print: bool = False

    def expects_this(self, cell: object) -> bool:
        """Whether ``cell`` is what the correction was made for."""
        return (fingerprint(cell) if self.is_print else said(cell)) == self.expects


@dataclass(frozen=True)
class Removal:
    """One row of data to set aside. ``expects``: column -> what stands there, to know the row again."""

    file: str
    sheet: str
    row: int
    expects: Mapping[str, str]
    request: Request
    is_print: bool = False


@dataclass(frozen=True)
class Confirmation:
    """One row whose figures look wrong and are right: what asked to be checked is from now on only to be known."""

    file: str
    sheet: str
    row: int
    expects: Mapping[str, str]
    request: Request
    is_print: bool = False


@dataclass(frozen=True)
class Alias:
    """A spelling that a person confirmed to mean an area. It is used only where the name is not readable otherwise.

    Attributes:
        spelling: as the cell says.
        code: the area.
        within: code of the province or district the row must be known to lie in; "" anywhere.
        file: the only file it is for; "" every file.
    """

    spelling: str
    code: str
    within: str
    file: str
    request: Request


@dataclass(frozen=True)
class Statement:
    """The year or as-of date of a file whose own contents are silent, as stated by an office.

    Attributes:
        sheet: the only sheet it is for; None for every sheet.
        year: Buddhist era, of the table's own year column.
    """

    file: str
    sheet: str | None
    year: int | None
    as_of: dt.date | None
    request: Request


Wanted = Edit | Removal | Confirmation | Alias | Statement
OfRow = Edit | Removal | Confirmation
Row = tuple[str, str, int]


@dataclass(frozen=True)
class NotApplied:
    """A correction that was not applied: where it stands, and why, in one sentence."""

    origin: str
    reason: str


def said(cell: object) -> str:
    """A cell as text to compare by: 45 and 45.0 are the same, outer and invisible spaces do not count."""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return clean(as_text(cell))


def fingerprint(cell: object) -> str:
    """A keyed hash of what a cell says: tells whether it changed, and not what stood there. The key is the salt."""
    return hmac.new(project.salt(), said(cell).encode(), hashlib.sha256).hexdigest()[:16]


def letter(position: int) -> str:
    """The letter of a column on the sheet: 0 is A, 26 is AA."""
    rest, last = divmod(position, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)


def _position(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


def is_personal(region: Region, position: int) -> bool:
    """Whether the cells of a column may point at a person."""
    name = region.meanings[position].column
    return any(c.name == name and c.personal is not Personal.NO for c in region.table.columns)


@dataclass
class Corrections:
    """The corrections of a build, and what became of them.

    Attributes:
        wanted: all of them.
        ledger: a row for each that was applied.
        not_applied: those that were not; those whose file, sheet or row never came are added by ``finish``.
        confirmed: rows that an office says are right, with the number of the correction.
    """

    wanted: Sequence[Wanted] = ()
    ledger: list[dict[str, object]] = field(default_factory=list)
    not_applied: list[NotApplied] = field(default_factory=list)
    confirmed: dict[Row, int] = field(default_factory=dict)
    _met: set[int] = field(default_factory=set)
    _sheets: set[tuple[str, str]] = field(default_factory=set)

    def clean(self, region: Region) -> Cleaned:
        """The region with its corrections, cleaned."""
        own = [(n, one) for n, one in enumerate(self.wanted) if one.file in ("", region.sheet.file)]
        self._sheets.add((region.sheet.file, region.sheet.name))
        if not own:
            return clean_region(region)
        told: list[dict[str, object]] = []
        region = self._stated(region, own, told)
        region = self._edited(region, own, told)
        removals = self._removals(region, own)
        cleaned = clean_region(region, frozenset(removals))
        self._tell_removed(cleaned, removals, told)
        self._confirmed(region, own, told)
        cleaned = self._renamed(cleaned, own, frozenset(removals), told)
        self.ledger += [_placed(row, cleaned) for row in told]
        return cleaned

    def finish(self, problems: Iterable[dict[str, object]] = ()) -> None:
        """What only the whole build shows: confirmed rows are no longer to be checked; who met no file, sheet or row.

        Args:
            problems: problem rows of the whole build; those of confirmed rows are changed in place.
        """
        used = {n for one in problems if (n := self._settle(one)) is not None}
        for row, n in self.confirmed.items():
            if n not in used:
                self.ledger = [told for told in self.ledger if told["origin"] != self.wanted[n].request.origin]
                self._fail(n, f"{_where(*row)}: there is nothing to confirm in this row.")
        files = {file for file, _ in self._sheets}
        for n, one in enumerate(self.wanted):
            if n in self._met or (isinstance(one, Alias) and not one.file):
                continue
            self._fail(n, _unmet(one, one.file in files, self._sheets))

    def _settle(self, one: dict[str, object]) -> int | None:
        """Make a problem of a confirmed row a thing to know; the number of the confirmation. A conflict stays one."""
        if one["severity"] != "check" or one["rule"] in CONFLICTS or pd.isna(one["source_row"]):  # type: ignore[call-overload]
            return None
        place = (str(one["source_file"]), str(one["source_sheet"] or ""), int(float(str(one["source_row"]))))
        n = self.confirmed.get(place)
        if n is not None:
            one |= {"severity": "info", "message": f"{one['message']} (หน่วยงานตรวจแล้วยืนยันว่าถูกต้อง)"}
        return n

    def _fail(self, n: int, reason: str) -> None:
        self._met.add(n)
        self.not_applied.append(NotApplied(self.wanted[n].request.origin, reason))

    # -- a year or a date that the contents do not say -------------------------------------------------------------

    def _stated(self, region: Region, own: list[tuple[int, Wanted]], told: list[dict[str, object]]) -> Region:
        for n, one in own:
            if isinstance(one, Statement) and one.sheet in (None, region.sheet.name):
                region = self._state(region, n, one, told)
        return region

    def _state(self, region: Region, n: int, one: Statement, told: list[dict[str, object]]) -> Region:
        context = region.context
        silent = context.fiscal_year is None or ("year", "file name") in context.told_by
        if one.year and region.table.year and silent:
            others = tuple(fact for fact in context.told_by if fact[0] != "year")
            context = replace(context, fiscal_year=one.year, told_by=others)
            told.append(_row(region, one.request, None, region.table.year, "", one.year))
        if one.as_of and context.as_of_date is None:
            context = replace(context, as_of_date=one.as_of)
            told.append(_row(region, one.request, None, "as_of_date", "", one.as_of))
        if context is not region.context:
            self._met.add(n)
        return replace(region, context=context)

    # -- cells -----------------------------------------------------------------------------------------------------

    def _edited(self, region: Region, own: list[tuple[int, Wanted]], told: list[dict[str, object]]) -> Region:
        places: dict[tuple[int, int], list[tuple[int, Edit]]] = {}
        for n, one in own:
            if isinstance(one, Edit) and _is_in(one, region) and (at := self._place(region, n, one)) is not None:
                places.setdefault((one.row - 1, at), []).append((n, one))
        if not places:
            return region
        cells = region.sheet.cells.copy()
        for place, edits in places.items():
            cells[place] = self._change(region, place, cells[place], edits, told)
        return replace(region, sheet=replace(region.sheet, cells=cells))

    def _place(self, region: Region, n: int, edit: Edit) -> int | None:
        """The column of an edit on the sheet; None, and told of, where there is none or more than one."""
        found = positions(region, edit.column, every=edit.is_print)
        if len(found) != 1:
            self._fail(n, _no_column(region, edit, edit.column, found))
        elif is_personal(region, found[0]) and not edit.is_print:
            self._fail(n, f"{_of(edit)}: {edit.column} may point at a person; correct it in a fix list, not here.")
        else:
            return found[0]
        return None

    def _change(
        self,
        region: Region,
        place: tuple[int, int],
        cell: object,
        edits: list[tuple[int, Edit]],
        told: list[dict[str, object]],
    ) -> object:
        """The cell after its edits. One edit may expect what another leaves: a fix list made after an earlier one."""
        waiting = list(edits)
        while ready := [(n, edit) for n, edit in waiting if edit.expects_this(cell)]:
            waiting = [pair for pair in waiting if pair not in ready]
            if len({said(edit.value) for _, edit in ready}) > 1:
                names = " and ".join(sorted({edit.request.origin for _, edit in ready}))
                for n, edit in ready:
                    self._fail(n, f"{_of(edit)}, column {letter(place[1])}: {names} disagree; neither is applied.")
                break
            n, edit = ready[0]
            self._met |= {n for n, _ in ready}
            told.append(_row(region, edit.request, place[0] + 1, place[1], cell, edit.value))
            cell = _typed(edit.value)
        for n, edit in waiting:
            apart = _apart(cell, edit.expects, is_personal(region, place[1]), edit.is_print)
            self._fail(n, f"{_of(edit)}, column {letter(place[1])}: {apart}")
        return cell

    # -- rows ------------------------------------------------------------------------------------------------------

    def _removals(self, region: Region, own: list[tuple[int, Wanted]]) -> dict[int, tuple[int, Removal]]:
        """Sheet row -> the correction that sets it aside, for the rows that are what it expects."""
        found = {}
        for n, one in own:
            if isinstance(one, Removal) and _is_in(one, region):
                if reason := _row_differs(region, one):
                    self._fail(n, reason)
                else:
                    found[one.row] = (n, one)
        return found

    def _tell_removed(
        self, cleaned: Cleaned, removals: dict[int, tuple[int, Removal]], told: list[dict[str, object]]
    ) -> None:
        for row, (n, one) in removals.items():
            if row not in cleaned.data_rows:
                self._fail(n, f"{_of(one)}: this is no row of data, so there is nothing to set aside.")
                continue
            self._met.add(n)
            told.append(_row(cleaned.region, one.request, row, None, "", ""))

    def _confirmed(self, region: Region, own: list[tuple[int, Wanted]], told: list[dict[str, object]]) -> None:
        for n, one in own:
            if not (isinstance(one, Confirmation) and _is_in(one, region)):
                continue
            if reason := _row_differs(region, one):
                self._fail(n, reason)
                continue
            self._met.add(n)
            self.confirmed[one.file, one.sheet, one.row] = n
            told.append(_row(region, one.request, one.row, CONFIRMED, "", ""))

    # -- names of areas --------------------------------------------------------------------------------------------

    def _renamed(
        self,
        cleaned: Cleaned,
        own: list[tuple[int, Wanted]],
        removed: frozenset[int],
        told: list[dict[str, object]],
    ) -> Cleaned:
        aliases = [(n, one) for n, one in own if isinstance(one, Alias)]
        region, changed = cleaned.region, {}
        for found in cleaned.problems if aliases else ():
            for n, one in aliases:
                if _is_meant(one, found) and (place := _name_above(region, one, found)) is not None:
                    changed[place] = (n, one)
        if not changed:
            return cleaned
        cells = region.sheet.cells.copy()
        for (row, column), (n, one) in sorted(changed.items()):
            name = _written(region, column, one.code)
            told.append(_row(region, one.request, row + 1, column, cells[row, column], name))
            cells[row, column] = name
            self._met.add(n)
        return clean_region(replace(region, sheet=replace(region.sheet, cells=cells)), removed)


def positions(region: Region, column: str, *, every: bool = False) -> list[int]:
    """Columns of the sheet that a correction's ``column`` means: by letter, else by name.

    ``every``: those that mean nothing to the table too, such as the cells beyond the last heading of a split line.
    """
    if _LETTERS.fullmatch(column):
        at = _position(column)
        return [at] if at < len(region.meanings) and (every or region.meanings[at].column) else []
    return region.columns(column)


def _is_in(one: OfRow, region: Region) -> bool:
    return one.sheet == region.sheet.name and region.first < one.row <= region.last


def _where(file: str, sheet: str, row: int) -> str:
    return f"{file}{f' [{sheet}]' if sheet else ''} row {row}"


def _of(one: OfRow) -> str:
    return _where(one.file, one.sheet, one.row)


def _no_column(region: Region, one: OfRow, column: str, found: list[int]) -> str:
    if found:
        letters = ", ".join(map(letter, found))
        return f"{_of(one)}: several columns are '{column}'; give the letter instead, one of {letters}."
    known = ", ".join(dict.fromkeys(m.column for m in region.meanings if m.column))
    return f"{_of(one)}: there is no column '{column}' in this table; there are {known}."


def _row_differs(region: Region, one: Removal | Confirmation) -> str:
    """Why a row is not the one that a correction is about; "" where it is."""
    for column, expected in one.expects.items():
        found = positions(region, column, every=one.is_print)
        if len(found) != 1:
            return _no_column(region, one, column, found)
        hidden = is_personal(region, found[0])
        if hidden and not one.is_print:
            return f"{_of(one)}: {column} may point at a person; know the row by another column."
        cell = region.sheet.cells[one.row - 1, found[0]]
        if (fingerprint(cell) if one.is_print else said(cell)) != expected:
            return f"{_of(one)}, column {letter(found[0])}: {_apart(cell, expected, hidden, one.is_print)}"
    return ""


def _apart(cell: object, expected: str, hidden: bool, is_print: bool) -> str:
    """What was expected of a cell and what was found."""
    found = f"'{MASK}'" if hidden else f"'{said(cell)}'" if said(cell) else "an empty cell"
    return f"expected {'what it said when the list was sent out' if is_print else repr(expected)}, found {found}."


def _unmet(one: Wanted, has_file: bool, sheets: Iterable[tuple[str, str]]) -> str:
    """Why nothing of what was read met a correction."""
    if not has_file:
        return f"There is no file '{one.file}' in the raw folder, or no table was found in it."
    if isinstance(one, Alias):
        return f"{one.file}: no area is called '{one.spelling}' there, or it is known by now; delete the entry."
    if one.sheet is not None and (one.file, one.sheet) not in set(sheets):
        return f"{one.file}: there is no table on a sheet called '{one.sheet}'."
    if isinstance(one, Statement):
        return f"{one.file}: its contents say this themselves by now, or the table has no year; delete the entry."
    return f"{_of(one)}: the sheet has no such row."


def _is_meant(one: Alias, found: Mapping[str, object]) -> bool:
    """Whether a problem is about the spelling, in a row known to lie where the alias holds."""
    if found["rule"] not in _AREA_RULES or clean(str(found["value"])) != one.spelling:
        return False
    known = [str(found[name]) for name in ("district_code", "province_code") if found[name]]
    return not one.within or any(code.startswith(one.within) for code in known)


def _name_above(region: Region, one: Alias, found: Mapping[str, object]) -> tuple[int, int] | None:
    """The cell that names a row's area: its own, or the one above that stands for a block of rows."""
    at = [c for name in AREA_HEADINGS for c in region.columns(name)]
    for row in range(int(str(found["source_row"])) - 1, region.heading[1], -1):
        cells = region.sheet.cells[row]
        filled = np.flatnonzero(cells != "")
        for column in [*at, *(filled if len(filled) == 1 else ())]:
            if said(cells[column]) == one.spelling:
                return row, int(column)
    return None


def _written(region: Region, column: int, code: str) -> str:
    """The area as a cell would name it in full, else its code where the full name would be read otherwise."""
    level = region.meanings[column].column
    if level not in AREA_HEADINGS:
        return areas.full_name(code)
    read = areas.resolve(pd.Series([areas.full_name(code)]), level)["code"].iloc[0]
    return areas.full_name(code) if read == code else code


def _typed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _row(
    region: Region, request: Request, row: int | None, at: int | str | None, before: object, after: object
) -> dict[str, object]:
    """The ledger row of an applied correction; what may point at a person is masked.

    Args:
        region: the recognised table.
        request: why, and who asked.
        row: the sheet row; None where it is about every row.
        at: the column, by position on the sheet or by name; None where it is about the whole row.
        before, after: what the cell said and says.
    """
    hidden = isinstance(at, int) and is_personal(region, at)
    shown = [MASK if hidden and value != "" else said(value) for value in (before, after)]
    numbers = parse_numbers(pd.Series(shown, dtype=object))["value"]
    return {
        "kind": "correction",
        "table": region.table.name,
        "source_file": region.sheet.file,
        "source_sheet": region.sheet.name,
        "source_row": row,
        "column": (region.meanings[at].column or "area") if isinstance(at, int) else at,
        "scope": f"{request.why} (ขอแก้โดย {request.asked_by})",
        "stated": numbers.iloc[0],
        "computed": numbers.iloc[1],
        "value_before": shown[0],
        "value_after": shown[1],
        "why": request.why,
        "asked_by": request.asked_by,
        "origin": request.origin,
    }


def _placed(row: dict[str, object], cleaned: Cleaned) -> dict[str, object]:
    """The ledger row with the area it is about: the row's own, else the one that all rows of the table share."""
    codes = cleaned.codes
    own = codes[codes.index == row["source_row"]]
    own = own if len(own) else codes
    shared = {name: list(own[name].dropna().unique()) for name in ("province_code", "district_code")}
    return row | {name: found[0] if len(found) == 1 else None for name, found in shared.items()}
