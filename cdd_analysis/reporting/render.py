"""An executed notebook to a page: nbconvert, our template, the sections' own markup, fonts and styles inside.

A section is an HTML output whose outermost element says ``data-cdd``; cells tagged ``desk`` are for JupyterLab only.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from traitlets import default

from cdd_analysis.charts.style import palette_css
from cdd_analysis.errors import PageFailed
from cdd_analysis.page.fonts import font_css
from cdd_analysis.page.policy import policy, script
from cdd_analysis.page.record import MIME

TEMPLATES = resources.files("cdd_analysis").joinpath("templates")
_OPENING = re.compile(r"\s*<(?P<tag>header|section|figure)\b(?P<attributes>[^>]*\bdata-cdd=\"(?P<name>[^\"]*)\"[^>]*)>")


@dataclass
class Group:
    """Neighbouring sections set together: charts share a grid, others stand alone."""

    is_charts: bool
    parts: list[str] = field(default_factory=list)


class _PageExporter(TemplateExporter):
    """nbconvert with nothing but our template: no outside script, no theme, no code."""

    file_extension = ".html"
    template_name = "cdd"

    @default("extra_template_basedirs")
    def _ours(self) -> list[str]:
        return [str(TEMPLATES)]

    @default("default_preprocessors")
    def _none(self) -> list[str]:
        return []


def render(notebook: NotebookNode, *, title: str) -> str:
    """The page of an executed notebook; PageFailed where it has no title section or a cell failed."""
    refuse_errors(notebook)
    parts = sections(notebook)
    headers = [html for name, html in parts if name == "title"]
    if len(headers) != 1:
        raise PageFailed("The notebook shows no title.", found=f"{len(headers)}", do="Show page.title() in one cell.")
    body = [(name, html) for name, html in parts if name != "title"]
    page = {
        "title": title,
        "style": _style(title),
        "header": headers[0],
        "groups": grouped(body),
        "anchors": anchors(body),
        "policy": policy(),
        "script": script(),
    }
    return _exporter().from_notebook_node(_without_cells(notebook), resources={"cdd": page})[0]


def _without_cells(notebook: NotebookNode) -> NotebookNode:
    """The notebook as our template needs it. Its cells, tables and all, would be copied and checked for nothing."""
    return new_notebook(metadata=notebook.metadata)


def sections(notebook: NotebookNode) -> list[tuple[str, str]]:
    """Name and markup of every section the notebook shows, in order."""
    outputs = (output for cell in _page_cells(notebook) for output in cell.outputs)
    shown = (_text(output.get("data", {}).get("text/html", "")) for output in outputs)
    return [(found["name"], html) for html in shown if (found := _OPENING.match(html))]


def _page_cells(notebook: NotebookNode) -> list[NotebookNode]:
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    return [cell for cell in code if "desk" not in cell.metadata.get("tags", ())]


def _text(data: str | list[str]) -> str:
    return data if isinstance(data, str) else "".join(data)


def grouped(parts: list[tuple[str, str]]) -> list[Group]:
    """Sections in order, neighbouring figures in one group."""
    groups: list[Group] = []
    for name, html in parts:
        is_charts = name == "figure"
        if not (groups and is_charts and groups[-1].is_charts):
            groups.append(Group(is_charts))
        groups[-1].parts.append(html)
    return groups


def anchors(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Anchor and name of every section that says its title; the charts have one together, where they first stand."""
    found = {}
    for name, html in parts:
        attributes = _OPENING.match(html)["attributes"]  # type: ignore[index]
        if name == "figure":
            found["charts"] = "แนวโน้มและแผนภูมิ"
        elif said := re.search(r'data-title="([^"]*)"', attributes):
            own = re.search(r'\bid="([^"]*)"', attributes)
            found[own[1] if own else name] = said[1]
    return list(found.items())


def _style(title: str) -> str:
    """Fonts, colours and both stylesheets; the print footer carries ``title``."""
    running = re.sub(r'["\\<>\n]', " ", title)
    return font_css() + palette_css() + _css().replace("{{ running }}", running)


@functools.cache
def _css() -> str:
    return "".join(TEMPLATES.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "document.css"))


@functools.cache
def _exporter() -> _PageExporter:
    return _PageExporter()


def refuse_errors(notebook: NotebookNode) -> None:
    """Raise PageFailed for the first cell that ended in an error."""
    for place, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                raise PageFailed("A cell failed.", where=f"cell {place}", found=f"{output.ename}: {output.evalue}")


def extract_record(notebook: NotebookNode) -> dict[str, Any]:
    """``record`` and ``tables`` that the notebook leaves; PageFailed where it leaves none or a cell failed."""
    refuse_errors(notebook)
    outputs = (output for cell in _page_cells(notebook) for output in cell.outputs)
    found = [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]
    if not found:
        raise PageFailed("The notebook leaves no record.", do="End it with page.record().")
    return dict(json.loads(found[-1]) if isinstance(found[-1], str) else found[-1])
