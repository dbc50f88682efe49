"""The corpus reads back to its truth, cell by cell. A case is made, built alone and compared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.conventions import ROWS, conventions
from tests.corpus.corpus import Case, alone, cases, make, together
from tests.corpus.describe import markdown
from tests.corpus.reading import differences


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_file_reads_back_to_its_truth(case: Case, tmp_path: Path) -> None:
    assert differences(make(case), case.form, tmp_path) == []


def test_there_are_enough_files_and_each_is_another() -> None:
    assert len(cases()) >= 200
    assert not [name for name, count in Counter(case.id for case in cases()).items() if count > 1]


def test_every_row_of_handbook_11_is_met_alone_and_in_combination() -> None:
    by_row = {row: [key for key, one in conventions().items() if one.row == row] for row in ROWS}
    for row, keys in by_row.items():
        assert any(case.keys[0] in keys for case in alone()), row
        assert any(set(case.keys) & set(keys) for case in together()), row


def test_the_page_of_conventions_says_which_file_covers_which() -> None:
    written = (Path(__file__).parents[2] / "docs/conventions.md").read_text(encoding="utf-8")
    assert written == markdown(), "run 'make docs'"
