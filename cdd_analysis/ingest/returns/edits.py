"""Corrections of what offices sent: what is to be changed, where, why, at whose request, and what is expected there."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cdd_analysis import project
from cdd_analysis.ingest.personal import MASK, found
from cdd_analysis.thai.text import as_text, ascii_digits, clean

#: A house code, a citizen id, a telephone number.
_ID = re.compile(r"(?<!\d)(0\d{8,9}|\d{11}|\d{13})(?!\d)")
#: A date cell of a later year holds a year of the Buddhist era.
_LAST_COMMON_YEAR = 2400


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


def fingerprint(cell: object, key: bytes | None = None) -> str:
    """A keyed hash of what a cell says: tells whether it changed, and not what stood there.

    Args:
        cell: the cell.
        key: the project's salt where the caller has it at hand, since it is read from a file.
    """
    return hmac.new(key or project.salt(), said(cell).encode(), hashlib.sha256).hexdigest()[:16]


def shown(cell: object, *, hidden: bool = False) -> str:
    """A cell as a reader may see it: days in the Buddhist era; what may point at a person masked.

    Args:
        cell: the cell.
        hidden: its column may point at a person. An id or a telephone number is masked in any column.
    """
    text = said(cell)
    if text and (hidden or _looks_personal(cell, text)):
        return MASK
    if isinstance(cell, dt.date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year if cell.year > _LAST_COMMON_YEAR else cell.year + 543}"
    return text


def _looks_personal(cell: object, text: str) -> bool:
    """Whether a text points at a person. A cell that an office mistyped is looked at more strictly than stored text."""
    mistyped = isinstance(cell, str) and _ID.search(re.sub(r"[\s\-().]", "", ascii_digits(text)))
    return bool(mistyped) or bool(found(text))
