"""ปีงบ that holds the calendar year is told by the order of months, and never assumed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdd_analysis.ingest.cleaning.calendar_years import Years, sense
from cdd_analysis.ingest.cleaning.clean import Cleaned

Clean = Callable[..., Cleaned]
NAMES = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


def sheet(heading: str, *rows: tuple[int, int], title: str = "จังหวัดตรัง") -> str:
    lines = (f"{area} | {year} | {NAMES[month - 1]} | 1" for area in ("กันตัง", "สิเกา") for year, month in rows)
    return "\n".join([title, f"อำเภอ | {heading} | เดือน | ยอดขาย", *lines])


def months(one: Cleaned) -> list[tuple[str, int]]:
    rows = one.records.sort_values("source_row").drop_duplicates("source_row")
    own = rows[rows["district_code"] == "9202"]
    return [(f"{month:%Y-%m}", int(year)) for month, year in zip(own["month"], own["fiscal_year"], strict=True)]


@pytest.mark.parametrize(
    ("pairs", "years"),
    [
        ([(2564, 1), (2564, 9), (2564, 10), (2565, 1)], Years.CALENDAR),
        ([(2564, 10), (2564, 12), (2564, 1), (2564, 9), (2565, 10)], Years.FISCAL),
        ([(2564, 12), (2564, 1), (2564, 11)], Years.CONTRADICTORY),
        ([(2564, 10), (2564, 11)], Years.SILENT),
        ([(2564, 1), (2564, 2)], Years.SILENT),
        ([(2564, 9), (2565, 10)], Years.SILENT),
    ],
)
def test_the_order_of_rows_says_what_the_years_are(pairs: list[tuple[int, int]], years: Years) -> None:
    assert sense([pairs, pairs[:1]]) is years


def test_two_blocks_that_disagree_are_contradictory() -> None:
    assert sense([[(2564, 9), (2564, 10)], [(2564, 10), (2564, 1)]]) is Years.CONTRADICTORY


@pytest.mark.parametrize("heading", ["ปีงบ", "ปีงบประมาณ", "ปี"])
def test_calendar_years_are_made_fiscal_and_told(cleaned: Clean, heading: str) -> None:
    one = cleaned(sheet(heading, (2564, 8), (2564, 9), (2564, 10), (2564, 11), (2565, 1)))
    assert months(one) == [
        ("2021-08", 2564), ("2021-09", 2564), ("2021-10", 2565), ("2021-11", 2565), ("2022-01", 2565),
    ]  # fmt: skip
    assert [(p["rule"], p["severity"]) for p in one.problems] == [("calendar_years", "check")]
    assert f"“{heading}” เรียง ต.ค.–ธ.ค. ไว้หลัง ก.ย. ของปีเดียวกัน (ต.ค. 2564)" in str(one.problems[0]["message"])


@pytest.mark.parametrize("heading", ["ปีงบ", "ปี"])
def test_fiscal_years_in_their_order_stay_and_nothing_is_told(cleaned: Clean, heading: str) -> None:
    one = cleaned(sheet(heading, (2564, 10), (2564, 12), (2564, 1), (2564, 9)))
    assert months(one) == [("2020-10", 2564), ("2020-12", 2564), ("2021-01", 2564), ("2021-09", 2564)]
    assert one.problems == []


def test_a_contradictory_order_under_a_heading_of_fiscal_years_is_told_with_both_readings(cleaned: Clean) -> None:
    one = cleaned(sheet("ปีงบ", (2564, 12), (2564, 1), (2564, 11)))
    assert months(one) == [("2020-12", 2564), ("2021-01", 2564), ("2020-11", 2564)]
    assert [(p["rule"], p["severity"]) for p in one.problems] == [("unclear_years", "check")]
    assert "ต.ค.–ธ.ค. 2563 หรือ ต.ค.–ธ.ค. 2564" in str(one.problems[0]["message"])


def test_a_heading_of_fiscal_years_is_taken_at_its_word(cleaned: Clean) -> None:
    one = cleaned(sheet("ปีงบประมาณ", (2565, 10)))
    assert months(one) == [("2021-10", 2565)]
    assert one.problems == []


def test_october_under_a_bare_year_is_of_two_years_and_set_aside(cleaned: Clean) -> None:
    one = cleaned(sheet("ปี", (2565, 10), (2565, 11)))
    assert one.records.empty
    assert (set(one.set_aside), one.baht_set_aside) == ({3, 4, 5, 6}, 4)
    assert {p["rule"] for p in one.problems} == {"unclear_year"}
    assert "ต.ค.–ธ.ค. 2564 หรือ ต.ค.–ธ.ค. 2565" in str(one.problems[0]["message"])


def test_a_title_that_names_the_fiscal_year_settles_a_bare_year(cleaned: Clean) -> None:
    one = cleaned(sheet("ปี", (2565, 10), title="ปีงบประมาณ 2565 จังหวัดตรัง"))
    assert months(one) == [("2021-10", 2565)]
    assert one.problems == []


def test_a_month_with_its_year_is_surer_than_the_column_of_years(cleaned: Clean) -> None:
    one = cleaned("จังหวัดตรัง\nปีงบ | อำเภอ | เดือน | ยอดขาย\n2564 | กันตัง | ตุลาคม 2564 | 100\n2565 | สิเกา | ม.ค. 2565 | 5")
    assert list(one.records["fiscal_year"]) == [2565, 2565]
    (told,) = [p for p in one.problems if p["rule"] == "month_outside_year"]
    assert (told["severity"], told["value"]) == ("check", "ต.ค. 2564 ที่ระบุปี 2564")
