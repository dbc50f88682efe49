"""Lists of groups by name, cases carried over from last year, who has sent what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cdd_analysis.datasets.grassroots import REFERRALS, WORK_GROUPS
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.scorecard import sent
from cdd_analysis.measures.words import count
from cdd_analysis.topics.grassroots.facts import Facts


def words(choices: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Each key of a choice in its first spelling."""
    return {key: spellings[0] for key, spellings in choices.items()}


def _listing(rows: pd.DataFrame) -> pd.DataFrame:
    """Groups as a list prints them."""
    return rows.assign(
        area=rows["district_code"],
        work_group=rows["work_group"].map(words(WORK_GROUPS)),
        referral_status=rows["referral_status"].map(words(REFERRALS)).fillna("ยังไม่ค้นพบ"),
    )


_GROUP = (Shown("area", "อำเภอ", "name"), Shown("group_name", "กลุ่ม"), Shown("work_group", "กลุ่มงาน"))


def lists(facts: Facts) -> dict[str, TableView]:
    """The groups that the matrix speaks of, by name."""
    found = (_missed_list(facts), _over_list(facts))
    return {one.name: one for one in found if one is not None}


def _missed_list(facts: Facts) -> TableView | None:
    """Groups that need support and get none, the neediest first."""
    rows = facts.groups
    rows = _listing(rows[rows["missed"].eq(1)]).sort_values(["need", "group_id"], ascending=[False, True])
    if rows.empty:
        return None
    shown = (
        *_GROUP,
        Shown("need", "คะแนนความจำเป็น", "number"),
        Shown("problem_code", "ปัญหา"),
        Shown("referral_status", "สถานะการส่งต่อ"),
    )
    return TableView("missed_groups", f"กลุ่มที่ตกหล่น {count(len(rows))} กลุ่ม", rows, shown)


def _over_list(facts: Facts) -> TableView | None:
    """Groups that stand on their own and are supported, with who supports them and whether last year too."""
    rows = facts.groups
    rows = _listing(rows[rows["over"].eq(1)]).sort_values(["need", "group_id"])
    if rows.empty:
        return None
    rows = rows.assign(again=rows["again"].map({True: "หนุนเสริมด้วย", False: "ไม่ได้หนุนเสริม"}))
    shown = (
        *_GROUP,
        Shown("need", "คะแนนความจำเป็น", "number"),
        Shown("who", "ผู้สนับสนุน"),
        Shown("support_baht", "มูลค่าการสนับสนุน", "baht", "บาท"),
        Shown("again", "ปีก่อน"),
    )
    return TableView("over_served", f"กลุ่มที่หนุนเกินจำเป็น {count(len(rows))} กลุ่ม", rows, shown)


def carried(facts: Facts) -> TableView | None:
    """Cases of last year that were not closed then and are not closed in this year's register."""
    last = facts.closed
    if last.empty:
        return None
    is_open = last["reached_found"].eq(1) & last["reached_closed"].eq(0)
    rows = last[is_open & ~last["since_closed"]]
    stage = rows["referral_status"].map(words(REFERRALS))
    now = rows["since_status"].map(words(REFERRALS)).fillna("ไม่มีสถานะ")
    rows = rows.assign(area=rows["district_code"], then=stage, now=now.where(rows["since_listed"], "ไม่อยู่ในทะเบียนปีนี้"))
    shown = (
        *_GROUP[:2],
        Shown("then", "สถานะเมื่อสิ้นปีก่อน"),
        Shown("found_date", "วันที่ค้นพบ", "date"),
        Shown("now", "สถานะปีนี้"),
    )
    title = f"เรื่องที่ปี {facts.view.fiscal_year - 1} ยังไม่ปิด {count(len(rows))} กลุ่ม"
    return TableView("carried", title, rows.sort_values(["found_date", "group_id"]), shown)


def coverage(facts: Facts) -> TableView | None:
    """Areas that sent the register and the record of support; None where nothing is there at all."""
    if facts.groups.empty:
        return None
    year, below = facts.view.fiscal_year, list(facts.view.scope.children)
    there = {
        f"ทะเบียนกลุ่ม ปี {year}": set(facts.groups["area"]),
        f"บันทึกการหนุนเสริม ปี {year}": set(facts.support["area"]),
    }
    table = pd.DataFrame({label: [area in areas for area in below] for label, areas in there.items()}, index=below)
    return sent(facts.view, table, "ทะเบียนกลุ่มและบันทึกการหนุนเสริม")
