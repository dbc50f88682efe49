"""Parts of an assessment that are made when somebody looks at them.

The overview asks every topic for its light, figures and findings, and never looks at its charts and lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from functools import cached_property
from typing import TypeVar

Part = TypeVar("Part")


class Later(Mapping[str, Part]):
    """Parts by name, made when one of them is first asked for, under the settings in force now.

    Args:
        make: makes all of them.
    """

    def __init__(self, make: Callable[[], Mapping[str, Part]]) -> None:
        self._make, self._now = make, copy_context()

    @cached_property
    def _parts(self) -> Mapping[str, Part]:
        return self._now.run(self._make)

    def __getitem__(self, name: str) -> Part:
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)
