"""Printed tables: a :class:`TableView` as cells of text, with the words its heading, phone and print layout need."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from cdd_analysis import areas
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.suppression import MARK
from cdd_analysis.page.figures import PER_CENT, Scale, scale
from cdd_analysis.page.html import status
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.thai.numbers import format_number

SHORT_ROWS = 10
#: A table with more columns is set smaller.
MOST_COLUMNS = 11
#: One with more still is printed across the sheet. Only there is it turned: what is left of a turned sheet stays empty.
MOST_COLUMNS_UPRIGHT = 18
TOTAL = "รวมทั้งสิ้น"
NUMERIC = ("baht", "count", "pct", "change", "number")


@dataclass(frozen=True)
class Head:
    """Heading of a printed column. ``kind`` is its CSS class: num, name, file, text, status or date."""

    label: str
    unit: str
    kind: str

    def opening(self, *, is_first: bool) -> Markup:
        """The tag that opens its cells: the first names the row, the others say their heading, for a phone."""
        if is_first:
            return Markup('<th scope="row" class="{}">').format(self.kind)
        unit = f" ({self.unit})" if self.unit else ""
        return Markup('<td class="{}" data-label="{}{}">').format(self.kind, self.label, unit)


@dataclass(frozen=True)
class Printed:
    """A table ready to print; a short one is kept on one sheet of paper."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it stays whole when printed."""
        return len(self.rows) <= SHORT_ROWS

    @property
    def is_dense(self) -> bool:
        """Whether its columns need smaller type, and room to scroll."""
        return len(self.heads) > MOST_COLUMNS

    @property
    def is_across(self) -> bool:
        """Whether its columns need the width of a sheet turned on its side."""
        return len(self.heads) > MOST_COLUMNS_UPRIGHT

    @functools.cached_property
    def _tags(self) -> list[tuple[str, str]]:
        """What stands before and behind each cell of a row."""
        closing = ("</th>", *["</td>"] * (len(self.heads) - 1))
        opening = [one.opening(is_first=place == 0) for place, one in enumerate(self.heads)]
        return list(zip(opening, closing, strict=True))

    def cells(self, row: Sequence[str]) -> Markup:
        """One row as markup, a cell a line."""
        cells = zip(self._tags, row, strict=True)
        return Markup("\n".join([f"{opening}{escape(value)}{closing}" for (opening, closing), value in cells]))


def plain(caption: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], note: str = "") -> Printed:
    """A table whose cells are text already; ``heads`` are (label, kind)."""
    return Printed(caption, tuple(Head(label, "", kind) for label, kind in heads), tuple(map(tuple, rows)), (), note)


def printed(table: TableView, *, most: int | None = None) -> Printed:
    """``table`` as text: areas by name, money in one scale a column, statuses with sign and word.

    With ``most`` only so many rows are printed; the total stays that of all, and the note says what is cut.
    """
    table, same_day = _without_one_day(table)
    if most is not None and len(table.frame) > most:
        cut = f"แสดง {most} จาก {format_number(len(table.frame))} รายการ ทั้งหมดอยู่ในไฟล์ตาราง (xlsx)"
        table = replace(table, frame=table.frame.head(most), note=f"{table.note} {cut}".strip())
    values = [table.frame[one.column].tolist() for one in table.shown]
    scales = [_scale(column, one) for column, one in zip(values, table.shown, strict=True)]
    columns = [
        [_cell(value, one, own) for value in column]
        for column, one, own in zip(values, table.shown, scales, strict=True)
    ]
    heads = tuple(
        Head(one.label, _unit(one, own), _class(one, cells))
        for one, own, cells in zip(table.shown, scales, columns, strict=True)
    )
    rows = tuple(zip(*columns, strict=True))
    return Printed(table.title + same_day, heads, rows, _total(table, scales), table.note)


def _without_one_day(table: TableView) -> tuple[TableView, str]:
    """A date that is the same in every row is said once, in the caption, not in a column."""
    days = [one for one in table.shown if one.kind == "date" and table.frame[one.column].nunique(dropna=False) == 1]
    if not days:
        return table, ""
    others, day = tuple(one for one in table.shown if one != days[0]), table.frame[days[0].column].iloc[0]
    said = "ไม่ระบุในไฟล์" if pd.isna(day) else thai_date(day, short=True)
    return replace(table, shown=others), f" · {days[0].label} {said}"


def gathered(table: Printed) -> Printed:
    """``table`` with rows that say the same of several areas as one, in the order in which they first stand."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, *cells in table.rows:
        alike.setdefault(tuple(cells), []).append(name)
    named = (
        (names[0] if len(names) == 1 else f"{len(names)} แห่ง: {' · '.join(names)}", cells)
        for cells, names in alike.items()
    )
    return replace(table, rows=tuple((name, *cells) for name, cells in named))


def _total(table: TableView, scales: list[Scale | None]) -> tuple[str, ...]:
    """The recomputed total row; its first cell says so where the topic gives it no name."""
    if not table.total:
        return ()
    cells = [
        _cell(table.total[one.column], one, own) if one.column in table.total else ""
        for one, own in zip(table.shown, scales, strict=True)
    ]
    named = next((place for place, one in enumerate(table.shown) if _class(one) in ("name", "text")), 0)
    return tuple(cell or TOTAL if place == named else cell for place, cell in enumerate(cells))


def _scale(values: list[Any], shown: Shown) -> Scale | None:
    if shown.kind not in NUMERIC:
        return None
    if shown.kind == "baht":
        return scale(_figures(values), "บาท")
    if shown.kind in ("pct", "change"):
        return Scale(1, 1, shown.unit or PER_CENT)
    return scale([] if shown.kind == "count" else _figures(values), shown.unit)


def _figures(values: list[Any]) -> list[float]:
    """The figures of a column; a missing one and one that is hidden are none."""
    return [float(value) for value in values if not pd.isna(value) and value != MARK]


def _unit(shown: Shown, own: Scale | None) -> str:
    """The unit under the heading, unless the heading says it."""
    unit = own.unit if own else shown.unit
    return "" if unit and unit in shown.label else unit


def _class(shown: Shown, cells: Sequence[str] = ()) -> str:
    """CSS class of a column; text that is figures throughout (66/69) stands like figures."""
    if shown.kind in NUMERIC or (cells and shown.kind == "text" and all(map(_is_figures, cells))):
        return "num"
    return shown.kind


def _is_figures(cell: str) -> bool:
    return all(letter in "0123456789.,/–−% " for letter in cell)


def _cell(value: Any, shown: Shown, own: Scale | None) -> str:
    if own and value == MARK:
        return MARK
    if own:
        return own.text(None if pd.isna(value) else float(value), signed=shown.kind == "change")
    if not isinstance(value, str) and pd.isna(value):
        return "" if shown.kind == "text" else "–"
    if shown.kind == "status":
        return status(str(value), short=True)
    if shown.kind == "name":
        return area_name(str(value))
    return text(value)


def area_name(code: str) -> str:
    """The name of an area code; anything else (a row's own words) as it stands."""
    is_area = code.isdigit() or code == "national" or code.startswith("region-")
    return areas.name(code) if is_area else code


def text(value: object) -> str:
    """A value as words: days in Thai, everything else as it is."""
    if isinstance(value, (date, datetime)):
        return thai_date(value, short=True)
    return str(value)
