"""The ``cdd`` command from outside: exit codes, what it says, and that it says it whole into a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cdd_analysis.cli import main


def cdd(*arguments: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, from a folder, into a pipe."""
    inherited = {name: value for name, value in os.environ.items() if name != "CDD_PROCESSED"}
    return subprocess.run(
        [sys.executable, "-m", "cdd_analysis", *arguments],
        cwd=at, env=inherited | environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize("command", ["sample", "build", "report", "verify", "fixlist", "template", "topics"])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"Example: cdd {command}" in capsys.readouterr().out


def test_only_what_is_there_is_offered(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = [line.split()[0] for line in capsys.readouterr().out.partition("Commands:")[2].splitlines() if line]
    assert offered == ["sample", "build", "report", "verify", "fixlist", "template", "topics"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report"], "Give --province 80, --region 5 or --all."),
        (["sample"], "Give --province 80, --region 5 or --all."),
        (["report", "--provnce", "80"], "--province"),
        (["report", "--province", "800"], "There is no province '800'"),
        (["report", "--province", "80", "--topic", "otpo"], "otop"),
        (["report", "--province", "80", "--jobs", "0"], "--jobs"),
        (["report", "--region", "five"], "--region"),
        (["reprot"], "report"),
        (["build", "--raw", "no-such-folder"], "There is no folder 'no-such-folder'."),
        (["fixlist", "--province", "800"], "There is no province '800'"),
        (["fixlist", "--by", "soon"], "This is not a date. Found: soon. Write 2565-02-15."),
        (["build", "--raw", ".", "--corrections", "nowhere"], "There is no folder 'nowhere'."),
    ],
)
def test_wrong_usage_ends_with_2_and_what_would_be_right(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(tmp_path)
    code, said = refused(capsys, *arguments)
    assert code == 2
    assert words in said
    assert "Traceback" not in said


def test_without_tables_report_names_the_command_that_makes_them(tmp_path: Path):
    (tmp_path / "data").mkdir()
    done = cdd("report", "--province", "80", at=tmp_path)
    assert done.returncode == 1
    assert "cdd build" in done.stderr


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_built(tmp_path: Path):
    raw = tmp_path / "data/raw"
    raw.mkdir(parents=True)
    (raw / "README.md").write_text("not data", encoding="utf-8")
    (raw / "เสีย.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    head = "จังหวัด,อำเภอ,เดือน,ยอดจำหน่าย (บาท)"
    rows = [f"นครศรีธรรมราช,{district},ต.ค. 2564,1000" for district in ("ลานสกา", "พระพรหม")]
    (raw / "ยอดจำหน่าย.csv").write_text("\n".join((head, *rows)), encoding="utf-8")

    done = cdd("build", at=tmp_path, PYTHONIOENCODING="ascii", COLUMNS="20")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("เสีย.xlsx: failed: ")]
    assert "ยอดจำหน่าย.csv: 1 sheets, 3 rows read, 2 kept, 0 problems" in lines
    assert "otop_sales: 2 rows" in lines
    assert "README.md" not in done.stdout
    assert "1 of 2 files could not be read." in done.stderr


def test_from_sample_to_index(built_sample: Path, tmp_path: Path):
    data, reports = str(built_sample / "data/processed"), tmp_path / "reports"
    here = Path(__file__).resolve().parents[1]
    topics = ("--topic", "kkj", "--topic", "thai_cloth")
    done = cdd("report", "--province", "80", *topics, "--processed", data, "--reports", str(reports), at=here)
    assert (done.returncode, done.stderr) == (0, "")
    first, *pages, summary, last = done.stdout.splitlines()
    assert len(pages) == 2
    assert summary.startswith("2 made in ")
    assert first == f"Fiscal year 2565, as of the latest date of each page: {len(pages)} pages"
    assert last == f"Open {reports / 'index.html'}"
    index = (reports / "index.html").read_text(encoding="utf-8")
    for line in pages:
        path, _, status = line.partition(": ")
        assert Path(path).is_file()
        assert status in ("green", "yellow", "red", "gray", "check")
        assert f'href="{Path(path).relative_to(reports)}"' in index
    assert "ข้อมูลตัวอย่าง" in index


def test_what_must_be_made_is_explained_made_once_and_bundled(
    built_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(Path(__file__).resolve().parents[1])
    folders = ("--processed", str(built_sample / "data/processed"), "--reports", str(tmp_path))
    page = f"{tmp_path}/80/thai_cloth.html"

    def report(*more: str) -> list[str]:
        with pytest.raises(SystemExit) as left:
            main(["report", "--province", "80", "--topic", "thai_cloth", *folders, *more])
        assert left.value.code == 0
        return capsys.readouterr().out.splitlines()

    assert report("--explain") == [f"{page}: there is none yet"]
    assert list(tmp_path.iterdir()) == []  # none was made

    _, made, summary, _, bundle = report("--bundle")
    status = made.removeprefix(f"{page}: ")
    assert summary.startswith("1 made in ") and summary.endswith(" a minute")
    assert bundle == f"{tmp_path}/bundles/80.zip"
    assert "80/thai_cloth.html" in zipfile.ZipFile(bundle).namelist()

    _, again, summary, _ = report()
    assert again == f"{page}: {status} (unchanged)"
    assert summary.startswith("1 unchanged in ")
    assert report("--explain") == [f"{page}: as it is"]
    assert report("--explain", "--force") == [f"{page}: asked for with --force"]
    assert report("--explain", "--as-of", "2565-01-12") == [f"{page}: the parameters"]
    (tmp_path / "80/thai_cloth.xlsx").unlink()
    assert report("--explain") == [f"{page}: thai_cloth.xlsx is not what was published"]


def test_an_address_without_a_scheduler_ends_with_2(
    built_sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pytest.importorskip("distributed", reason="cdd_analysis[cluster] is not installed")
    folders = ("--processed", str(built_sample / "data/processed"), "--reports", str(tmp_path))
    code, said = refused(capsys, "report", "--province", "80", *folders, "--dask", "nonsense://a:1")
    assert code == 2
    assert said.startswith("cdd: --dask: No scheduler answers. Found: nonsense://a:1.")
    assert list(tmp_path.iterdir()) == []


def test_a_correction_whose_source_changed_is_named_and_ends_with_1(tmp_path: Path):
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/corrections").mkdir()
    (tmp_path / "data/raw/ขาย.csv").write_text("อำเภอ,เดือน,ยอดจำหน่าย\nกันตัง,ต.ค. 64,1\n", encoding="utf-8")
    entry = (
        "- {what: change, file: ขาย.csv, row: 2, column: sales_baht, value: 3, expects: 1, why: แก้, "
        "asked_by: สพอ.กันตัง, date: 2565-01-31}\n"
    )
    wanted = tmp_path / "data/corrections/ก.yml"
    wanted.write_text(entry, encoding="utf-8")
    done = cdd("build", at=tmp_path, CDD_SALT="of the tests")
    assert done.returncode == 0, done.stderr
    assert "ขาย.csv: 1 sheets, 2 rows read, 1 kept, 0 problems, 1 corrections\n" in done.stdout
    assert "ก.yml: 1 corrections applied\n" in done.stdout
    wanted.write_text(entry.replace("expects: 1", "expects: 2"), encoding="utf-8")
    done = cdd("build", at=tmp_path, CDD_SALT="of the tests")
    assert done.returncode == 1
    assert "ก.yml #1: correction not applied: ขาย.csv row 2, column C: expected '2', found '1'.\n" in done.stdout
    assert "otop_sales: 1 rows" in done.stdout
    assert "1 corrections were not applied." in done.stderr


def test_a_fix_list_goes_out_and_comes_back(tmp_path: Path):
    (tmp_path / "data/raw").mkdir(parents=True)
    text = "จังหวัดตรัง\nอำเภอ,เดือน,ยอดจำหน่าย (บาท)\nกันตัง,ต.ค. 64,รอถาม\n"
    (tmp_path / "data/raw/ขาย.csv").write_text(text, encoding="utf-8")
    salt = {"CDD_SALT": "of the tests"}
    assert "There is no processed data yet." in cdd("fixlist", at=tmp_path, **salt).stderr
    cdd("build", at=tmp_path, **salt)
    done = cdd("fixlist", "--province", "92", at=tmp_path, **salt)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "reports/fixlist/fixlist_9202_กันตัง.xlsx: 1 rows to correct, 0 matters to check\n"
    assert cdd("fixlist", "--province", "80", at=tmp_path, **salt).stdout == "There is nothing to correct.\n"
    book = openpyxl.load_workbook(tmp_path / "reports/fixlist/fixlist_9202_กันตัง.xlsx")
    sheet = book.worksheets[1]
    sheet.cell(2, sheet.max_column).value = 7
    book.save(tmp_path / "data/raw/ตอบ.xlsx")
    done = cdd("build", at=tmp_path, **salt)
    assert done.returncode == 0, done.stderr
    assert "ตอบ.xlsx: fix list, 1 corrections asked for\n" in done.stdout
    assert "ขาย.csv: 1 sheets, 3 rows read, 1 kept, 0 problems, 1 corrections\n" in done.stdout
    assert "ตอบ.xlsx: 1 corrections applied\n" in done.stdout
    assert cdd("fixlist", at=tmp_path, **salt).stdout == "There is nothing to correct.\n"
