"""Handbook 11.2: years, dates, periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cdd_analysis.datasets import Kind
from tests.corpus.conventions import DoesNotFit, convention, fit
from tests.corpus.conventions.layout import EVERY, money_of
from tests.corpus.draft import MONTHS, SHORT, Cell, Draft, Head, Line, long_date, short_date
from tests.corpus.truth import Record

DATED = (
    "otop_today",
    "household_help",
    "target_households",
    "plots",
    "kkj_loans",
    "group_support",
    "women_fund_instalments",
    "women_fund_contracts",
    "cloth_agencies",
    "click_items",
    "staff_duties",
    "advance_loans",
    "report_log",
    "inspection_actions",
)
MONTHLY = ("otop_sales", "women_fund_monthly", "click_usage", "cloth_agencies", "budgets", "report_log")
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def days(draft: Draft, write: Callable[[dt.date], Cell]) -> None:
    """Write every day of the truth another way."""
    done = 0
    for page in draft.pages:
        for line in page.lines:
            for head in page.heads:
                if head.spec is None or head.spec.kind is not Kind.DATE or not line.gives:
                    continue
                if isinstance(day := line.gives[0].get(head.spec.name), dt.date) and line.cells.get(
                    head.key
                ) == short_date(day):
                    line.cells[head.key] = write(day)
                    done += 1
    fit(done)


def months(draft: Draft, write: Callable[[dt.date], Cell]) -> None:
    """Write every month of the truth another way, in its column or in the headings."""
    done = 0
    for page in draft.pages:
        for head in page.heads:
            if head.month is not None:
                head.parts[-1] = str(write(head.month))
                done += 1
            elif head.spec is not None and head.spec.kind is Kind.MONTH:
                for line in page.data:
                    if line.gives and isinstance(month := line.gives[0].get("month"), dt.date):
                        line.cells[head.key] = write(month)
                        done += 1
    fit(done)


def be(day: dt.date) -> int:
    return day.year + 543


def _day(
    row: str,
    name: str,
    says: str,
    reader: str,
    write: Callable[[dt.date], Cell],
    *,
    forms: tuple[str, ...] | None = None,
    tables: tuple[str, ...] = DATED,
) -> None:
    more = {"forms": forms} if forms else {}
    convention(row, name, says, reader, group="period", tables=tables, **more)(lambda draft: days(draft, write))  # type: ignore[arg-type]


def _month(name: str, says: str, write: Callable[[dt.date], Cell], tables: tuple[str, ...] = MONTHLY) -> None:
    convention("11.2.11", name, says, "reads the month; its year is BE", group="period", tables=tables)(
        lambda draft: months(draft, write)
    )


_BE = "reads the day; the year is BE: CE = BE − 543"
_day(
    "11.2.1",
    "weekday",
    "วันพุธที่ 12 มกราคม พ.ศ. 2565",
    _BE,
    lambda d: f"วัน{WEEKDAYS[d.weekday()]}ที่ {d.day} {MONTHS[d.month - 1]} พ.ศ. {be(d)}",
)
_day("11.2.1", "long", "12 มกราคม 2565", _BE, long_date, tables=DATED[1:] + DATED[:1])
_day(
    "11.2.2",
    "no-space",
    "12ม.ค.65",
    "reads the day; a year of two digits is 25yy",
    lambda d: f"{d.day}{SHORT[d.month - 1]}{be(d) % 100}",
)
_day(
    "11.2.2",
    "two-digits",
    "12 ม.ค. 65",
    "reads the day; a year of two digits is 25yy",
    lambda d: f"{d.day} {SHORT[d.month - 1]} {be(d) % 100}",
    tables=DATED[2:],
)
_day("11.2.2", "half-spaced", "11 ส.ค.2566", _BE, lambda d: f"{d.day} {SHORT[d.month - 1]}{be(d)}", tables=DATED[3:])
_day("11.2.3", "slashes", "12/01/2565", "day first; the year is BE", lambda d: f"{d:%d/%m}/{be(d)}", tables=DATED[4:])
_day(
    "11.2.3",
    "dashes",
    "12-1-2565",
    "day first; the year is BE",
    lambda d: f"{d.day}-{d.month}-{be(d)}",
    tables=DATED[5:],
)
_day(
    "11.2.4",
    "slashes-ce",
    "12/01/2022 in every cell of a column",
    "day first; the column's years lie in 1900–2100: CE",
    lambda d: f"{d:%d/%m/%Y}",
    tables=DATED[6:],
)
_day(
    "11.2.5",
    "thai-digits-ce",
    "๑๒ มกราคม ๒๐๒๒",
    "Thai digits do not make the year BE",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}".translate(THAI),
    tables=DATED[7:],
)
_day("11.2.5", "thai-digits-be", "๑๒ มกราคม ๒๕๖๕", _BE, lambda d: long_date(d).translate(THAI), tables=DATED[8:])
_day(
    "11.2.6",
    "excel-day",
    "a day of Excel, 2022-01-12",
    "takes it as it is",
    lambda d: d,
    forms=("xlsx", "xls", "ods"),
    tables=DATED,
)
_day(
    "11.2.6",
    "excel-serial",
    "44573, a day that lost its format",
    "takes it for the day it counts to",
    lambda d: (d - dt.date(1899, 12, 30)).days,
    forms=("xlsx", "csv"),
    tables=DATED[2:],
)
_day(
    "11.2.6",
    "excel-be-day",
    "a day of Excel whose year is 2565",
    "takes 543 off before it makes a day of it",
    lambda d: d.replace(year=be(d)),
    forms=("xlsx", "xls", "ods"),
    tables=tuple(t for t in DATED[4:] if t != "kkj_loans"),
)
_day(
    "11.2.6",
    "iso-be",
    "2565-01-12, as Excel shows such a day in csv",
    "takes 543 off",
    lambda d: f"{be(d)}-{d:%m-%d}",
    forms=("csv", "tsv"),
    tables=DATED[9:],
)
_day("11.2.6", "iso", "2022-01-12", "takes it as it is", lambda d: f"{d:%Y-%m-%d}", tables=DATED[10:])

_month("full", "ตุลาคม 2564", lambda d: f"{MONTHS[d.month - 1]} {be(d)}")
_month("no-dots", "ตค 64", lambda d: f"{SHORT[d.month - 1].replace('.', '')} {be(d) % 100}", MONTHLY[1:])
_month("one-dot", "ตค. 64", lambda d: f"{SHORT[d.month - 1].replace('.', '')}. {be(d) % 100}", MONTHLY[2:])
_month("no-space", "ต.ค.64", lambda d: f"{SHORT[d.month - 1]}{be(d) % 100}", MONTHLY[3:])
_month("slashed", "10/2564", lambda d: f"{d:%m}/{be(d)}", MONTHLY[4:])
_month(
    "thai-digits", "ต.ค. ๖๔", lambda d: f"{SHORT[d.month - 1]} {be(d) % 100}".translate(THAI), MONTHLY[5:] + MONTHLY[:2]
)


@convention(
    "11.2.7",
    "months-without-year",
    "ปีงบประมาณ พ.ศ. 2565 in the titles, ตุลาคม in the rows",
    "ต.ค.–ธ.ค. of a fiscal year lie in the calendar year before",
    group="period",
    tables=MONTHLY,
    alone=3,
)
def months_without_year(draft: Draft) -> None:
    fit(any("ปีงบประมาณ" in str(row[0]) for row in draft.page.titles if row) and len(draft.pages) == 1)
    months(draft, lambda month: MONTHS[month.month - 1])


@convention(
    "11.2.7",
    "fiscal-year-column",
    "ปีงบประมาณ 2565 in a column, months without a year in another",
    "ต.ค.–ธ.ค. of a fiscal year lie in the calendar year before",
    group="period",
    tables=MONTHLY,
    alone=2,
)
def fiscal_year_column(draft: Draft) -> None:
    page = draft.page
    fit(page.has("month") and not page.has("year") and len(draft.pages) == 1 and len(page.titles) == 3)
    page.titles = page.titles[1:]
    page.heads.insert(0, Head("year", ["ปีงบประมาณ"]))
    for line in page.data:
        line.cells["year"] = draft.truth.year
        fit(line.gives)
    for line in page.lines:
        if line.counted == "total":
            line.cells["year"] = line.cells.pop(page.heads[1].key, None)
    months(draft, lambda month: MONTHS[month.month - 1])


@convention(
    "11.2.7",
    "short-fiscal-year",
    "ปีงบ 65 in the titles",
    "takes it for 2565",
    group="titles",
    tables=("otop_products", "women_fund_members", "plots"),
    alone=2,
)
def short_fiscal_year(draft: Draft) -> None:
    fit(len(draft.page.titles) == 3 and draft.truth.table.year == "fiscal_year" and len(draft.pages) == 1)
    draft.page.titles[0] = [f"{draft.truth.table.title} ปีงบประมาณ {draft.truth.year % 100}"]


def _year_column(draft: Draft, heading: str) -> None:
    """Give each row the year of its month as a calendar says it, under ``heading``; no year stands elsewhere."""
    page = draft.page
    fit(page.has("month") and not page.has("year") and len(draft.pages) == 1 and len(page.titles) == 3)
    fit(all(line.gives for line in page.lines))
    page.titles = page.titles[1:]
    page.heads.insert(0, Head("year", [heading]))
    for line in page.data:
        line.cells["year"] = be(_month_of(line.gives[0]))


def _month_of(record: Record) -> dt.date:
    month = record["month"]
    assert isinstance(month, dt.date)
    return month


CALENDAR = ("otop_sales", "click_usage", "women_fund_monthly")


@convention(
    "11.2.8",
    "against-months",
    "ปีงบ 2564 beside ตุลาคม 2564: the month says that it is the calendar year",
    "goes by the month and tells that the two disagree",
    group="period",
    tables=CALENDAR,
    alone=3,
)
def against_months(draft: Draft) -> None:
    _year_column(draft, "ปีงบ")
    months(draft, lambda month: f"{MONTHS[month.month - 1]} {be(month)}")
    draft.tell("month_outside_year", column="fiscal_year")


def _through_the_year(draft: Draft, starts: dt.date) -> None:
    """The first row again for four months of a year, so that the order of rows speaks."""
    first = draft.page.data[0]
    fit(len(first.gives) == 1 and len(draft.page.titles) == 3 and not draft.told)
    lines = []
    for step in (0, 3, 8, 11):
        later = starts.month - 1 + step
        month = dt.date(starts.year + later // 12, later % 12 + 1, 1)
        fiscal = be(month) + (month.month >= 10)
        record = first.gives[0] | {"month": month, "fiscal_year": fiscal, "as_of_date": dt.date(2023, 1, 31)}
        lines.append(Line(dict(first.cells), [record]))
    draft.page.lines = lines
    draft.page.titles[2] = ["ข้อมูล ณ วันที่ 31 มกราคม 2566"]


@convention(
    "11.2.8",
    "calendar-order",
    "ปีงบ 2565 in the rows ม.ค. to ธ.ค., December last",
    "takes the years for calendar years by the order of the rows, and tells",
    group="period",
    tables=CALENDAR[:2],
    alone=2,
)
def calendar_order(draft: Draft) -> None:
    fit(draft.page.has("month"))
    _through_the_year(draft, dt.date(2022, 1, 1))
    _year_column(draft, "ปีงบ")
    months(draft, lambda month: MONTHS[month.month - 1])
    draft.tell("calendar_years", column="fiscal_year")


@convention(
    "11.2.8",
    "fiscal-order",
    "ปีงบ 2565 in the rows ต.ค. to ก.ย., October first",
    "takes the years for fiscal years by the order of the rows",
    group="period",
    tables=CALENDAR[:2],
    alone=2,
)
def fiscal_order(draft: Draft) -> None:
    fit(draft.page.has("month"))
    _through_the_year(draft, dt.date(2021, 10, 1))
    _year_column(draft, "ปีงบ")
    for line in draft.page.data:
        line.cells["year"] = draft.truth.year
    months(draft, lambda month: MONTHS[month.month - 1])


@convention(
    "11.2.8",
    "unclear",
    "ปี 2564 beside ตุลาคม, and nothing that says which year it is",
    "sets the row aside and tells both readings",
    group="period",
    tables=CALENDAR,
    alone=2,
)
def unclear_year(draft: Draft) -> None:
    fit(not draft.told)
    _year_column(draft, "ปี")
    months(draft, lambda month: MONTHS[month.month - 1])
    for line in draft.page.data:
        line.counted, line.baht, line.gives = "rejected", money_of(draft, line), []
        draft.tell("unclear_year", line=line)


@convention(
    "11.2.4",
    "mixed-eras",
    "12/01/2565 and 20/11/2021 in one column",
    "reads both by their range and tells that the column mixes eras",
    group="period",
    tables=("household_help", "otop_today", "cloth_agencies", "report_log"),
    alone=2,
)
def mixed_eras(draft: Draft) -> None:
    seen: list[dt.date] = []

    def write(day: dt.date) -> str:
        seen.append(day)
        return f"{day:%d/%m}/{day.year if len(seen) % 2 else be(day)}"

    days(draft, write)
    if len(seen) < 2:
        raise DoesNotFit
    draft.tell("mixed_eras")


@convention(
    "11.2.2",
    "no-year",
    "9 ธ.ค. without a year, in a report on a fiscal year",
    "takes the year from the report's period",
    group="period",
    tables=("household_help", "group_support"),
    alone=2,
)
def no_year(draft: Draft) -> None:
    fit(len(draft.pages) == 1 and any("ปีงบประมาณ" in str(row[0]) for row in draft.page.titles if row))
    days(draft, lambda day: f"{day.day} {SHORT[day.month - 1]}")
    draft.tell("date_of_period")


@convention(
    "11.2.9",
    "quarter",
    "ไตรมาสที่ 1 (1 ต.ค. 64 - 31 ธ.ค. 64) in the column of periods",
    "keeps the quarter as its label, without a month",
    group="layout",
    tables=("budgets",),
)
def quarter(draft: Draft) -> None:
    _period(draft, "ไตรมาสที่ 1 (1 ต.ค. 64 - 31 ธ.ค. 64)")


@convention(
    "11.2.9",
    "quarter-in-title",
    "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2565 in the title",
    "is no month and no other year",
    group="titles",
    tables=("women_fund_members", "otop_products", "budgets"),
    alone=2,
)
def quarter_in_title(draft: Draft) -> None:
    _in_title(draft, "ไตรมาสที่ 1")


@convention(
    "11.2.10",
    "round",
    "รอบ 6 เดือนแรก in the column of periods",
    "keeps the round as its label",
    group="layout",
    tables=("budgets",),
)
def round_of_half_a_year(draft: Draft) -> None:
    _period(draft, "รอบที่ 1")


@convention(
    "11.2.10",
    "round-in-title",
    "รอบ 6 เดือน (รอบที่ 1) ปีงบประมาณ พ.ศ. 2565 in the title",
    "is no month and no other year",
    group="titles",
    tables=("women_fund_members", "otop_products", "plots"),
    alone=2,
)
def round_in_title(draft: Draft) -> None:
    _in_title(draft, "รอบ 6 เดือน (รอบที่ 1)")


def _period(draft: Draft, label: str) -> None:
    page = draft.page
    fit(page.has("month") and len(draft.pages) == 1)
    at = next(n for n, head in enumerate(page.heads) if head.key == "month")
    page.heads[at] = Head("period", ["ไตรมาส"], draft.truth.table.column("period"))
    for line in page.data:
        line.cells["period"] = label
        for record in line.gives:
            record |= {"month": None, "period": label}


def _in_title(draft: Draft, words: str) -> None:
    fit(len(draft.page.titles) == 3 and draft.truth.table.year == "fiscal_year" and len(draft.pages) == 1)
    draft.page.titles[0] = [f"{draft.truth.table.title} {words} ปีงบประมาณ พ.ศ. {draft.truth.year}"]


@convention(
    "11.2.12",
    "today-heading",
    "ณ 30 ก.ย./ปัจจุบัน as the heading of the members",
    "is the column of 30 September; the as-of date says of which day the figure is",
    group="heading",
    tables=("women_fund_members",),
    alone=1,
)
def today_heading(draft: Draft) -> None:
    fit(draft.page.has("members_sep"))
    for page in draft.pages:
        page.head("members_sep").parts = ["ณ 30 ก.ย./ปัจจุบัน"]


@convention(
    "11.2.12",
    "dated-heading",
    "ลูกหนี้คงเหลือ ณ 1 ต.ค. 2564: the date in a heading changes every year",
    "knows the heading without the year",
    group="heading",
    tables=("women_fund_members", "women_fund_contracts"),
    alone=2,
)
def dated_heading(draft: Draft) -> None:
    dated = {
        "members_oct": "ฐานข้อมูล สมาชิก ณ 1 ต.ค. 2564",
        "members_sep": "ฐานข้อมูล สมาชิก ณ 30 ก.ย. 2565",
        "balance_baht": "ลูกหนี้คงเหลือ ณ ปัจจุบัน (31 ม.ค. 65)",
        "overdue_debt_baht": "จำนวนหนี้ที่เกินกำหนดชำระ (31 ม.ค. 65)",
    }
    found = [head for page in draft.pages for head in page.heads if head.key in dated]
    for head in found:
        head.parts = [dated[head.key]]
    fit(found)


_AS_OF = {
    "long-as-of": ("ข้อมูล ณ วันที่ 31 มกราคม พ.ศ. 2565", "ข้อมูล ณ วันที่ 31 มกราคม พ.ศ. 2565"),
    "short-as-of": ("ณ 31 ม.ค. 65", "ข้อมูล ณ 31 ม.ค. 65"),
    "thai-digit-as-of": ("ข้อมูล ณ วันที่ ๓๑ มกราคม ๒๕๖๕", "ข้อมูล ณ วันที่ ๓๑ มกราคม ๒๕๖๕"),
    "slashed-as-of": ("ข้อมูล ณ วันที่ 31/01/2565", "ข้อมูล ณ วันที่ 31/01/2565"),
}


def _as_of(name: str, row: str, says: str, text: str, at: int) -> None:
    tables = tuple(t for t in EVERY[at:] if t != "poverty_areas")

    @convention(row, name, says, "reads the as-of date of the titles", group="titles", tables=tables)
    def write(draft: Draft) -> None:
        fit(len(draft.page.titles) == 3)
        draft.page.titles[2] = [text]


for _number, (_name, (_says, _text)) in enumerate(_AS_OF.items()):
    _as_of(_name, ("11.2.1", "11.2.2", "11.2.5", "11.2.3")[_number], _says, _text, 3 * _number)
