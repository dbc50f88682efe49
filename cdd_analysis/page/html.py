"""Sections of a page as HTML: jinja templates that escape every text, and the few words they all print alike."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cdd_analysis.measures.result import Status
from cdd_analysis.measures.status import LABELS, SYMBOLS
from cdd_analysis.thai.fiscal import thai_date
from cdd_analysis.thai.numbers import format_number

#: Words short enough for a table's column; the method section says the whole ones (handbook 0.2).
SHORT_LABELS = {
    Status.GREEN: "ตามแผน",
    Status.YELLOW: "ต้องเร่ง",
    Status.RED: "เร่งด่วน",
    Status.GRAY: "รอข้อมูล",
    Status.CHECK: "ควรตรวจสอบ",
}


_ANCHOR = re.compile(r'\bid="([^"]*)"')


@dataclass(frozen=True)
class Section:
    """A part of a page. JupyterLab shows it as it stands; the page takes those whose markup says ``data-cdd``."""

    name: str
    html: str

    @property
    def anchor(self) -> str:
        """What a link to it names: the id of its outermost element."""
        found = _ANCHOR.search(self.html)
        return found[1] if found else self.name

    @property
    def counts(self) -> dict[str, int]:
        """How many charts and tables are in it."""
        return {"charts": self.html.count('<svg class="chart"'), "tables": self.html.count("<table")}

    def _repr_html_(self) -> str:
        return self.html


def section(name: str, **values: Any) -> Section:
    """The section of the template called ``name``, filled with ``values``."""
    return Section(name, _environment().get_template(f"{name}.html.j2").render(name=name, **values).strip())


def nothing(name: str, sentence: str) -> Section:
    """A section that is not on the page; the analyst in JupyterLab reads why."""
    return Section(name, str(Markup('<p class="cdd none">{}</p>').format(sentence)))


def compile_sections() -> None:
    """Compile every section's template, which a process does once."""
    for name in _environment().list_templates():
        _environment().get_template(name)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cdd_analysis", "templates/page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"thai_date": thai_date, "number": format_number, "status": status}
    environment.globals |= {"to_follow": to_follow}
    return environment


def status(value: Status | str, *, short: bool = False) -> Markup:
    """A status as a page prints it: its sign and its word, in its colour."""
    one = Status(value)
    word = SHORT_LABELS[one] if short else LABELS[one]
    return Markup('<span class="st {0}"><b aria-hidden="true">{1}</b> {2}</span>').format(one.value, SYMBOLS[one], word)


def to_follow() -> Markup:
    """What stands for ``gray`` beside a finding: it changes no light and is to be followed up."""
    return Markup('<span class="st gray"><b aria-hidden="true">{}</b> ติดตาม</span>').format(SYMBOLS[Status.GRAY])


def unlit() -> Markup:
    """What stands in a status's place beside a figure that no rule judges."""
    return Markup('<span class="st unlit">ไม่มีเกณฑ์เทียบ</span>')


def is_number(value: object) -> bool:
    """Whether ``value`` is a figure that can be printed."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value)
