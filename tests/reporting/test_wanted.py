"""What a command asks for: added up, each once, and refused with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdd_analysis.errors import UsageError
from cdd_analysis.ingest.store import Processed
from cdd_analysis.reporting.wanted import latest_fiscal_year, period, provinces, scopes, titles

REGION_5 = ["80", "84", "86", "90", "93"]


class Years(Processed):
    """Tables that hold only years."""

    def __init__(self, **years: list[int]) -> None:
        super().__init__(Path("nowhere"))
        self.years = years

    def largest(self, name: str, column: str) -> int | None:
        assert column == ("bmn_year" if name == "poverty_areas" else "fiscal_year")
        return max(self.years.get(name, []), default=None)


def test_provinces_and_regions_add_up_each_once():
    assert provinces(["23", "80"], [5]) == ["23", "80", "84", "86", "90", "93"]


def test_a_region_makes_its_own_page_and_all_the_nations():
    assert [one.key for one in scopes([], [5])] == [*REGION_5, "region-5"]
    every = [one.key for one in scopes(["80"], [5], every=True)]
    assert (len(every), len(set(every)), every[-1]) == (77 + 18 + 1, 96, "national")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (([], []), "For which area? Give --province 80, --region 5 or --all."),
        ((["8O"], []), "There is no province '8O'"),
        ((["region-5"], []), "--province: 'region-5' is not a province. Give --province 80, --region 5 or --all."),
        (([], [19]), "--region: There is no region 19. Regions: 1-18."),
    ],
)
def test_an_area_that_is_not_there_is_refused(asked: tuple[list[str], list[int]], sentence: str):
    with pytest.raises(UsageError) as refused:
        scopes(*asked)
    assert str(refused.value).startswith(sentence)


def test_a_mistyped_province_or_topic_gets_a_suggestion():
    with pytest.raises(UsageError, match=r"Did you mean 80 \(นครศรีธรรมราช\)"):
        scopes(["นครศรีธรรมราข"], [])
    with pytest.raises(UsageError, match="otop"):
        titles(["otpo"])


def test_topics_named_keep_their_order_and_none_means_all():
    assert list(titles(["otop", "poverty"])) == ["otop", "poverty"]
    assert set(titles([])) >= {"otop", "poverty"}


@pytest.mark.parametrize(
    ("year", "day", "found"),
    [
        ("2565", "", (2565, "")),
        ("2022", "", (2565, "")),
        ("2565", "2565-01-12", (2565, "2022-01-12")),
        ("", "2022-01-12", (2565, "2022-01-12")),
        ("", "12 ต.ค. 2564", (2565, "2021-10-12")),
        ("", "", (2567, "")),
    ],
)
def test_years_and_days_in_either_era(year: str, day: str, found: tuple[int, str]):
    assert period(year, day, Years(otop_sales=[2566, 2567])) == found


@pytest.mark.parametrize(
    ("year", "day", "sentence"),
    [
        ("25655", "", "--fiscal-year: '25655' cannot be read. Write a year as 2565 or 2022."),
        ("last", "", "--fiscal-year: 'last' cannot be read."),
        ("", "2565-13-01", "--as-of: '2565-13-01' cannot be read. Write a day as 2565-01-12 or 2022-01-12."),
        ("2565", "2565-10-01", "--as-of: 2022-10-01 is in fiscal year 2566, not 2565."),
    ],
)
def test_a_year_or_day_that_cannot_be_is_refused(year: str, day: str, sentence: str):
    with pytest.raises(UsageError) as refused:
        period(year, day, Years())
    assert str(refused.value).startswith(sentence)


def test_the_latest_year_is_a_fiscal_year_before_it_is_a_survey_year():
    assert latest_fiscal_year(Years(otop_sales=[2565], poverty_areas=[2567])) == 2565
    assert latest_fiscal_year(Years(poverty_areas=[2561])) == 2561
    with pytest.raises(UsageError, match="--fiscal-year 2565"):
        latest_fiscal_year(Years())
