"""``python -m cdd_analysis`` is the ``cdd`` command."""

from cdd_analysis.cli import main

main()
