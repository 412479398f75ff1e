"""Labelled sentences: what each is, with the document it comes from, to train and to measure.

They come in two forms.  JSON lines, in document order:

    {"doc": "…", "text": "…", "kind": "strength", "themes": ["workforce"], "section": "plain"}

where `section`, `heading` and `bullet` may be left out: a heading that stands in the list as a
sentence of its own gives them.  And ranges without text (`extraction/model/labels/`), for whoever
has the documents: see `read_ranges`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.documents.readers import read
from kg.documents.sources import find_sources
from kg.errors import InputError
from kg.extraction.features import SentenceInContext
from kg.extraction.findings import candidate_sentences
from kg.extraction.text.passages import passages_of, section_of
from kg.list_markers import BULLET

__all__ = ["Labelled", "check_of", "labels_folder", "once", "read_labelled", "read_ranges"]

HEADING_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled sentence and the document that it comes from."""

    document: str
    sentence: SentenceInContext
    kind: str
    themes: tuple[str, ...]


def read_labelled(path: Path) -> list[Labelled]:
    """The labelled sentences of a file; raises InputError naming the file and line."""
    rows = [_row(path, number, line) for number, line in enumerate(_lines(path), start=1)]
    texts = [row["text"].strip() for row in rows]
    out: list[Labelled] = []
    heading: str | None = None
    for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
        beside = [
            texts[k] if 0 <= k < len(rows) and rows[k]["doc"] == row["doc"] else ""
            for k in (at - 2, at - 1, at + 1)
        ]
        if at == 0 or rows[at - 1]["doc"] != row["doc"]:
            heading = None
        if row["kind"] == "none" and _is_heading(text):
            heading = text
        heading = row.get("heading", heading)
        section = row.get("section") or section_of(heading)
        bullet = row.get("bullet", bool(BULLET.match(text)))
        sentence = SentenceInContext(
            text, bullet, section, heading, beside[1], tuple(filter(None, beside))
        )
        out.append(_labelled(row["doc"], sentence, row["kind"], row.get("themes", ())))
    return out


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the labelled sentences can't be read ({error})") from None


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
        row["text"].strip(), row["kind"], row["doc"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: line {number} is no labelled sentence ({error})") from None
    return row


def _labelled(
    document: str, sentence: SentenceInContext, kind: str, themes: Iterable[str]
) -> Labelled:
    return Labelled(document, sentence, "none" if kind == "skip" else kind, tuple(themes))


def _is_heading(text: str) -> bool:
    return (
        len(text) < HEADING_LENGTH
        and not re.search(r"[.!;,]$", text)
        and len(text.split()) < 18
        and not BULLET.match(text)
    )


def labels_folder() -> Path:
    """The labels of kg's own: a CSV file a document, named by 16 digits of its SHA-256."""
    return Path(__file__).parents[1] / "extraction" / "model" / "labels"


def read_ranges(labels: Path, documents: Path) -> Iterator[Labelled]:
    """Labelled sentences from ranges, for those of the documents that are at hand.

    `labels` holds `<first 16 digits of the SHA-256>.csv` with the columns start, end, check, kind,
    themes: a range of the document's cleaned text in code points, and `check_of` its words.  A
    range whose words are others today is left out.
    """
    for source in find_sources([documents]).found:
        file = labels / f"{source.sha256[:16]}.csv"
        if not file.is_file():
            continue
        document = read(source.path.read_bytes(), source.name, source.sha256)
        found = {
            (one.start, one.end): one.sentence
            for one in candidate_sentences(document, passages_of(document))
        }
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                sentence = found.get((int(row["start"]), int(row["end"])))
                if sentence is not None and check_of(sentence.text) == row["check"]:
                    themes = tuple(filter(None, row["themes"].split(";")))
                    yield _labelled(Path(source.name).stem, sentence, row["kind"], themes)


def check_of(words: str) -> str:
    """Eight digits that tell whether words are still the same, white space aside."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def once(rows: Iterable[Labelled]) -> list[Labelled]:
    """The rows without those whose words stood in the same document before."""
    seen: set[tuple[str, str]] = set()
    out = []
    for row in rows:
        key = (row.document, " ".join(row.sentence.text.split()))
        if key not in seen:
            out.append(row)
        seen.add(key)
    return out
