"""The page object: every method answers with one section, in the order in which a reviewer reads them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from importlib import resources
from typing import Any

from markupsafe import Markup

from cdd_analysis import charts, project
from cdd_analysis.charts.style import palette_css
from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.result import Assessment, Exhibit, Status
from cdd_analysis.measures.status import LABELS, SYMBOLS
from cdd_analysis.measures.suppression import published
from cdd_analysis.page import compared, figures, health, method, record, request, since
from cdd_analysis.page.fonts import desk_font_css
from cdd_analysis.page.html import Section, nothing, section
from cdd_analysis.page.signatures import signatures
from cdd_analysis.page.tables import SHORT_ROWS, area_name, gathered, printed
from cdd_analysis.settings import in_force
from cdd_analysis.topics import topic as find_topic

MOST_QUESTIONS = 7
MOST_EXCEPTIONS = 15
MOST_ROWS = 30


def open_page(
    topic: str,
    province: str | int = "80",
    fiscal_year: int | str = 2565,
    as_of: str | date = "2565-01-12",
    *,
    processed: Processed | None = None,
) -> Page:
    """Open the page of a topic.

    Args:
        topic: its key: ``otop``, ``poverty`` … (``cdd topics`` lists them).
        province: a province code, ``region-5`` or ``national``.
        fiscal_year: 2565, or 2022.
        as_of: the day the page speaks of, in either era; "" for the latest day of the data in the fiscal year.
        processed: the tables to read; those of the project where not given.

    Raises:
        UsageError: a parameter names something that does not exist; the message says what would be right.
        NoData: nothing was built yet; the message names the commands.
    """
    module = find_topic(topic)
    data = processed or Processed()
    data.require()
    view = request.view(module, data, province, fiscal_year, as_of)
    with in_force(project.settings(), view.scope.key) as changed:
        assessment, used = module.assess(data, view), method.used_settings(topic, changed)
    return Page(assessment, data, title=module.TITLE, owner=module.OWNER, tables=module.TABLES, used=used)


class Page:
    """One topic of one view, section by section. The notebook decides which it shows and in what order."""

    def __init__(
        self,
        assessment: Assessment,
        processed: Processed,
        *,
        title: str,
        owner: str,
        tables: Sequence[str],
        used: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        self.assessment, self.processed = published(assessment), processed
        self.topic_title, self.owner, self.tables = title, owner, tuple(tables)
        self.used = method.used_settings(assessment.topic) if used is None else list(used)
        self._shown: dict[str, dict[str, int]] = {}
        self._cards: list[str] = []
        self._before: since.Remembered | None = None

    def __repr__(self) -> str:
        view = self.assessment.view
        return f"<Page {view.scope.key}/{self.assessment.topic} {view.fiscal_year} as of {view.as_of}>"

    def _repr_html_(self) -> str:
        """JupyterLab's stylesheet, and what is open; none of it is on the page."""
        css = resources.files("cdd_analysis").joinpath("templates/page.css").read_text(encoding="utf-8")
        view = self.assessment.view
        said = Markup('<p class="cdd none">{} · {} · ปีงบประมาณ {}</p>').format(
            self.topic_title, view.scope.title, view.fiscal_year
        )
        return f"<style>{desk_font_css()}{palette_css()}{css}</style>{said}"

    @functools.cached_property
    def _health(self) -> health.Health:
        return health.health(self.processed, self.assessment, self.tables)

    @functools.cached_property
    def is_sample(self) -> bool:
        """Whether any of the page's sources is made up; where it has none, whether anything in the build is."""
        files = list(self._health.sources["source_file"].unique())
        return self.processed.is_sample(files or None)

    @property
    def _has_data(self) -> bool:
        return any(len(rows) for rows in self.assessment.inputs.values())

    def title(self) -> Section:
        """Topic, scope, fiscal year and as-of date; a badge where figures are made up."""
        return self._section("title", title=self.topic_title, view=self.assessment.view, is_sample=self.is_sample)

    def verdict(self) -> Section:
        """The topic's status and one sentence."""
        one = self.assessment
        return self._section("verdict", status=one.status, verdict=one.verdict)

    def key_figures(self) -> Section:
        """Key figures with unit, base and company, then the inputs that are awaited."""
        shown = [one for one in self.assessment.measures if one.key and not _waits(one.value, one.status)]
        waiting = [
            one for one in self.assessment.measures if one.key and _waits(one.value, one.status) and not one.awaited
        ]
        cards = [figures.card(one, self.assessment.view) for one in shown]
        self._cards = [one.id for one in cards]
        return self._section(
            "key_figures",
            cards=cards,
            across=figures.across(len(cards), (4, 5, 3)),
            paper_across=figures.across(len(cards), (3, 4) if len(cards) <= 6 else (4, 3)),
            waiting=waiting,
            awaited=method.awaited(self.assessment),
        )

    def questions(self) -> Section:
        """What to ask in the meeting, the heaviest first, with who answers."""
        asked = [one for one in self.assessment.findings if one.question]
        return self._section("questions", asked=asked[:MOST_QUESTIONS], place=area_name, has_data=self._has_data)

    def exceptions(self) -> Section:
        """What stands out, where, and who answers."""
        found = self.assessment.findings
        more = health.more(len(found), MOST_EXCEPTIONS)
        shown = found[:MOST_EXCEPTIONS]
        return self._section(
            "exceptions",
            found=shown,
            place=area_name,
            more=more,
            said=_said,
            has_data=self._has_data,
            is_short=len(shown) <= SHORT_ROWS,
        )

    def ranking(self) -> Section:
        """The areas below, the most urgent first, with the recomputed total."""
        view, child = self.assessment.ranking, self.assessment.view.scope.child_label
        table = printed(view) if view is not None and len(view.frame) else None
        return self._section("ranking", table=table, child=child)

    def year_on_year(self) -> Section:
        """This year beside the same months of last year, and what should have been reached by now."""
        return self._section("year_on_year", table=compared.year_on_year(self.assessment), view=self.assessment.view)

    def carried(self) -> Section:
        """What was left unfinished from the year before."""
        view = self.assessment.carried
        table = printed(view, most=MOST_EXCEPTIONS) if view is not None and len(view.frame) else None
        return self._section(
            "carried", table=table, has_data=view is not None, year=self.assessment.view.fiscal_year - 1
        )

    def trend(self) -> Section:
        """The line against pace."""
        if self.assessment.trend is None:
            return nothing("trend", "หัวข้อนี้ไม่มีเส้นแนวโน้มสำหรับข้อมูลชุดนี้")
        return self._figure(self.assessment.trend)

    def exhibit(self, name: str) -> Section:
        """The chart called ``name``; a sentence for the analyst where the data gives none."""
        found = self.assessment.exhibits.get(name)
        if found is None:
            there = ", ".join(self.assessment.exhibits) or "ไม่มี"
            return nothing(name, f"ไม่มีแผนภูมิ {name} สำหรับข้อมูลชุดนี้ (ที่มี: {there})")
        return self._figure(found)

    def table(self, name: str) -> Section:
        """The topic's table called ``name``; a sentence for the analyst where the data gives none."""
        view = self.assessment.tables.get(name)
        if view is None or not len(view.frame):
            there = ", ".join(self.assessment.tables) or "ไม่มี"
            return nothing(name, f"ไม่มีตาราง {name} สำหรับข้อมูลชุดนี้ (ที่มี: {there})")
        return self._section("table", anchor=name, title=view.title, table=printed(view, most=MOST_ROWS))

    @functools.cached_property
    def _facts(self) -> dict[str, Any]:
        return record.facts(self.assessment, self._health, self.used)

    def changes(self) -> Section:
        """What has changed since the page that was published last: day, new data, revised data, method, figures."""
        told = since.note()
        found = since.since(since.remembered(self._facts, told["made"]), told) if told["before"] else None
        self._before = found.before if found else None
        return self._section("changes", found=found, table=found.table() if found else None)

    def data_health(self) -> Section:
        """Who has not reported, what does not reconcile with both figures, what went back, how old the data is."""
        found, coverage = self._health, self.assessment.coverage
        return self._section(
            "data_health",
            strip=health.strip(found, self.assessment),
            coverage=gathered(printed(coverage)) if coverage is not None and len(coverage.frame) else None,
            coverage_note=coverage.note if coverage is not None else "",
            controls=health.controls_table(found),
            compared=len(found.controls),
            problems=health.problems_table(found),
            changes=health.changes_table(found),
        )

    def method(self) -> Section:
        """Definition, base and source of every measure; settings; what the statuses mean."""
        return self._section(
            "method",
            notes=self.assessment.notes,
            definitions=method.definitions_table(self.assessment) if self.assessment.measures else None,
            settings=self.used,
            statuses=list(Status),
            guide=method.guide(self.owner),
            glossary=method.GLOSSARY,
        )

    def downloads(self) -> Section:
        """The workbook and the record, which lie beside the page."""
        return self._section("downloads", topic=self.assessment.topic)

    def sources(self) -> Section:
        """File, sheet, rows and as-of date of every figure, and the run stamp: dates of data and versions, no clock.

        On paper, lines to sign on, by position.
        """
        return self._section(
            "sources",
            tables=health.sources_tables(self._health),
            owner=self.owner,
            view=self.assessment.view,
            latest=self._health.latest,
            versions=method.versions(),
            is_sample=self.is_sample,
            signatures=signatures(self.assessment.view.scope, self.owner),
        )

    def record(self) -> record.Record:
        """The page's record and the tables of its workbook, for the batch."""
        shown, told = record.Shown(dict(self._shown), tuple(self._cards)), {**self._facts, "before": self._before}
        return record.record(
            self.assessment, self._health, shown, told, title=self.topic_title, is_sample=self.is_sample
        )

    def _section(self, template: str, **values: Any) -> Section:
        """A section of the page, counted: what the notebook made must be on the page."""
        made = section(template, **values)
        self._shown[made.anchor] = made.counts
        return made

    def _figure(self, exhibit: Exhibit) -> Section:
        """A chart with its title, key and numbers; a sentence where there is nothing to draw."""
        if charts.is_empty(exhibit):
            return self._section("no_figure", exhibit=exhibit)
        drawing = charts.draw(exhibit)
        statuses = [(one, SYMBOLS[Status(one)], LABELS[Status(one)]) for one in drawing.statuses]
        return self._section("figure", exhibit=exhibit, drawing=drawing, svg=Markup(drawing.svg), statuses=statuses)


def _waits(value: float | None, status: Status) -> bool:
    return status is Status.GRAY and not figures.is_number(value)


def _said(weight: float, unit: str) -> str:
    return figures.scale([weight], unit).said(weight) if weight and unit else "–"
