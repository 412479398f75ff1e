"""The query library as RDF: executables of SHACL, as catalogues of SPARQL examples have them.

Each query has its text (`sh:select` or `sh:construct`), its summary and description, its tags, and
its parameters.  As SHACL says, the name of a parameter's variable is the end of its `sh:path`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.query.library import Query
from kg.query.parameters import Parameter
from kg.rdf.iris import thing
from kg.rdf.serialise import serialise
from kg.rdf.vocabulary import LABEL, RDF_TYPE, literal, named_node

__all__ = ["turtle"]

_SH = "http://www.w3.org/ns/shacl#"
_HEADER = re.compile(r"^#\+.*\n", re.MULTILINE)
_CONSTRUCT = re.compile(r"^CONSTRUCT\b", re.MULTILINE)


def turtle(queries: Iterable[Query]) -> bytes:
    """The queries as Turtle."""
    return serialise((t for query in queries for t in _executable(query)), ox.RdfFormat.TURTLE)


def _executable(query: Query) -> Iterator[ox.Triple]:
    node = ox.NamedNode(thing("query", query.name))
    text = _HEADER.sub("", query.text).strip()
    constructs = _CONSTRUCT.search(text) is not None
    form, kind = ("construct", "Construct") if constructs else ("select", "Select")
    yield ox.Triple(node, RDF_TYPE, _sh("SPARQLExecutable"))
    yield ox.Triple(node, RDF_TYPE, _sh(f"SPARQL{kind}Executable"))
    yield ox.Triple(node, _sh(form), literal(text))
    yield ox.Triple(node, LABEL, ox.Literal(query.summary, language="en"))
    description = " ".join(query.description.split())
    yield ox.Triple(node, named_node("rdfs:comment"), ox.Literal(description, language="en"))
    for tag in query.tags:
        yield ox.Triple(node, named_node("schema:keywords"), literal(tag))
    for parameter in query.parameters:
        for variable in parameter.variables:
            yield from _parameter(node, query, parameter, variable)


def _parameter(
    node: ox.NamedNode, query: Query, parameter: Parameter, variable: str
) -> Iterator[ox.Triple]:
    path = ox.NamedNode(thing("query", query.name, variable))
    yield ox.Triple(node, _sh("parameter"), path)
    yield ox.Triple(path, RDF_TYPE, _sh("Parameter"))
    yield ox.Triple(path, _sh("path"), path)
    yield ox.Triple(path, _sh("name"), literal(parameter.name))
    optional = not parameter.required or parameter.default is not None
    yield ox.Triple(path, _sh("optional"), literal("true" if optional else "false", "boolean"))
    if parameter.default is not None:
        yield ox.Triple(path, _sh("defaultValue"), literal(parameter.default))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)
