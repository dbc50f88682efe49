"""Handbook 11.9: what points at a person."""

from __future__ import annotations

from tests.corpus.conventions import BOOKS, convention, fit
from tests.corpus.draft import Draft, Head

NAMED = (
    "target_households",
    "kkj_loans",
    "women_fund_instalments",
    "advance_loans",
    "plots",
    "otop_producers",
    "household_help",
    "staff_duties",
)


@convention(
    "11.9.1",
    "as-they-come",
    "names, phone numbers and house codes in the columns of the form",
    "drops names and phones, hashes ids; writes none of them anywhere",
    group="person",
    tables=NAMED,
    alone=8,
)
def as_they_come(draft: Draft) -> None:
    fit(draft.truth.personal())


@convention(
    "11.9.1",
    "hyphenated",
    "9202-000011-8, the house code with hyphens",
    "is the same house",
    group="person",
    tables=("target_households", "household_help"),
    alone=2,
)
def hyphenated(draft: Draft) -> None:
    fit(draft.respell(["house_id"], lambda code: f"{code[:4]}-{code[4:10]}-{code[10:]}"))


@convention(
    "11.9.1",
    "citizen-id",
    "a column of citizen ids beside the form's",
    "drops it",
    group="person",
    tables=("target_households", "kkj_loans"),
    alone=2,
)
def citizen_id(draft: Draft) -> None:
    spec = draft.truth.table.column("citizen_id")
    draft.page.heads.append(Head("citizen_id", [spec.label], spec))
    for number, line in enumerate(draft.page.data):
        line.cells["citizen_id"] = f"900000000{number:04d}"


@convention(
    "11.9.1",
    "in-a-note",
    "a phone number and a name in the remarks beside the table",
    "leaves them out; what it tells of them is masked",
    group="columns",
    tables=("target_households", "kkj_loans"),
    forms=BOOKS,
    alone=2,
)
def in_a_note(draft: Draft) -> None:
    page = draft.page
    page.heads += [Head("gap", [""]), Head("scratch", [""])]
    secret = str(draft.truth.rows[0][draft.truth.personal()[-1]])
    page.data[0].cells["scratch"] = f"โทร {secret}"
    draft.tell("scratch_cell", line=page.data[0])


@convention(
    "11.9.1",
    "unreadable-id",
    "a house code that lost its digits in Excel: 9.2E+10",
    "never shows what stood there",
    group="person",
    tables=("target_households",),
    forms=("csv", "xlsx"),
)
def number_id(draft: Draft) -> None:
    """A house code kept as a number."""
    fit(draft.respell(["house_id"], lambda code: int(code)))
