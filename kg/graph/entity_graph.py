"""The graph `entities`: links between documents, computed again at each build.

It has the labels and types of people, programmes and organisations, and the people who appear
under two spellings; `kg.graph.inspection_links` adds links between inspections.  It is derived from
the claims in the store alone, and adds nothing that no document or reference file states.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

import pyoxigraph as ox

from kg.graph.person_matching import same_people
from kg.rdf.iris import ENTITIES_GRAPH, concept
from kg.rdf.vocabulary import (
    ALT_LABEL,
    ASSOCIATION,
    LABEL,
    MENTION,
    RDF_TYPE,
    SAME_AS,
    TENURE,
    named_node,
    prologue,
)
from kg.store.select import text_rows

__all__ = ["entity_quads"]

PROLOGUE = prologue("kg", "org", "prov", "rdfs")
#: The property that holds the kind of things of a class, and of the claims that name them.
KIND_OF = {"Programme": "programmeKind", "Organisation": "organisationKind"}
#: Each class of entity, with a pattern for the claims that name its members.
CLASSES = (
    ("Inspector", f"?claim {ASSOCIATION.about} ?thing ; kg:name ?name ."),
    ("Leader", f"?claim {TENURE.about} ?thing ; kg:name ?name ."),
    *(
        (kind, f"?claim {MENTION.about} ?thing ; kg:name ?name ; kg:{name} ?kind .")
        for kind, name in KIND_OF.items()
    ),
)
#: A pattern for the bodies in which posts are held.
BODIES = "?claim org:organization ?thing ; kg:organisationText ?name ."

GRAPH = ox.NamedNode(ENTITIES_GRAPH)


def entity_quads(store: ox.Store, distinct: Collection[frozenset[str]] = ()) -> Iterator[ox.Quad]:
    """The quads of the graph `entities` for the documents and reference data in a store.

    Pairs of IRIs in `distinct` are known to be different people.
    """
    labelled = {iri for (iri,) in _rows(store, "DISTINCT ?thing", "?thing rdfs:label ?name .")}
    named = set()
    for kind, pattern in CLASSES:
        for iri, names, kinds in _names_and_kinds(store, pattern):
            named.add(iri)
            if iri in labelled:
                continue
            yield from _description(iri, kind, names)
            if kinds:
                predicate = named_node(f"kg:{KIND_OF[kind]}")
                value = ox.NamedNode(_most_common(kinds))
                yield ox.Quad(ox.NamedNode(iri), predicate, value, GRAPH)
    for iri, names, _ in _names_and_kinds(store, BODIES):
        if iri not in labelled and iri not in named:
            yield from _description(iri, "Organisation", names)
            other = ox.NamedNode(concept("organisation-kind", "other"))
            yield ox.Quad(ox.NamedNode(iri), named_node("kg:organisationKind"), other, GRAPH)
    for iri, canonical, spellings in same_people(store, distinct):
        person = ox.NamedNode(canonical)
        yield ox.Quad(ox.NamedNode(iri), SAME_AS, person, GRAPH)
        yield from (ox.Quad(person, ALT_LABEL, ox.Literal(name), GRAPH) for name in spellings)


def _description(iri: str, kind: str, names: Counter[str]) -> Iterator[ox.Quad]:
    """An entity's class, its label (the most common name), and its other names."""
    thing, label = ox.NamedNode(iri), _most_common(names)
    yield ox.Quad(thing, RDF_TYPE, named_node(f"kg:{kind}"), GRAPH)
    yield ox.Quad(thing, LABEL, ox.Literal(label), GRAPH)
    for name in sorted(names):
        if name != label:
            yield ox.Quad(thing, ALT_LABEL, ox.Literal(name), GRAPH)


def _most_common(counts: Counter[str]) -> str:
    """The most common item; of several the longest, then the first alphabetically."""
    return min(counts, key=lambda item: (-counts[item], -len(item), item))


def _rows(store: ox.Store, variables: str, pattern: str) -> list[list[str]]:
    query = f"{PROLOGUE}SELECT {variables} {{ {pattern} }}"
    return text_rows(store, query, use_default_graph_as_union=True)[1:]


def _names_and_kinds(
    store: ox.Store, pattern: str
) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    """The IRI of each entity, with the names and kinds (IRIs) that claims give it."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for _, iri, name, kind in _rows(store, "?claim ?thing ?name ?kind", pattern):
        names[iri][name] += 1
        if kind:
            kinds[iri][kind] += 1
    for iri in sorted(names):
        yield iri, names[iri], kinds[iri]
