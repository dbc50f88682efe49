"""Thai text: safe repairs, the key that damaged names share, dictionary order."""

import re
import unicodedata
from collections import Counter
from itertools import chain

import geothai
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdd_analysis.thai import text as thai_text
from cdd_analysis.thai.text import clean, clean_column, match_key, match_keys, repair_mojibake, sort_key

PROVINCES = [province.name_th for province in geothai.provinces()]
DISTRICTS = {
    province.name_th: [district.name_th for district in geothai.districts(province.code)]
    for province in geothai.provinces()
}
SUBDISTRICTS = {
    district.code: [one.name_th for one in geothai.subdistricts(district.code)]
    for province in geothai.provinces()
    for district in geothai.districts(province.code)
}
NAMES = sorted({*PROVINCES, *chain(*DISTRICTS.values()), *chain(*SUBDISTRICTS.values())})

MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
MESS = (
    "กขนมฐญรเแโไาำะๆฯ๐๙ aB1.-/<>br\n\t" + MARKS + "\u200b\u200c\ufeff\u00ad\u00a0\u2009\u202f\uf701\uf70a\uf711\uf71a"
)
mess = st.text(alphabet=MESS, max_size=24)


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("นบพิต\u0e4d\u0e32", "นบพิตำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("กุ\u0e38สุมาลย์", "กุสุมาลย์"),
        ("เต่\u0e48างอย", "เต่างอย"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ป\u0e48\u0e39", "ปู่"),
        ("เเม่", "แม่"),
        ("ลาน\u200bสกา\ufeff", "ลานสกา"),
        ("ลาน\u00adสกา", "ลานสกา"),
        ("  เมือง\u00a0\u2009 นคร ", "เมือง นคร"),
        ("ยอดเงินคงค้าง\n(บาท)", "ยอดเงินคงค้าง (บาท)"),
        ("ยอดเงินคงค้าง<br/>(บาท)", "ยอดเงินคงค้าง (บาท)"),
        ("\uf70fา\uf70a", "ญา่"),
        ("ป\uf702", "ปี"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_clean_repairs_what_is_safe(damaged: str, repaired: str) -> None:
    assert clean(damaged) == repaired


def test_clean_leaves_every_official_name_alone() -> None:
    assert [name for name in NAMES if clean(name) != name] == []


def test_clean_never_touches_letters_that_are_right_to_repeat() -> None:
    for name in ("พรรณานิคม", "นนทบุรี", "วิเชียรบุรี", "ต่าง ๆ", "1.50", "๑๒"):
        assert clean(name) == name


@given(mess)
@settings(max_examples=500, deadline=None)
def test_clean_is_idempotent_and_nfc(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert not re.search("[\u200b\u200c\ufeff\u00ad\u00a0\uf700-\uf71a]|  ", once)


@given(mess | st.text(alphabet="กเแน่ำี ้า๑1<", max_size=8))
@settings(max_examples=500, deadline=None)
def test_text_taken_for_sound_needs_no_repair(text: str) -> None:
    if thai_text._SOUND.fullmatch(text):
        assert thai_text._repair(text) == text


def test_most_names_are_taken_for_sound() -> None:
    assert sum(thai_text._SOUND.fullmatch(name) is not None for name in NAMES) > 0.99 * len(NAMES)


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_clean_is_idempotent_on_any_text(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_long_run_of_marks_is_repaired_at_once() -> None:
    assert clean("ก" + "\u0e48\u0e34" * 20_000) == "กิ่"
    assert clean("น" + "\u0e33" + "\u0e49" * 20_000) == "น้ำ"


DAMAGES = {
    "sara am in two": lambda name: name.replace("ำ", "\u0e4d\u0e32"),
    "NFKC": lambda name: unicodedata.normalize("NFKC", name),
    "space and sara aa for sara am": lambda name: name.replace("ำ", " า"),
    "sara am for sara aa": lambda name: name.replace("า", "ำ"),
    "marks lost": lambda name: re.sub(f"[{MARKS}]", "", name),
    "marks moved": lambda name: re.sub(f"([ก-ฮ])([{MARKS}]+)([ก-ฮ])", r"\1\3\2 ", name),
    "marks doubled": lambda name: re.sub(f"([{MARKS}])", r"\1\1", name),
    "letters doubled": lambda name: re.sub("([ก-ฮ])", r"\1\1", name),
    "tone before vowel": lambda name: re.sub("([\u0e34-\u0e39])([\u0e48-\u0e4b])", r"\2\1", name),
    "two e for ae": lambda name: name.replace("แ", "เเ"),
    "invisible": lambda name: "\ufeff" + "\u200b".join(name) + "\u00a0",
    "spaces": lambda name: " ".join(name),
    "punctuation": lambda name: f"-{name}.",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_names_share_the_key_of_the_right_one(damage: str) -> None:
    damaged = {name: DAMAGES[damage](name) for name in NAMES}
    assert [name for name, wrong in damaged.items() if match_key(wrong) != match_key(name)] == []


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("จัดท าขึ้น", "จัดทำขึ้น"),
        ("จ าหน่าย", "จำหน่าย"),
        ("ด าเนินการ", "ดำเนินการ"),
        ("มหำดไทย", "มหาดไทย"),
        ("นโยบำย", "นโยบาย"),
        ("รอยละ", "ร้อยละ"),
        ("ปฏบัตการ", "ปฏิบัติการ"),
        ("หน่งตาบล", "หนึ่งตำบล"),
        ("พฒั นา", "พัฒนา"),
        ("เพือ่", "เพื่อ"),
        ("ชมุ ชน", "ชุมชน"),
        ("กุุสุมาลย์", "กุสุมาลย์"),
        ("เต่่างอย", "เต่างอย"),
        ("พรรณานิคม", "พรรณานิคม"),
        ("เมืองฯ", "เมือง"),
        ("หมู่ที่ ๑๒", "หมู่ที่ 12"),
        ("OTOP", "otop"),
    ],
)
def test_damages_seen_in_sources(damaged: str, right: str) -> None:
    assert match_key(damaged) == match_key(right)


def test_digits_are_never_folded_together() -> None:
    assert match_key("หมู่ 11") != match_key("หมู่ 1")


def _shared(names: list[str]) -> list[str]:
    return [key for key, count in Counter(map(match_key, names)).items() if count > 1]


def test_no_two_areas_of_one_parent_share_a_key() -> None:
    assert _shared(PROVINCES) == []
    assert {province: keys for province, names in DISTRICTS.items() if (keys := _shared(names))} == {}
    assert {district: keys for district, names in SUBDISTRICTS.items() if (keys := _shared(names))} == {}


@given(mess)
@settings(max_examples=300, deadline=None)
def test_key_is_the_same_before_and_after_cleaning(text: str) -> None:
    assert match_key(text) == match_key(clean(text))


@given(st.lists(st.one_of(mess, st.none()), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_columns_equal_scalars(cells: list[str | None]) -> None:
    values = pd.Series(cells, dtype=object, index=range(5, 5 + len(cells)), name="ชื่อ")
    for column, one in ((clean_column(values), clean), (match_keys(values), match_key)):
        assert [None if pd.isna(cell) else cell for cell in column] == [
            None if cell is None else one(cell) for cell in cells
        ]
        assert column.index.equals(values.index)
        assert column.name == "ชื่อ"


def test_columns_take_numbers_as_their_text() -> None:
    assert clean_column(pd.Series([80.0, 80.5, "๘๐", None], dtype=object)).fillna("").tolist() == [
        "80",
        "80.5",
        "๘๐",
        "",
    ]
    assert clean_column(pd.Series([8001, 8002])).tolist() == ["8001", "8002"]
    assert clean_column(pd.Series([], dtype=object)).tolist() == []
    assert clean_column(pd.Series([None, None], dtype=object)).isna().all()


def test_columns_leave_their_input_alone() -> None:
    values = pd.Series(["เเม่", None])
    clean_column(values)
    assert values[0] == "เเม่"


def test_sorting_is_by_consonant() -> None:
    assert sorted(["แม่", "ขนอม", "เมือง", "กะทู้"], key=sort_key) == ["กะทู้", "ขนอม", "เมือง", "แม่"]
    assert sorted(["ไชยา", "เกาะสมุย", "โคกโพธิ์", "ชะอำ", "ใจ"], key=sort_key) == [
        "เกาะสมุย", "โคกโพธิ์", "ใจ", "ชะอำ", "ไชยา",
    ]  # fmt: skip


def test_tone_marks_only_break_ties() -> None:
    assert sorted(["ข้าว", "ขาว", "ข่าว", "ขาด"], key=sort_key) == ["ขาด", "ขาว", "ข่าว", "ข้าว"]
    assert sorted(["ข้าง", "ขาว"], key=sort_key) == ["ข้าง", "ขาว"]
    assert sort_key("ก้าง") != sort_key("กาง")


def test_sorting_equals_that_of_the_clean_name() -> None:
    assert sort_key("เเม่") == sort_key("แม่")


SENTENCE = "ยอดจำหน่าย OTOP “พื้นบ้าน” – 1,234.50 บาท (ร้อยละ ๕)"


def _misread(text: str, codec: str) -> str:
    """UTF-8 read by a one-byte codec; bytes it does not know become control characters, as browsers do it."""
    characters = (bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())
    return "".join(characters)


@pytest.mark.parametrize("codec", ["cp874", "latin-1", "cp1252", "iso8859-11"])
def test_mojibake_is_reversed(codec: str) -> None:
    assert repair_mojibake(_misread(SENTENCE, codec)) == SENTENCE
    assert [name for name in NAMES if repair_mojibake(_misread(name, codec)) != name] == []


def test_text_that_is_right_is_not_mojibake() -> None:
    for text in [*NAMES, SENTENCE, "เธอ", "เธก", "โคน", "à la carte", "café", "50 °C", ""]:
        assert repair_mojibake(text) == text


@pytest.mark.parametrize("codec", ["latin-1", "cp874"])
def test_signs_between_thai_letters_are_reversed_too(codec: str) -> None:
    cells = "เป้าหมาย,−1,234\r\nผ่าน,✓\r\nไม่ผ่าน,×\r\n\ufeff“สมมติ”"
    assert repair_mojibake(_misread(cells, codec)) == cells
    assert repair_mojibake("เธก โกง ราก รก") == "เธก โกง ราก รก"


def test_mojibake_is_reversed_once() -> None:
    twice = _misread(_misread("ลานสกา", "latin-1"), "latin-1")
    assert repair_mojibake(repair_mojibake(_misread("ลานสกา", "latin-1"))) == "ลานสกา"
    assert repair_mojibake(twice) != "ลานสกา"


def test_good_text_beside_mojibake_stays() -> None:
    assert repair_mojibake("อำเภอ " + _misread("ลานสกา", "cp874") + " ok") == "อำเภอ ลานสกา ok"
