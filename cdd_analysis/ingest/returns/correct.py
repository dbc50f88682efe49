"""Corrections applied to a copy of a recognised region's cells. Raw files are never changed.

A correction says what it expects to find. Where the source says something else by now, the correction is not applied
and that is told in one sentence. Every one that is applied leaves a row of kind "correction" in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from cdd_analysis import areas
from cdd_analysis.ingest.cleaning.clean import Cleaned, clean_region
from cdd_analysis.ingest.reading.cells import column_letters
from cdd_analysis.ingest.recognition.headings import AREA_HEADINGS
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.ingest.returns.edits import (
    Alias,
    Confirmation,
    Edit,
    NotApplied,
    Removal,
    Request,
    Row,
    Statement,
    Wanted,
    said,
    shown,
)
from cdd_analysis.ingest.returns.expectations import (
    apart,
    is_in,
    is_personal,
    no_column,
    place_of,
    positions,
    row_differs,
    unmet,
    where,
)
from cdd_analysis.thai.numbers import parse_numbers
from cdd_analysis.thai.text import clean

#: What the ledger names as the column of a confirmation.
CONFIRMED = "confirmed"
#: Two values for one record: only one can be right, so neither row can be confirmed.
CONFLICTS = ("conflict",)


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

    def concern(self, file: str) -> bool:
        """Whether any of them may change what is read of a file."""
        return any(one.file in ("", file) for one in self.wanted)

    def pass_by(self, region: Region) -> None:
        """Note a region that was cleaned without them, since none concerns its file."""
        self._sheets.add((region.sheet.file, region.sheet.name))

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
                self._unconfirm(n, row)
        files = {file for file, _ in self._sheets}
        for n, one in enumerate(self.wanted):
            if n in self._met or (isinstance(one, Alias) and not one.file):
                continue
            self._fail(n, unmet(one, one.file in files, self._sheets))

    def _unconfirm(self, n: int, row: Row) -> None:
        """A row with nothing to confirm: told, unless the same answer also corrected what there was."""
        origin = self.wanted[n].request.origin
        self.ledger = [told for told in self.ledger if (told["origin"], told["column"]) != (origin, CONFIRMED)]
        if not any(told["origin"] == origin for told in self.ledger):
            self._fail(n, f"{where(*row)}: there is nothing to confirm in this row.")

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
            if isinstance(one, Edit) and is_in(one, region) and (at := self._place(region, n, one)) is not None:
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
            self._fail(n, no_column(region, edit, edit.column, found))
        elif is_personal(region, found[0]) and not edit.is_print:
            self._fail(n, f"{place_of(edit)}: {edit.column} may point at a person; correct it in a fix list, not here.")
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
                at = f"{place_of(ready[0][1])}, column {column_letters(place[1])}"
                for n, _ in ready:
                    self._fail(n, f"{at}: {names} disagree; neither is applied.")
                break
            n, edit = ready[0]
            self._met |= {n for n, _ in ready}
            told.append(_row(region, edit.request, place[0] + 1, place[1], cell, edit.value))
            cell = _typed(edit.value)
        for n, edit in waiting:
            found = apart(cell, edit.expects, is_personal(region, place[1]), edit.is_print)
            self._fail(n, f"{place_of(edit)}, column {column_letters(place[1])}: {found}")
        return cell

    # -- rows ------------------------------------------------------------------------------------------------------

    def _removals(self, region: Region, own: list[tuple[int, Wanted]]) -> dict[int, tuple[int, Removal]]:
        """Sheet row -> the correction that sets it aside, for the rows that are what it expects."""
        found = {}
        for n, one in own:
            if isinstance(one, Removal) and is_in(one, region):
                if reason := row_differs(region, one):
                    self._fail(n, reason)
                else:
                    found[one.row] = (n, one)
        return found

    def _tell_removed(
        self, cleaned: Cleaned, removals: dict[int, tuple[int, Removal]], told: list[dict[str, object]]
    ) -> None:
        for row, (n, one) in removals.items():
            if row not in cleaned.data_rows:
                self._fail(n, f"{place_of(one)}: this is no row of data, so there is nothing to set aside.")
                continue
            self._met.add(n)
            told.append(_row(cleaned.region, one.request, row, None, "", ""))

    def _confirmed(self, region: Region, own: list[tuple[int, Wanted]], told: list[dict[str, object]]) -> None:
        for n, one in own:
            if not (isinstance(one, Confirmation) and is_in(one, region)):
                continue
            if reason := row_differs(region, one):
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


def _is_meant(one: Alias, found: Mapping[str, object]) -> bool:
    """Whether a problem is about the spelling, in a row known to lie where the alias holds."""
    if (found["column"], found["severity"]) != ("area", "fix") or clean(str(found["value"])) != one.spelling:
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
    seen = [shown(value, hidden=hidden) for value in (before, after)]
    numbers = parse_numbers(pd.Series(seen, dtype=object))["value"]
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
        "value_before": seen[0],
        "value_after": seen[1],
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
