"""Handbook 11.5 and the footnote marks of 11.1.13: how figures are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from cdd_analysis.datasets import Kind
from tests.corpus.conventions import DoesNotFit, convention, fit
from tests.corpus.conventions.layout import DISTRICTS, MONEY, THINGS
from tests.corpus.draft import Cell, Draft
from tests.corpus.truth import Value

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FIGURED = (*DISTRICTS, *THINGS, "community_groups", "women_fund_instalments", "women_fund_contracts", "cloth_agencies")
BAHT, COUNT = (Kind.BAHT,), (Kind.COUNT,)
BOTH = (Kind.BAHT, Kind.COUNT)


def grouped(value: object) -> str:
    """1,234.50 or 1,234."""
    number = Decimal(str(value))
    return f"{number:,.2f}" if number % 1 else f"{number:,.0f}"


def _figures(
    row: str,
    name: str,
    says: str,
    reader: str,
    kinds: tuple[Kind, ...],
    write: Callable[[object], Cell],
    at: int = 0,
    *,
    tables: tuple[str, ...] = FIGURED,
    forms: tuple[str, ...] | None = None,
) -> None:
    tables = tables[at % len(tables) :] + tables[: at % len(tables)]
    more = {"forms": forms} if forms else {}

    @convention(row, name, says, reader, group="number", tables=tables, **more)  # type: ignore[arg-type]
    def apply(draft: Draft) -> None:
        fit(draft.rewrite(kinds, lambda value: write(value) if isinstance(value, int | float) else value))  # type: ignore[return-value]


_STRIP = "strips separators and the unit"
_figures("11.5.1", "thousands", "1,234,567.89", _STRIP, BOTH, grouped, 0)
_figures("11.5.1", "baht-sign", "฿1,234", _STRIP, BAHT, lambda v: f"฿{grouped(v)}", 2, tables=MONEY)
_figures("11.5.1", "baht-word", "1,234 บาท", _STRIP, BAHT, lambda v: f"{grouped(v)} บาท", 3, tables=MONEY)
_figures("11.5.1", "spaces", "1 234 567", _STRIP, BOTH, lambda v: grouped(v).replace(",", " "), 3)
_figures(
    "11.5.1",
    "no-break-spaces",
    "1 234 567 with no-break spaces",
    _STRIP,
    BOTH,
    lambda v: grouped(v).replace(",", "\u00a0"),
    4,
)
_figures(
    "11.5.1",
    "even-baht",
    "1,234.- and 1,234/-",
    "are positive baht (design 11)",
    BAHT,
    lambda v: f"{v:,}.-" if isinstance(v, int) else grouped(v),
    4,
    tables=MONEY,
)
_figures("11.5.1", "people", "12 คน, 3 ครัวเรือน", _STRIP, COUNT, lambda v: f"{grouped(v)} คน", 5)
_figures("11.5.1", "text-numbers", "numbers kept as text, with spaces about them", _STRIP, BOTH, lambda v: f" {v} ", 6)
_figures("11.5.2", "thai-digits", "๑,๒๓๔.๕๐", "translates U+0E50–0E59", BOTH, lambda v: grouped(v).translate(THAI), 7)
_figures("11.5.2", "thai-digits-bare", "๑๒๓๔.๕", "translates U+0E50–0E59", BOTH, lambda v: str(v).translate(THAI), 8)
_figures(
    "11.5.10",
    "quoted-thousands",
    'csv with "1,234" in quotation marks',
    "never splits on the commas inside",
    BOTH,
    grouped,
    9,
    forms=("csv",),
)
_figures(
    "11.1.13",
    "starred",
    "1,234* and 1,234**",
    "takes footnote marks off",
    BOTH,
    lambda v: f"{grouped(v)}{'*' * (1 + int(float(str(v))) % 2)}",
    10,
)
_figures("11.1.13", "raised", "1,234¹", "takes footnote marks off", BOTH, lambda v: f"{grouped(v)}¹", 11)
_figures("11.1.13", "slashed", "1,234.50 1/", "takes footnote marks off", BOTH, lambda v: f"{grouped(v)} 1/", 12)


def _negative(name: str, says: str, write: Callable[[str], str], at: int) -> None:
    tables = MONEY[at % 4 :] + MONEY[: at % 4]

    @convention(
        "11.5.3",
        name,
        says,
        "is less than zero: kept, and told where the column cannot be less than zero",
        group="cell",
        tables=tables,
    )
    def apply(draft: Draft) -> None:
        page = draft.page
        for line in page.data:
            for head in page.heads:
                value = line.cells.get(head.key)
                if (
                    head.spec is not None
                    and head.spec.kind is Kind.BAHT
                    and isinstance(value, int | float)
                    and value > 0
                ):
                    fit(len(line.gives) == 1 and not head.month)
                    line.cells[head.key] = write(grouped(value))
                    line.gives[0][head.spec.name] = -float(value)
                    if not any(one.counted == "total" for one in page.lines):
                        draft.tell("impossible_number", column=head.spec.name, line=line)
                        draft.noted |= {"row_rule", "typed_percent"}
                        return
                    raise DoesNotFit
        raise DoesNotFit


_negative("brackets", "(1,234)", lambda text: f"({text})", 0)
_negative("hyphen", "-1,234", lambda text: f"-{text}", 1)
_negative("minus", "−1,234", lambda text: f"−{text}", 2)
_negative("behind", "1,234-", lambda text: f"{text}-", 3)


# -- no figure -----------------------------------------------------------------------------------------------------


def _no_figure(
    row: str,
    name: str,
    says: str,
    reader: str,
    text: str,
    kinds: tuple[Kind, ...],
    value: Value,
    tables: tuple[str, ...],
) -> None:
    @convention(row, name, says, reader, group="cell", tables=tables)
    def apply(draft: Draft) -> None:
        page = draft.page
        done, told = 0, set[str]()
        for line in page.data:
            if len(line.gives) != 1:
                raise DoesNotFit
            for head in page.heads:
                empty = line.cells.get(head.key) is None
                if (
                    head.spec is None
                    or head.spec.kind not in kinds
                    or not empty
                    or head.month
                    or head.key in ("scratch", "scratch2")
                ):
                    continue
                line.cells[head.key] = text
                line.gives[0][head.spec.name] = value
                done += 1
                told.add(head.spec.name)
        fit(done)
        for name in told if row == "11.5.5" else ():
            draft.tell("no_figure", column=name)


for _n, (_name, _text) in enumerate((("hyphen", "-"), ("en-dash", "–"), ("em-dash", "—"), ("none", "ไม่มี"))):
    _no_figure(
        "11.5.4",
        f"money-{_name}",
        f"{_text} in a column of money",
        "is missing, not zero",
        _text,
        BAHT,
        None,
        (("otop_sales",), ("community_groups",), ("household_help",), ("group_support",))[_n]
        + ("otop_sales", "cloth_agencies"),
    )
    _no_figure(
        "11.5.4",
        f"count-{_name}",
        f"{_text} in a column of counts, beside other figures of its row",
        "is zero",
        _text,
        COUNT,
        0.0,
        ("otop_sales", "plots"),
    )
for _n, (_name, _text) in enumerate(
    (("no-data", "ไม่มีข้อมูล"), ("na", "n/a"), ("being-collected", "อยู่ระหว่างรวบรวม"), ("awaited", "รอรายงาน"))
):
    _no_figure(
        "11.5.5",
        _name,
        f"{_text} in a cell of figures",
        "is missing, with its reason",
        _text,
        BOTH,
        None,
        (("otop_sales",), ("community_groups",), ("plots",), ("cloth_agencies",))[_n]
        + ("otop_sales", "household_help"),
    )


# -- scale, percent, ratio, units ----------------------------------------------------------------------------------


def _scaled(name: str, word: str, factor: int, alone: int, tables: tuple[str, ...]) -> None:
    @convention(
        "11.5.6",
        name,
        f"({word}) in the heading of a column of money",
        "multiplies it once",
        group="heading",
        tables=tables,
        alone=alone,
    )
    def apply(draft: Draft) -> None:
        done = 0
        fit(not any("หน่วย :" in str(cell) for page in draft.pages for row in page.titles for cell in row))
        for page in draft.pages:
            for head in page.heads:
                if head.spec is None or head.spec.kind is not Kind.BAHT or head.month:
                    continue
                fit(head.parts[-1].endswith("(บาท)"))
                head.parts[-1] = head.parts[-1].replace("(บาท)", f"({word})")
                for line in page.lines:
                    value = line.cells.get(head.key)
                    if value in (None, ""):
                        continue
                    if not isinstance(value, int | float):
                        raise DoesNotFit
                    line.cells[head.key] = float(Decimal(str(value)) / factor)
                    done += 1
        fit(done)


_scaled("million-baht", "ล้านบาท", 10**6, 2, ("kkj_areas", "otop_sales"))
_scaled("thousand-baht", "พันบาท", 10**3, 2, ("budgets", "kkj_areas"))

PERCENTS = ("women_fund_members", "women_fund_monthly", "budgets", "plots", "women_fund_contracts")


def _percent(
    name: str, says: str, reader: str, write: Callable[[float], Cell], tables: tuple[str, ...], told: str
) -> None:
    @convention("11.5.7", name, says, reader, group="percent", tables=tables, alone=2)
    def apply(draft: Draft) -> None:
        fit(draft.rewrite([Kind.PCT], lambda v: write(v) if isinstance(v, int | float) else v))  # type: ignore[return-value]
        for name in draft.truth.holds(Kind.PCT) if told else ():
            draft.tell(told, column=name)


_percent("signed", "95.5%", "is 95.5 percent", lambda v: f"{v}%", PERCENTS, "")
_percent("word", "ร้อยละ 95.5", "is 95.5 percent", lambda v: f"ร้อยละ {v}", PERCENTS[1:], "")
_percent(
    "fractions",
    "0.955 in every row of the column",
    "is 95.5 percent where the figures of the rows prove it; the decision is told",
    lambda v: v / 100,
    PERCENTS[:3],
    "read_as_fraction",
)


@convention(
    "11.5.7",
    "fractions-unproven",
    "0.6 and 1 in a column of percents beside which nothing can be computed",
    "keeps what is typed and tells both readings: 0.6 may be 60, and may be 0.6",
    group="percent",
    tables=("plots",),
)
def fractions_unproven(draft: Draft) -> None:
    fit(draft.page.has("progress_pct"))
    for line in draft.page.data:
        fit(len(line.gives) == 1)
        value = float(str(line.cells["progress_pct"])) / 100
        line.cells["progress_pct"], line.gives[0]["progress_pct"] = value, value
    draft.tell("fraction_or_percent", column="progress_pct")
    draft.noted.add("row_rule")  # 1 percent of a plot that is done


@convention(
    "11.5.8",
    "ratio-as-time",
    "1:2, which Excel made the time 01:02",
    "is the ratio 1:2",
    group="cell",
    tables=("plots",),
    forms=("xlsx",),
)
def ratio_as_time(draft: Draft) -> None:
    _ratio(draft, lambda a, b: dt.time(a, b))


@convention(
    "11.5.8",
    "ratio-as-day",
    "1/2, which Excel made a day in February",
    "is the ratio 1:2",
    group="cell",
    tables=("plots",),
    forms=("xlsx", "xls", "ods"),
)
def ratio_as_day(draft: Draft) -> None:
    _ratio(draft, lambda a, b: dt.date(2022, b, a))


@convention(
    "11.5.8",
    "ratio-slashed",
    "1/2 and 1 : 2",
    "is the ratio 1:2",
    group="cell",
    tables=("plots",),
    forms=("csv", "xlsx"),
)
def ratio_slashed(draft: Draft) -> None:
    _ratio(draft, lambda a, b: f"{a}/{b}" if a == 1 else f"{a} : {b}")


def _ratio(draft: Draft, write: Callable[[int, int], Cell]) -> None:
    for line in draft.page.data:
        (record,) = line.gives
        first, second = map(int, str(record["design_ratio"]).split(":"))
        line.cells["design_ratio"] = write(first, second)


@convention(
    "11.5.9",
    "rai-ngan-wa",
    "3 ไร่ 2 งาน 10 ตร.ว.",
    "is 3.525 ไร่: 1 ไร่ = 4 งาน = 400 ตร.ว.",
    group="cell",
    tables=("plots",),
)
def rai_ngan_wa(draft: Draft) -> None:
    for line, (text, rai) in zip(
        draft.page.data, (("3 ไร่ 2 งาน 10 ตร.ว.", 3.525), ("1 ไร่", 1.0), ("2 งาน 50 ตารางวา", 0.625)), strict=True
    ):
        line.cells["area_rai"], line.gives[0]["area_rai"] = text, rai


@convention(
    "11.5.9",
    "counted-units",
    "2 แปลง, 12 คน",
    "is the number; the unit goes",
    group="cell",
    tables=("plots", "kkj_areas"),
    alone=2,
)
def counted_units(draft: Draft) -> None:
    units = {"trained": "คน", "village_count": "หมู่บ้าน", "hh_target": "ครัวเรือน"}
    done = 0
    for line in draft.page.data:
        for name, unit in units.items():
            if isinstance(value := line.cells.get(name), int | float):
                line.cells[name] = f"{value} {unit}"
                done += 1
    fit(done)
