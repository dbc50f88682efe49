"""Percents typed as fractions: decided by the column, by the row's own figures, or told with both readings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cdd_analysis.ingest.cleaning.clean import Cleaned
from cdd_analysis.ingest.cleaning.percents import Reading, reading

Clean = Callable[..., Cleaned]
BUDGET = "ปีงบประมาณ 2565 จังหวัดตรัง\nหน่วยงาน | โครงการ | งบประมาณที่ได้รับ | เบิกจ่าย | ร้อยละการเบิกจ่าย\n"


def percents(one: Cleaned) -> list[float]:
    return list(one.records.sort_values("source_row")["disburse_pct"])


def told(one: Cleaned) -> list[tuple[object, object]]:
    return [(p["rule"], p["severity"]) for p in one.problems]


@pytest.mark.parametrize(
    ("bare", "computed", "meant"),
    [
        ([95.5, 0.9], None, Reading.PERCENT),
        ([0.955, 1.0], None, Reading.EITHER),
        ([0.0, np.nan], None, Reading.PERCENT),
        ([0.5, 1.0], [50, 100], Reading.FRACTION),
        ([0.5, 1.0], [0.5, 1.0], Reading.PERCENT),
        ([0.5, 1.0], [50, 1.0], Reading.EITHER),
        ([0.5, 1.0], [np.nan, np.nan], Reading.EITHER),
        ([0.33, 0.0], [33.4, 0.0], Reading.FRACTION),
        ([], None, Reading.PERCENT),
    ],
)
def test_a_column_says_what_it_holds_or_that_it_cannot_be_told(
    bare: list[float], computed: list[float] | None, meant: Reading
) -> None:
    assert reading(np.array(bare), None if computed is None else np.array(computed)) is meant


def test_fractions_that_the_row_s_figures_prove_become_percents_and_signed_cells_stay(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 100 | 50 | 0.5\nสิเกา | ก | 100 | 100 | 1\nห้วยยอด | ก | 200 | 1 | 0.5%")
    assert percents(one) == [50, 100, 0.5]
    assert told(one) == [("read_as_fraction", "info")]
    assert "เช่น 0.5 จึงอ่านเป็นร้อยละ เช่น 50" in str(one.problems[0]["message"])


def test_small_percents_that_the_row_s_figures_prove_stay(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 1,000 | 5 | 0.5\nสิเกา | ก | 1,000 | 10 | 1")
    assert percents(one) == [0.5, 1]
    assert told(one) == []


def test_what_cannot_be_told_stays_as_typed_with_both_readings(cleaned: Clean) -> None:
    one = cleaned(f"{BUDGET}กันตัง | ก | 1,000 | | 0.5\nสิเกา | ก | | 10 | 1")
    assert percents(one) == [0.5, 1]
    assert told(one) == [("fraction_or_percent", "check")]
    assert "ใช้เป็นร้อยละ 0.5 แต่อาจเป็นร้อยละ 50" in str(one.problems[0]["message"])


def test_a_source_known_to_write_percents_is_not_asked(cleaned: Clean) -> None:
    text = "amphur_ID | poor.JPT.CNT | poor.JPT.MOFval.CNT | JPT.MOFval.pov.rate\n9201 | 9 | 5 | 0.33"
    one = cleaned(text, file="61_92_amphur_11111.csv")
    assert list(one.records["target_poor_rate_pct"]) == [0.33]
    assert not {"read_as_fraction", "fraction_or_percent"} & {p["rule"] for p in one.problems}
