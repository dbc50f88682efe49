"""Handbook 11.4: encodings, and the formats files come in."""

from __future__ import annotations

from collections.abc import Callable

from tests.corpus.conventions import FLAT, convention
from tests.corpus.conventions.layout import EVERY
from tests.corpus.draft import Draft

ALL = (*EVERY, "village_names")


def _encoded(
    row: str, name: str, says: str, reader: str, encode: Callable[[str], bytes], at: int, alone: int = 1
) -> None:
    @convention(row, name, says, reader, group="file", tables=EVERY[at:] + EVERY[:at], forms=FLAT, alone=alone)
    def apply(draft: Draft) -> None:
        draft.encode = encode


def mojibake(text: str, read_as: str) -> bytes:
    """UTF-8 that another program read as ``read_as`` and saved again as UTF-8."""
    return "".join(_as(byte, read_as) for byte in text.encode()).encode()


def _as(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def typographic(text: str) -> bytes:
    """cp874 with what TIS-620 lacks: quotation marks, dashes, a bullet, no-break spaces."""
    head, _, rest = text.partition("\r\n")
    return f"•\u00a0“{head}” – ฉบับร่าง…\r\n{rest}".encode("cp874")


_SURE = "tries UTF-8 strictly, then cp874"
_encoded("11.4.1", "utf-8", "UTF-8 without BOM", _SURE, lambda t: t.encode(), 0)
_encoded("11.4.1", "utf-8-sig", "UTF-8 with BOM", _SURE, lambda t: t.encode("utf-8-sig"), 4)
_encoded(
    "11.4.1", "utf-16", "UTF-16, as Excel saves “Unicode text”", "knows it by its mark", lambda t: t.encode("utf-16"), 6
)
_encoded(
    "11.4.1", "utf-16-le", "UTF-16 without a mark", "knows it by its zero bytes", lambda t: t.encode("utf-16-le"), 8
)
_encoded("11.4.2", "tis-620", "TIS-620", _SURE, lambda t: t.encode("tis-620"), 2)
_encoded("11.4.2", "iso8859-11", "ISO-8859-11", _SURE, lambda t: t.encode("iso8859-11"), 9)
_encoded("11.4.3", "cp874", "cp874 with “ ” – … • and byte 0xA0", "reads what tis-620 fails on", typographic, 1)
_encoded(
    "11.4.4",
    "utf-8-as-cp874",
    "UTF-8 read as cp874 and saved again: เธ…",
    "puts it back once",
    lambda t: mojibake(t, "cp874"),
    3,
)
_encoded(
    "11.4.4",
    "utf-8-as-latin-1",
    "UTF-8 read as latin-1 and saved again: à¸…",
    "puts it back once",
    lambda t: mojibake(t, "latin-1"),
    5,
)
_encoded(
    "11.4.4",
    "utf-8-as-cp1252",
    "UTF-8 read as Windows-1252 and saved again: à¸…",
    "puts it back once",
    lambda t: mojibake(t, "cp1252"),
    7,
)
_encoded(
    "11.5.10", "quoted", "every cell of a csv in quotation marks", "splits only outside them", lambda t: _quoted(t), 10
)
_encoded(
    "11.5.10",
    "semicolons",
    "csv split by semicolons",
    "finds the mark that splits evenly",
    lambda t: _marked(t, ";"),
    12,
)


def _cells(text: str) -> list[list[str]]:
    import csv
    import io

    mark = "\t" if "\t" in text else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def _marked(text: str, mark: str, *, every: bool = False) -> bytes:
    import csv
    import io

    stream = io.StringIO()
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=mark, quoting=quoting, lineterminator="\n").writerows(_cells(text))
    return stream.getvalue().encode()


def _quoted(text: str) -> bytes:
    return _marked(text, "\t" if "\t" in text else ",", every=True)


@convention(
    "11.4.5",
    "other-encoding",
    "Thai headings in an encoding that no Thai office uses",
    "refuses the file and says what to do",
    group="file",
    tables=("otop_sales", "kkj_areas"),
    forms=FLAT,
    alone=2,
)
def other_encoding(draft: Draft) -> None:
    draft.encode = lambda text: (
        text.encode("utf-8").decode("latin-1").encode("cp037", "replace") + bytes(range(0x80, 0xA0))
    )
    draft.refused = "Save it again"


for _number, (_form, _says) in enumerate(
    (
        ("xlsx", "a workbook, xlsx"),
        ("xls", "a workbook of Excel 97, xls"),
        ("ods", "a workbook of LibreOffice, ods"),
        ("html", "a web page that a report system called .xls"),
        ("tsv", "text with tabs"),
        ("csv", "text with commas"),
    )
):

    @convention(
        "11.4.1",
        f"as-{_form}",
        _says,
        "tells the format by the bytes, not by the name",
        group="file",
        tables=ALL[_number:] + ALL[:_number],
        forms=(_form,),
        alone=len(ALL) if _form == "xlsx" else 2,
    )
    def as_format(draft: Draft) -> None:
        """The plain sheet: its format alone is what is tried."""
