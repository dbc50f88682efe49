"""Thresholds, targets and lines as settings: ``settings.toml`` says each one's value and where it comes from.

A province may have values of its own in a file ``80.toml`` of the folder ``data/settings``: the same names, only those
that differ. They hold for its pages (see ``in_force``); pages that compare provinces use the common ones, so that all
are held against the same lines.
"""

from __future__ import annotations

import difflib
import functools
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import resources
from pathlib import Path
from typing import Any

from cdd_analysis.errors import UsageError

_own: ContextVar[Mapping[str, Any] | None] = ContextVar("own settings", default=None)


@functools.cache
def common() -> dict[str, Any]:
    """Every setting as it ships, by section."""
    return tomllib.loads(resources.files("cdd_analysis").joinpath("settings.toml").read_text(encoding="utf-8"))


def settings() -> Mapping[str, Any]:
    """Every setting in force, by section."""
    return _own.get() or common()


def mark() -> str:
    """What tells the settings in force from others: empty for the common ones."""
    own = _own.get()
    return "" if own is None or own == common() else json.dumps(own, sort_keys=True, default=str)


def setting(name: str) -> Any:
    """The setting at a dotted name: ``setting("otop.reporting.green")``. KeyError where there is none."""
    value: Any = settings()
    for part in name.split("."):
        value = value[part]
    return value


@contextmanager
def in_force(folder: Path, office: str) -> Iterator[dict[str, Any]]:
    """Within it, the values of ``office``'s own file (a province's code) stand before the common ones.

    Yields:
        The values that differ, by dotted name; empty where the office has no file.

    Raises:
        UsageError: the file cannot be read, or names a setting that does not exist or is of another kind.
    """
    path = folder / f"{office}.toml"
    own = _read(path) if path.is_file() else {}
    changed = dict(_flat(own))
    for name, value in changed.items():
        _check(name, value, path)
    token = _own.set(_merged(common(), own))
    try:
        yield changed
    finally:
        _own.reset(token)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("The settings of this office cannot be read.", where=path.name, found=str(error)) from None


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _check(name: str, value: Any, path: Path) -> None:
    """A name that does not exist, or a value of another kind, would silently change nothing or everything."""
    there = dict(_flat(common()))
    if name not in there:
        near = difflib.get_close_matches(name, there, n=1)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        raise UsageError(f"There is no setting '{name}'.", where=path.name, do=f"{hint}See cdd_analysis/settings.toml.")
    is_number = [isinstance(one, (int, float)) and not isinstance(one, bool) for one in (value, there[name])]
    if not all(is_number) and type(value) is not type(there[name]):
        raise UsageError(f"'{name}' is like {there[name]!r}.", where=path.name, found=repr(value))


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        both[key] = _merged(both[key], value) if isinstance(value, Mapping) else value
    return both
