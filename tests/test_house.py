"""Tests stand where the modules stand that they test: tests/<wing>/test_<module>.py."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from places import TESTS

PACKAGE = Path(kg.__file__).resolve().parent

#: Folders of tests that mirror no part of kg, and what is in them.
OTHERS = {
    "answers": "what each query of the library answers on the examples",
    "bench": "how fast kg is",
    "browser": "pages in a browser",
    "cases": "what each stage makes of each example",
    "data": "tables that tests read",
    "gold": "gold files over the examples",
    "graphs": "small graphs",
    "helpers": "modules that several tests import",
    "hostile": "hostile input and faults",
    "prose": "invented stories with gold, some in sight of who writes rules and some held out",
    "stores": "servers that graphs are pushed to",
}
#: Tests of the whole, or of what is no code: module and what it tests.
WHOLE = {
    "ablation": "the script that takes out parts of the reading of prose",
    "answers": "the queries on the examples' graph",
    "cli": "all commands",
    "demo_graph": "the examples' graph",
    "docs": "the examples of README and docs",
    "doctests": "the examples in docstrings",
    "golden": "all stages on all examples",
    "house": "where tests stand",
    "installed": "the wheel",
    "messages": "what kg says to its users",
    "naughty": "every parameter of every query",
    "ontology": "the folder ontology",
    "prose_kinds": "kinds of error that prose causes, through all stages",
    "prose_model": "the model that parses prose: its files, and the same facts on other processors",
    "publishing": "what package indexes, citations and the container image say and do",
    "queries": "the folder queries",
    "shared": "the real reports",
    "sparql_features": "SPARQL through guard, sandbox and engine",
    "what_queries_say": "the queries on made-up inspections, one habit of the reports after another",
}


def folders() -> set[str]:
    """The folders of tests, each as a path within tests."""
    return {
        folder.relative_to(TESTS).as_posix()
        for folder in TESTS.rglob("*")
        if folder.is_dir()
        and folder.name != "__pycache__"
        and folder.relative_to(TESTS).parts[0] not in OTHERS
    }


def test_each_folder_is_named_after_a_wing_or_has_its_reason() -> None:
    assert {name for name in OTHERS if not (TESTS / name).is_dir()} == set()
    unknown = {name for name in folders() if not (PACKAGE / name / "__init__.py").is_file()}
    assert unknown == set()


@pytest.mark.parametrize("folder", sorted(folders()))
def test_each_file_is_named_after_the_module_that_it_tests(folder: str) -> None:
    tests = {path.stem.removeprefix("test_") for path in (TESTS / folder).glob("test_*.py")}
    modules = {path.stem for path in (PACKAGE / folder).glob("*.py")}
    assert tests - modules == set()


def test_a_file_on_the_ground_floor_is_named_after_a_module_or_has_its_reason() -> None:
    tests = {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert tests - modules == set(WHOLE)
