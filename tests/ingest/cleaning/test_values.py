"""Cells of a column -> typed values; what cannot be read is missing and told of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from cdd_analysis.datasets import Column, Kind, Personal, table
from cdd_analysis.ingest.cleaning.values import Parsed, figures, parse, read_numbers
from cdd_analysis.ingest.personal import hashed

SALES = table("otop_sales")


def read(kind: Kind, *cells: object, **options: Any) -> Parsed:
    return parse(Column("x", kind, "ช่อง", **options), pd.Series(list(cells), dtype=object))


def values(parsed: Parsed) -> list[object]:
    return [None if pd.isna(value) else value for value in parsed.values]


def rules(parsed: Parsed) -> list[tuple[int, str]]:
    return [(at, rule) for at, rule, *_ in parsed.faults]


def figure(kind: Kind, *cells: object, scale: Any = 1.0, **options: Any) -> Parsed:
    grid = np.array([[cell] for cell in cells], dtype=object)
    column = Column("x", kind, "ช่อง", **options)
    rows = np.arange(len(cells))
    return figures(column, read_numbers(grid, [0]), 0, rows, grid, scale)


def test_figures_in_every_dress() -> None:
    cells = ("1,234.50", "๑,๒๓๔", "(500)", "1,234.-", "฿12", 7, 8.5, "12 บาท", "1.5 ล้านบาท")
    assert values(figure(Kind.BAHT, *cells)) == [1234.5, 1234, -500, 1234, 12, 7, 8.5, 12, 1_500_000]


def test_missing_never_becomes_zero() -> None:
    parsed = figure(Kind.BAHT, "", "-", "–", "ไม่มี", "n/a", "รอรายงาน", "0")
    assert values(parsed) == [None] * 6 + [0]
    assert parsed.faults == []


def test_what_is_no_figure_is_told_with_what_stood_there() -> None:
    parsed = figure(Kind.BAHT, "ห้าร้อย", "#REF!", "1/2", 5)
    assert values(parsed) == [None, None, None, 5]
    assert [(at, rule, cell) for at, rule, cell, _ in parsed.faults] == [
        (0, "unreadable_number", "ห้าร้อย"),
        (1, "error_cell", "#REF!"),
        (2, "unreadable_number", "1/2"),
    ]


def test_the_scale_of_the_heading_is_not_applied_to_a_cell_with_a_unit_of_its_own() -> None:
    assert values(figure(Kind.BAHT, "1.5", "2 ล้านบาท", "0.001", scale=1000.0)) == [1500, 2_000_000, 1]
    assert values(figure(Kind.COUNT, "15", scale=1000.0)) == [15]
    assert values(figure(Kind.BAHT, "1", "2", scale=np.array([1.0, 1e6]))) == [1, 2_000_000]


def test_money_is_scaled_to_the_satang() -> None:
    assert values(figure(Kind.BAHT, "329066.06505913", scale=1e6)) == [329_066_065_059.13]


def test_text_is_clean_and_blank_text_is_missing() -> None:
    assert values(read(Kind.TEXT, " นํ้า\u200bพริก ", "", 12.0)) == ["น้ำพริก", None, "12"]


def test_codes_keep_leading_zeros_and_lose_spaces() -> None:
    assert values(read(Kind.CODE, "0012 3", "๐๐๑", 80010000123.0, "")) == ["00123", "001", "80010000123", None]


def test_years_of_either_era_are_buddhist() -> None:
    parsed = read(Kind.YEAR, "2565", 2022.0, "๒๕๖๕", "65", "ปีหน้า", "")
    assert values(parsed)[:4] == [2565, 2565, 2565, 2565]
    assert values(parsed)[4:] == [None, None]
    assert rules(parsed) == [(4, "unreadable_year")]


def test_choices_in_any_spelling() -> None:
    column = SALES.column("channel")
    parsed = parse(
        column, pd.Series(["ออนไลน์", "ช่องทางออนไลน์", "ใน ประเทศ ออนไลน์", "online", "ทางไกล", "-", ""], dtype=object)
    )
    assert values(parsed) == ["online", "online", "domestic_online", "online", None, None, None]
    ((at, rule, cell, expected),) = parsed.faults
    assert (at, rule, cell) == (4, "unknown_choice", "ทางไกล")
    assert expected.startswith("ในประเทศ(ออฟไลน์), ")


@pytest.mark.parametrize("yes", ["✓", "✔", "/", "มี", "ใช่", "ผ่าน", "ตกเกณฑ์", "1", 1, 1.0, "๑", True])
@pytest.mark.parametrize("no", ["x", "X", "×", "-", "ไม่มี", "ไม่ใช่", "ไม่ผ่าน", "0", 0, "๐", False])
def test_yes_and_no_in_any_spelling(yes: object, no: object) -> None:
    parsed = read(Kind.FLAG, yes, no, "")
    assert values(parsed) == [True, False, None]
    assert parsed.faults == []


def test_neither_yes_nor_no_is_told() -> None:
    assert rules(read(Kind.FLAG, "อาจจะ", "2")) == [(0, "unknown_flag"), (1, "unknown_flag")]


def test_of_some_columns_only_presence_is_kept() -> None:
    assert values(read(Kind.PRESENCE, "ผู้ผลิต ก", "-", "ไม่มีข้อมูล", "")) == [True, False, False, False]
    phones = read(Kind.PHONE, "060-000-0001", "0600000001 ", "+66 600000001", "0600", "")
    assert values(phones) == ["valid", "valid", "valid", "invalid", None]


def test_ids_are_hashed_with_the_project_s_key(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = pd.Series(["9202-000001-1", "92020000011", None], dtype=object)
    monkeypatch.setenv("CDD_SALT", "หนึ่ง")
    first = hashed(ids)
    assert first[0] == first[1] != ids[1]
    assert (len(first[0]), first[2]) == (16, None)
    assert hashed(ids).equals(first)
    monkeypatch.setenv("CDD_SALT", "สอง")
    assert hashed(ids)[0] != first[0]


def test_a_hashed_column_gives_no_id_away() -> None:
    parsed = read(Kind.CODE, "9202-000001-1", personal=Personal.HASH)
    assert "9202" not in str(parsed.values[0])


def test_months_with_and_without_a_year() -> None:
    column = SALES.column("month")
    raw = pd.Series(["ต.ค. 2564", "มกราคม", "กันยายน", "เดือนแรก", ""], dtype=object)
    years = pd.Series([2560, 2565, 2565, 2565, 2565])
    parsed = parse(column, raw, years=years)
    assert [v and f"{v:%Y-%m-%d}" for v in values(parsed)] == ["2021-10-01", "2022-01-01", "2022-09-01", None, None]
    assert rules(parsed) == [(3, "unreadable_month")]
    assert rules(parse(column, raw.iloc[1:2].reset_index(drop=True))) == [(0, "unreadable_month")]


def test_dates_and_what_is_none() -> None:
    parsed = read(Kind.DATE, "13พ.ย.64", "05/01/2565", pd.Timestamp(2565, 1, 5), "32/01/2565", "", "-")
    found = [v and f"{v:%Y-%m-%d}" for v in values(parsed)]
    assert found == ["2021-11-13", "2022-01-05", "2022-01-05", None, None, None]
    assert (3, "unreadable_date") in rules(parsed)


@pytest.mark.parametrize("text", ["1e308", "9" * 40, "-1e17", float(10**18)])
def test_a_number_beyond_all_figures_is_unreadable_not_infinite(text: object) -> None:
    numbers = read_numbers(np.array([[text], ["12"]], dtype=object), [0])
    assert numbers.state[:, 0].tolist() == ["unreadable", "number"]
    assert np.isnan(numbers.value[0, 0])
    assert numbers.value[1, 0] == 12
