"""The sample: the same bytes from the same seed, figures that add up, situations where the truth says they are."""

from __future__ import annotations

import codecs
import csv
import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from python_calamine import load_workbook

from cdd_analysis.areas import cdd_provinces, district_codes, is_municipal
from cdd_analysis.datasets import table
from cdd_analysis.errors import UsageError
from cdd_analysis.sample import DIRT, MARKER, Truth, make_sample
from cdd_analysis.sample.households import register_ids
from cdd_analysis.sample.people import citizen_ids
from cdd_analysis.sample.seeds import chance, shares
from cdd_analysis.sample.situations import KINDS, RULES
from cdd_analysis.sample.topics import writers

NOVEMBER, DECEMBER = pd.Timestamp(2021, 11, 1), pd.Timestamp(2021, 12, 1)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("raw")


@pytest.fixture(scope="module")
def truth(raw: Path) -> Truth:
    return make_sample(["80"], raw)


@pytest.fixture(scope="module")
def sales(truth: Truth) -> pd.DataFrame:
    return truth.tables["otop_sales"]


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def plant(truth: Truth, kind: str) -> tuple[str, dict[str, float]]:
    found = next(one for one in truth.plants if one.kind == kind)
    return found.area, dict(found.figures)


def house_file(truth: Truth) -> pd.DataFrame:
    """Households of the house file, without those that TPMAP lists."""
    households = truth.tables["target_households"]
    return households[households["list_source"].isna()]


def number(text: str) -> float:
    return float(text.replace(",", ""))


def tsv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


# --- the same again ---------------------------------------------------------------------------------------------


def test_same_seed_gives_same_bytes_and_a_province_does_not_depend_on_others(truth, raw, tmp_path):
    make_sample(["93", "80"], tmp_path)
    alone, together = digests(raw), digests(tmp_path)
    assert {name: together[name] for name in alone} == alone
    assert any("_93_" in name for name in set(together) - set(alone))


def test_another_seed_gives_other_figures(sales, tmp_path):
    other = make_sample([], tmp_path, seed=1).tables["otop_sales"]
    same = sales[sales["area_level"].isin(["province", "national"])].reset_index(drop=True)
    assert len(other) == len(same)
    assert (other["sales_baht"] != same["sales_baht"]).mean() > 0.99


def test_national_files_are_made_without_any_province(tmp_path):
    truth = make_sample([], tmp_path)
    assert {path.name for path in truth.files} >= {"otop_r06_2564.tsv", "otop_r04_2565.tsv", "64_country_common.csv"}
    assert "target_households" not in truth.tables


# --- the folder -------------------------------------------------------------------------------------------------


def test_folder_says_it_is_made_up(truth, raw):
    assert (raw / "sample" / MARKER).exists()
    note = (raw / "sample" / "README.txt").read_text(encoding="utf-8")
    assert "ข้อมูลสมมติ" in note
    assert "made up" in note
    assert all(path.is_relative_to(raw / "sample") for path in truth.files)


def test_only_a_sample_is_replaced(tmp_path):
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "mine.csv").write_text("x")
    with pytest.raises(UsageError, match="holds files of somebody else's"):
        make_sample([], tmp_path)
    (tmp_path / "sample" / MARKER).touch()
    make_sample([], tmp_path)
    assert not (tmp_path / "sample" / "mine.csv").exists()


def test_code_that_is_no_province_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match="region-5"):
        make_sample(["region-5"], tmp_path)
    assert not (tmp_path / "sample").exists()


def test_every_file_opens_in_its_format(truth):
    assert len({path.suffix for path in truth.files}) == 6
    for path in truth.files:
        start = path.read_bytes()[:4]
        if start in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            book = load_workbook(path)
            assert all(book.get_sheet_by_name(name).to_python() for name in book.sheet_names), path.name
        elif start == b"<htm":
            assert path.suffix == ".xls"
            assert BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find_all("tr")
        else:
            assert path.suffix in (".csv", ".tsv", ".json"), path.name


def test_every_district_sends_a_report(truth):
    names = [path.name for path in truth.files if path.name.startswith("OTOP 2565 อ.")]
    assert len(names) == len(district_codes("80")) == 23
    assert {Path(name).suffix for name in names} == {".xlsx", ".xls", ".ods", ".csv", ".json"}


# --- figures ----------------------------------------------------------------------------------------------------


def test_department_reports_agree_with_each_other(truth):
    files = {path.name: path for path in truth.files}
    for year, months in ((2564, 12), (2565, 3)):
        r06, r05, r04 = (tsv(files[f"otop_{report}_{year}.tsv"]) for report in ("r06", "r05", "r04"))
        assert len(r06) == 1 + len(cdd_provinces())
        assert r06[0][1] == "เขตตรวจ\nราชการที่"
        assert r06[0][-1] == f"รวม {months} เดือน\n(บาท)"
        by_month = [sum(number(row[3 + m]) for row in r06[1:]) for m in range(months)]
        assert by_month == [number(row[-1]) for row in r05[1:]] == [number(row[-1]) for row in r04[1:]]
        for row in (*r05[1:], *r04[1:]):
            assert sum(map(number, row[2:-1])) == number(row[-1])


def test_r06_is_ordered_by_the_older_regions(truth):
    path = next(path for path in truth.files if path.name == "otop_r06_2565.tsv")
    regions = [int(row[1]) for row in tsv(path)[1:]]
    assert regions == sorted(regions)
    assert next(row[1] for row in tsv(path) if row[2] == "นครศรีธรรมราช") == "6"


def test_districts_add_up_to_the_province_but_for_what_is_planted(truth, sales):
    province = sales[(sales["area_level"] == "province") & (sales["province_code"] == "80")]
    districts = sales[(sales["area_level"] == "district") & sales["month"].notna()]
    whole = province.set_index("month")["sales_baht"]
    last_year = districts[districts["fiscal_year"] == 2564].groupby("month")["sales_baht"].sum()
    assert (whole[last_year.index] == last_year).all()
    sent = districts[districts["channel"] != "all"].groupby("month")["sales_baht"].sum()
    gaps = {month.date(): gap for month, gap in (whole[sent.index] - sent).items() if gap}
    assert gaps == {one.month: one.figures["difference"] for one in truth.plants if one.kind == "districts_differ"}
    assert set(gaps) == {date(2021, 10, 1), date(2021, 12, 1)}


def test_province_80_is_of_its_size(sales):
    province = sales[(sales["area_level"] == "province") & (sales["province_code"] == "80")]
    assert province.groupby("fiscal_year")["sales_baht"].mean().between(320e6, 400e6).all()


def test_summaries_equal_the_rows_they_sum(sales):
    districts = sales[(sales["fiscal_year"] == 2565) & (sales["area_level"] == "district") & sales["month"].notna()]
    keys = ["district_code", "month"]
    summaries = districts[districts["channel"] == "all"].set_index(keys)["sales_baht"]
    assert len(summaries) > 10
    rows = districts[districts["channel"] != "all"].groupby(keys)["sales_baht"].sum()
    assert (rows[summaries.index] == summaries).all()


def test_poverty_levels_add_up(truth):
    areas = truth.tables["poverty_areas"]
    counts = [column for column in areas if column.endswith(("_surveyed", "_fail")) or column == "persons_target_poor"]
    for year in (2563, 2564):
        level = dict(iter(areas[areas["bmn_year"] == year].groupby("area_level")))
        one = level["province"][level["province"]["province_code"] == "80"]
        assert (level["national"][counts].sum() == level["province"][counts].sum()).all()
        for below in ("district", "subdistrict"):
            assert (one[counts].sum() == level[below][counts].sum()).all(), below
        surveyed = [column for column in counts if column != "persons_target_poor"]
        assert (one[surveyed].sum() == level["village"][surveyed].sum()).all()


def test_poverty_is_plausible(truth):
    areas = truth.tables["poverty_areas"]
    now = areas[areas["bmn_year"] == 2564]
    country = now[now["area_level"] == "national"].iloc[0]
    assert country["hh_surveyed"] == pytest.approx(12.9e6, rel=0.03)
    assert country["persons_target_poor"] == pytest.approx(1.0e6, rel=0.1)
    provinces = now[now["area_level"] == "province"].sort_values("persons_target_poor", ascending=False)
    assert provinces["province_code"].iloc[1] == "80"
    dimensions = [f"target_{key}" for key in ("health", "living", "education", "income", "access")]
    assert (provinces[dimensions].sum(axis=1) >= provinces["persons_target_poor"]).all()
    assert (provinces[dimensions].max(axis=1) <= provinces["persons_target_poor"]).all()


def test_municipalities_are_told_by_their_ids(truth):
    tambons = truth.tables["poverty_areas"].query("area_level == 'subdistrict' and bmn_year == 2564")
    assert tambons["is_municipality"].any()
    assert (tambons["is_municipality"] == tambons["area_id"].map(is_municipal)).all()


def test_single_dimension_file_repeats_one_column(truth):
    folder = next(path for path in truth.files if path.name == "64_80_amphur_00010.csv").parent
    alone, whole = (pd.read_csv(folder / f"64_80_amphur_{mask}.csv") for mask in ("00010", "11111"))
    field = "poor.JPT.MOFval."
    assert (alone[f"{field}income"] == whole[f"{field}income"]).all()
    assert (alone[f"{field}CNT"] == whole[f"{field}income"]).all()
    assert alone[[f"{field}{key}" for key in ("health", "living", "education", "accessibility")]].eq(0).all(axis=None)


def test_registers_are_of_the_size_and_mix_asked_for(truth):
    products = truth.tables["otop_products"]
    this_year = products[products["fiscal_year"] == 2565]
    assert 1_300 < len(truth.tables["otop_producers"]) < 1_500
    assert 3_700 < len(this_year) < 4_100
    assert (this_year["quadrant"] == "D").mean() == pytest.approx(0.789, abs=0.02)
    assert 2_900 < len(truth.tables["otop_today"]) < 3_100
    households = house_file(truth).groupby("fiscal_year").size()
    assert households.between(2_300, 3_000).all()


def test_keys_of_the_truth_are_unique(truth):
    keys = {
        "otop_producers": ["producer_id"],
        "otop_products": ["fiscal_year", "product_id"],
        "otop_today": ["product_id"],
        "target_households": ["fiscal_year", "list_source", "house_id"],
        "poverty_areas": ["area_level", "area_id", "bmn_year"],
        "village_names": ["village_code"],
    }
    for one, key in keys.items():
        assert not truth.tables[one].duplicated(key).any(), one


def test_codes_of_the_truth_are_those_of_the_tables(truth):
    for one in ("otop_sales", "otop_products", "otop_today", "target_households", "household_help"):
        for column in table(one).columns:
            if column.choices and column.name in truth.tables[one]:
                assert set(truth.tables[one][column.name].dropna()) <= set(column.choices), (one, column.name)


# --- what is planted --------------------------------------------------------------------------------------------


def test_province_80_has_every_situation_and_a_sentence_for_it(truth):
    planted = {one.kind for one in truth.plants}
    further = {kind for writer in writers().values() for kind in writer.KINDS}
    assert planted == {*KINDS, *further, "districts_differ", "unknown_area", "damaged_id"}
    names = {path.name for path in truth.files}
    for one in truth.plants:
        assert one.text.startswith(("อำเภอ", "ยอด", "แถว", "รหัส", "ครัวเรือน", "รายการ"))
        assert "{" not in one.text
        assert set(one.files) <= names


def test_missing_month_is_not_there(truth, sales):
    district, figures = plant(truth, "missing_month")
    months = sales[(sales["district_code"] == district) & (sales["fiscal_year"] == 2565)]["month"]
    assert DECEMBER not in set(months)
    assert NOVEMBER in set(months)
    assert figures["missing_baht"] > 0


def test_copied_month_equals_the_month_before_in_every_cell(truth, sales):
    district, _ = plant(truth, "copied_forward")
    rows = sales[(sales["district_code"] == district) & (sales["channel"] != "all")]
    cells = rows.set_index(["month", "category", "channel"])["sales_baht"]
    pd.testing.assert_series_equal(cells[DECEMBER], cells[NOVEMBER])


def test_wrong_total_stands_in_the_file(truth):
    _, figures = plant(truth, "wrong_total")
    path = next(
        path for path in truth.files if path.name in next(p for p in truth.plants if p.kind == "wrong_total").files
    )
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    total = next(row for row in rows if row[0] == "รวมทั้งสิ้น")
    assert figures["stated"] in total
    assert figures["stated"] - figures["computed"] == figures["difference"] == 100_000


def test_one_amount_is_negative(truth, sales):
    _, figures = plant(truth, "negative_value")
    assert sales.loc[sales["sales_baht"] < 0, "sales_baht"].tolist() == [figures["stated"]]


def test_twin_holds_the_same_text_in_another_encoding(truth):
    one, twin = next(p for p in truth.plants if p.kind == "duplicate_file").files
    paths = {path.name: path for path in truth.files}
    assert paths[one].read_bytes().decode("cp874") == paths[twin].read_bytes().decode("utf-8-sig")


def test_listings_without_channel_and_households_without_help(truth):
    district, figures = plant(truth, "no_channel")
    listings = truth.tables["otop_today"].query("district_code == @district")
    assert len(listings) == figures["listings"]
    assert not listings["has_channel"].any()
    district, figures = plant(truth, "no_help")
    given = truth.tables["household_help"].query("fiscal_year == 2565")
    assert district not in set(given["district_code"])
    assert figures["households"] > 0


def test_houses_lent_to_other_topics_are_on_the_register_of_this_year(truth):
    now = house_file(truth).query("fiscal_year == 2565").set_index("house_id")
    lent = register_ids(truth.seed, "80").set_index("house_id")
    common = lent.index.intersection(now.index)
    assert len(common) >= len(now) - 1  # the household of too many members is always there
    pd.testing.assert_frame_equal(lent.loc[common], now.loc[common, ["district_code", "village_code"]])


def test_unclassified_households_are_of_one_district(truth):
    district, figures = plant(truth, "unclassified")
    now = house_file(truth).query("fiscal_year == 2565")
    blank = now[now["hh_class"].isna()]
    assert set(blank["district_code"]) == {district}
    assert len(blank) == figures["households"] > 5


def test_each_rule_to_be_found_is_of_a_kind_that_is_planted():
    assert set(RULES) - set(KINDS) == {"districts_differ"}


def sold(sales: pd.DataFrame, year: int, months: int) -> pd.Series:
    """What each district reports of the first months of a fiscal year."""
    ends = pd.Timestamp(year - 544, 10, 1) + pd.DateOffset(months=months - 1)
    own = sales[sales["fiscal_year"].eq(year) & sales["month"].le(ends) & sales["area_level"].eq("district")]
    whole = own[own["channel"].eq("all") if year == 2564 else own["channel"].ne("all")]
    return whole.groupby("district_code")["sales_baht"].sum()


def test_producers_sell_no_more_than_their_district_and_products_no_more_than_their_producer(truth, sales):
    told = truth.tables["otop_producers"].groupby("district_code")[["sales_baht", "sales_last_year_baht"]].sum()
    part = told["sales_baht"] / sold(sales, 2565, 3)
    assert part.between(0.8, 1).all()
    before = (told["sales_last_year_baht"] / sold(sales, 2564, 3)).drop(plant(truth, "missing_month")[0])
    assert before.between(0.8, 1).all()
    assert truth.tables["otop_producers"].query("producer_status == 'closed'")["sales_baht"].isna().all()
    products = truth.tables["otop_products"].query("fiscal_year == 2565").groupby("producer_id")["sales_baht"].sum()
    producers = truth.tables["otop_producers"].set_index("producer_id")["sales_baht"].fillna(0)
    assert (products <= producers[products.index]).all()
    assert products.sum() > producers.sum() * 0.7


def test_one_producer_leads_and_the_like_of_one_district_fell(truth):
    producers = truth.tables["otop_producers"]
    district, figures = plant(truth, "one_producer")
    share = producers.groupby("district_code")["sales_baht"].agg(lambda baht: baht.max() / baht.sum())
    assert share[share > 0.5].index.tolist() == [district]
    assert figures["largest_baht"] / figures["told_baht"] == share[district]
    both = producers.dropna(subset=["sales_baht", "sales_last_year_baht"]).groupby("district_code")
    growth = both["sales_baht"].sum() / both["sales_last_year_baht"].sum()
    district, figures = plant(truth, "growth_not_alike")
    assert growth.idxmin() == district
    assert figures["like_now_baht"] / figures["like_before_baht"] == growth[district] < 0.7
    assert growth.drop(district).min() > 0.8


def test_tpmap_lists_nearly_the_same_households_but_in_one_district(truth):
    listed = truth.tables["target_households"].query("list_source == 'tpmap'")
    ours = house_file(truth).query("fiscal_year == 2565")
    district, figures = plant(truth, "sources_differ")
    for code, own in ours.groupby("district_code"):
        here, there = set(own["house_id"]), set(listed.loc[listed["district_code"] == code, "house_id"])
        if code == district:
            assert (len(here & there), len(here | there)) == (figures["both"], figures["either"])
        assert (len(here & there) / len(here | there) >= 0.98) == (code != district)


# --- people and dirt --------------------------------------------------------------------------------------------


def test_citizen_ids_check_and_cannot_be_a_citizens():
    for one in citizen_ids(chance(1, "80", "test"), 200):
        assert len(one) == 13
        assert one.startswith("9")
        assert (11 - sum(int(d) * w for d, w in zip(one[:12], range(13, 1, -1), strict=True)) % 11) % 10 == int(one[12])


def test_personal_strings_are_in_the_files(truth):
    households = next(path for path in truth.files if path.name.startswith("ครัวเรือนเป้าหมาย 2564"))
    written = households.read_text(encoding="utf-8-sig")
    assert sum(name in written for name in truth.personal.strings["names"]) > 2_000
    assert truth.personal.all() > truth.personal.strings["citizen_ids"]
    assert "แฟ้มบ้าน" not in truth.personal.all()


def test_dirt_is_named_once_and_met_in_the_files(truth):
    assert truth.dirt == DIRT
    assert len({one.key for one in DIRT}) == len(DIRT)
    lists = [path.read_bytes() for path in truth.files if path.suffix == ".csv" and "จ." in path.name]
    registers = "".join(one.decode("utf-8-sig") for one in lists if one.startswith(codecs.BOM_UTF8))
    for damage in ("\u0e4d\u0e32", "\u200b", "\u00a0อ. ", "*,"):
        assert damage in registers, ascii(damage)


def test_shares_add_up_to_the_whole():
    parts = shares(np.array([1.0, 1.0, 1.0]), 100)
    assert sorted(parts.tolist()) == [33, 33, 34]
