"""The index of all pages, built from the records beside them and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from cdd_analysis.areas import Scope, scope
from cdd_analysis.charts.style import palette_css
from cdd_analysis.measures.result import Status
from cdd_analysis.measures.status import LABELS, SYMBOLS, URGENCY, urgency
from cdd_analysis.page.fonts import font_css
from cdd_analysis.page.html import SHORT_LABELS
from cdd_analysis.page.policy import CLOSED
from cdd_analysis.reporting.files import read_record, write_whole
from cdd_analysis.thai.dates import thai_date
from cdd_analysis.thai.numbers import format_number
from cdd_analysis.thai.text import sort_key
from cdd_analysis.topics import topics

FAILED = "failed"
WORDS = {str(status): word for status, word in LABELS.items()} | {FAILED: "จัดทำไม่สำเร็จ"}
SHORT = {str(status): word for status, word in SHORT_LABELS.items()} | {FAILED: "ไม่สำเร็จ"}
SIGNS = {str(status): sign for status, sign in SYMBOLS.items()} | {FAILED: "×"}
_LEVELS = ("national", "region", "province")
#: Sections that the index links to: what is asked in the meeting, which areas, whether the figures can be trusted.
_READ_FIRST = {"questions": "ประเด็นซักถาม", "ranking": "รายพื้นที่", "data_health": "คุณภาพข้อมูล"}
#: How many of the pages that need eyes the index names before its table.
_FIRST = 12


@dataclass(frozen=True)
class Entry:
    """A page as the index shows it.

    ``href`` is empty where there is no page to open; ``faults`` are the cells to be corrected and the sums that do not
    agree; ``sections`` the parts of the page that can be linked to.
    """

    scope: Scope
    topic: str
    title: str
    status: str
    fiscal_year: int
    as_of: date | None
    verdict: str
    is_sample: bool
    href: str
    reason: str = ""
    good_as_of: date | None = None
    faults: tuple[int, int] = (0, 0)
    sections: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The status in words."""
        return WORDS[self.status]

    @property
    def short(self) -> str:
        """The status in a word or two, for a table of many topics."""
        return SHORT[self.status]

    @property
    def sign(self) -> str:
        """The status as a sign, so that colour is never alone."""
        return SIGNS[self.status]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where to read first on the page: link and name."""
        return [(f"{self.href}#{anchor}", name) for anchor, name in _READ_FIRST.items() if anchor in self.sections]

    @property
    def day(self) -> str:
        """As-of date in short Thai; of a page that failed, that of the last good one."""
        day = self.as_of or self.good_as_of
        return thai_date(day, short=True) if day else ""


@dataclass(frozen=True)
class Index:
    """What the template asks."""

    entries: tuple[Entry, ...]

    @cached_property
    def cells(self) -> dict[tuple[str, str], Entry]:
        """Entries by scope key and topic."""
        return {(entry.scope.key, entry.topic): entry for entry in self.entries}

    @cached_property
    def topics(self) -> dict[str, str]:
        """Short titles by topic, in the order of the entries: the whole visit, then the inspection's own."""
        known = topics()
        return {
            entry.topic: known[entry.topic].SHORT if entry.topic in known else entry.title for entry in self.entries
        }

    @cached_property
    def scopes(self) -> list[Scope]:
        """The nation, then each region followed by its provinces in Thai order."""
        return sorted({entry.scope.key: entry.scope for entry in self.entries}.values(), key=_place)

    @cached_property
    def regions(self) -> list[int]:
        """Inspection regions met, in order."""
        return sorted({one.region for one in self.scopes if one.region})

    @property
    def statuses(self) -> list[tuple[str, str, str]]:
        """Status, sign and word of those that a page has, the most urgent first."""
        return [(status, sign, word) for status, sign, word, pages in self.tally if pages]

    def health(self, key: str) -> list[str]:
        """What an area's files leave to be done: as its overview says, else its other pages together."""
        own = [entry for (scope_key, _), entry in self.cells.items() if scope_key == key and entry.href]
        own = [entry for entry in own if entry.topic == "overview"] or own
        fix, apart = (sum(entry.faults[place] for entry in own) for place in (0, 1))
        said = [f"ส่งแก้ {format_number(fix)} จุด"] if fix else []
        said += [f"ยอดไม่ตรง {format_number(apart)} จุด"] if apart else []
        return said or (["ไม่มีจุดที่ต้องแก้"] if own else [])

    @property
    def fiscal_years(self) -> list[int]:
        """Fiscal years met, the latest first."""
        return sorted({entry.fiscal_year for entry in self.entries}, reverse=True)

    @property
    def latest_day(self) -> str:
        """The same in short, as the pages' own days are said."""
        return thai_date(max(days), short=True) if (days := [one.as_of for one in self.entries if one.as_of]) else ""

    @property
    def latest(self) -> str:
        """The latest as-of date in long Thai."""
        return thai_date(max(days)) if (days := [entry.as_of for entry in self.entries if entry.as_of]) else ""

    @property
    def is_sample(self) -> bool:
        """Whether every page is of made-up data."""
        return bool(self.entries) and all(entry.is_sample for entry in self.entries)

    @property
    def tally(self) -> list[tuple[str, str, str, int]]:
        """Status, sign, word and number of pages, the most urgent first; failed pages where there are any."""
        found = Counter(entry.status for entry in self.entries)
        shown = [*([FAILED] if found[FAILED] else []), *URGENCY]
        return [(str(status), SIGNS[status], WORDS[status], found[status]) for status in shown]

    @property
    def failed(self) -> list[Entry]:
        """Pages that could not be made."""
        return sorted((one for one in self.entries if one.status == FAILED), key=lambda one: _place(one.scope))

    @property
    def is_short(self) -> bool:
        """Whether every page fits a list with its verdict."""
        return len(self.entries) <= _FIRST

    @property
    def first(self) -> list[Entry]:
        """What to read first: what does not hold together, then what needs support; every page of a short index."""
        urgent = (Status.CHECK, Status.RED, *(Status if self.is_short else ()))
        wanted = [entry for entry in self.entries if entry.status in urgent]
        return sorted(wanted, key=lambda entry: (urgency(entry.status), _place(entry.scope)))[:_FIRST]


def _place(one: Scope) -> tuple[bool, int, int, str]:
    level = _LEVELS.index(one.level)
    return level > 0, one.region or 99, level, sort_key(one.title)


def write_index(reports: Path) -> Path:
    """Write ``index.html`` from the records below ``reports``, in one step; the path of it."""
    path = reports / "index.html"
    reports.mkdir(parents=True, exist_ok=True)
    write_whole(index_html(read_entries(reports)).encode(), path)
    return path


def read_entries(reports: Path) -> list[Entry]:
    """One entry a page: its record, or the note of its failure, which tells of the last good page beside it."""
    paths = [path for path in reports.glob("*/*.json") if path.parent.name != FAILED]
    failed = {reports / path.relative_to(reports / FAILED): path for path in reports.glob(f"{FAILED}/*/*.json")}
    good = {path: record for path in paths if (record := read_record(path))}  # the next batch makes what is broken
    notes = {place: note for place, path in failed.items() if (note := read_record(path))}
    entries = [_entry(path.relative_to(reports), one, good.get(path)) for path, one in {**good, **notes}.items()]
    order = list(topics())
    return sorted(entries, key=lambda entry: order.index(entry.topic) if entry.topic in order else len(order))


def _entry(place: Path, record: dict[str, Any], good: dict[str, Any] | None) -> Entry:
    return Entry(
        scope(place.parent.name),
        place.stem,
        record["title"],
        record["status"],
        record["fiscal_year"],
        _day(record),
        record.get("verdict", ""),
        record.get("is_sample", False),
        place.with_suffix(".html").as_posix() if good else "",
        record.get("reason", ""),
        _day(good) if good else None,
        (record.get("problems", {}).get("fix", 0), record.get("controls", {}).get("apart", 0)),
        tuple(record.get("sections", ())),
    )


def _day(record: dict[str, Any]) -> date | None:
    """The day a page speaks of; without data it would only be the year's end."""
    return date.fromisoformat(record["as_of"]) if record["as_of"] and record.get("data_dates") else None


def index_html(entries: Iterable[Entry]) -> str:
    """The index as one file that opens offline: no script, no outside link."""
    loader = jinja2.PackageLoader("cdd_analysis", "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = Markup(font_css() + palette_css())  # our own rules: no letter of the data is in them
    return environment.get_template("index.html.j2").render(
        index=Index(tuple(entries)), style=style, policy=Markup(CLOSED)
    )
