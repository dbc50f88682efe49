"""What must hold between the cells of one row of a table. Rules are data; ``ingest.checks`` asks them of every row.

A sentence names a column as ``{column}``; it is told with the column's Thai label and the row's value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.settings import setting

Holds = Callable[[pd.DataFrame], "pd.Series[bool] | npt.NDArray[np.bool_]"]
#: Money and percents are compared as printed: a binary fraction away from two decimals is no difference.
_PRINTED = 1e-6


@dataclass(frozen=True)
class RowRule:
    """What must hold within each row.

    Attributes:
        name: key within its table.
        columns: what the test reads; the first is told of. A row that lacks one of them is passed over.
        test: rows -> whether it holds, row by row.
        message: Thai, what does not hold and what to do.
        beside: further columns that the test reads, filled or not, and the sentence names.
    """

    name: str
    columns: tuple[str, ...]
    test: Holds
    message: str
    beside: tuple[str, ...] = ()

    def sentence(self, said: Mapping[str, str]) -> str:
        """The message, with what is said of each column."""
        return self.message.format_map(said)


def at_most(column: str, limit: str, *, over: str = "") -> RowRule:
    """``column`` is no larger than ``limit``: money spent of money given, those who do of those who could.

    ``over`` names the setting of how many per cent above the limit are still no matter.
    """

    def holds(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        most = rows[limit].to_numpy() * (1 + (setting(over) if over else 0) / 100)
        return np.asarray(rows[column].to_numpy() <= most + _PRINTED)

    much = " เกินกว่าที่ดอกเบี้ยอธิบายได้" if over else ""
    message = f"{{{column}}} มากกว่า {{{limit}}}{much} โปรดตรวจสอบกับต้นทาง"
    return RowRule(f"{column}_over_{limit}", (column, limit), holds, message)


def not_before(column: str, earlier: str) -> RowRule:
    """The day ``column`` is not before the day ``earlier``."""
    return RowRule(
        f"{column}_before_{earlier}",
        (column, earlier),
        lambda rows: rows[column] >= rows[earlier],
        f"{{{column}}} มาก่อน {{{earlier}}} โปรดตรวจสอบวันที่กับต้นทาง",
    )


def sums_to(
    total: str, *parts: str, minus: tuple[str, ...] = (), optional: tuple[str, ...] = (), money: bool = True
) -> RowRule:
    """``total`` equals the sum of ``parts`` (and those of ``optional`` that are filled) less ``minus``."""
    words = " + ".join(f"{{{name}}}" for name in (*parts, *optional)) + "".join(f" − {{{name}}}" for name in minus)
    allowed = "shared.tolerance_baht" if money else "shared.tolerance_count"

    def holds(rows: pd.DataFrame) -> pd.Series[bool]:
        added = sum((rows[name] for name in parts), sum((rows[name].fillna(0) for name in optional), 0.0))
        return (rows[total] - added + sum(rows[name] for name in minus)).abs() <= setting(allowed) + _PRINTED

    message = f"{{{total}}} ไม่เท่ากับ {words} โปรดตรวจสอบกับต้นทาง"
    return RowRule(f"{total}_is_not_the_sum", (total, *parts, *minus), holds, message, beside=optional)


def quotient(result: str, above: str, below: str, *, within: str) -> RowRule:
    """``result`` equals ``above`` ÷ ``below``; ``within`` names the setting of how far it may be off."""

    def holds(rows: pd.DataFrame) -> pd.Series[bool]:
        off = rows[result] - rows[above] / rows[below]
        return (off.abs() <= setting(within) + _PRINTED) | rows[below].eq(0)

    message = f"{{{result}}} ไม่เท่ากับ {{{above}}} หารด้วย {{{below}}} โปรดตรวจสอบกับต้นทาง"
    return RowRule(f"{result}_is_not_the_quotient", (result, above, below), holds, message)


def needs(column: str, values: tuple[Any, ...], other: str, message: str) -> RowRule:
    """Where ``column`` is one of ``values``, ``other`` is filled; not asked of a sheet that fills it nowhere."""

    def holds(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        filled = rows[other].notna().to_numpy()
        return np.asarray(~rows[column].isin(values).to_numpy() | filled | ~filled.any())

    return RowRule(f"{column}_needs_{other}", (column,), holds, message, beside=(other,))
