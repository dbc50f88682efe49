"""Charts of the village funds: levels by district, age of debts, causes, value under stress."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cdd_analysis.datasets.kkj import CAUSES
from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.words import called, count, million, pct
from cdd_analysis.topics.kkj.facts import Facts, ageing
from cdd_analysis.topics.kkj.levels import LEVELS

#: From healthy to grave, the order of a stacked bar.
_SERIES = tuple(reversed(LEVELS))


def exhibits(card: Scorecard, facts: Facts) -> dict[str, Exhibit]:
    """Every chart that the data gives."""
    found = (
        _levels(facts, "n"),
        _levels(facts, "fund"),
        _ageing(facts),
        _causes(facts),
        _stress(facts),
        card.bars("T5.6", name="overdue"),
        card.bars("T5.8", name="repayment"),
    )
    return {one.name: one for one in found if one is not None}


def _levels(facts: Facts, value: str) -> Exhibit | None:
    """Villages, or their money, by class in every area below."""
    label = facts.view.scope.child_label
    if facts.below.empty:
        return None
    grid = facts.classes[value].unstack().fillna(0.0)
    grid = grid[[level for level in _SERIES if level in grid.columns]]
    troubled = grid.drop(columns=["P0"], errors="ignore").sum(axis=1)
    troubled = troubled.sort_values(ascending=False, kind="stable")
    grid = grid.loc[troubled.index]
    frame = pd.DataFrame(
        {
            "area": np.tile(grid.index.to_numpy(), len(grid.columns)),
            "level": [f"{level} {LEVELS[level].label}" for level in grid.columns for _ in grid.index],
            "value": grid.to_numpy().ravel(order="F"),
        }
    )
    is_money = value == "fund"
    whole, bad = float(grid.to_numpy().sum()), float(troubled.sum())
    said = million(bad) if is_money else f"{count(bad)} หมู่บ้าน"
    first = str(grid.index[0])
    title = (
        f"{'เงินทุนของ' if is_money else ''}หมู่บ้านที่ไม่ปกติมี {said} ร้อยละ {pct(ratio(bad, whole))} มากที่สุดที่{called(first)}"
        if bad
        else f"ทุก{label}มีแต่หมู่บ้านระดับปกติ"
    )
    return Exhibit(
        "levels-baht" if is_money else "levels-villages",
        "stacked",
        title.strip(),
        f"{'ล้านบาท' if is_money else 'หมู่บ้าน'} แยกตามระดับปัญหา เรียงจาก{label}ที่มีหมู่บ้านไม่ปกติมากที่สุด",
        frame,
        x="value",
        y="area",
        series="level",
        unit="ล้านบาท" if is_money else "หมู่บ้าน",
        scale=1e6 if is_money else 1.0,
        alt=f"แท่งซ้อนตามระดับปัญหาราย{label} รวม {million(whole) if is_money else count(whole) + ' หมู่บ้าน'}",
    )


def _ageing(facts: Facts) -> Exhibit | None:
    """Overdue baht by age; undated debts stand last."""
    contracts = facts.contracts
    frame = ageing(contracts)
    owed = float(frame["baht"].sum())
    if contracts.empty or not owed:
        return None
    largest = frame.sort_values("baht", kind="stable").iloc[-1]
    rows = zip(frame["bucket"], frame["baht"], frame["contracts"], strict=True)
    parts = " ".join(f"{bucket} {count(float(baht))} บาท ({count(float(n))} สัญญา)" for bucket, baht, n in rows)
    return Exhibit(
        "ageing",
        "columns",
        f"หนี้เกินกำหนดกองอยู่ที่ช่วง {largest['bucket']} {count(float(largest['baht']))} จาก {count(owed)} บาท",
        f"บาท ตามจำนวนวันที่เกินกำหนด {count(float(frame['contracts'].sum()))} สัญญา รวมที่ไม่ทราบวันครบกำหนด",
        frame[["bucket", "baht"]],
        x="bucket",
        y="baht",
        unit="บาท",
        alt=f"อายุหนี้เกินกำหนด: {parts}",
    )


def _causes(facts: Facts) -> Exhibit | None:
    """Causes that the province reported, the commonest first."""
    told = facts.problems
    names = told["cause_code"].map({key: said[0] for key, said in CAUSES.items()}).fillna("ไม่ระบุรหัสสาเหตุ")
    if told.empty:
        return None
    many = names.value_counts()
    repeated = told.assign(name=names).groupby(["district_code", "name"]).size()
    again = int(repeated.gt(1).sum())
    also = f" สาเหตุเดิมซ้ำในอำเภอเดียวกัน {again} กรณี" if again else ""
    return Exhibit(
        "causes",
        "bars",
        f"สาเหตุที่รายงานมากที่สุดคือ{many.index[0]} {many.iloc[0]} จาก {len(told)} หมู่บ้าน{also}",
        f"จำนวนหมู่บ้านในรายงานสภาพปัญหา ปีงบประมาณ {facts.view.fiscal_year} เรียงจากมากไปน้อย",
        many.rename_axis("cause").reset_index(name="value").astype({"value": "float64"}),
        x="value",
        y="cause",
        unit="หมู่บ้าน",
        alt="สาเหตุ: " + " ".join(f"{name} {many[name]} หมู่บ้าน" for name in many.index),
    )


def _stress(facts: Facts) -> Exhibit | None:
    """What funds lack if debts overdue for more than three years are lost; areas without such debts stay out."""
    villages, label = facts.below, facts.view.scope.child_label
    lost = villages[villages["long_baht"].gt(0)]["area"].unique()
    own = villages[villages["area"].isin(lost)]
    if own.empty:
        return None
    sums = own.groupby("area")[["shortfall", "stress_short", "long_baht"]].sum()
    sums = sums.sort_values("stress_short", ascending=False, kind="stable")
    before, after, long = (float(sums[name].sum()) for name in sums.columns)
    is_large = after >= 1e6
    unit = "ล้านบาท" if is_large else "บาท"
    return Exhibit(
        "stress",
        "dots",
        f"หากหนี้เกินกำหนดเกิน 3 ปี {million(long)} ไม่ได้คืน เงินทุนที่ขาดจะเป็น {million(after)} จาก {million(before)}",
        f"{unit} เงินทุนขาดหายตามบัญชี (ก่อน) กับเมื่อหนี้เกิน 1,095 วันมีค่าเป็นศูนย์ (หลัง) เฉพาะ{label}ที่มีหนี้เช่นนั้น",
        sums[["shortfall", "stress_short"]].set_axis(["x", "x2"], axis=1).reset_index(),
        x="x",
        y="area",
        unit=unit,
        scale=1e6 if is_large else 1.0,
        alt=f"เงินทุนขาดหายก่อน {count(before)} บาท และหลังตัดหนี้เกิน 3 ปี {count(after)} บาท ใน {len(sums)} {label}",
    )
