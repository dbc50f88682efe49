"""The topic's further tables: problems by dimension, movement between stages (T1.13), the three sources (T1.14)."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.poverty import DIMENSION_LABELS, DIMENSIONS
from cdd_analysis.measures.arithmetic import ratio, ratios
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.topics.poverty import sources
from cdd_analysis.topics.poverty.picture import Picture

STAGES = {"1": "อยู่รอด", "2": "พอเพียง", "3": "ยั่งยืน"}


def tables(picture: Picture) -> dict[str, TableView]:
    """Every table that has data, by name."""
    found = (problems(picture), stages(picture), sources.table(picture))
    return {one.name: one for one in found if one is not None}


def problems(picture: Picture) -> TableView | None:
    """Household x dimension: how many fail it, were helped in it, have it solved, where help records came."""
    tally = picture.tally[picture.tally["any_help"] > 0]
    if not tally["problems"].sum():
        return None
    total = tally.sum()
    frame = pd.DataFrame(
        {
            "dimension": [DIMENSION_LABELS[key] for key in DIMENSIONS],
            **{name: [float(total[f"{name}_{key}"]) for key in DIMENSIONS] for name in ("fail", "got", "solved")},
        }
    )
    frame = frame.assign(untouched=frame["fail"] - frame["got"], solved_pct=ratios(frame["solved"], frame["fail"]))
    frame = frame.sort_values("untouched", ascending=False, kind="stable", ignore_index=True)
    sums = frame.drop(columns=["dimension", "solved_pct"]).sum()
    without = len(picture.tally[(picture.tally["any_help"] == 0) & (picture.tally["target"] > 0)])
    label = picture.view.scope.child_label
    aside = f" ไม่รวม {without} {label}ที่ยังไม่มีบันทึกการช่วยเหลือ" if without else ""
    return TableView(
        "problems",
        "ปัญหาแยกมิติ",
        frame,
        (
            Shown("dimension", "มิติ", "text"),
            Shown("fail", "ตกเกณฑ์", "count", "ครัวเรือน"),
            Shown("got", "ช่วยเหลือในมิตินี้แล้ว", "count", "ครัวเรือน"),
            Shown("solved", "แก้ไขแล้ว", "count", "ครัวเรือน"),
            Shown("untouched", "ยังไม่มีผู้ช่วยในมิตินี้", "count", "ครัวเรือน"),
            Shown("solved_pct", "แก้ไขแล้ว", "pct", "ร้อยละ"),
        ),
        {"dimension": "รวมทั้งสิ้น", **sums, "solved_pct": ratio(sums["solved"], sums["fail"])},
        f"หนึ่งครัวเรือนตกเกณฑ์ได้หลายมิติ ยอดรวมจึงเป็นจำนวนปัญหา ไม่ใช่จำนวนครัวเรือน{aside}",
    )


def stages(picture: Picture) -> TableView | None:
    """T1.13: stage last year by stage now, of households whose stage is known in both years."""
    year = picture.view.fiscal_year
    before = picture.earlier.drop_duplicates("house_id").set_index("house_id")["stage"]
    now = picture.households[["house_id", "stage"]].drop_duplicates("house_id")
    both = now.assign(before=now["house_id"].map(before).astype(object)).dropna(subset=["stage", "before"])
    if both.empty:
        return None
    matrix = both.groupby(["before", "stage"]).size().unstack(fill_value=0).astype("float64")
    matrix = matrix.reindex(index=list(STAGES), columns=list(STAGES), fill_value=0.0).rename_axis(columns=None)
    frame = matrix.rename(columns="to_{}".format).assign(whole=matrix.sum(axis=1))
    frame.insert(0, "before", [f"ปี {year - 1} {label}" for label in STAGES.values()])
    return TableView(
        "stages",
        "การเลื่อนระดับครัวเรือน",
        frame.reset_index(drop=True),
        (
            Shown("before", "ระดับ", "text"),
            *(Shown(f"to_{key}", f"ปี {year} {label}", "count", "ครัวเรือน") for key, label in STAGES.items()),
            Shown("whole", "รวม", "count", "ครัวเรือน"),
        ),
        {"before": "รวมทั้งสิ้น", **frame.drop(columns="before").sum()},
        "นับเฉพาะครัวเรือนที่ทราบระดับทั้งสองปี ช่องใต้แนวทแยงคือระดับลดลง",
    )
