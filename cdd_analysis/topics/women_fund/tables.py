"""Tables beside the ranked one: who sent what, what was carried over from last year, cases to ask about."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.women_fund import STATUSES
from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.scorecard import sent
from cdd_analysis.measures.words import pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_end, thai_date
from cdd_analysis.topics.women_fund import loans
from cdd_analysis.topics.women_fund.picture import Picture, money


def coverage(one: Picture) -> TableView | None:
    """Areas below by month and by register: who has sent what; None where nothing came at all."""
    reported, scope = one.nation.reported, one.view.scope
    if not reported.reindex(list(scope.provinces), fill_value=False).to_numpy().any():
        return None
    below = reported.reindex(list(scope.children), fill_value=False)
    return sent(one.view, below, "รายงานและทะเบียนของกองทุน")


def carried(one: Picture) -> TableView | None:
    """Debt that was overdue when last year ended and is not settled, by district; None without both registers."""
    then, now = one.then, one.loans
    if then.empty or now.empty or one.view.scope.level != "province":
        return None
    whole = loans.carried(now, then).reindex(list(one.card.below)).dropna(subset="contracts").rename_axis("area")
    rows = whole[whole["still"].gt(0) | whole["gone"].gt(0)]
    frame = rows.sort_values("overdue_now_baht", ascending=False, kind="stable").reset_index()
    day, label = thai_date(fiscal_end(one.view.fiscal_year - 1), short=True), one.view.scope.child_label
    owed, left = float(whole["overdue_baht"].sum()), float(whole["overdue_now_baht"].sum())
    share = f" (ร้อยละ {pct(ratio(left, owed))})" if owed else ""
    return TableView(
        "carried",
        f"หนี้เกินกำหนด ณ {day} {money(owed)} ยังเหลือ {money(left)}{share} ใน {len(frame)} {label}",
        frame,
        (
            Shown("area", label, "name"),
            Shown("contracts", f"สัญญาที่ค้าง ณ {day}", "count", "สัญญา"),
            Shown("overdue_baht", f"หนี้เกินกำหนด ณ {day}", "baht", "บาท"),
            Shown("still", "ยังค้างอยู่", "count", "สัญญา"),
            Shown("overdue_now_baht", "หนี้เกินกำหนดที่ยังเหลือ", "baht", "บาท"),
            Shown("gone", "ไม่อยู่ในทะเบียนปัจจุบัน", "count", "สัญญา"),
        ),
        {"area": "รวมทั้งสิ้น", **{str(c): float(frame[c].sum()) for c in frame if c != "area"}},
        f"เฉพาะ{label}ที่ยังไม่เสร็จสิ้น สัญญาที่ไม่อยู่ในทะเบียนปัจจุบันต้องถามว่าปิดสัญญาหรือตกหล่น",
    )


_CASE = (
    Shown("district_code", "อำเภอ", "name"),
    Shown("contract_id", "เลขที่สัญญา"),
    Shown("balance_baht", "หนี้คงเหลือ", "baht", "บาท"),
    Shown("overdue_baht", "หนี้เกินกำหนด", "baht", "บาท"),
    Shown("status_word", "สถานะ"),
    Shown("status_days", "อยู่ในสถานะนี้", "count", "วัน"),
    Shown("end_date", "วันสิ้นสุดสัญญา", "date"),
)


def tables(one: Picture) -> dict[str, TableView]:
    """Cases by status, and the contracts to ask about: the largest, those past their end, those that do not move."""
    own = one.loans
    own = own.assign(status_word=own["debt_status"].map({key: words[0] for key, words in STATUSES.items()}))
    most, days = setting("women_fund.largest"), setting("women_fund.stuck_days")
    large = one.largest
    large = large.assign(status_word=own["status_word"].reindex(large.index))
    found = [
        _status_table(own),
        _case_table("largest", f"สัญญาที่มีหนี้เกินกำหนดมากที่สุด {min(most, len(large))} สัญญา", large.head(most)),
        _case_table("ended", "สัญญาที่สิ้นสุดแล้วแต่ยังชำระไม่ครบ", own[own["is_ended"]]),
        _case_table("stuck", f"เรื่องที่อยู่ในสถานะเดิมเกิน {days} วัน", own[own["is_stuck"]]),
    ]
    return {table.name: table for table in found if table is not None}


def _case_table(name: str, title: str, rows: pd.DataFrame) -> TableView | None:
    if rows.empty:
        return None
    frame = rows.sort_values(["balance_baht", "contract_id"], ascending=[False, True]) if name != "largest" else rows
    frame = frame[[shown.column for shown in _CASE]].reset_index(drop=True)
    kept = tuple(shown for shown in _CASE if frame[shown.column].notna().any())
    note = "แสดงเลขที่สัญญาโดยไม่แสดงชื่อผู้กู้ ขอรายละเอียดได้จากสำนักงานพัฒนาชุมชนอำเภอ"
    return TableView(name, title, frame, kept, note=note)


def _status_table(rows: pd.DataFrame) -> TableView | None:
    found = loans.by_status(rows)
    if found.empty:
        return None
    order = [status for status in STATUSES if status in found.index]
    frame = found.reindex(order).rename_axis("status").reset_index()
    frame["status"] = frame["status"].map({key: words[0] for key, words in STATUSES.items()})
    sums = ("contracts", "balance_baht", "overdue_baht", "stuck")
    return TableView(
        "cases",
        "สัญญาแยกตามสถานะการชำระหนี้",
        frame,
        (
            Shown("status", "สถานะ"),
            Shown("contracts", "สัญญา", "count", "สัญญา"),
            Shown("balance_baht", "หนี้คงเหลือ", "baht", "บาท"),
            Shown("overdue_baht", "หนี้เกินกำหนด", "baht", "บาท"),
            Shown("median_days", "อยู่ในสถานะนี้ (ค่ากลาง)", "count", "วัน"),
            Shown("stuck", f"ค้างเกิน {setting('women_fund.stuck_days')} วัน", "count", "สัญญา"),
        ),
        {"status": "รวมทั้งสิ้น", **{name: float(frame[name].sum()) for name in sums}},
    )
