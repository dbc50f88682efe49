"""Pages of the real OTOP files of fiscal year 2567: real figures, awaited inputs named, one province to be checked."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cdd_analysis.ingest.build import build

pytestmark = pytest.mark.real_data
PROVINCES = ("80", "23", "22")


@pytest.fixture(scope="module")
def records(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Records of the OTOP pages, by area."""
    folder = tmp_path_factory.mktemp("real")
    build(real_data / "otop-cdd-report-fy2567", folder / "processed")
    areas = [word for code in PROVINCES for word in ("--province", code)]
    words = ["report", *areas, "--topic", "otop", "--fiscal-year", "2567", "--jobs", "2"]
    folders = ["--processed", str(folder / "processed"), "--reports", str(folder / "reports")]
    done = subprocess.run([sys.executable, "-m", "cdd_analysis", *words, *folders], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {code: folder / "reports" / code / "otop.json" for code in PROVINCES}
    return {code: json.loads(path.read_text(encoding="utf-8")) for code, path in found.items()}


def test_only_the_province_whose_total_differs_is_to_be_checked(records: dict[str, dict[str, Any]]) -> None:
    assert {code: one["status"] == "check" for code, one in records.items()} == {"80": False, "23": True, "22": False}
    said = " ".join(one["sentence"] for one in records["23"]["findings"])
    assert "1,888,595,564" in said and "1,888,596,564" in said
    for code in ("80", "22"):
        assert not any(one["status"] == "check" for one in (*records[code]["measures"], *records[code]["findings"]))


def test_province_80_has_its_sales_share_and_ranks(records: dict[str, dict[str, Any]], real_data: Path) -> None:
    copy = real_data / "otop-cdd-report-fy2567/otop_r06_province_month_2567.csv"
    with copy.open(encoding="utf-8", newline="") as lines:
        year = {row.pop("จังหวัด"): sum(map(float, row.values())) for row in csv.DictReader(lines)}
    measures = {one["id"]: one for one in records["80"]["measures"]}
    total = measures["T3.1"]
    assert total["value"] == pytest.approx(year["นครศรีธรรมราช"], abs=0.01)
    assert total["rank"] == [34, 76]
    assert measures["T3.1-region"]["rank"] == [3, 5]
    assert measures["T3.1-country"]["value"] == pytest.approx(100 * total["value"] / sum(year.values()), rel=1e-6)
    assert records["80"]["as_of"] == "2024-09-30"
    assert not records["80"]["is_sample"]


def test_what_is_not_there_is_awaited_by_name(records: dict[str, dict[str, Any]]) -> None:
    one = records["80"]
    assert {"otop_producers", "otop_products", "otop_today"} <= set(one["awaited"])
    waiting = [m for m in one["measures"] if m["id"] in ("T3.6", "T3.8", "T3.9", "T3.10")]
    assert [(m["status"], m["value"], bool(m["awaited"])) for m in waiting] == [("gray", None, True)] * 4
