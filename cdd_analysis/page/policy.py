"""What a page lets a browser do: load nothing but what it carries, run nothing but its one script."""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources

#: The policy of a file that runs nothing.
CLOSED = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


@functools.cache
def script() -> str:
    """The script of a page, which sorts its tables. It adds comfort only: everything is there without it."""
    return resources.files("cdd_analysis").joinpath("templates/page.js").read_text(encoding="utf-8").strip()


@functools.cache
def policy() -> str:
    """The policy of a page: as ``CLOSED``, and :func:`script`, named by its hash."""
    told = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode("ascii")
    return f"{CLOSED}; script-src 'sha256-{told}'"
