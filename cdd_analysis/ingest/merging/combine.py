"""Records of one table from all files -> one table: duplicates told, conflicts set aside, halves put together.

A record is a duplicate only if its whole key is there and equal. Same values: one is kept, whichever file is read
first. Different values: the later as-of date wins; without one, neither is used. Every sheet row is accounted for.

Of a file that was streamed only the rows that may repeat another are looked at; the others stay on the disk.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cdd_analysis.datasets import AREA_COLUMNS, PROVENANCE, Kind, Table
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.cleaning.rows import BLANK, GROUP, HEADER, NOTE, TITLE, TOTAL
from cdd_analysis.ingest.fast_lane.arrays import as_frame
from cdd_analysis.ingest.fast_lane.stream import Streamed
from cdd_analysis.ingest.merging.reconcile import same_figures
from cdd_analysis.ingest.problems import problem
from cdd_analysis.ingest.spill import key_columns, key_hashes, repeated_rows
from cdd_analysis.ingest.store import schema

#: Rows of a table that may be held in memory together with those on the disk (assumption-D).
MOST_HELD = 500_000
KEPT, MERGED, DUPLICATE, SET_ASIDE = "kept", "merged", "duplicate", "set aside"


@dataclass
class Combined:
    """A table made of all its files.

    Attributes:
        table: its specification.
        frame: the table as stored, without the rows that lie on the disk.
        ledger: rows of kind "sheet".
        problems: conflicts.
        controls: ledger rows of kind "control": the same figure in two files.
        streamed: files whose rows lie on the disk, those dropped that are not used.
    """

    table: Table
    frame: pd.DataFrame
    ledger: list[dict[str, object]]
    problems: list[dict[str, object]]
    controls: pd.DataFrame = field(default_factory=pd.DataFrame)
    streamed: Sequence[Streamed] = field(default=())

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return len(self.frame) + sum(one.kept - len(one.records.dropped) for one in self.streamed)

    @functools.cached_property
    def whole(self) -> pd.DataFrame | None:
        """The table with the rows that lie on the disk; None where they are too many to be held together."""
        if not self.streamed or self.rows > MOST_HELD:
            return None if self.streamed else self.frame
        parts = [as_frame(batch) for one in self.streamed for batch in one.records.everything()]
        return pd.concat([part for part in (self.frame, *parts) if len(part)] or [self.frame], ignore_index=True)


def combine(table: Table, cleaned: Sequence[Cleaned], streamed: Sequence[Streamed] = ()) -> Combined:
    """Put the regions of one table together."""
    data = [one for one in cleaned if one.compared is None]
    records = _concat(table, [one.records for one in data])
    if streamed:
        records = _concat(table, [one.records for one in data] + _repeats(table, records, streamed))
    records["_fate"] = KEPT
    records["_baht"] = records["_baht_used"] = _money(table, records).sum(axis=1)
    problems: list[dict[str, object]] = []
    repeated = _repeated(table, records)
    controls = pd.DataFrame()
    if repeated is not None:
        _settle(table, records, repeated, problems)
        controls = same_figures(table, records, repeated, records["_fate"].isin([DUPLICATE, SET_ASIDE]))
    named = ["_region", "source_row", "_fate", "_baht", "_baht_used"]
    of_region = dict(iter(records[named].groupby("_region")))
    ledger = [_sheet_row(one, of_region.get(number, records[named].iloc[:0]), table) for number, one in enumerate(data)]
    ledger += [
        _sheet_row(one, one.records.assign(_fate=DUPLICATE), table) for one in cleaned if one.compared is not None
    ]
    for number, one in enumerate(streamed, len(data)):
        ledger.append(_drop(one, records[records["_region"] == number], table))
    frame = records[(records["_fate"] == KEPT) & (records["_region"] < len(data))][_columns(table)]
    return Combined(table, _in_order(table, frame).copy(), ledger, problems, controls, streamed)


def _repeats(table: Table, records: pd.DataFrame, streamed: Sequence[Streamed]) -> list[pd.DataFrame]:
    """For each streamed file, its rows whose key another row may share."""
    layout = schema(table)
    named = [*dict.fromkeys([*key_columns(table), "source_row"])]
    others = pa.Table.from_pandas(records[named], pa.schema([layout.field(n) for n in named]), preserve_index=False)
    rows = repeated_rows([one.keys for one in streamed], key_hashes(table, others)[0])
    found = []
    for one, wanted in zip(streamed, rows, strict=True):
        some = one.records.rows(wanted)
        found.append(as_frame(some if some is not None else layout.empty_table()))
    return found


def _drop(one: Streamed, looked_at: pd.DataFrame, table: Table) -> dict[str, object]:
    """Leave out the rows of a streamed file that are not used; the account of all its rows."""
    lost = looked_at[looked_at["_fate"] != KEPT]
    one.records.dropped = np.sort(lost["source_row"].to_numpy("int64"))
    money = [c.name for c in table.columns if c.kind is Kind.BAHT and c.name in lost]
    baht = lost[money].sum(axis=1).groupby(lost["_fate"]).sum()
    repeated, aside = (float(baht.get(fate, 0.0)) for fate in (DUPLICATE, SET_ASIDE))
    fates = Counter(lost["_fate"])
    rows = {
        "rows_kept": one.kept - len(lost),
        "rows_title": one.rows[TITLE],
        "rows_header": one.rows[HEADER] + one.rows[GROUP],
        "rows_total": one.rows[TOTAL],
        "rows_note": one.rows[NOTE],
        "rows_blank": one.rows[BLANK],
        "rows_duplicate": fates[DUPLICATE],
        "rows_rejected": one.set_aside + fates[SET_ASIDE],
    }
    kept = one.baht_kept - repeated - aside
    rejected = one.baht_set_aside + aside
    in_baht = {"read": kept + repeated + rejected, "kept": kept, "duplicate": repeated, "rejected": rejected}
    return {
        "kind": "sheet",
        "table": table.name,
        "source_file": one.region.sheet.file,
        "source_sheet": one.region.sheet.name,
        "rows_read": one.rows_read,
        **rows,
        **({f"baht_{name}": value for name, value in in_baht.items()} if any(_is_money(table)) else {}),
        "province_code": next(iter(one.provinces)) if len(one.provinces) == 1 else None,
    }


def _is_money(table: Table) -> list[bool]:
    return [c.kind is Kind.BAHT for c in table.columns]


def _columns(table: Table) -> list[str]:
    return [*table.stored, *(["merged_from"] if table.merged else [])]


def _concat(table: Table, data: Sequence[pd.DataFrame]) -> pd.DataFrame:
    frames = [one.assign(_region=number) for number, one in enumerate(data)]
    columns = [*table.stored, "_region"]
    records = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
    records["merged_from"] = None
    order = ["as_of_date", "source_file", "source_sheet", "source_row"]
    return records.sort_values(
        order, ascending=[False, True, True, True], kind="stable", na_position="last", ignore_index=True
    )


def optional_keys(table: Table) -> list[str]:
    """Parts of the key of an area's rows that a sheet may do without: its budget has no periods, its loans no month.

    Blank on the whole sheet they are one more value of the key, if the rest of it tells the rows of the sheet apart.
    """
    if not table.is_area:
        return []
    return [
        c.name
        for c in table.columns
        if c.name in table.key and not c.required and c.name not in (*table.loose, table.year)
    ]


def _repeated(table: Table, records: pd.DataFrame) -> pd.Series | None:
    """For each record whose key another one shares, the number of its group; None where there is none."""
    if not table.key or records.empty:
        return None
    key = key_columns(table)
    told = [c for c in key if c not in (*AREA_COLUMNS, *table.loose, *optional_keys(table))]
    whole = records[told].notna().all(axis=1)
    if optional := optional_keys(table):
        given = records[optional].notna()
        nowhere = ~given.groupby(records["_region"]).transform("any")
        told_apart = ~records.duplicated([*key, "_region"], keep=False)
        whole &= given.all(axis=1) | ((given | nowhere).all(axis=1) & told_apart)
    if "area" in table.key:
        whole &= records["area_level"].notna()
    groups = records[whole].groupby(key, sort=False, dropna=False).ngroup()
    groups = groups[groups.duplicated(keep=False)]
    return groups if len(groups) else None


def _settle(table: Table, records: pd.DataFrame, groups: pd.Series, problems: list[dict[str, object]]) -> None:
    """Decide the fate of records that share a key; ``records`` is sorted so that the first of a group wins."""
    values = [c for c in _columns(table) if c not in (*key_columns(table), *PROVENANCE, "merged_from", *AREA_COLUMNS)]
    agreeing = _without_conflicts(table, records, groups, values, problems)
    if agreeing.empty:
        return
    first = ~agreeing.duplicated()
    rest = agreeing.index[~first]
    records.loc[rest, "_fate"] = DUPLICATE
    if table.merged:
        _complete(table, records, agreeing, values)


def _disagree(values: pd.DataFrame, groups: pd.Series, *, completing: bool) -> pd.Series:
    """Per group, whether two records give different values for one column. A blank disagrees only if not completing."""
    verdict = pd.Series(False, index=groups.unique())
    for name in values:
        grouped = values[name].groupby(groups)
        differs = grouped.nunique() > 1
        if not completing:
            differs |= ~grouped.count().isin([0]) & (grouped.count() != grouped.size())
        verdict |= differs.reindex(verdict.index, fill_value=False)
    return verdict


def _without_conflicts(
    table: Table, records: pd.DataFrame, groups: pd.Series, values: list[str], problems: list[dict[str, object]]
) -> pd.Series:
    """The groups without the records set aside. Where values differ, the latest stand if all records are dated and the
    latest agree among themselves; else none does."""
    conflict = groups.map(_disagree(records.loc[groups.index, values], groups, completing=table.merged)).astype(bool)
    apart = groups[conflict]
    if apart.empty:
        return groups
    days = records.loc[apart.index, "as_of_date"].groupby(apart)
    is_undated = days.transform("count") < days.transform("size")
    is_latest = (days.transform("max") == records.loc[apart.index, "as_of_date"]) | is_undated
    latest = apart[is_latest]
    unclear = _disagree(records.loc[latest.index, values], latest, completing=table.merged)
    clear = ~apart.map(unclear).astype(bool)
    lost = ~clear | ~is_latest
    records.loc[apart.index[lost], "_fate"] = SET_ASIDE
    problems += _conflicts(table, records.loc[apart.index], apart, values, lost, clear)
    return pd.concat([groups[~conflict], apart[~lost]]).sort_index()


def _conflicts(
    table: Table, rows: pd.DataFrame, groups: pd.Series, values: list[str], lost: pd.Series, clear: pd.Series
) -> Iterator[dict[str, object]]:
    """What is told of each row that is not used: both values of the first column that differs, and where they stand."""
    told = rows.to_dict("records")
    for _, at in pd.Series(range(len(rows))).groupby(groups.to_numpy()):
        members = [told[i] for i in at]
        name = next(c for c in values if _differ([row[c] for row in members]))
        said = " กับ ".join(f"{row[name]} ({row['source_file']} แถว {row['source_row']})" for row in members)
        for i in (i for i in at if lost.iloc[i]):
            facts = {
                c: told[i][c] for c in ("source_file", "source_sheet", "source_row", "province_code", "district_code")
            }
            rule = "superseded" if clear.iloc[i] else "conflict"
            yield problem(rule, table=table.name, column=name, value=said, **facts)


def _differ(values: list[Any]) -> bool:
    """Whether values differ; two that are missing do not."""
    missing = [pd.isna(value) for value in values]
    return any(missing) != all(missing) or (not any(missing) and any(value != values[0] for value in values))


def _complete(table: Table, records: pd.DataFrame, groups: pd.Series, values: list[str]) -> None:
    """Fill what the first record of a group lacks from the others, and note where it came from."""
    shared = records.loc[groups.index, values]
    known = shared.notna()
    brought = known & (known.groupby(groups).cumsum() == 1)
    brings = brought.any(axis=1)
    money = _money(table, shared)
    records.loc[groups.index, "_baht_used"] = money.where(brought[list(money)]).sum(axis=1)
    first = ~groups.duplicated()
    givers = groups.index[brings & ~first]
    if not len(givers):
        return
    heads = pd.Series(groups.index[first], index=groups[first].to_numpy())
    filled = shared.groupby(groups).first()
    filled.index = pd.Index(heads.reindex(filled.index).to_numpy())
    at = filled.index
    records.loc[at, values] = records.loc[at, values].fillna(filled)
    records.loc[givers, "_fate"] = MERGED
    file, sheet, row = (records.loc[givers, name].astype(str) for name in ("source_file", "source_sheet", "source_row"))
    place = file + " › " + sheet + " › " + row
    told = place.groupby(groups[givers].to_numpy()).agg("; ".join)
    records.loc[heads.reindex(told.index).to_numpy(), "merged_from"] = told.to_numpy()


def _sheet_row(one: Cleaned, records: pd.DataFrame, table: Table) -> dict[str, object]:
    """The account of a region: each of its rows under exactly one heading."""
    rows, fate = records["source_row"], records["_fate"]
    gave = set(rows[fate.isin([KEPT, MERGED])])
    lost = set(rows[fate == SET_ASIDE]) - gave | one.set_aside
    repeated = set(rows) - gave - lost if one.compared is None else set()
    checking = len(one.data_rows) - len(one.set_aside) if one.compared is not None else 0
    provinces = one.records["province_code"].dropna().unique()
    counts = {
        "rows_kept": len(gave),
        "rows_title": one.rows["title"],
        "rows_header": one.rows["header"],
        "rows_total": one.rows["total"] + checking,
        "rows_note": one.rows["note"],
        "rows_blank": one.rows["blank"],
        "rows_duplicate": len(repeated),
        "rows_rejected": len(lost),
    }
    return {
        "kind": "sheet",
        "table": table.name,
        "source_file": one.region.sheet.file,
        "source_sheet": one.region.sheet.name,
        "rows_read": one.region.last - one.region.first,
        **counts,
        **_baht(one, records, table),
        "province_code": provinces[0] if len(provinces) == 1 else None,
    }


def _baht(one: Cleaned, records: pd.DataFrame, table: Table) -> dict[str, float]:
    """Baht read = kept + repeated + set aside, over every money column of the table.

    Of a record that completes another only what it brings is kept, the rest it repeats.
    """
    if not any(column.kind is Kind.BAHT for column in table.columns):
        return {}
    records = (
        records if "_baht" in records else records.assign(_baht=_money(table, records).sum(axis=1), _baht_used=0.0)
    )
    used = records["_fate"].isin([KEPT, MERGED])
    kept = float(records.loc[used, "_baht_used"].sum())
    lost = float(records.loc[records["_fate"] == SET_ASIDE, "_baht"].sum())
    repeated = float(records["_baht"].sum()) - kept - lost
    lost += one.baht_set_aside
    return {"baht_read": kept + repeated + lost, "baht_kept": kept, "baht_duplicate": repeated, "baht_rejected": lost}


def _money(table: Table, records: pd.DataFrame) -> pd.DataFrame:
    return records[[c.name for c in table.columns if c.kind is Kind.BAHT and c.name in records]]


def _in_order(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the same order whatever the order of files."""
    by = [*(c for c in key_columns(table) if c in frame), *PROVENANCE[1:]]
    return frame.sort_values(list(dict.fromkeys(by)), kind="stable", na_position="first", ignore_index=True)


def account_is_closed(ledger: pd.DataFrame) -> pd.Series:
    """For each sheet row of a ledger, whether rows read equal the sum of the rest."""
    sheets = ledger[ledger["kind"] == "sheet"]
    parts = [str(c) for c in sheets if str(c).startswith("rows_") and c != "rows_read"]
    return pd.Series(np.isclose(sheets[parts].sum(axis=1), sheets["rows_read"]), index=sheets.index)
