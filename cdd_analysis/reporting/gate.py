"""What a staged page must show before it replaces the last good one; read back from the disk, as a reader would.

The gate believes nothing that the notebook's process says: it parses the page, and holds it against what was asked for
and against the record, whose figures it prints anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from cdd_analysis.ingest.personal import WORDS, found
from cdd_analysis.page.figures import scale
from cdd_analysis.page.policy import policy, script
from cdd_analysis.reporting.files import digest, read_record
from cdd_analysis.reporting.plan import PAGE, RECORD, WORKBOOK, Page, Run
from cdd_analysis.settings import setting
from cdd_analysis.topics import topic

#: What no page may do without, whatever its notebook shows.
ALWAYS = ("title", "verdict", "key_figures", "data_health", "method", "downloads", "sources")
#: No page may hold these; a name is no pattern sure enough to stop one.
PERSONAL = ("citizen_id", "house_id", "phone", "mail")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_DRAWN = ("path", "rect", "circle", "line", "polyline", "polygon", "text", "use")
_LINKS = ("href", "src", "srcset", "action", "data", "poster", "xlink:href")
_LOADS = re.compile(r"""url\(\s*["']?(?!data:|#)[^)]*\)|@import""")
#: The only way out of a page: its index and what lies beside it.
_OWN_LINK = re.compile(r"#[^/]*|\.\./index\.html|[a-z_]+\.(?:xlsx|json)|data:[a-z/+-]+;base64,[\w+/=]*")
#: A number of many digits, wherever it stands.
_DIGITS = re.compile(r"(?:[0-9๐-๙][-. ()]{0,3}){8}|@")


@dataclass
class Part:
    """A section of a page: how many charts are drawn in it, and how many tables have rows."""

    charts: int = 0
    tables: int = 0


@dataclass
class Reader(HTMLParser):
    """A page as it stands on the disk."""

    title: str = ""
    language: str = ""
    policy: str = ""
    heading: str = ""
    header: str = ""
    parts: dict[str, Part] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = []
        self._part, self._figure = Part(), ""
        self._drawn, self._rows, self._in_header = 0, False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the page would load, run or show."""
        told = {name: value or "" for name, value in attrs}
        self.links += [told[name] for name in _LINKS if name in told]
        self.styles += [told["style"]] if "url" in told.get("style", "") else []
        self.live += [f"{tag} {name}" for name in told if name.startswith("on")]
        if tag == "script":
            self.scripts.append("")
        if tag in ("iframe", "object", "embed", "form", "base") or told.get("http-equiv") == "refresh":
            self.live.append(tag)
        self._in_header = self._in_header or tag == "header"
        if tag == "html":
            self.language = told.get("lang", "")
        elif tag == "meta" and told.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = told.get("content", "")
        elif "data-cdd" in told:
            self._part = self.parts.setdefault(told.get("id", told["data-cdd"]), Part())
        elif tag == "svg":
            self._drawn = 0 if told.get("aria-label", "").strip() and told.get("role") == "img" else -10_000
        elif tag in _DRAWN:
            self._drawn += 1
        elif tag == "td":
            self._rows = True
        self._figure = told.get("data-measure", self._figure)
        if tag == "table":
            self._rows = False
        if tag not in _VOID:
            self._open.append((tag, told.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        """Count a chart that was drawn, a table that has rows."""
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "svg" and self._drawn > 0:
            self._part.charts += 1
        elif tag == "table" and self._rows:
            self._part.tables += 1
        elif tag == "article":
            self._figure = ""
        elif tag == "header":
            self._in_header = False

    def updatepos(self, i: int, j: int) -> int:
        """Lines are not counted: nobody asks on which one something stands."""
        return j

    def handle_data(self, data: str) -> None:
        """Text, by where it stands."""
        tag = self._open[-1][0] if self._open else ""
        if tag == "style":
            self.styles.append(data)
            return
        if tag == "script":
            self.scripts[-1] += data
            return
        self.texts.append(data)
        if tag == "title":
            self.title += data
        elif tag == "h1":
            self.heading += data
        if self._in_header:
            self.header += data
        if self._figure and any(one == "big" for _, one in self._open[-2:]):
            self.figures[self._figure] = self.figures.get(self._figure, "") + data


def read(html: str) -> Reader:
    """Parse a page."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def faults(page: Page, run: Run, staged: Path) -> list[str]:
    """Why a staged page must not be published, a sentence each; none where it may.

    Args:
        page: what was asked for.
        run: for which year and day.
        staged: folder of the page, its record and its workbook.
    """
    html, record = (staged / PAGE).read_text(encoding="utf-8"), read_record(staged / RECORD)
    if not record:
        return ["There is no record that can be read."]
    reader = read(html)
    return [
        *_asked(page, run, record, reader),
        *_shown(record, reader),
        *_figures(record, reader),
        *_closed(reader),
        *_light(page, html),
        *_impersonal(reader, record),
        *_whole(record, staged),
    ]


def _asked(page: Page, run: Run, record: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    """Title and record name the area, topic, year and day asked for."""
    wanted = {"province": page.scope.key, "topic": page.topic, "fiscal_year": run.fiscal_year}
    wanted |= {"as_of": run.as_of} if run.as_of else {}
    for name, value in wanted.items():
        if record.get(name) != value:
            yield f"The record is of {name} {record.get(name)}, not {value}."
    for place, said in (("title", reader.title), ("heading", reader.header)):
        if page.scope.title not in said:
            yield f"The {place} does not name {page.scope.title}."
    if reader.heading.strip() != topic(page.topic).TITLE:
        yield f"The page is headed '{reader.heading.strip()}', not '{topic(page.topic).TITLE}'."


def _shown(record: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    """Every section, chart and table that the notebook made is on the page."""
    made = record.get("sections", {})
    for name in (*ALWAYS, *made):
        if name not in reader.parts:
            yield f"The section '{name}' is not on the page."
    for name, wanted in made.items():
        there = reader.parts.get(name, Part())
        if there.charts < wanted["charts"]:
            yield f"The chart '{name}' is not drawn on the page, or has no alternative text."
        if there.tables < wanted["tables"]:
            yield f"A table of '{name}' is not on the page."


def _figures(record: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    """Key figures are those of the record, printed anew."""
    by = {one["id"]: one for one in record.get("measures", ())}
    for name, said in reader.figures.items():
        one = by.get(name)
        if one is None:
            yield f"The page shows a figure {name} that the record does not hold."
            continue
        own = scale((one["value"], one["target"], one["previous"]), one["unit"])
        if own.text(one["value"]) not in said:
            yield f"The page shows {name} as {said.strip()}, the record as {own.text(one['value'])}."
    for name in set(record.get("cards", ())) - set(reader.figures):
        yield f"The figure {name} is not on the page."


def _closed(reader: Reader) -> Iterator[str]:
    """Nothing is loaded from anywhere, nothing runs, and the page's own policy says so."""
    outside = [link for link in reader.links if not _OWN_LINK.fullmatch(link)]
    outside += [found[0] for style in reader.styles for found in _LOADS.finditer(style)]
    if outside:
        yield f"The page refers to something outside it: {outside[0][:80]}."
    others = [one.strip()[:80] for one in reader.scripts if one != script()]
    if reader.live or others or len(reader.scripts) > 1:
        yield f"The page holds something that runs: {[*reader.live, *others, 'a script twice'][0]}."
    if reader.policy != policy():
        yield "The page does not say that it loads nothing and runs nothing but its own script."
    if reader.language != "th":
        yield "The page does not say that it is in Thai."


def _light(page: Page, html: str) -> Iterator[str]:
    most = int(setting("pages.most_kilobytes"))
    size = len(html.encode()) / 1024
    if size > most:
        yield f"The page has {size:,.0f} kB, more than the {most:,} of 'pages.most_kilobytes'."


def _impersonal(reader: Reader, record: Mapping[str, Any]) -> Iterator[str]:
    """Nothing in a text of the page or the record looks like a number that points at a person."""
    said = (*reader.texts, *_texts(record))
    kinds = {spot.kind for text in said if _DIGITS.search(text) for spot in found(text) if spot.kind in PERSONAL}
    for kind in sorted(kinds):
        yield f"The page or its record holds what looks like personal data: {WORDS[kind]}."


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in ("key", "files"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _whole(record: Mapping[str, Any], staged: Path) -> Iterator[str]:
    """Page and workbook are those the record was written with."""
    for name in (PAGE, WORKBOOK):
        if digest((staged / name).read_bytes()) != record.get("files", {}).get(name):
            yield f"{name} is not the file that the record describes."
