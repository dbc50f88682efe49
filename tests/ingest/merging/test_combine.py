"""All files of a table: what is said twice counts once, what is said differently is settled or set aside, and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from cdd_analysis.ingest.merging.combine import account_is_closed

Build = Callable[..., Any]
HEADING = "จังหวัด | อำเภอ | เดือน | ยอดขาย | เป้าหมาย"


def sheet(*rows: str, as_of: str = "") -> str:
    return "\n".join([*([f"ข้อมูล ณ วันที่ {as_of}"] if as_of else []), HEADING, *rows])


KANTANG = "ตรัง | กันตัง | ต.ค. 64 | 100 | 500"
OTHER = "ตรัง | กันตัง | ต.ค. 64 | 120 | 500"


def figures(one: Any) -> list[tuple[Any, ...]]:
    table = one.table("otop_sales")
    plain = table[["district_code", "sales_baht", "target_baht"]].astype(object)
    return [tuple(row) for row in plain.where(plain.notna(), None).to_numpy().tolist()]


def account(one: Any, file: str) -> dict[str, float]:
    ledger = one.data.ledger()
    (row,) = ledger[(ledger["kind"] == "sheet") & (ledger["source_file"] == file)].to_dict("records")
    return {name.removeprefix("rows_"): row[name] for name in row if name.startswith(("rows_", "baht_")) and row[name]}


def settled(one: Any) -> list[tuple[str, str, float]]:
    told = one.data.problems().query("rule in ('conflict', 'superseded')")
    return sorted(told[["rule", "source_file", "source_row"]].itertuples(index=False, name=None))


def closed(one: Any) -> bool:
    ledger = one.data.ledger()
    sheets = ledger[ledger["kind"] == "sheet"]
    parts = sheets[["baht_kept", "baht_duplicate", "baht_rejected"]].sum(axis=1)
    return bool(account_is_closed(ledger).all() and (parts - sheets["baht_read"]).abs().max() < 0.005)


def test_the_same_row_in_two_files_is_one_whichever_is_read_first(built: Build) -> None:
    one = built({"ก.csv": sheet(KANTANG), "ข.csv": sheet(KANTANG, "ตรัง | สิเกา | ต.ค. 64 | 7 |")}, "one")
    two = built({"ข.csv": sheet(KANTANG), "ก.csv": sheet(KANTANG, "ตรัง | สิเกา | ต.ค. 64 | 7 |")}, "two")
    assert figures(one) == figures(two) == [("9202", 100.0, 500.0), ("9205", 7.0, None)]
    assert account(one, "ข.csv") == {
        "read": 3,
        "kept": 1,
        "header": 1,
        "duplicate": 1,
        "baht_read": 607,
        "baht_kept": 7,
        "baht_duplicate": 600,
    }
    assert settled(one) == settled(two) == []
    assert closed(one)
    assert closed(two)


def test_the_same_row_twice_in_one_file_is_one(built: Build) -> None:
    one = built({"ก.csv": sheet(KANTANG, KANTANG)})
    assert figures(one) == [("9202", 100.0, 500.0)]
    assert account(one, "ก.csv")["duplicate"] == 1


def test_of_different_values_the_later_day_counts(built: Build) -> None:
    early, late = sheet(KANTANG, as_of="12 มกราคม 2565"), sheet(OTHER, as_of="31 มกราคม 2565")
    for files in ({"ก.csv": early, "ข.csv": late}, {"ก.csv": late, "ข.csv": early}):
        one = built(files, "-".join(sorted(files, key=lambda name: files[name])))
        assert figures(one) == [("9202", 120.0, 500.0)]
        older = next(name for name, text in files.items() if text == early)
        assert settled(one) == [("superseded", older, 3.0)]
        assert account(one, older)["rejected"] == 1
        assert closed(one)


def test_of_different_values_without_a_day_neither_counts(built: Build) -> None:
    one = built({"ก.csv": sheet(KANTANG), "ข.csv": sheet(OTHER, "ตรัง | สิเกา | ต.ค. 64 | 7 |")})
    assert figures(one) == [("9205", 7.0, None)]
    assert settled(one) == [("conflict", "ก.csv", 2.0), ("conflict", "ข.csv", 2.0)]
    told = one.data.problems().query("rule == 'conflict'").iloc[0]
    assert (told["severity"], told["province_code"], told["district_code"]) == ("check", "92", "9202")
    assert told["column"] == "sales_baht"
    assert "100.0 (ก.csv แถว 2) กับ 120.0 (ข.csv แถว 2)" in told["message"]
    assert closed(one)


def test_a_dated_and_an_undated_value_cannot_be_told_apart(built: Build) -> None:
    one = built({"ก.csv": sheet(KANTANG), "ข.csv": sheet(OTHER, as_of="12 มกราคม 2565")})
    assert figures(one) == []
    assert [rule for rule, *_ in settled(one)] == ["conflict", "conflict"]


def test_the_latest_file_sent_twice_still_counts_over_an_older_one(built: Build) -> None:
    late, early = sheet(OTHER, as_of="31 มกราคม 2565"), sheet(KANTANG, as_of="12 มกราคม 2565")
    one = built({"ก.csv": late, "สำเนา ก.csv": late, "เดิม.csv": early})
    assert figures(one) == [("9202", 120.0, 500.0)]
    assert settled(one) == [("superseded", "เดิม.csv", 3.0)]
    assert account(one, "สำเนา ก.csv")["duplicate"] == 1
    assert closed(one)


def test_two_values_of_the_same_day_are_a_conflict_with_an_older_third(built: Build) -> None:
    day = "31 มกราคม 2565"
    third = sheet("ตรัง | กันตัง | ต.ค. 64 | 90 | 500", as_of="12 มกราคม 2565")
    one = built({"ก.csv": sheet(KANTANG, as_of=day), "ข.csv": sheet(OTHER, as_of=day), "ค.csv": third})
    assert figures(one) == []
    assert [rule for rule, *_ in settled(one)] == ["conflict"] * 3


def test_halves_of_a_record_are_put_together_and_both_sources_are_known(built: Build) -> None:
    one = built(
        {
            "ก ยอดขาย.csv": "จังหวัด | อำเภอ | เดือน | ยอดขาย\nตรัง | กันตัง | ต.ค. 64 | 100",
            "ข เป้าหมาย.csv": "จังหวัด | อำเภอ | เดือน | ยอดขาย | เป้าหมาย\nตรัง | กันตัง | ต.ค. 64 | | 500",
        }
    )
    assert figures(one) == [("9202", 100.0, 500.0)]
    (row,) = one.table("otop_sales").to_dict("records")
    assert (row["source_file"], row["source_row"]) == ("ก ยอดขาย.csv", 2)
    assert row["merged_from"] == "ข เป้าหมาย.csv ›  › 2"
    assert account(one, "ข เป้าหมาย.csv")["kept"] == 1
    assert closed(one)


def test_rows_of_different_splits_or_periods_are_not_the_same(built: Build) -> None:
    one = built(
        {
            "ก.csv": "จังหวัด | เดือน | ช่องทาง | ยอดขาย\nตรัง | ต.ค. 64 | ส่งออก | 1\nตรัง | ต.ค. 64 | ออนไลน์ | 2",
            "ข.csv": "จังหวัด | เดือน | ยอดขาย\nตรัง | ต.ค. 64 | 3\nตรัง | พ.ย. 64 | 4",
            "ค.csv": "ปีงบประมาณ | จังหวัด | ยอดขาย\n2565 | ตรัง | 5",
        }
    )
    assert sorted(one.table("otop_sales")["sales_baht"]) == [1, 2, 3, 4, 5]
    assert settled(one) == []


def test_rows_without_a_year_are_never_duplicates(built: Build) -> None:
    one = built({"ก.csv": "จังหวัด | อำเภอ | ยอดขาย\nตรัง | กันตัง | 1\nตรัง | กันตัง | 1\nตรัง | กันตัง | 2"})
    assert list(one.table("otop_sales")["sales_baht"]) == [1, 1, 2]
    assert one.table("otop_sales")["fiscal_year"].isna().all()
    assert one.rules() == ["no_year"]


def test_households_are_known_by_year_and_code(built: Build) -> None:
    rows = "92020000001 | กันตัง | 4\n92020000001 | กันตัง | 4\n | กันตัง | 4\n | กันตัง | 4"
    text = f"จังหวัดตรัง ปีงบประมาณ 2565\nเลขรหัสประจำบ้าน | อำเภอ | จำนวนสมาชิก (คน)\n{rows}"
    one = built({"ก.csv": text, "ข.csv": text.replace("2565", "2564")})
    table = one.table("target_households")
    assert list(table.groupby("fiscal_year").size()) == [3, 3]
    assert one.rules() == ["no_key"] * 4 + ["repeated_rows"] * 2


def test_of_households_a_blank_and_a_value_disagree(built: Build) -> None:
    """A register's row is a whole: what one file leaves out is not filled in from another."""
    head = "จังหวัดตรัง ปีงบประมาณ 2565\nเลขรหัสประจำบ้าน | อำเภอ | จำนวนสมาชิก (คน) | ผลการสอบทาน"
    one = built({"ก.csv": f"{head}\n92020000001 | กันตัง | 4 | พบ", "ข.csv": f"{head}\n92020000001 | กันตัง | 4 |"})
    assert one.table("target_households").empty
    assert one.rules() == ["conflict", "conflict"]


def test_a_household_may_stand_in_two_lists_and_once_in_each(built: Build) -> None:
    """A list that does not say whose it is counts as one of its own, and its rows are told apart all the same."""
    head = "จังหวัดตรัง ปีงบประมาณ 2565\nเลขรหัสประจำบ้าน | อำเภอ | แหล่งบัญชี"
    house = "92020000001 | กันตัง"
    one = built({"ก.csv": f"{head}\n{house} |\n{house} |\n{house} | TPMAP\n{house} | TPMAP\n{house} | สำรวจเพิ่มเติม"})
    assert list(one.table("target_households")["list_source"].fillna("")) == ["", "survey", "tpmap"]
    assert account(one, "ก.csv")["duplicate"] == 2


def test_help_records_have_no_key_and_are_all_kept(built: Build) -> None:
    row = "92020000001 | กันตัง | สุขภาพ | รพ.สต. | 10"
    text = f"จังหวัดตรัง\nเลขรหัสประจำบ้าน | อำเภอ | มิติ | หน่วยงาน | มูลค่า (บาท)\n{row}\n{row}"
    assert len(built({"ก.csv": text}).table("household_help")) == 2


def test_the_order_of_rows_does_not_depend_on_files(built: Build) -> None:
    rows = ["ตรัง | กันตัง | ต.ค. 64 | 1 |", "ตรัง | สิเกา | ต.ค. 64 | 2 |", "ตรัง | กันตัง | พ.ย. 64 | 3 |"]
    one = built({f"{n}.csv": sheet(row) for n, row in enumerate(rows)}, "one").table("otop_sales")
    two = built({f"{9 - n}.csv": sheet(row) for n, row in enumerate(rows)}, "two").table("otop_sales")
    columns = [c for c in one if not c.startswith("source_")]
    pd.testing.assert_frame_equal(one[columns], two[columns])


def test_money_of_halves_that_complete_each_other_is_counted_once(built: Build) -> None:
    target = "ตรัง | กันตัง | ต.ค. 64 | 100 | "
    both = "ตรัง | กันตัง | ต.ค. 64 | 100 | 500"
    one = built({"ก.csv": sheet(target), "ข.csv": sheet(both)})
    assert figures(one) == [("9202", 100.0, 500.0)]
    assert {name: account(one, "ข.csv")[f"baht_{name}"] for name in ("read", "kept", "duplicate")} == {
        "read": 600,
        "kept": 500,
        "duplicate": 100,
    }
    ledger = one.data.ledger()
    assert ledger["baht_kept"].sum() == 600 and closed(one)


def test_a_budget_line_told_by_its_month_alone_is_known_again(built: Build) -> None:
    row = "กันตัง | ธ.ค. 64 | อบรม | 100 | 50"
    text = f"ปีงบประมาณ 2565 จังหวัดตรัง\nอำเภอ | เดือน | โครงการ | จัดสรร | เบิกจ่าย\n{row}"
    one = built({"ก.csv": text, "ข.csv": text})
    assert len(one.table("budgets")) == 1 and account(one, "ข.csv")["duplicate"] == 1
