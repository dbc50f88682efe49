"""The printed tables: areas below ranked by urgency (handbook 10.1, row 1), and who sent what."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cdd_analysis.datasets.poverty import DIMENSION_LABELS, DIMENSIONS
from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.ladder import child_of
from cdd_analysis.measures.result import Shown, Status, TableView
from cdd_analysis.measures.status import is_missing, urgency
from cdd_analysis.measures.words import count
from cdd_analysis.topics.poverty.findings import main_dimension
from cdd_analysis.topics.poverty.lights import area_light, expected
from cdd_analysis.topics.poverty.picture import Picture
from cdd_analysis.topics.poverty.rates import HELPED, PASSED, PLANNED, RECENT, SOLVED, Rate, Tally, share
from cdd_analysis.topics.poverty.survey import TARGETS
from cdd_analysis.topics.poverty.words import label

ADD_UP = "หนึ่งคนตกเกณฑ์ได้หลายมิติ ยอดห้ามิติรวมกันจึงมากกว่าคนจนเป้าหมาย และไม่ใช่ส่วนย่อยของยอดรวม"


def ranking(picture: Picture) -> TableView | None:
    """The ranked table: of the register where there is one, else of TPMAP; None where there is neither."""
    if picture.has_register:
        return _of_register(picture)
    return _of_survey(picture) if picture.survey.areas["persons_surveyed"].notna().any() else None


def _of_register(picture: Picture) -> TableView:
    view = picture.view
    rows = [_register_row(picture, str(code)) for code in picture.tally.index]
    frame = pd.DataFrame(rows)
    left = frame["effective"].fillna(0) - frame["helped"].fillna(0)
    order = pd.DataFrame({"urgency": frame["status"].map(urgency), "left": -left})
    frame = frame.loc[order.sort_values(["urgency", "left"], kind="stable").index].reset_index(drop=True)
    shown = (
        Shown("area", view.scope.child_label, "name"),
        Shown("target", "ครัวเรือนเป้าหมาย", "count"),
        Shown("verified", "สอบทานแล้ว", "count"),
        Shown("gone", "ไม่พบ/ย้าย/เสียชีวิต/ซ้ำ", "count"),
        Shown("effective", "เป้าหมายคงเหลือ", "count"),
        Shown("planned_pct", "มีแผนรายครัวเรือน", "pct", "ร้อยละ"),
        Shown("helped_pct", "ช่วยเหลือแล้ว", "pct", "ร้อยละ"),
        Shown("solved", "ปัญหาที่แก้ไขแล้ว/ทั้งหมด", "text"),
        Shown("passed_pct", "ผ่านเกณฑ์รายได้", "pct", "ร้อยละ"),
        Shown("recent_pct", "บันทึกภายใน 30 วัน", "pct", "ร้อยละ"),
        Shown("status", "สถานะ", "status"),
        Shown("reason", "เหตุผล/ข้อสังเกต"),
    )
    return TableView(
        "ranking",
        f"ครัวเรือนเป้าหมายราย{view.scope.child_label} ปีงบประมาณ {view.fiscal_year}",
        frame,
        shown,
        _figures(picture.tally),
        "เรียงตามความเร่งด่วน แล้วตามจำนวนครัวเรือนที่ยังไม่ได้รับความช่วยเหลือ แถวรวมคำนวณใหม่จากผลรวมหารผลรวม "
        "ร้อยละของแผนและการช่วยเหลือใช้เป้าหมายคงเหลือเป็นฐาน",
    )


def _register_row(picture: Picture, code: str) -> dict[str, object]:
    row = picture.rows[code]
    status, reason = area_light(row, expected(picture.view))
    return {"area": code, **_figures(row), "status": status, "reason": reason}


def _figures(tally: Tally) -> dict[str, object]:
    """The row's figures from marks; missing, not zero, where nothing was sent."""
    names = ("target", "verified", "gone", "effective", "helped", "any_help", "income_undecided")
    total = {name: float(tally[name].sum()) for name in names}
    sent = bool(total["target"])
    counts = {c: total[c] if sent else None for c in ("target", "verified", "gone", "effective")}
    has_help = bool(total["any_help"])
    _, solved, problems = share(tally, SOLVED)
    return {
        **counts,
        "helped": total["helped"] if has_help else None,
        "planned_pct": _pct(tally, PLANNED),
        "helped_pct": _pct(tally, HELPED),
        "solved": f"{count(solved)}/{count(problems)}" if has_help else "–",
        "passed_pct": None if total["income_undecided"] > 0 else _pct(tally, PASSED),
        "recent_pct": _pct(tally, RECENT),
    }


def _pct(tally: Tally, one: Rate) -> float | None:
    value = share(tally, one)[0]
    return None if is_missing(value) else value


def _of_survey(picture: Picture) -> TableView:
    scope, areas, year = picture.view.scope, picture.survey.areas, picture.survey.year
    frame = _survey_figures(areas).rename_axis("area").reset_index()
    found = [_survey_light(areas.loc[code]) for code in frame["area"]]
    frame = frame.assign(status=[status for status, _ in found], reason=[reason for _, reason in found])
    frame["order"] = [urgency(status) if status is Status.CHECK else 9 for status in frame["status"]]
    frame = frame.sort_values(["order", "persons_target_poor"], ascending=[True, False], kind="stable")
    shown = (
        Shown("area", scope.child_label, "name"),
        Shown("hh_surveyed", "ครัวเรือนที่สำรวจ", "count"),
        Shown("persons_surveyed", "คนที่สำรวจ", "count"),
        Shown("persons_target_poor", "คนจนเป้าหมาย", "count", "คน"),
        Shown("rate_pct", "สัดส่วน", "pct", "ร้อยละ"),
        *(Shown(f"target_{key}", DIMENSION_LABELS[key], "count", "คน") for key in DIMENSIONS),
        Shown("status", "สถานะ", "status"),
        Shown("reason", "เหตุผล/ข้อสังเกต"),
    )
    totals = _survey_figures(picture.survey.areas.sum(min_count=1).to_frame().T).iloc[0]
    return TableView(
        "ranking",
        f"คนจนเป้าหมายราย{scope.child_label} จปฐ. ปี {year}",
        frame.drop(columns="order").reset_index(drop=True),
        shown,
        {str(column): value for column, value in totals.items()},
        f"เรียงตามจำนวนคนจนเป้าหมาย แถวรวมคำนวณใหม่จาก{scope.child_label} {ADD_UP}",
    )


def _survey_figures(areas: pd.DataFrame) -> pd.DataFrame:
    columns = ["hh_surveyed", "persons_surveyed", "persons_target_poor", *TARGETS]
    return areas[columns].assign(rate_pct=ratios(areas["persons_target_poor"], areas["persons_surveyed"]))


def _survey_light(counts: pd.Series) -> tuple[Status, str]:
    """TPMAP ranks only; a figure that cannot be true is ``check``, and a missing area stays in the table."""
    if pd.isna(counts["persons_surveyed"]) and pd.isna(counts["persons_target_poor"]):
        return Status.GRAY, "ไม่มีข้อมูล TPMAP/จปฐ. ของพื้นที่นี้"
    if counts["persons_target_poor"] > counts["persons_surveyed"]:
        return Status.CHECK, "คนจนเป้าหมายมากกว่าคนที่สำรวจ"
    if any(counts[column] > counts["persons_target_poor"] for column in TARGETS):
        return Status.CHECK, "คนจนเป้าหมายบางมิติมากกว่าคนจนเป้าหมายทั้งหมด"
    dimension, persons = main_dimension(counts)
    return (
        Status.GRAY,
        f"รอทะเบียนครัวเรือนเป้าหมาย · มิติหลัก {dimension} {count(persons)} คน" if dimension else "ไม่มีคนจนเป้าหมาย",
    )


def survey_status(picture: Picture) -> tuple[Status, str]:
    """The most serious of the areas' TPMAP lights: ``check`` where a figure cannot be true or does not reconcile."""
    areas = picture.survey.areas
    wrong = [reason for status, reason in map(_survey_light, _rows(areas)) if status is Status.CHECK]
    if picture.survey.differences:
        column, (stated, summed) = next(iter(picture.survey.differences.items()))
        wrong.insert(0, f"{label(column)}: แถวของพื้นที่ {count(stated)} แต่ผลรวม {count(summed)}")
    return (Status.CHECK, wrong[0]) if wrong else (Status.GRAY, "")


def _rows(areas: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in areas.iterrows()]


def coverage(picture: Picture) -> TableView:
    """What each area below has sent for this fiscal year; those with nothing stand first."""
    records = child_of(picture.help_records, picture.view.scope).value_counts()
    there = picture.survey.areas["persons_surveyed"].notna()
    rows = [_sent(picture, c, bool(there[c]), float(records.get(c, 0.0))) for c in picture.view.scope.children]
    frame = pd.DataFrame(rows)
    frame = frame.sort_values("status", key=lambda column: column.map(urgency), kind="stable").reset_index(drop=True)
    shown = (
        Shown("area", picture.view.scope.child_label, "name"),
        Shown("bmn_year", "TPMAP/จปฐ. ปี"),
        Shown("households", "ทะเบียนครัวเรือนเป้าหมาย", "count", "ครัวเรือน"),
        Shown("help_records", "บันทึกการช่วยเหลือ", "count", "รายการ"),
        Shown("status", "สถานะ", "status"),
        Shown("reason", "สิ่งที่รอ"),
    )
    return TableView("coverage", f"ข้อมูลที่ได้รับ ปีงบประมาณ {picture.view.fiscal_year}", frame, shown)


def _sent(picture: Picture, code: str, surveyed: bool, records: float) -> dict[str, object]:
    households = picture.mark(code, "target")
    missing: Sequence[str] = [
        words
        for there, words in (
            (surveyed, "ข้อมูล TPMAP/จปฐ."),
            (households, "ทะเบียนครัวเรือนเป้าหมาย"),
            (records, "บันทึกการช่วยเหลือ"),
        )
        if not there
    ]
    return {
        "area": code,
        "bmn_year": str(picture.survey.year) if surveyed else "–",
        "households": households or None,
        "help_records": records or None,
        "status": Status.GRAY if missing else Status.GREEN,
        "reason": f"รอ{' '.join(missing)}" if missing else "ครบ",
    }
