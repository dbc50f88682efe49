"""Made-up files of topic 8: the platform's items and its use by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, is_municipal, name
from cdd_analysis.datasets import table
from cdd_analysis.sample import dirt, layout
from cdd_analysis.sample.otop_registers import product_register
from cdd_analysis.sample.seeds import chance, some
from cdd_analysis.sample.tpmap import village_ids
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Row, write
from cdd_analysis.thai.fiscal import fiscal_start, thai_date, thai_month

KINDS = (
    "stale_items",
    "incomplete_items",
    "no_publicity",
    "requests_open",
    "unlinked_items",
    "single_owner",
    "no_report",
)
#: Items beside one for each village, in a district: type -> how many.
_OTHERS = {"product": 10, "group": 5, "attraction": 4, "leader": 3, "service": 2}
_NAMES = {
    "village": "ข้อมูลหมู่บ้าน",
    "product": "ผลิตภัณฑ์ชุมชน",
    "group": "กลุ่มอาชีพ",
    "attraction": "แหล่งท่องเที่ยวชุมชน",
    "leader": "ทำเนียบผู้นำชุมชน",
    "service": "บริการประชาชน",
}
_PARTS = {
    "has_detail": "บรรยายไว้แล้ว",
    "has_image": "ภาพ.jpg",
    "has_contact": "สำนักงานพัฒนาชุมชนอำเภอ",
    "has_location": "8.43,99.96",
}
_DECEMBER = pd.Timestamp(2021, 12, 1)
_FIGURES = ("users", "returning_users", "clicks", "requests", "requests_closed", "median_close_days", "publicity_count")
#: One district in so many keeps its items in a workbook of its own; the platform's export has the others.
_OWN_BOOK = 4


def write_province(folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
    """Write the province's list of items and its use in both fiscal years."""
    part = Part()
    items = _items(seed, province, planted)
    usage = _usage(seed, province, planted)
    _write_items(part, folder, seed, province, items)
    _write_last_year(
        part, folder, chance(seed, province, "click last year"), province, usage[usage["fiscal_year"].eq(2564)]
    )
    _write_months(part, folder, chance(seed, province, "click months"), province, usage[usage["fiscal_year"].eq(2565)])
    _plant(part, province, items, usage, planted)
    return part


# --- as it is ---------------------------------------------------------------------------------------------------


def _items(seed: int, province: str, planted: Mapping[str, str]) -> pd.DataFrame:
    villages = sorted({code[:8] for code in village_ids(seed, province) if not is_municipal(code[:6])})
    products = product_register(seed, province).drop_duplicates("product_id")
    where = {district: kind for kind, district in planted.items()}
    return pd.concat(
        [
            _of_district(
                chance(seed, district, "click items"),
                [code for code in villages if code[:4] == district],
                products[products["district_code"] == district],
                where.get(district, ""),
            )
            for district in district_codes(province)
        ],
        ignore_index=True,
    )


def _of_district(dice: Generator, villages: Sequence[str], products: pd.DataFrame, kind: str) -> pd.DataFrame:
    """A district's items: one for each village, then products, groups, places, leaders, services."""
    made = products.iloc[np.sort(dice.permutation(len(products))[: _OTHERS["product"]])]
    makers = products.drop_duplicates("producer_id").iloc[: _OTHERS["group"]]
    rest = [(one, code) for one in ("attraction", "leader", "service") for code in dice.choice(villages, _OTHERS[one])]
    rows = [
        *(("village", code, code[:6], code) for code in villages),
        *(("product", one.product_id, one.subdistrict_code, None) for one in records(made)),
        *(("group", one.producer_id, one.subdistrict_code, None) for one in records(makers)),
        *((one, str(code), str(code)[:6], str(code)) for one, code in rest),
    ]
    frame = pd.DataFrame(rows, columns=["item_type", "linked_id", "subdistrict_code", "village_code"], dtype=object)
    district, total = villages[0][:4], len(frame)
    ages = np.where(
        _some_of(dice, total, kind == "stale_items", 0.7), dice.integers(95, 240, total), dice.integers(3, 80, total)
    )
    lost = _some_of(dice, total, kind == "unlinked_items", 0.4, healthy=0.03)
    alone = _some_of(dice, total, kind == "single_owner", 0.6)
    owner = dice.integers(1, 5, total)
    frame = frame.assign(
        province_code=district[:2],
        district_code=district,
        item_id=[f"CC{district}{number:04d}" for number in range(1, total + 1)],
        item_name=frame["item_type"].map(_NAMES),
        linked_id=np.where(lost, [f"OLD{number:05d}" for number in range(total)], frame["linked_id"]),
        updated_date=[pd.Timestamp(AS_OF - timedelta(days=int(age))) for age in ages],
        owner_id=[f"CD{district}-{k:02d}" for k in owner],
        backup_id=some([f"CD{district}-{k % 4 + 1:02d}" for k in owner], ~alone),
    )
    for part in _PARTS:
        frame[part] = ~_some_of(dice, total, kind == "incomplete_items", 0.35, healthy=0.015)
    return frame


def _some_of(dice: Generator, total: int, planted: bool, share: float, *, healthy: float = 0.15) -> np.ndarray:
    """Which of ``total``: a ``share`` of them where it is planted, elsewhere at most ``healthy`` of them."""
    count = int(total * (share if planted else dice.uniform(0, healthy)))
    return np.isin(np.arange(total), dice.permutation(total)[:count])


def _usage(seed: int, province: str, planted: Mapping[str, str]) -> pd.DataFrame:
    """Use by district and month; a month that nobody reported is no row."""
    months = pd.date_range(fiscal_start(2564), periods=15, freq="MS")
    frames = []
    for district in district_codes(province):
        dice = chance(seed, district, "click usage")
        usual = dice.lognormal(5.6, 0.4)
        users = np.round(usual * np.linspace(1, 1.3, len(months)) * dice.uniform(0.9, 1.1, len(months)))
        requests = np.ceil(users * dice.uniform(0.08, 0.14, len(months))) + 5
        is_new = np.arange(len(months)) >= 12
        is_slow = (district == planted.get("requests_open")) & is_new
        closed = np.where(is_slow, np.floor(requests * 0.5), np.ceil(requests * dice.uniform(0.93, 0.99, len(months))))
        told = dice.integers(1, 6, len(months)).astype(float)
        frames.append(
            pd.DataFrame(
                {
                    "province_code": province,
                    "district_code": district,
                    "fiscal_year": np.where(is_new, 2565, 2564),
                    "month": months,
                    "users": users,
                    "returning_users": np.floor(users * dice.uniform(0.25, 0.45, len(months))),
                    "clicks": np.round(users * dice.uniform(3, 5, len(months))),
                    "requests": requests,
                    "requests_closed": closed,
                    "median_close_days": np.where(is_slow, 15.0, np.round(dice.uniform(1, 5, len(months)), 1)),
                    "publicity_count": np.where((district == planted.get("no_publicity")) & is_new, 0.0, told),
                }
            )
        )
    usage = pd.concat(frames, ignore_index=True)
    silent = usage["district_code"].eq(planted.get("no_report", "")) & usage["month"].eq(_DECEMBER)
    return usage[~silent]


# --- as it is sent ----------------------------------------------------------------------------------------------


def _items_file(province: str) -> str:
    return f"Click ชุมชน รายการข้อมูล จ.{name(province)}.csv"


def _book_file(district: str) -> str:
    return f"Click ชุมชน รายการข้อมูล อ.{name(district)}.xlsx"


def _usage_file(province: str) -> str:
    return f"การใช้งาน Click ชุมชน 2565 จ.{name(province)}.xlsx"


def _has_book(district: str) -> bool:
    return int(district[2:]) % _OWN_BOOK == 0


def _write_items(part: Part, folder: Path, seed: int, province: str, items: pd.DataFrame) -> None:
    """The platform's export, and a workbook of each district that keeps its own list."""
    kept = [column.name for column in table("click_items").columns]
    part.add("click_items", items[["province_code", "district_code", "subdistrict_code", "village_code", *kept]])
    for column in ("owner_id", "backup_id"):
        part.keep_secret("recorders", set(items[column].dropna()))
    heads: Row = [
        "ตำบล", "หมู่ที่", "รหัสรายการ", "ชุดข้อมูล/บริการ", "ประเภทรายการ", "รหัสอ้างอิงทะเบียน", "รายละเอียด", "รูปภาพ",
        "ช่องทางติดต่อ", "พิกัด", "วันที่ปรับปรุง", "ผู้รับผิดชอบ", "ผู้รับผิดชอบสำรอง",
    ]  # fmt: skip
    own = items["district_code"].map(_has_book)
    dice = chance(seed, province, "click export")
    named = {code: dirt.area(name(code), dice, prefix="อ.") for code in items["district_code"].unique()}
    body = [
        [named[code], *row]
        for code, row in zip(items.loc[~own, "district_code"], _item_rows(items[~own], "be_slash"), strict=True)
    ]
    export = layout.sheet(
        "Sheet1", [["อำเภอ", *heads]], body, titles=_titles("รายการข้อมูลและบริการใน Click ชุมชน", province)
    )
    part.files.append(write(folder / _items_file(province), [export]))
    for district, rows in items[own].groupby("district_code", sort=True):
        form = str(chance(seed, str(district), "click book").choice(dirt.DATE_FORMS))
        titles = [
            "รายการข้อมูลและบริการใน Click ชุมชน",
            f"อำเภอ{name(str(district))} จังหวัด{name(province)}",
            f"ข้อมูล ณ วันที่ {dirt.day(AS_OF, 'thai_digits')}",
        ]
        numbered: list[Row] = [[number, *row] for number, row in enumerate(_item_rows(rows, form), 1)]
        page = layout.sheet("รายการ", [["ที่", *heads]], numbered, titles=titles, notes=["ที่มา : ระบบ Click ชุมชน"])
        part.files.append(write(folder / _book_file(str(district)), [page]))


def _titles(what: str, province: str) -> list[str]:
    return [what, f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}", f"ข้อมูล ณ วันที่ {thai_date(AS_OF)}"]


def _item_rows(items: pd.DataFrame, date_form: str) -> list[Row]:
    choices = table("click_items").column("item_type").choices
    tambons = {code: name(code) for code in items["subdistrict_code"].unique()}
    return [
        [
            tambons[one.subdistrict_code],
            int(one.village_code[-2:]) if isinstance(one.village_code, str) else None,
            one.item_id,
            one.item_name,
            choices[one.item_type][0],
            one.linked_id,
            *(text if getattr(one, part) else None for part, text in _PARTS.items()),
            dirt.day(one.updated_date.date(), date_form),
            one.owner_id,
            one.backup_id if isinstance(one.backup_id, str) else None,
        ]
        for one in records(items)
    ]


def _add_usage(part: Part, usage: pd.DataFrame) -> None:
    part.add("click_usage", usage.assign(area_level="district"))


def _write_last_year(part: Part, folder: Path, dice: Generator, province: str, usage: pd.DataFrame) -> None:
    """Last year's months in one list."""
    _add_usage(part, usage)
    named = {code: f"อ.{name(code)}" if dice.random() < 0.5 else name(code) for code in usage["district_code"].unique()}
    body: list[Row] = [
        [2564, named[one.district_code], dirt.month(one.month.date(), "short"), *_figures(one)]
        for one in records(usage)
    ]
    heads: Row = [
        "ปีงบประมาณ", "อำเภอ", "เดือน", "จำนวนผู้เข้าใช้", "ผู้ใช้ซ้ำ", "คำค้น/คลิก", "คำขอรับบริการ", "คำขอที่ปิดแล้ว",
        "ระยะเวลาปิดคำขอ (วัน)", "ประชาสัมพันธ์ (ครั้ง)",
    ]  # fmt: skip
    titles = ["สถิติการใช้งาน Click ชุมชน ปีงบประมาณ พ.ศ. 2564", f"จังหวัด{name(province)}", "ข้อมูล ณ วันที่ 30 กันยายน 2564"]
    path = folder / f"การใช้งาน Click ชุมชน 2564 {name(province)}.csv"
    part.files.append(write(path, [layout.sheet("Sheet1", [heads], body, titles=titles)], encoding="cp874"))


def _write_months(part: Part, folder: Path, dice: Generator, province: str, usage: pd.DataFrame) -> None:
    """This year's months, a sheet each, under headings in two rows and with a total."""
    _add_usage(part, usage)
    header, merges = layout.two_row_header(
        [
            ("ที่", ()),
            ("อำเภอ", ()),
            ("ผู้ใช้บริการ", ("จำนวนผู้เข้าใช้ (คน)", "ผู้ใช้ซ้ำ (คน)")),
            ("คำค้น/คลิก (ครั้ง)", ()),
            ("การให้บริการ", ("คำขอรับบริการ (รายการ)", "คำขอที่ปิดแล้ว (รายการ)", "มัธยฐานวันที่ใช้ปิดคำขอ (วัน)")),
            ("ช่องทางประชาสัมพันธ์ (ครั้ง)", ()),
        ]
    )
    sheets = []
    for day in sorted({month.date() for month in usage["month"]}):
        rows = usage[usage["month"].eq(pd.Timestamp(day))]
        body: list[Row] = [
            [number, dirt.area(name(one.district_code), dice, prefix="อ."), *_figures(one)]
            for number, one in enumerate(records(rows), 1)
        ]
        sums = rows[list(_FIGURES)].sum()
        total: Row = [None if figure == "median_close_days" else int(sums[figure]) for figure in _FIGURES]
        sheets.append(
            layout.sheet(
                thai_month(day, short=True),
                header,
                [*body, [None, "รวมทั้งสิ้น", *total]],
                titles=[
                    f"สถิติการใช้งาน Click ชุมชน ประจำเดือน{thai_month(day, short=False)}",
                    f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}",
                    f"ข้อมูล ณ วันที่ {thai_date(_month_end(day))}",
                ],
                notes=["หมายเหตุ : นับจากระบบ Click ชุมชน ณ วันสิ้นเดือน"],
                merges=merges,
            )
        )
    part.files.append(write(folder / _usage_file(province), sheets))


def _month_end(first: date) -> date:
    return (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date()


def _figures(one: Any) -> Row:
    return [dirt.plain(getattr(one, figure)) for figure in _FIGURES]


# --- what is planted --------------------------------------------------------------------------------------------


def _plant(part: Part, province: str, items: pd.DataFrame, usage: pd.DataFrame, planted: Mapping[str, str]) -> None:
    parts = list(_PARTS)
    for kind, district in planted.items():
        own, used = items[items["district_code"] == district], usage[usage["district_code"] == district]
        now = used[used["fiscal_year"] == 2565]
        stale = int((pd.Timestamp(AS_OF) - own["updated_date"]).dt.days.gt(90).sum())
        requests, closed = now["requests"].sum(), now["requests_closed"].sum()
        unlinked, alone = int(own["linked_id"].str.startswith("OLD").sum()), int(own["backup_id"].isna().sum())
        blank = int((~own[parts].astype(bool)).to_numpy().sum())
        of_all = f"จากทั้งหมด {len(own):,} รายการ"
        said: dict[str, tuple[str, dict[str, float]]] = {
            "stale_items": (f"มีรายการใน Click ชุมชนที่ไม่ได้ปรับปรุงเกิน 90 วัน {stale:,} รายการ {of_all}", {"stale": stale}),
            "incomplete_items": (f"มีช่องข้อมูลใน Click ชุมชนที่ยังว่าง {blank:,} ช่อง", {"blank": blank}),
            "no_publicity": ("ไม่มีการประชาสัมพันธ์ Click ชุมชนในปีงบประมาณ 2565", {"publicity_count": 0}),
            "requests_open": (
                f"ปิดคำขอรับบริการได้ {closed:,.0f} จาก {requests:,.0f} รายการ",
                {"requests": requests, "requests_closed": closed},
            ),
            "unlinked_items": (f"มีรายการที่รหัสไม่ตรงกับทะเบียนใด {unlinked:,} รายการ {of_all}", {"unlinked": unlinked}),
            "single_owner": (f"มีรายการที่ไม่มีผู้รับผิดชอบสำรอง {alone:,} รายการ {of_all}", {"alone": alone}),
            "no_report": ("ยังไม่ได้ส่งสถิติการใช้งานเดือนธันวาคม 2564", {}),
        }
        text, figures = said[kind]
        month = _DECEMBER.date() if kind == "no_report" else None
        of_usage = kind in ("no_publicity", "requests_open", "no_report")
        of_items = _book_file(district) if _has_book(district) else _items_file(province)
        file = _usage_file(province) if of_usage else of_items
        floats = {key: float(value) for key, value in figures.items()}
        part.plants.append(Plant(kind, district, f"อำเภอ{name(district)}{text}", month, floats, (file,)))
