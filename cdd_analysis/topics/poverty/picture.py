"""Everything known about one view: the survey, the register, and those it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.areas import provinces_of_region
from cdd_analysis.measures import ladder
from cdd_analysis.measures.parted import Parted
from cdd_analysis.measures.periods import same_day
from cdd_analysis.measures.result import View
from cdd_analysis.thai.fiscal import fiscal_months
from cdd_analysis.topics.poverty import register
from cdd_analysis.topics.poverty import survey as tpmap
from cdd_analysis.topics.poverty.lists import agreement
from cdd_analysis.topics.poverty.registered import Registered, near, registered

if TYPE_CHECKING:
    from cdd_analysis.ingest.store import Processed


@dataclass(frozen=True)
class Picture:
    """One view.

    Attributes:
        view: scope, fiscal year, as-of date.
        survey: TPMAP of the newest จปฐ. year not after the fiscal year.
        before: the same of the จปฐ. year before that; its ``year`` is None where there is none.
        surveyed: TPMAP counts by province, every province in the files, same year.
        registers: the registers of the view's provinces and of those it is compared with.
    """

    view: View
    survey: tpmap.Survey
    before: tpmap.Survey
    surveyed: pd.DataFrame
    registers: Registered

    def _own(self, rows: Parted) -> pd.DataFrame:
        return rows.within(self.view.scope)

    @cached_property
    def households(self) -> pd.DataFrame:
        """Households of the view in the house file."""
        return self._own(self.registers.households)

    @cached_property
    def help_records(self) -> pd.DataFrame:
        """Help given to them in the year."""
        return self._own(self.registers.help_records)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The same year's rows of every list, TPMAP's and the added survey's among them."""
        return self._own(self.registers.listed)

    @cached_property
    def earlier(self) -> pd.DataFrame:
        """The house file of the fiscal year before, with the marks of its close."""
        return self._own(self.registers.earlier)

    @cached_property
    def tally(self) -> pd.DataFrame:
        """Marks added up by child area, a row for every child, with the lists that households stand in."""
        scope = self.view.scope
        lists = agreement(self.listed, ladder.child_of(self.listed, scope), scope.children)
        return self._of_children(self.registers.tally).join(lists)

    def _of_children(self, tally: pd.DataFrame) -> pd.DataFrame:
        return tally.reindex(list(self.view.scope.children), fill_value=0.0)

    @property
    def peers(self) -> pd.DataFrame:
        """Marks added up by province: the provinces of the view and of its inspection region."""
        return self.registers.peers

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, npt.NDArray[np.float64]]]:
        """``tally`` area by area: of each, its columns with one figure."""
        columns, figures = list(self.tally.columns), self.tally.to_numpy()
        return {
            str(area): dict(zip(columns, own.reshape(-1, 1), strict=True))
            for area, own in zip(self.tally.index, figures, strict=True)
        }

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
        return self._of_children(self.registers.tally_before)

    @cached_property
    def recorded_months(self) -> pd.DataFrame:
        """Households recorded or helped, by child area that sent a register and fiscal month gone by."""
        view = self.view
        months = [month for month in fiscal_months(view.fiscal_year) if month <= view.as_of]
        area = ladder.child_of(self.households, view.scope)
        counts = register.records_by_month(self.households, self.help_records, area, months, view.as_of)
        sent = [code for code in view.scope.children if self.mark(code, "target") > 0]
        return counts.reindex(sent).fillna(0.0)

    @cached_property
    def is_like_before(self) -> bool:
        """Whether last year's register is no younger than the same day, so that what bears no date compares too."""
        columns = self.earlier[["as_of_date", "recorded_date"]]
        newest = columns.apply(pd.to_datetime).max().max()
        return bool(newest <= pd.Timestamp(same_day(self.view)))

    @cached_property
    def left_over(self) -> pd.DataFrame | None:
        """Households left by last year, by child area; None where no register or no help of that year is known.

        ``left`` = ``off`` (no longer on the register, or taken off it) + ``taken_up`` (helped this year) + ``still``.
        ``unhelped`` of them had no help at all; ``unsolved`` counts their problems. Areas that sent no record of help
        last year are left out: nobody knows what they left.
        """
        rows = self.earlier
        area = ladder.child_of(rows, self.view.scope)
        told = rows["any_help"].groupby(area).transform("max").gt(0)
        left = told & rows["effective"].gt(0) & (rows["helped"].eq(0) | rows["solved"].lt(rows["problems"]))
        if not told.any():
            return None
        now = self.households.drop_duplicates("house_id").set_index("house_id")[["effective", "any_help"]]
        now = now.reindex(rows["house_id"]).set_axis(rows.index)
        is_off = ~now["effective"].gt(0)
        parts = pd.DataFrame(
            {
                "left": left,
                "unhelped": left & rows["helped"].eq(0),
                "unsolved": (rows["problems"] - rows["solved"]) * left,
                "off": left & is_off,
                "taken_up": left & ~is_off & now["any_help"].gt(0),
                "still": left & ~is_off & ~now["any_help"].gt(0),
            }
        ).astype("float64")
        return parts[told].groupby(area[told]).sum()

    def mark(self, area: str, name: str) -> float:
        """One mark of a child area."""
        return float(self.rows[area][name][0])

    @cached_property
    def peers_of_region(self) -> pd.DataFrame | None:
        """Marks of the provinces of the province's inspection region; None where one of them sent nothing."""
        scope = self.view.scope
        if scope.level != "province" or scope.region is None:
            return None
        members = list(provinces_of_region(scope.region))
        return self.peers.loc[members] if set(members) <= set(self.peers.index) else None


def look(data: Processed, view: View) -> Picture:
    """What the view needs: its own rows and those of the provinces it is compared with."""
    scope, year = view.scope, view.fiscal_year
    surveys = tpmap.surveys(data)
    areas = surveys.of(scope)
    in_scope = areas[areas["province_code"].isin(scope.provinces) | areas["area_level"].eq("national")]
    newest = tpmap.newest_year(in_scope[in_scope["area_level"].ne("national")], year)
    earlier = tpmap.newest_year(in_scope, year, before=newest) if newest else None
    return Picture(
        view,
        tpmap.survey(areas, scope, newest),
        tpmap.survey(areas, scope, earlier),
        tpmap.by_province(data, newest),
        registered(data, year, view.as_of, same_day(view), near(scope)),
    )
