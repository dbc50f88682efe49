"""The folder of published pages: what stands in it is whole, whatever happens while pages are made.

A page is staged in ``.staging``, moved there under its own name once it may be published, and from there each of its
files takes its place by a rename. Killed in between, the next batch finishes what was begun. One batch works on a
folder at a time; every attempt is a line in ``log.jsonl``.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from cdd_analysis.errors import CddError
from cdd_analysis.reporting import pdf
from cdd_analysis.reporting.files import write_record
from cdd_analysis.reporting.plan import NOTEBOOK, SUFFIXES, Page, Run

FAILED = "failed"
LOG = "log.jsonl"
_STAGING, _LOCK, _OWNER = ".staging", ".lock", ".batch"
_READY = "ready "


class Published:
    """A folder of pages that this batch alone may change. Made by :func:`published`."""

    def __init__(self, reports: Path) -> None:
        self.reports = reports
        self._staging = reports / _STAGING
        self._begun = datetime.now(UTC).isoformat(timespec="seconds")

    def room(self) -> Path:
        """A new folder to stage a page in; no other batch, nor a job it left behind, knows its name."""
        return (self._staging / secrets.token_hex(8)).resolve()

    def put(self, page: Page, staged: Path) -> None:
        """Publish what was staged in place of what is there, and forget that the page ever failed."""
        ready = self._staging / f"{_READY}{page.scope.key} {page.topic}"
        shutil.rmtree(ready, ignore_errors=True)
        staged.rename(ready)
        self._finish(ready, self.reports / page.name)
        self.forget_failed(page)

    @staticmethod
    def _finish(ready: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_suffix(pdf.SUFFIX).unlink(missing_ok=True)  # of the page that goes; nobody must read it for this one
        for name, suffix in SUFFIXES.items():  # the record last: it says what the others are
            if (ready / name).exists():
                os.replace(ready / name, place.with_suffix(suffix))
        shutil.rmtree(ready, ignore_errors=True)

    def finish_what_was_begun(self) -> None:
        """Publish what an interrupted batch had found good; throw away what it had not."""
        for folder in self._staging.glob("*"):
            if folder.name.startswith(_READY):
                self._finish(folder, self.reports.joinpath(*folder.name.removeprefix(_READY).split(" ")))
            else:
                shutil.rmtree(folder, ignore_errors=True)

    def note(self, page: Page, record: dict[str, Any]) -> None:
        """Write a page's record anew: the page would be the same."""
        write_record(record, self.reports / f"{page.name}.json")

    def keep_failed(self, page: Page, run: Run, reason: str, staged: Path) -> None:
        """Keep why a page could not be made, with the notebook as far as it ran, apart from the good ones."""
        place = self.reports / FAILED / page.name
        place.parent.mkdir(parents=True, exist_ok=True)
        if (staged / NOTEBOOK).exists():
            os.replace(staged / NOTEBOOK, place.with_suffix(".ipynb"))
        facts = {"topic": page.topic, "title": page.title, "province": page.scope.key, "status": FAILED}
        facts |= {"fiscal_year": run.fiscal_year, "as_of": run.as_of, "reason": reason}  # type: ignore[dict-item]
        write_record(facts, place.with_suffix(".json"))
        shutil.rmtree(staged, ignore_errors=True)

    def forget_failed(self, page: Page) -> None:
        """A page that is good has not failed."""
        place = self.reports / FAILED / page.name
        for suffix in (".ipynb", ".json"):
            place.with_suffix(suffix).unlink(missing_ok=True)
        for folder in (place.parent, place.parent.parent):
            with suppress(OSError):  # other failed pages are still in it, or it was never there
                folder.rmdir()

    def log(self, page: Page, **facts: Any) -> None:
        """A line on one attempt; written in one piece, after all that were written before."""
        told = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "batch": self._begun, "page": page.name}
        line = json.dumps({**told, **facts}, ensure_ascii=False) + "\n"
        with open(self.reports / LOG, "ab", buffering=0) as file:
            file.write(line.encode())


@contextmanager
def published(reports: Path) -> Iterator[Published]:
    """The folder, for one batch alone.

    Raises:
        CddError: another batch is at work on it, or it cannot be written to.
    """
    try:
        reports.mkdir(parents=True, exist_ok=True)
        lock = FileLock(reports / _LOCK, timeout=0)
        lock.acquire()
        (reports / _OWNER).write_text(f"process {os.getpid()}", encoding="ascii")
    except Timeout:
        owner = "of another process"
        with suppress(OSError):
            owner = (reports / _OWNER).read_text(encoding="ascii")
        raise CddError(
            f"Another batch ({owner}) is making pages in this folder.",
            where=str(reports),
            do="Wait until it has ended, or give another folder with --reports.",
        ) from None
    except OSError as error:
        raise CddError(
            "The folder of pages cannot be written to.",
            where=str(reports),
            found=error.strerror or str(error),
            do="Give another folder with --reports, or the right to write here.",
        ) from None
    try:
        folder = Published(reports)
        folder.finish_what_was_begun()
        yield folder
    finally:
        with suppress(OSError):
            shutil.rmtree(reports / _STAGING, ignore_errors=True)
            (reports / _OWNER).unlink(missing_ok=True)
        lock.release()
