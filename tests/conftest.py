"""What the tests share: the golden switch, `kg` in a process of its own, graphs to ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import settings

import kg
from kg.rdf.iris import PREFIXES, REFERENCE_GRAPH, THINGS
from kg.resources import reference_files
from kg.store.graph import Graph
from places import ROOT, TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"
#: Where this interpreter finds the package: a checkout, or the folder of an installed wheel.
PACKAGE_HOME = Path(kg.__file__).resolve().parent.parent

# the same examples on each run, so that a result depends on the code alone
settings.register_profile("kg", derandomize=True, deadline=None)
settings.load_profile("kg")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="rewrite the golden files in tests/cases"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder `examples` of the checkout."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the real reports and the scorer."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus" / "reports").is_dir():
        pytest.skip(f"{folder} is absent: the real reports and the scorer are not in the project")
    return folder


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment in which a child process imports the same `kg` as the tests."""
    return {
        **{name: value for name, value in os.environ.items() if name != "KG_GRAPH"},
        "PYTHONPATH": str(PACKAGE_HOME),
        "PYTHONIOENCODING": "utf-8",
    }


@pytest.fixture(scope="session")
def without_rights() -> list[str]:
    """What to put before a command, so that it may not read what is forbidden to all."""
    if os.name == "nt" or os.geteuid():
        return []
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if shutil.which(command[0]) is None:
        pytest.skip("root may read everything, and setpriv is missing")
    return command


@pytest.fixture(scope="session")
def run_kg(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run_kg("build", folder, ...)`: the command in a process of its own.

    Keyword arguments are added to its environment.  It runs in an empty folder, so that nothing
    but what the arguments name is read.
    """
    home = tmp_path_factory.mktemp("cwd")

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            cwd=home,
            env={**environment, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def demo_graph(
    run_kg: Callable[..., subprocess.CompletedProcess[str]],
    examples: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The graph folder of `examples/corpus` with its manifest, built once by the command line."""
    folder = tmp_path_factory.mktemp("demo") / "kg-demo"
    corpus, manifest = examples / "corpus", examples / "manifest.csv"
    done = run_kg(
        "build", corpus, "--manifest", manifest, "-o", folder, "--jobs", "2", PYTHONHASHSEED="1"
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def whole() -> Graph:
    """The sample, the reference data, and a council whose name XML can't hold."""
    store = ox.Store()
    store.load(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    for path in reference_files():
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    person = ox.NamedNode(THINGS + "person/ada-moss")
    store.add(
        ox.Quad(person, ox.NamedNode(PREFIXES["skos"] + "altLabel"), ox.Literal("A\x00\x1b<"))
    )
    return Graph(store, None, "whole")


@pytest.fixture
def copy(demo_graph: Path, tmp_path: Path) -> Path:
    """A graph of the examples that the test may change."""
    return Path(shutil.copytree(demo_graph, tmp_path / "graph"))


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The sample and the reference data, each in its named graphs."""
    store = ox.Store()
    store.load(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    for path in reference_files():
        store.load(
            path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(REFERENCE_GRAPH)
        )
    return Graph(store, None, "sample")
