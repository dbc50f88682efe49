"""Text that a spreadsheet would run, written so that it does not: every workbook of this package goes through here.

A cell that begins with one of a few signs is a formula to the program that opens it, or becomes one as soon as
somebody edits it; what an office typed, or someone who meant harm, then reads other cells or starts programs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: What a formula may begin with, in its full-width forms too; white space before it does not help.
_LIVE = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: Letters of normal size that still can be read when they share the long side of an A4 page.
_LEGIBLE = 210
#: Options of ``xlsxwriter.Workbook`` under which text stays the text it is.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: The hidden sheet of our own forms that holds what their dropdowns offer; it is no data.
LISTS_SHEET = "cdd_lists"
#: What stands first in a row of our own forms that shows how to fill them in; it is no data.
EXAMPLE_ROW = "ตัวอย่าง"
#: Format properties that keep a live text a text even after somebody edits it.
QUOTED = {"quote_prefix": True}


def print_on_a4(sheet: Worksheet, *, head: int | None = None, width: float = 0) -> None:
    """Print a sheet across, on as many pages side by side as stay legible; row ``head`` stands again on every page.

    Args:
        sheet: the sheet.
        head: its row of headings.
        width: of all its columns, in letters.
    """
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(max(1, math.ceil(width / _LEGIBLE)), 0)
    sheet.set_footer("&C&P / &N")
    if head is not None:
        sheet.repeat_rows(head)


def is_live(text: str) -> bool:
    """Whether a spreadsheet would take ``text`` for a formula, now or once it is edited."""
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_LIVE)


def write_text(sheet: Worksheet, row: int, column: int, text: str, quoted: Format, plain: Format | None = None) -> None:
    """Write ``text`` as text: with the format ``quoted`` (made of ``QUOTED``) where it is live, else with ``plain``."""
    sheet.write_string(row, column, text, quoted if is_live(text) else plain)
