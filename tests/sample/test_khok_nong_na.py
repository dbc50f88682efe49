"""Made-up plots and villages: nothing amiss without plants, each situation as its plant says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cdd_analysis.areas import district_codes
from cdd_analysis.datasets.khok_nong_na import level_of
from cdd_analysis.sample.households import register_ids
from cdd_analysis.sample.situations import situations
from cdd_analysis.sample.topics import khok_nong_na
from cdd_analysis.sample.truth import AS_OF, Part

PACE = 104 / 365


def made(folder: Path, *, seed: int = 2565, province: str = "80", planted: bool = False) -> Part:
    districts = district_codes(province)
    kinds = khok_nong_na.KINDS
    where = situations(seed, province, districts, kinds=kinds, topic="khok_nong_na") if planted else {}
    return khok_nong_na.write_province(folder, seed, province, where)


def plots_of(part: Part) -> pd.DataFrame:
    return pd.concat(part.tables["plots"])


@pytest.mark.parametrize(("seed", "province"), [(2565, "80"), (1, "80"), (2, "83"), (2565, "10")])
def test_without_plants_every_district_is_as_it_should_be(tmp_path: Path, seed: int, province: str) -> None:
    part = made(tmp_path, seed=seed, province=province)
    plots, villages = plots_of(part), pd.concat(part.tables["sufficiency_villages"])
    assert part.plants == []
    assert not plots["plot_id"].duplicated().any()
    assert (plots.loc[plots["fiscal_year"] < 2565, "dig_status"] == "done").all()
    now = plots[plots["fiscal_year"] == 2565]
    assert set(now["district_code"]) == set(district_codes(province))
    kept = now[now["dig_status"] != "cancelled"]
    work = (kept["dig_status"] == "done").groupby(kept["district_code"]).mean()
    sums = now.groupby("district_code")[["disbursed_baht", "allocated_baht"]].sum()
    money = sums["disbursed_baht"] / sums["allocated_baht"]
    assert work.min() >= PACE
    assert money.min() >= PACE - 0.1
    assert (work - money).abs().max() < 0.2
    done = plots[plots["dig_status"] == "done"]
    last = done[["last_activity_date", "last_visit_date"]].max(axis=1)
    active = (last >= pd.Timestamp(AS_OF) - pd.Timedelta(days=90)).groupby(done["district_code"]).mean()
    assert active.min() >= 0.6
    assert active.max() > active.min()
    assert done["is_learning_centre"].groupby(done["district_code"]).any().all()
    assert done["network_member"].groupby(done["district_code"]).any().all()
    assert (villages["gvh_after"] > villages["gvh_before"]).all()
    computed = level_of(villages["ind_pass_count"], villages["core_pass_count"])
    assert (computed.to_numpy() == villages["level_reported"].to_numpy()).all()


def test_some_plots_are_of_target_households_and_lie_where_they_do(tmp_path: Path) -> None:
    plots = plots_of(made(tmp_path))
    known = register_ids(2565, "80").drop_duplicates("house_id").set_index("house_id")["village_code"]
    both = plots[plots["house_id"].isin(known.index)]
    assert 0.15 * len(plots) < len(both) < 0.35 * len(plots)
    assert (both["house_id"].map(known) == both["village_code"]).all()


def test_every_situation_is_planted_in_a_district_of_its_own(tmp_path: Path) -> None:
    plants = made(tmp_path, planted=True).plants
    assert {one.kind for one in plants} == set(khok_nong_na.KINDS)
    assert len({one.area for one in plants}) == len(plants)


def test_planted_situations_are_as_their_figures_say(tmp_path: Path) -> None:
    part = made(tmp_path, planted=True)
    plants = {one.kind: one for one in part.plants}
    plots = dict(list(plots_of(part).groupby("district_code")))
    twice = plots[plants["both_streams"].area]
    assert twice.groupby("plot_id")["stream"].nunique().max() == 2
    assert plants["dormant_plots"].figures["dormant"] > 0.4 * plants["dormant_plots"].figures["done"]
    assert plants["money_ahead"].figures["money_pct"] - plants["money_ahead"].figures["work_pct"] > 20
    assert plants["unfinished_old"].figures == {"plots": 3.0, "over_6_months": 2.0}
    assert plants["level_mismatch"].figures == {"villages": 2.0}
    assert plants["unit_cost"].figures["off_pct"] > 5
    assert not plots[plants["no_centre"].area]["is_learning_centre"].any()
    assert not (plots[plants["no_report"].area]["fiscal_year"] == 2565).any()
    names = {path.name for path in part.files}
    assert all(set(one.files) <= names for kind, one in plants.items() if kind != "no_report")
