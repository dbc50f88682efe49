"""What a view reads of the reports on Thai cloth: the newest state of every agency, each district's figures by month.

A row without an agency speaks for its whole area: its figures stand before the sum of the agencies', and those of an
area above count only where the areas below sent none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.measures import ladder
from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted
from cdd_analysis.measures.periods import same_months, to_date
from cdd_analysis.measures.result import View
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_month_no

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

PLACE = ("province_code", "district_code")
FLOWS = (
    "campaign_count", "participants", "cloth_sales_baht", "sales_target_baht", "contest_pieces", "contest_target",
)  # fmt: skip
#: What a district owes every month.
KINDS = ("ผลการสวมใส่ผ้าไทย", "ยอดจำหน่ายผ้า")
STATES = ("announced", "days_per_week", "wearers", "staff")
_MARKS = ("agencies", "announced_count", "without", "dated", "days_known", "two_days", "few_days", "worn", "asked")
_DEPTH = {"province": 0, "district": 1, "subdistrict": 2, "village": 3}


def is_agency(rows: pd.DataFrame) -> pd.Series:
    """Whether a row is about one agency, not about the whole area."""
    return rows["agency"].notna() | rows["agency_id"].notna()


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without those whose area is counted by others: a district's own before its subdistricts', and before all of
    them the province's only where no district sent anything for the month."""
    one = is_agency(rows)
    depth = rows["area_level"].map(_DEPTH).fillna(1)
    upper = depth.where(~one & depth.ge(1)).groupby([rows[c] for c in (*PLACE, "month")], dropna=False)
    repeats_below = ~one & depth.gt(upper.transform("min"))
    told = rows["district_code"].notna().groupby([rows["province_code"], rows["month"]], dropna=False).transform("any")
    return rows[~repeats_below & ~(~one & rows["district_code"].isna() & told)]


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a district and month with its ``FLOWS``: as its own row states them, else the sum of its agencies."""
    keys, one = [*PLACE, "month"], is_agency(rows)
    own, agencies = (part.groupby(keys, dropna=False)[list(FLOWS)].sum(min_count=1) for part in (rows[~one], rows[one]))
    return own.combine_first(agencies)[list(FLOWS)].reset_index()


def newest_state(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Each district's rows of its newest month with any of ``columns``; agencies before the area's own row."""
    told = rows[rows[list(columns)].notna().any(axis=1) & rows["month"].notna()]
    place = [told[c] for c in PLACE]
    latest = told[told["month"].eq(told.groupby(place, dropna=False)["month"].transform("max"))]
    one = is_agency(latest)
    has_agency = one.groupby([latest[c] for c in PLACE], dropna=False).transform("any")
    return latest[one | ~has_agency]


def marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Agencies of a state as countable marks; unknown is missing, never 0."""
    one = is_agency(rows)
    announced = rows["announced"].astype("float64").where(one)
    known = announced.notna()
    days = rows["days_per_week"].where(announced.eq(1))
    least = setting("thai_cloth.least_days")
    both = rows["wearers"].notna() & rows["staff"].notna()
    return rows.assign(
        agencies=_mark(known, known),
        announced_count=announced,
        without=1 - announced,
        dated=_mark(rows["announced_date"].notna(), announced.eq(1)),
        days_known=_mark(days.notna(), days.notna()),
        two_days=_mark(days.ge(least), days.notna()),
        few_days=_mark(days.lt(least), days.notna()),
        worn=rows["wearers"].where(both),
        asked=rows["staff"].where(both),
    )


def _mark(holds: pd.Series, known: pd.Series) -> pd.Series:
    return holds.astype("float64").where(known)


def otop_by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Sales of all OTOP products of a district and month: the row that is not split, else the sum over categories.

    Splits are never added to each other; sales that are split by channel alone are left out.
    """
    own = rows[rows["area_level"].eq("district") & rows["month"].notna()]
    layer = own["category"].ne("all") * 2 + own["channel"].ne("all") * 1
    sums = own.groupby([*(own[c] for c in (*PLACE, "month")), layer.rename("layer")])["sales_baht"].sum(min_count=1)
    wide = sums.unstack("layer").reindex(columns=[0, 2, 3])
    return wide.bfill(axis=1)[0].rename("otop_baht").reset_index()


#: Columns that a page reads of an agency, and of one that lacks a measure or days.
_OF_AGENCY = (
    *PLACE, "agency", "agency_id", "agency_type", "month", "announced_count", "days_known", "two_days", "without",
    "few_days", "days_per_week",
)  # fmt: skip
#: What is compared with OTOP: it is looked at for the page's own areas only.
_BESIDE_OTOP = ("gap_baht", "compared", "agreed")


@dataclass(frozen=True)
class Nation:
    """The reports of the whole country on a day.

    Attributes:
        inputs: where this year's rows up to the day come from.
        sent: districts and months, and which kinds of report tell of them (``sent_kinds``).
        months, months_before: ``by_month`` of this year, and of last year where a district sent the month again.
        closed: ``by_month`` of all of last year; ``lacked`` agencies whose measure lacked something when it ended.
        state: agencies at their newest month, with ``marks``.
        differences: comparisons with OTOP's cloth.
        account, before: a row per area, this year, and the same districts and months of last year.
        dated: newest as-of date by area.
    """

    inputs: Parted
    sent: Parted
    months: Parted
    months_before: Parted
    closed: Parted
    lacked: Parted
    state: Parted
    differences: Parted
    account: pd.DataFrame
    before: pd.DataFrame
    dated: pd.Series


@dataclass(frozen=True)
class Facts:
    """What a view looks at: of ``Nation`` the rows of its provinces, and the accounts.

    Attributes:
        sent, state, lacked, differences: rows with the area below that each lies in as ``area``.
        months, months_before, closed: figures of the view's area by month.
    """

    view: View
    inputs: pd.DataFrame
    sent: pd.DataFrame
    months: pd.DataFrame
    months_before: pd.DataFrame
    closed: pd.DataFrame
    lacked: pd.DataFrame
    state: pd.DataFrame
    differences: pd.DataFrame
    account: pd.DataFrame
    before: pd.DataFrame
    dated: pd.Series


def look(data: Processed, view: View) -> Facts:
    """What a view looks at."""
    known, where = nation(data, view.fiscal_year, view.as_of), view.scope

    def below(rows: Parted) -> pd.DataFrame:
        own = rows.within(where)
        return own.assign(area=ladder.child_of(own, where).astype(object))

    is_own = known.account.index.isin((where.key, *where.children))
    beside = np.where(is_own[:, None], known.account[list(_BESIDE_OTOP)].to_numpy(), np.nan)
    return Facts(
        view,
        inputs=known.inputs.within(where),
        sent=below(known.sent),
        months=_sums(known.months.within(where)),
        months_before=_sums(known.months_before.within(where)),
        closed=_sums(known.closed.within(where)),
        lacked=below(known.lacked),
        state=below(known.state),
        differences=below(known.differences),
        account=known.account.assign(**dict(zip(_BESIDE_OTOP, beside.T, strict=True))),
        before=known.before,
        dated=known.dated,
    )


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures of all rows together by month, in order."""
    return rows.groupby("month")[list(FLOWS)].sum(min_count=1)


@once
def nation(data: Processed, fiscal_year: int, as_of: date) -> Nation:
    """The whole country on a day, read once."""
    view = View(scope(ladder.NATIONAL), fiscal_year, as_of)
    everything = whole(data.read("cloth_agencies"))
    columns = ["area_level", *PLACE, "month", "category", "channel", "sales_baht"]
    otop = otop_by_month(data.read("otop_sales", columns=columns))
    rows = to_date(everything, view)
    places = sorted(rows["month"].dropna().unique())
    earlier = [same_months(everything, View(view.scope, fiscal_year - n, as_of), places) for n in range(3)]
    months, *years = (by_month(one) for one in (rows, *earlier))
    like, closed = _alike(earlier[0], rows), same_months(everything, view, months_of_year())
    before, differences = by_month(like), _differences(data, view)
    sent = sent_kinds(rows).groupby([rows[c] for c in (*PLACE, "month")], dropna=False).any().reset_index()
    return Nation(
        inputs=parted(rows, columns=()),
        sent=parted(sent),
        months=parted(months),
        months_before=parted(before),
        closed=parted(by_month(closed)),
        lacked=parted(lacking(marks(newest_state(closed, ("announced", "days_per_week"))))[list(_OF_AGENCY)]),
        state=parted(marks(newest_state(rows, STATES))[list(_OF_AGENCY)]),
        differences=parted(differences),
        account=account(rows, months, years, otop, differences),
        before=account(like, before, years[1:], otop),
        dated=ladder.latest(rows),
    )


def lacking(rows: pd.DataFrame) -> pd.DataFrame:
    """Agencies without a measure, or with fewer days than the cabinet's."""
    return rows[is_agency(rows) & (rows["without"].eq(1) | rows["few_days"].eq(1))]


def _alike(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Rows of last year whose district sent the same month this year: what was not sent is no fall."""
    keys = [
        pd.MultiIndex.from_arrays([rows["province_code"], rows["district_code"], _places(rows["month"])])
        for rows in (before, now)
    ]
    return before[keys[0].isin(keys[1])]


def _places(months: pd.Series) -> list[int]:
    return [fiscal_month_no(month) for month in months]


def sent_kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """For each row whether it tells of agencies' measures, and whether of sales: a district owes both every month."""
    told = (rows[list(STATES)].notna().any(axis=1), rows["cloth_sales_baht"].notna())
    return pd.DataFrame(dict(zip(KINDS, told, strict=True)))


def months_of_year() -> list[pd.Timestamp]:
    """A day in each month, October first: all places of a fiscal year."""
    return [pd.Timestamp(2000, month, 1) for month in (10, 11, 12, *range(1, 10))]


def _differences(data: Processed, view: View) -> pd.DataFrame:
    """Cloth sales against OTOP's category of cloth, as the cleaner compared them, months of the view's year to date."""
    found = data.differences()
    own = found[
        found["table"].eq("cloth_agencies") & found["comparison"].eq("tables") & found["column"].eq("cloth_sales_baht")
    ]
    return to_date(own, view).dropna(subset=["difference"])


def account(
    rows: pd.DataFrame,
    months: pd.DataFrame,
    years: Sequence[pd.DataFrame],
    otop: pd.DataFrame,
    differences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """A row per area: sums of states and of months to date, what can be compared with years before, with OTOP.

    Args:
        rows: of the year to date; ``months`` is ``by_month`` of them.
        years: ``by_month`` of the same months of the years before, the latest first.
        otop: all OTOP sales by district and month.
        differences: comparisons with OTOP's cloth; None where they are not looked at.
    """
    makers = newest_state(rows, ("producers",))
    parts = [
        ladder.sums(marks(newest_state(rows, STATES)), _MARKS),
        ladder.sums(compared(months, years, otop), (*FLOWS, *_COMPARED)),
        ladder.sums(makers, ("producers",)),
    ]
    if differences is not None:
        told = differences.assign(compared=1.0, agreed=differences["difference"].eq(0).astype(float))
        parts.append(ladder.sums(told.rename(columns={"difference": "gap_baht"}), ("gap_baht", "compared", "agreed")))
    found = pd.concat(parts, axis=1)
    found["per_producer"] = ratios(found["cloth_sales_baht"], found["producers"], per=1)
    found["not_wearing"] = found["asked"] - found["worn"]
    found["contest_pct"] = ratios(found["contest_paired"], found["contest_aim"])
    found["contest_level"] = [contest_level(value) for value in found["contest_pct"]]
    return found


_COMPARED = (
    *("before_baht", "change_baht", "mean_baht", "mean_change_baht"),
    *("aimed_sales", "aim_baht", "contest_paired", "contest_aim", "cloth_beside_otop", "otop_baht"),
)


def compared(months: pd.DataFrame, years: Sequence[pd.DataFrame], otop: pd.DataFrame) -> pd.DataFrame:
    """Months with what they are held against; a month counts in a comparison only where both sides were sent."""
    found = months.assign(no=_places(months["month"]))
    for n, year in enumerate(years, 1):
        place = year.assign(no=_places(year["month"]))
        side = place[[*PLACE, "no", "cloth_sales_baht"]].rename(columns={"cloth_sales_baht": f"_{n}"})
        found = found.merge(side, on=[*PLACE, "no"], how="left", validate="one_to_one")
    found = found.merge(otop, on=[*PLACE, "month"], how="left", validate="one_to_one")
    sold, before = found["cloth_sales_baht"], [found[f"_{n}"] for n in range(1, len(years) + 1)]
    one = before[0] if before else sold * float("nan")
    mean = pd.concat(before, axis=1).mean(axis=1, skipna=False) if len(before) == 3 else sold * float("nan")
    aimed = sold.notna() & found["sales_target_baht"].notna()
    sent = found["contest_pieces"].notna() & found["contest_target"].notna()
    beside = sold.notna() & found["otop_baht"].notna()
    return found.assign(
        before_baht=one.where(sold.notna()),
        change_baht=sold - one,
        mean_baht=mean.where(sold.notna()),
        mean_change_baht=sold - mean,
        aimed_sales=sold.where(aimed),
        aim_baht=found["sales_target_baht"].where(aimed),
        contest_paired=found["contest_pieces"].where(sent),
        contest_aim=found["contest_target"].where(sent),
        cloth_beside_otop=sold.where(beside),
        otop_baht=found["otop_baht"].where(beside),
    )


def contest_level(pct: float) -> float:
    """Level 0 to 5 of pieces sent to the contest, in per cent of the target (T7.6); missing where there is none."""
    if pd.isna(pct):
        return float("nan")
    return float(sum(pct >= step for step in setting("thai_cloth.contest_steps_pct")))
