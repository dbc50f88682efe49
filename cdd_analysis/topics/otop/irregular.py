"""Months out of the ordinary: spikes, jumps from one month to the next, figures copied forward (handbook T3.13).

All are findings to ask about. None says that a figure is wrong, so none gives ``check``.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cdd_analysis.settings import setting


def spikes(steps: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Months further than ``spike_mad`` MAD from the median of the months up to ``last``: with ``median``, ``away``.

    A month that was as high or low a year before (within the same distance) is the season, not out of the ordinary.
    """
    first = last - pd.DateOffset(months=setting("otop.spike_months") - 1)
    window = steps[steps["month"].between(first, last)]
    sales = window.groupby("area")["sales_baht"]
    window = window.assign(median=sales.transform("median"), count=sales.transform("count"))
    window = window.assign(
        away=(window["sales_baht"] - window["median"]).abs(), a_year_before=_a_year_before(window, steps)
    )
    mad = window.groupby("area")["away"].transform("median")
    far = setting("otop.spike_mad") * mad
    is_season = (window["sales_baht"] - window["a_year_before"]).abs().le(far)
    is_far = window["away"].gt(far) & mad.gt(0) & ~is_season & window["count"].ge(setting("otop.spike_least"))
    return window[is_far].drop(columns=["count", "a_year_before"])


def _a_year_before(window: pd.DataFrame, steps: pd.DataFrame) -> pd.Series:
    """Sales of the same area and month a year earlier; missing where not known."""
    known = steps.set_index(["area", "month"])["sales_baht"]
    keys = pd.MultiIndex.from_arrays([window["area"], window["month"] - pd.DateOffset(years=1)])
    return pd.Series(known.reindex(keys).to_numpy(), index=window.index)


def jumps(steps: pd.DataFrame) -> pd.DataFrame:
    """Months that differ from the month before by ``jump_pct`` or more: with ``before``, ``change_pct``."""
    ordered = steps.sort_values(["area", "month"])
    earlier = ordered.groupby("area")[["month", "sales_baht"]].shift(1)
    follows = earlier["month"].add(pd.DateOffset(months=1)).eq(ordered["month"]) & earlier["sales_baht"].gt(0)
    change = (ordered["sales_baht"] / earlier["sales_baht"].where(follows) - 1) * 100
    with_change = ordered.assign(before=earlier["sales_baht"], change_pct=change)
    return with_change[change.abs().ge(setting("otop.jump_pct")).fillna(False)]


def copied(rows: pd.DataFrame) -> pd.DataFrame:
    """Months whose figures repeat: every cell of the finest split equals the month before, or one figure runs on.

    A month of several cells needs one month equal in all of them; a month of a single figure needs ``copied_months``
    running. Returns ``area``, ``month``, ``cells``, ``running`` (months of equal figures) and ``sales_baht``.
    """
    cells = _finest(rows)
    before = cells.assign(month=cells["month"] + pd.DateOffset(months=1)).rename(columns={"sales_baht": "before"})
    both = cells.merge(before, how="left", on=["area", "month", "category", "channel"], validate="one_to_one")
    both = both.assign(same=both["sales_baht"].eq(both["before"]).astype(float), filled=both["sales_baht"].gt(0))
    months = both.groupby(["area", "month"], as_index=False).agg(
        cells=("filled", "sum"), size=("filled", "size"), same=("same", "min"), sales_baht=("sales_baht", "sum")
    )
    had = before.groupby(["area", "month"]).size().rename("had").reset_index()
    months = months.merge(had, how="left", on=["area", "month"], validate="one_to_one")
    is_same = months["same"].eq(1) & months["had"].eq(months["size"]) & months["cells"].gt(0)
    months = months.assign(running=_running(months["area"], is_same))
    enough = months["cells"].ge(2) & months["running"].ge(2) | months["running"].ge(setting("otop.copied_months"))
    return months.loc[enough, ["area", "month", "cells", "running", "sales_baht"]]


def _finest(rows: pd.DataFrame) -> pd.DataFrame:
    """The cells of the finest split of each area and month."""
    depth = rows["category"].ne("all").astype(int) + rows["channel"].ne("all").astype(int)
    finest = depth.groupby([rows["area"], rows["month"]]).transform("max")
    kept = rows[depth.eq(finest) & rows["sales_baht"].notna()]
    return kept.groupby(["area", "month", "category", "channel"], dropna=False)["sales_baht"].sum().reset_index()


def _running(area: pd.Series, is_same: pd.Series) -> pd.Series:
    """How many months, this one included, the figures have been the same; 1 where they are new."""
    block = (~is_same | area.ne(area.shift())).cumsum()
    return block.groupby(block).cumcount() + 1


def without(like: pd.DataFrame, odd: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Like months (``area``, ``place``) less those in which the area's own figure is out of the ordinary."""
    named = pd.concat([one[["area", "month"]] for one in odd])
    keys = pd.MultiIndex.from_arrays([named["area"], (named["month"].dt.month - 10) % 12 + 1])
    return like[~pd.MultiIndex.from_frame(like[["area", "place"]]).isin(keys)]
