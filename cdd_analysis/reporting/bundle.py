"""A zip a province: its pages, workbooks, records and a contents page, to hand to a reviewer; links are relative.

PDFs that were printed of these very pages go with them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from cdd_analysis.areas import Scope
from cdd_analysis.reporting import pdf
from cdd_analysis.reporting.files import write_whole
from cdd_analysis.reporting.plan import SUFFIXES
from cdd_analysis.reporting.site import Entry, index_html, read_entries

#: No clock in the file, so that equal pages give equal bundles.
_MADE = (1980, 1, 1, 0, 0, 0)
FOLDER = "bundles"


def write_bundles(reports: Path, scopes: Iterable[Scope]) -> list[Path]:
    """Write ``reports/bundles/<scope>.zip`` for each scope that has pages; their paths.

    A page that lacks its record or workbook is left out, and so is one that was never made.
    """
    entries = [
        entry for entry in read_entries(reports) if entry.href and all(map(Path.is_file, _files(reports, entry)))
    ]
    written = []
    for scope in dict.fromkeys(scopes):
        own = [entry for entry in entries if entry.scope == scope]
        if own:
            path = reports / FOLDER / f"{scope.key}.zip"
            path.parent.mkdir(exist_ok=True)
            paths = (one for entry in own for one in (*_files(reports, entry), *_paper(reports / entry.href)))
            files = {one.relative_to(reports).as_posix(): one.read_bytes() for one in paths}
            _write(path, {"index.html": index_html(own).encode(), **files})
            written.append(path)
    return written


def _files(reports: Path, entry: Entry) -> list[Path]:
    """A page, its workbook and its record."""
    return [(reports / entry.href).with_suffix(suffix) for suffix in SUFFIXES.values()]


def _paper(page: Path) -> list[Path]:
    """The PDF of a page; none where it was not printed, or has changed since."""
    return [page.with_suffix(pdf.SUFFIX)] if pdf.is_current(page) else []


def _write(path: Path, files: dict[str, bytes]) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            told = zipfile.ZipInfo(name, _MADE)
            told.external_attr = 0o644 << 16
            bundle.writestr(told, content, zipfile.ZIP_DEFLATED)
    write_whole(whole.getvalue(), path)
