"""Handbook 11.1.2 to 11.1.4 and 11.1.13: headings in several rows, repeated, broken, marked, spelt another way."""

from __future__ import annotations

from cdd_analysis.datasets import Kind
from tests.corpus.conventions import BOOKS, convention, fit
from tests.corpus.conventions.layout import DISTRICTS, EVERY, MONEY
from tests.corpus.draft import FIGURES, Draft, Head

#: The form of the fund's members (S27): its headings, the parent first.
_MEMBERS = {
    "members_oct": ("ข้อมูลจำนวนสมาชิก (คน)", "ฐานข้อมูล สมาชิก ณ 1 ต.ค."),
    "members_oct_pct": ("ข้อมูลจำนวนสมาชิก (คน)", "คิดเป็นร้อยละ"),
    "members_sep": ("ข้อมูลจำนวนสมาชิก (คน)", "ฐานข้อมูล สมาชิก ณ 30 ก.ย."),
    "members_sep_pct": ("ข้อมูลจำนวนสมาชิก (คน)", "คิดเป็นร้อยละ"),
    "target_new": ("การดำเนินงาน", "เป้าหมายปี (คน)"),
    "new_members": ("การดำเนินงาน", "จำนวนสมาชิกที่เพิ่มขึ้น"),
    "new_members_pct": ("การดำเนินงาน", "คิดเป็นร้อยละ"),
}


def _flat(draft: Draft) -> list[Head]:
    heads = [head for page in draft.pages for head in page.heads]
    fit(all(len(head.parts) == 1 for head in heads))
    return heads


def _over_figures(draft: Draft, *above: str) -> None:
    """Put headings over the columns of figures that stand together at the right."""
    heads = _flat(draft)
    figures = [head for head in heads if head.spec is not None and head.spec.kind in FIGURES]
    fit(len(figures) > 1)
    for head in figures:
        head.parts = [*above, *head.parts]


@convention(
    "11.1.2",
    "two-rows",
    "ผลการดำเนินงาน in a merged cell over the headings of the figures",
    "joins the lines of a heading; the last one says what the column is",
    group="heading",
    tables=(*DISTRICTS, *MONEY),
    forms=("xlsx", "ods", "xls", "html", "csv"),
    alone=2,
)
def two_rows(draft: Draft) -> None:
    _over_figures(draft, "ผลการดำเนินงาน")


@convention(
    "11.1.2",
    "three-rows",
    "three rows of heading, the upper two merged",
    "joins the lines of a heading",
    group="heading",
    tables=("kkj_areas", "women_fund_members", "otop_sales"),
    forms=("xlsx", "ods", "csv"),
    alone=2,
)
def three_rows(draft: Draft) -> None:
    _over_figures(draft, "ผลการดำเนินงานตามแผน", "ผลสะสมถึงปัจจุบัน")


@convention(
    "11.1.2",
    "not-merged",
    "a parent heading that stands over its first column only, the cells to its right blank",
    "fills it to the right",
    group="heading",
    tables=("women_fund_members", "kkj_areas", "budgets"),
    forms=("csv", "tsv", "xlsx"),
    alone=2,
)
def not_merged(draft: Draft) -> None:
    _over_figures(draft, "ผลการดำเนินงาน")
    for page in draft.pages:
        page.joined_heads = False


@convention(
    "11.1.2",
    "form-of-members",
    "จังหวัด | สตรีที่มีอายุ 15 ปีขึ้นไป | [ข้อมูลจำนวนสมาชิก (คน)] | [การดำเนินงาน]",
    "tells คิดเป็นร้อยละ apart by the column before it and by its parent",
    group="heading",
    tables=("women_fund_members",),
    forms=("xlsx", "ods", "csv"),
)
def form_of_members(draft: Draft) -> None:
    heads = _flat(draft)
    fit(any(head.key in _MEMBERS for head in heads))
    for head in heads:
        head.parts = list(_MEMBERS.get(head.key, head.parts))


@convention(
    "11.1.2",
    "scored-report",
    "ร้อยละการชำระคืน (B) over เงินต้นครบกำหนดชำระ, รับชำระจริง, ร้อยละ",
    "knows each sub-heading under its parent",
    group="heading",
    tables=("women_fund_monthly",),
    forms=("xlsx", "csv"),
)
def scored_report(draft: Draft) -> None:
    under = {"due_principal_baht": "เงินต้นครบกำหนดชำระ", "repaid_principal_baht": "รับชำระจริง", "repay_pct": "ร้อยละ"}
    for head in _flat(draft):
        if head.key in under:
            head.parts = ["ร้อยละการชำระคืน (B)", under[head.key]]


def _repeated(name: str, says: str, spellings: tuple[str, str, str]) -> None:
    @convention(
        "11.1.3",
        name,
        says,
        "tells them apart by what stands before them",
        group="heading",
        tables=("women_fund_members",),
        forms=("xlsx", "csv", "ods") if len(set(spellings)) == 1 else ("csv", "xlsx", "json"),
    )
    def apply(draft: Draft) -> None:
        shares = [head for head in _flat(draft) if head.key.endswith("_pct")]
        fit(len(shares) == 3)
        for head, text in zip(shares, spellings, strict=True):
            head.parts = [text]


_repeated("thrice", "คิดเป็นร้อยละ three times", ("คิดเป็นร้อยละ",) * 3)
_repeated("underscored", "คิดเป็นร้อยละ, คิดเป็นร้อยละ_1, คิดเป็นร้อยละ_2", ("คิดเป็นร้อยละ", "คิดเป็นร้อยละ_1", "คิดเป็นร้อยละ_2"))
_repeated("dotted", "คิดเป็นร้อยละ, คิดเป็นร้อยละ.1, คิดเป็นร้อยละ.2", ("คิดเป็นร้อยละ", "คิดเป็นร้อยละ.1", "คิดเป็นร้อยละ.2"))


@convention(
    "11.1.4",
    "line-break",
    "ยอดเงินคงค้าง⏎(บาท): a line break inside the cell",
    "reads the heading as one",
    group="heading",
    tables=MONEY,
    forms=("xlsx", "ods", "xls", "csv", "html"),
    alone=2,
)
def line_break(draft: Draft) -> None:
    _broken(draft, "\n")


@convention(
    "11.1.4",
    "br",
    "ยอดเงินคงค้าง<br/>(บาท): markup inside the cell",
    "reads the heading as one",
    group="heading",
    tables=MONEY[2:],
    forms=("csv", "xlsx", "tsv", "ods"),
    alone=2,
)
def markup(draft: Draft) -> None:
    _broken(draft, "<br/>")


def _broken(draft: Draft, by: str) -> None:
    done = 0
    for page in draft.pages:
        for head in page.heads:
            text = head.parts[-1]
            if " (" in text:
                head.parts[-1] = text.replace(" (", f"{by}(", 1)
            elif " " in text:
                head.parts[-1] = text.replace(" ", by, 1)
            done += head.parts[-1] != text
    fit(done)


@convention(
    "11.1.13",
    "marked-headings",
    "เป้าหมาย (บาท)*, จำนวนสมาชิก (คน)1/",
    "takes footnote marks off headings",
    group="heading",
    tables=EVERY[3:] + EVERY[:3],
    alone=2,
)
def marked_headings(draft: Draft) -> None:
    marks = ("*", "**", " 1/", "¹")
    for page in draft.pages:
        for number, head in enumerate(page.heads):
            head.parts[-1] += marks[number % 4]


@convention(
    "11.1.4",
    "other-spelling",
    "every other spelling of a heading that offices use, without its unit",
    "knows the headings of the forms in use",
    group="heading",
    tables=EVERY,
    alone=6,
)
def other_spelling(draft: Draft) -> None:
    taken = {head.parts[-1] for head in _flat(draft)}
    done = 0
    for page in draft.pages:
        for head in page.heads:
            other = next(
                (h for h in (head.spec.headings if head.spec else ()) if " | " not in h and h not in taken), None
            )
            if other and head.spec is not None and head.spec.kind is not Kind.MONTH and not head.month:
                head.parts = [other]
                taken.add(other)
                done += 1
    fit(done)


@convention(
    "11.1.2",
    "joined-lines",
    "a heading whose lines another program joined: ผลการดำเนินงาน | ยอดจำหน่าย (บาท)",
    "reads the lines apart",
    group="heading",
    tables=("kkj_areas", "otop_sales"),
    forms=("csv", "json", *BOOKS),
)
def joined_lines(draft: Draft) -> None:
    figures = [head for head in _flat(draft) if head.spec is not None and head.spec.kind in FIGURES and not head.month]
    fit(figures)
    for head in figures:
        head.parts = [f"ผลการดำเนินงาน | {head.parts[-1]}"]
