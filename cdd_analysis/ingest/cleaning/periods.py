"""Figures that count a time twice: quarters that overlap, running sums beside months (handbook 11.1).

``ไตร3-4`` and ``ไตร4`` are not added before somebody knows whether one holds the other. The figures say so where they
prove it; else both readings are told. A column that says ``สะสม`` is never data beside months: it checks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.datasets import AREA_COLUMNS, Kind, Table
from cdd_analysis.ingest.cleaning.totals import Ledger, control
from cdd_analysis.ingest.cleaning.values import read_numbers
from cdd_analysis.ingest.cleaning.work import Work
from cdd_analysis.ingest.compare import differs
from cdd_analysis.ingest.recognition.headings import Meaning, heading_key, meaning
from cdd_analysis.settings import setting
from cdd_analysis.thai.dates import fiscal_month_no
from cdd_analysis.thai.text import ascii_digits, clean

Span = tuple[int, int]
Figures = npt.NDArray[np.float64]
_QUARTERS = re.compile(r"(?:ไตรมาส|ไตร|Q) ?(?:ที่)? ?(?P<first>[1-4])(?: ?(?:-|–|ถึง) ?(?P<last>[1-4]))?", re.IGNORECASE)
_HALVES = (
    (re.compile(r"(?:รอบ ?)?6 ?เดือนหลัง|ครึ่งปี(?:งบ(?:ประมาณ)?)?หลัง|รอบ(?: ?ที่)? ?2$"), (3, 4)),
    (re.compile(r"(?:รอบ ?)?6 ?เดือน(?:แรก)?$|ครึ่งปี(?:งบ(?:ประมาณ)?)?แรก|รอบ(?: ?ที่)? ?1$"), (1, 2)),
    (re.compile(r"รอบ ?3 ?เดือน"), (1, 1)),
    (re.compile(r"รอบ ?9 ?เดือน"), (1, 3)),
    (re.compile(r"รอบ ?12 ?เดือน|ทั้งปี"), (1, 4)),
)
_RUNNING = re.compile(r"สะสม|ตั้งแต่ต้นปี|นับแต่ต้นปี")


def span(label: str) -> Span | None:
    """First and last quarter that a label covers: ``ไตร3-4`` is (3, 4), ``รอบ 6 เดือนแรก`` (1, 2); None for no label."""
    text = ascii_digits(clean(label))
    found = _QUARTERS.match(text)
    if not found:
        return next((quarters for pattern, quarters in _HALVES if pattern.match(text)), None)
    first, last = int(found["first"]), int(found["last"] or found["first"])
    return (first, last) if first <= last else None


def tell_overlaps(work: Work, records: pd.DataFrame) -> None:
    """Tell of labels of one sheet that cover a quarter twice, with what the figures prove or both readings."""
    if not any(column.name == "period" for column in work.table.columns) or records.empty:
        return
    spans = {str(label): said for label in records["period"].dropna().unique() if (said := span(str(label)))}
    for one, other in combinations(sorted(spans, key=lambda label: (spans[label][0], -spans[label][1])), 2):
        if spans[one] != spans[other] and spans[other][0] <= spans[one][1]:
            _tell_overlap(work, records, spans, one, other)


def _tell_overlap(work: Work, records: pd.DataFrame, spans: dict[str, Span], wide: str, narrow: str) -> None:
    for column in (c for c in work.table.columns if c.kind is Kind.BAHT and c.name in records):
        figures = by_period(work.table, records, column.name)
        if not {wide, narrow} <= set(figures.columns):
            continue
        told = {"column": column.name, "label": column.label, "value": f"“{wide}” กับ “{narrow}”"}
        if proof := proven(figures, spans, wide, narrow):
            work.tell("proven_periods", None, **told, expected=proof)
        else:
            apart = figures[[wide, narrow]].sum(axis=1).sum()
            readings = f"{figures[wide].sum():,.2f} ถ้าช่วงหนึ่งรวมอีกช่วงไว้แล้ว หรือ {apart:,.2f} ถ้าแยกกัน"
            work.tell("overlapping_periods", None, **told, expected=readings)


def by_period(table: Table, records: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row per area, year, budget line …, a column per label; rows without a figure for any label are left out."""
    keys = [name for key in table.key for name in (AREA_COLUMNS if key == "area" else (key,)) if name != "period"]
    rows = records.dropna(subset=[column, "period"])
    number = rows.groupby(keys, dropna=False).ngroup()
    return rows.assign(_row=number).pivot_table(index="_row", columns="period", values=column, aggfunc="sum")


def proven(figures: pd.DataFrame, spans: dict[str, Span], wide: str, narrow: str) -> str:
    """What the figures of every row prove of two labels that overlap, as Thai words; empty where they prove nothing.

    The wide one is the sum of labels that divide it up, or the narrow one is the running sum of all before it.
    """
    parts = [label for label, said in spans.items() if label != wide and _inside(said, spans[wide])]
    if _divides([spans[label] for label in parts], spans[wide]) and _equal(figures, wide, parts):
        return f"“{wide}” เป็นยอดรวมของ {' + '.join(sorted(parts))}"
    before = [label for label, said in spans.items() if label != narrow and said[1] <= spans[narrow][1]]
    if _divides([spans[label] for label in before], (1, spans[narrow][1])) and _equal(figures, narrow, before):
        return f"“{narrow}” เป็นยอดสะสมของ {' + '.join(sorted(before))}"
    return ""


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _divides(parts: list[Span], whole: Span) -> bool:
    """Whether spans cover a whole one, none of them twice."""
    covered = sorted(quarter for first, last in parts for quarter in range(first, last + 1))
    return covered == list(range(whole[0], whole[1] + 1))


def _equal(figures: pd.DataFrame, total: str, parts: list[str]) -> bool:
    """Whether a label equals the sum of others in every row that has them all; of one row, or of nothing, no proof."""
    there = figures.dropna(subset=[total, *parts])
    agree = ~differs(there[total] - there[parts].sum(axis=1), setting("shared.tolerance_baht"))
    return len(there) > 1 and bool(agree.all()) and bool((there[parts] != 0).all(axis=1).any())


def running_sum_of(m: Meaning, table: Table) -> str:
    """The monthly column whose running sum stands under a heading that is none of the table's own; "" for none."""
    if m.column or not _RUNNING.search(m.text) or not table.has_month:
        return ""
    monthly = [column.name for column in table.columns if column.flow == "flow"]
    rest = _RUNNING.sub("", m.text.replace(" | ", ""))
    if heading_key(rest) in ("", "ยอด", "รวม", "ยอดรวม", "จำนวน"):
        return monthly[0] if len(monthly) == 1 else ""
    named = meaning(table, (rest,)).column
    return named if named in monthly else ""


def running_sums(work: Work, records: pd.DataFrame) -> Iterator[Ledger]:
    """Columns of running sums against the months they stand beside; told of, never taken for a month's figure."""
    columns = {c: name for c, m in enumerate(work.region.meanings) if (name := running_sum_of(m, work.table))}
    if not columns:
        return
    numbers = read_numbers(work.cells, list(columns))
    for c, flow in columns.items():
        work.tell("running_sum", None, flow, value=work.region.meanings[c].text)
        sums = _summed_so_far(work.table, records, flow)
        stated = numbers.values(c) * _scale(work, flow, c)
        for place, row in enumerate(map(int, work.rows)):
            if not np.isnan(stated[row]) and row + 1 in sums.index:
                scope = f"ช่อง “{work.region.meanings[c].text}” แถวที่ {row + 1}"
                own = work.rows[place : place + 1]
                one = control(work.region, c, scope, stated[row], sums[row + 1], row, own, work.place(place))
                yield one | {"column": flow}


def _scale(work: Work, name: str, c: int) -> float:
    return work.region.scale(work.region.meanings[c]) if work.own[name].kind is Kind.BAHT else 1.0


def _summed_so_far(table: Table, records: pd.DataFrame, flow: str) -> pd.Series:
    """For each sheet row the sum of its year up to its last month, where the months begin with October and leave out
    none; what an earlier month held, nobody can say."""
    keys = [name for key in table.key for name in (AREA_COLUMNS if key == "area" else (key,)) if name != "month"]
    rows = records.dropna(subset=["month", flow])
    rows = rows.assign(_no=rows["month"].map(fiscal_month_no)).sort_values("_no", kind="stable")
    series = rows.groupby(keys, dropna=False, sort=False)
    whole = series["_no"].transform("max").eq(series["_no"].transform("nunique")) & series["_no"].transform("min").eq(1)
    rows = rows.assign(_sum=series[flow].cumsum())[whole]
    last = rows.groupby(["source_row", *keys], dropna=False, sort=False)["_sum"].last()
    return last.groupby("source_row").sum()
