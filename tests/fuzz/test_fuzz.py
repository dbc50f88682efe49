"""A short run of the fuzz for each reader; ``make fuzz`` runs the long one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")
#: Inputs of the short run: what fits a few seconds. Recognising and cleaning takes far longer than reading.
COUNTS = dict.fromkeys(("csv", "tsv", "xlsx", "xls", "ods", "html", "json"), 300) | {"table": 50}


@pytest.mark.parametrize("reader", COUNTS)
def test_random_files_end_in_sheets_or_in_our_own_error(reader: str) -> None:
    count = COUNTS[reader]
    words = [sys.executable, str(FUZZ), "--reader", reader, "--count", str(count), "--seed", "2565"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr
    assert f"{reader}: {count:,} inputs, seed 2565" in done.stdout
    assert "0 failures" in done.stdout
    told = re.findall(r"([a-z: ]+?) ([\d,]+)[,)]", done.stdout)
    outcomes = {name.strip(): int(number.replace(",", "")) for name, number in told}
    read, refused = outcomes.get("read", 0), outcomes.get("refused", 0)
    assert read > count * 0.02, "damage that leaves nothing to read tests nothing"
    assert read + refused > count * 0.95, "the guard is for what is not foreseen; nearly all is refused by name"
