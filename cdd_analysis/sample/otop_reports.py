"""Sales reports of a province's districts, one file each, and the situations planted in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, name
from cdd_analysis.datasets.otop import CATEGORIES, CHANNELS
from cdd_analysis.sample.otop_books import write_books
from cdd_analysis.sample.otop_figures import (
    CATEGORY,
    CHANNEL,
    MONTHS,
    SEASON,
    THIS_YEAR,
    YEARS,
    Sales,
    district_sales,
    sales_rows,
    targets,
)
from cdd_analysis.sample.otop_layouts import Form, Report, has_summary, report_sheet, summary_sheet
from cdd_analysis.sample.seeds import chance, shares
from cdd_analysis.sample.situations import FULL_PROVINCE
from cdd_analysis.sample.truth import AS_OF, Part, Plant
from cdd_analysis.sample.write import Sheet, write, write_html
from cdd_analysis.thai.fiscal import thai_month

#: Reported figures are whole in these steps of baht where the unit is not baht.
_STEPS = {1_000: 1_000, 1_000_000: 10_000}
_WRONG_BY = 100_000
_FORMS = (
    Form(".xlsx", "channels"),
    Form(".csv", "long", encoding="cp874"),
    Form(".csv", "long", is_export=True),
    Form(".xls", "long", is_page=True),
    Form(".ods", "categories"),
    Form(".csv", "long", 1_000),
    Form(".json", "long", is_export=True),
    Form(".xls", "channels"),
    Form(".xlsx", "months", 1_000),
    Form(".csv", "months", encoding="cp874"),
    Form(".xlsx", "long", 1_000_000),
    Form(".xls", "channels", is_page=True),
)
_FORM_OF_SITUATION = {
    "wrong_total": Form(".xlsx", "channels"),
    "negative_value": Form(".csv", "long", is_export=True),
    "duplicate_file": Form(".csv", "long", encoding="cp874"),
}


def write_province(
    folder: Path,
    seed: int,
    province: str,
    sales: Sales,
    *,
    active: Mapping[str, int],
    planted: Mapping[str, str],
) -> Part:
    """Write a province's sales files.

    Args:
        folder: of the province.
        seed: of the sample.
        province: code.
        sales: of its districts, from ``sold``.
        active: district -> producers that still work, who may report.
        planted: kind of situation -> district.
    """
    part = Part()
    where = {district: kind for kind, district in planted.items()}
    forms = _forms(province, sales.districts, where)
    annual = targets(seed, province, sales)
    for i, district in enumerate(sales.districts):
        dice = chance(seed, district, "otop report")
        report = _report(sales, i, annual[i], active[district], forms[district], dice)
        _write_district(part, folder, report, where.get(district, ""), dice)
    part.plants += _differences(part, province, sales)
    write_books(part, folder, seed, sales, annual, planted.get("missing_month"))
    return part


def sold(seed: int, province: str, totals: np.ndarray, planted: Mapping[str, str]) -> Sales:
    """What the districts sold, in steps of the unit that each reports in; ``totals`` are the province's."""
    forms = _forms(province, district_codes(province), {district: kind for kind, district in planted.items()})
    steps = {district: _STEPS[form.unit] for district, form in forms.items() if form.unit > 1}
    return district_sales(seed, province, totals, steps=steps, copied=planted.get("copied_forward"))


def category_sales(
    seed: int, province: str, totals: np.ndarray, category: str, planted: Mapping[str, str]
) -> dict[str, np.ndarray]:
    """Sales of one category as the reports state them: district -> baht in each of ``MONTHS``.

    A month that a district has not reported yet holds what it sold.
    """
    sales, at = sold(seed, province, totals, planted), CATEGORY.index(category)
    found = dict(zip(sales.districts, sales.cells[:, :, at].sum(axis=2).astype(float), strict=True))
    if district := planted.get("negative_value"):
        forms = _forms(province, sales.districts, {code: kind for kind, code in planted.items()})
        i, dice = sales.districts.index(district), chance(seed, district, "otop report")
        report = _report(sales, i, targets(seed, province, sales)[i], 0, forms[district], dice)
        sent, _ = _with_negative(report, dice)
        found[district][-len(THIS_YEAR) :] = np.nansum(sent.sales[:, at], axis=1)
    return found


def _forms(province: str, districts: Sequence[str], where: Mapping[str, str]) -> dict[str, Form]:
    shift = 0 if province == FULL_PROVINCE else int(province)
    forms = {district: _FORMS[(i + shift) % len(_FORMS)] for i, district in enumerate(districts)}
    # The capital takes what rounding leaves, so its own figures cannot be rounded.
    forms[districts[0]] = replace(forms[districts[0]], unit=1)
    return {district: _FORM_OF_SITUATION.get(where.get(district, ""), form) for district, form in forms.items()}


def _report(sales: Sales, i: int, annual: float, active: int, form: Form, dice: Generator) -> Report:
    cells = sales.cells[i][YEARS == 2565].astype(float)
    sold = cells > 0
    season = (SEASON / SEASON.sum())[: len(cells), None, None]
    step = _STEPS.get(form.unit, 1_000)
    target = np.round(annual * season * cells / cells.sum(axis=(1, 2), keepdims=True) / step) * step
    counts = np.round(active * np.clip(dice.uniform(0.72, 0.97) + dice.normal(0, 0.03, len(cells)), 0.5, 1))
    reporters = np.stack([_spread(month.ravel(), int(count)) for month, count in zip(cells, counts, strict=True)])
    return Report(
        sales.districts[i],
        form,
        THIS_YEAR,
        np.where(sold, cells, np.nan),
        np.where(sold, target, np.nan),
        np.where(sold, reporters.reshape(cells.shape), np.nan),
        AS_OF - timedelta(days=int(dice.integers(0, 9))),
    )


def _spread(sold: np.ndarray, reporters: int) -> np.ndarray:
    """Producers that report, spread over what was sold: at least one each while there are enough."""
    each = (sold > 0).astype(np.int64) if reporters >= np.count_nonzero(sold) else np.zeros(len(sold), np.int64)
    return each + shares(np.sqrt(sold), reporters - int(each.sum()))


def _write_district(part: Part, folder: Path, report: Report, kind: str, dice: Generator) -> None:
    """Write one report, its situation in it, and note both."""
    sent, plants = _situate(report, kind, dice)
    sheets = [report_sheet(sent, dice)]
    if kind == "wrong_total":
        sheets[0], plant = _with_wrong_total(sent, sheets[0])
        plants.append(plant)
    part.add("otop_sales", _split_rows(sent))
    if has_summary(sent.form):
        sheet, reporters = summary_sheet(sent)
        sheets.append(sheet)
        part.add("otop_sales", _summary_rows(sent, reporters))
    path = folder / _file(sent)
    part.files.append(
        write_html(path, sheets[0]) if sent.form.is_page else write(path, sheets, encoding=sent.form.encoding)
    )
    if kind == "duplicate_file":
        part.files.append(write(path.with_name(_twin(sent)), sheets, encoding="utf-8-sig"))
    part.plants += plants


def _situate(report: Report, kind: str, dice: Generator) -> tuple[Report, list[Plant]]:
    """The report as it was sent, and what is planted in it."""
    last = float(np.nansum(report.sales[-1]))
    if kind == "missing_month":
        cut = {field: getattr(report, field)[:-1] for field in ("months", "sales", "target", "reporters")}
        plant = _plant(kind, report, {"missing_baht": last}, "อำเภอ{area}ยังไม่ได้ส่งรายงานยอดจำหน่ายเดือน{month}", -1)
        return replace(report, **cut), [plant]
    if kind == "negative_value":
        return _with_negative(report, dice)
    if kind == "copied_forward":
        return report, [
            _plant(
                kind,
                report,
                {"sales_baht": last},
                "อำเภอ{area}รายงานยอดเดือน{month} เท่ากับเดือนก่อนหน้าทุกประเภทและทุกช่องทาง",
                -1,
            )
        ]
    if kind == "duplicate_file":
        plant = _plant(kind, report, {}, "อำเภอ{area}ส่งรายงานเดียวกันสองแฟ้มในรหัสอักขระต่างกัน ตัวเลขต้องไม่ถูกนับซ้ำ")
        return report, [replace(plant, files=(_file(report), _twin(report)))]
    return report, []


def _with_negative(report: Report, dice: Generator) -> tuple[Report, list[Plant]]:
    """One amount of the first month with a minus before it."""
    sales = report.sales.copy()
    sold = np.argwhere(sales[0] > 0)
    category, channel = sold[dice.integers(0, len(sold))]
    true = float(sales[0, category, channel])
    sales[0, category, channel] = -true
    where = f"ประเภท{CATEGORIES[CATEGORY[category]][0]} ช่องทาง{CHANNELS[CHANNEL[channel]][0]}"
    figures = {"stated": -true, "true": true}
    return replace(report, sales=sales), [
        _plant("negative_value", report, figures, f"อำเภอ{{area}}รายงานยอดเดือน{{month}} {where} ติดลบ", 0)
    ]


def _with_wrong_total(report: Report, sheet: Sheet) -> tuple[Sheet, Plant]:
    """The last total row with its first channel, and so its sum, typed wrong by a hundred thousand."""
    at = next(i for i, row in enumerate(sheet.rows) if row and row[0] == "รวมทั้งสิ้น")
    first, total = float(np.nansum(report.sales[:, :, 0])), float(np.nansum(report.sales))
    row = [*sheet.rows[at]]
    row[2], row[2 + len(CHANNEL)] = first + _WRONG_BY, total + _WRONG_BY
    figures = {"stated": total + _WRONG_BY, "computed": total, "difference": float(_WRONG_BY)}
    plant = _plant("wrong_total", report, figures, "อำเภอ{area}รายงานแถวรวมทั้งสิ้นไม่เท่ากับผลรวมของแถวในตาราง")
    return replace(sheet, rows=[*sheet.rows[:at], row, *sheet.rows[at + 1 :]]), plant


def _plant(kind: str, report: Report, figures: Mapping[str, float], text: str, month: int | None = None) -> Plant:
    """A situation of the report's district; ``text`` may name ``{area}`` and ``{month}``."""
    when = None if month is None else report.months[month]
    said = text.format(area=name(report.district), month=thai_month(when, short=False) if when else "")
    return Plant(kind, report.district, said, when, figures, (_file(report),))


def _differences(part: Part, province: str, sales: Sales) -> list[Plant]:
    """Months in which the districts' reports do not add up to the department's figure of the province."""
    truth = pd.concat(part.tables["otop_sales"])
    stated = truth[truth["channel"] != "all"].groupby("month")["sales_baht"].sum()
    plants = []
    for month in THIS_YEAR:
        whole, sent = float(sales.cells[:, MONTHS.index(month)].sum()), float(stated[pd.Timestamp(month)])
        if whole != sent:
            figures = {"province_baht": whole, "districts_baht": sent, "difference": whole - sent}
            text = f"ยอดรวมของอำเภอไม่เท่ากับยอดจังหวัดในระบบของกรม เดือน{thai_month(month, short=False)}"
            plants.append(Plant("districts_differ", province, text, month, figures))
    return plants


def _file(report: Report) -> str:
    return f"OTOP 2565 อ.{name(report.district)}{report.form.suffix}"


def _twin(report: Report) -> str:
    return f"สำเนา {_file(report)}"


def _split_rows(report: Report) -> pd.DataFrame:
    """Rows of the truth by category and channel; target and reporters stand only in the long layout."""
    months, categories, channels = zip(*product(report.months, CATEGORY, CHANNEL), strict=True)
    rows = sales_rows(
        "district", report.district, 2565, months, report.sales.ravel(), category=categories, channel=channels
    )
    if report.form.shape == "long":
        rows["target_baht"], rows["reporters"] = report.target.ravel(), report.reporters.ravel()
    return rows


def _summary_rows(report: Report, reporters: np.ndarray) -> pd.DataFrame:
    sales, target = np.nansum(report.sales, axis=(1, 2)), np.nansum(report.target, axis=(1, 2))
    more = {"target_baht": target, "reporters": reporters}
    return sales_rows("district", report.district, 2565, report.months, sales, **more)
