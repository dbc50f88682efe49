"""A table against itself: areas above against the sum of those below, whole figures against their splits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cdd_analysis import areas

Build = Callable[..., Any]
PROVINCES = ("23", "92")


@pytest.fixture
def two_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A country of two provinces of two districts each."""
    monkeypatch.setattr(areas, "cdd_provinces", lambda: PROVINCES)
    monkeypatch.setattr(areas, "district_codes", lambda code: (f"{code}01", f"{code}02"))


def compared(one: Any, **which: object) -> list[tuple[object, ...]]:
    """Stated, computed, difference of the controls that come from no sheet."""
    ledger = one.data.ledger()
    rows = ledger[(ledger["kind"] == "control") & ledger["source_row"].isna()]
    for name, value in which.items():
        rows = rows[rows[name].isna() if value is None else rows[name] == value]
    plain = rows[["stated", "computed", "difference"]].astype(object)
    return sorted(tuple(row) for row in plain.where(plain.notna(), None).to_numpy().tolist())


BY_PROVINCE = "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200\nตราด | 1000 | 3000"
BY_CHANNEL = (
    "เดือน | ในประเทศ(ออฟไลน์) | ในประเทศ(ออนไลน์) | รวม\nต.ค. 64 | 600 | 500 | 1,100\nพ.ย. 64 | 1000 | 1200 | 2,200"
)


@pytest.mark.usefixtures("two_provinces")
def test_provinces_against_the_nation_s_channels(built: Build) -> None:
    """The case of the department's reports: one month in which provinces exceed channels by a thousand."""
    one = built({"r05.csv": BY_CHANNEL, "r06.csv": BY_PROVINCE})
    assert compared(one, province_code=None) == [(1100, 1100, 0), (2200, 3200, -1000)]
    assert one.table("otop_sales").query("area_level == 'national'")["sales_baht"].sum() == 3300
    scope = one.control()[one.control()["difference"] == -1000]["scope"].item()
    assert "พ.ย. 2564" in scope


@pytest.mark.usefixtures("two_provinces")
def test_a_national_difference_is_no_province_s(built: Build) -> None:
    one = built({"r05.csv": BY_CHANNEL, "r06.csv": BY_PROVINCE})
    off = one.control()[one.control()["difference"].fillna(0) != 0]
    assert off["province_code"].isna().all()
    assert len(off) == 1


@pytest.mark.usefixtures("two_provinces")
def test_a_province_that_has_not_reported_leaves_the_nation_open(built: Build) -> None:
    one = built({"r05.csv": BY_CHANNEL, "r06.csv": BY_PROVINCE.replace("1000 | 3000", "1000 |")})
    assert compared(one, province_code=None) == [(1100, 1100, 0), (2200, 200, None)]
    assert "1 จาก 2" in " ".join(one.control()["scope"])


@pytest.mark.usefixtures("two_provinces")
def test_districts_against_their_province(built: Build) -> None:
    districts = "จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\nเมือง | 40 | 150\nกันตัง | 60 | 20"
    one = built({"อำเภอ.csv": districts, "จังหวัด.csv": "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200"})
    assert compared(one, province_code="92") == [(100, 100, 0), (200, 170, 30)]


@pytest.mark.usefixtures("two_provinces")
def test_a_province_is_compared_only_where_all_its_districts_are_there(built: Build) -> None:
    districts = "จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\nเมือง | 40 | 150\nกันตัง | 60 |"
    one = built({"อำเภอ.csv": districts, "จังหวัด.csv": "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200"})
    assert compared(one, province_code="92") == [(100, 100, 0), (200, 150, None)]


@pytest.mark.usefixtures("two_provinces")
def test_splits_of_districts_add_up_before_they_are_compared(built: Build) -> None:
    districts = "จังหวัดตรัง\nอำเภอ | ช่องทาง | ต.ค. 64\nเมือง | ส่งออก | 30\nเมือง | ออนไลน์ | 10\nกันตัง | ส่งออก | 60"
    one = built({"อำเภอ.csv": districts, "จังหวัด.csv": "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200"})
    assert compared(one, province_code="92") == [(100, 100, 0)]


def test_a_whole_against_each_of_its_splits_never_against_their_sum(built: Build) -> None:
    one = built(
        {
            "ยอด.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | 100",
            "ช่องทาง.csv": "จังหวัด | เดือน | ออนไลน์ | ส่งออก\nตรัง | ต.ค. 64 | 60 | 40",
            "ประเภท.csv": "จังหวัด | เดือน | อาหาร | เครื่องดื่ม\nตรัง | ต.ค. 64 | 50 | 45",
        }
    )
    assert compared(one, province_code="92") == [(100, 95, 5), (100, 100, 0)]


def test_annual_figures_are_not_compared_with_months(built: Build) -> None:
    one = built(
        {
            "ปี.csv": "ปีงบประมาณ | จังหวัด | ยอดขาย\n2565 | ตรัง | 100",
            "เดือน.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | 60",
        }
    )
    assert compared(one) == []


COMMON = "amphur_ID | household.CNT | HOUSEMEMBER_CNT | MOF_REG_CNT"
POOR = (
    "amphur_ID | poor.household.CNT | poor.JPT.CNT | poor.JPT.MOFval.CNT | poor.JPT.MOFval.health "
    "| poor.JPT.MOFval.living | poor.JPT.MOFval.education | poor.JPT.MOFval.income | poor.JPT.MOFval.accessibility"
)


def extract(one_district: str = "9 | 8 | 7 | 3 | 2 | 0 | 4 | 0") -> dict[str, str]:
    return {
        "61_92_amphur_common.csv": f"{COMMON}\n9201 | 10 | 30 | 5\n9202 | 20 | 60 | 6",
        "61_92_amphur_11111.csv": f"{POOR}\n9201 | 9 | 8 | 7 | 3 | 2 | 0 | 4 | 0\n9202 | {one_district}",
    }


def test_common_and_poverty_counts_of_an_area_are_one_row(built: Build) -> None:
    table = built(extract()).table("poverty_areas")
    assert list(table["hh_surveyed"]) == [10, 20]
    assert list(table["target_health"]) == [3, 3]
    assert set(table["bmn_year"]) == {2561}
    assert table["merged_from"].notna().all()


def test_a_file_of_one_dimension_checks_and_is_never_ingested(built: Build) -> None:
    single = f"{POOR}\n9201 | 3 | 3 | 3 | 3 | 0 | 0 | 0 | 0\n9202 | 3 | 3 | 3 | 4 | 0 | 0 | 0 | 0"
    one = built(extract() | {"61_92_amphur_10000.csv": single})
    table = one.table("poverty_areas")
    assert list(table["target_health"]) == [3, 3]
    assert list(table["persons_target_poor"]) == [7, 7]
    checks = one.control()[one.control()["source_file"] == "61_92_amphur_10000.csv"]
    assert set(checks["column"]) == {"target_health"}
    assert sorted(checks["difference"]) == [1, 1]
    assert set(checks["district_code"].dropna()) == {"9202"}
    ledger = one.data.ledger().query("kind == 'sheet' and source_file == '61_92_amphur_10000.csv'")
    assert (ledger["rows_kept"].item(), ledger["rows_total"].item(), ledger["rows_read"].item()) == (0, 2, 3)


@pytest.mark.usefixtures("two_provinces")
def test_every_count_of_a_province_is_the_sum_of_its_districts(built: Build) -> None:
    province = {
        "61_province_common.csv": f"{COMMON.replace('amphur', 'province')}\n92 | 30 | 91 | 11",
        "61_province_11111.csv": f"{POOR.replace('amphur', 'province')}\n92 | 18 | 16 | 14 | 6 | 4 | 0 | 8 | 0",
    }
    one = built(extract() | province)
    ledger = one.control()[one.control()["province_code"] == "92"]
    assert ledger.set_index("column")["difference"].to_dict() == {
        "hh_surveyed": 0,
        "persons_surveyed": 1,
        "persons_registered": 0,
        "hh_poor_bmn": 0,
        "persons_poor_bmn": 0,
        "persons_target_poor": 0,
        **{f"target_{name}": 0 for name in ("health", "living", "education", "income", "access")},
    }
    assert list(ledger["fiscal_year"].unique()) == [2561]
    assert pd.isna(ledger["district_code"]).all()
