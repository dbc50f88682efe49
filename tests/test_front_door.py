"""What ``import cdd_analysis`` offers: tables by area, and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

import cdd_analysis
from cdd_analysis import project
from cdd_analysis.errors import NoData, UsageError


@pytest.fixture
def processed(built_sample: Path) -> str:
    return str(built_sample / project.PROCESSED)


def test_a_table_comes_whole_or_of_one_area(processed: str) -> None:
    whole = cdd_analysis.load("otop_sales", processed=processed)
    own = cdd_analysis.load("otop_sales", province=80, processed=processed)
    region = cdd_analysis.load("otop_sales", province="region-5", processed=processed)
    nation = cdd_analysis.load("otop_sales", province="national", processed=processed)
    assert set(own["province_code"]) == {"80"}
    assert set(region["province_code"]) == {"80", "84", "86", "90", "93"}
    assert set(nation["area_level"]) == {"national"}
    assert len(nation) < len(own) < len(region) < len(whole)


def test_every_row_names_its_file_sheet_and_row(processed: str) -> None:
    own = cdd_analysis.load("otop_sales", "80", processed=processed)
    assert own["source_file"].str.startswith("sample/").all()
    assert (own["source_row"] > 1).all()


def test_a_project_is_found_from_a_folder_inside_it(built_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CDD_PROCESSED", raising=False)
    inside = built_sample / "notebooks"
    inside.mkdir(exist_ok=True)
    monkeypatch.chdir(inside)
    assert len(cdd_analysis.load("otop_producers", "80")) > 1_000


def test_what_is_not_there_is_refused_with_what_is(processed: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no table 'otop_sale'.*otop_sales"):
        cdd_analysis.load("otop_sale", processed=processed)
    with pytest.raises(UsageError, match="Did you mean 80"):
        cdd_analysis.load("otop_sales", "8O", processed=processed)
    with pytest.raises(NoData, match="cdd build"):
        cdd_analysis.load("otop_sales", processed=str(tmp_path))
    with pytest.raises(AttributeError, match="no attribute 'pages'"):
        cdd_analysis.pages  # noqa: B018
