"""Totals on every page of the sample, made a second time from the truth by a few lines of plain Python each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.sample import make_sample
from cdd_analysis.sample.otop_figures import province_cells

Row = dict[str, Any]
Truth = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """``truth("plots", fiscal_year=2565)``: rows of a table of the sample of province 80, as plain dicts."""
    tables = make_sample(["80"], tmp_path_factory.mktemp("raw")).tables

    def rows(name: str, **where: object) -> list[Row]:
        found = ({k: None if pd.isna(v) else v for k, v in row.items()} for row in tables[name].to_dict("records"))
        return [row for row in found if all(row[key] == value for key, value in where.items())]

    return rows


@pytest.fixture(scope="module")
def page(sample_reports: Path) -> Callable[[str], dict[str, float]]:
    """``page("kkj")["T5.4"]``: the figures of a topic's record."""

    def figures(topic: str) -> dict[str, float]:
        record = json.loads((sample_reports / f"80/{topic}.json").read_text(encoding="utf-8"))
        return {one["id"]: one["value"] for one in record["measures"]}

    return figures


Page = Callable[[str], dict[str, float]]


def share(part: float, whole: float) -> Any:
    return pytest.approx(part / whole * 100)


def once(rows: list[Row], key: str) -> Iterator[Row]:
    """The first row of each key."""
    yield from {row[key]: row for row in reversed(rows)}.values()


def test_poverty(truth: Truth, page: Page) -> None:
    own = [row for row in truth("target_households", fiscal_year=2565) if row["list_source"] in (None, "house_file")]
    gone = [row for row in own if row["verify_status"] in ("not_found", "moved", "died", "duplicate")]
    left = [row for row in own if row not in gone]
    shown = page("poverty")
    assert shown["T1.4"] == len(own) - len(gone)
    assert shown["T1.3"] == share(sum(row["verify_status"] is not None for row in own), len(own))
    assert shown["T1.5"] == share(sum(row["plan_exists"] is True for row in left), len(left))


def test_khok_nong_na(truth: Truth, page: Page) -> None:
    every = sorted(truth("plots"), key=lambda row: row["fiscal_year"])
    own = [row for row in once(every, "plot_id") if row["fiscal_year"] == 2565]  # one in two streams: its earlier year
    live = [row for row in own if row["dig_status"] != "cancelled"]
    shown = page("khok_nong_na")
    assert shown["T2.1"] == share(sum(row["dig_status"] == "done" for row in live), len(live))
    levels = truth("sufficiency_villages", fiscal_year=2565)
    assert shown["T2.13"] == share(sum(row["hh_above_line"] for row in levels), sum(row["hh_total"] for row in levels))


def test_otop(truth: Truth, page: Page) -> None:
    listed = truth("otop_today")
    shown = page("otop")
    assert shown["T3.1"] == province_cells(2565, "80")[-3:].sum()  # as the generator made October to December
    fields = ("has_detail", "has_producer", "has_channel", "has_image")
    full = sum(row["price_baht"] is not None and all(row[field] is True for field in fields) for row in listed)
    assert shown["T3.9"] == share(full, len(listed))


def test_grassroots(truth: Truth, page: Page) -> None:
    groups = truth("community_groups", fiscal_year=2565)
    helped = {row["group_id"] for row in truth("group_support", fiscal_year=2565)}

    def need(row: Row) -> float:
        scores = [row[f"cap_{name}"] for name in ("prod", "std", "mkt", "mgmt", "fin")]
        sold, before = row["sales_baht"], row["sales_last_year_baht"]
        fell = sold is not None and before is not None and before > 0 and (sold - before) / before <= -0.2
        return min(100, 100 - (sum(scores) / 5 - 1) * 25 + 10 * (row["quadrant"] == "D") + 10 * fell)

    needy = {row["group_id"] for row in groups if need(row) >= 60}
    shown = page("grassroots")
    assert shown["T4.3"] == share(len(needy), len(groups))
    assert shown["T4.4"] == share(len(helped & needy), len(helped))
    assert shown["T4.5"] == share(len(needy - helped), len(needy))


def test_kkj(truth: Truth, page: Page) -> None:
    villages = truth("kkj_villages", fiscal_year=2565)
    sent = {row["district_code"] for row in villages}
    areas = truth("kkj_areas", fiscal_year=2565, reported_by_level="province")
    silent = [row for row in areas if row["district_code"] and row["district_code"] not in sent]
    shown = page("kkj")
    assert len(silent) == 1
    assert shown["T5.4"] == sum(row["outstanding_baht"] for row in villages + silent)
    assert shown["T5.1"] == sum(row["fund_total_baht"] for row in villages + silent)


def test_women_fund(truth: Truth, page: Page) -> None:
    newest = [row for row in once(truth("women_fund_contracts"), "contract_id") if row["balance_baht"] > 0]
    shown = page("women_fund")
    assert shown["T6.4"] == share(sum(row["overdue_debt_baht"] > 0 for row in newest), len(newest))
    women = truth("women_fund_members", fiscal_year=2565)
    assert shown["T6.14"] == share(sum(row["members_sep"] for row in women), sum(row["women_15p"] for row in women))


def test_thai_cloth(truth: Truth, page: Page) -> None:
    own = truth("cloth_agencies", fiscal_year=2565)
    shown = page("thai_cloth")
    assert shown["T7.4"] == pytest.approx(sum(row["cloth_sales_baht"] or 0 for row in own))
    agencies = {(row["district_code"], row["agency"]) for row in own if row["agency"]}
    told = {(row["district_code"], row["agency"]) for row in own if row["agency"] and row["announced"] is True}
    assert shown["T7.1"] == share(len(told), len(agencies))


def test_click_chumchon(truth: Truth, page: Page) -> None:
    items, used = truth("click_items"), truth("click_usage", fiscal_year=2565)
    fresh = sum((pd.Timestamp("2022-01-12") - row["updated_date"]).days <= 90 for row in items)
    shown = page("click_chumchon")
    assert shown["T8.3"] == share(fresh, len(items))
    assert shown["T8.4"] == sum(row["users"] for row in used)
    assert shown["T8.5"] == share(sum(row["requests_closed"] for row in used), sum(row["requests"] for row in used))


def test_management(truth: Truth, page: Page) -> None:
    log = [row for row in truth("report_log", fiscal_year=2565) if row["reported_by_level"] != "subdistrict"]
    sent = [row for row in log if row["due_date"] <= pd.Timestamp("2022-01-12")]
    punctual = sum(row["sent_date"] is not None and row["sent_date"] <= row["due_date"] for row in sent)
    shown = page("management")
    assert shown["E3.1"] == share(punctual, len(sent))
    given = truth("inspection_actions")
    assert shown["actions"] == share(sum(row["action_status"] == "done" for row in given), len(given))
