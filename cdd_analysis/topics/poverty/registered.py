"""The registers of some provinces on a day, read and marked once for every page that looks at them.

A province's page compares it with its inspection region, so the pages of a region share one reading. The whole
country's register, hundreds of thousands of households, is read for the nation's page alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cdd_analysis.areas import Scope, provinces_of_region
from cdd_analysis.datasets import PROVENANCE
from cdd_analysis.datasets.poverty import DIMENSIONS
from cdd_analysis.measures import ladder
from cdd_analysis.measures.once import once
from cdd_analysis.measures.parted import Parted, parted
from cdd_analysis.thai.fiscal import fiscal_end
from cdd_analysis.topics.poverty import register
from cdd_analysis.topics.poverty.lists import HOUSE_FILE, agreement, of_list

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

_PLACE = ("province_code", "district_code")
_HOUSEHOLDS = (
    "fiscal_year", *_PLACE, "house_id", "list_source", "bmn_year", "members", "income_hh", "income_pc",
    "income_pc_latest", *(f"dim_{key}" for key in DIMENSIONS), "verify_status", "hh_class", "plan_exists", "stage",
    "recorded_date", *PROVENANCE,
)  # fmt: skip
_HELP = ("fiscal_year", *_PLACE, "house_id", "dimension", "agency", "help_date", "help_result", *PROVENANCE)


@dataclass(frozen=True)
class Registered:
    """Registers of some provinces in a fiscal year and the one before; a house has a number in place of its id.

    Attributes:
        households: the house file of the year, with the marks ``effective`` and ``any_help``; as the other rows, by
            province.
        help_records: help of the year, also after the day.
        listed: the year's rows of every list, TPMAP's and the added survey's among them.
        earlier: the house file of the year before, with the marks of its close.
        tally: marks of the year added up by area: districts, provinces, regions.
        tally_before: the same of the year before, with the help given by the same day of it.
        peers: ``tally`` of the provinces, with the lists that households stand in.
    """

    households: Parted
    help_records: Parted
    listed: Parted
    earlier: Parted
    tally: pd.DataFrame
    tally_before: pd.DataFrame
    peers: pd.DataFrame


def near(scope: Scope) -> tuple[str, ...]:
    """Provinces whose registers a page reads: its own, and those of a province's inspection region beside it."""
    if scope.level == "province" and scope.region is not None:
        return provinces_of_region(scope.region)
    return scope.provinces


@once
def registered(
    data: Processed, fiscal_year: int, as_of: date, day_before: date, provinces: tuple[str, ...]
) -> Registered:
    """The registers of ``provinces`` on ``as_of``, and on ``day_before``, the same day of the year before."""
    households = data.read("target_households", provinces=provinces, columns=list(_HOUSEHOLDS))
    help_records = data.read("household_help", provinces=provinces, columns=list(_HELP))
    households, help_records = _numbered(households, help_records)
    listed, given = (_of_year(rows, fiscal_year) for rows in (households, help_records))
    now, earlier = of_list(listed, HOUSE_FILE), of_list(_of_year(households, fiscal_year - 1), HOUSE_FILE)
    help_before = _of_year(help_records, fiscal_year - 1)
    marks = register.mark(now, given, earlier, as_of)
    before = register.mark(earlier, help_before, earlier.iloc[:0], day_before)
    closing = register.mark(earlier, help_before, earlier.iloc[:0], fiscal_end(fiscal_year - 1))
    sent = tuple(sorted(set(listed["province_code"].dropna())))
    tally = _by_area(marks, now)
    own = tally.loc[sorted(now["province_code"].dropna().unique())]
    return Registered(
        households=parted(_kept(now, "verify_status", "stage", "recorded_date").join(marks[["effective", "any_help"]])),
        help_records=parted(_kept(given, "help_date", *PROVENANCE)),
        listed=parted(_kept(listed, "list_source", *PROVENANCE)),
        earlier=parted(
            _kept(earlier, "stage", "recorded_date", "as_of_date").join(
                closing[["effective", "any_help", "helped", "solved", "problems"]]
            )
        ),
        tally=tally,
        tally_before=_by_area(before, earlier),
        peers=own.join(agreement(listed, listed["province_code"], sent)),
    )


def _numbered(*tables: pd.DataFrame) -> list[pd.DataFrame]:
    """The tables with a number for each house in place of its long id; missing where it has none."""
    numbers, _ = pd.factorize(pd.concat([rows["house_id"] for rows in tables], ignore_index=True))
    ends = np.cumsum([len(rows) for rows in tables])[:-1]
    known = np.where(numbers < 0, np.nan, numbers)
    return [rows.assign(house_id=own) for rows, own in zip(tables, np.split(known, ends), strict=True)]


def _of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    return rows[pd.to_numeric(rows["fiscal_year"]).eq(year).fillna(False)]


def _kept(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """What a page asks of rows once they are marked."""
    return rows[[*_PLACE, "house_id", *columns]]


def _by_area(marks: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of the marks in every district, province and region."""
    regions = rows["province_code"].map(ladder.region_keys())
    return pd.concat([marks.groupby(area).sum() for area in (rows["district_code"], rows["province_code"], regions)])
