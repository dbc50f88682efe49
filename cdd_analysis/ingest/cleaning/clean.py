"""A recognised region -> records of its table, problems, and a ledger of every row.

Steps: figures are read in one go; rows are told apart; areas, years and months resolved; values laid out sideways
become rows; the sheet's own totals are compared with what they should add up to, and never ingested. One record keeps
the file, sheet and row it came from. What cannot be placed is set aside and told of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cdd_analysis.ingest.cleaning.checks import check_records
from cdd_analysis.ingest.cleaning.periods import running_sum_of, running_sums, tell_overlaps
from cdd_analysis.ingest.cleaning.records import records_of
from cdd_analysis.ingest.cleaning.rows import BLANK, DATA, GROUP, HEADER, NOTE, TITLE, TOTAL
from cdd_analysis.ingest.cleaning.totals import as_problem, sheet_totals
from cdd_analysis.ingest.cleaning.work import Work
from cdd_analysis.ingest.reading.cells import column_letters, spans
from cdd_analysis.ingest.recognition.recognise import Region


@dataclass
class Cleaned:
    """What a region gave.

    Attributes:
        records: columns of the table, ``AREA_COLUMNS`` and ``PROVENANCE``; one sheet row may give several records.
        problems: problem rows.
        controls: ledger rows of kind "control".
        rows: how many rows of each kind (title, header, total, note, blank, data).
        set_aside: sheet rows (as numbered by a spreadsheet) of data that were not taken in.
        data_rows: sheet rows of data.
        baht_set_aside: money in the rows set aside.
        codes: province and district of each row of data; the index is the sheet row.
        compared: columns this region can only check; its records are controls, not data (``Table.control``).
    """

    region: Region
    records: pd.DataFrame
    problems: list[dict[str, object]] = field(default_factory=list)
    controls: list[dict[str, object]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    data_rows: frozenset[int] = frozenset()
    set_aside: frozenset[int] = frozenset()
    compared: list[str] | None = None
    baht_set_aside: float = 0.0
    codes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["province_code", "district_code"]))


def clean_region(region: Region, removed: frozenset[int] = frozenset()) -> Cleaned:
    """Clean one region. No row of it is lost: each is counted in ``rows``, each row of data kept or set aside.

    Args:
        region: the recognised table.
        removed: sheet rows that a correction sets aside; nothing more is told of them and no total counts them.
    """
    work = Work(region, removed)
    _tell_unknown_columns(work)
    _tell_lone_texts(work)
    _tell_hidden(work)
    if not len(work.rows):
        work.tell("no_rows")
    records = records_of(work)
    counted = ~work.removed
    controls = list(sheet_totals(region, work.kinds, work.rows[counted], work.numbers, work.places.codes[counted]))
    controls += running_sums(work, records)
    tell_overlaps(work, records)
    broken = check_records(region.table, records, told=work.problems)
    problems = [*work.problems, *broken, *(as_problem(one) for one in controls if one["difference"])]
    counts: Counter[str] = Counter(str(kind) for kind in work.kinds)
    compared = region.table.control(records) if region.table.control else None
    return Cleaned(
        region=region,
        records=records,
        problems=problems,
        controls=controls,
        rows=Counter({k: counts[k] for k in (TITLE, TOTAL, NOTE, BLANK, DATA)})
        + Counter({HEADER: counts[HEADER] + counts[GROUP]}),
        data_rows=frozenset(int(r) + 1 for r in work.rows),
        set_aside=frozenset(work.sheet_rows(work.set_aside)),
        compared=compared,
        baht_set_aside=work.baht_set_aside,
        codes=work.places.codes[["province_code", "district_code"]].set_axis(work.rows + 1),
    )


def _tell_unknown_columns(work: Work) -> None:
    """Headings we do not know, and cells under no heading: a line split by a stray comma, or scratch."""
    bare = np.array([c for c, m in enumerate(work.region.meanings) if not m.text], dtype=np.intp)
    for m in work.region.meanings:
        if m.either:
            readings = " หรือ ".join(f"“{work.own[name].label}”" for name in m.either)
            work.tell("ambiguous_column", value=m.text, expected=readings)
        elif m.repeats:
            work.tell("repeated_column", value=m.text, expected=m.repeats)
        elif m.text and not m.column and not running_sum_of(m, work.table):
            work.tell("unknown_column", value=m.text)
    outside = work.cells[np.ix_(work.rows, bare)]
    rule = "scratch_cell" if work.region.sheet.name else "too_many_cells"
    for i in np.flatnonzero((outside != "").any(axis=1)):
        work.tell(rule, int(i), value=next(v for v in outside[i] if v != ""))
        if rule == "too_many_cells":
            work.strayed.add(int(i))
    work.set_aside |= work.strayed


def _tell_lone_texts(work: Work) -> None:
    """Rows with one text and nothing else that name no area: taken for headings, and told, since one may be data."""
    for row in work.region.first + np.flatnonzero(work.kinds == GROUP):
        if int(row) not in work.places.headings:
            text = next(cell for cell in work.cells[row] if cell != "")
            work.tell("lone_text", value=text, sheet_row=int(row) + 1)


def _tell_hidden(work: Work) -> None:
    """What somebody hid is read like the rest; whoever hid it may have meant it to be left out (handbook 11.1)."""
    sheet, region = work.region.sheet, work.region
    rows = [row for row in sheet.hidden_rows if region.first <= row < region.last and (sheet.cells[row] != "").any()]
    columns = [at for at in sheet.hidden_columns if (sheet.cells[region.first : region.last, at] != "").any()]
    if sheet.is_hidden:
        work.tell("hidden", value=sheet.name, label="ทั้งแผ่น")
    if rows:
        work.tell("hidden", value=spans([str(row + 1) for row in rows], rows), label="แถว")
    if columns:
        work.tell("hidden", value=spans([column_letters(at) for at in columns], columns), label="คอลัมน์")
