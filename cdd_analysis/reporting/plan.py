"""Which pages are wanted, and which of them must be made: a page's key holds everything that can change it.

Parts of a key: the notebook, the library's source, its templates, the settings in force, the parameters, the versions
of what it is built with, its own slice of each table, the nation's tables, and a digest of what it showed. Where only
other provinces' rows have changed, the page is looked at (``stage.looks``) and made again only if it would show
something else: a figure of the country that has moved, a rank that was lost.
"""

from __future__ import annotations

import functools
import json
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

from cdd_analysis import project
from cdd_analysis.areas import Scope
from cdd_analysis.ingest.store import BUILD, NATIONAL
from cdd_analysis.reporting.files import digest, read_record
from cdd_analysis.topics import topic

#: A page's files while it is staged.
PAGE, WORKBOOK, RECORD, NOTEBOOK = "page.html", "page.xlsx", "page.json", "notebook.ipynb"
#: And what they are called when they are published.
SUFFIXES = {PAGE: ".html", WORKBOOK: ".xlsx", RECORD: ".json"}
#: A notebook that hangs is a failed page; the slowest real one takes seconds.
SECONDS = 600
MOST_BYTES = 2 << 30
#: Tables that every page reads for its data health.
_HEALTH = ("problems", "ledger")
#: What to say of a changed part of the key.
CHANGES = {
    "notebook": "its notebook",
    "library": "the library",
    "template": "the templates",
    "settings": "the settings",
    "parameters": "the parameters",
    "versions": "versions of libraries",
}
#: A page that must be looked at before it is known whether it would show something else.
LOOK = "other areas' data"
_ALTERED = " is not what was published"
Key = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page wanted: a topic of a scope."""

    scope: Scope
    topic: str
    title: str

    @property
    def name(self) -> str:
        """Where it lies under ``reports``, without suffix: ``80/otop``."""
        return f"{self.scope.key}/{self.topic}"


@dataclass(frozen=True)
class Run:
    """What all pages of one run share.

    Attributes:
        fiscal_year: BE.
        as_of: ISO date, or "" for the latest of each page's data.
        processed, reports, notebooks: folders.
        jobs: pages at a time.
        is_forced: make every page, whether or not anything has changed.
        last: folder of the pages that these are compared with; by default ``reports``.
        seconds, most_bytes: time a page may take, memory it may take beyond what it shares with others.
    """

    fiscal_year: int
    as_of: str
    processed: Path
    reports: Path
    notebooks: Path
    jobs: int = 1
    is_forced: bool = False
    last: Path | None = None
    seconds: int = SECONDS
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True)
class Wish:
    """A page with its key and why it must be made; nothing where the one that is there will do.

    ``record`` is that of the page that is there, empty where there is none or it was not asked for.
    """

    page: Page
    key: Key
    why: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def must_look(self) -> bool:
        """Whether only other areas' data has changed."""
        return self.why == (LOOK,)

    @property
    def is_altered(self) -> bool:
        """Whether the files that are there are not those that were published."""
        return any(reason.endswith(_ALTERED) for reason in self.why)


def pages(scopes: Iterable[Scope], titles: Mapping[str, str]) -> list[Page]:
    """Every topic (key to title) of every scope, each page once, in the order given."""
    wanted = {scope.key: scope for scope in scopes}
    return [Page(scope, name, title) for scope in wanted.values() for name, title in titles.items()]


def notebooks_folder() -> Path:
    """The project's notebooks, else those that lie beside the package."""
    here = project.root() / project.NOTEBOOKS
    return here if here.is_dir() else Path(project.__file__).resolve().parents[1] / project.NOTEBOOKS


def wishes(wanted: Iterable[Page], run: Run) -> list[Wish]:
    """Each page with its key, and why it must be made."""
    state = _State(run)
    return [_wish(page, state, run) for page in wanted]


def _wish(page: Page, state: _State, run: Run) -> Wish:
    key = state.key(page)
    if run.is_forced:
        return Wish(page, key, ("asked for with --force",))
    record = read_record(run.reports / f"{page.name}.json")
    if not record:
        return Wish(page, key, ("there is none yet",))
    altered = [SUFFIXES[name] for name in (PAGE, WORKBOOK) if not _is_as_recorded(page, run, record, name)]
    if altered:
        files = " and ".join(f"{page.topic}{suffix}" for suffix in altered)
        return Wish(page, key, (f"{files}{_ALTERED}",), record)
    return Wish(page, key, tuple(changed(record.get("key", {}), key)), record)


def _is_as_recorded(page: Page, run: Run, record: Mapping[str, Any], name: str) -> bool:
    try:
        there = digest((run.reports / f"{page.name}{SUFFIXES[name]}").read_bytes())
    except OSError:
        return False
    return there == record.get("files", {}).get(name)


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Which parts of a key differ, in words; only ``LOOK`` where nothing but other areas' data does."""
    said = [words for part, words in CHANGES.items() if before.get(part) != now[part]]
    own = _differing(before.get("tables", {}), now["tables"])
    if own:
        said.append(f"data: {', '.join(own)}")
    if not said and _differing(before.get("nation", {}), now["nation"]):
        said.append(LOOK)
    return said


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


@dataclass
class _State:
    """Everything keys are made of, each file read once."""

    run: Run
    _files: dict[str, dict[str, str]] = field(default_factory=dict)
    _nation: dict[str, str] = field(default_factory=dict)

    def key(self, page: Page) -> Key:
        """The key of a page, but for what it shows."""
        names = [*topic(page.topic).TABLES, *_HEALTH]
        return {
            "notebook": _file(self.run.notebooks / f"{page.topic}.ipynb"),
            **_package(),
            "settings": _file(project.settings() / f"{page.scope.key}.toml"),
            "parameters": {"fiscal_year": self.run.fiscal_year, "as_of": self.run.as_of},
            "versions": _versions(),
            "tables": {name: self._slice(name, page.scope) for name in names} | {"build": self._build},
            "nation": {name: self._whole(name) for name in names},
        }

    @functools.cached_property
    def _build(self) -> str:
        """What a page takes from the build itself: which files are made up."""
        return digest(json.dumps(read_record(self.run.processed / BUILD).get("sample_folders", [])).encode())

    def _table(self, name: str) -> dict[str, str]:
        if name not in self._files:
            found = sorted((self.run.processed / name).glob("*.parquet"))
            self._files[name] = {path.stem: digest(path.read_bytes()) for path in found}
        return self._files[name]

    def _slice(self, name: str, scope: Scope) -> str:
        if scope.level == "national":
            return self._whole(name)
        there = self._table(name)
        return _joined(there.get(code, "") for code in (NATIONAL, *scope.provinces))

    def _whole(self, name: str) -> str:
        if name not in self._nation:
            self._nation[name] = _joined(f"{code} {told}" for code, told in self._table(name).items())
        return self._nation[name]


def _joined(parts: Iterable[str]) -> str:
    return digest("\n".join(parts).encode())


@functools.cache
def _file(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else ""


@functools.cache
def _package() -> Key:
    """Digests of the library's source and of its templates; what makes up sample files changes no page."""
    here = Path(project.__file__).resolve().parent
    files = [path for path in sorted(here.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    kept = [path for path in files if path.relative_to(here).parts[0] != "sample"]
    by: dict[str, list[Path]] = {"library": [], "template": []}
    for path in kept:
        by["template" if path.relative_to(here).parts[0] == "templates" else "library"].append(path)
    return {part: _joined(f"{one.relative_to(here)} {_file(one)}" for one in paths) for part, paths in by.items()}


@functools.cache
def _versions() -> str:
    """Python's version and those of every library this package names."""
    names = [re.split(r"[^\w.-]", one)[0] for one in requires("cdd_analysis") or () if "extra ==" not in one]
    told = [f"{name} {version(name)}" for name in sorted(names)]
    return _joined([platform.python_version(), *told])
