"""Problem level of each village fund (handbook 7.4), from its form 26(1), its contracts and what does not agree.

Every threshold is a setting. A figure that is not there is not taken for zero: without it a village is PX. "Overdue up
to 15 per cent" at P1 is read as its upper bound: a small rest past due alone does not make a village P1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cdd_analysis.areas import name
from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.words import count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import thai_date


@dataclass(frozen=True)
class Level:
    """A class of villages: its Thai name and the way of the forum (handbook 7.4)."""

    label: str
    method: str


#: From the one to begin with to the one that needs nothing.
LEVELS: dict[str, Level] = {
    "PX": Level("ข้อมูลไม่พอจัดระดับ", "แก้ข้อมูลก่อน"),
    "P5": Level("อาจทุจริต/เงินหาย", "ตรวจสอบข้อเท็จจริง ความรับผิดทางละเมิด/คดี"),
    "P4": Level("ลูกหนี้ผิดสัญญาระยะยาว", "ประนอมหนี้/ดำเนินคดี/อายุความ"),
    "P3": Level("ค้างชำระ", "ทำหนังสือทวงถาม แผนผ่อนชำระ"),
    "P2": Level("กองทุนหยุดนิ่ง", "ฟื้นฟูคณะกรรมการ จัดเวทีทำความเข้าใจ"),
    "P1": Level("บัญชี/เอกสารไม่ครบ", "นิเทศ จัดทำบัญชีใหม่"),
    "P0": Level("ปกติ", "ส่งเสริม ต่อยอด"),
}
#: Classes that the province's report of problems should hold.
SERIOUS = ("P3", "P4", "P5")
#: Days overdue: upper edge of each bucket (handbook T5.7).
AGES: dict[str, float] = {"1–90 วัน": 90, "91–365 วัน": 365, "366–1,095 วัน": 1_095, "เกิน 1,095 วัน": np.inf}
UNDATED = "ไม่ทราบวันครบกำหนด"
BOOKS = {"household": "ทะเบียนครัวเรือนเป้าหมาย (ม่วง)", "bank": "บัญชีคุมเงินฝากธนาคาร (เขียว)", "loan": "บัญชีคุมลูกหนี้ (เหลือง)"}


def places(rows: pd.DataFrame) -> pd.Series:
    """What tells one village from another: its code, else its district and name."""
    named = rows["district_code"].astype(object).fillna("") + "|" + rows["village_name"].astype(object).fillna("")
    return rows["village_code"].astype(object).where(rows["village_code"].notna(), named)


def names(rows: pd.DataFrame) -> list[str]:
    """Each village by name, number and subdistrict: ``บ้านหนองตุน หมู่ที่ 3 ตำบลบ่อน้ำร้อน``."""
    parts = zip(*(rows[key].tolist() for key in ("village_name", "village_code", "subdistrict_code")), strict=True)
    return [_name(*part) for part in parts]


def _name(own: Any, code: Any, tambon: Any) -> str:
    parts = [str(own)] if pd.notna(own) else []
    parts += [f"หมู่ที่ {int(str(code)[6:])}"] if pd.notna(code) else []
    parts += [f"ตำบล{name(str(tambon))}"] if pd.notna(tambon) else []
    return " ".join(parts) or "หมู่บ้านไม่ระบุชื่อ"


def aged(loans: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Contracts with ``days`` past due on their own as-of day (``day`` without one), ``late`` and ``bucket``."""
    today = pd.to_datetime(loans["as_of_date"]).fillna(day)
    due, owed = pd.to_datetime(loans["due_date"]), loans["outstanding_baht"].fillna(0)
    days = (today - due).dt.days.astype("float64")
    late = owed.gt(0) & days.gt(0)
    bucket = pd.cut(days.where(late), [0, *AGES.values()], labels=list(AGES)).astype(object)
    limit = due + pd.DateOffset(years=setting("kkj.prescription_years"))
    return loans.assign(
        place=places(loans),
        days=days.where(late),
        late=late,
        bucket=bucket.mask(owed.gt(0) & due.isna(), UNDATED),
        expires=owed.gt(0) & limit.between(today, today + pd.DateOffset(years=1)),
    )


def funds(villages: pd.DataFrame, contracts: pd.DataFrame, day: pd.Timestamp, apart: frozenset[str]) -> pd.DataFrame:
    """Village funds with every figure a measure needs and their class, ``level``.

    Args:
        villages: rows of ``kkj_villages``, one a village.
        contracts: ``aged`` contracts of the same state.
        day: what "today" is for rows without an as-of date.
        apart: places whose figures disagree between two forms (handbook T5.12).
    """
    rows = villages.assign(place=places(villages)).join(_debts(contracts), on="place")
    rows["today"] = pd.to_datetime(rows["as_of_date"]).fillna(day)
    rows = rows.assign(**_money(rows), **_books(rows), apart=rows["place"].isin(apart))
    rows["last_active"] = (
        rows[["last_loan_date", "last_repaid_date", "received", "repaid_on"]].apply(pd.to_datetime).max(axis=1)
    )
    rows["idle"] = _is_idle(rows)
    rows["ended"] = pd.to_datetime(rows["committee_end_date"]).lt(rows["today"])
    return rows.assign(level=_level(rows))


def _debts(contracts: pd.DataFrame) -> pd.DataFrame:
    """Contracts added up by village; overdue is unknown where no open contract tells its due date."""
    owed = contracts["outstanding_baht"].fillna(0)
    long = contracts["days"].gt(setting("kkj.level.long_days"))
    undated = contracts["bucket"].eq(UNDATED)
    parts = pd.DataFrame(
        {
            "place": contracts["place"],
            "late_baht": owed.where(contracts["late"], 0.0),
            "undated_baht": owed.where(undated, 0.0),
            "long_baht": owed.where(long, 0.0),
            "dated": owed.gt(0) & ~undated,
            "open": owed.gt(0),
            "late_contracts": contracts["late"].astype(float),
            "expiring": contracts["expires"].astype(float),
            "expiring_baht": owed.where(contracts["expires"], 0.0),
        }
    )
    found = parts.groupby("place").sum()
    days = contracts.groupby("place")
    blind = found["open"].gt(0) & found["dated"].eq(0)
    return found.assign(
        late_baht=found["late_baht"].mask(blind),
        oldest=days["days"].max(),
        received=days["received_date"].max(),
        repaid_on=days["last_repaid_date"].max(),
    ).drop(columns=["dated", "open"])


def _money(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """T5.1–T5.6 of each village, and its fund if debts long overdue were worth nothing."""
    parts = rows["outstanding_baht"] + rows["bank_baht"] + rows["cash_baht"].fillna(0) + rows["other_baht"].fillna(0)
    fund = parts.fillna(rows["fund_total_baht"])
    granted = rows["granted_baht"].fillna(setting("kkj.granted_baht"))
    overdue = rows["late_baht"].fillna(rows["overdue_baht"]).fillna(rows["default_baht"])
    overdue = overdue.mask(rows["outstanding_baht"].eq(0), 0.0)
    stressed = fund - rows["long_baht"].fillna(0)
    return {
        "fund": fund,
        "granted": granted,
        "shortfall": (granted - fund).clip(lower=0),
        "surplus": (fund - granted).clip(lower=0),
        "off_total": (parts - rows["fund_total_baht"]).abs().gt(setting("shared.tolerance_baht")),
        "overdue": overdue,
        "overdue_pct": ratios(overdue, rows["outstanding_baht"]),
        "stressed": stressed,
        "stress_short": (granted - stressed).clip(lower=0),
    }


def _books(rows: pd.DataFrame) -> dict[str, Any]:
    """Books told of, and those that exist and are correct; one is told of if missing, or said to be correct or not."""
    told, kept = pd.Series(0.0, rows.index), pd.Series(0.0, rows.index)
    for book in BOOKS:
        there, right = rows[f"book_{book}_exists"], rows[f"book_{book}_correct"]
        missing = there.eq(False).fillna(False).astype(bool)
        known = missing | (there.notna() & right.notna())
        told = told + known.astype(float)
        kept = kept + (known & ~missing & right.eq(True).fillna(False).astype(bool)).astype(float)
    bank = rows["book_bank_exists"].eq(False).fillna(False).astype(bool)
    return {"books_told": told, "books_kept": kept, "no_bank_book": bank}


def _is_idle(rows: pd.DataFrame) -> pd.Series:
    """No loan and no repayment within the time set, money in the bank; without any date, nothing lent or repaid."""
    days = (rows["today"] - rows["last_active"]).dt.days
    still = days.gt(setting("kkj.level.idle_days"))
    nothing = rows["last_active"].isna() & rows["outstanding_baht"].eq(0) & rows["repaid_year_baht"].eq(0)
    return rows["bank_baht"].gt(0) & (still | nothing)


def _level(rows: pd.DataFrame) -> np.ndarray:
    """The first class whose rule holds (handbook 7.4)."""
    lines = setting("kkj.level")
    short = ratios(rows["shortfall"], rows["granted"])
    blank = rows[["granted", "outstanding_baht", "bank_baht"]].isna().any(axis=1)
    rules = {
        "PX": blank | rows["apart"] | rows["off_total"],
        "P5": short.gt(lines["short_pct"]) | (rows["shortfall"].gt(0) & rows["no_bank_book"]),
        "PX-debt": rows["overdue"].isna(),
        "P4": rows["oldest"].gt(lines["long_days"]) | rows["overdue_pct"].gt(lines["overdue_most_pct"]),
        "P3": rows["overdue_pct"].gt(lines["overdue_pct"]),
        "P2": rows["idle"],
        "P1": rows["books_kept"].lt(rows["books_told"]) | rows["ended"],
    }
    found = np.select([rule.to_numpy(bool) for rule in rules.values()], list(rules), "P0")
    return np.where(found == "PX-debt", "PX", found)


#: What ``reason`` reads of a village.
REASONS = (
    "level", "no_bank_book", "shortfall", "granted", "oldest", "overdue", "overdue_pct", "last_active", "bank_baht",
    "outstanding_baht", "apart", "off_total", "ended",
    *(f"book_{book}_{side}" for book in BOOKS for side in ("exists", "correct")),
)  # fmt: skip


def reason(row: Any) -> str:
    """Thai: why a village is of its class, with the figures."""
    lines = setting("kkj.level")
    if row.level == "PX":
        return " ".join(_unknown(row))
    if row.level == "P5":
        book = " และไม่มีบัญชีคุมเงินฝากธนาคาร" if row.no_bank_book else ""
        return (
            f"เงินทุนขาดหาย {count(row.shortfall)} บาท ร้อยละ {pct(row.shortfall / row.granted * 100)} ของเงินที่ได้รับ{book}"
        )
    if row.level in ("P4", "P3"):
        old = f" นานสุด {count(row.oldest)} วัน" if row.oldest > 0 else ""
        return f"เกินกำหนด {count(row.overdue)} บาท ร้อยละ {pct(row.overdue_pct)} ของเงินคงค้าง{old}"
    if row.level == "P2":
        last = (
            "ไม่มีวันที่ให้ยืมหรือรับคืน"
            if pd.isna(row.last_active)
            else f"ให้ยืมหรือรับคืนล่าสุด {thai_date(row.last_active.date(), short=True)}"
        )
        return f"{last} มีเงินในบัญชี {count(row.bank_baht)} บาท"
    if row.level == "P1":
        return " ".join(_untidy(row))
    short = "" if not row.shortfall else f" เงินทุนขาด {count(row.shortfall)} บาท ไม่ถึงร้อยละ {lines['short_pct']}"
    return f"ไม่พบปัญหาตามเกณฑ์{short}"


def _unknown(row: Any) -> list[str]:
    blank = {"outstanding_baht": "ยอดเงินคงค้าง", "bank_baht": "เงินในบัญชีธนาคาร"}
    found = [f"ไม่ระบุ{label}" for column, label in blank.items() if pd.isna(getattr(row, column))]
    found += ["ยอดคงค้างไม่ตรงกับบัญชีลูกหนี้"] if row.apart else []
    found += ["รวมเงินที่มีไม่เท่ากับผลรวมของเงินแต่ละส่วน"] if row.off_total else []
    return found or ["ไม่ทราบวันครบกำหนดและยอดเกินกำหนด"]


def _untidy(row: Any) -> list[str]:
    wrong = [label for book, label in BOOKS.items() if _is_wrong(row, book)]
    found = [f"บัญชีขาดหรือไม่ถูกต้อง: {', '.join(wrong)}"] if wrong else []
    return [*found, *(["คณะกรรมการหมดวาระแล้ว"] if row.ended else [])]


def _is_wrong(row: Any, book: str) -> bool:
    flags = (getattr(row, f"book_{book}_{side}") for side in ("exists", "correct"))
    return any(pd.notna(flag) and not flag for flag in flags)
