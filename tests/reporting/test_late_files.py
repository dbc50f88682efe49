"""A file that comes late makes again the pages that would show something else, and no other."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.reporting.batch import Outcome, make_pages
from cdd_analysis.reporting.plan import LOOK, Run, notebooks_folder, pages, wishes
from cdd_analysis.reporting.warm import Warm

TOPICS = {"thai_cloth": "ผ้าไทย", "click_chumchon": "Click ชุมชน"}


@pytest.fixture
def run(built_sample: Path, tmp_path: Path) -> Run:
    """Pages of two topics, of tables that a test may change."""
    shutil.copytree(built_sample / "data/processed", tmp_path / "processed")
    return Run(2565, "2022-01-12", tmp_path / "processed", tmp_path / "reports", notebooks_folder(), jobs=2)


def make(run: Run, pool: Warm) -> dict[str, Outcome]:
    made = make_pages(pages([scope("80")], TOPICS), run, pool=pool)
    assert not [one.reason for one in made if one.is_failed]
    return {one.page.topic: one for one in made}


def why(run: Run) -> dict[str, tuple[str, ...]]:
    return {wish.page.topic: wish.why for wish in wishes(pages([scope("80")], TOPICS), run)}


def change(run: Run, table: str, code: str, **columns: object) -> None:
    """Write a table of a province anew, some columns set; of another province than the sample's as a copy of its."""
    rows = pd.read_parquet(run.processed / table / "80.parquet")
    rows = rows.assign(province_code=code) if code != "80" else rows
    rows.assign(**columns).to_parquet(run.processed / table / f"{code}.parquet")
    (run.processed / "build.json").touch()  # as a build would have written it


def test_only_pages_that_would_show_something_else_are_made_again(run: Run, pool: Warm) -> None:
    change(run, "cloth_agencies", "81", district_code="8101")
    make(run, pool)
    before = {topic: (run.reports / f"80/{topic}.html").read_bytes() for topic in TOPICS}

    change(run, "kkj_villages", "81")  # of neither topic
    assert why(run) == {"thai_cloth": (), "click_chumchon": ()}

    change(run, "cloth_agencies", "81", district_code="8101", source_row=7)  # of one, but nothing that it shows
    assert why(run) == {"thai_cloth": (LOOK,), "click_chumchon": ()}
    assert all(one.is_unchanged for one in make(run, pool).values())
    assert why(run) == {"thai_cloth": (), "click_chumchon": ()}  # looked at once, and noted
    assert {topic: (run.reports / f"80/{topic}.html").read_bytes() for topic in TOPICS} == before

    change(run, "cloth_agencies", "81", district_code="8101", days_per_week=1.0)  # its rank may be another now
    assert why(run) == {"thai_cloth": (LOOK,), "click_chumchon": ()}
    make(run, pool)
    change(run, "cloth_agencies", "80", days_per_week=1.0)
    assert why(run) == {"thai_cloth": ("data: cloth_agencies",), "click_chumchon": ()}
    outcomes = make(run, pool)
    assert [outcomes[topic].is_unchanged for topic in TOPICS] == [False, True]
    assert json.loads((run.reports / "80/thai_cloth.json").read_text(encoding="utf-8"))["key"]["shown"]
    assert (run.reports / "80/thai_cloth.html").read_bytes() != before["thai_cloth"]
    page = (run.reports / "80/thai_cloth.html").read_text(encoding="utf-8")
    assert "ตัวเลขที่เปลี่ยน เพราะข้อมูลที่แก้ไข" in page
    make_pages(pages([scope("80")], {"thai_cloth": "ผ้าไทย"}), replace(run, is_forced=True), pool=pool)
    assert (run.reports / "80/thai_cloth.html").read_text(encoding="utf-8") == page
