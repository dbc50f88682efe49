"""Topic 3, OTOP: every measure on tables small enough to check by hand. All figures are made up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from cdd_analysis.areas import cdd_provinces, scope
from cdd_analysis.charts import FORMS
from cdd_analysis.datasets import table
from cdd_analysis.ingest.store import Processed, schema
from cdd_analysis.measures.result import Assessment, Finding, Measure, Status, View
from cdd_analysis.topics import otop
from cdd_analysis.topics.otop import irregular, listings, sales
from cdd_analysis.topics.otop.figures_quality import score

TODAY = date(2022, 1, 12)
Make = Callable[..., Processed]


# --- tables ------------------------------------------------------------------------------------------------------


def row(area: str, month: str | None, baht: float | None, **more: Any) -> dict[str, Any]:
    """A sales row of a district (four digits), a province (two) or the nation; a line of its own in its sheet."""
    level = {2: "province", 4: "district"}.get(len(area), "national")
    stamp = pd.Timestamp(month) if month else pd.NaT
    return {
        "area_level": level,
        "province_code": None if level == "national" else area[:2],
        "district_code": area if level == "district" else None,
        "month": stamp,
        "fiscal_year": stamp.year + 543 + (stamp.month >= 10) if month else 2565,
        "category": "all",
        "channel": "all",
        "sales_baht": baht,
        "source_file": "a.xlsx",
        "source_sheet": "1",
        "source_row": abs(hash((area, month, baht, tuple(sorted(more.items()))))) % 10**9,
    } | more


def frame(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Rows as the table ``name``, all its columns there."""
    return pd.DataFrame(list(rows), columns=schema(table(name)).names, dtype=object)


def located(*rows: dict[str, Any]) -> pd.DataFrame:
    """Sales rows as the topic's functions take them, their columns of the stored types."""
    stored = pa.Table.from_pandas(frame("otop_sales", rows), schema=schema(table("otop_sales")), preserve_index=False)
    return sales.located(stored.to_pandas())


def assess(data: Processed, key: str, year: int = 2565, day: date = TODAY) -> Assessment:
    return otop.assess(data, View(scope(key), year, day))


def measure(found: Assessment, id: str) -> Measure:
    return next(one for one in found.measures if one.id == id)


def finding(found: Assessment, rule: str) -> Finding:
    return next(one for one in found.findings if one.rule == rule)


def rules(found: Assessment) -> set[str]:
    return {one.rule for one in found.findings}


QUARTER = ("2021-10", "2021-11", "2021-12")
A_YEAR_BEFORE = ("2020-10", "2020-11", "2020-12")


def two_years(area: str, now: Iterable[float | None], before: Iterable[float | None]) -> list[dict[str, Any]]:
    """October to December of this year and of last year."""
    this = [row(area, m, v) for m, v in zip(QUARTER, now, strict=True) if v is not None]
    return this + [row(area, m, v) for m, v in zip(A_YEAR_BEFORE, before, strict=True) if v is not None]


# --- one split only ----------------------------------------------------------------------------------------------


def test_splits_of_the_same_sales_are_never_added_up() -> None:
    rows = located(
        row("8001", "2021-10", 60.0, category="food"),
        row("8001", "2021-10", 40.0, category="cloth"),
        row("8001", "2021-10", 70.0, channel="domestic_offline"),
        row("8001", "2021-10", 30.0, channel="domestic_online"),
        row("8001", "2021-10", 80.0, channel="shop"),
        row("8001", "2021-10", 20.0, channel="online"),
        row("8001", "2021-10", 100.0, category="food", channel="shop"),
    )
    assert sales.one_split(rows)["sales_baht"].tolist() == [100.0]
    whole = located(row("8001", "2021-10", 101.0), row("8001", "2021-10", 60.0, category="food"))
    assert sales.one_split(whole)["sales_baht"].tolist() == [101.0]


def test_an_unreadable_whole_is_replaced_by_its_split_and_nothing_by_nothing() -> None:
    rows = located(
        row("8001", "2021-10", None), row("8001", "2021-10", 60.0, category="food"), row("8002", "2021-10", None)
    )
    found = sales.one_split(rows)
    assert found[["area", "sales_baht"]].to_numpy().tolist() == [["8001", 60.0]]


def test_a_channel_not_known_stands_with_the_split_it_came_in() -> None:
    rows = located(
        row("8001", "2021-10", 60.0, channel="shop"),
        row("8001", "2021-10", 30.0, channel="online"),
        row("8001", "2021-10", 10.0, channel=None),
    )
    assert sales.one_split(rows)["sales_baht"].tolist() == [100.0]
    online = sales.online(sales.by_part(rows, "channel")).set_index("area").loc["8001"]
    assert online[["channel_baht", "online_baht", "unknown_baht"]].tolist() == [100.0, 30.0, 10.0]


def test_of_two_ways_to_name_channels_one_is_used() -> None:
    rows = located(
        row("8001", "2021-10", 70.0, channel="domestic_offline"),
        row("8001", "2021-10", 30.0, channel="domestic_online"),
        row("8001", "2021-10", 95.0, channel="shop"),
    )
    assert sorted(sales.by_part(rows, "channel")["channel"]) == ["domestic_offline", "domestic_online"]


# --- areas above, like months, targets ---------------------------------------------------------------------------


def test_a_stated_figure_stands_and_only_a_missing_one_is_summed() -> None:
    rows = located(
        row("8001", "2021-10", 10.0),
        row("8002", "2021-10", 5.0),
        row("80", "2021-10", 16.0),
        row("8001", "2021-11", 20.0),
        row("8401", "2021-10", 4.0),
    )
    steps = sales.ladder(sales.one_split(rows)).set_index(["area", "month"])["sales_baht"]
    october, november = pd.Timestamp("2021-10-01"), pd.Timestamp("2021-11-01")
    assert steps["80", october] == 16.0
    assert steps["80", november] == 20.0
    assert steps["region-5", october] == steps["national", october] == 20.0


def test_a_report_not_sent_is_not_a_fall() -> None:
    rows = located(row("8001", "2021-10", 110.0), row("8001", "2020-10", 100.0), row("8002", "2020-10", 900.0))
    like = sales.matched(sales.ladder(sales.one_split(rows)), [2565, 2564]).set_index("area")
    assert like.loc["80", [2565, 2564]].tolist() == [110.0, 100.0]


def test_a_stated_province_is_compared_by_its_own_figures() -> None:
    rows = located(
        row("80", "2021-10", 500.0),
        row("8001", "2021-10", 110.0),
        row("8001", "2020-10", 100.0),
        row("80", "2020-10", 400.0),
    )
    like = sales.matched(sales.ladder(sales.one_split(rows)), [2565, 2564]).set_index("area")
    assert like.loc["80", [2565, 2564]].tolist() == [500.0, 400.0]


def test_a_target_beside_twelve_months_counts_once() -> None:
    line = {"source_row": 7, "target_baht": 1_200.0}
    months = [row("8001", m, 10.0, **line) for m in QUARTER]
    stated = sales.targets(located(*months))
    own = stated[stated["area"].eq("8001")]
    assert own["target_baht"].tolist() == [1_200.0]
    assert own["month"].isna().all()
    assert sales.to_date(sales.stated(own, []), 0.25)["8001"] == 300.0


def test_targets_of_months_add_up_where_the_year_has_none() -> None:
    rows = located(*(row("8001", m, 10.0, target_baht=t) for m, t in zip(QUARTER, (5.0, 6.0, 7.0), strict=True)))
    months = [pd.Timestamp(m) for m in QUARTER[:2]]
    assert sales.to_date(sales.stated(sales.targets(rows), months), 0.25)["8001"] == 11.0


def test_season_is_the_share_of_whole_years_before_else_months_of_twelve() -> None:
    year = [row("80", f"{2020 + (m > 12)}-{(m - 1) % 12 + 1:02d}", 2.0 if m <= 12 else 1.0) for m in range(10, 22)]
    steps = sales.ladder(sales.one_split(located(*year)))
    own = {area: sales.whole_years(steps[steps["area"].eq(area)], 2565) for area in ("80", "84")}
    assert sales.season(own["80"], [1, 2, 3]) == (6 / 15, 1)
    assert sales.season(own["84"], [1, 2, 3]) == (0.25, 0)


def test_reporters_of_a_split_add_up_unless_the_same_number_is_repeated() -> None:
    split = located(
        row("8001", "2021-12", 1.0, category="food", reporters=3.0),
        row("8001", "2021-12", 1.0, category="cloth", reporters=4.0),
        row("8002", "2021-12", 1.0, category="food", reporters=9.0),
        row("8002", "2021-12", 1.0, category="cloth", reporters=9.0),
        row("8003", "2021-12", 1.0, channel="shop", reporters=5.0, source_row=3),
        row("8003", "2021-12", 1.0, channel="online", reporters=5.0, source_row=3),
    )
    found = sales.reporters(split).set_index("area")["reporters"]
    assert found[["8001", "8002", "8003", "80"]].tolist() == [7.0, 9.0, 5.0, 21.0]


# --- months out of the ordinary ----------------------------------------------------------------------------------


def year_of(area: str, values: Iterable[float], first: str = "2021-01") -> pd.DataFrame:
    months = pd.date_range(first, periods=12, freq="MS")
    rows = [row(area, str(m.date()), v) for m, v in zip(months, values, strict=True)]
    return sales.ladder(sales.one_split(located(*rows)))


LEVEL = [10.0, 11.0, 9.0, 10.0, 12.0, 8.0, 10.0, 11.0, 9.0, 10.0, 11.0]


def test_a_spike_is_far_from_the_median_of_twelve_months() -> None:
    found = irregular.spikes(year_of("80", [*LEVEL, 50.0]), pd.Timestamp("2021-12-01"))
    own = found[found["area"].eq("80")]
    assert own["month"].tolist() == [pd.Timestamp("2021-12-01")]
    assert own["median"].tolist() == [10.0]


def test_a_month_as_high_the_year_before_is_the_season() -> None:
    steps = pd.concat([year_of("80", [*LEVEL, 50.0], "2020-01"), year_of("80", [*LEVEL, 52.0])], ignore_index=True)
    assert irregular.spikes(steps, pd.Timestamp("2021-12-01")).empty


def test_level_figures_are_no_spike() -> None:
    assert irregular.spikes(year_of("80", [7.0] * 12), pd.Timestamp("2021-12-01")).empty


def test_a_month_copied_in_every_cell_is_found_and_one_cell_apart_is_not() -> None:
    def cells(area: str, december: float) -> list[dict[str, Any]]:
        return [
            row(area, "2021-11", 5.0, category="food"),
            row(area, "2021-11", 3.0, category="cloth"),
            row(area, "2021-12", 5.0, category="food"),
            row(area, "2021-12", december, category="cloth"),
        ]

    found = irregular.copied(located(*cells("8001", 3.0), *cells("8002", 3.5)))
    assert found[["area", "cells", "sales_baht"]].to_numpy().tolist() == [["8001", 2, 8.0]]


def test_a_single_figure_needs_three_months_running_and_no_sales_is_no_copy() -> None:
    rows = located(
        *(row("8001", m, 5.0) for m in QUARTER),
        *(row("8002", m, 5.0) for m in QUARTER[1:]),
        *(row("8003", m, 0.0) for m in QUARTER),
    )
    found = irregular.copied(rows)
    assert found[["area", "running"]].to_numpy().tolist() == [["8001", 3]]


def test_a_jump_is_a_change_from_the_very_month_before() -> None:
    rows = located(
        row("80", "2021-10", 10.0), row("80", "2021-11", 15.0), row("84", "2021-10", 10.0), row("84", "2021-12", 90.0)
    )
    steps = sales.ladder(sales.one_split(rows))
    found = irregular.jumps(steps[steps["area"].isin(["80", "84"])])
    assert found[["area", "change_pct"]].to_numpy().tolist() == [["80", 50.0]]


# --- measures of sales -------------------------------------------------------------------------------------------


def test_sales_to_date_and_growth_on_like_months(make: Make) -> None:
    rows = two_years("8001", (60.0, 60.0, 60.0), (50.0, 50.0, 50.0))
    found = assess(make(otop_sales=[*rows, row("8001", "2022-02", 99.0), row("8001", "2021-01", 7.0)]), "80")
    assert measure(found, "T3.1").value == 180.0
    assert measure(found, "T3.1").previous == 150.0
    assert measure(found, "T3.1").base == "ต.ค. – ธ.ค. 2564 (3 เดือน)"
    assert measure(found, "T3.3a").value == pytest.approx(20.0)
    assert measure(found, "T3.3a").status is Status.GREEN
    assert measure(found, "T3.14").value == 5.0


def test_annual_rows_are_never_added_to_months(make: Make) -> None:
    rows = [*two_years("8001", (60.0, 60.0, 60.0), (50.0, 50.0, 50.0)), row("8001", None, 1_000.0)]
    assert measure(assess(make(otop_sales=rows), "80"), "T3.1").value == 180.0


def test_a_year_without_months_is_shown_as_a_year(make: Make) -> None:
    found = assess(make(otop_sales=[row("80", None, 1_000.0)]), "80")
    assert measure(found, "T3.1-year").value == 1_000.0
    assert measure(found, "T3.1").value is None


def test_a_base_of_zero_gives_no_growth(make: Make) -> None:
    found = assess(make(otop_sales=two_years("8001", (60.0, 60.0, 60.0), (0.0, 0.0, 0.0))), "80")
    assert measure(found, "T3.3a").value is None
    assert measure(found, "T3.3a").status is Status.GRAY


def test_nothing_sent_is_gray_and_names_what_is_awaited(make: Make) -> None:
    found = assess(make(otop_sales=[]), "80")
    assert found.status is Status.GRAY
    assert found.awaited == otop.TABLES
    assert "รอไฟล์" in found.verdict
    assert all(one.value is None for one in found.measures)
    assert {one.awaited for one in found.measures} >= {"otop_sales", "otop_today", "ยอดจำหน่ายรายผู้ผลิต"}
    assert found.ranking is None and found.trend is None and not found.exhibits


def test_one_bad_month_is_never_red(make: Make) -> None:
    only_october = two_years("8001", (10.0, None, None), (100.0, None, None))
    assert measure(assess(make(otop_sales=only_october), "80"), "T3.3a").status is Status.YELLOW


def test_three_bad_months_are_red(make: Make) -> None:
    rows = two_years("8001", (60.0, 60.0, 60.0), (100.0, 100.0, 100.0))
    found = assess(make(otop_sales=rows), "80")
    assert found.status is measure(found, "T3.3a").status is Status.RED
    assert finding(found, "behind_last_year").weight == 120.0


def test_three_years_before_are_needed_for_their_mean(make: Make) -> None:
    years = [row("8001", f"{y}-10", b) for y, b in ((2018, 10.0), (2019, 20.0), (2020, 30.0), (2021, 40.0))]
    found = assess(make(otop_sales=years), "80")
    assert measure(found, "T3.3b").value == pytest.approx(100.0)
    assert measure(found, "T3.3a").previous == pytest.approx(50.0)  # 30 on 20, the year before
    fewer = assess(make(otop_sales=years[1:]), "80")
    assert measure(fewer, "T3.3b").value is None
    assert measure(fewer, "T3.3b").awaited


def test_target_to_date_without_a_year_before_is_months_of_twelve(make: Make) -> None:
    rows = [*(row("8001", m, 90.0) for m in QUARTER), row("8001", None, None, target_baht=1_200.0)]
    found = assess(make(otop_sales=rows), "80")
    one = measure(found, "T3.2")
    assert one.value == pytest.approx(90.0)
    assert one.status is Status.YELLOW
    assert "3 ใน 12 เดือน" in one.base
    assert finding(found, "behind_target").weight == pytest.approx(30.0)


def test_no_target_is_gray(make: Make) -> None:
    one = measure(assess(make(otop_sales=[row("8001", "2021-10", 5.0)]), "80"), "T3.2")
    assert (one.value, one.status) == (None, Status.GRAY)
    assert one.awaited


def test_online_share_and_too_much_unknown(make: Make) -> None:
    parts = (("domestic_offline", 60.0), ("domestic_online", 25.0), ("foreign_online", 5.0))
    rows = [row("8001", "2021-10", baht, channel=channel) for channel, baht in parts]
    assert measure(assess(make(otop_sales=rows), "80"), "T3.5").value == pytest.approx(30 / 90 * 100)
    unknown = [*rows, row("8001", "2021-10", 20.0, channel=None)]
    assert measure(assess(make(otop_sales=unknown), "80"), "T3.5").status is Status.CHECK


def test_concentration_by_category(make: Make) -> None:
    rows = [row("8001", "2021-10", 50.0, category=c) for c in ("food", "cloth")]
    found = assess(make(otop_sales=rows), "80")
    assert measure(found, "T3.7-hhi").value == 5_000.0
    assert measure(found, "T3.7").awaited == "ยอดจำหน่ายรายผู้ผลิต"


def producer(id: str, district: str = "8001", status: str = "active") -> dict[str, Any]:
    return {"producer_id": id, "province_code": "80", "district_code": district, "producer_status": status}


def test_reporting_producers_leave_out_the_closed_and_areas_that_did_not_say(make: Make) -> None:
    people = [producer("1"), producer("2"), producer("3", status="closed"), producer("4", "8002")]
    rows = [row("8001", "2021-12", 5.0, reporters=1.0), row("8002", "2021-12", 5.0)]
    one = measure(assess(make(otop_sales=rows, otop_producers=people), "80"), "T3.6")
    assert (one.value, one.n, one.status) == (50.0, 2.0, Status.RED)
    impossible = [row("8001", "2021-12", 5.0, reporters=3.0)]
    assert measure(assess(make(otop_sales=impossible, otop_producers=people), "80"), "T3.6").status is Status.CHECK


@pytest.mark.parametrize(("now", "level"), [(100, 0), (101, 1), (103, 2), (105, 3), (108, 4), (110, 5)])
def test_score_bands(now: float, level: int) -> None:
    assert score(now, 100.0) == level
    assert score(now, math.nan) is None


# --- region and country ------------------------------------------------------------------------------------------

REGION_5 = ("80", "84", "86", "90", "93")


def test_region_and_rank_need_every_province_of_it(make: Make) -> None:
    rows = [row(code, m, 10.0 * n) for n, code in enumerate(REGION_5, 1) for m in QUARTER]
    found = assess(make(otop_sales=rows), "80")
    assert measure(found, "T3.1").region == 450.0
    assert measure(found, "T3.1").country is None
    share = measure(found, "T3.1-region")
    assert share.value == pytest.approx(30 / 450 * 100)
    assert share.rank == (5, 5)
    assert "peers" in found.exhibits
    fewer = assess(make(otop_sales=[one for one in rows if one["province_code"] != "93"]), "80")
    assert measure(fewer, "T3.1").region is None


def test_a_region_is_ranked_by_province_with_its_total_made_again(make: Make) -> None:
    rows = [row(code, m, 10.0 * n) for n, code in enumerate(REGION_5, 1) for m in QUARTER]
    found = assess(make(otop_sales=rows), "region-5")
    assert found.ranking is not None
    assert found.ranking.frame["area"].tolist() == ["93", "90", "86", "84", "80"]
    assert found.ranking.total["sales_baht"] == 450.0
    assert found.ranking.total["share_pct"] == 100.0


def test_the_nation_uses_its_own_rows(make: Make) -> None:
    rows = [
        row("80", "2021-10", 10.0),
        row("", "2021-10", 90.0, channel="shop"),
        row("", "2021-10", 9.0, channel="online"),
    ]
    found = assess(make(otop_sales=rows), "national")
    assert measure(found, "T3.1").value == 99.0
    assert measure(found, "T3.5").value == pytest.approx(9 / 99 * 100)
    assert "channels" in found.exhibits


# --- who did not send, what does not reconcile -------------------------------------------------------------------


def test_a_district_that_did_not_send_stays_in_the_table_gray(make: Make) -> None:
    rows = [*two_years("8001", (60.0,) * 3, (50.0,) * 3), *two_years("8002", (6.0, 6.0, None), (5.0,) * 3)]
    found = assess(make(otop_sales=rows), "80")
    assert found.ranking is not None and found.coverage is not None
    ranked = found.ranking.frame.set_index("area")
    assert len(ranked) == 23
    assert ranked.loc["8001", "status"] == "green"
    assert ranked.loc["8002", ["status", "reason"]].tolist() == ["gray", "ยังไม่รายงานเดือน ธ.ค. 2564"]
    assert ranked.loc["8003", "status"] == "gray"
    assert math.isnan(ranked.loc["8003", "sales_baht"])
    sent = found.coverage.frame.set_index("area")
    assert sent.loc["8002"].tolist() == ["รายงานแล้ว", "รายงานแล้ว", "ยังไม่ส่ง"]
    assert measure(found, "G1").value == pytest.approx(1 / 23 * 100)
    assert "22 อำเภอยังไม่รายงานเดือน ธ.ค. 2564" in found.verdict
    assert found.status is Status.GREEN  # who did not report is a state of its own


def test_the_growth_of_a_summed_province_leaves_out_what_was_not_sent(make: Make) -> None:
    rows = [*two_years("8001", (60.0,) * 3, (50.0,) * 3), *two_years("8002", (None,) * 3, (500.0,) * 3)]
    one = measure(assess(make(otop_sales=rows), "80"), "T3.3a")
    assert one.value == pytest.approx(20.0)


def control(province: str | None, stated: float, computed: float, district: str | None = None) -> dict[str, Any]:
    return {
        "kind": "control",
        "table": "otop_sales",
        "column": "sales_baht",
        "scope": "รวม 12 เดือน",
        "stated": stated,
        "computed": computed,
        "difference": computed - stated,
        "fiscal_year": 2567.0,
        "province_code": province,
        "district_code": district,
    }


def of_2567(*provinces: str) -> list[dict[str, Any]]:
    return [row(code, f"2023-{m}", 50.0) for code in provinces for m in ("10", "11", "12")]


TRAT = control("23", 1_888_595_564.0, 1_888_596_564.0)
DECEMBER_2566 = date(2023, 12, 31)


def test_a_total_that_differs_is_check_with_both_figures(make: Make) -> None:
    data = make(otop_sales=of_2567("23", "22"), ledger=[TRAT, control(None, 5.0, 9.0)])
    found = assess(data, "23", 2567, DECEMBER_2566)
    assert found.status is Status.CHECK
    for said in (measure(found, "G4").reason, found.verdict, finding(found, "does_not_reconcile").sentence):
        assert "1,888,595,564" in said and "1,888,596,564" in said


def test_it_touches_no_other_province_and_not_the_region(make: Make) -> None:
    data = make(otop_sales=of_2567("23", "22"), ledger=[TRAT, control(None, 5.0, 9.0)])
    for key in ("22", "region-9"):
        assert assess(data, key, 2567, DECEMBER_2566).status is not Status.CHECK
    region = assess(data, "region-9", 2567, DECEMBER_2566)
    assert region.ranking is not None
    assert region.ranking.frame.set_index("area")["status"][["23", "22"]].tolist() == ["check", "gray"]
    assert assess(data, "national", 2567, DECEMBER_2566).status is Status.CHECK


def test_a_districts_difference_colours_the_district_alone(make: Make) -> None:
    rows = [row("8001", "2023-10", 5.0), row("8002", "2023-10", 5.0)]
    data = make(otop_sales=rows, ledger=[control("80", 10.0, 9.0, "8002")])
    found = assess(data, "80", 2567, date(2023, 10, 31))
    assert found.status is not Status.CHECK
    assert found.ranking is not None
    assert found.ranking.frame.set_index("area")["status"][["8001", "8002"]].tolist() == ["gray", "check"]


# --- registers and listings --------------------------------------------------------------------------------------


def product(id: str, grade: str | None, year: int = 2565, **more: Any) -> dict[str, Any]:
    base = {"product_id": id, "quadrant": grade, "fiscal_year": year, "province_code": "80", "district_code": "8001"}
    return base | {"producer_id": "1"} | more


def listing(id: str, **more: Any) -> dict[str, Any]:
    full = dict.fromkeys(("has_detail", "has_image", "has_producer", "has_channel"), True)
    area = {"province_code": "80", "district_code": "8001"}
    rest = {"product_id": id, "category": "food", "price_baht": 50.0, "contact": "valid"}
    return full | area | rest | {"updated_date": pd.Timestamp("2022-01-02")} | more


def test_quadrants_and_their_movement(make: Make) -> None:
    goods = [product("1", "C"), product("2", "D"), product("3", "D"), product("4", "D"), product("5", None)]
    before = [product("1", "D", 2564), product("2", "D", 2564), product("3", "C", 2564)]
    found = assess(make(otop_products=[*goods, *before]), "80")
    assert measure(found, "T3.8").value == 75.0
    assert measure(found, "T3.8").n == 4.0
    assert measure(found, "T3.8").country == 78.9
    assert measure(found, "T3.8-up").value == 50.0
    flow = found.exhibits["quadrants"].frame.set_index(["before", "now"])["value"]
    assert flow["ปีก่อน D", "ปีนี้ C"] == flow["ปีก่อน D", "ปีนี้ D"] == flow["ปีก่อน C", "ปีนี้ D"] == 1


def test_golden_share_of_quadrant_d() -> None:
    counts = pd.DataFrame({"grade_D": [168_185.0], "graded": [213_162.0]}, index=["national"])
    assert round(listings.rate(counts, "grade_D", "graded")["national"], 1) == 78.9


def test_listings_complete_current_valid(make: Make) -> None:
    rows = [
        listing("1"),
        listing("2", has_channel=False, contact="invalid"),
        listing("3", price_baht=None, updated_date=pd.Timestamp("2021-10-14")),
        listing("4", updated_date=pd.Timestamp("2021-10-13"), category=None),
        listing("5", updated_date=pd.Timestamp("2022-03-01")),
    ]
    found = assess(make(otop_today=rows), "80")
    assert measure(found, "T3.9").value == 60.0
    assert measure(found, "T3.10").value == 60.0  # day 90 is current, day 91 and a day ahead are not
    assert measure(found, "T3.12").value == 60.0
    assert {"heatmap", "listing_age"} <= set(found.exhibits)
    assert "ช่องทางจำหน่าย 1 จาก 5 รายการ" in finding(found, "listing_incomplete").sentence


def test_listed_products_leave_out_closed_producers(make: Make) -> None:
    goods = [product("1", "D", stars=3.0), product("2", "D", stars=5.0), product("3", "D", producer_id="9")]
    found = assess(
        make(
            otop_products=goods,
            otop_today=[listing("1")],
            otop_producers=[producer("1"), producer("9", status="closed")],
        ),
        "80",
    )
    assert measure(found, "T3.11").value == 50.0
    assert measure(found, "T3.11-star").value == 50.0
    assert measure(found, "T3.11").n == 2.0


def test_products_without_listings_are_not_called_unlisted(make: Make) -> None:
    assert measure(assess(make(otop_products=[product("1", "D")]), "80"), "T3.11").value is None


# --- who sold, and what is to be fixed by it -----------------------------------------------------------------------


def seller(
    id: str, now: float | None, before: float | None = None, district: str = "8001", **more: Any
) -> dict[str, Any]:
    return producer(id, district) | {"sales_baht": now, "sales_last_year_baht": before} | more


FOUR = [
    seller("1", 110.0, 100.0, sales_mean_baht=80.0),
    seller("2", 90.0, 100.0),
    seller("3", 50.0),  # new
    seller("4", None, 70.0),  # has stopped
]


def test_growth_of_the_same_producers_leaves_out_the_new_and_those_who_stopped(make: Make) -> None:
    found = assess(make(otop_producers=FOUR), "80")
    one, mean = measure(found, "T3.4"), measure(found, "T3.4-mean")
    assert (one.value, one.n, one.status) == (0.0, 2.0, Status.GRAY)
    assert (mean.value, mean.n) == (37.5, 1.0)  # 110 on 80
    assert measure(found, "T3.7").value == 100.0  # three sold: 250 of 250
    without = assess(make(otop_producers=[seller("1", 110.0, 100.0)]), "80")
    assert measure(without, "T3.4").value == pytest.approx(10.0)
    assert (measure(without, "T3.4-mean").value, measure(without, "T3.4-mean").status) == (None, Status.GRAY)


def test_the_same_producers_may_grow_a_little_otherwise_than_the_whole(make: Make) -> None:
    rows = two_years("8001", (100.0,) * 3, (96.0,) * 3)  # +4.2 % beside 0 %
    found = assess(make(otop_sales=rows, otop_producers=FOUR), "80")
    assert measure(found, "T3.4").status is Status.GRAY
    assert "growth_not_alike" not in rules(found)


def test_the_same_producers_far_from_the_whole_are_check(make: Make) -> None:
    rows = two_years("8001", (130.0,) * 3, (100.0,) * 3)  # +30 % beside 0 %
    found = assess(make(otop_sales=rows, otop_producers=FOUR), "80")
    assert measure(found, "T3.4").status is found.status is Status.CHECK
    asked = [one for one in found.findings if one.rule == "growth_not_alike"]
    assert {one.area for one in asked} == {"80", "8001"}
    assert "30.0" in asked[0].sentence and "2 ราย" in asked[0].sentence
    assert found.ranking is not None
    assert found.ranking.frame.set_index("area").loc["8001", "status"] == "check"


def test_producers_above_their_area_are_of_other_months(make: Make) -> None:
    rows = two_years("8001", (60.0,) * 3, (60.0,) * 3)  # 180 beside 250
    found = assess(make(otop_sales=rows, otop_producers=FOUR), "80")
    assert finding(found, "producers_over_area").weight == 70.0
    assert measure(found, "T3.4").status is Status.CHECK
    fewer = two_years("8001", (60.0, 60.0, None), (60.0,) * 3)  # a month is owed: the register may know it
    assert "producers_over_area" not in rules(assess(make(otop_sales=fewer, otop_producers=FOUR), "80"))


def test_nothing_sold_last_year_gives_no_growth_of_the_same(make: Make) -> None:
    one = measure(assess(make(otop_producers=[seller("1", 5.0, 0.0)]), "80"), "T3.4")
    assert (one.value, one.status, one.awaited) == (None, Status.GRAY, "ยอดจำหน่ายรายผู้ผลิต")


def test_a_register_of_another_fiscal_year_says_nothing_of_this_one(make: Make) -> None:
    later = [one | {"as_of_date": pd.Timestamp("2022-11-01")} for one in FOUR]
    found = assess(make(otop_producers=later), "80")
    assert measure(found, "T3.4").value is None
    assert measure(found, "T3.7").value is None


def test_ten_of_many_producers(make: Make) -> None:
    many = [seller(str(n), 90.0) for n in range(10)] + [seller(str(n), 10.0) for n in range(10, 20)]
    found = assess(make(otop_producers=many), "80")
    assert measure(found, "T3.7").value == 90.0
    assert "900 บาท จาก 1,000 บาท" in measure(found, "T3.7").base
    assert finding(found, "concentrated").weight == 900.0
    even = assess(make(otop_producers=[seller(str(n), 10.0) for n in range(20)]), "80")
    assert measure(even, "T3.7").value == 50.0
    assert "concentrated" not in rules(even)
    assert even.exhibits["pareto"].frame["share"].tolist() == pytest.approx([10.0 * n for n in range(1, 11)])


def test_a_district_that_hangs_on_one_producer(make: Make) -> None:
    led = [seller("1", 60.0), *(seller(str(n), 10.0) for n in range(2, 6))]
    one = finding(assess(make(otop_producers=led), "80"), "one_producer")
    assert (one.area, one.weight, one.status) == ("8001", 60.0, Status.GRAY)
    assert "1" not in one.question  # no producer is named
    assert "one_producer" not in rules(assess(make(otop_producers=led[:4]), "80"))  # too few to speak of a share


def test_listings_to_fix_come_by_what_their_products_sold(make: Make) -> None:
    goods = [
        product("1", "D", sales_baht=5.0, product_name="ขนมลา"),
        product("2", "D", sales_baht=9.0),
        product("3", "D"),
    ]
    rows = [
        listing("1", has_image=False, price_baht=None),
        listing("2", has_detail=False),
        listing("3", has_channel=False),
        listing("4"),
    ]
    found = assess(make(otop_today=rows, otop_products=goods), "80")
    assert measure(found, "E5.1").value == 4.0
    assert measure(found, "E5.1").base == "ใน 3 รายการ จาก 4 รายการ"
    fixes = found.tables["fix_list"].frame.set_index("product_id")
    assert list(fixes.index) == ["2", "1", "3"]
    assert fixes.loc["1", ["lacks", "product_name"]].tolist() == ["ราคา · รูปภาพ", "ขนมลา"]
    assert "fix_list" not in assess(make(otop_today=rows, otop_products=goods), "region-5").tables


def test_without_sales_of_products_those_lacking_most_come_first(make: Make) -> None:
    rows = [listing("1", has_image=False), listing("2", has_image=False, has_detail=False)]
    table_ = assess(make(otop_today=rows), "80").tables["fix_list"]
    assert table_.frame["product_id"].tolist() == ["2", "1"]
    assert "ยังไม่มียอดจำหน่ายรายผลิตภัณฑ์" in table_.note
    assert "sales_baht" not in {one.column for one in table_.shown}


def test_a_link_told_not_to_work_is_not_valid_and_one_not_told_is(make: Make) -> None:
    rows = [listing("1", link_works=True), listing("2", link_works=False), listing("3")]
    assert measure(assess(make(otop_today=rows), "80"), "T3.12").value == pytest.approx(200 / 3)


def test_a_field_that_no_listing_of_a_district_has(make: Make) -> None:
    rows = [listing(str(n), has_channel=False) for n in range(10)]
    found = assess(make(otop_today=[*rows, listing("x", district_code="8002", has_channel=False)]), "80")
    assert [one.area for one in found.findings if one.rule == "field_empty"] == ["8001"]  # one listing is no habit
    assert "10 รายการไม่มีช่องทางจำหน่าย" in finding(found, "field_empty").sentence
    some = assess(make(otop_today=[*rows, listing("y")]), "80")
    assert "field_empty" not in rules(some)


def test_grades_as_a_table_and_last_years_share(make: Make) -> None:
    goods = [product("1", "C"), product("2", "D"), product("1", "D", 2564), product("2", "D", 2564)]
    found = assess(make(otop_products=goods), "80")
    matrix = found.tables["grades"].frame.set_index("before")
    assert matrix.loc["ทะเบียนก่อน D", ["C", "D", "whole"]].tolist() == [1.0, 1.0, 2.0]
    assert found.tables["grades"].total["whole"] == 2.0
    assert (measure(found, "T3.8").value, measure(found, "T3.8").previous) == (50.0, 100.0)


def test_last_years_concentration_and_reports_stand_beside_this_years(make: Make) -> None:
    rows = two_years("8001", (60.0,) * 3, (50.0,) * 3) + two_years("8002", (6.0, 6.0, None), (5.0,) * 3)
    split = [one | {"category": "food"} for one in rows]
    found = assess(make(otop_sales=split), "80")
    assert measure(found, "T3.7-hhi").previous == 10_000.0
    assert measure(found, "G1").value == pytest.approx(1 / 23 * 100)
    assert measure(found, "G1").previous == pytest.approx(2 / 23 * 100)


def test_what_last_year_left_undone(make: Make) -> None:
    found = assess(
        make(
            otop_sales=[row("8001", "2021-08", 5.0), row("8001", "2021-09", 5.0)],
            otop_products=[product("1", "D"), product("2", "D"), product("1", "D", 2564), product("2", "D", 2564)],
            otop_today=[listing("1", updated_date=pd.Timestamp("2021-09-30")), listing("9", district_code="8002")],
        ),
        "80",
    )
    assert found.carried is not None
    left = found.carried.frame.set_index("area")
    assert left.loc["8001", ["stale", "unlisted", "months"]].tolist() == [1.0, 1.0, 10.0]
    assert left.loc["8002", "months"] == 12.0
    assert found.carried.total["stale"] == 1.0
    assert assess(make(otop_sales=[]), "80").carried is None


# --- the page ----------------------------------------------------------------------------------------------------


def test_latest_is_the_end_of_the_last_month_or_the_day_of_the_data(make: Make) -> None:
    rows = [row("8001", "2021-10", 5.0), row("8001", "2021-11", 5.0, as_of_date=pd.Timestamp("2021-12-07"))]
    data = make(
        otop_sales=[*rows, row("8001", None, 9.0), row("8001", "2021-09", 5.0, as_of_date=pd.Timestamp("2022-05-01"))]
    )
    assert otop.latest(data, ("80",), 2565) == date(2021, 12, 7)
    assert otop.latest(data, ("80",), 2564) == date(2021, 9, 30)
    assert otop.latest(data, ("80",), 2566) is None
    assert otop.latest(data, ("84",), 2565) is None


def test_latest_of_the_nation_looks_at_its_own_rows(make: Make) -> None:
    data = make(otop_sales=[row("", "2021-11", 5.0, channel="shop")])
    assert otop.latest(data, cdd_provinces(), 2565) == date(2021, 11, 30)
    assert otop.latest(data, ("80",), 2565) is None


@pytest.fixture
def busy(make: Make) -> Assessment:
    """A province with everything: two districts, channels, categories, registers, a copied month, a spike."""
    months = [str(m.date()) for m in pd.date_range("2020-10-01", "2021-12-01", freq="MS")]
    values = [10.0, 11.0, 9.0, 10.0, 12.0, 8.0, 10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 60.0, 10.0, 10.0]
    split = [("food", "shop", 0.75), ("cloth", "online", 0.25)]
    rows = [
        row(area, m, v * part * 1e6, category=category, channel=channel, reporters=1.0)
        for area, size in (("8001", 1), ("8002", 2))
        for m, v in zip(months, values, strict=True)
        for category, channel, part in ((c, k, p * size) for c, k, p in split)
    ]
    rows.append(row("8001", None, None, target_baht=130e6))
    return assess(
        make(
            otop_sales=rows,
            otop_producers=[producer("1"), producer("2", "8002")],
            otop_products=[product("1", "D"), product("1", "D", 2564)],
            otop_today=[listing("1"), listing("2", district_code="8002", has_channel=False)],
        ),
        "80",
    )


def test_a_spike_and_a_copied_month_are_findings_and_never_check(busy: Assessment) -> None:
    assert {"spike", "copied_forward"} <= rules(busy)
    assert busy.status is not Status.CHECK
    assert all(one.status is Status.GRAY for one in busy.findings if one.rule in ("spike", "copied_forward"))


def test_every_sentence_is_there_and_every_chart_can_be_drawn(busy: Assessment) -> None:
    assert all(one.definition and one.source and one.title and one.unit for one in busy.measures)
    assert all(one.base for one in busy.measures if one.value is not None)
    assert all(one.reason for one in busy.measures if one.status in (Status.YELLOW, Status.RED, Status.CHECK))
    assert all(one.sentence and one.owner and one.area for one in busy.findings)
    drawn = [*busy.exhibits.values(), *([busy.trend] if busy.trend else [])]
    assert {one.name for one in drawn} >= {"trend", "months", "channels", "categories", "heatmap", "quadrants"}
    for one in drawn:
        assert one.form in FORMS and one.title and one.alt
        named = {one.x, one.y, one.series} - {""}
        assert named <= set(one.frame.columns)


def test_findings_come_heaviest_first_with_few_questions_of_a_kind(busy: Assessment) -> None:
    baht = [one.weight for one in busy.findings if one.unit == "บาท" and one.status is not Status.CHECK]
    assert baht == sorted(baht, reverse=True)
    asked = [one.rule for one in busy.findings if one.question]
    assert max(asked.count(rule) for rule in asked) <= 3


def test_the_trend_ends_at_the_figures_of_the_page(busy: Assessment) -> None:
    assert busy.trend is not None
    ends = busy.trend.frame.groupby("series")["baht"].max()
    assert ends["ปีงบประมาณ 2565"] == pytest.approx(measure(busy, "T3.1").value or 0)
    target = measure(busy, "T3.1").target or 0
    assert ends["เป้าหมายสะสม"] == pytest.approx(target)


def test_the_ranked_table_makes_its_total_again(busy: Assessment) -> None:
    assert busy.ranking is not None
    frame_, total = busy.ranking.frame, busy.ranking.total
    assert total["sales_baht"] == pytest.approx(frame_["sales_baht"].sum())
    known = frame_.dropna(subset=["target_to_date_baht"])
    expected = known["aimed_baht"].sum() / known["target_to_date_baht"].sum() * 100
    assert total["target_pct"] == pytest.approx(expected)
    shown = {one.column for one in busy.ranking.shown}
    assert shown <= set(frame_.columns)
    assert "growth_mean_pct" not in shown and "เทียบเฉลี่ย 3 ปี" in busy.ranking.note


def test_only_what_was_known_on_the_day_counts(make: Make) -> None:
    rows = two_years("8001", (60.0,) * 3, (50.0,) * 3)
    found = otop.assess(make(otop_sales=rows), replace(View(scope("80"), 2565, TODAY), as_of=date(2021, 11, 15)))
    assert measure(found, "T3.1").value == 120.0
