"""Checks across topics, on registers small enough to count by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.measures.result import Shown, TableView, View
from cdd_analysis.topics import crossings, overview

VIEW = View(scope("83"), 2565, date(2022, 1, 12))


def rows(*districts: str, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"province_code": "83", "district_code": list(districts), **columns})


def test_poor_households_that_owe_a_village_fund_past_the_day() -> None:
    poor = rows("8301", "8301", "8302", "8303", house_id=["a", "b", "c", "d"])
    loans = rows(
        *("8301", "8301", "8301", "8302"),
        house_id=["a", "a", "b", "c"],
        due_date=pd.to_datetime(["2021-06-01", "2021-07-01", "2022-06-01", "2021-01-01"]),
        outstanding_baht=[500.0, 700.0, 900.0, 0.0],
        as_of_date=pd.Timestamp("2022-01-10"),
    )
    found = crossings.poor_in_debt(poor, loans, VIEW)
    assert found[["8301", "8302", "83"]].tolist() == [1, 0, 1]  # twice in debt is one household
    assert pd.isna(found["8303"])  # no register of loans: not known, not 0


def test_plots_of_target_households_count_once_though_in_two_streams() -> None:
    plots = rows("8301", "8301", "8302", plot_id=["p", "p", "q"], house_id=["a", "a", "z"])
    found = crossings.plots_of_poor(rows("8301", "8302", house_id=["a", "b"]), plots)
    assert found[["8301", "8302", "83"]].tolist() == [1, 0, 1]


def test_needy_groups_with_a_product_of_grade_d() -> None:
    weak = {key: [1.0, 1.0, 5.0] for key in ("cap_prod", "cap_std", "cap_mkt", "cap_mgmt", "cap_fin")}
    groups = rows("8301", "8301", "8301", group_id=["g1", "g2", "g3"], quadrant=["D", "A", "D"], **weak).assign(
        sales_baht=1.0, sales_last_year_baht=1.0
    )
    products = rows("8301", "8301", "8301", producer_id=["g1", "g2", "g3"], quadrant=["D", "A", "D"])
    assert crossings.grade_d_in_need(groups, products)[["8301", "83"]].tolist() == [1, 1]


def test_cloth_sales_that_differ_add_up_as_distances() -> None:
    differences = rows("8301", "8301", "8302", difference=[-500.0, 300.0, 0.001]).assign(
        table="cloth_agencies", comparison="tables", fiscal_year=2565
    )
    found = crossings.cloth_apart(differences, 2565)
    assert found[["8301", "8302", "83"]].tolist() == [800, 0, 800]
    assert crossings.cloth_apart(differences, 2564).empty


@pytest.mark.parametrize("n", [0.0, 12.0])
def test_what_is_found_is_asked_on_the_overview(n: float) -> None:
    frame = pd.DataFrame({"area": ["8301"], "poor_in_debt": [n]})
    table = TableView("crossings", "x", frame, (Shown("area", "อำเภอ", "name"),), {"poor_in_debt": n})
    whole = overview.combine([], VIEW, table)
    assert [one.rule for one in whole.findings] == (["poor_in_debt"] if n else [])
    assert list(whole.tables) == ["crossings"]
    assert all("12 ครัวเรือน" in one.sentence for one in whole.findings)
