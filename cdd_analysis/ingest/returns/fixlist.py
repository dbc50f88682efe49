"""``data/processed`` -> what each office has to correct: a book per district, and one for what belongs to no district.

Only processed data is read. A book holds, per table, the rows with something to correct or to check, and the matters
that no cell can settle: totals that do not agree between files, files that could not be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from cdd_analysis import areas
from cdd_analysis.datasets import tables
from cdd_analysis.ingest.returns.correct import CONFLICTS
from cdd_analysis.ingest.store import Processed

#: Answers an office may give of a row, besides correcting its cells.
CORRECTED, CONFIRM, REMOVE = "แก้ไขแล้ว", "ยืนยันว่าถูกต้อง", "ตัดแถวนี้ออก"
#: Matters that one book lists at most (assumption-D); all of them are in ``data/processed/problems``.
MOST_MATTERS = 500
#: Comparisons that a problem of their row tells of already.
_TOLD_OF_THEIR_ROW = ("typed_percent", "same_figure")
_PLACE = ["table", "source_file", "source_sheet", "source_row"]
Place = tuple[str, str, str, int]


@dataclass(frozen=True)
class Cell:
    """A cell of a row as sent out. ``print`` tells whether the office's own cell changed, ``shown_print`` this one."""

    letter: str
    column: str
    value: str
    is_number: bool
    is_faulty: bool
    is_open: bool
    print: str
    shown_print: str


@dataclass(frozen=True)
class FixRow:
    """A row to correct.

    Attributes:
        number: its number in the book, by which it is found again.
        place: table, file, sheet and row of the source.
        reasons: what is to be corrected, in Thai.
        answers: what may be said of the row as a whole.
        cells: heading -> cell.
        province, district: codes as far as known.
    """

    number: int
    place: Place
    reasons: tuple[str, ...]
    answers: tuple[str, ...]
    cells: dict[str, Cell]
    province: str
    district: str


@dataclass(frozen=True)
class Matter:
    """Something that no cell can settle, with both figures where there are two."""

    what: str
    file: str
    sheet: str
    row: int | None
    stated: str
    computed: str
    do: str


@dataclass
class FixBook:
    """What one office gets.

    Attributes:
        code: of the district or province; "" for what belongs to no known area.
        sheets: table -> its rows.
        matters: what no cell can settle.
    """

    code: str
    sheets: dict[str, list[FixRow]] = field(default_factory=dict)
    matters: list[Matter] = field(default_factory=list)

    @property
    def file_name(self) -> str:
        """A name that tells books apart; a returned one is known by what is in it, not by this."""
        return f"fixlist_{self.code}_{areas.name(self.code)}.xlsx" if self.code else "fixlist_unknown_area.xlsx"

    @property
    def rows(self) -> int:
        """How many rows are to be corrected."""
        return sum(map(len, self.sheets.values()))


def office(code: str) -> str:
    """The office that answers for an area."""
    if not code:
        return "หน่วยงานเจ้าของไฟล์"
    home = f" {areas.full_name(code[:2])}" if len(code) > 2 else ""
    return f"สำนักงานพัฒนาชุมชน{areas.full_name(code)}{home}"


def fix_books(processed: Processed, provinces: Sequence[str] = ()) -> list[FixBook]:
    """A book for every office with something to correct; only those of ``provinces`` where any are given."""
    problems = _graver(processed.problems())
    cells = processed.faulty_rows().fillna({"source_sheet": "", "rules": "", "value": "", "label": ""})
    books: dict[str, FixBook] = {}
    solvable = _add_rows(books, cells, problems)
    _add_matters(books, problems, solvable, _homes(processed))
    _add_controls(books, processed.ledger())
    for file in sorted(processed.built.get("failed", {})):
        _book(books, "").matters.append(_unread(file))
    found = [books[code] for code in sorted(books)]
    return [one for one in found if not provinces or (one.code and one.code[:2] in provinces)]


def _graver(problems: pd.DataFrame) -> pd.DataFrame:
    """Problems that somebody must act on."""
    kept = problems[problems["severity"].isin(["fix", "check"])]
    return kept.fillna(dict.fromkeys(("source_sheet", "value", "province_code", "district_code"), ""))


def _book(books: dict[str, FixBook], code: str) -> FixBook:
    return books.setdefault(code, FixBook(code))


def _add_rows(books: dict[str, FixBook], cells: pd.DataFrame, problems: pd.DataFrame) -> set[tuple[Place, str]]:
    """Put every row into its office's book; the places and rules for which a cell is open to correction."""
    told = dict(iter(problems.groupby(_PLACE)))
    solvable: set[tuple[Place, str]] = set()
    for key, own in cells.groupby(_PLACE, sort=True):
        first = own.iloc[0]
        place: Place = (first["table"], first["source_file"], first["source_sheet"], int(first["source_row"]))
        if (found := told.get(key)) is None:
            continue
        whole = own["is_open"].all()
        opened = {rule for rules in own["rules"] for rule in rules.split(",") if rule}
        solvable |= {(place, rule) for rule in found["rule"] if whole or rule in opened}
        codes = [str(own[name].fillna("").iloc[0]) for name in ("province_code", "district_code")]
        book = _book(books, codes[1] or codes[0])
        number = book.rows + 1
        reasons, answers = tuple(dict.fromkeys(found["message"])), _answers(found)
        row = FixRow(number, place, reasons, answers, _cells(own), codes[0], codes[1])
        book.sheets.setdefault(place[0], []).append(row)
    return solvable


def _answers(problems: pd.DataFrame) -> tuple[str, ...]:
    """What may be said of a row: a total is no row to take out, one of two that contradict each other not confirmed."""
    answers = [CORRECTED]
    if problems["severity"].eq("check").any() and not problems["rule"].isin(CONFLICTS).any():
        answers.append(CONFIRM)
    if not problems["rule"].eq("control").any():
        answers.append(REMOVE)
    return tuple(answers)


def _cells(own: pd.DataFrame) -> dict[str, Cell]:
    """Heading -> cell, in the order of the sheet; a heading that stands twice is numbered."""
    found: dict[str, Cell] = {}
    for row in own.to_dict("records"):
        label, number = str(row["label"]) or f"คอลัมน์ {row['letter']}", 2
        while label in found:
            label, number = f"{row['label']} ({number})", number + 1
        found[label] = Cell(
            letter=str(row["letter"]),
            column=str(row["column"]),
            value=str(row["value"]),
            is_number=bool(row["is_number"]),
            is_faulty=bool(row["rules"]),
            is_open=bool(row["is_open"]),
            print=str(row["print"]),
            shown_print=str(row["shown_print"]),
        )
    return found


def _homes(processed: Processed) -> dict[str, str]:
    """File -> the one province it is about."""
    ledger = processed.ledger()
    sheets = ledger[ledger["kind"].eq("sheet")]
    codes = sheets.groupby("source_file")["province_code"].agg(lambda found: list(found.dropna().unique()))
    return {str(file): found[0] for file, found in codes.items() if len(found) == 1}


def _add_matters(
    books: dict[str, FixBook], problems: pd.DataFrame, solvable: set[tuple[Place, str]], homes: dict[str, str]
) -> None:
    for one in problems.to_dict("records"):
        row = None if pd.isna(one["source_row"]) else int(one["source_row"])
        place: Place = (one["table"], one["source_file"], one["source_sheet"], row or 0)
        if (place, one["rule"]) in solvable:
            continue
        code = one["district_code"] or one["province_code"] or homes.get(one["source_file"], "")
        title = tables()[one["table"]].title if one["table"] in tables() else ""
        matter = Matter(title, one["source_file"], one["source_sheet"], row, str(one["value"]), "", str(one["message"]))
        _book(books, str(code)).matters.append(matter)


def _add_controls(books: dict[str, FixBook], ledger: pd.DataFrame) -> None:
    """Figures of two files or two levels that differ; those of one sheet stand in their row."""
    apart = ledger["kind"].eq("control") & ledger["source_row"].isna() & ledger["difference"].fillna(0).ne(0)
    apart &= ~ledger["comparison"].isin(_TOLD_OF_THEIR_ROW)
    for one in ledger[apart].fillna({"source_file": "", "source_sheet": "", "scope": ""}).to_dict("records"):
        codes = [one[name] for name in ("district_code", "province_code") if isinstance(one[name], str) and one[name]]
        table = tables().get(one["table"])
        label = next((c.label for c in table.columns if c.name == one["column"]), "") if table else ""
        matter = Matter(
            f"{table.title if table else ''} · {label} · {one['scope']}",
            one["source_file"],
            one["source_sheet"],
            None,
            f"{one['stated']:,.2f}",
            f"{one['computed']:,.2f}",
            "โปรดตรวจว่ายอดใดถูก แล้วแก้ไขในไฟล์ที่ผิดและส่งใหม่ หรือแจ้งเหตุที่ต่างกัน",
        )
        _book(books, codes[0] if codes else "").matters.append(matter)


def _unread(file: str) -> Matter:
    return Matter(
        "ไฟล์ที่อ่านไม่ได้หรือไม่พบตาราง", file, "", None, "", "",
        "โปรดเปิดไฟล์ ตรวจว่ามีตารางและหัวคอลัมน์ครบ เอารหัสผ่านออก บันทึกเป็น xlsx แล้วส่งใหม่",
    )  # fmt: skip
