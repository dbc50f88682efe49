"""A province's own OTOP tables: the year book by district and month, this year's targets, the data catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.random import Generator

from cdd_analysis.areas import name
from cdd_analysis.sample import dirt, layout
from cdd_analysis.sample.otop_figures import LAST_YEAR, YEARS, Sales, sales_rows, years_before
from cdd_analysis.sample.otop_layouts import SIGNATURES
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.truth import AS_OF, Part, Plant
from cdd_analysis.sample.write import Row, Sheet, write
from cdd_analysis.thai.fiscal import thai_date


def write_books(part: Part, folder: Path, seed: int, sales: Sales, annual: np.ndarray, missing: str | None) -> None:
    """Write the year book of 2564 with this year's targets, and the catalogue of the two years before.

    Args:
        part: takes the rows and files.
        folder: of the province.
        seed: of the sample.
        sales: of the province's districts.
        annual: target of each district for fiscal year 2565.
        missing: the district whose last month is not in its sales to date.
    """
    province = sales.districts[0][:2]
    title = f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}"
    last_year = sales.cells[:, YEARS == 2564].sum(axis=(2, 3))
    months = sales.cells[:, YEARS == 2565].sum(axis=(2, 3))
    to_date = np.where(np.array(sales.districts) == missing, months[:, :-1].sum(axis=1), months.sum(axis=1))
    for i, district in enumerate(sales.districts):
        part.add("otop_sales", sales_rows("district", district, 2564, LAST_YEAR, last_year[i]))
        part.add(
            "otop_sales", sales_rows("district", district, 2565, [None], to_date[i : i + 1], target_baht=annual[i])
        )
    sheets = [
        _year_sheet(title, sales.districts, last_year, chance(seed, province, "otop year book")),
        _target_sheet(title, sales.districts, annual, to_date),
    ]
    part.files.append(write(folder / f"ยอดจำหน่าย OTOP รายอำเภอ ปี 2564 จ.{name(province)}.xlsx", sheets))
    _write_catalogue(part, folder, province, years_before(seed, province, sales), sales)


def _year_sheet(title: str, districts: Sequence[str], values: np.ndarray, dice: Generator) -> Sheet:
    heads: Row = ["ที่", "อำเภอ", *(dirt.month(month, "short") for month in LAST_YEAR), "รวม 12 เดือน\n(บาท)"]
    body: list[Row] = [
        [number, dirt.area(name(district), dice, prefix="อ."), *row.tolist(), int(row.sum())]
        for number, (district, row) in enumerate(zip(districts, values, strict=True), 1)
    ]
    sums = values.sum(axis=0)
    body.append([None, "รวมทั้งสิ้น", *sums.tolist(), int(sums.sum())])
    return layout.sheet(
        "รายเดือน 2564",
        [heads],
        body,
        titles=["ยอดจำหน่ายผลิตภัณฑ์ OTOP รายอำเภอ ปีงบประมาณ พ.ศ. 2564", title, "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๔"],
        notes=["หมายเหตุ * รวมยอดจำหน่ายจากงานแสดงสินค้านอกพื้นที่", *SIGNATURES, "(พัฒนาการจังหวัด)"],
        scratch=(1, "เงินยืม 9300"),
    )


def _target_sheet(title: str, districts: Sequence[str], annual: np.ndarray, to_date: np.ndarray) -> Sheet:
    heads: Row = ["ที่", "อำเภอ", "เป้าหมาย (บาท)", "ยอดจำหน่าย (บาท)"]
    body: list[Row] = [
        [number, name(district), int(aim), int(done)]
        for number, (district, aim, done) in enumerate(zip(districts, annual, to_date, strict=True), 1)
    ]
    body.append([None, "รวม", int(annual.sum()), int(to_date.sum())])
    return layout.sheet(
        "เป้าหมาย 2565",
        [heads],
        body,
        titles=[
            "เป้าหมายและยอดจำหน่ายสะสมผลิตภัณฑ์ OTOP ปีงบประมาณ พ.ศ. 2565",
            title,
            f"ข้อมูล ณ วันที่ {thai_date(AS_OF)}",
        ],
    )


def _write_catalogue(part: Part, folder: Path, province: str, years: Mapping[int, np.ndarray], sales: Sales) -> None:
    """The long form of a provincial data catalogue, a municipality among its districts."""
    indicator = "รายได้จากการจำหน่ายสินค้าหนึ่งตำบล หนึ่งผลิตภัณฑ์(รวมยอดขายออนไลน์)"
    town = f"เทศบาลตำบล{name(sales.districts[-1])}"
    body: list[Row] = []
    for year, values in sorted(years.items()):
        for i, (district, value) in enumerate(zip(sales.districts, values.tolist(), strict=True)):
            part.add("otop_sales", sales_rows("district", district, year, [None], [value]))
            text = f"{value:,.2f}" if i % 3 else f"{value:.0f}"
            body.append([year, name(district), indicator, text, "บาท", f"สพจ.{name(province)}"])
        body.append([year, town, indicator, "1,250,000.00", "บาท", f"สพจ.{name(province)}"])
    heads: Row = ["ปีงบประมาณ", "อำเภอ", "รายการข้อมูล", "ค่าข้อมูล", "หน่วย", "ที่มา"]
    path = folder / f"otop_catalog_2562-2563_จังหวัด{name(province)}.csv"
    part.files.append(write(path, [layout.sheet("Sheet1", [heads], body)]))
    part.plants.append(
        Plant(
            "unknown_area",
            province,
            f"แถว “{town}” ในแฟ้มบัญชีข้อมูลจังหวัดไม่ใช่อำเภอ ต้องแยกไว้ให้ตรวจสอบ",
            figures={"sales_baht": 1_250_000.0, "rows": float(len(years))},
            files=(path.name,),
        )
    )
