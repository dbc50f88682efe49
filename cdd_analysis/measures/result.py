"""What a topic answers with: measures, findings, exhibits. Plain data; nothing here computes or draws.

``areas`` are codes; names come back at display. Every Thai sentence is complete: a page prints it as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from cdd_analysis.areas import Scope


class Status(StrEnum):
    """The five states of handbook 0.2; ``CHECK`` beats every other."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GRAY = "gray"
    CHECK = "check"


@dataclass(frozen=True)
class View:
    """What a page looks at: a province, region or the nation, in one fiscal year (BE), as of a day (Gregorian)."""

    scope: Scope
    fiscal_year: int
    as_of: date


@dataclass(frozen=True)
class Measure:
    """One figure of one area.

    Attributes:
        id: handbook number (``T3.1``); ``T3.1-rank`` and the like for companions of it.
        title: Thai name.
        value: full precision, missing where it cannot be computed.
        unit: Thai unit as printed: บาท, ร้อยละ, คน, ครัวเรือน, วัน …
        base: Thai, what it is of and over which period: "ต.ค. 2564 – ม.ค. 2565", "จาก 3,918 รายการ".
        n: size of the base (the denominator's count), for percentages.
        target, previous, region, country: the same figure as target, of last year's same months, of region and country.
        rank: (place, of how many) among its siblings; 1 is the highest value.
        reason: one Thai sentence, why the status.
        awaited: name of the input table that is missing, for ``GRAY``.
        definition: Thai, numerator ÷ denominator and who is left out.
        source: where the rule comes from: "S50", "assumption-D".
        trend: (label, value) in order, for a small line.
        key: shown among the key figures, not only in the method table.
    """

    id: str
    title: str
    value: float | None
    unit: str
    status: Status
    base: str = ""
    n: float | None = None
    target: float | None = None
    previous: float | None = None
    region: float | None = None
    country: float | None = None
    rank: tuple[int, int] | None = None
    reason: str = ""
    awaited: str = ""
    definition: str = ""
    source: str = ""
    trend: tuple[tuple[str, float | None], ...] = ()
    key: bool = True


@dataclass(frozen=True)
class Finding:
    """Something the meeting should talk about.

    Attributes:
        rule: short English name of the rule that found it.
        area: code of the area it is about.
        status: what it does to that area's light.
        sentence: Thai: what, where, how much, compared with what.
        owner: who answers, by position or office: "พัฒนาการอำเภอลานสกา".
        question: Thai, can be asked aloud; empty where the finding is only to be known.
        weight: baht or persons at stake, for ranking; ``unit`` says which ("บาท", "คน", "ครัวเรือน", "รายการ").
    """

    rule: str
    area: str
    status: Status
    sentence: str
    owner: str
    question: str = ""
    weight: float = 0.0
    unit: str = ""


@dataclass(frozen=True)
class Shown:
    """How a column of a printed table is shown. ``kind``: name (an area code, shown as its name), text, baht, count,
    pct, change (signed %), number, date, status."""

    column: str
    label: str
    kind: str = "text"
    unit: str = ""


@dataclass(frozen=True)
class TableView:
    """A table to print. ``frame`` has the columns that ``shown`` names; ``total`` maps columns to the recomputed total
    row (ratio of sums), empty where there is none."""

    name: str
    title: str
    frame: pd.DataFrame
    shown: tuple[Shown, ...]
    total: dict[str, object] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A chart as data; ``charts.py`` draws it.

    Attributes:
        name: file-name-like, unique on the page.
        form: ``line`` (x ordered, one line per series), ``bars`` (horizontal, ranked, optional status colour column
            ``status``), ``stacked`` (horizontal bars by series), ``columns`` (vertical bars by x, series), ``heatmap``
            (x by y, values), ``histogram`` (values of x), ``dots`` (before/after: x and x2 per y).
        title: the finding as a Thai sentence.
        subtitle: Thai: unit, period, order.
        frame: tidy; columns named by x, y, series.
        unit: Thai unit of the values.
        scale: divide values by this to print (1e6 with unit ล้านบาท).
        reference: (value in printed units, label) of a line to compare with.
        alt: Thai alternative text: what a person who cannot see it must know.
        emphasis: the series or y that the title speaks of.
    """

    name: str
    form: str
    title: str
    subtitle: str
    frame: pd.DataFrame
    x: str
    y: str
    series: str = ""
    unit: str = ""
    scale: float = 1.0
    reference: tuple[float, str] | None = None
    alt: str = ""
    emphasis: str = ""


@dataclass(frozen=True)
class Assessment:
    """Everything a topic says of one view.

    Attributes:
        status, verdict: the topic's light and one Thai sentence.
        measures: in handbook order, missing inputs included as ``GRAY``.
        findings: ranked by weight, the heaviest first.
        ranking: the ranked table of the areas below (districts of a province, provinces of a region …), or None.
        trend: the line against pace, or None.
        exhibits: the topic's charts, by name.
        coverage: who owes what and has not sent it (area x period), or None where the topic expects nothing periodic.
        awaited: names of input tables that hold nothing for this view.
        inputs: table name -> the rows used, at least where they come from, for sources and freshness.
        notes: Thai sentences for the method section (age of the data, which base was used …).
        carried: what was left unfinished from the year before, one row a thing or an area; None where nothing tells.
        tables: the topic's further tables, by name: a reconciliation matrix, a list of cases.
    """

    topic: str
    view: View
    status: Status
    verdict: str
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    ranking: TableView | None = None
    trend: Exhibit | None = None
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    coverage: TableView | None = None
    awaited: tuple[str, ...] = ()
    inputs: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    carried: TableView | None = None
    tables: Mapping[str, TableView] = field(default_factory=dict)
