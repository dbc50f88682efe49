"""``data/processed``: plain parquet, a file per province, replaced as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cdd_analysis.datasets import tables
from cdd_analysis.errors import NoData, UsageError
from cdd_analysis.ingest.store import BUILD, LEDGER_SCHEMA, PROBLEMS_SCHEMA, Processed, schema, write

OTOP = tables()["otop_sales"]


def rows(*provinces: str | None) -> pd.DataFrame:
    """A row for each province, with a code that begins with zeros."""
    return pd.DataFrame(
        {
            "fiscal_year": [2565 + n for n in range(len(provinces))],
            "area_level": ["national" if p is None else "province" for p in provinces],
            "province_code": list(provinces),
            "district_code": ["0001"] * len(provinces),
            "month": pd.Timestamp(2021, 10, 1),
            "as_of_date": pd.Series(pd.NaT, index=range(len(provinces)), dtype="datetime64[us]"),
            "sales_baht": [float(n) for n in range(len(provinces))],
            "source_row": 2,
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def store(folder: Path, frame: pd.DataFrame, **summary: object) -> Processed:
    write(folder, [("otop_sales", frame, schema(OTOP))], summary)
    return Processed(folder)


# -- schema --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(tables()))
def test_codes_are_text_figures_real_and_days_timestamps(name: str) -> None:
    layout = schema(tables()[name])
    assert not [field.name for field in layout if field.name.endswith("_code") and field.type != pa.string()]
    assert not [field.name for field in layout if field.name.endswith("_baht") and field.type != pa.float64()]
    dated = [field for field in layout if field.name == "month" or field.name.endswith("_date")]
    assert {field.type for field in dated} == {pa.timestamp("us")}
    years = [field for field in layout if field.name in ("fiscal_year", "bmn_year", "source_row")]
    assert {field.type for field in years} == {pa.int64()}


@pytest.mark.parametrize("name", list(tables()))
def test_no_personal_column_has_a_place_in_the_schema(name: str) -> None:
    assert not {"head_name", "citizen_id", "phone", "house_no", "producer_name"} & set(schema(tables()[name]).names)


def test_what_is_kept_of_things_is_a_truth_value() -> None:
    layout = schema(tables()["otop_today"])
    assert {layout.field(name).type for name in ("has_image", "has_producer", "has_detail")} == {pa.bool_()}
    assert layout.field("contact").type == pa.string()


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_file_per_province_each_readable_alone(folder: Path) -> None:
    store(folder, rows("80", "23", None))
    assert sorted(p.name for p in (folder / "otop_sales").iterdir()) == ["23.parquet", "80.parquet", "national.parquet"]
    alone = pd.read_parquet(folder / "otop_sales" / "80.parquet")
    assert list(alone["province_code"]) == ["80"]
    assert list(alone["district_code"]) == ["0001"]
    assert alone["fiscal_year"].dtype == "int64"


def test_the_whole_folder_reads_with_pandas(folder: Path) -> None:
    """Plain files, no partitions: a column that is all missing in one file is still of its type."""
    store(folder, rows("80", "23", None))
    whole = pd.read_parquet(folder / "otop_sales")
    assert len(whole) == 3
    assert set(whole["province_code"].dropna()) == {"80", "23"}
    assert str(whole["month"].dtype) == "datetime64[us]"
    assert whole["target_baht"].dtype == "float64"


def test_every_file_has_the_one_explicit_schema(folder: Path) -> None:
    store(folder, rows("80", None))
    for path in (folder / "otop_sales").iterdir():
        assert pq.read_schema(path) == schema(OTOP)


def test_provinces_levels_and_columns_are_read_as_asked(folder: Path) -> None:
    data = store(folder, rows("80", "23", None))
    assert list(data.read("otop_sales", provinces=["23"])["province_code"]) == ["23"]
    assert len(data.read("otop_sales", provinces=["23", "national", "92"])) == 2
    assert list(data.read("otop_sales", levels=["national"])["fiscal_year"]) == [2567]
    assert list(data.read("otop_sales", columns=["sales_baht"])) == ["sales_baht"]
    assert len(data.read("otop_sales")) == 3


def test_the_name_of_a_folder_above_adds_no_column(tmp_path: Path) -> None:
    data = store(tmp_path / "year=2565" / "processed", rows("23", "80"))
    assert list(data.read("otop_sales")) == schema(OTOP).names


def test_provinces_come_in_the_order_asked_for(folder: Path) -> None:
    data = store(folder, rows("80", "23", None))
    assert list(data.read("otop_sales", provinces=["80", "23"])["province_code"]) == ["80", "23"]
    assert list(data.read("otop_sales")["province_code"].dropna()) == ["23", "80"]


def test_whole_numbers_and_truth_values_with_gaps_stay_what_they_are(folder: Path) -> None:
    frame = rows("80", "23")
    frame["fiscal_year"] = pd.array([2565, None], dtype="Int64")
    read = store(folder, frame).read("otop_sales").sort_values("province_code")
    assert str(read["fiscal_year"].dtype) == "Int64"
    assert list(read["fiscal_year"].isna()) == [True, False]
    assert read["sales_baht"].dtype == "float64"


def test_an_empty_table_is_written_and_read(folder: Path) -> None:
    data = store(folder, rows().astype({"province_code": "str"}))
    assert list(data.read("otop_sales")) == schema(OTOP).names
    assert len(pd.read_parquet(folder / "otop_sales")) == 0


def test_what_was_never_built_is_an_empty_table_with_all_columns(folder: Path) -> None:
    data = Processed(folder)
    assert list(data.read("otop_sales")) == schema(OTOP).names
    assert list(data.problems()) == PROBLEMS_SCHEMA.names
    assert list(data.ledger(["80"])) == LEDGER_SCHEMA.names
    assert list(data.ledger(columns=["kind", "stated"])) == ["kind", "stated"]
    assert data.built == {}
    assert not data.is_sample()


def test_a_table_that_does_not_exist_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="There is no table 'sales'"):
        Processed(folder).read("sales")


def test_without_a_build_the_commands_that_make_one_are_named(folder: Path) -> None:
    with pytest.raises(NoData, match=r"There is no processed data yet\. Run 'cdd sample' .*, then 'cdd build'\."):
        Processed(folder).require()
    store(folder, rows("80")).require()


# -- writing -------------------------------------------------------------------------------------------------------


def test_each_build_replaces_the_folder_as_a_whole_and_keeps_its_readme(folder: Path) -> None:
    folder.mkdir()
    (folder / "README.md").write_text("ที่เก็บข้อมูล", encoding="utf-8")
    store(folder, rows("80", "23"))
    (folder / "otop_sales" / "99.parquet").write_bytes(b"")
    names = pd.DataFrame({"province_code": ["80"], "as_of_date": pd.Timestamp(2022, 1, 12)})
    write(folder, [("village_names", names, schema(tables()["village_names"]))], {})
    assert sorted(p.name for p in folder.iterdir()) == ["README.md", BUILD, "village_names"]


def test_a_build_that_fails_leaves_the_old_one(folder: Path) -> None:
    data = store(folder, rows("80"))
    broken = rows("23").assign(sales_baht="มาก")
    with pytest.raises(pa.ArrowInvalid):
        store(folder, broken)
    assert list(data.read("otop_sales")["province_code"]) == ["80"]
    assert sorted(p.name for p in folder.iterdir()) == [BUILD, "otop_sales"]


def test_the_summary_says_what_was_built(folder: Path) -> None:
    data = store(folder, rows("80"), files=["ก.csv"], sample_folders=["sample/"])
    assert data.built["files"] == ["ก.csv"]
    assert json.loads((folder / BUILD).read_text(encoding="utf-8")) == data.built
    assert not data.is_sample()
    assert data.is_sample(["sample/ข.csv"])


def test_the_folder_is_the_project_s_unless_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDD_PROCESSED", str(folder))
    assert Processed().path == folder


def test_the_largest_of_a_column_is_told_by_the_footers(folder: Path) -> None:
    data = store(folder, rows("80", "90", None))
    assert data.largest("otop_sales", "fiscal_year") == data.read("otop_sales")["fiscal_year"].max() == 2567
    assert store(folder, rows()).largest("otop_sales", "fiscal_year") is None
    assert Processed(folder / "nowhere").largest("otop_sales", "fiscal_year") is None
