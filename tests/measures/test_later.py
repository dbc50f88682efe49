"""Parts are made when they are looked at, once, and under the settings of the time when they were asked for."""

from __future__ import annotations

from pathlib import Path

from cdd_analysis.measures.later import Later
from cdd_analysis.settings import in_force, setting


def test_parts_are_made_when_one_is_looked_at_and_only_once() -> None:
    made: list[str] = []

    def make() -> dict[str, int]:
        made.append("made")
        return {"a": 1, "b": 2}

    parts = Later(make)
    assert not made
    assert (parts["a"], list(parts), len(parts), parts.get("c")) == (1, ["a", "b"], 2, None)
    assert parts == {"a": 1, "b": 2} and made == ["made"]


def test_an_office_sees_its_own_settings_in_what_is_made_later(tmp_path: Path) -> None:
    (tmp_path / "80.toml").write_text("[otop]\ngrowth_target_pct = 77\n", encoding="utf-8")
    with in_force(tmp_path, "80"):
        parts = Later(lambda: {"target": setting("otop.growth_target_pct")})
    assert setting("otop.growth_target_pct") != 77
    assert parts["target"] == 77
