"""A zip a province: its pages, workbooks, records and a contents page, to hand to a reviewer; links are relative."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from cdd_analysis.areas import Scope
from cdd_analysis.reporting.plan import SUFFIXES
from cdd_analysis.reporting.site import index_html, read_entries

#: No clock in the file, so that equal pages give equal bundles.
_MADE = (1980, 1, 1, 0, 0, 0)
FOLDER = "bundles"


def write_bundles(reports: Path, scopes: Iterable[Scope]) -> list[Path]:
    """Write ``reports/bundles/<scope>.zip`` for each scope that has pages; their paths."""
    entries = read_entries(reports)
    written = []
    for scope in dict.fromkeys(scopes):
        own = [entry for entry in entries if entry.scope == scope and entry.href]
        if own:
            path = reports / FOLDER / f"{scope.key}.zip"
            path.parent.mkdir(exist_ok=True)
            files = {"index.html": index_html(own).encode()}
            for entry in own:
                for suffix in SUFFIXES.values():
                    name = str(Path(entry.href).with_suffix(suffix).as_posix())
                    files[name] = (reports / name).read_bytes()
            _write(path, files)
            written.append(path)
    return written


def _write(path: Path, files: dict[str, bytes]) -> None:
    beside = path.with_name(f".{path.name}")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            told = zipfile.ZipInfo(name, _MADE)
            told.external_attr = 0o644 << 16
            bundle.writestr(told, content, zipfile.ZIP_DEFLATED)
    os.replace(beside, path)
