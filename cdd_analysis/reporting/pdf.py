"""A page as a PDF on A4, printed by the browser that is on the machine: Chromium, Chrome or Edge, without a window.

How a sheet looks is said by the page's own print style; nothing is laid out here. The last line of a PDF is a comment
that names the page it was printed from, so that one which still holds is not printed again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from cdd_analysis.errors import CddError
from cdd_analysis.reporting.files import digest, write_whole

SUFFIX = ".pdf"
#: A page takes two or three seconds, the first of a machine longer.
SECONDS = 120
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
#: Where browsers lie that no command names: macOS; below the program folders of Windows.
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_BELOW_PROGRAMS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_PROGRAMS = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
#: No name is looked up and nothing is fetched, neither by the page, which may not anyway, nor by the browser itself.
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)


def browser() -> Path:
    """The browser that prints: what ``CDD_BROWSER`` names, else the first that is found.

    Raises:
        CddError: there is none, or ``CDD_BROWSER`` names none.
    """
    if named := os.environ.get("CDD_BROWSER"):
        if found := shutil.which(named):
            return Path(found)
        raise CddError(
            "This is no program that can be run.",
            where="CDD_BROWSER",
            found=named,
            do="Name a Chromium, Chrome or Edge.",
        )
    programs = [Path(folder) for name in _PROGRAMS if (folder := os.environ.get(name))]
    places = [*map(Path, _PLACES), *(folder / below for below in _BELOW_PROGRAMS for folder in programs)]
    commands = (Path(found) for name in _COMMANDS if (found := shutil.which(name)))
    if (program := next(chain(commands, filter(Path.is_file, places)), None)) is not None:
        return program
    raise CddError(
        "There is no browser that could print the PDFs.",
        where="--pdf",
        do="Install Chromium, Chrome or Edge, or name one: CDD_BROWSER=/path/to/chromium cdd report --pdf …",
    )


def print_pages(pages: Iterable[Path], jobs: int, done: Callable[[Path, str], None]) -> bool:
    """Print each page to a PDF beside it, ``jobs`` at a time, where the one that is there is not of this page.

    Args:
        pages: files of pages.
        jobs: browsers at a time.
        done: told of each PDF, and why it could not be made, or "".

    Returns:
        Whether each page has its PDF.

    Raises:
        CddError: there is no browser.
    """
    program = browser()
    stale = [page for page in pages if not is_current(page)]
    is_whole = True
    with ThreadPoolExecutor(jobs) as threads:
        for page, reason in zip(stale, threads.map(lambda one: _printed(program, one), stale), strict=True):
            done(page.with_suffix(SUFFIX), reason)
            is_whole = is_whole and not reason
    return is_whole


def is_current(page: Path) -> bool:
    """Whether the PDF beside ``page`` was printed from it as it stands."""
    try:
        return page.with_suffix(SUFFIX).read_bytes().endswith(_mark(page.read_bytes()))
    except OSError:
        return False


def _mark(page: bytes) -> bytes:
    """Readers of PDF look for its end within the last kilobyte and pass over a comment behind it."""
    return f"\n% page {digest(page)}\n".encode()


def _printed(program: Path, page: Path) -> str:
    """Print one page; why it came to nothing, or ""."""
    try:
        print_page(program, page)
    except CddError as error:
        return str(error)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def print_page(program: Path, page: Path, seconds: float = SECONDS) -> None:
    """Print ``page`` to the PDF beside it, in one step.

    Raises:
        CddError: the browser took longer than ``seconds``, or left no PDF; what it said is in the message.
    """
    mark = _mark(page.read_bytes())
    # A browser that is confined to the user's own files (a snap) has another folder for temporary ones, so what it
    # makes is asked for beside the page.
    with (
        tempfile.TemporaryDirectory(prefix="cdd-", ignore_cleanup_errors=True) as profile,
        tempfile.TemporaryDirectory(prefix=".pdf-", dir=page.parent, ignore_cleanup_errors=True) as room,
    ):
        made, said = Path(room).resolve() / "page.pdf", Path(profile, "said.txt")
        own = [f"--user-data-dir={Path(profile, 'profile')}", f"--print-to-pdf={made}"]
        if _is_root():
            own.append("--no-sandbox")  # root has none to give
        with said.open("wb") as log:  # not a pipe: a child of a browser that was ended could hold it open
            try:
                subprocess.run(
                    [program, *_QUIET, *own, page.resolve().as_uri()],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    timeout=seconds,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise CddError(
                    f"The browser did not print it within {seconds:g} seconds.", where=str(program)
                ) from None
        content = made.read_bytes() if made.is_file() else b""
        if not content.startswith(b"%PDF"):
            words = said.read_text(encoding="utf-8", errors="replace").split()
            raise CddError("The browser made no PDF.", where=str(program), found=" ".join(words)[-300:])
        write_whole(content.rstrip() + mark, page.with_suffix(SUFFIX))


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
