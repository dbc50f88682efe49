"""Inspection reports for Thailand's Community Development Department, from the files that offices really have.

Parts, in the order that data flows through them:

- ``cdd_analysis.thai``: Thai text, numbers, dates and the fiscal calendar.
- ``cdd_analysis.areas``: provinces, districts, inspection regions: spelling to code, code to name.
- ``cdd_analysis.datasets``: the input tables: columns, Thai headings, what one row is.
- ``cdd_analysis.ingest``: any raw file to clean tables, problems and a ledger in ``data/processed``.
- ``cdd_analysis.measures``: what several topics need: ratios of sums, pace, status.
- ``cdd_analysis.topics``: one module per inspection topic: measures, findings, questions for the meeting.
- ``cdd_analysis.page``: what a notebook talks to.
- ``cdd_analysis.reporting``: notebooks run by papermill into pages, records and an index.
- ``cdd_analysis.sample``: made-up raw files as offices send them.

In a notebook::

    from cdd_analysis import load, open_page

    sales = load("otop_sales", province="80")
    page = open_page("otop", province="80", fiscal_year=2565, as_of="2565-01-12")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from cdd_analysis.page import open_page

__all__ = ["load", "open_page"]


def load(table: str, province: str | int | None = None, *, processed: str | None = None) -> pd.DataFrame:
    """A clean table, whole or of one province, region or the nation's own rows.

    Args:
        table: a table's name; ``cdd topics`` lists them.
        province: "80" or 80, "region-5", "national" (rows that belong to no province); everything if left out.
        processed: folder of clean tables, if not the project's.

    Raises:
        UsageError: there is no such table or area.
        NoData: nothing was built yet.
    """
    from cdd_analysis import areas, datasets
    from cdd_analysis.ingest.store import Processed

    datasets.table(table)
    data = Processed(processed)
    data.require()
    if province is None:
        return data.read(table)
    scope = areas.scope(province)
    return data.read(table, provinces=["national"] if scope.level == "national" else scope.provinces)


def __getattr__(name: str) -> Any:
    """``open_page`` is loaded when asked for, so that importing the package stays quick."""
    if name == "open_page":
        from cdd_analysis.page import open_page

        return open_page
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
