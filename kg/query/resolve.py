"""What a person means by a name, an alias, a code or an IRI: the things of a graph.

All commands that take a name read it here, so that a council has the same names everywhere.  A
council's name, code or IRI is looked up in the gazetteer, before and without any graph; all other
names are those that the graph itself gives to people, programmes, organisations, inspections,
documents and themes.  Names are compared folded (`kg.gazetteer.fold`).
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
from kg.suggestions import did_you_mean, either

__all__ = ["Meaning", "is_mentioned", "not_mentioned", "resolve", "spellings_of"]

_ABOLISHED, _EVIDENCE = named_node("kg:abolished"), named_node("kg:evidence")
_THEME = concept("theme", "")

#: What has names, by the part of its IRI that says what it is.
NAMED = frozenset({"council", "document", "inspection", "organisation", "person", "programme"})

#: Properties that name a thing.  A thing that has a name first stands before one that has it last.
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
#: By which of its names a thing is shown: the first that it has.
_SHOWN = (
    expand("kg:officialName"),
    expand("rdfs:label"),
    expand("skos:prefLabel"),
    expand("dcterms:title"),
    expand("kg:path"),
)
#: The kind of organisation whose mentions extraction leaves out, as every document has them.
INSPECTORATE = "inspectorate"
MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Meaning:
    """The things (IRIs) that a text means, and when they are not exactly one, why."""

    text: str
    things: tuple[str, ...]
    explain: Callable[[], str] = str

    @property
    def reason(self) -> str:
        """Why it is not one thing, in a sentence; worked out when asked for."""
        return self.explain()

    @property
    def one(self) -> str:
        """The one thing that is meant; raises UsageError when it is unknown or ambiguous."""
        if len(self.things) != 1:
            raise UsageError(self.reason)
        return self.things[0]

    @property
    def all(self) -> tuple[str, ...]:
        """All things that may be meant; raises UsageError when there are none."""
        if not self.things:
            raise UsageError(self.reason)
        return self.things


def resolve(graph: Graph, text: str, kinds: Collection[str] | None = None) -> Meaning:
    """What a text means in a graph.

    `kinds` bounds it to things of these kinds (`NAMED`, or `theme`); without, an IRI may be of
    anything in the graph and a name of anything but a theme.  Raises UsageError for a malformed
    IRI only: the meaning says what else is wrong.
    """
    if kinds is None or "council" in kinds:
        councils = Gazetteer.load().codes_for(text)
        if councils:
            return _meaning(graph, text, {thing("council", gss) for gss in councils})
    iri = as_iri(text)
    one = iri or absolute(text.strip())  # `person/ada-moss`, as curation files write it
    if _is_in(graph, one):
        if kinds is None or _kind(one) in kinds:
            return Meaning(text, (one,))
        return Meaning(text, (), partial(_wrong_kind, text, kinds))
    if iri:
        return Meaning(text, (), partial("Unknown IRI {!r}.".format, text))
    names = _Names.of(graph, NAMED if kinds is None else kinds)
    found = names.best(text)
    if not found:
        return Meaning(text, (), partial(names.unknown, text))
    return _meaning(graph, text, found)


def spellings_of(graph: Graph, iri: str) -> tuple[str, ...]:
    """A thing and the other IRIs that it has: a person whose name is spelt in two ways has two."""
    quads = graph.store.quads_for_pattern(None, SAME_AS, ox.NamedNode(iri))
    others = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    return (iri, *sorted(others - {iri}))


def is_mentioned(graph: Graph, iri: str) -> bool:
    """Whether a document says anything of a thing: a claim that has evidence points to it."""
    node = ox.NamedNode(iri)
    pointing = (quad.subject for quad in graph.store.quads_for_pattern(None, None, node))
    return any(
        any(graph.store.quads_for_pattern(claim, _EVIDENCE, None))
        for claim in (node, *pointing)
        if not isinstance(claim, ox.Triple)
    )


def not_mentioned(graph: Graph, things: Iterable[str]) -> str:
    """The message for things that are known, but that no document of the graph mentions."""
    inspectorates = {
        thing("organisation", b.slug) for b in organisations() if b.kind == INSPECTORATE
    }
    iris = list(things)
    names = [_shown(graph, iri) for iri in iris]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    if iris and inspectorates.issuperset(iris):
        return (
            f"{listed}: known, but mentions of inspectorates are not kept in a graph. "
            f"Search what documents say: kg find {names[0]!r}"
        )
    verb, pronoun = ("is", "it") if len(names) == 1 else ("are", "them")
    message = f"{listed} {verb} known, but no document in {graph.name} mentions {pronoun}."
    others = [_shown(graph, other) for iri in iris for other in _mentioned_namesakes(graph, iri)]
    return f"{message} Did you mean {either(others)}?" if others else message


def _meaning(graph: Graph, text: str, iris: Collection[str]) -> Meaning:
    things = tuple(sorted(iris))
    if len(things) == 1:
        return Meaning(text, things)
    names = [f"{_shown(graph, iri)} ({iri.removeprefix(THINGS)})" for iri in things]
    more = len(names) - MOST_CANDIDATES
    rest = [f"{more} more"] if more > 0 else []
    candidates = either([*names[:MOST_CANDIDATES], *rest])
    return Meaning(text, things, lambda: f"{text!r} may be {candidates}. Give the IRI.")


def _wrong_kind(text: str, kinds: Collection[str]) -> str:
    article = "an" if min(kinds).startswith(tuple("aeiou")) else "a"
    return f"{text!r} is not {article} {either(sorted(kinds))}."


def _mentioned_namesakes(graph: Graph, iri: str) -> Iterator[str]:
    """The councils of the same name, before or after a council, that documents mention."""
    gazetteer = Gazetteer.load()
    council = gazetteer.councils.get(iri.removeprefix(thing("council", "")))
    for other in gazetteer.namesakes(council) if council else ():
        namesake = thing("council", other.gss)
        if namesake != iri and is_mentioned(graph, namesake):
            yield namesake


def _shown(graph: Graph, iri: str) -> str:
    """What a thing is called in a message."""
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
    """What an IRI is of: its first part, or `theme`."""
    if iri.startswith(_THEME):
        return "theme"
    return kind_of(iri) if iri.startswith(THINGS) else ""


@dataclass(slots=True)
class _Names:
    """What the things of a graph are called, gathered in one walk over its names."""

    #: Folded name -> IRI -> rank, the best first.
    ranks: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    #: IRI -> the place in `_SHOWN` of the name that it is shown by, and that name.
    shown: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Name -> IRI of one thing of that name.
    spelt: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph, kinds: Collection[str]) -> _Names:
        """The names of all things of some kinds."""
        quads = graph.store.quads_for_pattern
        main = {str(q.subject)[1:-1]: str(q.object)[1:-1] for q in quads(None, SAME_AS, None)}
        gone = {str(q.subject)[1:-1] for q in quads(None, _ABOLISHED, None)}
        names = cls()
        for name, rank in _NAMES.items():
            for quad in quads(None, ox.NamedNode(name), None):
                iri = str(quad.subject)[1:-1]
                if _kind(iri) in kinds and isinstance(quad.object, ox.Literal):
                    # A council that is gone stands behind the one that has its name now.
                    order = 2 * rank + (iri in gone)
                    names.add(main.get(iri, iri), name, quad.object.value, order)
        return names

    def add(self, iri: str, how: str, name: str, order: int) -> None:
        """Take in one name."""
        known = self.ranks[fold(name)]
        known[iri] = min(order, known.get(iri, order))
        self.spelt[name] = min(iri, self.spelt.get(name, iri))
        if how in _SHOWN:
            place = (_SHOWN.index(how), name)
            self.shown[iri] = min(place, self.shown.get(iri, place))

    def best(self, text: str) -> list[str]:
        """The things of this name, or of several ranks those of the best."""
        found = self.ranks.get(fold(text), {})
        return [iri for iri, rank in found.items() if rank == min(found.values())]

    def unknown(self, text: str) -> str:
        """The message for a name that nothing has, with those that are near."""
        shown = {
            name: self.shown[iri][1] if iri in self.shown else name
            for name, iri in self.spelt.items()
        }
        near = did_you_mean(text, shown, Gazetteer.load().without_generic_words)
        return f"Unknown name {text!r}. {near}".rstrip()
