"""What each community group is: its need, its support, how far its case has come, on a day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cdd_analysis.datasets.grassroots import COMMUNITY_GROUPS, REFERRALS
from cdd_analysis.measures.arithmetic import growths
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_start

CAPABILITIES = tuple(column.name for column in COMMUNITY_GROUPS.columns if column.name.startswith("cap_"))
STAGES = tuple(REFERRALS)


def need_scores(groups: pd.DataFrame) -> pd.Series:
    """Need of each group, 0 to 100 (T4.3): missing where one of its five capabilities is, or cannot be a score."""
    scores = groups[list(CAPABILITIES)].astype("float64")
    known = scores.where(scores.ge(1) & scores.le(5)).sum(axis=1, skipna=False)
    lacking = 100 - (known - 5) * 5  # 100 less the mean of five scores, each of them scaled from 1-5 to 0-100
    fell = growths(groups["sales_baht"], groups["sales_last_year_baht"]).le(-setting("grassroots.fell_pct"))
    more = setting("grassroots.grade_d_points") * groups["quadrant"].eq("D") + setting("grassroots.fell_points") * fell
    return (lacking + more.astype("float64")).clip(upper=100)


def marks(groups: pd.DataFrame, support: pd.DataFrame, day: date, *, is_now: bool = True) -> pd.DataFrame:
    """Each group with its need, its support and its referral as they were on a day; unknown is missing, never 0.

    Args:
        groups: a year's register.
        support: the same year's records of support.
        day: nothing after it counts.
        is_now: whether the register is of that day. One that was closed later tells of an earlier day by dates alone.
    """
    need = need_scores(groups)
    scores = groups[list(CAPABILITIES)].astype("float64")
    found = groups.assign(
        need=need,
        assessed=need.notna().astype(float),
        needy=_where(need.ge(setting("grassroots.needy_from")), need.notna()),
        alone=_where(need.lt(setting("grassroots.alone_below")), need.notna()),
        unknown=need.isna().astype(float),
        impossible=(scores.lt(1) | scores.gt(5)).any(axis=1).astype(float),
    )
    found["watch"] = 1 - found["needy"] - found["alone"]
    found = found.assign(**_supported(found, support, day, is_now=is_now), **_referral(found, day, is_now=is_now))
    known = found["supported"].notna() & need.notna()
    served = found["supported"].eq(1)
    rise = growths(found["income_after_baht"], found["income_before_baht"]).where(served)
    both = served & found["income_after_baht"].notna() & found["target_baht"].notna()
    return found.assign(
        supported_known=_where(served, known),
        served_needy=_where(served & found["needy"].eq(1), known),
        missed=_where(~served & found["needy"].eq(1), known),
        over=_where(served & found["alone"].eq(1), known),
        income_baht=found["income_after_baht"].where(served),
        paired_income=found["income_after_baht"].where(both),
        paired_target=found["target_baht"].where(both),
        rise_pct=rise,
        compared=_where(rise.notna(), rise.notna()),
        rose=_where(rise.gt(0), rise.notna()),
    )


def _where(holds: pd.Series, known: pd.Series) -> pd.Series:
    """1 or 0 where it is known, else missing."""
    return holds.astype("float64").where(known)


def _supported(groups: pd.DataFrame, support: pd.DataFrame, day: date, *, is_now: bool) -> dict[str, pd.Series]:
    """Who is supported, and by whom: a record of the year, a case that reached support in it or is at that stage.

    Where a province sent nothing that tells of support, nothing is known.
    """
    dates = pd.to_datetime(support["support_date"])
    given = support[dates.le(pd.Timestamp(day)) | (dates.isna() & is_now)]
    starts = {year: pd.Timestamp(fiscal_start(int(year))) for year in groups["fiscal_year"].unique()}
    begun = pd.to_datetime(groups["fiscal_year"].map(starts))
    by_referral = pd.to_datetime(groups["supported_date"]).between(begun, pd.Timestamp(day))
    by_referral |= groups["referral_status"].eq("supported") & is_now
    told = set(support.loc[dates.notna() | is_now, "province_code"]) | set(groups.loc[by_referral, "province_code"])
    partner = given[given["supporter"].notna() & given["supporter"].ne("cdd")]
    ids, is_known = groups["group_id"], groups["province_code"].isin(told)
    supported = _where(ids.isin(given["group_id"]) | by_referral, is_known)
    is_named = ids.isin(given.loc[given["supporter"].notna(), "group_id"])
    value = given.groupby("group_id")["support_value_baht"].sum(min_count=1)
    dated = pd.to_datetime(given["support_date"]).groupby(given["group_id"]).min().reindex(ids)
    first = pd.Series(dated.to_numpy(), index=ids.index).fillna(
        pd.to_datetime(groups["supported_date"]).where(by_referral)
    )
    return {
        "supported": supported,
        "named": _where(is_named, is_known),
        "partnered": _where(ids.isin(partner["group_id"]), is_known & is_named),
        "first_support": first,
        "support_baht": ids.map(value).astype("float64"),
    }


def _referral(groups: pd.DataFrame, day: date, *, is_now: bool) -> dict[str, pd.Series]:
    """Stages a case has reached: by its status, or by a date of the stage or of a later one."""
    place = groups["referral_status"].map({stage: n for n, stage in enumerate(STAGES)}).astype("float64")
    dates = {stage: pd.to_datetime(groups[f"{stage}_date"]) for stage in STAGES}
    reached: dict[str, pd.Series] = {}
    later = pd.Series(False, index=groups.index)
    for n, stage in reversed(list(enumerate(STAGES))):
        later = later | dates[stage].le(pd.Timestamp(day)) | (place.ge(n) & is_now)
        reached[f"reached_{stage}"] = later.astype("float64")
    wait = (dates["received"] - dates["found"]).dt.days.astype("float64")
    received = reached["reached_received"].eq(1)
    since = (pd.Timestamp(day) - dates["referred"]).dt.days.astype("float64")
    waiting = since.where(reached["reached_referred"].eq(1) & ~received)
    return {
        **reached,
        "wait_days": wait.where(received & wait.ge(0)),
        "stuck_days": waiting,
        "stuck": waiting.gt(setting("grassroots.stuck_days")).astype("float64"),
    }
