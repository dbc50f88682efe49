"""What has changed since the page that was last published: another day, new data, revised data, another method.

A batch leaves a note for the notebook (``CDD_COMPARED`` names the file): what is remembered of the published page, what
that page was compared with itself, and what this one is made with. The page is compared with the first of the two that
differs from it, and its record keeps that one; so a page that is made again from the same data says the same again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from cdd_analysis.datasets import tables
from cdd_analysis.measures.result import Status
from cdd_analysis.page.figures import scale
from cdd_analysis.page.html import SHORT_LABELS, status
from cdd_analysis.page.tables import Printed, plain
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.thai.numbers import format_number

#: The environment variable with the path of the note.
NOTE = "CDD_COMPARED"
#: How many files are named; how many figures stand in the table.
MOST_FILES, MOST_ROWS = 6, 20
_MEASURE = ("id", "title", "value", "unit", "status")
_SHEET = ("table", "source_file", "source_sheet", "rows_read", "baht_kept")
_DIGITS = 6
Remembered = Mapping[str, Any]


def remembered(record: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """What a later page needs to know of this one.

    Args:
        record: a page's record, or as much of it as is known while it is made.
        made: what of its key can change figures: ``library``, ``tables`` (the topic's own slices).
    """
    return {
        "as_of": record.get("as_of", ""),
        "measures": [{name: one.get(name) for name in _MEASURE} for one in record.get("measures", ())],
        "sheets": [{name: one.get(name) for name in _SHEET} for one in record.get("sheets", ())],
        "settings": dict(record.get("settings", {})),
        "version": record.get("versions", {}).get("cdd_analysis", ""),
        "made": dict(made),
    }


def note() -> Mapping[str, Any]:
    """What the batch left for this notebook; nothing to compare with where there is no batch."""
    path = os.environ.get(NOTE)
    return dict(json.loads(Path(path).read_text(encoding="utf-8"))) if path else {"before": [], "made": {}}


def write_note(path: Path, last: Mapping[str, Any], key: Mapping[str, Any]) -> None:
    """Leave a note for a notebook.

    Args:
        path: where.
        last: the record of the page that is published; empty where there is none.
        key: of the page that is to be made.
    """
    before = [remembered(last, _made(last.get("key", {}))), last.get("before")] if last else []
    told = {"before": [one for one in before if one], "made": _made(key)}
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _made(key: Mapping[str, Any]) -> dict[str, Any]:
    known = tables()
    own = {name: told for name, told in key.get("tables", {}).items() if name in known}
    return {"library": key.get("library", ""), "tables": own}


@dataclass(frozen=True)
class Since:
    """How a page differs from the one before it; every list is of Thai sentences.

    Attributes:
        before: what is remembered of that page.
        now: the same of this one.
    """

    before: Remembered
    now: Remembered

    @property
    def differs(self) -> bool:
        """Whether figures, data or the day differ; a library that has changed and gives the same does not count."""
        return bool(self.moved or self.day or self.new or self.revised or self.settings)

    @cached_property
    def moved(self) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Measures before and now whose figure or status is another; ``{}`` for one that was not there."""
        old, new = ({one["id"]: one for one in told["measures"]} for told in (self.before, self.now))
        pairs = [(old.get(name, {}), new.get(name, {})) for name in {**new, **old}]
        return [(was, is_now) for was, is_now in pairs if _said(was) != _said(is_now)]

    @property
    def day(self) -> str:
        """That the page speaks of another day."""
        was, is_now = self.before["as_of"], self.now["as_of"]
        return f"จากวันที่ {_day(was)} เป็นวันที่ {_day(is_now)}" if was != is_now else ""

    @property
    def new(self) -> list[str]:
        """Files that were not there before, and those that no longer are."""
        return [
            *_named("ได้รับเพิ่ม", self._files(lambda old, new: new.keys() - old.keys())),
            *_named("ไม่มีแล้ว", self._files(lambda old, new: old.keys() - new.keys())),
        ]

    @property
    def revised(self) -> list[str]:
        """Files that say something else than before; tables of which a value changed in files of the same size."""
        changed = self._files(lambda old, new: {one for one in old.keys() & new.keys() if old[one] != new[one]})
        touched = {table for table, _ in self._all_touched()}
        was, is_now = (told["made"].get("tables", {}) for told in (self.before, self.now))
        quiet = [name for name in sorted({*was, *is_now}) if was.get(name) != is_now.get(name) and name not in touched]
        said = [f"{tables()[name].title}: มีค่าที่แก้ไข โดยไฟล์และจำนวนแถวเท่าเดิม" for name in quiet if name in tables()]
        return [*_named("ไฟล์ที่เนื้อหาเปลี่ยน", changed), *said]

    @property
    def settings(self) -> list[str]:
        """Settings that are others than before."""
        was, is_now = self.before["settings"], self.now["settings"]
        names = [name for name in sorted({*was, *is_now}) if was.get(name) != is_now.get(name)] if was else []
        return [f"ค่าที่ตั้งไว้ {name}: {was.get(name, '–')} → {is_now.get(name, '–')}" for name in names]

    @property
    def method(self) -> list[str]:
        """What of the method has changed: settings, and the program where figures have moved."""
        was, is_now = self.before["made"].get("library"), self.now["made"].get("library")
        if was == is_now or not self.moved:
            return self.settings
        versions = (self.before["version"], self.now["version"])
        said = f"รุ่น {versions[0]} → {versions[1]}" if versions[0] != versions[1] else f"รุ่น {versions[1]} ที่ปรับปรุงแล้ว"
        return [*self.settings, f"ชุดคำนวณ cdd_analysis {said}"]

    @property
    def causes(self) -> str:
        """The kinds of change there are, which alone or together moved the figures."""
        kinds = (("วันที่รายงาน", self.day), ("ข้อมูลใหม่", self.new), ("ข้อมูลที่แก้ไข", self.revised), ("วิธีคำนวณ", self.method))
        said = [word for word, there in kinds if there]
        return said[0] if len(said) == 1 else f"{' และ'.join(said)} แยกจากกันไม่ได้" if said else "ข้อมูลของพื้นที่อื่นที่ใช้เทียบ"

    def table(self) -> Printed | None:
        """The figures that moved, before and now; None where none did."""
        if not self.moved:
            return None
        heads = (("ตัวชี้วัด", "name"), ("ฉบับก่อน", "num"), ("ฉบับนี้", "num"), ("ต่าง", "num"), ("สถานะ", "status"))
        rows = [_row(was, is_now) for was, is_now in self.moved[:MOST_ROWS]]
        over = len(self.moved) - MOST_ROWS
        more = f"อีก {format_number(over)} ตัวชี้วัดอยู่ในไฟล์ตาราง (xlsx)" if over > 0 else ""
        return plain(f"ตัวเลขที่เปลี่ยน เพราะ{self.causes}", heads, rows, more)  # type: ignore[arg-type]

    def _files(self, wanted: Callable[[dict[Any, Any], dict[Any, Any]], Iterable[Any]]) -> list[str]:
        return sorted({file for _, file in self._pick(wanted)})

    def _all_touched(self) -> set[tuple[str, str]]:
        return self._pick(lambda old, new: {one for one in {**old, **new} if old.get(one) != new.get(one)})

    def _pick(self, wanted: Callable[[dict[Any, Any], dict[Any, Any]], Iterable[Any]]) -> set[tuple[str, str]]:
        """Table and file of the sheets that are wanted of those before and those now."""
        old, new = (
            {tuple(one[name] for name in _SHEET[:3]): (one["rows_read"], one["baht_kept"]) for one in told["sheets"]}
            for told in (self.before, self.now)
        )
        return {(table, file) for table, file, _ in wanted(old, new)}


def since(now: Remembered, told: Mapping[str, Any]) -> Since | None:
    """How a page differs from those the batch told of: from the first that differs; None where none does."""
    compared = (Since(before, now) for before in told.get("before", ()))
    return next((one for one in compared if one.differs), None)


def _day(iso: str) -> str:
    return thai_date(date.fromisoformat(iso))


def _said(measure: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a reader can tell apart."""
    value = measure.get("value")
    return (float(f"{value:.{_DIGITS}g}") if isinstance(value, float | int) else None, measure.get("status"))


def _row(was: Mapping[str, Any], is_now: Mapping[str, Any]) -> tuple[object, ...]:
    one = is_now or was
    values = (was.get("value"), is_now.get("value"))
    own = scale(values, one["unit"])
    both = None not in values
    step = own.text(values[1] - values[0], signed=True) if both else "–"  # type: ignore[operator]
    title = f"{one['title']} ({own.unit})" if own.unit else one["title"]
    return title, own.text(values[0]), own.text(values[1]), step, _lights(was, is_now)


def _lights(was: Mapping[str, Any], is_now: Mapping[str, Any]) -> object:
    """The status now, and in words what it was where that was another."""
    if not is_now:
        return "–"
    light = status(is_now["status"], short=True)
    changed = bool(was) and was["status"] != is_now["status"]
    return light + f" (เดิม {SHORT_LABELS[Status(was['status'])]})" if changed else light


def _named(what: str, files: list[str]) -> list[str]:
    """One sentence that names the first of some files and counts them all."""
    if not files:
        return []
    named = " · ".join(file.rpartition("/")[2] for file in files[:MOST_FILES])
    over = f" และอีก {format_number(len(files) - MOST_FILES)} ไฟล์" if len(files) > MOST_FILES else ""
    return [f"{what} {format_number(len(files))} ไฟล์: {named}{over}"]
