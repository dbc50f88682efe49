"""Cells that should hold a number, read to value, state and unit (handbook 11.5).

A cell is a number only where it can be nothing else. ``1,23,4``, ``12.345.678``, ``1/2`` or ``500 โดยประมาณ`` are
``unreadable`` and go back to the office that wrote them.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.thai.text import clean, match_key
from cdd_analysis.thai.units import PERCENT, read_unit, scale_of, unit_of

__all__ = ["Number", "format_number", "parse_cells", "parse_number", "parse_numbers", "scale_of", "unit_of"]


class Number(NamedTuple):
    """What a cell says.

    Attributes:
        value: the figure, its scale multiplied in; NaN unless ``state`` is ``number``.
        state: ``number``, ``blank``, ``dash`` (zero or not applicable), ``missing`` (the cell says there is no figure),
            ``error`` (a formula's error value) or ``unreadable``.
        unit: unit written in the cell, without its scale; empty if none.
        is_percent: written with a percent sign or ร้อยละ; the value is as written, 95.5 for ``95.5%``.
        scale: factor that the cell's unit asked for: 1e6 for ``1.5 ล้านบาท``.
    """

    value: float
    state: str
    unit: str = ""
    is_percent: bool = False
    scale: float = 1.0


_BLANK, _MISSING = Number(math.nan, "blank"), Number(math.nan, "missing")
_ERROR, _UNREADABLE = Number(math.nan, "error"), Number(math.nan, "unreadable")

# Thai and full-width digits, every minus and dash, full-width signs: to the ASCII character that means the same.
_ASCII = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９‐‑‒–—―−﹣－，．％（）＋／：＊฿",
    "01234567890123456789---------,.%()+/:*฿",
)
_DIGIT = re.compile("[0-9]")
_THAI_ZERO = re.compile(r"(?=.*[๑-๙])[๐-๙oO.,() -]+")
_FORMULA_ERROR = re.compile(r"#[A-Z][A-Z0-9/_]*[!?]?|#+|Err:\d+", re.IGNORECASE)
_DASH = re.compile(r"(?P<before>฿|THB)? ?(?:-[- ]*|\(-\)|ไม่ ?มี) ?(?P<unit>[^\d-]*)")
_MISSING_KEYS = frozenset(
    match_key(phrase)
    for phrase in (
        "n/a", "nan", "null", "none", "ไม่มีข้อมูล", "ไม่ทราบ", "ไม่ระบุ", "ไม่ได้รายงาน", "ยังไม่รายงาน",
        "ยังไม่ได้รายงาน", "ยังไม่มีข้อมูล", "ไม่พบข้อมูล", "รอรายงาน", "รอข้อมูล", "รอการรายงาน", "รอผล",
        "ยังไม่ส่งรายงาน", "ไม่ส่งรายงาน", "ยังไม่ได้รับรายงาน", "ขาดข้อมูล",
    )
)  # fmt: skip
_UNDER_WAY = match_key("อยู่ระหว่าง")

_MARKS = "*†‡/¹²³⁰⁴⁵⁶⁷⁸⁹⁽⁾"
_LEADING_MARK = re.compile(r"^[*†‡]+ ?|^'(?=[\d(+-])")
_TRAILING_MARK = re.compile(
    r"(?<=[^\s*†‡]) ?[*†‡]+$"  # 1,234* and 1,234 **
    r"|(?<=[\d)%-])[\u00b9\u00b2\u00b3\u2070-\u2079\u207d\u207e]+$"  # 1,234¹
    r"|(?<=[\d)%]) [1-9]/$"  # 1,234 1/
    r"|(?<=,\d{3})[1-9]/$"  # 1,2341/: the thousands are complete before the mark
)
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_BODY = rf"(?:(?:{_GROUPED}|\d+)(?:\.(?! ?-)\d*)?|\.\d+)"
_FIGURE = re.compile(
    r"(?P<sign>[+-])? ?(?P<before>฿|THB|บาท|จำนวน|ร้อยละ)? ?(?P<sign_after>[+-])?"
    rf"(?P<body>\d+(?:\.\d+)?E[+-]?\d{{1,3}}|{_BODY})(?P<tail> ?\. ?-| ?/-|-)? ?(?P<unit>\D.*)?",
    re.IGNORECASE | re.ASCII,
)
_PREFIX_UNITS = {"฿": "บาท", "THB": "บาท", "บาท": "บาท", "ร้อยละ": "ร้อยละ"}
_LAND = re.compile(
    rf"(?:(?P<rai>{_BODY}) ?ไร่)?,? ?(?:(?P<ngan>{_BODY}) ?งาน)?,? ?"
    rf"(?:(?P<wa>{_BODY}) ?(?:ตร\. ?ว\.?|ตรว\.?|ตร\.วา|ตารางวา|วา))?",
    re.ASCII,
)
_DEED = re.compile(r"(?P<rai>\d+) ?- ?(?P<ngan>[0-3]) ?- ?(?P<wa>\d{1,2}(?:\.\d+)?) ?ไร่", re.ASCII)


def _decimal(body: str) -> Decimal:
    return Decimal(body.replace(",", "").replace(" ", ""))


def _land(text: str) -> Number | None:
    """Area written in ไร่ งาน ตารางวา, as ไร่ (1 ไร่ = 4 งาน = 400 ตารางวา)."""
    found = _DEED.fullmatch(text) or _LAND.fullmatch(text)
    if not found or sum(part is not None for part in found.groups()) < 2:
        return None
    rai, ngan, wa = (_decimal(part or "0") for part in found.group("rai", "ngan", "wa"))
    return Number(float(rai + ngan / 4 + wa / 400), "number", "ไร่")


def _sign(found: re.Match[str], in_brackets: bool) -> int | None:
    """-1 or 1; None where the cell is signed twice, or puts a unit behind a minus that stands behind the figure."""
    trailing = "-" if found["tail"] == "-" else None
    signs = [sign for sign in (found["sign"], found["sign_after"], trailing) if sign]
    if len(signs) + in_brackets > 1 or (trailing and found["unit"]):
        return None
    return -1 if in_brackets or "-" in signs else 1


def _figure(text: str) -> Number | None:
    in_brackets = text.startswith("(") and text.endswith(")")
    found = _FIGURE.fullmatch(text[1:-1].strip() if in_brackets else text)
    sign = _sign(found, in_brackets) if found else None
    unit = read_unit(found["unit"]) if found and found["unit"] else ("", 0)
    if found is None or sign is None or unit is None:
        return None
    before = _PREFIX_UNITS.get((found["before"] or "").upper(), "")
    value = sign * float(_decimal(found["body"]).scaleb(unit[1]))
    if (before and unit[0] not in ("", before)) or math.isinf(value):
        return None
    name = unit[0] or before
    return Number(value, "number", name, name.lower() in PERCENT, float(10 ** unit[1]))


def _without_figure(text: str) -> Number | None:
    """A cell that says there is no figure: a dash, a reason, a formula's error."""
    if _FORMULA_ERROR.fullmatch(text):
        return _ERROR
    key = match_key(text)
    if key in _MISSING_KEYS or (key.startswith(_UNDER_WAY) and not _DIGIT.search(key)):
        return _MISSING
    dash = _DASH.fullmatch(text)
    unit = read_unit(dash["unit"]) if dash and dash["unit"] else ("", 0)
    if dash is None or unit is None:
        return None
    return Number(math.nan, "dash", unit[0] or ("บาท" if dash["before"] else ""))


def _parse_text(text: str) -> Number:
    text = clean(text)
    if _THAI_ZERO.fullmatch(text):
        text = re.sub("[oO]", "0", text)
    text = text.translate(_ASCII)
    if not text:
        return _BLANK
    bare = _LEADING_MARK.sub("", _TRAILING_MARK.sub("", text) if text[-1] in _MARKS else text)
    figure = (_figure(bare) or _land(bare)) if _DIGIT.search(bare) else None
    return figure or _without_figure(bare) or _UNREADABLE


def parse_number(cell: object) -> Number:
    """Read one cell. A truth value, a date or an infinite number is ``unreadable``."""
    if isinstance(cell, str):
        return _parse_text(cell)
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return _BLANK
    if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, (Real, Decimal)):
        return _UNREADABLE
    try:
        value = float(cell)
    except OverflowError:
        return _UNREADABLE
    return _BLANK if math.isnan(value) else _UNREADABLE if math.isinf(value) else Number(value, "number")


_DEFAULTS = (("number", object), ("", object), (False, bool), (1.0, float))  # of a plain number, after its value
_PLAIN = r"^-?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?$"


def _of_type(cells: np.ndarray, kind: type) -> np.ndarray:
    return np.fromiter((isinstance(cell, kind) for cell in cells), dtype=bool, count=len(cells))


def _read_plain(cells: np.ndarray) -> np.ndarray:
    """Values of the floats, and of the texts that are plain ASCII numbers, in one step each; NaN for all others."""
    values = np.full(len(cells), np.nan)
    is_float, is_text = _of_type(cells, float), _of_type(cells, str)
    values[is_float] = cells[is_float].astype(float)
    texts = pa.array(cells[is_text], pa.string())
    plain = pc.if_else(pc.match_substring_regex(texts, _PLAIN), pc.replace_substring(texts, ",", ""), None)
    values[is_text] = pc.cast(plain, pa.float64()).to_numpy(zero_copy_only=False)
    return values


def _columns(cells: np.ndarray) -> list[np.ndarray]:
    """The attributes of ``parse_number`` of each cell as arrays, those of a blank put behind the last."""
    value = np.append(_read_plain(cells), np.nan)
    rest = np.flatnonzero(~np.isfinite(value))
    numbers = [parse_number(cells[place]) for place in rest[:-1]]
    columns = [value, *(np.full(len(value), default, dtype) for default, dtype in _DEFAULTS)]
    for column, found in zip(columns, zip(*numbers, _BLANK, strict=True), strict=True):
        column[rest] = found
    return columns


def _table(columns: list[np.ndarray], codes: np.ndarray, index: pd.Index) -> pd.DataFrame:
    """The table of a column whose cell ``i`` is entry ``codes[i]`` of ``columns``; -1 is the last, a blank."""
    taken = {
        name: (pd.array(column, dtype="str") if column.dtype == object else column).take(codes)
        for name, column in zip(Number._fields, columns, strict=True)
    }
    return pd.DataFrame(taken, index=index)


def _parse_numeric(values: pd.Series) -> pd.DataFrame:
    """A column that already is numeric: nothing to read, only blanks and infinities to tell."""
    value = values.to_numpy(dtype=float, na_value=np.nan)
    codes = np.where(np.isnan(value), 2, np.where(np.isinf(value), 1, 0))
    table = _table(_columns(np.array([0, "∞", None], dtype=object)), codes, values.index)
    return table.assign(value=np.where(codes == 0, value, np.nan))


def _is_truth(cells: pd.Series) -> np.ndarray:
    return np.fromiter((isinstance(cell, (bool, np.bool_)) for cell in cells), dtype=bool, count=len(cells))


def parse_numbers(values: pd.Series) -> pd.DataFrame:
    """Read a column of cells (text, numbers, missing, mixed), once per distinct cell.

    Returns a table of the same index with the attributes of ``Number`` as columns.
    """
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        return _parse_numeric(values)
    codes, distinct = _distinct(values)
    return _table(_columns(distinct), codes, values.index)


def parse_cells(cells: np.ndarray) -> dict[str, np.ndarray]:
    """Read cells of any kind, once per distinct cell; the attributes of ``Number`` as arrays of the cells' shape."""
    codes, distinct = _distinct(pd.Series(cells.ravel(), dtype=object))
    columns = zip(Number._fields, _columns(distinct), strict=True)
    return {name: column[codes].reshape(cells.shape) for name, column in columns}


def _distinct(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """For each cell which of the distinct ones it is, -1 for a missing one; and those."""
    if values.dtype == object and pd.api.types.infer_dtype(values, skipna=True).startswith("mixed"):
        values = values.mask(_is_truth(values), "true")  # True and 1 are the same key to factorize
    codes, distinct = pd.factorize(values)
    return codes, np.asarray(distinct, dtype=object)


_ON_PAPER = Context(prec=400, rounding=ROUND_HALF_UP)
_PLACES = [Decimal(1).scaleb(-decimals) for decimals in range(20)]


def format_number(value: float | None, decimals: int = 0) -> str:
    """``1,234.50`` with a true minus; ``–`` where there is no value. A half is rounded away from zero, as on paper."""
    if value is None or pd.isna(value) or math.isinf(value):
        return "–"
    rounded = Decimal(str(value)).copy_abs().quantize(_PLACES[decimals], context=_ON_PAPER)
    printed = f"{rounded:,f}"
    return f"−{printed}" if value < 0 and printed.strip("0.,") else printed
