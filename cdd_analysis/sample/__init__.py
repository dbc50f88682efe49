"""Made-up raw files, in the shapes and with the dirt of what offices send, and the right answer beside them.

``make_sample`` writes below ``<raw>/sample``; nothing in it is real: no person, no id, no figure. A hidden file
``.cdd-sample`` marks the folder, so that a build says its pages are made of made-up data. The same seed gives the same
bytes, and a province's files do not depend on which others are made.

- ``write`` cells -> xlsx, xls, ods, csv, html, json; ``layout`` table -> sheet with titles, merges, notes;
- ``dirt`` how people type; ``people`` made-up persons; ``seeds`` chance; ``situations`` which district gets what;
- ``otop_figures`` the sales, ``otop_sellers`` who sold them; ``otop_national``, ``otop_reports`` (``otop_layouts``),
  ``otop_books``, ``otop_registers`` their files: topic 3; ``tpmap``, ``households``: topic 1; ``topics`` those of the
  others, a module each;
- ``truth`` what a perfect reader would keep, and what was planted.

What is damaged, and where (``truth.DIRT`` has an example of each):

================== ==========================================================================================
thai_digits        titles of district reports, the year book's as-of date, some amounts and dates
date_*             households and OTOP TODAY: seven ways to write a day, one a sheet or one a row
area_prefix …      names of districts and subdistricts in the year book, registers and household sheets: prefixes,
                   เมืองฯ, sara am in two characters, doubled marks, zero-width space, เเ, footnote mark, edge spaces
dash               months without sales
no_answer          a count still awaited, in the summary of one form of district report; error_cell in that of another
thousands …        amounts as numbers, with separators, decimals, ``บาท``, ``.-``
scale              district reports in thousands or millions of baht, said in the heading
heading_break      department reports, household sheets; two_row_header in district reports and household sheets
merged_area        producers' register (district), district reports (month, category)
group_row          district reports with months across; total_row in nearly all, subtotals a month in some
note_row …         notes, source and signature lines under tables, empty rows and an empty first column
scratch            beside the year book and some district reports
encoding           cp874 and UTF-8 with BOM; html_xls and json among the reports
flags              households: six pairs of yes and no; code_as_number: producers' ids
municipality       the catalogue of annual sales; single_dimension: TPMAP masks; damaged_id: village names
================== ==========================================================================================
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cdd_analysis.areas import cdd_provinces, name, scope
from cdd_analysis.errors import UsageError
from cdd_analysis.sample import households, otop_national, otop_registers, otop_reports, tpmap
from cdd_analysis.sample.otop_figures import province_cells
from cdd_analysis.sample.situations import situations
from cdd_analysis.sample.topics import known_beside, writers
from cdd_analysis.sample.truth import DIRT, Dirt, Personal, Plant, Truth, assemble

__all__ = ["DIRT", "FOLDER", "MARKER", "Dirt", "Personal", "Plant", "Truth", "make_sample"]

FOLDER = "sample"
#: Its presence tells a build that the files beside and below it are made up.
MARKER = ".cdd-sample"
_README = """\
ข้อมูลในโฟลเดอร์นี้เป็นข้อมูลสมมติทั้งหมด สร้างโดยคำสั่ง cdd sample เพื่อทดลองใช้และทดสอบโปรแกรม
ไม่มีบุคคล เลขประจำตัว เบอร์โทรศัพท์ หรือตัวเลขผลงานจริง ห้ามนำไปอ้างอิง
ลบทั้งโฟลเดอร์ได้เมื่อเริ่มใช้ข้อมูลจริง

Everything in this folder is made up, by the command cdd sample, to try and to test the program.
It holds no real person, id, telephone number or result. Do not quote it.
The whole folder can be deleted when real data come in.
"""


def make_sample(provinces: Sequence[str], raw: Path, *, seed: int = 2565, planted: bool = True) -> Truth:
    """Write a sample below ``raw/sample``, replacing an earlier one, and return the truth about it.

    Reports of the department and of TPMAP are always made for the whole country; files of districts and registers for
    ``provinces``. Bangkok is in no national report, as in the real ones: the department has no office there. Chosen by
    its code it gets district files and registers like any province, but no TPMAP extract.

    Args:
        provinces: two-digit codes.
        raw: folder of raw files.
        seed: of all chance.
        planted: whether situations are planted in it; without them it is what a province without a fault sends.

    Raises:
        UsageError: a code is no province, or ``raw/sample`` holds files that are not a sample.
    """
    chosen = tuple(sorted({_province(code) for code in provinces}))
    folder = _fresh_folder(raw / FOLDER)
    cells = {code: province_cells(seed, code) for code in cdd_provinces()}
    counts = {code: tpmap.province_counts(seed, code) for code in cdd_provinces()}
    parts = [
        otop_national.write_national(folder / "กรมการพัฒนาชุมชน", cells),
        tpmap.write_national(folder / "TPMAP", counts),
    ]
    for code in chosen:
        home = folder / f"{code} {name(code)}"
        districts = scope(code).children
        where = situations(seed, code, districts) if planted else {}
        sales = otop_reports.sold(seed, code, province_cells(seed, code), where)
        registers, active = otop_registers.write_registers(home, seed, code, sales, where)
        parts += [
            registers,
            otop_reports.write_province(home, seed, code, sales, active=active, planted=where),
            households.write_province(home, seed, code, where),
        ]
        for topic, writer in writers().items():
            own = situations(seed, code, districts, kinds=writer.KINDS, topic=topic) if planted else {}
            part = writer.write_province(home, seed, code, known_beside(writer, where) | own)
            part.plants = [replace(plant, topic=topic) for plant in part.plants]
            parts.append(part)
        if code in counts:
            parts.append(tpmap.write_province(folder / "TPMAP", code, counts[code]))
            parts.append(tpmap.write_village_names(folder / "TPMAP", seed, code))
    return assemble(seed, chosen, parts)


def _province(code: str) -> str:
    found = scope(code)
    if found.level != "province":
        raise UsageError(f"'{code}' is not a province.", do="Give two-digit codes, such as 80.")
    return found.key


def _fresh_folder(folder: Path) -> Path:
    """An empty folder with the marker and the note; an earlier sample makes way, anything else does not."""
    if folder.exists():
        if any(folder.iterdir()) and not (folder / MARKER).exists():
            raise UsageError(
                "The folder for made-up files holds files of somebody else's.",
                where=str(folder),
                do="Move them elsewhere, or give another folder with --raw.",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("made-up data, see README.txt\n", encoding="utf-8")
    (folder / "README.txt").write_text(_README, encoding="utf-8")
    return folder
