"""Made-up files of Thai cloth: sales equal the OTOP reports' category, whatever is planted in those."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from cdd_analysis.areas import district_codes
from cdd_analysis.sample import Truth, make_sample
from cdd_analysis.sample.topics import known_beside, thai_cloth
from cdd_analysis.sample.truth import Part

BY = ["district_code", "month"]


def both(truth: Truth) -> pd.DataFrame:
    """What the two topics say of cloth, for every district and month that both speak of."""
    sales = truth.tables["otop_sales"]
    otop = sales[sales["category"] == "cloth"].groupby(BY)["sales_baht"].sum()
    areas = truth.tables["cloth_agencies"].dropna(subset=["cloth_sales_baht"]).set_index(BY)["cloth_sales_baht"]
    return pd.concat([otop, areas], axis=1, join="inner", keys=["otop", "cloth"])


@pytest.mark.parametrize("seed", [2565, 1])
@pytest.mark.parametrize("province", ["80", "93"])
def test_cloth_sold_is_that_of_the_otop_reports_but_where_it_is_planted(
    seed: int, province: str, tmp_path: Path
) -> None:
    truth = make_sample([province], tmp_path, seed=seed)
    found = both(truth)
    assert len(found) >= 3 * len(district_codes(province)) - 2
    apart = found[found["otop"] != found["cloth"]]
    planted = [one for one in truth.plants if one.kind == "cloth_differs"]
    assert list(apart.index) == [(one.area, pd.Timestamp(one.month)) for one in planted]
    assert list(apart["cloth"] - apart["otop"]) == [one.figures["difference"] for one in planted]


def test_without_plants_the_two_agree_everywhere(tmp_path: Path) -> None:
    found = both(make_sample(["80"], tmp_path, planted=False))
    assert len(found) == 3 * 23
    assert (found["otop"] == found["cloth"]).all()


def test_a_writer_is_told_only_of_what_it_must_know() -> None:
    where = {"negative_value": "8002", "no_help": "8003"}
    assert known_beside(thai_cloth, where) == {"negative_value": "8002"}

    class Alone:
        KINDS = ("one",)

        def write_province(self, folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
            return Part()

    assert known_beside(Alone(), where) == {}


def rows(planted: Mapping[str, str], folder: Path) -> pd.DataFrame:
    part = thai_cloth.write_province(folder, 2565, "93", planted)
    frame = pd.concat(part.tables["cloth_agencies"])
    return frame[frame["month"] == pd.Timestamp(2021, 12, 1)]


def test_the_base_is_healthy_and_each_plant_is_where_it_says(tmp_path: Path) -> None:
    healthy = rows({}, tmp_path / "a")
    agencies = healthy.dropna(subset=["agency"])
    assert agencies["announced"].astype(bool).all()
    assert agencies["days_per_week"].between(2, 5).all()
    sums = agencies.groupby("district_code")[["wearers", "staff"]].sum()
    assert (sums["wearers"] / sums["staff"]).between(0.8, 0.97).all()
    whole = healthy[healthy["agency"].isna()]
    assert (whole["contest_pieces"] >= whole["contest_target"]).all()

    kinds = dict(zip(thai_cloth.KINDS, district_codes("93")[1:], strict=False))
    planted = rows(kinds, tmp_path / "b")
    of = {kind: planted[planted["district_code"] == district] for kind, district in kinds.items()}
    assert (~of["no_measure"].dropna(subset=["agency"])["announced"].astype(bool)).sum() == 4
    assert (of["one_day_week"]["days_per_week"] == 1).sum() == 3
    assert of["low_wearing"]["wearers"].sum() / of["low_wearing"]["staff"].sum() < 0.6
    assert of["no_report"].empty
    assert set(planted["district_code"]) == set(district_codes("93")) - {kinds["no_report"]}
