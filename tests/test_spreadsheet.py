"""No workbook of ours runs what an office typed into a cell."""

from __future__ import annotations

import ast
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cdd_analysis.spreadsheet import AS_TEXT, QUOTED, is_live, write_text

PACKAGE = Path(__file__).resolve().parents[1] / "cdd_analysis"
LIVE = [
    '=cmd|"/c calc"!A0',
    "+66 75 123 456",
    "-2+3",
    "@SUM(A1:A9)",
    "\tx",
    "\rx",
    "\n=1",
    "  =1+1",
    "\u00a0=1+1",
    "\uff1dHYPERLINK(1)",
]
STILL = ["ตรัง", "1=1", "", "a@b.example", "'=1", "๕๐", "–", "(5)", "http://192.0.2.1/"]


@pytest.mark.parametrize(("texts", "expected"), [(LIVE, True), (STILL, False)])
def test_what_a_spreadsheet_would_run(texts: list[str], expected: bool) -> None:
    assert [is_live(text) for text in texts] == [expected] * len(texts)


def test_live_text_is_written_as_text_that_stays_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", AS_TEXT) as book:
        sheet, quoted = book.add_worksheet(), book.add_format(QUOTED)
        for row, text in enumerate([*LIVE, *STILL]):
            write_text(sheet, row, 0, text, quoted)
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows()]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert [cell.quotePrefix for cell in cells[: len(LIVE)]] == [True] * len(LIVE)
    assert not any(cell.quotePrefix or cell.hyperlink for cell in cells[len(LIVE) :])


def test_every_workbook_of_ours_keeps_text_as_text() -> None:
    """Whoever opens ``xlsxwriter.Workbook`` gives it the options; the sample writes as offices do, faults and all."""
    for path in PACKAGE.rglob("*.py"):
        if "sample" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("xlsxwriter.Workbook"):
                assert "AS_TEXT" in ast.unparse(node), f"{path.name}, line {node.lineno}"
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".to_excel", ".to_csv", "csv.writer")):
                raise AssertionError(f"{path.name}, line {node.lineno}: write through cdd_analysis.spreadsheet")
