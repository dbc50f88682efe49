"""The topic's charts as data. One without data is left out; a chart's title is what it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cdd_analysis.areas import name
from cdd_analysis.datasets.poverty import DIMENSION_LABELS, DIMENSIONS, INDICATORS
from cdd_analysis.measures.arithmetic import ratios
from cdd_analysis.measures.pace import pace_pct
from cdd_analysis.measures.result import Exhibit
from cdd_analysis.measures.status import is_missing
from cdd_analysis.measures.words import called, count, pct
from cdd_analysis.settings import setting
from cdd_analysis.thai.dates import fiscal_months, thai_date
from cdd_analysis.topics.poverty import register
from cdd_analysis.topics.poverty.findings import main_dimension
from cdd_analysis.topics.poverty.picture import Picture
from cdd_analysis.topics.poverty.rates import HELPED, share
from cdd_analysis.topics.poverty.survey import per_thousand, rate

#: How many of the 31 indicators the chart names.
MOST_FAILED = 10
HELPED_SERIES, PACE_SERIES = "ช่วยเหลือแล้วสะสม", "จังหวะที่ควรเป็น"


def exhibits(picture: Picture) -> dict[str, Exhibit]:
    """Every chart that has data, by name."""
    found = [*_survey(picture), *_register(picture)]
    return {one.name: one for one in found}


def trend(picture: Picture) -> Exhibit | None:
    """Households helped by fiscal month against pace; else the จปฐ. years beside each other; else nothing."""
    if share(picture.tally, HELPED)[2] > 0:
        return _helped_by_month(picture)
    return _years(picture)


def _survey(picture: Picture) -> Iterator[Exhibit]:
    areas = picture.survey.areas
    if ratios(areas["persons_target_poor"], areas["persons_surveyed"]).notna().any():
        yield _rates(picture)
    grid = per_thousand(areas)
    if grid.notna().any(axis=None) and main_dimension(picture.survey.total)[1]:
        yield _dimensions(picture, grid)
    indicators = _indicators(picture)
    if indicators is not None:
        yield indicators


def _rates(picture: Picture) -> Exhibit:
    areas, total, scope = picture.survey.areas, picture.survey.total, picture.view.scope
    rates = ratios(areas["persons_target_poor"], areas["persons_surveyed"]).dropna().sort_values(ascending=False)
    whole = rate(total, "persons_target_poor", "persons_surveyed")
    top = str(rates.index[0])
    frame = pd.DataFrame({"area": rates.index, "rate_pct": rates.to_numpy()})
    return Exhibit(
        name="rates",
        form="bars",
        title=f"{called(top)}มีสัดส่วนคนจนเป้าหมายสูงสุด ร้อยละ {pct(rates.iloc[0])}",
        subtitle=f"ร้อยละของคนที่สำรวจ จปฐ. ปี {picture.survey.year} เรียงจากมากไปน้อย",
        frame=frame,
        x="rate_pct",
        y="area",
        unit="ร้อยละ",
        reference=None if is_missing(whole) else (whole, f"{name(scope.key)} {pct(whole)}"),
        alt=f"แท่งเรียงสัดส่วนคนจนเป้าหมายราย{scope.child_label} สูงสุด{called(top)} ร้อยละ {pct(rates.iloc[0])} "
        f"ต่ำสุด{called(str(rates.index[-1]))} ร้อยละ {pct(rates.iloc[-1])}",
        emphasis=name(top),
    )


def _dimensions(picture: Picture, grid: pd.DataFrame) -> Exhibit:
    """Child areas by dimension, per 1,000 surveyed: side by side, never stacked into a whole."""
    grid = grid.set_axis([DIMENSION_LABELS[key] for key in DIMENSIONS], axis=1)
    order = picture.survey.areas["persons_target_poor"].sort_values(ascending=False).index
    tidy = grid.loc[order].rename_axis("area").reset_index()
    frame = tidy.melt(id_vars="area", var_name="dimension", value_name="per_thousand")
    dimension, persons = main_dimension(picture.survey.total)
    label = picture.view.scope.child_label
    return Exhibit(
        name="dimensions",
        form="heatmap",
        title=f"มิติที่มีคนจนเป้าหมายมากที่สุดคือ{dimension} {count(persons)} คน",
        subtitle=f"คนจนเป้าหมายต่อ 1,000 คนที่สำรวจ จปฐ. ปี {picture.survey.year} หนึ่งคนตกได้หลายมิติ จึงรวมข้ามมิติไม่ได้",
        frame=frame,
        x="dimension",
        y="area",
        series="per_thousand",
        unit="ต่อ 1,000 คน",
        alt=f"ตารางสี{label}กับห้ามิติ มิติที่พบมากที่สุดคือ{dimension} {count(persons)} คน",
        emphasis=dimension,
    )


def _indicators(picture: Picture) -> Exhibit | None:
    """The indicators that most surveyed persons fail, per cent of the indicator's own base."""
    total = picture.survey.total
    failed = {i: rate(total, f"ind_{i:02d}_fail", f"ind_{i:02d}_base") for i in INDICATORS}
    rates = pd.Series(failed).dropna().sort_values(ascending=False, kind="stable").head(MOST_FAILED)
    if rates.empty:
        return None
    labels = [f"ตัวชี้วัดที่ {number}" for number in rates.index]
    persons = float(total[f"ind_{rates.index[0]:02d}_fail"])
    return Exhibit(
        name="indicators",
        form="bars",
        title=f"{labels[0]} ไม่ผ่านมากที่สุด ร้อยละ {pct(rates.iloc[0])} หรือ {count(persons)} คน",
        subtitle=f"ร้อยละของคนในฐานของตัวชี้วัดนั้น จปฐ. ปี {picture.survey.year} "
        f"{len(rates)} อันดับแรก ไฟล์ไม่มีชื่อตัวชี้วัด ฐานของแต่ละตัวชี้วัดต่างกัน",
        frame=pd.DataFrame({"indicator": labels, "rate_pct": rates.to_numpy()}),
        x="rate_pct",
        y="indicator",
        unit="ร้อยละ",
        alt="แท่งเรียงตัวชี้วัดที่ไม่ผ่านมากที่สุด: "
        + ", ".join(f"{label} ร้อยละ {pct(value)}" for label, value in zip(labels, rates, strict=True)),
        emphasis=labels[0],
    )


def _register(picture: Picture) -> Iterator[Exhibit]:
    if not picture.has_register:
        return
    yield _waterfall(picture)
    if (picture.total["recorded"] > 0) or picture.has_help:
        yield _recording(picture)
    if picture.total["passed_told"] > 0 and not picture.total["income_undecided"] > 0:
        yield _incomes(picture)


def _waterfall(picture: Picture) -> Exhibit:
    """Target → taken off → effective → planned → helped → households whose problems are all solved."""
    total = picture.total
    steps = {
        "เป้าหมายทั้งหมด": "target",
        "ไม่พบ": "not_found",
        "ย้าย": "moved",
        "เสียชีวิต": "died",
        "ซ้ำ": "duplicate",
        "เป้าหมายคงเหลือ": "effective",
        "มีแผนรายครัวเรือน": "planned",
        "ช่วยเหลือแล้ว": "helped",
        "แก้ปัญหาครบทุกมิติ": "all_solved",
    }
    hidden = set() if picture.has_help else {"helped", "all_solved"}
    shown = {label: float(total[column]) for label, column in steps.items() if column not in hidden}
    title = f"เหลือต้องดำเนินการจริง {count(total['effective'])} จาก {count(total['target'])} ครัวเรือน"
    title += f" ช่วยเหลือแล้ว {count(total['helped'])} ครัวเรือน" if picture.has_help else ""
    return Exhibit(
        name="waterfall",
        form="bars",
        title=title,
        subtitle=f"ครัวเรือน ปีงบประมาณ {picture.view.fiscal_year} เรียงตามขั้นตอน มีแผนและช่วยเหลือแล้วนับเฉพาะเป้าหมายคงเหลือ",
        frame=pd.DataFrame({"step": list(shown), "households": list(shown.values())}),
        x="households",
        y="step",
        unit="ครัวเรือน",
        alt="จำนวนครัวเรือนตามขั้นตอน: " + ", ".join(f"{label} {count(value)}" for label, value in shown.items()),
        emphasis="เป้าหมายคงเหลือ",
    )


def _recording(picture: Picture) -> Exhibit:
    grid = picture.recorded_months
    empty = int((grid == 0).to_numpy().sum())
    label = picture.view.scope.child_label
    tidy = grid.rename_axis("area").reset_index().melt("area", var_name="month", value_name="households")
    return Exhibit(
        name="recording",
        form="heatmap",
        title=f"ทุก{label}มีการบันทึกครบทุกเดือน"
        if not empty
        else f"มี {count(empty)} จาก {count(grid.size)} {label}-เดือนที่ไม่มีการบันทึกเลย",
        subtitle="ครัวเรือนที่บันทึกหรือได้รับความช่วยเหลือในเดือนนั้น ทะเบียนเก็บเฉพาะวันที่บันทึกล่าสุด",
        frame=tidy,
        x="month",
        y="area",
        series="households",
        unit="ครัวเรือน",
        alt=f"ตารางสี{label}กับเดือนงบประมาณ มี {count(empty)} ช่องที่ไม่มีการบันทึก",
    )


def _incomes(picture: Picture) -> Exhibit:
    """Mean income before and after of the households that passed the line, by child area."""
    tally = picture.tally[picture.tally["passed_told"] > 0]
    n = tally["passed_told"]
    frame = pd.DataFrame(
        {
            "area": tally.index,
            "before": (tally["passed_was"] / n).to_numpy(),
            "x2": (tally["passed_now"] / n).to_numpy(),
        }
    )
    was, now = (float(tally[column].sum() / n.sum()) for column in ("passed_was", "passed_now"))
    return Exhibit(
        name="incomes",
        form="dots",
        title=f"ครัวเรือนที่ผ่านเกณฑ์มีรายได้เฉลี่ยเพิ่มจาก {count(was)} เป็น {count(now)} บาทต่อคนต่อปี",
        subtitle=f"รายได้เฉลี่ยต่อคนต่อปี ก่อนและหลังช่วยเหลือ {count(n.sum())} ครัวเรือนที่ผ่านเกณฑ์",
        frame=frame,
        x="before",
        y="area",
        unit="บาท",
        alt=f"จุดก่อนและหลังราย{picture.view.scope.child_label} รวมเพิ่มจาก {count(was)} เป็น {count(now)} บาท",
    )


def _helped_by_month(picture: Picture) -> Exhibit:
    view, (_, helped_now, effective) = picture.view, share(picture.tally, HELPED)
    first = register.first_help(picture.households, picture.help_records, view.as_of)
    months = [month for month in fiscal_months(view.fiscal_year) if month <= view.as_of]
    ends = [min(pd.Timestamp(month) + pd.offsets.MonthEnd(0), pd.Timestamp(view.as_of)).date() for month in months]
    helped = [float((first <= pd.Timestamp(end)).sum()) / effective * 100 for end in ends]
    target = setting("poverty.help_target_pct") / 100
    pace = [pace_pct(end, view.fiscal_year) * target for end in ends]
    frame = pd.DataFrame(
        {
            "month": pd.to_datetime(months * 2),
            "pct": helped + pace,
            "series": [HELPED_SERIES] * len(months) + [PACE_SERIES] * len(months),
        }
    )
    gap = helped[-1] - pace[-1]
    undated = int(helped_now) - len(first)
    aside = f" ไม่รวม {count(undated)} ครัวเรือนที่ไม่ระบุวันที่ช่วยเหลือ" if undated else ""
    return Exhibit(
        name="trend",
        form="line",
        title=f"ครัวเรือนที่ได้รับความช่วยเหลือสะสม{'เร็วกว่า' if gap >= 0 else 'ตามหลัง'}จังหวะที่ควรเป็น {pct(abs(gap))} จุด",
        subtitle=f"ร้อยละของเป้าหมายคงเหลือ {count(effective)} ครัวเรือน ถึง {thai_date(view.as_of)}{aside}",
        frame=frame,
        x="month",
        y="pct",
        series="series",
        unit="ร้อยละ",
        alt=f"เส้นสะสมถึงวันที่ของข้อมูล ร้อยละ {pct(helped[-1])} เทียบกับจังหวะร้อยละ {pct(pace[-1])}",
        emphasis=HELPED_SERIES,
    )


def _years(picture: Picture) -> Exhibit | None:
    """The two newest จปฐ. years; nothing where there is only one, which is not a series."""
    pairs = [
        (one.year, rate(one.total, "persons_target_poor", "persons_surveyed"))
        for one in (picture.before, picture.survey)
    ]
    if any(year is None or is_missing(value) for year, value in pairs):
        return None
    (was_year, was), (year, now) = pairs
    return Exhibit(
        name="trend",
        form="columns",
        title=f"สัดส่วนคนจนเป้าหมาย{'เพิ่มขึ้น' if now > was else 'ลดลง'}จากร้อยละ {pct(was)} เป็นร้อยละ {pct(now)}",
        subtitle=f"ร้อยละของคนที่สำรวจ จปฐ. ปี {was_year} และ {year}",
        frame=pd.DataFrame({"year": [str(was_year), str(year)], "rate_pct": [was, now]}),
        x="year",
        y="rate_pct",
        unit="ร้อยละ",
        alt=f"จปฐ. ปี {was_year} ร้อยละ {pct(was)} ปี {year} ร้อยละ {pct(now)}",
    )
