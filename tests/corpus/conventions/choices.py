"""Handbook 11.7: values with several spellings."""

from __future__ import annotations

from cdd_analysis.datasets import Kind
from tests.corpus.conventions import convention, fit
from tests.corpus.draft import Draft

FLAGGED = ("target_households", "plots", "kkj_villages", "cloth_agencies")
CHOSEN = (
    "otop_products",
    "otop_producers",
    "target_households",
    "household_help",
    "plots",
    "community_groups",
    "women_fund_contracts",
    "cloth_agencies",
    "click_items",
    "staff_duties",
    "report_log",
    "inspection_actions",
)


def _flags(name: str, yes: str, no: str, at: int) -> None:
    tables = FLAGGED[at % 4 :] + FLAGGED[: at % 4]

    @convention("11.7.1", name, f"{yes} / {no}", "is yes / no", group="choice", tables=tables)
    def apply(draft: Draft) -> None:
        fit(draft.rewrite([Kind.FLAG], lambda cell: yes if cell == "มี" else no))


for _at, (_name, _yes, _no) in enumerate(
    (
        ("is", "ใช่", "ไม่ใช่"),
        ("tick-x", "✓", "x"),
        ("heavy-tick-times", "✔", "×"),
        ("slash-hyphen", "/", "-"),
        ("pass", "ผ่าน", "ไม่ผ่าน"),
        ("one-zero", "1", "0"),
        ("thai-one-zero", "๑", "๐"),
        ("have", "มี", "ไม่มี "),
    )
):
    _flags(_name, _yes, _no, _at)


@convention(
    "11.7.2",
    "other-words",
    "สถานะ in every other spelling that its table knows: พบตัว, ย้ายออก",
    "maps them to one code",
    group="choice",
    tables=CHOSEN,
    alone=6,
)
def other_words(draft: Draft) -> None:
    done = 0
    for page in draft.pages:
        for head in page.heads:
            if head.spec is None or head.spec.kind is not Kind.CHOICE:
                continue
            spellings = {many[0]: many[-1] for many in head.spec.choices.values()}
            for line in page.data:
                said = line.cells.get(head.key)
                if isinstance(said, str) and said in spellings:
                    line.cells[head.key] = spellings[said]
                    done += spellings[said] != said
    fit(done)


@convention(
    "11.7.2",
    "spaced-words",
    "words with spaces and dots about them",
    "knows the word all the same",
    group="choice",
    tables=CHOSEN[3:],
    alone=2,
)
def spaced_words(draft: Draft) -> None:
    fit(draft.rewrite([Kind.CHOICE], lambda cell: f" {cell} "))


@convention(
    "11.7.2",
    "unknown-word",
    "รอจัดประเภท, a word that no list holds",
    "is missing and told; the row stays",
    group="choice",
    tables=("otop_products", "household_help", "women_fund_contracts", "inspection_actions"),
    alone=3,
)
def unknown_word(draft: Draft) -> None:
    for head in reversed(draft.page.heads):
        if head.spec is not None and head.spec.kind is Kind.CHOICE and head.spec.name not in draft.truth.table.key:
            line = next(line for line in draft.page.data if line.cells.get(head.key))
            fit(len(line.gives) == 1)
            line.cells[head.key] = "รอจัดประเภท"
            line.gives[0][head.spec.name] = None
            draft.tell("unknown_choice", column=head.spec.name, line=line)
            return
    fit(False)


@convention(
    "11.7.3",
    "aliases",
    "45 on one row, 2/2569 on another: two numbers of one project",
    "keeps each number as written; only a correction says that they are one",
    group="cell",
    tables=("budgets",),
)
def aliases(draft: Draft) -> None:
    line = draft.page.data[-1]
    fit(len(line.gives) == 1)
    line.cells["project_no"], line.gives[0]["project_no"] = "2/2569", "2/2569"
