"""Made-up village funds: two states of the same loans that follow from each other."""

from __future__ import annotations

import pandas as pd
import pytest

from cdd_analysis.sample.households import register_ids
from cdd_analysis.sample.kkj_funds import years
from cdd_analysis.sample.topics import kkj


@pytest.mark.parametrize("province", ["80", "10", "83"])
def test_money_moves_between_debtors_and_bank_and_none_is_lost(province: str) -> None:
    then, now = years(2565, province, {})
    for one in (then, now):
        owed = one.loans.groupby("village_code")["outstanding_baht"].sum()
        funds = one.villages.set_index("village_code")
        assert (funds["outstanding_baht"] == owed).all()
        assert (funds["fund_total_baht"] == funds[["outstanding_baht", "bank_baht", "cash_baht"]].sum(axis=1)).all()
        assert (
            one.own[["outstanding_baht", "bank_baht"]].sum() == funds[["outstanding_baht", "bank_baht"]].sum()
        ).all()
    before, after = (one.villages.set_index("village_code") for one in (then, now))
    new = now.loans[~now.loans["received_date"].isin(then.loans["received_date"]) & (now.loans["repaid_baht"] == 0)]
    lent = new[new["received_date"] > then.day].groupby("village_code")["loan_baht"].sum()
    moved = before["outstanding_baht"] - after["repaid_year_baht"] + lent.reindex(before.index).fillna(0)
    assert (moved == after["outstanding_baht"]).all()


def test_some_debtors_are_target_households_of_topic_1() -> None:
    _, now = years(2565, "83", {})
    register = register_ids(2565, "83")
    both = now.loans.merge(register, on=["village_code", "house_id"])
    assert 0 < len(both) < len(now.loans)


def test_a_province_is_the_same_again_and_another_by_another_seed(tmp_path) -> None:
    one, two, other = (kkj.write_province(tmp_path / str(n), seed, "83", {}) for n, seed in enumerate((1, 1, 2)))
    assert [path.read_bytes() for path in one.files] == [path.read_bytes() for path in two.files]
    owed = [pd.concat(part.tables["kkj_villages"])["outstanding_baht"].sum() for part in (one, other)]
    assert owed[0] != owed[1]
