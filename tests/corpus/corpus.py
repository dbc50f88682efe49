"""The cases of the corpus: every convention alone, every table plain among them, and conventions together."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.corpus.conventions import GROUPS, Convention, DoesNotFit, conventions
from tests.corpus.draft import Draft, lay_out, plain
from tests.corpus.truth import Truth, truths
from tests.corpus.writers import TEXT, as_text

#: Each convention is met in at least this many combinations, of at most so many conventions.
_TOGETHER, _AT_MOST = 2, 6
_TRIES = 60


@dataclass(frozen=True)
class Case:
    """A file of the corpus, or several that belong together.

    Attributes:
        table: the truth it is made from.
        form: a key of ``writers.FORMATS``.
        keys: its conventions, in the order in which they are applied.
    """

    table: str
    form: str
    keys: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its name, and the name of its folder."""
        return "+".join((f"{self.table}.{self.form}", *self.keys))


def make(case: Case) -> Draft:
    """The draft of a case; DoesNotFit where its conventions do not go together."""
    own = [conventions()[key] for key in case.keys]
    draft = plain(_truth(case.table, _districts(own)))
    for one in own:
        one.apply(draft)
    _check(draft, case.form)
    return draft


@functools.cache
def _truth(table: str, districts: tuple[str, ...]) -> Truth:
    truth = truths()[table]
    return truth.moved(districts) if districts else truth


def _districts(own: Sequence[Convention]) -> tuple[str, ...]:
    wanted = {one.districts for one in own if one.districts}
    if len(wanted) > 1:
        raise DoesNotFit
    return wanted.pop() if wanted else ()


def _check(draft: Draft, form: str) -> None:
    """Refuse what a format cannot hold."""
    if draft.encode and form in TEXT:
        try:
            draft.encode(
                as_text([row for page in draft.pages for row in lay_out(page).rows], "\t" if form == "tsv" else ",")
            )
        except UnicodeEncodeError:
            raise DoesNotFit from None
    files: Counter[str] = Counter(page.file or draft.stem for page in draft.pages)
    if form not in ("xlsx", "xls", "ods") and max(files.values()) > 1:
        raise DoesNotFit
    for page in draft.pages if form == "json" else ():
        headings = [head.parts[-1] for head in page.heads]
        depth = lay_out(page).heading
        if page.titles or page.notes or depth[0] != depth[1] or len(set(headings)) < len(headings) or "" in headings:
            raise DoesNotFit


def cases() -> list[Case]:
    """Every case, those of one convention first."""
    return [*alone(), *together()]


@functools.cache
def alone() -> tuple[Case, ...]:
    """Each convention on its own, on as many tables as it asks for, in the formats that hold it, in turn."""
    found = []
    for one in conventions().values():
        fitting = [case for case in _alone(one) if _fits(case)]
        if len(fitting) < one.alone:
            raise AssertionError(f"{one.key} fits {len(fitting)} tables of {one.alone}")
        found += fitting[: one.alone]
    return tuple(found)


def _alone(one: Convention) -> list[Case]:
    forms = [form for form in one.forms if form != "json" or one.key == "11.1.1-facts-in-columns"]
    return [Case(table, forms[number % len(forms)], (one.key,)) for number, table in enumerate(one.tables)]


def _fits(case: Case) -> bool:
    try:
        make(case)
    except DoesNotFit:
        return False
    return True


@functools.cache
def together() -> tuple[Case, ...]:
    """Combinations: each convention with conventions of other groups, those met least first."""
    chance, met = Random(11), Counter[str]()
    found: dict[str, Case] = {}
    for one in [*conventions().values()] * _TOGETHER:
        if met[one.key] >= _TOGETHER:
            continue
        for _ in range(_TRIES):
            case = _combination(one, chance, met)
            if case is not None and case.id not in found:
                found[case.id] = case
                met.update(case.keys)
                break
    return tuple(found.values())


def _combination(one: Convention, chance: Random, met: Counter[str]) -> Case | None:
    form = chance.choice([form for form in one.forms if form != "json"])
    case = Case(chance.choice(one.tables), form, (one.key,))
    if not _fits(case):
        return None
    others = [o for o in conventions().values() if case.table in o.tables and form in o.forms and o.group != one.group]
    chance.shuffle(others)
    most = chance.randint(2, _AT_MOST)
    for other in sorted(others, key=lambda o: met[o.key]):
        groups = {conventions()[key].group for key in case.keys}
        if other.group in groups:
            continue
        if len(case.keys) == most:
            break
        wider = Case(case.table, form, in_order((*case.keys, other.key)))
        if _fits(wider):
            case = wider
    return case if len(case.keys) > 1 else None


def in_order(keys: Sequence[str]) -> tuple[str, ...]:
    """Keys of conventions in the order in which they are applied."""
    return tuple(sorted(keys, key=lambda key: (GROUPS.index(conventions()[key].group), key)))
