"""Contracts of the fund with what their instalments say: one row a contract, and what is counted of them by area.

A balance belongs to a contract: instalments are gathered by contract before anything is counted (handbook 8.2).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cdd_analysis.measures import ladder
from cdd_analysis.settings import setting

_KEY = ["province_code", "contract_id"]
_CLOSED = ("closed", "written_off")
_FLAGS = (
    "restructure_offered",
    "restructure_signed",
    "restructure_kept",
    "has_schedule",
    "has_guarantor",
    "has_address",
)
_REGISTER = (
    "district_code", "proposer_id", "end_date", "balance_baht", "overdue_debt_baht", "debt_status", "status_date",
    "as_of_date", *_FLAGS,
)  # fmt: skip
#: Columns of ``loans`` that are counted by area.
COUNTED = (
    "active", "balance_baht", "overdue_baht", "in_arrears", "known_arrears", "ended", "ended_baht", "known_end",
    "npl_baht", "aged_balance_baht", "old_overdue_baht", "aged_overdue_baht", "scope", "offered", "signed", "kept",
    "known_kept", "case", "stuck", "stuck_baht", "complete", "checked",
)  # fmt: skip


def loans(contracts: pd.DataFrame, instalments: pd.DataFrame, day: date) -> pd.DataFrame:
    """One row a contract: balance, overdue debt, age, where its case stands, and marks (1 or 0) that are counted.

    Args:
        contracts: the register, one state of each district.
        instalments: one state of each district; what the register leaves blank is taken from them.
        day: of a register without an as-of date.
    """
    own = contracts[[*_KEY, *_REGISTER]].drop_duplicates(_KEY)
    found = own.merge(_by_contract(instalments, day), on=_KEY, how="outer", suffixes=("", "_due"))
    for name in ("district_code", "proposer_id", "end_date", "as_of_date"):
        found[name] = found[name].fillna(found[f"{name}_due"])
    found["balance_baht"] = found["balance_baht"].fillna(found["left_due"])
    found["overdue_baht"] = found["overdue_debt_baht"].fillna(found["overdue_due"])
    found["day"] = pd.to_datetime(found["as_of_date"]).fillna(pd.Timestamp(day))
    return _marked(found)


def _by_contract(instalments: pd.DataFrame, day: date) -> pd.DataFrame:
    """Instalments by contract: what is left, what of it is overdue by age, since when. A blank repayment is none."""
    rows = aged(instalments, day)
    late = rows["late_baht"] > 0
    rows = rows.assign(oldest=rows["days"].where(late), due_date=pd.to_datetime(rows["due_date"]))
    ages = {name: (name, "sum") for name in age_names()}
    found = rows.groupby(_KEY, sort=False).agg(
        district_code_due=("district_code", "first"),
        proposer_id_due=("proposer_id", "first"),
        end_date_due=("due_date", "max"),
        as_of_date_due=("as_of_date", "max"),
        left_due=("left_baht", "sum"),
        overdue_due=("late_baht", "sum"),
        oldest=("oldest", "max"),
        **ages,
    )
    return found.reset_index()


def age_names() -> list[str]:
    """Columns of overdue debt by age: ``age_0`` is the youngest."""
    return [f"age_{n}" for n in range(len(setting("women_fund.age_days")) + 1)]


def age_labels() -> list[str]:
    """The ages in words: 1–30 วัน … เกิน 365 วัน."""
    ends = setting("women_fund.age_days")
    starts = [1, *(end + 1 for end in ends)]
    return [*(f"{a}–{b} วัน" for a, b in zip(starts, ends, strict=False)), f"เกิน {ends[-1]} วัน"]


def aged(instalments: pd.DataFrame, day: date) -> pd.DataFrame:
    """Instalments with what is left of each, days past its due date, and the overdue baht under its age."""
    due = pd.to_datetime(instalments["due_date"])
    asked = pd.to_datetime(instalments["as_of_date"]).fillna(pd.Timestamp(day))
    left = (instalments["due_principal_baht"] - instalments["repaid_principal_baht"].fillna(0)).clip(lower=0)
    days = (asked - due).dt.days
    late = left.where(days > 0, 0.0)
    edges = [0, *setting("women_fund.age_days"), np.inf]
    ages = {
        name: late.where((days > above) & (days <= upto), 0.0)
        for name, above, upto in zip(age_names(), edges[:-1], edges[1:], strict=True)
    }
    return instalments.assign(left_baht=left, late_baht=late, days=days, **ages)


def _marked(found: pd.DataFrame) -> pd.DataFrame:
    """What is counted of each contract; missing where the register does not tell."""
    closed = found["debt_status"].isin(_CLOSED)
    active = found["balance_baht"].gt(0) | (found["balance_baht"].isna() & ~closed)
    overdue = found["overdue_baht"].gt(0)
    end = pd.to_datetime(found["end_date"])
    ended = active & end.lt(found["day"]) & found["balance_baht"].gt(0)
    flags = {name: found[name].astype("boolean") for name in _FLAGS}
    signed, kept = flags["restructure_signed"].eq(True), flags["restructure_kept"]
    told = flags["restructure_offered"].notna() | flags["restructure_signed"].notna() | kept.notna()
    in_case = active & found["debt_status"].isin(setting("women_fund.cases")) & found["status_date"].notna()
    since = (found["day"] - pd.to_datetime(found["status_date"])).dt.days
    stuck = in_case & since.gt(setting("women_fund.stuck_days"))
    # Without instalments nobody knows how old an arrear is; a contract without arrears has no age to know.
    known_age = active & (found["oldest"].notna() | ~overdue)
    npl = known_age & found["oldest"].gt(setting("women_fund.npl_days"))
    by_age = [name for name in age_names() if name in found]
    aged_overdue = found[by_age].sum(axis=1, min_count=1)
    flagged = flags["has_schedule"].notna() | flags["has_guarantor"].notna() | flags["has_address"].notna()
    filled = [flags[name].eq(True).fillna(False) for name in ("has_schedule", "has_guarantor", "has_address")]
    complete = found["proposer_id"].notna() & end.notna() & filled[0] & filled[1] & filled[2]
    checked = active & flagged
    marks = {
        "active": active.where(active),
        "in_arrears": (active & overdue).where(active & found["overdue_baht"].notna()),
        "known_arrears": active.where(active & found["overdue_baht"].notna()),
        "ended": ended.where(active & end.notna()),
        "known_end": active.where(active & end.notna()),
        "ended_baht": found["balance_baht"].where(ended),
        "npl_baht": found["balance_baht"].where(npl, 0.0).where(known_age),
        "aged_balance_baht": found["balance_baht"].where(known_age),
        "aged_overdue_baht": aged_overdue,
        "old_overdue_baht": found[by_age[-2:]].sum(axis=1, min_count=1),
        "scope": (active & overdue | told).where(told | (active & overdue)),
        "offered": flags["restructure_offered"].astype("Float64"),
        "signed": flags["restructure_signed"].astype("Float64"),
        "kept": kept.astype("Float64").where(signed.fillna(False) & kept.notna()),
        "known_kept": signed.where(signed.fillna(False) & kept.notna()),
        "case": in_case.where(in_case),
        "stuck": stuck.where(in_case),
        "stuck_baht": found["balance_baht"].where(stuck),
        "complete": complete.where(checked),
        "checked": checked.where(checked),
    }
    numbers = {name: values.astype("Float64").astype("float64") for name, values in marks.items()}
    return found.assign(**numbers, status_days=since, is_stuck=stuck, is_ended=ended)


def account(found: pd.DataFrame) -> pd.DataFrame:
    """What is counted of contracts in every area."""
    names = [*COUNTED, *(name for name in age_names() if name in found)]
    return ladder.sums(found, names).rename(
        columns={"balance_baht": "contract_balance_baht", "overdue_baht": "contract_overdue_baht"}
    )


def by_status(found: pd.DataFrame) -> pd.DataFrame:
    """Contracts by where their case stands: how many, their balance, the days they have stood there, how many stuck."""
    rows = found[found["debt_status"].notna()]
    grouped = rows.groupby("debt_status")
    return pd.DataFrame(
        {
            "contracts": grouped.size().astype("float64"),
            "balance_baht": grouped["balance_baht"].sum(min_count=1),
            "overdue_baht": grouped["overdue_baht"].sum(min_count=1),
            "median_days": grouped["status_days"].median(),
            "stuck": grouped["is_stuck"].sum().astype("float64"),
        }
    )


def largest(found: pd.DataFrame) -> pd.DataFrame:
    """Contracts with overdue debt, the largest first, with the running share of all overdue debt in per cent."""
    rows = found[found["overdue_baht"] > 0].sort_values(["overdue_baht", "contract_id"], ascending=[False, True])
    return rows.assign(running_pct=rows["overdue_baht"].cumsum() / rows["overdue_baht"].sum() * 100)


def carried(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Contracts overdue at the end of last year, by district: how many, how much, and what is overdue of them now."""
    late = then[then["overdue_baht"] > 0][[*_KEY, "district_code", "overdue_baht"]]
    both = late.merge(now[[*_KEY, "overdue_baht"]], on=_KEY, how="left", suffixes=("", "_now"))
    both = both.assign(still=both["overdue_baht_now"].gt(0).astype(float), gone=both["overdue_baht_now"].isna())
    grouped = both.groupby("district_code")
    return pd.DataFrame(
        {
            "contracts": grouped.size().astype("float64"),
            "overdue_baht": grouped["overdue_baht"].sum(),
            "still": grouped["still"].sum(),
            "overdue_now_baht": grouped["overdue_baht_now"].sum(min_count=1),
            "gone": grouped["gone"].sum().astype("float64"),
        }
    )
