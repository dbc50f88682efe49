"""Dates of a column, as offices mix them (handbook 11.2): read where they can be one thing only, told where not."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cdd_analysis.ingest.cleaning.clean import Cleaned

Clean = Callable[..., Cleaned]
TITLE = "ทะเบียนเงินยืม ปีงบประมาณ 2565 จังหวัดตรัง"
HEADING = "เลขที่สัญญายืมเงิน | อำเภอ | จำนวนเงินที่ยืม (บาท) | วันที่ยืม | วันครบกำหนดส่งใช้"


def loans(cleaned: Clean, *days: str, title: str = TITLE) -> Cleaned:
    rows = "\n".join(f"{n} | กันตัง | 100 | {day} | 30/09/2565" for n, day in enumerate(days, 1))
    return cleaned(f"{title}\n{HEADING}\n{rows}")


def dates(one: Cleaned) -> list[str | None]:
    found = one.records.sort_values("source_row")["advance_date"]
    return [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in found]


def told(one: Cleaned) -> list[tuple[object, object, object]]:
    return [(p["source_row"], p["rule"], p["value"]) for p in one.problems if p["column"] == "advance_date"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/01/2565", "2022-01-12"),
        ("13พ.ย.64", "2021-11-13"),
        ("11 ส.ค.2565", "2022-08-11"),
        ("วันพุธที่ 12 มกราคม พ.ศ. 2565", "2022-01-12"),
        ("๒๐ พฤษภาคม ๒๐๒๒", "2022-05-20"),
        ("๒๐ พฤษภาคม ๒๕๖๕", "2022-05-20"),
        ("44573", "2022-01-12"),
        ("2565-01-12", "2022-01-12"),
        ("29/02/2567", "2024-02-29"),
        ("12/01/65", "2022-01-12"),
    ],
)
def test_a_date_that_can_be_one_day_only_is_read(cleaned: Clean, cell: str, day: str) -> None:
    assert dates(loans(cleaned, cell)) == [day]


def test_both_eras_in_one_column_are_read_by_their_range_and_told_once(cleaned: Clean) -> None:
    one = loans(cleaned, "12/01/2565", "13/01/2022", "14/01/2565", "15/01/2022")
    assert dates(one) == ["2022-01-12", "2022-01-13", "2022-01-14", "2022-01-15"]
    assert told(one) == [(None, "mixed_eras", "12/01/2565")]
    assert one.problems[0]["severity"] == "check"
    assert "ปี พ.ศ. (เช่น 12/01/2565) และปี ค.ศ. (เช่น 13/01/2022)" in str(one.problems[0]["message"])


def test_a_year_of_two_digits_beside_common_era_years_may_be_of_either(cleaned: Clean) -> None:
    one = loans(cleaned, "12/01/2022", "12/01/65", "12/01/22")
    assert dates(one) == ["2022-01-12", None, None]
    assert told(one) == [(4, "ambiguous_date", "12/01/65"), (5, "ambiguous_date", "12/01/22")]
    assert "พ.ศ. 2522 หรือ ค.ศ. 2022" in str([p for p in one.problems if p["rule"] == "ambiguous_date"][1]["message"])


def test_a_date_without_a_year_is_of_the_report_s_period(cleaned: Clean) -> None:
    one = loans(cleaned, "20 ม.ค.", "9 พ.ย.")
    assert dates(one) == ["2022-01-20", "2021-11-09"]
    assert told(one) == [(None, "date_of_period", "2")]
    assert "1 ตุลาคม 2564 ถึง 30 กันยายน 2565" in str(one.problems[0]["message"])


def test_a_date_without_a_year_after_the_as_of_date_is_missing(cleaned: Clean) -> None:
    one = loans(cleaned, "20 ม.ค.", "9 มิ.ย.", title=f"{TITLE} ข้อมูล ณ วันที่ 31 มีนาคม 2565")
    assert dates(one) == ["2022-01-20", None]
    assert (4, "date_without_year", "9 มิ.ย.") in told(one)


def test_a_date_without_a_year_is_missing_where_the_report_names_no_period(cleaned: Clean) -> None:
    one = loans(cleaned, "20 ม.ค.", title="จังหวัดตรัง")
    assert dates(one) == [None]
    assert told(one) == [(3, "date_without_year", "20 ม.ค.")]


def test_a_day_that_no_calendar_has_is_told(cleaned: Clean) -> None:
    one = loans(cleaned, "29/02/2565", "31/04/2565", "ปัจจุบัน")
    assert dates(one) == [None, None, None]
    assert [rule for _, rule, _ in told(one)] == ["unreadable_date"] * 3
