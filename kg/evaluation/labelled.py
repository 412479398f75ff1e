"""Labelled sentences, to train and to measure the classifier.

They come in two forms.  JSON lines, in document order:

    {"doc": "…", "text": "…", "kind": "strength", "themes": ["workforce"], "section": "plain"}

where `section`, `heading` and `bullet` are optional: headings that are listed as sentences give
them.  And ranges without text (`extraction/model/labels/`), which need the documents: see
`read_ranges`.
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

__all__ = [
    "LabelledSentence",
    "labels_folder",
    "read_labelled",
    "read_ranges",
    "without_duplicates",
    "words_checksum",
]

MAX_HEADING = 120


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A labelled sentence and the name of its document."""

    document: str
    sentence: SentenceInContext
    kind: str
    themes: tuple[str, ...]


def read_labelled(path: Path) -> list[LabelledSentence]:
    """Read the labelled sentences of a file; raises InputError naming the file and line."""
    rows = [
        _parse_row(path, number, line) for number, line in enumerate(_read_lines(path), start=1)
    ]
    texts = [row["text"].strip() for row in rows]
    sentences: list[LabelledSentence] = []
    heading: str | None = None
    for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
        nearby = [
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
            text, bullet, section, heading, nearby[1], tuple(filter(None, nearby))
        )
        sentences.append(_to_labelled(row["doc"], sentence, row["kind"], row.get("themes", ())))
    return sentences


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: can't be read: {error}") from None


def _parse_row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
        row["text"].strip(), row["kind"], row["doc"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: line {number} is not a labelled sentence ({error})") from None
    return row


def _to_labelled(
    document: str, sentence: SentenceInContext, kind: str, themes: Iterable[str]
) -> LabelledSentence:
    return LabelledSentence(document, sentence, "none" if kind == "skip" else kind, tuple(themes))


def _is_heading(text: str) -> bool:
    return (
        len(text) < MAX_HEADING
        and not re.search(r"[.!;,]$", text)
        and len(text.split()) < 18
        and not BULLET.match(text)
    )


def labels_folder() -> Path:
    """The folder of kg's own labels, a CSV file for each document."""
    return Path(__file__).parents[1] / "extraction" / "model" / "labels"


def read_ranges(labels: Path, documents: Path) -> Iterator[LabelledSentence]:
    """Read labelled sentences from ranges, for the documents in a folder.

    `labels` has files `<first 16 digits of the SHA-256>.csv` with the columns start, end, check,
    kind, themes: a range of the document's cleaned text in code points, and the `words_checksum` of
    its words.  A range is left out if its words have changed.
    """
    for source in find_sources([documents]).found:
        file = labels / f"{source.sha256[:16]}.csv"
        if not file.is_file():
            continue
        document = read(source.path.read_bytes(), source.name, source.sha256)
        candidates = {
            (candidate.start, candidate.end): candidate.sentence
            for candidate in candidate_sentences(document, passages_of(document))
        }
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                sentence = candidates.get((int(row["start"]), int(row["end"])))
                if sentence is not None and words_checksum(sentence.text) == row["check"]:
                    themes = tuple(filter(None, row["themes"].split(";")))
                    yield _to_labelled(Path(source.name).stem, sentence, row["kind"], themes)


def words_checksum(words: str) -> str:
    """A checksum of words, eight hexadecimal digits; white space is ignored."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def without_duplicates(rows: Iterable[LabelledSentence]) -> list[LabelledSentence]:
    """The rows without repeats of a sentence in the same document."""
    seen: set[tuple[str, str]] = set()
    sentences = []
    for row in rows:
        key = (row.document, " ".join(row.sentence.text.split()))
        if key not in seen:
            sentences.append(row)
        seen.add(key)
    return sentences
