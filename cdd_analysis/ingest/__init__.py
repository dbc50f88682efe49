"""Raw files of any kind -> clean tables, problems and a ledger.

``sheets`` (any file -> cells), ``headings`` and ``recognise`` (which table, where), ``rows`` (data, totals, notes …),
``places`` and ``values`` (areas and figures), ``clean`` (one region), ``combine`` and ``reconcile`` (all files of a
table), ``store`` (data/processed), ``build`` (all of it).
"""

from cdd_analysis.ingest.build import BuildReport, FileReport, build
from cdd_analysis.ingest.store import Processed

__all__ = ["BuildReport", "FileReport", "Processed", "build"]
