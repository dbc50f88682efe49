"""Handbook 11.6 and the marks of 11.1.13 on names: how areas are named."""

from __future__ import annotations

import re
from collections.abc import Callable

from cdd_analysis import areas
from tests.corpus.conventions import convention, fit
from tests.corpus.conventions.layout import DISTRICTS, THINGS, money_of
from tests.corpus.draft import Draft, Head, Line

NAMED = (
    *DISTRICTS,
    "otop_products",
    "community_groups",
    "cloth_agencies",
    "click_items",
    "women_fund_contracts",
    "report_log",
)


def _spelt(
    name: str,
    says: str,
    reader: str,
    write: Callable[[str], str],
    *,
    row: str = "11.6.1",
    at: int = 0,
    districts: tuple[str, ...] = (),
    tables: tuple[str, ...] = NAMED,
    keys: tuple[str, ...] = ("district",),
    alone: int = 1,
) -> None:
    @convention(
        row, name, says, reader, group="place", tables=tables[at:] + tables[:at], districts=districts, alone=alone
    )
    def apply(draft: Draft) -> None:
        fit(draft.respell(keys, write))


_WORD = "takes the word off the name"
_spelt("amphoe", "อำเภอกันตัง", _WORD, lambda t: f"อำเภอ{t}")
_spelt("a", "อ.กันตัง", _WORD, lambda t: f"อ.{t}", at=1)
_spelt("a-space", "อ. กันตัง", _WORD, lambda t: f"อ. {t}", at=2)
_spelt("office", "สพอ.กันตัง", "is the district's office: the district", lambda t: f"สพอ.{t}", at=3)
_spelt(
    "king-amphoe",
    "กิ่งอำเภอหาดสำราญ, กิ่ง อ.",
    "is the district it has become",
    lambda t: f"กิ่งอำเภอ{t}" if t == "รัษฎา" else f"กิ่ง อ.{t}" if t == "หาดสำราญ" else t,
    at=4,
    districts=("9202", "9209", "9210"),
)
_spelt(
    "tambon",
    "ต.บางหมาก, ตำบลควนธานี in the column of subdistricts",
    _WORD,
    lambda t: f"ต.{t}" if len(t) > 7 else f"ตำบล{t}",
    tables=THINGS,
    keys=("subdistrict",),
    alone=2,
)
_spelt("padded", "names with spaces before, within and after", "takes outer spaces off", lambda t: f"  {t} ", at=5)
_spelt(
    "capital-a-dot",
    "อ.เมือง beside จังหวัดตรัง",
    "is เมืองตรัง",
    lambda t: "อ.เมือง" if t.startswith("เมือง") else f"อ.{t}",
    row="11.6.3",
    districts=("9201", "9202", "9203"),
    alone=2,
)
_spelt(
    "capital-bare",
    "เมือง beside จังหวัดตรัง",
    "is เมืองตรัง",
    lambda t: "เมือง" if t.startswith("เมือง") else t,
    row="11.6.3",
    districts=("9201", "9202", "9203"),
    at=2,
)
_spelt(
    "capital-province",
    "เมือง followed by its province in brackets",
    "is เมืองตรัง",
    lambda t: "เมือง (ตรัง)" if t.startswith("เมือง") else t,
    row="11.6.3",
    districts=("9201", "9202", "9203"),
    at=3,
)
_spelt(
    "ban-muang",
    "บ้านม่วง, a district of Sakon Nakhon",
    "keeps บ้าน: it belongs to the name",
    lambda t: f"{t} ",
    row="11.6.4",
    districts=("4710", "4702", "4703"),
)
_spelt(
    "ban-na-san",
    "อ.บ้านนาสาร, อ.บ้านนาเดิม, บ้านตาขุน",
    "keeps บ้าน: it belongs to the name",
    lambda t: f"อ.{t}" if t != "บ้านตาขุน" else t,
    row="11.6.4",
    districts=("8412", "8413", "8409"),
    at=1,
)
_spelt(
    "khet",
    "เขตพระนคร, เขตดุสิต in กรุงเทพมหานคร",
    "are districts of Bangkok",
    lambda t: f"เขต{t}",
    row="11.6.5",
    districts=("1001", "1002", "1004"),
    at=0,
    tables=("otop_sales", "women_fund_members", "click_usage"),
)
_spelt(
    "starred-names",
    "กันตัง*, ย่านตาขาว**",
    "takes footnote marks off names",
    lambda t: f"{t}*" if len(t) < 7 else f"{t}**",
    row="11.1.13",
    at=3,
    alone=2,
)
_spelt(
    "slashed-names",
    "กันตัง 1/, สิเกา¹",
    "takes footnote marks off names",
    lambda t: f"{t} 1/" if len(t) < 6 else f"{t}¹",
    row="11.1.13",
    at=6,
    alone=2,
)


@convention(
    "11.6.1",
    "province-column",
    "จ.ตรัง in a column of its own, no province in the titles",
    "resolves districts within it",
    group="place",
    tables=NAMED,
    alone=2,
)
def province_column(draft: Draft) -> None:
    _province(draft, f"จ.{areas.name(draft.truth.province)}")


@convention(
    "11.6.5",
    "kotomo",
    "กทม. in the column of provinces, เขต in that of districts",
    "is กรุงเทพมหานคร",
    group="place",
    tables=("women_fund_members", "otop_sales"),
    districts=("1001", "1003", "1005"),
    alone=2,
)
def kotomo(draft: Draft) -> None:
    _province(draft, "กทม.")


def _province(draft: Draft, name: str) -> None:
    page = draft.page
    fit(len(page.titles) == 3 and page.heads[0].key == "district")
    page.titles[1] = ["กรมการพัฒนาชุมชน"]
    page.heads.insert(0, Head("province", ["จังหวัด"]))
    for line in page.data:
        line.cells["province"] = name


@convention(
    "11.6.1",
    "by-file-name",
    "the province stands in the file's name only",
    "takes it from there and tells",
    group="place",
    tables=("otop_sales", "otop_products", "kkj_areas"),
    alone=2,
)
def by_file_name(draft: Draft) -> None:
    fit(len(draft.page.titles) == 3)
    draft.page.titles[1] = ["กรมการพัฒนาชุมชน"]
    draft.stem = f"รายงาน จังหวัด{areas.name(draft.truth.province)}"


@convention(
    "11.6.2",
    "whole-address",
    "หมู่ 1 บ้านสมมติ ต.บางหมาก อ.กันตัง จ.ตรัง in one cell",
    "takes village, subdistrict and district out of it",
    group="place",
    tables=("kkj_villages", "sufficiency_villages", "kkj_problems"),
    alone=3,
)
def whole_address(draft: Draft) -> None:
    page = draft.page
    fit(page.heads[0].key == "district" and page.heads[1].key == "subdistrict")
    fit(page.has("village_name"))
    page.titles[1] = ["กรมการพัฒนาชุมชน"]
    province = areas.name(draft.truth.province)
    for number, line in enumerate(page.data, 1):
        village = f"{line.gives[0]['subdistrict_code']}{number:02d}"
        place = f"ต.{line.cells['subdistrict']} อ.{line.cells['district']} จ.{province}"
        line.cells["address"] = f"หมู่ {number} {line.cells['village_name']} {place}"
        line.gives[0] |= {"area_level": "village", "village_code": village}
    page.heads = [Head("address", ["ที่ตั้ง"]), *page.heads[2:]]


@convention(
    "11.6.2",
    "moo",
    "หมู่ที่ 1, ม.2 in a column beside อำเภอ and ตำบล",
    "is the village of that number",
    group="place",
    tables=("kkj_villages", "sufficiency_villages", "target_households", "kkj_problems"),
    alone=3,
)
def moo(draft: Draft) -> None:
    page = draft.page
    fit(len(page.heads) > 2 and page.heads[1].key == "subdistrict")
    page.heads.insert(2, Head("moo", ["หมู่ที่"]))
    for number, line in enumerate(page.data, 1):
        line.cells["moo"] = (str(number), f"หมู่ที่ {number}", f"ม.{number}")[number % 3]
        line.gives[0] |= {"area_level": "village", "village_code": f"{line.gives[0]['subdistrict_code']}{number:02d}"}


@convention(
    "11.6.6",
    "municipality",
    "เทศบาลเมืองกันตัง among the districts",
    "sets it aside and tells: it is no district",
    group="layout",
    tables=("otop_sales", "women_fund_members", "click_usage"),
    alone=2,
)
def municipality(draft: Draft) -> None:
    page = draft.page
    first = page.data[0]
    fit(len(page.heads) > 1 and len(first.gives) == 1)
    row = Line({**first.cells, "district": "เทศบาลเมืองกันตัง"}, counted="rejected", baht=money_of(draft, first))
    page.lines.append(row)
    draft.tell("local_body", line=row)


@convention(
    "11.6.1",
    "unknown-name",
    "a district that is in no register",
    "sets the row aside and tells, with what may be meant",
    group="layout",
    tables=(*DISTRICTS, "otop_products"),
    alone=2,
)
def unknown_name(draft: Draft) -> None:
    page = draft.page
    first = page.data[-1]
    fit(len(first.gives) == 1 and page.heads[0].key == "district")
    first.cells["district"], first.counted, first.baht = "ดาวอังคาร", "rejected", money_of(draft, first)
    first.gives = []
    draft.tell("unknown_area", line=first)


@convention(
    "11.6.1",
    "in-sheet-name",
    "the district stands in the name of its sheet only: อ.กันตัง",
    "takes it from there and tells",
    group="place",
    tables=("otop_products", "community_groups", "plots"),
    forms=("xlsx", "ods", "xls"),
    alone=2,
)
def in_sheet_name(draft: Draft) -> None:
    page = draft.page
    name = str(page.data[0].cells.get("district"))
    page.lines = [line for line in page.data if line.cells.get("district") == name]
    page.heads = [head for head in page.heads if head.key != "district"]
    fit(re.fullmatch("[ก-๙]+", name))
    page.name = f"อ.{name}"
