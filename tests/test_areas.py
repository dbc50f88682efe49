"""Areas: codes and names, inspection regions, scopes, spelling → code, areas named in a text."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from cdd_analysis import areas
from cdd_analysis.errors import UsageError
from cdd_analysis.thai.text import sort_key

ALL_PROVINCES = areas.province_codes()
ALL_DISTRICTS = [code for province in ALL_PROVINCES for code in areas.district_codes(province)]
DISTRICTS_OF_80 = (
    "เมืองนครศรีธรรมราช พรหมคีรี ลานสกา ฉวาง พิปูน เชียรใหญ่ ชะอวด ท่าศาลา ทุ่งสง นาบอน ทุ่งใหญ่ ปากพนัง ร่อนพิบูลย์ "
    "สิชล ขนอม หัวไทร บางขัน ถ้ำพรรณรา จุฬาภรณ์ พระพรหม นบพิตำ ช้างกลาง เฉลิมพระเกียรติ"
)
ALL_SUBDISTRICTS = [code for district in ALL_DISTRICTS for code in areas.subdistrict_codes(district)]


def resolved(spelling: object, level: str, within: str | None = None) -> tuple[str, str, str]:
    """Code, problem and suggestion of one spelling."""
    row = areas.resolve(pd.Series([spelling], dtype=object), level, within).iloc[0]
    return row["code"], row["problem"], row["suggestion"]


class TestRegister:
    def test_counts_of_the_country(self) -> None:
        assert (len(ALL_PROVINCES), len(ALL_DISTRICTS), len(ALL_SUBDISTRICTS)) == (77, 928, 7436)
        assert len(areas.cdd_provinces()) == 76 and "10" not in areas.cdd_provinces()

    def test_the_23_districts_of_nakhon_si_thammarat(self) -> None:
        assert areas.district_codes("80") == tuple(f"80{number:02d}" for number in range(1, 24))
        assert [areas.name(code) for code in areas.district_codes("80")] == DISTRICTS_OF_80.split()

    @pytest.mark.parametrize(
        ("code", "short", "full"),
        [
            ("80", "นครศรีธรรมราช", "จังหวัดนครศรีธรรมราช"),
            ("8003", "ลานสกา", "อำเภอลานสกา"),
            ("800303", "ท่าดี", "ตำบลท่าดี"),
            ("80030305", "หมู่ที่ 5 ตำบลท่าดี", "หมู่ที่ 5 ตำบลท่าดี"),
            ("800199", "เทศบาล (รหัส 800199)", "เทศบาล (รหัส 800199)"),
            ("10", "กรุงเทพมหานคร", "กรุงเทพมหานคร"),
            ("1002", "ดุสิต", "เขตดุสิต"),
            ("100201", "ดุสิต", "แขวงดุสิต"),
            ("region-5", "เขตตรวจราชการที่ 5", "เขตตรวจราชการที่ 5"),
            ("national", "ทั้งประเทศ", "ทั้งประเทศ"),
        ],
    )
    def test_names(self, code: str, short: str, full: str) -> None:
        assert (areas.name(code), areas.full_name(code)) == (short, full)

    @pytest.mark.parametrize("code", ["97", "8024", "800309", "800", "๘๐", "ลานสกา", ""])
    def test_a_code_of_nothing_has_no_name(self, code: str) -> None:
        with pytest.raises(UsageError):
            areas.name(code)

    def test_levels(self) -> None:
        codes = ["national", "region-5", "80", "8003", "800303", "80030305"]
        levels = ["national", "region", "province", "district", "subdistrict", "village"]
        assert [areas.level_of(code) for code in codes] == levels

    def test_a_code_belongs_to_its_level_only(self) -> None:
        assert areas.is_code("80", "province") and not areas.is_code("80", "district")
        assert not areas.is_code("8024", "district") and not areas.is_code("", "province")
        assert areas.district_codes("8003") == () and areas.subdistrict_codes("80") == ()

    def test_municipalities_are_told_from_tambons(self) -> None:
        assert areas.is_municipal("800199") and areas.is_municipal("800150")
        assert not areas.is_municipal("800101")  # a tambon
        assert not areas.is_municipal("800149")  # fifth digit below 5
        assert not areas.is_municipal("802499")  # no such district
        assert not areas.is_municipal("80019") and not areas.is_municipal("80019x")
        assert not any(areas.is_municipal(code) for code in ALL_SUBDISTRICTS)

    @pytest.mark.parametrize(
        ("code", "valid"),
        [("80030305", True), ("80019901", True), ("80030901", False), ("80249901", False), ("8003030", False)],
    )
    def test_a_village_needs_a_known_tambon_or_municipality(self, code: str, valid: bool) -> None:
        assert areas.is_code(code, "village") is valid

    def test_importing_reads_no_data(self) -> None:
        look = "import cdd_analysis.areas.register as r, cdd_analysis.areas.regions as g; import geothai as t; "
        sizes = "print(*(f.cache_info().currsize for f in (r.register, g.schemes, t._provinces, t._subdistricts)))"
        done = subprocess.run([sys.executable, "-c", look + sizes], capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["0", "0", "0", "0"]


class TestRegions:
    def test_18_regions_hold_76_provinces_once(self) -> None:
        for key in ("current", "older"):
            members = [code for number in range(1, 19) for code in areas.provinces_of_region(number, key)]
            assert sorted(members) == sorted(areas.cdd_provinces()), key
            assert list(areas.schemes()[key].regions) == list(range(1, 19)), key

    def test_region_5_and_bangkok(self) -> None:
        assert areas.provinces_of_region(5) == ("80", "84", "86", "90", "93")
        assert areas.sibling_provinces("90") == ("80", "84", "86", "90", "93")
        assert areas.region_of("10") is None and areas.sibling_provinces("10") == ("10",)
        assert areas.cluster_name(5) == "ภาคใต้ฝั่งอ่าวไทย"

    @pytest.mark.parametrize(
        ("number", "names"),
        [
            (3, "กาญจนบุรี ราชบุรี สุพรรณบุรี"),
            (9, "จันทบุรี ตราด นครนายก ปราจีนบุรี สระแก้ว"),
            (12, "กาฬสินธุ์ ขอนแก่น มหาสารคาม ร้อยเอ็ด"),
            (18, "กำแพงเพชร นครสวรรค์ พิจิตร อุทัยธานี"),
        ],
    )
    def test_regions_that_independent_documents_list(self, number: int, names: str) -> None:
        members = sorted(map(areas.name, areas.provinces_of_region(number)), key=sort_key)
        assert members == names.split()

    def test_the_older_scheme_differs_for_43_provinces(self) -> None:
        moved = [code for code in areas.cdd_provinces() if areas.region_of(code) != areas.region_of(code, "older")]
        assert len(moved) == 43
        assert (areas.region_of("80"), areas.region_of("80", scheme="older")) == (5, 6)
        assert (areas.region_of("36"), areas.region_of("36", "older")) == (13, 14)

    def test_schemes_carry_their_validity(self) -> None:
        current, older = areas.region_scheme(), areas.region_scheme("older")
        assert (current.first_fiscal_year, current.last_fiscal_year) == (2561, None)
        assert (older.first_fiscal_year, older.last_fiscal_year) == (None, 2560)

    def test_what_does_not_exist_is_refused(self) -> None:
        with pytest.raises(UsageError, match="Regions are 1 to 18"):
            areas.provinces_of_region(19)
        with pytest.raises(UsageError, match="Use one of: current, older"):
            areas.region_of("80", "oldest")


class TestScope:
    @pytest.mark.parametrize("key", [80, "80", " 80 ", "๘๐"])
    def test_a_province(self, key: str | int) -> None:
        scope = areas.scope(key)
        assert (scope.key, scope.level, scope.title) == ("80", "province", "จังหวัดนครศรีธรรมราช")
        assert (scope.provinces, scope.region) == (("80",), 5)
        assert (scope.children, scope.child_level) == (areas.district_codes("80"), "district")
        assert scope.child_label == "อำเภอ"

    def test_bangkok_has_districts_and_no_region(self) -> None:
        scope = areas.scope("10")
        assert (scope.title, scope.region, scope.child_label) == ("กรุงเทพมหานคร", None, "เขต")
        assert len(scope.children) == 50

    def test_a_region(self) -> None:
        scope = areas.scope("region-5")
        assert (scope.key, scope.level, scope.title) == ("region-5", "region", "เขตตรวจราชการที่ 5")
        assert scope.children == scope.provinces == ("80", "84", "86", "90", "93")
        assert (scope.region, scope.child_level, scope.child_label) == (5, "province", "จังหวัด")

    def test_the_country(self) -> None:
        scope = areas.scope("national")
        assert scope.children == tuple(f"region-{number}" for number in range(1, 19))
        assert (scope.provinces, scope.region) == (areas.cdd_provinces(), None)
        assert (scope.title, scope.child_level, scope.child_label) == ("ทั้งประเทศ", "region", "เขตตรวจราชการ")

    def test_every_child_is_a_scope_or_an_area(self) -> None:
        for key in ("national", *areas.scope("national").children, *ALL_PROVINCES):
            scope = areas.scope(key)
            assert scope.children and all(areas.name(child) for child in scope.children)
            assert {areas.level_of(child) for child in scope.children} == {scope.child_level}

    @pytest.mark.parametrize(
        ("key", "meant"),
        [
            ("8O", "80 (นครศรีธรรมราช)"),
            ("8001", "80 (นครศรีธรรมราช)"),
            ("80.0", "80 (นครศรีธรรมราช)"),
            ("นครศรีธรรมราช", "80 (นครศรีธรรมราช)"),
            ("จังหวัดชุมพร", "86 (ชุมพร)"),
            ("นครศีธรรมราช", "80 (นครศรีธรรมราช)"),
            ("อำเภอลานสกา", "80 (นครศรีธรรมราช)"),
            ("Nakhon Si Thammarat", "80 (นครศรีธรรมราช)"),
            ("nakorn-si-thammarat", "80 (นครศรีธรรมราช)"),
            ("Bangkok", "10 (กรุงเทพมหานคร)"),
            ("5", "region-5 (เขตตรวจราชการที่ 5)"),
            ("Region 5", "region-5 (เขตตรวจราชการที่ 5)"),
            ("เขตตรวจราชการที่ ๕", "region-5 (เขตตรวจราชการที่ 5)"),
            ("ภาคใต้ฝั่งอ่าวไทย", "region-5 (เขตตรวจราชการที่ 5)"),
            ("ทั้งประเทศ", "national (ทั้งประเทศ)"),
            ("Thailand", "national (ทั้งประเทศ)"),
        ],
    )
    def test_a_mistyped_key_is_refused_with_what_was_meant(self, key: str, meant: str) -> None:
        with pytest.raises(UsageError) as refused:
            areas.scope(key)
        assert str(refused.value) == f"There is no province '{key}'. Did you mean {meant}?"

    @pytest.mark.parametrize("key", ["99", "xyz", "", "region-19", "region-0", "region-x", "เมือง"])
    def test_a_key_of_nothing_is_refused_with_what_keys_look_like(self, key: str) -> None:
        with pytest.raises(UsageError, match="Write a province code such as 80, region-1 to region-18, or national"):
            areas.scope(key)


PREFIXES = {
    "province": ["", "จังหวัด", "จ.", "จ. ", "จ ", "สพจ.", "สำนักงานพัฒนาชุมชนจังหวัด"],
    "district": ["", "อำเภอ", "อ.", "อ. ", "อ ", "กิ่งอำเภอ", "กิ่ง อ.", "เขต", "สพอ.", "สำนักงานพัฒนาชุมชนอำเภอ", "7. "],
    "subdistrict": ["", "ตำบล", "ต.", "ต. ", "ต ", "แขวง", "3) ต."],
}
CODES = {"province": ALL_PROVINCES, "district": ALL_DISTRICTS, "subdistrict": ALL_SUBDISTRICTS}
_TONES = re.compile("[\u0e47-\u0e4e]")
DAMAGE = {
    "sara am in two pieces": lambda name: re.sub("([\u0e48-\u0e4b]?)\u0e33", "\u0e4d\\1\u0e32", name),
    "marks doubled": lambda name: re.sub("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])", r"\1\1", name),
    "แ as two เ": lambda name: name.replace("แ", "เเ"),
    "invisible and wide spaces": lambda name: "\u00a0\u200b".join(["", *name[:2], name[2:], ""]),
    "tone marks lost": lambda name: _TONES.sub("", name),
    "ำ for า": lambda name: name.replace("า", "ำ"),
    "space before า": lambda name: name.replace("ำ", " า"),
}


class TestResolveEveryName:
    """Every name of the country comes back as its own code inside its parent."""

    @pytest.mark.parametrize(("level", "prefix"), [(level, prefix) for level in PREFIXES for prefix in PREFIXES[level]])
    def test_with_every_prefix(self, level: str, prefix: str) -> None:
        codes = list(CODES[level])
        found = areas.resolve(
            pd.Series([prefix + areas.name(code) for code in codes]), level, pd.Series([code[:-2] for code in codes])
        )
        assert found["code"].tolist() == codes
        assert not found["problem"].any() and not found["suggestion"].any()

    @pytest.mark.parametrize("damage", DAMAGE)
    def test_damaged(self, damage: str) -> None:
        spellings = pd.Series([DAMAGE[damage](areas.name(code)) for code in ALL_DISTRICTS])
        found = areas.resolve(spellings, "district", pd.Series([code[:2] for code in ALL_DISTRICTS]))
        assert found["code"].tolist() == ALL_DISTRICTS

    @pytest.mark.parametrize("form", ["{}", " {} ", "{}.0", "TH{}"])
    def test_as_codes(self, form: str) -> None:
        found = areas.resolve(pd.Series([form.format(code) for code in ALL_DISTRICTS]), "district")
        assert found["code"].tolist() == ALL_DISTRICTS

    def test_without_a_parent_a_name_resolves_only_if_one_area_bears_it(self) -> None:
        for level, codes in CODES.items():
            names = pd.Series([areas.name(code) for code in codes])
            found = areas.resolve(names, level)
            repeated = names.duplicated(keep=False)
            assert found.loc[~repeated, "code"].tolist() == [c for c, r in zip(codes, repeated, strict=True) if not r]
            assert set(found.loc[repeated, "problem"]) <= {"ambiguous"} and not found.loc[repeated, "code"].any()

    def test_subdistrict_names_never_repeat_inside_a_district(self) -> None:
        names = pd.Series([f"{code[:4]} {areas.name(code)}" for code in ALL_SUBDISTRICTS])
        assert names.is_unique

    def test_repeated_district_names(self) -> None:
        names = pd.Series([areas.full_name(code) for code in ALL_DISTRICTS])
        assert set(names[names.duplicated()]) == {"อำเภอเฉลิมพระเกียรติ"}


class TestResolve:
    @pytest.mark.parametrize(
        "spelling",
        [
            "เมือง",
            "อ.เมือง",
            "เมืองฯ",
            "อำเภอเมือง ฯ",
            "เมืองนครศรีธรรมราช",
            "เมืองนครฯ",
            "8001",
            8001,
            8001.0,
            "๘๐๐๑",
            "TH-8001",
        ],
    )
    def test_the_capital_district(self, spelling: object) -> None:
        assert resolved(spelling, "district", "80") == ("8001", "", "")

    @pytest.mark.parametrize(
        ("spelling", "code"),
        [
            ("กทม.", "10"),
            ("กรุงเทพฯ", "10"),
            ("กรุงเทพมหานคร", "10"),
            ("อยุธยา", "14"),
            ("นครศรีฯ", "80"),
            (np.int64(80), "80"),
            (80.0, "80"),
            ("80 - นครศรีธรรมราช", "80"),
            ("นครศรีธรรมราช (80)", "80"),
            ("นครศรีธรรมราช*", "80"),
        ],
    )
    def test_provinces_as_offices_write_them(self, spelling: object, code: str) -> None:
        assert resolved(spelling, "province") == (code, "", "")

    @pytest.mark.parametrize(
        ("spelling", "within", "code"),
        [
            ("นบพิตํา", "80", "8021"),
            ("ถ้ําพรรณรา", "80", "8018"),
            ("กุุสุมาลย์", "47", "4702"),
            ("เต่่างอย", "47", "4714"),
            ("บ้านม่วง", None, "4710"),
            ("บ้านนาสาร", None, "8412"),
            ("อ.บ้านนาสาร", "84", "8412"),
            ("เฉลิมพระเกียรติฯ", "80", "8023"),
            ("ลานสกา", "region-5", "8003"),
            ("ลานสกา", "national", "8003"),
            ("เขตจอมทอง", None, "1035"),
            ("อ.จอมทอง", None, "5002"),
            ("อ.เมือง จ.ตรัง", None, "9201"),
            ("อ.ลานสกา จ.นครศรีธรรมราช", "80", "8003"),
            ("8003 ลานสกา", "80", "8003"),
        ],
    )
    def test_districts_as_offices_write_them(self, spelling: str, within: str | None, code: str) -> None:
        assert resolved(spelling, "district", within) == (code, "", "")

    @pytest.mark.parametrize(
        ("spelling", "level", "within"),
        [
            ("เมือง", "district", None),
            ("เมืองนครฯ", "district", None),
            ("เฉลิมพระเกียรติ", "district", None),
            ("จอมทอง", "district", None),
            ("ในเมือง", "subdistrict", None),
            ("นครฯ", "province", None),
        ],
    )
    def test_what_several_areas_bear_is_ambiguous(self, spelling: str, level: str, within: str | None) -> None:
        assert resolved(spelling, level, within)[:2] == ("", "ambiguous")

    def test_a_code_and_a_name_that_disagree_are_ambiguous(self) -> None:
        assert resolved("8003 พรหมคีรี", "district", "80") == ("", "ambiguous", "8002")

    @pytest.mark.parametrize(
        ("spelling", "level", "within", "suggestion"),
        [
            ("ลานสะกา", "district", "80", "8003"),
            ("นครศีธรรมราช", "province", None, "80"),
            ("ตากใบ", "district", "80", "9602"),  # only in another province
            ("โนนสัง", "district", "30", "3903"),  # folds to โนนสูง of 30, but is a real name elsewhere
            ("อ.เมือง จ.ตรัง", "district", "80", "9201"),
            ("กระบี่", "district", None, "8101"),  # a province's name is most likely short for its capital
            ("9201", "district", "80", "9201"),  # a code outside its parent
            ("800301", "district", "80", "8003"),  # a code of a lower level
            ("03", "district", "80", "8003"),  # might also be an order number
            ("รวมอำเภอลานสกา", "district", "80", "8003"),  # a total is no district
            ("อ.ลานสกา (รวม)", "district", "80", "8003"),
            ("รวม", "district", "80", ""),
            ("8O", "province", None, ""),
            ("ซฆฌญ", "district", "80", ""),
            ("97", "province", None, ""),
        ],
    )
    def test_the_unknown_is_suggested_for_and_never_used(
        self, spelling: str, level: str, within: str | None, suggestion: str
    ) -> None:
        assert resolved(spelling, level, within) == ("", "unknown", suggestion)

    @pytest.mark.parametrize(
        ("spelling", "level", "within", "answer"),
        [
            ("4303", "district", None, ("3801", "", "")),  # moved to จังหวัดบึงกาฬ by the act of 2554
            ("บึงกาฬ", "district", "43", ("3801", "", "")),
            ("100205", "subdistrict", None, ("", "abolished", "102901")),  # successor by its name only
            ("บางซื่อ", "subdistrict", "1002", ("", "abolished", "102901")),
            ("104701", "subdistrict", None, ("", "abolished", "")),  # split into two
            ("2505", "district", None, ("", "abolished", "")),  # no successor recorded
            ("วังน้ำเย็น", "district", "25", ("", "abolished", "2704")),
            ("430301", "subdistrict", "80", ("", "unknown", "")),  # not in this province to begin with
        ],
    )
    def test_the_abolished_leads_on_only_where_certain(
        self, spelling: str, level: str, within: str | None, answer: tuple[str, str, str]
    ) -> None:
        assert resolved(spelling, level, within) == answer

    def test_a_minor_district_that_was_promoted_keeps_its_name(self) -> None:
        assert resolved("กิ่งอำเภอนบพิตำ", "district", "80") == ("8021", "", "")
        assert resolved("กิ่ง อ.ช้างกลาง", "district", "80") == ("8022", "", "")

    @pytest.mark.parametrize(
        ("spelling", "within", "code"),
        [
            ("800303", "80", "800303"),
            ("ต.ท่าดี", "80", "800303"),  # any level above will do
            ("800199", "8001", "800199"),  # a municipality
            ("หมู่ 3 บ้านนา ต.ท่าดี อ.ลานสกา จ.นครศรีธรรมราช", None, "800303"),
        ],
    )
    def test_subdistricts(self, spelling: str, within: str | None, code: str) -> None:
        assert resolved(spelling, "subdistrict", within) == (code, "", "")

    @pytest.mark.parametrize(
        ("spelling", "within", "code"),
        [
            ("80030305", None, "80030305"),
            (80019901.0, "80", "80019901"),
            ("หมู่ที่ 5", "800303", "80030305"),
            ("ม.๑๒", "800303", "80030312"),
            (5, "800303", "80030305"),
            ("หมู่ 3 บ้านนา ต.ท่าดี อ.ลานสกา จ.นครศรีธรรมราช", None, "80030303"),
            ("หมู่ 3 บ้านนา ต.ท่าดี", "8003", "80030303"),
        ],
    )
    def test_villages(self, spelling: object, within: str | None, code: str) -> None:
        assert resolved(spelling, "village", within) == (code, "", "")

    @pytest.mark.parametrize(
        ("spelling", "within"),
        [("80030901", None), ("80030305", "8004"), ("5", "8003"), ("บ้านนา", "800303"), ("หมู่ 3 ต.ท่าดี", "800301")],
    )
    def test_unknown_villages(self, spelling: str, within: str | None) -> None:
        code, problem, _ = resolved(spelling, "village", within)
        assert (code, problem) == ("", "unknown")

    @pytest.mark.parametrize("blank", [None, float("nan"), pd.NA, pd.NaT, "", "  ", "\u200b"])
    def test_a_blank_has_neither_code_nor_problem(self, blank: object) -> None:
        assert resolved(blank, "district", "80") == ("", "", "")

    def test_each_row_has_its_own_parent_and_the_index_stays(self) -> None:
        names = pd.Series(["เมือง", "เฉลิมพระเกียรติ", "เมือง", "ลานสกา"], index=[7, 7, 3, 1])
        found = areas.resolve(names, "district", pd.Series(["80", "30", None, ""], dtype=object))
        assert found.index.tolist() == [7, 7, 3, 1]
        assert found["code"].tolist() == ["8001", "3032", "", "8003"]
        assert found["problem"].tolist() == ["", "", "ambiguous", ""]

    def test_an_empty_column(self) -> None:
        found = areas.resolve(pd.Series([], dtype="str"), "district", "80")
        assert found.columns.tolist() == ["code", "problem", "suggestion"] and found.empty

    def test_wrong_requests(self) -> None:
        with pytest.raises(UsageError, match="Use one of: province, district"):
            areas.resolve(pd.Series(["80"]), "amphoe")
        with pytest.raises(ValueError, match="2 names have 1 parents"):
            areas.resolve(pd.Series(["เมือง", "เมือง"]), "district", pd.Series(["80"]))

    def test_speed_follows_the_distinct_names(self) -> None:
        codes = ALL_DISTRICTS[:900] * 100
        names = pd.Series([f"อ. {areas.name(code)}ฯ" for code in codes])
        parents = pd.Series([code[:2] for code in codes])
        started = time.perf_counter()
        found = areas.resolve(names, "district", parents)
        assert time.perf_counter() - started < 3
        assert found["code"].tolist() == codes


class TestMentioned:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("จังหวัดนครศรีธรรมราช", {"province": "80"}),
            ("จ.ชุมพร", {"province": "86"}),
            ("จังหวัด : ชุมพร", {"province": "86"}),
            ("จ.นครศรีฯ", {"province": "80"}),
            ("รายงานผลจังหวัดนครศรีธรรมราชประจำปี 2565", {"province": "80"}),
            ("สำนักงานพัฒนาชุมชนจังหวัดนครศรีธรรมราช", {"province": "80"}),
            ("สพจ.นครศรีธรรมราช", {"province": "80"}),
            ("อำเภอลานสกา", {"district": "8003"}),
            ("สพอ.ลานสกา", {"district": "8003"}),
            ("อำเภอเมืองนครศรีธรรมราช", {"district": "8001"}),
            ("อ.เมือง จ.ตรัง", {"province": "92", "district": "9201"}),
            ("ต.ท่าดีอ.ลานสกาจ.นครศรีธรรมราช", {"province": "80", "district": "8003", "subdistrict": "800303"}),
            ("อำเภอนบพิตํา จังหวัดนครศรีธรรมราช", {"province": "80", "district": "8021"}),
            ("เขตดุสิต กรุงเทพมหานคร", {"province": "10", "district": "1002"}),
            ("แขวงบางนาใต้เขตบางนากทม.", {"province": "10", "district": "1047", "subdistrict": "104703"}),
            ("otop_นครศรีธรรมราช_2565.xlsx", {"province": "80"}),
            ("OTOP เลย 2567", {"province": "42"}),
            ("กรมการพัฒนาชุมชน กรุงเทพฯ จังหวัดตรัง", {"province": "92"}),
            ("จังหวัดตรัง (จ.ตรัง)", {"province": "92"}),
            ("อ.พระนครศรีอยุธยา", {"district": "1401"}),
            ("ตำบลตลาด อ.เมือง จ.สุราษฎร์ธานี", {"province": "84", "district": "8401", "subdistrict": "840101"}),
        ],
    )
    def test_areas_written_with_the_word_for_their_level(self, text: str, found: dict[str, str]) -> None:
        assert areas.mentioned(text) == found

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Sheet1",
            "80",
            "ลานสกา",  # a district without its word, in no known province
            "ข้อมูลรายอำเภอ จังหวัด/อำเภอ/ตำบล",
            "ยอดจำหน่าย เดือน ต.ค. 65",
            "เขตตรวจราชการที่ 5",
            "ผอ.ลานสกา",
            "อำเภอเมือง",
            "อำเภอเฉลิมพระเกียรติ",
            "จ.ตรัง และ จ.พัทลุง",
            "ตรัง พัทลุง",
            "ต.ระนอง",
            "รายงานนครศรีธรรมราช",  # no token of its own
        ],
    )
    def test_nothing_is_guessed(self, text: str) -> None:
        assert areas.mentioned(text) == {}

    def test_several_areas_of_a_level_leave_that_level_out(self) -> None:
        assert areas.mentioned("อ.ลานสกา และ อ.พรหมคีรี จ.นครศรีธรรมราช") == {"province": "80"}

    def test_a_district_outside_the_province_named_is_left_out(self) -> None:
        assert areas.mentioned("อ.ลานสกา จ.ชุมพร") == {"province": "86"}
        assert areas.mentioned("อ.เมืองยาว จ.ลำปาง") == {"province": "52"}  # not เมืองลำปาง

    def test_a_known_province_helps(self) -> None:
        assert areas.mentioned("ลานสกา", within="80") == {"district": "8003"}
        assert areas.mentioned("2. เมือง", within="80") == {"district": "8001"}
        assert areas.mentioned("อ.เมือง", within="92") == {"district": "9201"}
        assert areas.mentioned("ตากใบ", within="80") == {}

    def test_every_full_address_is_read_back(self) -> None:
        wrong = []
        for code in ALL_SUBDISTRICTS:
            text = "".join(areas.full_name(code[:digits]) for digits in (6, 4, 2))
            found = areas.mentioned(f"{text}ประจำปี 2565")
            if found != {"province": code[:2], "district": code[:4], "subdistrict": code}:
                wrong.append((code, text, found))
        assert wrong == []
