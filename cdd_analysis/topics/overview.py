"""The whole visit on one page: a verdict per topic, the questions that weigh most, the areas below topic by topic.

Topics are asked through the registry, so a new one appears here by itself; a topic that is not built is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from cdd_analysis.datasets import table
from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Assessment, Finding, Measure, Shown, Status, TableView, View
from cdd_analysis.measures.scorecard import ranked
from cdd_analysis.measures.status import LABELS, SEVERITY, is_missing, urgency, worst
from cdd_analysis.settings import setting
from cdd_analysis.thai.numbers import format_number
from cdd_analysis.topics import Topic, crossings, topics

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

KEY = "overview"
NUMBER = 0
TITLE = "สรุปการตรวจติดตามทุกประเด็น"
SHORT = "ภาพรวม"
OWNER = "กลุ่มงานยุทธศาสตร์การพัฒนาชุมชน"
MOST_QUESTIONS = 10
#: How many of the best and of the worst areas stand in the table of extremes.
EXTREMES = 5
#: Topic -> its tables that belong to the whole visit.
SHARED_TABLES = {"management": ("instructions",)}
URGENT = (Status.CHECK, Status.RED)

Asked = list[tuple[Topic, Assessment]]


def __getattr__(name: str) -> Any:
    """``TABLES``, the tables of all topics: made when asked for, because importing a topic asks no other."""
    if name == "TABLES":
        return tuple(dict.fromkeys(table_name for one in others() for table_name in one.TABLES))
    raise AttributeError(name)


def others() -> list[Topic]:
    """Every topic but this one, in the order of the visit."""
    return [one for one in topics().values() if one.KEY != KEY]


def assess(data: Processed, view: View) -> Assessment:
    """What all topics together say of one view."""
    return combine([(one, one.assess(data, view)) for one in others()], view, crossings.crossings(data, view))


def latest(data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
    """Latest date of any topic's data inside the fiscal year; None where there is none."""
    days = [day for one in others() if (day := one.latest(data, provinces, fiscal_year))]
    return max(days, default=None)


def combine(asked: Asked, view: View, crossed: TableView | None = None) -> Assessment:
    """The overview of what each topic said, and of what two topics' registers say together."""
    inputs = {name: rows for _, one in asked for name, rows in one.inputs.items()}
    table_of_areas = ranking(asked, view)
    return Assessment(
        topic=KEY,
        view=view,
        status=worst(one.status for _, one in asked),
        verdict=verdict(asked, view),
        measures=tuple(headline(topic, one) for topic, one in asked),
        findings=questions(asked, crossings.questions(crossed, view) if crossed else ()),
        ranking=table_of_areas,
        coverage=health(asked),
        awaited=tuple(dict.fromkeys(name for _, one in asked for name in one.awaited)),
        inputs=inputs,
        tables=_tables(asked, view) | ({crossed.name: crossed} if crossed else {}),
        notes=(f"สรุปจาก {len(asked)} ประเด็น: {' · '.join(topic.TITLE for topic, _ in asked)}",),
    )


def verdict(asked: Asked, view: View) -> str:
    """One sentence: how many topics stand in which light, and what the most serious of them says."""
    counts = {status: sum(one.status is status for _, one in asked) for status in SEVERITY}
    said = " · ".join(f"{LABELS[status]} {n} ประเด็น" for status, n in counts.items() if n)
    serious = min(asked, key=lambda pair: SEVERITY.index(pair[1].status), default=None)
    title = f"{view.scope.title} " if view.scope.title[-1:].isdigit() else view.scope.title
    start = f"{title}ตรวจติดตาม {len(asked)} ประเด็น: {said}"
    if serious is None:
        return f"{title}ยังไม่มีประเด็นให้สรุป"
    return start if serious[1].status is Status.GREEN else f"{start} ประเด็นที่ต้องคุยก่อน: {serious[1].verdict}"


def headline(topic: Topic, said: Assessment) -> Measure:
    """A topic's light and sentence, with the most serious of its key figures."""
    there = [one for one in said.measures if not is_missing(one.value)]
    there.sort(key=lambda one: (not one.key, not one.id.startswith("T"), SEVERITY.index(one.status)))
    blank = Measure("", "", None, "", Status.GRAY, awaited=next(iter(said.awaited), ""))
    first = next(iter(there), blank)
    base = " · ".join(part for part in (first.title, first.base) if part)
    return replace(
        first,
        id=f"overview-{topic.KEY}",
        title=topic.SHORT,
        base=base,
        status=said.status,
        reason=said.verdict,
        key=True,
    )


def questions(asked: Asked, more: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """The questions that weigh most over all topics, none twice: what is in doubt or urgent first, then by weight.

    No topic fills the list alone: at most ``overview.questions_per_topic`` of each.
    """
    most = setting("overview.questions_per_topic")
    kept = [finding for _, said in asked for finding in _asked_once(ranked(said.findings))[:most]]
    return tuple(_asked_once(ranked([*kept, *more])))[:MOST_QUESTIONS]


def _asked_once(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that ask something; of those that ask the same of the same area, the first."""
    once: dict[tuple[str, str], Finding] = {}
    for one in findings:
        if one.question:
            once.setdefault((one.area, one.question), one)
    return list(once.values())


def lights(asked: Asked, view: View) -> dict[str, dict[str, Status]]:
    """Status of every child area in every topic; gray where a topic says nothing of it."""
    found = {topic.KEY: _column(said.ranking, "status") for topic, said in asked}
    return {
        area: {key: Status(column.get(area, Status.GRAY)) for key, column in found.items()}
        for area in view.scope.children
    }


def reasons(asked: Asked, lit: Mapping[str, Mapping[str, Status]]) -> dict[str, str]:
    """What each child area's most serious topic says of it."""
    said = {topic.KEY: (topic.SHORT, _column(one.ranking, "reason")) for topic, one in asked}
    found = dict.fromkeys(lit, "")
    for area, own in lit.items():
        key = min(own, key=lambda one: SEVERITY.index(own[one]), default="")
        short, column = said.get(key, ("", {}))
        if column.get(area):
            found[area] = f"{short}: {column[area]}"
    return found


def ranking(asked: Asked, view: View) -> TableView | None:
    """Child areas with a status per topic, the most urgent first; None where no topic is built."""
    if not asked:
        return None
    lit = lights(asked, view)
    said = reasons(asked, lit)
    rows: list[dict[str, Any]] = [
        {
            "area": area,
            **own,
            "status": worst(own.values()),
            "urgent": sum(one in URGENT for one in own.values()),
            "reason": said[area],
        }
        for area, own in lit.items()
    ]
    rows.sort(key=lambda row: (urgency(row["status"]), -row["urgent"]))
    label = view.scope.child_label
    shown = (
        Shown("area", label, "name"),
        *(Shown(topic.KEY, topic.SHORT, "status") for topic, _ in asked),
        Shown("urgent", "ประเด็นที่ต้องเร่งหรือตรวจสอบ", "count"),
        Shown("status", "สถานะ", "status"),
        Shown("reason", "เหตุผล/ข้อสังเกต"),
    )
    note = "สถานะรวมคือสถานะที่ต้องให้ความสำคัญที่สุดในทุกประเด็น"
    return TableView("ranking", f"สถานะราย{label}ทุกประเด็น", pd.DataFrame(rows), shown, note=note)


def _tables(asked: Asked, view: View) -> dict[str, TableView]:
    """Best and worst areas, and the lists of topics that the whole visit is about: instructions outstanding."""
    found = {"extremes": extremes(asked, view)}
    for topic, one in asked:
        found |= {name: one.tables[name] for name in SHARED_TABLES.get(topic.KEY, ()) if name in one.tables}
    return {name: table for name, table in found.items() if table is not None}


def extremes(asked: Asked, view: View) -> TableView | None:
    """The five best and the five worst areas over all topics; None where too few have a light in enough of them.

    An area's score is the points of its lights (``overview.points``) of all it could have, in the topics that say
    something of it; what is in doubt earns nothing.
    """
    lit = lights(asked, view)
    said = reasons(asked, lit)
    rows = [{"area": area, **_score(own.values()), "reason": said[area]} for area, own in lit.items()]
    rows = [row for row in rows if row["lit"] >= setting("overview.least_topics")]
    rows.sort(key=lambda row: (-row["score"], row["red"], row["check"], row["area"]))
    most = min(EXTREMES, len(rows) // 2)
    if not most:
        return None
    last = [{**row, "group": "ควรช่วยก่อน"} for row in reversed(rows[-most:])]
    frame = pd.DataFrame([*last, *({**row, "group": "ทำได้ดี"} for row in rows[:most])])
    label = view.scope.child_label
    shown = (
        Shown("area", label, "name"),
        Shown("group", "กลุ่ม"),
        Shown("score", "คะแนน", "pct", "ร้อยละ"),
        Shown("lit", "ประเด็นที่มีข้อมูล", "count"),
        Shown("green", "ตามแผน", "count"),
        Shown("red", "เร่งด่วน", "count"),
        Shown("check", "ควรตรวจสอบ", "count"),
        Shown("reason", "เรื่องที่ต้องคุยก่อน"),
    )
    note = "คะแนนคือแต้มของสถานะทุกประเด็นที่มีข้อมูล เทียบกับแต้มเต็ม ข้อมูลที่ควรตรวจสอบไม่ได้แต้ม"
    title = f"{most} {label}ที่ทำได้ดีและ {most} {label}ที่ควรช่วยก่อน รวมทุกประเด็น"
    return TableView("extremes", title, frame, shown, note=note)


def _score(lights: Collection[Status]) -> dict[str, Any]:
    """An area's score in per cent, of how many lights, and how many of them are green, red and in doubt."""
    points = setting("overview.points")
    lit = [one for one in lights if one is not Status.GRAY]
    earned = sum(float(points.get(one.value, 0)) for one in lit)
    counts = {one.value: lit.count(one) for one in (Status.GREEN, Status.RED, Status.CHECK)}
    return {"score": ratio(earned, len(lit) * max(points.values())), "lit": len(lit), **counts}


def _column(view: TableView | None, name: str) -> dict[str, Any]:
    """A column of a topic's ranked table by area code; empty where the topic has no such table or column."""
    if view is None or name not in view.frame:
        return {}
    area = next((one.column for one in view.shown if one.kind == "name"), "")
    return dict(zip(view.frame[area], view.frame[name], strict=True)) if area else {}


def health(asked: Asked) -> TableView:
    """Every input table of every topic: rows used, newest as-of date, or that it is awaited; the awaited first."""
    rows = [_input(topic, name, frame) for topic, said in asked for name, frame in said.inputs.items()]
    frame = pd.DataFrame(rows, columns=["topic", "table", "rows", "as_of_date", "status"])
    order = frame["status"].map(urgency)
    frame = frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
    waiting = int(frame["status"].eq(Status.GRAY).sum())
    shown = (
        Shown("topic", "ประเด็น"),
        Shown("table", "ข้อมูล"),
        Shown("rows", "แถวที่ใช้", "count"),
        Shown("as_of_date", "ข้อมูล ณ วันที่", "date"),
        Shown("status", "สถานะ", "status"),
    )
    note = f"รอข้อมูล {format_number(waiting)} จาก {format_number(len(frame))} ตาราง"
    return TableView("coverage", "ข้อมูลที่ได้รับรายประเด็น", frame, shown, note=note)


def _input(topic: Topic, name: str, rows: pd.DataFrame) -> dict[str, object]:
    days = pd.to_datetime(rows["as_of_date"]) if "as_of_date" in rows else pd.Series(dtype="datetime64[us]")
    return {
        "topic": topic.TITLE,
        "table": table(name).title,
        "rows": float(len(rows)) if len(rows) else None,
        "as_of_date": days.max(),
        "status": Status.GREEN if len(rows) else Status.GRAY,
    }
