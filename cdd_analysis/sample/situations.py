"""Which district of a province gets which planted situation."""

from __future__ import annotations

from collections.abc import Sequence

from cdd_analysis.sample.seeds import chance

KINDS = (
    "missing_month",
    "copied_forward",
    "wrong_total",
    "negative_value",
    "no_channel",
    "no_help",
    "duplicate_file",
    "impossible_members",
    "unclassified",
    "sources_differ",
    "one_producer",
    "growth_not_alike",
)
#: Kind -> topic and rule of the finding that it must produce at its area; other kinds give rows to correct, or nothing.
RULES = {
    "missing_month": ("otop", "not_sent"),
    "copied_forward": ("otop", "copied_forward"),
    "wrong_total": ("otop", "does_not_reconcile"),
    "districts_differ": ("otop", "does_not_reconcile"),
    "no_channel": ("otop", "field_empty"),
    "one_producer": ("otop", "one_producer"),
    "growth_not_alike": ("otop", "growth_not_alike"),
    "no_help": ("poverty", "no_help"),
    "unclassified": ("poverty", "unclassed"),
    "sources_differ": ("poverty", "sources_differ"),
}
#: The first user's province has every situation; in others each is there now and then.
FULL_PROVINCE = "80"
_ELSEWHERE = 0.3


def situations(
    seed: int, province: str, districts: Sequence[str], *, kinds: Sequence[str] = KINDS, topic: str = ""
) -> dict[str, str]:
    """Kind of situation -> code of its district.

    One district has at most one kind of a topic; the capital district has none.
    """
    dice = chance(seed, province, f"situations {topic}".strip())
    order = [districts[1:][i] for i in dice.permutation(len(districts) - 1)]
    happens = dice.random(len(kinds)) < (1 if province == FULL_PROVINCE else _ELSEWHERE)
    return dict(zip((kind for kind, so in zip(kinds, happens, strict=True) if so), order, strict=False))
