"""The page of the whole visit, on made-up topics: it must work for any topic it is given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.result import Assessment, Finding, Measure, Shown, Status, TableView, View
from cdd_analysis.topics import overview, topic, topics

VIEW = View(scope("83"), 2565, date(2022, 1, 12))
NOTHING: Any = object()


@dataclass
class Pretend:
    """A topic that says what the test gives it."""

    KEY: str
    NUMBER: int
    said: Assessment
    TITLE: str = "ประเด็นสมมติ"
    SHORT: str = "สมมติ"
    TABLES: tuple[str, ...] = ("otop_sales",)
    OWNER: str = "กลุ่มงานสมมติ"
    day: date | None = None
    asked: list[View] = field(default_factory=list)

    def assess(self, data: Processed, view: View) -> Assessment:
        self.asked.append(view)
        return self.said

    def latest(self, data: Processed, provinces: Any, fiscal_year: int) -> date | None:
        return self.day


def finding(rule: str, status: Status, question: str = "", area: str = "8301", weight: float = 1) -> Finding:
    return Finding(rule, area, status, f"ข้อค้นพบ {rule}", "พัฒนาการอำเภอสมมติ", question or f"ถาม {rule}", weight, "บาท")


def said(
    status: Status, findings: tuple[Finding, ...] = (), areas: dict[str, Status] | None = None, **more: Any
) -> Assessment:
    view = None
    if areas is not None:
        frame = pd.DataFrame({"area": list(areas), "status": list(areas.values()), "reason": "เพราะเหตุสมมติ"})
        view = TableView(
            "ranking", "ตาราง", frame, (Shown("area", "อำเภอ", "name"), Shown("status", "สถานะ", "status"))
        )
    measures = (
        Measure("T9.0", "รอข้อมูล", None, "บาท", Status.GRAY),
        Measure("T9.1", "ตัวเลขอื่น", 99, "ร้อยละ", Status.GREEN),
        Measure("T9.2", "ตัวเลขหลัก", 12.5, "ร้อยละ", status, base="จาก 80 แห่ง"),
    )
    return Assessment("x", VIEW, status, f"สรุป {status.value}", measures, findings, view, **more)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> list[Pretend]:
    first = Pretend(
        "one",
        1,
        said(
            Status.YELLOW,
            (finding("a1", Status.YELLOW, weight=9e9), finding("a2", Status.GRAY), finding("a3", Status.YELLOW)),
            {"8301": Status.GREEN, "8302": Status.RED},
            inputs={"poverty_areas": pd.DataFrame({"as_of_date": pd.to_datetime(["2021-12-31", "2022-01-05"])})},
        ),
        day=date(2022, 1, 5),
    )
    second = Pretend(
        "two",
        2,
        said(
            Status.CHECK,
            (finding("b1", Status.CHECK), finding("b2", Status.YELLOW)),
            {"8301": Status.YELLOW, "8302": Status.CHECK},
            awaited=("otop_sales",),
            inputs={"otop_sales": pd.DataFrame()},
        ),
    )
    monkeypatch.setattr(overview, "topics", lambda: {"overview": overview, "one": first, "two": second})
    monkeypatch.setattr(overview.crossings, "crossings", lambda data, view: None)
    return [first, second]


@pytest.fixture
def whole(two: list[Pretend]) -> Assessment:
    return overview.assess(NOTHING, VIEW)


def test_every_topic_is_asked_for_the_same_view(two: list[Pretend], whole: Assessment) -> None:
    assert [one.asked for one in two] == [[VIEW], [VIEW]]


def test_the_worst_light_wins_and_the_sentence_says_which(whole: Assessment) -> None:
    assert whole.status is Status.CHECK
    assert whole.verdict.startswith("จังหวัดภูเก็ตตรวจติดตาม 2 ประเด็น: ข้อมูลควรตรวจสอบ 1 ประเด็น")
    assert whole.verdict.endswith("สรุป check")


def test_each_topic_has_its_light_its_figure_and_its_sentence(whole: Assessment) -> None:
    one, two = whole.measures
    assert (one.id, one.status, one.value, one.reason) == ("overview-one", Status.YELLOW, 12.5, "สรุป yellow")
    assert one.base == "ตัวเลขหลัก · จาก 80 แห่ง"
    assert two.status is Status.CHECK


def test_the_weightiest_come_first_and_doubt_before_all(whole: Assessment) -> None:
    assert [one.rule for one in whole.findings] == ["b1", "a1", "a3", "b2", "a2"]


def test_no_topic_fills_the_list_alone_and_it_ends_at_ten() -> None:
    def asked(*counts: int) -> list[Finding]:
        each = [
            (
                Pretend(f"t{n}", n, NOTHING),
                said(Status.RED, tuple(finding(f"{n}-{m}", Status.RED, weight=100 * n + m) for m in range(count))),
            )
            for n, count in enumerate(counts)
        ]
        return list(overview.questions(each))

    assert [one.rule for one in asked(0, 5)] == ["1-4", "1-3", "1-2"]
    assert [one.rule for one in asked(9, 9, 9, 9)] == [f"{n}-{m}" for n in (3, 2, 1, 0) for m in (8, 7, 6)][:10]


def test_the_same_question_of_the_same_area_is_asked_once() -> None:
    same = (finding("x", Status.RED, "ถามซ้ำ"), finding("y", Status.RED, "ถามซ้ำ"))
    both = [(Pretend(key, n, NOTHING), said(Status.RED, same)) for n, key in enumerate(("one", "two"))]
    assert [one.rule for one in overview.questions(both)] == ["x"]


def lit(*areas: dict[str, Status]) -> overview.Asked:
    return [(Pretend(f"t{n}", n, NOTHING), said(Status.RED, (), one)) for n, one in enumerate(areas)]


def test_the_best_and_the_worst_are_told_by_all_their_lights() -> None:
    table = overview.extremes(
        lit(
            {"8301": Status.GREEN, "8302": Status.RED, "8303": Status.GREEN},
            {"8301": Status.YELLOW, "8302": Status.CHECK, "8303": Status.GREEN},
        ),
        VIEW,
    )
    assert table is not None
    rows = table.frame.set_index("area")
    assert rows["group"].to_dict() == {"8302": "ควรช่วยก่อน", "8303": "ทำได้ดี"}
    assert rows["score"].to_dict() == {"8302": 0.0, "8303": 100.0}
    assert rows.loc["8302", ["lit", "green", "red", "check"]].tolist() == [2, 0, 1, 1]


def test_an_area_of_which_too_little_is_known_is_neither_best_nor_worst() -> None:
    assert overview.extremes(lit({"8301": Status.GREEN, "8302": Status.RED, "8303": Status.GREEN}), VIEW) is None


def test_instructions_outstanding_are_taken_from_the_topic_that_keeps_them() -> None:
    own = TableView("instructions", "ข้อสั่งการ", pd.DataFrame({"a": ["x"]}), (Shown("a", "ข้อ"),))
    other = replace(own, name="villages")
    pair = (Pretend("management", 9, NOTHING), said(Status.RED, tables={"instructions": own, "villages": other}))
    assert list(overview.combine([pair], VIEW).tables) == ["instructions"]


def test_a_finding_without_a_question_is_not_asked() -> None:
    silent = Finding("known", "8301", Status.RED, "รู้ไว้", "พัฒนาการอำเภอสมมติ")
    assert overview.questions([(Pretend("one", 1, NOTHING), said(Status.RED, (silent,)))]) == ()


def test_areas_below_have_a_light_per_topic_and_none_vanishes(whole: Assessment) -> None:
    assert whole.ranking is not None
    frame = whole.ranking.frame.set_index("area")
    assert list(frame.index) == ["8302", "8301", "8303"]
    assert frame.loc["8302", ["one", "two", "status", "urgent"]].tolist() == ["red", "check", "check", 2]
    assert frame.loc["8303", ["one", "two", "status"]].tolist() == ["gray"] * 3
    assert frame.loc["8302", "reason"] == "สมมติ: เพราะเหตุสมมติ"


def test_health_names_what_is_awaited_first(whole: Assessment) -> None:
    assert whole.coverage is not None and whole.awaited == ("otop_sales",)
    assert whole.coverage.frame["status"].tolist() == ["gray", "green"]
    assert whole.coverage.frame["as_of_date"].iloc[1] == pd.Timestamp("2022-01-05")
    assert whole.coverage.note == "รอข้อมูล 1 จาก 2 ตาราง"


def test_latest_is_the_latest_of_any_topic(two: list[Pretend]) -> None:
    assert overview.latest(NOTHING, ("83",), 2565) == date(2022, 1, 5)
    two[0].day = None
    assert overview.latest(NOTHING, ("83",), 2565) is None


def test_without_any_topic_nothing_is_pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "topics", lambda: {"overview": overview})
    monkeypatch.setattr(overview.crossings, "crossings", lambda data, view: None)
    found = overview.assess(NOTHING, VIEW)
    assert found.status is Status.GRAY and found.ranking is None and not found.measures
    assert "ยังไม่มีประเด็นให้สรุป" in found.verdict


def test_the_overview_stands_first_and_lists_every_table() -> None:
    assert next(iter(topics())) == "overview"
    assert {name for one in overview.others() for name in one.TABLES} == set(topic("overview").TABLES)
    assert "overview" not in [one.KEY for one in overview.others()]
