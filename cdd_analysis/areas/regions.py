"""Inspection regions (เขตตรวจราชการ): which provinces belong to which, in the current and the older scheme."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..errors import UsageError


@dataclass(frozen=True)
class Scheme:
    """One numbering of the inspection regions and the fiscal years (BE) it held in.

    Args:
        key: ``current`` or ``older``.
        title: what a reader calls it.
        regions: region number → codes of its provinces.
        names: region number → name of the group of provinces; empty where no source gives it.
        first_fiscal_year: first year it held in; None where not known.
        last_fiscal_year: last year it held in; None where it still holds.
    """

    key: str
    title: str
    regions: dict[int, tuple[str, ...]]
    names: dict[int, str]
    first_fiscal_year: int | None = None
    last_fiscal_year: int | None = None

    def region_of(self, province: str) -> int | None:
        """The region of a province; None for Bangkok and for what is no province."""
        return next((number for number, members in self.regions.items() if province in members), None)


@cache
def schemes() -> dict[str, Scheme]:
    """Every scheme by its key, read once from the data file beside this module."""
    text = files(__package__).joinpath("areas_regions.toml").read_text(encoding="utf-8")
    return {key: _scheme(key, entry) for key, entry in tomllib.loads(text).items()}


def _scheme(key: str, entry: dict[str, Any]) -> Scheme:
    regions = {int(number): tuple(members) for number, members in entry["regions"].items()}
    names = {int(number): name for number, name in entry.get("names", {}).items()}
    years = entry.get("first_fiscal_year"), entry.get("last_fiscal_year")
    return Scheme(key, entry["title"], regions, names, *years)


def region_scheme(key: str = "current") -> Scheme:
    """The scheme of that key; a UsageError names the keys there are."""
    if key not in schemes():
        raise UsageError(f"There is no region scheme '{key}'.", do=f"Use one of: {', '.join(schemes())}.")
    return schemes()[key]


def region_of(province: str, scheme: str = "current") -> int | None:
    """Number of the inspection region a province belongs to; None for Bangkok."""
    return region_scheme(scheme).region_of(province)


def provinces_of_region(number: int, scheme: str = "current") -> tuple[str, ...]:
    """Codes of the provinces of an inspection region, in the order of codes."""
    regions = region_scheme(scheme).regions
    if number not in regions:
        raise UsageError(f"There is no inspection region {number}.", do=f"Regions are 1 to {max(regions)}.")
    return regions[number]


def sibling_provinces(province: str) -> tuple[str, ...]:
    """Provinces of the same inspection region, the province itself among them; only itself for Bangkok."""
    number = region_of(province)
    return provinces_of_region(number) if number else (province,)


def cluster_name(number: int) -> str:
    """Name of the group of provinces a region covers, such as ภาคใต้ฝั่งอ่าวไทย."""
    provinces_of_region(number)
    return region_scheme().names[number]
