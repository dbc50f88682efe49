"""What the build's ledger says to pages: comparisons of their areas; sheets read and corrections, once for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cdd_analysis.ingest.store import Processed
from cdd_analysis.measures.controls import TOLERANCE
from cdd_analysis.measures.once import once
from cdd_analysis.page.corrections import COLUMNS as CORRECTION_COLUMNS

#: What a page or its workbook says of a comparison; the workbook's columns, in this order.
CONTROL_COLUMNS = (
    "table", "source_file", "source_sheet", "column", "scope", "stated", "computed", "difference", "province_code",
    "district_code", "as_of_stated", "as_of_computed", "source_stated", "source_computed",
)  # fmt: skip
_SHEET_COLUMNS = ("table", "source_file", "source_sheet", "rows_read", "baht_kept")


@dataclass(frozen=True)
class Ledger:
    """What of the nation's ledger belongs to no area, with the columns that pages show.

    Attributes:
        sheets: the sheets that were read, with ``rows_read`` and ``baht_kept``.
        corrections: what was changed, at which office's request.
    """

    sheets: pd.DataFrame
    corrections: pd.DataFrame


@once
def read(data: Processed) -> Ledger:
    """The ledger of a build but for its comparisons; shared by its pages, not to be changed."""
    columns = dict.fromkeys(("kind", *_SHEET_COLUMNS, *CORRECTION_COLUMNS))
    rows = data.ledger(columns=list(columns))
    return Ledger(_of_kind(rows, "sheet", _SHEET_COLUMNS), _of_kind(rows, "correction", CORRECTION_COLUMNS))


def controls(data: Processed, provinces: Sequence[str] | None) -> pd.DataFrame:
    """Figures stated in a file beside the ones computed, of some provinces or of all (None).

    Those that do not reconcile are marked ``differs``.
    """
    names = (*CONTROL_COLUMNS, "fiscal_year")
    found = _of_kind(data.ledger(provinces, columns=["kind", *names]), "control", names)
    return found.assign(differs=found["difference"].abs().gt(TOLERANCE).astype(bool))


def _of_kind(rows: pd.DataFrame, kind: str, columns: Iterable[str]) -> pd.DataFrame:
    return rows.loc[rows["kind"].eq(kind), list(columns)].reset_index(drop=True)
