"""Rules of the project: pins, layers, an import that does nothing, thin notebooks, nothing in git that must not be."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cdd_analysis.datasets import describe

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "cdd_analysis"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: What conda-forge calls differently.
CONDA_NAMES = {"brotli-python": "brotli"}
#: Started, or found by another package, rather than imported.
USED_WITHOUT_IMPORT = {"jupyterlab", "ipykernel", "brotli"}
IMPORT_NAMES = {"ipython": "IPython", "beautifulsoup4": "bs4", "fonttools": "fontTools", "pyyaml": "yaml"}
#: From the bottom up; rooms of one row do not import each other, except as ``BESIDE`` allows.
LAYERS = (
    {"errors"},
    {"settings", "spreadsheet", "project"},
    {"thai"},
    {"areas"},
    {"datasets"},
    {"ingest", "measures", "sample"},
    {"topics"},
    {"charts"},
    {"page"},
    {"reporting"},
    {"cli"},
    {"__main__", "__init__"},
)


def tracked() -> list[str]:
    """Files under version control; the test is skipped in an unpacked archive, which has none."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def pyproject_requirements() -> set[str]:
    return {normal(one) for one in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])}


def normal(requirement: str) -> str:
    name, bounds = re.fullmatch(r"([\w.-]+)(.*)", requirement).groups()
    name = CONDA_NAMES.get(name, name)
    return name.lower().replace("_", "-") + bounds


def test_conda_environment_agrees_with_pyproject():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").partition("dependencies:")[2].splitlines()
    items = [found[1] for line in lines if (found := re.fullmatch(r"\s*- ([^#]+?)\s*(#.*)?", line))]
    assert f"python{PROJECT['requires-python']}" in items
    wanted = {normal(one) for one in items if one not in ("pip", "pip:", f"python{PROJECT['requires-python']}")}
    assert wanted == pyproject_requirements()


def test_lock_pins_every_requirement_with_hashes_and_names_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", text, re.M))
    assert {re.match(r"[\w.-]+", one)[0] for one in pyproject_requirements()} <= pinned
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))
    assert not re.search(r"://|--(find-links|index-url|extra-index-url|trusted-host)|^-e|@ ", text, re.M)


def test_every_requirement_is_used_and_every_import_required():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    imports = {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"cdd_analysis"}
    required = {re.match(r"[\w.-]+", one)[0] for one in _wanted_at_run_time()} - USED_WITHOUT_IMPORT
    assert {IMPORT_NAMES.get(one, one.replace("-", "_")) for one in required} == imports


def _wanted_at_run_time() -> list[str]:
    extras = PROJECT["optional-dependencies"]
    return PROJECT["dependencies"] + [one for name in extras if name != "dev" for one in extras[name]]


def layer(room: str) -> int:
    return next(n for n, rooms in enumerate(LAYERS) if room in rooms)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of what a module imports from this package, relative imports included."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module or "")))
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.startswith("cdd_analysis.")}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path):
    here = room_of(path)
    for name in imported(path):
        there = name.split(".")[1]
        if not (PACKAGE / there).exists() and not (PACKAGE / f"{there}.py").exists():
            continue  # a name of the front door
        assert there == here or layer(there) < layer(here), f"{path.name} imports {name}"


def test_rooms_of_ingest_import_earlier_ones_only():
    order = ["reading", "recognition", "cleaning", "returns", "fast_lane", "merging"]
    for path in (PACKAGE / "ingest").glob("*/*.py"):
        here = order.index(path.parent.name)
        there = {name.split(".")[2] for name in imported(path) if name.startswith("cdd_analysis.ingest.")}
        assert there - set(order[: here + 1]) <= {"problems", "personal", "compare", "spill", "store"}, path


def test_a_topic_imports_no_other_topic():
    for path in (PACKAGE / "topics").glob("*/**/*.py"):
        topic = path.relative_to(PACKAGE / "topics").parts[0]
        others = {name.split(".")[2] for name in imported(path) if name.startswith("cdd_analysis.topics.")}
        assert others <= {topic}, path


def test_importing_the_package_does_nothing_but_define_names(tmp_path: Path):
    program = """
import builtins, io, os, sys
opened = []
sys.addaudithook(lambda event, facts: opened.append(str(facts[0])) if event == "open" else None)
import cdd_analysis
code = (".py", ".pyc", ".so", ".pyd")
print([name for name in opened if not name.endswith(code) and "cdd_analysis" in name])
print([name for name in ("matplotlib.pyplot", "papermill", "nbconvert", "seaborn") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n[]\n", "")
    assert not list(tmp_path.iterdir())


def test_every_topic_has_a_notebook_and_every_notebook_a_topic():
    from cdd_analysis.topics import topics

    assert {path.stem for path in NOTEBOOKS} == set(topics())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_thin_and_clean(path: Path):
    book = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert 3 <= len(code) <= 14
    parameters = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(parameters) == 1
    assert all("#" in line for line in "".join(parameters[0]["source"]).splitlines() if line.strip())
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Try, ast.Lambda, ast.For, ast.While, ast.BinOp)
    trees = [ast.parse("".join(cell["source"])) for cell in code]
    assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)]


def test_git_holds_nothing_that_is_made_sent_or_secret():
    folders = ("data/raw", "data/processed", "data/corrections", "data/settings", "reports")
    allowed = {f"{folder}/README.md" for folder in folders}
    made = [name for name in tracked() if name.startswith(("data/", "reports/")) and name not in allowed]
    assert made == []
    kinds = (".parquet", ".xlsx", ".xls", ".ods", ".csv", ".pyc", ".log")
    assert [name for name in tracked() if name.endswith(kinds)] == []


def test_what_is_made_is_ignored_by_git():
    names = [
        "data/raw/a.xlsx",
        "data/raw/80/b.csv",
        "data/processed/otop_sales/80.parquet",
        "data/salt",
        "data/settings/80.toml",
    ]
    names += ["reports/index.html", "reports/80/otop.html", ".venv/bin/python"]
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == names


def test_the_document_of_tables_is_as_the_tables_are() -> None:
    written = (ROOT / "docs/tables.md").read_text(encoding="utf-8")
    assert written == describe.markdown(), "run 'make docs'"
