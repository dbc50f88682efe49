"""What is handed to a reviewer as one file opens by itself, and is the same file for the same pages."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

from cdd_analysis.areas import scope
from cdd_analysis.reporting.bundle import write_bundles
from cdd_analysis.reporting.plan import Run
from tests.reporting.conftest import Make

DOWNLOADS = """extra = "<a href='otop.xlsx'>a</a><a href='otop.json'>b</a><a href='../index.html'>c</a>" """.strip()


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def test_a_bundle_holds_its_province_and_nothing_else(run: Run, make: Make):
    make("80", "81", "82", faults={"82": "1 / 0"})
    scopes = [scope(key) for key in ("80", "81", "82", "80")]
    written = write_bundles(run.reports, scopes)
    assert [path.relative_to(run.reports).as_posix() for path in written] == ["bundles/80.zip", "bundles/81.zip"]
    files = content(written[0])
    assert sorted(files) == ["80/otop.html", "80/otop.json", "80/otop.xlsx", "index.html"]
    for name in sorted(files)[:3]:
        assert files[name] == (run.reports / name).read_bytes()
    index = files["index.html"].decode()
    assert "จังหวัดนครศรีธรรมราช" in index and "จังหวัดกระบี่" not in index


def test_links_stay_within_it(run: Run, make: Make):
    make("80", faults={"80": DOWNLOADS})
    files = content(write_bundles(run.reports, [scope("80")])[0])
    links = [(name, link) for name in files if name.endswith(".html") for link in hrefs(files[name].decode())]
    assert {link for _, link in links} >= {"80/otop.html", "../index.html", "otop.xlsx", "otop.json"}
    for name, link in links:
        path, _, anchor = link.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        assert place in files, (name, link)
        assert not anchor or f'id="{anchor}"' in files[place].decode(), (name, link)


def hrefs(html: str) -> list[str]:
    return [link for link in re.findall(r"""(?:href|src)=["']([^"']+)""", html) if not link.startswith(("#", "data:"))]


def test_the_same_pages_give_the_same_bytes(run: Run, make: Make):
    make("80")
    (path,) = write_bundles(run.reports, [scope("80")])
    before = path.read_bytes()
    for one in run.reports.rglob("*.*"):
        one.touch()
    write_bundles(run.reports, [scope("80")])
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["80.zip"]


def test_the_last_good_page_of_one_that_failed_is_in_it_and_the_index_says_so(run: Run, make: Make):
    make("80")
    (run.reports / "80/otop.html").write_text("altered", encoding="utf-8")  # so that it is made again
    make("80", faults={"80": "1 / 0"})
    files = content(write_bundles(run.reports, [scope("80")])[0])
    assert "80/otop.html" in files and "จัดทำไม่สำเร็จ" in files["index.html"].decode()


def test_a_page_without_its_workbook_is_left_out(run: Run, make: Make):
    make("80", "81")
    (run.reports / "81/otop.xlsx").unlink()
    assert [path.stem for path in write_bundles(run.reports, [scope("80"), scope("81")])] == ["80"]
