"""Chance that depends on the seed, the place and the purpose, and on nothing else that is made in the same run."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator


def chance(seed: int, area: str, purpose: str) -> Generator:
    """A generator of its own for an area and a purpose."""
    return np.random.default_rng([seed, zlib.crc32(area.encode()), zlib.crc32(purpose.encode())])


def some(values: Sequence[Any], where: np.ndarray) -> np.ndarray:
    """The values where ``where`` holds, else None."""
    return np.array([value if so else None for value, so in zip(values, where, strict=True)], dtype=object)


def shares(weights: np.ndarray, total: int) -> np.ndarray:
    """``total`` split by ``weights`` into whole numbers that add up to it (largest remainders)."""
    exact = weights / weights.sum() * total
    parts = np.floor(exact).astype(np.int64)
    parts[np.argsort(parts - exact, kind="stable")[: total - int(parts.sum())]] += 1
    return parts
