"""The department's own OTOP reports for the whole country: r06 by province, r05 by channel, r04 by category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from cdd_analysis.areas import name, region_of
from cdd_analysis.datasets.otop import CHANNELS
from cdd_analysis.sample.otop_figures import CATEGORY, LAST_YEAR, THIS_YEAR, YEARS, sales_rows, to_report_channels
from cdd_analysis.sample.truth import Part
from cdd_analysis.sample.write import Cell, Row, Sheet, write
from cdd_analysis.thai.fiscal import thai_month
from cdd_analysis.thai.text import sort_key


def write_national(folder: Path, cells: Mapping[str, np.ndarray]) -> Part:
    """Write r06, r05 and r04 of both fiscal years for all provinces, their totals agreeing.

    Args:
        folder: where they go.
        cells: province -> month x category x channel.
    """
    part = Part()
    order = sorted(cells, key=lambda code: (region_of(code, "older"), sort_key(name(code))))
    nation = np.sum([cells[code] for code in order], axis=0)
    for year, months in ((2564, LAST_YEAR), (2565, THIS_YEAR)):
        chosen = year == YEARS
        rows = {code: cells[code][chosen].sum(axis=(1, 2)) for code in order}
        by_channel = to_report_channels(nation[chosen].sum(axis=1))
        by_category = dict(zip(CATEGORY, nation[chosen].sum(axis=2).T, strict=True))
        part.files += [
            write(folder / f"otop_r06_{year}.tsv", [_r06(months, rows)], encoding="utf-8"),
            write(folder / f"otop_r05_{year}.tsv", [_r05(months, by_channel)], encoding="utf-8"),
            write(folder / f"otop_r04_{year}.tsv", [_r04(months, by_category)], encoding="utf-8"),
        ]
        for code in order:
            part.add("otop_sales", sales_rows("province", code, year, months, rows[code]))
        for channel, values in by_channel.items():
            part.add("otop_sales", sales_rows("national", None, year, months, values, channel=channel))
        for category, values in by_category.items():
            part.add("otop_sales", sales_rows("national", None, year, months, values, category=category))
    return part


def _decimals(values: Iterable[float]) -> list[Cell]:
    return [f"{value:,.2f}" for value in values]


def _r06(months: Sequence[date], rows: Mapping[str, np.ndarray]) -> Sheet:
    heads: Row = ["ที่", "เขตตรวจ\nราชการที่", "จังหวัด", *(f"{thai_month(m, short=False)}\n(บาท)" for m in months)]
    body: list[Row] = [
        [number, region_of(code, "older"), name(code), *_decimals([*values, values.sum()])]
        for number, (code, values) in enumerate(rows.items(), 1)
    ]
    return Sheet("r06", [[*heads, f"รวม {len(months)} เดือน\n(บาท)"], *body])


def _r05(months: Sequence[date], columns: Mapping[str, np.ndarray]) -> Sheet:
    heads: Row = ["ที่", "เดือน", *(CHANNELS[key][0] for key in columns), "รวม"]
    return Sheet("r05", [heads, *_month_rows(months, columns)])


def _r04(months: Sequence[date], columns: Mapping[str, np.ndarray]) -> Sheet:
    heads: Row = [
        "ที่",
        "เดือน",
        "อาหาร\n(บาท)",
        "เครื่องดื่ม\n(บาท)",
        "ผ้าและเครื่องแต่งกาย\n(บาท)",
        "เครื่องใช้และ\nเครื่องประดับตกแต่ง\n(บาท)",
        "สมุนไพรที่\nไม่ใช่อาหารและยา\n(บาท)",
        "รวมทั้งสิ้น\n(บาท)",
    ]
    return Sheet("r04", [heads, *_month_rows(months, columns)])


def _month_rows(months: Sequence[date], columns: Mapping[str, np.ndarray]) -> list[Row]:
    values = np.column_stack(list(columns.values()))
    return [
        [number, thai_month(month, short=False), *_decimals([*row, row.sum()])]
        for number, (month, row) in enumerate(zip(months, values, strict=True), 1)
    ]
