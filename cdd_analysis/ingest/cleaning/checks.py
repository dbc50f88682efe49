"""Typed records against the rules of their table. Pandera asks all of them at once; nothing is changed or dropped.

A table's schema holds one check per kind of rule (ranges, whole counts, dates …) and one per rule between columns, each
over whole arrays: with one per column, the 85 columns of a TPMAP extract cost more than reading it. For the same reason
pandera makes a failure case of the first row only; the failing rows are taken from the array that the check returned,
so that none is lost. Each failing cell becomes a problem row of severity ``check`` with what is expected.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cdd_analysis.datasets import Column, Kind, Personal, RowRule, Table, tables
from cdd_analysis.ingest.problems import MASK, RULES, problem
from cdd_analysis.settings import setting
from cdd_analysis.thai.fiscal import LAST_YEAR, fiscal_end, thai_date, thai_month

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

Mask = npt.NDArray[np.bool_]
Problem = dict[str, object]
Said = Iterable[tuple[object, str]]
_FIGURES = (Kind.COUNT, Kind.BAHT, Kind.NUMBER, Kind.PCT)
#: No office of the department, and no loan, is older than 2500 BE (assumption-D).
_FIRST_DAY, _LAST_DAY = np.datetime64("1957-01-01"), np.datetime64(fiscal_end(LAST_YEAR))
#: How far a date may lie ahead at most, where it may (assumption-D: loans run 5 years, restructured ones longer).
_AHEAD = np.timedelta64(20 * 365, "D")
_CODES = {"province_code": 2, "district_code": 4, "subdistrict_code": 6, "village_code": 8}
_AREA_LABELS = {"province_code": "จังหวัด", "district_code": "อำเภอ", "subdistrict_code": "ตำบล", "village_code": "หมู่บ้าน"}


@dataclass(frozen=True)
class _Asked:
    """One thing asked of every row.

    Attributes:
        rule: its key in ``RULES``.
        name: its name in the schema.
        columns: the cells it may tell of.
        wrong: rows -> array of rows x columns, True where a cell is not as expected.
        say: the rows whose cell of a column is wrong -> for each, its value and what is expected.
    """

    rule: str
    name: str
    columns: tuple[str, ...]
    wrong: Callable[[pd.DataFrame], Mask]
    say: Callable[[pd.DataFrame, str], Said]


class _Checks:
    """Everything asked of one table, and the schema that asks it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.asked = {one.name: one for one in _asked(table)}
        self.schema = _schema(table.name, self.asked.values())

    def wrong(self, records: pd.DataFrame) -> Iterator[tuple[_Asked, pd.DataFrame, Mask]]:
        """What does not hold, each with the rows where it does not, and which of its cells are wrong."""
        from pandera.errors import SchemaErrors

        try:
            self.schema.validate(records, lazy=True, inplace=True)
        except SchemaErrors as errors:
            for error in errors.schema_errors:
                if error.check_output is None:  # the check itself broke: a bug, not a row
                    raise
                one, failing = self.asked[error.check.name], ~error.check_output.to_numpy()
                yield one, records[failing], one.wrong(records)[failing]


def _schema(name: str, asked: Iterable[_Asked]) -> DataFrameSchema:
    # Loading pandera takes half a second, which commands that clean nothing need not wait for.
    from pandera.pandas import Check, DataFrameSchema

    def holds(one: _Asked, rows: pd.DataFrame) -> pd.Series[bool]:
        return pd.Series(~one.wrong(rows).any(axis=1), index=rows.index)

    checks = [
        Check(
            functools.partial(holds, one),
            name=one.name,
            error=RULES[one.rule].message,
            ignore_na=False,
            n_failure_cases=1,
        )
        for one in asked
    ]
    return DataFrameSchema(checks=checks, name=name)


@functools.cache
def _registered(name: str) -> _Checks:
    return _Checks(tables()[name])


def _checks(table: Table) -> _Checks:
    """The checks of a table, made once for each table of the package."""
    return _registered(table.name) if tables().get(table.name) is table else _Checks(table)


def schema(table: Table) -> DataFrameSchema:
    """The pandera schema of a table's records."""
    return _checks(table).schema


def check_records(table: Table, records: pd.DataFrame, *, told: Iterable[Mapping[str, object]] = ()) -> list[Problem]:
    """Every cell of ``records`` that is not as the table's rules expect, as problem rows.

    Args:
        table: what the records are of.
        records: its columns, typed; the values stay as they are.
        told: problems already known; a cell that could not be read is not told again as blank.
    """
    if records.empty:
        return []
    records = records.reset_index(drop=True)
    known = {(one["source_row"], one["column"]) for one in told}
    found = [row for wrong in _checks(table).wrong(records) for row in _problems(table, *wrong)]
    fresh = (row for row in found if row["value"] is not None or (row["source_row"], row["column"]) not in known)
    # One sheet row laid out sideways gives several records, which share its descriptions.
    return list({tuple(row.values()): row for row in fresh}.values())


def _problems(table: Table, one: _Asked, rows: pd.DataFrame, cells: Mask) -> Iterator[Problem]:
    for number, column in enumerate(one.columns):
        own = rows[cells[:, number]]
        places = own[["source_file", "source_sheet", "source_row", "province_code", "district_code"]].astype(object)
        place: list[dict[str, object]] = places.where(places.notna(), None).to_dict("records")  # type: ignore[assignment]
        labels = _labels(table, column, own)
        for facts, label, (value, expected) in zip(place, labels, one.say(own, column), strict=True):
            yield problem(
                one.rule, table=table.name, column=column, label=label, value=value, expected=expected, **facts
            )


def _labels(table: Table, column: str, rows: pd.DataFrame) -> list[str]:
    """The Thai label of a cell; one laid out sideways says under which month, category … it stands."""
    label = _AREA_LABELS.get(column) or ("ข้อมูล ณ วันที่" if column == "as_of_date" else table.column(column).label)
    if table.spread is None or column != table.spread.value:
        return [label] * len(rows)
    under: list[list[str]] = [[] for _ in range(len(rows))]
    for name in table.spread.by:
        spec = table.column(name)
        for words, value in zip(under, rows[name], strict=True):
            if not pd.isna(value) and value != "all":
                words.append(_shown(spec, value))
    return [f"{label} {' · '.join(words)}".strip() for words in under]


def _shown(column: Column, value: Any) -> str:
    """A value as people write it."""
    if column.personal is not Personal.NO:
        return MASK
    if pd.isna(value):
        return "ว่าง"
    if column.kind is Kind.DATE:
        return thai_date(value, short=True)
    if column.kind is Kind.MONTH:
        return thai_month(value)
    if column.kind is Kind.CHOICE:
        return next(iter(column.choices.get(value, ())), str(value))
    if column.kind is Kind.FLAG:
        return "ใช่" if value else "ไม่ใช่"
    return f"{value:,.10g}" if column.kind in _FIGURES else str(value)


# -- what is asked -------------------------------------------------------------------------------------------------


def _asked(table: Table) -> Iterator[_Asked]:
    """Everything asked of a table's rows; kinds of rules that none of its columns has are left out."""
    own = [column for column in table.columns if column.is_stored]
    makers = (_ranges, _wholes, _choices, _dates, _keys, _blanks, _percents)
    yield from (one for make in makers if (one := make(table, own)))
    yield _Asked("bad_area_code", "bad_area_code", tuple(_CODES), _bad_codes, _say_code)
    yield from (_row_rule(table, rule) for rule in table.rules)


def _figures(rows: pd.DataFrame, columns: Iterable[str]) -> npt.NDArray[np.float64]:
    block = rows.take(rows.columns.get_indexer_for(pd.Index(list(columns))), axis="columns")
    return np.asarray(block.to_numpy("float64", na_value=np.nan))


def _ranges(table: Table, own: list[Column]) -> _Asked | None:
    """Readable numbers outside least and most."""
    columns = {c.name: c for c in own if c.least is not None or c.most is not None}
    least = np.array([-np.inf if c.least is None else c.least for c in columns.values()])
    most = np.array([np.inf if c.most is None else c.most for c in columns.values()])

    def wrong(rows: pd.DataFrame) -> Mask:
        values = _figures(rows, columns)
        return np.asarray((values < least) | (values > most))

    def say(rows: pd.DataFrame, name: str) -> Said:
        column = columns[name]
        expected = f"{_bound(column.least)}–{_bound(column.most)}"
        return ((_shown(column, value), expected) for value in rows[name])

    return _Asked("impossible_number", "impossible_number", tuple(columns), wrong, say) if columns else None


def _bound(value: float | None) -> str:
    return "ไม่จำกัด" if value is None else f"{value:,.10g}"


def _wholes(table: Table, own: list[Column]) -> _Asked | None:
    """Counts with a fraction."""
    columns = {c.name: c for c in own if c.kind is Kind.COUNT}

    def wrong(rows: pd.DataFrame) -> Mask:
        values = _figures(rows, columns)
        return np.asarray((values != np.floor(values)) & ~np.isnan(values))

    def say(rows: pd.DataFrame, name: str) -> Said:
        return ((_shown(columns[name], value), "") for value in rows[name])

    return _Asked("fraction_of_count", "fraction_of_count", tuple(columns), wrong, say) if columns else None


def _choices(table: Table, own: list[Column]) -> _Asked | None:
    """Codes that the column does not know."""
    columns = {c.name: c for c in own if c.kind is Kind.CHOICE}
    codes = {name: pa.array([*column.choices, None], pa.large_string()) for name, column in columns.items()}

    def wrong(rows: pd.DataFrame) -> Mask:
        known = [pc.is_in(_text(rows[name]), value_set=codes[name]) for name in columns]
        return ~np.column_stack([one.to_numpy(zero_copy_only=False) for one in known])

    def say(rows: pd.DataFrame, name: str) -> Said:
        expected = ", ".join(many[0] for many in columns[name].choices.values())
        return ((str(value), expected) for value in rows[name])

    return _Asked("unlisted_choice", "unlisted_choice", tuple(columns), wrong, say) if columns else None


def _text(values: pd.Series) -> pa.Array:
    found = pa.array(values.array, pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _dates(table: Table, own: list[Column]) -> _Asked:
    """Days before 2500 BE or out of reach, and days that had not come when the data were of."""
    columns = {c.name: c for c in own if c.kind is Kind.DATE}
    columns |= {"as_of_date": Column("as_of_date", Kind.DATE, "ข้อมูล ณ วันที่")}
    ahead = np.array([_AHEAD if c.ahead else np.timedelta64(0, "D") for c in columns.values()])

    def wrong(rows: pd.DataFrame) -> Mask:
        days = np.column_stack([rows[name].to_numpy("datetime64[us]") for name in columns])
        as_of = days[:, [-1]]
        return np.asarray((days < _FIRST_DAY) | (days > _LAST_DAY) | (days > as_of + ahead))

    def say(rows: pd.DataFrame, name: str) -> Said:
        for day, as_of in zip(rows[name], rows["as_of_date"], strict=True):
            yield thai_date(day, short=True), _why_not(day, as_of, ahead=columns[name].ahead)

    return _Asked("impossible_date", "impossible_date", tuple(columns), wrong, say)


def _why_not(day: pd.Timestamp, as_of: pd.Timestamp, *, ahead: bool) -> str:
    if day < pd.Timestamp(_FIRST_DAY):
        return "อยู่ก่อนปี พ.ศ. 2500"
    if day > pd.Timestamp(_LAST_DAY):
        return f"อยู่หลังปีงบประมาณ {LAST_YEAR}"
    return f"อยู่หลังข้อมูล ณ วันที่ {thai_date(as_of, short=True)}{' เกิน 20 ปี' if ahead else ''}"


def _keys(table: Table, own: list[Column]) -> _Asked | None:
    """Identifiers left blank."""
    return _blank("no_key", [c for c in own if c.required and c.name in table.key])


def _blanks(table: Table, own: list[Column]) -> _Asked | None:
    """Other descriptions that every row must have. A figure or day left blank is counted by completeness."""
    described = (Kind.CODE, Kind.TEXT, Kind.CHOICE, Kind.FLAG)
    return _blank("blank_required", [c for c in own if c.required and c.name not in table.key and c.kind in described])


def _blank(rule: str, columns: list[Column]) -> _Asked | None:
    names = [column.name for column in columns]

    def wrong(rows: pd.DataFrame) -> Mask:
        return np.column_stack([rows[name].isna().to_numpy() for name in names])

    def say(rows: pd.DataFrame, name: str) -> Said:
        return ((None, "") for _ in range(len(rows)))

    return _Asked(rule, rule, tuple(names), wrong, say) if names else None


def _percents(table: Table, own: list[Column]) -> _Asked | None:
    """Typed percents that the columns beside them do not give (handbook T6.15)."""
    columns = {c.name: c for c in own if c.share_of}

    def wrong(rows: pd.DataFrame) -> Mask:
        off = [percent_differs(rows[name], computed_percent(rows, c)) for name, c in columns.items()]
        return np.column_stack([one.to_numpy() for one in off])

    def say(rows: pd.DataFrame, name: str) -> Said:
        computed = computed_percent(rows, columns[name])
        return ((_shown(columns[name], v), f"{c:,.2f}") for v, c in zip(rows[name], computed, strict=True))

    return _Asked("typed_percent", "typed_percent", tuple(columns), wrong, say) if columns else None


def computed_percent(rows: pd.DataFrame, column: Column) -> pd.Series:
    """The percent that ``Column.share_of`` gives; missing where a part is, or where the base is 0."""
    above, below = column.share_of or ((), ())
    top, base = (rows[list(names)].astype("float64").sum(axis=1, skipna=False) for names in (above, below))
    return top / base.where(base != 0) * 100


def percent_differs(typed: pd.Series, computed: pd.Series) -> pd.Series:
    """Whether a typed percent is further from the computed one than its own rounding explains."""
    printed = np.select([typed.eq(typed.round(0)), typed.eq(typed.round(1))], [0.5, 0.05], 0.0)
    allowed = np.maximum(printed, setting("shared.tolerance_pct")) + 1e-6
    return (typed - computed).abs() > allowed


def _bad_codes(rows: pd.DataFrame) -> Mask:
    """Area codes of another length, or that do not continue the code of the area above."""
    wrong = np.zeros((len(rows), len(_CODES)), dtype=bool)
    above: pa.Array | None = None
    for number, (name, digits) in enumerate(_CODES.items()):
        code = _text(rows[name])
        good = pc.and_(pc.equal(pc.binary_length(code), digits), pc.utf8_is_decimal(code))
        if above is not None:
            good = pc.and_(good, pc.equal(pc.utf8_slice_codeunits(code, 0, digits - 2), above))
        wrong[:, number] = ~pc.fill_null(good, True).to_numpy(zero_copy_only=False)
        above = code
    return wrong


def _say_code(rows: pd.DataFrame, name: str) -> Said:
    expected = f"ตัวเลข {_CODES[name]} หลัก ขึ้นต้นด้วยรหัสของพื้นที่ที่อยู่เหนือขึ้นไป"
    return ((str(value), expected) for value in rows[name])


def _row_rule(table: Table, rule: RowRule) -> _Asked:
    """A rule between columns; a row that lacks one of them is passed over."""
    specs = {name: table.column(name) for name in (*rule.columns, *rule.beside)}

    def wrong(rows: pd.DataFrame) -> Mask:
        holds = pd.Series(rule.test(rows), copy=False)
        broken = ~(holds.fillna(True) if holds.dtype == "boolean" else holds).to_numpy(bool)
        if broken.any():
            broken &= rows[list(rule.columns)].notna().all(axis=1).to_numpy()
        return broken[:, None]

    def say(rows: pd.DataFrame, name: str) -> Said:
        for row in rows[list(specs)].to_dict("records"):
            said = {c: f"“{spec.label}” {_shown(spec, row[c])}" for c, spec in specs.items()}
            yield _shown(specs[name], row[name]), rule.sentence(said)

    return _Asked("row_rule", f"{table.name}.{rule.name}", rule.columns[:1], wrong, say)
