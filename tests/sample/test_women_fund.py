"""Made-up files of the women's fund: figures that follow from the same loans, healthy without plants."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.sample.situations import situations
from cdd_analysis.sample.topics import women_fund
from cdd_analysis.sample.truth import Part

SEPTEMBER, DECEMBER = pd.Timestamp(2021, 9, 1), pd.Timestamp(2021, 12, 1)
Made = Callable[..., Part]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(province: str = "80", seed: int = 2565, *, planted: bool = True) -> Part:
        where = situations(seed, province, scope(province).children, kinds=women_fund.KINDS, topic="women_fund")
        return women_fund.write_province(tmp_path / f"{seed} {planted}", seed, province, where if planted else {})

    return make


def loans(part: Part) -> pd.DataFrame:
    """Revolving money of districts."""
    rows = pd.concat(part.tables["women_fund_monthly"])
    rows = rows[rows["money_type"].eq("revolving")].copy()
    rows["repaid"] = rows["repaid_principal_baht"] / rows["due_principal_baht"] * 100
    rows["overdue"] = rows["overdue_debt_baht"] / rows["total_debt_baht"] * 100
    return rows.set_index("district_code")


def now(part: Part, table: str) -> pd.DataFrame:
    """The register of 12 January."""
    return part.tables[table][0]


def plant(part: Part, kind: str) -> str:
    return next(one.area for one in part.plants if one.kind == kind)


@pytest.mark.parametrize("province", ["80", "10", "75"])
def test_without_plants_no_district_is_in_want(made: Made, province: str) -> None:
    for seed in (2565, 1, 2):
        part = made(province, seed, planted=False)
        last = loans(part).query("month in [@SEPTEMBER, @DECEMBER]")
        assert part.plants == []
        assert last["repaid"].min() >= 80
        assert last["overdue"].max() <= 5
        assert last["score_d"].min() >= 80
        contracts = now(part, "women_fund_contracts").query("balance_baht > 0")
        late = contracts["overdue_debt_baht"].gt(0).groupby(contracts["district_code"]).mean()
        assert late.max() <= 0.15
        assert contracts["end_date"].min() > pd.Timestamp(2022, 1, 12)


def test_contracts_instalments_and_months_say_the_same(made: Made) -> None:
    part = made()
    contracts = now(part, "women_fund_contracts").set_index("contract_id")
    due = now(part, "women_fund_instalments")
    left = (due["due_principal_baht"] - due["repaid_principal_baht"]).groupby(due["contract_id"])
    pd.testing.assert_series_equal(left.sum(), contracts["balance_baht"], check_names=False, check_like=True)
    by_district = contracts.groupby("district_code")[["balance_baht", "overdue_debt_baht"]].sum()
    december = loans(part).query("month == @DECEMBER")
    assert (december["total_debt_baht"] == by_district.loc[december.index, "balance_baht"]).all()
    assert (december["overdue_debt_baht"] == by_district.loc[december.index, "overdue_debt_baht"]).all()


def test_overdue_debt_flows_from_month_to_month_but_where_it_is_planted(made: Made) -> None:
    rows = loans(made()).sort_values("month")
    rows = rows[rows["fiscal_year"].eq(2565) | rows["month"].eq(SEPTEMBER)]
    closing = rows.groupby(level=0)["overdue_debt_baht"]
    opening = closing.transform("first")  # of 30 September
    flows = rows["new_overdue_baht"] - rows["collected_baht"] - rows["restructured_baht"] - rows["written_off_baht"]
    off = (opening + flows - rows["overdue_debt_baht"])[rows["fiscal_year"].eq(2565)]
    assert off[off != 0].to_dict() == {plant(made(), "debt_flow"): -25_000.0}


def test_every_situation_is_in_its_district(made: Made) -> None:
    part = made()
    december = loans(part).query("month == @DECEMBER")
    assert {one.kind for one in part.plants} == set(women_fund.KINDS)
    assert december.index[december["overdue"] > 12].tolist() == [plant(part, "overdue_high")]
    assert december.index[december["repaid"] < 50].tolist() == [plant(part, "repayment_low")]
    off = (december["repay_pct"] - december["repaid"]).abs()
    assert off.index[off > 0.01].tolist() == [plant(part, "typed_percent")]
    assert set(scope("80").children) - set(december.index) == {plant(part, "no_report")}
    scored = loans(part).dropna(subset="score_d")
    assert scored.index[~scored["milestone_2"].astype(bool)].tolist() == [plant(part, "milestone_missing")]
    contracts = now(part, "women_fund_contracts").query("balance_baht > 0")
    day = pd.Timestamp(2022, 1, 12)
    assert set(contracts.loc[contracts["end_date"] < day, "district_code"]) == {plant(part, "ended_in_arrears")}
    waiting = contracts[contracts["debt_status"].isin(["default", "notice_1", "notice_3"])]
    stuck = (day - waiting["status_date"]).dt.days > 180
    assert set(waiting.loc[stuck, "district_code"]) == {plant(part, "stuck_case")}


def test_the_same_seed_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    def digests() -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made("75").files}

    first = digests()
    assert digests() == first
    assert len(first) == 9
