"""Village funds of topic 5 as they are: the same loans on two days, and what they leave in the funds.

Two states, 30 September 2564 and 12 January 2565: what was repaid and lent between them moves money between debtors and
bank, so that funds, debtors and districts add up on both days. Without plants every village is P0 on the later day; in
some districts one was P3 on the earlier day, and what was owed has been paid back since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, is_municipal, subdistrict_codes
from cdd_analysis.datasets.kkj import CAUSES, MEASURES
from cdd_analysis.sample import people
from cdd_analysis.sample.households import register_ids
from cdd_analysis.sample.seeds import chance, some
from cdd_analysis.sample.tpmap import village_ids
from cdd_analysis.sample.truth import AS_OF
from cdd_analysis.thai.fiscal import fiscal_end

YEARS = {2564: fiscal_end(2564), 2565: AS_OF}
#: How much the province's form overstates what a district has with debtors.
OVERSTATED = 48_000.0
BOOKS = ("household", "bank", "loan")
_GRANTED = 280_000.0
#: Villages with a fund for each subdistrict; in the country they are four in ten villages.
_VILLAGES = 1.1
_LEAST_VILLAGES = 5
_SPAN = (AS_OF - YEARS[2564]).days
_TERM = 1_826
_FRONT = ("หนอง", "ควน", "ไสย", "ท่า", "เขา", "นา", "คลอง", "ทุ่ง")
_BACK = ("ตุน", "พาย", "กวน", "เบา", "แวว", "โต", "เม็ด", "แพ", "เลาะ")
_PROBLEM = {  # role of a village -> causes, what was done, what was learnt
    "improved": (
        ("C2", "C3", "C4"),
        "จัดเวทีทำความเข้าใจและทำแผนผ่อนชำระรายครัวเรือน",
        "การเยี่ยมลูกหนี้ทุกเดือนร่วมกับผู้ใหญ่บ้านทำให้ชำระคืนครบ",
    ),
    "long_overdue": (("C1",), "ติดตามผู้รับสภาพหนี้และเตรียมประนอมหนี้", ""),
    "fund_short": (("C5",), "ตั้งคณะกรรมการตรวจสอบข้อเท็จจริง", ""),
}


@dataclass(frozen=True)
class Year:
    """One fiscal year: what is sent of it.

    Attributes:
        year: BE.
        villages: funds, with the ``role`` of each village in what is planted.
        loans: of those villages.
        own: districts as they sum themselves.
        province: districts as the province sums them.
        problems: villages on the province's report of problems.
    """

    year: int
    villages: pd.DataFrame
    loans: pd.DataFrame
    own: pd.DataFrame
    province: pd.DataFrame
    problems: pd.DataFrame

    @property
    def day(self) -> date:
        """The day its figures are of."""
        return YEARS[self.year]


def years(seed: int, province: str, planted: Mapping[str, str]) -> tuple[Year, Year]:
    """Last year and this one."""
    villages = _villages(seed, province, planted)
    loans = _loans(chance(seed, province, "kkj loans"), seed, province, villages)
    return (
        _year(seed, province, 2564, villages, loans, {}),
        _year(seed, province, 2565, villages, loans, planted),
    )


# --- villages ---------------------------------------------------------------------------------------------------


def _villages(seed: int, province: str, planted: Mapping[str, str]) -> pd.DataFrame:
    """Villages with a fund; ``role`` says which one something happens to."""
    dice = chance(seed, province, "kkj villages")
    every = sorted({code[:8] for code in village_ids(seed, province) if not is_municipal(code[:6])})
    places: list[str] = []
    for district in district_codes(province):
        own = [code for code in every if code[:4] == district]
        many = min(len(own), max(_LEAST_VILLAGES, round(_VILLAGES * len(subdistrict_codes(district)))))
        places += sorted(dice.choice(own, many, replace=False).tolist())
    total = len(places)
    front, back = dice.integers(0, len(_FRONT), total), dice.integers(0, len(_BACK), total)
    target = dice.integers(12, 40, total).astype(float)
    frame = pd.DataFrame(
        {
            "province_code": province,
            "district_code": [code[:4] for code in places],
            "subdistrict_code": [code[:6] for code in places],
            "village_code": places,
            "village_name": [f"บ้าน{_FRONT[a]}{_BACK[b]}" for a, b in zip(front, back, strict=True)],
            "granted_year": dice.integers(2537, 2545, total),
            "hh_total": target + dice.integers(60, 220, total),
            "hh_target": target,
            "interest": np.where(dice.random(total) < 0.97, np.round(dice.uniform(0, 3_000, total)), -12_000.0),
            "cash_baht": dice.choice((0.0, 500.0, 1_000.0, 1_500.0), total),
            "loans": dice.integers(4, 7, total),
        }
    )
    return frame.assign(role=_roles(frame, dice, planted))


def _roles(frame: pd.DataFrame, dice: Generator, planted: Mapping[str, str]) -> list[str]:
    """The second village of a district (three, of those without books) has what is planted; the next may improve."""
    kinds = {code: kind for kind, code in planted.items() if kind not in ("levels_differ", "no_report")}
    place = frame.groupby("district_code").cumcount()
    improves = {code: dice.random() < 0.55 for code in sorted(set(frame["district_code"]))}
    improves[str(frame["district_code"].iloc[0])] = True
    improves[planted.get("no_report", "")] = False
    roles = []
    for district, at in zip(frame["district_code"], place, strict=True):
        last = 4 if kinds.get(district) == "books_missing" else 2
        if 1 <= at < last:
            roles.append(kinds.get(district, ""))
        else:
            roles.append("improved" if at == last and improves[district] else "")
    return roles


# --- loans ------------------------------------------------------------------------------------------------------


def _loans(dice: Generator, seed: int, province: str, villages: pd.DataFrame) -> pd.DataFrame:
    """Loans with what was repaid by September and since; a loan received later was not there in September."""
    at = np.repeat(np.arange(len(villages)), villages["loans"])
    total = len(at)
    number = pd.Series(at).groupby(at).cumcount().to_numpy() + 1
    age = dice.integers(_SPAN + 10, 1_000, total)
    is_new = (dice.random(total) < 0.4) & (number == 1)
    age = np.where(is_new, age % 80 + 5, age)
    loan = dice.choice((10_000.0, 15_000.0, 20_000.0, 25_000.0, 30_000.0), total)
    repaid = np.where(is_new, 0, np.round(loan * (age - _SPAN) / _TERM, -2))
    frame = pd.DataFrame(
        {
            "at": at,
            "number": number,
            "role": villages["role"].to_numpy()[at],
            "loan_baht": loan,
            "age": age,
            "term": dice.choice((1_461, _TERM), total),
            "repaid": repaid,
            "paid": np.where(is_new, 0, np.round(loan * dice.uniform(0.02, 0.08, total), -2)),
            "rest": dice.integers(3, 80, total),  # days from the last payment to September
        }
    )
    frame = _arrears(frame, dice)
    days = {"received": -frame["age"], "due": frame["term"] - frame["age"], "last": -frame["rest"] - _SPAN}
    dated = {key: [AS_OF + timedelta(days=int(n)) for n in offsets] for key, offsets in days.items()}
    return frame.assign(
        **dated, **_borrowers(dice, seed, province, villages["village_code"].to_numpy()[at], number)
    ).assign(contract_id=[f"{n}/{day.year + 543}" for n, day in zip(number, dated["received"], strict=True)])


def _arrears(loans: pd.DataFrame, dice: Generator) -> pd.DataFrame:
    """Loans past their due date: a small rest in some villages, and what the roles ask for.

    A late loan was given a whole term before it was due.
    """
    second, role = loans["number"].eq(2), loans["role"]
    small = second & role.eq("") & (dice.random(len(loans)) < 0.25)
    improved, unlisted = second & role.eq("improved"), second & role.eq("problem_not_reported")
    long, idle = second & role.eq("long_overdue"), role.eq("idle_fund")
    is_open = loans["loan_baht"] - loans["repaid"]
    others = (is_open.groupby(loans["at"]).transform("sum") - is_open) * 0.4
    of = [small, improved | unlisted, long, idle, role.eq("fund_short")]
    loan = np.select(
        of, [loans["loan_baht"], others.round(-3), 20_000.0, loans["loan_baht"], 10_000.0], loans["loan_baht"]
    )
    owed = np.select(of[:4], [2_000.0, others.round(-3), 12_000.0, 0.0], np.nan)
    late = np.select(
        [small, improved, unlisted, long, idle], [dice.integers(20, 200, len(loans)), _SPAN + 120, 60, 1_300, 900], -1
    )
    is_late = late >= 0
    repaid = np.where(is_late, loan - owed, np.minimum(loans["repaid"], loan))
    paid = np.where(improved, owed, np.where(is_late, 0.0, np.minimum(loans["paid"], loan - repaid)))
    return loans.assign(
        loan_baht=loan,
        repaid=repaid,
        paid=paid,
        age=np.where(is_late, late + _TERM, loans["age"]),
        term=np.where(is_late, _TERM, loans["term"]),
        rest=np.where(idle, 930 - _SPAN, np.minimum(loans["rest"], loans["age"] - _SPAN - 1)),
        late=is_late,
    )


def _borrowers(
    dice: Generator, seed: int, province: str, codes: np.ndarray, number: np.ndarray
) -> dict[str, list[str]]:
    """Who borrowed: the first two of a village are target households of topic 1, where it has them."""
    homes = register_ids(seed, province).groupby("village_code")["house_id"].agg(list).to_dict()
    others = people.house_ids(dice, [code[:4] for code in codes])
    known = [homes.get(code, [])[:2] for code in codes]
    return {
        "borrower_id": people.names(dice, len(codes)),
        "house_id": [of[n - 1] if n <= len(of) else other for of, n, other in zip(known, number, others, strict=True)],
    }


# --- a year -----------------------------------------------------------------------------------------------------


def _year(
    seed: int, province: str, year: int, villages: pd.DataFrame, loans: pd.DataFrame, planted: Mapping[str, str]
) -> Year:
    """Loans and funds on the day of a year, without the district that sent nothing."""
    debts = _debts(year, loans)
    funds = _funds(chance(seed, province, f"kkj {year}"), year, villages, debts)
    districts = funds.groupby("district_code")
    sums = districts[list(MEASURES)].sum()
    sums.insert(0, "subdistrict_count", districts["subdistrict_code"].nunique().astype(float))
    sums.insert(1, "village_count", districts.size().astype(float))
    sums = sums.reset_index().assign(province_code=province)
    stated = sums.copy()
    stated.loc[
        stated["district_code"].eq(planted.get("levels_differ", "")), ["outstanding_baht", "fund_total_baht"]
    ] += OVERSTATED
    sent = funds["district_code"].ne(planted.get("no_report", ""))
    codes = ["province_code", "district_code", "subdistrict_code", "village_code", "village_name"]
    lent = debts[debts["at"].isin(funds.index[sent])].join(villages[codes], on="at").reset_index(drop=True)
    own = sums[sums["district_code"].isin(funds.loc[sent, "district_code"])]
    funds = funds[sent].reset_index(drop=True)
    return Year(year, funds, lent, own, stated, _problems(chance(seed, province, f"kkj problems {year}"), year, funds))


def _debts(year: int, loans: pd.DataFrame) -> pd.DataFrame:
    """Loans that were there on the day of a year, with what was open on it."""
    day = YEARS[year]
    there = loans[[one <= day for one in loans["received"]]]
    paid = there["paid"] if year == 2565 else there["paid"] * 0
    repaid = there["repaid"] + paid
    since = [day - timedelta(days=3 + n % 90) for n in range(len(there))]
    last = [new if amount else old for new, old, amount in zip(since, there["last"], paid, strict=True)]
    return there.assign(
        repaid_baht=repaid,
        outstanding_baht=there["loan_baht"] - repaid,
        received_date=there["received"],
        due_date=there["due"],
        last=last,
        last_repaid_date=some(last, repaid.gt(0).to_numpy()),
    )


def _funds(dice: Generator, year: int, villages: pd.DataFrame, debts: pd.DataFrame) -> pd.DataFrame:
    """The fund of every village: money with debtors, in bank, in hand; its books, committee and visits."""
    total, role, is_now = len(villages), villages["role"], year == 2565
    of = debts.groupby("at")
    owed = of["outstanding_baht"].sum()
    whole = _GRANTED + villages["interest"] + (500 if is_now else 0)
    bank = (whole - owed - villages["cash_baht"]).mask(role.eq("fund_short") & is_now, 1_000.0)
    fund = owed + bank + villages["cash_baht"]
    in_order = ~(role.eq("books_missing") & is_now)
    repaid = of["paid"].sum() if is_now else (debts["repaid"] * 0.4).round(-2).groupby(debts["at"]).sum()
    repaid = repaid.mask(role.eq("idle_fund"), 0.0)
    keen = {code: dice.uniform(0.83, 0.99) for code in sorted(set(villages["district_code"]))}
    is_last = ~villages["district_code"].duplicated(keep="last").to_numpy()  # at most one of a district is not visited
    visit = np.where(is_last & (dice.random(total) < 0.2), dice.integers(190, 300, total), dice.integers(4, 170, total))
    return villages.assign(
        hh_borrowed=of.size().astype(float),
        granted_baht=_GRANTED,
        outstanding_baht=owed,
        bank_baht=bank,
        fund_total_baht=fund,
        shortfall_baht=(_GRANTED - fund).clip(lower=0),
        repaid_year_baht=repaid,
        due_year_baht=np.ceil(repaid / villages["district_code"].map(keen) / 100) * 100,
        **{f"book_{book}_exists": in_order | (book != "loan") for book in BOOKS},
        **{f"book_{book}_correct": in_order | (book == "bank") for book in BOOKS},
        book_status_exists=dice.random(total) < 0.97,
        committee_end_date=[AS_OF + timedelta(days=int(d)) for d in dice.integers(40, 900, total)],
        last_loan_date=of["received"].max(),
        last_repaid_date=of["last"].max(),
        last_visit_date=[YEARS[year] - timedelta(days=int(d)) for d in visit],
    )


def _problems(dice: Generator, year: int, funds: pd.DataFrame) -> pd.DataFrame:
    """What the province reports of a year's villages with a problem; a cleared one with its day and lesson."""
    is_now = year == 2565
    listed = funds[funds["role"].isin(tuple(_PROBLEM) if is_now else ("improved", "long_overdue"))].reset_index(
        drop=True
    )
    causes = [str(dice.choice(_PROBLEM[role][0])) for role in listed["role"]]
    is_cleared = listed["role"].eq("improved").to_numpy() & is_now
    days = [AS_OF - timedelta(days=int(d)) for d in dice.integers(5, 90, len(listed))]
    return listed.assign(
        fiscal_year=year,
        cause_code=causes,
        cause=[CAUSES[code][0] for code in causes],
        remedy=[_PROBLEM[role][1] for role in listed["role"]],
        lesson=some([_PROBLEM[role][2] for role in listed["role"]], is_cleared),
        cleared_date=some(days, is_cleared),
    )
