"""The fast lane against the ordinary way: over the same file both give the same tables, problems and accounts."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdd_analysis.datasets import table, tables
from cdd_analysis.ingest import build
from cdd_analysis.ingest.fast_lane import blocks, stream, workers
from cdd_analysis.ingest.merging.combine import account_is_closed
from cdd_analysis.ingest.store import FAULTY_ROWS, Processed
from cdd_analysis.sample import make_sample

NEVER = 1 << 60
HEADINGS = {
    "province": "จังหวัด", "district": "อำเภอ", "tambon": "ตำบล", "moo": "หมู่ที่", "id": "เลขรหัสประจำบ้าน", "name": "ชื่อ-สกุล",
    "members": "จำนวนสมาชิก (คน)", "income": "รายได้ครัวเรือน (บาท/ปี)", "fails": "ตกเกณฑ์มิติรายได้", "result": "ผลการสอบทาน",
    "day": "วันที่บันทึกล่าสุด",
}  # fmt: skip
HEADING = list(HEADINGS.values())
ROW = ("ตรัง", "กันตัง", "บางเป้า", "3", "92020000011", "นางปรินสอล ลาเขียว", "4", "48,000", "ใช่", "พบ", "12/01/2565")
TITLES = [["ทะเบียนครัวเรือนเป้าหมาย จังหวัดตรัง"], ["ปีงบประมาณ พ.ศ. 2565"]]


def row(number: int = 1, **other: str) -> list[str]:
    """A row of the register, with some of its cells otherwise."""
    usual = dict(zip(HEADINGS, ROW, strict=True)) | {"id": f"92020{number:06d}"}
    return list((usual | other).values())


def as_csv(rows: list[list[str]], mark: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="\n").writerows(rows)
    return written.getvalue()


class Lanes:
    """Builds a folder both ways and compares what came of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, monkeypatch
        self.taken: list[str] = []

    def build(self, files: Mapping[str, str | bytes], *, block: int = 1 << 20) -> tuple[Processed, Processed]:
        self.folder /= "next"
        raw = self.folder / "raw"
        for name, content in files.items():
            path = raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return self.build_folder(raw, block=block)

    def build_folder(self, raw: Path, *, block: int = 1 << 20) -> tuple[Processed, Processed]:
        self.patch.setattr(blocks, "BLOCK", block)
        both = []
        for name, limit in (("fast", 0), ("ordinary", NEVER)):
            self.patch.setattr(stream, "LARGE", limit)
            self.taken = []
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(build, "read_large", self._noted)
                self.report = build.build(raw, self.folder / name)
            both.append(Processed(self.folder / name))
            if name == "fast":
                self.streamed = self.taken
        return both[0], both[1]

    def _noted(self, path: Path, file: str, folder: Path) -> Any:
        found = stream.read_large(path, file, folder)
        self.taken += [file] if found else []
        return found

    def same(self, files: Mapping[str, str | bytes], *, block: int = 1 << 20, is_streamed: bool = True) -> Processed:
        fast, ordinary = self.build(files, block=block)
        assert bool(self.streamed) == is_streamed
        compare(fast, ordinary)
        return fast


def compare(fast: Processed, ordinary: Processed) -> None:
    assert fast.built == ordinary.built
    for name in fast.built["tables"]:
        pd.testing.assert_frame_equal(in_order(fast.read(name)), in_order(ordinary.read(name)))
    pd.testing.assert_frame_equal(in_order(fast.problems()), in_order(ordinary.problems()))
    pd.testing.assert_frame_equal(in_order(fast.ledger()), in_order(ordinary.ledger()), rtol=1e-12)
    faulty = (pd.read_parquet(one.path / FAULTY_ROWS) for one in (fast, ordinary))
    pd.testing.assert_frame_equal(*map(in_order, faulty))
    assert account_is_closed(fast.ledger()).all()


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(frame), key=lambda column: column.astype(str), ignore_index=True)


@pytest.fixture
def lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lanes:
    return Lanes(tmp_path, monkeypatch)


def rules(data: Processed) -> list[str]:
    return sorted(data.problems()["rule"])


# -- typed out ----------------------------------------------------------------------------------------------------


def test_a_plain_file_takes_the_fast_lane(lanes: Lanes) -> None:
    data = lanes.same({"ทะเบียน.csv": as_csv([*TITLES, HEADING, *(row(n) for n in range(50))])}, block=2_000)
    assert lanes.streamed == ["ทะเบียน.csv"]
    read = data.read("target_households")
    assert (len(read), set(read["fiscal_year"]), set(read["subdistrict_code"])) == (50, {2565}, {"920204"})
    assert read["income_hh"].sum() == 50 * 48_000
    assert sorted(read["source_row"]) == list(range(4, 54))


DIRTY: dict[str, list[list[str]]] = {
    "unreadable cells": [row(1, income="ไม่แน่นอน"), row(2, members="#REF!"), row(3, fails="?"), row(4, day="ต้นปี")],
    "thai digits and units": [
        row(1, income="๔๘,๐๐๐ บาท"),
        row(2, members="๔"),
        row(3, moo="๓"),
        row(4, id="๙๒๐๒-0000-002 1"),
    ],
    "impossible numbers": [row(1, members="124"), row(2, income="-5"), row(3, members="2.5")],
    "areas unknown, ambiguous and misspelt": [
        row(1, district="ดาวอังคาร"),
        row(2, tambon="บางเป้าา"),
        row(3, province="จ.ตรัง", district="อ.กันตัง"),
        row(4, tambon="ไม่รู้"),
        row(5, province="", district="เฉลิมพระเกียรติ", tambon=""),
        row(6, province="ยะลา"),
        row(7, tambon="", moo=""),
        row(8, moo="x"),
    ],
    "blank areas take the text above": [
        row(1),
        row(2, district="", tambon=""),
        row(3, province="", district="", tambon=""),
        [""],
        row(4, district=""),
        row(5, tambon=""),
    ],
    "blank rows": [[""] * 11, row(1), [], [" "] * 11, row(2)],
    "too few and too many cells": [row(1)[:8], [*row(2), "นายกอนพิล ทองปาน"], row(3)[:2], [*row(4), ""], row(5)],
    "totals": [row(1), row(2), ["รวม", *[""] * 5, "8", "96000"], row(3), ["รวมทั้งสิ้น", *[""] * 5, "12", "1"], row(4)],
    "notes and signatures": [row(1), ["หมายเหตุ ยังไม่ครบ"], ["ลงชื่อ ........ ผู้รับรอง"], ["ข้อมูลจากการเยี่ยมบ้าน"], ["12"]],
    "a note tells the day": [row(1), ["ข้อมูล ณ วันที่ 15 มกราคม 2565"], row(2, day="1/2/2565")],
    "the heading again": [row(1), HEADING, row(2), [str(n) for n in range(1, 12)]],
    "numbered columns": [[f"({n})" for n in range(1, 12)], row(1)],
    "ids missing and odd": [row(1, id=""), row(2, id="-"), row(3, id="ไม่มี"), row(4, id="9202000001 1"), row(5, id=" ")],
    "dates of both eras": [row(1, day="12/01/65"), row(2, day="5 ก.พ. 65"), row(3, day="2022-01-12"), row(4, day="")],
    "the same record twice": [row(1), row(2), row(1), row(1)],
    "a record that differs": [row(1), row(2), row(1, result="ย้าย"), row(3), row(3, income="1")],
    "cells with breaks, quotes and marks": [
        row(1, name='นาย "ก" ข'),
        row(2, name="ก\nข"),
        row(3, name="ก,ข"),
        row(4, income="48,\n000"),
        row(5, result=" พบ\r\n"),
    ],
    "mojibake": [row(1, result="พบ".encode().decode("cp874", "replace")), row(2, tambon="à¸šà¸²à¸‡à¹€à¸›à¹‰à¸²")],
}


@pytest.mark.parametrize("kind", DIRTY)
def test_dirt_is_told_alike(lanes: Lanes, kind: str) -> None:
    lanes.same({"ก.csv": as_csv([*TITLES, HEADING, *DIRTY[kind]])}, block=300)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("cp874", "\t"), ("utf-16", "|"), ("utf-16-le", ",")],
)
def test_encodings_and_marks(lanes: Lanes, encoding: str, mark: str) -> None:
    text = as_csv([*TITLES, HEADING, *(row(n) for n in range(30))], mark)
    assert len(lanes.same({"ก.csv": text.encode(encoding)}, block=1_000).read("target_households")) == 30


def test_an_encoding_that_shows_late(lanes: Lanes) -> None:
    """A file whose first rows are ASCII alone may still be cp874."""
    rows = [["province", "amphur", "เลขรหัสประจำบ้าน", "หมายเหตุ"], *([ROW[0], ROW[1], str(n), ""] for n in range(20))]
    text = as_csv(rows).encode("cp874")
    assert len(lanes.same({"ก.txt": text}, block=500).read("target_households")) == 20


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"])
def test_line_ends(lanes: Lanes, end: str, last: str) -> None:
    text = as_csv([*TITLES, HEADING, *(row(n) for n in range(9))]).rstrip("\n") + last
    lanes.same({"ก.csv": text.replace("\n", end)}, block=400)


def test_a_quotation_mark_that_nobody_closes(lanes: Lanes) -> None:
    lines = as_csv([*TITLES, HEADING, *(row(n, income="5") for n in range(60))]).splitlines()
    lines[20] = lines[20].replace("นาง", '"นาง')
    data = lanes.same({"ก.csv": "\n".join(lines)}, block=700)
    assert len(data.read("target_households")) == 60


def test_records_repeated_in_other_files(lanes: Lanes) -> None:
    first = as_csv([*TITLES, HEADING, *(row(n) for n in range(40))])
    other = as_csv([*TITLES, HEADING, row(3), row(4, result="ย้าย"), row(77)])
    data = lanes.same({"ก.csv": first, "ข.csv": other}, block=900)
    assert lanes.streamed == ["ก.csv", "ข.csv"]
    assert rules(data) == ["conflict", "conflict", "repeated_rows"]
    assert len(data.read("target_households")) == 40


def test_the_year_of_the_file_s_name_and_none_at_all(lanes: Lanes) -> None:
    text = as_csv([["จังหวัดตรัง"], HEADING, *(row(n) for n in range(20))])
    data = lanes.same({"ทะเบียน ปี 2564.csv": text, "ทะเบียน.csv": text}, block=500)
    assert set(data.read("target_households")["fiscal_year"].dropna()) == {2564}
    assert rules(data) == ["context_assumed", "no_year"]


def test_rows_without_a_year_among_others(lanes: Lanes) -> None:
    rows = [[str(year), *row(n)] for n, year in enumerate(["2565", "", "๒๕๖๕", "ปีนี้", "22", "2565"])]
    data = lanes.same({"ก.csv": as_csv([["ปีงบประมาณ", *HEADING], *rows])}, block=300)
    assert rules(data) == ["no_year", "unreadable_year", "unreadable_year"]


@pytest.mark.parametrize(
    "rows",
    [[["อำเภอกันตัง"], row(1)], [row(1), [""], [*HEADING[:4], "ผลการสอบทาน", "เลขรหัสประจำบ้าน", "ระดับ"], row(2)]],
    ids=["a group row", "a second table"],
)
def test_what_only_the_whole_shows_goes_the_ordinary_way(lanes: Lanes, rows: list[list[str]]) -> None:
    lanes.same({"ก.csv": as_csv([*TITLES, HEADING, *rows])}, is_streamed=False)


@pytest.mark.parametrize("name", [name for name, spec in tables().items() if not stream.is_streamable(spec)])
def test_tables_that_are_not_read_row_by_row_are_refused(name: str) -> None:
    spec = table(name)
    months = any(column.kind == "month" for column in spec.columns)
    assert spec.spread or spec.control or spec.merged or spec.national or spec.is_area or spec.units or months


def test_no_name_and_no_id_reaches_the_disk(lanes: Lanes) -> None:
    fast, _ = lanes.build({"ก.csv": as_csv([*TITLES, HEADING, row(1), [*row(2), "นายกอนพิล"], row(3, id="ก1")])})
    written = b"".join(path.read_bytes() for path in fast.path.rglob("*") if path.is_file())
    told = fast.problems().to_csv() + fast.read("target_households").to_csv()
    assert not [secret for secret in ("ปรินสอล", "กอนพิล", "92020000001") if secret in told]
    assert "ปรินสอล".encode() not in written
    assert not list(fast.path.glob(".*"))


# -- side by side --------------------------------------------------------------------------------------------------


@pytest.fixture
def side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks are cleaned by two processes, however small the file."""
    monkeypatch.setattr(stream, "PARALLEL", 0)
    monkeypatch.setattr(stream.os, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("side_by_side")
def test_processes_give_what_one_gives(lanes: Lanes) -> None:
    rows = [
        row(n, **({"district": ""} if n % 7 == 3 else {"day": "2022-01-12"} if n % 9 == 0 else {})) for n in range(90)
    ]
    dirt = [line for kind in ("totals", "too few and too many cells", "blank rows") for line in DIRTY[kind]]
    data = lanes.same({"ก.csv": as_csv([*TITLES, HEADING, *rows, *dirt, row(5, day="12/01/65")])}, block=1_500)
    assert lanes.streamed == ["ก.csv"]
    assert "ambiguous_date" in rules(data)


@pytest.mark.usefixtures("side_by_side")
def test_what_a_process_cannot_read_goes_the_ordinary_way(lanes: Lanes) -> None:
    rows = [*(row(n) for n in range(30)), ["อำเภอกันตัง"], row(31)]
    lanes.same({"ก.csv": as_csv([*TITLES, HEADING, *rows])}, block=500, is_streamed=False)


@pytest.mark.usefixtures("side_by_side")
def test_blocks_of_a_process_that_dies_are_cleaned_all_the_same(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.sys, "executable", shutil.which("false"))
    data = lanes.same({"ก.csv": as_csv([*TITLES, HEADING, *(row(n) for n in range(40))])}, block=700)
    assert len(data.read("target_households")) == 40


# -- the sample ---------------------------------------------------------------------------------------------------


def test_the_sample_s_lists_of_households(lanes: Lanes, tmp_path: Path) -> None:
    make_sample(["80", "92"], tmp_path / "all")
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in (tmp_path / "all").rglob("ครัวเรือนเป้าหมาย*.csv"):
        path.rename(raw / path.name)
    fast, ordinary = lanes.build_folder(raw, block=20_000)
    assert len(lanes.streamed) == 2
    compare(fast, ordinary)
    assert len(fast.read("target_households")) > 500


#: More of what is drawn, for a longer look: CDD_EXAMPLES=20.
MORE = int(os.environ.get("CDD_EXAMPLES", "1"))

# -- drawn --------------------------------------------------------------------------------------------------------

CELLS: dict[str, list[str]] = {
    "province": ["ตรัง", "จ.ตรัง", "92", "ยะลา", "ดาวอังคาร"],
    "district": ["กันตัง", "อ.กันตัง", "เมือง", "เมืองตรัง", "ปะเหลียน", "กันตงั"],
    "tambon": ["บางเป้า", "ต.บางเป้า", "บางหมาก", "ทับเที่ยง", "920207"],
    "moo": ["1", "๒", "03", "หมู่ 4", "99"],
    "id": ["92020000011", "92020000029", "9202-000002-9", "๙๒๐๒๐๐๐๐๐๓๗", "92020000045", "บ้านเช่า"],
    "name": ["นายกอน ทองปาน", 'นาย "ก"', "ก\nข", "รวม", "หมายเหตุ", "ก, ข"],
    "members": ["4", "๔", "4.0", "124", "2.5", "สาม", "4 คน", "-"],
    "income": ["48,000", "48000", "๔๘,๐๐๐", "48000 บาท", "5o", "-1", "(5)", "1/2", "#REF!"],
    "fails": ["ใช่", "ไม่ใช่", "มี", "x", "/", "อาจ"],
    "result": ["พบ", "ไม่พบ", "ย้าย", " พบ ", "ไปแล้ว", "-"],
    "day": ["12/01/2565", "12 ม.ค. 65", "2022-01-12", "1/2/65", "44573", "ต้นปี", "12 มกราคม 2565"],
}
LINES = [
    [""], [" ", ""], ["รวม", "", "", "", "", "", "8", "96000"], ["รวมอำเภอกันตัง", "", "", "", "", "", "4", "48000"],
    ["หมายเหตุ ยังไม่ครบ"], ["ลงชื่อ"], ["ข้อมูล ณ วันที่ 15 มกราคม 2565"], ["ทั่วไป"], HEADING, ["12"],
]  # fmt: skip


@st.composite
def dirty_rows(draw: st.DrawFn) -> list[list[str]]:
    rows: list[list[str]] = []
    for number in range(draw(st.integers(1, 12))):
        if draw(st.integers(0, 7)) == 0:
            rows.append(list(draw(st.sampled_from(LINES))))
            continue
        names = draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=5, unique=True))
        one = row(number, **{name: draw(st.sampled_from([*CELLS[name], ""])) for name in names})
        cut = draw(st.integers(0, 30))
        rows.append(one[:cut] if 0 < cut < 11 else [*one, "เกิน"] if cut == 11 else one)
    return rows


@settings(max_examples=15 * MORE, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=dirty_rows(),
    other=st.one_of(st.none(), dirty_rows()),
    block=st.integers(150, 3_000),
    mark=st.sampled_from(",\t;"),
    encoding=st.sampled_from(["utf-8", "cp874", "utf-16"]),
)
def test_whatever_is_drawn_both_ways_agree(
    lanes: Lanes, rows: list[list[str]], other: list[list[str]] | None, block: int, mark: str, encoding: str
) -> None:
    files: dict[str, str | bytes] = {"ก.csv": as_csv([*TITLES, HEADING, *rows], mark).encode(encoding)}
    if other:
        files["ข.csv"] = as_csv([HEADING, *other], ",")
    compare(*lanes.build(files, block=block))
