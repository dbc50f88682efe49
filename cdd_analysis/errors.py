"""Errors a person can act on: what is wrong, where, what was found, what to do.

Three kinds of trouble, three treatments: a bad row is collected in ``problems``; a bad file or a wrong request
raises one of these; a bug keeps its own traceback.
"""

from __future__ import annotations


class CddError(Exception):
    """Base of every error this package raises on purpose.

    Args:
        what: one sentence, what is wrong.
        where: the file, sheet, option or parameter it was met in.
        found: what stood there instead.
        do: what the reader can do next.
    """

    def __init__(self, what: str, *, where: str = "", found: str = "", do: str = "") -> None:
        self.what, self.where, self.found, self.do = what, where, found, do
        super().__init__(what, where, found, do)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        found = f" Found: {self.found}." if self.found else ""
        do = f" {self.do}" if self.do else ""
        return f"{place}{self.what}{found}{do}"

    def _render_traceback_(self) -> list[str]:
        """What a notebook prints: the sentence, without the stack of the library's own frames."""
        return [f"{type(self).__name__}: {self}"]


class UsageError(CddError):
    """A request that names something that does not exist; the command line ends with 2."""


class UnreadableFile(CddError):
    """A file whose cells cannot be read at all."""


class UnrecognisedSheet(CddError):
    """A sheet in which no table of the package is found."""


class NoData(CddError):
    """Processed data is missing; the message names the command that makes it."""


class PageFailed(CddError):
    """A page that could not be made; the others still are."""


class PersonalDataLeft(CddError):
    """A table that would be written holds a personal number; nothing of the build is written."""
