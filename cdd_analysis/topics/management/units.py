"""Units of an office: the districts of a province, and the province office as a row of its own (handbook 1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from cdd_analysis.areas import name, province_codes
from cdd_analysis.measures import ladder
from cdd_analysis.measures.result import View

#: What tells units apart in every table: a row without a district is the province office's.
UNIT = ["province_code", "district_code"]


def office(province: str) -> str:
    """What the office of a province is called; it is no area, so this is its key as well."""
    return f"สพจ.{name(province)}"


def children(view: View) -> tuple[str, ...]:
    """What a page compares: units of a province, provinces of a region, regions of the country."""
    scope = view.scope
    return (*scope.children, office(scope.key)) if scope.level == "province" else scope.children


def by_unit(view: View) -> View:
    """The view with the word for what it compares: a province's units are not all districts."""
    scope = view.scope
    return replace(view, scope=replace(scope, child_label="หน่วยงาน")) if scope.level == "province" else view


def climb(rows: pd.DataFrame) -> pd.DataFrame:
    """Each row once for every area it lies in, its unit among them: a province's own row is its office's as well."""
    own = rows[rows["district_code"].isna() & rows["province_code"].notna()]
    names = {code: office(code) for code in province_codes()}
    return pd.concat([ladder.climb(rows), own.assign(area=own["province_code"].map(names))], ignore_index=True)


def below(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Rows of what the view compares, each with the key of its own in ``area``; those of a province's office last."""
    if view.scope.level != "province":
        return ladder.below(rows, view.scope)
    is_office = rows["district_code"].isna()
    districts, own = ladder.below(rows[~is_office], view.scope), rows[is_office]
    return pd.concat([districts, own.assign(area=office(view.scope.key))]) if len(own) else districts


def sums(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """``ladder.sums`` with a row for every province office."""
    climbed = climb(rows[[*UNIT, *columns]])
    return climbed[list(columns)].astype("float64").groupby(climbed["area"]).sum(min_count=1)


def medians(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """``ladder.medians`` with a row for every province office."""
    climbed = climb(rows[[*UNIT, *columns]])
    return climbed[list(columns)].astype("float64").groupby(climbed["area"]).median()


def seen_on(rows: pd.DataFrame, day: date) -> pd.Series:
    """The day on which each row is looked at: ``day``, or the day its own list is of, which knows nothing later."""
    own = pd.to_datetime(rows["as_of_date"])
    return own.where(own.le(pd.Timestamp(day)), pd.Timestamp(day))


def keyed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the key of their unit in ``unit``; "" for a row that names no place."""
    names = {code: office(code) for code in rows["province_code"].dropna().unique()}
    unit = rows["district_code"].astype(object).where(rows["district_code"].notna(), rows["province_code"].map(names))
    return rows.assign(unit=unit.fillna(""))
