"""Gold files: a document's known facts, and labels for its sentences.

A document has two files: `NAME.gold.json` has its facts and a label for each sentence,
`NAME.sents.json` the path of its source and the words of the sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.gazetteer import Gazetteer

__all__ = [
    "FactsByKind",
    "Gold",
    "GoldFact",
    "GoldSentence",
    "council_facts",
    "judgement_facts",
    "read_gold",
]

#: Labels of sentences: a finding's kind, "none", or "skip" for text that was read badly.
LABELS = ("strength", "weakness", "mixed", "recommendation", "none", "skip")


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact, known or found: the values to compare, and a quote if there is one."""

    values: tuple[str, ...]
    quote: str = ""


#: The facts of a document, by kind of fact.
FactsByKind = Mapping[str, tuple[GoldFact, ...]]


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A labelled sentence; `kind` is one of `LABELS`."""

    number: int
    text: str
    kind: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The known facts and labels of a document; `source` is a path in the folder of documents."""

    name: str
    source: str
    inspection_type: str | None
    facts: FactsByKind
    sentences: tuple[GoldSentence, ...]


def read_gold(folder: Path) -> list[Gold]:
    """Read the gold files of a folder, in the order of their names.

    Raises InputError, naming the file, if there is none or if one is not valid.
    """
    found = sorted(folder.glob("*.gold.json")) if folder.is_dir() else []
    if not found:
        raise InputError(f"{folder}: no gold files; name them NAME.gold.json")
    return [_read_document(path) for path in found]


def _read_document(path: Path) -> Gold:
    name = path.name.removesuffix(".gold.json")
    sentences_file = path.with_name(f"{name}.sents.json")
    data, sentences = _read_json(path), _read_json(sentences_file)
    try:
        source = _text(sentences["source"])
        texts = {_number(entry["i"]): _text(entry["text"]) for entry in sentences["sentences"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{sentences_file}: not the sentences of a gold file ({_reason(error)})"
        ) from None
    try:
        if data["id"] != name:
            raise InputError(f"{path}: `id` must be {name!r}, not {data['id']!r}")
        return Gold(
            name=name,
            source=source,
            inspection_type=data["inspection"]["type"],
            facts={kind: tuple(facts) for kind, facts in _facts(data).items()},
            sentences=tuple(
                GoldSentence(
                    entry["i"], texts[entry["i"]], _label(entry["kind"]), tuple(entry["themes"])
                )
                for entry in data["sentences"]
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a gold file ({_reason(error)})") from None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from None
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error})") from None


def _facts(data: Any) -> dict[str, Iterable[GoldFact]]:
    inspection = data["inspection"]
    inspectors = [_fact(entry["name"], entry["role"]) for entry in data["inspectors"]]
    leaders = data["leaders"]
    return {
        "council": _councils(data, "subject"),
        "councils mentioned": _councils(data, "mentioned"),
        "inspection type": [_fact(inspection["type"])] if inspection["type"] else [],
        "dates": [
            _fact(which, inspection[which])
            for which in ("start", "end", "published")
            if inspection.get(which)
        ],
        "judgements": judgement_facts(
            (_text(entry["area"]), _text(entry["grade"])) for entry in data["judgements"]
        ),
        "inspectors": inspectors,
        "inspector roles": inspectors,
        "lead inspector": [entry for entry in inspectors if entry.values[1] == "lead"],
        "named leaders": [
            _fact(entry["name"], entry["role"]) for entry in leaders if entry["name"]
        ],
        "tenures": [
            _fact(entry["role"], entry["since"]) for entry in leaders if entry.get("since")
        ],
        "programmes": [
            _fact(entry["name"], quote=entry["mention"]) for entry in data["programmes"]
        ],
        "previous inspections": [
            _fact(entry["when"] or "", entry["grade"] or "", quote=entry["what"])
            for entry in data["previous_inspections"]
        ],
        "organisations": [_fact(name) for name in data.get("organisations", [])],
    }


def _fact(*values: str, quote: str = "") -> GoldFact:
    return GoldFact(tuple(map(_text, values)), _text(quote))


def council_facts(codes: Iterable[str]) -> tuple[GoldFact, ...]:
    """Facts for councils by code; a council whose code or status changed has its newest code."""
    gazetteer = Gazetteer.load()
    names: dict[str, str] = {}
    for code in codes:
        council = gazetteer.by_code(code)
        newest = gazetteer.code_at(council.gss, None) if council else code
        names[newest] = gazetteer.councils[newest].official_name if council else ""
    return tuple(GoldFact((code,), names[code]) for code in sorted(names))


def _councils(data: Any, role: str) -> tuple[GoldFact, ...]:
    return council_facts(_text(entry["gss"]) for entry in data["councils"] if entry["role"] == role)


def judgement_facts(pairs: Iterable[tuple[str, str]]) -> Iterator[GoldFact]:
    """Facts for judgements with concepts of the schemes; those in other words are left out."""
    return (GoldFact((area, grade)) for area, grade in pairs if "other" not in area + grade)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be text, not {value!r}")
    return value


def _label(value: object) -> str:
    if value not in LABELS:
        raise TypeError(f"`kind` must be one of {', '.join(LABELS)}, not {value!r}")
    return str(value)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"must be a number, not {value!r}")
    return value


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
