"""The area of each data row: from its columns, else the titles, the sheet's name, the file's name. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis import areas
from cdd_analysis.areas.resolve import resolve_one
from cdd_analysis.ingest.cleaning.rows import DATA, GROUP, Kinds
from cdd_analysis.ingest.cleaning.values import FIGURES
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.thai.text import as_text, clean

LEVELS = ("province", "district", "subdistrict", "village")
_DIGITS = {"province": 2, "district": 4, "subdistrict": 6, "village": 8}
Rows = npt.NDArray[np.intp]
#: Footnote marks stuck to a name: กันตัง*, สิเกา 1/, วังวิเศษ¹ (handbook 11.1).
_FOOTNOTE = re.compile(r"^[*†‡]+ ?|(?<=\D) ?(?:[*†‡]+|[¹²³⁰⁴-⁹]+|\d{1,2}/)$")
#: The province office among the districts: the bare word, or the office's name, with or without the province's.
_PROVINCE_OFFICE = re.compile(r"(?:จังหวัด|สพจ\.?|สนจ\.?|สำนักงานพัฒนาชุมชนจังหวัด|ส่วนกลาง(?:จังหวัด)?) ?(?P<name>.*)")
#: Local bodies, which are no districts though many bear the name of one.
_LOCAL_BODY = re.compile(r"เทศบาล(?:นคร|เมือง|ตำบล)?|ท[นมต] ?\.|อบต\.?|อบจ\.?|องค์การบริหารส่วน|เมืองพัทยา")
_MOO = re.compile(r"(?:หมู่ที่|หมู่|(?<![ก-๎])ม ?\.) ?[\d๐-๙]")
#: How a group row begins that means an area, known or not.
_AREA_WORD = re.compile(r"จังหวัด|จ\.|กิ่ง|อำเภอ|อ\.|สพอ\.|ตำบล|ต\.|เทศบาล")


@dataclass
class Places:
    """Areas of the data rows.

    Attributes:
        codes: one row per data row: ``<level>_code`` for each level, ``area_level``, ``area_id``.
        faults: (position among the data rows, rule, name as read, suggested code).
        filled_down: how many rows took a name from the row above.
        headings: rows of the sheet that name an area for the rows below them.
        municipal: the code of a municipality that stands among the districts, for each data row; else None.
    """

    codes: pd.DataFrame
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    filled_down: int = 0
    headings: set[int] = field(default_factory=set)
    municipal: pd.Series | None = None


def places(region: Region, rows: Rows, kinds: Kinds) -> Places:
    """The area codes of ``rows`` (zero-based rows of the sheet) of a region."""
    ids = [level for level in LEVELS if region.columns(f"id:{level}")]
    if ids:
        return _by_id(region, rows, ids[-1])
    return _by_name(region, rows, kinds)


def _by_id(region: Region, rows: Rows, level: str) -> Places:
    """Areas told by the source's own ids; a tambon id that is no DOPA tambon may be a municipality."""
    raw = pd.Series(region.sheet.cells[rows, region.columns(f"id:{level}")[0]], dtype=object)
    ids = raw.map(lambda v: clean(str(v)).removesuffix(".0"))
    frame = pd.DataFrame({"area_id": ids, "area_level": level}, dtype=object)
    good = ids.map({one: _is_area_id(one, level) for one in ids.unique()}).astype(bool)
    for name in LEVELS[: LEVELS.index(level) + 1]:
        frame[f"{name}_code"] = ids.str[: _DIGITS[name]].where(good)
    found = Places(_all_levels(frame))
    found.faults = [(int(i), "unknown_area", ids.iloc[i], "") for i in np.flatnonzero(~good)]
    return found


def _is_area_id(text: str, level: str) -> bool:
    """Whether an id is an area's: right length, inside a tambon or municipality of a real district.

    A village's own part may hold a letter (901151A001): only its tambon is a DOPA code.
    """
    widths = {8, 10} if level == "village" else {_DIGITS[level]}
    if not (text.isascii() and text.isalnum() and len(text) in widths):
        return False
    if level in ("province", "district"):
        return areas.is_code(text, level)
    return areas.is_code(text[:6], "subdistrict") or areas.is_municipal(text[:6])


def _by_name(region: Region, rows: Rows, kinds: Kinds) -> Places:
    known = region.context.areas
    frame = pd.DataFrame(index=range(len(rows)))
    found = Places(frame)
    groups = _groups(region, rows, kinds, found)
    parent: pd.Series | None = None
    blank: list[pd.Series] = []
    for level in LEVELS[:3]:
        codes = _level(region, rows, level, parent, groups, found, blank)
        if (
            codes is None
            and level in known
            and (parent is None or known[level].startswith(tuple(parent.dropna().unique())))
        ):
            codes = pd.Series(known[level], index=frame.index, dtype=object)
        frame[f"{level}_code"] = codes if codes is not None else pd.Series(None, index=frame.index, dtype=object)
        parent = codes if codes is not None else parent
    _fill_from_addresses(region, rows, frame)
    for upper, lower in (("district", "subdistrict"), ("province", "district")):
        missing = frame[f"{upper}_code"].isna() & frame[f"{lower}_code"].notna()
        frame.loc[missing, f"{upper}_code"] = frame.loc[missing, f"{lower}_code"].str[: _DIGITS[upper]]
    if found.municipal is not None:
        frame["subdistrict_code"] = frame["subdistrict_code"].where(found.municipal.isna(), found.municipal)
    frame["village_code"] = villages(region, rows, frame)
    for upper in LEVELS[:3]:
        missing = frame[f"{upper}_code"].isna() & frame["village_code"].notna()
        frame.loc[missing, f"{upper}_code"] = frame.loc[missing, "village_code"].str[: _DIGITS[upper]]
    frame["area_id"] = None
    found.codes = _all_levels(frame)
    _without_area(region, blank, groups, found)
    return found


def _fill_from_addresses(region: Region, rows: Rows, frame: pd.DataFrame) -> None:
    """Areas that a whole address in one cell names, where no column of their own does (handbook 11.6)."""
    if not (at := region.columns("address")):
        return
    texts = pd.Series(region.sheet.cells[rows, at[0]], dtype=object).map(lambda v: clean(str(v)))
    home = region.context.areas.get("province")
    named = {text: areas.mentioned(text, within=home) for text in texts.unique()}
    for level in LEVELS[:3]:
        said = texts.map({text: found.get(level) for text, found in named.items()}).astype(object)
        inside = pd.Series(
            [
                _agrees(code, *known)
                for code, *known in zip(said, *(frame[f"{u}_code"] for u in LEVELS[:3]), strict=True)
            ],
            index=frame.index,
            dtype=bool,
        )
        frame[f"{level}_code"] = frame[f"{level}_code"].where(frame[f"{level}_code"].notna() | ~inside, said)


def _agrees(code: object, *known: object) -> bool:
    """Whether an area lies inside those that are known."""
    return isinstance(code, str) and all(code.startswith(one) for one in known if isinstance(one, str))


def _without_area(region: Region, blank: list[pd.Series], groups: dict[str, pd.Series], found: Places) -> None:
    """Rows of an area's table whose area cells are all blank are no area's: figures jotted under a table (11.1)."""
    if not (region.table.is_area and blank) or groups:
        return
    lost = pd.concat(blank, axis=1).all(axis=1)
    found.codes.loc[lost, [*(f"{level}_code" for level in LEVELS), "area_level"]] = None


def _level(
    region: Region,
    rows: Rows,
    level: str,
    parent: pd.Series | None,
    groups: dict[str, pd.Series],
    found: Places,
    blank: list[pd.Series],
) -> pd.Series | None:
    """Codes of one level for each data row; None where neither a column nor a group row speaks of it."""
    at = region.columns(level)
    if not at and (told := groups.get(level)) is not None:
        return told.where(told.notna(), region.context.areas.get(level))
    if not at:
        return None
    names = _fill_down(region, rows, at[0], pd.Series(region.sheet.cells[rows, at[0]], dtype=object), found)
    names = names.map(lambda v: _FOOTNOTE.sub("", clean(str(v))))
    blank.append(names == "")
    within: pd.Series | str | None = parent
    if within is None and level != "province":
        within = region.context.areas.get(_above(level))
    homes = within.fillna("") if isinstance(within, pd.Series) else [within or ""] * len(names)
    asked = list(zip(names, map(str, homes), strict=True))
    read = {one: read_name(one[0], level, one[1], units=bool(region.table.units)) for one in dict.fromkeys(asked)}
    answers = [read[one] for one in asked]
    found.faults += [(i, *one.fault) for i, one in enumerate(answers) if one.fault]
    if any(one.municipal for one in answers):
        found.municipal = pd.Series([one.municipal for one in answers], index=names.index, dtype=object)
    return pd.Series([one.code for one in answers], index=names.index, dtype=object)


class Named(NamedTuple):
    """What a cell of a column of areas says: a code, or what is wrong with it (rule, name, code to suggest); and the
    municipality, where one stands among the districts."""

    code: str | None = None
    fault: tuple[str, str, str] | None = None
    municipal: str | None = None


def read_name(text: str, level: str, within: str, *, units: bool) -> Named:
    """One cell of a column of areas.

    Args:
        text: what it says.
        level: of the column.
        within: code of the area above; "" where none is known.
        units: whether the office of a province may stand among its districts (``Table.units``).
    """
    name = _FOOTNOTE.sub("", clean(text))
    if not name:
        return Named()
    if level == "district" and areas.is_municipal(name):
        return Named(name[:4], None, name)
    found = resolve_one(name, level, within)
    if not found.problem:
        return Named(found.code or None)
    office = level == "district" and _province_office(name, within)
    if office and units:
        return Named()
    rule = "province_row" if office else "local_body" if _LOCAL_BODY.match(name) else ""
    return Named(None, (rule or f"{found.problem}_area", name, "" if rule else found.suggestion))


def _province_office(name: str, home: str) -> bool:
    """Whether a name among districts is that of the office of the province they lie in."""
    said = _PROVINCE_OFFICE.fullmatch(name)
    if not said or not home:
        return False
    return not said["name"] or resolve_one(said["name"], "province").code == home[:2]


def _above(level: str) -> str:
    return LEVELS[LEVELS.index(level) - 1]


def _fill_down(region: Region, rows: Rows, column: int, names: pd.Series, found: Places) -> pd.Series:
    filled = fill_down(region, rows, column, names)
    found.filled_down += int((filled != names).sum())
    return filled


def fill_down(region: Region, rows: Rows, column: int, texts: pd.Series) -> pd.Series:
    """What a merged cell, or a block whose first row alone is filled, says on every row of it.

    A block ends at any row that is no data; a row takes the text above only if another of its key cells is filled. An
    area above does not count: a province beside no district is a row of the province's own.
    """
    if not (texts == "").any():
        return texts
    texts = texts.copy()
    own = region.meanings[column].column
    figures = (c.name for c in region.table.columns if c.kind in FIGURES)
    ruled_out = {"ignored", own, *figures, *(LEVELS[: LEVELS.index(own)] if own in LEVELS else ())}
    keys = [c for c, m in enumerate(region.meanings) if m.column and not m.fixed and m.column not in ruled_out]
    for i in map(int, np.flatnonzero((texts == "").to_numpy())):
        row = int(rows[i])
        if (top := _merged_from(region, row, column)) is not None:
            texts.iloc[i] = region.sheet.cells[top, column]
        elif i and rows[i - 1] == row - 1 and any(region.sheet.cells[row, c] != "" for c in keys):
            texts.iloc[i] = texts.iloc[i - 1]
    return texts


def merged_down(region: Region, rows: Rows, column: int, texts: pd.Series) -> pd.Series:
    """What a merged cell says on every row of it; a blank that is in no merged cell stays blank."""
    if not region.sheet.merged or not (texts == "").any():
        return texts
    texts = texts.copy()
    for i in map(int, np.flatnonzero((texts == "").to_numpy())):
        if (top := _merged_from(region, int(rows[i]), column)) is not None:
            texts.iloc[i] = region.sheet.cells[top, column]
    return texts


def _merged_from(region: Region, row: int, column: int) -> int | None:
    return next((r0 for r0, c0, r1, c1 in region.sheet.merged if r0 < row <= r1 and c0 <= column <= c1), None)


def _groups(region: Region, rows: Rows, kinds: Kinds, found: Places) -> dict[str, pd.Series]:
    """Areas named by group rows ("อำเภอลานสกา" alone on a row), for the data rows below each, by level."""
    if not (kinds == GROUP).any():
        return {}
    current: dict[str, str] = {}
    unknown = ""
    told: list[dict[str, str]] = []
    for offset, kind in enumerate(kinds):
        if kind == GROUP:
            row = region.sheet.cells[region.first + offset]
            text = clean(str(row[row != ""][0]))
            named = _named_in(text, region.context.areas | current)
            if named or _AREA_WORD.match(text):
                current, unknown = named, "" if named else text
                found.headings.add(region.first + offset)
        elif kind == DATA:
            told.append(current)
            if unknown:
                found.faults.append((len(told) - 1, "unknown_area", unknown, ""))
    frame = pd.DataFrame(told, index=range(len(rows)), dtype=object)
    return {str(level): frame[level].where(frame[level].notna(), None) for level in frame.columns}


def is_area_heading(text: str, known: dict[str, str]) -> bool:
    """Whether a text alone on its row names the area of the rows below it."""
    return bool(_named_in(clean(text), known) or _AREA_WORD.match(clean(text)))


def _named_in(text: str, known: dict[str, str]) -> dict[str, str]:
    """The areas a group row names, inside the district or the province known so far, with those above them."""
    homes: list[str | None] = [known[level] for level in ("district", "province") if level in known]
    named = next((found for home in homes or [None] if (found := areas.mentioned(text, within=home))), {})
    deepest = max(named.values(), key=len, default="")
    return {level: deepest[: _DIGITS[level]] for level in LEVELS if len(deepest) >= _DIGITS[level]}


def villages(region: Region, rows: Rows, frame: pd.DataFrame) -> pd.Series:
    """Village codes from a code column, or from the moo number inside a known tambon."""
    empty = pd.Series(None, index=frame.index, dtype=object)
    if at := region.columns("village"):
        text = pd.Series(region.sheet.cells[rows, at[0]], dtype=object).map(lambda v: clean(str(v)).removesuffix(".0"))
        return text.where(text.map(lambda v: areas.is_code(v[:6], "subdistrict") and len(v) == 8), None)
    at = region.columns("moo")
    read: Callable[[str, str], str | None] = village_of
    if not at:
        at, read = region.columns("address") or region.columns("subdistrict"), village_in_address
    if not at:
        return empty
    asked = list(zip(region.sheet.cells[rows, at[0]], frame["subdistrict_code"], strict=True))
    known = {one: read(as_text(one[0]), one[1]) if isinstance(one[1], str) else None for one in dict.fromkeys(asked)}
    return pd.Series([known[one] for one in asked], index=frame.index, dtype=object)


def village_of(moo: str, tambon: str) -> str | None:
    """The code of a village by its number in a tambon."""
    return resolve_one(clean(moo), "village", tambon).code or None


def village_in_address(address: str, tambon: str) -> str | None:
    """The village in a whole address in one cell: หมู่ 3 บ้านหนองยวน ต.บางเป้า อ.กันตัง จ.ตรัง."""
    return village_of(address, tambon) if _MOO.search(clean(address)) else None


def _all_levels(frame: pd.DataFrame) -> pd.DataFrame:
    """Every ``<level>_code`` column, and ``area_level``: the deepest known."""
    for level in LEVELS:
        if f"{level}_code" not in frame:
            frame[f"{level}_code"] = None
    if "area_level" not in frame:
        frame["area_level"] = None
        for level in LEVELS:
            frame.loc[frame[f"{level}_code"].notna(), "area_level"] = level
    return frame
