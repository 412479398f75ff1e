"""The examples in docstrings show what is so."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import kg

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(kg.__path__, "kg.")
    if not module.name.endswith("__main__")
)

#: These show what is so of the examples' graph, which `make demo` builds as `kg-demo`.
OF_THE_DEMO = ("kg", "kg.api", "kg.opened_graph")


@pytest.mark.parametrize("name", [name for name in MODULES if name not in OF_THE_DEMO])
def test_examples_of(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize("name", OF_THE_DEMO)
def test_examples_of_the_demo(name: str, demo_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo_graph.parent)
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 2 and failed == 0
