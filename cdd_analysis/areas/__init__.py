"""Provinces, districts, subdistricts and inspection regions: spelling → code at the door, code → name on the page.

``register`` holds codes and names, ``regions`` the inspection regions, ``scope`` what a page is about, ``suggest`` what
a mistyped scope may have meant. ``resolve`` turns columns of names into codes, ``mention`` finds areas in titles and
file names; both stand on ``lookup``. Nothing is read before the first question.
"""

from __future__ import annotations

from .mention import mentioned
from .regions import Scheme, cluster_name, provinces_of_region, region_of, region_scheme, schemes, sibling_provinces
from .register import (
    cdd_provinces,
    district_codes,
    full_name,
    is_code,
    is_municipal,
    level_of,
    name,
    province_codes,
    subdistrict_codes,
)
from .resolve import resolve
from .scope import Scope, scope

__all__ = [
    "Scheme",
    "Scope",
    "cdd_provinces",
    "cluster_name",
    "district_codes",
    "full_name",
    "is_code",
    "is_municipal",
    "level_of",
    "mentioned",
    "name",
    "province_codes",
    "provinces_of_region",
    "region_of",
    "region_scheme",
    "resolve",
    "schemes",
    "scope",
    "sibling_provinces",
    "subdistrict_codes",
]
