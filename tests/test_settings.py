"""Settings: every one says where it comes from, and a province can have its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cdd_analysis import settings
from cdd_analysis.errors import UsageError
from cdd_analysis.page import method
from cdd_analysis.settings import in_force, setting

FILE = Path(settings.__file__).with_name("settings.toml")


def write(folder: Path, text: str) -> Path:
    (folder / "80.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_value_says_where_it_comes_from() -> None:
    """A tag of evidence stands beside the value, beside its section's name, or in the comment above the section."""
    tag, above, section, unsaid = re.compile("assumption|[Ss]ourced|computed"), "", False, []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            above += line
        elif line.startswith("["):
            section = bool(tag.search(line + above)) or (line.startswith("[[") and section)
            above = ""
        elif "=" in line and not (section or tag.search(line)):
            unsaid.append(line)
    assert unsaid == []


def test_a_province_has_its_own_values_on_its_pages_only(tmp_path: Path) -> None:
    usual = setting("otop.target.green")
    with in_force(write(tmp_path, "[otop.target]\ngreen = 95\n"), "80") as changed:
        assert (setting("otop.target.green"), setting("otop.target.yellow")) == (
            95,
            settings.common()["otop"]["target"]["yellow"],
        )
        assert changed == {"otop.target.green": 95}
        printed = dict(method.used_settings("otop", changed))
        assert printed["otop.target.green"] == f"95 (ค่าของจังหวัด ค่ากลาง {usual})"
        assert "จังหวัด" not in printed["otop.target.yellow"]
    assert setting("otop.target.green") == usual
    with in_force(tmp_path, "region-5") as changed:
        assert (setting("otop.target.green"), changed) == (usual, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[otop.target]\ngren = 95\n", "Did you mean 'otop.target.green'?"),
        ('[otop.target]\ngreen = "ninety"\n', "'otop.target.green' is like 100"),
        ("[otop.target\n", "cannot be read"),
    ],
)
def test_a_slip_in_the_file_is_refused_with_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)), in_force(write(tmp_path, text), "80"):
        pass
