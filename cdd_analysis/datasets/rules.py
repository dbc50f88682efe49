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
    """

    name: str
    columns: tuple[str, ...]
    test: Holds
    message: str

    def sentence(self, said: Mapping[str, str]) -> str:
        """The message, with what is said of each column."""
        return self.message.format_map(said)


def at_most(column: str, limit: str, *, name: str = "", message: str = "") -> RowRule:
    """``column`` is no larger than ``limit``: money spent of money given, those who do of those who could."""
    return RowRule(
        name or f"{column}_over_{limit}",
        (column, limit),
        lambda rows: rows[column] <= rows[limit] + _PRINTED,
        message or f"{{{column}}} มากกว่า {{{limit}}} โปรดตรวจสอบกับต้นทาง",
    )


def not_before(column: str, earlier: str) -> RowRule:
    """The day ``column`` is not before the day ``earlier``."""
    return RowRule(
        f"{column}_before_{earlier}",
        (column, earlier),
        lambda rows: rows[column] >= rows[earlier],
        f"{{{column}}} มาก่อน {{{earlier}}} โปรดตรวจสอบวันที่กับต้นทาง",
    )


def sums_to(total: str, *parts: str, minus: tuple[str, ...] = (), money: bool = True) -> RowRule:
    """``total`` equals the sum of ``parts`` less ``minus``, to a satang where it is money."""
    words = " + ".join(f"{{{name}}}" for name in parts) + "".join(f" − {{{name}}}" for name in minus)
    allowed = "shared.tolerance_baht" if money else "shared.tolerance_count"

    def holds(rows: pd.DataFrame) -> pd.Series[bool]:
        computed = rows[list(parts)].sum(axis=1) - rows[list(minus)].sum(axis=1)
        return (rows[total] - computed).abs() <= setting(allowed) + _PRINTED

    message = f"{{{total}}} ไม่เท่ากับ {words} โปรดตรวจสอบกับต้นทาง"
    return RowRule(f"{total}_is_not_the_sum", (total, *parts, *minus), holds, message)


def quotient(result: str, above: str, below: str, *, within: str) -> RowRule:
    """``result`` equals ``above`` ÷ ``below``; ``within`` names the setting of how far it may be off."""

    def holds(rows: pd.DataFrame) -> pd.Series[bool]:
        off = rows[result] - rows[above] / rows[below]
        return (off.abs() <= setting(within) + _PRINTED) | rows[below].eq(0)

    message = f"{{{result}}} ไม่เท่ากับ {{{above}}} หารด้วย {{{below}}} โปรดตรวจสอบกับต้นทาง"
    return RowRule(f"{result}_is_not_the_quotient", (result, above, below), holds, message)


def needs(column: str, values: tuple[Any, ...], *others: str, message: str) -> RowRule:
    """Where ``column`` is one of ``values``, at least one of ``others`` is filled.

    The test reads ``others`` as they are, blank too: that they are is the question.
    """

    def holds(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        asked = rows[column].isin(values).to_numpy()
        filled = np.logical_or.reduce([rows[name].notna().to_numpy() for name in others])
        return np.asarray(~asked | filled)

    return RowRule(f"{column}_needs_{others[0]}", (column,), holds, message)
