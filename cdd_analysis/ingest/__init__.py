"""Raw files of any kind -> clean tables, problems and a ledger.

``sheets`` (any file -> cells, within the bounds of ``limits``; ``guard`` has ``workbooks``, ``packages`` and
``documents`` run by a ``worker``), ``headings``, ``titles`` and ``recognise`` (which table, where, of what), ``rows``
(data, totals, notes …), ``places`` and ``values`` (areas and figures), ``totals`` (the sheet's own), ``clean`` (one
region), ``combine`` and ``reconcile`` (all files of a table), ``build`` (all of it), ``store`` (``data/processed``:
all that a page needs, so that it loads no reader).
"""
