"""Input tables as data: what every one of them must be, so that readers, store and pages can rely on it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from cdd_analysis.datasets import AREA_COLUMNS, PROVENANCE, Column, Kind, Personal, Table, table, tables
from cdd_analysis.datasets.poverty import single_dimension
from cdd_analysis.errors import UsageError
from cdd_analysis.ingest.reading.sheets import Sheet
from cdd_analysis.ingest.recognition.columns import needed
from cdd_analysis.ingest.recognition.headings import AREA_HEADINGS, COMMON, heading_key, meaning
from cdd_analysis.ingest.recognition.recognise import recognise
from cdd_analysis.thai.text import match_key

EVERY = list(tables().values())
UNIT = re.compile(r"_(baht|pct|count|rai|date)$")


def test_tables_of_the_first_topics_are_found_by_name() -> None:
    assert {"otop_sales", "otop_producers", "otop_products", "otop_today"} <= set(tables())
    assert {"poverty_areas", "target_households", "household_help", "village_names"} <= set(tables())
    assert table("otop_sales").title == "ยอดจำหน่ายผลิตภัณฑ์ OTOP รายเดือน"


def test_a_table_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UsageError, match=r"There is no table 'otop_sale'\. Tables: .*otop_sales, "):
        table("otop_sale")


def test_a_column_is_found_by_name() -> None:
    assert table("otop_sales").column("sales_baht").kind is Kind.BAHT
    assert table("otop_sales").has_month
    assert not table("otop_products").has_month


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_names_are_plain_and_not_taken_twice(one: Table) -> None:
    names = [column.name for column in one.columns]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in (one.name, *names))
    assert not set(names) & {*AREA_COLUMNS, *PROVENANCE}
    assert one.title
    assert one.row


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_units_stand_last_and_agree_with_the_kind(one: Table) -> None:
    kinds = {"baht": Kind.BAHT, "pct": Kind.PCT, "date": Kind.DATE}
    for column in one.columns:
        if (unit := UNIT.search(column.name)) and unit[1] in kinds:
            assert column.kind is kinds[unit[1]]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_the_key_is_made_of_stored_columns(one: Table) -> None:
    stored = {*one.stored, "area"}
    assert set(one.key) <= stored
    assert one.year in (None, "fiscal_year", "bmn_year")


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_every_heading_leads_to_its_own_column(one: Table) -> None:
    """No heading of a table is taken by another column of it, or by a heading that any table may have."""
    for column in one.columns:
        for heading in (column.label, *column.headings):
            found = meaning(one, tuple(heading.split(" | ")))
            assert (found.column, heading) == (column.name, heading)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_spellings_of_choices_are_not_shared(one: Table) -> None:
    for column in one.columns:
        spellings = [spelling for many in column.choices.values() for spelling in many]
        assert len(spellings) == len(set(spellings))
        assert (column.kind is Kind.CHOICE) == bool(column.choices)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_choice_is_told_by_its_folded_spelling(one: Table) -> None:
    """Spellings that lose their marks on the way must still be of one choice."""
    for column in one.columns:
        folded: dict[str, str] = {}
        for code, spellings in column.choices.items():
            for spelling in (code, *spellings):
                assert folded.setdefault(match_key(spelling) or spelling, code) == code, (column.name, spelling)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_labels_of_a_table_are_unlike(one: Table) -> None:
    labels = [heading_key(column.label) for column in one.columns]
    assert len({column.label for column in one.columns}) == len(labels)
    assert all(labels)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_columns_speak_of_columns_that_are_there(one: Table) -> None:
    own = {column.name for column in one.columns}
    known = own | set(AREA_HEADINGS)
    for group in one.one_of:
        assert group
        assert set(group) <= known
    for column in one.columns:
        above, below = column.share_of or ((), ())
        assert {*above, *below, *((column.follows,) if column.follows else ())} <= own
        assert column.share_of is None or (above and below and column.kind is Kind.PCT)


@pytest.mark.parametrize("one", [one for one in EVERY if needed(one)], ids=lambda one: one.name)
def test_what_a_table_needs_makes_it_recognisable(one: Table) -> None:
    """The barest sheet: a year, a district and one column of each group it needs."""
    labels = {column.name: column.label for column in one.columns} | {name: COMMON[name][0] for name in AREA_HEADINGS}
    names = list(dict.fromkeys(group[0] for group in needed(one)))
    headings = ["ปีงบประมาณ", "อำเภอ", *(labels[name] for name in names)]
    cells = np.array([headings, ["2565", "ลานสกา", *("1" for _ in names)]], dtype=object)
    (region,) = recognise(Sheet("ส่งมา.xlsx", "", cells))
    assert region.table.name == one.name


def test_a_dash_is_no_count_and_no_statement_of_money() -> None:
    assert Column("x", Kind.COUNT, "x").dash_means == "zero"
    assert Column("x", Kind.BAHT, "x").dash_means == "missing"
    assert Column("x", Kind.BAHT, "x", dash="zero").dash_means == "zero"


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_personal_text_never_reaches_the_store(one: Table) -> None:
    for column in one.columns:
        if column.personal is Personal.DROP:
            assert column.is_stored == (column.kind in (Kind.PRESENCE, Kind.PHONE))
        if column.personal is Personal.HASH:
            assert column.kind is Kind.CODE


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_only_figures_add_up(one: Table) -> None:
    assert all(column.kind in (Kind.COUNT, Kind.BAHT, Kind.NUMBER) for column in one.columns if column.additive)


def test_money_and_counts_are_never_below_zero_unless_said() -> None:
    assert Column("x", Kind.BAHT, "x").least is None
    assert all(c.least is not None for c in table("otop_sales").columns if c.kind in (Kind.BAHT, Kind.COUNT))


def extract(**dimensions: list[float]) -> pd.DataFrame:
    names = ("health", "living", "education", "income", "access")
    length = max(map(len, dimensions.values()), default=1)
    return pd.DataFrame({f"target_{name}": dimensions.get(name, [float("nan")] * length) for name in names})


def test_an_extract_of_one_dimension_is_told_by_its_content() -> None:
    assert single_dimension(extract(health=[3, 0], living=[0, 0])) == ["target_health"]
    assert single_dimension(extract(health=[0, 0], income=[0, 0])) == []
    assert single_dimension(extract(health=[3, 0], income=[0, 1])) is None
    assert single_dimension(extract()) is None
    assert single_dimension(extract().iloc[:0]) is None
