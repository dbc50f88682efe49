"""Numbers: each comes back from every form it is written in, and nothing else is taken for one."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdd_analysis.thai.numbers import Number, format_number, parse_cells, parse_number, parse_numbers

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
MISSING = [Number(math.nan, state) for state in ("blank", "dash", "missing", "error", "unreadable")]


def _state(cell: object) -> str:
    number = parse_number(cell)
    assert (number.state == "number") != math.isnan(number.value)
    return number.state


# Each takes a figure of zero or more, printed plain ("1234.50"), and gives a cell that says the same.
SAME: dict[str, Callable[[str], str]] = {
    "plain": lambda plain: plain,
    "thousands": lambda plain: f"{Decimal(plain):,f}",
    "space thousands": lambda plain: f"{Decimal(plain):,f}".replace(",", " "),
    "no-break thousands": lambda plain: f"{Decimal(plain):,f}".replace(",", "\u00a0"),
    "Thai digits": lambda plain: f"{Decimal(plain):,f}".translate(THAI_DIGITS),
    "full width": lambda plain: f"{Decimal(plain):,f}".translate(FULL_WIDTH),
    "baht": lambda plain: f"{Decimal(plain):,f} บาท",
    "baht without space": lambda plain: f"{plain}บาท",
    "baht sign": lambda plain: f"฿{Decimal(plain):,f}",
    "point dash": lambda plain: f"{Decimal(plain):,f}.-",
    "stroke dash": lambda plain: f"{Decimal(plain):,f}/-",
    "point dash baht": lambda plain: f"{Decimal(plain):,f}.- บาท",
    "count": lambda plain: f"จำนวน {plain} คน",
    "plots": lambda plain: f"{plain} แปลง",
    "per head": lambda plain: f"{plain} บาท/คน/ปี",
    "spaces": lambda plain: f"\u200b  {plain}\u00a0\n",
    "plus": lambda plain: f"+{plain}",
    "apostrophe": lambda plain: f"'{plain}",
    "asterisk": lambda plain: f"{plain}*",
    "two asterisks": lambda plain: f"{plain} **",
    "superscript": lambda plain: f"{plain}¹",
    "footnote": lambda plain: f"{plain} 1/",
    "percent": lambda plain: f"{plain}%",
    "percent apart": lambda plain: f"{plain} %",
    "percent in words": lambda plain: f"ร้อยละ {plain}",
}
NEGATIVE: dict[str, Callable[[str], str]] = {
    "minus": lambda plain: f"-{plain}",
    "true minus": lambda plain: f"−{plain}",
    "en dash": lambda plain: f"–{plain}",
    "minus apart": lambda plain: f"- {plain}",
    "trailing": lambda plain: f"{plain}-",
    "brackets": lambda plain: f"({plain})",
    "wide brackets": lambda plain: f"( {plain} )",
    "brackets and baht": lambda plain: f"({plain} บาท)",
    "minus baht": lambda plain: f"-฿{plain}",
    "baht minus": lambda plain: f"฿-{plain}",
    "minus point dash": lambda plain: f"-{plain}.-",
    "Thai": lambda plain: f"({Decimal(plain):,f})".translate(THAI_DIGITS),
}
SCALED = {
    "ล้านบาท": ("บาท", 1e6), "ล้าน": ("", 1e6), "พันบาท": ("บาท", 1e3), "แสนบาท": ("บาท", 1e5), "หมื่นคน": ("คน", 1e4),
    "พันล้านบาท": ("บาท", 1e9), "ลบ.": ("บาท", 1e6),
}  # fmt: skip
figures = st.decimals(min_value=0, max_value=10**12, places=2).map(str) | st.integers(0, 10**12).map(str)


@pytest.mark.parametrize("form", SAME)
@given(plain=figures)
@settings(max_examples=40, deadline=None)
def test_numbers_come_back(form: str, plain: str) -> None:
    number = parse_number(SAME[form](plain))
    assert (number.value, number.state, number.scale) == (float(plain), "number", 1.0)
    assert number.is_percent == form.startswith("percent")


@pytest.mark.parametrize("form", NEGATIVE)
@given(plain=figures)
@settings(max_examples=40, deadline=None)
def test_negative_numbers_come_back(form: str, plain: str) -> None:
    assert parse_number(NEGATIVE[form](plain))[:2] == (-float(plain), "number")


@pytest.mark.parametrize("words", SCALED)
@given(plain=st.decimals(min_value=0, max_value=10**6, places=3).map(str))
@settings(max_examples=40, deadline=None)
def test_scale_words_multiply(words: str, plain: str) -> None:
    unit, scale = SCALED[words]
    exact = float(Decimal(plain) * int(scale))
    assert parse_number(f"{plain} {words}") == Number(exact, "number", unit, False, scale)


@given(rai=st.integers(0, 9999), ngan=st.integers(0, 3), wa=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_land_is_counted_in_rai(rai: int, ngan: int, wa: int) -> None:
    expected = Number((rai * 400 + ngan * 100 + wa) / 400, "number", "ไร่")
    for cell in (
        f"{rai} ไร่ {ngan} งาน {wa} ตร.ว.",
        f"{rai}ไร่{ngan}งาน{wa}ตารางวา".translate(THAI_DIGITS),
        f"{rai:,} ไร่ {ngan} งาน {wa} วา",
        f"{rai}-{ngan}-{wa} ไร่",
    ):
        assert parse_number(cell) == expected


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("3 ไร่ 2 งาน 10 ตร.ว.", 3.525, "ไร่"),
        ("3 ไร่ 2 งาน", 3.5, "ไร่"),
        ("3 ไร่ 100 ตร.ว.", 3.25, "ไร่"),
        ("2 งาน 50 ตารางวา", 0.625, "ไร่"),
        ("3 ไร่", 3, "ไร่"),
        ("2 งาน", 2, "งาน"),
        ("10 ตร.ว.", 10, "ตร.ว."),
    ],
)
def test_land(cell: str, value: float, unit: str) -> None:
    assert parse_number(cell) == Number(value, "number", unit)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.-", 1234),
        ("1,234/-", 1234),
        ("1,234-", -1234),
        ("1.2E+09", 1.2e9),
        ("1e-3", 0.001),
        (".5", 0.5),
        ("5.", 5),
        ("007", 7),
        ("1,2341/", 1234),  # thousands complete, then the mark
        ("๑,๒๓o", 1230),  # Latin o for ๐ among Thai digits
        (5, 5),
        (-2.5, -2.5),
        (np.int64(7), 7),
        (np.float32(0.5), 0.5),
        (Decimal("1.1"), 1.1),
    ],
)
def test_certain_numbers(cell: object, value: float) -> None:
    assert parse_number(cell)[:2] == (value, "number")


UNREADABLE = [
    "1,23,4", "12.345.678", "1.234.567,89", "1.234,56", "1 234,56", "0,234", "12,34", "1,2345", "1, 234", "12 34",
    "1:2", "1/2", "12341/", "1,234.501/", "1/1,234", "12 ม.ค.", "12 ม.ค. 65", "500 โดยประมาณ", "ประมาณ 500", "5 ใน 10",
    "5 - 10", "5-10", "(5", "5)", "(1,234) บาท", "(-5)", "-(5)", "-5-", "--5", "5 คน 3 ครัวเรือน", "1,234- บาท",
    "1,234 -",
    "฿5 คน", "ร้อยละ 5 บาท", "inf", "-inf", "Infinity", "1e999", "9" * 400, "1_000", "0x1F", "١٢٣", "½", "²", "*", "**",
    "1/", "ลานสกา", "True", "TRUE", "อยู่ระหว่างรวบรวม 5 แห่ง", "3-5-10 ไร่", "3-2-10", "1o0", "#1", "อื่น ๆ", "5 12 คน",
    10**400, True, False, np.True_, math.inf, -math.inf, pd.Timestamp("2022-01-12"), (1,),
]  # fmt: skip


@pytest.mark.parametrize("cell", UNREADABLE, ids=repr)
def test_what_could_mean_something_else_is_unreadable(cell: object) -> None:
    assert _state(cell) == "unreadable"


@pytest.mark.parametrize(
    ("state", "cells"),
    [
        ("blank", ["", "  ", "\u200b", "\u00a0", None, math.nan, pd.NaT, pd.NA, np.float64("nan"), Decimal("NaN")]),
        ("dash", ["-", "–", "—", "−", "--", "- -", " - ", "ไม่มี", "ไม่ มี", "- บาท", "฿ -", "-*", "(-)"]),
        (
            "missing",
            ["ไม่มีข้อมูล", "n/a", "N/A", "N.A.", "NA", "อยู่ระหว่างรวบรวม", "อยู่ระหว่างรวบรวมข้อมูล", "รอรายงาน",
             "nan", "NaN", "null", "None", "ไม่มีขอมูล", "อยู่ระหว่างดำเนินการ*"],
        ),
        ("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#ref!", "#####", "Err:502"]),
    ],
)  # fmt: skip
def test_cells_without_a_figure(state: str, cells: list[object]) -> None:
    assert {repr(cell): _state(cell) for cell in cells} == {repr(cell): state for cell in cells}


ANY_CELL = st.one_of(
    figures,
    figures.map(SAME["thousands"]),
    figures.map(NEGATIVE["brackets"]),
    st.text(alphabet="0123456789๐๙,.-()/%*+eE ไรบาทลน฿¹–", max_size=10),
    st.sampled_from(["", "-", "#REF!", "n/a", "1.5 ล้านบาท", "95%", "2 แปลง", "-0", "9" * 400, "True"]),
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.just(10**400),
    st.floats(),
)


@given(st.lists(ANY_CELL, max_size=15))
@settings(max_examples=200, deadline=None)
def test_columns_equal_scalars(cells: list[object]) -> None:
    values = pd.Series(cells, dtype=object, index=range(3, 3 + len(cells)))
    expected = pd.DataFrame([parse_number(cell) for cell in cells], index=values.index, columns=list(Number._fields))
    pd.testing.assert_frame_equal(parse_numbers(values), expected, check_dtype=False, check_exact=True)
    sheet = parse_cells(values.to_numpy().reshape(1, -1))
    assert all(one.shape == (1, len(cells)) for one in sheet.values())
    read = pd.DataFrame({name: one[0] for name, one in sheet.items()}, index=values.index)
    pd.testing.assert_frame_equal(read, expected, check_dtype=False, check_exact=True)


@given(st.lists(figures, min_size=1, max_size=15))
@settings(max_examples=100, deadline=None)
def test_plain_text_converts_exactly(cells: list[str]) -> None:
    for written in (cells, [SAME["thousands"](cell) for cell in cells]):
        assert parse_numbers(pd.Series(written))["value"].tolist() == [float(cell) for cell in cells]


@pytest.mark.parametrize("dtype", ["float64", "Float64", "float32"])
def test_numeric_columns_only_tell_blanks_and_infinities(dtype: str) -> None:
    table = parse_numbers(pd.Series([1.5, None, math.inf], index=[7, 8, 9], dtype=dtype))
    assert table["state"].tolist() == ["number", "blank", "unreadable"]
    assert table["value"].isna().tolist() == [False, True, True]
    assert table.loc[7, "value"] == 1.5
    assert table["scale"].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("dtype", ["int64", "Int64", "uint8"])
def test_whole_number_columns(dtype: str) -> None:
    assert parse_numbers(pd.Series([0, 7], dtype=dtype))[["value", "state"]].to_numpy().tolist() == [
        [0.0, "number"],
        [7.0, "number"],
    ]


def test_other_columns() -> None:
    assert parse_numbers(pd.Series([True, False]))["state"].tolist() == ["unreadable", "unreadable"]
    assert parse_numbers(pd.Series([True, 1, "1", 1.0], dtype=object))["state"].tolist() == [
        "unreadable",
        *["number"] * 3,
    ]
    assert parse_numbers(pd.Series(["5 คน", "5 คน", None], dtype="category"))["value"].tolist()[:2] == [5, 5]
    assert parse_numbers(pd.Series(pd.to_datetime(["2022-01-12"])))["state"].tolist() == ["unreadable"]
    assert parse_numbers(pd.Series([None, None], dtype=object))["state"].tolist() == ["blank", "blank"]


def test_an_empty_column_keeps_its_columns_and_types() -> None:
    table = parse_numbers(pd.Series([], dtype=object))
    assert list(table) == ["value", "state", "unit", "is_percent", "scale"]
    assert table["value"].dtype == float
    assert table["is_percent"].dtype == bool


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (1234567, 0, "1,234,567"),
        (1234.5, 2, "1,234.50"),
        (-1234.5, 1, "−1,234.5"),
        (0, 0, "0"),
        (-0.2, 0, "0"),
        (-0.04, 1, "0.0"),
        (2.675, 2, "2.68"),
        (43.0, 2, "43.00"),
        (0.5, 0, "1"),
        (None, 2, "–"),
        (math.nan, 0, "–"),
        (pd.NA, 0, "–"),
        (math.inf, 0, "–"),
        (1e30, 0, "1" + ",000" * 10),
        (np.float64(12.25), 1, "12.3"),
        (np.int64(5), 0, "5"),
    ],
)
def test_format_number(value: float | None, decimals: int, printed: str) -> None:
    assert format_number(value, decimals) == printed


@given(st.floats(min_value=-1e12, max_value=1e12).map(lambda value: round(value, 2)))
@settings(max_examples=200, deadline=None)
def test_what_is_printed_reads_back(value: float) -> None:
    assert parse_number(format_number(value, 2)).value == value
