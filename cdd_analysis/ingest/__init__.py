"""Raw files of any kind -> clean tables, problems and a ledger.

A room for each step; imports point from a later room to earlier ones:

- ``reading``: any file -> sheets of cells, within stated bounds;
- ``recognition``: which table stands where on a sheet, and what its headings mean;
- ``cleaning``: one region -> records, problems, controls, an account of every row;
- ``returns``: fix lists and forms that go to offices, corrections that come from them;
- ``fast_lane``: the cleaning of large delimited texts, block by block;
- ``merging``: all records of a table; duplicates and conflicts told, figures stated twice compared.

Beside them ``problems`` (what is wrong, in a sentence), ``personal`` (what points at a person, kept out),
``compare`` (two figures, or two sides of them), ``spill`` (rows that memory need not hold), ``store``
(``data/processed``: all that a page needs, so that it loads no reader) and ``build``, which goes through all of it.
"""
