"""Two figures of one thing side by side, as ledger rows of kind "control": both values, both dates, both sources.

A side is rows summed up (``summed``); two sides are joined on what they share; ``ledger_rows`` writes down each pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cdd_analysis import areas
from cdd_analysis.datasets import AREA_COLUMNS, Kind, Table
from cdd_analysis.settings import setting
from cdd_analysis.thai.dates import thai_date, thai_month

BELOW = "_below"
#: What a comparison says of itself in the ledger, beside where the row stands.
COLUMNS = (
    *("comparison", "column", "scope", "stated", "computed", "difference", "fiscal_year", "month"),
    *("area_level", "province_code", "district_code", "subdistrict_code", "village_code"),
    *("as_of_stated", "as_of_computed", "source_stated", "source_computed"),
)
_MOST_SOURCES = 2
_ROUNDING = 1e-6


def tolerance(table: Table, column: str) -> float:
    """How far two figures of a column may be apart and still agree (handbook G4)."""
    kind = next((c.kind for c in table.columns if c.name == column), Kind.NUMBER)
    name = {Kind.COUNT: "tolerance_count", Kind.PCT: "tolerance_pct"}.get(kind, "tolerance_baht")
    return float(setting(f"shared.{name}"))


def differs(difference: pd.Series, allowed: pd.Series | float) -> pd.Series:
    """Whether two figures do not agree, given how far they may be apart."""
    return difference.abs() > allowed + _ROUNDING


def summed(rows: pd.DataFrame, by: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    """One side: ``values`` summed by ``by``, with its latest date, where it stands and how its years are counted."""
    grouped = rows.groupby(list(by), dropna=False, sort=False)
    sums = grouped[list(values)].sum(min_count=1)
    sums["_as_of"] = grouped["as_of_date"].max()
    number = grouped.ngroup()
    sums["_source"] = _sources(rows, number)
    if "year_basis" in rows:
        basis = rows["year_basis"].fillna("").groupby(number)
        sums["_basis"] = basis.first().where(basis.nunique() == 1, "mixed").to_numpy()
    return sums.reset_index()


def _sources(rows: pd.DataFrame, number: pd.Series) -> list[str]:
    """For each group of rows: file › sheet › rows, or how many places and the first of them."""
    place = rows["source_file"].fillna("") + (" › " + rows["source_sheet"].fillna("")).replace(" › ", "")
    keyed = pd.DataFrame({"number": number, "place": place, "row": rows["source_row"]})
    found = keyed.groupby(["number", "place"], dropna=False)["row"].agg(["min", "max"]).reset_index()
    first, last = found["min"].astype("Int64").astype(str), found["max"].astype("Int64").astype(str)
    said = found["place"] + " › แถว " + first + ("–" + last).where(found["max"] > found["min"], "")
    places: list[list[str]] = [[] for _ in range(number.nunique())]
    for at, words in zip(found["number"], said, strict=True):
        places[at].append(words)
    return [_listed(group) for group in places]


def _listed(places: list[str]) -> str:
    if len(places) == 1:
        return places[0]
    more = " …" if len(places) > _MOST_SOURCES else ""
    return f"{len(places)} แห่ง: {'; '.join(places[:_MOST_SOURCES])}{more}"


def place(file: str, sheet: str, first: int, last: int) -> str:
    """Where figures stand: file › sheet › rows."""
    rows = f"แถว {first}" if first == last else f"แถว {first}–{last}"
    return " › ".join(filter(None, (file, sheet, rows)))


def nearest(
    rows: pd.DataFrame,
    asked: pd.DataFrame,
    on: Sequence[str],
    identity: Sequence[str],
    *,
    begin: bool = False,
    within_days: int | None = None,
) -> pd.DataFrame:
    """The rows that stand for each day asked: of each thing its latest state on or before the day, else its first.

    A state at a date holds until the next one, so that figures of different dates are compared at the nearest; both
    dates are told.

    Args:
        rows: states, with ``as_of_date``.
        asked: the days, ``_day``, and ``on``.
        on: what both share.
        identity: what tells one thing from another.
        begin: things come into being, as contracts do: one that is first told of later was not there on the day, where
            the others have a state of it.
        within_days: states further from the day than this do not stand for it; None: any may.
    """
    both = asked.drop_duplicates().merge(rows, on=list(on), how="inner")
    age = (both["_day"] - both["as_of_date"]).dt.days.astype("float64")
    if within_days is not None:
        both, age = both[age.abs() <= within_days], age[age.abs() <= within_days]
    undated = both["_day"].isna() & both["as_of_date"].isna()
    rank = age.where(age >= 0, 1e6 - age).mask(undated, 0.0).fillna(1e9)
    best = rank.groupby([both[c] for c in ("_day", *identity)], dropna=False).transform("min")
    chosen = rank == best
    if begin:
        there = age.ge(0).groupby([both[c] for c in ("_day", *on)], dropna=False).transform("any")
        chosen &= ~(age.lt(0) & there)
    return both[chosen]


def ledger_rows(
    table: Table,
    both: pd.DataFrame,
    values: Sequence[str],
    *,
    comparison: str,
    what: str,
    together: bool = False,
    of: Sequence[str] = (),
    half: str = "",
    apart: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """A ledger row for each pair of figures: columns ``values`` against those with the suffix ``BELOW``.

    Args:
        table: whose columns they are.
        both: both sides joined; ``_there`` and ``_owed`` say how many areas are summed and should be.
        values: columns to compare.
        comparison: its kind, a key of ``COMPARISONS``.
        what: Thai, what is held against what.
        together: one row for each province and period, and one for each area within that differs.
        of: columns of ``both`` that tell apart what is not counted together; the rows keep them.
        half: what to say where only one side is there; "": such pairs are left out.
        apart: which pairs differ, where a tolerance does not tell.
    """
    pairs = _pairs(table, both, values, half=half, apart=apart)
    if pairs.empty:
        return pd.DataFrame()
    period = [c for c in ("fiscal_year", "bmn_year", "month") if c in pairs]
    if together:
        parts = [_province_rows(pairs, [*of, *period], what), _area_rows(pairs[pairs["_differs"]], what, half)]
    else:
        parts = [_area_rows(pairs, what, half)]
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
    names = {"bmn_year": "fiscal_year", "_as_of": "as_of_stated", f"_as_of{BELOW}": "as_of_computed"}
    names |= {"_source": "source_stated", f"_source{BELOW}": "source_computed"}
    return rows.rename(columns=names).assign(comparison=comparison).reindex(columns=[*COLUMNS, *of])


def _pairs(
    table: Table, both: pd.DataFrame, values: Sequence[str], *, half: str, apart: pd.DataFrame | None
) -> pd.DataFrame:
    both = both.reset_index(drop=True)
    sides = [both[list(values)], both[[f"{v}{BELOW}" for v in values]].set_axis(list(values), axis=1)]
    if apart is not None:
        sides.append(apart.set_axis(both.index).astype("float64"))
    pairs = pd.concat([side.stack() for side in sides], axis=1, keys=["stated", "computed", "_told"][: len(sides)])
    pairs = pairs.dropna(subset=["stated", "computed"], how="all" if half else "any")
    pairs.index.names = ["_row", "column"]
    pairs = pairs.reset_index("column").join(both.drop(columns=[*values, *(f"{v}{BELOW}" for v in values)]))
    pairs["difference"] = (pairs["stated"] - pairs["computed"]).round(2)
    allowed = {name: tolerance(table, name) for name in values}
    told = (
        pairs["_told"].eq(1)
        if apart is not None
        else differs(pairs["difference"], pairs["column"].map(allowed).astype("float64"))
    )
    pairs["_differs"] = told | pairs["difference"].isna()
    pairs.loc[~pairs["_differs"], "difference"] = 0.0
    return _without_other_years(table, pairs)


def _without_other_years(table: Table, pairs: pd.DataFrame) -> pd.DataFrame:
    """A sum since January and one since October are never held against each other (handbook 7.2)."""
    if "_basis" not in pairs or f"_basis{BELOW}" not in pairs:
        return pairs
    counted = [c.name for c in table.columns if c.flow == "cumulative"]
    other = pairs["column"].isin(counted) & (pairs["_basis"] != pairs[f"_basis{BELOW}"])
    pairs["_other_year"] = other
    pairs["difference"] = pairs["difference"].mask(other)
    return pairs


def _province_rows(pairs: pd.DataFrame, apart: list[str], what: str) -> pd.DataFrame:
    """One row for each province and what is told apart: the sums of both sides, and how many areas agree."""
    by = ["province_code", *apart, "column"]
    grouped = pairs.groupby(by, dropna=False, sort=False)
    rows = grouped.agg(
        stated=("stated", "sum"),
        computed=("computed", "sum"),
        _n=("stated", "size"),
        _off=("_differs", "sum"),
        _as_of=("_as_of", "max"),
        _as_of_below=(f"_as_of{BELOW}", "max"),
        _source=("_source", "first"),
        _source_below=(f"_source{BELOW}", "first"),
        area_level=("area_level", "first"),
    )
    rows = rows.reset_index()
    rows["difference"] = (rows["stated"] - rows["computed"]).round(2)
    agree = (rows["_n"] - rows["_off"]).map("{:,}".format) + " จาก " + rows["_n"].map("{:,}".format)
    rows["scope"] = what + when(rows) + ": ตรงกัน " + agree + " แห่ง"
    for side in ("_source", f"_source{BELOW}"):
        rows[side] = rows[side].str.split(" › แถว").str[0].where(rows["_n"] > 1, rows[side])
    return rows


def _area_rows(pairs: pd.DataFrame, what: str, half: str) -> pd.DataFrame:
    """A row per pair; one below the district says which area it is."""
    if pairs.empty:
        return pairs
    rows = pairs.reset_index(drop=True)
    deepest = rows["subdistrict_code"].fillna("")
    where = deepest.map({code: f"{areas.full_name(code)}: " if code else "" for code in deepest.unique()})
    rows["scope"] = where + what + rows.get("_part", "") + when(rows)
    if "_owed" in rows:
        short = rows["_there"] < rows["_owed"]
        missing = ": มี " + _whole(rows["_there"]) + " จาก " + _whole(rows["_owed"]) + " แห่ง จึงยังเทียบไม่ได้"
        rows["scope"] = rows["scope"].where(~short, rows["scope"] + missing)
        rows["difference"] = rows["difference"].mask(short)
    if half:
        lacking = rows["stated"].isna() | rows["computed"].isna()
        rows["scope"] = rows["scope"].where(~lacking, rows["scope"] + f": {half} จึงยังเทียบไม่ได้")
    if "_other_year" in rows:
        rows["scope"] = rows["scope"].where(~rows["_other_year"], rows["scope"] + ": รอบปีนับคนละแบบ จึงไม่เทียบ")
    return rows.assign(scope=rows["scope"] + _dates_apart(rows))


def _whole(counts: pd.Series) -> pd.Series:
    return counts.astype("Int64").astype(str)


def _dates_apart(rows: pd.DataFrame) -> pd.Series:
    """Both dates, where the sides are of different ones."""
    stated, computed = rows["_as_of"], rows[f"_as_of{BELOW}"]
    apart = stated.notna() & computed.notna() & (stated != computed)
    return pd.Series(
        [
            f" (ข้อมูล ณ {thai_date(a, short=True)} เทียบ ณ {thai_date(b, short=True)})" if told else ""
            for a, b, told in zip(stated, computed, apart, strict=True)
        ],
        index=rows.index,
        dtype="str",
    )


def when(rows: pd.DataFrame) -> pd.Series:
    """ " ก.ย. 2567" or " ปี 2561" for each row."""
    year = next((c for c in ("fiscal_year", "bmn_year") if c in rows), None)
    said = pd.Series("", index=rows.index)
    if year:
        said = (" ปี " + rows[year].astype("Int64").astype(str)).where(rows[year].notna(), "")
    if "month" not in rows:
        return said
    names: Mapping[object, str] = {m: f" {thai_month(m.date())}" for m in rows["month"].dropna().unique()}
    return rows["month"].map(names).astype("object").fillna(said).astype("str")


def codes_of(level: str) -> list[str]:
    """Code columns from the province down to a level."""
    names = list(AREA_COLUMNS[1:])
    return names[: names.index(f"{level}_code") + 1] if level != "national" else []
