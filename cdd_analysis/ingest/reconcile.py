"""A table against itself: the areas above against the sum of the areas below, whole figures against their splits, and
files that can only check. Each comparison is a ledger row of kind "control"; nothing is corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from cdd_analysis import areas
from cdd_analysis.datasets import AREA_COLUMNS, Table
from cdd_analysis.ingest.clean import Cleaned
from cdd_analysis.ingest.totals import TOLERANCE
from cdd_analysis.thai.dates import thai_month

_BELOW = "_below"
_LEDGER = ("column", "scope", "stated", "computed", "difference", "fiscal_year", "province_code", "district_code")
#: Parent level, child level, the child's code of the parent, Thai names.
_LEVELS = (
    ("national", "province", None, "ประเทศ", "จังหวัด"),
    ("province", "district", "province_code", "จังหวัด", "อำเภอ"),
    ("district", "subdistrict", "district_code", "อำเภอ", "ตำบล"),
    ("subdistrict", "village", "subdistrict_code", "ตำบล", "หมู่บ้าน"),
)


def reconcile(table: Table, frame: pd.DataFrame, cleaned: Sequence[Cleaned]) -> pd.DataFrame:
    """Every control that a table allows, as ledger rows."""
    if not table.is_area or frame.empty:
        return pd.DataFrame()
    whole = whole_figures(table, frame)
    found = [*_splits(table, frame), *(_between_levels(table, whole, *levels) for levels in _levels(table))]
    found += [_check_file(table, frame, one) for one in cleaned if one.compared]
    told = [part for part in found if len(part)]
    return pd.concat(told, ignore_index=True).assign(kind="control", table=table.name) if told else pd.DataFrame()


def _levels(table: Table) -> tuple[tuple[str, str, str | None, str, str], ...]:
    """Levels to compare. Where offices are rows, a province's is its office's own, no total of districts."""
    return _LEVELS[2:] if table.units else _LEVELS


def _split_columns(table: Table) -> list[str]:
    """Columns a figure may be split by; "all" where it is not."""
    return [name for name in table.spread.by if name != "month"] if table.spread else []


def _additive(table: Table, frame: pd.DataFrame) -> list[str]:
    return [c.name for c in table.columns if c.additive and c.name in frame and frame[c.name].notna().any()]


def whole_figures(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per area and period: the unsplit row where there is one, else the sum of one complete split.

    Splits are never added to each other: the row without a split comes first, then the one split by the fewest columns.
    """
    splits = _split_columns(table)
    if not splits:
        return frame
    period = [c for c in ("fiscal_year", "month") if c in frame]
    by = [*AREA_COLUMNS, *period]
    layer = _layer(frame, splits)
    best = layer.groupby([frame[c] for c in by], dropna=False).transform("min")
    values = _additive(table, frame)
    return frame[layer == best].groupby(by, dropna=False, as_index=False)[values].sum(min_count=1)


def _layer(frame: pd.DataFrame, splits: list[str]) -> pd.Series:
    """0 for unsplit rows; a number of its own for each combination of splits, fewer columns first."""
    flags = [(frame[name] != "all").astype(int) for name in splits]
    count = sum(flags[1:], flags[0])
    which = sum((flag * 2**n for n, flag in enumerate(flags[1:], 1)), flags[0])
    return count * 100 + which


def _period(frame: pd.DataFrame) -> list[str]:
    return [c for c in ("fiscal_year", "bmn_year", "month") if c in frame]


def _splits(table: Table, frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Whole figures against the sum over each split that is there, for the same area and period."""
    splits = _split_columns(table)
    if not splits:
        return
    by = [*AREA_COLUMNS, *_period(frame)]
    values = _additive(table, frame)
    layer = _layer(frame, splits)
    sums = {n: g.groupby(by, dropna=False)[values].sum(min_count=1) for n, g in frame.groupby(layer)}
    for number in sorted(set(sums) - {0}) if 0 in sums else ():
        both = sums[0].merge(sums[number], left_index=True, right_index=True, suffixes=("", _BELOW)).reset_index()
        yield _compare(both, values, what="ยอดรวมเทียบผลรวมรายประเภทหรือช่องทาง")


def _between_levels(
    table: Table, whole: pd.DataFrame, upper: str, lower: str, code: str | None, above: str, below: str
) -> pd.DataFrame:
    """Figures of an upper level against the sum of the areas below, per period and province (or the nation)."""
    parents, children = whole[whole["area_level"] == upper], whole[whole["area_level"] == lower]
    if parents.empty or children.empty:
        return pd.DataFrame()
    by = [*([code] if code else []), *_period(whole)]
    values = _additive(table, whole)
    grouped = children.groupby(by, dropna=False)
    sums = pd.concat([grouped[values].sum(min_count=1), grouped[f"{lower}_code"].nunique().rename("_there")], axis=1)
    both = parents.merge(sums.reset_index(), on=by, how="inner", suffixes=("", _BELOW), validate="many_to_one")
    both["_owed"] = _owed(both, upper)
    return _compare(both, values, what=f"ยอด{above}เทียบผลรวม{below}", together=upper not in ("province", "national"))


def _owed(parents: pd.DataFrame, level: str) -> pd.Series:
    """How many areas below must be there for a sum to be compared; 0 where no list says."""
    if level == "national":
        return pd.Series(len(areas.cdd_provinces()), index=parents.index)
    if level == "province":
        codes = parents["province_code"]
        return codes.map({code: len(areas.district_codes(code)) for code in codes.unique()})
    return pd.Series(0, index=parents.index)


def _check_file(table: Table, frame: pd.DataFrame, one: Cleaned) -> pd.DataFrame:
    """A file that only checks: its column against the table's, for the same areas."""
    values = list(one.compared or [])
    period = [c for c in _period(frame) if c != "month"]
    key = [*AREA_COLUMNS, *(c for c in ("area_id",) if c in frame), *period]
    both = one.records[[*key, *values]].merge(frame[[*key, *values]], on=key, how="inner", suffixes=("", _BELOW))
    found = _compare(both, values, what="ไฟล์มิติเดียวเทียบไฟล์รวม", together=True)
    sheet = one.region.sheet
    return found.assign(source_file=sheet.file, source_sheet=sheet.name) if len(found) else found


def _compare(both: pd.DataFrame, values: list[str], *, what: str, together: bool = False) -> pd.DataFrame:
    """Ledger rows for pairs of figures: columns ``values`` against those with the suffix ``_BELOW``.

    One row for each area and period; ``together``: one for each province and period, and one more for each area within
    that differs. Where areas are missing below, the difference is left open.
    """
    period = _period(both)
    carried = [*AREA_COLUMNS[1:], *period, *(c for c in ("_there", "_owed") if c in both)]
    stated, computed = both[values].stack(), both[[f"{v}{_BELOW}" for v in values]].set_axis(values, axis=1).stack()
    pairs = pd.DataFrame({"stated": stated, "computed": computed}).dropna()
    if pairs.empty:
        return pd.DataFrame()
    pairs.index.names = ["_row", "column"]
    pairs = pairs.reset_index("column").join(both[carried])
    pairs["difference"] = (pairs["stated"] - pairs["computed"]).round(2)
    pairs["_differs"] = pairs["difference"].abs() >= TOLERANCE
    pairs.loc[~pairs["_differs"], "difference"] = 0.0
    if together:
        parts = [_province_rows(pairs, period, what), _area_rows(pairs[pairs["_differs"]], what)]
    else:
        parts = [_area_rows(pairs, what)]
    rows = pd.concat([p for p in parts if len(p)], ignore_index=True) if any(map(len, parts)) else pd.DataFrame()
    return rows.rename(columns={"bmn_year": "fiscal_year"}).reindex(columns=_LEDGER) if len(rows) else rows


def _province_rows(pairs: pd.DataFrame, period: list[str], what: str) -> pd.DataFrame:
    by = ["province_code", *period, "column"]
    grouped = pairs.groupby(by, dropna=False, sort=False)
    rows = grouped.agg(
        stated=("stated", "sum"), computed=("computed", "sum"), _n=("stated", "size"), _off=("_differs", "sum")
    )
    rows = rows.reset_index()
    rows["difference"] = (rows["stated"] - rows["computed"]).round(2)
    agree = (rows["_n"] - rows["_off"]).map("{:,}".format) + " จาก " + rows["_n"].map("{:,}".format)
    rows["scope"] = what + _when(rows) + ": ตรงกัน " + agree + " แห่ง"
    return rows


def _area_rows(pairs: pd.DataFrame, what: str) -> pd.DataFrame:
    """A row per pair; one below the district says which area it is, since the ledger holds no deeper code."""
    rows = pairs.reset_index(drop=True)
    deepest = rows["subdistrict_code"].fillna("")
    where = deepest.map({code: f"{areas.full_name(code)}: " if code else "" for code in deepest.unique()})
    rows["scope"] = where + what + _when(rows)
    if "_owed" in rows:
        short = rows["_there"] < rows["_owed"]
        missing = ": มี " + rows["_there"].astype(str) + " จาก " + rows["_owed"].astype(str) + " แห่ง จึงยังเทียบไม่ได้"
        rows["scope"] = rows["scope"].where(~short, rows["scope"] + missing)
        rows["difference"] = rows["difference"].mask(short)
    return rows


def _when(rows: pd.DataFrame) -> pd.Series:
    """ " ก.ย. 2567" or " ปี 2561" for each row."""
    year = next((c for c in ("fiscal_year", "bmn_year") if c in rows), None)
    said = " ปี " + rows[year].astype(str) if year else pd.Series("", index=rows.index)
    if "month" not in rows:
        return said
    names = {m: f" {thai_month(m.date())}" for m in rows["month"].dropna().unique()}
    return rows["month"].map(names).fillna(said)
