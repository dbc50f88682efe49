"""Thai text, numbers and dates, repaired and read in one place, once.

- ``text``: safe repairs of damaged Thai, the lossy key by which names are matched, dictionary order;
- ``numbers``: cells that should hold a number -> value, state and unit; ``units`` knows the units and scales;
- ``dates``: cells that should hold a date -> Gregorian day; ``months`` takes one written date apart;
- ``titles``: what a title says of time: as-of day, fiscal year, month, period;
- ``fiscal``: the fiscal year of the Thai government, and how days and months are printed.
"""
