"""Which rows of a region are data, and which are titles, headings, totals, notes or blank. No row is left out."""

from __future__ import annotations

import functools
import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis import areas
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.spreadsheet import EXAMPLE_ROW
from cdd_analysis.thai.text import clean, match_key

TITLE, HEADER, GROUP, DATA, TOTAL, NOTE, BLANK = "title", "header", "group", "data", "total", "note", "blank"
Kinds = npt.NDArray[np.object_]
#: A label of somebody who signs: a note, where few cells stand beside it.
SIGNED = "signed"

_TOTAL = re.compile(
    r"^(ยอด)?รวม(ทั้ง.*|ทุก.*|ตาม.*|จังหวัด.*|อำเภอ.*|อ\..*|ตำบล.*|เดือน.*|ไตรมาส.*|ประเภท.*|\d+.*|เป็นเงิน|ยอด.*)?:?$"
    r"|^(ค่า)?เฉลี่ย|^คิดเป็นร้อยละ|^ร้อยละ|^ยอดยกมา|^ภาพรวม|^(grand|sub)?total$"
)
#: "รวม ต.ค. 64": the total of a month is no month.
_MONTH_TOTAL = re.compile(
    r"^(ยอด)?รวม(มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา"
    r"|(ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)\.?([\d๐-๙]|$))"
)
_SUM_OF = re.compile(r"^(?:ยอด)?รวม(?P<part>.+)$")
AREA_LEVELS = ("province", "district", "subdistrict")
_NOTE = re.compile(r"^(หมายเหตุ|ที่มา|แหล่งที่มา|แหล่งข้อมูล|\(?ลงชื่อ|ข้อมูลณ|\*|\(?[.…_]{3}|\d{1,2}/[^\d]|[¹²³]|\(.*[.…_]{3})")
#: Who signs, and when; in a register without figures such words may also begin a row of data, which has more cells.
_SIGNER = re.compile(r"^(ผู้รายงาน|ผู้จัดทำ|ผู้รับรอง|ผู้ตรวจ|ตำแหน่ง|โทร|พัฒนาการ|วันที่(\d|[.…_]{2}))")
MOST_SIGNED = 2
_COLUMN_NUMBER = re.compile(r"^\(?(\d{1,2}|[ก-ฮ])\)?$")


def classify(region: Region, has_number: npt.NDArray[np.bool_], value_columns: list[int]) -> Kinds:
    """The kind of each row from ``region.first`` to ``region.last``.

    Args:
        region: the recognised table.
        has_number: for each row of the sheet, whether a value column holds a readable number.
        value_columns: positions of the columns of figures; a label never stands there.
    """
    cells = region.sheet.cells
    kinds: Kinds = np.full(region.last - region.first, DATA, dtype=object)
    filled = cells != ""
    labels_at = [c for c in range(cells.shape[1]) if c not in set(value_columns)]
    top, bottom = region.heading
    repeats = _repeats_heading(region)
    for row in range(region.first, region.last):
        if not filled[row].any():
            kind = BLANK
        elif row < top:
            kind = TITLE
        elif row <= bottom or repeats[row]:
            kind = HEADER
        else:
            kind = _body_kind(region, row, bool(has_number[row]), filled[row], labels_at)
        kinds[row - region.first] = kind
    return kinds


def _body_kind(region: Region, row: int, has_number: bool, filled: npt.NDArray[np.bool_], labels_at: list[int]) -> str:
    cells = region.sheet.cells[row]
    label = next((cells[c] for c in labels_at if is_label(cells[c])), "")
    if numbers_columns(region, row, filled):
        return HEADER
    if label == EXAMPLE_ROW:
        return NOTE
    says = label_kind(region, label) if label else DATA
    if says == TOTAL:
        return TOTAL
    if has_number:
        return DATA
    if says == NOTE or (says == SIGNED and filled.sum() <= MOST_SIGNED):
        return NOTE
    if filled.sum() == 1:
        return lone_kind(region, cells[int(filled.argmax())])
    return DATA


def is_label(cell: object) -> bool:
    """Whether a cell says what its row is, rather than how much."""
    return isinstance(cell, str) and bool(cell) and not cell.replace(".", "").isdigit()


def label_kind(region: Region, label: str) -> str:
    """What a row of that label is: a total; a note, ``SIGNED`` or data where it holds no number."""
    text = re.sub(r"\s+", "", clean(label))
    if text and (_TOTAL.match(text.casefold()) or _MONTH_TOTAL.match(text) or _sums_up(region, text)):
        return TOTAL
    return NOTE if text and _NOTE.match(text) else SIGNED if _SIGNER.match(text) else DATA


def lone_kind(region: Region, cell: object) -> str:
    """What a row is in which one cell alone is filled, and not by a number."""
    return GROUP if is_label(cell) and label_kind(region, str(cell)) not in (NOTE, SIGNED) else NOTE


def _sums_up(region: Region, label: str) -> bool:
    """Whether a label is รวม before the name of an area or of a choice of the table: รวมกันตัง, รวมอาหาร."""
    found = _SUM_OF.match(label)
    if not found:
        return False
    home = region.context.areas.get("province")
    if any(_is_area(label, level, home) for level in AREA_LEVELS):
        return False  # ตำบลรวมไทยพัฒนา is a place
    part = match_key(found["part"])
    choices = (spelling for column in region.table.columns for many in column.choices.values() for spelling in many)
    return part in set(map(match_key, choices)) or any(_is_area(found["part"], level, home) for level in AREA_LEVELS)


@functools.lru_cache(maxsize=4096)
def _is_area(name: str, level: str, home: str | None) -> bool:
    return bool(areas.resolve(pd.Series([name]), level, home)["code"].iloc[0])


def _repeats_heading(region: Region) -> npt.NDArray[np.bool_]:
    """Rows that say what a heading row says (a page break in print)."""
    cells, (top, bottom) = region.sheet.cells, region.heading
    return np.any([(cells == cells[h]).all(axis=1) for h in range(top, bottom + 1)], axis=0)


def numbers_columns(region: Region, row: int, filled: npt.NDArray[np.bool_]) -> bool:
    """A row right below the heading that numbers the columns: (1) (2) (3), or ก ข ค."""
    if row != region.heading[1] + 1 or filled.sum() < 3:
        return False
    texts = [str(v).removesuffix(".0") for v in region.sheet.cells[row][filled]]
    if not all(_COLUMN_NUMBER.match(t) for t in texts):
        return False
    numbers = [int(t.strip("()")) for t in texts if t.strip("()").isdigit()]
    return not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers)))
