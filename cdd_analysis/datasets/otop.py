"""Input tables of topic 3, OTOP (handbook 5.2)."""

from __future__ import annotations

from cdd_analysis.datasets.table import Column, Kind, Personal, Spread, Table, baht

CATEGORIES = {
    "food": ("อาหาร",),
    "drink": ("เครื่องดื่ม",),
    "cloth": ("ผ้าและเครื่องแต่งกาย", "ผ้า เครื่องแต่งกาย", "ผ้า/เครื่องแต่งกาย"),
    "household": (
        "ของใช้ ของตกแต่ง และของที่ระลึก",
        "ของใช้/ของตกแต่ง/ของที่ระลึก",
        "เครื่องใช้และเครื่องประดับตกแต่ง",
    ),
    "herb": ("สมุนไพรที่ไม่ใช่อาหาร", "สมุนไพรที่ไม่ใช่อาหารและยา"),
    "all": ("รวมทุกประเภท", "ทุกประเภท"),
}
CHANNELS = {
    "domestic_offline": ("ในประเทศ(ออฟไลน์)", "ในประเทศ ออฟไลน์"),
    "domestic_online": ("ในประเทศ(ออนไลน์)", "ในประเทศ ออนไลน์"),
    "foreign_offline": ("ต่างประเทศ(ออฟไลน์)", "ต่างประเทศ ออฟไลน์"),
    "foreign_online": ("ต่างประเทศ(ออนไลน์)", "ต่างประเทศ ออนไลน์"),
    "shop": ("ในชุมชน/ร้านค้า", "ร้านค้าในชุมชน", "ในชุมชน"),
    "fair": ("งานแสดงสินค้า", "งานแสดงและจำหน่ายสินค้า"),
    "online": ("ออนไลน์", "ช่องทางออนไลน์"),
    "modern_trade": ("ห้าง/โมเดิร์นเทรด", "ห้างสรรพสินค้า", "โมเดิร์นเทรด"),
    "export": ("ส่งออก",),
    "government": ("หน่วยงานราชการ",),
    "all": ("รวมทุกช่องทาง", "ทุกช่องทาง"),
}

SALES = Table(
    name="otop_sales",
    title="ยอดจำหน่ายผลิตภัณฑ์ OTOP รายเดือน",
    row="an area x month x category x channel; category and channel are 'all' where not split, "
    "month is missing in annual rows",
    is_area=True,
    national=True,
    merged=True,
    spread=Spread("sales_baht", by=("month", "category", "channel")),
    key=("area", "fiscal_year", "month", "category", "channel"),
    columns=(
        Column("month", Kind.MONTH, "เดือน", ("ประจำเดือน", "เดือน/ปี")),
        Column("category", Kind.CHOICE, "ประเภทผลิตภัณฑ์", ("ประเภท",), choices=CATEGORIES),
        Column("channel", Kind.CHOICE, "ช่องทางการจำหน่าย", ("ช่องทาง", "ช่องทางจำหน่าย"), choices=CHANNELS),
        Column(
            "sales_baht",
            Kind.BAHT,
            "ยอดจำหน่าย (บาท)",
            (
                "ยอดขาย",
                "รายได้จากการจำหน่าย",
                "มูลค่าการจำหน่าย",
                "รายได้จากการจำหน่ายสินค้าหนึ่งตำบล หนึ่งผลิตภัณฑ์(รวมยอดขายออนไลน์)",
                "รายได้จากการจำหน่ายสินค้าหนึ่งตำบล หนึ่งผลิตภัณฑ์",
            ),
            required=True,
            least=0,
            additive=True,
            flow="flow",
        ),
        Column("target_baht", Kind.BAHT, "เป้าหมาย (บาท)", ("เป้าหมาย", "เป้าหมายยอดจำหน่าย"), least=0, additive=True),
        Column(
            "reporters",
            Kind.COUNT,
            "จำนวนผู้ประกอบการที่รายงาน",
            ("ผู้ประกอบการที่รายงาน", "จำนวนผู้รายงาน"),
            least=0,
            additive=True,
        ),
    ),
)

PRODUCERS = Table(
    name="otop_producers",
    title="ทะเบียนผู้ผลิต ผู้ประกอบการ OTOP",
    row="a registered producer",
    year=None,
    key=("producer_id",),
    columns=(
        Column("producer_id", Kind.CODE, "รหัสผู้ผลิต", ("รหัสผู้ประกอบการ", "เลขทะเบียนผู้ผลิต"), required=True),
        Column("producer_name", Kind.TEXT, "ชื่อกลุ่ม/ราย", ("ชื่อผู้ผลิต", "ชื่อกลุ่ม"), personal=Personal.DROP),
        Column(
            "producer_type",
            Kind.CHOICE,
            "ประเภทผู้ผลิต",
            ("ประเภทผู้ประกอบการ",),
            required=True,
            choices={
                "group": ("กลุ่มผู้ผลิตชุมชน", "กลุ่ม"),
                "owner": ("เจ้าของรายเดียว", "รายเดียว"),
                "sme": ("SMEs", "SME", "วิสาหกิจขนาดกลางและขนาดย่อม"),
            },
        ),
        Column("registered_year", Kind.YEAR, "ปีที่ลงทะเบียน", ("ปีลงทะเบียน",)),
        Column(
            "producer_status",
            Kind.CHOICE,
            "สถานะ",
            ("สถานะผู้ผลิต",),
            choices={"active": ("ดำเนินการ", "ยังดำเนินการ", "ปกติ", "active"), "closed": ("ยกเลิก", "เลิกกิจการ")},
        ),
        # Of the fiscal year to the day of the data, of the same months a year before, and their mean over three years.
        baht("sales_baht", "ยอดจำหน่ายปีนี้ (บาท)", "ยอดจำหน่ายสะสมปีนี้", "ยอดขายปีนี้"),
        baht("sales_last_year_baht", "ยอดจำหน่ายปีก่อน (บาท)", "ยอดจำหน่ายปีก่อนช่วงเดียวกัน", "ยอดขายปีก่อน"),
        baht("sales_mean_baht", "ยอดจำหน่ายเฉลี่ย 3 ปี (บาท)", "ยอดจำหน่ายเฉลี่ย 3 ปีก่อน", "ยอดขายเฉลี่ย 3 ปี"),
    ),
)

PRODUCTS = Table(
    name="otop_products",
    title="ทะเบียนผลิตภัณฑ์ OTOP",
    row="a registered product x fiscal year",
    key=("fiscal_year", "product_id"),
    columns=(
        Column("product_id", Kind.CODE, "รหัสผลิตภัณฑ์", ("รหัสสินค้า",), required=True),
        Column("producer_id", Kind.CODE, "รหัสผู้ผลิต", ("รหัสผู้ประกอบการ",)),
        Column("product_name", Kind.TEXT, "ชื่อผลิตภัณฑ์", ("ชื่อสินค้า",)),
        Column("category", Kind.CHOICE, "ประเภทผลิตภัณฑ์", ("ประเภท",), choices=CATEGORIES),
        Column(
            "quadrant",
            Kind.CHOICE,
            "Quadrant",
            ("Quadrant/ระดับ", "กลุ่มผลิตภัณฑ์ (Quadrant)", "ระดับ"),
            required=True,
            choices={
                "A": ("A", "ดาวเด่นสู่สากล"),
                "B": ("B", "เอกลักษณ์สร้างคุณค่า", "อนุรักษ์สร้างคุณค่า"),
                "C": ("C", "พัฒนาสู่การแข่งขัน"),
                "D": ("D", "ปรับตัวสู่การพัฒนา"),
            },
        ),
        Column("stars", Kind.COUNT, "ดาว", ("ระดับดาว", "ดาว (ปีที่คัดสรร)"), least=1, most=5),
        Column("standards", Kind.TEXT, "มาตรฐาน", ("มาตรฐานที่ได้รับ",)),
        baht("sales_baht", "ยอดจำหน่าย (บาท)", "ยอดจำหน่ายผลิตภัณฑ์", "ยอดขาย", "ยอดจำหน่ายปีนี้"),
    ),
)

TODAY = Table(
    name="otop_today",
    title="รายการสินค้าใน OTOP TODAY",
    row="a listing in OTOP TODAY",
    year=None,
    key=("product_id",),
    columns=(
        Column("product_id", Kind.CODE, "รหัสผลิตภัณฑ์", ("รหัสสินค้า",), required=True),
        Column("category", Kind.CHOICE, "ประเภทผลิตภัณฑ์", ("ประเภท",), choices=CATEGORIES),
        Column("has_detail", Kind.PRESENCE, "รายละเอียดผลิตภัณฑ์", ("รายละเอียด", "รายละเอียดสินค้า")),
        Column("price_baht", Kind.BAHT, "ราคา (บาท)", ("ราคา",), least=0),
        Column("has_image", Kind.PRESENCE, "รูปภาพ", ("ภาพสินค้า",)),
        Column("has_producer", Kind.PRESENCE, "ผู้ผลิต", ("ชื่อผู้ผลิต",), personal=Personal.DROP),
        Column("contact", Kind.PHONE, "เบอร์โทร", ("เบอร์โทรศัพท์", "โทรศัพท์", "ช่องทางติดต่อ"), personal=Personal.DROP),
        Column("has_channel", Kind.PRESENCE, "ช่องทางการจำหน่าย (ลิงก์)", ("ช่องทางการจำหน่าย", "ลิงก์")),
        Column("link_works", Kind.FLAG, "ลิงก์ใช้งานได้", ("เปิดลิงก์ได้", "สถานะลิงก์")),
        Column("updated_date", Kind.DATE, "วันที่ปรับปรุงล่าสุด", ("ปรับปรุงล่าสุด", "วันที่ปรับปรุง"), required=True),
    ),
)

TABLES = (SALES, PRODUCERS, PRODUCTS, TODAY)
