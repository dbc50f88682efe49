"""Ledger controls that concern an area: a stated figure beside the one computed from its parts (handbook G4).

A control belongs to one area: the district it names, else the province it names, else the nation. A difference colours
that area alone; what does not reconcile for the nation colours no province.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cdd_analysis.measures.arithmetic import ratio
from cdd_analysis.settings import setting
from cdd_analysis.thai.numbers import format_number

#: Largest difference that is rounding, not disagreement (handbook G4); the ledger holds 0 for those within it.
TOLERANCE: float = setting("shared.tolerance_baht")  # as in the build, whose ledger it reads
SIDES = ("stated", "computed", "difference")
DATES = ("as_of_stated", "as_of_computed")
NATIONAL = "national"


def controls(ledger: pd.DataFrame, table: str, *, fiscal_year: int | None = None) -> pd.DataFrame:
    """Controls of one table with ``area`` (the code each belongs to) and ``differs``.

    Where the ledger says which fiscal year a control is of, only those of ``fiscal_year`` and undated ones stay. A
    control without a difference could not be compared and is left out.
    """
    own = ledger[ledger["kind"].eq("control") & ledger["table"].eq(table) & ledger["difference"].notna()]
    if fiscal_year is not None and "fiscal_year" in own:
        own = own[own["fiscal_year"].isna() | own["fiscal_year"].eq(fiscal_year)]
    own = own.drop_duplicates(["province_code", "district_code", "column", "scope", "stated", "computed"])
    return own.assign(area=_area(own), differs=own["difference"].abs().gt(TOLERANCE)).reset_index(drop=True)


def _area(own: pd.DataFrame) -> pd.Series:
    district = own["district_code"].where(own["district_code"].ne(""))
    province = own["province_code"].where(own["province_code"].ne(""))
    return district.fillna(province).fillna(NATIONAL)


def of_area(found: pd.DataFrame, area: str) -> pd.DataFrame:
    """Controls that belong to ``area`` itself: a district code, a province code or ``national``."""
    return found[found["area"].eq(area)]


def differences(found: pd.DataFrame, area: str | None = None) -> pd.DataFrame:
    """Controls that do not reconcile, the largest difference first."""
    own = found if area is None else of_area(found, area)
    apart = own[own["differs"]]
    return apart.sort_values("difference", key=lambda d: -d.abs(), kind="stable")


def match_rate(found: pd.DataFrame) -> float:
    """Controls that reconcile ÷ controls × 100; missing where there is none."""
    return ratio(float((~found["differs"].astype(bool)).sum()), len(found))


def match_rates(found: pd.DataFrame, by: Sequence[str] = ("table", "column")) -> pd.DataFrame:
    """How many comparisons agree (handbook G4), per measure, or per measure and area.

    Args:
        found: ``Processed.differences()``, or part of it; what could not be compared is left out.
        by: what one row is about: ("table", "column", "province_code", "district_code") for each measure of an area.

    Returns:
        One row per ``by``: ``compared``, ``agree``, ``match_pct``.
    """
    compared = found[found["difference"].notna()]
    agrees = compared["difference"].abs() <= TOLERANCE
    rates = agrees.groupby([compared[name] for name in by], dropna=False).agg(compared="size", agree="sum")
    return rates.assign(match_pct=rates["agree"] / rates["compared"] * 100).reset_index()


def matrix(
    found: pd.DataFrame,
    table: str,
    *,
    comparison: str = "tables",
    fiscal_year: int | None = None,
    districts: Sequence[str] | None = None,
) -> pd.DataFrame:
    """District x measure: what is stated, what is computed and the difference, page 1 of the village fund (T5.11).

    Args:
        found: ``Processed.differences()``.
        table: the table whose figures are stated.
        comparison: what they are held against: another table's sum, or another level's report ("reporters").
        fiscal_year: only figures of this year.
        districts: rows to show, also those of which nothing is known; None for those that are there.

    Returns:
        Index ``district_code``. Columns of two levels: each measure with ``SIDES``, and before them ``DATES`` under "".
        Of several dates of a district the latest is shown. A missing difference could not be compared.
    """
    own = found[found["table"].eq(table) & found["comparison"].eq(comparison) & found["area_level"].eq("district")]
    if fiscal_year is not None:
        own = own[own["fiscal_year"].eq(fiscal_year)]
    own = own.sort_values(list(DATES), kind="stable", na_position="first")
    latest = own.drop_duplicates(["district_code", "column"], keep="last")
    measures = list(dict.fromkeys(latest["column"]))
    dates = latest.groupby("district_code")[list(DATES)].max()
    wide = {("", name): dates[name] for name in DATES}
    for measure in measures:
        rows = latest[latest["column"] == measure].set_index("district_code")
        wide |= {(measure, side): rows[side] for side in SIDES}
    shown = pd.DataFrame(wide, index=dates.index if districts is None else pd.Index(districts, name="district_code"))
    return shown.rename_axis(columns=["measure", "side"])


def brief(control: pd.Series, unit: str = "บาท") -> str:
    """Both figures of a control in a few Thai words, for a verdict."""
    stated, computed, _ = _figures(control)
    return f"ยอดที่แจ้ง {stated} {unit} ไม่ตรงกับผลรวมที่คำนวณได้ {computed} {unit}"


def _figures(control: pd.Series) -> tuple[str, str, str]:
    """Stated, computed and the difference as printed, satang only where there are any."""
    stated, computed = float(control["stated"]), float(control["computed"])
    decimals = 0 if stated.is_integer() and computed.is_integer() else 2
    apart = abs(computed - stated)
    return (
        format_number(stated, decimals),
        format_number(computed, decimals),
        format_number(apart, 0 if round(apart, 2).is_integer() else 2),
    )


def sentence(control: pd.Series, unit: str = "บาท") -> str:
    """Both figures of a control in one Thai sentence, for a status's reason."""
    stated, computed, apart = _figures(control)
    scope = str(control["scope"]) if pd.notna(control["scope"]) else ""
    where = f" ({scope})" if scope else ""
    return f"ยอดที่แจ้งในไฟล์ {stated} {unit} แต่ผลรวมที่คำนวณได้ {computed} {unit} ต่างกัน {apart} {unit}{where}"
