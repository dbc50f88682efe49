"""What is measured of an area: a figure as a ratio of sums, how it gets its light, and what may be in doubt of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdd_analysis.measures.arithmetic import MISSING, ratio, ratios
from cdd_analysis.measures.pace import pace_pct
from cdd_analysis.measures.result import Status, View
from cdd_analysis.measures.status import by_pace, by_threshold, is_missing
from cdd_analysis.measures.words import count, million, said
from cdd_analysis.settings import setting


@dataclass(frozen=True)
class Light:
    """How an indicator gets its light.

    Attributes:
        setting: dotted name of the settings ``green`` and ``yellow``, its two lines.
        is_lower_better: the lines are upper ones, as for arrears and ages.
        is_pace: its line is the share of the fiscal year that has passed (handbook G6).
        most: a figure above this cannot be true and is ``check`` (handbook 0.3, rule 6).
        least: a figure below this does not hold together and is ``check``: a rate of agreement (handbook G4).
    """

    setting: str = ""
    is_lower_better: bool = False
    is_pace: bool = False
    most: float | None = None
    least: float | None = None

    def line(self, view: View) -> float | None:
        """What the figure is held against."""
        if self.is_pace:
            return pace_pct(view.as_of, view.fiscal_year)
        return float(setting(f"{self.setting}.green")) if self.setting else self.least

    def status(self, value: float, view: View) -> Status:
        """The light of a figure."""
        if self.most is not None and value > self.most:
            return Status.CHECK
        if self.least is not None and not self.setting:
            return Status.CHECK if value < self.least else Status.GREEN
        if self.is_pace:
            return by_pace(value, self.line(view))
        lines = (setting(f"{self.setting}.{name}") for name in ("green", "yellow"))
        return by_threshold(value, green=next(lines), yellow=next(lines), lower_is_better=self.is_lower_better)

    def against(self, value: float, unit: str, view: View) -> str:
        """Thai: how the figure stands to its line."""
        line = self.line(view)
        if self.most is not None and value > self.most:
            return f"เกิน{said(self.most, unit)} ซึ่งเป็นไปไม่ได้"
        if line is None:
            return ""
        word = "จังหวะที่ควรเป็น" if self.is_pace else "เกณฑ์"
        if value == line:
            return f"เท่ากับ{word}"
        return f"{'สูงกว่า' if value > line else 'ต่ำกว่า'}{word} {said(line, unit)}"


@dataclass(frozen=True)
class Indicator:
    """A figure of every area.

    Attributes:
        id, title, unit, definition, source, key: as of ``Measure``.
        top, bottom: columns of the account; the figure is Σ top ÷ Σ bottom × ``per``, or ``top`` itself without bottom.
        counted: unit of both columns: "แปลง", "บาท"; the base says "7 จาก 23 แปลง".
        table: the input table it waits for where it is missing.
        light: how it gets a light; None where it only ranks.
        decides: whether its light is one of the area's.
        adds: without ``bottom``: whether the figures of the areas below add up (a median's do not).
        rule: name of the finding where an area's light is red; "" for none.
        question: what to ask then; may name {area}, {value} and {base}.
        stake: account column and unit of what is at stake there; by default what stands in ``top``.
        absent: Thai, said as the reason where the figure is 0, in place of the figure and its line.
    """

    id: str
    title: str
    unit: str
    top: str
    bottom: str = ""
    counted: str = ""
    table: str = ""
    light: Light | None = None
    decides: bool = True
    adds: bool = True
    definition: str = ""
    source: str = ""
    key: bool = True
    per: float = 100.0
    rule: str = ""
    question: str = ""
    stake: tuple[str, str] = ("", "")
    absent: str = ""

    def value(self, row: Mapping[str, Any] | pd.Series) -> float:
        """The figure of one area's row of the account."""
        top = number(row.get(self.top))
        return ratio(top, number(row.get(self.bottom)), per=self.per) if self.bottom else top

    def values(self, account: pd.DataFrame) -> pd.Series:
        """The figure of every area of the account; missing where a column is."""
        top = _column(account, self.top)
        return ratios(top, _column(account, self.bottom), per=self.per) if self.bottom else top

    def divided(self, top: npt.NDArray[np.float64], bottom: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """``ratio`` of two plain columns."""
        return top / np.where(bottom == 0, np.nan, bottom) * self.per

    def base(self, row: Mapping[str, Any] | pd.Series) -> str:
        """Both sides of the ratio in words."""
        top, bottom = number(row.get(self.top)), number(row.get(self.bottom))
        if not self.bottom or is_missing(top) or is_missing(bottom):
            return ""
        if self.counted == "บาท":
            return f"{million(top)} จาก {million(bottom)}"
        return f"{count(top)} จาก {count(bottom)} {self.counted}".strip()


@dataclass(frozen=True)
class Doubt:
    """What does not hold together in an area: its light is ``check``.

    Attributes:
        rule: name of the finding.
        area: code of the area.
        sentence: Thai: what, both figures, where; begins after the area's name.
        question: what to ask.
        indicator: id of the indicator that is in doubt; "" for the area as a whole.
        weight, unit: what is at stake.
    """

    rule: str
    area: str
    sentence: str
    question: str = ""
    indicator: str = ""
    weight: float = 0.0
    unit: str = ""


def number(value: Any) -> float:
    """A cell of the account as a number; missing where there is none."""
    if isinstance(value, float):
        return float(value)
    return MISSING if value is None or pd.isna(value) else float(value)


def _column(account: pd.DataFrame, name: str) -> pd.Series:
    return account[name] if name in account else pd.Series(MISSING, account.index, dtype="float64", name=name)
