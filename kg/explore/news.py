"""What is new from one graph to another, in words: by council and document.

A fact stands with the documents that state it; if some of them are new or gone, with those alone.
Judgements, people and recommendations are told one by one, other facts by their number or name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.citation import Citation
from kg.explore.compared_facts import Texts, value_names
from kg.explore.diff import Change
from kg.query.cited_documents import cited_documents
from kg.reference_data import concept_labels
from kg.store.graph import Graph
from kg.wording import in_sentence

__all__ = ["NEW", "Item", "News", "news"]


@dataclass(frozen=True)
class Item:
    """What changed of a document and a council, in sentences.

    `event` is what became of the document.  `council` is "" for facts about none, `document` None
    for facts that rest on none.
    """

    council: str
    document: Citation | None
    event: str
    sentences: tuple[str, ...]

    @property
    def date(self) -> str:
        """The day of publication, or else of the inspection; "" if neither is known."""
        return _date(self.document) if self.document else ""


@dataclass(frozen=True)
class News:
    """The items, sorted by council and newest first, and the date of the newest document."""

    items: tuple[Item, ...]
    newest: str


#: What became of a document, by the changes of the fact that is about the document itself.
NEW, GONE, REVISED, RENAMED, REREAD = "new", "gone", "a new version", "renamed", "read differently"
_EVENTS = {
    frozenset({"added"}): NEW,
    frozenset({"removed"}): GONE,
    frozenset({"changed"}): REVISED,
    frozenset({"added", "removed"}): RENAMED,
}
#: Kinds of fact that are told by the number of them, or by the names; the latter by their key.
_COUNTED = {"earlier inspection": "Earlier inspections", "response": "Responses of others"}
_NAMED = {
    "programme": "Programmes",
    "organisation": "Organisations",
    "council": "Councils",
}
_STATES = {"added": "new", "removed": "gone", "changed": "read differently"}
#: The kinds of finding in words: of one, and of several.
_FINDINGS = {
    "strength": ("strength", "strengths"),
    "weakness": ("weakness", "weaknesses"),
    "mixed": ("mixed finding", "mixed findings"),
    "recommendation": ("recommendation", "recommendations"),
}


def news(changes: Iterable[Change], before: Graph, after: Graph) -> News:
    """The changes between two graphs as news; their texts are those of `compared_facts.words`."""
    current = cited_documents(after)
    documents = {**cited_documents(before), **current}
    newest = max(map(_date, current.values()), default="")
    return News(tuple(_items(list(changes), documents)), newest)


def _date(document: Citation) -> str:
    start, end = document.inspected
    return document.published or end or start


def _items(changes: list[Change], documents: Mapping[str, Citation]) -> list[Item]:
    groups = _grouped(changes, documents)
    by_key = {citation.document: citation for citation in documents.values()}
    items = []
    for (council, key), some in groups.items():
        event = _EVENTS.get(frozenset(c.change for c in some if c.kind == "document"), REREAD)
        items.append(Item(council, by_key.get(key), event, tuple(_sentences(some))))
    items.sort(key=lambda item: item.document.title if item.document else "")
    items.sort(key=lambda item: item.date, reverse=True)
    return sorted(items, key=lambda item: item.council)


def _grouped(
    changes: list[Change], documents: Mapping[str, Citation]
) -> dict[tuple[str, str], list[Change]]:
    """The changes by council and document, which a path may no longer name."""
    moved = {change.fact for change in changes if change.kind == "document"}
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        paths = [path for path in change.documents if path in moved] or change.documents
        for key in {documents[path].document for path in paths if path in documents} or {""}:
            groups[change.council, key].append(change)
    return groups


def _sentences(changes: list[Change]) -> Iterator[str]:
    of = defaultdict(list)
    for change in changes:
        if (change.kind, change.key) != ("council", (change.council,)):  # its own name
            of[change.kind].append(change)
    yield from _on_the_document(of["document"])
    yield from _on_inspections([*of["inspection"], *of["judgement"]])
    yield from _on_people([*of["inspector"], *of["leader"]])
    yield from _on_findings(of["finding"])
    for kind, name in _NAMED.items():
        for state, some in _by_state(of[kind]):
            yield f"{name} named ({state}): {', '.join(change.key[0] for change in some)}."
    for kind, name in _COUNTED.items():
        counts = ", ".join(f"{len(some):,} {state}" for state, some in _by_state(of[kind]))
        if counts:
            yield f"{name}: {counts}."
    for kind, some in of.items():
        if kind.startswith("name of"):
            yield from (f"{change.before} is now {change.after}." for change in some)


def _on_the_document(changes: list[Change]) -> Iterator[str]:
    paths = {change.change: change.fact for change in changes}
    if {"added", "removed"} <= paths.keys():
        yield f"The file {paths['removed']} is now called {paths['added']}."


def _on_inspections(changes: list[Change]) -> Iterator[str]:
    """A sentence for each inspection, with its judgements."""
    of = defaultdict(list)
    for change in changes:
        of[change.key[-1]].append(change)
    for inspection, some in of.items():
        own = [change for change in some if change.kind == "inspection"]
        if any(change.change == "removed" for change in own):
            yield f"{inspection}: no longer known."
            continue
        grades = sorted((c for c in some if c.kind == "judgement"), key=lambda c: _place(c.key[0]))
        about = [*(_state(change, change.key[0]) for change in grades), *_details(own)]
        yield f"{inspection}{': ' if about else ''}{'; '.join(about)}."


def _place(area: str) -> int:
    """The place of an area among all, the overall one first."""
    areas = [labels[0] for labels in concept_labels("area").values()]
    return areas.index(area) if area in areas else len(areas)


def _details(changes: list[Change]) -> Iterator[str]:
    """The values of an inspection that are others than before."""
    for change in changes:
        if change.change == "changed":
            names = value_names(change.kind)
            for name, was, now in zip(names, _each(change.old), _each(change.new), strict=True):
                if was != now:
                    yield f"{name} {now or 'no longer stated'}{was and f' (before: {was})'}"


def _each(values: tuple[Texts, ...]) -> list[str]:
    """The values of each property; several where claims disagree."""
    return [" or ".join(sorted(set(texts) - {""})) for texts in zip(*values, strict=True)]


def _on_people(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        if change.kind == "inspector":
            yield f"{_state(change, change.key[0])}."
        else:
            name, *post = change.key
            said = {"added": "", "removed": ": no longer stated", "changed": ": read differently"}
            name = name or "Somebody without a name"
            yield f"{name}, {in_sentence(', '.join(filter(None, post)))}{said[change.change]}."


def _on_findings(changes: list[Change]) -> Iterator[str]:
    """The numbers of findings, those that are new by kind, and the new recommendations."""
    counts = ", ".join(f"{len(some):,} {state}" for state, some in _by_state(changes))
    new = [
        (in_sentence(change.new[0][0]), change) for change in changes if change.change == "added"
    ]
    number = Counter(kind for kind, _ in new)
    by_kind = ", ".join(
        f"{number[kind]:,} {words[number[kind] != 1]}"
        for kind, words in _FINDINGS.items()
        if number[kind]
    )
    if counts:
        yield f"Findings: {counts}{f' ({by_kind})' if by_kind else ''}."
    for kind, change in new:
        if kind == "recommendation":
            yield f"Recommendation: “{change.fact}”"


def _by_state(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """The changes that were added, removed and changed, each with a word for that."""
    changes = list(changes)
    states = ((word, [c for c in changes if c.change == name]) for name, word in _STATES.items())
    return [(word, some) for word, some in states if some]


def _state(change: Change, name: str) -> str:
    """What is said now, and what was said before."""
    now, was = _said(change.new), _said(change.old)
    if change.change == "removed":
        return f"{name}: no longer stated (before: {was})"
    return f"{name}: {now}" + (f" (before: {was})" if change.change == "changed" else "")


def _said(values: Iterable[Texts]) -> str:
    return " or ".join(in_sentence(", ".join(filter(None, texts))) for texts in values)
