"""The only module that knows folder names.

A project is a folder with ``data/raw``, ``data/processed`` and ``reports``. It is found by walking up from the
working directory, so that a notebook opened in ``notebooks/`` and a command run at the top see the same data.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

RAW = Path("data/raw")
PROCESSED = Path("data/processed")
REPORTS = Path("reports")
NOTEBOOKS = Path("notebooks")
SALT = Path("data/salt")
FORMS = Path("forms")
CORRECTIONS = Path("data/corrections")
SPELLINGS = Path("data/spellings.toml")
SETTINGS = Path("data/settings")
FIXLISTS = Path("reports/fixlist")
#: Names passed over in silence when a raw folder is read.
PASSED_OVER = ("README*", ".*", "~$*", "Thumbs.db", "desktop.ini")


def root(start: Path | None = None) -> Path:
    """The nearest folder at or above ``start`` that holds ``data``; ``start`` itself where there is none."""
    start = (start or Path.cwd()).resolve()
    return next((folder for folder in (start, *start.parents) if (folder / "data").is_dir()), start)


def processed() -> Path:
    """Where clean tables lie: ``CDD_PROCESSED``, else the nearest parent's ``data/processed``."""
    return Path(os.environ["CDD_PROCESSED"]) if os.environ.get("CDD_PROCESSED") else root() / PROCESSED


def spellings() -> Path:
    """The project's own spellings, whether or not there are any: ``CDD_SPELLINGS``, else ``data/spellings.toml``."""
    return Path(os.environ.get("CDD_SPELLINGS") or root() / SPELLINGS)


def settings() -> Path:
    """Folder of provinces' own settings, whether or not it is there: ``CDD_SETTINGS``, else ``data/settings``."""
    return Path(os.environ.get("CDD_SETTINGS") or root() / SETTINGS)


def salt() -> bytes:
    """The secret that keys hashes of ids: ``CDD_SALT``, else ``data/salt``, made on first use and never in git."""
    if value := os.environ.get("CDD_SALT"):
        return value.encode()
    path = root() / SALT
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_bytes()
