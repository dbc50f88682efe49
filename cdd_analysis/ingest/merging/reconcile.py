"""Figures against each other: a table against itself, and against the tables that count the same thing.

Areas above against the sum of the areas below, whole figures against their splits, what two levels of office report,
what two files state, typed percents, and tables that should agree (``datasets.agreements``). Each comparison is a
ledger row of kind "control"; nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from cdd_analysis import areas
from cdd_analysis.datasets import AREA_COLUMNS, Agreement, Kind, Table, agreements, tables
from cdd_analysis.ingest.cleaning.checks import computed_percent, percent_differs
from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.compare import BELOW, codes_of, ledger_rows, nearest, summed

_REPORTER = "reported_by_level"
_SOURCE = ["source_file", "source_sheet"]
#: Who states a figure, who else reports it (handbook T5.11); "all" is a file that does not say.
_REPORTERS = (("province", "district", "จังหวัด", "อำเภอ"), ("department", "province", "กรม", "จังหวัด"))
#: Parent level, child level, the child's code of the parent, Thai names.
_LEVELS = (
    ("national", "province", None, "ประเทศ", "จังหวัด"),
    ("province", "district", "province_code", "จังหวัด", "อำเภอ"),
    ("district", "subdistrict", "district_code", "อำเภอ", "ตำบล"),
    ("subdistrict", "village", "subdistrict_code", "ตำบล", "หมู่บ้าน"),
)


def reconcile(table: Table, frame: pd.DataFrame, cleaned: Sequence[Cleaned]) -> pd.DataFrame:
    """Every comparison that a table allows with itself, as ledger rows."""
    if not table.is_area or frame.empty:
        return pd.DataFrame()
    whole = whole_figures(table, frame)
    found = [*_splits(table, frame), *_percents(table, frame), *_reported_twice(table, whole)]
    found += [_between_levels(table, whole, *levels) for levels in _levels(table)]
    found.append(_check_files(table, frame, [one for one in cleaned if one.compared]))
    return _told(table.name, found)


def reconcile_tables(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tables that count the same thing against each other, as ledger rows of the table whose figure is stated."""
    found = [
        _told(one.stated, [_agreement(one, frames[one.stated], frames[one.computed])])
        for one in agreements()
        if one.stated in frames and one.computed in frames
    ]
    return pd.concat(found, ignore_index=True) if any(map(len, found)) else pd.DataFrame()


def _told(name: str, found: Sequence[pd.DataFrame]) -> pd.DataFrame:
    told = [part for part in found if len(part)]
    return pd.concat(told, ignore_index=True).assign(kind="control", table=name) if told else pd.DataFrame()


# -- what a table is made of ---------------------------------------------------------------------------------------


def _levels(table: Table) -> tuple[tuple[str, str, str | None, str, str], ...]:
    """Levels to compare. Where offices are rows, a province's is its office's own, no total of districts."""
    return _LEVELS[2:] if table.units else _LEVELS


def _split_columns(table: Table) -> list[str]:
    """Columns of the key that a figure may be split by; "all" where it is not."""
    return [
        c.name
        for c in table.columns
        if c.kind is Kind.CHOICE and "all" in c.choices and c.name != _REPORTER and _tells(table, c.name)
    ]


def _tells(table: Table, name: str) -> bool:
    return name in table.key or (table.spread is not None and name in table.spread.by)


def _additive(table: Table, frame: pd.DataFrame) -> list[str]:
    return [c.name for c in table.columns if c.additive and c.name in frame and frame[c.name].notna().any()]


def _is_dated(table: Table) -> bool:
    """Whether a row is a state at a date."""
    return "as_of_date" in table.key


def _period(table: Table, frame: pd.DataFrame) -> list[str]:
    """What two figures of one table must share to be compared: year, month, and what else tells its rows apart.

    Areas, names of villages, dates and reporters are what a comparison goes across.
    """
    across = {"area", "area_id", "as_of_date", "village_name", _REPORTER, *_split_columns(table)}
    told = [name for name in table.key if name not in across and name in frame]
    year = [table.year] if table.year and table.year in frame else []
    return list(dict.fromkeys([*year, *told]))


def whole_figures(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of unsplit figures: the row without a split where there is one, else those of one complete split.

    Splits are never added to each other: the row without a split comes first, then the one split by the fewest columns.
    """
    splits = _split_columns(table)
    if not splits:
        return frame
    layer = _layer(frame, splits)
    by = [frame[c] for c in (*AREA_COLUMNS, *_period(table, frame), *_day(table))]
    return frame[layer == layer.groupby(by, dropna=False).transform("min")]


def _day(table: Table) -> list[str]:
    return ["as_of_date"] if _is_dated(table) else []


def _layer(frame: pd.DataFrame, splits: list[str]) -> pd.Series:
    """0 for unsplit rows; a number of its own for each combination of splits, fewer columns first."""
    flags = [(frame[name] != "all").astype(int) for name in splits]
    count = sum(flags[1:], flags[0])
    which = sum((flag * 2**n for n, flag in enumerate(flags[1:], 1)), flags[0])
    return count * 100 + which


# -- a table against itself ----------------------------------------------------------------------------------------


def _splits(table: Table, frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Whole figures against the sum over each split that is there, for the same area, period and date."""
    splits, values = _split_columns(table), _additive(table, frame)
    if not splits or not values:
        return
    by = [*AREA_COLUMNS, *_period(table, frame), *_day(table)]
    sums = {number: summed(rows, by, values) for number, rows in frame.groupby(_layer(frame, splits))}
    for number in sorted(set(sums) - {0}) if 0 in sums else ():
        both = sums[0].merge(sums[number], on=by, suffixes=("", BELOW))
        yield ledger_rows(table, both, values, comparison="split", what="ยอดรวมเทียบผลรวมรายประเภทหรือช่องทาง")


def _between_levels(
    table: Table, whole: pd.DataFrame, upper: str, lower: str, code: str | None, above: str, below: str
) -> pd.DataFrame:
    """Figures of an upper level against the sum of the areas below, per period."""
    parents, children = whole[whole["area_level"] == upper], whole[whole["area_level"] == lower]
    values = _additive(table, whole)
    if parents.empty or children.empty or not values:
        return pd.DataFrame()
    on = [*([code] if code else []), *_period(table, whole)]
    both = _joined(table, parents, table, children, on, values, count=f"{lower}_code")
    both["_owed"] = _owed(both, upper)
    what, together = f"ยอด{above}เทียบผลรวม{below}", upper not in ("province", "national")
    return ledger_rows(table, both, values, comparison="levels", what=what, together=together and not _is_dated(table))


def _joined(
    table: Table,
    stated: pd.DataFrame,
    other: Table,
    computed: pd.DataFrame,
    on: list[str],
    values: list[str],
    *,
    count: str,
    how: str = "inner",
    within_days: int | None = None,
) -> pd.DataFrame:
    """Both sides on what they share; states at a date at the nearest one, figures of each reporter by themselves."""
    stated_by = [*dict.fromkeys([*AREA_COLUMNS, *on, *([_REPORTER] if _REPORTER in table.key else [])])]
    computed_by = list(on)
    if _is_dated(table) or _is_dated(other):
        stated = stated.assign(_day=stated["as_of_date"])
        asked = stated[[*on, "_day"]]
        identity = [c for name in other.key for c in (AREA_COLUMNS if name == "area" else (name,)) if c != "as_of_date"]
        identity = [c for c in identity if c in computed]
        computed = nearest(computed, asked, on, identity, begin=not other.is_area, within_days=within_days)
        stated_by, computed_by, on = [*stated_by, "_day"], [*computed_by, "_day"], [*on, "_day"]
    if _REPORTER in other.key:
        computed = computed.assign(_by=computed[_REPORTER])
        computed_by = [*computed_by, "_by"]
    sums = summed(computed, computed_by, values)
    sums["_there"] = computed.groupby(computed_by, dropna=False, sort=False)[count].nunique().to_numpy()
    return summed(stated, stated_by, values).merge(sums, on=on, how=how, suffixes=("", BELOW))  # type: ignore[arg-type]


def _owed(parents: pd.DataFrame, level: str) -> pd.Series:
    """How many areas below must be there for a sum to be compared; 0 where no list says."""
    if level == "national":
        return pd.Series(len(areas.cdd_provinces()), index=parents.index)
    if level == "province":
        codes = parents["province_code"]
        return codes.map({code: len(areas.district_codes(code)) for code in codes.unique()})
    return pd.Series(0, index=parents.index)


def _reported_twice(table: Table, whole: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What one level of office reports of an area against what another reports of it (handbook T5.11)."""
    values = _additive(table, whole)
    if _REPORTER not in table.key or not values:
        return
    for upper, lower, above, below in _REPORTERS:
        stated, computed = (whole[whole[_REPORTER] == level] for level in (upper, lower))
        if stated.empty or computed.empty:
            continue
        on = [*AREA_COLUMNS, *_period(table, whole)]
        both = _joined(table, stated, table, computed, on, values, count="province_code")
        yield ledger_rows(table, both, values, comparison="reporters", what=f"ยอดที่{above}รายงานเทียบยอดที่{below}รายงาน")


def _percents(table: Table, frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Typed percents against those that the same row gives (handbook T6.15)."""
    for column in (c for c in table.columns if c.share_of and frame[c.name].notna().any()):
        computed = computed_percent(frame, column)
        both = frame.assign(**{f"{column.name}{BELOW}": computed.round(4)}, **_own_source(frame))
        apart = percent_differs(frame[column.name], computed).to_frame(column.name)
        yield ledger_rows(
            table, both, [column.name], comparison="typed_percent", what="ร้อยละที่พิมพ์เทียบร้อยละที่คำนวณได้", apart=apart
        )


def _own_source(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Both sides of a comparison within a row come from that row."""
    place = frame["source_file"].fillna("") + (" › " + frame["source_sheet"].fillna("")).replace(" › ", "")
    place = place + " › แถว " + frame["source_row"].astype("Int64").astype(str)
    day = frame["as_of_date"]
    return {"_as_of": day, f"_as_of{BELOW}": day, "_source": place, f"_source{BELOW}": place}


def _check_files(table: Table, frame: pd.DataFrame, checking: Sequence[Cleaned]) -> pd.DataFrame:
    """Files that only check: their columns against the table's, for the same areas. Files that check the same columns
    are joined with the table together: one join for each of hundreds of small files would cost more than reading them.
    """
    parts = [
        _checked(table, frame, [one.records for one in checking if one.compared == values], values)
        for values in {tuple(one.compared or ()): one.compared or [] for one in checking}.values()
    ]
    told = [part for part in parts if len(part)]
    return pd.concat(told).sort_values(_SOURCE, kind="stable") if told else pd.DataFrame()


def _checked(table: Table, frame: pd.DataFrame, parts: Sequence[pd.DataFrame], values: list[str]) -> pd.DataFrame:
    """Records that check ``values``, a row for each file, province and period, and one for each area that differs."""
    key = [*AREA_COLUMNS, *(c for c in ("area_id",) if c in frame), *_period(table, frame)]
    key = [name for name in dict.fromkeys(key) if name != "month"]
    records = pd.concat(parts, ignore_index=True)
    stated = records[[*key, *_SOURCE, *values]].assign(**_sides(records, ""))
    computed = frame[[*key, *values]].assign(**_sides(frame, BELOW))
    both = stated.merge(computed, on=key, how="inner", suffixes=("", BELOW))
    what = "ไฟล์มิติเดียวเทียบไฟล์รวม"
    return ledger_rows(table, both, values, comparison="check_file", what=what, together=True, of=_SOURCE)


def _sides(frame: pd.DataFrame, end: str) -> dict[str, pd.Series]:
    own = _own_source(frame)
    return {f"_as_of{end}": own["_as_of"], f"_source{end}": own["_source"]}


def same_figures(table: Table, records: pd.DataFrame, groups: pd.Series, lost: pd.Series) -> pd.DataFrame:
    """The same figure in two files or sheets: pairs that agree are counted, each pair that differs is a row.

    Args:
        table: what the records are of.
        records: all of them.
        groups: for those whose key another one shares, the number of their group.
        lost: whether a record was set aside, or repeats another and adds nothing.
    """
    if not table.is_area:
        return pd.DataFrame()
    first = ~groups.duplicated()
    heads = pd.Series(groups.index[first], index=groups[first].to_numpy())
    pairs = pd.DataFrame({"_head": groups[~first].map(heads), "_other": groups.index[~first]})
    pairs = pairs[lost.loc[pairs["_other"]].to_numpy() | lost.loc[pairs["_head"]].to_numpy()]
    left, right = (records.loc[pairs[name]].reset_index(drop=True) for name in ("_head", "_other"))
    apart = (left[_SOURCE].fillna("") != right[_SOURCE].fillna("")).any(axis=1)
    left, right = left[apart].reset_index(drop=True), right[apart].reset_index(drop=True)
    values = [c.name for c in table.columns if c.kind in (Kind.COUNT, Kind.BAHT, Kind.NUMBER, Kind.PCT)]
    values = [name for name in values if name in left and left[name].notna().any() and right[name].notna().any()]
    if left.empty or not values:
        return pd.DataFrame()
    both = left.assign(
        **_sides(left, ""),
        **_sides(right, BELOW),
        **{f"{name}{BELOW}": right[name] for name in values},
        _part=_parts(table, left),
    )
    found = ledger_rows(table, both, values, comparison="same_figure", what="ยอดเดียวกันในสองแหล่ง", together=True)
    return _told(table.name, [found])


def _parts(table: Table, rows: pd.DataFrame) -> pd.Series:
    """ " อาหาร · ส่งออก": the part of a split that a figure is of."""
    said = pd.Series("", index=rows.index)
    for name in _split_columns(table):
        spellings = {code: f" {many[0]}" for code, many in table.column(name).choices.items() if code != "all"}
        said = said + rows[name].map(spellings).fillna("")
    return said


# -- tables against each other -------------------------------------------------------------------------------------


def _agreement(one: Agreement, stated: pd.DataFrame, computed: pd.DataFrame) -> pd.DataFrame:
    """Figures of one table against the sum of another's, for each area of a level."""
    own, other = tables()[one.stated], tables()[one.computed]
    stated = _of_side(own, stated, one.stated_where, one.level if own.is_area else None, one.level)
    computed = _of_side(other, computed, one.computed_where, one.computed_level, one.level)
    names = {b: a for a, b in one.columns}
    computed = computed.drop(columns=[a for a, b in one.columns if a != b and a in computed]).rename(columns=names)
    values = [a for a, _ in one.columns if _filled(stated, a) and _filled(computed, a)]
    if not values:
        return pd.DataFrame()
    on = [*codes_of(one.level), *one.by]
    shared = ["province_code", *(c for c in one.by if c != "month")]
    there = stated[shared].drop_duplicates().merge(computed[shared].drop_duplicates(), on=shared)
    stated, computed = (side.merge(there, on=shared) for side in (stated, computed))
    deeper = {c: pd.Series(None, index=stated.index, dtype="str") for c in AREA_COLUMNS[1:] if c not in on}
    stated = stated.assign(area_level=one.level, **deeper)
    dated = _is_dated(own) or _is_dated(other)
    if own.has_month and "month" not in one.by:
        stated = _latest_months(stated, on)
    how, within = "inner" if dated else "outer", one.within_days
    both = _joined(own, stated, other, computed, on, values, count="source_row", how=how, within_days=within)
    both["area_level"] = one.level
    if one.owed and one.owed in stated:
        both = both.merge(_owed_rows(stated, on, one.owed), on=on, how="left")
    return ledger_rows(own, both, values, comparison="tables", what=one.what, half="มีข้อมูลเพียงฝั่งเดียว")


def _latest_months(rows: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Of the months that a sheet of one date holds the last: debts of twelve months are never added up."""
    latest = rows["month"].groupby([rows[c] for c in (*on, "as_of_date")], dropna=False).transform("max")
    return rows[latest.isna() | rows["month"].eq(latest)]


def _filled(rows: pd.DataFrame, name: str) -> bool:
    return name in rows and bool(rows[name].notna().any())


def _owed_rows(stated: pd.DataFrame, on: list[str], name: str) -> pd.DataFrame:
    return stated.groupby(on, dropna=False)[name].max().rename("_owed").reset_index()


def _of_side(
    table: Table, frame: pd.DataFrame, where: Mapping[str, str], area_level: str | None, level: str
) -> pd.DataFrame:
    """Rows of one side that lie in an area of ``level``; whole figures only."""
    for name, value in where.items():
        frame = frame[frame[name] == value]
    if area_level:
        frame = frame[frame["area_level"] == area_level]
    return whole_figures(table, frame[frame[f"{level}_code"].notna()])
