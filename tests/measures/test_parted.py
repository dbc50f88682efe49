"""Rows found by their keys are those that a filter finds, in the same order."""

from __future__ import annotations

import pandas as pd
import pytest

from cdd_analysis.measures.ladder import climb
from cdd_analysis.measures.parted import by_area, parted

ROWS = pd.DataFrame(
    {
        "province_code": ["80", "84", "80", None, "80", "10"],
        "district_code": ["8001", "8401", None, None, "8002", "1001"],
        "n": range(6),
    },
    index=[7, 3, 5, 1, 9, 2],
)


@pytest.mark.parametrize("keys", [("80",), ("84", "80"), ("99",), (), ("10", "99")])
def test_rows_of_keys_stand_in_their_own_order(keys: tuple[str, ...]) -> None:
    pd.testing.assert_frame_equal(parted(ROWS).of(*keys), ROWS[ROWS["province_code"].isin(keys)])


def test_a_row_lies_in_every_area_that_it_is_counted_in() -> None:
    found, climbed = by_area(ROWS), climb(ROWS)
    assert set(found.places) == set(climbed["area"])
    for area in found.places:
        assert found.of(area)["n"].tolist() == sorted(climbed.loc[climbed["area"].eq(area), "n"]), area
