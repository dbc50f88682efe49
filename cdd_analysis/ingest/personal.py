"""Personal data at the door (handbook 11.9): ids become keyed hashes, what points at a person in free text is masked.

What is recognised: citizen ids (13 digits, the last one checks), house codes (11 digits), telephone numbers, e-mail
addresses and names of persons after a title (นาย, นาง, น.ส. …). Digits may be Thai and grouped by hyphens or spaces.

Limits, stated so that nobody relies on more: a house code is told by its length, its grouping or the words before it,
since the rule of its check digit stands in no source we have; a name without a title is not recognised, nor a
given name alone after นาย or นาง, which as often is a place, an office or a product.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis import areas, project
from cdd_analysis.errors import PersonalDataLeft
from cdd_analysis.thai.text import ascii_digits

MASK = "•••"
_HASH_BYTES = 8
#: Columns of names of places, in which no person is looked for: บ้านนางหลง is a village.
PLACES = ("village_name", "community_name", "subdistrict_name", "district_name")
#: Digits of the ids that columns of this name hold.
_DIGITS = {"house_id": 11, "citizen_id": 13}
_BETWEEN = re.compile(r"[\s\-]+")


# -- ids -> keyed hashes -------------------------------------------------------------------------------------------


def hashed(codes: pd.Series) -> pd.Series:
    """Ids -> keyed hashes of 16 hexadecimal digits, missing ones missing; each distinct id is hashed once.

    Spaces and hyphens are no part of an id, Thai digits are digits. The key is made of the project's salt.
    """
    state = _keyed_state()
    known = {text: _hash(state, str(text)) for text in codes.dropna().unique()}
    return codes.map(known).astype(object).where(codes.notna(), None)


def _keyed_state() -> hashlib.blake2b:
    return hashlib.blake2b(key=hashlib.sha256(project.salt()).digest(), digest_size=_HASH_BYTES)


def _hash(state: hashlib.blake2b, text: str) -> str | None:
    bare = _BETWEEN.sub("", ascii_digits(text))
    if not bare:
        return None
    own = state.copy()
    own.update(bare.encode())
    return own.hexdigest()


def hasher() -> Callable[[bytes], bytes]:
    """The keyed hash of plain digits, made ready once for a great many of them."""
    state = _keyed_state()

    def digest(digits: bytes) -> bytes:
        own = state.copy()
        own.update(digits)
        return own.digest()

    return digest


def usual_digits(column: str) -> int | None:
    """How many digits the ids of a column have, where any plain number of so many is sound."""
    wanted = _DIGITS.get(column)
    return None if wanted == 13 else wanted


def is_citizen_id(digits: str) -> bool:
    """Whether the thirteenth digit is what the twelve before it ask for: 11 less their weighted sum modulo 11."""
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - weighted % 11) % 10 == int(digits[12])


def is_damaged(column: str, text: str) -> bool:
    """Whether an id of a column cannot be right: digits are missing or too many, or the check digit fails."""
    bare = _BETWEEN.sub("", ascii_digits(text))
    if wanted := _DIGITS.get(column):
        return not bare.isdigit() or len(bare) != wanted or (wanted == 13 and not is_citizen_id(bare))
    return bare.isdigit() and len(bare) == 13 and not is_citizen_id(bare)


def is_personal_code(code: str) -> bool:
    """Whether a whole code is a citizen id, or a mobile telephone number."""
    bare = _BETWEEN.sub("", ascii_digits(code))
    return is_citizen_id(bare) or re.fullmatch(r"0[689]\d{8}", bare) is not None


# -- what points at a person, in free text -------------------------------------------------------------------------

#: Decimals of a figure are no number of a person, however many there are.
_CITIZEN = re.compile(r"(?<!\d)(?<!\d[.,])\d([- ]?)\d{4}\1\d{5}\1\d{2}\1\d(?!\d|[.,]\d)")
_CITIZEN_NAMED = re.compile(r"(?:บัตร|ประจำตัว|ปชช|ประชาชน)[^\d\n]{0,20}?((?<!\d)\d[\d -]{10,18}\d(?!\d))")
_HOUSE_GROUPED = re.compile(r"(?<!\d)\d{4}-\d{6}-\d(?!\d)")
_HOUSE_NAMED = re.compile(r"(?:รหัสประจำบ้าน|รหัสบ้าน|ทะเบียนบ้าน)[^\d\n]{0,20}?((?<!\d)\d[\d -]{9,14}\d(?!\d))")
_HOUSE_ALONE = re.compile(r"\s*\d{11}\s*")
#: 0XX-XXX-XXXX, 0X-XXXX-XXXX, 0-XXXX-XXXX(X), 0XX-XXX-XXX and the like; mobile numbers have ten digits, others nine.
_PHONE = re.compile(
    r"(?<![\d/:-])(?<!\d[.,])(?<!^\.)(?:"
    r"(?:\+ ?66|\(\+?66\)|0066)[- .]?\(?0?\)?[- .]?\d(?:[- .]?\d){7,8}"
    r"|0[689]\d{8}"
    r"|0[689]\d[-. ]\d{3}[-. ]?\d{4}|0[689]\d[-. ]\d{4}[-. ]?\d{3}|0[689]-\d{4}-\d{4}|0-[689]\d{3}-\d{4,5}"
    r"|0[23457]\d{7}"
    r"|0[3457]\d[-. ]\d{3}[-. ]?\d{3}|02[-. ]\d{3}[-. ]?\d{4}|0[3457]-\d{4}-\d{3}|0[- ][2-57]\d{3}[- ]\d{4}"
    r")(?![\d]|[.,/:]\d|-\d)"
)
_PHONE_NAMED = re.compile(r"(?:โทร(?:ศัพท์|สาร)?|เบอร์|มือถือ|[Tt]el|[Pp]hone)[^\d\n]{0,12}(\+?\d(?:[-. ]?\d){7,10})(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: A title at the beginning of a word, the given name, and the family name where the title alone is no proof.
_SURE_NAME = re.compile(
    r"(?:(?<![ก-๙A-Za-z])|(?<=ของ)|(?<=ให้)|(?<=โดย)|(?<=คือ)|(?<=แก่)|(?<=กับ)|(?<=ชื่อ)|(?<=และ))"
    r"(?:นางสาว|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง) ?[ก-ฮเ-ไ][ก-๎]+(?: +[ก-ฮเ-ไ][ก-๎]+)?"
)
_FULL_NAME = re.compile(
    r"(?:(?<![ก-๙A-Za-z])|(?<=ของ)|(?<=ให้)|(?<=โดย)|(?<=คือ)|(?<=แก่)|(?<=กับ)|(?<=ชื่อ)|(?<=และ))"
    r"(?:นาย|นาง) ?([ก-ฮเ-ไ][ก-๎]+) +[ก-ฮเ-ไ][ก-๎]+"
)
#: Words that "นาย" and "นาง" begin and that name an office, a trade, a thing or a title of honour.
_NO_NAME = re.compile(
    r"(?:อำเภอ|ก(?:$|เทศมนตรี|องค์การ|อบจ|อบต|รัฐมนตรี|สมาคม|เมือง|เหล่า|สภา)|ทะเบียน|จ้าง|ทุน|หน้า|ช่าง|แพทย์|ตรวจ|สถานี"
    r"|ประกัน|ทหาร|ตำรวจ|อากร|ท้าย|เรือ|แบบ|พราน|ไปรษณีย์|ด่าน|รำ|พญา|ฟ้า|กวัก|เล็ด|นวล|ลอย|แอ่น|รม|แย้ม|เอก|งาม|แบบ|สงกรานต์|พยาบาล"
    r"|สาวไทย|สนอง|ห้าม|ใน|แลว|ไม้)"
)


@dataclass(frozen=True)
class Found:
    """Something that points at a person: what it is and where it stands in the text."""

    kind: str
    start: int
    end: int


def found(text: str) -> list[Found]:
    """Everything in ``text`` that points at a person, in order; none overlap."""
    spots = sorted(_found(ascii_digits(text)), key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for spot in spots:
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
    return kept


def _found(text: str) -> Iterator[Found]:
    if _has_digits(text):
        yield from _numbers(text)
    if "@" in text:
        yield from (Found("mail", *spot.span()) for spot in _MAIL.finditer(text))
    yield from _names(text)


_ENOUGH_DIGITS = re.compile(r"(?:\d[-. ()]{0,3}){8}")


def _has_digits(text: str) -> bool:
    return _ENOUGH_DIGITS.search(text) is not None


def _numbers(text: str) -> Iterator[Found]:
    for spot in _CITIZEN.finditer(text):
        if spot[1] or is_citizen_id(spot[0]):  # grouped as an id is, a mistyped one is still somebody's
            yield Found("citizen_id", *spot.span())
    yield from (Found("citizen_id", *spot.span(1)) for spot in _CITIZEN_NAMED.finditer(text))
    yield from (Found("house_id", *spot.span()) for spot in _HOUSE_GROUPED.finditer(text))
    yield from (Found("house_id", *spot.span(1)) for spot in _HOUSE_NAMED.finditer(text))
    if _HOUSE_ALONE.fullmatch(text) and areas.is_code(text.strip()[:4], "district"):
        yield Found("house_id", 0, len(text))
    yield from (Found("phone", *spot.span()) for spot in _PHONE.finditer(text))
    yield from (Found("phone", *spot.span(1)) for spot in _PHONE_NAMED.finditer(text))


def _names(text: str) -> Iterator[Found]:
    yield from (Found("name", *spot.span()) for spot in _SURE_NAME.finditer(text) if "ไทย" not in spot[0][:10])
    for spot in _FULL_NAME.finditer(text):
        if not _NO_NAME.match(spot[1]) and spot[0].split()[0] not in _places():
            yield Found("name", *spot.span())


@functools.cache
def _places() -> frozenset[str]:
    """Names of districts and subdistricts that begin as a title does: นางรอง, นางแล, นายูง …"""
    districts = [code for province in areas.province_codes() for code in areas.district_codes(province)]
    codes = districts + [code for district in districts for code in areas.subdistrict_codes(district)]
    return frozenset(name for name in map(areas.name, codes) if name.startswith(("นาย", "นาง")))


@functools.lru_cache(maxsize=65536)
def masked(text: str) -> str:
    """``text`` with whatever points at a person replaced by ``MASK``."""
    kept, end = [], 0
    for spot in found(text):
        kept += [text[end : spot.start], MASK]
        end = spot.end
    return "".join([*kept, text[end:]])


#: Thai words for what was found, as a problem names it.
WORDS = {
    "citizen_id": "เลขประจำตัวประชาชน",
    "house_id": "เลขรหัสประจำบ้าน",
    "phone": "เบอร์โทรศัพท์",
    "mail": "อีเมล",
    "name": "ชื่อบุคคล",
}


def told(text: str) -> str:
    """What ``text`` holds that points at a person, in Thai words; empty where it holds nothing."""
    return ", ".join(dict.fromkeys(WORDS[spot.kind] for spot in found(text)))


# -- the last look before writing ----------------------------------------------------------------------------------

#: What no stored text may hold. A name is no pattern sure enough to stop a build.
_REFUSED = ("citizen_id", "house_id", "phone")
#: Enough digits close together to be looked at one by one; in the syntax of RE2, which has no looking around.
_SUSPECT = "([0-9๐-๙][-. ()]{0,3}){8}"
#: Columns whose texts are ours: codes of areas, hashes.
_OURS = ("area_level", "province_code", "district_code", "subdistrict_code", "village_code", "area_id")


def refuse_personal(rows: pa.Table, table: str, *, hashes: tuple[str, ...] = ()) -> None:
    """Look through every text of a table that is about to be written; each distinct one is looked at once.

    Args:
        rows: the table.
        table: its name, for the message.
        hashes: columns of keyed hashes.

    Raises:
        PersonalDataLeft: a citizen id, house code or telephone number is left in it.
    """
    for field in rows.schema:
        if field.name in _OURS or field.name in hashes or not _is_text(field.type):
            continue
        for text in suspects(rows.column(field.name)):
            kinds = [spot.kind for spot in found(text) if spot.kind in _REFUSED]
            if kinds:
                raise PersonalDataLeft(
                    f"A stored text would hold a personal number ({kinds[0]}); nothing was written.",
                    where=f"{table}.{field.name}",
                    found=masked(text)[:80],
                    do="Give the column of the file a heading that names it, or take the number out of the text.",
                )


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind)


def suspects(texts: pa.ChunkedArray) -> list[str]:
    """The distinct texts of a column with digits enough to be a personal number."""
    distinct = pc.unique(texts.cast(pa.string()) if pa.types.is_dictionary(texts.type) else texts)
    marked = pc.match_substring_regex(distinct, _SUSPECT)
    return [text for text in distinct.filter(marked).to_pylist() if text is not None]


def masked_texts(values: pd.Series, mask: Callable[[str], str] = masked) -> tuple[pd.Series, list[int]]:
    """A column of texts with everything masked, and the positions of those that had to be."""
    distinct = {text: mask(text) for text in values.dropna().unique()}
    changed = {text for text, after in distinct.items() if after != text}
    if not changed:
        return values, []
    at = [int(i) for i, hit in enumerate(values.isin(list(changed))) if hit]
    return values.map(lambda text: distinct.get(text, text) if isinstance(text, str) else text), at
