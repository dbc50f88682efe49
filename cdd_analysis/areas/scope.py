"""What a page is about: one province, an inspection region or the whole country."""

from __future__ import annotations

from dataclasses import dataclass

from ..thai.text import ascii_digits
from .regions import provinces_of_region, region_of, region_scheme
from .register import cdd_provinces, district_codes, full_name, is_code, name, word_for
from .suggest import no_such_scope

NATIONAL = "national"


@dataclass(frozen=True)
class Scope:
    """The area a page is about and the areas it compares.

    Args:
        key: ``80``, ``region-5`` or ``national``.
        level: ``province``, ``region`` or ``national``.
        title: what a reader calls it.
        provinces: codes of its provinces.
        region: number of its inspection region; None for Bangkok and the country.
        children: what it is broken down into.
        child_level: level of the children.
        child_label: Thai word for one child.
    """

    key: str
    level: str
    title: str
    provinces: tuple[str, ...]
    region: int | None
    children: tuple[str, ...]
    child_level: str
    child_label: str


def scope(key: str | int) -> Scope:
    """The scope of a key: a province code, ``region-1`` … ``region-18`` or ``national``.

    Raises:
        UsageError: the key names nothing; the message says what would be right.
    """
    text = ascii_digits(str(key).strip())
    if text == NATIONAL:
        return _national()
    if text.startswith("region-") and text[7:].isdigit() and int(text[7:]) in region_scheme().regions:
        return _region(int(text[7:]))
    if is_code(text, "province"):
        return _province(text)
    raise no_such_scope(str(key))


def _national() -> Scope:
    regions = tuple(f"region-{number}" for number in region_scheme().regions)
    return Scope(NATIONAL, "national", name(NATIONAL), cdd_provinces(), None, regions, "region", "เขตตรวจราชการ")


def _region(number: int) -> Scope:
    key, members = f"region-{number}", provinces_of_region(number)
    return Scope(key, "region", name(key), members, number, members, "province", "จังหวัด")


def _province(code: str) -> Scope:
    label, children = word_for("district", code), district_codes(code)
    return Scope(code, "province", full_name(code), (code,), region_of(code), children, "district", label)
