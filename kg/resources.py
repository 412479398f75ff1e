"""Where the files that ship with `kg` are: the ontology, the query library, the model, word lists.

In a checkout ontology and queries stand beside the package, for people to read; the wheel carries
the same folders inside it, in `kg/_data`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

__all__ = [
    "model_file",
    "ontology_dir",
    "queries_dir",
    "reference_files",
    "word_lists",
]

_PACKAGE = Path(__file__).resolve().parent

#: The SHACL shapes describe a graph and are no part of one.
_NOT_REFERENCE = {"shapes.ttl"}


def ontology_dir() -> Path:
    """The folder of the ontology, concept schemes and gazetteers, all Turtle."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder of the query library, `*.rq`."""
    return _folder("queries")


def reference_files() -> tuple[Path, ...]:
    """The Turtle files that make up the reference graph, by name."""
    return tuple(
        path for path in sorted(ontology_dir().glob("*.ttl")) if path.name not in _NOT_REFERENCE
    )


def model_file() -> Path:
    """The sentence classifier in use: kg's own, or the one that $KG_MODEL names (`kg train`)."""
    own = _PACKAGE / "extraction" / "model" / "findings.npz"
    return Path(os.environ.get("KG_MODEL") or own)


@cache
def word_lists(name: str) -> dict[str, Any]:
    """The lists of one file of `kg/words`, by their keys."""
    import tomllib
    from importlib.resources import files

    text = files("kg").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _folder(name: str) -> Path:
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
