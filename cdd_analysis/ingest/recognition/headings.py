"""A heading of a sheet -> what its cells mean for a table.

A heading may stand in several rows ("เป้าหมาย" over "ต.ค. 64"). Each part says something: a column of the table, a
month, a channel, a date, a total, or nothing we know. Together they say which column the cells fill and what is fixed.
Headings are compared by keys from which unit, column mark, footnote and line break are gone; what a heading alone
cannot say (``คิดเป็นร้อยละ`` of what?) is settled among its neighbours by ``columns``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cdd_analysis.datasets import Column, Kind, Table, tables
from cdd_analysis.thai.dates import fiscal_year, parse_month
from cdd_analysis.thai.months import BEFORE_YEAR, MONTH, decide, read_written, tidy
from cdd_analysis.thai.numbers import scale_of
from cdd_analysis.thai.text import clean, match_key

#: Headings that any table may have. ``id:`` columns hold the source's own area ids.
COMMON: dict[str, tuple[str, ...]] = {
    "province": ("จังหวัด", "ชื่อจังหวัด", "province", "changwat"),
    "district": ("อำเภอ", "อำเภอ/เขต", "ชื่ออำเภอ", "สพอ.", "amphur", "district"),
    "subdistrict": ("ตำบล", "ชื่อตำบล", "ตำบล/แขวง", "tambon", "subdistrict"),
    "village": ("รหัสหมู่บ้าน", "village_code"),
    "moo": ("หมู่ที่", "หมู่", "ม."),
    "id:province": ("province_ID", "รหัสจังหวัด"),
    "id:district": ("amphur_ID", "รหัสอำเภอ"),
    "id:subdistrict": ("tumbol_ID", "tambol_ID", "รหัสตำบล"),
    "id:village": ("village_ID",),
    "address": (
        "ที่ตั้ง",
        "ที่ตั้งหมู่บ้าน",
        "หมู่บ้าน/ตำบล/อำเภอ",
        "หมู่บ้าน ตำบล อำเภอ",
        "หมู่บ้าน/ตำบล/อำเภอ/จังหวัด",
        "หมู่บ้าน ตำบล อำเภอ จังหวัด",
        "พื้นที่ดำเนินการ",
    ),
    "fiscal_year": ("ปีงบประมาณ", "ปีงบ", "ปีงบประมาณ พ.ศ.", "ปี พ.ศ.", "ปี"),
    "as_of_date": ("ข้อมูล ณ วันที่", "ณ วันที่"),
    "indicator": ("รายการข้อมูล", "รายการ", "ตัวชี้วัด"),
    "indicator_value": ("ค่าข้อมูล", "ค่า", "จำนวน"),
    "indicator_unit": ("หน่วย", "หน่วยนับ"),
    "ignored": (
        "ที่",
        "ลำดับ",
        "ลำดับที่",
        "no",
        "no.",
        "เขตตรวจราชการที่",
        "เขตตรวจราชการ",
        "เขตตรวจ",
        "หมายเหตุ",
        "ที่มา",
        "แหล่งข้อมูล",
    ),
}
AREA_HEADINGS = ("province", "district", "subdistrict", "village", "moo", "address")
_UNIT = re.compile(
    r"[(\[{]\s*(หน่วย\s*:?\s*)?((ล้าน|แสน|หมื่น|พัน)?บาท(\s*/\s*(ปี|เดือน)|ต่อปี|ต่อเดือน)?|คน|ราย|ครัวเรือน|ร้อยละ|%|แห่ง|แปลง|ไร่"
    r"|รายการ|กลุ่ม|ครั้ง|หมู่บ้าน|ผืน|ฐาน|งวด|วัน|โครงการ|สัญญา)\s*[)\]}]"
)
#: Letters of a heading; longer cells are prose, and not worth taking apart.
_LONGEST = 300
#: For telling that a text is a month at all, whichever year it is of.
_ANY_YEAR = 2565
_TOTAL = re.compile(r"^(ยอด)?รวม(ทั้งสิ้น|ทั้งหมด|ทั้งปี|เป็นเงิน|\d+เดือน|ทุก.*|ยอด.*|ปี.*)?$")
_FOOTNOTE = re.compile(r"(\*+|[¹²³⁴]|\d+/)$")
#: The letter or number a printed form gives its columns, which its formulas speak of: (ก), (ง1), (A), (1).
_MARK = re.compile(r"^\((?:[ก-ฮ]\d?|[a-z]|\d{1,2})\)|\((?:[ก-ฮ]\d?|[a-z]|\d{1,2})\)$", re.IGNORECASE)
#: A day inside a heading; it changes from year to year while the column stays the same.
_DAY = re.compile(
    rf"[(\[]?\s*(?:ข้อมูล\s*)?(?:ณ|สิ้น)?\s*(?:วันที่)?\s*"
    rf"(?:(?P<day>\d{{1,2}}\s*{MONTH}\s*(?:{BEFORE_YEAR}(?:\d{{4}}|\d{{2}})(?!\d))?)(?:\s*/?\s*ปัจจุบัน)?|(?<=ณ)\s*(?P<now>ปัจจุบัน))\s*[)\]]?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\s*[(\[]?\s*(?:ปี\s*)?(?:งบประมาณ\s*)?(?:พ\.?\s?ศ\.?\s*|ปี\s*)?(?P<year>25\d\d)\s*[)\]]?\s*$")
_QUARTER = re.compile(r"^ไตร(?:มาส)?(?:ที่)?(\d(?:-\d)?)$")
#: Lines below a heading that only say the figure itself stands here.
_AMOUNT = frozenset({"จำนวน", "จำนวนเงิน", "เงิน", "บาท", "ยอด", "ยอดเงิน"})
PERCENT = frozenset({"ร้อยละ", "คิดเป็นร้อยละ", "%", "เปอร์เซ็นต์", "เปอร์เซนต์", "คิดเป็น%", "คิดเป็นเปอร์เซ็นต์"})


@dataclass(frozen=True)
class Meaning:
    """What the cells under a heading are.

    Attributes:
        column: a column of the table, one of ``COMMON``, "" where unknown.
        fixed: columns whose value the heading itself gives, such as (("channel", "export"),).
        scale: what the cells are multiplied by (พันบาท, ล้านบาท).
        total: the cells are the sheet's own sum over the other headings of ``column``.
        text: the heading as read, parts joined by " | ".
        day: a date the heading carries that is no part of the column's name; ``year``: a fiscal year, likewise.
        either: the columns it may mean where the sheet does not say which; then ``column`` is "".
        repeats: the heading that already means the same column; then ``column`` is "".
    """

    column: str
    fixed: tuple[tuple[str, object], ...] = ()
    scale: float = 1.0
    total: bool = False
    text: str = ""
    day: dt.date | None = None
    year: int | None = None
    either: tuple[str, ...] = ()
    repeats: str = ""


@dataclass(frozen=True)
class _Part:
    """What one line of a heading says; everything empty where it says nothing we know."""

    column: str = ""
    fixed: tuple[tuple[str, object], ...] = ()
    total: bool = False
    day: dt.date | None = None
    year: int | None = None
    either: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.column or self.fixed or self.total or self.day or self.year or self.either)


def heading_key(text: str) -> str:
    """A heading without its unit, column mark, footnote mark, spaces and line breaks, for comparing."""
    return whole_key(text if len(text) > _LONGEST else _UNIT.sub("", clean(text)))


def whole_key(text: str) -> str:
    """A heading with its unit, without marks, spaces and line breaks: จังหวัด (แห่ง) is a number of bodies."""
    if len(text) > _LONGEST:
        return text
    key = re.sub(r"\s+", "", clean(text))
    while (bare := _MARK.sub("", _FOOTNOTE.sub("", key))) not in (key, ""):
        key = bare
    half = len(key) // 2
    return (key[:half] if half > 2 and key[:half] * 2 == key else key).casefold()


def _dated_key(text: str) -> tuple[str, str]:
    """The key with a date as ``@1-10``, without its year; and the date as written. Both "" where there is none."""
    said = tidy(text)
    found = _DAY.search(said)
    if not found:
        return "", ""
    if found["now"]:
        token, written = "@now", ""
    elif (day := read_written(found["day"].strip())) is not None:
        token, written = f"@{day.day}-{day.month}", found["day"].strip()
    else:
        return "", ""
    return heading_key(f"{said[: found.start()]}{token}{said[found.end() :]}"), written


def _keys(spelling: str) -> Iterator[str]:
    """The keys a declared heading is found by; "ก | ข" is ข below ก."""
    if " | " in spelling:
        yield "|".join(map(heading_key, spelling.split(" | ")))
        return
    yield re.sub(r"\s+", "", clean(spelling)).casefold()
    yield whole_key(spelling)
    if dated := _dated_key(spelling)[0]:
        yield dated


_COMMON_KEYS = frozenset(heading_key(spelling) for many in COMMON.values() for spelling in many)
#: Headings of a column that says the year of each row.
YEAR_HEADINGS = frozenset(map(heading_key, COMMON["fiscal_year"]))


@dataclass(frozen=True)
class _Known:
    """Heading keys of a table -> part: exact keys, and folded ones for headings that lost their marks."""

    exact: dict[str, _Part]
    folded: dict[str, _Part]


@functools.cache
def _known(table: str) -> _Known:
    exact: dict[str, _Part] = {}
    for name, spellings in COMMON.items():
        exact.update({heading_key(spelling): _Part(column=name) for spelling in spellings})
    spec = tables()[table]
    for column in spec.columns:
        sideways = spec.spread is not None and column.name in spec.spread.by and column.kind is Kind.CHOICE
        for code, spellings in column.choices.items() if sideways else ():
            exact.update({heading_key(spelling): _Part(fixed=((column.name, code),)) for spelling in spellings})
    exact |= {heading_key(spelling): _Part(column="district") for spelling in spec.units}
    exact |= {key: _Part(either=names) for key, names in _shared(spec).items()}
    spelt = [(column.name, spelling) for column in spec.columns for spelling in (column.label, *column.headings)]
    exact |= _without_units(spelt)
    for name, spelling in spelt:
        exact |= dict.fromkeys(_keys(spelling), _Part(column=name))
    folded: dict[str, _Part] = {}
    for key, part in exact.items():
        other = folded.get(fold := _fold(key), part)
        folded[fold] = part if other == part else _Part(either=_names(other, part))
    return _Known(exact, folded)


def _without_units(spelt: list[tuple[str, str]]) -> dict[str, _Part]:
    """Declared headings without their unit, where that is no heading of any table's: จังหวัด (แห่ง) is not จังหวัด."""
    found: dict[str, _Part] = {}
    for name, spelling in spelt:
        key = heading_key(spelling)
        if " | " not in spelling and key not in _COMMON_KEYS:
            names = _names(found.get(key, _Part()), _Part(column=name))
            found[key] = _Part(column=name) if len(names) == 1 else _Part(either=names)
    return found


def _fold(key: str) -> str:
    return "|".join(map(match_key, key.split("|")))


def _names(*parts: _Part) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in (part.either or (part.column,)) if name))


def _shared(table: Table) -> dict[str, tuple[str, ...]]:
    """Headings that several columns of a table claim -> those columns; percents claim every word for a percent."""
    claims: dict[str, list[str]] = {}
    for column in table.columns:
        for key in (*map(heading_key, column.shared), *(PERCENT if column.share_of else ())):
            claims.setdefault(key, []).append(column.name)
    return {key: tuple(names) for key, names in claims.items()}


@functools.lru_cache(maxsize=50_000)
def _part(table: str, text: str, year: int | None) -> _Part:
    known, spec = _known(table), tables()[table]
    verbatim, whole, key = re.sub(r"\s+", "", clean(text)).casefold(), whole_key(text), heading_key(text)
    dated, written = _dated_key(text)
    for one in (verbatim, whole, dated):
        if one and (part := known.exact.get(one)):
            return _with_day(part, written, inside=True) if one == dated else part
    if not key:
        return _Part()
    if (part := known.exact.get(key)) and not _counts_a_name(spec, part, whole != key):
        return part
    if dated and not heading_key(_DAY.sub("", tidy(text))):
        return _with_day(_Part(), written, inside=False)
    if spec.has_month and (month := _month(text, year)):
        return _Part(fixed=(("month", month),))
    if (quarter := _QUARTER.match(key)) and any(c.name == "period" for c in spec.columns):
        return _Part(fixed=(("period", f"ไตรมาส {quarter[1]}"),))
    if _TOTAL.match(key):
        return _Part(total=True)
    if dated and (part := known.folded.get(_fold(dated))):
        return _with_day(part, written, inside=True)
    if dated:
        return _with_day(_part(table, _DAY.sub("", tidy(text)), year), written, inside=False)
    if (said := _YEAR.search(tidy(text))) and (rest := tidy(text)[: said.start()]):
        part = _part(table, rest, year)
        return replace(part, year=int(said["year"])) if part.column else _Part()
    part = known.folded.get(_fold(key), _Part())
    return _Part() if _counts_a_name(spec, part, whole != key) else part


def _counts_a_name(table: Table, part: _Part, has_unit: bool) -> bool:
    """Whether a unit stands beside what is a name: หมู่บ้าน (แห่ง) is a number of villages, not a village."""
    if not (has_unit and part.column):
        return False
    return part.column in AREA_HEADINGS or any(c.name == part.column and c.kind is Kind.TEXT for c in table.columns)


def _with_day(part: _Part, written: str, *, inside: bool) -> _Part:
    """A part with the date its text carries: inside the column's own name it tells a fiscal year only."""
    day = decide(read_written(written)) if written else None
    if day is None:
        return part
    if inside:
        return replace(part, year=fiscal_year(day))
    return replace(part, day=day)


def _month(text: str, year: int | None) -> dt.date | None:
    bare = _UNIT.sub("", clean(text).replace("\n", " ")).strip()
    return parse_month(bare, year=year)


@functools.cache
def _claims() -> dict[str, frozenset[tuple[str, str]]]:
    """Every key under which a table knows something of its own -> (table, column); "" for what it fixes."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, spec in tables().items():
        known, own = _known(name), {column.name for column in spec.columns}
        for key, part in (*known.exact.items(), *known.folded.items()):
            for column in (part.column, *part.either, *("" for _ in part.fixed)):
                if column in own or (not column and part.fixed):
                    found.setdefault(key, set()).add((name, column))
    return {key: frozenset(pairs) for key, pairs in found.items()}


@functools.lru_cache(maxsize=50_000)
def claims(parts: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs that a heading may mean, over every table; told by its keys alone, so that only tables
    with a chance are read in full. Where it may be a month or a date, the pair is ("", "")."""
    if any(len(part) > _LONGEST for part in parts):
        return frozenset()
    keys = {key for part in parts for key in _lookups(part)}
    joined = ("|".join(map(heading_key, parts[start:])) for start in range(len(parts) - 1))
    keys |= {one for key in joined for one in (key, _fold(key))}
    pairs = frozenset().union(*(_claims().get(key, frozenset()) for key in keys))
    is_month = any(_month(part, _ANY_YEAR) is not None for part in parts)
    return pairs | {("", "")} if is_month else pairs


def _lookups(text: str) -> Iterator[str]:
    rest = _YEAR.sub("", _DAY.sub("", tidy(text)))
    for key in (re.sub(r"\s+", "", clean(text)).casefold(), whole_key(text), heading_key(text), _dated_key(text)[0]):
        yield key
        yield _fold(key)
    if heading_key(rest) != heading_key(text):
        yield heading_key(rest)
        yield _fold(heading_key(rest))


def meaning(table: Table, parts: tuple[str, ...], year: int | None = None) -> Meaning:
    """What a heading means for a table.

    Args:
        table: the table it is read for.
        parts: the lines of the heading, outermost first.
        year: fiscal year of the sheet, for month names that name none.
    """
    return _meaning(table.name, parts, year)


@functools.lru_cache(maxsize=50_000)
def _meaning(name: str, parts: tuple[str, ...], year: int | None) -> Meaning:
    table = tables()[name]
    if any(len(part) > _LONGEST for part in parts):
        return Meaning("", text=" | ".join(part[:_LONGEST] for part in parts))
    text = " | ".join(clean(part).replace("\n", " ") for part in parts)
    known = list(_parts_said(table, parts, year))
    said = [part for part in known if part]
    if not said or not known[-1]:
        return Meaning("", text=text)
    fixed = tuple(item for part in said for item in part.fixed)
    day = next((part.day for part in reversed(said) if part.day), None)
    of_year = next((part.year for part in reversed(said) if part.year), None)
    dimensions = {name for name, _ in fixed} | ({"month", "category", "channel"} if fixed else set())
    columns = [part.column for part in said if part.column and part.column not in dimensions]
    total = any(part.total for part in said)
    scale = next((s for s in map(scale_of, map(_in_brackets, reversed(parts))) if s != 1), 1.0)
    column = columns[-1] if columns else ""
    if known[-1].either:
        below = [name for name in known[-1].either if column and is_beside(table.column(name), column)]
        column, either = (below[0], ()) if len(below) == 1 else ("", known[-1].either)
        return Meaning(column, fixed, scale, total, text, day, of_year, either)
    if not column and (fixed or total) and table.spread:
        column = table.spread.value
    return Meaning(column, fixed if column else (), scale, total, text, day, of_year)


def _in_brackets(part: str) -> str:
    return part.replace("{", "(").replace("}", ")")


def _parts_said(table: Table, parts: tuple[str, ...], year: int | None) -> Iterator[_Part]:
    """What each line says; lines that are a column only together ("ก | ข") say it as the last of them."""
    exact = _known(table.name)
    for start in range(len(parts) - 1):
        key = "|".join(map(heading_key, parts[start:]))
        if part := exact.exact.get(key) or exact.folded.get(_fold(key)):
            yield from (_part(table.name, outer, year) for outer in parts[:start])
            yield part
            return
    said = [_part(table.name, part, year) for part in parts]
    if len(parts) > 1 and said[-2].column and heading_key(parts[-1]) in _AMOUNT:
        said.pop()
    yield from said


def is_beside(column: Column, other: str) -> bool:
    """Whether a column under a shared heading belongs to the column ``other`` beside or above it."""
    return column.follows == other or (column.share_of is not None and other in column.share_of[0])
