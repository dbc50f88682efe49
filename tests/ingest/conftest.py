"""Sheets typed out in tests: a line is a row, ``|`` stands between cells, ``⏎`` is a line break inside one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cdd_analysis.ingest.build import BuildReport, build
from cdd_analysis.ingest.cleaning.clean import Cleaned, clean_region
from cdd_analysis.ingest.reading.sheets import Sheet
from cdd_analysis.ingest.recognition.recognise import recognise
from cdd_analysis.ingest.store import Processed

Merged = tuple[tuple[int, int, int, int], ...]


def rows_of(text: str) -> list[list[str]]:
    """The cells of a typed-out sheet; a line ``|`` is a blank row."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [[cell.strip().replace("⏎", "\n") for cell in line.split("|")] if line != "|" else [""] for line in lines]


def as_sheet(text: str, *, file: str = "ส่งมา.csv", name: str = "", merged: Merged = ()) -> Sheet:
    rows = rows_of(text)
    cells = np.full((len(rows), max(map(len, rows))), "", dtype=object)
    for number, row in enumerate(rows):
        cells[number, : len(row)] = row
    return Sheet(file, name, cells, merged)


@dataclass(frozen=True)
class Built:
    """A folder that was built, and what came of it."""

    raw: Path
    processed: Path
    report: BuildReport

    @property
    def data(self) -> Processed:
        return Processed(self.processed)

    def table(self, name: str) -> pd.DataFrame:
        return self.data.read(name)

    def rules(self) -> list[str]:
        return sorted(self.data.problems()["rule"])

    def control(self, scope: str = "") -> pd.DataFrame:
        ledger = self.data.ledger()
        return ledger[(ledger["kind"] == "control") & ledger["scope"].str.contains(scope, regex=False)]


@pytest.fixture(autouse=True)
def own_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are hashed with a key of the tests; none is made in a project folder."""
    monkeypatch.setenv("CDD_SALT", "เกลือของการทดสอบ")


@pytest.fixture
def sheet() -> Callable[..., Sheet]:
    return as_sheet


@pytest.fixture
def cleaned() -> Callable[..., Cleaned]:
    """Clean the only table of a typed-out sheet."""

    def one(text: str, **options: Any) -> Cleaned:
        (region,) = recognise(as_sheet(text, **options))
        return clean_region(region)

    return one


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """Build a folder of files: name -> typed-out sheet (saved as UTF-8 csv), or bytes."""

    def one(files: Mapping[str, str | bytes], folder: str = "one") -> Built:
        raw, processed = tmp_path / folder / "raw", tmp_path / folder / "processed"
        for name, content in files.items():
            path = raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else as_csv(content))
        return Built(raw, processed, build(raw, processed))

    return one


def as_csv(text: str) -> bytes:
    """A typed-out sheet as UTF-8 csv; every cell is quoted, so that commas and line breaks may stand in it."""
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows_of(text))
    return ("\r\n".join(lines) + "\r\n").encode()
