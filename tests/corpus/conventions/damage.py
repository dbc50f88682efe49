"""Handbook 11.3: what happens to Thai text on its way through fonts, PDF files and other programs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from tests.corpus.conventions import FLAT, convention, fit
from tests.corpus.draft import Draft

WORDS = (
    "otop_sales",
    "kkj_areas",
    "women_fund_members",
    "click_usage",
    "budgets",
    "women_fund_monthly",
    "poverty_areas",
)
REGISTERS = ("otop_products", "community_groups", "click_items", "cloth_agencies")
#: Columns whose text is stored: damage that cannot be undone with certainty must not stand in them.
_AREAS = ("district", "subdistrict", "province", "number")
_ABOVE = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
SAKON = ("4702", "4714", "4715")  # กุสุมาลย์ เต่างอย โคกศรีสุพรรณ
SARA_AM = ("4707", "4709", "4711")  # นิคมน้ำอูน คำตากล้า อากาศอำนวย
MAE = ("5003", "5006", "5007")  # แม่แจ่ม แม่แตง แม่ริม
LOW = ("8009", "8011", "8018")  # ทุ่งสง ทุ่งใหญ่ ถ้ำพรรณรา
NAK = ("4704", "4702", "4713")  # พรรณานิคม กุสุมาลย์ ส่องดาว


def spoil(
    draft: Draft, damage: Callable[[str], str], *, headings: bool = True, areas: bool = True, titles: bool = False
) -> None:
    """Do a damage to the names of areas and to headings; a draft without a place for it does not fit."""
    short = [line.cells.get("district") for line in draft.lines()]
    fit(not any(str(name).removeprefix("อ.").strip() in ("เมือง", "เมืองฯ") for name in short))
    done = draft.respell(_AREAS, damage) if areas else 0
    if headings:
        for page in draft.pages:
            for head in page.heads:
                damaged = [damage(part) for part in head.parts]
                done += damaged != head.parts
                head.parts = damaged
    if titles:
        for page in draft.pages:
            page.titles = [[damage(cell) if isinstance(cell, str) else cell for cell in row] for row in page.titles]
    fit(done)


def _damage(
    row: str,
    name: str,
    says: str,
    reader: str,
    damage: Callable[[str], str],
    *,
    districts: tuple[str, ...] = (),
    tables: tuple[str, ...] = WORDS,
    headings: bool = True,
    areas: bool = True,
    titles: bool = False,
    alone: int = 1,
    forms: tuple[str, ...] | None = None,
) -> None:
    more = {"forms": forms} if forms else {}
    convention(row, name, says, reader, group="text", tables=tables, districts=districts, alone=alone, **more)(  # type: ignore[arg-type]
        lambda draft: spoil(draft, damage, headings=headings, areas=areas, titles=titles)
    )


def decomposed(text: str) -> str:
    """น้ำ with sara am in two characters, the tone mark between them."""
    return re.sub("([\u0e48-\u0e4b]?)\u0e33", "\u0e4d\\1\u0e32", text)


def lost_marks(text: str) -> str:
    return re.sub("[\u0e47-\u0e4e]", "", text)


def lost_vowels(text: str) -> str:
    return re.sub("[\u0e31\u0e34-\u0e37\u0e47-\u0e4e]", "", text)


def moved(text: str) -> str:
    """พัฒนา → พฒั นา: a mark goes behind the next consonant, and a space behind the mark."""
    return re.sub(f"([ก-ฮ])([{_ABOVE}])([ก-ฮ])", "\\1\\3\\2 ", text, count=1)


def old_font(text: str) -> str:
    """Tone marks as the glyphs of old Thai fonts for low and shifted positions."""
    return text.translate(
        {0x0E48: "\uf70a", 0x0E49: "\uf70b", 0x0E4C: "\uf70e", 0x0E34: "\uf701", 0x0E35: "\uf702", 0x0E31: "\uf710"}
    )


def sprinkled(text: str) -> str:
    """Invisible characters within, other spaces between words."""
    return "\ufeff" + text[:2] + "\u200b" + text[2:].replace(" ", "\u00a0") + "\u200c"


_damage("11.3.1", "sara-am-in-two", "นบพิตํา, น้ํา", "puts it together again", decomposed, districts=SARA_AM, titles=True)
_damage(
    "11.3.1",
    "tone-behind-nikhahit",
    "น้ำ as น + ํ + ้ + า",
    "puts it together again, the tone mark before it",
    lambda t: re.sub("([\u0e48-\u0e4b])\u0e33", "\u0e4d\\1\u0e32", t),
    districts=SARA_AM,
    headings=False,
    alone=1,
)
_damage(
    "11.3.2",
    "nfkc",
    "the whole sheet as NFKC leaves it",
    "puts sara am together again",
    lambda t: unicodedata.normalize("NFKC", t),
    districts=SARA_AM,
    titles=True,
)
_damage(
    "11.3.3",
    "space-aa",
    "จ าหน่าย, ค าตากล้า",
    "knows the word by its match key",
    lambda t: re.sub("(?<=[ก-ฮ])\u0e33", " \u0e32", t),
    districts=("4709", "4711", "4702"),
)
_damage(
    "11.3.4",
    "am-for-aa",
    "มหำดไทย, กำร",
    "knows the word by its match key",
    lambda t: t.replace("\u0e32", "\u0e33"),
    tables=WORDS[1:] + WORDS[:1],
)
_damage("11.3.5", "lost-tones", "รอยละ, เปาหมาย, ยานตาขาว", "knows the word by its match key", lost_marks)
_damage(
    "11.3.5",
    "lost-vowels",
    "จงหวด, ปฏบตการ",
    "knows the word by its match key",
    lost_vowels,
    tables=WORDS[1:] + WORDS[:1],
    alone=2,
)
_damage(
    "11.3.6",
    "moved-marks",
    "พฒั นา, จาํ หน่าย",
    "knows the word by its match key",
    moved,
    tables=WORDS[2:] + WORDS[:2],
    alone=2,
)
_damage(
    "11.3.7",
    "doubled-marks",
    "กุุสุมาลย์, เต่่างอย, โคกศรีีสุพรรณ",
    "collapses repeats on both sides of the comparison",
    lambda t: re.sub("([\u0e31\u0e34-\u0e39\u0e47-\u0e4b])", "\\1\\1", t, count=1),
    districts=SAKON,
    alone=2,
)
_damage(
    "11.3.7",
    "doubled-is-right",
    "พรรณานิคม, whose double ร is no damage",
    "leaves it as it is",
    lambda t: t.replace("กุ", "กุุ"),
    districts=NAK,
    headings=False,
    alone=1,
)
_damage(
    "11.3.8",
    "tone-before-vowel",
    "ทุ่งสง with the tone mark before the vowel",
    "orders them as NFC does",
    lambda t: re.sub("([\u0e38\u0e39])([\u0e48-\u0e4b])", "\\2\\1", t),
    districts=LOW,
    alone=2,
)
_damage("11.3.9", "two-e", "เเม่แจ่ม with two เ", "makes it แ", lambda t: t.replace("แ", "เเ"), districts=MAE, alone=2)
_damage(
    "11.3.10",
    "invisible",
    "zero-width and no-break spaces, BOM inside cells",
    "deletes the zero-width, makes others one space",
    sprinkled,
    alone=2,
    titles=True,
)
_damage(
    "11.3.10",
    "soft-hyphen-thin-space",
    "soft hyphens, thin spaces, tabs",
    "deletes or makes them one space",
    lambda t: t[:3] + "\u00ad" + t[3:].replace(" ", "\u2009"),
    tables=WORDS[3:] + WORDS[:3],
)
_damage(
    "11.3.11", "old-font", "marks as U+F700–F71A", "maps them to the marks they show", old_font, alone=2, titles=True
)
_damage(
    "11.3.11",
    "old-font-in-text",
    "the same in a file in UTF-8",
    "maps them to the marks they show",
    old_font,
    tables=WORDS[4:] + WORDS[:4],
    forms=FLAT,
    alone=1,
)


@convention(
    "11.3.12",
    "zero-look-alikes",
    "o and 0 for ๐ in Thai figures: ๑o, ๑0",
    "reads them as ๐ in columns of figures only",
    group="number",
    tables=("kkj_areas", "otop_sales", "click_usage"),
    alone=2,
)
def zero_look_alikes(draft: Draft) -> None:
    from cdd_analysis.datasets import Kind

    thai = str.maketrans("123456789", "๑๒๓๔๕๖๗๘๙")

    def write(value: object) -> object:
        text = str(value)
        if not isinstance(value, int) or "0" not in text or not text.strip("0"):
            return value
        return text.translate(thai).replace("0", "o") if value % 20 else text.translate(thai)

    fit(draft.rewrite([Kind.COUNT, Kind.BAHT], write, totals=False))  # type: ignore[arg-type]


@convention(
    "11.3.12",
    "paiyannoi",
    "เมืองฯ for the district of the provincial capital, and spaces about ๆ",
    "is เมืองตรัง in จังหวัดตรัง",
    group="text",
    tables=("otop_sales", "kkj_areas", "otop_products"),
    districts=("9201", "9202", "9203"),
    alone=2,
)
def paiyannoi(draft: Draft) -> None:
    fit(draft.respell(["district"], lambda text: re.sub("^เมือง.*", "เมืองฯ", text)))
