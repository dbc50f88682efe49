# ruff: noqa: E501 -- a heading stands on one line as it does on the sheet
"""Headings of the forms in use, read among their neighbours: shares, persons, dates, marks, periods, open readings."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from cdd_analysis.datasets import table
from cdd_analysis.errors import UnrecognisedSheet
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.reading.sheets import Sheet
from cdd_analysis.ingest.recognition import columns as of_columns
from cdd_analysis.ingest.recognition.columns import as_printed, candidates
from cdd_analysis.ingest.recognition.headings import Meaning, heading_key, meaning
from cdd_analysis.ingest.recognition.recognise import Region, recognise

Typed = Callable[..., Sheet]
Clean = Callable[..., Cleaned]


def read(sheet: Sheet) -> tuple[Region, list[str]]:
    """The only table of a sheet and what its columns are."""
    (region,) = recognise(sheet)
    return region, [m.column for m in region.meanings]


def rules(cleaned: Cleaned) -> dict[object, object]:
    return {one["rule"]: one["value"] for one in cleaned.problems}


MEMBERS = (
    "ปีงบ|จังหวัด|สตรีที่มีอายุ 15 ปีขึ้นไป|ฐานข้อมูล สมาชิก ณ 1 ต.ค.|{0}|ฐานข้อมูล สมาชิก ณ {3}|{1}|เป้าหมายปี(คน)|จำนวนสมาชิกที่เพิ่มขึ้น|{2}"
)
PERCENTS = "คิดเป็นร้อยละ", "คิดเป็นร้อยละ", "คิดเป็นร้อยละ"


@pytest.mark.parametrize(
    "words",
    [
        PERCENTS,
        ("คิดเป็นร้อยละ", "คิดเป็นร้อยละ.1", "คิดเป็นร้อยละ.2"),
        ("คิดเป็นร้อยละ", "คิดเป็นร้อยละ_1", "คิดเป็นร้อยละ_2"),
        ("ร้อยละ", "เปอร์เซ็นต์", "คิดเป็น⏎ร้อยละ (%)"),
        ("คดเปนรอยละ", "คดเปนรอยละ", "คิดเป็นร้อยละ"),
    ],
)
@pytest.mark.parametrize("day", ["30 ก.ย.", "30 ก.ย./ปัจจุบัน", "30 กันยายน 2565"])
def test_a_repeated_percent_is_the_share_of_the_column_before_it(
    cleaned: Clean, words: tuple[str, ...], day: str
) -> None:
    found = cleaned(f"{MEMBERS.format(*words, day)}\n2565|สงขลา|1000|400|40|450|45|100|50|50")
    row = found.records.iloc[0]
    assert (row["members_oct_pct"], row["members_sep_pct"], row["new_members_pct"]) == (40, 45, 50)
    assert (row["members_oct"], row["members_sep"], row["new_members"]) == (400, 450, 50)
    assert found.problems == []


def test_a_members_sheet_under_its_groups_reads_alike(cleaned: Clean) -> None:
    found = cleaned(
        """ฐานข้อมูลสมาชิกกองทุนพัฒนาบทบาทสตรี ปีงบประมาณ พ.ศ. 2565
        จังหวัด|สตรีที่มีอายุ 15 ปีขึ้นไป|ข้อมูลจำนวนสมาชิก (คน)||||การดำเนินงาน||
        ||ณ 1 ต.ค.|คิดเป็นร้อยละ|ณ 30 ก.ย./ปัจจุบัน|คิดเป็นร้อยละ|เป้าหมายปี(คน)|จำนวนสมาชิกที่เพิ่มขึ้น|คิดเป็นร้อยละ
        สงขลา|1000|400|40|450|45|100|50|50"""
    )
    row = found.records.iloc[0]
    assert (row["members_oct_pct"], row["members_sep_pct"], row["new_members_pct"]) == (40, 45, 50)
    assert row["fiscal_year"] == 2565


def test_bodies_counted_by_level_are_no_areas(sheet: Typed) -> None:
    _, columns = read(
        sheet(
            """ปีงบ|จังหวัด|จังหวัด (แห่ง)|อำเภอ (แห่ง)|ตำบล (แห่ง)|หมู่บ้าน(แห่ง)|รวม|ฐานข้อมูล สมาชิก ณ 1 ต.ค.|ฐานข้อมูล สมาชิก ณ 31 ก.ค.
            2565|สงขลา|1|16|127|1,023|1,167|450|460"""
        )
    )
    assert columns == [
        *("fiscal_year", "province", "org_province", "org_district", "org_subdistrict", "org_village", "org_total"),
        *("members_oct", "members_latest"),
    ]


def test_a_column_under_two_dates_is_that_column_at_each(cleaned: Clean) -> None:
    found = cleaned(
        """จังหวัด|เขตตรวจ|เงินต้นที่คาดว่าจะได้(31 มี.ค. 69)|เงินต้นที่คาดว่าจะได้(30 ก.ย. 69)|เงินต้นรับคืน(31 มี.ค. 69)|เงินต้นรับคืน(30 ก.ย. 69)
        สงขลา|5|100|200|80|150"""
    )
    rows = found.records.set_index("as_of_date")
    march, september = pd.Timestamp("2026-03-31"), pd.Timestamp("2026-09-30")
    assert list(rows.loc[march, ["due_principal_baht", "repaid_principal_baht"]]) == [100, 80]
    assert list(rows.loc[september, ["due_principal_baht", "repaid_principal_baht"]]) == [200, 150]
    assert set(rows["fiscal_year"]) == {2569}
    assert list(rows["month"]) == [march.replace(day=1), september.replace(day=1)]


def test_a_date_below_its_column_says_the_same(cleaned: Clean) -> None:
    found = cleaned(
        """จังหวัด|เงินต้นที่คาดว่าจะได้รับ||เงินต้นที่รับคืน|
        |31 มี.ค. 69|30 ก.ย. 69|31 มี.ค. 69|30 ก.ย. 69
        สงขลา|100|200|80|150"""
    )
    assert found.records.groupby("as_of_date")["due_principal_baht"].sum().to_dict() == {
        pd.Timestamp("2026-03-31"): 100,
        pd.Timestamp("2026-09-30"): 200,
    }


@pytest.mark.parametrize("year", ["2567", "67", "พ.ศ. 2567"])
def test_a_date_in_a_columns_own_name_may_be_of_any_year(sheet: Typed, year: str) -> None:
    """1 October opens the fiscal year that the balance is of."""
    region, columns = read(
        sheet(f"จังหวัด|จำนวนโครงการ|ลูกหนี้คงเหลือ ณ 1 ต.ค. {year} (A)|ลูกหนี้คงเหลือ ณ ปัจจุบัน (ก)\nสงขลา|10|1,000|900")
    )
    assert columns == ["province", "project_count", "opening_debt_baht", "total_debt_baht"]
    assert region.context.fiscal_year == 2568
    assert ("year", "heading") in region.context.told_by


def test_a_date_that_is_no_part_of_the_name_is_when_the_figures_are_of(sheet: Typed) -> None:
    region, columns = read(sheet("ปีงบ|จังหวัด|ลูกหนี้คงเหลือ ณ 31 มี.ค. 2569|หนี้เกินกำหนดชำระ\n2569|สงขลา|1,000|90"))
    assert columns == ["fiscal_year", "province", "total_debt_baht", "overdue_debt_baht"]
    assert region.context.as_of_date == date(2026, 3, 31)


def test_the_scored_report_is_told_by_its_groups(cleaned: Clean) -> None:
    found = cleaned(
        """รายงานผลการดำเนินงาน ปีงบประมาณ พ.ศ. 2569
        ลำดับ|เขตตรวจราชการ|จังหวัด|ร้อยละการใช้จ่าย (A)||||ร้อยละการชำระคืน (B)||||ร้อยละหนี้เกินกำหนด (C)||||รวม (D)||หมายเหตุ
        |||จำนวนที่ได้รับจัดสรร|ใช้จ่ายแล้ว|ร้อยละ|คะแนน(40)|เงินต้นครบกำหนดชำระ|รับชำระจริง|ร้อยละ|คะแนน(30)|หนี้คงเหลือต้นปีบัญชี|จำนวนหนี้เกินกำหนดชำระ|ร้อยละ|คะแนน(30)|คะแนน|ระดับ|
        1|5|สงขลา|1,000|992|99.2|35|200|120|60|20|1,000|45|4.45|30|85|4|"""
    )
    row = found.records.iloc[0]
    assert [row[f"score_{one}"] for one in "abcd"] == [35, 20, 30, 85]
    assert (row["disburse_pct"], row["repay_pct"], row["overdue_pct"], row["kpi_level"]) == (99.2, 60, 4.45, 4)
    assert (row["budget_baht"], row["due_principal_baht"], row["opening_debt_baht"]) == (1000, 200, 1000)
    assert found.problems == []


def test_scores_whose_groups_are_lost_belong_to_the_percent_before_them(sheet: Typed) -> None:
    _, columns = read(
        sheet(
            """ปีงบ|จังหวัด|จำนวนที่ได้รับจัดสรร|ใช้จ่ายแล้ว|ร้อยละ|คะแนน(40)|เงินต้นครบกำหนดชำระ|รับชำระจริง|ร้อยละ.1|คะแนน(30)
            2569|สงขลา|100|99|99.2|35|200|120|60|20"""
        )
    )
    assert columns[4:6] == ["disburse_pct", "score_a"]
    assert columns[8:] == ["repay_pct", "score_b"]


LOAN = (
    "ลำดับ|อำเภอ/เขต|ตำบล|ปีงบประมาณ|เลขที่สัญญา|ชื่อโครงการ|ผู้เสนอโครงการ|เงินอนุมัติ|วันที่เริ่มต้นสัญญา|วันที่สิ้นสุดสัญญา|วันที่รับชำระล่าสุด|"
    "งวดคงเหลือที่ต้องชำระ|ลูกหนี้คงเหลือ ณ 1 ต.ค. 2567 (A)|ลูกหนี้คงเหลือ ณ ปัจจุบัน (ก)|หนี้ยังไม่ถึงกำหนดชำระ (ข)|การไกล่เกลี่ยฯ (ค)|พนักงานอัยการรับเรื่อง(ง1)|"
    "ศาลประทับรับฟ้อง(ง2)|ศาลได้มีคำพิพากษาฯ(ง3)|ศาลมีคำพิพากษาตามยอม(ง4)|ป.วิ แพ่ง มาตรา 20 ตรี(ง5)|ดำเนินคดีอาญา(ง6)|"
    "ลูกหนี้ที่ได้ดำเนินการตามกฎหมาย (ง)|จำนวนหนี้ที่เกินกำหนดชำระ (B)|ร้อยละหนี้เกินกำหนดชำระ|สถานะการชำระหนี้|สถานะโครงการ|หมายเหตุ"
)


def test_the_form_per_loan_reads_in_full(sheet: Typed) -> None:
    region, columns = read(sheet(f"{LOAN}\n1|เทพา|เทพา|2565|5/2565|{'|'.join('0' * 22)}"))
    assert region.table.name == "women_fund_contracts"
    assert "" not in columns
    assert set(columns) >= {"mediation_baht", "criminal_baht", "legal_baht", "overdue_debt_baht", "balance_baht"}
    assert region.context.fiscal_year is None, "each contract has a year of its own"


CLAUSE_27 = """กข.คจ. อำเภอลานสกา จังหวัดนครศรีธรรมราช ปีงบประมาณ 2565
ชื่อหมู่บ้าน|ฐานข้อมูล||||รายได้ผ่านเกณฑ์ จปฐ.||เงินทุนโครงการ กข.คจ. ทั้งหมด (บาท) (ช)|ครัวเรือนยืมคงค้าง (ไม่ผิดนัด)||เงินฝากธนาคาร (บาท) (ญ)|เงินทุนที่ขาดหายไป (บาท) (ฎ)|ครัวเรือนผิดนัด (ไม่อยู่ในเกณฑ์ผ่อนผัน)||ระดับการพัฒนา (ฒ)|หน่วยงานสนับสนุนอื่น (ณ)
|ครัวเรือนเป้าหมาย (ก)|คน (ข)|ได้รับเงินยืม (ค)|คน (ง)|ครัวเรือน (จ)|คน (ฉ)||ครัวเรือน (ซ)|เงินยืม (บาท) (ฌ)|||ครัวเรือน (ฐ)|เงินยืม (บาท) (ฑ)||
บ้านหนึ่ง|30|100|20|70|10|33|280,000|15|150,000|100,000|10,000|2|20,000|ดี|อบต."""


def test_the_form_of_clause_27_tells_its_four_columns_of_persons_apart(cleaned: Clean) -> None:
    found = cleaned(CLAUSE_27)
    row = found.records.iloc[0]
    assert found.region.table.name == "kkj_villages"
    assert [row[f"persons_{one}"] for one in ("target", "borrowed", "pass_bmn")] == [100, 70, 33]
    assert [row[f"hh_{one}"] for one in ("target", "borrowed", "pass_bmn", "current", "default")] == [30, 20, 10, 15, 2]
    assert (row["current_baht"], row["default_baht"]) == (150_000, 20_000)
    assert (row["fund_project_baht"], row["bank_baht"], row["shortfall_baht"]) == (280_000, 100_000, 10_000)
    assert found.problems == []


def test_the_same_headings_by_district_are_another_table(sheet: Typed) -> None:
    """Forms 26(1) and 26(2) differ in what a row is only."""
    figures = (
        "ครัวเรือนเป้าหมาย|ได้รับเงินยืม⏎(ครัวเรือน)|ยอดเงินคงค้าง<br/>(บาท)|เงินในบัญชีธนาคาร (บาท)|เงินในมือ (บาท)|รวมเงินที่มี (บาท)"
    )
    for first, name in (
        ("ชื่ออำเภอ|จำนวนตำบล|จำนวนหมู่บ้าน", "kkj_areas"),
        ("ชื่ออำเภอ|ตำบล (แห่ง)|หมู่บ้าน (แห่ง)", "kkj_areas"),
        ("ตำบล|หมู่ที่|ครัวเรือนทั้งหมด", "kkj_villages"),
        ("ชื่ออำเภอ|ตำบล|ชื่อหมู่บ้าน", "kkj_villages"),
    ):
        region, columns = read(sheet(f"{first}|{figures}\nลานสกา|1|2|30|20|100|200|10|310"))
        assert region.table.name == name
        assert "" not in columns


def test_a_heading_that_could_mean_two_columns_is_told_with_both_and_not_taken(cleaned: Clean) -> None:
    form = """สรุปภาวะหนี้สิน อำเภอลานสกา จังหวัดนครศรีธรรมราช ปีงบประมาณ 2565
    หมู่บ้าน|จำนวนครัวเรือน{0}|เงินให้ยืม (บาท)|เงินรับคืน (บาท)|หนี้คงค้าง (บาท)|เงินในบัญชีฝากธนาคาร (บาท)|เงินทุนที่ขาดหายไป (บาท)
    บ้านหนึ่ง|30{1}|100|20|70|10|0"""
    found = cleaned(form.format("", ""))
    (told,) = [one for one in found.problems if one["rule"] == "ambiguous_column"]
    assert (told["severity"], told["value"]) == ("check", "จำนวนครัวเรือน")
    assert "“ครัวเรือนทั้งหมด” หรือ “ได้รับเงินยืม (ครัวเรือน)”" in str(told["message"])
    assert found.records[["hh_total", "hh_borrowed"]].isna().all(axis=None)

    decided = cleaned(form.format("|ครัวเรือนทั้งหมด", "|50"))
    assert list(decided.records.loc[0, ["hh_total", "hh_borrowed"]]) == [50, 30]
    assert "ambiguous_column" not in rules(decided)


def test_a_heading_that_means_a_column_once_more_is_told_unless_its_figures_are_the_same(cleaned: Clean) -> None:
    form = """ปีงบประมาณ 2565 จังหวัดสงขลา
    อำเภอ|จัดสรร|เบิกจ่าย|เบิกจ่ายแล้ว
    เทพา|100|50|{}"""
    told = cleaned(form.format("60"))
    assert rules(told) == {"repeated_column": "เบิกจ่ายแล้ว"}
    assert told.records["disbursed_baht"].tolist() == [50]
    assert rules(cleaned(form.format("50"))) == {}


BUDGET = "เบิกจ่ายงบประมาณ ปีงบประมาณ 2565 จังหวัดสงขลา"


def test_a_percent_belongs_to_the_figure_it_stands_under_or_beside(cleaned: Clean) -> None:
    under = cleaned(
        f"{BUDGET}\nหน่วยงาน|งบประมาณที่ได้รับ|ผลการเบิกจ่าย||คงเหลือ\n||จำนวนเงิน|ร้อยละ|\nเทพา|200|90|45|110"
    ).records.iloc[0]
    assert (under["disbursed_baht"], under["disburse_pct"]) == (90, 45)
    beside = cleaned(f"{BUDGET}\nอำเภอ|จัดสรร|ก่อหนี้ผูกพัน|ร้อยละ|เบิกจ่าย|ร้อยละ|คงเหลือ\nเทพา|200|100|50|90|45|110")
    assert beside.records.loc[0, "disburse_pct"] == 45
    assert rules(beside) == {"unknown_column": "ร้อยละ"}


@pytest.mark.parametrize("unit", ["อำเภอ", "หน่วยงาน", "สพอ."])
@pytest.mark.parametrize("given", ["จัดสรร", "ได้รับจัดสรร", "งบประมาณที่ได้รับ"])
@pytest.mark.parametrize("spent", ["เบิกจ่าย", "ผลการเบิกจ่าย", "เบิกจ่ายแล้ว"])
@pytest.mark.parametrize("percent", ["ร้อยละ", "เปอร์เซ็นต์"])
def test_budget_sheets_read_in_every_wording(sheet: Typed, unit: str, given: str, spent: str, percent: str) -> None:
    region, columns = read(sheet(f"{BUDGET}\n{unit}|{given}|{spent}|คงเหลือ|{percent}\nเทพา|200|90|110|45"))
    assert region.table.name == "budgets"
    assert columns == ["district", "allocated_baht", "disbursed_baht", "remaining_baht", "disburse_pct"]


def test_quarters_above_the_columns_are_the_period_of_their_figures(cleaned: Clean) -> None:
    found = cleaned(f"{BUDGET}\nอำเภอ|ไตร1-2||ไตร3-4|\n|จัดสรร|เบิกจ่าย|จัดสรร|เบิกจ่าย\nเทพา|100|90|80|70")
    by_period = found.records.set_index("period")[["allocated_baht", "disbursed_baht"]]
    assert by_period.loc["ไตรมาส 1-2"].tolist() == [100, 90]
    assert by_period.loc["ไตรมาส 3-4"].tolist() == [80, 70]


def test_headings_that_fit_two_tables_are_settled_by_a_title_or_refused(
    sheet: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "{}ปีงบประมาณ|อำเภอ|จำนวนสมาชิก\n2565|เทพา|10"
    twin = table("women_fund_monthly")
    other = type(twin)(**{**twin.__dict__, "name": "women_fund_members", "words": ()})
    monkeypatch.setattr(of_columns, "tables", lambda: {"a": twin, "b": other})
    monkeypatch.setattr(
        "cdd_analysis.ingest.recognition.recognise.meanings_of",
        lambda _, parts, year: of_columns.meanings_of(twin, parts, year),
    )
    monkeypatch.setattr(of_columns, "_has_chance", lambda *_, **__: True)
    with pytest.raises(UnrecognisedSheet, match=r"fit two tables.*women_fund_monthly, women_fund_members"):
        recognise(sheet(text.format("")))
    (region,) = recognise(sheet(text.format("กองทุนพัฒนาบทบาทสตรี จังหวัดสงขลา\n")))
    assert region.table is twin


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("ครัวเรือนเป้าหมาย (ก)", "ครัวเรือนเป้าหมาย"),
        ("ศาลประทับรับฟ้อง(ง2)", "ศาลประทับรับฟ้อง"),
        ("(1) อำเภอ", "อำเภอ"),
        ("เงินทุน (บาท) (ช)", "เงินทุน"),
        ("เงินต้น {พันบาท}", "เงินต้น"),
        ("จังหวัด จังหวัด", "จังหวัด"),
        ("ยอดเงินคงค้าง<br/>(บาท)", "ยอดเงินคงค้าง"),
    ],
)
def test_marks_units_and_doubling_are_no_part_of_a_heading(heading: str, key: str) -> None:
    assert heading_key(heading) == key


@pytest.mark.parametrize(("unit", "scale"), [("{พันบาท}", 1e3), ("(ล้านบาท)", 1e6), ("[บาท]", 1)])
def test_money_is_scaled_by_the_unit_of_its_heading(cleaned: Clean, unit: str, scale: float) -> None:
    found = cleaned(f"{BUDGET}\nอำเภอ|จัดสรร {unit}|เบิกจ่าย {unit}\nเทพา|2|1")
    assert found.records.loc[0, "allocated_baht"] == 2 * scale


def test_headings_that_lost_their_tone_marks_are_found(sheet: Typed) -> None:
    region, columns = read(sheet("ชออาเภอ|ครวเรอนเปาหมาย|ยอดเงนคงคาง (บาท)|เงนในมอ (บาท)\nลานสกา|30|100|200"))
    assert region.table.name == "kkj_areas"
    assert columns == ["district", "hh_target", "outstanding_baht", "cash_baht"]


def test_only_tables_with_a_chance_are_read_in_full() -> None:
    assert [one.name for one in candidates([("จังหวัด",), ("รหัสแปลง",), ("ประเภทแปลง",)])] == ["plots"]
    assert candidates([("ชื่อ",), ("วันนี้",)]) == []


def test_names_that_a_reader_gave_to_repeated_headings_are_undone_only_for_those() -> None:
    assert as_printed([("ร้อยละ",), ("ร้อยละ.1",), ("ฐาน_2",)]) == [("ร้อยละ",), ("ร้อยละ",), ("ฐาน_2",)]


def test_a_catalogue_with_a_row_per_indicator_keeps_its_value_under_any_heading(cleaned: Clean) -> None:
    found = cleaned(
        """ปี|จังหวัด|อำเภอ|ครัวเรือน|รายการ|หน่วย|หน่วยงาน
        2562|ตรัง|กันตัง|1,200|ครัวเรือนยากจน|ครัวเรือน|พช.
        2562|ตรัง|ย่านตาขาว|20|ครัวเรือนยากจน|ครัวเรือน|พช."""
    )
    assert found.region.table.name == "poverty_areas"
    assert found.records["hh_poor_bmn"].tolist() == [1200, 20]
    assert set(found.records["bmn_year"]) == {2562}


def test_a_row_per_indicator_is_the_table_that_knows_most_of_them(cleaned: Clean) -> None:
    found = cleaned(
        """ปีงบประมาณ|อำเภอ|รายการข้อมูล|ค่าข้อมูล|หน่วย
        2565|ลานสกา|ยอดเงินคงค้าง|120|พันบาท
        2565|ลานสกา|จำนวนหมู่บ้าน|12|แห่ง"""
    )
    assert found.region.table.name == "kkj_areas"
    assert found.records[["outstanding_baht", "village_count"]].sum().tolist() == [120_000, 12]


def test_a_name_is_not_counted_and_a_count_is_no_name() -> None:
    villages: Any = table("kkj_villages")
    assert meaning(villages, ("หมู่บ้าน",)).column == "village_name"
    assert meaning(villages, ("หมู่บ้าน (แห่ง)",)) == Meaning("", text="หมู่บ้าน (แห่ง)")
    assert meaning(table("kkj_areas"), ("หมู่บ้าน (แห่ง)",)).column == "village_count"


@pytest.mark.parametrize("text", ["(1)" * 10_000, "ณ " * 16_000, "25" * 16_000, "_1" * 16_000, "1 ม.ค. " * 4_000])
def test_prose_and_mischief_are_not_taken_apart(text: str) -> None:
    """The longest cell that a spreadsheet holds takes no longer than others."""
    begun = time.perf_counter()
    assert candidates([("อำเภอ",), (text,)]) == []
    assert meaning(table("otop_sales"), (text,)).column == ""
    assert time.perf_counter() - begun < 2
