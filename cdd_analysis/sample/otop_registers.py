"""Registers of topic 3: producers, their products in two fiscal years, listings in OTOP TODAY."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import district_codes, name, subdistrict_codes
from cdd_analysis.datasets import otop, table
from cdd_analysis.sample import dirt, layout, people
from cdd_analysis.sample.otop_figures import CATEGORY, Sales, province_size
from cdd_analysis.sample.otop_sellers import SOLD, sold_by_producers, sold_by_products
from cdd_analysis.sample.seeds import chance, shares, some
from cdd_analysis.sample.truth import AS_OF, Part, Plant, records
from cdd_analysis.sample.write import Cell, Row, Sheet, write
from cdd_analysis.thai.fiscal import thai_date

#: Producers, products and listings for each subdistrict: 1,400, 3,900 and 3,000 in a province of 170.
_PRODUCERS, _PRODUCTS, _LISTINGS = 8.25, 23.0, 17.7
_QUADRANTS = np.array(["A", "B", "C", "D"])
_QUADRANT_SHARE = (0.04, 0.06, 0.11, 0.79)
_CATEGORY_SHARE = (0.36, 0.07, 0.24, 0.23, 0.10)
_WARES = {
    "food": ("ขนมลา", "น้ำพริก", "ปลาแห้ง", "กล้วยฉาบ", "เครื่องแกง"),
    "drink": ("น้ำสมุนไพร", "กาแฟคั่ว", "น้ำผลไม้", "ชาใบ"),
    "cloth": ("ผ้าทอ", "ผ้าบาติก", "ผ้ามัดย้อม", "กระเป๋าผ้า"),
    "household": ("กระเป๋าจักสาน", "ตะกร้า", "ของที่ระลึก", "โคมไฟ"),
    "herb": ("สบู่", "ยาหม่อง", "น้ำมันนวด", "ลูกประคบ"),
}
_BRANDS = ("กอน", "มุนดา", "เทยวิน", "โชมไหม", "พิลนาล", "ปรินจิต", "สอลรุณ", "บุษลออ", "ชาดเทย", "วินกอน")
_DETAILS = ("ทำด้วยมือจากวัตถุดิบในชุมชน", "สูตรดั้งเดิมของกลุ่ม", "ขนาดบรรจุ 250 กรัม", "สั่งล่วงหน้า 3 วัน")
#: Digits that a contact is written with: all, some, none.
_LENGTH = {"valid": 10, "invalid": 7, "": 0}
_STANDARDS = ("มผช.", "อย.", "มผช. และ อย.", "ฮาลาล")


def write_registers(
    folder: Path, seed: int, province: str, sales: Sales, planted: Mapping[str, str]
) -> tuple[Part, dict[str, int]]:
    """Write the three registers; returns the part and, for each district, how many producers still work."""
    part = Part()
    made, plants = sold_by_producers(seed, province, producers(seed, province), sales, planted)
    goods = sold_by_products(seed, province, products(seed, province, made), made)
    part.plants += [replace(plant, files=(_producers_file(province),)) for plant in plants]
    listings = _listings(seed, province, goods, planted.get("no_channel"))
    _write_producers(part, folder, chance(seed, province, "otop producers file"), province, made)
    _write_products(part, folder, chance(seed, province, "otop products file"), province, goods)
    _write_listings(part, folder, chance(seed, province, "otop today file"), province, listings)
    _plant_no_channel(part, province, listings, planted.get("no_channel"))
    return part, active_producers(made, province)


def active_producers(made: pd.DataFrame, province: str) -> dict[str, int]:
    """For each district, how many producers still work."""
    active = made[made["producer_status"] == "active"].groupby("district_code").size()
    return {district: int(active.get(district, 0)) for district in district_codes(province)}


def product_register(seed: int, province: str) -> pd.DataFrame:
    """The products of both years with their producers and areas, for files that refer to them."""
    return products(seed, province, producers(seed, province))


def _truth(part: Part, one: str, frame: pd.DataFrame) -> None:
    areas = [column for column in ("province_code", "district_code", "subdistrict_code") if column in frame]
    years = ["fiscal_year"] if "fiscal_year" in frame else []
    kept = [column.name for column in table(one).columns if column.name in frame]
    part.add(one, frame[[*areas, *years, *kept]])


def _pick(dice: Generator, values: Sequence[str], size: int, p: Sequence[float] | None = None) -> np.ndarray:
    return np.array(values, object)[dice.choice(len(values), size, p=p)]


def _spelled(choices: Mapping[str, tuple[str, ...]], keys: Sequence[str], dice: Generator) -> list[str]:
    rolls = dice.random(len(keys))
    return [choices[key][int(roll * len(choices[key]))] for key, roll in zip(keys, rolls, strict=True)]


def producers(seed: int, province: str) -> pd.DataFrame:
    """Every registered producer, in the order of districts and ids."""
    dice = chance(seed, province, "otop producers")
    districts = district_codes(province)
    size = np.array([len(subdistrict_codes(d)) for d in districts]) * dice.lognormal(0, 0.3, len(districts))
    counts = shares(size, round(_PRODUCERS * province_size(province)))
    district = np.repeat(districts, counts)
    tambons = [
        code
        for d, n in zip(districts, counts, strict=True)
        for code in np.sort(_pick(dice, subdistrict_codes(d), int(n)))
    ]
    number = np.concatenate([np.arange(1, n + 1) for n in counts])
    total = len(district)
    kind = _pick(dice, ("group", "owner", "sme"), total, (0.55, 0.38, 0.07))
    heads = people.names(dice, total)
    return pd.DataFrame(
        {
            "province_code": province,
            "district_code": district,
            "subdistrict_code": tambons,
            "producer_id": [f"{d}{n:05d}" for d, n in zip(district, number, strict=True)],
            "producer_name": [_producer_name(k, head) for k, head in zip(kind, heads, strict=True)],
            "producer_type": kind,
            "registered_year": dice.integers(2546, 2565, total),
            "producer_status": _pick(dice, ("active", "closed"), total, (0.93, 0.07)),
        }
    )


def _producer_name(kind: str, head: str) -> str:
    family = head.split(" ")[1]
    return {"group": f"กลุ่ม{family}", "owner": head, "sme": f"บริษัท {family} จำกัด"}[kind]


def products(seed: int, province: str, registered: pd.DataFrame) -> pd.DataFrame:
    """Products of this and last year; most keep their quadrant, some move up, a few down."""
    dice = chance(seed, province, "otop products")
    total = round(_PRODUCTS * province_size(province))
    owner = np.sort(dice.integers(0, len(registered), total))
    # The place of a product among those of its producer; rows are in the order of producers.
    number = np.arange(total) - np.searchsorted(owner, owner) + 1
    made = registered.iloc[owner].reset_index(drop=True)
    category = _pick(dice, CATEGORY, total, _CATEGORY_SHARE)
    grade = dice.choice(4, total, p=_QUADRANT_SHARE)
    before = np.clip(grade + dice.choice((-1, 0, 1), total, p=(0.01, 0.96, 0.03)), 0, 3)
    star = np.where(dice.random(total) < 0.3, dice.choice((2, 3, 4, 5), total, p=(0.1, 0.35, 0.35, 0.2)), np.nan)
    now = made[["province_code", "district_code", "subdistrict_code", "producer_id", "producer_name"]].assign(
        fiscal_year=2565,
        product_id=[f"{p}{n:03d}" for p, n in zip(made["producer_id"], number, strict=True)],
        product_name=[
            f"{_WARES[c][a % len(_WARES[c])]} {_BRANDS[b]}"
            for c, a, b in zip(
                category, dice.integers(0, 60, total), dice.integers(0, len(_BRANDS), total), strict=True
            )
        ],
        category=category,
        quadrant=_QUADRANTS[grade],
        stars=star,
        standards=some(_pick(dice, _STANDARDS, total).tolist(), dice.random(total) < 0.4),
    )
    is_older = dice.random(total) < 0.955
    return pd.concat([now.assign(fiscal_year=2564, quadrant=_QUADRANTS[before])[is_older], now], ignore_index=True)


def _listings(seed: int, province: str, goods: pd.DataFrame, no_channel: str | None) -> pd.DataFrame:
    """A listing for most products; details, prices, channels and contacts missing here and there, many of them old."""
    dice = chance(seed, province, "otop today")
    now = goods[goods["fiscal_year"] == 2565]
    total = round(_LISTINGS * province_size(province))
    one = now.iloc[np.sort(dice.choice(len(now), total, replace=False))].reset_index(drop=True)
    age = np.select(
        [(roll := dice.random(total)) < 0.57, roll < 0.92],
        [dice.integers(1, 91, total), dice.integers(91, 400, total)],
        dice.integers(400, 1100, total),
    )
    phones = people.phones(dice, total)
    contact = _pick(dice, ("valid", "invalid", ""), total, (0.9, 0.03, 0.07))
    has_channel = (dice.random(total) < 0.84) & (one["district_code"] != (no_channel or "")).to_numpy()
    works = dice.random(total) < 0.99
    return one.assign(
        link_works=some(works.tolist(), has_channel),
        has_detail=dice.random(total) < 0.9,
        price_baht=np.where(dice.random(total) < 0.91, dice.integers(2, 160, total) * 10.0, np.nan),
        has_image=dice.random(total) < 0.88,
        has_producer=dice.random(total) < 0.95,
        phone=some([phone[: _LENGTH[kind]] for phone, kind in zip(phones, contact, strict=True)], contact != ""),
        contact=some(contact.tolist(), contact != ""),
        has_channel=has_channel,
        updated_date=[pd.Timestamp(AS_OF - timedelta(days=int(days))) for days in age],
    )


def _plant_no_channel(part: Part, province: str, listings: pd.DataFrame, district: str | None) -> None:
    if district:
        count = float((listings["district_code"] == district).sum())
        text = f"รายการสินค้าใน OTOP TODAY ของอำเภอ{name(district)}ไม่มีช่องทางการจำหน่ายทั้งหมด {count:,.0f} รายการ"
        part.plants.append(Plant("no_channel", district, text, None, {"listings": count}, (_today_file(province),)))


def _titles(what: str, province: str, *, year: int | None = None) -> list[str]:
    said = f" ปีงบประมาณ พ.ศ. {year}" if year else ""
    return [f"{what}{said}", f"สำนักงานพัฒนาชุมชนจังหวัด{name(province)}", f"ข้อมูล ณ วันที่ {thai_date(AS_OF)}"]


def _district_names(codes: Sequence[str], dice: Generator) -> dict[str, str]:
    return {code: dirt.area(name(code), dice, prefix="อ.") for code in dict.fromkeys(codes)}


def _write_producers(part: Part, folder: Path, dice: Generator, province: str, frame: pd.DataFrame) -> None:
    """The district stands once for its rows (merged cells) and ids are numbers, as a workbook makes them."""
    spelled = _district_names(frame["district_code"].tolist(), dice)
    labels: list[Cell] = [spelled[code] for code in frame["district_code"]]
    body: list[Row] = [
        list(row)
        for row in zip(
            range(1, len(frame) + 1),
            layout.once(labels),
            [f"ต.{name(code)}" for code in frame["subdistrict_code"]],
            [int(code) for code in frame["producer_id"]],
            frame["producer_name"],
            _spelled(table("otop_producers").column("producer_type").choices, frame["producer_type"].tolist(), dice),
            frame["registered_year"].tolist(),
            _spelled(
                table("otop_producers").column("producer_status").choices, frame["producer_status"].tolist(), dice
            ),
            *(
                some([dirt.plain(baht) for baht in frame[column].fillna(0)], frame[column].notna().to_numpy())
                for column in SOLD
            ),
            strict=True,
        )
    ]
    heads: Row = [
        "ที่", "อำเภอ", "ตำบล", "รหัสผู้ประกอบการ", "ชื่อกลุ่ม/ราย", "ประเภทผู้ผลิต", "ปีที่ลงทะเบียน", "สถานะ",
        "ยอดจำหน่ายปีนี้ (บาท)", "ยอดจำหน่ายปีก่อน (บาท)", "ยอดจำหน่ายเฉลี่ย 3 ปี (บาท)",
    ]  # fmt: skip
    page = layout.sheet(
        "ทะเบียน",
        [heads],
        body,
        titles=_titles("ทะเบียนผู้ผลิต ผู้ประกอบการ OTOP", province),
        notes=["หมายเหตุ : ยอดปีก่อนและค่าเฉลี่ยเป็นของช่วงเดือนเดียวกัน", "ที่มา : ระบบฐานข้อมูล OTOP ของจังหวัด"],
        merges=layout.blocks(labels, first_row=1, column=1),
    )
    _truth(part, "otop_producers", frame)
    part.keep_secret("producer_names", set(frame["producer_name"]))
    part.files.append(write(folder / _producers_file(province), [page]))


def _typed(baht: pd.Series) -> np.ndarray:
    return some([dirt.plain(value) for value in baht.fillna(0)], baht.notna().to_numpy())


def _producers_file(province: str) -> str:
    return f"ทะเบียนผู้ผลิต OTOP จ.{name(province)}.xlsx"


def _write_products(part: Part, folder: Path, dice: Generator, province: str, frame: pd.DataFrame) -> None:
    """An export: areas and fiscal year in columns, no titles, quadrants by letter or by name."""
    names = _district_names(frame["district_code"].tolist(), dice)
    columns = {
        "ปีงบประมาณ": frame["fiscal_year"],
        "จังหวัด": name(province),
        "อำเภอ": frame["district_code"].map(names),
        "ตำบล": frame["subdistrict_code"].map({code: name(code) for code in frame["subdistrict_code"].unique()}),
        "รหัสสินค้า": frame["product_id"],
        "รหัสผู้ผลิต": frame["producer_id"],
        "ชื่อสินค้า": frame["product_name"],
        "ประเภท": _spelled(otop.CATEGORIES, frame["category"].tolist(), dice),
        "Quadrant/ระดับ": _spelled(table("otop_products").column("quadrant").choices, frame["quadrant"].tolist(), dice),
        "ระดับดาว": ["" if np.isnan(star) else f"{star:.0f}" for star in frame["stars"]],
        "มาตรฐานที่ได้รับ": frame["standards"].fillna(""),
        "ยอดจำหน่าย (บาท)": ["" if np.isnan(baht) else dirt.money(baht, "thousands") for baht in frame["sales_baht"]],
    }
    rows = pd.DataFrame(columns)
    body: list[Row] = rows.to_numpy(object).tolist()
    _truth(part, "otop_products", frame)
    path = folder / f"ทะเบียนผลิตภัณฑ์ OTOP จ.{name(province)}.csv"
    part.files.append(write(path, [Sheet("Sheet1", [list(rows.columns), *body])]))


def _today_file(province: str) -> str:
    return f"OTOP TODAY จ.{name(province)}.xlsx"


def _write_listings(part: Part, folder: Path, dice: Generator, province: str, frame: pd.DataFrame) -> None:
    names = _district_names(frame["district_code"].tolist(), dice)
    forms = _pick(dice, ("tight", "short", "be_slash", "thai_digits", "cell"), len(frame))
    prices = _pick(dice, ("number", "number", "thousands", "unit", "dash"), len(frame))
    details = _pick(dice, _DETAILS, len(frame))
    body: list[Row] = [
        [
            number,
            names[row.district_code],
            row.product_id,
            row.product_name,
            otop.CATEGORIES[row.category][0],
            detail if row.has_detail else None,
            None if np.isnan(row.price_baht) else dirt.money(row.price_baht, price),
            f"{row.product_id}.jpg" if row.has_image else None,
            row.producer_name if row.has_producer else None,
            row.phone if isinstance(row.phone, str) else None,
            f"shop.example/{row.product_id}" if row.has_channel else None,
            None if row.link_works is None else "ใช่" if row.link_works else "ไม่ใช่",
            dirt.day(row.updated_date.date(), form),
        ]
        for number, (row, detail, price, form) in enumerate(zip(records(frame), details, prices, forms, strict=True), 1)
    ]
    heads: Row = [
        "ที่", "อำเภอ", "รหัสสินค้า", "ชื่อสินค้า", "ประเภท", "รายละเอียดสินค้า", "ราคา (บาท)", "รูปภาพ", "ชื่อผู้ผลิต",
        "เบอร์โทรศัพท์", "ช่องทางการจำหน่าย (ลิงก์)", "ลิงก์ใช้งานได้", "ปรับปรุงล่าสุด",
    ]  # fmt: skip
    page = layout.sheet("OTOP TODAY", [heads], body, titles=_titles("รายการสินค้าใน OTOP TODAY", province))
    _truth(part, "otop_today", frame.drop(columns=["fiscal_year", "subdistrict_code"]))
    part.keep_secret("phones", set(frame["phone"].dropna()))
    part.files.append(write(folder / _today_file(province), [page]))
