"""The real files, where they are at hand: the figures that publishers and handbook state for them.

``CDD_REAL_DATA`` names their folder. Nothing is copied into the project; other forms of a file are made for one run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from cdd_analysis.ingest.build import build
from cdd_analysis.ingest.merging.combine import account_is_closed
from cdd_analysis.ingest.store import Processed

pytestmark = pytest.mark.real_data

OTOP = "otop-cdd-report-fy2567"
BY_PROVINCE = 329_066_065_059.13
BY_CHANNEL = 329_066_064_059.13
SEPTEMBER = pd.Timestamp(2024, 9, 1)


# -- OTOP ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path) -> Callable[[dict[str, bytes]], Processed]:
    """Build a folder of these files."""
    made = iter(range(100))

    def one(files: dict[str, bytes]) -> Processed:
        folder = tmp_path / str(next(made))
        (folder / "raw").mkdir(parents=True)
        for name, content in files.items():
            (folder / "raw" / name).write_bytes(content)
        report = build(folder / "raw", folder / "processed")
        assert report.failed == []
        return Processed(folder / "processed")

    return one


def files_of(folder: Path, ending: str) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name.endswith(ending)}
    assert len(found) == 2
    return found


def sales(data: Processed) -> pd.DataFrame:
    """The table without its provenance, in its own order."""
    table = data.read("otop_sales")
    return table.drop(columns=[c for c in table if c.startswith("source_") or c == "merged_from"])


def differences(data: Processed) -> pd.DataFrame:
    ledger = data.ledger()
    controls = ledger[ledger["kind"] == "control"]
    assert controls["difference"].notna().all()
    return controls[controls["difference"] != 0].reset_index(drop=True)


@pytest.fixture(scope="module")
def as_pasted(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Processed:
    """The two reports as pasted from the department's pages."""
    folder = tmp_path_factory.mktemp("otop")
    (folder / "raw").mkdir()
    for name, content in files_of(real_data / OTOP, ".raw.tsv").items():
        (folder / "raw" / name).write_bytes(content)
    build(folder / "raw", folder / "processed")
    return Processed(folder / "processed")


def test_sales_of_provinces_and_channels(as_pasted: Processed) -> None:
    table = sales(as_pasted)
    provinces, nation = table[table["area_level"] == "province"], table[table["area_level"] == "national"]
    assert len(table) == len(provinces) + len(nation)
    assert (len(provinces), provinces["province_code"].nunique(), provinces["month"].nunique()) == (912, 76, 12)
    assert (len(nation), nation["channel"].nunique(), nation["month"].nunique()) == (48, 4, 12)
    assert round(provinces["sales_baht"].sum(), 2) == BY_PROVINCE
    assert round(nation["sales_baht"].sum(), 2) == BY_CHANNEL
    assert set(table["fiscal_year"]) == {2567}
    assert set(provinces["channel"]) == {"all"}
    assert "10" not in set(provinces["province_code"])


def test_there_are_two_control_differences_and_no_third(as_pasted: Processed) -> None:
    trat, nation = differences(as_pasted).sort_values("stated").to_dict("records")
    assert (trat["province_code"], trat["stated"], trat["computed"]) == ("23", 1_888_595_564.0, 1_888_596_564.0)
    assert trat["source_file"] == "otop_r06_province_month_2567.raw.tsv"
    assert pd.isna(nation["province_code"])
    assert nation["difference"] == -1000.0
    assert "2567" in nation["scope"]
    (told,) = as_pasted.problems(["23"]).query("severity == 'check'").itertuples()
    assert "1,888,595,564.00" in told.message
    assert "1,888,596,564.00" in told.message


def test_both_differences_name_both_sides(as_pasted: Processed) -> None:
    found = as_pasted.differences()
    assert found[["comparison", "source_stated", "source_computed"]].notna().all(axis=None)
    apart = found[found["difference"] != 0].sort_values("stated")
    assert list(apart["comparison"]) == ["sheet_total", "levels"]
    assert list(apart["month"].isna()) == [True, False]
    assert list(apart["source_stated"].str.split(" › ").str[0]) == [
        "otop_r06_province_month_2567.raw.tsv",
        "otop_r05_channel_month_2567.raw.tsv",
    ]
    assert list(apart["source_computed"].str.split(" › ").str[0].unique()) == ["otop_r06_province_month_2567.raw.tsv"]


def test_every_row_of_the_reports_is_accounted_for(as_pasted: Processed) -> None:
    ledger = as_pasted.ledger()
    assert account_is_closed(ledger).all()
    sheets = ledger[ledger["kind"] == "sheet"]
    assert (sheets["baht_read"] - sheets["baht_kept"]).abs().max() == 0


def test_cleaned_copies_give_the_same_table_and_reading_both_counts_nothing_twice(
    real_data: Path, as_pasted: Processed, built: Callable[[dict[str, bytes]], Processed]
) -> None:
    cleaned, pasted = files_of(real_data / OTOP, ".csv"), files_of(real_data / OTOP, ".raw.tsv")
    pd.testing.assert_frame_equal(sales(built(cleaned)), sales(as_pasted))
    both = built(cleaned | pasted)
    pd.testing.assert_frame_equal(sales(both), sales(as_pasted))
    ledger = both.ledger()
    assert account_is_closed(ledger).all()
    assert ledger["rows_duplicate"].sum() == 76 + 12
    assert len(differences(both)) == 2


def as_xlsx(content: bytes) -> bytes:
    """A tab-separated report typed into a workbook: figures as numbers, everything else as text."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("Sheet1")
    for r, row in enumerate(csv.reader(io.StringIO(content.decode(), newline=""), delimiter="\t")):
        for c, cell in enumerate(row):
            figure = cell.strip().replace(",", "")
            if figure.replace(".", "", 1).isdigit():
                page.write_number(r, c, float(figure))
            else:
                page.write_string(r, c, cell)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["cp874", "utf-8-sig", "utf-16"])
def test_other_encodings_give_the_same_table(
    real_data: Path, as_pasted: Processed, built: Callable[[dict[str, bytes]], Processed], encoding: str
) -> None:
    files = files_of(real_data / OTOP, ".raw.tsv")
    data = built({name: content.decode().encode(encoding) for name, content in files.items()})
    pd.testing.assert_frame_equal(sales(data), sales(as_pasted))
    assert len(differences(data)) == 2


def test_workbooks_give_the_same_table(
    real_data: Path, as_pasted: Processed, built: Callable[[dict[str, bytes]], Processed]
) -> None:
    files = files_of(real_data / OTOP, ".raw.tsv")
    data = built({f"{name}.xlsx": as_xlsx(content) for name, content in files.items()})
    pd.testing.assert_frame_equal(sales(data), sales(as_pasted))
    assert len(differences(data)) == 2


def test_the_order_of_files_does_not_matter(
    real_data: Path, as_pasted: Processed, built: Callable[[dict[str, bytes]], Processed]
) -> None:
    files = files_of(real_data / OTOP, ".raw.tsv")
    reversed_names = dict(zip(sorted(files), sorted(files, reverse=True), strict=True))
    data = built({reversed_names[name]: content for name, content in files.items()})
    pd.testing.assert_frame_equal(sales(data), sales(as_pasted))
    everything = files | files_of(real_data / OTOP, ".csv")
    turned = built({f"{9 - n} {name}": everything[name] for n, name in enumerate(sorted(everything))})
    pd.testing.assert_frame_equal(sales(turned), sales(as_pasted))


# -- TPMAP ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def tpmap(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Processed:
    """The whole country's extract of 2561; takes about a minute."""
    processed = tmp_path_factory.mktemp("tpmap")
    report = build(real_data / "tpmap-2561", processed)
    assert report.failed == []
    return Processed(processed)


def test_areas_of_every_level_are_there(tpmap: Processed) -> None:
    table = tpmap.read(
        "poverty_areas", columns=["area_level", "area_id", "village_code", "is_municipality", "bmn_year"]
    )
    assert dict(table["area_level"].value_counts()) == {
        "national": 1,
        "province": 76,
        "district": 878,
        "subdistrict": 7_588,
        "village": 84_090,
    }
    assert set(table["bmn_year"]) == {2561}
    tambons, villages = (table[table["area_level"] == level] for level in ("subdistrict", "village"))
    assert tambons["is_municipality"].sum() == 593
    assert villages["area_id"].nunique() == 84_090
    assert villages["village_code"].nunique() == 82_389


@pytest.mark.parametrize("level", ["national", "province", "district", "subdistrict"])
def test_counts_of_each_level_are_the_country_s(tpmap: Processed, level: str) -> None:
    columns = ["hh_surveyed", "persons_surveyed", "persons_target_poor"]
    table = tpmap.read("poverty_areas", levels=[level])
    assert list(table[columns].sum()) == [12_935_866, 36_647_817, 1_032_987]


def test_both_files_of_an_area_are_one_row(tpmap: Processed) -> None:
    districts = tpmap.read("poverty_areas", levels=["district"])
    assert districts["merged_from"].notna().all()
    assert not districts["area_id"].duplicated().any()


def scopes(rows: pd.DataFrame, words: Iterable[str]) -> pd.DataFrame:
    return rows[rows["scope"].map(lambda scope: all(word in scope for word in words))]


def test_districts_add_up_to_their_provinces_in_every_count(tpmap: Processed) -> None:
    ledger = tpmap.ledger()
    controls = ledger[ledger["kind"] == "control"]
    assert controls["difference"].notna().all()
    assert (controls["difference"] == 0).all()
    between = scopes(controls, ("จังหวัด", "อำเภอ"))
    assert between["province_code"].nunique() == 76
    assert {"hh_surveyed", "persons_surveyed", "persons_target_poor", "ind_31_fail"} <= set(between["column"])
    totals = between.groupby("column")[["stated", "computed"]].sum()
    assert list(totals.loc["persons_target_poor"]) == [1_032_987, 1_032_987]


def test_files_of_one_dimension_check_and_add_nothing(tpmap: Processed) -> None:
    ledger = tpmap.ledger()
    single = ledger[ledger["source_file"].str.contains("_00001/|_00010/|_00100/|_01000/|_10000/", na=False)]
    sheets, controls = single[single["kind"] == "sheet"], single[single["kind"] == "control"]
    assert len(sheets) == 5 * 76
    assert sheets["rows_kept"].sum() == 0
    assert set(controls["column"]) == {f"target_{d}" for d in ("health", "living", "education", "income", "access")}


def test_every_row_of_every_file_is_accounted_for(tpmap: Processed) -> None:
    ledger = tpmap.ledger()
    assert account_is_closed(ledger).all()
    names = ledger[(ledger["kind"] == "sheet") & (ledger["table"] == "village_names")]
    assert names["rows_read"].sum() == 92_622 + 1
    problems = tpmap.problems().query("table == 'village_names' and severity == 'fix'")
    assert problems["source_row"].nunique() == names["rows_rejected"].sum()


def test_one_province_reads_alone(tpmap: Processed) -> None:
    alone = pd.read_parquet(tpmap.path / "poverty_areas" / "80.parquet")
    assert set(alone["province_code"]) == {"80"}
    assert alone.loc[alone["area_level"] == "district", "district_code"].nunique() == 23
