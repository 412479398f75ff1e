"""Versions: hashes of the code and data that decide a result, so that a change is noticed.

What one document gives is cached under its hash and `document_version`; a finished build is named
after what was built and `build_version`.  Both hash whole folders of the package: a module that is
added to one counts without being listed here.
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

#: Folders and modules of the package that decide what one document gives.
DOCUMENT = (
    "__init__.py",
    "builds/cache.py",
    "builds/document_job.py",
    "documents",
    "extraction",
    "gazetteer.py",
    "graph",
    "list_markers.py",
    "model.py",
    "person_names.py",
    "rdf",
    "resources.py",
    "words",
)
#: Those that decide what is in a finished build, besides.
BUILD = ("atomic_files.py", "builds", "curation", "plain_yaml.py", "query", "store")
#: Libraries that decide it too: the module, and the name it is installed under.
DOCUMENT_LIBRARIES = {
    "docx": "python-docx",
    "pypdfium2": "pypdfium2",
    "spacy": "spacy",
    "trafilatura": "trafilatura",
}
BUILD_LIBRARIES = {"pyoxigraph": "pyoxigraph"}
#: The folder of the queries whose counts stand in a build's report.
QUALITY = "quality"

_PACKAGE = Path(__file__).resolve().parents[1]
#: Code and patterns; the labels that a model was trained on are CSV, and decide nothing.
_KINDS = frozenset({".py", ".toml"})


@cache
def document_version() -> str:
    """16 hexadecimal digits for the code, patterns, model and reference data behind a document."""
    return hash_of_document(_PACKAGE)


@cache
def build_version() -> str:
    """16 hexadecimal digits for what decides a finished build, one document's work included."""
    return hash_of_build(_PACKAGE)


def hash_of_document(package: Path) -> str:
    """`document_version` as it would be with the code and patterns of this folder `kg`."""
    files = [*_files(package, DOCUMENT), *reference_files(), model_file()]
    return _digest(DOCUMENT_LIBRARIES, files)


def hash_of_build(package: Path) -> str:
    """`build_version` as it would be with the code and patterns of this folder `kg`."""
    counting = sorted((queries_dir() / QUALITY).glob("*.rq"))
    return _digest(BUILD_LIBRARIES, [*_files(package, BUILD), *counting], hash_of_document(package))


def _files(package: Path, parts: Iterable[str]) -> Iterator[Path]:
    for part in parts:
        path = package / part
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in _KINDS)
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
    """The version of a library, by the name of the folder `LIBRARY-VERSION.dist-info` beside it.

    importlib.metadata, which says the same, takes a fifth of a build that finds nothing changed.
    """
    spec = find_spec(module)
    if spec is not None and spec.origin is not None:
        beside = Path(spec.origin).parent.parent
        found = list(beside.glob(f"{library.replace('-', '_')}-*.dist-info"))
        if len(found) == 1:
            return found[0].stem.rpartition("-")[2]
    from importlib.metadata import version

    return version(library)
