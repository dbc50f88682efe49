"""What a page leaves beside it: the record as plain JSON, and the tables of its workbook."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from cdd_analysis.measures.result import Assessment, Finding, Measure, TableView
from cdd_analysis.page.health import Health
from cdd_analysis.page.method import versions
from cdd_analysis.page.sheets import sheets

MIME = "application/vnd.cdd.record+json"
_FIGURES = ("value", "n", "target", "previous", "region", "country")


@dataclass(frozen=True)
class Record:
    """The page's record and tables; a notebook shows it as its last output, the batch reads it from there."""

    record: dict[str, Any]
    tables: list[dict[str, Any]]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = f'<p class="cdd none">บันทึกของหน้า: {len(self.record["measures"])} ตัวชี้วัด {len(self.tables)} ตาราง</p>'
        answer = {"record": self.record, "tables": self.tables}
        # One text, since a notebook is copied, checked and written several times on its way.
        return {"text/html": shown, MIME: json.dumps(answer, ensure_ascii=False, allow_nan=False)}


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: missing is null, a date is ISO text, a number keeps its full precision."""
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (datetime, date)):
        return None if pd.isna(value) else value.isoformat()[:10]
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if pd.isna(value):
        return None
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float) and (not math.isfinite(number)):
        return None
    return number


@dataclass(frozen=True)
class Shown:
    """What the notebook has made so far: charts and tables by section, ids of the key figures."""

    sections: dict[str, dict[str, int]]
    cards: tuple[str, ...]


def facts(assessment: Assessment, health: Health, used: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The figures of a page, what they were made from and with: the part of its record that a later page needs."""
    told = {
        "as_of": assessment.view.as_of,
        "measures": [_measure(one) for one in assessment.measures],
        "sheets": health.sheets.to_dict("records"),
        "settings": dict(used),
        "versions": dict(versions()),
    }
    return dict(plain(told))


def record(
    assessment: Assessment, health: Health, shown: Shown, told: Mapping[str, Any], *, title: str, is_sample: bool
) -> Record:
    """The record of a page; ``told`` is what :func:`facts` says of it, and what it was compared with (``before``)."""
    view = assessment.view
    said = {
        "province": view.scope.key,
        "scope_title": view.scope.title,
        "topic": assessment.topic,
        "title": title,
        "fiscal_year": view.fiscal_year,
        "status": assessment.status,
        "verdict": assessment.verdict,
        "findings": [_finding(one) for one in assessment.findings],
        "problems": health.counts(),
        "controls": {"compared": len(health.controls), "apart": int(health.controls["differs"].sum())},
        "corrections": health.corrections.to_dict("records"),
        "coverage": _coverage(assessment.coverage),
        "awaited": list(assessment.awaited),
        "is_sample": is_sample,
        "sections": shown.sections,
        "cards": list(shown.cards),
        "sources": health.sources.to_dict("records"),
        "data_dates": _data_dates(health.sources),
    }
    return Record({**plain(said), **told}, [plain(one) for one in sheets(assessment, health)])


def _measure(one: Measure) -> dict[str, Any]:
    figures = {name: getattr(one, name) for name in _FIGURES}
    words = {name: getattr(one, name) for name in ("id", "title", "unit", "status", "base", "reason", "awaited")}
    return {**words, **figures, "rank": list(one.rank) if one.rank else None}


def _finding(one: Finding) -> dict[str, Any]:
    names = ("rule", "area", "status", "sentence", "owner", "question", "weight", "unit")
    return {name: getattr(one, name) for name in names}


def _coverage(view: TableView | None) -> dict[str, Any] | None:
    if view is None:
        return None
    return {"title": view.title, "note": view.note, "rows": view.frame[_columns(view)].to_dict("records")}


def _columns(view: TableView) -> list[str]:
    return [one.column for one in view.shown]


def _data_dates(sources: pd.DataFrame) -> dict[str, Any]:
    return dict(sources.groupby("table")["as_of_date"].max()) if len(sources) else {}
