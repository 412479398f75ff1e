from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import kg
from kg.errors import UsageError
from kg.extras import EXTRAS, missing_extra_named
from places import ROOT

PACKAGE = Path(kg.__file__).resolve().parent

#: Modules that come by way of another, which is asked for.
INDIRECT = {"dask": "distributed", "pyparsing": "rdflib"}

#: Runs kg as if no module of an extra were installed.
CORE_ALONE = """
import sys
class Absent:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
from kg.cli import main
main(sys.argv[1:], prog_name="kg")
"""


def requirements() -> dict[str, set[str]]:
    """The distributions that each extra asks for, and the core under "", as pyproject.toml says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        extra: {normal(re.split(r"[\[<>=]", line)[0]) for line in lines}
        for extra, lines in asked.items()
    }


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The modules outside kg and Python that some module of kg imports, wherever in it."""
    names = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"kg", "_typeshed"}


def brought_by(module: str, asked: Mapping[str, set[str]]) -> set[str]:
    """The extras that ask for a module's distribution; "" is the core."""
    found = packages_distributions().get(INDIRECT.get(module, module), [])
    distributions = {normal(name) for name in found}
    return {extra for extra in ("", *EXTRAS) if asked[extra] & distributions}


@pytest.mark.parametrize("module", sorted(imported()))
def test_what_is_imported_comes_with_the_core_or_is_in_the_table(module: str) -> None:
    named = {extra for extra, modules in EXTRAS.items() if module in modules}
    assert brought_by(module, requirements()) == (named or {""})


def test_what_the_table_names_is_what_the_extras_bring() -> None:
    asked = requirements()
    for extra, modules in EXTRAS.items():
        assert {module for module in modules if extra not in brought_by(module, asked)} == set()


def test_all_brings_every_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (line,) = project["optional-dependencies"]["all"]
    assert set(line.partition("[")[2].rstrip("]").split(",")) == set(EXTRAS)


def core(*arguments: str | Path, environment: Mapping[str, str], cwd: Path) -> tuple[int, str, str]:
    absent = sorted(set().union(*EXTRAS.values()))
    done = subprocess.run(
        [sys.executable, "-c", CORE_ALONE.format(absent=absent), *map(str, arguments)],
        cwd=cwd,
        env=dict(environment),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("query judgements -p council=Bradford -f csv", "bradford-ilacs-2023.pdf"),
        ("query own.rq", "https://"),  # in the sandbox, with rdflib's parser
        ("query judgements -f xlsx -o answer.xlsx", ""),
        ("find caseloads --council Bradford", "Caseloads"),
        ("find --practice caseloads", "Suffolk"),
        ("why Bradford", "page 1"),
        ("view -o page.html", "page.html"),
        ("view --query programme-network -o network.html", "network.html"),
        ("brief Bradford -o brief.html", "brief.html"),
        ("brief Bradford -o brief.md", "brief.md"),
        ("export kg.ttl", "kg.ttl"),
        ("export kg.gexf", "kg.gexf"),
        ("export analysis.xlsx --tables analysis", "analysis.xlsx"),
        ("validate", "conforms"),
    ],
)
def test_the_core_asks_looks_and_exports(
    line: str, answer: str, demo_graph: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "own.rq").write_text("SELECT ?s { ?s ?p ?o } LIMIT 1", encoding="utf-8")
    code, out, err = core(
        *line.split(), "--graph", demo_graph, environment=environment, cwd=tmp_path
    )
    assert (code, "Traceback" in err) == (0, False), err
    assert answer in out + err


@pytest.mark.parametrize(
    ("line", "extra"),
    [
        ("build letter.txt -o new", "build"),
        ("build letter.txt -o new --cluster local:1", "build"),
        ("brief Bradford -o brief.docx --graph GRAPH", "build"),
        ("remove bradford-ilacs-2023.pdf --graph GRAPH", "build"),
        ("harvest -o reports --contact a@b.example --from list.csv", "build"),
        ("train labels.jsonl -o model.npz", "build"),
        ("export tables.parquet --graph GRAPH", "parquet"),
    ],
)
def test_what_needs_an_extra_says_which_in_one_line(
    line: str, extra: str, copy: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("A letter to Bradford.\n", encoding="utf-8")
    (tmp_path / "labels.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "list.csv").write_text("url\nhttps://reports.example/1.pdf\n", encoding="utf-8")
    words = line.replace("GRAPH", str(copy)).split()
    code, _, err = core(*words, environment=environment, cwd=tmp_path)
    assert code == 2, err
    assert re.fullmatch(
        rf'kg: this needs \w+, which is not installed: pip install "inspection-kg\[{extra}\]"\n',
        err,
    ), err


@pytest.mark.parametrize(
    ("module", "extra"),
    [
        ("lxml.html", "build"),  # a part of a package
        ("pyvis", "notebook"),
        ("sklearn.svm", "train"),
        ("distributed", "cluster"),
    ],
)
def test_a_missing_module_names_its_extra(module: str, extra: str) -> None:
    with pytest.raises(UsageError, match=rf"inspection-kg\[{extra}\]"), missing_extra_named():
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)


def test_a_module_of_no_extra_stays_pythons_own_error() -> None:
    with pytest.raises(ModuleNotFoundError), missing_extra_named():
        raise ModuleNotFoundError("No module named 'nowhere'", name="nowhere")
