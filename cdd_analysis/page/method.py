"""How a page's figures are made: definitions, settings, the forms it waits for, versions."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType

from markupsafe import Markup

from cdd_analysis.datasets import Personal, Table, table
from cdd_analysis.measures.result import Assessment, Measure, Status
from cdd_analysis.measures.status import SYMBOLS
from cdd_analysis.page.figures import definition, is_unlit, scale
from cdd_analysis.page.html import SHORT_LABELS, is_number, status
from cdd_analysis.page.tables import Printed, plain
from cdd_analysis.settings import common, settings

PACKAGES = ("cdd_analysis", "pandas", "matplotlib")
MOST_HEADINGS = 9


@dataclass(frozen=True)
class Awaited:
    """An input that has not come: its name, the headings of its form, and the figures that wait for it."""

    title: str
    headings: tuple[str, ...]
    measures: tuple[str, ...]


def awaited(assessment: Assessment) -> list[Awaited]:
    """What the page waits for, in the topic's order."""
    return [_awaited(table(name), assessment.measures) for name in assessment.awaited]


def _awaited(form: Table, measures: Iterable[Measure]) -> Awaited:
    waiting = tuple(one.title for one in measures if one.awaited == form.name and not is_number(one.value))
    return Awaited(form.title, headings(form), waiting)


def headings(form: Table) -> tuple[str, ...]:
    """The main headings of a form: where, then the required ones, then others; none that points at a person."""
    open_columns = [column for column in form.columns if column.personal is not Personal.DROP]
    ranked = sorted(open_columns, key=lambda column: not column.required)
    kept = {column.name for column in ranked[: MOST_HEADINGS - 2]}
    return ("จังหวัด", "อำเภอ", *(column.label for column in form.columns if column.name in kept))


def definitions_table(assessment: Assessment) -> Printed:
    """Every measure: what it is, of what, and where its rule comes from."""
    rows = [
        (
            Markup('<span id="{}">{}</span>').format(definition(one), one.title),
            _value(one),
            one.definition or "–",
            one.base or "–",
            source(one.source),
            one.id,
        )
        for one in assessment.measures
    ]
    heads = ("ตัวชี้วัด", "ค่า", "นิยาม", "ฐาน", "ที่มาของเกณฑ์", "รหัส")
    kinds = ("name", "date", "text", "text", "text", "date")
    return plain("ค่าและนิยามของตัวชี้วัดทุกตัวในหน้านี้", tuple(zip(heads, kinds, strict=True)), rows)


def guide(owner: str) -> Printed:
    """What each status means, what to do about it and whom to ask, by position; ``owner`` answers for the topic."""
    rows = [(status(one), meaning, todo, who.format(owner=owner)) for one, (meaning, todo, who) in _GUIDE.items()]
    heads = (("สถานะ", "status"), ("หมายความว่า", "text"), ("สิ่งที่ต้องทำ", "text"), ("ผู้ตอบ", "text"))
    return plain("ความหมายของสถานะ สิ่งที่ต้องทำ และผู้ตอบ", heads, rows)


#: Status -> what it means, what to do, whom to ask (handbook 0.2); the gravest first.
_GUIDE = {
    Status.CHECK: (
        "ตัวเลขขัดกันเอง เป็นไปไม่ได้ หรือยอดจากสองแหล่งไม่ตรงกัน จึงยังตัดสินว่าดีหรือไม่ดีไม่ได้",
        "ดูทั้งสองยอดในส่วนคุณภาพข้อมูล เทียบกับเอกสารต้นทาง แล้วส่งไฟล์ที่ถูกต้องมาใหม่ ระหว่างนี้อย่านำตัวเลขไปใช้",
        "เจ้าหน้าที่พัฒนาชุมชนของอำเภอที่ส่งไฟล์ แล้วจึง{owner}",
    ),
    Status.RED: (
        "ต่ำกว่าเกณฑ์หรือช้ากว่าจังหวะที่ควรเป็นมาก",
        "ถามสาเหตุรายพื้นที่จากประเด็นซักถาม ตกลงว่าใครช่วยอะไรภายในเมื่อใด และลงไว้ในข้อสั่งการ",
        "พัฒนาการอำเภอของพื้นที่ และ{owner}",
    ),
    Status.YELLOW: (
        "ต่ำกว่าเกณฑ์หรือช้ากว่าจังหวะที่ควรเป็นเล็กน้อย",
        "ติดตามในการประชุมครั้งถัดไป ดูว่าแนวโน้มดีขึ้นหรือไม่",
        "พัฒนาการอำเภอของพื้นที่",
    ),
    Status.GREEN: ("เป็นไปตามเกณฑ์หรือเร็วกว่า", "ใช้เป็นตัวอย่างให้พื้นที่อื่น", "พัฒนาการอำเภอของพื้นที่"),
    Status.GRAY: (
        "ยังไม่ได้รับข้อมูล หรือยังไม่ถึงเวลาเริ่ม ไม่ได้แปลว่าศูนย์",
        "ส่งไฟล์ตามแบบที่ระบุในส่วนตัวเลขสำคัญ",
        "เจ้าหน้าที่พัฒนาชุมชนของอำเภอที่ยังไม่ส่ง",
    ),
}

#: Words that every page uses: term -> what it means.
GLOSSARY = {
    "ปีงบประมาณ": "1 ตุลาคม ถึง 30 กันยายน เรียกตามปีที่สิ้นสุด เช่น ปีงบประมาณ 2565 เริ่ม 1 ตุลาคม 2564",
    "ข้อมูล ณ วันที่": "วันล่าสุดที่ข้อมูลพูดถึง ไม่ใช่วันที่จัดทำหรือพิมพ์รายงาน",
    "ฐาน (n)": "จำนวนที่เป็นตัวหารของร้อยละ ฐานเล็กทำให้ร้อยละแกว่งมาก",
    "จังหวะที่ควรเป็น": "ส่วนของเป้าหมายทั้งปีที่ควรทำได้ถึงวันนั้น",
    "ยอดที่แจ้งในไฟล์": "แถวรวมที่ผู้ส่งพิมพ์ไว้เอง ใช้ตรวจกับผลคำนวณ ไม่นำมาบวก",
    "ส่งกลับให้แก้": "เซลล์ที่อ่านเป็นตัวเลขหรือวันที่ไม่ได้ จึงยังไม่นำมาใช้จนกว่าจะแก้",
    "ปกปิด": "จำนวนคนหรือครัวเรือนที่น้อยมากในพื้นที่ต่ำกว่าอำเภอไม่แสดง เพื่อไม่ให้รู้ว่าเป็นใคร",
}


def _value(measure: Measure) -> str:
    """A measure's figure with its unit, and its light in a word where it carries one."""
    said = scale([measure.value], measure.unit).said(measure.value) if is_number(measure.value) else "–"
    lit = is_number(measure.value) and not is_unlit(measure)
    return f"{said} {SYMBOLS[measure.status]} {SHORT_LABELS[measure.status]}" if lit else said


def source(tag: str) -> str:
    """An evidence tag of the handbook in words."""
    words = {
        "seed": "ข้อสั่งการตรวจติดตาม",
        "assumption-D": "ค่าเริ่มต้นที่หน่วยงานปรับได้",
        "assumption-K": "หลักปฏิบัติทั่วไป หน่วยงานปรับได้",
    }
    parts = [part.strip() for part in tag.removeprefix("sourced:").split(",") if part.strip()]
    return ", ".join(words.get(part, f"เอกสารอ้างอิง {part}" if part[:1] == "S" else part) for part in parts) or "–"


def used_settings(topic: str, changed: Mapping[str, object] | None = None) -> list[tuple[str, str]]:
    """Settings in force that the topic's figures use, by dotted name: the shared ones and its own.

    Those that the office changed (``changed``) say so, with the common value.
    """
    used = [*_flat("shared", settings().get("shared", {})), *_flat(topic, settings().get(topic, {}))]
    usual = dict([*_flat("shared", common().get("shared", {})), *_flat(topic, common().get(topic, {}))])
    own = changed or {}
    return [(name, f"{value} (ค่าของจังหวัด ค่ากลาง {usual[name]})" if name in own else value) for name, value in used]


def _flat(name: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value, 1):
            yield from _flat(f"{name}.{place}", one)
    else:
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@functools.cache
def versions() -> Mapping[str, str]:
    """Versions of the package and of those that shape its figures and pictures."""
    return MappingProxyType({package: _version(package) for package in PACKAGES})


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from source"
