"""Tables of the topic: do two offices agree, villages by level, what moved, what hides behind face value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cdd_analysis.datasets import table
from cdd_analysis.datasets.kkj import CAUSES, MEASURES
from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.controls import TOLERANCE
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.measures.words import million
from cdd_analysis.topics.kkj.facts import Facts
from cdd_analysis.topics.kkj.levels import LEVELS, REASONS, reason

_ORDER = tuple(LEVELS)


def tables(facts: Facts) -> dict[str, TableView]:
    """Every table that the data gives, in the order of a meeting."""
    found = (_matrix(facts), _differences(facts), _levels(facts), _moves(facts), _cases(facts), _hidden(facts))
    return {one.name: one for one in found if one is not None}


def _label(column: str) -> str:
    return table("kkj_areas").column(column).label.replace(" (บาท)", "").replace(" (ครัวเรือน)", "")


def _matrix(facts: Facts) -> TableView | None:
    """District x measure: the difference between province and district; a blank could not be compared."""
    cells = facts.cells
    if cells.empty:
        return None
    columns = [name for name in MEASURES if name in set(cells["column"])]
    dates = cells.groupby("district_code")[["as_of_stated", "as_of_computed"]].max()
    known = dict(zip(zip(cells["district_code"], cells["column"], strict=True), cells["difference"], strict=True))
    grid = {name: [known.get((district, name), np.nan) for district in dates.index] for name in columns}
    frame = pd.DataFrame({"district_code": dates.index, **grid})
    apart = frame[columns].abs().gt(TOLERANCE)
    frame = frame.assign(
        apart=apart.sum(axis=1),
        province_day=dates["as_of_stated"].to_numpy(),
        district_day=dates["as_of_computed"].to_numpy(),
    )
    districts, many = int(apart.any(axis=1).sum()), int(apart.to_numpy().sum())
    title = (
        f"ยอดจังหวัดเทียบอำเภอ: ไม่ตรง {many} ยอดใน {districts} จาก {len(frame)} อำเภอ"
        if many
        else f"ยอดจังหวัดเทียบอำเภอ: ตรงกันทั้ง {len(frame)} อำเภอ"
    )
    shown = (
        Shown("district_code", "อำเภอ", "name"),
        *(Shown(name, _label(name), "number", _unit(name)) for name in columns),
        Shown("province_day", "จังหวัด ณ วันที่", "date"),
        Shown("district_day", "อำเภอ ณ วันที่", "date"),
    )
    note = "ตัวเลขคือยอดจังหวัดลบยอดอำเภอ ศูนย์คือตรงกัน – คือเทียบไม่ได้ อำเภอที่ไม่ส่งยอดของตนเองเทียบกับผลรวมหมู่บ้าน"
    return TableView("reconciliation", title, _together(frame, columns), shown, note=note)


def _together(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Districts that differ one by one, the most first; those that agree in everything in one row."""
    agree = frame["apart"].eq(0) & frame[columns].notna().all(axis=1)
    rows = frame[~agree].sort_values(["apart", "district_code"], ascending=[False, True])
    alike = frame[agree].groupby(["province_day", "district_day"], dropna=False)
    gathered = [own.head(1).assign(district_code=f"{len(own)} อำเภอตรงกันทุกยอด") for _, own in alike]
    return pd.concat([rows, *gathered], ignore_index=True).drop(columns="apart")


def _unit(column: str) -> str:
    return "บาท" if column.endswith("_baht") else "ครัวเรือน"


def _differences(facts: Facts) -> TableView | None:
    """Every difference with both values, both dates and both files (T5.11)."""
    apart = facts.cells[facts.cells["difference"].abs().gt(TOLERANCE)]
    if apart.empty:
        return None
    frame = apart.sort_values("difference", key=lambda d: -d.abs(), kind="stable").assign(
        measure=lambda rows: [f"{_label(one)} ({_unit(one)})" for one in rows["column"]]
    )
    shown = (
        Shown("district_code", "อำเภอ", "name"),
        Shown("measure", "รายการ"),
        Shown("stated", "จังหวัดรายงาน", "number"),
        Shown("computed", "อำเภอรายงาน", "number"),
        Shown("difference", "ต่างกัน", "number"),
        Shown("as_of_stated", "จังหวัด ณ วันที่", "date"),
        Shown("as_of_computed", "อำเภอ ณ วันที่", "date"),
        Shown("source_stated", "ไฟล์ของจังหวัด"),
        Shown("source_computed", "ไฟล์ของอำเภอ"),
    )
    columns = [one.column for one in shown]
    return TableView("differences", "ยอดที่ไม่ตรงกัน ทั้งสองค่าและสองไฟล์", frame[columns], shown)


def _levels(facts: Facts) -> TableView | None:
    """Villages by problem level with baht, and the way of the forum (T5.13)."""
    villages = facts.villages
    if villages.empty:
        return None
    sums = villages.groupby("level")[["n", "fund", "outstanding", "shortfall", "overdue"]].sum()
    frame = sums.reindex([level for level in reversed(_ORDER) if level in sums.index]).reset_index()
    frame["label"] = [f"{level} {LEVELS[level].label}" for level in frame["level"]]
    frame["method"] = [LEVELS[level].method for level in frame["level"]]
    serious = frame[~frame["level"].isin(["P0"])]
    many, fund = float(serious["n"].sum()), float(serious["fund"].sum())
    title = (
        f"ระดับปัญหา: {many:,.0f} จาก {len(villages):,} หมู่บ้านต้องแก้ เงินทุน {million(fund)}"
        if len(serious)
        else f"ระดับปัญหา: ทั้ง {len(villages):,} หมู่บ้านปกติ"
    )
    shown = (
        Shown("label", "ระดับปัญหา"),
        Shown("n", "หมู่บ้าน", "count"),
        Shown("fund", "เงินทุนรวม", "baht", "บาท"),
        Shown("outstanding", "เงินคงค้าง", "baht", "บาท"),
        Shown("shortfall", "เงินทุนขาดหาย", "baht", "บาท"),
        Shown("overdue", "เกินกำหนด", "baht", "บาท"),
        Shown("method", "แนวทางสำหรับเวที"),
    )
    sums_of = {one.column: total(frame[one.column]) for one in shown if one.kind in ("count", "baht")}
    return TableView("levels", title, frame, shown, {"label": "รวมทั้งสิ้น", **sums_of})


def _moves(facts: Facts) -> TableView | None:
    """Class at the end of last year x class now (T5.15)."""
    moves = facts.moves
    if moves.empty:
        return None
    grid = moves.groupby(["level_then", "level"]).size().unstack(fill_value=0)
    grid = grid.reindex(index=[one for one in reversed(_ORDER) if one in grid.index]).astype(float)
    columns = [one for one in reversed(_ORDER) if one in grid.columns]
    frame = grid[columns].assign(all=grid.sum(axis=1)).rename_axis("then").reset_index()
    frame["then"] = [f"{one} {LEVELS[one].label}" for one in frame["then"]]
    better, worse = float(moves["improved"].sum()), int(moves["worse"].sum())
    shown = (
        Shown("then", f"ระดับเมื่อสิ้นปี {facts.view.fiscal_year - 1}"),
        *(Shown(one, f"{one} ปัจจุบัน", "count") for one in columns),
        Shown("all", "รวม", "count"),
    )
    title = f"ระดับปัญหาเทียบสิ้นปีก่อน: ลดลง {better:,.0f} เพิ่มขึ้น {worse:,} หมู่บ้าน"
    sums = {one: total(frame[one]) for one in (*columns, "all")}
    return TableView("moves", title, frame, shown, {"then": "รวม", **sums}, "นับเฉพาะหมู่บ้านที่มีข้อมูลทั้งสองวัน")


def _ordered(villages: pd.DataFrame) -> pd.DataFrame:
    """Villages by class, then by baht at stake."""
    at = [_ORDER.index(level) for level in villages["level"]]
    stake = villages[["shortfall", "overdue"]].max(axis=1).fillna(0).tolist()
    return villages.iloc[sorted(range(len(at)), key=lambda n: (at[n], -stake[n]))].reset_index(drop=True)


def _labels(villages: pd.DataFrame) -> list[str]:
    return [f"{level} {LEVELS[level].label}" for level in villages["level"]]


def _reasons(villages: pd.DataFrame) -> list[str]:
    return [reason(row) for row in villages[list(REASONS)].itertuples(index=False)]


def _cases(facts: Facts) -> TableView | None:
    """Villages that are not P0: reason, way of the forum, what the province reported of each."""
    villages = facts.villages
    own = villages[villages["level"].ne("P0")]
    if own.empty:
        return None
    told = facts.problems.drop_duplicates("place").set_index("place")
    cause = told["cause"].astype(object).fillna(told["cause_code"].map({key: said[0] for key, said in CAUSES.items()}))
    rows = _ordered(own)
    frame = rows.assign(
        label=_labels(rows),
        reason=_reasons(rows),
        method=[LEVELS[level].method for level in rows["level"]],
        report=["รายงานแล้ว" if is_listed else "ไม่อยู่ในรายงาน" for is_listed in rows["listed"]],
        cause=rows["place"].map(cause),
        remedy=rows["place"].map(told["remedy"]),
    )
    shown = (
        Shown("district_code", "อำเภอ", "name"),
        Shown("village", "หมู่บ้าน"),
        Shown("label", "ระดับ"),
        Shown("reason", "เหตุผล"),
        Shown("method", "แนวทางสำหรับเวที"),
        Shown("report", "รายงานสภาพปัญหา"),
        Shown("cause", "สาเหตุที่รายงาน"),
        Shown("remedy", "การแก้ไขที่รายงาน"),
    )
    return TableView("cases", f"หมู่บ้านที่ต้องแก้ {len(frame):,} แห่ง", frame, shown, note="เรียงตามระดับ แล้วตามเงิน")


def _hidden(facts: Facts) -> TableView | None:
    """Funds that are whole only because debts long overdue count at face value."""
    villages = facts.villages
    own = villages[villages["shortfall"].le(0) & villages["stress_short"].gt(0)]
    if own.empty:
        return None
    frame = _ordered(own)
    shown = (
        Shown("district_code", "อำเภอ", "name"),
        Shown("village", "หมู่บ้าน"),
        Shown("fund", "เงินทุนตามบัญชี", "baht", "บาท"),
        Shown("long_baht", "เกินกำหนดเกิน 1,095 วัน", "baht", "บาท"),
        Shown("stress_short", "ขาดหากหนี้นั้นสูญ", "baht", "บาท"),
    )
    title = f"กองทุนที่ครบเพียงเพราะนับหนี้ค้างเกิน 3 ปีเต็มจำนวน {len(frame):,} แห่ง"
    sums = {one: total(frame[one]) for one in ("fund", "long_baht", "stress_short")}
    return TableView("hidden", title, frame, shown, {"district_code": "รวมทั้งสิ้น", **sums})


def carried(facts: Facts) -> TableView | None:
    """Villages with a problem at the end of last year that have it still, or of which nothing was told since."""
    past = facts.past
    if past.empty:
        return None
    had = past[~past["level"].isin(["P0"])].drop_duplicates("place")
    now = facts.villages.drop_duplicates("place").set_index("place")["level"].to_dict()
    rows = _ordered(had)
    pairs = zip(rows["place"], rows["level"], strict=True)
    kept = rows[np.array([not _is_over(now.get(place), before) for place, before in pairs], dtype=bool)]
    levels = [now.get(place) for place in kept["place"]]
    kept = kept.assign(
        label=_labels(kept),
        reason=_reasons(kept),
        now=[f"{one} {LEVELS[one].label}" if one else "ยังไม่ส่งข้อมูล" for one in levels],
    )
    before = facts.view.fiscal_year - 1
    title = f"จาก {len(had):,} หมู่บ้านที่มีปัญหาเมื่อสิ้นปี {before} ยังไม่ดีขึ้น {len(kept):,} หมู่บ้าน"
    shown = (
        Shown("district_code", "อำเภอ", "name"),
        Shown("village", "หมู่บ้าน"),
        Shown("label", f"ระดับเมื่อสิ้นปี {before}"),
        Shown("reason", "เหตุผลเมื่อสิ้นปีก่อน"),
        Shown("now", "ระดับปัจจุบัน"),
    )
    return TableView("carried", title, kept.reset_index(drop=True), shown)


def _is_over(now: str | None, before: str) -> bool:
    """Whether a village is well, or better than it was; what is not known is neither."""
    return now == "P0" or (now not in (None, "PX") and _ORDER.index(now) > _ORDER.index(before))
