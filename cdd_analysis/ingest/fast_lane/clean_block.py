"""One block of a large text, cleaned as ``clean_region`` would clean the same rows, looked up once per distinct text.

Cells are read by the functions of the ordinary way (``values``, ``places``, ``checks``); what they say of a distinct
text is said of every row that holds it. Whatever depends on rows elsewhere in the file (text filled down over the
border of a block, totals, the era of a column of dates) is left in the result for ``stream`` to settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.datasets import AREA_COLUMNS, Kind
from cdd_analysis.ingest.cleaning.checks import check_records
from cdd_analysis.ingest.cleaning.rows import DATA, GROUP
from cdd_analysis.ingest.fast_lane.arrays import as_frame, as_type, coded, distinct_of
from cdd_analysis.ingest.fast_lane.block_figures import figures_of
from cdd_analysis.ingest.fast_lane.block_places import carried_on, locate
from cdd_analysis.ingest.fast_lane.block_work import BlockWork
from cdd_analysis.ingest.fast_lane.blocks import Block
from cdd_analysis.ingest.fast_lane.breaks import breaks_of
from cdd_analysis.ingest.fast_lane.descriptions import descriptions, settle_years
from cdd_analysis.ingest.fast_lane.headings import refuse_headings
from cdd_analysis.ingest.fast_lane.known_places import Located
from cdd_analysis.ingest.fast_lane.lane import Lane
from cdd_analysis.ingest.fast_lane.plan import BlockResult, Carried
from cdd_analysis.ingest.fast_lane.row_kinds import kinds_of
from cdd_analysis.ingest.fast_lane.told import problem_table
from cdd_analysis.ingest.spill import Stored, key_hashes, store_rows
from cdd_analysis.ingest.store import schema

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Figures = npt.NDArray[np.float64]


def clean_block(lane: Lane, block: Block, carried: Carried | None) -> BlockResult:
    """All steps, in the order of ``clean_region``.

    Args:
        lane: what the blocks of the file share.
        block: the rows.
        carried: what the row before handed on; None where that is not known yet.
    """
    work = BlockWork(lane, block, carried)
    work.kinds = kinds_of(work)
    refuse_headings(work)
    _tell_stray(work)
    _tell_lone_texts(work)
    codes = locate(work)
    described = descriptions(work)
    values = figures_of(work)
    lacking = settle_years(work, described)
    records, kept, keys, keyed = _records(work, codes, described, values)
    _check(work, records, kept)
    of_row = np.full(len(work.block), -1, dtype=np.int64)
    of_row[work.data] = np.arange(len(work.data))
    problems, without_year = _problems(work, codes, of_row), _without_year(work, lacking, codes, of_row)
    return BlockResult(
        number=work.block.number,
        rows=Counter(map(str, work.kinds)),
        records=_stored(work, "records", records),
        problems=_stored(work, "problems", problems),
        without_year=_stored(work, "without-year", without_year),
        told=len(problems),
        lacking_year=len(without_year),
        provinces=distinct_of(records, "province_code"),
        years=distinct_of(records, work.table.year) if work.table.year else set(),
        keys=keys,
        keyed=keyed,
        set_aside=int(work.lost.sum()),
        baht_kept=_baht(work, values, ~work.lost[work.data]),
        baht_set_aside=_baht(work, values, work.lost[work.data]),
        filled_down=work.filled_down,
        year_assumed=work.year_assumed,
        breaks=breaks_of(work, codes),
        carried=carried_on(work),
        wants_carried=work.wants_carried,
        eras=frozenset(work.eras),
        era_matters=frozenset(work.era_matters),
        counts=work.counts,
        written_eras=work.written_eras,
        filled=work.filled_figures,
        first_errors=work.first_errors,
        notes=_notes(work),
    )


def _stored(work: BlockWork, kind: str, rows: pa.Table) -> Stored | None:
    return store_rows(work.lane.folder / kind / f"{work.block.number}.arrow", rows)


def _tell_stray(work: BlockWork) -> None:
    """Cells under no heading: a line split by a stray comma."""
    is_data = work.kinds == DATA
    beyond = ((row, next(filter(None, texts))) for row, texts in work.block.beyond.items())
    first: dict[int, str] = {row: text for row, text in beyond if is_data[row]}
    for c in reversed(work.lane.bare):
        texts = work.block.columns[c]
        first |= {int(row): texts.at(int(row)) for row in np.flatnonzero(~work.blank[c] & is_data)}
    for row, text in sorted(first.items()):
        work.told.tell(work.told.say(work.facts("too_many_cells", None, work.lane.is_personal, value=text)), [row])
        work.strayed[row] = work.lost[row] = True


def _tell_lone_texts(work: BlockWork) -> None:
    for row in np.flatnonzero(work.kinds == GROUP):
        facts = work.facts("lone_text", None, work.lane.is_personal, value=work.first(row))
        work.told.tell(work.told.say(facts), [int(row)])


def _records(
    work: BlockWork, codes: Located, described: dict[str, pa.Array], values: dict[str, Figures]
) -> tuple[pa.Table, Rows, npt.NDArray[np.uint64], Rows]:
    """The rows taken in as records of the table; the names of file and sheet, the same for all, are left out."""
    among = ~work.lost[work.data]
    columns: dict[str, pa.Array] = {**_area_columns(codes, among), **described}
    columns |= {name: pa.array(one[among], from_pandas=True) for name, one in values.items()}
    columns["source_row"] = pa.array(work.kept, pa.int64())
    layout = schema(work.table)
    for name in layout.names:
        if name not in columns and name not in ("source_file", "source_sheet"):
            columns[name] = pa.nulls(len(work.kept), layout.field(name).type)
    ordered = {name: columns[name] for name in layout.names if name in columns}
    records = pa.table({name: as_type(one, layout.field(name).type) for name, one in ordered.items()})
    keys, keyed = key_hashes(work.table, records)
    return records, work.kept, keys, keyed


def _check(work: BlockWork, records: pa.Table, kept: Rows) -> None:
    """The rules of the table, asked of all records."""
    frame = as_frame(records)
    frame["source_file"], frame["source_sheet"] = work.region.sheet.file, work.region.sheet.name
    for broken in check_records(work.table, frame, told=_told_of_required(work)):
        row = int(str(broken["source_row"]))
        work.told.tell(work.told.say(broken), [row])


def _told_of_required(work: BlockWork) -> Iterable[dict[str, object]]:
    required = {column.name for column in work.table.columns if column.required}
    for which, rows in zip(work.told.which, work.told.rows, strict=True):
        column = work.told.said[int(which[0])]["column"]
        if column in required:
            yield from ({"source_row": int(row), "column": column} for row in rows)


def _problems(work: BlockWork, codes: Located, of_row: Rows) -> pa.Table:
    which = np.concatenate([*work.told.which, np.array([], dtype=np.int64)])
    rows = np.concatenate([*work.told.rows, np.array([], dtype=np.intp)])
    return problem_table(work.told.said, which, rows, codes, of_row)


def _without_year(work: BlockWork, lacking: Rows, codes: Located, of_row: Rows) -> pa.Table:
    """What would be told of each row without a year; of all rows at once where none has one."""
    said = [work.facts("no_year", None)]
    return problem_table(said, np.zeros(len(lacking), dtype=np.int64), lacking, codes, of_row)


def _baht(work: BlockWork, values: dict[str, Figures], of: Mask) -> float:
    money = [values[c.name][of] for c in work.table.columns if c.kind is Kind.BAHT and c.name in values]
    return float(sum(np.nansum(one) for one in money))


def _notes(work: BlockWork) -> list[str]:
    """Texts of the first column that may say the day the data are of."""
    texts = work.block.columns[0]
    return list(texts.distinct.filter(pc.match_substring(texts.distinct, "ข้อมูล ณ")).to_pylist())


def _area_columns(codes: Located, among: Mask) -> dict[str, pa.Array]:
    """The columns of areas of some of the rows of data."""
    return {name: coded(codes.column(name), codes.at[among]) for name in AREA_COLUMNS}
