"""Thai names of categories and channels, as they are printed."""

from __future__ import annotations

CATEGORIES = {
    "food": "อาหาร",
    "drink": "เครื่องดื่ม",
    "cloth": "ผ้าและเครื่องแต่งกาย",
    "household": "ของใช้ ของตกแต่ง และของที่ระลึก",
    "herb": "สมุนไพรที่ไม่ใช่อาหาร",
}
CHANNELS = {
    "domestic_offline": "ในประเทศ (ออฟไลน์)",
    "domestic_online": "ในประเทศ (ออนไลน์)",
    "foreign_offline": "ต่างประเทศ (ออฟไลน์)",
    "foreign_online": "ต่างประเทศ (ออนไลน์)",
    "shop": "ในชุมชน/ร้านค้า",
    "fair": "งานแสดงสินค้า",
    "online": "ออนไลน์",
    "modern_trade": "ห้าง/โมเดิร์นเทรด",
    "export": "ส่งออก",
    "government": "หน่วยงานราชการ",
}
#: Stands for a category or channel that could not be read, as a code and as a word.
UNKNOWN = "ไม่ทราบ"
