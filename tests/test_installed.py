"""The tests are about the kg that a user has: the installed wheel, with its data inside."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Callable, Container
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

import kg
from kg.query.headers import compiled
from kg.resources import compiled_headers_file, ontology_dir, queries_dir
from places import ROOT

pytestmark = pytest.mark.skipif(
    os.environ.get("KG_TEST_INSTALLED") != "1", reason="KG_TEST_INSTALLED=1 is set by `make test`"
)

#: Folders of the package that are copies or made: of the root, and of what `make docs` writes.
MADE = ("_data", "_docs")


def test_what_is_tested_is_installed() -> None:
    site_packages = Path(sysconfig.get_path("purelib")).resolve()
    assert Path(kg.__file__).resolve().is_relative_to(site_packages)
    assert version("inspection-kg") == kg.__version__


@pytest.mark.parametrize(
    ("inside", "beside"), [(ontology_dir, "ontology"), (queries_dir, "queries")]
)
def test_the_wheel_carries_the_data_beside_the_package(
    inside: Callable[[], Path], beside: str
) -> None:
    folder = inside()
    assert folder.is_relative_to(Path(kg.__file__).resolve().parent)
    assert contents(folder) == contents(ROOT / beside)


def test_the_wheel_carries_the_headers_of_its_queries() -> None:
    assert compiled_headers_file().read_bytes() == compiled()


def test_the_wheel_carries_every_file_of_the_package() -> None:
    package = Path(str(files("kg")))
    labels = "extraction/model/labels/"  # training data, kept in the repository alone
    checkout = {
        name: data
        for name, data in contents(ROOT / "kg", without=MADE).items()
        if not name.startswith(labels)
    }
    assert contents(package, without=MADE) == checkout


def contents(folder: Path, without: Container[str] = ()) -> dict[str, bytes]:
    """Every file below a folder by its path, compiled ones apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix != ".pyc"
        and path.relative_to(folder).parts[0] not in without
    }
