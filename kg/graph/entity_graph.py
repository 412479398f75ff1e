"""The graph `entities`: what spans documents, computed again at each build from all of them.

Labels and types of people, programmes and organisations, and who is one person under two
spellings; `kg.graph.inspection_links` adds which inspection follows which.  It reads the claims in
the store and adds nothing that no document or reference file states.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

import pyoxigraph as ox

from kg.graph.person_matching import same_people
from kg.rdf.iris import ENTITIES_GRAPH, KG, PREFIXES, concept
from kg.store.select import texts

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

GRAPH = ox.NamedNode(ENTITIES_GRAPH)
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
OTHER_LABEL = ox.NamedNode(PREFIXES["skos"] + "altLabel")
SAME = ox.NamedNode(PREFIXES["owl"] + "sameAs")


def entity_quads(store: ox.Store, apart: Collection[frozenset[str]] = ()) -> Iterator[ox.Quad]:
    """The quads of the graph `entities` for the documents and reference data in a store.

    Pairs of people in `apart` are known to be two.
    """
    known = {iri for (iri,) in _rows(store, "DISTINCT ?thing", "?thing rdfs:label ?name .")}
    named = set()
    for kind, pattern in NAMED:
        for iri, names, kinds in _named(store, pattern):
            named.add(iri)
            if iri in known:
                continue
            yield from _described(iri, kind, names)
            if kinds:
                predicate, value = ox.NamedNode(KG + KIND_OF[kind]), ox.NamedNode(_commonest(kinds))
                yield ox.Quad(ox.NamedNode(iri), predicate, value, GRAPH)
    for iri, names, _ in _named(store, BODIES):
        if iri not in known and iri not in named:
            yield from _described(iri, "Organisation", names)
            other = ox.NamedNode(concept("organisation-kind", "other"))
            yield ox.Quad(ox.NamedNode(iri), ox.NamedNode(KG + "organisationKind"), other, GRAPH)
    for iri, main, spellings in same_people(store, apart):
        person = ox.NamedNode(main)
        yield ox.Quad(ox.NamedNode(iri), SAME, person, GRAPH)
        yield from (ox.Quad(person, OTHER_LABEL, ox.Literal(s), GRAPH) for s in spellings)


def _described(iri: str, kind: str, names: Counter[str]) -> Iterator[ox.Quad]:
    thing, label = ox.NamedNode(iri), _commonest(names)
    yield ox.Quad(thing, TYPE, ox.NamedNode(KG + kind), GRAPH)
    yield ox.Quad(thing, LABEL, ox.Literal(label), GRAPH)
    for name in sorted(names):
        if name != label:
            yield ox.Quad(thing, OTHER_LABEL, ox.Literal(name), GRAPH)


def _commonest(counts: Counter[str]) -> str:
    """The commonest; of several the longest, then the first in order."""
    return min(counts, key=lambda item: (-counts[item], -len(item), item))


def _rows(store: ox.Store, variables: str, pattern: str) -> list[list[str]]:
    query = f"{PROLOGUE}SELECT {variables} {{ {pattern} }}"
    return texts(store, query, use_default_graph_as_union=True)[1:]


def _named(store: ox.Store, pattern: str) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    """Each thing (IRI) with the names and kinds (IRIs) that claims give it."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for _, iri, name, kind in _rows(store, "?claim ?thing ?name ?kind", pattern):
        names[iri][name] += 1
        if kind:
            kinds[iri][kind] += 1
    for iri in sorted(names):
        yield iri, names[iri], kinds[iri]
