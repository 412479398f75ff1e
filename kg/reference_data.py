"""Reference data: the Turtle files of the ontology as plain values, and the labels of concepts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf.iris import concept_scheme, expand
from kg.resources import ontology_dir
from kg.suggestions import unknown

__all__ = ["Node", "concept_labels", "grade_colours", "read_reference"]

#: Property IRI -> values in file order: literals as text, resources as IRIs.
Node = Mapping[str, list[str]]


@cache
def concept_labels(scheme: str) -> Mapping[str, tuple[str, ...]]:
    """The labels of each concept of a scheme, by token: preferred, alternative, hidden.

    The tokens are in file order.  Raises UsageError for an unknown scheme.
    """
    labels = {
        node[expand("skos:notation")][0]: tuple(
            label
            for kind in ("pref", "alt", "hidden")
            for label in node.get(expand(f"skos:{kind}Label"), ())
        )
        for node in read_reference("concepts").values()
        if node.get(expand("skos:inScheme")) == [concept_scheme(scheme)]
    }
    if not labels:
        schemes = concept_scheme("")
        known = (iri.removeprefix(schemes) for iri in read_reference("concepts"))
        known = (name for name in known if "/" not in name)
        raise UsageError(unknown("concept scheme", scheme, sorted(known), listed=True))
    return MappingProxyType(labels)


@cache
def grade_colours() -> Mapping[str, str]:
    """The colour of each grade in charts, as `#rrggbb`, by token."""
    colours = {
        node[expand("skos:notation")][0]: node[expand("kg:colour")][0]
        for node in read_reference("concepts").values()
        if node.get(expand("skos:inScheme")) == [concept_scheme("grade")]
    }
    return MappingProxyType(colours)


@cache
def read_reference(name: str) -> Mapping[str, Node]:
    """The nodes of one file of the ontology: subject IRI to its properties."""
    nodes: dict[str, dict[str, list[str]]] = {}
    path = ontology_dir() / f"{name}.ttl"
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            node = nodes.setdefault(subject.value, {})
            node.setdefault(quad.predicate.value, []).append(value.value)
    return nodes
