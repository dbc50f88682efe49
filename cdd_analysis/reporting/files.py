"""Files of the reports folder: written beside their place and renamed, so that a reader never meets half of one."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def digest(data: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(data).hexdigest()[:32]


def read_record(path: Path) -> dict[str, Any]:
    """A record, or nothing where there is none that can be read."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def write_record(record: dict[str, Any], path: Path) -> None:
    """Write a record; equal records give equal bytes."""
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False, sort_keys=True)
    write_whole(f"{text}\n".encode(), path)


def write_whole(content: bytes, path: Path) -> None:
    """Write a file in one step."""
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(content)
    os.replace(beside, path)
