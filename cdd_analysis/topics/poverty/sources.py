"""Which list a household stands in, and how far the lists agree (T1.14): the house file, TPMAP, an added survey.

Everything else of the topic counts the house file alone. A list that an area has not sent is no disagreement: only
areas that both lists speak of are compared.
"""

from __future__ import annotations

import pandas as pd

from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.topics.poverty.picture import Picture
from cdd_analysis.topics.poverty.rates import AGREED, share


def table(picture: Picture) -> TableView | None:
    """T1.14 by area beside what each source counts there; None where nothing but one source is known."""
    scope, tally, survey = picture.view.scope, picture.tally, picture.survey
    counted = survey.areas[["hh_poor_bmn", "persons_target_poor", "persons_registered_valid"]]
    told = tally["target"].where(tally["target"] > 0)
    listed = tally[["in_tpmap", "in_survey"]].where(tally[["in_tpmap", "in_survey"]] > 0)
    compared = tally[["listed_both", "listed_either"]].where(tally["listed_known"] > 0)
    agreed = {code: share(picture.rows[str(code)], AGREED)[0] for code in tally.index}
    frame = pd.concat([counted, told.rename("in_file"), listed, compared], axis=1).assign(agreed_pct=pd.Series(agreed))
    there = frame[["hh_poor_bmn", "in_file", "in_tpmap", "in_survey"]].notna().any()
    if there.sum() < 2:
        return None
    frame = frame.rename_axis("area").reset_index().sort_values("agreed_pct", kind="stable", ignore_index=True)
    shown = (
        Shown("area", scope.child_label, "name"),
        Shown("hh_poor_bmn", "ครัวเรือนยากจน (จปฐ./TPMAP)", "count", "ครัวเรือน"),
        Shown("persons_target_poor", "คนจนเป้าหมาย (TPMAP)", "count", "คน"),
        Shown("persons_registered_valid", "ผู้ผ่านการตรวจสอบสวัสดิการแห่งรัฐ", "count", "คน"),
        Shown("in_file", "แฟ้มบ้าน", "count", "ครัวเรือน"),
        Shown("in_tpmap", "บัญชี TPMAP", "count", "ครัวเรือน"),
        Shown("in_survey", "สำรวจเพิ่ม", "count", "ครัวเรือน"),
        Shown("listed_both", "อยู่ทั้งสองบัญชี", "count", "ครัวเรือน"),
        Shown("agreed_pct", "ตรงกัน", "pct", "ร้อยละ"),
    )
    kept = tuple(one for one in shown if frame[one.column].notna().any())
    total = {str(name): value for name, value in frame.drop(columns="area").sum(min_count=1).items()}
    return TableView(
        "sources",
        f"สามฐานข้อมูลราย{scope.child_label}",
        frame,
        kept,
        total | {"agreed_pct": share(tally, AGREED)[0]},
        "ร้อยละที่ตรงกันคือครัวเรือนที่อยู่ทั้งในบัญชี TPMAP และแฟ้มบ้าน ÷ ครัวเรือนที่อยู่ในบัญชีใดบัญชีหนึ่ง เทียบด้วยรหัสบ้าน "
        f"เฉพาะ{scope.child_label}ที่มีทั้งสองบัญชี ยอด จปฐ. ปี {survey.year or '–'} และยอดสวัสดิการแห่งรัฐ"
        "นับจากคนหรือครัวเรือนที่สำรวจทั้งหมด จึงไม่จำเป็นต้องเท่ากับครัวเรือนเป้าหมาย",
    )
