"""Loans of the women's fund (topic 6), lived through instalment by instalment, and the sheets made of them.

Every instalment knows what was paid on its day, what was paid late and when, and what never was. All figures of a day
(debt, overdue, repayment, the flows between) follow from that, so that sheets, registers and months agree. Nothing
happens in the first twelve days of a month: the state of 31 December is that of 12 January. Persons are made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, name, subdistrict_codes
from cdd_analysis.datasets.women_fund import MONEY_TYPES, STATUSES
from cdd_analysis.sample import dirt, layout, people
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_months, fiscal_start, fiscal_year, thai_date

KINDS = (
    "overdue_high",
    "repayment_low",
    "typed_percent",
    "ended_in_arrears",
    "stuck_case",
    "debt_flow",
    "milestone_missing",
    "no_report",
)

_FIRST, _MONTHS = np.datetime64("2018-10", "M"), 39  # contracts begin from October 2561 to December 2564
_INSTALMENTS, _EVERY = 4, 6  # months
_NOW, _THEN = np.datetime64(AS_OF.isoformat(), "D"), np.datetime64(fiscal_end(2564).isoformat(), "D")
_PROJECTS = ("ทำขนมพื้นบ้าน", "ทอผ้าและแปรรูปผ้า", "เลี้ยงไก่ไข่", "ปลูกผักปลอดสารพิษ", "ทำเครื่องแกง", "จักสานกระจูด", "เพาะเห็ดนางฟ้า")
_TYPED_OFF, _COLLECTED_OFF, _STUCK_DAYS = 7.25, 25_000.0, 260
_FLAGS = (("มี", "ไม่มี"), ("✓", "-"), ("1", "0"))


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the fund's monthly sheets, scores, registers of contracts and instalments, and members of a province."""
    part = Part()
    where = {district: kind for kind, district in planted.items()}
    loans = pd.concat(
        [_district(seed, district, where.get(district, "")) for district in district_codes(province)], ignore_index=True
    )
    months = _months(seed, loans, planted)
    _write_year(part, folder, chance(seed, province, "fund 2564"), province, months[months["fiscal_year"] == 2564])
    _write_scores(part, folder, chance(seed, province, "fund scores"), province, months)
    _write_month_sheets(part, folder, chance(seed, province, "fund 2565"), province, months, planted)
    _write_contracts(part, folder, chance(seed, province, "fund contracts"), province, loans)
    _write_instalments(part, folder, seed, province, loans)
    _write_members(part, folder, seed, province)
    part.keep_secret("fund_proposers", set(loans["proposer_id"]))
    _note_months(part, months, planted.get("no_report"))
    _plant(part, province, loans, months, planted)
    return part


# --- loans as they are ------------------------------------------------------------------------------------------


def _day(day: date | str) -> np.datetime64:
    return np.datetime64(str(day), "D")


def _month_end(month: date) -> np.datetime64:
    following: np.datetime64 = (np.datetime64(f"{month:%Y-%m}", "M") + 1).astype("M8[D]")
    return following - 1


_NEVER = np.datetime64("NaT", "D")


def _district(seed: int, district: str, kind: str) -> pd.DataFrame:
    """The instalments of a district's contracts, with what has become of each."""
    dice = chance(seed, district, "fund loans")
    loans = _schedule(dice, district, kind)
    _some_late(dice, loans)
    _arrears_of_last_year(dice, loans, kind)
    _arrears_of_this_year(dice, loans, kind)
    if kind == "stuck_case":
        due = _open_contracts(loans) & _between(loans["due"], "2020-10-01", "2021-03-20")
        rows = np.flatnonzero(due)[:1]
        _leave_unpaid(loans, rows, 0.012 * _state(loans, _NOW)[0])
        loans["stuck"] = np.isin(loans["contract_id"], loans["contract_id"][rows])
    return pd.DataFrame(loans)


Loans = dict[str, np.ndarray]


def _arrays(frame: pd.DataFrame) -> Loans:
    """The columns of a frame of loans, days as days."""
    return {str(key): values.to_numpy("M8[D]" if values.dtype.kind == "M" else None) for key, values in frame.items()}


def _schedule(dice: Generator, district: str, kind: str) -> Loans:
    """Contracts begun evenly over the months, each repaid in equal parts, all of them on their day."""
    tambons = subdistrict_codes(district)
    total = 15 + min(len(tambons), 12) // 3 + int(dice.integers(0, 3))
    begun = ((np.arange(total) + dice.uniform(0.2, 0.8, total)) / total * _MONTHS).astype(int)
    day = dice.integers(12, 26, total)
    approved = dice.integers(9, 40, total) * 4_000.0
    if kind == "repayment_low":  # what falls due in October to December is little, so that the debt stays in order
        is_last = begun + _INSTALMENTS * _EVERY < _MONTHS
        little = np.where(is_last, 12_000.0, np.round(approved / 12_000) * 4_000)
        approved = np.where(begun % _EVERY < 3, little, approved)
    years = np.array([fiscal_year(one) for one in (_FIRST + begun).astype("M8[D]").tolist()])
    number = np.tile(np.arange(1, _INSTALMENTS + 1), total)
    one: Loans = {
        "subdistrict_code": np.array(tambons, object)[dice.integers(0, len(tambons), total)],
        "fiscal_year": years,
        "contract_id": np.array([f"{district}-{year % 100}-{n:03d}" for n, year in enumerate(years, 1)], object),
        "project": np.array(_PROJECTS, object)[dice.integers(0, len(_PROJECTS), total)],
        "proposer_id": np.array(people.names(dice, total), object),
        "approved": approved,
        "start": (_FIRST + begun).astype("M8[D]") + day,
        "has_address": (dice.random(total) > 0.04) | (len(tambons) <= 6),
        "days_in_status": dice.integers(25, 120, total),
        "stuck": np.zeros(total, bool),
        "begun": begun,
        "day": day,
    }
    loans = {key: np.repeat(values, _INSTALMENTS) for key, values in one.items()}
    months = _FIRST + loans.pop("begun")
    day = loans.pop("day")
    loans |= {
        "province_code": np.full(len(number), district[:2], object),
        "district_code": np.full(len(number), district, object),
        "number": number,
        "due": (months + _EVERY * number).astype("M8[D]") + day,
        "end": (months + _EVERY * _INSTALMENTS).astype("M8[D]") + day,
        "amount": loans["approved"] / _INSTALMENTS,
        "late": np.zeros(len(number)),
        "unpaid": np.zeros(len(number)),
    }
    return loans | {key: np.full(len(number), _NEVER) for key in ("late_day", "moved_on", "moved_to")}


def _between(days: np.ndarray, first: str | np.datetime64, last: str | np.datetime64) -> np.ndarray:
    return np.asarray((days >= _day(str(first))) & (days <= _day(str(last))))


def _later(dice: Generator, day: np.datetime64, months: int = 1) -> np.datetime64:
    """A day of a later month, between the 13th and the 28th."""
    month: np.datetime64 = (day.astype("M8[M]") + months).astype("M8[D]")
    return month + int(dice.integers(12, 28))


def _some_late(dice: Generator, loans: Loans) -> None:
    """One instalment in twelve of last year's first ten months is paid in part a month late."""
    for at in np.flatnonzero(
        _between(loans["due"], "2020-10-01", "2021-07-31") & (dice.random(len(loans["due"])) < 0.08)
    ):
        loans["late"][at] = np.round(loans["amount"][at] * dice.uniform(0.3, 0.9), -2)
        loans["late_day"][at] = _later(dice, loans["due"][at])


def _open_contracts(loans: Loans) -> np.ndarray:
    """Contracts that run beyond the day the sample is of."""
    return np.asarray(loans["end"] > _NOW)


def _leave_unpaid(loans: Loans, rows: np.ndarray, baht: float) -> None:
    """Leave about so much of these instalments unpaid, nine tenths of each at most."""
    for at in rows:
        part = np.round(min(loans["amount"][at] * 0.9, baht / len(rows)), -2)
        loans["late"][at], loans["unpaid"][at] = 0.0, max(part, 100.0)


def _arrears_of_last_year(dice: Generator, loans: Loans, kind: str) -> None:
    """What was overdue on 30 September: most of it is paid or restructured in the new year."""
    if kind == "overdue_high":
        due = _open_contracts(loans) & _between(loans["due"], "2021-04-01", "2021-09-28")
        loans["unpaid"][due] = np.round(loans["amount"][due] * 0.85, -2)
        loans["late"][due] = 0.0
        return
    due = _open_contracts(loans) & _between(loans["due"], "2021-06-01", "2021-09-28")
    chosen = np.flatnonzero(due)[: 2 if _active(loans, _THEN) >= 16 else 1]
    _leave_unpaid(loans, chosen, dice.uniform(0.02, 0.038) * _state(loans, _THEN)[0])
    many = _active(loans, _NOW) >= 15
    for at in chosen:
        fate = str(dice.choice(("paid", "restructured", "part") if many else ("paid", "restructured")))
        if fate == "restructured":
            loans["moved_on"][at] = _later(dice, _day("2021-10-01"))
            loans["moved_to"][at] = _later(dice, loans["end"][at], _EVERY)
        else:
            paid = np.round(loans["unpaid"][at] * (1.0 if fate == "paid" else 0.6), -2)
            loans["late"][at], loans["unpaid"][at] = paid, loans["unpaid"][at] - paid
            loans["late_day"][at] = _later(dice, _day("2021-10-01"), int(dice.integers(1, 3)))
        many = many and fate != "part"


def _arrears_of_this_year(dice: Generator, loans: Loans, kind: str) -> None:
    """What fell due in October to December and was not paid."""
    due = _between(loans["due"], "2021-10-01", "2021-12-28")
    whole, is_open = float(loans["amount"][due].sum()), _open_contracts(loans)
    if kind == "repayment_low":
        loans["unpaid"][due & is_open] = np.round(loans["amount"][due & is_open] * 0.72, -2)
        return
    rows = np.flatnonzero(due & (loans["due"] == loans["end"] if kind == "ended_in_arrears" else is_open))
    debt, overdue = _state(loans, _NOW)
    room = max(0.004 * debt, 0.045 * debt - overdue)
    _leave_unpaid(loans, rows[:1], min(dice.uniform(0.07, 0.17) * whole, room))


def _paid(loans: Loans, day: np.datetime64) -> np.ndarray:
    """What has been paid of each instalment by a day."""
    on_time = np.where(loans["due"] <= day, loans["amount"] - loans["late"] - loans["unpaid"], 0.0)
    return np.asarray(on_time + np.where(loans["late_day"] <= day, loans["late"], 0.0))


def _due_day(loans: Loans, day: np.datetime64) -> np.ndarray:
    """The day each instalment is due, as known on a day: restructured ones have a new one."""
    return np.where(loans["moved_on"] <= day, loans["moved_to"], loans["due"])


def _left(loans: Loans, day: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """What is still owed of each instalment on a day, and what of it is overdue."""
    owed = np.where(loans["start"] <= day, loans["amount"] - _paid(loans, day), 0.0)
    return owed, np.where(_due_day(loans, day) <= day, owed, 0.0)


def _state(loans: Loans, day: np.datetime64) -> tuple[float, float]:
    """Debt and overdue debt of some contracts on a day."""
    owed, overdue = _left(loans, day)
    return float(owed.sum()), float(overdue.sum())


def _active(loans: Loans, day: np.datetime64) -> int:
    """Contracts with a balance on a day."""
    return int((_left(loans, day)[0].reshape(-1, _INSTALMENTS).sum(axis=1) > 0).sum())


# --- months -----------------------------------------------------------------------------------------------------


def _months(seed: int, frame: pd.DataFrame, planted: Mapping[str, str]) -> pd.DataFrame:
    """A row for each district, month and kind of money, as it is true, with scores at the end of 2564."""
    province = str(frame["province_code"].iloc[0])
    codes, which = np.unique(frame["district_code"].to_numpy(str), return_inverse=True)
    loans, parts = _arrays(frame), []
    for year, last in _YEARS:
        for at, month in enumerate(fiscal_months(year)[:last], 1):
            day = _month_end(month)
            own = _debt_month(loans, which, _day(fiscal_start(year)), day)
            common = {
                "fiscal_year": year,
                "month": pd.Timestamp(month),
                "day": pd.Timestamp(_NOW if (year, at) == _LAST else day),
            }
            parts.append(pd.DataFrame({"district_code": codes, "money_type": "revolving", **common, **own}))
    rows = pd.concat(parts, ignore_index=True)
    dices = {code: chance(seed, str(code), "fund money") for code in codes}
    rows["budget_baht"] = _budgets(dices, rows)
    others = pd.DataFrame([row for code, dice in dices.items() for row in _other_money(dice, str(code))])
    rows = pd.concat([rows, others]).sort_values(["district_code", "month", "money_type"], ignore_index=True)
    for above, below, share in _SHARES:
        rows[share] = (rows[above] / rows[below].where(rows[below] > 0) * 100).round(2)
    if district := planted.get("typed_percent"):
        at_fault = _december(rows, district)
        rows.loc[at_fault, "repay_pct"] = (rows.loc[at_fault, "repay_pct"] - _TYPED_OFF).round(2)
    if district := planted.get("debt_flow"):
        rows.loc[_december(rows, district), "collected_baht"] += _COLLECTED_OFF
    rows = rows.assign(province_code=province, area_level="district")
    return _scored(rows, planted.get("milestone_missing"))


#: Fiscal years with their months so far; the last month's sheet is of the day the sample is of.
_YEARS = ((2564, 12), (2565, 3))
_LAST = (2565, 3)


_SHARES = (
    ("repaid_principal_baht", "due_principal_baht", "repay_pct"),
    ("overdue_debt_baht", "total_debt_baht", "overdue_pct"),
    ("disbursed_baht", "budget_baht", "disburse_pct"),
)


def _december(frame: pd.DataFrame, district: str) -> pd.Series:
    own = frame["district_code"].eq(district) & frame["money_type"].eq("revolving")
    return own & frame["month"].eq(pd.Timestamp(2021, 12, 1))


def _debt_month(loans: Loans, which: np.ndarray, first: np.datetime64, day: np.datetime64) -> dict[str, np.ndarray]:
    """Loans of each district at the end of a month; what flows is counted since the first of October."""

    def summed(values: np.ndarray, where: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(which, values if where is None else np.where(where, values, 0.0))

    in_year = _between(loans["due"], first, day)
    owed, overdue = _left(loans, day)
    is_lent = _between(loans["start"], first, day) & (loans["number"] == 1)
    return {
        "due_principal_baht": summed(loans["amount"], in_year),
        "repaid_principal_baht": summed(_paid(loans, day), in_year),
        "opening_debt_baht": summed(_left(loans, first - 1)[0]),
        "total_debt_baht": summed(owed),
        "overdue_debt_baht": summed(overdue),
        "new_overdue_baht": summed(loans["late"] + loans["unpaid"], in_year),
        "collected_baht": summed(loans["late"], _between(loans["late_day"], first, day)),
        "restructured_baht": summed(loans["unpaid"], _between(loans["moved_on"], first, day)),
        "written_off_baht": summed(np.zeros(len(which))),
        "disbursed_baht": summed(loans["approved"], is_lent),
    }


def _other_money(dice: Generator, district: str) -> list[dict[str, Any]]:
    """Grants and running costs: a budget a year, spent at about the pace of the year."""
    rows = []
    for money, (least, most) in {"grant": (20, 45), "operating": (8, 16)}.items():
        for year, last in _YEARS:
            budget = float(dice.integers(least, most) * 10_000)
            keen = dice.uniform(0.93, 0.99) if year == 2564 else dice.uniform(1.0, 1.4)
            for at, month in enumerate(fiscal_months(year)[:last], 1):
                spent = float(np.round(budget * keen * (at / 12 if year == 2564 else (at / 12) * 1.16), -2))
                day = _NOW if (year, at) == _LAST else _month_end(month)
                own = {"fiscal_year": year, "money_type": money, "budget_baht": budget, "disbursed_baht": spent}
                rows.append({**own, "district_code": district, "month": pd.Timestamp(month), "day": pd.Timestamp(day)})
    return rows


def _budgets(dices: Mapping[Any, Generator], rows: pd.DataFrame) -> pd.Series:
    """The budget of lending, so that it was nearly used up last year and goes at pace this year."""
    by = [rows["district_code"], rows["fiscal_year"]]
    spent = rows["disbursed_baht"].groupby(by).transform("last")
    shares = {
        (code, year): dice.uniform(least, most)
        for code, dice in dices.items()
        for year, (least, most) in {2564: (0.92, 1.0), 2565: (0.3, 0.48)}.items()
    }
    keys = pd.Series(list(zip(*by, strict=True)), index=rows.index)
    return np.ceil(spent / keys.map(shares) / 1000) * 1000


@dataclass(frozen=True)
class _Band:
    """Points for a percent: of the first bound that it reaches (``upward``) or stays within."""

    upward: bool
    steps: tuple[tuple[float, int], ...]

    def points(self, pct: float) -> int:
        reached = (points for bound, points in self.steps if (pct >= bound if self.upward else pct <= bound))
        return next(reached, 0)


_BANDS = {
    "score_a": ("disburse_pct", _Band(True, ((100, 40), (95, 35), (90, 30), (85, 25), (80, 20), (75, 15), (70, 10)))),
    "score_b": ("repay_pct", _Band(True, ((80, 30), (70, 25), (60, 20), (50, 15), (40, 10)))),
    "score_c": ("overdue_pct", _Band(False, ((5, 30), (10, 25), (15, 20), (20, 15), (25, 10)))),
}


def _scored(frame: pd.DataFrame, without: str | None) -> pd.DataFrame:
    """Scores, level and milestones of the year that is over (handbook 8.1)."""
    at = frame["money_type"].eq("revolving") & frame["month"].eq(pd.Timestamp(2021, 9, 1))
    for score, (pct, band) in _BANDS.items():
        frame[score] = frame.loc[at, pct].map(band.points).astype(float)
    frame["score_d"] = frame[["score_a", "score_b", "score_c"]].sum(axis=1, min_count=3)
    frame["milestone_1"] = at.where(at, None).astype(object)
    frame["milestone_2"] = frame["milestone_1"].mask(at & frame["district_code"].eq(without or ""), False)
    level = np.select([frame["score_d"] >= 90, frame["score_d"] >= 80, frame["score_d"] >= 70], [5.0, 4.0, 3.0], 2.0)
    frame["kpi_level"] = pd.Series(level, index=frame.index).mask(frame["milestone_2"].eq(False), 1.0).where(at)
    return frame


_SENT = ("due_principal_baht", "repaid_principal_baht", "repay_pct", "total_debt_baht", "overdue_debt_baht")
_FLOWS = ("new_overdue_baht", "collected_baht", "restructured_baht", "written_off_baht")
_SPENT = ("budget_baht", "disbursed_baht", "disburse_pct")
_SCORES = ("score_a", "score_b", "score_c", "score_d", "kpi_level", "milestone_1", "milestone_2")


def _note_months(part: Part, months: pd.DataFrame, silent: str | None) -> None:
    """The rows that stand in the files: those of districts, and the province's own of 2564."""
    sent = months[~_is_silent(months, silent)]
    areas = ["area_level", "province_code", "district_code", "fiscal_year", "month", "money_type"]
    columns = [*areas, *_SENT, "opening_debt_baht", *_FLOWS, *_SPENT, *_SCORES]
    kept = sent[columns].astype({"milestone_1": object, "milestone_2": object})
    # The export of last year has no share of overdue; the sheets of this year have, and so has the report of scores.
    kept["overdue_pct"] = sent["overdue_pct"].where(sent["fiscal_year"].eq(2565) | sent["score_d"].notna())
    part.add("women_fund_monthly", kept)
    part.add("women_fund_monthly", _province_months(months))


def _is_silent(months: pd.DataFrame, silent: str | None) -> pd.Series:
    """The month that a district has not sent."""
    return months["district_code"].eq(silent or "") & months["month"].eq(pd.Timestamp(2021, 12, 1))


def _province_months(months: pd.DataFrame) -> pd.DataFrame:
    """The province's own export of 2564: sums of its districts, kinds of money not told apart."""
    values = ["due_principal_baht", "repaid_principal_baht", "total_debt_baht", "overdue_debt_baht"]
    last = months[months["fiscal_year"] == 2564]
    sums = last.groupby("month")[[*values, "budget_baht", "disbursed_baht"]].sum().reset_index()
    return sums.assign(
        area_level="province", province_code=months["province_code"].iloc[0], fiscal_year=2564, money_type="all"
    )


# --- months as they are sent ------------------------------------------------------------------------------------


def _spelled(codes: Sequence[str], dice: Generator) -> dict[str, str]:
    return {code: dirt.area(name(code), dice, prefix="อ.") for code in dict.fromkeys(codes)}


def _cells(one: Any, columns: Sequence[str], form: str) -> Row:
    """Figures of a row as typed; money by the sheet's habit, percents as numbers."""
    values = [getattr(one, column) for column in columns]
    return [
        None if pd.isna(value) else dirt.money(value, form) if column.endswith("_baht") else dirt.plain(value)
        for column, value in zip(columns, values, strict=True)
    ]


def _write_year(part: Part, folder: Path, dice: Generator, province: str, months: pd.DataFrame) -> None:
    """Last year as exports: districts with the day of each month, and the province's own figures."""
    names, columns = _spelled(months["district_code"].tolist(), dice), [*_SENT, "opening_debt_baht", *_FLOWS, *_SPENT]
    heads: Row = [
        "ปีงบ", "เดือน", "จังหวัด", "อำเภอ", "ข้อมูล ณ วันที่", "ประเภทเงิน", "เงินต้นที่คาดว่าจะได้รับ", "เงินต้นที่รับคืน",
        "ร้อยละของการชำระคืน", "จำนวนเงินทั้งหมด", "หนี้เกินกำหนดชำระ", "หนี้คงเหลือต้นปีบัญชี", "หนี้เกินกำหนดเพิ่มขึ้น",
        "หนี้เกินกำหนดที่เก็บได้", "ปรับโครงสร้างหนี้ (จำนวนเงิน)", "จำหน่ายหนี้สูญ", "งบประมาณ", "ผลเบิกจ่าย", "ร้อยละเบิกจ่าย",
    ]  # fmt: skip
    body: list[Row] = [
        [
            2564,
            dirt.month(one.month.date(), "long"),
            name(province),
            names[one.district_code],
            dirt.day(one.day.date(), "be_slash"),
            MONEY_TYPES[one.money_type][0],
            *_cells(one, columns, "number"),
        ]
        for one in records(months)
    ]
    part.files.append(
        write(folder / f"กองทุนสตรีรายอำเภอ 2564 จ.{name(province)}.csv", [Sheet("Sheet1", [heads, *body])])
    )
    own: Row = [
        "ปีงบ", "เดือน", "จังหวัด", "เงินต้นที่คาดว่าจะได้รับ", "เงินต้นที่รับคืน", "จำนวนเงินทั้งหมด", "หนี้เกินกำหนดชำระ", "งบประมาณ",
        "ผลเบิกจ่าย",
    ]  # fmt: skip
    whole = _province_months(months)
    money = [str(column) for column in whole if str(column).endswith("_baht")]
    rows: list[Row] = [
        [2564, dirt.month(one.month.date(), "long"), name(province), *_cells(one, money, "decimals")]
        for one in records(whole)
    ]
    part.files.append(write(folder / f"กองทุนสตรีรายจังหวัด 2564 จ.{name(province)}.csv", [Sheet("Sheet1", [own, *rows])]))


def _write_scores(part: Part, folder: Path, dice: Generator, province: str, months: pd.DataFrame) -> None:
    """The scored report of the year that is over: a merged heading over A, B, C and D."""
    rows = months[months["score_d"].notna()]
    names, form = _spelled(rows["district_code"].tolist(), dice), str(dice.choice(("number", "thousands", "decimals")))
    header, merges = layout.two_row_header(
        [
            ("ลำดับ", ()),
            ("อำเภอ", ()),
            ("ประเภทเงิน", ()),
            ("ร้อยละการใช้จ่าย (A)", ("จำนวนที่ได้รับจัดสรร", "ใช้จ่ายแล้ว", "ร้อยละ", "คะแนน(40)")),
            ("ร้อยละการชำระคืน (B)", ("เงินต้นครบกำหนดชำระ", "รับชำระจริง", "ร้อยละ", "คะแนน(30)")),
            ("ลูกหนี้คงเหลือ", ()),
            ("ร้อยละหนี้เกินกำหนด (C)", ("จำนวนหนี้เกินกำหนดชำระ", "ร้อยละ", "คะแนน(30)")),
            ("รวม (D)", ("คะแนน", "ระดับ")),
            ("ฐานข้อมูลลูกหนี้ครบถ้วน", ()),
            ("ปรับปรุงข้อมูลลูกหนี้", ()),
        ]
    )
    parts = (
        ("budget_baht", "disbursed_baht", "disburse_pct", "score_a"),
        ("due_principal_baht", "repaid_principal_baht", "repay_pct", "score_b", "total_debt_baht"),
        ("overdue_debt_baht", "overdue_pct", "score_c", "score_d", "kpi_level"),
    )
    yes, no = "ผ่าน", "ไม่ผ่าน"
    body: list[Row] = [
        [
            number,
            names[one.district_code],
            MONEY_TYPES["revolving"][1],
            *_cells(one, [column for own in parts for column in own], form),
            yes if one.milestone_1 else no,
            yes if one.milestone_2 else no,
        ]
        for number, one in enumerate(records(rows), 1)
    ]
    page = layout.sheet(
        "คะแนน",
        header,
        body,
        titles=[
            "ผลการประเมินการบริหารจัดการหนี้กองทุนพัฒนาบทบาทสตรี ประจำเดือนกันยายน 2564",
            f"จังหวัด{name(province)} ปีงบประมาณ พ.ศ. 2564",
            f"ข้อมูล ณ วันที่ {dirt.day(fiscal_end(2564), 'thai_digits')}",
        ],
        notes=["หมายเหตุ : A คะแนนเต็ม 40 คะแนน B และ C คะแนนเต็มด้านละ 30 คะแนน"],
        merges=merges,
    )
    part.files.append(write(folder / f"คะแนนกองทุนสตรี 2564 จ.{name(province)}.xlsx", [page]))


def _monthly_book(province: str) -> str:
    return f"รายงานกองทุนสตรี 2565 จ.{name(province)}.xlsx"


def _write_month_sheets(
    part: Part, folder: Path, dice: Generator, province: str, months: pd.DataFrame, planted: Mapping[str, str]
) -> None:
    """This year as a workbook, a sheet a month: loans, grants and running costs of every district that has sent it."""
    sent = months[months["fiscal_year"].eq(2565) & ~_is_silent(months, planted.get("no_report"))]
    heads: Row = [
        "ที่", "อำเภอ", "ประเภทเงิน", "เงินต้นที่คาดว่าจะได้รับ\n(บาท)", "เงินต้นที่รับคืน\n(บาท)", "ร้อยละของการชำระคืน",
        "จำนวนเงินทั้งหมด\n(บาท)", "หนี้เกินกำหนดชำระ\n(บาท)", "ร้อยละหนี้เกินกำหนดชำระ", "หนี้คงเหลือต้นปีบัญชี\n(บาท)",
        "หนี้เกินกำหนดเพิ่มขึ้น\n(บาท)", "หนี้เกินกำหนดที่เก็บได้\n(บาท)", "ปรับโครงสร้างหนี้\n(จำนวนเงิน)", "จำหน่ายหนี้สูญ\n(บาท)",
        "งบประมาณ\n(บาท)", "ผลเบิกจ่าย\n(บาท)", "ร้อยละการเบิกจ่าย",
    ]  # fmt: skip
    columns = [*_SENT, "overdue_pct", "opening_debt_baht", *_FLOWS, *_SPENT]
    sheets = []
    for month, rows in sent.groupby("month", sort=True):
        form = str(dice.choice(("number", "thousands", "decimals")))
        labels: list[Cell] = [name(code) for code in rows["district_code"]]
        body: list[Row] = [
            [number, district, str(dice.choice(MONEY_TYPES[one.money_type][:2])), *_cells(one, columns, form)]
            for number, (district, one) in enumerate(zip(labels, records(rows), strict=True), 1)
        ]
        sums = [None if column.endswith("_pct") else dirt.money(float(rows[column].sum()), form) for column in columns]
        day, said = rows["day"].iloc[0].date(), dirt.month(pd.Timestamp(str(month)).date(), "long")
        sheets.append(
            layout.sheet(
                dirt.month(pd.Timestamp(str(month)).date(), "short"),
                [heads],
                [*body, ["รวมทั้งสิ้น", None, None, *sums]],
                titles=[
                    f"ผลการดำเนินงานกองทุนพัฒนาบทบาทสตรี ประจำเดือน{said}",
                    f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)} ปีงบประมาณ พ.ศ. 2565",
                    f"ข้อมูล ณ วันที่ {thai_date(day)}",
                ],
                notes=["หมายเหตุ : ยอดรับคืน ยอดเบิกจ่าย และหนี้ที่เคลื่อนไหวเป็นยอดสะสมตั้งแต่ต้นปีงบประมาณ"],
            )
        )
    part.files.append(write(folder / _monthly_book(province), sheets))


# --- registers --------------------------------------------------------------------------------------------------


def _in_register(frame: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """Instalments of contracts that owed something at some time of the fiscal year, with their state on a day."""
    loans = _arrays(frame)
    first = _day(fiscal_start(fiscal_year(pd.Timestamp(day).date())))
    owed, overdue = _left(loans, day)
    opening = _left(loans, first - 1)[0]
    on_time = (loans["due"] <= day) & (loans["amount"] > loans["late"] + loans["unpaid"])
    late = (loans["late_day"] <= day) & (loans["late"] > 0)
    rows = frame.assign(
        paid=_paid(loans, day), overdue=overdue, day=_due_day(loans, day), left=owed, opening=opening,
        repaid_day=np.where(late, loans["late_day"], np.where(on_time, loans["due"], _NEVER)),
        is_moved=loans["moved_on"] <= day,
    )  # fmt: skip
    is_lent = _between(loans["start"], first, day)
    return rows[is_lent | (opening.reshape(-1, _INSTALMENTS).sum(axis=1) > 0).repeat(_INSTALMENTS)]


def _contracts(loans: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """The register of contracts on a day."""
    rows = _in_register(loans, day)
    rows = rows.assign(open=rows["left"] > 0, late_since=rows["day"].where(rows["overdue"] > 0))
    one = rows.groupby("contract_id", sort=False).agg(
        province_code=("province_code", "first"), district_code=("district_code", "first"),
        subdistrict_code=("subdistrict_code", "first"), fiscal_year=("fiscal_year", "first"),
        project=("project", "first"), proposer_id=("proposer_id", "first"), approved_baht=("approved", "first"),
        start_date=("start", "first"), end_date=("day", "max"), last_repaid_date=("repaid_day", "max"),
        instalments_left=("open", "sum"), opening_debt_baht=("opening", "sum"), balance_baht=("left", "sum"),
        overdue_debt_baht=("overdue", "sum"), is_moved=("is_moved", "any"), moved_on=("moved_on", "max"),
        late_since=("late_since", "min"), stuck=("stuck", "first"), days=("days_in_status", "first"),
        has_address=("has_address", "first"),
    ).reset_index()  # fmt: skip
    return _with_status(one, pd.Timestamp(day))


def _with_status(one: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Where each contract stands, and since when."""
    late, closed = one["overdue_debt_baht"] > 0, one["balance_baht"] == 0
    lasted = (day - one["late_since"]).dt.days
    steps = [closed, late & one["stuck"], late & (lasted > 150), late & (lasted > 90), late, one["is_moved"]]
    names = ["closed", "notice_3", "notice_3", "notice_1", "default", "restructured"]
    one["debt_status"] = np.select(steps, names, "normal")
    since = day - pd.to_timedelta(np.minimum(one["days"], (lasted - 5).clip(lower=1).fillna(1)), unit="D")
    since = since.where(late).mask(late & one["stuck"], pd.Timestamp(_NOW) - pd.Timedelta(days=_STUCK_DAYS))
    one["status_date"] = since.fillna(one["moved_on"].where(one["is_moved"] & ~closed))
    in_scope = late | one["is_moved"]
    for flag in ("restructure_offered", "restructure_signed", "restructure_kept"):
        one[flag] = one["is_moved"].astype(object).where(in_scope, None)
    one["not_due_baht"] = one["balance_baht"] - one["overdue_debt_baht"]
    return one.assign(has_schedule=True, has_guarantor=True)


_CONTRACT = (
    "contract_id", "project", "proposer_id", "approved_baht", "start_date", "end_date", "last_repaid_date",
    "instalments_left", "opening_debt_baht", "balance_baht", "not_due_baht", "overdue_debt_baht", "debt_status",
    "status_date", "restructure_offered", "restructure_signed", "restructure_kept", "has_schedule", "has_guarantor",
    "has_address",
)  # fmt: skip
_CONTRACT_HEADS = (
    "เลขที่สัญญา", "ชื่อโครงการ", "ผู้เสนอโครงการ", "เงินอนุมัติ", "วันที่เริ่มต้นสัญญา", "วันที่สิ้นสุดสัญญา", "วันที่รับชำระล่าสุด",
    "งวดคงเหลือที่ต้องชำระ", "ลูกหนี้คงเหลือ ณ 1 ต.ค. {} (A)", "ลูกหนี้คงเหลือ ณ ปัจจุบัน (ก)", "หนี้ยังไม่ถึงกำหนดชำระ (ข)",
    "จำนวนหนี้ที่เกินกำหนดชำระ (B)", "สถานะการชำระหนี้", "วันที่เข้าสู่สถานะ", "เสนอปรับโครงสร้างหนี้", "ลงนามปรับโครงสร้างหนี้",
    "ชำระตามแผนปรับโครงสร้าง", "มีตารางกำหนดชำระ", "มีผู้ค้ำประกัน/รายชื่อสมาชิก", "มีที่อยู่ลูกหนี้",
)  # fmt: skip


def _contract_file(province: str) -> str:
    return f"ทะเบียนสัญญากองทุนสตรี 2565 จ.{name(province)}.xlsx"


def _write_contracts(part: Part, folder: Path, dice: Generator, province: str, loans: pd.DataFrame) -> None:
    """The register on 12 January as a list with a total above it, that of 30 September as an export."""
    areas = ["province_code", "district_code", "subdistrict_code", "fiscal_year"]
    for day, year in ((_NOW, 2565), (_THEN, 2564)):
        rows = _contracts(loans, day)
        part.add("women_fund_contracts", rows[[*areas, *_CONTRACT]])
        names = _spelled(rows["district_code"].tolist(), dice)
        money = str(dice.choice(("number", "thousands", "decimals")))
        dates = str(dice.choice(dirt.TEXT_DATE_FORMS if year == 2564 else dirt.DATE_FORMS))
        flags = _FLAGS[dice.integers(0, len(_FLAGS))]
        tambons = {code: f"ต.{name(code)}" for code in rows["subdistrict_code"].unique()}
        body = [
            [
                names[one.district_code],
                tambons[one.subdistrict_code],
                one.fiscal_year,
                *_contract_row(one, money, dates, flags),
            ]
            for one in records(rows)
        ]
        heads = ["อำเภอ", "ตำบล", "ปีงบประมาณ", *(head.format(year - 1) for head in _CONTRACT_HEADS)]
        if year == 2564:
            export: list[Row] = [[thai_date(fiscal_end(2564), short=True), name(province), *row] for row in body]
            page = Sheet("Sheet1", [["ข้อมูล ณ วันที่", "จังหวัด", *heads], *export])
            path = folder / f"ทะเบียนสัญญากองทุนสตรี 2564 จ.{name(province)}.csv"
        else:
            sums: Row = ["รวมทั้งสิ้น", *[None] * 3]
            for column in _CONTRACT:
                sums.append(dirt.money(float(rows[column].sum()), money) if column.endswith("_baht") else None)
            page = layout.sheet(
                "ทะเบียนสัญญา",
                [["ลำดับ", *heads]],
                [*([number, *row] for number, row in enumerate(body, 1)), sums],
                titles=[
                    "ทะเบียนสัญญาเงินกู้ยืมกองทุนพัฒนาบทบาทสตรี",
                    f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
                    f"ข้อมูล ณ วันที่ {dirt.day(AS_OF, 'long')}",
                ],
            )
            path = folder / _contract_file(province)
        part.files.append(write(path, [page]))


def _contract_row(one: Any, money: str, dates: str, flags: tuple[str, str]) -> Row:
    """A contract as typed."""
    cells: Row = []
    for column in _CONTRACT:
        value = getattr(one, column)
        if pd.isna(value):
            cells.append(None)
        elif column.endswith("_date"):
            cells.append(dirt.day(value.date(), dates))
        elif column.endswith("_baht"):
            cells.append(dirt.money(value, money))
        elif column == "debt_status":
            cells.append(STATUSES[value][0])
        elif column.startswith(("has_", "restructure_")):
            cells.append(flags[0] if value else flags[1])
        else:
            cells.append(int(value) if column == "instalments_left" else value)
    return cells


_INSTALMENT = (
    "contract_id", "project", "proposer_id", "instalment_count", "instalment_no", "due_date", "due_principal_baht",
    "repaid_principal_baht", "repaid_date",
)  # fmt: skip
_INSTALMENT_HEADS = (
    "เลขที่สัญญา", "ชื่อโครงการ", "ชื่อผู้เสนอ", "จำนวนงวด", "งวดที่", "วันที่ครบกำหนดชำระ", "เงินต้นที่คาดว่าจะได้รับ", "เงินต้นรับคืน",
    "วันที่รับชำระ",
)  # fmt: skip


def _instalments(loans: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """The instalments of the contracts in the register, on a day."""
    rows = _in_register(loans, day)
    return rows.assign(
        instalment_count=float(_INSTALMENTS), instalment_no=rows["number"].astype(float), due_date=rows["day"],
        due_principal_baht=rows["amount"], repaid_principal_baht=rows["paid"], repaid_date=rows["repaid_day"],
    )  # fmt: skip


def _write_instalments(part: Part, folder: Path, seed: int, province: str, loans: pd.DataFrame) -> None:
    """Instalments on 12 January as a workbook with a sheet a district, those of 30 September as an export."""
    areas = ["province_code", "district_code", "subdistrict_code", "fiscal_year"]
    dice = chance(seed, province, "fund instalments")
    now, then = _instalments(loans, _NOW), _instalments(loans, _THEN)
    for rows in (now, then):
        part.add("women_fund_instalments", rows[[*areas, *_INSTALMENT]])
    sheets = []
    for district, rows in now.groupby("district_code", sort=True):
        form, money = str(dice.choice(dirt.DATE_FORMS)), str(dice.choice(("number", "thousands", "decimals")))
        body: list[Row] = [
            [f"ต.{name(one.subdistrict_code)}", one.fiscal_year, *_instalment_row(one, money, form)]
            for one in records(rows)
        ]
        titles = [
            "งวดชำระคืนเงินกู้กองทุนพัฒนาบทบาทสตรี",
            f"อำเภอ{name(str(district))} จังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {dirt.day(AS_OF, str(dice.choice(('long', 'thai_digits', 'tight'))))}",
        ]
        heads: Row = ["ตำบล", "ปีงบประมาณ", *_INSTALMENT_HEADS]
        sheets.append(layout.sheet(f"อ.{name(str(district))}", [heads], body, titles=titles))
    part.files.append(write(folder / f"งวดชำระกองทุนสตรี 2565 จ.{name(province)}.xlsx", sheets))
    names = _spelled(then["district_code"].tolist(), dice)
    export: list[Row] = [
        [
            thai_date(fiscal_end(2564), short=True),
            name(province),
            names[one.district_code],
            f"ต.{name(one.subdistrict_code)}",
            one.fiscal_year,
            *_instalment_row(one, "decimals", "be_slash"),
        ]
        for one in records(then)
    ]
    top: Row = ["ข้อมูล ณ วันที่", "จังหวัด", "อำเภอ", "ตำบล", "ปีงบประมาณ", *_INSTALMENT_HEADS]
    path = folder / f"งวดชำระกองทุนสตรี 2564 จ.{name(province)}.csv"
    part.files.append(write(path, [Sheet("Sheet1", [top, *export])]))


def _instalment_row(one: Any, money: str, dates: str) -> Row:
    return [
        one.contract_id,
        one.project,
        one.proposer_id,
        int(one.instalment_count),
        int(one.instalment_no),
        dirt.day(one.due_date.date(), dates),
        dirt.money(one.due_principal_baht, money),
        dirt.money(one.repaid_principal_baht, money),
        None if pd.isna(one.repaid_date) else dirt.day(one.repaid_date.date(), dates),
    ]


# --- members ----------------------------------------------------------------------------------------------------


def _members(seed: int, province: str) -> pd.DataFrame:
    """Members and organisations of each district in both years."""
    rows = []
    for district in district_codes(province):
        dice, tambons = chance(seed, district, "fund members"), len(subdistrict_codes(district))
        women = int(tambons * dice.integers(1_900, 3_200))
        members, villages = int(women * dice.uniform(0.42, 0.6)), int(tambons * dice.integers(5, 9))
        for year, (least, most) in {2564: (1.0, 1.08), 2565: (0.3, 0.45)}.items():
            target = int(women * 0.012)
            more = int(np.ceil(target * dice.uniform(least, most)))
            orgs = {"org_province": 0, "org_district": 1, "org_subdistrict": tambons, "org_village": villages}
            own = {"women_15p": women, "members_oct": members, "members_sep": members + more, "target_new": target}
            own |= {"new_members": more, **orgs, "org_total": sum(orgs.values())}
            rows.append({"district_code": district, "fiscal_year": year, **own})
            members += more
    frame = pd.DataFrame(rows).assign(area_level="district", province_code=province)
    for above, below in (("members_oct", "women_15p"), ("members_sep", "women_15p"), ("new_members", "target_new")):
        frame[f"{above}_pct"] = (frame[above] / frame[below] * 100).round(2)
    return frame


def _write_members(part: Part, folder: Path, seed: int, province: str) -> None:
    """The members' sheet, one a year, with คิดเป็นร้อยละ three times."""
    dice, frame = chance(seed, province, "fund members file"), _members(seed, province)
    part.add("women_fund_members", frame)
    columns = [
        "women_15p", "members_oct", "members_oct_pct", "members_sep", "members_sep_pct", "target_new", "new_members",
        "new_members_pct", "org_province", "org_district", "org_subdistrict", "org_village", "org_total",
    ]  # fmt: skip
    sheets = []
    for year, rows in frame.groupby("fiscal_year"):
        names = _spelled(rows["district_code"].tolist(), dice)
        heads: Row = [
            "ที่", "อำเภอ", "สตรีที่มีอายุ 15 ปีขึ้นไป", f"ฐานข้อมูล สมาชิก ณ 1 ต.ค. {int(str(year)) - 1}", "คิดเป็นร้อยละ",
            f"ฐานข้อมูล สมาชิก ณ 30 ก.ย. {year}", "คิดเป็นร้อยละ", "เป้าหมายปี(คน)", "จำนวนสมาชิกที่เพิ่มขึ้น", "คิดเป็นร้อยละ",
            "จังหวัด (แห่ง)", "อำเภอ (แห่ง)", "ตำบล (แห่ง)", "หมู่บ้าน (แห่ง)", "รวม",
        ]  # fmt: skip
        body: list[Row] = [
            [number, names[one.district_code], *(dirt.plain(getattr(one, column)) for column in columns)]
            for number, one in enumerate(records(rows), 1)
        ]
        sums: Row = ["รวม", None]
        sums += [None if column.endswith("_pct") else int(rows[column].sum()) for column in columns]
        titles = [
            f"ฐานข้อมูลสมาชิกกองทุนพัฒนาบทบาทสตรี ปีงบประมาณ พ.ศ. {year}",
            f"จังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {thai_date(fiscal_end(2564) if year == 2564 else AS_OF)}",
        ]
        sheets.append(layout.sheet(f"ปี {year}", [heads], [*body, sums], titles=titles))
    part.files.append(write(folder / f"สมาชิกกองทุนสตรี จ.{name(province)}.xlsx", sheets))


# --- what is planted --------------------------------------------------------------------------------------------


def _plant(part: Part, province: str, loans: pd.DataFrame, months: pd.DataFrame, planted: Mapping[str, str]) -> None:
    """Note every situation with its figures."""
    contracts, december = _contracts(loans, _NOW), date(2021, 12, 1)
    for kind, district in planted.items():
        own = contracts[contracts["district_code"] == district]
        row = months[_december(months, district)].iloc[0]
        score = months[months["district_code"].eq(district) & months["score_d"].notna()]["score_d"].iloc[0]
        ended = own[(own["end_date"] < pd.Timestamp(AS_OF)) & (own["balance_baht"] > 0)]
        stuck = own[own["stuck"] & (own["overdue_debt_baht"] > 0)]
        due, repaid = row["due_principal_baht"], row["repaid_principal_baht"]
        overdue, debt = row["overdue_debt_baht"], row["total_debt_baht"]
        figures, text = {
            "overdue_high": (
                {"overdue_baht": overdue, "debt_baht": debt},
                f"มีหนี้เกินกำหนดชำระ {overdue:,.0f} บาท จากลูกหนี้คงเหลือ {debt:,.0f} บาท สูงกว่าร้อยละ 10 มาก",
            ),
            "repayment_low": (
                {"due_baht": due, "repaid_baht": repaid},
                f"รับชำระคืนเงินต้นเพียง {repaid:,.0f} บาท จากที่ครบกำหนด {due:,.0f} บาท ไม่ถึงครึ่งหนึ่ง",
            ),
            "typed_percent": (
                {"stated": row["repay_pct"], "computed": row["repay_pct"] + _TYPED_OFF},
                f"พิมพ์ร้อยละของการชำระคืนเดือนธันวาคม 2564 เป็น {row['repay_pct']:.2f} ซึ่งไม่ตรงกับที่คำนวณได้",
            ),
            "ended_in_arrears": (
                {"contracts": float(len(ended)), "balance_baht": float(ended["balance_baht"].sum())},
                f"มีสัญญาที่สิ้นสุดแล้วแต่ยังชำระไม่ครบ {len(ended)} สัญญา",
            ),
            "stuck_case": (
                {"contracts": float(len(stuck)), "days": float(_STUCK_DAYS)},
                f"มีสัญญาค้างอยู่ในสถานะเดิม {_STUCK_DAYS} วัน",
            ),
            "debt_flow": (
                {"difference": _COLLECTED_OFF},
                f"รายงานหนี้เกินกำหนดที่เก็บได้เดือนธันวาคม 2564 สูงกว่าที่ยอดหนี้ลดลง {_COLLECTED_OFF:,.0f} บาท",
            ),
            "milestone_missing": (
                {"score": score},
                f"ได้คะแนนรวม {score:.0f} คะแนนในปีงบประมาณ 2564 แต่ยังไม่ปรับปรุงข้อมูลลูกหนี้ ระดับจึงไม่เกิน 2",
            ),
            "no_report": ({}, "ไม่ได้ส่งรายงานกองทุนพัฒนาบทบาทสตรีประจำเดือนธันวาคม 2564"),
        }[kind]
        file = _contract_file(province) if kind in ("ended_in_arrears", "stuck_case") else _monthly_book(province)
        if kind == "milestone_missing":
            file = f"คะแนนกองทุนสตรี 2564 จ.{name(province)}.xlsx"
        month = december if kind in ("typed_percent", "debt_flow", "no_report") else None
        part.plants.append(Plant(kind, district, f"อำเภอ{name(district)}{text}", month, figures, (file,)))
