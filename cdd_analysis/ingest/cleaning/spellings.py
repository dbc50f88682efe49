"""Spellings that a project adds to those of the package: ``data/spellings.toml`` (handbook 11.7).

A section per column, a line per spelling: how an office writes a choice, or another number of the same project.

    [otop_sales.channel]
    "แผงลอย" = "fair"

    [budgets.project_no]
    "24/2569" = "71"

Each use is told of. A line that names no column, or a code that the column does not have, stops the build.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from cdd_analysis import project
from cdd_analysis.datasets import Column, Kind, Personal, Table, tables
from cdd_analysis.errors import UsageError
from cdd_analysis.thai.text import as_text, match_key

#: Kinds of columns whose cells are words or numbers of things, which people write in several ways.
_SPELT = (Kind.CHOICE, Kind.CODE, Kind.TEXT)
Spellings = Mapping[str, str]


def spellings(table: Table, column: Column) -> Spellings:
    """What the project's file says of a column: match key of a spelling -> what it stands for."""
    path = project.spellings()
    if not path.is_file():
        return {}
    return _read(path, path.stat().st_mtime_ns).get((table.name, column.name), {})


@functools.lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> dict[tuple[str, str], Spellings]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read: {error}", do="Compare with docs/tables.md.") from None
    found: dict[tuple[str, str], Spellings] = {}
    for name, columns in said.items():
        for column, lines in columns.items() if isinstance(columns, dict) else [("", columns)]:
            _check(path.name, name, column, lines)
            found[name, column] = {match_key(spelling): code for spelling, code in lines.items()}
    return found


def _check(file: str, table: str, column: str, lines: Any) -> None:
    """A section must name a column that people spell, and each line something the column knows."""
    known = {c.name: c for c in tables()[table].columns} if table in tables() else {}
    spec = known.get(column)
    if spec is None or spec.kind not in _SPELT or spec.personal is not Personal.NO:
        raise UsageError(
            f"{file}: [{table}.{column}] is no column of choices, codes or texts.", do="Names stand in docs/tables.md."
        )
    if not isinstance(lines, dict):
        raise UsageError(f"{file}: [{table}.{column}] holds no lines.", do='Write lines like "spelling" = "code".')
    for spelling, code in lines.items():
        if not isinstance(code, str) or (spec.kind is Kind.CHOICE and code not in spec.choices):
            allowed = ", ".join(spec.choices) or "text in quotes"
            raise UsageError(
                f"{file}: [{table}.{column}] “{spelling}” stands for an unknown {code!r}.", do=f"Use one of: {allowed}."
            )


def respelt(raw: pd.Series, known: Spellings) -> tuple[pd.Series, dict[str, tuple[str, int]]]:
    """A column's cells with the project's spellings replaced; and each spelling met: what it became, in how many rows.

    Args:
        raw: cells as read, or the distinct ones.
        known: match key of a spelling -> what it stands for.
    """
    if not known:
        return raw, {}
    counts = raw.value_counts()
    met = {cell: known[key] for cell in counts.index if (key := match_key(as_text(cell))) in known and cell != ""}
    told = {as_text(cell): (code, int(counts[cell])) for cell, code in met.items()}
    return raw.map(lambda cell: met.get(cell, cell)), told
