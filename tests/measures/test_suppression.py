"""Small counts below the district: hidden, and not to be worked out from what is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdd_analysis import areas, charts
from cdd_analysis.measures.result import Assessment, Exhibit, Finding, Shown, Status, TableView, View
from cdd_analysis.measures.suppression import LEAST, MARK, NOTE, hide, published
from cdd_analysis.page.sheets import view_table
from cdd_analysis.page.tables import printed

VILLAGES = ("80010101", "80010102", "80010103", "80010104")
TAMBONS = areas.subdistrict_codes("8001")[:4]


def hidden_of(rows: list[list[float]], parents: list[str] | None = None) -> list[list[int]]:
    hidden, _ = hide(pd.DataFrame(rows), parents or ["8001"] * len(rows))
    return hidden.to_numpy().astype(int).tolist()


# -- which cells ---------------------------------------------------------------------------------------------------


def test_nothing_small_nothing_hidden() -> None:
    assert hidden_of([[5], [0], [12]]) == [[0], [0], [0]]


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    assert hidden_of([[3], [20], [7], [0]]) == [[1], [0], [1], [0]]


def test_two_small_counts_protect_each_other() -> None:
    assert hidden_of([[3], [2], [7]]) == [[1], [1], [0]]


def test_two_ones_do_not_since_none_hidden_is_zero() -> None:
    assert hidden_of([[1], [1], [7], [9]]) == [[1], [1], [1], [0]]


def test_each_parent_s_total_is_known_by_itself() -> None:
    assert hidden_of([[3], [8], [6], [9]], ["a", "a", "b", "b"]) == [[1], [1], [0], [0]]
    assert hidden_of([[3], [8], [2], [9]], ["a", "a", "b", "b"]) == [[1], [1], [1], [1]]


def test_where_a_column_is_the_sum_of_the_others_rows_are_protected_too() -> None:
    """Men, women, all."""
    hidden = hidden_of([[3, 20, 23], [30, 40, 70], [50, 60, 110]])
    assert hidden[0][0] == 1
    assert sum(hidden[0]) >= 2
    assert all(sum(row) != 1 for row in hidden)
    assert all(sum(column) != 1 for column in zip(*hidden, strict=True))


def test_where_nothing_else_can_be_hidden_the_total_is() -> None:
    hidden, totals = hide(pd.DataFrame({"n": [3.0, 0.0]}), ["8001", "8001"])
    assert hidden["n"].tolist() == [True, False]
    assert totals == {"n"}
    assert hide(pd.DataFrame({"n": [3.0, 9.0]}), ["8001"] * 2)[1] == set()


def test_a_missing_count_is_neither_hidden_nor_a_cover() -> None:
    assert hidden_of([[3], [np.nan], [9]]) == [[1], [0], [1]]


def ways(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to write ``total`` as a sum of ``parts`` counts above zero: what a reader may think of."""
    if parts == 1:
        yield (total,)
        return
    for first in range(1, total - parts + 2):
        yield from ((first, *rest) for rest in ways(total - first, parts - 1))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from("ab")), min_size=1, max_size=7))
def test_no_total_less_what_is_shown_gives_a_hidden_count(drawn: list[tuple[int, int, str]]) -> None:
    """By trying every table that would look the same, not by the algebra of the code."""
    rows, parents = pd.DataFrame([one[:2] for one in drawn], columns=["x", "y"]), [one[2] for one in drawn]
    hidden, totals = hide(rows.astype(float), parents)
    small = (rows > 0) & (rows < LEAST)
    assert (hidden | ~small).all(axis=None)
    assert not (hidden & (rows == 0)).any(axis=None), "zeros stay"
    for column in set(rows) - totals:
        for _, group in rows[column].groupby(parents):
            secret = group[hidden.loc[group.index, column]]
            if len(secret):
                told = list(ways(int(group.sum() - group[~hidden.loc[group.index, column]].sum()), len(secret)))
                assert all(len({way[n] for way in told}) > 1 for n in range(len(secret)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=6))
def test_no_row_less_what_is_shown_gives_a_hidden_count(pairs: list[tuple[int, int]]) -> None:
    rows = [[a, b, a + b] for a, b in pairs]
    hidden, totals = hide(pd.DataFrame(rows, dtype=float, columns=["ชาย", "หญิง", "รวม"]), ["8001"] * len(rows))
    for row, own in zip(rows, hidden.to_numpy(), strict=True):
        assert all(own[c] for c, value in enumerate(row) if 0 < value < LEAST)
        if own.sum() == 1:
            others = [value for value, secret in zip(row, own, strict=True) if not secret]
            assert 0 in others, "only a zero beside a small count and its sum leaves nothing else to hide"
    for column in hidden:
        assert hidden[column].sum() != 1 or column in totals


# -- what a page publishes -----------------------------------------------------------------------------------------


def ranking(codes: tuple[str, ...], poor: list[float], **more: object) -> TableView:
    frame = pd.DataFrame({"area": codes, "poor": poor, "share": [n / 10 for n in poor], "baht": [100.0] * len(poor)})
    shown = (
        Shown("area", "พื้นที่", "name"),
        Shown("poor", "คนจน", "count", "คน"),
        Shown("share", "ร้อยละ", "pct", "%"),
        Shown("baht", "เงิน", "baht", "บาท"),
    )
    return TableView("ranking", "รายพื้นที่", frame, shown, {"poor": sum(poor)}, **more)  # type: ignore[arg-type]


def assessment(**parts: object) -> Assessment:
    view = View(areas.scope("80"), 2565, dt.date(2022, 1, 12))
    return Assessment("poverty", view, Status.GRAY, "ทดสอบ", **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("codes", [TAMBONS, VILLAGES])
def test_a_table_of_places_below_the_district_is_printed_without_small_counts(codes: tuple[str, ...]) -> None:
    table = published(assessment(ranking=ranking(codes, [3, 20, 7, 0]))).ranking
    assert table is not None
    assert table.note == NOTE
    rows = [row[1:3] for row in printed(table).rows]
    assert rows == [(MARK, MARK), ("20", "2.0"), (MARK, MARK), ("0", "0.0")]
    sheet = view_table(table)
    assert [row[2] for row in sheet["rows"]] == [MARK, 20, MARK, 0, 30]
    assert [row[4] for row in sheet["rows"][:4]] == [100.0] * 4


@pytest.mark.parametrize("codes", [("8001", "8002", "8003", "8004"), ("80", "81", "82", "83")])
def test_districts_and_provinces_are_printed_as_they_are(codes: tuple[str, ...]) -> None:
    view = ranking(codes, [3, 20, 7, 0])
    assert published(assessment(ranking=view)).ranking is view


def test_counts_of_things_are_printed_as_they_are() -> None:
    view = ranking(TAMBONS, [3, 20, 7, 0])
    things = Shown("poor", "ผลิตภัณฑ์", "count", "รายการ")
    view = TableView(view.name, view.title, view.frame, (view.shown[0], things, *view.shown[2:]))
    assert published(assessment(coverage=view)).coverage is view


def test_the_total_goes_where_it_would_tell() -> None:
    table = published(assessment(ranking=ranking(TAMBONS, [3, 0, 0, 0]))).ranking
    assert table is not None
    assert table.total == {"poor": MARK}
    assert MARK in printed(table).total


def chart(codes: tuple[str, ...], **more: str) -> Exhibit:
    frame = pd.DataFrame({"area": codes, "people": [3.0, 20.0, 7.0, 0.0]})
    words = {"title": "ตำบลหนึ่งมีคนจน 3 คน", "alt": "ต่ำสุด 3 คน สูงสุด 20 คน", "unit": "คน"} | more
    return Exhibit("poor", "bars", words["title"], "คน", frame, "people", "area", unit=words["unit"], alt=words["alt"])


def test_a_chart_loses_the_bars_and_its_words_the_numbers() -> None:
    exhibit = published(assessment(exhibits={"poor": chart(TAMBONS)})).exhibits["poor"]
    assert exhibit.frame["people"].isna().tolist() == [True, False, True, False]
    assert exhibit.title == f"ตำบลหนึ่งมีคนจน {MARK} คน"
    assert exhibit.alt == f"ต่ำสุด {MARK} คน สูงสุด 20 คน"
    drawn = charts.draw(exhibit)
    assert ">3<" not in drawn.svg
    assert [row[1] for row in drawn.numbers.rows].count("7") == 0


def test_a_chart_of_series_is_hidden_area_by_area() -> None:
    frame = pd.DataFrame({"area": TAMBONS * 2, "people": [3.0, 20, 7, 0, 9, 9, 9, 9], "sex": ["ช"] * 4 + ["ญ"] * 4})
    exhibit = Exhibit("poor", "stacked", "ก", "ข", frame, "people", "area", "sex", unit="คน")
    (kept,) = published(assessment(exhibits={"poor": exhibit})).exhibits.values()
    assert kept.frame["people"].isna().tolist() == [True, False, True, False] + [False] * 4


def test_charts_of_districts_or_of_money_stay() -> None:
    for exhibit in (chart(("8001", "8002", "8003", "8004")), chart(TAMBONS, unit="บาท")):
        assert published(assessment(trend=exhibit)).trend is exhibit


def test_a_finding_on_a_village_loses_its_small_number() -> None:
    words = {"sentence": "บ้านนี้มีคนตกเกณฑ์ 3 คน จาก 120 คน", "question": "3 คนนี้ได้รับอะไร"}
    village = Finding("r", VILLAGES[0], Status.RED, owner="พช.", weight=3, unit="คน", **words)
    district = Finding("r", "8001", Status.RED, owner="พช.", weight=3, unit="คน", **words)
    kept, same = published(assessment(findings=(village, district))).findings
    assert kept.sentence == f"บ้านนี้มีคนตกเกณฑ์ {MARK} คน จาก 120 คน"
    assert kept.question == f"{MARK} คนนี้ได้รับอะไร"
    assert kept.weight == 0
    assert same is district


def test_every_page_goes_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from cdd_analysis.ingest.store import Processed
    from cdd_analysis.page.sections import Page

    page = Page(assessment(ranking=ranking(VILLAGES, [3, 20, 7, 0])), Processed("."), title="ก", owner="ข", tables=())
    assert MARK in list(page.assessment.ranking.frame["poor"])
