"""Handbook 11.1: how a sheet is laid out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from cdd_analysis.datasets import Kind
from tests.corpus.conventions import ANY, BOOKS, DoesNotFit, convention, fit
from tests.corpus.draft import FIGURES, Draft, Head, Line, Page, long_date, month_year, titles
from tests.corpus.truth import Record

#: Tables whose rows are districts.
DISTRICTS = (
    "otop_sales",
    "women_fund_monthly",
    "kkj_areas",
    "women_fund_members",
    "click_usage",
    "budgets",
    "poverty_areas",
)
#: Tables whose rows are things in a subdistrict.
THINGS = ("plots", "target_households", "household_help", "kkj_loans", "kkj_villages")
EVERY = (
    *DISTRICTS,
    *THINGS,
    "otop_products",
    "otop_producers",
    "otop_today",
    "sufficiency_villages",
    "community_groups",
    "group_support",
    "kkj_problems",
    "women_fund_instalments",
    "women_fund_contracts",
    "cloth_agencies",
    "click_items",
    "staff_duties",
    "advance_loans",
    "report_log",
    "inspection_actions",
)
MONEY = ("otop_sales", "women_fund_monthly", "kkj_areas", "budgets", "kkj_villages", "plots", "kkj_loans")


def money_of(draft: Draft, line: Line) -> float:
    """The money that a line's records hold."""
    names = [column.name for column in draft.truth.table.columns if column.kind is Kind.BAHT]
    return sum(float(record.get(name) or 0) for record in line.gives for name in names)  # type: ignore[arg-type]


def _first(draft: Draft, *kinds: Kind) -> Head:
    """The first column of these kinds."""
    for head in draft.page.heads:
        if head.spec is not None and head.spec.kind in kinds:
            return head
    raise DoesNotFit


def sum_line(page: Page, label: str, lines: Iterable[Line], *, combine: Callable[[list[float]], float] = sum) -> Line:
    """A row that sums up others: its label in the first column, a figure under each column that adds up."""
    cells: dict[str, object] = {page.heads[0].key: label}
    for head in page.heads:
        if head.spec is not None and head.spec.kind in (Kind.COUNT, Kind.BAHT):
            own = [value for line in lines if isinstance(value := line.cells.get(head.key), int | float)]
            if own:
                total = round(combine(own), 2)
                cells[head.key] = int(total) if float(total).is_integer() else total
    return Line(cells, counted="total")  # type: ignore[arg-type]


# -- titles --------------------------------------------------------------------------------------------------------


def _year_words(draft: Draft) -> str:
    year = draft.truth.table.year
    return {"fiscal_year": f" ปีงบประมาณ พ.ศ. {draft.truth.year}", "bmn_year": f" ปี {draft.truth.year}"}.get(
        year or "", ""
    )


@convention(
    "11.1.1",
    "titles",
    "รายงานผล… ปีงบประมาณ พ.ศ. 2565 — สำนักงานพัฒนาชุมชนจังหวัดตรัง, then ข้อมูล ณ วันที่ … | ขอบเขต …",
    "takes area, year and as-of date from the titles; the header is found on row 3",
    group="titles",
    tables=EVERY,
    alone=2,
    forms=("xlsx", "csv", "ods", "xls", "html"),
)
def joined_titles(draft: Draft) -> None:
    page, name = draft.page, str(draft.page.titles[1][0]) if len(draft.page.titles) > 1 else ""
    fit(len(page.titles) == 3)
    title = f"รายงานผล{draft.truth.table.title}{_year_words(draft)} — {name}"
    scope = f"จังหวัด{name.partition('จังหวัด')[2]}"
    for one in draft.pages:
        one.titles = [[title], [f"ข้อมูล ณ วันที่ {long_date(draft.truth.as_of)} | ขอบเขต {scope}"]]
        one.joined_titles = True


@convention(
    "11.1.1",
    "unit-in-titles",
    "หน่วย : พันบาท stands in the titles",
    "multiplies money by it once; counts stay",
    group="number",
    tables=MONEY,
    alone=2,
)
def unit_in_titles(draft: Draft) -> None:
    fit(draft.page.titles)
    for page in draft.pages:
        page.titles.append(["หน่วย : พันบาท"])
    fit(draft.rewrite([Kind.BAHT], _thousandth))


def _thousandth(value: object) -> float:
    if not isinstance(value, int | float):
        raise DoesNotFit
    return round(value / 1000, 6)


@convention(
    "11.1.1",
    "facts-in-columns",
    "no title at all: จังหวัด, ปีงบประมาณ and ข้อมูล ณ วันที่ are columns",
    "reads them row by row",
    group="titles",
    tables=EVERY,
    forms=("json", "csv", "xlsx"),
    alone=2,
)
def facts_in_columns(draft: Draft) -> None:
    truth = draft.truth
    office = str(draft.page.titles[1][0]) if len(draft.page.titles) == 3 else ""
    facts = {"province": ("จังหวัด", office.partition("จังหวัด")[2])}
    if truth.table.year:
        facts["year"] = ("ปีงบประมาณ" if truth.table.year == "fiscal_year" else "ปี", str(truth.year))
    facts["as_of"] = ("ข้อมูล ณ วันที่", long_date(truth.as_of))
    fit("จังหวัด" in office and not draft.page.has("province"))
    for page in draft.pages:
        page.titles = []
        page.heads = [*(Head(key, [heading]) for key, (heading, _) in facts.items()), *page.heads]
        for line in page.lines:
            if line.gives:
                line.cells |= {key: said for key, (_, said) in facts.items()}
            elif line.counted == "total":
                line.cells["province"] = line.cells.pop(page.heads[len(facts)].key, None)


# -- rows ----------------------------------------------------------------------------------------------------------


@convention(
    "11.1.5",
    "totals",
    "รวม, รวมทั้งสิ้น, รวมทั้งหมด, รวมตามขอบเขตที่เลือก below the rows",
    "sets them apart, compares them with the sum, never takes them in",
    group="layout",
    tables=DISTRICTS,
    alone=2,
)
def totals(draft: Draft) -> None:
    for label in ("รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "รวมตามขอบเขตที่เลือก"):
        draft.page.lines.append(sum_line(draft.page, label, draft.page.data))


@convention(
    "11.1.5",
    "carried-mean-share",
    "ยอดยกมา above, เฉลี่ย and ร้อยละ below the rows",
    "sets them apart",
    group="layout",
    tables=DISTRICTS,
    alone=2,
)
def carried(draft: Draft) -> None:
    page = draft.page
    mean = sum_line(page, "เฉลี่ย", page.data, combine=lambda own: sum(own) / len(own))
    share = sum_line(page, "ร้อยละ", page.data, combine=lambda own: 100)
    page.lines = [sum_line(page, "ยอดยกมา", page.data[:1]), *page.lines, mean, share]


@convention(
    "11.1.5",
    "notes",
    "หมายเหตุ, ที่มา and signature lines below the table",
    "counts them as notes",
    group="notes",
    tables=EVERY,
    alone=2,
)
def notes(draft: Draft) -> None:
    said = (
        "",
        "หมายเหตุ : ยังไม่รวมกลุ่มที่ขึ้นทะเบียนใหม่",
        "ที่มา : สำนักงานพัฒนาชุมชนจังหวัด",
        "ลงชื่อ ........................ ผู้รายงาน",
        "ตำแหน่ง นักวิชาการพัฒนาชุมชน",
    )
    draft.page.notes += [[text or None] for text in said]


@convention(
    "11.1.5",
    "group-rows",
    "อำเภอกันตัง alone on a row above the rows of that district",
    "takes the area of a group row for the rows below it",
    group="layout",
    tables=("otop_sales", "otop_products", "click_usage", "community_groups", "cloth_agencies"),
    alone=2,
)
def group_rows(draft: Draft) -> None:
    page = draft.page
    fit(draft.truth.level == "district" and page.heads[0].key == "district" and len(page.heads) > 2)
    page.heads = [Head("number", ["ที่"]), *page.heads[1:]]
    lines: list[Line] = []
    last = ""
    for number, line in enumerate(page.lines, 1):
        name = str(line.cells.pop("district"))
        if name != last:
            # A name with a footnote or damage keeps it: the word for the level stands before it.
            lines.append(
                Line({"number": name if name.startswith(("อ", "สพอ", "เทศบาล")) else f"อำเภอ{name}"}, counted="header")
            )
        last, line.cells["number"] = name, number
        lines.append(line)
    page.lines = lines


@convention(
    "11.1.5",
    "blocks-with-subtotals",
    "รวมอำเภอกันตัง below the rows of each district, รวมทั้งสิ้น at the end",
    "sets subtotals apart",
    group="layout",
    tables=("otop_sales", "click_usage", "plots"),
    alone=2,
)
def subtotals(draft: Draft) -> None:
    page = draft.page
    lines: list[Line] = []
    for name in dict.fromkeys(line.cells["district"] for line in page.data):
        own = [line for line in page.data if line.cells["district"] == name]
        lines += [*own, sum_line(page, f"รวมอำเภอ{name}", own)]
    page.lines = [*lines, sum_line(page, "รวมทั้งสิ้น", page.data)]


@convention(
    "11.1.5",
    "blank-and-repeated",
    "blank rows and the heading once more, as printed pages have them; (1) (2) (3) below it",
    "counts them as blank and as headings",
    group="layout",
    tables=EVERY,
    alone=2,
)
def blank_and_repeated(draft: Draft) -> None:
    page = draft.page
    numbers, again = Line({}, counted="header", each="number"), Line({}, counted="header", each="heading")
    middle = len(page.lines) // 2
    page.lines = [numbers, *page.lines[:middle], Line({}, counted="blank"), again, *page.lines[middle:]]


# -- columns -------------------------------------------------------------------------------------------------------


@convention(
    "11.1.1",
    "other-order",
    "the same columns in another order, a running number first, columns of no form among them",
    "finds columns by their headings; tells of those it does not know",
    group="columns",
    tables=EVERY,
    alone=2,
)
def other_order(draft: Draft) -> None:
    for page in draft.pages:
        spoken = [head for head in page.heads if head.spec is None]
        rest = [head for head in page.heads if head.spec is not None]
        page.heads = [Head("running", ["ลำดับที่"]), *spoken, *rest[::-1], Head("remark", ["ข้อสังเกตของผู้รวบรวม"])]
        for number, line in enumerate(page.data, 1):
            line.cells |= {"running": number, "remark": "ตรวจแล้ว" if number % 2 else None}
        for line in page.lines:
            if line.counted == "total":
                line.cells["running"], line.cells[spoken[0].key] = line.cells.pop(spoken[0].key, None), None
    draft.noted.add("unknown_column")


@convention(
    "11.1.6",
    "scratch-beside",
    "เงินยืม 9300 and a date of transfer two columns to the right of the table",
    "leaves them out and tells",
    group="columns",
    tables=(*DISTRICTS, "plots"),
    forms=BOOKS,
    alone=2,
)
def scratch_beside(draft: Draft) -> None:
    page = draft.page
    page.heads += [Head("gap", [""]), Head("scratch", [""]), Head("scratch2", [""])]
    fit(len(page.data) > 1)
    page.data[0].cells |= {"scratch": "เงินยืม 9300"}
    page.data[1].cells |= {"scratch": 9300, "scratch2": "โอน 12 ม.ค. 65"}
    for line in page.data[:2]:
        draft.tell("scratch_cell", line=line)


@convention(
    "11.1.6",
    "scratch-below",
    "เงินยืม 9300 below the table, in the columns of names and money",
    "takes in no row whose first cell is no area of the register; tells",
    group="layout",
    tables=("budgets", "otop_sales", "kkj_areas"),
    alone=2,
)
def scratch_below(draft: Draft) -> None:
    page = draft.page
    money = _first(draft, Kind.BAHT)
    scratch = Line({page.heads[0].key: "เงินยืม", money.key: 9300}, counted="rejected", baht=9300)
    page.lines += [Line({}, counted="blank"), scratch]
    draft.tell("unknown_area", "no_area", "ambiguous_area", "scratch_row", line=scratch)


# -- errors --------------------------------------------------------------------------------------------------------


def _break(draft: Draft, error: str, *, every: bool) -> None:
    head = next((h for h in draft.page.heads if h.spec is not None and h.spec.kind in (Kind.BAHT, Kind.COUNT)), None)
    fit(head and not any(line.counted in ("total", "rejected") for line in draft.lines()))
    assert head is not None and head.spec is not None
    filled = [line for line in draft.page.data if line.cells.get(head.key) is not None]
    fit(len(filled) > 1)
    for line in draft.page.data if every else filled[:1]:
        fit(len(line.gives) == 1)
        line.cells[head.key] = error
        line.gives[0][head.spec.name] = None
        if not every:
            draft.tell("error_cell", column=head.spec.name, line=line)
    if every:
        draft.tell("broken_column", column=head.spec.name)


for _error in ("#REF!", "#N/A", "#DIV/0!", "#VALUE!"):

    @convention(
        "11.1.7",
        _error.strip("#!?").lower().replace("/", ""),
        f"{_error} in one cell",
        "is neither zero nor blank: missing, and told",
        group="cell",
        tables=("budgets", "kkj_areas", "women_fund_monthly", "plots"),
        forms=("xlsx", "csv"),
    )
    def _one_error(draft: Draft, error: str = _error) -> None:
        _break(draft, error, every=False)


@convention(
    "11.1.7",
    "whole-column",
    "#REF! in every row of a column",
    "marks the whole column unusable, and tells",
    group="cell",
    tables=("kkj_areas", "women_fund_members"),
    forms=("xlsx", "csv"),
    alone=2,
)
def error_column(draft: Draft) -> None:
    _break(draft, "#REF!", every=True)


# -- more than one sheet -------------------------------------------------------------------------------------------


def _second(draft: Draft, name: str, lines: list[Line]) -> Page:
    first = draft.page
    fit(len(draft.pages) == 1 and not any(told.line for told in draft.told))
    page = replace(
        first,
        name=name,
        lines=lines,
        heads=[replace(head, parts=list(head.parts)) for head in first.heads],
        titles=[list(row) for row in first.titles],
        merged=[],
        hidden_lines=[],
        hidden_heads=[],
        notes=[],
    )
    draft.pages.append(page)
    return page


@convention(
    "11.1.8",
    "two-sheets",
    "the same project on two sheets, with the same figures",
    "keeps one and counts the other as repeated",
    group="pages",
    tables=("budgets", "community_groups", "otop_sales", "women_fund_contracts"),
    forms=BOOKS,
    alone=2,
)
def two_sheets(draft: Draft) -> None:
    again = [Line(dict(line.cells), counted="duplicate", baht=money_of(draft, line)) for line in draft.page.data[-2:]]
    _second(draft, "ชีต2", again)
    draft.tell("repeated_rows")


@convention(
    "11.1.8",
    "two-files",
    "the same rows in two files",
    "keeps one and counts the other as repeated",
    group="pages",
    tables=("kkj_areas", "otop_sales", "otop_products"),
    forms=ANY,
    alone=2,
)
def two_files(draft: Draft) -> None:
    again = [Line(dict(line.cells), counted="duplicate", baht=money_of(draft, line)) for line in draft.page.data]
    _second(draft, draft.page.name, again).file = f"{draft.stem}2"
    draft.tell("repeated_rows")


@convention(
    "11.1.8",
    "two-figures",
    "the same project on two sheets, with different figures of the same day",
    "uses neither, tells of both",
    group="pages",
    tables=("budgets", "kkj_areas", "women_fund_contracts"),
    forms=BOOKS,
    alone=2,
)
def two_figures(draft: Draft) -> None:
    first = draft.page.data[0]
    head = _first(draft, Kind.BAHT)
    value = first.cells.get(head.key)
    fit(isinstance(value, int | float) and len(first.gives) == 1 and first.gives[0][head.key] == value)
    other = Line({**first.cells, head.key: value + 1000}, counted="rejected", baht=money_of(draft, first) + 1000)  # type: ignore[operator]
    first.counted, first.baht, first.gives = "rejected", money_of(draft, first), []
    _second(draft, "ชีต2", [other])
    for line in (first, other):
        draft.tell("conflict", line=line)
    draft.noted |= {"row_rule", "typed_percent", "impossible_number"}


@convention(
    "11.1.8",
    "later-figure",
    "the same rows in two files, the later one with another figure",
    "uses the later as-of date, sets the other aside, tells",
    group="pages",
    tables=("otop_products", "otop_sales"),
    forms=("xlsx", "csv", "ods"),
    alone=2,
)
def later_figure(draft: Draft) -> None:
    fit(len(draft.page.titles) == 3)
    head = _first(draft, Kind.BAHT, Kind.COUNT)
    old = draft.page.data[0]
    value = old.cells.get(head.key)
    fit(isinstance(value, int | float) and len(old.gives) == 1)
    later = dt.date(2022, 2, 28)
    new = Line({**old.cells, head.key: value - 1}, [old.gives[0] | {head.key: float(value) - 1, "as_of_date": later}])  # type: ignore[operator,arg-type]
    old.counted, old.baht, old.gives = "rejected", money_of(draft, old), []
    page = _second(draft, draft.page.name, [new])
    page.file, page.titles[2] = f"{draft.stem}2", [f"ข้อมูล ณ วันที่ {long_date(later)}"]
    draft.tell("superseded", line=old)


def _year_before(day: object) -> object:
    return day.replace(year=day.year - 1) if isinstance(day, dt.date) else day


@convention(
    "11.1.9",
    "other-year",
    "a sheet of ปีงบประมาณ 2564 beside two of 2565",
    "keeps its rows under their own year, apart from the year reported on",
    group="pages",
    tables=("women_fund_members", "otop_sales", "otop_products", "click_usage"),
    forms=BOOKS,
    alone=2,
)
def other_year(draft: Draft) -> None:
    truth = draft.truth
    fit(len(draft.page.titles) == 3 and truth.table.year == "fiscal_year")
    year = truth.year - 1
    lines = []
    for line in draft.page.data:
        cells = dict(line.cells)
        gives: list[Record] = [record | {"fiscal_year": year} for record in line.gives]
        for record in gives:
            if isinstance(month := record.get("month"), dt.date):
                record["month"] = month.replace(year=month.year - 1)
                if "month" in cells:
                    cells["month"] = month_year(month.replace(year=month.year - 1))
        lines.append(Line(cells, gives))
    page = _second(draft, "ปี 2564", lines)
    page.titles = titles(replace(truth, year=year))
    fit(not any(head.month for head in page.heads) and all(line.gives for line in draft.page.lines))
    # Two sheets of the year reported on make it the usual one of the file.
    half = len(draft.page.lines) // 2
    draft.pages.append(replace(page, name="ข้อมูล (ต่อ)", titles=draft.page.titles, lines=draft.page.lines[half:]))
    draft.page.lines = draft.page.lines[:half]
    draft.tell("other_year")


@convention(
    "11.1.9",
    "two-tables",
    "two tables of one kind on a sheet, each with its own titles",
    "reads both, each with its own titles",
    group="pages",
    tables=("otop_sales", "women_fund_members", "otop_products"),
    forms=ANY,
    alone=2,
)
def two_tables(draft: Draft) -> None:
    page = draft.page
    fit(
        all(len(head.parts) == 1 for head in page.heads)
        and len(page.titles) == 3
        and draft.truth.table.year == "fiscal_year"
    )
    year = draft.truth.year - 1
    rest = page.lines[:2]
    fit(
        not draft.told
        and all(line.gives for line in rest)
        and not any("month" in line.cells or head.month for line in rest for head in page.heads)
    )
    below = [Line(dict(line.cells), [record | {"fiscal_year": year} for record in line.gives]) for line in rest]
    first = page.heads[0].key
    title = Line({first: f"{draft.truth.table.title} ปีงบประมาณ พ.ศ. {year} {page.titles[1][0]}"}, counted="title")
    heading = Line({}, counted="header", each="heading")
    page.lines += [Line({}, counted="blank"), Line({}, counted="blank"), title, heading, *below]


# -- areas over rows -----------------------------------------------------------------------------------------------


def _blocks(page: Page, key: str) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in page.lines:
        if line.gives and blocks and blocks[-1] and blocks[-1][-1].cells[key] == line.cells[key]:
            blocks[-1].append(line)
        elif line.gives:
            blocks.append([line])
        else:
            blocks.append([])
    return [block for block in blocks if len(block) > 1]


_BLOCKED = ("otop_sales", "otop_products", "plots", "target_households", "kkj_villages", "click_usage", "kkj_loans")


@convention(
    "11.1.12",
    "merged-area",
    "a district's name in one merged cell beside its rows",
    "takes it for each of the rows",
    group="layout",
    tables=_BLOCKED,
    forms=("xlsx", "ods", "xls", "html"),
    alone=2,
)
def merged_area(draft: Draft) -> None:
    page = draft.page
    for key in ("district", "subdistrict"):
        blocks = _blocks(page, key) if page.has(key) else []
        for block in blocks:
            page.merged.append((key, block[0], block[-1]))
        for block in blocks:
            for line in block[1:]:
                line.cells[key] = None
    fit(page.merged)


@convention(
    "11.1.12",
    "first-of-block",
    "a district's name on the first of its rows only; a total ends the block",
    "fills the name down to the next name or total",
    group="layout",
    tables=_BLOCKED,
    alone=2,
)
def first_of_block(draft: Draft) -> None:
    page = draft.page
    blocks = _blocks(page, "district")
    fit(blocks)
    for block in blocks:
        for line in block[1:]:
            line.cells["district"] = None
    page.lines.append(sum_line(page, "รวม", page.data))


@convention(
    "11.1.12",
    "hidden-rows",
    "rows hidden or filtered away",
    "reads them and tells that they were hidden",
    group="hidden",
    tables=(*DISTRICTS, *THINGS),
    forms=("xlsx",),
    alone=2,
)
def hidden_rows(draft: Draft) -> None:
    draft.page.hidden_lines = draft.page.data[1:2]
    draft.tell("hidden")


@convention(
    "11.1.12",
    "hidden-columns",
    "columns hidden",
    "reads them and tells that they were hidden",
    group="hidden",
    tables=(*DISTRICTS, *THINGS),
    forms=("xlsx",),
    alone=1,
)
def hidden_columns(draft: Draft) -> None:
    draft.page.hidden_heads = draft.page.heads[-1:]
    fit(any(line.cells.get(draft.page.heads[-1].key) is not None for line in draft.page.lines))
    draft.tell("hidden")


# -- sideways and long ---------------------------------------------------------------------------------------------


@convention(
    "11.1.2",
    "months-sideways",
    "a column for each month under the heading ยอดจำหน่าย (บาท), รวม at the right",
    "makes a row of each month, compares the total",
    group="layout",
    tables=("otop_sales",),
    alone=1,
)
def months_sideways(draft: Draft) -> None:
    _sideways(draft, [f"{draft.truth.table.column('sales_baht').label}"])


@convention(
    "11.1.2",
    "months-alone",
    "a column for each month and no word of what is counted but the title's",
    "reads them as the table's figure",
    group="layout",
    tables=("otop_sales",),
    alone=1,
)
def months_alone(draft: Draft) -> None:
    _sideways(draft, [])


def _sideways(draft: Draft, above: list[str]) -> None:
    page = draft.page
    spec = draft.truth.table.column("sales_baht")
    months = sorted({record["month"] for line in page.data for record in line.gives})  # type: ignore[type-var]
    fit(page.has("district") and page.has("month") and all(line.gives for line in page.lines))
    districts = list(dict.fromkeys(line.cells["district"] for line in page.data))
    heads = [Head("district", ["อำเภอ"]), *(Head(f"{m:%Y-%m}", [*above, month_year(m)], spec, m) for m in months)]  # type: ignore[str-format,arg-type]
    lines = []
    for name in districts:
        own = [line for line in page.data if line.cells["district"] == name and line.gives[0]["sales_baht"] is not None]
        cells = {f"{line.gives[0]['month']:%Y-%m}": line.cells["sales_baht"] for line in own}
        cells["total"] = sum_line(page, "", own).cells["sales_baht"]
        gives = [record | {"target_baht": None, "reporters": None} for line in own for record in line.gives]
        lines.append(Line({"district": name, **cells}, gives))
    page.heads, page.lines = [*heads, Head("total", ["รวม"], spec)], lines


@convention(
    "11.1.2",
    "long-form",
    "a row for each figure: รายการข้อมูล, ค่าข้อมูล, หน่วย",
    "puts each value into the column its indicator names",
    group="layout",
    tables=("women_fund_members", "kkj_areas"),
    alone=2,
)
def long_form(draft: Draft) -> None:
    page = draft.page
    figures, areas = [h for h in page.heads if h.spec is not None], [h for h in page.heads if h.spec is None]
    fit(
        page.has("district")
        and all(h.spec.kind in FIGURES for h in figures if h.spec)
        and all(line.gives for line in page.lines)
    )
    units = {Kind.COUNT: "คน", Kind.PCT: "ร้อยละ", Kind.BAHT: "บาท", Kind.NUMBER: ""}
    lines = []
    for line in page.data:
        gives = line.gives  # one record for all its rows, placed where its first row stands
        for head in figures:
            assert head.spec is not None
            if (cell := line.cells.get(head.key)) is None:
                continue
            said = {"indicator": head.parts[-1], "value": cell, "unit": units[head.spec.kind]}
            lines.append(Line({h.key: line.cells.get(h.key) for h in areas} | said, gives))
            gives = []
    page.heads = [*areas, Head("indicator", ["รายการข้อมูล"]), Head("value", ["ค่าข้อมูล"]), Head("unit", ["หน่วย"])]
    page.lines = lines


# -- budgets -------------------------------------------------------------------------------------------------------


@convention(
    "11.1.10",
    "overlapping-quarters",
    "ไตร1-2, ไตร3-4 and ไตร4 of one project",
    "keeps each under its own label and tells that ไตร3-4 and ไตร4 may count the same money",
    group="layout",
    tables=("budgets",),
)
def overlapping_quarters(draft: Draft) -> None:
    page = draft.page
    spec = draft.truth.table.column("period")
    at = next(n for n, head in enumerate(page.heads) if head.key == "month")
    page.heads[at] = Head("period", ["ไตรมาส"], spec)
    lines = []
    for line in page.data:
        for label in ("ไตร1-2", "ไตร3-4", "ไตร4"):
            cells = {k: v for k, v in line.cells.items() if k != "month"} | {"period": label}
            lines.append(Line(cells, [record | {"month": None, "period": label} for record in line.gives]))
    page.lines = lines
    draft.tell("overlapping_periods", "proven_periods")


@convention(
    "11.1.11",
    "province-only",
    "a sheet งบจังหวัด whose only row is the unit จังหวัด",
    "is the province office's own row, no total",
    group="layout",
    tables=("budgets",),
    alone=1,
)
def province_only(draft: Draft) -> None:
    page = draft.page
    page.heads[0].parts = ["หน่วยงาน"]
    own = page.data[0]
    row = Line({**own.cells, "district": "จังหวัด"}, [_of_province(record) for record in own.gives])
    page.lines.append(row)


def _of_province(record: Record) -> Record:
    return {**record, "area_level": "province", "district_code": None}
