"""How much a raw file may ask of the machine that reads it: every bound of the reader, in one place.

What passes a bound is refused by name before a library sees it; ``guard`` holds the clock and the memory of whatever
is left. All are assumption-D: many times what an office's largest file needs, and well within a small machine.
"""

from __future__ import annotations

MIB = 1024 * 1024
#: A workbook, web page or JSON file as it lies on the disk.
MOST_BYTES = 200 * MIB
#: Delimited text that is read whole.
MOST_TEXT_BYTES = 512 * MIB
#: Everything in a workbook's package, unpacked.
MOST_UNPACKED = 512 * MIB
#: A package may unpack to this many times its size; one that stays small may pack as well as it likes.
MOST_RATIO = 200
SMALL_UNPACKED = 64 * MIB
#: Files in a workbook's package.
MOST_PARTS = 5_000
#: Cells of one sheet, blank ones between the others included.
MOST_CELLS = 20_000_000
#: Sheets of a workbook, tables of a web page, lists of a JSON file.
MOST_SHEETS = 1_000
#: Letters of one cell of delimited text.
MOST_LETTERS = 10_000_000
#: What the process that reads a file may take, over what it takes by itself.
MOST_MEMORY = 2048 * MIB
#: Seconds that one file may take.
MOST_SECONDS = 120
