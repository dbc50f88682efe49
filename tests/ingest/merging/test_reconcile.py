"""A table against itself: areas above against the sum of those below, whole figures against their splits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cdd_analysis import areas
from cdd_analysis.datasets import tables
from cdd_analysis.ingest.cleaning.records import typed
from cdd_analysis.ingest.merging.reconcile import reconcile

Build = Callable[..., Any]
PROVINCES = ("23", "92")


@pytest.fixture
def two_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A country of two provinces of two districts each."""
    monkeypatch.setattr(areas, "cdd_provinces", lambda: PROVINCES)
    monkeypatch.setattr(areas, "district_codes", lambda code: (f"{code}01", f"{code}02"))


def compared(one: Any, **which: object) -> list[tuple[object, ...]]:
    """Stated, computed, difference of the controls that come from no sheet."""
    ledger = one.data.ledger()
    rows = ledger[(ledger["kind"] == "control") & ledger["source_row"].isna()]
    for name, value in which.items():
        rows = rows[rows[name].isna() if value is None else rows[name] == value]
    plain = rows[["stated", "computed", "difference"]].astype(object)
    return sorted(tuple(row) for row in plain.where(plain.notna(), None).to_numpy().tolist())


BY_PROVINCE = "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200\nตราด | 1000 | 3000"
BY_CHANNEL = (
    "เดือน | ในประเทศ(ออฟไลน์) | ในประเทศ(ออนไลน์) | รวม\nต.ค. 64 | 600 | 500 | 1,100\nพ.ย. 64 | 1000 | 1200 | 2,200"
)


@pytest.mark.usefixtures("two_provinces")
def test_provinces_against_the_nation_s_channels(built: Build) -> None:
    """The case of the department's reports: one month in which provinces exceed channels by a thousand."""
    one = built({"r05.csv": BY_CHANNEL, "r06.csv": BY_PROVINCE})
    assert compared(one, province_code=None) == [(1100, 1100, 0), (2200, 3200, -1000)]
    assert one.table("otop_sales").query("area_level == 'national'")["sales_baht"].sum() == 3300
    scope = one.control()[one.control()["difference"] == -1000]["scope"].item()
    assert "พ.ย. 2564" in scope


@pytest.mark.usefixtures("two_provinces")
def test_a_national_difference_is_no_province_s(built: Build) -> None:
    one = built({"r05.csv": BY_CHANNEL, "r06.csv": BY_PROVINCE})
    off = one.control()[one.control()["difference"].fillna(0) != 0]
    assert off["province_code"].isna().all()
    assert len(off) == 1


@pytest.mark.usefixtures("two_provinces")
def test_a_province_that_has_not_reported_leaves_the_nation_open(built: Build) -> None:
    one = built({"r05.csv": BY_CHANNEL, "r06.csv": BY_PROVINCE.replace("1000 | 3000", "1000 |")})
    assert compared(one, province_code=None) == [(1100, 1100, 0), (2200, 200, None)]
    assert "1 จาก 2" in " ".join(one.control()["scope"])


@pytest.mark.usefixtures("two_provinces")
def test_districts_against_their_province(built: Build) -> None:
    districts = "จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\nเมือง | 40 | 150\nกันตัง | 60 | 20"
    one = built({"อำเภอ.csv": districts, "จังหวัด.csv": "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200"})
    assert compared(one, province_code="92") == [(100, 100, 0), (200, 170, 30)]


@pytest.mark.usefixtures("two_provinces")
def test_a_province_is_compared_only_where_all_its_districts_are_there(built: Build) -> None:
    districts = "จังหวัดตรัง\nอำเภอ | ต.ค. 64 | พ.ย. 64\nเมือง | 40 | 150\nกันตัง | 60 |"
    one = built({"อำเภอ.csv": districts, "จังหวัด.csv": "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200"})
    assert compared(one, province_code="92") == [(100, 100, 0), (200, 150, None)]


@pytest.mark.usefixtures("two_provinces")
def test_splits_of_districts_add_up_before_they_are_compared(built: Build) -> None:
    districts = "จังหวัดตรัง\nอำเภอ | ช่องทาง | ต.ค. 64\nเมือง | ส่งออก | 30\nเมือง | ออนไลน์ | 10\nกันตัง | ส่งออก | 60"
    one = built({"อำเภอ.csv": districts, "จังหวัด.csv": "จังหวัด | ต.ค. 64 | พ.ย. 64\nตรัง | 100 | 200"})
    assert compared(one, province_code="92") == [(100, 100, 0)]


def test_a_whole_against_each_of_its_splits_never_against_their_sum(built: Build) -> None:
    one = built(
        {
            "ยอด.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | 100",
            "ช่องทาง.csv": "จังหวัด | เดือน | ออนไลน์ | ส่งออก\nตรัง | ต.ค. 64 | 60 | 40",
            "ประเภท.csv": "จังหวัด | เดือน | อาหาร | เครื่องดื่ม\nตรัง | ต.ค. 64 | 50 | 45",
        }
    )
    assert compared(one, province_code="92") == [(100, 95, 5), (100, 100, 0)]


def test_annual_figures_are_not_compared_with_months(built: Build) -> None:
    one = built(
        {
            "ปี.csv": "ปีงบประมาณ | จังหวัด | ยอดขาย\n2565 | ตรัง | 100",
            "เดือน.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | 60",
        }
    )
    assert compared(one) == []


COMMON = "amphur_ID | household.CNT | HOUSEMEMBER_CNT | MOF_REG_CNT"
POOR = (
    "amphur_ID | poor.household.CNT | poor.JPT.CNT | poor.JPT.MOFval.CNT | poor.JPT.MOFval.health "
    "| poor.JPT.MOFval.living | poor.JPT.MOFval.education | poor.JPT.MOFval.income | poor.JPT.MOFval.accessibility"
)


def extract(one_district: str = "9 | 8 | 7 | 3 | 2 | 0 | 4 | 0") -> dict[str, str]:
    return {
        "61_92_amphur_common.csv": f"{COMMON}\n9201 | 10 | 30 | 5\n9202 | 20 | 60 | 6",
        "61_92_amphur_11111.csv": f"{POOR}\n9201 | 9 | 8 | 7 | 3 | 2 | 0 | 4 | 0\n9202 | {one_district}",
    }


def test_common_and_poverty_counts_of_an_area_are_one_row(built: Build) -> None:
    table = built(extract()).table("poverty_areas")
    assert list(table["hh_surveyed"]) == [10, 20]
    assert list(table["target_health"]) == [3, 3]
    assert set(table["bmn_year"]) == {2561}
    assert table["merged_from"].notna().all()


def test_a_file_of_one_dimension_checks_and_is_never_ingested(built: Build) -> None:
    single = f"{POOR}\n9201 | 3 | 3 | 3 | 3 | 0 | 0 | 0 | 0\n9202 | 3 | 3 | 3 | 4 | 0 | 0 | 0 | 0"
    one = built(extract() | {"61_92_amphur_10000.csv": single})
    table = one.table("poverty_areas")
    assert list(table["target_health"]) == [3, 3]
    assert list(table["persons_target_poor"]) == [7, 7]
    checks = one.control()[one.control()["source_file"] == "61_92_amphur_10000.csv"]
    assert set(checks["column"]) == {"target_health"}
    assert sorted(checks["difference"]) == [1, 1]
    assert set(checks["district_code"].dropna()) == {"9202"}
    ledger = one.data.ledger().query("kind == 'sheet' and source_file == '61_92_amphur_10000.csv'")
    assert (ledger["rows_kept"].item(), ledger["rows_total"].item(), ledger["rows_read"].item()) == (0, 2, 3)


def test_each_file_that_checks_is_counted_by_itself(built: Build) -> None:
    health, more = "9201 | 3 | 3 | 3 | 3 | 0 | 0 | 0 | 0", "9202 | 3 | 3 | 3 | 4 | 0 | 0 | 0 | 0"
    single = {"b/61_92_amphur_10000.csv": f"{POOR}\n{health}", "a/61_92_amphur_10000.csv": f"{POOR}\n{health}\n{more}"}
    living = {"61_92_amphur_01000.csv": f"{POOR}\n9201 | 3 | 3 | 3 | 0 | 2 | 0 | 0 | 0"}
    one = built(extract() | single | living)
    checks = one.control()[one.control()["comparison"] == "check_file"]
    told = checks[["source_file", "column", "stated", "computed"]].to_numpy().tolist()
    assert told == [
        ["61_92_amphur_01000.csv", "target_living", 2, 2],
        ["a/61_92_amphur_10000.csv", "target_health", 7, 6],
        ["a/61_92_amphur_10000.csv", "target_health", 4, 3],
        ["b/61_92_amphur_10000.csv", "target_health", 3, 3],
    ]
    assert "ตรงกัน 1 จาก 2 แห่ง" in checks["scope"].iloc[1]


@pytest.mark.usefixtures("two_provinces")
def test_every_count_of_a_province_is_the_sum_of_its_districts(built: Build) -> None:
    province = {
        "61_province_common.csv": f"{COMMON.replace('amphur', 'province')}\n92 | 30 | 91 | 11",
        "61_province_11111.csv": f"{POOR.replace('amphur', 'province')}\n92 | 18 | 16 | 14 | 6 | 4 | 0 | 8 | 0",
    }
    one = built(extract() | province)
    ledger = one.control()[one.control()["province_code"] == "92"]
    assert ledger.set_index("column")["difference"].to_dict() == {
        "hh_surveyed": 0,
        "persons_surveyed": 1,
        "persons_registered": 0,
        "hh_poor_bmn": 0,
        "persons_poor_bmn": 0,
        "persons_target_poor": 0,
        **{f"target_{name}": 0 for name in ("health", "living", "education", "income", "access")},
    }
    assert list(ledger["fiscal_year"].unique()) == [2561]
    assert pd.isna(ledger["district_code"]).all()


# -- both sides: kinds, dates, sources -----------------------------------------------------------------------------


def rows_of(one: Any, comparison: str, *columns: str) -> list[tuple[object, ...]]:
    """The differences of one kind, in the order of their areas and columns."""
    found = one.data.differences()
    own = found[found["comparison"] == comparison].sort_values(["district_code", "village_code", "column"])
    plain = own[list(columns)].astype(object)
    return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))


BOTH = ("column", "stated", "computed", "difference")
VILLAGES = (
    "สรุปภาวะหนี้สินและฐานะการเงิน กข.คจ. จังหวัดตรัง อำเภอกันตัง ข้อมูล ณ วันที่ {day}\n"
    "ปีงบประมาณ | ตำบล | หมู่ที่ | ชื่อหมู่บ้าน | ครัวเรือนเป้าหมาย | ยอดเงินคงค้าง (บาท) | เงินในบัญชีธนาคาร (บาท) | ได้รับคืนรอบปี (บาท)\n"
    "2565 | กันตังใต้ | 1 | บ้านหนึ่ง | 10 | 100,000 | 180,000 | {repaid}\n"
    "2565 | กันตังใต้ | 2 | บ้านสอง | 20 | 200,000 | 80,000 | 5,000"
)
DISTRICTS = (
    "สรุปภาวะหนี้สินและฐานะการเงิน กข.คจ. จังหวัดตรัง ข้อมูล ณ วันที่ {day}\n"
    "ปีงบประมาณ | อำเภอ | จำนวนหมู่บ้าน | ครัวเรือนเป้าหมาย | ยอดเงินคงค้าง (บาท) | เงินในบัญชีธนาคาร (บาท) | ได้รับคืนรอบปี (บาท)\n"
    "2565 | กันตัง | {villages} | 30 | {owed} | 260,000 | 15,000"
)


def fund(built: Build, *, day: str = "31 มกราคม 2565", repaid: str = "10,000", villages: int = 2, **more: Any) -> Any:
    filled = {"day": day, "owed": "300,000", "villages": villages} | more
    return built(
        {
            "หมู่บ้าน.csv": VILLAGES.format(day="31 มกราคม 2565", repaid=repaid),
            "อำเภอ.csv": DISTRICTS.format(**filled),
        }
    )


def test_villages_against_their_district_agree(built: Build) -> None:
    found = rows_of(fund(built), "tables", *BOTH, "area_level", "district_code")
    assert found == [
        ("bank_baht", 260_000, 260_000, 0, "district", "9202"),
        ("hh_target", 30, 30, 0, "district", "9202"),
        ("outstanding_baht", 300_000, 300_000, 0, "district", "9202"),
        ("repaid_year_baht", 15_000, 15_000, 0, "district", "9202"),
    ]


def test_villages_against_their_district_differ_with_both_dates_and_both_files(built: Build) -> None:
    one = fund(built, day="15 กุมภาพันธ์ 2565", owed="310,000")
    found = one.data.differences().query("comparison == 'tables' and column == 'outstanding_baht'").iloc[0]
    assert (found["stated"], found["computed"], found["difference"]) == (310_000, 300_000, 10_000)
    assert round(found["relative_pct"], 4) == round(10 / 310 * 100, 4)
    assert (found["as_of_stated"], found["as_of_computed"]) == (pd.Timestamp("2022-02-15"), pd.Timestamp("2022-01-31"))
    assert (found["source_stated"], found["source_computed"]) == ("อำเภอ.csv › แถว 3", "หมู่บ้าน.csv › แถว 3–4")
    assert found["label"] == "ยอดเงินคงค้าง (บาท)"
    assert "ข้อมูล ณ 15 ก.พ. 2565 เทียบ ณ 31 ม.ค. 2565" in found["scope"]


def test_a_district_whose_villages_have_not_all_reported_stays_open(built: Build) -> None:
    found = rows_of(fund(built, villages=3, owed="900,000"), "tables", *BOTH, "scope")
    assert [difference for _, _, _, difference, _ in found] == [None] * 4
    assert all("มี 2 จาก 3 แห่ง จึงยังเทียบไม่ได้" in scope for *_, scope in found)


def test_without_villages_there_is_nothing_to_compare(built: Build) -> None:
    one = built({"อำเภอ.csv": DISTRICTS.format(day="31 มกราคม 2565", owed="1", villages=2)})
    assert rows_of(one, "tables", *BOTH) == []


def test_a_state_is_held_against_the_latest_one_on_or_before_its_day(built: Build) -> None:
    later = VILLAGES.format(day="31 มีนาคม 2565", repaid="10,000").replace("100,000", "150,000")
    one = built(
        {
            "ม.ค.csv": VILLAGES.format(day="31 มกราคม 2565", repaid="10,000"),
            "มี.ค.csv": later,
            "อำเภอ.csv": DISTRICTS.format(day="28 กุมภาพันธ์ 2565", owed="300,000", villages=2),
            "อำเภอ มี.ค.csv": DISTRICTS.format(day="31 มีนาคม 2565", owed="350,000", villages=2),
        }
    )
    found = one.data.differences().query("comparison == 'tables' and column == 'outstanding_baht'")
    assert found.sort_values("as_of_stated")[["stated", "computed", "as_of_computed"]].to_numpy().tolist() == [
        [300_000, 300_000, pd.Timestamp("2022-01-31")],
        [350_000, 350_000, pd.Timestamp("2022-03-31")],
    ]


LOANS = (
    "ทะเบียนสัญญาเงินกู้กองทุนพัฒนาบทบาทสตรี จังหวัดตรัง ข้อมูล ณ วันที่ 12 มกราคม 2565\n"
    "อำเภอ | เลขที่สัญญา | ปีงบประมาณ | ลูกหนี้คงเหลือ ณ ปัจจุบัน (ก) | จำนวนหนี้ที่เกินกำหนดชำระ (B)\n"
    "กันตัง | ก-1 | 2563 | 60,000 | 5,000\n"
    "กันตัง | ก-2 | 2564 | 40,000 | 0"
)
DEBTS = (
    "ผลการดำเนินงานกองทุนพัฒนาบทบาทสตรี จังหวัดตรัง ปีงบประมาณ 2565 ข้อมูล ณ วันที่ {day}\n"
    "เดือน | อำเภอ | จำนวนเงินทั้งหมด (บาท) | หนี้เกินกำหนดชำระ (บาท)\n"
)


@pytest.mark.parametrize(("day", "compared"), [("12 มกราคม 2565", 2), ("31 ธันวาคม 2564", 2), ("30 พฤศจิกายน 2564", 0)])
def test_debts_of_a_month_are_held_against_contracts_of_about_the_same_day_only(
    built: Build, day: str, compared: int
) -> None:
    """The register of January says nothing of the debts of November."""
    one = built({"สัญญา.csv": LOANS, "เดือน.csv": DEBTS.format(day=day) + "ธ.ค. 64 | กันตัง | 100,000 | 5,000"})
    assert [difference for *_, difference in rows_of(one, "tables", *BOTH)] == [0] * compared


def test_debts_of_several_months_on_one_sheet_are_not_added_up_before_they_are_compared(built: Build) -> None:
    months = "พ.ย. 64 | กันตัง | 120,000 | 9,000\nธ.ค. 64 | กันตัง | 100,000 | 5,000"
    one = built({"สัญญา.csv": LOANS, "เดือน.csv": DEBTS.format(day="12 มกราคม 2565") + months})
    assert rows_of(one, "tables", *BOTH) == [
        ("overdue_debt_baht", 5_000, 5_000, 0),
        ("total_debt_baht", 100_000, 100_000, 0),
    ]


def test_a_calendar_year_is_never_held_against_a_fiscal_one(built: Build) -> None:
    village = VILLAGES.format(day="31 มกราคม 2565", repaid="10,000").replace(
        "ได้รับคืนรอบปี (บาท)", "ได้รับคืนรอบปี (บาท) | รอบปีนับแบบ"
    )
    village = "\n".join(line + (" | ปีปฏิทิน" if line.startswith("2565") else "") for line in village.splitlines())
    district = DISTRICTS.format(day="31 มกราคม 2565", owed="300,000", villages=2).replace("15,000", "99,000")
    district = district.replace("ได้รับคืนรอบปี (บาท)", "ได้รับคืนรอบปี (บาท) | รอบปีนับแบบ") + " | ปีงบประมาณ"
    found = rows_of(built({"หมู่บ้าน.csv": village, "อำเภอ.csv": district}), "tables", *BOTH, "scope")
    told = {column: (difference, scope) for column, _, _, difference, scope in found}
    assert told["repaid_year_baht"][0] is None
    assert "รอบปีนับคนละแบบ จึงไม่เทียบ" in told["repaid_year_baht"][1]
    assert told["outstanding_baht"][0] == 0


REPORTED = (
    "จังหวัดตรัง ข้อมูล ณ วันที่ {day}\n"
    "ปีงบประมาณ | อำเภอ | ระดับผู้รายงาน | ครัวเรือนเป้าหมาย | ยอดเงินคงค้าง (บาท) | เงินในบัญชีธนาคาร (บาท)\n"
    "2565 | กันตัง | {level} | {homes} | 300,000 | 260,000"
)


@pytest.mark.parametrize(("homes", "difference"), [(30, 0), (33, 3)])
def test_what_the_province_reports_against_what_the_district_reports(built: Build, homes: int, difference: int) -> None:
    one = built(
        {
            "จังหวัด.csv": REPORTED.format(day="31 มกราคม 2565", level="จังหวัด", homes=homes),
            "อำเภอ.csv": REPORTED.format(day="20 มกราคม 2565", level="อำเภอ", homes=30),
        }
    )
    found = rows_of(one, "reporters", *BOTH, "source_stated", "source_computed")
    assert ("hh_target", homes, 30, difference, "จังหวัด.csv › แถว 3", "อำเภอ.csv › แถว 3") in found
    assert len(found) == 3
    assert len(one.table("kkj_areas")) == 2


FUND = (
    "จังหวัดตรัง อำเภอกันตัง ข้อมูล ณ วันที่ {day}\n"
    "ปีงบประมาณ | ตำบล | หมู่ที่ | ชื่อหมู่บ้าน | ยอดเงินคงค้าง (บาท) | เงินในบัญชีธนาคาร (บาท)\n"
    "{year} | บ่อน้ำร้อน | 1 | บ้านหนองตุน | {owed} | 1,000"
)
DEBTORS = (
    "จังหวัดตรัง อำเภอกันตัง ข้อมูล ณ วันที่ {day}\nตำบล | หมู่ที่ | เลขที่สัญญา | วันที่ได้รับเงินยืม | จำนวนเงินที่ให้ยืม (บาท) | เงินคงค้าง (บาท)\n"
)


def test_a_contract_made_later_was_not_owed_before(built: Build) -> None:
    row = "บ่อน้ำร้อน | 1 | {no} | 1 ม.ค. 2564 | 900 | {owed}\n"
    one = built(
        {
            "26 ก.ย.csv": FUND.format(day="30 กันยายน 2564", year=2564, owed=500),
            "26 ม.ค.csv": FUND.format(day="12 มกราคม 2565", year=2565, owed=1_100),
            "ลูกหนี้ ก.ย.csv": DEBTORS.format(day="30 กันยายน 2564") + row.format(no="1/2564", owed=500),
            "ลูกหนี้ ม.ค.csv": DEBTORS.format(day="12 มกราคม 2565")
            + row.format(no="1/2564", owed=400)
            + row.format(no="2/2565", owed=700),
        }
    )
    found = [row for row in rows_of(one, "tables", *BOTH) if row[0] == "outstanding_baht"]
    assert found == [("outstanding_baht", 500, 500, 0), ("outstanding_baht", 1100, 1100, 0)]


@pytest.mark.usefixtures("two_provinces")
def test_districts_of_the_fund_against_their_province(built: Build) -> None:
    districts = (
        "จังหวัดตรัง ข้อมูล ณ วันที่ 31 มกราคม 2565\n"
        "ปีงบประมาณ | อำเภอ | ยอดเงินคงค้าง (บาท) | เงินในบัญชีธนาคาร (บาท)\n"
        "2565 | เมือง | 100 | 50\n2565 | กันตัง | 200 | 60"
    )
    province = (
        "ข้อมูล ณ วันที่ 31 มกราคม 2565\n"
        "ปีงบประมาณ | จังหวัด | ยอดเงินคงค้าง (บาท) | เงินในบัญชีธนาคาร (บาท)\n2565 | ตรัง | 310 | 110"
    )
    found = rows_of(built({"อำเภอ.csv": districts, "จังหวัด.csv": province}), "levels", *BOTH, "source_computed")
    assert found == [
        ("bank_baht", 110, 110, 0, "อำเภอ.csv › แถว 3–4"),
        ("outstanding_baht", 310, 300, 10, "อำเภอ.csv › แถว 3–4"),
    ]


CLOTH = "ปีงบประมาณ | จังหวัด | อำเภอ | เดือน | หน่วยงาน | มีประกาศ/มาตรการ | ยอดจำหน่ายผ้า (บาท)\n"
AGENCIES = CLOTH + (
    "2565 | ตรัง | กันตัง | ต.ค. 64 | อบต.หนึ่ง | มี | 600\n2565 | ตรัง | กันตัง | ต.ค. 64 | โรงเรียนสอง | มี | {second}\n"
    "2565 | ตรัง | กันตัง | พ.ย. 64 | อบต.หนึ่ง | มี | 50"
)
BY_CATEGORY = "จังหวัด | อำเภอ | เดือน | อาหาร | ผ้าและเครื่องแต่งกาย\nตรัง | กันตัง | ต.ค. 64 | 9 | 1,000"


@pytest.mark.parametrize(("second", "difference"), [(400, 0), (500, 100)])
def test_cloth_sales_against_the_cloth_category_of_otop(built: Build, second: int, difference: int) -> None:
    one = built({"ผ้าไทย.csv": AGENCIES.format(second=second), "otop.csv": BY_CATEGORY})
    found = rows_of(one, "tables", "stated", "computed", "difference", "month")
    assert sorted(found, key=str) == sorted(
        [(600 + second, 1000, difference, pd.Timestamp("2021-10-01")), (50, None, None, pd.Timestamp("2021-11-01"))],
        key=str,
    )
    assert "มีข้อมูลเพียงฝั่งเดียว จึงยังเทียบไม่ได้" in " ".join(one.data.differences()["scope"])


MONTH = "ข้อมูล ณ วันที่ {day}\nจังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | {sold}\nตราด | ต.ค. 64 | 7"


def test_the_same_figure_in_two_files_agrees_or_is_told_with_both(built: Build) -> None:
    one = built(
        {
            "ก.csv": MONTH.format(day="31 ตุลาคม 2564", sold=100),
            "ข.csv": MONTH.format(day="30 พฤศจิกายน 2564", sold=130),
        }
    )
    found = rows_of(one, "same_figure", "province_code", "stated", "computed", "difference", "source_stated")
    assert sorted(found) == [
        ("23", 7, 7, 0, "ข.csv › แถว 4"),
        ("92", 130, 100, 30, "ข.csv › แถว 3"),
        ("92", 130, 100, 30, "ข.csv › แถว 3"),
    ]
    told = one.data.differences().query("comparison == 'same_figure' and province_code == '92'").iloc[-1]
    assert (told["as_of_stated"], told["as_of_computed"]) == (pd.Timestamp("2021-11-30"), pd.Timestamp("2021-10-31"))
    assert told["source_computed"] == "ก.csv › แถว 3"
    assert "superseded" in one.rules()


def test_a_row_twice_in_one_sheet_is_no_second_source(built: Build) -> None:
    one = built({"ก.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | 100\nตรัง | ต.ค. 64 | 100"})
    assert rows_of(one, "same_figure", *BOTH) == []


DUE = (
    "ปีงบประมาณ | จังหวัด | เดือน | เงินต้นที่คาดว่าจะได้รับ | เงินต้นที่รับคืน | ร้อยละของการชำระคืน\n"
    "2565 | ตรัง | ต.ค. 64 | 300 | 100 | {typed}"
)


@pytest.mark.parametrize(("typed", "difference"), [("33.33", 0), ("33.3", 0), ("43.33", 10)])
def test_typed_percents_against_computed_ones(built: Build, typed: str, difference: float) -> None:
    one = built({"กองทุน.csv": DUE.format(typed=typed)})
    ((stated, computed, told),) = rows_of(one, "typed_percent", "stated", "computed", "difference")
    assert (stated, computed, told) == (float(typed), 33.3333, difference)
    assert ("typed_percent" in one.rules()) == (difference != 0)


def test_a_sheets_total_has_both_places_and_the_sheets_date(built: Build) -> None:
    one = built({"ก.csv": "ข้อมูล ณ วันที่ 31 ตุลาคม 2564\nจังหวัด | ต.ค. 64\nตรัง | 100\nตราด | 200\nรวม | 310"})
    (found,) = one.data.differences().query("comparison == 'sheet_total'").to_dict("records")
    assert (found["stated"], found["computed"], found["difference"]) == (310, 300, 10)
    assert (found["source_stated"], found["source_computed"]) == ("ก.csv › แถว 5", "ก.csv › แถว 3–4")
    assert found["as_of_stated"] == found["as_of_computed"] == pd.Timestamp("2021-10-31")
    assert found["month"] == pd.Timestamp("2021-10-01")
    assert found["kind"] == "ยอดรวมที่พิมพ์ในชีต เทียบผลรวมของแถวหรือช่อง"


def test_counts_differ_by_one_and_money_by_more_than_a_satang(built: Build) -> None:
    sheet = "จังหวัด | ยอดขาย | จำนวนผู้ประกอบการที่รายงาน\nตรัง | 100.004 | 3\nตราด | 200 | 4\nรวม | 300.01 | {people}"
    for people, off in ((7, 0), (8, 1)):
        one = built({"ก.csv": sheet.format(people=people)}, f"with {people}")
        found = dict(rows_of(one, "sheet_total", "column", "difference"))
        assert found == {"sales_baht": 0, "reporters": off}


@pytest.mark.usefixtures("two_provinces")
@pytest.mark.parametrize(("name", "compared"), [("budgets", 0), ("click_usage", 1)])
def test_the_province_office_is_a_unit_and_no_total_of_its_districts(name: str, compared: int) -> None:
    table = tables()[name]
    column = "allocated_baht" if name == "budgets" else "users"
    rows = pd.DataFrame(
        {
            "fiscal_year": 2565,
            "area_level": ["province", "district", "district"],
            "province_code": "92",
            "district_code": [None, "9201", "9202"],
            column: [30.0, 100.0, 100.0],
            "source_file": "งบ.xlsx",
            "source_row": [2, 3, 4],
        }
    )
    found = reconcile(table, typed(table, rows.reindex(columns=list(dict.fromkeys((*rows, *table.stored))))), [])
    assert len(found) == compared
