"""What is wrong with a row, as rows of their own: one Thai sentence each that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from cdd_analysis.ingest.personal import MASK, masked

__all__ = ["COLUMNS", "MASK", "RULES", "Rule", "problem", "problems_frame"]

COLUMNS = (
    "table",
    "source_file",
    "source_sheet",
    "source_row",
    "column",
    "value",
    "rule",
    "severity",
    "message",
    "province_code",
    "district_code",
)


@dataclass(frozen=True)
class Rule:
    """A rule of reading. ``fix``: the value was set aside; ``check``: kept, needs eyes; ``info``: to be known."""

    severity: str
    message: str


RULES: Mapping[str, Rule] = {
    "unreadable_number": Rule("fix", "ช่อง “{label}” ต้องเป็นตัวเลข แต่พบ “{value}” โปรดแก้เป็นตัวเลขแล้วส่งใหม่"),
    "error_cell": Rule("fix", "ช่อง “{label}” เป็นสูตรที่เสีย ({value}) โปรดใส่ตัวเลขแทนสูตรแล้วส่งใหม่"),
    "broken_column": Rule("fix", "คอลัมน์ “{label}” เป็นสูตรที่เสียทุกแถว ({value}) จึงใช้ไม่ได้ทั้งคอลัมน์ โปรดใส่ตัวเลขแทนสูตรแล้วส่งใหม่"),
    "no_figure": Rule("info", "คอลัมน์ “{label}” มี {expected} แถวที่ระบุว่า “{value}” จึงถือว่าไม่มีข้อมูล ไม่ใช่ศูนย์"),
    "read_as_fraction": Rule("info", "คอลัมน์ “{label}” พิมพ์เป็นสัดส่วน เช่น {value} จึงอ่านเป็นร้อยละ เช่น {expected}"),
    "fraction_or_percent": Rule(
        "check",
        "คอลัมน์ “{label}” มีค่าไม่เกิน 1.5 ทุกแถว เช่น {value} ใช้เป็นร้อยละ {value} แต่อาจเป็นร้อยละ {expected} โปรดยืนยัน",
    ),
    "impossible_number": Rule(
        "check", "ค่าในช่อง “{label}” คือ {value} ซึ่งอยู่นอกช่วงที่เป็นไปได้ ({expected}) โปรดตรวจสอบกับต้นทาง"
    ),
    "fraction_of_count": Rule("check", "ช่อง “{label}” ควรเป็นจำนวนเต็ม แต่พบ {value} โปรดตรวจสอบกับต้นทาง"),
    "impossible_date": Rule("check", "วันที่ในช่อง “{label}” คือ {value} ซึ่ง{expected} โปรดตรวจสอบกับต้นทาง"),
    "unlisted_choice": Rule("check", "ค่าในช่อง “{label}” คือ “{value}” ซึ่งไม่อยู่ในรายการ ({expected}) โปรดตรวจสอบกับต้นทาง"),
    "bad_area_code": Rule("check", "รหัส{label} “{value}” ไม่เป็นไปตามแบบ ({expected}) โปรดตรวจสอบกับทะเบียนเขตปกครอง"),
    "typed_percent": Rule("check", "ร้อยละในช่อง “{label}” พิมพ์ไว้ {value} แต่คำนวณได้ {expected} โปรดตรวจสอบและแก้ที่ต้นทาง"),
    "row_rule": Rule("check", "ข้อมูลในแถวนี้ไม่สอดคล้องกัน: {expected}"),
    "blank_required": Rule("check", "ช่อง “{label}” ว่าง ทั้งที่ทุกรายการต้องมี โปรดเติมแล้วส่งใหม่"),
    "unreadable_date": Rule("fix", "ช่อง “{label}” ต้องเป็นวันที่ แต่พบ “{value}” โปรดแก้เป็น วัน/เดือน/ปี พ.ศ. แล้วส่งใหม่"),
    "ambiguous_date": Rule(
        "fix", "ปีของวันที่ “{value}” ในช่อง “{label}” อาจเป็น {expected} จึงยังไม่ใช้ โปรดเขียนปี พ.ศ. สี่หลักแล้วส่งใหม่"
    ),
    "date_without_year": Rule("fix", "วันที่ “{value}” ในช่อง “{label}” ไม่มีปี และหัวเรื่องไม่บอกปีที่แน่ชัด โปรดเติมปี พ.ศ. แล้วส่งใหม่"),
    "mixed_eras": Rule(
        "check",
        "คอลัมน์ “{label}” ใช้ทั้งปี พ.ศ. (เช่น {value}) และปี ค.ศ. (เช่น {expected}) จึงอ่านตามปีของแต่ละช่อง โปรดตรวจ",
    ),
    "date_of_period": Rule("info", "คอลัมน์ “{label}” มีวันที่ที่ไม่มีปี {value} แถว จึงใช้ปีตามช่วงของรายงาน ({expected})"),
    "unreadable_month": Rule("fix", "อ่านเดือนจากช่อง “{label}” ไม่ได้ (“{value}”) โปรดแก้เป็นชื่อเดือนและปี พ.ศ. แล้วส่งใหม่"),
    "unreadable_year": Rule("fix", "อ่านปีจากช่อง “{label}” ไม่ได้ (“{value}”) โปรดแก้เป็นปี พ.ศ. สี่หลักแล้วส่งใหม่"),
    "calendar_years": Rule(
        "check", "คอลัมน์ “{label}” เรียง ต.ค.–ธ.ค. ไว้หลัง ก.ย. ของปีเดียวกัน ({value}) จึงอ่านเป็นปีปฏิทิน โปรดยืนยัน"
    ),
    "month_outside_year": Rule(
        "check",
        "คอลัมน์ “{label}” ไม่ตรงกับเดือนในแถวเดียวกัน ({value} อยู่ในปีงบประมาณ {expected}) ใช้ตามเดือน โปรดตรวจสอบและแก้ปี",
    ),
    "unclear_years": Rule(
        "check",
        "ลำดับเดือนในคอลัมน์ “{label}” ไม่แน่ชัดว่าเป็นปีงบประมาณ ({value} อาจเป็น {expected}) ใช้เป็นปีงบประมาณตามหัวตาราง โปรดยืนยัน",
    ),
    "unclear_year": Rule(
        "fix", "“{value}” อาจเป็น {expected} เพราะ “{label}” ไม่บอกว่าเป็นปีงบประมาณ แถวนี้ยังไม่ถูกนับ โปรดใส่ปีงบประมาณแล้วส่งใหม่"
    ),
    "unreadable_ratio": Rule("fix", "ช่อง “{label}” ต้องเป็นอัตราส่วน เช่น {expected} แต่พบ “{value}” โปรดแก้แล้วส่งใหม่"),
    "unknown_choice": Rule("fix", "ไม่รู้จักค่า “{value}” ในช่อง “{label}” โปรดใช้ค่าใดค่าหนึ่งใน {expected}"),
    "unknown_flag": Rule("fix", "ช่อง “{label}” ต้องเป็น มี/ไม่มี หรือ ใช่/ไม่ใช่ แต่พบ “{value}” โปรดแก้แล้วส่งใหม่"),
    "unknown_area": Rule("fix", "ไม่พบพื้นที่ชื่อ “{value}” ในทะเบียนเขตปกครอง{expected} แถวนี้ยังไม่ถูกนับ โปรดแก้ชื่อให้ตรงแล้วส่งใหม่"),
    "ambiguous_area": Rule("fix", "ชื่อ “{value}” ตรงกับพื้นที่มากกว่าหนึ่งแห่ง แถวนี้ยังไม่ถูกนับ โปรดระบุจังหวัดหรืออำเภอให้ครบ"),
    "abolished_area": Rule("fix", "“{value}” ถูกยุบหรือแยกแล้วและไม่ทราบพื้นที่ปัจจุบันแน่ชัด แถวนี้ยังไม่ถูกนับ โปรดระบุพื้นที่ปัจจุบัน"),
    "local_body": Rule(
        "fix",
        "“{value}” เป็นองค์กรปกครองท้องถิ่น ไม่ใช่อำเภอหรือตำบล แถวนี้ยังไม่ถูกนับ โปรดแยกเป็นรายอำเภอหรือตำบล หรือใช้รหัสเทศบาล 6 หลัก",
    ),
    "province_row": Rule(
        "fix",
        "แถว “{value}” อาจเป็นยอดรวมทั้งจังหวัด หรือเป็นส่วนของ สพจ. เอง จึงยังไม่ถูกนับ โปรดเขียน “รวม” หรือย้ายไปคอลัมน์จังหวัด",
    ),
    "no_area": Rule("fix", "แถวนี้ไม่บอกว่าเป็นของพื้นที่ใด จึงยังไม่ถูกนับ โปรดใส่ชื่อจังหวัดหรืออำเภอแล้วส่งใหม่"),
    "no_year": Rule("check", "ไม่พบปีงบประมาณหรือปีข้อมูลในตาราง หัวเรื่อง หรือชื่อไฟล์ จึงยังไม่ถูกนับในปีใด โปรดระบุปีแล้วส่งใหม่"),
    "no_key": Rule("check", "ช่อง “{label}” ว่าง จึงตรวจไม่ได้ว่าซ้ำกับรายการอื่นหรือไม่ โปรดเติมแล้วส่งใหม่"),
    "too_many_cells": Rule(
        "fix", "แถวนี้มีช่องมากกว่าหัวตาราง (“{value}”) อาจมีจุลภาคที่ไม่ได้ใส่เครื่องหมายคำพูด แถวนี้ยังไม่ถูกนับ โปรดตรวจแล้วส่งใหม่"
    ),
    "scratch_cell": Rule("info", "มีข้อความอยู่นอกตาราง (“{value}”) จึงไม่ถูกนำเข้า"),
    "personal_text": Rule("info", "ช่อง “{label}” มี{expected} ระบบปิดไว้เป็น {value} ไม่จัดเก็บ โปรดอย่าใส่ข้อมูลส่วนบุคคลในช่องนี้"),
    "damaged_id": Rule("check", "เลขในช่อง “{label}” ไม่ครบหลักหรือหลักตรวจสอบไม่ถูกต้อง โปรดตรวจเลขกับต้นทางแล้วส่งใหม่"),
    "id_as_code": Rule(
        "check", "รหัสในช่อง “{label}” เป็นเลขประจำตัวหรือเบอร์โทรของบุคคล จึงเก็บเป็นรหัสลับแทน โปรดใช้รหัสของทะเบียน"
    ),
    "hidden": Rule("info", "แผ่นงานนี้ซ่อน{label}ไว้ ({value}) ข้อมูลที่ซ่อนถูกอ่านด้วย หากไม่ต้องการให้ใช้ โปรดลบออกแล้วส่งใหม่"),
    "no_value": Rule("info", "แถวนี้มีชื่อพื้นที่แต่ไม่มีตัวเลข ถือว่ายังไม่รายงาน ไม่ใช่ศูนย์"),
    "conflict": Rule(
        "check", "รายการเดียวกันมีค่าต่างกันในสองแหล่งและไม่ทราบว่าแหล่งใดใหม่กว่า ({value}) ยังไม่ใช้ทั้งสองค่า โปรดยืนยันค่าที่ถูก"
    ),
    "superseded": Rule("check", "รายการเดียวกันมีค่าต่างกัน ({value}) ใช้ค่าจากข้อมูล ณ วันที่ล่าสุด โปรดตรวจสอบ"),
    "repeated_rows": Rule("info", "มี {value} แถวที่ซ้ำกับแผ่นงานหรือไฟล์อื่นทุกช่อง จึงนับครั้งเดียว"),
    "other_year": Rule(
        "check", "แผ่นงานนี้เป็นข้อมูลปี {value} แต่แผ่นอื่นในไฟล์เป็นปี {expected} จึงเก็บแยกไว้ในปี {value} โปรดตรวจสอบ"
    ),
    "scale_slip": Rule(
        "check",
        "ค่ากลางของ “{label}” ในแผ่นนี้คือ {value} แต่แหล่งอื่นของพื้นที่เดียวกันคือ {expected} อาจใช้หน่วยต่างกัน โปรดตรวจหน่วย",
    ),
    "proven_periods": Rule("info", "{value} ในช่อง “{label}” ครอบเวลาซ้อนกัน ตัวเลขแสดงว่า {expected} จึงไม่ควรนำมาบวกกัน"),
    "overlapping_periods": Rule(
        "check", "{value} ในช่อง “{label}” ครอบเวลาซ้อนกัน ยอดอาจเป็น {expected} จึงเก็บแยกกันไม่นำมาบวก โปรดยืนยัน"
    ),
    "running_sum": Rule("info", "คอลัมน์ “{value}” เป็นยอดสะสม จึงใช้ตรวจกับผลรวมรายเดือน ไม่นำเข้าเป็นยอดของเดือน"),
    "own_spelling": Rule("info", "อ่าน “{value}” ในช่อง “{label}” เป็น {expected} ตามรายการคำสะกดของโครงการ"),
    "control": Rule("check", "ยอดที่พิมพ์ไว้ ({value}) ไม่ตรงกับผลรวมที่คำนวณได้ ({expected}) {label} โปรดตรวจสอบและแก้ที่ต้นทาง"),
    "national_assumed": Rule("info", "ตารางนี้ไม่ระบุพื้นที่ จึงถือเป็นข้อมูลทั้งประเทศ"),
    "context_assumed": Rule("info", "ใช้{label}จาก{expected} ({value}) เพราะในตารางไม่ได้ระบุ"),
    "lone_text": Rule("info", "แถวนี้มีข้อความเพียงช่องเดียว (“{value}”) จึงถือเป็นหัวข้อ ไม่ใช่ข้อมูล"),
    "area_filled_down": Rule("info", "ชื่อพื้นที่ในแถวนี้ว่าง จึงใช้ชื่อจากแถวบนในกลุ่มเดียวกัน ({value})"),
    "ambiguous_column": Rule(
        "check", "หัวคอลัมน์ “{value}” อาจหมายถึง {expected} จึงยังไม่นำเข้า โปรดเขียนหัวคอลัมน์ให้ชัดเจนตามแบบแล้วส่งใหม่"
    ),
    "repeated_column": Rule(
        "check", "หัวคอลัมน์ “{value}” มีความหมายเดียวกับ “{expected}” แต่ตัวเลขต่างกัน ใช้เฉพาะคอลัมน์แรก โปรดตรวจสอบและแก้หัวคอลัมน์"
    ),
    "no_rows": Rule("info", "ตารางนี้มีแต่หัวตาราง ยังไม่มีข้อมูล ถือว่ายังไม่รายงาน โปรดกรอกแล้วส่งใหม่"),
    "not_compared": Rule(
        "info", "ตารางนี้มี {value} แถว ซึ่งมากเกินกว่าจะเทียบหน่วยเงินระหว่างไฟล์และเทียบกับตารางอื่นได้ โปรดเทียบเป็นรายจังหวัด"
    ),
    "unknown_column": Rule("info", "คอลัมน์ “{value}” ไม่อยู่ในแบบของตารางนี้ จึงไม่ถูกนำเข้า"),
}


def problem(rule: str, **facts: object) -> dict[str, object]:
    """One problem row. ``facts`` fill the columns and the sentence; ``label`` and ``expected`` only the sentence.

    ``at`` is the position of the cell's column on the sheet, where one is meant; it is not stored. Whatever points at a
    person is masked in value and sentence: the row is found by file, sheet and row.
    """
    told = {"label": "", "expected": "", "value": ""}
    told |= {k: masked(str(v)) for k, v in facts.items() if v is not None and k in (*told, "column")}
    row = {name: facts.get(name) for name in COLUMNS}
    return row | {
        "value": None if row["value"] is None else told["value"],
        "rule": rule,
        "severity": RULES[rule].severity,
        "message": RULES[rule].message.format(**told),
        "at": facts.get("at"),
    }


def problems_frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Problem rows as a table with the contract's columns, even when there are none."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    frame["source_row"] = pd.to_numeric(frame["source_row"]).astype("float64")
    texts = [name for name in COLUMNS if name != "source_row"]
    return frame.astype(dict.fromkeys(texts, "str"))
