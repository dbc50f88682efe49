"""Dates: each comes back from every form it is written in, in either era; what could be two days is none."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdd_analysis.thai.dates import (
    MONTHS,
    SHORT_MONTHS,
    parse_dates,
    parse_day,
    parse_month,
    parse_year,
)

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ENGLISH = [f"{date(2022, month, 1):%B}" for month in range(1, 13)]
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]

days = st.dates(date(1957, 1, 1), date(2056, 12, 31))  # BE 2500 to 2599: two digits say the same


def _long(day: date) -> str:
    return MONTHS[day.month - 1]


def _short(day: date) -> str:
    return SHORT_MONTHS[day.month - 1]


# Each takes a day and the year to be written, BE or CE.
FORMS: dict[str, Callable[[date, int], str]] = {
    "long": lambda day, year: f"{day.day} {_long(day)} {year}",
    "long, no spaces": lambda day, year: f"{day.day}{_long(day)}{year}",
    "month said": lambda day, year: f"{day.day} เดือน {_long(day)} {year}",
    "short": lambda day, year: f"{day.day} {_short(day)} {year}",
    "short, no spaces": lambda day, year: f"{day.day}{_short(day)}{year}",
    "short, no dots": lambda day, year: f"{day.day} {_short(day).replace('.', '')} {year}",
    "short, one dot": lambda day, year: f"{day.day} {_short(day)[:-1]} {year}",
    "short, spaced": lambda day, year: f"{day.day} {_short(day).replace('.', '. ')} {year}",
    "short, hyphens": lambda day, year: f"{day.day}-{_short(day)}-{year}",
    "weekday": lambda day, year: f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {_long(day)} {year}",
    "day said": lambda day, year: f"วันที่ {day.day} {_long(day)} {year}",
    "time said": lambda day, year: f"{day.day} {_short(day)} {year} เวลา 13.45 น.",
    "marks lost": lambda day, year: f"{day.day} {''.join(c for c in _long(day) if c not in 'ัิีึืุู่้์')} {year}",
    "NFKC": lambda day, year: f"{day.day}\u00a0{_long(day)}\u200b {year}",
    "English": lambda day, year: f"{day.day} {ENGLISH[day.month - 1]} {year}",
    "English, short": lambda day, year: f"{day.day}-{ENGLISH[day.month - 1][:3]}-{year}",
    "American": lambda day, year: f"{ENGLISH[day.month - 1]} {day.day}, {year}",
    "slashes": lambda day, year: f"{day.day:02}/{day.month:02}/{year}",
    "slashes, no zeros": lambda day, year: f"{day.day}/{day.month}/{year}",
    "slashes, spaces": lambda day, year: f"{day.day} / {day.month} / {year}",
    "hyphens": lambda day, year: f"{day.day:02}-{day.month:02}-{year}",
    "dots": lambda day, year: f"{day.day}.{day.month}.{year}",
    "year first": lambda day, year: f"{year}-{day.month:02}-{day.day:02}",
    "year first, slashes": lambda day, year: f"{year}/{day.month}/{day.day}",
    "with time": lambda day, year: f"{day.day}/{day.month}/{year} 13:45:30",
    "ISO with time": lambda day, year: f"{year}-{day.month:02}-{day.day:02}T00:00:00",
    "pandas": lambda day, year: f"{year}-{day.month:02}-{day.day:02} 00:00:00",
}
TWO_DIGITS: dict[str, Callable[[date, str], str]] = {
    "long": lambda day, year: f"{day.day} {_long(day)} {year}",
    "short": lambda day, year: f"{day.day} {_short(day)} {year}",
    "short, no spaces": lambda day, year: f"{day.day}{_short(day)}{year}",
    "short, no dots": lambda day, year: f"{day.day}{_short(day).replace('.', '')}{year}",
    "Excel": lambda day, year: f"{day.day}-{_short(day)}-{year}",
}


def _read(*cells: object, **options: object) -> list[tuple[date | None, str]]:
    table = parse_dates(pd.Series(list(cells), dtype=object), **options)  # type: ignore[arg-type]
    assert (table["value"].notna() == (table["state"] == "date")).all()
    return [
        (None if pd.isna(value) else value.date(), state) for value, state in zip(*map(table.get, table), strict=True)
    ]


@pytest.mark.parametrize("form", FORMS)
@given(day=days)
@settings(max_examples=25, deadline=None)
def test_days_come_back(form: str, day: date) -> None:
    written = [FORMS[form](day, day.year + 543), FORMS[form](day, day.year)]
    assert _read(*written, *(cell.translate(THAI_DIGITS) for cell in written)) == [(day, "date")] * 4
    assert parse_day(written[0]) == parse_day(written[1]) == day


@pytest.mark.parametrize("form", TWO_DIGITS)
@given(day=days)
@settings(max_examples=25, deadline=None)
def test_two_digits_beside_a_thai_month_are_buddhist(form: str, day: date) -> None:
    written = TWO_DIGITS[form](day, f"{(day.year + 543) % 100:02}")
    assert _read(written, written.translate(THAI_DIGITS)) == [(day, "date")] * 2


@pytest.mark.parametrize("form", FORMS)
def test_every_month_in_every_form(form: str) -> None:
    firsts = [date(2022, month, 28) for month in range(1, 13)]
    for era in (0, 543):
        assert _read(*(FORMS[form](day, day.year + era) for day in firsts)) == [(day, "date") for day in firsts]


@given(day=days)
@settings(max_examples=60, deadline=None)
def test_eras_are_said(day: date) -> None:
    cells = [f"{day.day} {_long(day)} {era} {year}" for era, year in (("พ.ศ.", day.year + 543), ("ค.ศ.", day.year))]
    assert _read(*cells, cells[0].replace(" ", "")) == [(day, "date")] * 3


@given(day=days)
@settings(max_examples=60, deadline=None)
def test_stored_dates_and_serials(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    cells = [day, datetime.combine(day, time(10, 30)), pd.Timestamp(day), np.datetime64(day), serial, serial + 0.75]
    assert _read(*cells, str(serial), f"{serial}.5") == [(day, "date")] * 8


@given(st.dates(date(2400, 1, 1), date(2600, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_buddhist_years_stored_as_common_era(stored: date) -> None:
    is_leap_only_there = (stored.month, stored.day) == (2, 29)
    expected = (None, "unreadable") if is_leap_only_there else (stored.replace(year=stored.year - 543), "date")
    assert _read(stored, datetime.combine(stored, time())) == [expected] * 2


def test_leap_days() -> None:
    leap = date(2020, 2, 29)
    assert _read("29/2/2563", "2563-02-29", "29 ก.พ. 63", "29 กุมภาพันธ์ 2563") == [(leap, "date")] * 4
    assert _read("29/2/2565", "2564-02-29", date(2564, 2, 29)) == [(None, "unreadable")] * 3


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("วันพุธที่ 12 มกราคม พ.ศ. 2565", date(2022, 1, 12)),
        ("13พ.ย.61", date(2018, 11, 13)),
        ("14 มี.ค. 61", date(2018, 3, 14)),
        ("11 ส.ค.2566", date(2023, 8, 11)),
        ("20 ม.ค. 2557", date(2014, 1, 20)),
        ("12/01/2565", date(2022, 1, 12)),
        ("๒๐ พฤษภาคม ๒๐๒๑", date(2021, 5, 20)),
        (44573, date(2022, 1, 12)),
        ("12 กรกฏาคม 2565", date(2022, 7, 12)),
        ("12/1/65", date(2022, 1, 12)),
        ("2565-01-12", date(2022, 1, 12)),
    ],
)
def test_forms_of_the_handbook(cell: object, day: date) -> None:
    assert _read(cell) == [(day, "date")]


def test_a_year_tells_its_era_by_itself() -> None:
    assert _read("12/01/2565", "12/01/2022", "2565-01-12") == [(date(2022, 1, 12), "date")] * 3


def test_two_digits_in_a_column_of_common_era_years_are_not_guessed() -> None:
    assert _read("12/01/2022", "12/01/65", "12 ม.ค. 65") == [(date(2022, 1, 12), "date"), *[(None, "ambiguous")] * 2]
    assert _read("12/01/2565", "12/01/65", "12 ม.ค. 65") == [(date(2022, 1, 12), "date")] * 3
    assert _read(datetime(2022, 1, 12), "12 ม.ค. 65") == [(date(2022, 1, 12), "date")] * 2  # the cell says no era


def test_two_digits_that_fit_both_eras_are_not_guessed() -> None:
    assert _read("12/1/22", "12-Jan-22", "12/1/39") == [(None, "ambiguous")] * 3
    assert _read("12/1/40") == [(date(1997, 1, 12), "date")]


def test_a_day_without_a_year_needs_a_period() -> None:
    year = (date(2021, 10, 1), date(2022, 9, 30))
    assert _read("9 มิ.ย.") == [(None, "ambiguous")]
    assert _read("9 มิ.ย.", "9 ต.ค.", period=year) == [(date(2022, 6, 9), "date"), (date(2021, 10, 9), "date")]
    assert _read("9 มิ.ย.", period=(date(2021, 10, 1), date(2022, 3, 31))) == [(None, "ambiguous")]
    assert _read("9 มิ.ย.", period=(date(2020, 10, 1), date(2022, 9, 30))) == [(None, "ambiguous")]


@pytest.mark.parametrize(
    ("state", "cells"),
    [
        ("blank", ["", "  ", "\u200b", None, pd.NaT, pd.NA, float("nan")]),
        ("missing", ["-", "–", "ไม่มี", "ไม่มีข้อมูล", "n/a", "รอรายงาน", "อยู่ระหว่างรวบรวม"]),
        ("ambiguous", ["9 มิ.ย.", "ม.ค. 65", "01/2565", "ปัจจุบัน"]),
        (
            "unreadable",
            ["01/13/2565", "31/4/2565", "32 ม.ค. 65", "0/1/2565", "12/01/2365", "12/01/256", "ลานสกา",
             "12 ม.ค. พ.ศ. 2022", "1 ม.ค. 66 - 31 มี.ค. 66", "1234", 2565, 19999, 80001, 0, -5, float("inf"), "20220112",
             True, "12 ก.ก. 65", "12 ม.ค. ค.ศ. 65", 10**400, Decimal("2565.5"), "1" + "." * 30000,
             date(1500, 1, 1), (1,)],
        ),
    ],
)  # fmt: skip
def test_cells_that_are_no_day(state: str, cells: list[object]) -> None:
    assert [(cell, found) for cell in cells for found in _read(cell)] == [(cell, (None, state)) for cell in cells]


def test_columns_keep_index_and_types() -> None:
    table = parse_dates(pd.Series(["12/01/2565", None], index=["a", "b"]))
    assert table.index.tolist() == ["a", "b"]
    assert table["value"].dtype == "datetime64[us]"
    assert parse_dates(pd.Series([], dtype=object))["value"].dtype == "datetime64[us]"
    assert parse_dates(pd.Series([None, None], dtype=object))["state"].tolist() == ["blank", "blank"]
    assert parse_dates(pd.Series(pd.to_datetime(["2022-01-12 10:30", None])))["state"].tolist() == ["date", "blank"]
    assert parse_dates(pd.Series([44573.0, None]))["value"].iloc[0] == pd.Timestamp("2022-01-12")


def test_a_datetime_column_of_buddhist_years() -> None:
    stored = pd.Series(np.array(["2565-01-12", "2564-02-29"], dtype="datetime64[s]"))
    assert parse_dates(stored)["value"].tolist() == [pd.Timestamp("2022-01-12"), pd.NaT]


MONTH_FORMS: dict[str, Callable[[date], str]] = {
    "long": lambda day: f"{_long(day)} {day.year + 543}",
    "long CE": lambda day: f"{_long(day)} {day.year}",
    "long, era": lambda day: f"{_long(day)} พ.ศ. {day.year + 543}",
    "said": lambda day: f"ประจำเดือน {_long(day)} {day.year + 543}",
    "said, no space": lambda day: f"เดือน{_long(day)} {day.year + 543}",
    "short": lambda day: f"{_short(day)} {(day.year + 543) % 100:02}",
    "short, no space": lambda day: f"{_short(day)}{(day.year + 543) % 100:02}",
    "no dots": lambda day: f"{_short(day).replace('.', '')} {day.year + 543}",
    "hyphen": lambda day: f"{_short(day)}-{(day.year + 543) % 100:02}",
    "digits": lambda day: f"{day.year + 543}-{day.month:02}",
    "digits CE": lambda day: f"{day.year}-{day.month:02}",
    "digits, month first": lambda day: f"{day.month:02}/{day.year + 543}",
    "English": lambda day: f"{ENGLISH[day.month - 1]} {day.year}",
    "a day": lambda day: f"{day.year}-{day.month:02}-15 00:00:00",
}


@pytest.mark.parametrize("form", MONTH_FORMS)
@given(first=days.map(lambda day: day.replace(day=1)))
@settings(max_examples=25, deadline=None)
def test_months_come_back(form: str, first: date) -> None:
    written = MONTH_FORMS[form](first)
    assert parse_month(written) == parse_month(written.translate(THAI_DIGITS)) == first
    assert parse_month(written, year=2500) == first  # a year in the text decides


@pytest.mark.parametrize("names", [MONTHS, SHORT_MONTHS, [name.replace(".", "") for name in SHORT_MONTHS], ENGLISH])
def test_month_names_alone_need_the_fiscal_year(names: list[str]) -> None:
    for number, name in enumerate(names, 1):
        assert parse_month(name) is None
        assert parse_month(name, year=2565) == date(2021 if number >= 10 else 2022, number, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "อำเภอ",
        "รวม",
        "2565",
        "Jan-22",
        "2/2565",
        "1.2565",
        "2565.01",
        "",
        "13/2565",
        5,
        None,
        pd.NaT,
        True,
        "มก",
        "ม.ค. - มี.ค. 65",
    ],
)
def test_what_is_no_month(cell: object) -> None:
    assert parse_month(cell, year=None) is None


def test_months_of_stored_dates() -> None:
    for stored in (date(2022, 1, 15), datetime(2022, 1, 15, 9), pd.Timestamp("2022-01-15"), date(2565, 1, 15)):
        first = parse_month(stored)
        assert (first, type(first)) == (date(2022, 1, 1), date)


@pytest.mark.parametrize("text", ["12/1/22", "31/2/2565", "", "ลานสกา", "ม.ค. 65", "9 มิ.ย.", "44573"])
def test_what_a_user_typed_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(ValueError, match=r"Write it as 2022-01-12, 12/01/2565 or 12 ม\.ค\. 2565"):
        parse_day(text)


@given(st.integers(2500, 2599))
def test_years_come_back(year: int) -> None:
    thai = str(year).translate(THAI_DIGITS)
    for typed in (
        year,
        str(year),
        year - 543,
        str(year - 543),
        thai,
        f"พ.ศ. {year}",
        f"ค.ศ. {year - 543}",
        f"ปีงบประมาณ {year}",
    ):
        assert parse_year(typed) == year


def test_two_digit_years() -> None:
    assert parse_year("65") == parse_year(65) == parse_year("๖๕") == 2565
    for typed in ("22", "39", "พ.ศ. 2022", "ค.ศ. 2565", "ปีหน้า", "", "256", "12565", 1899):
        with pytest.raises(ValueError, match="Write four digits"):
            parse_year(typed)
