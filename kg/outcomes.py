"""What became of one document, and where builds keep it: the next one works on what changed alone.

    DIR/cache/<sha256>-<code>.kg   a line of JSON (what the report says, how long the rest is),
                                   then the quads and the text, each compressed with zlib

`code` is the version of all that decides what comes of a document.  A file that is damaged is as
good as none: its document is worked on again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.files import write_atomically
from kg.resources import model_file, reference_files, word_files

__all__ = ["Kept", "Outcome", "code_version", "keep", "kept_file", "pack", "recall"]

#: What decides what comes of a document, beside the folders `documents` and `extraction`.
MODULES = (
    "__init__",
    "additions",
    "addresses",
    "beginning",
    "build",
    "curation",
    "decided",
    "decisions",
    "entities",
    "gazetteer",
    "graph",
    "identities",
    "linking",
    "links",
    "marks",
    "model",
    "names",
    "outcomes",
    "quads",
    "said",
    "spelling",
    "storing",
    "tasks",
)
#: Libraries that decide it too: the module, and the name of what is installed.
LIBRARIES = {
    "docx": "python-docx",
    "pypdfium2": "pypdfium2",
    "spacy": "spacy",
    "trafilatura": "trafilatura",
}
#: Quads repeat their IRIs: the quickest level makes them a tenth of their size.
LEVEL = 1
#: A header is no longer than this, in bytes.
MOST_HEADER = 50_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, without its quads and its text."""

    sha256: str
    title: str
    declared: dict[str, str]
    reports: tuple[str, ...]
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """An outcome that was kept, and where its quads and its text are."""

    outcome: Outcome
    path: Path
    #: Lengths in the file, in bytes: the header with its line end, the quads, the text.
    header: int
    quads_length: int
    text_length: int

    def quads(self) -> bytes:
        """The quads, N-Quads; raises StoreError when the file is damaged."""
        return self._part(self.header, self.quads_length)

    def text(self) -> bytes:
        """The cleaned text, UTF-8; raises StoreError when the file is damaged."""
        return self._part(self.header + self.quads_length, self.text_length)

    def _part(self, start: int, length: int) -> bytes:
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                return zlib.decompress(file.read(length))
        except (OSError, zlib.error) as error:
            self.path.unlink(missing_ok=True)
            raise StoreError(f"{self.path}: was damaged ({error}); build again") from None


@cache
def code_version() -> str:
    """A hash of what decides what comes of a document: code, patterns, model, reference data."""
    digest = hashlib.sha256()
    for module, library in LIBRARIES.items():
        digest.update(f"{library} {_version(module, library)}\0".encode())
    for file in _deciding():
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _version(module: str, library: str) -> str:
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


def _deciding() -> Iterator[Path]:
    package = Path(__file__).parent
    yield from (package / f"{name}.py" for name in MODULES)
    yield from sorted((package / "documents").glob("*.py"))
    yield from sorted((package / "extraction").rglob("*.py"))
    yield from sorted((package / "extraction").rglob("*.toml"))
    yield from word_files()
    yield from reference_files()
    yield model_file()


def pack(outcome: Outcome, quads: bytes, text: str) -> bytes:
    """An outcome with its quads and its text as the bytes of its file."""
    words = text.encode("utf-8")
    packed_quads, packed_text = zlib.compress(quads, LEVEL), zlib.compress(words, LEVEL)
    lengths = {"quads": len(packed_quads), "text": len(packed_text)}
    header = json.dumps({"lengths": lengths, **asdict(outcome)}, ensure_ascii=False)
    return header.encode("utf-8") + b"\n" + packed_quads + packed_text


def kept_file(folder: Path, sha256: str) -> Path:
    """Where a graph folder keeps the outcome of a document, made by the code as it is."""
    return folder / "cache" / f"{sha256}-{code_version()}.kg"


def keep(folder: Path, sha256: str, packed: bytes) -> Kept:
    """Keep what `pack` made of a document for the next build."""
    write_atomically(kept_file(folder, sha256), packed)
    kept = recall(folder, sha256)
    if kept is None:
        raise StoreError(f"{kept_file(folder, sha256)}: can't be read again; is the disk full?")
    return kept


def recall(folder: Path, sha256: str) -> Kept | None:
    """What an earlier build with the same code kept of a document."""
    path = kept_file(folder, sha256)
    try:
        with path.open("rb") as file:
            header = file.readline(MOST_HEADER)
            size = file.seek(0, 2)
        values = json.loads(header)
        lengths = values.pop("lengths")
        values["reports"] = tuple(values["reports"])
        kept = Kept(
            Outcome(**values),
            path,
            len(header),
            lengths["quads"],
            lengths["text"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    whole = size == kept.header + kept.quads_length + kept.text_length
    return kept if whole and kept.outcome.sha256 == sha256 else None
