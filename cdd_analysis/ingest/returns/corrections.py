"""``data/corrections/*.yml``: corrections of offices' files as data, each with what, where, why and who asked.

Every scalar is read as the text that was typed: no date, number or yes/no is made of it, and "080" keeps its zero. An
entry that cannot be understood is told of by file and number; the others are used. The form: ``docs/corrections.md``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from cdd_analysis import areas
from cdd_analysis.ingest.returns.edits import (
    Alias,
    Confirmation,
    Edit,
    NotApplied,
    Removal,
    Request,
    Statement,
    Wanted,
    said,
)
from cdd_analysis.thai.dates import parse_day, parse_year
from cdd_analysis.thai.text import clean

#: A file of corrections is typed by hand; a larger or deeper one is something else.
MOST_BYTES, MOST_DEPTH = 1_000_000, 6
_EVERY = {"what", "why", "asked_by", "date"}
#: what -> the further keys an entry must have, and those it may have.
KINDS: Mapping[str, tuple[set[str], set[str]]] = {
    "change": ({"file", "row", "column", "expects", "value"}, {"sheet"}),
    "remove": ({"file", "row", "expects"}, {"sheet"}),
    "confirm": ({"file", "row", "expects"}, {"sheet"}),
    "alias": ({"spelling", "code"}, {"within", "file"}),
    "year": ({"file"}, {"sheet", "year", "as_of"}),
}
#: "นาย", "นาง" … before a name; "นายอำเภอ" and "นายกเทศมนตรี" are offices.
_PERSON = re.compile(
    r"(^|[\s(])(นาย(?!อำเภอ|ก\s?(เทศ|อบ|องค์การ|เมือง|สมาคม))|นาง|น\.\s?ส\.|ด\.\s?[ชญ]\.|ว่าที่|(mr|mrs|ms|miss)\b)",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|(?<!\d)0[\s-]?\d([\s-]?\d){6,8}(?!\d)|(?<!\d)\d([\s-]?\d){12}(?!\d)")


class _Plain(yaml.SafeLoader):
    """Texts, lists and mappings only: no tag, no anchor, nothing deep, no key twice."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(
                None, None, "references (*name) are not used here", self.peek_event().start_mark
            )
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise yaml.composer.ComposerError(
                None, None, "lists within lists are not used here", self.peek_event().start_mark
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        if twice := [name for name, times in names.items() if times > 1]:
            raise yaml.constructor.ConstructorError(None, None, f"'{twice[0]}' stands twice", node.start_mark)
        return super().construct_mapping(node, deep=True)


_Plain.yaml_implicit_resolvers = {}


class _Wrong(ValueError):
    """What is wrong with one entry."""


def read_corrections(folder: Path) -> tuple[list[Wanted], list[NotApplied]]:
    """Every correction of a folder, and what is wrong with those that cannot be used."""
    wanted: list[Wanted] = []
    wrong: list[NotApplied] = []
    for path in sorted(
        p for p in folder.glob("*.y*ml") if p.suffix in (".yml", ".yaml") and not p.name.startswith(".")
    ):
        try:
            entries = _entries(path)
        except _Wrong as error:
            wrong.append(NotApplied(path.name, str(error)))
            continue
        for number, entry in enumerate(entries, 1):
            origin = f"{path.name} #{number}"
            try:
                wanted.append(_correction(entry, origin))
            except _Wrong as error:
                wrong.append(NotApplied(origin, str(error)))
    twice = _twice(wanted)
    return [one for one in wanted if _place(one) not in twice], wrong + [
        NotApplied(one.request.origin, f"{' and '.join(twice[place])} correct the same place; neither is applied.")
        for one in wanted
        if (place := _place(one)) in twice
    ]


def _twice(wanted: list[Wanted]) -> dict[Any, list[str]]:
    """Places that more than one entry corrects, with those entries."""
    found: dict[Any, list[str]] = {}
    for one in wanted:
        found.setdefault(_place(one), []).append(one.request.origin)
    return {place: origins for place, origins in found.items() if len(origins) > 1}


def _place(one: Wanted) -> tuple[Any, ...]:
    if isinstance(one, Edit):
        return ("cell", one.file, one.sheet, one.row, one.column)
    if isinstance(one, Removal | Confirmation):
        return ("row", one.file, one.sheet, one.row)
    if isinstance(one, Alias):
        return ("alias", one.spelling, one.within, one.file)
    return ("year", one.file, one.sheet)


def _entries(path: Path) -> list[Any]:
    """The list that a file holds."""
    if path.is_symlink() or not path.is_file():
        raise _Wrong("This is no file of its own; put the file itself here.")
    if path.stat().st_size > MOST_BYTES:
        raise _Wrong(f"The file is larger than {MOST_BYTES:,} bytes; split it.")
    try:
        entries = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Plain)  # a SafeLoader, and stricter
    except UnicodeDecodeError:
        raise _Wrong("The text is not UTF-8; save it again as UTF-8.") from None
    except yaml.YAMLError as error:
        raise _Wrong(f"This is not readable as YAML: {' '.join(str(error).split())}.") from None
    if not isinstance(entries, list):
        if not entries:
            return []
        raise _Wrong("The file must be a list of entries, each beginning with '- what:'.")
    return entries


def _correction(entry: Any, origin: str) -> Wanted:
    if not isinstance(entry, dict):
        raise _Wrong("An entry must be keys and values, beginning with 'what:'.")
    kind = entry.get("what", "")
    if kind not in KINDS:
        raise _Wrong(f"'what' must be one of {', '.join(KINDS)}. Found: '{kind}'.")
    required, optional = KINDS[kind]
    if unknown := sorted(set(map(str, entry)) - _EVERY - required - optional):
        raise _Wrong(
            f"Unknown key '{unknown[0]}'. Known for '{kind}': {', '.join(sorted(_EVERY | required | optional))}."
        )
    if missing := sorted((_EVERY | required) - set(entry)):
        raise _Wrong(f"The key '{missing[0]}' is missing.")
    texts = {name: clean(value).strip() for name, value in entry.items() if isinstance(value, str)}
    if wrong := [
        name for name in entry if name not in texts and not (kind in ("remove", "confirm") and name == "expects")
    ]:
        raise _Wrong(f"'{wrong[0]}' must be one text, not a list or further keys.")
    return _READERS[kind](texts, entry, _request(texts, origin))


def _request(texts: Mapping[str, str], origin: str) -> Request:
    for name in ("why", "asked_by"):
        if not texts[name]:
            raise _Wrong(f"'{name}' is empty.")
        if _CONTACT.search(texts[name]) or _PERSON.search(texts[name]):
            raise _Wrong(f"'{name}' seems to name a person or to hold a number or address; name the office only.")
    _day(texts["date"], "date")
    return Request(texts["why"], texts["asked_by"], origin)


def _change(texts: Mapping[str, str], entry: Mapping[str, Any], request: Request) -> Edit:
    if texts["expects"] == texts["value"]:
        raise _Wrong("'expects' and 'value' are the same; there is nothing to change.")
    place = (entry["file"], entry.get("sheet", ""), _number(texts["row"]), texts["column"])
    return Edit(*place, said(texts["expects"]), texts["value"], request)


def _remove(texts: Mapping[str, str], entry: Mapping[str, Any], request: Request) -> Removal:
    return Removal(entry["file"], entry.get("sheet", ""), _number(texts["row"]), _expected(entry), request)


def _confirm(texts: Mapping[str, str], entry: Mapping[str, Any], request: Request) -> Confirmation:
    return Confirmation(entry["file"], entry.get("sheet", ""), _number(texts["row"]), _expected(entry), request)


def _expected(entry: Mapping[str, Any]) -> dict[str, str]:
    """What must stand in a row for it to be the one that is meant."""
    expects = entry["expects"]
    if not isinstance(expects, dict) or not expects or not all(isinstance(v, str) for v in expects.values()):
        raise _Wrong("'expects' must say what stands in the row, column by column: {district: …, sales_baht: …}.")
    return {str(column): said(value) for column, value in expects.items()}


def _alias(texts: Mapping[str, str], entry: Mapping[str, Any], request: Request) -> Alias:
    code, within = texts["code"], texts.get("within", "")
    if not texts["spelling"]:
        raise _Wrong("'spelling' is empty.")
    for one in (code, within):
        if one and not any(areas.is_code(one, level) for level in ("province", "district", "subdistrict")):
            raise _Wrong(f"'{one}' is no code of a province, district or subdistrict.")
    if len(code) > 2 and not within:
        raise _Wrong("'within' is missing: the province or district in which this spelling holds.")
    if not code.startswith(within):
        raise _Wrong(f"{code} does not lie within {within}.")
    return Alias(texts["spelling"], code, within, entry.get("file", ""), request)


def _statement(texts: Mapping[str, str], entry: Mapping[str, Any], request: Request) -> Statement:
    year, as_of = texts.get("year"), texts.get("as_of")
    if not (year or as_of):
        raise _Wrong("Give 'year', 'as_of' or both.")
    try:
        stated = parse_year(year) if year else None
    except ValueError:
        raise _Wrong(f"'year' is no year: '{year}'.") from None
    return Statement(entry["file"], entry.get("sheet"), stated, _day(as_of, "as_of") if as_of else None, request)


_READERS: Mapping[str, Callable[[Mapping[str, str], Mapping[str, Any], Request], Wanted]] = {
    "change": _change,
    "remove": _remove,
    "confirm": _confirm,
    "alias": _alias,
    "year": _statement,
}


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,6}", text, re.ASCII):
        raise _Wrong(f"'row' must be the row's number as a spreadsheet shows it. Found: '{text[:20]}'.")
    return int(text)


def _day(text: str, name: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError:
        raise _Wrong(f"'{name}' is no date: '{text}'. Write it as 2565-01-31.") from None
