"""Many pages: planned once each, made side by side, one that fails costs only itself."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from cdd_analysis.areas import scope
from cdd_analysis.reporting.batch import Outcome, Run, make_pages, notebooks_folder, plan


def make(run: Run, *keys: str) -> dict[str, Outcome]:
    told: list[Outcome] = []
    pages = plan([scope(key) for key in keys], {"otop": "OTOP"})
    made = make_pages(pages, run, tell=told.append)
    assert told == made
    return {outcome.page.scope.key: outcome for outcome in made}


def test_a_plan_holds_every_topic_of_every_scope_once():
    pages = plan([scope("80"), scope("region-5"), scope("80")], {"otop": "OTOP", "poverty": "คนจน"})
    assert [page.name for page in pages] == ["80/otop", "80/poverty", "region-5/otop", "region-5/poverty"]


def test_pages_lie_with_record_and_workbook_and_a_failed_one_costs_only_itself(run: Run, monkeypatch):
    monkeypatch.setenv("CDD_PROCESSED", "as it was")
    outcomes = make(run, "80", "23")

    assert (outcomes["80"].status, outcomes["80"].reason) == ("check", "")
    assert sorted(path.name for path in (run.reports / "80").iterdir()) == ["otop.html", "otop.json", "otop.xlsx"]
    page = (run.reports / "80/otop.html").read_text(encoding="utf-8")
    assert "<title>OTOP · จังหวัดนครศรีธรรมราช · ปีงบประมาณ 2565</title>" in page
    record = json.loads((run.reports / "80/otop.json").read_text(encoding="utf-8"))
    assert (record["province"], record["fiscal_year"], record["as_of"]) == ("80", 2565, "2022-01-12")
    assert record["verdict"] == str(run.processed)  # the kernel saw the folder asked for …
    assert os.environ["CDD_PROCESSED"] == "as it was"  # … and whoever called has their own again

    assert outcomes["23"].is_failed
    assert outcomes["23"].reason == "Trat: No figures."
    assert not (run.reports / "23").exists()
    assert "PageFailed" in (run.reports / "failed/23/otop.ipynb").read_text(encoding="utf-8")
    note = json.loads((run.reports / "failed/23/otop.json").read_text(encoding="utf-8"))
    assert (note["status"], note["reason"]) == ("failed", "Trat: No figures.")


def test_the_last_good_page_stays_and_a_good_one_ends_the_failure(run: Run):
    make(run, "80")
    before = (run.reports / "80/otop.html").read_bytes()
    missing = replace(run, notebooks=run.notebooks / "nowhere")

    assert make(missing, "80")["80"].reason.startswith("FileNotFoundError: ")
    assert (run.reports / "80/otop.html").read_bytes() == before
    assert (run.reports / "failed/80/otop.json").exists()

    assert not make(run, "80")["80"].is_failed
    assert not (run.reports / "failed").exists()


def test_made_again_a_page_is_the_same_bytes(run: Run):
    make(run, "80")
    before = {path.name: path.read_bytes() for path in (run.reports / "80").iterdir()}
    make(run, "80")
    assert {path.name: path.read_bytes() for path in (run.reports / "80").iterdir()} == before


def test_notebooks_are_the_projects_own_before_those_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    assert notebooks_folder() == Path(__file__).resolve().parents[2] / "notebooks"
    (tmp_path / "notebooks").mkdir()
    assert notebooks_folder() == tmp_path / "notebooks"
