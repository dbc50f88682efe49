"""Personal data at the door: ids become hashes, what points at a person is masked, and nothing else is."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdd_analysis import areas, project
from cdd_analysis.datasets import Personal, tables
from cdd_analysis.errors import PersonalDataLeft
from cdd_analysis.ingest import personal
from cdd_analysis.ingest.build import build
from cdd_analysis.ingest.personal import (
    MASK,
    found,
    hashed,
    is_citizen_id,
    is_damaged,
    is_personal_code,
    masked,
    refuse_personal,
    told,
)
from cdd_analysis.ingest.problems import problem
from cdd_analysis.ingest.store import Processed, write
from cdd_analysis.sample import people

CITIZEN = "9101234567892"  # nobody's: no citizen's number begins with 9
GROUPED = "9-1012-34567-89-2"
THAI = "๙๑๐๑๒๓๔๕๖๗๘๙๒"


# -- hashes --------------------------------------------------------------------------------------------------------


def one_hash(text: str | None) -> object:
    return hashed(pd.Series([text], dtype=object)).iloc[0]


def test_an_id_hashes_alike_however_it_is_written() -> None:
    hashes = {one_hash(text) for text in (CITIZEN, GROUPED, THAI, "9 1012 34567 89 2", f" {CITIZEN} ")}
    assert len(hashes) == 1
    (only,) = hashes
    assert isinstance(only, str)
    assert len(only) == 16
    assert set(only) <= set("0123456789abcdef")
    assert one_hash("9101234567890") != only
    assert one_hash(None) is None
    assert one_hash("-") is None


def test_hashes_are_keyed_with_the_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    before = one_hash(CITIZEN)
    monkeypatch.setenv("CDD_SALT", "another")
    assert one_hash(CITIZEN) != before


def test_each_distinct_id_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(personal, "_hash", lambda state, text: calls.append(text) or text[::-1])
    values = hashed(pd.Series(["12", "34", None, "12"] * 1000, dtype=object))
    assert sorted(calls) == ["12", "34"]
    assert values.iloc[:4].tolist() == ["21", "43", None, "21"]


def test_the_salt_is_for_its_owner_only_and_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CDD_SALT")
    (tmp_path / "data/raw").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/raw/ก.csv").write_text(HOUSEHOLDS, encoding="utf-8")
    build(tmp_path / "data/raw", tmp_path / "data/processed")
    salt = (tmp_path / project.SALT).read_text(encoding="ascii")
    assert len(salt) == 64
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / project.SALT).stat().st_mode) == 0o600
    for path in (tmp_path / "data/processed").rglob("*"):
        assert path.is_dir() or salt.encode() not in path.read_bytes()
        assert "salt" not in path.name


# -- ids -----------------------------------------------------------------------------------------------------------


def test_the_check_digit_of_a_citizen_id() -> None:
    assert is_citizen_id(CITIZEN)
    assert not any(is_citizen_id(CITIZEN[:12] + digit) for digit in "013456789")
    assert not is_citizen_id(CITIZEN[:12])
    assert not is_citizen_id(THAI)
    assert all(map(is_citizen_id, people.citizen_ids(np.random.default_rng(7), 200)))


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("house_id", "80010000123", False),
        ("house_id", "8001-000012-3", False),
        ("house_id", "๘๐๐๑๐๐๐๐๑๒๓", False),
        ("house_id", "8001000012", True),
        ("house_id", "800100001234", True),
        ("house_id", "?????", True),
        ("recorded_by_id", CITIZEN, False),
        ("recorded_by_id", CITIZEN[:12] + "1", True),
        ("recorded_by_id", "พก.12", False),
    ],
)
def test_damaged_ids(column: str, text: str, expected: bool) -> None:
    assert is_damaged(column, text) is expected


# -- free text -----------------------------------------------------------------------------------------------------

PERSONAL = {
    f"เลขบัตร {CITIZEN}": "citizen_id",
    f"({GROUPED})": "citizen_id",
    f"ผู้กู้ {THAI} ชำระแล้ว": "citizen_id",
    "9 1012 34567 89 2": "citizen_id",
    "9-1012-34567-89-1 พิมพ์ผิดหนึ่งหลัก": "citizen_id",
    "เลขประจำตัวประชาชน 1234567890123": "citizen_id",
    "โทร 0812345678": "phone",
    "081-234-5678": "phone",
    "081 234 5678": "phone",
    "08-1234-5678": "phone",
    "๐๘๑-๒๓๔-๕๖๗๘": "phone",
    "075-356-123": "phone",
    "075356123": "phone",
    "0-7535-6123": "phone",
    "02-141-6000": "phone",
    "0 2141 6000": "phone",
    "+66 81 234 5678": "phone",
    "+66812345678": "phone",
    "(+66)81-234-5678": "phone",
    "ติดต่อ0651234567ได้ทุกวัน": "phone",
    "โทร. 812345678": "phone",
    "เบอร์ 7535-6123": "phone",
    "8001-000012-3": "house_id",
    "80010000123": "house_id",
    "รหัสประจำบ้าน 80010000123 ซ่อมหลังคา": "house_id",
    "ทะเบียนบ้านเลขที่ ๘๐๐๑๐๐๐๐๑๒๓": "house_id",
    "ส่งที่ somchai.k+1@mail.example.co.th": "mail",
    "นายกอนพิล ทองปานกุลา": "name",
    "มอบให้นางดารมุน ลาเขียว แล้ว": "name",
    "น.ส.วินสอล": "name",
    "นางสาว ชาดปริน ศรีโอ": "name",
    "ด.ช.ลออ แก้วตุน": "name",
    "เด็กหญิงไหมรุณ หนูพาย": "name",
    "ปชช.9101234567892": "citizen_id",
    "เบอร์.0812345678": "phone",
}
HARMLESS = [
    "1,234,567,890.00 บาท",
    "งบประมาณ 12345678901 บาท",
    "10,250,300.50",
    "0.0812345678",
    "รวม 1234567890123 บาท",
    "05-01-2565",
    "12/01/2565 - 31/03/2565",
    "2565-01-12 10:30:45",
    "พ.ศ. 2561 2562 2563 2564 2565",
    "0 250 300 450",
    "เลขที่ มท 0405.2/ว 1234 ลงวันที่ 12 มกราคม 2565",
    "รหัสผลิตภัณฑ์ 800100000001",
    "01-80-0001/2565",
    "8850999320014 ไม่ใช่เลขประจำตัว"[:13] + "x",
    "พื้นที่ 3 ไร่ 2 งาน 10 ตร.ว.",
    "085",
    "ม.081 ซอย 234",
    "หมู่ที่ 1 2 3 4 5 6 7 8 9 10 11 12 13",
    "นายอำเภอลานสกา",
    "นายก อบต. ท่าดี",
    "นายกเทศมนตรี ตำบลพรหมโลก",
    "นายทะเบียน อำเภอ",
    "นายายอาม",
    "นางรอง",
    "นางรอง บุรีรัมย์",
    "บ้านนางเกรียง",
    "นายทั่งจิ้งหรีดทอด",
    "3.9101234567892",
    "12,9101234567892",
    "9101234567892.5",
    ".0812345678",
    "อำเภอนางรอง จังหวัดบุรีรัมย์",
    "นางเล็ด",
    "ขนมนางเล็ด ราดน้ำตาล",
    "เห็ดนางฟ้า อบแห้ง",
    "ใบย่านางแห้ง อบกรอบ",
    "นางพญา พิษณุโลก",
    "กลุ่มสตรีบ้านนา พัฒนา",
    "สำนักงานพัฒนาชุมชนอำเภอ @ลานสกา",
    "",
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL.items())
def test_what_points_at_a_person_is_masked(text: str, kind: str) -> None:
    assert [one.kind for one in found(text)] == [kind]
    assert MASK in masked(text)
    assert told(text) == personal.WORDS[kind]
    assert not found(masked(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_amounts_dates_codes_offices_and_places_stay(text: str) -> None:
    assert found(text) == []
    assert masked(text) == text


def test_no_name_of_an_area_is_taken_for_a_person() -> None:
    districts = [code for province in areas.province_codes() for code in areas.district_codes(province)]
    names = [areas.name(code) for d in districts for code in (d, *areas.subdistrict_codes(d))]
    assert len(names) > 7000
    assert [name for name in names if found(name)] == []


def test_only_the_personal_part_of_a_text_goes() -> None:
    text = f"มอบเงิน 5,000 บาท ให้นายกอนพิล ทองปานกุลา ({GROUPED}) โทร 081-234-5678 แล้ว"
    assert masked(text) == f"มอบเงิน 5,000 บาท ให้{MASK} ({MASK}) โทร {MASK} แล้ว"


@given(st.integers(0, 10**12 - 1), st.sampled_from(["{}", "ก {} ข", "({})", "เลข{}ค่ะ"]), st.booleans())
def test_every_citizen_id_is_found_in_any_text(number: int, around: str, grouped: bool) -> None:
    body = f"{number:012d}"
    digit = next(d for d in "0123456789" if is_citizen_id(body + d))
    digits = body + digit
    if grouped:
        digits = "-".join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]))
    assert digits not in masked(around.format(digits))


@given(st.floats(0, 1e12), st.sampled_from(["{:,.2f}", "{:,.0f} บาท", "฿{:,.2f}", "{:.2f}"]))
def test_no_amount_is_taken_for_a_number_of_a_person(amount: float, form: str) -> None:
    assert masked(form.format(amount)) == form.format(amount)


def test_a_code_that_is_a_person_s_number() -> None:
    assert is_personal_code(GROUPED)
    assert is_personal_code("0812345678")
    assert not any(map(is_personal_code, ("800100000001", "80-001", "9101234567890", "80010000123", "075356123")))


# -- through the door ----------------------------------------------------------------------------------------------

HOUSEHOLDS = (
    "จังหวัดตรัง ปีงบประมาณ พ.ศ. 2565\nอำเภอ,เลขรหัสประจำบ้าน,ชื่อ-สกุล,เลขประจำตัวประชาชน,จำนวนสมาชิก (คน),ศักยภาพครัวเรือน\n"
    f"กันตัง,92020000123,นายกอนพิล ทองปานกุลา,{CITIZEN},4,ขยัน โทร 081-234-5678\n"
    f"กันตัง,9202-000045-6,นางดารมุน ลาเขียว,{CITIZEN},3,ค้าขาย\nกันตัง,9202000,น.ส.วินสอล ศรีโอ,{CITIZEN},2,รับจ้าง\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Any]:
    def one(files: dict[str, str]) -> tuple[Any, Processed]:
        for name, text in files.items():
            path = tmp_path / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        report = build(tmp_path / "raw", tmp_path / "processed")
        return report, Processed(tmp_path / "processed")

    return one


def test_ids_leave_as_hashes_and_text_leaves_masked(made: Callable[..., Any]) -> None:
    _, data = made({"ก.csv": HOUSEHOLDS})
    rows = data.read("target_households").sort_values("source_row")
    assert list(rows["house_id"]) == [one_hash(text) for text in ("92020000123", "92020000456", "9202000")]
    assert list(rows["potential"]) == [f"ขยัน โทร {MASK}", "ค้าขาย", "รับจ้าง"]
    told = data.problems()
    masked_one = told[told["rule"] == "personal_text"].iloc[0]
    assert (masked_one["value"], masked_one["severity"], masked_one["source_row"]) == (MASK, "info", 3)
    assert "เบอร์โทรศัพท์" in masked_one["message"]
    damaged = told[told["rule"] == "damaged_id"]
    assert damaged[["source_row", "value", "severity"]].to_numpy().tolist() == [[5, MASK, "check"]]


def test_an_owner_s_own_number_given_to_a_business_becomes_a_hash(made: Callable[..., Any]) -> None:
    _, data = made({"ก.csv": f"จังหวัด,รหัสผู้ผลิต,ประเภทผู้ผลิต\nตรัง,{CITIZEN},เจ้าของรายเดียว\nตรัง,92-001,กลุ่มผู้ผลิตชุมชน\n"})
    assert set(data.read("otop_producers")["producer_id"]) == {one_hash(CITIZEN), "92-001"}
    assert list(data.problems().query("rule == 'id_as_code'")["value"]) == [MASK]


@pytest.mark.parametrize("name", ["โทร 081-234-5678.csv", f"{CITIZEN}/ก.csv", "นายกอนพิล ทองปานกุลา.csv"])
def test_a_file_named_after_a_person_is_refused_and_its_name_is_masked(made: Callable[..., Any], name: str) -> None:
    report, data = made({name: HOUSEHOLDS, "ดี.csv": "จังหวัด,เดือน,ยอดขาย (บาท)\nตรัง,ต.ค. 64,7\n"})
    (failed,) = report.failed
    assert MASK in failed.file
    assert failed.error.startswith("The name of the file holds a person's name, number or address")
    assert failed.error.endswith("Rename the file after its office and period.")
    written = json.dumps(data.built, ensure_ascii=False)
    assert not found(written)
    assert len(data.read("otop_sales")) == 1


def test_a_heading_that_holds_a_person_is_masked_in_what_is_told() -> None:
    row = problem("unknown_column", value=f"นายกอนพิล ทองปานกุลา {CITIZEN}", table="t")
    assert row["value"] == f"{MASK} {MASK}"
    assert "ทองปาน" not in str(row["message"])
    row = problem("unreadable_number", value="0812345678", label="โทร 081-234-5678", expected=CITIZEN)
    assert "081" not in str(row)
    assert CITIZEN not in str(row)


# -- the last look -------------------------------------------------------------------------------------------------


def text_table(column: str, *texts: str | None) -> pa.Table:
    return pa.table({column: pa.array(texts, pa.string())})


@pytest.mark.parametrize("text", [t for t, kind in PERSONAL.items() if kind in ("citizen_id", "phone")])
@pytest.mark.parametrize("column", ["agency", "message", "source_sheet", "product_id"])
def test_a_personal_number_left_in_a_text_stops_the_writing(column: str, text: str) -> None:
    with pytest.raises(PersonalDataLeft, match=f"^t.{column}: A stored text would hold a personal number") as caught:
        refuse_personal(text_table(column, "ดี", None, text), "t")
    assert text not in str(caught.value)


def test_hashes_codes_and_harmless_texts_pass() -> None:
    refuse_personal(text_table("agency", *HARMLESS), "t")
    refuse_personal(text_table("house_id", "1234567890123456", CITIZEN), "t", hashes=("house_id",))
    refuse_personal(text_table("village_code", "92020101"), "t")
    refuse_personal(pa.table({"n": [1.0], "d": pa.array([None], pa.null())}), "t")


def test_a_dictionary_of_texts_is_looked_through_as_well() -> None:
    with pytest.raises(PersonalDataLeft):
        refuse_personal(pa.table({"a": pa.array(["ดี", CITIZEN]).dictionary_encode()}), "t")


@pytest.mark.parametrize("name", ["problems", "ledger", "otop_sales"])
def test_the_old_folder_stays_where_a_new_one_would_hold_a_number(tmp_path: Path, name: str) -> None:
    layout = pa.schema([("province_code", pa.string()), ("told", pa.string())])
    good = pd.DataFrame({"province_code": ["92"], "told": ["ดี"]})
    write(tmp_path, [(name, good, layout)], {"files": ["old"]})
    with pytest.raises(PersonalDataLeft):
        write(tmp_path, [(name, good.assign(told=f"เลข {CITIZEN}"), layout)], {"files": ["new"]})
    assert Processed(tmp_path).built == {"files": ["old"]}
    assert pd.read_parquet(tmp_path / name)["told"].tolist() == ["ดี"]


def test_each_distinct_text_is_looked_at_once_and_only_if_it_has_the_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(personal, "found", lambda text: looked_at.append(text) or [])
    few = [f"หน่วยงานที่ {n % 5000}" for n in range(200_000)]
    many = [f"{n % 20:03d} งบ 1,234,567,890.00 บาท" for n in range(200_000)]
    refuse_personal(pa.table({"agency": few, "note": many, "house_id": many}), "t", hashes=("house_id",))
    assert looked_at == [], "a comma is no part of a number of a person"
    refuse_personal(pa.table({"note": [f"{n % 20:03d}4567890" for n in range(200_000)]}), "t")
    assert sorted(looked_at) == [f"{n:03d}4567890" for n in range(20)]


def test_every_personal_column_is_dropped_or_hashed() -> None:
    for spec in tables().values():
        for column in spec.columns:
            words = (column.label, *column.headings)
            if any("ประจำตัวประชาชน" in word or "รหัสประจำบ้าน" in word for word in words):
                assert column.personal is not Personal.NO, f"{spec.name}.{column.name}"
