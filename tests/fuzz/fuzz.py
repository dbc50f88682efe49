"""Random files, thrown at each reader: ``python tests/fuzz/fuzz.py --reader xlsx --count 100000 --seed 1``.

Every input starts as a small sound file and is damaged: bytes of the file, or the XML inside its package, which is then
packed again. It goes through the door that ``cdd build`` uses, the guarded process included; a part of what can be read
is recognised and cleaned as well. What may come out is sheets, or our own error. Anything else (another exception, more
seconds or more memory than the bound) is a failure, and the input is kept. The same seed gives the same inputs.

A file that the guarded process dies of, or is ended for, is refused like any other; how many, is told apart.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cdd_analysis.errors import CddError
from cdd_analysis.ingest.cleaning.clean import clean_region
from cdd_analysis.ingest.reading import guard, limits, sheets
from cdd_analysis.ingest.reading.cells import Sheet
from cdd_analysis.ingest.reading.guard import Guard
from cdd_analysis.ingest.recognition.recognise import recognise
from cdd_analysis.ingest.returns.fixlist_return import may_be_fixlist
from cdd_analysis.sample import write

READERS = ("csv", "tsv", "xlsx", "xls", "ods", "html", "json", "table")
#: Bounds of the run, narrower than those of the reader: of the guarded process, and of this one.
WORKER_BYTES, OWN_BYTES, SECONDS = 512 * limits.MIB, 4096 * limits.MIB, 30
#: One in so many readable inputs is recognised and cleaned too, which takes far longer than reading.
CLEANED = 40

_ROWS: list[list[Any]] = [
    ["รายงานยอดจำหน่าย OTOP จังหวัดตรัง ปีงบประมาณ พ.ศ. 2565", None, None, None],
    ["อำเภอ", "ต.ค. 64", "พ.ย. 64", "หมายเหตุ"],
    ["กันตัง", 1234.5, "๙๙๙", "ส่งแล้ว"],
    ["สิเกา", "-", "(1,234)", date(2022, 1, 12)],
    ["รวมทั้งสิ้น", 1234.5, 999, None],
]
_HOUSES: list[list[Any]] = [
    ["ทะเบียนครัวเรือนเป้าหมาย จังหวัดตรัง ปี 2565", None, None, None],
    ["อำเภอ", "เลขรหัสประจำบ้าน", "จำนวนสมาชิก (คน)", "วันที่บันทึก"],
    ["กันตัง", "92020000123", 4, "12 ม.ค. 65"],
    ["สิเกา", "9205-000012-3", "๕", "31/02/2565"],
]
#: Pieces that readers stumble over, in whatever format.
_BYTES = (
    *(b"\x00", b"\xff", b'"', b"'", b"<", b"&", b"]]>", b"\r", b"\n", b",", b"\t", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(
        b"9" * 40,
        b"-1",
        b"1e999",
        b"0x7fffffff",
        b"4294967296",
        b"NaN",
        b"#REF!",
        b"=1+1",
        b"\xe0\xb8",
        b"\xed\xa0\x80",
    ),
    *(
        b"XFD1048576",
        b"A0",
        b"[" * 500,
        b"{" * 500,
        b"<table>" * 50,
        b"&#x0;",
        b"&#xd800;",
        b"\\ud800",
        b"%PDF",
        b"PK\3\4",
    ),
)
_MARKUP = (
    *(b' r="XFD1048576"', b' r="A99999999999"', b' t="e"', b' t="s"', b' t="zz"', b' s="99999"', b"<v>99999999999</v>"),
    *(b' hidden="1"', b' min="1" max="16384" hidden="1"', b'<mergeCell ref="A1:XFD1048576"/>', b'<row r="1048577"/>'),
    *(b' table:number-rows-repeated="1048576"', b' table:number-columns-repeated="99999999999999999999"'),
    *(b' table:visibility="collapse"', b' calcext:value-type="error"', b' office:value="1e999"', b"<!DOCTYPE x>"),
    *(
        b' office:date-value="0000-99-99"',
        b' rowspan="65535" colspan="1000"',
        b"<td>",
        b"</tr>",
        b"<table>",
        b"<v></v>",
    ),
)
_CELLS = (
    *(
        "",
        "-",
        "–",
        "ไม่มี",
        "รวม",
        "รวมทั้งสิ้น",
        "หมายเหตุ",
        "กันตัง",
        "อ.เมือง",
        "จ.ตรัง",
        "ตรัง",
        "0",
        "๑๒๓",
        "1,234.50",
        "(5)",
    ),
    *(
        "12 ม.ค. 65",
        "ต.ค. 64",
        "ปีงบประมาณ 2565",
        "ยอดขาย (พันบาท)",
        "จำนวนสมาชิก (คน)",
        "ร้อยละ",
        "#REF!",
        "1:2",
        "ที่",
        "x" * 300,
    ),
    *(
        "9101234567892",
        "081-234-5678",
        "\u0e4d\u0e32",
        "\u200b",
        "นบพิต\u0e4d\u0e32",
        "=1+1",
        "inf",
        "nan",
        "1e308",
        "๒๕๖๕",
    ),
    *("อำเภอ", "จังหวัด", "เลขรหัสประจำบ้าน", "มิติ", "รายการข้อมูล", "ค่าข้อมูล", "ไตรมาส 1", "หน่วย : ล้านบาท", "๒๕๖๕"),
)


def seeds(reader: str) -> list[bytes]:
    """Small sound files of a kind."""
    merged = ((0, 0, 0, 3),) if reader != "json" else ()
    rows = [[str(c) if isinstance(c, date) and reader == "json" else c for c in row] for row in _ROWS]
    pages = [write.Sheet("ยอดขาย", rows, merged, header=1), write.Sheet("แฟ้มบ้าน", _HOUSES, header=1)]
    suffix = {"html": ".xls", "table": ".csv"}.get(reader, f".{reader}")
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for number, chosen in enumerate([pages[:1], pages[1:], pages]):
            path = Path(folder, f"{number}{suffix}")
            write.write_html(path, chosen[0]) if reader == "html" else write.write(path, chosen)
            made.append(path.read_bytes())
    if reader in ("csv", "tsv"):
        made += [made[0].decode("utf-8-sig").encode(code) for code in ("cp874", "utf-16", "utf-16-le")]
    return made


# -- damage --------------------------------------------------------------------------------------------------------


def damaged(data: bytes, others: list[bytes], pieces: tuple[bytes, ...], dice: random.Random) -> bytes:
    """A few random changes: bytes turned, cut out, doubled, put in; pieces that hurt; a part of another file."""
    buffer = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        at, length = dice.randrange(len(buffer) + 1), dice.choice((1, 1, 2, 8, 64, 500))
        match dice.randrange(7):
            case 0:
                buffer[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del buffer[at : at + length]
            case 2:
                buffer[at:at] = buffer[at : at + length] * dice.choice((1, 2, 20))
            case 3 | 4:
                buffer[at : at + dice.choice((0, 0, 4))] = dice.choice(pieces)
            case 5:
                other = dice.choice(others)
                start = dice.randrange(len(other) + 1)
                buffer[at : at + length] = other[start : start + length]
            case _:
                if dice.random() < 0.2:
                    del buffer[at:]
    return bytes(buffer)


def damaged_package(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """A package with the XML of one or two of its parts damaged, packed again; sometimes a part goes or comes twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in dice.sample(sorted(parts), dice.choice((1, 1, 2))):
        parts[name] = damaged(parts[name], list(parts.values()), _BYTES + _MARKUP * 2, dice)
    if dice.random() < 0.05:
        del parts[dice.choice(sorted(parts))]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def inputs(reader: str, seed: int) -> Iterator[bytes]:
    """Damaged files of a kind, without end."""
    dice, sound = random.Random(f"{reader} {seed}"), seeds(reader)
    pieces = _BYTES + _MARKUP if reader in ("html", "xlsx", "ods") else _BYTES
    while True:
        data = dice.choice(sound)
        if reader == "table":
            yield _random_text(dice, ",")
        elif reader in ("xlsx", "ods") and dice.random() < 0.7:
            yield damaged_package(data, sound, dice)
        elif reader in ("csv", "tsv") and dice.random() < 0.2:
            yield _random_text(dice, "\t" if reader == "tsv" else ",")
        elif reader == "json" and dice.random() < 0.2:
            yield json.dumps(_random_records(dice), ensure_ascii=False).encode()
        else:
            yield damaged(data, sound, pieces, dice)


def _random_cells(dice: random.Random) -> list[list[str]]:
    width = dice.choice((1, 2, 3, 5, 9))
    return [[dice.choice(_CELLS) for _ in range(width)] for _ in range(dice.choice((1, 2, 5, 12)))]


def _random_text(dice: random.Random, mark: str) -> bytes:
    return "\n".join(mark.join(row) for row in _random_cells(dice)).encode(
        dice.choice(("utf-8", "utf-16", "utf-8-sig"))
    )


def _random_records(dice: random.Random) -> Any:
    values: list[Any] = [*_CELLS, None, True, 1e308, -(10**30), 0.1, [], {}, [1, {"ก": 2}]]
    return [{dice.choice(_CELLS): dice.choice(values) for _ in range(4)} for _ in range(dice.randrange(8))]


# -- what is done with an input ------------------------------------------------------------------------------------


class Door:
    """The door of the package, for one run: what came through, what was refused, and of what."""

    def __init__(self, folder: Path) -> None:
        self.path, self.outcomes = folder / "input", Counter[str]()

    def read(self, data: bytes) -> list[Sheet]:
        self.path.write_bytes(data)
        may_be_fixlist(self.path)
        return sheets.read_sheets(self.path, "input")

    def through(self, data: bytes, *, clean: bool) -> str:
        """Read one input, and clean it where ``clean`` is said; what became of it. Raises what is no error of ours."""
        try:
            found = self.read(data)
        except CddError as error:
            self.outcomes[outcome := _held(str(error))] += 1
            return outcome
        self.outcomes["read"] += 1
        if clean:
            for sheet in found:
                self.clean(sheet)
        return "read"

    def clean(self, sheet: Sheet) -> None:
        """Recognise and clean one sheet."""
        try:
            for region in recognise(sheet):
                clean_region(region)
                self.outcomes["cleaned"] += 1
        except CddError:
            self.outcomes["no table"] += 1


def _held(told: str) -> str:
    """Whether an input was refused by name, or only the guard held it."""
    for words, name in (("brings the program", "died"), ("of memory.", "too large"), ("takes longer", "too slow")):
        if words in told:
            return f"held by the guard: {name}"
    return "refused"


def run(reader: str, count: int, seed: int, keep: Path | None) -> tuple[Counter[str], int]:
    """Throw ``count`` inputs at a reader; outcomes, and the number of failures."""
    failures = 0
    with tempfile.TemporaryDirectory() as folder, _narrow_guard():
        door, stream, dice = (
            Door(Path(folder)),
            inputs(reader, seed) if reader != "table" else None,
            random.Random(seed),
        )
        for number in range(count):
            data = next(stream) if stream else _random_text(dice, ",")
            try:
                with _alarm(SECONDS):
                    outcome = door.through(data, clean=reader == "table" or number % CLEANED == 0)
            except Exception:
                failures += 1
                outcome = "failed"
                traceback.print_exc(limit=-4)
            if outcome not in ("read", "refused"):
                _keep(f"{reader}-{seed}-{number}", outcome, data, keep)
        return door.outcomes, failures


def _keep(name: str, outcome: str, data: bytes, folder: Path | None) -> None:
    print(f"{name}: {outcome}: {data[:80]!r}", file=sys.stderr)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@contextlib.contextmanager
def _narrow_guard() -> Iterator[None]:
    own = Guard(seconds=SECONDS, memory=WORKER_BYTES)
    kept, guard._guard = guard._guard, own
    try:
        yield
    finally:
        guard._guard = kept
        own.stop()


@contextlib.contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    """TimeoutError after so many seconds, where the platform has alarms."""

    def late(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (OWN_BYTES, resource.RLIM_INFINITY))


def main(report: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description="Throw random files at the readers.")
    parser.add_argument("--reader", choices=READERS, action="append", help="one of them; all where none is named")
    parser.add_argument("--count", type=int, default=100_000, help="inputs for each reader")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", type=Path, help="folder for inputs that fail, or that only the guard held")
    options = parser.parse_args()
    _bound_memory()
    failed = 0
    for reader in options.reader or READERS:
        started = time.monotonic()
        outcomes, failures = run(reader, options.count, options.seed, options.keep)
        failed += failures
        told = ", ".join(f"{name} {number:,}" for name, number in sorted(outcomes.items()))
        took = time.monotonic() - started
        report(f"{reader}: {options.count:,} inputs, seed {options.seed}, {took:,.0f} s, {failures} failures ({told})")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
