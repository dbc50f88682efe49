"""Indicators as data, and what is said of them in every area: figure, light, rank, finding, row of the district table.

A topic gives the account (a row per area, from district to nation, a column per figure; see ``ladder``), the same of
last year, its indicators, and what does not hold together. Everything a page prints of them is made here, so that all
topics say it alike: ratio of sums, the same months of last year, region and country only where they are whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cdd_analysis.measures.account import Account, Numbers, Places
from cdd_analysis.measures.arithmetic import ratio, summed, total
from cdd_analysis.measures.indicators import Doubt, Indicator, Light, number
from cdd_analysis.measures.ladder import NATIONAL, members, siblings
from cdd_analysis.measures.result import Exhibit, Finding, Measure, Shown, Status, TableView, View
from cdd_analysis.measures.status import LABELS, is_missing, urgency, worst
from cdd_analysis.measures.weight import ranked, weight_baht
from cdd_analysis.measures.words import NO_LIGHT, answers, called, known, said
from cdd_analysis.settings import setting

__all__ = ["LAST_COLUMNS", "Doubt", "Indicator", "Light", "Scorecard", "ranked", "sent", "weight_baht"]

LAST_COLUMNS = (
    Shown("status", "สถานะ", "status"),
    Shown("reason", "เหตุผล/ข้อสังเกต"),
    Shown("as_of_date", "ข้อมูล ณ วันที่", "date"),
)


@dataclass(frozen=True)
class Scorecard:
    """The indicators of one view.

    Attributes:
        view: scope, fiscal year, as-of day.
        office: the work group that answers for the topic.
        indicators: in handbook order.
        account: one row per area (district, province, region, nation), numbers only.
        before: the same of the same months of last year, or its closing state.
        doubts: what does not hold together.
        silent: area below -> Thai, what it owes and has not sent ("แบบ 26(1) ปี 2565").
        children: areas below; the scope's own where not given (a province's office is a unit beside its districts).
        trends: id of an indicator -> (label, figure) in order, for its small line.
        period: Thai, which months or which day the figures are of.
        periods: id of an indicator -> the same, where its figure is of another period.
    """

    view: View
    office: str
    indicators: tuple[Indicator, ...]
    account: pd.DataFrame
    before: pd.DataFrame
    doubts: tuple[Doubt, ...] = ()
    silent: Mapping[str, str] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    trends: Mapping[str, tuple[tuple[str, float | None], ...]] = field(default_factory=dict)
    period: str = ""
    periods: Mapping[str, str] = field(default_factory=dict)

    @property
    def area(self) -> str:
        """The area that the page is about."""
        return self.view.scope.key

    @property
    def below(self) -> tuple[str, ...]:
        """The areas that it compares."""
        return self.children or self.view.scope.children

    def __getitem__(self, identity: str) -> Indicator:
        return self._by_id[identity]

    @cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {one.id: one for one in reversed(self.indicators)}

    @cached_property
    def _now(self) -> Account:
        return Account(self.account)

    @cached_property
    def _then(self) -> Account:
        return Account(self.before)

    @cached_property
    def _figures(self) -> dict[str, Numbers]:
        """The figure of every indicator in every area."""
        return {identity: self._now.figures(one) for identity, one in self._by_id.items()}

    def row(self, area: str, account: pd.DataFrame | None = None) -> Mapping[str, float]:
        """The account of an area; empty where nothing is known of it."""
        if account is None or account is self.account:
            return self._now.row(area)
        return (self._then if account is self.before else Account(account)).row(area)

    def value(self, identity: str, area: str = "") -> float:
        """An indicator's figure, of the page's own area unless another is named."""
        return self[identity].value(self.row(area or self.area))

    def light(self, one: Indicator, area: str) -> tuple[Status, str]:
        """An indicator's light in an area, and how it stands to its line."""
        key = one.id, area
        if key not in self._lights:
            self._lights[key] = self._light(one, area)
        return self._lights[key]

    @cached_property
    def _lights(self) -> dict[tuple[str, str], tuple[Status, str]]:
        """The lights asked for so far."""
        return {}

    @cached_property
    def _doubted(self) -> dict[tuple[str, str], Doubt]:
        """The first doubt of each indicator and area."""
        return {(doubt.indicator, doubt.area): doubt for doubt in reversed(self.doubts)}

    def _light(self, one: Indicator, area: str) -> tuple[Status, str]:
        if (one.id, area) in self._doubted:
            return Status.CHECK, self._doubted[one.id, area].sentence
        value = one.value(self.row(area))
        if is_missing(value):
            return Status.GRAY, ""
        if one.light is None:
            return Status.GRAY, NO_LIGHT
        return one.light.status(value, self.view), one.light.against(value, one.unit, self.view)

    def area_light(self, area: str) -> tuple[Status, str]:
        """The light of an area: what does not hold together, else what it has not sent, else its worst indicator."""
        if area not in self._area_lights:
            self._area_lights[area] = self._area_light(area)
        return self._area_lights[area]

    @cached_property
    def _area_lights(self) -> dict[str, tuple[Status, str]]:
        """The areas' lights asked for so far."""
        return {}

    def _area_light(self, area: str) -> tuple[Status, str]:
        doubts = [doubt for doubt in self.doubts if doubt.area == area]
        if doubts:
            more = f" และข้อสงสัยอื่นอีก {len(doubts) - 1} ข้อ" if len(doubts) > 1 else ""
            return Status.CHECK, doubts[0].sentence + more
        if area in self.silent:
            return Status.GRAY, f"ยังไม่ส่ง{self.silent[area]}"
        lit = [(*self.light(one, area), one) for one in self.indicators if one.decides and one.light]
        light = worst(status for status, _, _ in lit)
        if light in (Status.GRAY, Status.GREEN):
            return light, ""
        return light, "; ".join(self._said(one, area, against) for status, against, one in lit if status is light)

    def _said(self, one: Indicator, area: str, against: str) -> str:
        value = one.value(self.row(area))
        return one.absent if one.absent and value == 0 else f"{one.title} {said(value, one.unit)} {against}"

    @cached_property
    def status(self) -> Status:
        """The light of the page's own area."""
        return self.area_light(self.area)[0]

    def measures(self) -> tuple[Measure, ...]:
        """Every indicator of the page's own area, in company."""
        return tuple(self.measure(one) for one in self.indicators)

    def measure(self, one: Indicator) -> Measure:
        """One indicator of the page's own area."""
        row = self.row(self.area)
        value = one.value(row)
        blank = Measure(
            one.id, one.title, None, one.unit, Status.GRAY,
            definition=one.definition, source=one.source, key=one.key,
        )  # fmt: skip
        if is_missing(value):
            there = not is_missing(number(row.get(one.top)))
            return replace(blank, awaited="" if there else one.table, reason="ตัวหารเป็นศูนย์" if there else "ยังไม่มีข้อมูล")
        status, reason = self.light(one, self.area)
        return replace(
            blank,
            value=value,
            status=status,
            reason=reason,
            n=known(number(row.get(one.bottom))) if one.bottom and one.counted != "บาท" else None,
            base=" ".join(filter(None, (one.base(row), self.periods.get(one.id, self.period)))),
            target=one.light.line(self.view) if one.light else None,
            previous=known(one.value(self.row(self.area, self.before))),
            trend=tuple(self.trends.get(one.id, ())),
            **self._company(one),
        )

    def _company(self, one: Indicator) -> dict[str, Any]:
        """Region and country of a ratio, where every province has a part in it; the place among areas alike."""
        scope = self.view.scope
        region = f"region-{scope.region}" if scope.level == "province" and scope.region else ""
        country = NATIONAL if scope.level != "national" else ""
        return {
            "region": self._whole(one, region) if one.bottom else None,
            "country": self._whole(one, country) if one.bottom else None,
            "rank": self._place(one),
        }

    @cached_property
    def _alike(self) -> Places:
        """Where the areas of the page's own level stand in the figures."""
        return self._now.places(siblings(self.view.scope))

    @cached_property
    def _members(self) -> dict[str, Places]:
        """Where the provinces of the region and of the country stand in the figures."""
        wider = [NATIONAL, *([f"region-{self.view.scope.region}"] if self.view.scope.region else [])]
        return {area: self._now.places(members(area)) for area in wider}

    def _place(self, one: Indicator) -> tuple[int, int] | None:
        """(place, of how many) among the areas alike; None where nobody else has the figure."""
        own, alike = self.value(one.id), self._figures[one.id][self._alike]
        alike = alike[~np.isnan(alike)]
        return (int((alike > own).sum()) + 1, len(alike)) if len(alike) > 1 and not is_missing(own) else None

    def _whole(self, one: Indicator, area: str) -> float | None:
        """The figure of an area of which every province has one."""
        if not area or np.isnan(self._figures[one.id][self._members[area]]).any():
            return None
        return known(self.value(one.id, area))

    def findings(self, *more: Finding) -> tuple[Finding, ...]:
        """What does not hold together, who is silent, which areas are red, and ``more``; the heaviest first."""
        return ranked([*self._doubtful(), *self._silent(), *self._red(), *more])

    def _doubtful(self) -> Iterator[Finding]:
        for one in self.doubts:
            if one.area in (self.area, *self.below):
                yield self.finding(one.rule, one.area, Status.CHECK, one.sentence, one.question, one.weight, one.unit)

    def _silent(self) -> Iterator[Finding]:
        """Each area that has not sent what it owes; where they are many, all in one sentence."""
        owed = [area for area in self.below if area in self.silent]
        if len(owed) <= setting("shared.areas_per_finding"):
            for area in owed:
                question = f"{called(area)}ติดขัดเรื่องใด และจะส่งได้วันใด"
                yield self.finding("no_report", area, Status.GRAY, f"ยังไม่ส่ง{self.silent[area]}", question)
            return
        label, names = self.view.scope.child_label, " ".join(called(area).strip() for area in owed)
        ((most, times),) = Counter(self.silent[area] for area in owed).most_common(1)
        what = most if times == len(owed) else f"{most} หรือรายงานอื่น"
        sentence = f"มี {len(owed)} จาก {len(self.below)} {label}ที่ยังไม่ส่ง{what}: {names}"
        yield self.finding("no_report", self.area, Status.GRAY, sentence, f"{label}เหล่านี้ติดขัดเรื่องใด และจะส่งได้วันใด")

    def _red(self) -> Iterator[Finding]:
        """The worst areas of every indicator whose light is red there."""
        for one in self.indicators:
            if not one.rule or one.light is None:
                continue
            red = [area for area in self.below if self.light(one, area)[0] is Status.RED]
            if not red:
                continue
            figures = pd.Series([self.value(one.id, area) for area in red], red, dtype="float64")
            by = figures.sort_values(ascending=not one.light.is_lower_better)
            for area in by.index[: setting("shared.areas_per_finding")]:
                yield self._red_one(one, str(area))

    def _red_one(self, one: Indicator, area: str) -> Finding:
        row, before = self.row(area), one.value(self.row(area, self.before))
        value, base = said(one.value(row), one.unit), one.base(row)
        last = "" if is_missing(before) else f" ปีก่อน{said(before, one.unit)}"
        against = self.light(one, area)[1]
        sentence = f": {one.title} {value} {f'({base}) ' if base else ''}{against}{last}"
        column, unit = one.stake if one.stake[0] else (one.top, one.counted or one.unit)
        question = one.question.format(area=called(area), value=value, base=base)
        return self.finding(one.rule, area, Status.RED, sentence, question, abs(number(row.get(column))), unit)

    def finding(
        self,
        rule: str,
        area: str,
        status: Status,
        sentence: str,
        question: str = "",
        weight: float = 0.0,
        unit: str = "",
    ) -> Finding:
        """A finding whose sentence begins with the area's name, answered for by position."""
        weight = 0.0 if is_missing(weight) else float(weight)
        who = answers(area, self.area, self.office)
        return Finding(rule, area, status, f"{called(area)}{sentence}", who, question, weight, unit)

    def ranking(
        self,
        shown: Sequence[Shown],
        title: str,
        *,
        by: str = "",
        dated: pd.Series | None = None,
        texts: pd.DataFrame | None = None,
        note: str = "",
    ) -> TableView | None:
        """The areas below, the most urgent first; None where nothing is known of any.

        Args:
            shown: columns between name and status: columns of the account or of ``texts``, or ids of indicators.
            by: column that orders areas of equal light, the largest first; by code without it.
            dated: newest as-of date by area.
            texts: further columns by area.
        """
        rows = self.account.reindex(list(self.below)).rename_axis("area")
        if rows.isna().all(axis=None):
            return None
        found = [self.area_light(area) for area in self.below]
        days = pd.Series(dtype="datetime64[us]") if dated is None else dated
        rows = rows.assign(
            **{one.id: self._of_below(one) for one in self.indicators},
            status=[status.value for status, _ in found],
            reason=[reason for _, reason in found],
            as_of_date=days.reindex(rows.index),
        )
        rows = rows if texts is None else rows.join(texts)
        order = rows.assign(_urgent=[urgency(status) for status, _ in found], _by=rows[by] if by else 0.0)
        frame = order.sort_values(["_urgent", "_by"], ascending=[True, False], kind="stable").reset_index()
        label = self.view.scope.child_label
        kept = [one for one in shown if one.column in frame and frame[one.column].notna().any()]
        last = LAST_COLUMNS if dated is not None else LAST_COLUMNS[:2]
        columns = (Shown("area", label, "name"), *kept, *last)
        absent = [one.label for one in shown if one not in kept]
        waiting = f" ยังไม่มีข้อมูลของ: {' · '.join(absent)}" if absent else ""
        said_so = f"แถวรวมคำนวณใหม่จากราย{label} ร้อยละของแถวรวมคือผลรวมหารผลรวม {note}".strip() + waiting
        return TableView("ranking", title, frame, columns, self._total(rows, kept), said_so)

    def _of_below(self, one: Indicator) -> Numbers:
        """An indicator's figure of every area below."""
        return self._figures[one.id][self._now.places(self.below)]

    def _total(self, rows: pd.DataFrame, shown: Iterable[Shown]) -> dict[str, object]:
        """The total row made again from the rows: sums, ratios of sums; what does not add up is the area's own."""
        found: dict[str, object] = {"area": "รวมทั้งสิ้น"}
        for column in (one.column for one in shown if one.kind not in ("text", "status", "date", "name")):
            one = self._by_id.get(column)
            if one is None:
                found[column] = total(rows[column])
            elif one.bottom:
                top, bottom = (rows[name].to_numpy("float64") for name in (one.top, one.bottom))
                both = ~(np.isnan(top) | np.isnan(bottom))
                found[column] = ratio(summed(top[both]), summed(bottom[both]), per=one.per)
            else:
                found[column] = total(rows[one.top]) if one.adds else one.value(self.row(self.area))
        return found

    def bars(self, identity: str, *, name: str = "", subtitle: str = "", title: str = "") -> Exhibit | None:
        """An indicator of the areas below as ranked bars in the colour of its light; None where none is known."""
        one = self[identity]
        figures = pd.Series(self._of_below(one), list(self.below)).dropna()
        if figures.empty:
            return None
        figures = figures.sort_values(ascending=bool(one.light and one.light.is_lower_better) is False)
        figures = figures if one.light else figures.sort_values(ascending=False)
        line = one.light.line(self.view) if one.light else None
        first, last = str(figures.index[0]), str(figures.index[-1])
        frame = pd.DataFrame({"area": figures.index, "value": figures.to_numpy()})
        if one.light:
            frame["status"] = [self.light(one, str(area))[0].value for area in figures.index]
        is_money = one.unit == "บาท" and figures.abs().max() >= 1e6
        label = "จังหวะที่ควรเป็น" if one.light and one.light.is_pace else "เกณฑ์"
        return Exhibit(
            name=name or identity.lower().replace(".", "-"),
            form="bars",
            title=title or self._bars_title(one, first, float(figures.iloc[0])),
            subtitle=subtitle or f"{one.unit} {self.period}".strip(),
            frame=frame,
            x="value",
            y="area",
            unit="ล้านบาท" if is_money else one.unit,
            scale=1e6 if is_money else 1.0,
            reference=None if line is None else (line, f"{label} {said(line, one.unit)}"),
            alt=f"แท่งเรียง{one.title}ราย{self.view.scope.child_label} "
            f"บนสุด{called(first)} {said(float(figures.iloc[0]), one.unit)} "
            f"ล่างสุด{called(last)} {said(float(figures.iloc[-1]), one.unit)}",
        )

    def _bars_title(self, one: Indicator, first: str, value: float) -> str:
        """What the bars show: how many areas are red or yellow, else who stands first."""
        lights = [self.light(one, area)[0] for area in self.below] if one.light else []
        behind = sum(light in (Status.RED, Status.YELLOW) for light in lights)
        lit = sum(light is not Status.GRAY for light in lights)
        label = self.view.scope.child_label
        if behind:
            leader = f"อันดับแรกคือ{called(first)} {said(value, one.unit)}"
            return f"{one.title}: {behind} จาก {lit} {label}ยังไม่ถึงเกณฑ์ {leader}"
        if lit:
            return f"{one.title}: ทั้ง {lit} {label}อยู่ในเกณฑ์"
        return f"{called(first)}มี{one.title}สูงสุด {said(value, one.unit)}"

    def verdict(self, start: str) -> str:
        """One sentence: ``start`` after the area's name, then what decides the light and who is silent."""
        status, reason = self.area_light(self.area)
        lit = [self.area_light(area)[0] for area in self.below]
        label = self.view.scope.child_label
        parts = [f"{called(self.area)}{start}"]
        if status in (Status.CHECK, Status.RED, Status.YELLOW) and reason:
            parts.append(f"{LABELS[status]}: {reason}")
        counts = {one: lit.count(one) for one in (Status.CHECK, Status.RED) if lit.count(one)}
        parts += [f"{n} {label}{LABELS[one]}" for one, n in counts.items()]
        silent = sum(area in self.silent for area in self.below)
        parts += [f"{silent} {label}ยังไม่ส่งข้อมูล"] if silent else []
        return " · ".join(parts)


def sent(view: View, table: pd.DataFrame, title: str, *, children: Sequence[str] = (), note: str = "") -> TableView:
    """Who sent what: areas below x periods, those that owe the most first.

    Args:
        table: one row per area, a column per period, whether it was sent; an area that is not there sent nothing.
        title: Thai; the number of areas that sent everything is added.
    """
    below = list(children or view.scope.children)
    there = table.reindex(below, fill_value=False).to_numpy(dtype=bool)
    missing = (~there).sum(axis=1)
    order = sorted(range(len(below)), key=lambda n: (-missing[n], below[n]))
    words = np.where(there[order], "รายงานแล้ว", "ยังไม่ส่ง").astype(object)
    frame = pd.DataFrame(words, columns=table.columns)
    frame.insert(0, "area", [below[n] for n in order])
    label = view.scope.child_label
    shown = (Shown("area", label, "name"), *(Shown(str(column), str(column)) for column in table.columns))
    whole = int((missing == 0).sum())
    return TableView("coverage", f"{title} ส่งครบ {whole} จาก {len(below)} {label}", frame, shown, note=note)
