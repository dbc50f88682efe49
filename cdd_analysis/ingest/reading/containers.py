"""The container of an old workbook (xls, or an xlsx locked by a password): whether following it comes to an end.

A container is a file of sectors; tables in it say which sector follows which ([MS-CFB] 2.3-2.6). Where damage makes a
chain of them run in a circle, a reader that trusts it collects sectors until the memory is used up.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from cdd_analysis.errors import UnreadableFile
from cdd_analysis.ingest.reading.packages import damaged

_END = 0xFFFFFFFA  # this and above are no sectors: end of a chain, free, or of the tables themselves
_STREAM, _ROOT = 2, 5
_ENTRY = 128
_IN_HEADER = 109
Table = npt.NDArray[np.uint32]


def check_container(data: bytes, file: str) -> None:
    """Follow every chain once.

    Raises:
        UnreadableFile: one of them runs in a circle, or the header is none.
    """
    if len(data) < 512:
        raise damaged(file, "it ends within its header")
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise damaged(file, "its header is damaged")
    sectors = _Sectors(data, 1 << shift, file)
    fat = sectors.table(sectors.table_sectors())
    folder, small_table = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    small_fat = sectors.table(sectors.chain(small_table, fat))
    smallest = struct.unpack_from("<I", data, 56)[0]
    for kind, start, size in sectors.entries(sectors.chain(folder, fat)):
        sectors.chain(start, small_fat if kind == _STREAM and size < smallest else fat)


class _Sectors:
    """The sectors of one file."""

    def __init__(self, data: bytes, size: int, file: str) -> None:
        self.data, self.size, self.file = data, size, file

    def sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def chain(self, start: int, table: Table) -> list[int]:
        """Numbers of the sectors from ``start`` on; a number outside the table ends the chain."""
        chain = []
        while start < min(len(table), _END):
            chain.append(start)
            if len(chain) > len(table):
                raise self.circle()
            start = int(table[start])
        return chain

    def circle(self) -> UnreadableFile:
        """The refusal of a file whose sectors have no end."""
        return damaged(self.file, "its sectors run in a circle")

    def table(self, numbers: list[int]) -> Table:
        """What the sectors ``numbers`` hold, as a table of the sector that follows each."""
        joined = b"".join(map(self.sector, numbers))
        return np.frombuffer(joined[: len(joined) // 4 * 4], dtype="<u4")

    def table_sectors(self) -> list[int]:
        """Numbers of the sectors that hold the table itself: those the header lists, then those of a list of lists."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76))
        following, seen = struct.unpack_from("<I", self.data, 68)[0], 0
        while following < _END and (sector := self.sector(following)):
            seen += 1
            if seen > len(self.data) // self.size:
                raise self.circle()
            numbers = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            if not numbers:
                break
            listed += numbers[:-1]
            following = numbers[-1]
        return [number for number in listed if number < _END and (number + 1) * self.size < len(self.data)]

    def entries(self, chain: list[int]) -> Iterator[tuple[int, int, int]]:
        """Kind, first sector and size of every stream that the folder lists."""
        folder = b"".join(map(self.sector, chain))
        for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            kind = folder[at + 66]
            if kind in (_STREAM, _ROOT):
                start, size = struct.unpack_from("<II", folder, at + 116)
                yield kind, start, size
