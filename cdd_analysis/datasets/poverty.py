"""Input tables of topic 1, poverty (handbook 3.2).

``poverty_areas`` is the TPMAP open extract: the ``common`` file of an area level gives its survey counts, the file of
all five dimensions (mask 11111) its poor. Files of a single dimension repeat one column of the latter and are controls.
"""

from __future__ import annotations

import pandas as pd

from cdd_analysis.datasets.rules import at_most, quotient
from cdd_analysis.datasets.table import Column, Kind, Personal, Table, chosen

DIMENSIONS = ("health", "living", "education", "income", "access")
DIMENSION_LABELS = {
    "health": "สุขภาพ",
    "living": "ความเป็นอยู่",
    "education": "การศึกษา",
    "income": "รายได้",
    "access": "การเข้าถึงบริการรัฐ",
}
INDICATORS = range(1, 32)


def _count(name: str, label: str, *headings: str, required: bool = False) -> Column:
    return Column(name, Kind.COUNT, label, headings, required=required, least=0, additive=True)


def single_dimension(rows: pd.DataFrame) -> list[str] | None:
    """Whether a file is an extract of one dimension only, told by its content, and which columns it can check.

    Such a file repeats one column of the headline file (its other counts are of that dimension's poor alone). Returns
    None for data, else the columns to compare: none where no dimension is filled at all.
    """
    dimensions = rows[[f"target_{key}" for key in DIMENSIONS]]
    if rows.empty or dimensions.isna().all(axis=None):
        return None
    filled = list(dimensions.columns[(dimensions.fillna(0) != 0).any()])
    return filled if len(filled) < 2 else None


AREAS = Table(
    name="poverty_areas",
    title="ข้อมูลคนจนเป้าหมายรายพื้นที่ (TPMAP/จปฐ.)",
    row="an area x BMN (จปฐ.) year; area_id is the source's own id",
    year="bmn_year",
    is_area=True,
    national=True,
    merged=True,
    key=("area", "area_id", "bmn_year"),
    file_year=r"^(?P<year>\d\d)_(?:\d\d_)?(?:country|province|amphur|tambol|tumbol|village)_",
    control=single_dimension,
    rules=(
        at_most("persons_poor_registered", "persons_poor_bmn"),
        at_most("persons_target_poor", "persons_poor_registered"),
    ),
    columns=(
        Column("area_id", Kind.CODE, "รหัสพื้นที่ในแหล่งข้อมูล"),
        Column("is_municipality", Kind.FLAG, "เป็นเทศบาล"),
        Column("welfare_year", Kind.YEAR, "ปีข้อมูลบัตรสวัสดิการแห่งรัฐ"),
        _count("hh_surveyed", "จำนวนครัวเรือนที่สำรวจ", "household.CNT", "ครัวเรือนที่สำรวจ"),
        _count("persons_surveyed", "จำนวนคนที่สำรวจ", "HOUSEMEMBER_CNT"),
        _count("persons_registered", "ผู้ลงทะเบียนสวัสดิการแห่งรัฐ", "MOF_REG_CNT"),
        _count("persons_registered_valid", "ผู้ลงทะเบียนสวัสดิการแห่งรัฐที่ผ่านการตรวจสอบ", "MOF_VAL_CNT"),
        _count("elderly", "ผู้สูงอายุ", "ELDERLY_CNT"),
        _count("disabled", "ผู้พิการ", "DISABLED_CNT"),
        _count("chronic_patients", "ผู้ป่วยเรื้อรัง", "CHRONICPATIENT_CNT"),
        Column("happiness_score", Kind.NUMBER, "คะแนนความสุข", ("happiness",), least=0, most=10),
        *(_count(f"ind_{i:02d}_base", f"ตัวชี้วัดที่ {i} ฐาน (คน)", f"indicator{i}.ALL") for i in INDICATORS),
        *(_count(f"ind_{i:02d}_fail", f"ตัวชี้วัดที่ {i} ไม่ผ่าน (คน)", f"indicator{i}.CNT") for i in INDICATORS),
        _count("hh_poor_bmn", "จำนวนครัวเรือน (จปฐ.) ที่จน", "poor.household.CNT", "ครัวเรือนยากจน", "จำนวนครัวเรือนยากจน"),
        _count("persons_poor_bmn", "จำนวนคน (จปฐ.) ที่จน", "poor.JPT.CNT"),
        _count("persons_poor_registered", "จำนวนคนจนที่ลงทะเบียนสวัสดิการแห่งรัฐ", "poor.JPT.MOFreg.CNT"),
        _count("persons_target_poor", "คนจนเป้าหมาย", "poor.JPT.MOFval.CNT"),
        _count("target_health", "คนจนเป้าหมายด้านสุขภาพ", "poor.JPT.MOFval.health"),
        _count("target_living", "คนจนเป้าหมายด้านความเป็นอยู่", "poor.JPT.MOFval.living"),
        _count("target_education", "คนจนเป้าหมายด้านการศึกษา", "poor.JPT.MOFval.education"),
        _count("target_income", "คนจนเป้าหมายด้านรายได้", "poor.JPT.MOFval.income"),
        _count("target_access", "คนจนเป้าหมายด้านการเข้าถึงบริการรัฐ", "poor.JPT.MOFval.accessibility"),
        Column(
            "target_poor_rate_pct",
            Kind.PCT,
            "สัดส่วนคนจนเป้าหมาย (ร้อยละ)",
            ("JPT.MOFval.pov.rate",),
            least=0,
            most=100,
            typed="percent",
        ),
        *(_count(f"ind_{i:02d}", f"คนจนเป้าหมายที่ตกตัวชี้วัดที่ {i}", f"poor.JPT.MOFval.ind{i}.CNT") for i in INDICATORS),
    ),
)

VILLAGE_NAMES = Table(
    name="village_names",
    title="รายชื่อหมู่บ้าน",
    row="a village code and its name (reference)",
    year=None,
    is_area=True,
    key=("area",),
    columns=(Column("village_name", Kind.TEXT, "ชื่อหมู่บ้าน", ("village_name",), required=True),),
)

#: Who lists a household; a row that does not say is of the house file.
LISTS = {
    "house_file": ("แฟ้มบ้าน", "แฟ้มบ้านพัฒนาคนไทย"),
    "tpmap": ("TPMAP",),
    "survey": ("สำรวจเพิ่ม", "สำรวจเพิ่มเติม"),
}
HOUSEHOLDS = Table(
    name="target_households",
    title="ทะเบียนครัวเรือนเป้าหมาย (แฟ้มบ้าน)",
    row="a target household x fiscal year in one list: the house file, TPMAP or an added survey",
    key=("fiscal_year", "list_source", "house_id"),
    loose=("list_source",),
    rules=(quotient("income_pc", "income_hh", "members", within="poverty.income_mismatch_baht"),),
    columns=(
        Column(
            "house_id", Kind.CODE, "เลขรหัสประจำบ้าน", ("รหัสประจำบ้าน", "รหัสบ้าน"), required=True, personal=Personal.HASH
        ),
        chosen("list_source", "แหล่งบัญชี", "แหล่งข้อมูลบัญชี", choices=LISTS),
        Column("house_no", Kind.TEXT, "บ้านเลขที่", personal=Personal.DROP),
        Column(
            "head_name", Kind.TEXT, "ชื่อหัวหน้าครัวเรือน", ("ชื่อ-สกุล", "ชื่อ - สกุล", "หัวหน้าครัวเรือน"), personal=Personal.DROP
        ),
        Column("citizen_id", Kind.CODE, "เลขประจำตัวประชาชน", personal=Personal.DROP),
        Column("phone", Kind.TEXT, "เบอร์โทรศัพท์", ("โทรศัพท์",), personal=Personal.DROP),
        Column("bmn_year", Kind.YEAR, "ปี จปฐ.", ("จปฐ. ปี", "ปีข้อมูล จปฐ.")),
        Column("members", Kind.COUNT, "จำนวนสมาชิก (คน)", ("สมาชิกในครัวเรือน",), least=1, most=40),
        Column("income_hh", Kind.BAHT, "รายได้ครัวเรือน (บาท/ปี)", least=0),
        Column("income_pc", Kind.BAHT, "รายได้เฉลี่ยต่อคนต่อปี (บาท)", ("รายได้เฉลี่ยต่อคนต่อปี",), least=0),
        Column("income_pc_latest", Kind.BAHT, "รายได้เฉลี่ยต่อคนต่อปีหลังช่วยเหลือ (บาท)", ("รายได้เฉลี่ยล่าสุด",), least=0),
        *(
            Column(f"dim_{key}", Kind.FLAG, f"ตกเกณฑ์มิติ{DIMENSION_LABELS[key]}", (f"ตกเกณฑ์มิติ {n}", f"มิติที่ {n}"))
            for n, key in enumerate(DIMENSIONS, 1)
        ),
        Column(
            "verify_status",
            Kind.CHOICE,
            "ผลการสอบทาน",
            choices={
                "found": ("พบ", "พบตัว"),
                "not_found": ("ไม่พบ", "ไม่พบตัว"),
                "moved": ("ย้าย", "ย้ายออก", "ย้ายที่อยู่"),
                "died": ("เสียชีวิต", "ตาย"),
                "refused": ("ปฏิเสธ", "ไม่ประสงค์รับความช่วยเหลือ"),
                "duplicate": ("ซ้ำ", "ซ้ำซ้อน"),
            },
        ),
        Column(
            "hh_class",
            Kind.CHOICE,
            "ประเภทครัวเรือน",
            choices={"develop": ("พัฒนาได้",), "welfare": ("สงเคราะห์", "ต้องสงเคราะห์")},
        ),
        Column("potential", Kind.TEXT, "ศักยภาพครัวเรือน"),
        Column("plan_exists", Kind.FLAG, "แผนรายครัวเรือน", ("มีแผนรายครัวเรือน",)),
        Column("menu_code", Kind.CODE, "เมนูแก้จน"),
        Column(
            "stage",
            Kind.CHOICE,
            "ระดับ",
            ("ระดับครัวเรือน", "ระดับ (อยู่รอด/พอเพียง/ยั่งยืน)"),
            choices={"1": ("อยู่รอด", "1"), "2": ("พอเพียง", "2"), "3": ("ยั่งยืน", "3")},
        ),
        Column("recorded_date", Kind.DATE, "วันที่บันทึกล่าสุด", ("วันที่บันทึก",)),
        Column("recorded_by_id", Kind.CODE, "ผู้บันทึก", personal=Personal.HASH),
    ),
)

HELP = Table(
    name="household_help",
    title="บันทึกการช่วยเหลือครัวเรือนเป้าหมาย",
    row="a help record: household x dimension x agency",
    key=(),
    columns=(
        Column(
            "house_id", Kind.CODE, "เลขรหัสประจำบ้าน", ("รหัสประจำบ้าน", "รหัสบ้าน"), required=True, personal=Personal.HASH
        ),
        Column(
            "dimension",
            Kind.CHOICE,
            "มิติ",
            ("มิติที่ช่วยเหลือ", "ด้าน"),
            choices={key: (label, f"ด้าน{label}", f"มิติ{label}") for key, label in DIMENSION_LABELS.items()},
        ),
        Column("agency", Kind.TEXT, "หน่วยงานที่ให้ความช่วยเหลือ", ("หน่วยงาน",), required=True),
        Column("help_date", Kind.DATE, "วันที่ช่วยเหลือ"),
        Column("help_value_baht", Kind.BAHT, "มูลค่า (บาท)", ("มูลค่าการช่วยเหลือ", "มูลค่า"), least=0),
        Column(
            "help_result",
            Kind.CHOICE,
            "ผล",
            ("ผลการช่วยเหลือ", "ผลการดำเนินงาน"),
            choices={
                "solved": ("แก้ไขแล้ว", "แก้ไขปัญหาได้แล้ว", "สำเร็จ"),
                "in_progress": ("อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ"),
                "unsolved": ("แก้ไขไม่ได้", "ยังไม่แก้ไข"),
            },
        ),
    ),
)

TABLES = (AREAS, VILLAGE_NAMES, HOUSEHOLDS, HELP)
