"""Are published pages what their records say? Each is made again, apart, from the parameters in its record."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cdd_analysis.areas import scope
from cdd_analysis.reporting import batch, plan
from cdd_analysis.reporting.files import read_record
from cdd_analysis.reporting.jobs import Pool
from cdd_analysis.reporting.plan import PAGE, RECORD, SUFFIXES, WORKBOOK, Page, Run, Wish
from cdd_analysis.reporting.publish import FAILED
from cdd_analysis.topics import topics


@dataclass(frozen=True)
class Verdict:
    """What was found of a page: ``differs`` where it is not what it should be; ``said`` is one sentence."""

    name: str
    differs: bool
    said: str


def verify(run: Run, tell: Callable[[Verdict], None], pool: Pool | None = None) -> list[Verdict]:
    """Make every published page again and compare.

    Args:
        run: folders and jobs; year and day are those of each record.
        tell: told of each page.
        pool: as of ``batch.make_pages``.

    Returns:
        A verdict per page. A page whose key has changed since is out of date: it cannot be compared, nor does it
        differ, unless its own files are not those it was published with.
    """
    found = []

    def told(verdict: Verdict) -> None:
        found.append(verdict)
        tell(verdict)

    groups, unknown = _by_parameters(run)
    for name in unknown:
        told(Verdict(name, True, "altered: it has no record that can be read"))
    for own, pages in groups:
        wishes = plan.wishes(pages, own)
        again = [wish.page for wish in wishes if not wish.why]
        with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
            other = replace(own, reports=Path(folder), last=own.reports, is_forced=True)
            made = {one.page: one for one in batch.make_pages(again, other, pool=pool)} if again else {}
            for wish in wishes:
                told(_verdict(wish, other, made.get(wish.page)))
    return found


def _by_parameters(run: Run) -> tuple[list[tuple[Run, list[Page]]], list[str]]:
    """Published pages, those of the same year and day together; names of those whose record says neither."""
    groups: dict[tuple[int, str], list[Page]] = {}
    unknown, known = [], topics()
    files = (path for suffix in (SUFFIXES[PAGE], SUFFIXES[RECORD]) for path in run.reports.glob(f"*/*{suffix}"))
    for folder, name in sorted({(path.parent.name, path.stem) for path in files if path.parent.name != FAILED}):
        record = read_record(run.reports / folder / f"{name}.json")
        told = record.get("key", {}).get("parameters")
        if told:
            page = Page(scope(folder), name, known[name].SHORT if name in known else record.get("title", ""))
            groups.setdefault((told["fiscal_year"], told["as_of"]), []).append(page)
        else:
            unknown.append(f"{folder}/{name}")
    runs = [
        (replace(run, fiscal_year=year, as_of=day, is_forced=False), pages) for (year, day), pages in groups.items()
    ]
    return runs, unknown


def _verdict(wish: Wish, other: Run, made: batch.Outcome | None) -> Verdict:
    name = wish.page.name
    if made is None:
        kind = "altered" if wish.is_altered else "out of date"
        return Verdict(name, wish.is_altered, f"{kind}: {'; '.join(wish.why)}")
    if made.is_failed:
        return Verdict(name, True, f"cannot be made again: {made.reason}")
    before, now = wish.record, read_record(other.reports / f"{name}.json")
    differing = [*_figures(before, now), *_words(before, now)]
    if differing:
        return Verdict(name, True, f"differs: {'; '.join(differing)}")
    suffixes = [SUFFIXES[one] for one in (PAGE, WORKBOOK) if before["files"][one] != now["files"][one]]
    if suffixes:
        return Verdict(name, True, f"the same figures, other bytes: {' and '.join(suffixes)}")
    return Verdict(name, False, "the same")


def _figures(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Measures that are not what they were."""
    old, new = ({one["id"]: one for one in record.get("measures", ())} for record in (before, now))
    for name in sorted({*old, *new}):
        was, is_now = (one.get(name, {}).get("value") for one in (old, new))
        if was != is_now:
            yield f"{name} {was} → {is_now}"
        elif old.get(name) != new.get(name):
            yield name


def _words(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What else a record says and does not say again."""
    for name in sorted({*before, *now} - {"measures", "key", "files"}):
        if before.get(name) != now.get(name):
            yield name
