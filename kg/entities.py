"""The graph `entities`: what spans documents, computed again at each build from all of them.

Labels and types of people, programmes and organisations, and who is one person under two
spellings; `kg.links` adds what follows what.  It reads the claims in the store and adds nothing
that no document or reference file states.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import TypeVar

import pyoxigraph as ox

from kg.identities import same_people
from kg.names import ENTITIES_GRAPH, KG, PREFIXES, concept

__all__ = ["entity_quads"]

PROLOGUE = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kg", "org", "prov", "rdfs")
)
#: Class, and how its members are named in claims.
NAMED = (
    ("Inspector", "?claim prov:agent ?thing ; kg:name ?name ."),
    ("Leader", "?claim org:member ?thing ; kg:name ?name ."),
    ("Programme", "?claim kg:mentions ?thing ; kg:name ?name ; kg:programmeKind ?kind ."),
    ("Organisation", "?claim kg:mentions ?thing ; kg:name ?name ; kg:organisationKind ?kind ."),
)
KIND_OF = {"Programme": "programmeKind", "Organisation": "organisationKind"}
#: Bodies that are only named with a post.
BODIES = "?claim org:organization ?thing ; kg:organisationText ?name ."

T = TypeVar("T")

GRAPH = ox.NamedNode(ENTITIES_GRAPH)
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
OTHER_LABEL = ox.NamedNode(PREFIXES["skos"] + "altLabel")
SAME = ox.NamedNode(PREFIXES["owl"] + "sameAs")


def entity_quads(store: ox.Store, apart: Collection[frozenset[str]] = ()) -> Iterator[ox.Quad]:
    """The quads of the graph `entities` for the documents and reference data in a store.

    Pairs of people in `apart` are known to be two.
    """
    known = _things(store, "?thing rdfs:label ?name .")
    named = set()
    for kind, pattern in NAMED:
        for thing, names, kinds in _named(store, pattern):
            named.add(thing)
            if thing in known:
                continue
            yield from _described(thing, kind, names)
            if kinds:
                predicate = ox.NamedNode(KG + KIND_OF[kind])
                yield ox.Quad(thing, predicate, _commonest(kinds), GRAPH)
    for thing, names, _ in _named(store, BODIES):
        if thing not in known and thing not in named:
            yield from _described(thing, "Organisation", names)
            other = ox.NamedNode(concept("organisation-kind", "other"))
            yield ox.Quad(thing, ox.NamedNode(KG + "organisationKind"), other, GRAPH)
    for iri, main, spellings in same_people(store, apart):
        person = ox.NamedNode(main)
        yield ox.Quad(ox.NamedNode(iri), SAME, person, GRAPH)
        yield from (ox.Quad(person, OTHER_LABEL, ox.Literal(s), GRAPH) for s in spellings)


def _described(thing: ox.NamedNode, kind: str, names: Counter[str]) -> Iterator[ox.Quad]:
    label = _commonest(names)
    yield ox.Quad(thing, TYPE, ox.NamedNode(KG + kind), GRAPH)
    yield ox.Quad(thing, LABEL, ox.Literal(label), GRAPH)
    for name in sorted(names):
        if name != label:
            yield ox.Quad(thing, OTHER_LABEL, ox.Literal(name), GRAPH)


def _commonest(counts: Counter[T]) -> T:
    """The commonest; of several the longest, then the first in order."""
    return min(counts, key=lambda item: (-counts[item], -len(str(item)), str(item)))


def _things(store: ox.Store, pattern: str) -> set[ox.NamedNode]:
    query = f"{PROLOGUE}SELECT DISTINCT ?thing {{ {pattern} }}"
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return {solution["thing"] for solution in solutions}


def _named(
    store: ox.Store, pattern: str
) -> Iterator[tuple[ox.NamedNode, Counter[str], Counter[ox.NamedNode]]]:
    """Each thing with the names (and kinds) that claims give it, in the order of its IRI."""
    kind = "?kind" if "?kind" in pattern else ""
    query = f"{PROLOGUE}SELECT ?claim ?thing ?name {kind} {{ {pattern} }}"
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    names: dict[ox.NamedNode, Counter[str]] = defaultdict(Counter)
    kinds: dict[ox.NamedNode, Counter[ox.NamedNode]] = defaultdict(Counter)
    for solution in solutions:
        thing = solution["thing"]
        names[thing][solution["name"].value] += 1
        if kind:
            kinds[thing][solution["kind"]] += 1
    for thing in sorted(names, key=str):
        yield thing, names[thing], kinds[thing]
