"""Golden numbers of the handbook's section 12: sourced figures that the measures must give back."""

from __future__ import annotations

from datetime import date

from cdd_analysis.areas import cdd_provinces, district_codes, region_of
from cdd_analysis.areas.regions import region_scheme
from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.pace import days_elapsed, pace_pct
from cdd_analysis.thai.fiscal import fiscal_month_no, fiscal_quarter, fiscal_year


def test_target_poor_and_poor_households_of_the_nation() -> None:
    assert round(ratio(655_365, 36_130_610), 4) == 1.8139  # S16
    assert round(ratio(197_298, 12_942_574), 4) == 1.5244  # S16


def test_quadrant_d_of_the_nation() -> None:
    assert round(213_162 * 78.9 / 100) == 168_185  # S52


def test_regions_and_districts() -> None:
    assert len(region_scheme().regions) == 18 and len(cdd_provinces()) == 76  # S32
    assert len(district_codes("80")) == 23 and region_of("80") == 5  # S33, seed


def test_the_twelfth_of_january_2565() -> None:
    day = date(2022, 1, 12)
    assert (days_elapsed(day, 2565), round(pace_pct(day, 2565), 1)) == (104, 28.5)  # S31
    assert (fiscal_year(date(2021, 10, 1)), fiscal_month_no(date(2021, 10, 1)), fiscal_quarter(date(2021, 10, 1))) == (
        2565, 1, 1,
    )  # fmt: skip
