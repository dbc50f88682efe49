"""Whatever an office sends: rows in are rows out, baht in is baht out, and nothing but our own errors is raised."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdd_analysis.datasets import Kind, table, tables
from cdd_analysis.errors import CddError
from cdd_analysis.ingest.cleaning.clean import Cleaned, clean_region
from cdd_analysis.ingest.merging.combine import Combined, account_is_closed, combine
from cdd_analysis.ingest.merging.reconcile import reconcile
from cdd_analysis.ingest.problems import problems_frame
from cdd_analysis.ingest.reading.sheets import read_sheets
from cdd_analysis.ingest.recognition.recognise import recognise
from cdd_analysis.thai.fiscal import thai_month
from tests.corpus.conventions import DoesNotFit, conventions
from tests.corpus.corpus import Case, in_order, make
from tests.corpus.draft import Draft, Line, lay_out
from tests.corpus.truth import truths
from tests.corpus.writers import FORMATS, write

DISTRICTS = ("เมืองตรัง", "กันตัง", "ย่านตาขาว", "ปะเหลียน", "สิเกา", "ห้วยยอด")
CHANNELS = ("ส่งออก", "ออนไลน์", "ในชุมชน/ร้านค้า", "ห้าง/โมเดิร์นเทรด")
CATEGORIES = ("อาหาร", "เครื่องดื่ม", "ผ้าและเครื่องแต่งกาย")
MONTHS = tuple(pd.date_range("2021-10-01", periods=5, freq="MS"))
ENCODINGS = ("utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le")
#: How many times as many examples as in the suite: ``make properties`` asks for many.
MORE = int(os.environ.get("CDD_EXAMPLES", "1"))
QUICK = settings(max_examples=30 * MORE, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Row = list[str]


@dataclass(frozen=True)
class Dirty:
    """A figure as somebody typed it, and what it is worth; None where there is none to read."""

    text: str
    worth: float | None


def typed(satang: int, form: int) -> Dirty:
    worth = satang / 100
    plain, thousands = f"{worth:.2f}", f"{worth:,.2f}"
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    return Dirty(
        (plain, thousands, thousands.translate(thai), f"{thousands} บาท", f" {plain} ", f"{thousands}*")[form], worth
    )


figures = st.one_of(
    st.builds(typed, st.integers(0, 10**12), st.integers(0, 5)),
    st.sampled_from([Dirty(text, None) for text in ("", "-", "–", "ไม่มี", "รอรายงาน", "n/a", "ห้าร้อย", "1/2", "#REF!")]),
)
months = st.lists(st.sampled_from(MONTHS), min_size=2, max_size=4, unique=True).map(sorted)


@dataclass(frozen=True)
class Sent:
    """A generated sheet: its rows, and the money that can be read in its data."""

    rows: list[Row]
    baht: float


def money(cells: Iterable[Dirty]) -> float:
    return math.fsum(cell.worth or 0 for cell in cells)


@st.composite
def wide(draw: st.DrawFn) -> Sent:
    """Districts down, months or channels across; totals, group rows, notes and unknown places among them."""
    across = draw(
        st.one_of(
            months.map(lambda found: [thai_month(m.date()) for m in found]),
            st.lists(st.sampled_from(CHANNELS), min_size=2, max_size=4, unique=True),
            st.lists(st.sampled_from(CATEGORIES), min_size=2, max_size=3, unique=True),
        )
    )
    names = draw(st.lists(st.sampled_from((*DISTRICTS, "ดาวอังคาร", "อ.กันตัง")), min_size=1, max_size=8))
    order = draw(st.permutations(range(1 + len(across))))
    rows = [["ที่", *(["อำเภอ", *across][i] for i in order), "รวม"]]
    baht = 0.0
    for n, name in enumerate(names, 1):
        cells = draw(st.lists(figures, min_size=len(across), max_size=len(across)))
        values = [name, *(cell.text for cell in cells)]
        rows.append([str(n), *(values[i] for i in order), draw(figures).text])
        baht += money(cells)
        if draw(st.integers(0, 5)) == 0:
            rows.append(draw(st.sampled_from(([""], rows[0], ["", *("รวม" if i == 0 else "1" for i in order), "1"]))))
    return Sent([*draw(titles), *rows, *draw(notes)], baht)


@st.composite
def long(draw: st.DrawFn) -> Sent:
    """A row per district, month and channel; columns in any order, blocks named once, unreadable keys among them."""
    columns = draw(st.permutations(["อำเภอ", "เดือน", "ช่องทาง", "ยอดขาย (บาท)"]))
    rows: list[Row] = [list(columns)]
    baht = 0.0
    for _ in range(draw(st.integers(1, 8))):
        cell = draw(figures)
        values = {
            "อำเภอ": draw(st.sampled_from((*DISTRICTS, "", "ดาวอังคาร", "เฉลิมพระเกียรติ"))),
            "เดือน": draw(st.sampled_from((*(thai_month(m.date()) for m in MONTHS), "ตุลาคม", "เดือนหก", ""))),
            "ช่องทาง": draw(st.sampled_from((*CHANNELS, "แผงลอย", ""))),
            "ยอดขาย (บาท)": cell.text,
        }
        rows.append([values[name] for name in columns])
        baht += money([cell])
    return Sent([*draw(titles), *rows], baht)


titles = st.lists(
    st.sampled_from(
        [
            ["รายงานยอดจำหน่าย OTOP จังหวัดตรัง"],
            ["ปีงบประมาณ พ.ศ. 2565"],
            ["ข้อมูล ณ วันที่ 12 มกราคม 2565"],
            ["หน่วย : บาท"],
            [""],
        ]
    ),
    max_size=4,
).map(lambda found: [["จังหวัดตรัง"], *found])
notes = st.lists(st.sampled_from([[""], ["หมายเหตุ ยังไม่ครบ"], ["ที่มา สพจ."], ["ลงชื่อ ......"]]), max_size=3)


def as_bytes(rows: list[Row], encoding: str, mark: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark).writerows(rows)
    return stream.getvalue().encode(encoding)


def read(path: Path, data: bytes) -> list[Cleaned]:
    path.write_bytes(data)
    return [clean_region(region) for sheet in read_sheets(path, path.name) for region in recognise(sheet)]


def together(cleaned: list[Cleaned]) -> list[Combined]:
    found = {one.region.table.name for one in cleaned}
    return [combine(table(name), [c for c in cleaned if c.region.table.name == name]) for name in sorted(found)]


def sheets_of(combined: list[Combined]) -> pd.DataFrame:
    ledger = pd.DataFrame([row for one in combined for row in one.ledger])
    assert account_is_closed(ledger).all()
    return ledger


@QUICK
@given(sent=st.one_of(wide(), long()), encoding=st.sampled_from(ENCODINGS), mark=st.sampled_from(",\t;|"))
def test_rows_and_baht_in_are_rows_and_baht_out(tmp_path: Path, sent: Sent, encoding: str, mark: str) -> None:
    cleaned = read(tmp_path / "ส่งมา.csv", as_bytes(sent.rows, encoding, mark))
    combined = together(cleaned)
    ledger = sheets_of(combined)
    assert {one.table.name for one in combined} == {"otop_sales"}
    assert ledger["rows_read"].sum() == len(sent.rows)
    assert ledger["baht_read"].sum() == pytest.approx(sent.baht, abs=0.005)
    assert combined[0].frame["sales_baht"].sum() == pytest.approx(ledger["baht_kept"].sum(), abs=0.005)
    problems = problems_frame([p for one in cleaned for p in one.problems])
    rejected = ledger["rows_rejected"].sum()
    assert rejected <= problems["source_row"].nunique() + sum(len(one.problems) for one in combined)


@QUICK
@given(sent=st.one_of(wide(), long()), encoding=st.sampled_from(ENCODINGS[1:]))
def test_another_encoding_gives_the_same_table(tmp_path: Path, sent: Sent, encoding: str) -> None:
    first, other = (
        together(read(tmp_path / f"{number}.csv", as_bytes(sent.rows, name, ",")))[0].frame.drop(columns="source_file")
        for number, name in enumerate(("utf-8", encoding))
    )
    pd.testing.assert_frame_equal(first, other)


@settings(QUICK, max_examples=15 * MORE)
@given(parts=st.lists(long(), min_size=2, max_size=3), turn=st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(tmp_path: Path, parts: list[Sent], turn: Random) -> None:
    cleaned = [
        one for n, part in enumerate(parts) for one in read(tmp_path / f"{n}.csv", as_bytes(part.rows, "utf-8", ","))
    ]
    shuffled = list(cleaned)
    turn.shuffle(shuffled)  # type: ignore[attr-defined]
    first, other = combine(table("otop_sales"), cleaned), combine(table("otop_sales"), shuffled)
    pd.testing.assert_frame_equal(first.frame, other.frame)
    assert sorted(map(str, first.ledger)) == sorted(map(str, other.ledger))
    assert sorted(map(str, first.problems)) == sorted(map(str, other.problems))


#: Anything that may stand anywhere on a sheet.
CELLS = re.split(
    r"\s*\|\s*",
    """||| รวม | รวมทั้งสิ้น | หมายเหตุ | ลงชื่อ | จังหวัดตรัง | อำเภอกันตัง | ตรัง | กันตัง | ปี 2565 | หน่วย : พันบาท
    | จังหวัด | อำเภอ | ตำบล | หมู่ที่ | เดือน | ช่องทาง | ปีงบประมาณ | ยอดขาย | เป้าหมาย | ต.ค. 64 | พ.ย. 64 | อาหาร
    | ออนไลน์ | รายการข้อมูล | ค่าข้อมูล | หน่วย | เลขรหัสประจำบ้าน | รหัสผลิตภัณฑ์ | Quadrant | village_ID | village_name
    | amphur_ID | household.CNT | HOUSEMEMBER_CNT | MOF_REG_CNT | ข้อมูล ณ วันที่ 12 มกราคม 2565 | ปรับปรุงล่าสุด | มิติ
    | หน่วยงาน | 1 | 2 | 1,234.50 | ๕๐๐ | (12) | - | x | 9202 | 920201 | 92020101 | #REF! | 05/01/2565 | ข้อความ""",
)


@settings(QUICK, max_examples=150 * MORE)
@given(rows=st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6), min_size=1, max_size=9))
def test_any_sheet_is_read_or_refused_in_our_words(tmp_path: Path, rows: list[Row]) -> None:
    try:
        cleaned = read(tmp_path / "ส่งมา.csv", as_bytes(rows, "utf-8", "\t"))
    except CddError as error:
        assert str(error).startswith("ส่งมา.csv: ")
        return
    combined = together(cleaned)
    ledger = sheets_of(combined)
    filled = [n for n, row in enumerate(rows) if any(row)]
    assert ledger["rows_read"].sum() >= len(filled)
    for one in combined:
        assert not (one.frame.select_dtypes("number") == math.inf).any(axis=None)
        reconcile(one.table, one.frame, [c for c in cleaned if c.region.table.name == one.table.name])


@settings(QUICK, max_examples=80 * MORE)
@given(name=st.sampled_from(sorted(tables())), data=st.data())
def test_any_dirt_under_right_headings_is_read(tmp_path: Path, name: str, data: st.DataObject) -> None:
    spec = table(name)
    own = [column for column in spec.columns if column.required]
    some = st.lists(st.sampled_from(spec.columns), min_size=min(3, len(spec.columns)), max_size=6)
    more = data.draw(some)
    columns = list(dict.fromkeys(column.label for column in (*own, *more)))
    heading = [*data.draw(st.sampled_from([["อำเภอ"], ["จังหวัด", "อำเภอ"], ["ตำบล"], []])), *columns]
    body = st.lists(st.sampled_from(CELLS), min_size=len(heading), max_size=len(heading))
    rows = [["จังหวัดตรัง ปี 2565"], heading, *data.draw(st.lists(body, min_size=1, max_size=6))]
    try:
        cleaned = read(tmp_path / "ส่งมา.csv", as_bytes(rows, "utf-8", "\t"))
    except CddError:
        return
    ledger = sheets_of(together(cleaned))
    assert ledger["rows_read"].sum() == len(rows)


@settings(QUICK, max_examples=80 * MORE)
@given(data=st.binary(min_size=1, max_size=400))
def test_any_bytes_are_cells_or_refused_in_our_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "ส่งมา"
    path.write_bytes(data)
    try:
        sheets = read_sheets(path, path.name)
    except CddError as error:
        assert str(error).startswith("ส่งมา: ")
    else:
        assert all(sheet.cells.ndim == 2 and sheet.cells.size for sheet in sheets)


# -- the corpus, drawn at random -----------------------------------------------------------------------------------

#: A name or a period that leads nowhere, or leads elsewhere; none of them makes its row a total or a heading.
ELSEWHERE = ("ดาวอังคาร", "ห้วยยอด", "อ.เมือง", "เฉลิมพระเกียรติ", "เทศบาลตำบลกันตัง", "", "#REF!", "9999")
KEYS = ("district", "subdistrict", "month", "date")


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Draft, str]:
    """A truth written down with conventions drawn at random, in a format that holds them, with dirt cell by cell."""
    name = draw(st.sampled_from(sorted(truths())))
    form = draw(st.sampled_from(sorted(set(FORMATS) - {"json"})))
    fitting = [key for key, one in conventions().items() if name in one.tables and form in one.forms]
    draft, keys = make(Case(name, form, ())), ()
    some = st.sampled_from(fitting) if fitting else st.nothing()
    for key in draw(st.lists(some, max_size=6, unique_by=lambda key: conventions()[key].group)):
        try:
            wider = in_order((*keys, key))
            draft, keys = make(Case(name, form, wider)), wider
        except DoesNotFit:
            continue
    if not draft.refused:
        soil(draw, draft)
    return draft, form


def soil(draw: st.DrawFn, draft: Draft) -> None:
    """Dirt on cells of money and of keys, and rows in another order where no convention speaks of their order."""
    for page in draft.pages:
        if all(line.counted == "kept" for line in page.lines) and not page.merged:
            page.lines = draw(st.permutations(page.lines))
        for line in [one for one in page.lines if len(one.gives) == 1 and one.counted == "kept"]:
            for head in page.heads:
                is_plain = isinstance(line.cells.get(head.key), int | float) and head.spec is not None
                if is_plain and head.spec.kind is Kind.BAHT and line.cells[head.key] == line.gives[0][head.key]:
                    if draw(st.integers(0, 3)) == 0:
                        dirt = draw(figures)
                        line.cells[head.key], line.gives[0][head.key] = dirt.text, dirt.worth
                elif head.key in KEYS and draw(st.integers(0, 9)) == 0:
                    line.cells[head.key] = draw(st.sampled_from(ELSEWHERE))


def baht_of(draft: Draft, line: Line) -> float:
    """The money that can be read in a line of data, whether it is kept or not."""
    names = [column.name for column in draft.truth.table.columns if column.kind is Kind.BAHT]
    return line.baht + math.fsum(float(record.get(name) or 0) for record in line.gives for name in names)  # type: ignore[arg-type]


@settings(QUICK, max_examples=60 * MORE)
@given(drawn=drafts())
def test_whatever_is_drawn_rows_and_baht_in_are_rows_and_baht_out(tmp_path: Path, drawn: tuple[Draft, str]) -> None:
    draft, form = drawn
    folder = tmp_path / "raw"
    shutil.rmtree(folder, ignore_errors=True)
    write(draft, form, folder)
    try:
        cleaned = [
            clean_region(region)
            for path in sorted(folder.iterdir())
            for sheet in read_sheets(path, path.name)
            for region in recognise(sheet)
        ]
    except CddError as error:
        assert draft.refused and draft.refused in str(error)
        return
    combined = together(cleaned)
    ledger = sheets_of(combined)
    assert {one.table.name for one in combined} == {draft.truth.table.name}
    assert ledger["rows_read"].sum() == sum(len(lay_out(page).rows) for page in draft.pages)
    money = [column.name for column in draft.truth.table.columns if column.kind is Kind.BAHT]
    if money:
        sent = math.fsum(baht_of(draft, line) for line in draft.lines())
        assert ledger["baht_read"].sum() == pytest.approx(sent, abs=0.01)
        assert combined[0].frame[money].sum().sum() == pytest.approx(ledger["baht_kept"].sum(), abs=0.01)
