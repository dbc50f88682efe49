"""The keys of a region's rows: areas, year, month, as-of date and what describes a row; one row per row of data."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from cdd_analysis import areas
from cdd_analysis.datasets import Column, Kind, Personal
from cdd_analysis.ingest.cleaning.calendar_years import Years, bare_months, sense
from cdd_analysis.ingest.cleaning.places import fill_down, merged_down
from cdd_analysis.ingest.cleaning.spellings import respelt, spellings
from cdd_analysis.ingest.cleaning.values import FIGURES, parse
from cdd_analysis.ingest.cleaning.work import Work
from cdd_analysis.ingest.recognition.headings import AREA_HEADINGS
from cdd_analysis.ingest.recognition.recognise import Region
from cdd_analysis.thai.dates import Period, fiscal_year
from cdd_analysis.thai.fiscal import fiscal_end, fiscal_start, thai_month
from cdd_analysis.thai.months import month_end

_AREA_WORD = re.compile("จังหวัด|อำเภอ|ตำบล|หมู่บ้าน|พื้นที่|ที่ตั้ง|ที่อยู่")


def keys_of(work: Work) -> pd.DataFrame:
    """One row per data row: areas, provenance, year, month and every descriptive column of the table."""
    frame = work.places.codes.reset_index(drop=True)
    if "area_id" not in work.own:
        frame = frame.drop(columns="area_id")
    _tell_places(work, frame)
    frame["source_file"], frame["source_sheet"] = work.region.sheet.file, work.region.sheet.name
    frame["source_row"] = work.rows + 1
    frame["as_of_date"] = _as_of(work)
    if work.table.year:
        frame[work.table.year] = _years(work)
        if work.table.year == "fiscal_year" and work.table.has_month:
            frame["fiscal_year"] = _fiscal_years(work, frame)
    for column in work.table.columns:
        if column.kind not in FIGURES and column.name not in frame and column.personal is not Personal.DROP:
            frame[column.name] = _described(work, column, frame)
    for column in work.table.columns:
        if column.personal is Personal.DROP and column.kind in (Kind.PRESENCE, Kind.PHONE):
            frame[column.name] = _described(work, column, frame)
    if work.table.has_month and work.table.year == "fiscal_year":
        of_month = year_of(frame["month"])
        _tell_other_years(work, frame, of_month)
        frame["fiscal_year"] = of_month.fillna(frame["fiscal_year"])
    return frame


def _tell_other_years(work: Work, frame: pd.DataFrame, of_month: pd.Series) -> None:
    """A column of years that says another fiscal year than the months beside it; a month with its year is surer."""
    at = work.region.columns("fiscal_year")
    other = (of_month != frame["fiscal_year"]).fillna(False).to_numpy(dtype=bool)
    if at and other.any():
        first = int(np.flatnonzero(other)[0])
        label, said = work.region.meanings[at[0]].text, f"{frame['fiscal_year'].iloc[first]}"
        month = thai_month(frame["month"].iloc[first])
        work.tell(
            "month_outside_year",
            None,
            "fiscal_year",
            value=f"{month} ที่ระบุปี {said}",
            expected=of_month.iloc[first],
            label=label,
        )


def _tell_places(work: Work, frame: pd.DataFrame) -> None:
    for at, rule, value, suggestion in work.places.faults:
        hint = f" (อาจหมายถึง {areas.full_name(suggestion)})" if suggestion else ""
        work.tell(rule, at, "area", value=value, expected=hint, label="พื้นที่")
        work.set_aside.add(at)
    if work.places.filled_down:
        work.tell("area_filled_down", value=f"{work.places.filled_down} แถว")
    for fact, where in work.region.context.told_by:
        _assumed(work, fact, where)
    nowhere = frame["area_level"].isna() & ~frame.index.isin(list(work.set_aside))
    if nowhere.any() and work.table.national and not _speaks_of_areas(work):
        frame.loc[nowhere, "area_level"] = "national"
        work.tell("national_assumed")
    else:
        for lost in np.flatnonzero(nowhere.to_numpy()):
            work.tell("no_area", int(lost))
            work.set_aside.add(int(lost))


def _speaks_of_areas(work: Work) -> bool:
    """Whether a heading, known or not, promises an area: such a sheet is not about the country as a whole."""
    unknown = (m.text for m in work.region.meanings if not m.column)
    return any(map(work.region.columns, AREA_HEADINGS)) or any(map(_AREA_WORD.search, unknown))


def _assumed(work: Work, fact: str, where: str) -> None:
    label = {"area": "พื้นที่", "year": "ปี"}[fact]
    place = {"sheet name": "ชื่อแผ่นงาน", "file name": "ชื่อไฟล์", "heading": "หัวตาราง"}[where]
    named = ", ".join(map(areas.full_name, work.region.context.areas.values()))
    value = named if fact == "area" else work.region.context.fiscal_year
    work.tell("context_assumed", label=label, expected=place, value=value)


def _as_of(work: Work) -> pd.Series:
    said = work.region.context.as_of_date
    fallback = pd.Series(pd.Timestamp(said) if said else pd.NaT, index=range(len(work.rows)), dtype="datetime64[us]")
    if not (at := work.region.columns("as_of_date")):
        return fallback
    column = Column("as_of_date", Kind.DATE, "ข้อมูล ณ วันที่")
    parsed = parse(column, work.raw(at[0]))
    work.tell_faults(parsed, column, at[0])
    return parsed.values.fillna(fallback)


def _years(work: Work) -> pd.Series:
    """The year of each row: its own cell, else the titles and the sheet's name. An unreadable one stays missing."""
    name = str(work.table.year)
    at = work.region.columns(name) or work.region.columns("fiscal_year")
    years = pd.Series(pd.NA, index=range(len(work.rows)), dtype="Int64")
    if at:
        column = Column(name, Kind.YEAR, "ปี")
        parsed = parse(column, work.raw(at[0]))
        work.tell_faults(parsed, column, at[0])
        work.unreadable_years = {at for at, *_ in parsed.faults}
        years = pd.to_numeric(parsed.values).astype("Int64")
    if work.region.context.fiscal_year:
        silent = years.isna() & ~years.index.isin(work.unreadable_years)
        return years.mask(silent, work.region.context.fiscal_year)
    return years


def _fiscal_years(work: Work, frame: pd.DataFrame) -> pd.Series:
    """The years made fiscal where a column of years turns out to hold calendar years (``calendar_years``)."""
    years, at, months_at = frame["fiscal_year"], work.region.columns("fiscal_year"), work.region.columns("month")
    months_at = [c for c in months_at if not work.region.meanings[c].fixed]
    if not at or not months_at:
        return years
    months = bare_months(work.raw(months_at[0]))
    late = (months >= 10) & years.notna()
    if not late.any():
        return years
    found = sense(_in_order(work, frame, months))
    label, first = work.region.meanings[at[0]].text, int(np.flatnonzero(late)[0])
    example = f"{work.raw(months_at[0]).iloc[first]} {years.iloc[first]}"
    says_fiscal = "งบ" in label or set(years[late]) == {work.region.context.fiscal_year}
    if found is Years.CALENDAR:
        work.tell("calendar_years", None, "fiscal_year", value=example, label=label)
        return years.mask(late, years + 1)
    if found is Years.FISCAL or (found is Years.SILENT and says_fiscal):
        return years
    readings = f"ต.ค.–ธ.ค. {years.iloc[first] - 1} หรือ ต.ค.–ธ.ค. {years.iloc[first]}"
    if says_fiscal:
        work.tell("unclear_years", None, "fiscal_year", value=example, expected=readings, label=label)
        return years
    for row in map(int, np.flatnonzero(late)):
        work.tell("unclear_year", row, "fiscal_year", value=example, expected=readings, label=label, at=at[0])
        work.set_aside.add(row)
    return years


def _in_order(work: Work, frame: pd.DataFrame, months: pd.Series) -> list[list[tuple[int, int]]]:
    """(year, month) of the rows with a bare month, in the order of the sheet, apart for each area, category …"""
    beside = [name for name in work.table.key if name in work.own and name != "month" and work.region.columns(name)]
    apart = [frame[column] for column in frame if str(column).endswith("_code")]
    apart += [work.raw(work.region.columns(name)[0]) for name in beside]
    asked = (months > 0) & frame["fiscal_year"].notna()
    pairs = pd.DataFrame({"year": frame["fiscal_year"], "month": months})[asked]
    groups = pairs.groupby([one[asked] for one in apart], dropna=False, sort=False)
    return [list(zip(map(int, rows["year"]), map(int, rows["month"]), strict=True)) for _, rows in groups]


def _described(work: Work, column: Column, frame: pd.DataFrame) -> pd.Series:
    if column.name == "is_municipality":
        codes = frame["subdistrict_code"].where(frame["area_level"].isin(["subdistrict", "village"]))
        return codes.map({code: areas.is_municipal(code) for code in codes.dropna().unique()}).astype(object)
    at = [c for c in work.region.columns(column.name) if not work.region.meanings[c].fixed]
    if not at:
        if column.name == "month" and work.region.context.month:
            return pd.Series(pd.Timestamp(work.region.context.month), index=frame.index, dtype="datetime64[us]")
        return pd.Series(pd.NaT if column.kind in (Kind.DATE, Kind.MONTH) else None, index=frame.index)
    years = frame[work.table.year] if work.table.year else None
    raw = work.raw(at[0])
    if work.table.spread and column.name in work.table.spread.by:
        raw = fill_down(work.region, work.rows, at[0], raw)
    elif column.kind is Kind.MONTH:
        raw = merged_down(work.region, work.rows, at[0], raw)
    raw, met = respelt(raw, spellings(work.table, column))
    for spelling, (code, count) in met.items():
        work.tell("own_spelling", None, column.name, value=spelling, expected=f"“{code}” {count:,} แถว")
    parsed = parse(column, raw, years=years, period=None if column.ahead else period_of(work.region))
    if parsed.faults and column.kind is Kind.MONTH and years is not None and (year := work.file_year()):
        with_year = parse(column, raw, years=years.fillna(year))
        if len(with_year.faults) < len(parsed.faults):
            parsed = with_year
            work.tell("context_assumed", label="ปี", expected="ชื่อไฟล์", value=year)
    work.tell_faults(parsed, column, at[0])
    return parsed.values


def period_of(region: Region) -> Period | None:
    """The days a report is about: its month, or its fiscal year as far as the as-of date; None where it names none."""
    said = region.context
    if said.month:
        return said.month, month_end(said.month)
    if said.fiscal_year and region.table.year == "fiscal_year":
        last = fiscal_end(said.fiscal_year)
        return fiscal_start(said.fiscal_year), min(last, said.as_of_date or last)
    return None


def year_of(months: pd.Series) -> pd.Series:
    """Fiscal year (BE) of each month."""
    months = pd.to_datetime(months)
    distinct = {m: fiscal_year(m.date()) for m in months.dropna().unique()}
    return months.map(distinct).astype("Int64")
