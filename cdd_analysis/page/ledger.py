"""What the build's ledger says to pages, read once for all of them: comparisons, sheets read, corrections."""

from __future__ import annotations

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
_KINDS = {
    "control": (*CONTROL_COLUMNS, "fiscal_year"),
    "sheet": ("table", "source_file", "source_sheet", "rows_read"),
    "correction": CORRECTION_COLUMNS,
}


@dataclass(frozen=True)
class Ledger:
    """The nation's ledger, a table per kind of row with the columns that pages show.

    Attributes:
        controls: figures stated in a file beside the ones computed; those that do not reconcile are marked ``differs``.
        sheets: the sheets that were read, with ``rows_read``.
        corrections: what was changed, at which office's request.
    """

    controls: pd.DataFrame
    sheets: pd.DataFrame
    corrections: pd.DataFrame


@once
def read(data: Processed) -> Ledger:
    """The ledger of a build; shared by its pages, not to be changed."""
    wanted = dict.fromkeys(("kind", *(name for names in _KINDS.values() for name in names)))
    rows = data.ledger(columns=list(wanted))
    controls, sheets, corrections = (
        rows[rows["kind"].eq(kind)].reindex(columns=list(names)).reset_index(drop=True)
        for kind, names in _KINDS.items()
    )
    differs = controls["difference"].abs().gt(TOLERANCE).astype(bool)
    return Ledger(controls.assign(differs=differs), sheets, corrections)
