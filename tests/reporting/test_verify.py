"""Published pages are made again and compared: what was altered is told, what is merely out of date is not blamed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from cdd_analysis.cli import main
from cdd_analysis.reporting import batch
from cdd_analysis.reporting.plan import Run
from cdd_analysis.reporting.verify import Verdict, verify
from cdd_analysis.reporting.warm import Warm
from tests.reporting.conftest import Make, set_faults

Change = Callable[[Callable[[dict[str, Any]], Any]], None]


@pytest.fixture
def change(run: Run) -> Change:
    """Changes the record of province 80 by hand, its files left as they are."""

    def changed(how: Callable[[dict[str, Any]], Any]) -> None:
        path = run.reports / "80/otop.json"
        record = json.loads(path.read_text(encoding="utf-8"))
        how(record)
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")

    return changed


def verdicts(run: Run, pool: Warm) -> dict[str, Verdict]:
    told: list[Verdict] = []
    found = verify(replace(run, fiscal_year=0, as_of=""), told.append, pool)
    assert told == found
    return {one.name: one for one in found}


def test_pages_as_they_were_made_are_the_same_and_are_left_alone(run: Run, make: Make, pool: Warm):
    make("80", "81", "82", faults={"82": "1 / 0"})
    make("23", run=replace(run, fiscal_year=2564, as_of="2021-01-12"))
    set_faults(run, {})
    before = {path: path.read_bytes() for path in run.reports.rglob("*") if path.is_file()}
    found = verdicts(run, pool)
    assert {one.name: (one.differs, one.said) for one in found.values()} == dict.fromkeys(
        ("23/otop", "80/otop", "81/otop"), (False, "the same")
    )
    assert {path: path.read_bytes() for path in run.reports.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("suffix", ["html", "xlsx"])
def test_an_altered_file_differs(run: Run, make: Make, pool: Warm, suffix: str):
    make("80", "81")
    path = run.reports / f"80/otop.{suffix}"
    path.write_bytes(path.read_bytes() + b" ")
    found = verdicts(run, pool)
    assert found["80/otop"] == Verdict("80/otop", True, f"altered: otop.{suffix} is not what was published")
    assert not found["81/otop"].differs


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda record: record["measures"][0].update(value=999.0), "differs: T3.1 999.0 → 1234.0"),
        (lambda record: record["measures"][0].update(target=1.0), "differs: T3.1"),
        (lambda record: record["measures"].clear(), "differs: T3.1 None → 1234.0"),
        (lambda record: record.update(status="green", verdict="All is well."), "differs: status; verdict"),
        (lambda record: record.pop("key"), "altered: it has no record that can be read"),
    ],
)
def test_a_record_edited_by_hand_differs(
    run: Run, make: Make, pool: Warm, change: Change, how: Callable[[dict[str, Any]], Any], said: str
):
    make("80")
    change(how)
    assert verdicts(run, pool) == {"80/otop": Verdict("80/otop", True, said)}


def test_a_page_without_its_record_differs(run: Run, make: Make, pool: Warm):
    make("80", "81")
    (run.reports / "80/otop.json").unlink()
    (run.reports / "81/otop.json").write_text("{", encoding="utf-8")
    assert [one.differs for one in verdicts(run, pool).values()] == [True, True]


def test_other_bytes_from_the_same_figures_differ(run: Run, make: Make, pool: Warm):
    make("80")
    set_faults(run, {"80": "extra = '<p>by chance</p>'"})
    assert verdicts(run, pool)["80/otop"] == Verdict("80/otop", True, "the same figures, other bytes: .html")


def test_a_page_that_cannot_be_made_again_differs(run: Run, make: Make, pool: Warm):
    make("80")
    set_faults(run, {"80": "1 / 0"})
    said = "cannot be made again: ZeroDivisionError: division by zero"
    assert verdicts(run, pool)["80/otop"] == Verdict("80/otop", True, said)


def test_a_page_whose_notebook_changed_is_out_of_date_and_does_not_differ(
    run: Run, make: Make, pool: Warm, tmp_path: Path
):
    make("80")
    book = nbformat.read(run.notebooks / "otop.ipynb", as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("1"))
    nbformat.write(book, tmp_path / "otop.ipynb")
    other = replace(run, notebooks=tmp_path)
    assert verdicts(other, pool)["80/otop"] == Verdict("80/otop", False, "out of date: its notebook")


def test_the_command_ends_with_0_1_or_2(
    run: Run,
    make: Make,
    pool: Warm,
    change: Change,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pool, "close", lambda: None)  # it is still needed
    monkeypatch.setattr(batch, "open_pool", lambda jobs: pool)

    def left_with() -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["verify", "--processed", str(run.processed), "--reports", str(run.reports)])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    code, out, error = left_with()
    assert (code, out) == (2, "") and "There are no pages." in error and "cdd report" in error
    make("80")
    assert left_with() == (0, "reports/80/otop.html: the same\n", "")
    change(lambda record: record["measures"][0].update(value=1.0))
    assert left_with() == (1, "reports/80/otop.html: differs: T3.1 1.0 → 1234.0\n", "")
