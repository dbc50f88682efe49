"""Are published pages what their records say? Each is made again, apart, from the parameters in its record."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cdd_analysis.areas import scope
from cdd_analysis.reporting import batch, plan
from cdd_analysis.reporting.jobs import Pool
from cdd_analysis.reporting.plan import PAGE, SUFFIXES, WORKBOOK, Page, Run, Wish, read_record
from cdd_analysis.reporting.publish import FAILED


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
    for own, pages in _by_parameters(run):
        wishes = plan.wishes(pages, own)
        again = [wish.page for wish in wishes if not wish.why]
        with tempfile.TemporaryDirectory(prefix="cdd-") as folder:
            other = replace(own, reports=Path(folder), is_forced=True)
            made = {one.page: one for one in batch.make_pages(again, other, pool=pool)} if again else {}
            for wish in wishes:
                found.append(_verdict(wish, own, other, made.get(wish.page)))
                tell(found[-1])
    return found


def _by_parameters(run: Run) -> Iterator[tuple[Run, list[Page]]]:
    """Published pages, those of the same year and day together."""
    groups: dict[tuple[int, str], list[Page]] = {}
    for path in sorted(run.reports.glob("*/*.json")):
        record = read_record(path)
        if path.parent.name != FAILED and "key" in record:
            told = record["key"]["parameters"]
            page = Page(scope(path.parent.name), path.stem, record["title"])
            groups.setdefault((told["fiscal_year"], told["as_of"]), []).append(page)
    for (year, day), pages in groups.items():
        yield replace(run, fiscal_year=year, as_of=day, is_forced=False), pages


def _verdict(wish: Wish, run: Run, other: Run, made: batch.Outcome | None) -> Verdict:
    name = wish.page.name
    if made is None:
        is_altered = any("not what was published" in reason for reason in wish.why)
        return Verdict(name, is_altered, f"{'altered' if is_altered else 'out of date'}: {'; '.join(wish.why)}")
    if made.is_failed:
        return Verdict(name, True, f"cannot be made again: {made.reason}")
    before, now = (read_record(place / f"{name}.json") for place in (run.reports, other.reports))
    figures = list(_figures(before, now))
    if figures:
        return Verdict(name, True, f"differs: {'; '.join(figures)}")
    suffixes = [SUFFIXES[one] for one in (PAGE, WORKBOOK) if before["files"][one] != now["files"][one]]
    if suffixes:
        return Verdict(name, True, f"the same figures, other bytes: {' and '.join(suffixes)}")
    return Verdict(name, False, "the same")


def _figures(before: dict[str, Any], now: dict[str, Any]) -> Iterable[str]:
    """Measures that are not what they were."""
    old, new = ({one["id"]: one["value"] for one in record["measures"]} for record in (before, now))
    for one in sorted({*old, *new}):
        if old.get(one) != new.get(one):
            yield f"{one} {old.get(one)} → {new.get(one)}"
