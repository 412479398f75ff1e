"""Versions: hashes of the code and data that affect a result; a change invalidates the cache.

A document's result is cached under its hash and `document_version`; the name of a finished build
is a hash of its inputs and `build_version`.  Both hash whole folders of the package, so a new
module counts without being listed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kg.resources import model_file, queries_dir, reference_files

__all__ = [
    "BUILD",
    "DOCUMENT",
    "QUALITY",
    "build_version",
    "document_version",
    "hash_of_build",
    "hash_of_document",
]

#: Folders and modules of the package that affect a document's result.
DOCUMENT = (
    "__init__.py",
    "body_names.py",
    "builds/cache.py",
    "builds/document_job.py",
    "council_names.py",
    "documents",
    "extraction",
    "gazetteer.py",
    "graph",
    "list_markers.py",
    "model.py",
    "person_names.py",
    "printable.py",
    "rdf",
    "reference_data.py",
    "resources.py",
    "stated_days.py",
    "words",
)
#: Further folders and modules that affect a finished build.
BUILD = (
    "atomic_files.py",
    "builds",
    "curation",
    "manifest.py",
    "plain_yaml.py",
    "query",
    "store",
)
#: Libraries that affect them: the module, and the name of the distribution.
DOCUMENT_LIBRARIES = {
    "lxml": "lxml",
    "olefile": "olefile",
    "openpyxl": "openpyxl",
    "pypdfium2": "pypdfium2",
    "spacy": "spacy",
    "trafilatura": "trafilatura",
    "webencodings": "webencodings",
}
BUILD_LIBRARIES = {"pyoxigraph": "pyoxigraph"}
#: The folder of the queries that are counted in a build's report.
QUALITY = "quality"

_PACKAGE = Path(__file__).resolve().parents[1]
#: Code and patterns; CSV files, which hold training labels, affect no result.
_SUFFIXES = frozenset({".py", ".toml"})


@cache
def document_version() -> str:
    """16 hexadecimal digits: the code, patterns, model and reference data for a document."""
    return hash_of_document(_PACKAGE)


@cache
def build_version() -> str:
    """16 hexadecimal digits: everything that affects a finished build but its inputs."""
    return hash_of_build(_PACKAGE)


def hash_of_document(package: Path) -> str:
    """`document_version` with the code and patterns of another copy of the folder `kg`."""
    files = [*_files(package, DOCUMENT), *reference_files(), model_file()]
    return _digest(DOCUMENT_LIBRARIES, files)


def hash_of_build(package: Path) -> str:
    """`build_version` with the code and patterns of another copy of the folder `kg`."""
    queries = sorted((queries_dir() / QUALITY).glob("*.rq"))
    return _digest(BUILD_LIBRARIES, [*_files(package, BUILD), *queries], hash_of_document(package))


def _files(package: Path, parts: Iterable[str]) -> Iterator[Path]:
    for part in parts:
        path = package / part
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES)
        else:
            yield path


def _digest(libraries: dict[str, str], files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for module, library in libraries.items():
        digest.update(f"{library} {_installed(module, library)}\0".encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _installed(module: str, library: str) -> str:
    """The version of a library, from the name of its folder `LIBRARY-VERSION.dist-info`.

    importlib.metadata would take a fifth of the time of a build that finds nothing changed.
    """
    spec = find_spec(module)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)
    if spec.origin is not None:
        site_packages = Path(spec.origin).parent.parent
        found = list(site_packages.glob(f"{library.replace('-', '_')}-*.dist-info"))
        if len(found) == 1:
            return found[0].stem.rpartition("-")[2]
    from importlib.metadata import version

    return version(library)
