"""A project's own spellings: used, told of, and refused where they name what is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cdd_analysis.errors import UsageError
from cdd_analysis.ingest.cleaning.clean import Cleaned

Clean = Callable[..., Cleaned]
Own = Callable[[str], None]
SALES = "จังหวัด | เดือน | ช่องทาง | ยอดขาย\nตรัง | ต.ค. 64 | แผงลอย | 7\nตราด | ต.ค. 64 | แผง ลอย | 8"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Own:
    """Write the project's file of spellings."""
    path = tmp_path / "spellings.toml"
    monkeypatch.setenv("CDD_SPELLINGS", str(path))

    def write(text: str) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def told(one: Cleaned) -> list[tuple[object, object, object]]:
    return [(p["rule"], p["severity"], p["value"]) for p in one.problems]


def test_a_spelling_that_the_package_does_not_know_is_read_and_told(cleaned: Clean, own: Own) -> None:
    assert {rule for rule, *_ in told(cleaned(SALES))} == {"unknown_choice"}
    own('[otop_sales.channel]\n"แผงลอย" = "fair"')
    one = cleaned(SALES)
    assert list(one.records["channel"]) == ["fair", "fair"]
    assert told(one) == [("own_spelling", "info", "แผงลอย"), ("own_spelling", "info", "แผง ลอย")]
    assert "เป็น “fair” 1 แถว" in str(one.problems[0]["message"])


def test_a_project_s_numbers_are_one(cleaned: Clean, own: Own) -> None:
    own('[budgets.project_no]\n"24/2569" = "71"\n"2/2569" = "60"\n"45" = "60"')
    rows = "\n".join(f"กันตัง | ก{n} | {no} | 1 | 1" for n, no in enumerate(("71", "24/2569", "45", "๒/๒๕๖๙", "60", "7")))
    one = cleaned(f"ปีงบประมาณ 2569 จังหวัดตรัง\nหน่วยงาน | โครงการ | รหัสโครงการ | จัดสรร | เบิกจ่าย\n{rows}")
    assert list(one.records.sort_values("source_row")["project_no"]) == ["71", "71", "60", "60", "60", "7"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[nothing.channel]\n"ก" = "fair"', "[nothing.channel] is no column"),
        ('[otop_sales.sales_baht]\n"ก" = "1"', "[otop_sales.sales_baht] is no column"),
        ('[target_households.head_name]\n"ก" = "ข"', "[target_households.head_name] is no column"),
        ('[otop_sales.channel]\n"ก" = "stall"', "unknown 'stall'"),
        ('[budgets.project_no]\n"24/2569" = 71', "unknown 71"),
        ("[otop_sales]\nchannel = 1", "holds no lines"),
        ("otop_sales = 1", "is no column"),
        ("[otop_sales", "cannot be read"),
    ],
)
def test_a_line_that_names_what_is_not_there_stops_the_build(cleaned: Clean, own: Own, text: str, said: str) -> None:
    own(text)
    with pytest.raises(UsageError, match=r"spellings\.toml") as error:
        cleaned(SALES)
    assert said in str(error.value)
