"""The charts of the topic as data, each only where there is something to draw; titles say the finding."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.datasets.grassroots import REFERRALS, WORK_GROUPS
from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import count, said
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_months, thai_month
from cdd_analysis.topics.grassroots.facts import Facts
from cdd_analysis.topics.grassroots.groups import STAGES
from cdd_analysis.topics.grassroots.tables import words

#: Words for what a group needs, from the neediest.
NEEDS = {"needy": "ต้องการหนุนเสริมจริง", "watch": "เฝ้าดู", "alone": "พึ่งตนเองได้"}


def trend(facts: Facts) -> Exhibit | None:
    """Needy groups that somebody supports, month by month, this year and last."""
    year = facts.view.fiscal_year
    own = facts.groups
    if not total(own["served_needy"]) > 0:
        return None
    closed = facts.closed
    closed = closed[closed["district_code"].isin(own["district_code"])]
    lines = []
    for of, rows, day in ((year, own, facts.view.as_of), (year - 1, closed, fiscal_end(year - 1))):
        first = rows.loc[rows["served_needy"].eq(1), "first_support"].dropna()
        months = [pd.Timestamp(m) for m in fiscal_months(of) if m <= day]
        counts = [int(first.lt(month + pd.DateOffset(months=1)).sum()) for month in months]
        label = [thai_month(month.date(), year=False) for month in months]
        lines.append(pd.DataFrame({"label": label, "groups": counts, "series": f"ปีงบประมาณ {of}"}))
    known = [line for line in lines if len(line) and line["groups"].iat[-1]]
    if not known:
        return None
    frame = pd.concat(known, ignore_index=True)
    before = total(facts.before["served_needy"])
    beside = "" if is_missing(before) else f" ปีก่อนช่วงเดียวกัน {count(before)} กลุ่ม"
    title = f"หนุนเสริมกลุ่มที่ต้องการจริงแล้ว {count(total(own['served_needy']))} กลุ่ม{beside}"
    return Exhibit(
        "trend", "line", title, "จำนวนกลุ่มสะสม ตามเดือนที่เริ่มหนุนเสริม", frame, "label", "groups", "series", unit="กลุ่ม",
        emphasis=f"ปีงบประมาณ {year}", alt=f"เส้นสะสมของกลุ่มที่ต้องการจริงและได้รับการหนุนเสริม {title}",
    )  # fmt: skip


def exhibits(facts: Facts, board: Scorecard) -> Iterator[Exhibit | None]:
    """The matrix of need and support, the funnel, where cases stand, incomes before and after, missed groups."""
    own = facts.groups
    yield _matrix(own)
    yield _funnel(facts, own)
    yield _stages(board, own)
    yield _incomes(own)
    yield _by_work(facts, own)
    yield board.bars("T4.5", name="missed")


def _matrix(own: pd.DataFrame) -> Exhibit | None:
    known = own[own["supported"].notna() & own["need"].notna()]
    if known.empty:
        return None
    columns = {1.0: "ได้รับการหนุนเสริม", 0.0: "ยังไม่ได้รับ"}
    cells = [
        (word, label, int((known[need].eq(1) & known["supported"].eq(is_served)).sum()))
        for need, word in NEEDS.items()
        for is_served, label in columns.items()
    ]
    frame = pd.DataFrame(cells, columns=["need", "support", "groups"])
    missed, over = count(total(known["missed"])), count(total(known["over"]))
    title = f"กลุ่มที่ต้องการจริงแต่ไม่มีใครหนุนเสริม {missed} กลุ่ม กลุ่มที่พึ่งตนเองได้แต่ยังหนุน {over} กลุ่ม"
    return Exhibit(
        "matrix", "heatmap", title, "จำนวนกลุ่ม ตามความจำเป็นและการหนุนเสริม", frame, "support", "need", "groups",
        unit="กลุ่ม", alt=f"ตารางความจำเป็นกับการหนุนเสริม {title}",
    )  # fmt: skip


def _funnel(facts: Facts, own: pd.DataFrame) -> Exhibit | None:
    if not total(own["reached_found"]) > 0:
        return None
    said_as = words(REFERRALS)
    sides = ((facts.view.fiscal_year, own), (facts.view.fiscal_year - 1, facts.before))
    cells = [
        (said_as[stage], total(rows[f"reached_{stage}"]), f"ปีงบประมาณ {year}")
        for year, rows in sides
        for stage in STAGES
        if len(rows)
    ]
    frame = pd.DataFrame(cells, columns=["stage", "groups", "series"])
    found, received = (total(own[f"reached_{stage}"]) for stage in ("found", "received"))
    title = f"ค้นพบ {count(found)} กลุ่ม มีผู้รับเรื่องแล้ว {count(received)} กลุ่ม"
    return Exhibit(
        "funnel", "columns", title, "จำนวนกลุ่มที่ถึงแต่ละขั้น ถึงวันเดียวกันของสองปี", frame, "stage", "groups", "series",
        unit="กลุ่ม", emphasis=f"ปีงบประมาณ {facts.view.fiscal_year}", alt=f"แท่งจำนวนกลุ่มแต่ละขั้นของการส่งต่อ {title}",
    )  # fmt: skip


def _stages(board: Scorecard, own: pd.DataFrame) -> Exhibit | None:
    """Where the cases of each area stand now: the last stage each has reached."""
    reached = own[[f"reached_{stage}" for stage in STAGES]].sum(axis=1)
    cases = own[reached.gt(0)]
    if cases.empty:
        return None
    last = reached[reached.gt(0)].astype(int).map(dict(enumerate(words(REFERRALS).values(), 1)))
    table = pd.crosstab(cases["area"], last)
    table = table.reindex(columns=list(words(REFERRALS).values()), fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    frame = table.rename_axis(columns="stage").reset_index().melt("area", value_name="groups")
    waiting = int(table["ส่งต่อ"].sum())
    title = f"ส่งต่อแล้วรอผู้รับเรื่อง {count(waiting)} กลุ่ม จาก {count(len(cases))} เรื่องที่ค้นพบ"
    return Exhibit(
        "stages", "stacked", title, f"จำนวนกลุ่มตามขั้นล่าสุด ราย{board.view.scope.child_label}", frame, "groups", "area",
        "stage", unit="กลุ่ม", emphasis="ส่งต่อ", alt=f"แท่งซ้อนของขั้นล่าสุดราย{board.view.scope.child_label} {title}",
    )  # fmt: skip


def _incomes(own: pd.DataFrame) -> Exhibit | None:
    """Income of supported groups before and after, by area."""
    both = own[own["compared"].eq(1)]
    if both.empty:
        return None
    sums = both.groupby("area")[["income_before_baht", "income_after_baht"]].sum()
    sums = sums.sort_values("income_after_baht", ascending=False, kind="stable")
    frame = sums.set_axis(["before", "x2"], axis=1).reset_index()
    rose, compared = int(both["rose"].sum()), len(both)
    title = f"รายได้เพิ่มขึ้น {count(rose)} จาก {count(compared)} กลุ่มที่ได้รับการหนุนเสริม"
    return Exhibit(
        "incomes", "dots", title, "ล้านบาท รายได้รวมก่อนและหลังการหนุนเสริม", frame, "before", "area", unit="ล้านบาท",
        scale=1e6, alt=f"จุดรายได้ก่อนและหลังรายพื้นที่ {title}",
    )  # fmt: skip


def _by_work(facts: Facts, own: pd.DataFrame) -> Exhibit | None:
    """Income of supported groups by work group, beside last year's (T4.1)."""
    if not own["income_baht"].notna().any():
        return None
    sides = ((facts.view.fiscal_year, own), (facts.view.fiscal_year - 1, facts.before))
    cells = [
        (label, total(rows.loc[rows["work_group"].eq(key), "income_baht"]), f"ปีงบประมาณ {year}")
        for year, rows in sides
        for key, label in words(WORK_GROUPS).items()
        if rows["income_baht"].notna().any()
    ]
    frame = pd.DataFrame(cells, columns=["work", "baht", "series"])
    now = frame[frame["series"].eq(f"ปีงบประมาณ {facts.view.fiscal_year}")].set_index("work")["baht"].astype("float64")
    first = str(now.idxmax()) if now.notna().any() else ""
    title = f"กลุ่มงาน{first}มีรายได้สูงสุด {said(now[first], 'บาท')}" if first else "ยังไม่ระบุกลุ่มงาน"
    return Exhibit(
        "work_groups", "columns", title, "ล้านบาท รายได้ของกลุ่มที่ได้รับการหนุนเสริม", frame, "work",
        "baht", "series", unit="ล้านบาท", scale=1e6, emphasis=f"ปีงบประมาณ {facts.view.fiscal_year}",
        alt=f"แท่งรายได้ของกลุ่มที่หนุนเสริมแยกกลุ่มงาน {title}",
    )  # fmt: skip
