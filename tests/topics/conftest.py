"""Processed tables written by hand, for the tests of a topic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.datasets import table
from cdd_analysis.ingest.store import LEDGER_SCHEMA, Processed, schema, write

Make = Callable[..., Processed]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes rows as the tables they are named for (``ledger`` too), all columns there, and opens them."""

    def processed(**tables: list[dict[str, Any]]) -> Processed:
        ledger = pd.DataFrame(tables.pop("ledger", []), columns=LEDGER_SCHEMA.names, dtype=object)
        frames = [
            (name, pd.DataFrame(rows, columns=schema(table(name)).names, dtype=object), schema(table(name)))
            for name, rows in tables.items()
        ]
        write(tmp_path, [*frames, ("ledger", ledger, LEDGER_SCHEMA)], {})
        return Processed(tmp_path)

    return processed
