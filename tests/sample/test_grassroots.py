"""Made-up community groups: a healthy base in every district, each plant where it says, ids shared with OTOP."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from cdd_analysis.areas import district_codes
from cdd_analysis.sample.otop_registers import producers, products
from cdd_analysis.sample.topics import grassroots
from cdd_analysis.sample.truth import Part

CAPS = ["cap_prod", "cap_std", "cap_mkt", "cap_mgmt", "cap_fin"]
AS_OF = pd.Timestamp(2022, 1, 12)


def made(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> tuple[pd.DataFrame, Part]:
    """The register of 2565 with the need of each group, from the handbook, and whether it is supported."""
    part = grassroots.write_province(folder, seed, province, planted)
    groups, support = (pd.concat(part.tables[name]) for name in ("community_groups", "group_support"))
    now = groups[groups["fiscal_year"] == 2565].copy()
    need = 100 - (now[CAPS].mean(axis=1) - 1) * 25 + 10 * now["quadrant"].eq("D")
    fell = now["sales_baht"] <= now["sales_last_year_baht"] * 0.8
    now["need"] = (need + 10 * fell).clip(upper=100)
    now["served"] = now["group_id"].isin(support.loc[support["fiscal_year"] == 2565, "group_id"])
    return now, part


@pytest.mark.parametrize(("seed", "province"), [(2565, "80"), (1, "93"), (2, "11"), (2565, "10")])
def test_every_district_is_healthy_without_plants(seed: int, province: str, tmp_path: Path) -> None:
    now, part = made(tmp_path, seed, province, {})
    assert part.plants == []
    assert set(now["district_code"]) == set(district_codes(province))
    needy, strong = now["need"] >= 60, now["need"] < 40
    sums = pd.DataFrame(
        {
            "targeting": (now["served"] & needy).groupby(now["district_code"]).sum()
            / now.groupby("district_code")["served"].sum(),
            "missed": (needy & ~now["served"]).groupby(now["district_code"]).sum()
            / needy.groupby(now["district_code"]).sum(),
            "over": (now["served"] & strong).groupby(now["district_code"]).sum(),
        }
    )
    assert (sums["targeting"] >= 0.8).all()
    assert (sums["missed"] <= 0.2).all()
    assert (sums["over"] == 0).all()
    waiting = now["referral_status"] == "referred"
    assert ((AS_OF - now.loc[waiting, "referred_date"]).dt.days <= 30).all()
    passed_on = now["referred_date"].notna().groupby(now["district_code"]).sum()
    assert (passed_on >= 1).all()
    days = (now["received_date"] - now["found_date"]).dt.days.dropna()
    assert days.between(0, 30).all()


def test_each_plant_is_where_it_says(tmp_path: Path) -> None:
    kinds = dict(zip(grassroots.KINDS, district_codes("80")[1:], strict=False))
    now, part = made(tmp_path, 2565, "80", kinds)
    figures = {one.kind: dict(one.figures) for one in part.plants}
    of = {kind: now[now["district_code"] == district] for kind, district in kinds.items()}
    over = of["over_served"]
    assert (over["served"] & (over["need"] < 40)).sum() == figures["over_served"]["groups"] > 0
    missed = of["missed_groups"]
    assert (missed["need"] >= 60).sum() * 0.4 < (~missed["served"] & (missed["need"] >= 60)).sum()
    stuck = of["referral_stuck"]
    stuck = stuck[stuck["referral_status"] == "referred"]
    assert len(stuck) == figures["referral_stuck"]["groups"]
    assert ((AS_OF - stuck["referred_date"]).dt.days > 30).all()
    assert of["no_referral"]["referral_status"].isna().all()
    assert of["no_report"].empty
    assert len(part.plants) == 5


def test_groups_that_are_producers_carry_their_id_and_grade(tmp_path: Path) -> None:
    now, _ = made(tmp_path, 2565, "93", {})
    registered = producers(2565, "93")
    goods = products(2565, "93", registered)
    grades = goods[goods["fiscal_year"] == 2565].groupby("producer_id")["quadrant"].agg(set)
    shared = now[now["group_id"].isin(registered["producer_id"])]
    assert 0.3 < len(shared) / len(now) < 0.6
    graded = shared.dropna(subset=["quadrant"])
    assert (graded["quadrant"] == "D").sum() > 10
    assert all(one.quadrant in grades[one.group_id] for one in graded.itertuples())
    assert set(graded["group_id"]) == set(shared["group_id"]) & set(grades.index)
