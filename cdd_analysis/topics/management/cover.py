"""Who can do what (handbook 10, emphasis 1): able staff by topic, who records, months kept up, villages handed over."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.management import TOPICS
from cdd_analysis.measures.periods import of_year
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_start
from cdd_analysis.topics.management.units import UNIT, keyed, seen_on

#: The eight topics of the visit; a list that leaves one out has nobody for it.
VISIT = tuple(key for key in TOPICS if key != "management")
ALIKE = ["unit", *UNIT]


def able(duties: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per unit and topic of the visit: how many people can do it (owner, stand-in, or able).

    Only units that sent a duty list of the year: without one nobody knows.
    """
    now = keyed(of_year(duties, view.fiscal_year))
    units = now[ALIKE].drop_duplicates("unit")
    whole = units.merge(pd.DataFrame({"topic": VISIT}), how="cross")
    count = now.groupby(["unit", "topic"])["staff_id"].nunique().rename("people").reset_index()
    rows = whole.merge(count, how="left", on=["unit", "topic"], validate="one_to_one")
    rows["people"] = rows["people"].fillna(0).astype("float64")
    is_covered = rows["people"].ge(setting("management.able_least"))
    return rows.assign(topics=1.0, covered=is_covered.astype("float64"))


def records(log: pd.DataFrame, households: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per record that somebody made this fiscal year up to the day: unit, topic, person.

    Records are reports sent and, for poverty, household files recorded.
    """
    since, until = pd.Timestamp(fiscal_start(view.fiscal_year)), pd.Timestamp(view.as_of)
    sent = of_year(log, view.fiscal_year)
    sent = sent[sent["sent_date"].le(until) & sent["topic"].notna()]
    filed = households[households["recorded_date"].between(since, until)].assign(topic="poverty")
    rows = pd.concat([rows[[*UNIT, "topic", "recorded_by_id"]] for rows in (sent, filed)], ignore_index=True)
    return keyed(rows.dropna(subset=["recorded_by_id"]))


def dependence(made: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and topic with enough records: how many, and the share of the person who made most (E1.2)."""
    people = made.groupby([*ALIKE, "topic", "recorded_by_id"], dropna=False).size().rename("own").reset_index()
    groups = people.groupby([*ALIKE, "topic"], dropna=False)["own"]
    rows = pd.DataFrame({"records": groups.sum(), "most": groups.max()}).reset_index()
    rows = rows[rows["records"].ge(setting("management.records_least"))]
    pct = rows["most"] / rows["records"] * 100
    is_one = pct.ge(setting("management.one_person_pct"))
    return rows.assign(one_pct=pct, judged=1.0, dependent=is_one.astype("float64"))


def kept(log: pd.DataFrame, duties: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per unit, topic and month for which the unit itself owed a report: was one sent, was the owner away.

    ``away``: the owner's leave touches the month (E1.3).
    """
    owed = keyed(own_level(due(log, view)).dropna(subset=["month", "topic"]))
    sent = owed["sent_date"].le(pd.Timestamp(view.as_of))
    by = [owed[name] for name in (*ALIKE, "topic", "month")]
    rows = sent.groupby(by, dropna=False).any().rename("kept").reset_index()
    away = _away(rows, keyed(of_year(duties, view.fiscal_year)))
    kept_up = rows["kept"].astype("float64")
    return rows.assign(kept=kept_up, away=away.astype("float64"), away_kept=kept_up.where(away, 0.0))


def continuous(months: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and topic: whether every month owed has a record (E1.3)."""
    every = months.groupby([*ALIKE, "topic"], dropna=False)["kept"].min().rename("continuous").reset_index()
    return every.assign(topics_owed=1.0)


def _away(months: pd.DataFrame, duties: pd.DataFrame) -> pd.Series:
    """Whether the owner of a unit's topic was on leave in a month."""
    owners = duties[duties["duty"].eq("owner") & duties["leave_from_date"].notna()]
    leaves = owners[["unit", "topic", "leave_from_date", "leave_to_date"]]
    pairs = months.reset_index()[["index", "unit", "topic", "month"]].merge(leaves, on=["unit", "topic"])
    last = pairs["leave_to_date"].fillna(pairs["leave_from_date"])
    touched = pairs["leave_from_date"].le(pairs["month"] + pd.offsets.MonthEnd(0)) & last.ge(pairs["month"])
    return pd.Series(months.index.isin(pairs.loc[touched, "index"]), index=months.index)


def handed(duties: pd.DataFrame, view: View) -> pd.DataFrame:
    """One row per person of the year: villages given to them, and those signed for (E1.4).

    A person's villages stand on one row or are repeated on each of their topics: the largest count is taken once.
    """
    now = of_year(duties, view.fiscal_year)
    both = now.dropna(subset=["villages_assigned", "villages_handed_over"])
    columns = ["villages_assigned", "villages_handed_over"]
    return both.groupby([*UNIT, "staff_id"], dropna=False)[columns].max().reset_index()


def due(log: pd.DataFrame, view: View) -> pd.DataFrame:
    """Reports of the year that fell due by the day, and by the day their own list is of: later ones it cannot know."""
    rows = of_year(log, view.fiscal_year)
    return rows[rows["due_date"].le(seen_on(rows, view.as_of))]


def own_level(log: pd.DataFrame) -> pd.DataFrame:
    """Reports of the unit itself: a district's by the district, the province office's by the province."""
    level = log["reported_by_level"].astype(object).where(log["reported_by_level"].notna(), log["area_level"])
    return log[level.isin(["district", "province"])]
