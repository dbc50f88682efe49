"""What the year before left: households of its register that were not helped, or whose problems were not all solved."""

from __future__ import annotations

from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.topics.poverty.picture import Picture


def carried(picture: Picture) -> TableView | None:
    """What was left, and what became of it by the day of the page; None where nothing tells."""
    left = picture.left_over
    if left is None:
        return None
    scope, before, year = picture.view.scope, picture.view.fiscal_year - 1, picture.view.fiscal_year
    if not picture.has_register:
        left = left.drop(columns=["off", "taken_up", "still"])
    frame = left[left["left"] > 0].rename_axis("area").reset_index()
    frame = frame.sort_values([frame.columns[-1], "area"], ascending=[False, True], ignore_index=True)
    shown = (
        Shown("area", scope.child_label, "name"),
        Shown("left", f"ค้างเมื่อสิ้นปี {before}", "count", "ครัวเรือน"),
        Shown("unhelped", "ยังไม่เคยได้รับความช่วยเหลือ", "count", "ครัวเรือน"),
        Shown("unsolved", "ปัญหาที่ยังไม่แก้", "count", "เรื่อง"),
        Shown("off", f"พ้นจากทะเบียนปี {year}", "count", "ครัวเรือน"),
        Shown("taken_up", f"ช่วยเหลือแล้วในปี {year}", "count", "ครัวเรือน"),
        Shown("still", "ยังรออยู่", "count", "ครัวเรือน"),
    )
    return TableView(
        "carried",
        f"ครัวเรือนเป้าหมายที่ค้างจากปีงบประมาณ {before} ราย{scope.child_label}",
        frame,
        tuple(one for one in shown if one.column in frame),
        {str(name): value for name, value in left.sum().items()},
        "ค้าง คือครัวเรือนในเป้าหมายคงเหลือที่เมื่อสิ้นปียังไม่ได้รับความช่วยเหลือ หรือยังแก้ปัญหาไม่ครบทุกมิติ พ้นจากทะเบียน คือไม่อยู่ในทะเบียนปีนี้ "
        "หรือสอบทานแล้วไม่พบ ย้าย เสียชีวิต หรือซ้ำ ไม่นับพื้นที่ที่ไม่ส่งบันทึกการช่วยเหลือของปีก่อน",
    )
