"""Charts of topic 6 (handbook 8.4): the month line against the target, flow, ages, the largest contracts, points."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import fiscal_months, thai_month
from cdd_analysis.topics.women_fund import loans, months
from cdd_analysis.topics.women_fund.picture import Picture, is_known, money

_FLOW_WORDS = (
    ("flow_opening", "ยกมา"), ("flow_new_overdue_baht", "เกินกำหนดเพิ่ม"), ("flow_collected_baht", "เก็บได้"),
    ("flow_restructured_baht", "ปรับโครงสร้าง"), ("flow_written_off_baht", "จำหน่ายหนี้สูญ"), ("flow_closing", "คงเหลือ"),
)  # fmt: skip
_LESS = ("flow_collected_baht", "flow_restructured_baht", "flow_written_off_baht")


def exhibits(one: Picture) -> dict[str, Exhibit]:
    """The topic's charts by name; one without figures is left out."""
    label = one.view.scope.child_label
    found = [
        one.card.bars("T6.2", name="overdue", subtitle=f"ร้อยละของลูกหนี้คงเหลือ ราย{label} {one.card.period}"),
        one.card.bars("T6.1", name="repayment", subtitle=f"ร้อยละของเงินต้นที่ครบกำหนดตั้งแต่ต้นปี ราย{label} {one.card.period}"),
        _to_target(one),
        _flow(one),
        _ages(one),
        _largest(one),
        _points(one),
    ]
    return {exhibit.name: exhibit for exhibit in found if exhibit is not None}


def _to_target(one: Picture) -> Exhibit | None:
    """How much each area that is over the target still has to collect (handbook T6.3)."""
    bars, gaps = one.card.bars("T6.3", name="to_target"), one.below("to_target_baht")
    if bars is None or not gaps.gt(0).any():
        return None
    over, label = int(gaps.gt(0).sum()), one.view.scope.child_label
    target = f"ไม่เกินร้อยละ {months.target_pct(one.view.fiscal_year):g}"
    most = str(gaps.idxmax())
    return replace(
        bars,
        title=f"{over} {label}ต้องเก็บหนี้เพิ่มรวม {money(float(gaps.sum()))} จึงจะเหลือหนี้เกินกำหนด{target}",
        subtitle=f"{bars.unit} เฉพาะ{label}ที่เกินเป้าหมาย {one.card.period}",
        frame=bars.frame[bars.frame["value"] > 0].reset_index(drop=True),
        alt=f"แท่งเงินที่ต้องเก็บเพิ่มราย{label} มากที่สุดคือ{called(most)} {money(float(gaps[most]))}",
    )


def trend(one: Picture) -> Exhibit | None:
    """Overdue debt in per cent, month by month, this year and last, against the target."""
    view, card = one.view, one.card
    known = months.by_month(one.months)["T6.2"]
    years = [view.fiscal_year - 1, view.fiscal_year]
    points = [(year, month) for year in years for month in fiscal_months(year)]
    frame = pd.DataFrame(
        {
            "month": [thai_month(month, year=False) for _, month in points],
            "year": [f"ปี {year}" for year, _ in points],
            "value": [known.get((year, pd.Timestamp(month)), float("nan")) for year, month in points],
        }
    )
    if frame.loc[frame["year"].eq(f"ปี {view.fiscal_year}"), "value"].isna().all():
        return None
    target, value, before = (
        months.target_pct(view.fiscal_year),
        card.value("T6.2"),
        card["T6.2"].value(card.row(card.area, card.before)),
    )
    last = f" เทียบร้อยละ {pct(before)} ในเดือนเดียวกันปีก่อน" if is_known(before) else ""
    against = "เกิน" if value > target else "ไม่เกิน"
    return Exhibit(
        "trend",
        "line",
        f"{called(card.area)}มีหนี้เกินกำหนดร้อยละ {pct(value)} {against}เป้าหมายร้อยละ {target:g}{last}",
        "ร้อยละของลูกหนี้คงเหลือ เงินทุนหมุนเวียน ตามเดือนของปีงบประมาณ",
        frame,
        "month",
        "value",
        "year",
        "ร้อยละ",
        reference=(target, f"เป้าหมายไม่เกินร้อยละ {target:g}"),
        alt=f"เส้นร้อยละหนี้เกินกำหนดรายเดือน ล่าสุดร้อยละ {pct(value)}{last}",
        emphasis=f"ปี {view.fiscal_year}",
    )


def _flow(one: Picture) -> Exhibit | None:
    """What became of overdue debt since October: the steps from what was carried in to what is left."""
    row = one.card.row(one.card.area)
    if not is_known(row.get("flow_closing", float("nan"))):
        return None
    values = [(word, -row[name] if name in _LESS else row[name]) for name, word in _FLOW_WORDS]
    opening, closing = float(row["flow_opening"]), float(row["flow_closing"])
    turn = "เท่าเดิม" if closing == opening else f"{'เพิ่มขึ้น' if closing > opening else 'ลดลง'}จาก {money(opening)}"
    gap = f" แต่กระแสหนี้ยังไม่ลงตัว {money(float(row['flow_off']))}" if row["flow_off"] else ""
    paid, new = money(float(row["flow_collected_baht"])), money(float(row["flow_new_overdue_baht"]))
    return Exhibit(
        "flow",
        "columns",
        f"ตั้งแต่ต้นปีหนี้เกินกำหนด{turn} เป็น {money(closing)}: เกินกำหนดเพิ่ม {new} เก็บได้ {paid}{gap}",
        f"บาท {one.card.period} ค่าติดลบคือหนี้ที่ลดลง นับเฉพาะหน่วยที่รายงานครบทุกเดือน",
        pd.DataFrame(values, columns=["step", "value"]).astype({"value": "float64"}),
        "step",
        "value",
        unit="ล้านบาท" if max(opening, closing) >= 1e6 else "บาท",
        scale=1e6 if max(opening, closing) >= 1e6 else 1.0,
        alt=f"กระแสหนี้เกินกำหนด ยกมา {money(opening)} คงเหลือ {money(closing)}",
    )


def _ages(one: Picture) -> Exhibit | None:
    """Overdue debt by age in the areas that owe the most, from instalments (handbook T6.7)."""
    names = [name for name in loans.age_names() if name in one.card.account]
    ages = one.card.account.reindex(list(one.card.below))[names]
    owing = ages[ages.sum(axis=1) > 0]
    if owing.empty:
        return None
    owing = owing.loc[owing.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    labels = dict(zip(loans.age_names(), loans.age_labels(), strict=True))
    frame = (
        owing.rename(columns=labels).rename_axis("area").reset_index().melt("area", var_name="age", value_name="baht")
    )
    whole, old = float(owing.to_numpy().sum()), float(owing[names[-2:]].to_numpy().sum())
    days = setting("women_fund.age_days")[-2]
    return Exhibit(
        "ages",
        "stacked",
        f"หนี้เกินกำหนดที่ค้างเกิน {days} วันมี {money(old)} หรือร้อยละ {pct(ratio(old, whole))} ของหนี้เกินกำหนดจากรายงวด",
        f"บาท แยกตามจำนวนวันที่เลยกำหนด เรียงจากหนี้เกินกำหนดมากไปน้อย {one.card.period}",
        frame,
        "baht",
        "area",
        "age",
        "บาท",
        alt=f"แท่งซ้อนอายุหนี้ราย{one.view.scope.child_label} "
        f"มากที่สุดคือ{called(str(owing.index[0]))} {money(float(owing.iloc[0].sum()))}",
    )


def _largest(one: Picture) -> Exhibit | None:
    """The contracts that hold the most overdue debt (the Pareto of handbook 8.4)."""
    rows = one.largest
    held = rows.head(setting("women_fund.largest"))
    if held.empty:
        return None
    share = float(held["running_pct"].iloc[-1])
    frame = held[["contract_id", "overdue_baht"]].reset_index(drop=True)
    return Exhibit(
        "largest",
        "bars",
        f"{count(len(held))} สัญญาที่ค้างมากที่สุดถือหนี้เกินกำหนดร้อยละ {pct(share)} จากทั้งหมด {count(len(rows))} สัญญาที่ค้าง",
        f"บาท รายสัญญา เรียงจากมากไปน้อย {one.card.period}",
        frame,
        "overdue_baht",
        "contract_id",
        unit="บาท",
        alt=f"แท่งหนี้เกินกำหนดของ {count(len(held))} สัญญา มากที่สุด {money(float(frame['overdue_baht'].iloc[0]))}",
    )


def _points(one: Picture) -> Exhibit | None:
    """The score card: points A, B and C of the year that is over (handbook T6.9)."""
    columns = {"score_a": "A ใช้จ่าย (40)", "score_b": "B ชำระคืน (30)", "score_c": "C หนี้เกินกำหนด (30)"}
    account = one.card.account.reindex(list(one.card.below))
    if "score_d" not in account or account["score_d"].isna().all():
        return None
    rows = account.dropna(subset="score_d").sort_values("score_d", kind="stable")
    frame = rows[[*columns]].rename(columns=columns).rename_axis("area").reset_index()
    good, label = int(rows["kpi_level"].ge(setting("women_fund.level.green")).sum()), one.view.scope.child_label
    return Exhibit(
        "points",
        "stacked",
        f"ปี {months.scored_year(one.view)} มี {good} จาก {len(rows)} {label}"
        f"ที่ได้ระดับ {setting('women_fund.level.green')} ขึ้นไป",
        "คะแนน เต็ม 100 เรียงจากคะแนนรวมน้อยไปมาก",
        frame.melt("area", var_name="part", value_name="points"),
        "points",
        "area",
        "part",
        "คะแนน",
        alt=f"แท่งซ้อนคะแนน A B C ราย{label} "
        f"น้อยที่สุดคือ{called(str(rows.index[0]))} {count(float(rows['score_d'].iloc[0]))} คะแนน",
    )
