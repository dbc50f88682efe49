"""docs/adding-a-topic.md, followed to the letter in a copy of the project: three files, and it is everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs/adding-a-topic.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", GUIDE, flags=re.DOTALL)
#: cdd build, cdd topics, cdd report.
(COMMANDS,) = (code.strip().splitlines() for kind, code in BLOCKS if not kind)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its notebooks with the files that the guide adds."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("cdd_analysis", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for _, code in BLOCKS:
        if named := re.match(r"# (cdd_analysis/\S+\.py)\n", code):
            assert not (folder / named[1]).exists()
            (folder / named[1]).write_text(code.removeprefix(named[0]), encoding="utf-8")
    (opens,) = (code.strip() for _, code in BLOCKS if code.startswith("page = open_page"))
    notebook = (folder / "notebooks/otop.ipynb").read_text(encoding="utf-8")
    usual = json.dumps('page = open_page("otop", province, fiscal_year, as_of)')[1:-1]
    assert notebook.count(usual) == 1
    own = notebook.replace(usual, json.dumps(opens)[1:-1])
    (folder / "notebooks/forests.ipynb").write_text(own, encoding="utf-8")
    (csv,) = (code for kind, code in BLOCKS if kind == "csv")
    (folder / "data/raw").mkdir(parents=True)
    (folder / "data/raw/forests.csv").write_text(csv, encoding="utf-8")
    assert "community_forests: 2 rows" in run(folder, COMMANDS[0])
    return folder


def run(project: Path, words: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(project), "CDD_SALT": "of the tests", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", *words.replace("cdd ", "cdd_analysis ", 1).split()]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_three_files_make_a_topic(project: Path) -> None:
    topics, report = (run(project, command) for command in COMMANDS[1:])
    assert re.search(r"10 +forests +ป่าชุมชน: community_forests there", topics)
    assert "80/forests" in report
    record = json.loads((project / "reports/80/forests.json").read_text(encoding="utf-8"))
    one = record["measures"][0]
    assert (one["id"], one["value"], one["n"]) == ("T10.1", 500 / 3000 * 100, 3000)
    assert {found["rule"]: found["area"] for found in record["findings"]}["planting_behind"] == "8009"
    page = (project / "reports/80/forests.html").read_text(encoding="utf-8")
    assert "ต้นไม้ที่ปลูกแล้ว: 1 จาก 2 อำเภอยังไม่ถึงเกณฑ์" in page or "ต้นไม้ที่ปลูกในป่าชุมชน" in page
    assert "80/forests.html" in (project / "reports/index.html").read_text(encoding="utf-8")


def test_it_has_a_form_and_a_place_in_the_overview(project: Path) -> None:
    assert "community_forests.xlsx" in run(project, "cdd template community_forests")
    run(project, "cdd report --topic overview --province 80 --fiscal-year 2565 --as-of 2565-01-12")
    record = json.loads((project / "reports/80/overview.json").read_text(encoding="utf-8"))
    assert "overview-forests" in {one["id"] for one in record["measures"]}
