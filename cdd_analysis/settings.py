"""Thresholds, targets and lines as settings: ``settings.toml`` says each one's value and where it comes from."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def settings() -> dict[str, Any]:
    """Every setting, by section."""
    return tomllib.loads(resources.files("cdd_analysis").joinpath("settings.toml").read_text(encoding="utf-8"))


def setting(name: str) -> Any:
    """The setting at a dotted name: ``setting("otop.reporting.green")``. KeyError where there is none."""
    value: Any = settings()
    for part in name.split("."):
        value = value[part]
    return value
