"""Resolves a name, an alias, a code or an IRI to things of a graph.

All commands use this resolver, so a name means the same in each.  Names, codes and IRIs of councils
are looked up in the gazetteer first, whatever the graph holds.  All other names are those in the
graph: of people, programmes, organisations, inspections, documents and themes.  Names are folded
before they are compared (`kg.gazetteer.fold`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pyoxigraph as ox

from kg.errors import UsageError
from kg.gazetteer import Gazetteer, fold, organisations
from kg.rdf.iris import THINGS, absolute, as_iri, concept, expand, kind_of, thing
from kg.rdf.vocabulary import SAME_AS, named_node
from kg.store.graph import Graph
from kg.suggestions import did_you_mean
from kg.wording import joined

__all__ = ["Meaning", "is_mentioned", "not_mentioned", "resolve", "spellings_of"]

_ABOLISHED, _EVIDENCE, _DOCUMENT = map(named_node, ("kg:abolished", "kg:evidence", "kg:document"))
_THEME = concept("theme", "")

#: Kinds of named things, as in their IRIs.
NAMED = frozenset({"council", "document", "inspection", "organisation", "person", "programme"})

#: Properties that name a thing, with their rank: things with the best rank for a name win.
_NAMES = {
    expand("rdfs:label"): 0,
    expand("skos:prefLabel"): 0,
    expand("skos:notation"): 0,
    expand("kg:path"): 0,
    expand("kg:officialName"): 1,
    expand("kg:shortName"): 1,
    expand("kg:formerCode"): 1,
    expand("skos:altLabel"): 1,
    expand("dcterms:title"): 1,
}
#: Properties for the display name of a thing; the first that it has is shown.
_SHOWN = (
    expand("kg:officialName"),
    expand("rdfs:label"),
    expand("skos:prefLabel"),
    expand("dcterms:title"),
    expand("kg:path"),
)
#: The kind of organisation that extraction ignores, because every document mentions it.
INSPECTORATE = "inspectorate"
#: Maximum number of candidates listed for an ambiguous name.
MAX_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Meaning:
    """The things (IRIs) that a text means, and a reason if there is not exactly one."""

    text: str
    things: tuple[str, ...]
    describe_problem: Callable[[], str] = str

    @property
    def reason(self) -> str:
        """Why it is not exactly one thing, as a message; computed on demand."""
        return self.describe_problem()

    @property
    def one(self) -> str:
        """The only thing that is meant; raises UsageError if the text is unknown or ambiguous."""
        if len(self.things) != 1:
            raise UsageError(self.reason)
        return self.things[0]

    @property
    def all(self) -> tuple[str, ...]:
        """All things that may be meant; raises UsageError if there are none."""
        if not self.things:
            raise UsageError(self.reason)
        return self.things


def resolve(graph: Graph, text: str, kinds: Collection[str] | None = None) -> Meaning:
    """What a text means in a graph.

    `kinds` limits the result to these kinds (of `NAMED`, or `theme`).  Without it, an IRI may be
    anything in the graph, and a name may be of anything but a theme.  Raises UsageError only for a
    malformed IRI; other problems are in the meaning's `reason`.
    """
    if kinds is None or "council" in kinds:
        councils = Gazetteer.load().codes_for(text)
        if councils:
            return _meaning(graph, text, {thing("council", gss) for gss in councils})
    iri = as_iri(text)
    full_iri = iri or absolute(text.strip())  # `person/ada-moss`, as curation files write it
    if _is_in(graph, full_iri):
        if kinds is None or _kind(full_iri) in kinds:
            return Meaning(text, (full_iri,))
        return Meaning(text, (), partial(_wrong_kind, text, kinds))
    if iri:
        return Meaning(text, (), partial("Unknown IRI {!r}.".format, text))
    names = _Names.of(graph, NAMED if kinds is None else kinds)
    found = names.best(text)
    if not found:
        return Meaning(text, (), partial(names.unknown, text))
    return _meaning(graph, text, found)


def spellings_of(graph: Graph, iri: str) -> tuple[str, ...]:
    """All IRIs of a thing: a person whose name has two spellings has two."""
    quads = graph.store.quads_for_pattern(None, SAME_AS, ox.NamedNode(iri))
    others = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    return (iri, *sorted(others - {iri}))


def is_mentioned(graph: Graph, iri: str) -> bool:
    """Whether a document mentions a thing, so that a claim of one, or a section, points to it."""
    node = ox.NamedNode(iri)
    pointing = (quad.subject for quad in graph.store.quads_for_pattern(None, None, node))
    return any(
        any(graph.store.quads_for_pattern(claim, source, None))
        for claim in (node, *pointing)
        for source in (_EVIDENCE, _DOCUMENT)
        if not isinstance(claim, ox.Triple)
    )


def not_mentioned(graph: Graph, things: Iterable[str]) -> str:
    """The message for things that are known but that no document in the graph mentions."""
    inspectorates = {
        thing("organisation", b.slug) for b in organisations() if b.kind == INSPECTORATE
    }
    iris = list(things)
    names = [_shown(graph, iri) for iri in iris]
    known = joined(names)
    if iris and inspectorates.issuperset(iris):
        return (
            f"{known}: graphs don't record mentions of inspectorates. "
            f"Search the text instead: kg find {names[0]!r}"
        )
    verb, pronoun = ("is", "it") if len(names) == 1 else ("are", "them")
    message = f"{known} {verb} known, but no document in {graph.name} mentions {pronoun}."
    others = [_shown(graph, other) for iri in iris for other in _mentioned_namesakes(graph, iri)]
    return f"{message} Did you mean {joined(others, 'or')}?" if others else message


def _meaning(graph: Graph, text: str, iris: Collection[str]) -> Meaning:
    things = tuple(sorted(iris))
    if len(things) == 1:
        return Meaning(text, things)
    names = [f"{_shown(graph, iri)} ({iri.removeprefix(THINGS)})" for iri in things]
    more = len(names) - MAX_CANDIDATES
    rest = [f"{more} more"] if more > 0 else []
    candidates = joined([*names[:MAX_CANDIDATES], *rest], "or")
    return Meaning(text, things, lambda: f"{text!r} may be {candidates}. Give the IRI.")


def _wrong_kind(text: str, kinds: Collection[str]) -> str:
    article = "an" if min(kinds).startswith(tuple("aeiou")) else "a"
    return f"{text!r} is not {article} {joined(sorted(kinds), 'or')}."


def _mentioned_namesakes(graph: Graph, iri: str) -> Iterator[str]:
    """The predecessors and successors of the same name as a council that documents mention."""
    gazetteer = Gazetteer.load()
    council = gazetteer.councils.get(iri.removeprefix(thing("council", "")))
    for other in gazetteer.namesakes(council) if council else ():
        namesake = thing("council", other.gss)
        if namesake != iri and is_mentioned(graph, namesake):
            yield namesake


def _shown(graph: Graph, iri: str) -> str:
    """The display name of a thing."""
    if iri.startswith(thing("council", "")):
        council = Gazetteer.load().by_code(iri.removeprefix(thing("council", "")))
        if council is not None:
            return f"{council.official_name} ({council.gss})"
    for name in _SHOWN:
        quads = graph.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(name), None)
        found = sorted(q.object.value for q in quads if isinstance(q.object, ox.Literal))
        if found:
            return found[0]
    return iri.removeprefix(THINGS)


def _is_in(graph: Graph, iri: str) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    quads = graph.store.quads_for_pattern
    return any(quads(node, None, None)) or any(quads(None, None, node))


def _kind(iri: str) -> str:
    """The kind of thing that an IRI names: the first part of its path, or `theme`."""
    if iri.startswith(_THEME):
        return "theme"
    return kind_of(iri) if iri.startswith(THINGS) else ""


@dataclass(slots=True)
class _Names:
    """The names of the things in a graph, collected in one pass."""

    #: Folded name -> IRI -> rank; 0 is best.
    ranks: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    #: IRI -> index in `_SHOWN` of its display name, and that name.
    shown: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Name -> the first IRI with that name.
    spelt: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph, kinds: Collection[str]) -> _Names:
        """The names of all things of these kinds."""
        quads = graph.store.quads_for_pattern
        main = {str(q.subject)[1:-1]: str(q.object)[1:-1] for q in quads(None, SAME_AS, None)}
        abolished = {str(q.subject)[1:-1] for q in quads(None, _ABOLISHED, None)}
        names = cls()
        for property_iri, rank in _NAMES.items():
            for quad in quads(None, ox.NamedNode(property_iri), None):
                iri = str(quad.subject)[1:-1]
                if _kind(iri) in kinds and isinstance(quad.object, ox.Literal):
                    # An abolished council ranks behind the present council of the same name.
                    order = 2 * rank + (iri in abolished)
                    names.add(main.get(iri, iri), property_iri, quad.object.value, order)
        return names

    def add(self, iri: str, property_iri: str, name: str, order: int) -> None:
        """Add one name."""
        known = self.ranks[fold(name)]
        known[iri] = min(order, known.get(iri, order))
        self.spelt[name] = min(iri, self.spelt.get(name, iri))
        if property_iri in _SHOWN:
            display = (_SHOWN.index(property_iri), name)
            self.shown[iri] = min(display, self.shown.get(iri, display))

    def best(self, text: str) -> list[str]:
        """The things with this name that have the best rank."""
        found = self.ranks.get(fold(text), {})
        return [iri for iri, rank in found.items() if rank == min(found.values())]

    def unknown(self, text: str) -> str:
        """The message for an unknown name, with similar names."""
        shown = {
            name: self.shown[iri][1] if iri in self.shown else name
            for name, iri in self.spelt.items()
        }
        near = did_you_mean(text, shown, Gazetteer.load().without_generic_words)
        return f"Unknown name {text!r}. {near}".rstrip()
