"""Corrections as data: what is changed, what is refused, and what is told when the source has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cdd_analysis.ingest.build import build
from cdd_analysis.ingest.merging.combine import account_is_closed
from cdd_analysis.ingest.returns.corrections import MOST_BYTES, read_corrections
from cdd_analysis.ingest.returns.edits import Alias, Confirmation, Edit, Removal, Statement
from cdd_analysis.ingest.store import Processed

SALES = """จังหวัดตรัง ข้อมูล ณ วันที่ 12 มกราคม 2565
อำเภอ,เดือน,ยอดจำหน่าย (บาท)
กันตัง,ต.ค. 64,รอถาม
บ้านต้นโพธิ์,ต.ค. 64,200
ปะเหลียน,ต.ค. 64,300
ปะเหลียน,พ.ย. 64,300
รวม,,900
"""
WHO = "why: อำเภอยืนยันเป็นหนังสือ\n  asked_by: สพอ.กันตัง\n  date: 2565-02-01\n"
CHANGE = f"- what: change\n  file: ขาย.csv\n  row: 3\n  column: sales_baht\n  expects: รอถาม\n  value: 100\n  {WHO}"
ROW_6 = "{district: ปะเหลียน, sales_baht: 300, month: พ.ย. 64}"
REMOVE = f"- what: remove\n  file: ขาย.csv\n  row: 6\n  expects: {ROW_6}\n  {WHO}"
ALIAS = f"- what: alias\n  spelling: บ้านต้นโพธิ์\n  code: '9203'\n  within: '92'\n  {WHO}"
HOMES = """แฟ้มบ้าน
จังหวัด,อำเภอ,เลขรหัสประจำบ้าน,จำนวนสมาชิก (คน)
ตรัง,กันตัง,92020000011,45
"""


class Made:
    """A raw folder with corrections beside it, built."""

    def __init__(self, folder: Path, files: dict[str, str], corrections: dict[str, str]) -> None:
        for name, texts in (("raw", files), ("corrections", corrections)):
            (folder / name).mkdir(parents=True)
            for file, text in texts.items():
                (folder / name / file).write_text(text, encoding="utf-8")
        self.report = build(folder / "raw", folder / "processed", corrections=folder / "corrections")
        self.data = Processed(folder / "processed")

    @property
    def told(self) -> str:
        return " ".join(f"{one.origin}: {one.reason}" for one in self.report.not_applied)

    @property
    def applied(self) -> pd.DataFrame:
        ledger = self.data.ledger()
        return ledger[ledger["kind"] == "correction"].reset_index(drop=True)

    def sales(self) -> dict[tuple[str, str], float]:
        frame = self.data.read("otop_sales")
        keys = zip(frame["district_code"], frame["month"].dt.strftime("%m"), strict=True)
        return dict(zip(keys, frame["sales_baht"], strict=True))

    def rules(self) -> set[str]:
        return set(self.data.problems()["rule"])


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Made]:
    def make(corrections: str, *, files: dict[str, str] | None = None, name: str = "ก.yml", at: str = "1") -> Made:
        return Made(tmp_path / at, files or {"ขาย.csv": SALES}, {name: corrections} if corrections else {})

    return make


def test_without_corrections_nothing_is_changed(made: Callable[..., Made]) -> None:
    one = made("")
    assert {"unreadable_number", "unknown_area"} <= one.rules()
    assert one.applied.empty and not one.report.not_applied


def test_a_cell_a_name_and_a_row_are_corrected_and_the_account_still_closes(made: Callable[..., Made]) -> None:
    one = made(CHANGE + ALIAS + REMOVE)
    assert not one.told
    assert one.sales() == {("9202", "10"): 100, ("9203", "10"): 200, ("9204", "10"): 300}
    assert not {"unreadable_number", "unknown_area"} & one.rules()
    sheet = one.data.ledger().query("kind == 'sheet'").iloc[0]
    assert account_is_closed(one.data.ledger()).all()
    assert (sheet["rows_kept"], sheet["rows_rejected"], sheet["baht_rejected"]) == (3, 1, 300)
    assert one.report.corrections == {"ก.yml": 3}
    assert one.report.files[0].corrections == 3


def test_a_row_set_aside_counts_in_no_total(made: Callable[..., Made]) -> None:
    controls = made(CHANGE + REMOVE).data.ledger().query("kind == 'control'")
    assert list(controls["computed"]) == [600]
    assert list(controls["difference"]) == [300]


def test_the_ledger_says_what_where_why_and_who(made: Callable[..., Made]) -> None:
    row = made(CHANGE).applied.iloc[0]
    assert row[["table", "source_file", "source_row", "column"]].tolist() == ["otop_sales", "ขาย.csv", 3, "sales_baht"]
    assert (row["value_before"], row["value_after"], row["computed"]) == ("รอถาม", "100", 100)
    assert pd.isna(row["stated"])
    assert row["scope"] == "อำเภอยืนยันเป็นหนังสือ (ขอแก้โดย สพอ.กันตัง)"
    assert (row["origin"], row["province_code"], row["district_code"]) == ("ก.yml #1", "92", "9202")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CHANGE.replace("รอถาม", "99"), "ก.yml #1: ขาย.csv row 3, column C: expected '99', found 'รอถาม'."),
        (CHANGE.replace("row: 3", "row: 99"), "ก.yml #1: ขาย.csv row 99: the sheet has no such row."),
        (CHANGE.replace("ขาย.csv", "หาย.csv"), "There is no file 'หาย.csv' in the raw folder"),
        (CHANGE.replace("row: 3", "row: 3\n  sheet: ม.ค."), "there is no table on a sheet called 'ม.ค.'"),
        (CHANGE.replace("sales_baht", "target_baht"), "there is no column 'target_baht' in this table; there are dist"),
        (CHANGE.replace("sales_baht", "Z"), "there is no column 'Z'"),
        (REMOVE.replace("300", "301"), "ขาย.csv row 6, column C: expected '301', found '300'."),
        (REMOVE.replace("row: 6", "row: 7").replace("district: ปะเหลียน, ", "").replace("300", "900")
         .replace(", month: พ.ย. 64", ""), "ขาย.csv row 7: this is no row of data"),
        (ALIAS.replace("บ้านต้นโพธิ์", "บ้านไกล").replace("code", "file: ขาย.csv\n  code"), "no area is called 'บ้านไกล'"),
    ],
)  # fmt: skip
def test_a_source_that_changed_is_told_of_and_left_alone(made: Callable[..., Made], text: str, said: str) -> None:
    one = made(text)
    assert said in one.told
    assert len(one.report.not_applied) == 1
    assert one.applied.empty
    assert one.sales() == made("", at="2").sales()


def test_a_figure_that_looks_wrong_is_confirmed(made: Callable[..., Made]) -> None:
    files = {"ขาย.csv": "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,-5\n"}
    text = f"- what: confirm\n  file: ขาย.csv\n  row: 3\n  expects: {{sales_baht: -5}}\n  {WHO}"
    assert set(made("", files=files).data.problems()["severity"]) == {"check"}
    one = made(text, files=files, at="2")
    assert not one.told
    assert set(one.data.problems()["severity"]) == {"info"}
    assert one.sales()["9202", "10"] == -5
    assert list(one.applied["column"]) == ["confirmed"]
    other = made(text.replace("-5", "-6"), files=files, at="3")
    assert "expected '-6', found '-5'" in other.told
    nothing = made(text.replace("row: 3", "row: 4").replace("-5", "300"), at="4")
    assert "row 4" in nothing.told and nothing.applied.empty


def test_a_name_is_corrected_only_within_its_province_and_only_where_it_is_unknown(made: Callable[..., Made]) -> None:
    elsewhere = ALIAS.replace("9203", "9003").replace("'92'", "'90'")
    assert "unknown_area" in made(elsewhere).rules()
    known = ALIAS.replace("บ้านต้นโพธิ์", "ปะเหลียน")
    assert made(known, at="2").sales()["9204", "10"] == 300


def test_a_name_over_a_block_of_rows_is_corrected_once(made: Callable[..., Made]) -> None:
    text = "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nบ้านต้นโพธิ์,ต.ค. 64,1\n,พ.ย. 64,2\n,ธ.ค. 64,3\n"
    one = made(ALIAS, files={"ขาย.csv": text})
    assert one.sales() == {("9203", "10"): 1, ("9203", "11"): 2, ("9203", "12"): 3}
    assert len(one.applied) == 1


def test_a_name_in_a_heading_over_its_rows_is_corrected(made: Callable[..., Made]) -> None:
    text = "จังหวัดตรัง\nตำบล,เดือน,ยอดจำหน่าย (บาท)\nอำเภอบ้านต้นโพธิ์,,\nย่านตาขาว,ต.ค. 64,1\n"
    alias = ALIAS.replace("spelling: ", "spelling: อำเภอ")
    assert "unknown_area" in made("", files={"ขาย.csv": text}).rules()
    one = made(alias, files={"ขาย.csv": text}, at="2")
    assert one.sales() == {("9203", "10"): 1}
    assert list(one.applied["source_row"]) == [3]


def test_a_large_file_that_a_correction_concerns_is_read_the_ordinary_way(
    made: Callable[..., Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cdd_analysis.ingest.fast_lane.stream.LARGE", 0)
    files = {"บ้าน.csv": HOMES, "บ้านอื่น.csv": HOMES.replace("92020000011", "92020000029")}
    place = "file: บ้าน.csv\n  row: 3\n  column: members\n  expects: 45\n  value: 4"
    one = made(f"- what: change\n  {place}\n  {WHO}", files=files)
    assert one.told == ""
    assert sorted(one.data.read("target_households")["members"]) == [4, 45]


def test_an_id_in_a_text_column_is_shown_nowhere(made: Callable[..., Made]) -> None:
    files = {"ขาย.csv": SALES.replace("รอถาม", "โทร 0812345678")}
    row = made(CHANGE.replace("รอถาม", "โทร 0812345678"), files=files).applied.iloc[0]
    assert (row["value_before"], row["value_after"]) == ("•••", "100")
    assert "0812345678" not in made(CHANGE, files=files, at="2").told


def test_the_year_of_a_silent_file_is_stated_by_an_office(made: Callable[..., Made]) -> None:
    homes = {"บ้าน.csv": HOMES}
    stated = f"- what: year\n  file: บ้าน.csv\n  year: 2565\n  as_of: 2565-09-30\n  {WHO}"
    assert "no_year" in made("", files=homes, at="3").rules()
    one = made(stated, files=homes, at="4")
    assert "no_year" not in one.rules()
    frame = one.data.read("target_households")
    assert list(frame["fiscal_year"]) == [2565]
    assert list(frame["as_of_date"]) == [pd.Timestamp("2022-09-30")]
    assert list(one.applied["value_after"]) == ["2565", "30/09/2565"]


def test_a_year_that_the_file_says_itself_is_not_overruled(made: Callable[..., Made]) -> None:
    stated = f"- what: year\n  file: บ้าน.csv\n  year: 2560\n  {WHO}"
    one = made(stated, files={"บ้าน.csv": HOMES.replace("แฟ้มบ้าน", "แฟ้มบ้าน ปีงบประมาณ 2565")})
    assert "its contents say this themselves by now" in one.told
    assert list(one.data.read("target_households")["fiscal_year"]) == [2565]


def test_personal_columns_are_not_corrected_in_a_file_that_stays(made: Callable[..., Made]) -> None:
    text = CHANGE.replace("ขาย.csv", "บ้าน.csv").replace("sales_baht", "house_id").replace("รอถาม", "'92020000011'")
    one = made(text, files={"บ้าน.csv": HOMES})
    assert "may point at a person; correct it in a fix list" in one.told
    assert one.applied.empty


@pytest.mark.parametrize("who", ["นายสมชาย ใจดี", "นางสาว ก", "น.ส.ข", "สพอ.กันตัง โทร 075 123 4567", "a@b.go.th", "Mr A"])
def test_who_asked_is_an_office_and_never_a_person(made: Callable[..., Made], who: str) -> None:
    one = made(CHANGE.replace("สพอ.กันตัง", who))
    assert "name the office only" in one.told
    assert who not in one.told
    assert one.applied.empty


@pytest.mark.parametrize("who", ["นายอำเภอกันตัง", "นายกเทศมนตรีตำบลกันตัง", "สพจ.ตรัง", "กลุ่มงานสารสนเทศฯ"])
def test_positions_and_offices_may_ask(made: Callable[..., Made], who: str) -> None:
    assert len(made(CHANGE.replace("สพอ.กันตัง", who)).applied) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- what: [", "ก.yml: This is not readable as YAML"),
        ("what: change", "ก.yml: The file must be a list of entries"),
        ("- ลบแถว 3", "ก.yml #1: An entry must be keys and values"),
        (CHANGE.replace("what: change", "what: fix"), "one of change, remove, confirm, alias, year. Found: 'fix'"),
        (CHANGE + "  colour: red\n", "ก.yml #1: Unknown key 'colour'. Known for 'change': asked_by, column"),
        (CHANGE.replace("  date: 2565-02-01\n", ""), "The key 'date' is missing."),
        (CHANGE.replace("2565-02-01", "เมื่อวาน"), "'date' is no date"),
        (CHANGE.replace("row: 3", "row: C3"), "'row' must be the row's number"),
        (CHANGE.replace("value: 100", "value: [1]"), "'value' must be one text"),
        (CHANGE.replace("value: 100", "value: รอถาม"), "there is nothing to change"),
        (CHANGE.replace("value: 100", "value: 100\n  value: 200"), "'value' stands twice"),
        (CHANGE.replace("value: 100", "value: &a 100") + "  sheet: *a\n", "references (*name) are not used here"),
        (CHANGE.replace("value: 100", "value: !!python/object/apply:os.getcwd []"), "not determine a constructor"),
        ("- " * 50 + "x", "lists within lists"),
        (ALIAS.replace("9203", "9999"), "'9999' is no code"),
        (ALIAS.replace("'92'", "'90'"), "9203 does not lie within 90"),
        (ALIAS.replace("  within: '92'\n", ""), "'within' is missing"),
        (REMOVE.replace("{district: ปะเหลียน, sales_baht: 300, month: พ.ย. 64}", "ปะเหลียน"), "'expects' must say"),
        (f"- what: year\n  file: ขาย.csv\n  {WHO}", "Give 'year', 'as_of' or both"),
        (f"- what: year\n  file: ขาย.csv\n  year: ปีก่อน\n  {WHO}", "'year' is no year"),
        ("#" * (MOST_BYTES + 1), "larger than"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_used_is_named_and_the_rest_is_built(
    made: Callable[..., Made], text: str, said: str
) -> None:
    one = made(text)
    assert said in one.told
    assert one.applied.empty
    assert len(one.sales()) == 2


def test_a_good_entry_beside_a_bad_one_is_applied(made: Callable[..., Made]) -> None:
    one = made(CHANGE + "- what: nothing\n")
    assert one.told.startswith("ก.yml #2:")
    assert len(one.applied) == 1


def test_two_entries_for_one_cell_are_both_refused(made: Callable[..., Made]) -> None:
    one = made(CHANGE + CHANGE.replace("100", "101"))
    assert [n.origin for n in one.report.not_applied] == ["ก.yml #1", "ก.yml #2"]
    assert "ก.yml #1 and ก.yml #2 correct the same place; neither is applied." in one.told
    assert one.applied.empty


def test_one_cell_under_its_name_and_its_letter_is_applied_once_or_not_at_all(made: Callable[..., Made]) -> None:
    one = made(CHANGE + CHANGE.replace("100", "101").replace("sales_baht", "C"))
    assert "disagree; neither is applied" in one.told
    assert ("9202", "10") not in one.sales()


def test_several_columns_of_one_name_ask_for_the_letter(made: Callable[..., Made]) -> None:
    files = {"ขาย.csv": "จังหวัดตรัง\nอำเภอ,ต.ค. 64,พ.ย. 64\nกันตัง,1,x\nปะเหลียน,3,4\n"}
    text = CHANGE.replace("รอถาม", "x")
    assert "give the letter instead, one of B, C" in made(text, files=files).told
    assert made(text.replace("sales_baht", "C"), files=files, at="2").sales()["9202", "11"] == 100


def test_every_value_is_the_text_that_was_typed(tmp_path: Path) -> None:
    text = "".join(
        (
            CHANGE.replace("รอถาม", "1:20").replace("value: 100", "value: 007"),
            CHANGE.replace("row: 3", "row: 4").replace("รอถาม", "no").replace("value: 100", "value: 2022-01-05"),
        )
    )
    (tmp_path / "ก.yml").write_text(text, encoding="utf-8")
    first, second = read_corrections(tmp_path)[0]
    assert isinstance(first, Edit) and isinstance(second, Edit)
    assert (first.expects, first.value) == ("1:20", "007")
    assert (second.expects, second.value) == ("no", "2022-01-05")


def test_each_kind_is_read_as_what_it_is(tmp_path: Path) -> None:
    year = f"- what: year\n  file: ขาย.csv\n  year: 2022\n  {WHO}"
    (tmp_path / "ก.yml").write_text(CHANGE + REMOVE + ALIAS + year, encoding="utf-8")
    wanted, wrong = read_corrections(tmp_path)
    assert not wrong
    assert [type(one) for one in wanted] == [Edit, Removal, Alias, Statement]
    assert wanted[3].year == 2565  # type: ignore[union-attr]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text(CHANGE, encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/ก.yml").symlink_to(tmp_path / "elsewhere.yml")
    wanted, wrong = read_corrections(tmp_path / "own")
    assert not wanted
    assert "no file of its own" in wrong[0].reason


def test_a_folder_that_is_not_there_holds_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "none") == ([], [])


def test_raw_files_are_not_touched(made: Callable[..., Made], tmp_path: Path) -> None:
    made(CHANGE + ALIAS + REMOVE)
    assert (tmp_path / "1/raw/ขาย.csv").read_text(encoding="utf-8") == SALES


def test_the_documented_example_is_read_without_an_error(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs/corrections.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "ก.yml").write_text(example, encoding="utf-8")
    wanted, wrong = read_corrections(tmp_path)
    assert not wrong
    assert {type(one) for one in wanted} == {Edit, Removal, Confirmation, Alias, Statement}
