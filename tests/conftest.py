"""What many tests need: the real files where they are at hand, and a built sample of one province."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Spread tests over processes file by file, but files of the built sample together: it is built once.

    Groups by mark (``--dist loadgroup``) would say the same, but pytest-xdist 3.8 does not set them under pytest 9.2.
    """
    from xdist.scheduler import LoadFileScheduling

    class BySample(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "sample" if _uses_sample(config.rootpath / file) else file

    return BySample(config, log)


@functools.cache
def _uses_sample(file: Path) -> bool:
    text = file.read_text(encoding="utf-8")
    return "built_sample" in text or "sample_reports" in text


@pytest.fixture(scope="session", autouse=True)
def _salt() -> Iterator[None]:
    """Ids are hashed with a salt of the tests, so that none is made in the project's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CDD_SALT", "of the tests")
        yield


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files that ``CDD_REAL_DATA`` names; without it the test is skipped, and says so."""
    folder = os.environ.get("CDD_REAL_DATA", "")
    if not folder:
        pytest.skip("CDD_REAL_DATA is not set: it names the folder of real files that this test reads")
    if not Path(folder).is_dir():
        pytest.fail(f"CDD_REAL_DATA names '{folder}', which is no folder")
    return Path(folder)


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the sample of province 80 in ``data/raw``, built into ``data/processed``. Read it only."""
    from cdd_analysis.ingest.build import build
    from cdd_analysis.sample import make_sample

    folder = tmp_path_factory.mktemp("sample")
    make_sample(["80"], folder / "data/raw")
    build(folder / "data/raw", folder / "data/processed")
    return folder


@pytest.fixture(scope="session")
def sample_reports(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of province 80 as of 12 January 2565, made by the command. Read them only."""
    folder = tmp_path_factory.mktemp("reports")
    words = ["report", "--province", "80", "--fiscal-year", "2565", "--as-of", "2565-01-12", "--jobs", "2"]
    folders = ["--processed", str(built_sample / "data/processed"), "--reports", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "cdd_analysis", *words, *folders],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Where there is none the test is skipped and says so; under ``CI=true`` it fails."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not path:
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent("there is no Chromium on this machine: install the system's package 'chromium'")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
