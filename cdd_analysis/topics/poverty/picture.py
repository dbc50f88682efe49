"""Everything known about one view, read once: the survey, the register, and those it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from cdd_analysis.areas import Scope, provinces_of_region
from cdd_analysis.datasets import AREA_COLUMNS, PROVENANCE
from cdd_analysis.measures import ladder
from cdd_analysis.measures.periods import same_day
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import fiscal_end
from cdd_analysis.topics.poverty import register
from cdd_analysis.topics.poverty import survey as tpmap
from cdd_analysis.topics.poverty.lists import HOUSE_FILE, agreement, of_list

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed

SURVEY_COLUMNS = (*AREA_COLUMNS, *PROVENANCE, "bmn_year", *tpmap.COUNTS)


@dataclass(frozen=True)
class Picture:
    """One view.

    Attributes:
        view: scope, fiscal year, as-of date.
        survey: TPMAP of the newest จปฐ. year not after the fiscal year.
        before: the same of the จปฐ. year before that; its ``year`` is None where there is none.
        surveyed: TPMAP counts by province, every province in the files, same year.
        households, help_records: register rows of the view.
        listed: the same year's rows of every list, TPMAP's and the added survey's among them.
        marks, area: of each household, its marks and its child area.
        earlier, earlier_help: register rows of the fiscal year before.
        tally: marks added up by child area, a row for every child, with the lists that households stand in.
        peers: marks added up by province: the provinces of the view and of its inspection region.
    """

    view: View
    survey: tpmap.Survey
    before: tpmap.Survey
    surveyed: pd.DataFrame
    households: pd.DataFrame
    help_records: pd.DataFrame
    listed: pd.DataFrame
    marks: pd.DataFrame
    area: pd.Series
    earlier: pd.DataFrame
    earlier_help: pd.DataFrame
    tally: pd.DataFrame
    peers: pd.DataFrame

    @property
    def has_register(self) -> bool:
        """Whether any household of the view was sent."""
        return bool(len(self.households))

    @property
    def has_help(self) -> bool:
        """Whether any help record of the view was sent."""
        return bool(len(self.help_records))

    @cached_property
    def surveyed_country(self) -> pd.Series | None:
        """TPMAP counts of the country; None where a province is not in the files."""
        return tpmap.whole(self.surveyed, None)

    @cached_property
    def surveyed_region(self) -> pd.Series | None:
        """TPMAP counts of the province's inspection region; None where one of its provinces is not in the files."""
        region = self.view.scope.region
        return tpmap.whole(self.surveyed, region) if region and self.view.scope.level == "province" else None

    @cached_property
    def siblings(self) -> pd.DataFrame:
        """TPMAP counts of the areas the view is ranked among: provinces, or regions whose provinces are all there."""
        if self.view.scope.level == "province":
            return self.surveyed
        keys = {key: tpmap.whole(self.surveyed, int(key[7:])) for key in sorted(set(ladder.region_keys().values()))}
        return pd.DataFrame({key: counts for key, counts in keys.items() if counts is not None}).T

    @cached_property
    def total(self) -> dict[str, float]:
        """Marks of the whole view."""
        return {str(name): float(value) for name, value in self.tally.sum().items()}

    @cached_property
    def tally_before(self) -> pd.DataFrame:
        """Marks of last year's register by child area, with the help given by the same day of that year."""
        return self._of_earlier(same_day(self.view))[1]

    @cached_property
    def marks_closing(self) -> pd.DataFrame:
        """Marks of last year's register with the help of the whole year."""
        return self._of_earlier(fiscal_end(self.view.fiscal_year - 1))[0]

    def _of_earlier(self, day: date) -> tuple[pd.DataFrame, pd.DataFrame]:
        marks = register.mark(self.earlier, self.earlier_help, self.earlier.iloc[:0], day)
        scope = self.view.scope
        return marks, register.tally(marks, ladder.child_of(self.earlier, scope), scope.children)

    @cached_property
    def is_like_before(self) -> bool:
        """Whether last year's register is no younger than the same day, so that what bears no date compares too."""
        columns = self.earlier[["as_of_date", "recorded_date"]]
        newest = columns.apply(pd.to_datetime).max().max()
        return bool(newest <= pd.Timestamp(same_day(self.view)))

    def mark(self, area: str, name: str) -> float:
        """One mark of a child area."""
        return float(self.tally[name][area])

    @cached_property
    def peers_of_region(self) -> pd.DataFrame | None:
        """Marks of the provinces of the province's inspection region; None where one of them sent nothing."""
        scope = self.view.scope
        if scope.level != "province" or scope.region is None:
            return None
        members = list(provinces_of_region(scope.region))
        return self.peers.loc[members] if set(members) <= set(self.peers.index) else None


def look(data: Processed, view: View) -> Picture:
    """Read what the view needs, its own rows and those of the provinces it is compared with."""
    scope, year = view.scope, view.fiscal_year
    areas = data.read("poverty_areas", levels=["national", "province"], columns=list(SURVEY_COLUMNS))
    if scope.child_level == "district":
        mine = data.read("poverty_areas", provinces=scope.provinces, levels=["district"], columns=list(SURVEY_COLUMNS))
        areas = pd.concat([areas, mine], ignore_index=True)
    in_scope = areas[areas["province_code"].isin(scope.provinces) | areas["area_level"].eq("national")]
    newest = tpmap.newest_year(in_scope[in_scope["area_level"].ne("national")], year)
    earlier = tpmap.newest_year(in_scope, year, before=newest) if newest else None
    near = _near(scope)
    households, help_records = (data.read(name, provinces=near) for name in ("target_households", "household_help"))
    return _picture(
        view,
        tpmap.survey(areas, scope, newest),
        tpmap.survey(areas, scope, earlier),
        tpmap.by_province(areas, newest),
        households,
        help_records,
    )


def _near(scope: Scope) -> tuple[str, ...]:
    """Provinces whose registers are read: those of the view, and of a province's inspection region to compare with.

    The whole country's register, hundreds of thousands of households, is read for the nation's page alone.
    """
    if scope.level == "province" and scope.region is not None:
        return provinces_of_region(scope.region)
    return scope.provinces


def _picture(
    view: View,
    now: tpmap.Survey,
    before: tpmap.Survey,
    surveyed: pd.DataFrame,
    households: pd.DataFrame,
    help_records: pd.DataFrame,
) -> Picture:
    """The register side: marks of all that was read once, then the view's part of them."""
    year, scope = view.fiscal_year, view.scope
    this_year = of_list(_of_year(households, year), HOUSE_FILE)
    given = _of_year(help_records, year)
    listed = _of_year(households, year)
    earlier = of_list(_of_year(households, year - 1), HOUSE_FILE)
    earlier_help = _of_year(help_records, year - 1)
    marks = register.mark(this_year, given, earlier, view.as_of)
    mine = this_year["province_code"].isin(scope.provinces)
    area = ladder.child_of(this_year[mine], scope)
    own = ladder.within(listed, scope)
    provinces = tuple(sorted(set(listed["province_code"].dropna())))
    return Picture(
        view=view,
        survey=now,
        before=before,
        surveyed=surveyed,
        households=this_year[mine],
        help_records=ladder.within(given, scope),
        listed=own,
        marks=marks[mine],
        area=area,
        earlier=ladder.within(earlier, scope),
        earlier_help=ladder.within(earlier_help, scope),
        tally=register.tally(marks[mine], area, scope.children).join(
            agreement(own, ladder.child_of(own, scope), scope.children)
        ),
        peers=marks.groupby(this_year["province_code"])
        .sum()
        .join(agreement(listed, listed["province_code"], provinces)),
    )


def _of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    return rows[pd.to_numeric(rows["fiscal_year"]).eq(year).fillna(False)]
