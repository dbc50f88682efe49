"""Input tables as data: what one row is, its columns, their Thai headings, its key.

One module per inspection topic holds ``TABLES``; they are found by looking in this folder, no list is edited.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from cdd_analysis.datasets.agreements import COMPARISONS, Agreement
from cdd_analysis.datasets.rules import RowRule
from cdd_analysis.datasets.table import AREA_COLUMNS, PROVENANCE, Column, Kind, Personal, Spread, Table
from cdd_analysis.errors import UsageError

__all__ = [
    "AREA_COLUMNS",
    "COMPARISONS",
    "PROVENANCE",
    "Agreement",
    "Column",
    "Kind",
    "Personal",
    "RowRule",
    "Spread",
    "Table",
    "agreements",
    "table",
    "tables",
]


@functools.cache
def tables() -> dict[str, Table]:
    """Every table of the package by name, in the order of its topic module."""
    found: dict[str, Table] = {}
    for module in pkgutil.iter_modules(__path__):
        for one in getattr(importlib.import_module(f"{__name__}.{module.name}"), "TABLES", ()):
            found[one.name] = one
    return found


@functools.cache
def agreements() -> tuple[Agreement, ...]:
    """What the tables of the package should agree on, declared beside the table that states it."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return tuple(one for module in modules for one in getattr(module, "AGREEMENTS", ()))


def table(name: str) -> Table:
    """The table called ``name``; UsageError names those there are."""
    try:
        return tables()[name]
    except KeyError:
        raise UsageError(f"There is no table '{name}'.", do=f"Tables: {', '.join(tables())}.") from None
