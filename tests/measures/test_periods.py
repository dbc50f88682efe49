"""Which rows a view looks at."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.measures import periods
from cdd_analysis.measures.result import View

VIEW = View(scope("80"), 2565, date(2022, 1, 12))


def states(*days: str | None) -> pd.DataFrame:
    return pd.DataFrame({"district_code": "8001", "as_of_date": pd.to_datetime(list(days)), "n": range(len(days))})


def test_the_newest_state_up_to_the_day_counts_and_none_of_the_year_before() -> None:
    rows = states("2021-09-30", "2021-11-30", "2022-01-10", "2022-02-01", None)
    assert periods.state(rows, VIEW)["n"].tolist() == [2]
    assert periods.closing(rows, VIEW)["n"].tolist() == [0]
    assert periods.state(states("2021-09-30", None), VIEW).empty


def test_each_area_has_a_newest_day_of_its_own() -> None:
    rows = pd.concat([states("2021-11-30"), states("2022-01-10").assign(district_code="8002", n=7)])
    assert sorted(periods.state(rows, VIEW)["n"]) == [0, 7]


def test_rows_without_a_date_stand_where_no_other_is() -> None:
    assert periods.newest(states(None, None), VIEW.as_of)["n"].tolist() == [0, 1]
    assert periods.newest(states(None, "2022-01-01"), VIEW.as_of)["n"].tolist() == [1]


def test_months_so_far_and_the_same_ones_a_year_before() -> None:
    rows = pd.DataFrame(
        {"month": pd.to_datetime(["2020-10-01", "2020-12-01", "2021-03-01", "2021-10-01", "2022-02-01"])}
    )
    now = periods.to_date(rows, VIEW)
    assert now["month"].dt.strftime("%Y-%m").tolist() == ["2021-10"]
    assert periods.same_months(rows, VIEW, now["month"])["month"].dt.strftime("%Y-%m").tolist() == ["2020-10"]
    assert [f"{m:%Y-%m}" for m in periods.months_owed(VIEW)] == ["2021-10", "2021-11", "2021-12"]


def test_the_same_day_a_year_earlier() -> None:
    assert periods.same_day(View(scope("80"), 2567, date(2024, 2, 29))) == date(2023, 2, 28)


class Dated:
    """A table with a day and a month in two provinces."""

    stamp = ""

    def read(self, name: str, *, provinces: object = None, columns: object = None) -> pd.DataFrame:
        days = pd.to_datetime(["2022-01-10", "2022-10-02", "2021-11-30"])
        months = pd.to_datetime(["2021-12-01", None, "2022-02-01"])
        return pd.DataFrame({"province_code": ["80", "80", "84"], "as_of_date": days, "month": months})


def test_the_latest_day_is_inside_the_year_and_of_the_provinces_asked_for() -> None:
    columns = {"budgets": ("as_of_date", "month")}
    assert periods.latest_day(Dated(), columns, ["80"], 2565) == date(2022, 1, 10)
    assert periods.latest_day(Dated(), columns, ["80", "84"], 2565) == date(2022, 2, 28)
    assert periods.latest_day(Dated(), columns, ["90"], 2565) is None
    assert periods.latest_day(Dated(), columns, ["84"], 2566) is None
