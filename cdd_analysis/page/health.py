"""Data health of a page: what does not reconcile, what went back to be corrected, where it comes from, how old."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cdd_analysis.datasets import Personal, tables
from cdd_analysis.measures.result import Assessment
from cdd_analysis.page import ledger
from cdd_analysis.page.corrections import corrections, corrections_table
from cdd_analysis.page.tables import Printed, area_name, plain
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.thai.numbers import format_number

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

MOST_ROWS = 20
#: More files behind a page than these are told by input.
MOST_SOURCES = 200
_NAMED_SHEETS = 4
SEVERITIES = {"fix": "ส่งกลับให้แก้", "check": "ควรตรวจสอบ", "info": "เพื่อทราบ"}


@dataclass(frozen=True)
class Health:
    """What a page says of its data.

    Attributes:
        problems: problem rows of the view's areas and the topic's tables.
        controls: ledger controls of the same, those that do not reconcile marked ``differs``.
        sheets: ledger rows of the sheets the page's figures come from.
        sources: one row per table, file and sheet: rows used, as-of date.
        traces: the same by area: its rows, the first and last of them on the sheet (missing where a row is a person's).
        corrections: what was changed in those files, at which office's request.
    """

    problems: pd.DataFrame
    controls: pd.DataFrame
    sheets: pd.DataFrame
    sources: pd.DataFrame
    traces: pd.DataFrame
    corrections: pd.DataFrame

    @functools.cached_property
    def apart(self) -> pd.DataFrame:
        """Controls that do not reconcile, the largest difference first."""
        own = self.controls[self.controls["differs"]]
        return own.sort_values("difference", key=lambda d: -d.abs(), kind="stable")

    @functools.cached_property
    def files(self) -> dict[str, dict[str, int]]:
        """Number of problem rows by file and severity; those of no file under ""."""
        found: dict[str, dict[str, int]] = {}
        places = zip(self.problems["source_file"].fillna(""), self.problems["severity"], strict=True)
        for (file, severity), count in Counter(places).items():
            found.setdefault(file, dict.fromkeys(SEVERITIES, 0))[severity] = count
        return found

    def counts(self) -> dict[str, int]:
        """Number of problem rows by severity."""
        return {severity: sum(one[severity] for one in self.files.values()) for severity in SEVERITIES}

    @property
    def latest(self) -> pd.Timestamp | None:
        """The latest as-of date among the sources."""
        day = self.sources["as_of_date"].max() if len(self.sources) else pd.NaT
        return None if pd.isna(day) else day


def health(processed: Processed, assessment: Assessment, names: Sequence[str]) -> Health:
    """Gather the health of ``assessment``'s data; ``names`` are the topic's tables."""
    scope = assessment.view.scope
    provinces = None if scope.level == "national" else list(scope.provinces)
    told, problems = ledger.read(processed), processed.problems(provinces)
    traces = _traces(assessment)
    sources = _sources(traces)
    return Health(
        problems=problems[problems["table"].isin(names)],
        controls=_controls(ledger.controls(processed, provinces), names, assessment, sources),
        sheets=_sheets(told.sheets, names, sources),
        sources=sources,
        traces=traces,
        corrections=corrections(told.corrections[told.corrections["table"].isin(names)], provinces, sources),
    )


_TRACE = ("table", "area", "source_file", "source_sheet")


def _traces(assessment: Assessment) -> pd.DataFrame:
    """Files, sheets and rows behind the figures of each area, input by input, in the order of the inputs."""
    inputs = {name: rows for name, rows in assessment.inputs.items() if len(rows)}
    if not inputs:
        return pd.DataFrame(columns=[*_TRACE, "rows", "first_row", "last_row", "as_of_date"])
    told = pd.DataFrame(
        {
            "table": np.repeat(np.arange(len(inputs)), [len(rows) for rows in inputs.values()]),
            "area": _stacked(map(_areas_of, inputs.values())),
            "source_file": _stacked(rows["source_file"] for rows in inputs.values()),
            "source_sheet": _stacked(rows["source_sheet"] for rows in inputs.values()).fillna(""),
            "row": _stacked(_rows_of(name, rows) for name, rows in inputs.items()),
            "day": pd.to_datetime(_stacked(map(_days_of, inputs.values()))),
        }
    )
    by = told.groupby(list(_TRACE))
    found = {
        "rows": by.size(),
        "first_row": by["row"].min(),
        "last_row": by["row"].max(),
        "as_of_date": by["day"].max(),
    }
    traces = pd.DataFrame(found).reset_index()
    return traces.assign(table=traces["table"].map(dict(enumerate(inputs))))


def _sources(traces: pd.DataFrame) -> pd.DataFrame:
    """Files and sheets behind the figures, input by input: rows used, latest as-of date."""
    by = traces.groupby(["table", "source_file", "source_sheet"], sort=False)
    sources = pd.DataFrame({"rows": by["rows"].sum(), "as_of_date": by["as_of_date"].max()}).reset_index()
    order = {name: place for place, name in enumerate(dict.fromkeys(traces["table"]))}
    return sources.sort_values(
        ["table", "source_file", "source_sheet"], key=lambda c: c.map(order) if c.name == "table" else c
    ).reset_index(drop=True)


def _areas_of(rows: pd.DataFrame) -> pd.Series:
    """The area a row is of: its district where it says one, else its province, else the nation."""
    areas = pd.Series("national", rows.index, dtype="str")
    for name in ("province_code", "district_code", "area"):
        if name in rows:
            areas = rows[name].where(rows[name].notna() & rows[name].ne(""), areas).astype("str")
    return areas


def _rows_of(name: str, rows: pd.DataFrame) -> pd.Series:
    """The row each figure stands in on its sheet; untold where a row of the table is a person or a household."""
    is_personal = name in tables() and any(one.personal is not Personal.NO for one in tables()[name].columns)
    told = rows["source_row"] if "source_row" in rows and not is_personal else pd.Series(np.nan, rows.index)
    return told.astype("float64")


def _stacked(columns: Iterable[pd.Series]) -> pd.Series:
    return pd.concat(columns, ignore_index=True)


def _days_of(rows: pd.DataFrame) -> pd.Series:
    """The as-of date of each row; a table without dates has none."""
    return rows["as_of_date"] if "as_of_date" in rows else pd.Series(pd.NaT, rows.index)


def _controls(
    controls: pd.DataFrame, names: Sequence[str], assessment: Assessment, sources: pd.DataFrame
) -> pd.DataFrame:
    """Comparisons of the page's tables: of its fiscal year, of no stated year, or of a file it draws on."""
    year = assessment.view.fiscal_year
    own = controls[controls["table"].isin(names)]
    of_year = own["fiscal_year"].isna() | own["fiscal_year"].eq(year)
    own = own[of_year | own["source_file"].isin(sources["source_file"])]
    return own.drop_duplicates(["province_code", "district_code", "column", "scope", "stated", "computed"])


def _sheets(sheets: pd.DataFrame, names: Sequence[str], sources: pd.DataFrame) -> pd.DataFrame:
    """The sheets that the page's figures come from."""
    own = sheets[sheets["table"].isin(names) & sheets["source_file"].isin(sources["source_file"])]
    used = set(zip(sources["source_file"], sources["source_sheet"], strict=True))
    places = zip(own["source_file"], own["source_sheet"].fillna(""), strict=True)
    return own[[place in used for place in places]]


def strip(found: Health, assessment: Assessment) -> list[tuple[str, str]]:
    """The figures of the health strip: label and text."""
    counts = found.counts()
    apart = int(found.controls["differs"].sum())
    controls = (
        f"{format_number(apart)} จาก {format_number(len(found.controls))} จุด" if len(found.controls) else "ไม่มียอดให้เทียบ"
    )
    return [
        ("ไฟล์ต้นทาง", f"{format_number(found.sources['source_file'].nunique())} ไฟล์"),
        ("แถวที่อ่านจากชีตเหล่านั้น", _total(found.sheets, "rows_read")),
        ("แถวที่ใช้ในหน้านี้", f"{format_number(int(found.sources['rows'].sum()))} แถว"),
        ("ส่งกลับให้แก้", f"{format_number(counts['fix'])} จุด"),
        ("ควรตรวจสอบ", f"{format_number(counts['check'])} จุด"),
        ("ยอดไม่ตรงกัน", controls),
        ("อายุข้อมูล", _age(found, assessment)),
    ]


def _total(sheets: pd.DataFrame, column: str) -> str:
    return f"{format_number(int(sheets[column].sum()))} แถว" if len(sheets) else "–"


def _age(found: Health, assessment: Assessment) -> str:
    if found.latest is None:
        return "ไฟล์ไม่ระบุวันที่ของข้อมูล" if len(found.sources) else "–"
    days = (assessment.view.as_of - found.latest.date()).days
    return (
        f"{format_number(days)} วัน (ล่าสุด {thai_date(found.latest, short=True)})"
        if days >= 0
        else thai_date(found.latest, short=True)
    )


def controls_table(found: Health) -> Printed | None:
    """Every figure stated in a file that differs from the one computed from its parts, with both."""
    apart = found.apart
    if apart.empty:
        return None
    rows = [
        (
            _area(row),
            _place(row),
            f"{_label(row['table'], row['column'])} {row['scope']}".strip(),
            _exact(row["stated"]),
            _exact(row["computed"]),
            _exact(row["difference"]),
            _days(row),
        )
        for row in apart.head(MOST_ROWS).to_dict("records")
    ]
    heads = (("พื้นที่", "name"), ("ไฟล์", "file"), ("ยอด", "text"))
    figures = (("ที่แจ้งในไฟล์", "num"), ("ที่คำนวณได้", "num"), ("ต่างกัน", "num"), ("ข้อมูล ณ วันที่", "date"))
    return plain("ยอดรวมที่แจ้งในไฟล์ เทียบกับผลคำนวณจากรายการย่อย", (*heads, *figures), rows, more(len(apart)))


def problems_table(found: Health) -> Printed | None:
    """Problem rows by file and severity: the files in which something is to be corrected or checked."""
    named = [(file, counts) for file, counts in sorted(found.files.items()) if file]
    wrong = [(file, counts) for file, counts in named if counts["fix"] or counts["check"]]
    if not wrong:
        return None
    wrong.sort(key=lambda one: tuple(one[1].values()), reverse=True)
    rows = [(file, *(format_number(counts[one]) for one in SEVERITIES)) for file, counts in wrong]
    heads = (("ไฟล์", "file"), *((label, "num") for label in SEVERITIES.values()))
    return plain("จำนวนจุด แยกตามไฟล์และความสำคัญ", heads, rows[:MOST_ROWS], more(len(rows)))


def changes_table(found: Health) -> Printed | None:
    """What was corrected in the page's data, and at which office's request."""
    return corrections_table(found.corrections, more(len(found.corrections)))


def sources_tables(found: Health) -> list[Printed]:
    """Where the page's figures come from: a table per input and folder, a row per file; a row per input where the files
    are too many to be read through. The workbook has them sheet by sheet."""
    columns = (found.sources[name] for name in ("table", "source_file", "source_sheet", "rows", "as_of_date"))
    inputs: dict[str, dict[str, _Source]] = {}
    for name, path, sheet, count, day in zip(*columns, strict=True):
        inputs.setdefault(name, {}).setdefault(path, _Source()).add(sheet, count, day)
    if sum(map(len, inputs.values())) > MOST_SOURCES:
        return [_inputs_table(inputs)]
    folders: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for name, files in inputs.items():
        for path, source in files.items():
            folder, _, file = path.rpartition("/")
            cells = (file, _sheet_names(source.sheets), format_number(source.rows), source.period)
            folders.setdefault((name, folder), []).append(cells)
    return [_sources_table(*place, rows) for place, rows in folders.items()]


@dataclass
class _Source:
    """What was used of a file, or of all files of an input."""

    sheets: list[str] = field(default_factory=list)
    rows: int = 0
    days: set[pd.Timestamp] = field(default_factory=set)

    def add(self, sheet: str, rows: int, day: pd.Timestamp) -> None:
        """One sheet more."""
        self.sheets.append(sheet)
        self.rows += rows
        if not pd.isna(day):
            self.days.add(day)

    @property
    def period(self) -> str:
        """The as-of date of its rows; the first and the last where there are several."""
        if not self.days:
            return "–"
        return " – ".join(_day(day) for day in dict.fromkeys((min(self.days), max(self.days))))


def _sheet_names(sheets: Sequence[str]) -> str:
    named = [sheet for sheet in sheets if sheet]
    rest = len(named) - _NAMED_SHEETS
    more = f" และอีก {format_number(rest)} ชีต" if rest > 0 else ""
    return " · ".join(named[:_NAMED_SHEETS]) + more or "–"


def _sources_table(name: str, folder: str, rows: list[tuple[str, ...]]) -> Printed:
    heads = (("ไฟล์", "file"), ("ชีต", "file"), ("แถวที่ใช้", "num"), ("ข้อมูล ณ วันที่", "date"))
    where = f" · โฟลเดอร์ {folder}" if folder else ""
    return plain(f"{_title(name)}{where}", heads, rows[: 2 * MOST_ROWS], more(len(rows), 2 * MOST_ROWS))


def _inputs_table(inputs: Mapping[str, Mapping[str, _Source]]) -> Printed:
    rows = []
    for name, files in inputs.items():
        days = {day for one in files.values() for day in one.days}
        whole = _Source(rows=sum(one.rows for one in files.values()), days=days)
        sheets = sum(bool(sheet) for one in files.values() for sheet in one.sheets)
        counts = (format_number(len(files)), format_number(sheets) if sheets else "–", format_number(whole.rows))
        rows.append((_title(name), *counts, whole.period))
    heads = (("ข้อมูล", "name"), ("ไฟล์", "num"), ("ชีต", "num"), ("แถวที่ใช้", "num"), ("ข้อมูล ณ วันที่", "date"))
    return plain("ข้อมูลที่ใช้", heads, rows, "ชื่อไฟล์และชีตทั้งหมดอยู่ในไฟล์ตาราง (xlsx)")


def _title(name: str) -> str:
    return tables()[name].title if name in tables() else name


def _day(day: pd.Timestamp) -> str:
    return "–" if pd.isna(day) else thai_date(day, short=True)


def more(count: int, most: int = MOST_ROWS) -> str:
    """What a cut table says of the rows it leaves to the workbook."""
    return f"แสดง {most} จาก {format_number(count)} รายการ ทั้งหมดอยู่ในไฟล์ตาราง (xlsx)" if count > most else ""


def _area(row: dict[Hashable, Any]) -> str:
    codes = (row["district_code"], row["province_code"])
    return area_name(next((str(code) for code in codes if code and not pd.isna(code)), "national"))


def _place(row: dict[Hashable, Any]) -> str:
    """Where both figures stand; once where both stand on one sheet."""
    stated, computed = (row.get(name) for name in ("source_stated", "source_computed"))
    if isinstance(stated, str) and isinstance(computed, str):
        same = stated.rpartition(" › แถว")[0] == computed.rpartition(" › แถว")[0]
        return stated if same else f"{stated} เทียบ {computed}"
    file, sheet = row["source_file"], row["source_sheet"]
    words = [
        file if isinstance(file, str) and file else "ระหว่างไฟล์",
        f"ชีต {sheet}" if isinstance(sheet, str) and sheet else "",
    ]
    return " ".join(filter(None, words))


def _days(row: dict[Hashable, Any]) -> str:
    """The day of both figures, or each one's where they differ."""
    days = [_day(row.get(name, pd.NaT)) for name in ("as_of_stated", "as_of_computed")]
    return " เทียบ ".join(dict.fromkeys(days))


def _label(table: str, column: str) -> str:
    known = {one.name: one.label for one in tables()[table].columns} if table in tables() else {}
    return known.get(column, column)


def _exact(value: float) -> str:
    return format_number(value, 0 if float(value).is_integer() else 2)
