"""The made-up sample of province 80, built, against the right answer that its maker kept."""

from __future__ import annotations

import hashlib
import html
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from cdd_analysis import project
from cdd_analysis.datasets import COMPARISONS, PROVENANCE, Personal, table, tables
from cdd_analysis.ingest.cleaning.values import FIGURES
from cdd_analysis.ingest.merging.combine import account_is_closed
from cdd_analysis.ingest.store import Processed
from cdd_analysis.sample import Plant, Truth, make_sample
from cdd_analysis.sample.situations import KINDS


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("raw")


@pytest.fixture(scope="module")
def truth(raw: Path) -> Truth:
    """The right answer; the same seed gives the same files as those that were built."""
    return make_sample(["80"], raw)


@pytest.fixture(scope="module")
def data(built_sample: Path) -> Processed:
    found = Processed(built_sample / "data/processed")
    assert found.built["failed"] == {}
    return found


@pytest.fixture(scope="module")
def problems(data: Processed) -> pd.DataFrame:
    return data.problems()


@pytest.fixture(scope="module")
def controls(data: Processed) -> pd.DataFrame:
    ledger = data.ledger()
    return ledger[ledger["kind"] == "control"]


def keyed_hash(text: object) -> object:
    """The id as the reader must store it; written here a second time, from the handbook."""
    if pd.isna(text):
        return None
    digits = str(text).replace("-", "").replace(" ", "")
    key = hashlib.sha256(project.salt()).digest()
    return hashlib.blake2b(digits.encode(), key=key, digest_size=8).hexdigest()


def plain(value: Any) -> object:
    """A cell without its storage type: numbers are floats, days are timestamps, missing is None."""
    if pd.isna(value):
        return None
    if isinstance(value, date):
        return pd.Timestamp(value)
    is_number = isinstance(value, Real) and not isinstance(value, bool | np.bool_)
    return float(value) if is_number else value


def comparable(frame: pd.DataFrame, columns: list[str]) -> list[tuple[object, ...]]:
    """Rows as plain values in an order of their own."""
    rows = zip(*([plain(value) for value in frame[column]] for column in columns), strict=True)
    return sorted(rows, key=str)


@pytest.mark.parametrize("name", list(tables()))
def test_every_table_equals_the_truth_cell_by_cell(data: Processed, truth: Truth, name: str) -> None:
    if name not in truth.tables:
        pytest.skip("no file of this table is among the made-up ones")
    right, built = truth.tables[name].copy(), data.read(name)
    for column in table(name).columns:
        if column.personal is Personal.HASH and column.name in right:
            right[column.name] = right[column.name].map(keyed_hash)
    if table(name).spread:  # a dash is a cell without a figure, and gives no row
        right = right.dropna(how="all", subset=[c.name for c in table(name).columns if c.kind in FIGURES])
    if name == "poverty_areas":  # municipalities are told apart below districts; the nation has no id
        below = right["area_level"].isin(["subdistrict", "village"])
        right["is_municipality"] = right["is_municipality"].astype(object).where(below, None)
        right["area_id"] = right["area_id"].replace("", None)
    columns = [c for c in right.columns if c in built.columns]
    unchecked = [c for c in table(name).stored if c not in (*columns, *PROVENANCE, "area_level", "area_id")]
    assert built[unchecked].isna().all(axis=None), "a column that the truth does not know"
    assert comparable(built, columns) == comparable(right, columns)


def test_every_sheet_is_accounted_for(data: Processed, truth: Truth, raw: Path) -> None:
    ledger = data.ledger()
    sheets = ledger[ledger["kind"] == "sheet"]
    assert account_is_closed(ledger).all()
    parts = sheets[["baht_kept", "baht_duplicate", "baht_rejected"]].sum(axis=1)
    told = sheets["baht_read"].notna()
    assert (parts[told] - sheets.loc[told, "baht_read"]).abs().max() < 0.005
    assert set(sheets["source_file"]) == {path.relative_to(raw).as_posix() for path in truth.files}


def plant(truth: Truth, kind: str) -> Plant:
    return next(one for one in truth.plants if one.kind == kind)


def of_file(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows[rows["source_file"].str.endswith("/" + name, na=False)]


def test_there_is_a_plant_of_every_kind(truth: Truth) -> None:
    assert set(KINDS) <= {one.kind for one in truth.plants}


def test_the_wrong_total_stands_in_ledger_and_problems_with_both_figures(
    truth: Truth, controls: pd.DataFrame, problems: pd.DataFrame
) -> None:
    planted = plant(truth, "wrong_total")
    off = controls[controls["source_file"].notna() & (controls["difference"].fillna(0) != 0)]
    assert set(off["source_file"].str.rsplit("/", n=1).str[-1]) == {*planted.files}
    whole = off[off["stated"] == planted.figures["stated"]].iloc[0]
    assert (whole["computed"], whole["difference"]) == (planted.figures["computed"], planted.figures["difference"])
    assert whole["district_code"] == planted.area
    (told,) = of_file(problems, planted.files[0]).query("rule == 'control' and value == '35,286,871.00'").itertuples()
    assert (told.severity, told.district_code) == ("check", planted.area)
    assert "35,286,871.00" in told.message
    assert "35,186,871.00" in told.message


def test_districts_that_do_not_add_up_to_their_province_stand_in_the_ledger(
    truth: Truth, controls: pd.DataFrame, data: Processed
) -> None:
    """October is compared; in December a district has not reported, so the difference is left open."""
    october, december = (one for one in truth.plants if one.kind == "districts_differ")
    between = controls[controls["source_file"].isna() & (controls["province_code"] == "80")]
    pairs = between.set_index(["stated", "computed"])["difference"]
    assert pairs[october.figures["province_baht"], october.figures["districts_baht"]] == 185646.0
    assert pd.isna(pairs[december.figures["province_baht"], december.figures["districts_baht"]])
    assert plant(truth, "missing_month").month == december.month


def test_the_negative_value_is_kept_and_marked(truth: Truth, data: Processed, problems: pd.DataFrame) -> None:
    planted = plant(truth, "negative_value")
    (told,) = of_file(problems, planted.files[0]).query("rule == 'impossible_number'").itertuples()
    assert (told.severity, told.value, told.district_code) == ("check", "-92,823", planted.area)
    sales = data.read("otop_sales", provinces=["80"])
    assert (sales["sales_baht"] == planted.figures["stated"]).sum() == 1


def test_the_file_that_came_twice_is_counted_once(truth: Truth, data: Processed) -> None:
    ledger = data.ledger()
    first, copy = (
        of_file(ledger[ledger["kind"] == "sheet"], name).iloc[0] for name in plant(truth, "duplicate_file").files
    )
    assert first["rows_kept"] == copy["rows_duplicate"] > 0
    assert copy["rows_kept"] == 0
    assert first["baht_kept"] == copy["baht_duplicate"] > 0


def test_the_impossible_household_is_marked_where_it_lives(truth: Truth, problems: pd.DataFrame) -> None:
    planted = plant(truth, "impossible_members")
    (told,) = of_file(problems, planted.files[0]).query("rule == 'impossible_number'").itertuples()
    assert (told.column, told.value, told.district_code, told.severity) == ("members", "45", planted.area, "check")


def test_rows_of_no_known_area_are_set_aside(truth: Truth, problems: pd.DataFrame, data: Processed) -> None:
    ledger = data.ledger()
    for kind, rows in (("unknown_area", 2), ("damaged_id", 1)):
        (name,) = plant(truth, kind).files
        told = of_file(problems, name).query("rule in ('unknown_area', 'local_body')")
        assert list(told["severity"]) == ["fix"] * rows
        assert of_file(ledger, name)["rows_rejected"].sum() == rows
    assert of_file(ledger, plant(truth, "unknown_area").files[0])["baht_rejected"].sum() == 2 * 1250000.0


def test_what_stands_in_no_file_is_no_row(truth: Truth, data: Processed) -> None:
    missing = plant(truth, "missing_month")
    sales = data.read("otop_sales", provinces=["80"])
    there = (sales["district_code"] == missing.area) & (sales["month"] == pd.Timestamp(missing.month))
    assert not (there & sales["sales_baht"].notna()).any()
    helped = data.read("household_help", provinces=["80"])
    this_year = helped[helped["help_date"] >= pd.Timestamp(2021, 10, 1)]
    assert plant(truth, "no_help").area not in set(this_year["district_code"])
    assert this_year["district_code"].nunique() == 22


def test_the_build_knows_that_its_files_are_made_up(data: Processed) -> None:
    assert data.is_sample()


def texts_of(folder: Path) -> Iterator[str]:
    """Every text, and every number long enough to be an id or a telephone number, in a folder of processed data."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            for column in pq.read_table(path).columns:
                values = column.unique().drop_null().to_pylist()
                yield from (
                    v if isinstance(v, str) else f"{v:.0f}" for v in values if isinstance(v, str) or _is_long(v)
                )
        elif path.is_file():
            yield path.read_text(encoding="utf-8")


def _is_long(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) >= 1e8


def given_away(everything: str, secret: frozenset[str]) -> list[str]:
    """The strings of ``secret`` that stand in a text, numbers however they are grouped."""
    ids = {one for one in secret if one.replace("-", "").isdigit()}
    names = secret - ids
    assert min(len(ids), len(names)) > 1000
    digits = set(re.findall(r"\d+", everything.replace("-", ""))) | set(re.findall(r"\d+", everything))
    return [one for one in ids if one.replace("-", "") in digits] + [one for one in names if one in everything]


def test_nothing_personal_leaves_the_reader(data: Processed, truth: Truth) -> None:
    assert given_away("\n".join(set(texts_of(data.path))), truth.personal.all()) == []


def test_nothing_personal_reaches_a_page(sample_reports: Path, truth: Truth) -> None:
    texts = []
    for path in sorted(one for one in sample_reports.rglob("*") if one.is_file()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as package:
                texts += [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
        else:
            texts.append(html.unescape(path.read_bytes().decode("utf-8", "replace")))
    assert sum(map(len, texts)) > 100_000
    assert given_away("\n".join(texts), truth.personal.all()) == []


def test_a_planted_name_and_number_would_be_found(truth: Truth) -> None:
    name, phone = min(truth.personal.strings["names"]), min(truth.personal.strings["phones"])
    assert given_away(f"x {name} y {phone[:3]}-{phone[3:]} z", truth.personal.all()) == [phone, name]


def test_no_free_text_of_the_sample_is_taken_for_a_person(problems: pd.DataFrame) -> None:
    assert set(problems["rule"]) & {"personal_text", "id_as_code", "damaged_id", "hidden"} == set()


def test_every_comparison_of_the_sample_names_its_kind_and_both_sides(data: Processed, controls: pd.DataFrame) -> None:
    found = data.differences()
    assert len(found) == len(controls) > 0
    assert set(found["comparison"]) <= set(COMPARISONS)
    assert found[["kind", "label", "scope"]].notna().all(axis=None)
    for side in ("stated", "computed"):  # a figure that only one side told has no source on the other
        assert found[f"source_{side}"].notna().equals(found[side].notna())
    off = found["difference"].fillna(0) != 0
    apart = found[off]
    assert (apart["difference"] - (apart["stated"] - apart["computed"]).round(2)).abs().max() == 0
    both = found[~off & found["difference"].notna()]
    assert (both["stated"] - both["computed"]).abs().max() <= 0.5
