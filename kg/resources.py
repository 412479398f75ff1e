"""The files that ship with `kg`: the ontology, the query library, the model, word lists.

In a checkout, the ontology and queries are beside the package; in the wheel, the same folders are
in `kg/_data`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

__all__ = [
    "compiled_headers_file",
    "documentation_dir",
    "model_file",
    "ontology_dir",
    "queries_dir",
    "reference_files",
    "word_lists",
]

_PACKAGE = Path(__file__).resolve().parent

#: The SHACL shapes describe a graph but are not part of it.
_NOT_REFERENCE = {"shapes.ttl", "terms.ttl"}


def ontology_dir() -> Path:
    """The folder of the ontology, concept schemes and gazetteers, all Turtle."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder of the query library, `*.rq`."""
    return _folder("queries")


def compiled_headers_file() -> Path:
    """The headers of the query library as JSON; only a wheel has it (`hatch_build.py`)."""
    return _PACKAGE / "_data" / "headers.json"


def documentation_dir() -> Path:
    """The folder of the documentation as web pages, which `make docs` writes."""
    return _PACKAGE / "_docs"


def reference_files() -> tuple[Path, ...]:
    """The Turtle files of the reference graph, sorted by name."""
    return tuple(
        path for path in sorted(ontology_dir().glob("*.ttl")) if path.name not in _NOT_REFERENCE
    )


def model_file() -> Path:
    """The sentence classifier in use: kg's own, or the one named by $KG_MODEL (`kg train`)."""
    own = _PACKAGE / "extraction" / "model" / "findings.npz"
    return Path(os.environ.get("KG_MODEL") or own)


@cache
def word_lists(name: str) -> dict[str, Any]:
    """The lists of one file of `kg/words`, by key."""
    import tomllib
    from importlib.resources import files

    text = files("kg").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _folder(name: str) -> Path:
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
