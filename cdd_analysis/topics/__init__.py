"""Inspection topics: one module or package each, found by looking in this folder; no list is edited.

A topic holds ``KEY``, ``NUMBER``, ``TITLE``, ``SHORT``, ``TABLES``, ``OWNER``, ``assess`` and ``latest``.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, cast

from cdd_analysis.errors import UsageError
from cdd_analysis.measures.result import Assessment, View

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

__all__ = ["Topic", "topic", "topics"]


class Topic(Protocol):
    """What every topic module holds.

    ``NUMBER`` is the topic's place (1-8, overview 0), ``TITLE`` its Thai name, ``SHORT`` that name where room is short,
    ``TABLES`` its input tables, ``OWNER`` the work group that answers for it.
    """

    KEY: str
    NUMBER: int
    TITLE: str
    SHORT: str
    TABLES: tuple[str, ...]
    OWNER: str

    def assess(self, data: Processed, view: View) -> Assessment:
        """Everything the topic says of one view."""

    def latest(self, data: Processed, provinces: Sequence[str], fiscal_year: int) -> date | None:
        """Latest date of the topic's data inside a fiscal year, or None."""


@functools.cache
def topics() -> dict[str, Topic]:
    """Every topic by key, in the order of its number."""
    found = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    ordered = sorted((cast(Topic, one) for one in found if hasattr(one, "KEY")), key=lambda one: one.NUMBER)
    return {one.KEY: one for one in ordered}


def topic(key: str) -> Topic:
    """The topic called ``key``; UsageError names the nearest and all there are."""
    if key in topics():
        return topics()[key]
    near = difflib.get_close_matches(key, topics(), n=1, cutoff=0.4)
    hint = f"Did you mean '{near[0]}'? " if near else ""
    raise UsageError(f"There is no topic '{key}'.", do=f"{hint}Topics: {', '.join(topics())}.")
