"""Made-up people: names of nonsense syllables, ids and phone numbers in blocks that offices do not give out."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

_TITLES = ("นาย", "นาง", "นางสาว", "น.ส.")
_GIVEN = ("กอน", "พิล", "ดาร", "มุน", "เทย", "วิน", "สอล", "ชาด", "ปริน", "ลออ", "ไหม", "รุณ", "จิต", "โชม", "นาล", "บุษ")
_FAMILY = (
    "ทองปาน",
    "ลาเขียว",
    "ศรีโอ",
    "แก้วตุน",
    "หนูพาย",
    "เพชรกวน",
    "คงเบา",
    "สุขแวว",
    "รักษ์โต",
    "ชูเม็ด",
    "จันทร์แพ",
    "ดำเลาะ",
)
_ENDING = ("กุลา", "เวชัง", "โสภิล", "มณเฑียน", "ปานี", "ไพรัน", "วงค์เอก", "ชายัน", "สารภู", "กันเต", "เหล่าเจือ", "นาวัล")


def names(chance: Generator, count: int) -> list[str]:
    """Names of heads of household, with title."""
    return [
        f"{_TITLES[t]}{_GIVEN[a]}{_GIVEN[b]} {_FAMILY[c]}{_ENDING[d]}"
        for t, a, b, c, d in zip(
            chance.choice(len(_TITLES), count, p=(0.48, 0.3, 0.16, 0.06)),
            *(chance.integers(0, len(part), count) for part in (_GIVEN, _GIVEN, _FAMILY, _ENDING)),
            strict=True,
        )
    ]


def citizen_ids(chance: Generator, count: int) -> list[str]:
    """Thirteen digits whose last one checks; they begin with 9, which no citizen's does."""
    digits = np.column_stack((np.full(count, 9), chance.integers(0, 10, (count, 11))))
    check = (11 - (digits * np.arange(13, 1, -1)).sum(axis=1) % 11) % 10
    return ["".join(map(str, row)) for row in np.column_stack((digits, check))]


def phones(chance: Generator, count: int) -> list[str]:
    """Ten digits, mobile."""
    return [f"0600{n:06d}" for n in chance.integers(0, 1_000_000, count)]


def house_ids(chance: Generator, registrars: list[str]) -> list[str]:
    """Eleven digits: the registrar's district, a running number, a check digit; unique for one call."""
    running = np.sort(chance.choice(999_999, len(registrars), replace=False))
    bodies = [f"{registrar}{number:06d}" for registrar, number in zip(registrars, running, strict=True)]
    return [f"{body}{sum(int(d) * w for d, w in zip(body, range(11, 1, -1), strict=True)) % 10}" for body in bodies]
