"""Looks up what a graph says of its nodes: of many with one query, and of each only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.rdf.vocabulary import named_node, prologue

__all__ = ["NodeReader", "Term"]

#: Nodes that one query reads.
AT_ONCE = 500

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class NodeReader:
    """Looks up triples in a store, across all its graphs, each of them once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._read: dict[ox.NamedNode, dict[ox.NamedNode, list[Term]]] = {}
        self._objects: dict[tuple[ox.NamedNode, ox.NamedNode], list[Term]] = {}

    def read(self, nodes: Iterable[Term]) -> None:
        """Read all that is said of these nodes, many with one query."""
        iris = dict.fromkeys(node for node in nodes if isinstance(node, ox.NamedNode))
        new = [iri for iri in iris if iri not in self._read]
        for start in range(0, len(new), AT_ONCE):
            part = new[start : start + AT_ONCE]
            numbered = " ".join(f"({number} {node})" for number, node in enumerate(part))
            sparql = f"SELECT ?n ?p ?o {{ VALUES (?n ?s) {{ {numbered} }} ?s ?p ?o }}"
            found: list[dict[ox.NamedNode, set[Term]]] = [defaultdict(set) for _ in part]
            for n, p, o in self.select(sparql):
                found[int(n.value)][p].add(o)  # two graphs may say the same
            for node, values in zip(part, found, strict=True):
                self._read[node] = {p: sorted(values[p], key=str) for p in values}

    def select(self, sparql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT query; a value that is not bound is None."""
        found = self._store.query(prologue() + sparql, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return map(tuple, found)

    def said_of(self, node: Term) -> Mapping[ox.NamedNode, list[Term]]:
        """The values of each property of a node."""
        self.read([node])
        return self._read[node] if isinstance(node, ox.NamedNode) else {}

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[Term]:
        """The values of a property, sorted."""
        if subject in self._read:
            return self._read[subject].get(predicate, [])
        key = subject, predicate
        if key not in self._objects:
            quads = self._store.quads_for_pattern(subject, predicate, None)
            self._objects[key] = sorted({quad.object for quad in quads}, key=str)
        return self._objects[key]

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
        """The IRIs with this value of a property, sorted."""
        found = {quad.subject for quad in self._store.quads_for_pattern(None, predicate, value)}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=str)

    def node(self, subject: ox.NamedNode | None, name: str) -> ox.NamedNode | None:
        """The first IRI of a property, or None."""
        values = self.objects(subject, named_node(name)) if subject else []
        return next((value for value in values if isinstance(value, ox.NamedNode)), None)

    def text(self, subject: ox.NamedNode | None, name: str) -> str | None:
        """The first literal of a property, or None."""
        values = self.objects(subject, named_node(name)) if subject else []
        return next((value.value for value in values if isinstance(value, ox.Literal)), None)

    def literals(self, predicate: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str]]:
        """All subjects of a property with its literal values."""
        for quad in self._store.quads_for_pattern(None, predicate, None):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                yield subject, value.value
