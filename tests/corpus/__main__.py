"""Write the files of the corpus, to look at them: ``python -m tests.corpus FOLDER`` (``make corpus``)."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.corpus.conventions import conventions
from tests.corpus.corpus import cases, make
from tests.corpus.writers import write


def main(folder: Path) -> None:
    """A folder for each case, and a list of all of them with what each one holds."""
    lines = []
    for number, case in enumerate(cases(), 1):
        name = f"{number:03d}-{case.table}-{case.form}"
        files = sorted(set(write(make(case), case.form, folder / name).values()))
        said = "; ".join(f"{conventions()[key].key}: {conventions()[key].says}" for key in case.keys)
        lines.append(f"{name}/{', '.join(files)}\n    {said}\n")
    (folder / "list.txt").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} cases in {folder}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.corpus FOLDER")
    main(Path(sys.argv[1]))
