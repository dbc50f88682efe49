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
)
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
