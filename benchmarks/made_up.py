"""A made-up national register of target households as one csv file, fast and the same for the same seed.

Twenty columns in the order of the register; rows lie together by village, as a national export holds them. Nobody in
it is real: names are nonsense syllables, ids begin with digits that no office gives out. The dirt is that of real
sheets, in shares named below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis import areas
from cdd_analysis.areas.register import register

HEADINGS = (
    "ปีงบประมาณ", "จังหวัด", "อำเภอ", "ตำบล", "หมู่ที่", "บ้านเลขที่", "เลขรหัสประจำบ้าน", "ชื่อ-สกุล", "เลขประจำตัวประชาชน",
    "เบอร์โทรศัพท์", "จำนวนสมาชิก (คน)", "รายได้ครัวเรือน (บาท/ปี)", "รายได้เฉลี่ยต่อคนต่อปี (บาท)", "ตกเกณฑ์มิติรายได้",
    "ผลการสอบทาน", "ประเภทครัวเรือน", "แผนรายครัวเรือน", "เมนูแก้จน", "ระดับ", "วันที่บันทึกล่าสุด",
)  # fmt: skip
#: Share of cells (of rows, where a row is meant) that are dirty in each way.
THAI_DIGITS, THOUSANDS, MISSPELT, UNREADABLE, REPEATED, RAGGED, BLANK_ROW = 0.05, 0.15, 0.01, 0.005, 0.002, 2e-5, 1e-5
_CHUNK = 100_000
_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_GIVEN = ("กอน", "พิล", "ดาร", "มุน", "เทย", "วิน", "สอล", "ชาด", "ปริน", "ลออ", "ไหม", "รุณ", "จิต", "โชม", "นาล", "บุษ")
_FAMILY = ("ทองปาน", "ลาเขียว", "ศรีโอ", "แก้วตุน", "หนูพาย", "เพชรกวน", "คงเบา", "สุขแวว", "รักษ์โต", "ชูเม็ด", "จันทร์แพ")
_ENDING = ("กุลา", "เวชัง", "โสภิล", "มณเฑียน", "ปานี", "ไพรัน", "วงค์เอก", "ชายัน", "สารภู", "กันเต", "เหล่าเจือ", "นาวัล")
_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")

Texts = pa.Array


def write_register(path: Path, rows: int, *, seed: int = 2565, shuffled: bool = False) -> Path:
    """Write a csv file of about ``rows`` rows (repeated, ragged and blank ones included).

    Args:
        path: the file.
        rows: how many.
        seed: of all chance.
        shuffled: households in no order, instead of by village.
    """
    tambons = sorted(register().names["subdistrict"])
    with path.open("wb") as stream:
        stream.write((",".join(HEADINGS) + "\n").encode())
        for number, start in enumerate(range(0, rows, _CHUNK)):
            dice = np.random.default_rng([seed, number])
            count = min(_CHUNK, rows - start)
            at = np.arange(start, start + count)
            if shuffled:
                at = dice.integers(0, rows, count)
            lines = _lines(dice, tambons, start + np.arange(count), at / rows)
            stream.write(_joined(lines).to_pybytes())
    return path


def _joined(lines: Texts) -> pa.Buffer:
    """All lines as one piece of text."""
    ended = pc.binary_join_element_wise(lines, "", "\n")
    whole = ended.buffers()
    first, last = ended.offset, len(ended)
    offsets = np.frombuffer(whole[1], dtype=np.int32)[first : first + last + 1]
    return whole[2].slice(int(offsets[0]), int(offsets[-1] - offsets[0]))


def _lines(dice: np.random.Generator, tambons: list[str], serial: np.ndarray, place: np.ndarray) -> Texts:
    n = len(serial)
    tambon = np.minimum((place * len(tambons)).astype(int), len(tambons) - 1)
    codes = [tambons[t] for t in range(int(tambon.min()), int(tambon.max()) + 1)]
    local = tambon - tambon.min()
    members = dice.choice((1, 2, 3, 4, 5, 6), n, p=(0.18, 0.24, 0.22, 0.19, 0.11, 0.06))
    each = np.round(dice.uniform(9_000, 80_000, n), -2)
    income = each * members
    columns = [
        _dirty(dice, n, {"2565": 0.98, "๒๕๖๕": 0.02}),
        _names(dice, [code[:2] for code in codes], local, ("จ.", "จังหวัด", "")),
        _names(dice, [code[:4] for code in codes], local, ("อ.", "อำเภอ", "")),
        _names(dice, codes, local, ("ต.", "ตำบล", "")),
        _numbers(dice, dice.integers(1, 15, n)),
        _house_numbers(dice, n),
        _house_ids(np.array([int(code[:4]) for code in codes])[local], serial),
        _people(dice, n),
        _citizen_ids(dice, n),
        _phones(dice, n),
        _unreadable(dice, _numbers(dice, np.where(dice.random(n) < 2e-4, members * 31, members)), "สามคน"),
        _unreadable(dice, _money(dice, income), "ไม่แน่นอน", "5o000"),
        _unreadable(dice, _money(dice, each), "ประมาณหมื่น", "#REF!"),
        _dirty(dice, n, {"ใช่": 0.4, "ไม่ใช่": 0.395, "มี": 0.1, "ไม่มี": 0.1, "?": 0.005}),
        _dirty(dice, n, {"พบ": 0.86, "ไม่พบ": 0.03, "ย้าย": 0.03, "เสียชีวิต": 0.02, "": 0.055, "ไปทำงาน กทม.": 0.005}),
        _dirty(dice, n, {"พัฒนาได้": 0.65, "สงเคราะห์": 0.3, "": 0.05}),
        _dirty(dice, n, {"มี": 0.9, "ไม่มี": 0.1}),
        _menus(dice, n),
        _dirty(dice, n, {"อยู่รอด": 0.5, "พอเพียง": 0.3, "ยั่งยืน": 0.2}),
        _unreadable(dice, _days(dice, n), "ต้นปี", "31/02/2565"),
    ]
    lines = pc.binary_join_element_wise(*columns, ",")
    lines = _some(dice, lines, RAGGED, lambda text: text.rsplit(",", 2)[0])
    lines = _some(dice, lines, BLANK_ROW, lambda text: "")
    return _repeated(dice, lines)


def _some(dice: np.random.Generator, texts: Texts, share: float, change: Callable[[str], str]) -> Texts:
    """A share of the texts changed one by one."""
    hit = np.flatnonzero(dice.random(len(texts)) < share)
    if not len(hit):
        return texts
    changed = pa.array([change(text) for text in texts.take(pa.array(hit)).to_pylist()], pa.string())
    mask = np.zeros(len(texts), dtype=bool)
    mask[hit] = True
    return pc.replace_with_mask(texts, pa.array(mask), changed)


def _repeated(dice: np.random.Generator, lines: Texts) -> Texts:
    """A share of the rows again in the place of others: half as they were, half with another income class."""
    n = len(lines)
    at = np.arange(n)
    hit = np.flatnonzero(dice.random(n) < REPEATED)
    at[hit] = np.maximum(0, hit - dice.integers(1, 500, len(hit)))
    lines = lines.take(pa.array(at))
    other = hit[dice.random(len(hit)) < 0.5]
    mask = np.zeros(n, dtype=bool)
    mask[other] = True
    changed = [text.replace("พัฒนาได้", "สงเคราะห์") for text in lines.take(pa.array(other)).to_pylist()]
    return pc.replace_with_mask(lines, pa.array(mask), pa.array(changed, pa.string()))


def _pick(values: Sequence[str], at: np.ndarray) -> Texts:
    return pa.array(values, pa.string()).take(pa.array(at))


def _dirty(dice: np.random.Generator, n: int, shares: dict[str, float]) -> Texts:
    return _pick(list(shares), dice.choice(len(shares), n, p=list(shares.values())))


def _unreadable(dice: np.random.Generator, texts: Texts, *instead: str) -> Texts:
    wrong = _pick(instead, dice.integers(0, len(instead), len(texts)))
    return pc.if_else(pa.array(dice.random(len(texts)) < UNREADABLE), wrong, texts)


def _names(dice: np.random.Generator, codes: list[str], local: np.ndarray, before: Sequence[str]) -> Texts:
    """Names of areas, with and without the word for their level; some with damage."""
    names = [areas.name(code) for code in codes]
    n = len(local)
    plain = _pick(names, local)
    hurt = _pick([name.replace("ำ", "ํา") if "ำ" in name else f"{name[:-1]}ฦ{name[-1:]}" for name in names], local)
    folded = _pick([name.replace("์", "").replace("่", "่่") for name in names], local)
    roll = dice.random(n)
    chosen = pc.if_else(pa.array(roll < MISSPELT / 4), hurt, pc.if_else(pa.array(roll < MISSPELT), folded, plain))
    share = (0.1, 0.05, 0.85)
    return pc.binary_join_element_wise(_pick(before, dice.choice(3, n, p=share)), chosen, "")


def _thai(dice: np.random.Generator, texts: Texts, share: float = THAI_DIGITS) -> Texts:
    return _some(dice, texts, share, lambda text: text.translate(_DIGITS))


def _numbers(dice: np.random.Generator, values: np.ndarray) -> Texts:
    return _thai(dice, pa.array(values.astype(int)).cast(pa.string()))


def _money(dice: np.random.Generator, values: np.ndarray) -> Texts:
    """Amounts as numbers, with thousands separators (then in quotes), in Thai digits, with baht."""
    whole = pa.array(values.astype(int)).cast(pa.string())
    grouped = pc.replace_substring_regex(whole, r"^(\d+)(\d{3})$", r'"\1,\2"')
    roll = pa.array(dice.random(len(values)) < THOUSANDS)
    written = pc.if_else(roll, pc.if_else(pc.less(pc.utf8_length(whole), 7), grouped, whole), whole)
    with_word = pc.binary_join_element_wise(whole, " บาท", "")
    return _thai(dice, pc.if_else(pa.array(dice.random(len(values)) < 0.01), with_word, written))


def _padded(values: np.ndarray, digits: int) -> Texts:
    return pc.utf8_lpad(pa.array(values).cast(pa.string()), width=digits, padding="0")


def _house_numbers(dice: np.random.Generator, n: int) -> Texts:
    whole = pa.array(dice.integers(1, 400, n)).cast(pa.string())
    behind = pa.array(dice.integers(1, 9, n)).cast(pa.string())
    return pc.if_else(pa.array(dice.random(n) < 0.4), pc.binary_join_element_wise(whole, behind, "/"), whole)


def _house_ids(districts: np.ndarray, serial: np.ndarray) -> Texts:
    """Eleven digits: the registrar's district, a running number, a check digit."""
    running = serial % 1_000_000
    registrar = (districts + serial // 1_000_000) % 10_000
    digits = [(registrar // 10**k) % 10 for k in (3, 2, 1, 0)] + [(running // 10**k) % 10 for k in range(5, -1, -1)]
    check = sum(digit * weight for digit, weight in zip(digits, range(11, 1, -1), strict=True)) % 10
    return _padded(registrar * 10_000_000 + running * 10 + check, 11)


def _citizen_ids(dice: np.random.Generator, n: int) -> Texts:
    """Thirteen digits whose last one checks; they begin with 9, which no citizen's does."""
    digits = np.column_stack((np.full(n, 9), dice.integers(0, 10, (n, 11))))
    check = (11 - (digits * np.arange(13, 1, -1)).sum(axis=1) % 11) % 10
    return _padded((digits * 10 ** np.arange(12, 0, -1)).sum(axis=1) + check, 13)


def _people(dice: np.random.Generator, n: int) -> Texts:
    parts = [_pick(p, dice.integers(0, len(p), n)) for p in (("นาย", "นาง", "นางสาว", "น.ส."), _GIVEN, _GIVEN)]
    family = [_pick(p, dice.integers(0, len(p), n)) for p in (_FAMILY, _ENDING)]
    return pc.binary_join_element_wise(*parts, " ", *family, "")


def _phones(dice: np.random.Generator, n: int) -> Texts:
    return pc.binary_join_element_wise("0600", _padded(dice.integers(0, 1_000_000, n), 6), "")


def _menus(dice: np.random.Generator, n: int) -> Texts:
    return _pick([f"M{number:02d}" for number in range(1, 25)], dice.integers(0, 24, n))


def _days(dice: np.random.Generator, n: int) -> Texts:
    """Days of one fiscal year in five ways of writing, both eras."""
    first = np.datetime64("2021-10-01")
    days = [first + d for d in range(365)]
    parts = [(int(str(day)[8:]), int(str(day)[5:7]), int(str(day)[:4])) for day in days]
    written = [
        *(f"{d:02d}/{m:02d}/{y + 543}" for d, m, y in parts),
        *(f"{d} {_SHORT[m - 1]} {y + 543 - 2500}" for d, m, y in parts),
        *(f"{y}-{m:02d}-{d:02d}" for d, m, y in parts),
        *(f"{d} {_SHORT[m - 1]} {y + 543}".translate(_DIGITS) for d, m, y in parts),
        *(f"{d}/{m}/{y + 543}" for d, m, y in parts),
    ]
    form = dice.choice(5, n, p=(0.6, 0.0, 0.2, 0.1, 0.1))
    return _pick(written, form * 365 + dice.integers(0, 365, n))
