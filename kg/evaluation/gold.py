"""Gold files: the facts that a document states, and the labels of its sentences.

A document has two files: `NAME.gold.json` holds its facts and a label for each sentence, and
`NAME.sents.json` the path of its source and the words of those sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.gazetteer import Gazetteer

__all__ = ["Fact", "Facts", "Gold", "Sentence", "council_facts", "judgement_facts", "read_gold"]

#: What a sentence can be: a finding's kind, none, or broken by the extraction of its text.
LABELS = ("strength", "weakness", "mixed", "recommendation", "none", "skip")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the values that are compared, and words to show beside it where there are any."""

    values: tuple[str, ...]
    quote: str = ""


#: The facts of a document, by kind of fact.
Facts = Mapping[str, tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence; `kind` is a finding's kind, "none", or "skip" for broken text."""

    number: int
    text: str
    kind: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """What there is to find in one document; `source` is a path below the folder of documents."""

    name: str
    source: str
    inspection_type: str | None
    facts: Facts
    sentences: tuple[Sentence, ...]


def read_gold(folder: Path) -> list[Gold]:
    """The gold of a folder, by name.

    Raises InputError, naming the file, when there is none or one is not as the guide has it.
    """
    found = sorted(folder.glob("*.gold.json")) if folder.is_dir() else []
    if not found:
        raise InputError(f"{folder}: no gold files in it; they are called NAME.gold.json")
    return [_gold(path) for path in found]


def _gold(path: Path) -> Gold:
    name = path.name.removesuffix(".gold.json")
    beside = path.with_name(f"{name}.sents.json")
    data, sentences = _json(path), _json(beside)
    try:
        source = _text(sentences["source"])
        texts = {_number(one["i"]): _text(one["text"]) for one in sentences["sentences"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{beside}: not the sentences of a gold file ({_reason(error)})") from None
    try:
        if data["id"] != name:
            raise InputError(f"{path}: its id is {data['id']!r}; it has to be the file's name")
        return Gold(
            name=name,
            source=source,
            inspection_type=data["inspection"]["type"],
            facts={kind: tuple(facts) for kind, facts in _facts(data).items()},
            sentences=tuple(
                Sentence(one["i"], texts[one["i"]], _label(one["kind"]), tuple(one["themes"]))
                for one in data["sentences"]
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a gold file ({_reason(error)})") from None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from None
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error})") from None


def _facts(data: Any) -> dict[str, Iterable[Fact]]:
    inspection = data["inspection"]
    inspectors = [_fact(one["name"], one["role"]) for one in data["inspectors"]]
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
            (_text(one["area"]), _text(one["grade"])) for one in data["judgements"]
        ),
        "inspectors": inspectors,
        "inspector roles": inspectors,
        "lead inspector": [one for one in inspectors if one.values[1] == "lead"],
        "named leaders": [_fact(one["name"], one["role"]) for one in leaders if one["name"]],
        "tenures": [_fact(one["role"], one["since"]) for one in leaders if one.get("since")],
        "programmes": [_fact(one["name"], quote=one["mention"]) for one in data["programmes"]],
        "previous inspections": [
            _fact(one["when"] or "", one["grade"] or "", quote=one["what"])
            for one in data["previous_inspections"]
        ],
        "organisations": [_fact(name) for name in data.get("organisations", [])],
    }


def _fact(*values: str, quote: str = "") -> Fact:
    return Fact(tuple(map(_text, values)), _text(quote))


def council_facts(codes: Iterable[str]) -> tuple[Fact, ...]:
    """Councils by code; a council whose code or status changed has the newest of its codes."""
    gazetteer = Gazetteer.load()
    names: dict[str, str] = {}
    for code in codes:
        council = gazetteer.by_code(code)
        newest = gazetteer.code_at(council.gss, None) if council else code
        names[newest] = gazetteer.councils[newest].official_name if council else ""
    return tuple(Fact((code,), names[code]) for code in sorted(names))


def _councils(data: Any, role: str) -> tuple[Fact, ...]:
    return council_facts(_text(one["gss"]) for one in data["councils"] if one["role"] == role)


def judgement_facts(pairs: Iterable[tuple[str, str]]) -> Iterator[Fact]:
    """Judgements in the terms of the schemes; those in words of their own are not compared."""
    return (Fact((area, grade)) for area, grade in pairs if "other" not in area + grade)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def _label(value: object) -> str:
    if value not in LABELS:
        raise TypeError(f"a sentence is {value!r}, which is none of {', '.join(LABELS)}")
    return str(value)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} should be a number")
    return value


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
