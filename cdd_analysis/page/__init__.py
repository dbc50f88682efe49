"""What a notebook talks to: :func:`open_page` answers with a :class:`Page`, whose methods are a report's sections.

- ``request``: what was asked for, checked;
- ``sections``: the page, section by section;
- ``figures``, ``tables``: how figures and tables are printed;
- ``health``, ``ledger``, ``corrections``, ``method``: what stands behind them;
- ``signatures``: who signs the page on paper;
- ``record``, ``sheets``: what the page leaves for the index and the workbook;
- ``html``, ``fonts``: markup that escapes every text, fonts that travel inside the page.
"""

from cdd_analysis.page.html import Section
from cdd_analysis.page.record import Record
from cdd_analysis.page.sections import Page, open_page

__all__ = ["Page", "Record", "Section", "open_page"]
