"""Checks across topics (handbook 10): the same household or group in two registers, the same money in two reports.

Counts per area only: registers are joined on hashed ids, which go no further than here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import scope
from cdd_analysis.measures import ladder, periods
from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.controls import TOLERANCE
from cdd_analysis.measures.once import once
from cdd_analysis.measures.result import Finding, Shown, Status, TableView, View
from cdd_analysis.measures.words import called, count, owner
from cdd_analysis.settings import setting
from cdd_analysis.topics.grassroots.groups import need_scores

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

SHOWN = (
    Shown("poor_in_debt", "ครัวเรือนตกเกณฑ์รายได้ที่มีหนี้ กข.คจ. เกินกำหนด", "count", "ครัวเรือน"),
    Shown("plots_of_poor", "แปลงโคก หนอง นา ของครัวเรือนเป้าหมาย", "count", "แปลง"),
    Shown("grade_d_in_need", "กลุ่มที่ต้องหนุนเสริมและมีผลิตภัณฑ์ระดับ D", "count", "กลุ่ม"),
    Shown("cloth_apart_baht", "ยอดผ้าไทยต่างจากยอด OTOP ประเภทผ้า", "baht", "บาท"),
)
_AREA = ("province_code", "district_code")
_HOUSE = (*_AREA, "house_id")
NOTE = "นับจากรหัสที่เข้ารหัสแล้วของสองทะเบียน แสดงเฉพาะจำนวน ไม่มีรายชื่อ ช่องว่างคือยังไม่ได้รับทะเบียนใดทะเบียนหนึ่ง"


def crossings(data: Processed, view: View) -> TableView | None:
    """Areas below x checks, the total last; None where no two registers came.

    A check is missing in an area where one of its two registers holds nothing of that area: that is not 0.
    """
    parts = [_in_debt(data, view.fiscal_year, view.as_of).to_frame(), _of_year(data, view.fiscal_year)]
    found = pd.concat(parts, axis=1).reindex(list(view.scope.children)).rename_axis("area")
    shown = [one for one in SHOWN if found[one.column].notna().any()]
    if not shown:
        return None
    label = view.scope.child_label
    return TableView(
        "crossings",
        "ข้อมูลข้ามประเด็น: ครัวเรือน กลุ่ม และยอดเงินเดียวกันในสองทะเบียน",
        found.reset_index(),
        (Shown("area", label, "name"), *shown),
        {"area": "รวมทั้งสิ้น"} | {one.column: total(found[one.column]) for one in shown},
        NOTE,
    )


def questions(table: TableView, view: View) -> tuple[Finding, ...]:
    """What the checks ask of the page's own area, each once."""
    asked = (
        (
            "poor_in_debt",
            "ครัวเรือน",
            "มีครัวเรือนตกเกณฑ์รายได้ {n} ครัวเรือนที่ค้างชำระเงินยืม กข.คจ. เกินกำหนด",
            "แผนรายครัวเรือนของครัวเรือนเหล่านี้รวมการผ่อนชำระหนี้ไว้แล้วหรือไม่ และหน่วยใดเป็นเจ้าภาพ",
        ),
        (
            "grade_d_in_need",
            "กลุ่ม",
            "มีกลุ่มที่ต้องหนุนเสริมจริง {n} กลุ่มที่มีผลิตภัณฑ์ระดับ D",
            "กลุ่มเหล่านี้อยู่ในแผนยกระดับผลิตภัณฑ์หรือส่งต่อบริษัทประชารัฐรักสามัคคีแล้วกี่กลุ่ม",
        ),
    )
    area = view.scope.key
    return tuple(
        Finding(rule, area, Status.GRAY, f"{called(area)}{said.format(n=count(n))}", owner(area), question, n, unit)
        for rule, unit, said, question in asked
        if (n := float(str(table.total.get(rule, 0)))) > 0
    )


@once
def _in_debt(data: Processed, fiscal_year: int, as_of: date) -> pd.Series:
    """``poor_in_debt`` of every area of the country."""
    households = _households(data, fiscal_year)
    poor = households[households["dim_income"].eq(True).fillna(False)]
    loans = data.read("kkj_loans", columns=[*_HOUSE, "due_date", "outstanding_baht", "as_of_date"])
    return poor_in_debt(poor, loans, View(scope(ladder.NATIONAL), fiscal_year, as_of))


@once
def _of_year(data: Processed, fiscal_year: int) -> pd.DataFrame:
    """The checks that know no day, of every area of the country."""
    products = data.read("otop_products", columns=[*_AREA, "producer_id", "quadrant"])
    parts = [
        plots_of_poor(_households(data, fiscal_year), data.read("plots", columns=[*_HOUSE, "plot_id"])),
        grade_d_in_need(periods.of_year(data.read("community_groups"), fiscal_year), products),
        cloth_apart(data.differences(), fiscal_year),
    ]
    return pd.concat(parts, axis=1)


def _households(data: Processed, fiscal_year: int) -> pd.DataFrame:
    rows = data.read("target_households", columns=[*_HOUSE, "fiscal_year", "dim_income"])
    return periods.of_year(rows, fiscal_year)


def poor_in_debt(poor: pd.DataFrame, loans: pd.DataFrame, view: View) -> pd.Series:
    """Households below the income line (topic 1) that owe a village fund past the due date (topic 5), by area."""
    state = periods.newest(loans.dropna(subset=["house_id"]), view.as_of)
    late = state[state["due_date"].lt(pd.Timestamp(view.as_of)) & state["outstanding_baht"].gt(0)]
    return _shared(poor, late, "house_id", known=state).rename("poor_in_debt")


def plots_of_poor(households: pd.DataFrame, plots: pd.DataFrame) -> pd.Series:
    """Plots (topic 2) of target households (topic 1), by area of the plot; a plot in two streams counts once."""
    once = plots.dropna(subset=["house_id"]).drop_duplicates("plot_id")
    return _shared(once, households, "house_id", known=households).rename("plots_of_poor")


def grade_d_in_need(groups: pd.DataFrame, products: pd.DataFrame) -> pd.Series:
    """Groups that need support (topic 4) whose product stands in Quadrant D (topic 3), by area of the group."""
    grade_d = products[products["quadrant"].eq("D")].assign(group_id=lambda rows: rows["producer_id"])
    return _shared(
        groups[need_scores(groups).ge(setting("grassroots.needy_from"))], grade_d, "group_id", known=products
    ).rename("grade_d_in_need")


def cloth_apart(differences: pd.DataFrame, fiscal_year: int) -> pd.Series:
    """Baht by which the cloth sales of topic 7 differ from OTOP's category (topic 3), both signs added as distances."""
    own = differences[
        differences["table"].eq("cloth_agencies")
        & differences["comparison"].eq("tables")
        & differences["fiscal_year"].eq(fiscal_year)
        & differences["difference"].notna()
    ]
    apart = own["difference"].abs().where(own["difference"].abs().gt(TOLERANCE), 0.0)
    return ladder.sums(own.assign(cloth_apart_baht=apart), ["cloth_apart_baht"])["cloth_apart_baht"]


def _shared(rows: pd.DataFrame, others: pd.DataFrame, key: str, *, known: pd.DataFrame) -> pd.Series:
    """How many ``rows`` of each area have their key among ``others``; missing where the other register is silent.

    Args:
        rows: one row is a thing that counts once.
        others: the register it is looked up in.
        known: all rows of that register: an area without any says nothing.
    """
    marked = rows.dropna(subset=[key]).drop_duplicates(key).assign(shared=lambda own: own[key].isin(set(others[key])))
    counts = ladder.sums(marked, ["shared"])["shared"]
    return counts.where(counts.index.isin(ladder.size(known).index))
