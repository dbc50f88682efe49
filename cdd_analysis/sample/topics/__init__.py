"""Made-up files of further topics: one module each, found by looking in this folder; no list is edited.

A module holds ``KINDS``, the situations it can plant (each the name of the rule of the finding that it must produce),
and ``write_province``, which writes the files of one province and says what a perfect reader would keep. One whose
files repeat figures of the OTOP reports also holds ``BESIDE``, the situations of those (``sample.situations``) that it
is told of too.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast

from cdd_analysis.sample.truth import Part


class Writer(Protocol):
    """What every module here holds."""

    KINDS: tuple[str, ...]

    def write_province(self, folder: Path, seed: int, province: str, planted: Mapping[str, str]) -> Part:
        """Write the province's files below ``folder``; ``planted`` is kind of situation -> code of its district."""


def known_beside(writer: Writer, where: Mapping[str, str]) -> dict[str, str]:
    """Of the situations planted in the shared files, those that a module must know: kind -> code of its district."""
    return {kind: where[kind] for kind in getattr(writer, "BESIDE", ()) if kind in where}


@functools.cache
def writers() -> dict[str, Writer]:
    """Every module by name, in alphabetical order."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return {name: cast(Writer, importlib.import_module(f"{__name__}.{name}")) for name in names}
