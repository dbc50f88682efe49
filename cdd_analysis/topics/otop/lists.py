"""The topic's further tables: listings to fix by sales (E5.1), grades moved (T3.8); and what last year left undone."""

from __future__ import annotations

import pandas as pd

from cdd_analysis.measures import ladder
from cdd_analysis.measures.result import Shown, TableView
from cdd_analysis.topics.otop import lights, listings
from cdd_analysis.topics.otop.book import Book, of


def further_tables(book: Book) -> dict[str, TableView]:
    """Every table that has data, by name."""
    found = (fix_list(book), grades(book))
    return {one.name: one for one in found if one is not None}


def to_fix(book: Book) -> pd.DataFrame:
    """Listings that lack a field, the best sold first: ``product_id``, ``product_name``, ``area`` and district,
    ``lacks`` (Thai), ``missing`` (how many), ``sales_baht``, ``age``."""
    marks = book.own_marks
    lacking = marks[[f"lacks_{field}" for field in listings.FIELDS]]
    own = marks.assign(missing=lacking.sum(axis=1), area=ladder.child_of(marks, book.view.scope))
    own = own[own["missing"].gt(0)]
    words = [
        " · ".join(label for label, lacks in zip(listings.FIELDS.values(), row, strict=True) if lacks)
        for row in lacking.loc[own.index].to_numpy()
    ]
    named = book.nation.named.reindex(own["product_id"]).set_axis(own.index)
    frame = own[["product_id", "area", "missing", "age"]].assign(lacks=words).join(named)
    return frame.sort_values(
        ["sales_baht", "missing", "product_id"], ascending=[False, False, True], na_position="last", ignore_index=True
    )


def fix_list(book: Book) -> TableView | None:
    """Listings to fix, of a page whose areas are districts: a province's office can work it off, a region's cannot."""
    if not lights.is_district_page(book) or book.own_marks.empty:
        return None
    frame = to_fix(book)
    shown = (
        Shown("product_id", "รหัสผลิตภัณฑ์", "text"),
        Shown("product_name", "ชื่อผลิตภัณฑ์", "text"),
        Shown("area", book.view.scope.child_label, "name"),
        Shown("lacks", "ช่องที่ยังว่าง", "text"),
        Shown("sales_baht", "ยอดจำหน่ายของผลิตภัณฑ์", "baht", "บาท"),
        Shown("age", "ปรับปรุงล่าสุดเมื่อ", "count", "วันก่อน"),
    )
    is_sold = frame["sales_baht"].notna().any()
    order = "เรียงตามยอดจำหน่ายของผลิตภัณฑ์" if is_sold else "ยังไม่มียอดจำหน่ายรายผลิตภัณฑ์ จึงเรียงตามจำนวนช่องที่ว่าง"
    return TableView(
        "fix_list",
        "รายการ OTOP TODAY ที่ต้องแก้ไข",
        frame,
        tuple(one for one in shown if frame[one.column].notna().any()),
        note=f"{order} ผลิตภัณฑ์ที่ไม่ทราบยอดอยู่ท้ายตาราง ช่องที่ต้องมี: {' · '.join(listings.FIELDS.values())}",
    )


def grades(book: Book) -> TableView | None:
    """T3.8: grade in the register before by grade now, products graded in both."""
    own = book.moved
    if own.empty:
        return None
    rows = [
        [f"ทะเบียนก่อน {before}", *(float(book.moves[before, now]) for now in listings.GRADES)]
        for before in listings.GRADES
    ]
    frame = pd.DataFrame(rows, columns=["before", *listings.GRADES])
    frame = frame.assign(whole=frame[list(listings.GRADES)].sum(axis=1))
    return TableView(
        "grades",
        "การเลื่อนกลุ่มผลิตภัณฑ์",
        frame,
        (
            Shown("before", "กลุ่ม", "text"),
            *(Shown(grade, f"ทะเบียนล่าสุด {grade}", "count", "รายการ") for grade in listings.GRADES),
            Shown("whole", "รวม", "count", "รายการ"),
        ),
        {"before": "รวมทั้งสิ้น", **frame.drop(columns="before").sum()},
        "นับผลิตภัณฑ์ที่จัดกลุ่มแล้วทั้งสองทะเบียน ช่องเหนือแนวทแยงคือกลุ่มลดลง ช่องใต้แนวทแยงคือเลื่อนขึ้น",
    )


def left_over(book: Book) -> pd.DataFrame:
    """What last year left, by area below: ``stale`` listings not touched since, ``unlisted`` products registered then
    and now that stand in no listing, ``months`` of sales never sent. Missing where the data cannot tell."""
    children = list(book.view.scope.children)
    found = pd.DataFrame(index=pd.Index(children, name="area"))
    if len(book.own_marks):
        goods = book.own_products
        both = goods[goods["listed"].eq(0) & goods["product_id"].isin(book.moved["product_id"])]
        unlisted = ladder.child_of(both, book.view.scope).value_counts()
        found = found.assign(stale=book.children["stale"], unlisted=unlisted.reindex(children, fill_value=0))
    last = of(book.child_steps, book.year - 1)
    if len(last):
        found = found.assign(months=12 - last["area"].value_counts().reindex(children, fill_value=0))
    return found.astype("float64")


def carried(book: Book) -> TableView | None:
    """What last year left undone, the areas with most of it first; None where nothing tells."""
    left = left_over(book)
    if left.isna().all(axis=None):
        return None
    year = book.year - 1
    shown = (
        Shown("area", book.view.scope.child_label, "name"),
        Shown("stale", f"รายการใน OTOP TODAY ที่ไม่ได้ปรับปรุงตั้งแต่ปี {year}", "count", "รายการ"),
        Shown("unlisted", f"ผลิตภัณฑ์ในทะเบียนปี {year} ที่ยังไม่อยู่ใน OTOP TODAY", "count", "รายการ"),
        Shown("months", f"เดือนของปี {year} ที่ไม่มียอดจำหน่าย", "count", "เดือน"),
    )
    frame = left[left.sum(axis=1).gt(0)].assign(order=left.sum(axis=1)).reset_index()
    frame = frame.sort_values(["order", "area"], ascending=[False, True], ignore_index=True).drop(columns="order")
    return TableView(
        "carried",
        f"งาน OTOP ที่ค้างจากปีงบประมาณ {year} ราย{book.view.scope.child_label}",
        frame,
        tuple(one for one in shown if one.column in frame and frame[one.column].notna().any()),
        {str(name): value for name, value in left.sum(min_count=1).items()},
        "ผลิตภัณฑ์ที่ยังไม่อยู่ใน OTOP TODAY นับเฉพาะที่อยู่ในทะเบียนทั้งสองปีและผู้ผลิตยังดำเนินการ "
        "เดือนที่ไม่มียอดคือเดือนที่ไม่มีรายงาน ไม่ใช่เดือนที่ยอดเป็นศูนย์",
    )
