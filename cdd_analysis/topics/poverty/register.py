"""The household register (แฟ้มบ้าน): each target household marked, then counted by area.

Marks are numbers that add up (0/1, problems, baht), so that every rate of every area is a ratio of sums of the same
columns. One row in is one row out; nothing is dropped here.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cdd_analysis.datasets.poverty import DIMENSIONS
from cdd_analysis.measures.freshness import ages
from cdd_analysis.settings import setting
from cdd_analysis.thai.text import match_keys

#: Verification results that take a household off the effective target (T1.4).
GONE = ("not_found", "moved", "died", "duplicate")
#: A household failing so many dimensions should not be left to one agency (handbook 3.4).
MANY_DIMENSIONS = 3


def mark(households: pd.DataFrame, help_records: pd.DataFrame, before: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Marks of each household of one fiscal year, indexed like ``households``.

    Args:
        households: rows of ``target_households`` of the year.
        help_records: rows of ``household_help`` of the year; those dated after ``as_of`` are left out.
        before: rows of ``target_households`` of the year before, for the movement of stages.
        as_of: the day the page speaks of.
    """
    households, given, before = _numbered(households, until(help_records, as_of), before)
    checked = _verification(households)
    problems = _problems(households, given)
    helped = _help(households, given, checked["effective"], problems["problems"], as_of)
    parts = [checked, problems, helped, _plan(households, checked["effective"], helped)]
    parts += [_income(households), _recording(households, as_of), _classes(households, checked["effective"])]
    return pd.concat([*parts, _stages(households, before)], axis=1).astype("float64")


def tally(marks: pd.DataFrame, area: pd.Series, areas: tuple[str, ...]) -> pd.DataFrame:
    """Sums of the marks: a row for each of ``areas``, all zero where no household was sent."""
    return marks.groupby(area).sum().reindex(list(areas), fill_value=0.0)


def until(help_records: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Help given up to ``as_of``; a record without a date counts, because it was given at some time."""
    dates = pd.to_datetime(help_records["help_date"])
    return help_records[~(dates > pd.Timestamp(as_of))]


def lines(years: pd.Series) -> pd.DataFrame:
    """The income line of each จปฐ. year, ``low`` and ``high``; they differ where the year's line is undecided."""
    found = pd.DataFrame({"low": np.nan, "high": np.nan}, index=years.index)
    numbers = pd.to_numeric(years).astype("float64")
    for line in setting("poverty.income_line"):
        within = numbers.between(line["first"], line["last"])
        found.loc[within, ["low", "high"]] = [float(min(line["baht"])), float(max(line["baht"]))]
    return found


def first_help(households: pd.DataFrame, help_records: pd.DataFrame, as_of: date) -> pd.Series:
    """First dated help of each household of the effective target, for the line against pace."""
    given = until(help_records, as_of)
    effective = households.loc[~households["verify_status"].isin(GONE), "house_id"]
    first = pd.to_datetime(given["help_date"]).groupby(given["house_id"]).min().dropna()
    return first[first.index.isin(effective)]


def records_by_month(
    households: pd.DataFrame, help_records: pd.DataFrame, areas: pd.Series, months: list[date], as_of: date
) -> pd.DataFrame:
    """Households by area and fiscal month in which they were last recorded or given help.

    ``recorded_date`` is only the latest record, so an earlier month is seen through the help given in it.
    """
    place = pd.Series(areas.to_numpy(), index=households["house_id"].to_numpy())
    given = until(help_records, as_of)
    events = pd.DataFrame(
        {
            "house_id": pd.concat([households["house_id"], given["house_id"]], ignore_index=True),
            "day": pd.concat([_dates(households, "recorded_date"), _dates(given, "help_date")], ignore_index=True),
        }
    ).dropna()
    events = events[events["day"] <= pd.Timestamp(as_of)]
    events["month"] = events["day"].dt.to_period("M").dt.to_timestamp()
    events["area"] = events["house_id"].map(place[~place.index.duplicated()])
    counts = events.drop_duplicates(["house_id", "month"]).groupby(["area", "month"]).size().unstack("month")
    return counts.reindex(columns=pd.to_datetime(months)).fillna(0.0)


def _numbered(*tables: pd.DataFrame) -> list[pd.DataFrame]:
    """The tables with a number for each house in place of its long id, which makes joining them cheap."""
    numbers, _ = pd.factorize(pd.concat([rows["house_id"] for rows in tables], ignore_index=True))
    ends = np.cumsum([len(rows) for rows in tables])[:-1]
    return [rows.assign(house_id=own) for rows, own in zip(tables, np.split(numbers, ends), strict=True)]


def _dates(rows: pd.DataFrame, column: str) -> pd.Series:
    return pd.to_datetime(rows[column])


def _true(values: pd.Series) -> pd.Series:
    """A flag that is certainly set; missing is not set."""
    return values.astype("boolean").fillna(False).astype(bool)


def _verification(rows: pd.DataFrame) -> pd.DataFrame:
    status = rows["verify_status"]
    marks = {name: status.eq(name).fillna(False) for name in (*GONE, "refused")}
    gone = status.isin(GONE)
    return pd.DataFrame(
        {"target": True, "verified": status.notna(), **marks, "gone": gone, "effective": ~gone}, rows.index
    )


def _problems(rows: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Household x dimension: failing, and solved by a record with that result in that dimension."""
    solved = given[given["help_result"].eq("solved").fillna(False)]
    marks: dict[str, pd.Series] = {}
    for key in DIMENSIONS:
        done = solved.loc[solved["dimension"].eq(key).fillna(False), "house_id"]
        marks[f"fail_{key}"] = _true(rows[f"dim_{key}"])
        marks[f"solved_{key}"] = marks[f"fail_{key}"] & rows["house_id"].isin(done)
        got = given.loc[given["dimension"].eq(key).fillna(False), "house_id"]
        marks[f"got_{key}"] = marks[f"fail_{key}"] & rows["house_id"].isin(got)
    frame = pd.DataFrame(marks, rows.index)
    frame["problems"] = frame[[f"fail_{key}" for key in DIMENSIONS]].sum(axis=1)
    frame["solved"] = frame[[f"solved_{key}" for key in DIMENSIONS]].sum(axis=1)
    effective = ~rows["verify_status"].isin(GONE)
    return frame.assign(
        problems_effective=frame["problems"] * effective,
        solved_effective=frame["solved"] * effective,
        all_solved=effective & (frame["problems"] > 0) & (frame["solved"] == frame["problems"]),
    )


def _help(
    rows: pd.DataFrame, given: pd.DataFrame, effective: pd.Series, problems: pd.Series, as_of: date
) -> pd.DataFrame:
    """Help received, by how many agencies, and how long ago."""
    by_house = pd.DataFrame(
        {
            "house_id": given["house_id"],
            "agency": match_keys(given["agency"]),
            "day": pd.to_datetime(given["help_date"]),
        }
    ).groupby("house_id")
    houses = rows["house_id"].to_numpy()
    agencies = by_house["agency"].nunique().reindex(houses, fill_value=0).set_axis(rows.index)
    last = by_house["day"].max().reindex(houses).set_axis(rows.index)
    any_help = rows["house_id"].isin(given["house_id"])
    many = effective & (problems >= 2)
    return pd.DataFrame(
        {
            "any_help": any_help,
            "helped": any_help & effective,
            "helped_lost": any_help & rows["verify_status"].eq("not_found").fillna(False),
            "agencies": agencies * effective,
            "many": many,
            "many_joined": many & (agencies >= 2),
            "alone": effective & (problems >= MANY_DIMENSIONS) & (agencies == 1),
            "help_recent": any_help & ~((pd.Timestamp(as_of) - last).dt.days > setting("poverty.help_gap_days")),
        },
        rows.index,
    )


def _plan(rows: pd.DataFrame, effective: pd.Series, helped: pd.DataFrame) -> pd.DataFrame:
    planned = _true(rows["plan_exists"]) & effective
    return pd.DataFrame(
        {
            "plan_known": rows["plan_exists"].notna(),
            "planned": planned,
            "planned_waiting": planned & ~helped["help_recent"],
        },
        rows.index,
    )


def _income(rows: pd.DataFrame) -> pd.DataFrame:
    """Income against the line of the household's own จปฐ. year, in both readings where the line is undecided."""
    line, was, now = lines(rows["bmn_year"]), rows["income_pc"], rows["income_pc_latest"]
    failing = _true(rows["dim_income"].astype("boolean").fillna((was < line["low"]).astype("boolean")))
    base = failing & now.notna() & line["low"].notna()
    gap_base = failing & was.notna() & line["low"].notna()
    passed = base & (now >= line["low"])
    told = rows["income_hh"].notna() & was.notna() & (rows["members"] > 0)
    off = (rows["income_hh"] / rows["members"] - was).abs() > setting("poverty.income_mismatch_baht")
    return pd.DataFrame(
        {
            "income_failing": failing,
            "income_base": base,
            "income_undecided": base & (line["low"] < line["high"]),
            "gap_undecided": gap_base & (line["low"] < line["high"]),
            "line_unknown": failing & line["low"].isna(),
            "passed": passed,
            "passed_high": base & (now >= line["high"]),
            "passed_was": was.where(passed & was.notna(), 0.0),
            "passed_now": now.where(passed & was.notna(), 0.0),
            "passed_told": passed & was.notna(),
            "gap_base": gap_base,
            "gap_baht": (line["low"] - was).clip(lower=0).where(gap_base, 0.0),
            "gap_baht_high": (line["high"] - was).clip(lower=0).where(gap_base, 0.0),
            "income_told": told,
            "income_mismatch": told & off,
        },
        rows.index,
    )


def _recording(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    age = ages(rows["recorded_date"], as_of)
    recent, this_month = age.le(setting("poverty.record_days")), age.lt(as_of.day)
    return pd.DataFrame({"recorded": age.notna(), "recent": recent, "this_month": this_month}, rows.index)


def _classes(rows: pd.DataFrame, effective: pd.Series) -> pd.DataFrame:
    kind = rows["hh_class"]
    return pd.DataFrame(
        {
            "classed": kind.notna() & effective,
            "develop": kind.eq("develop").fillna(False) & effective,
            "welfare": kind.eq("welfare").fillna(False) & effective,
            "unclassed": kind.isna() & effective,
        },
        rows.index,
    )


def _stages(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Movement from the stage of the year before; only households whose stage is known in both years."""
    was = pd.to_numeric(before.drop_duplicates("house_id").set_index("house_id")["stage"]).astype("float64")
    now = pd.to_numeric(rows["stage"]).astype("float64")
    step = now - was.reindex(rows["house_id"].to_numpy()).set_axis(rows.index)
    return pd.DataFrame(
        {"stage_known": step.notna(), "stage_up": step > 0, "stage_same": step == 0, "stage_down": step < 0}, rows.index
    )
