"""Many pages: planned once, made side by side; one that fails costs only itself, none is made twice for nothing."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.errors import CddError
from cdd_analysis.reporting import publish
from cdd_analysis.reporting.batch import open_pool
from cdd_analysis.reporting.kernels import Kernels
from cdd_analysis.reporting.plan import Run, notebooks_folder, pages, wishes
from cdd_analysis.reporting.warm import may_fork
from tests.reporting.conftest import Make, wanted


def log(run: Run) -> list[dict]:
    return [json.loads(line) for line in (run.reports / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def why(run: Run, key: str = "80") -> tuple[str, ...]:
    return wishes(wanted(key), run)[0].why


def test_a_plan_holds_every_topic_of_every_scope_once():
    planned = pages([scope("80"), scope("region-5"), scope("80")], {"otop": "OTOP", "poverty": "คนจน"})
    assert [page.name for page in planned] == ["80/otop", "80/poverty", "region-5/otop", "region-5/poverty"]


def test_pages_lie_with_record_and_workbook_and_a_failed_one_costs_only_itself(
    run: Run, make: Make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CDD_PROCESSED", "as it was")
    failure = "from cdd_analysis.errors import PageFailed\nraise PageFailed('No figures.', where='Trat')"
    outcomes = make("80", "23", faults={"23": failure})

    assert (outcomes["80"].status, outcomes["80"].reason) == ("check", "")
    assert sorted(path.name for path in (run.reports / "80").iterdir()) == ["otop.html", "otop.json", "otop.xlsx"]
    page = (run.reports / "80/otop.html").read_text(encoding="utf-8")
    assert "<title>OTOP · จังหวัดนครศรีธรรมราช · ปีงบประมาณ 2565</title>" in page
    record = json.loads((run.reports / "80/otop.json").read_text(encoding="utf-8"))
    assert (record["province"], record["fiscal_year"], record["as_of"]) == ("80", 2565, "2022-01-12")
    assert record["verdict"] == str(run.processed)  # the notebook saw the folder asked for …
    assert os.environ["CDD_PROCESSED"] == "as it was"  # … and whoever called has their own again

    assert outcomes["23"].is_failed
    assert outcomes["23"].reason == "Trat: No figures."
    assert not (run.reports / "23").exists()
    assert "PageFailed" in (run.reports / "failed/23/otop.ipynb").read_text(encoding="utf-8")
    note = json.loads((run.reports / "failed/23/otop.json").read_text(encoding="utf-8"))
    assert (note["status"], note["reason"]) == ("failed", "Trat: No figures.")
    assert {(one["page"], one["outcome"], one["attempt"]) for one in log(run)} == {
        ("80/otop", "check", 1),
        ("23/otop", "failed", 1),
    }


def test_the_last_good_page_stays_and_a_good_one_ends_the_failure(run: Run, make: Make):
    make("80")
    before = (run.reports / "80/otop.html").read_bytes()

    assert make("80", run=replace(run, is_forced=True), faults={"80": "1 / 0"})["80"].reason == (
        "ZeroDivisionError: division by zero"
    )
    assert (run.reports / "80/otop.html").read_bytes() == before
    assert (run.reports / "failed/80/otop.json").exists()

    assert not make("80", run=replace(run, is_forced=True))["80"].is_failed
    assert not (run.reports / "failed").exists()


def test_made_again_a_page_is_the_same_bytes(run: Run, make: Make):
    make("80")
    before = {path.name: path.read_bytes() for path in (run.reports / "80").iterdir()}
    assert not make("80", run=replace(run, is_forced=True))["80"].is_unchanged
    assert {path.name: path.read_bytes() for path in (run.reports / "80").iterdir()} == before


def test_kernels_give_the_same_bytes_where_there_is_no_fork(run: Run, make: Make, monkeypatch: pytest.MonkeyPatch):
    make("80")
    monkeypatch.setenv("CDD_KERNELS", "1")
    other = replace(run, reports=run.reports.with_name("by-kernels"))
    with closing(Kernels(2)) as kernels:
        make("80", run=other, pool=kernels)
    for name in ("otop.html", "otop.xlsx", "otop.json"):
        assert (other.reports / "80" / name).read_bytes() == (run.reports / "80" / name).read_bytes()


def test_what_has_not_changed_is_not_made_again(run: Run, make: Make):
    make("80", "81")
    lines = len(log(run))
    outcomes = make("80", "81")
    assert all(one.is_unchanged and one.status == "check" for one in outcomes.values())
    assert len(log(run)) == lines
    assert why(run) == ()
    assert why(replace(run, is_forced=True)) == ("asked for with --force",)
    assert why(replace(run, as_of="2022-01-13")) == ("the parameters",)


def test_each_part_of_the_key_is_told(run: Run, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert why(run) == ("there is none yet",)
    make("80")
    path = run.notebooks / "otop.ipynb"
    book = nbformat.read(path, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("1"))
    nbformat.write(book, tmp_path / "otop.ipynb")
    assert why(replace(run, notebooks=tmp_path)) == ("its notebook",)

    own = tmp_path / "settings"
    own.mkdir()
    (own / "80.toml").write_text("[overview]\nleast_topics = 3\n", encoding="utf-8")
    monkeypatch.setenv("CDD_SETTINGS", str(own))
    assert why(run) == ("the settings",)
    monkeypatch.delenv("CDD_SETTINGS")

    (run.reports / "80/otop.html").write_text("altered", encoding="utf-8")
    assert why(run) == ("otop.html is not what was published",)
    (run.reports / "80/otop.xlsx").unlink()
    assert why(run) == ("otop.html and otop.xlsx is not what was published",)
    (run.reports / "80/otop.json").write_text("{", encoding="utf-8")
    assert why(run) == ("there is none yet",)


def test_a_page_that_failed_is_tried_again_by_the_next_batch(run: Run, make: Make):
    make("80", faults={"80": "1 / 0"})
    assert not make("80")["80"].is_failed


def test_a_second_batch_on_the_folder_is_refused_with_a_sentence(run: Run, make: Make):
    with (
        publish.published(run.reports),
        pytest.raises(CddError, match=r"Another batch \(process \d+\) is making pages in this folder"),
    ):
        make("80")
    assert not make("80")["80"].is_failed


def test_an_interrupted_batch_is_finished_by_the_next(run: Run):
    """Killed between the renames of a page: what had passed the gate is published, what had not is thrown away."""
    with publish.published(run.reports) as folder:
        staging = run.reports / ".staging"
        for name in ("ready 80 otop", "7"):
            (staging / name).mkdir(parents=True)
            (staging / name / "page.json").write_text("{}", encoding="utf-8")
        folder.finish_what_was_begun()
        assert (run.reports / "80/otop.json").read_text(encoding="utf-8") == "{}"
        assert list(staging.iterdir()) == []


def test_notebooks_are_the_projects_own_before_those_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    assert notebooks_folder() == Path(__file__).resolve().parents[2] / "notebooks"
    (tmp_path / "notebooks").mkdir()
    assert notebooks_folder() == tmp_path / "notebooks"


def test_where_no_process_can_be_made_ready_kernels_do_the_work(monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise CddError("No process could be made ready.")

    monkeypatch.setenv("CDD_KERNELS", "")
    monkeypatch.setattr("cdd_analysis.reporting.warm.Warm", refuse)
    with closing(open_pool(1)) as pool:
        assert isinstance(pool, Kernels)
        assert not may_fork()  # nor does the engine try once more for each notebook
