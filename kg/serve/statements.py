"""Statements as bytes, in the formats that are served."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.rdf.serialise import serialise
from kg.serve.forms import RDF_XML, Form

__all__ = ["serialised"]

_FORMATS: Mapping[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def serialised(triples: Iterable[ox.Triple], form: Form) -> bytes:
    """Triples in a format; their order does not matter.

    RDF/XML is written as Oxigraph does it: old clients ask for it, and kg itself has no use for it.
    """
    if form == RDF_XML:
        return ox.serialize(sorted(set(triples), key=str), format=ox.RdfFormat.RDF_XML) or b""
    return serialise(triples, _FORMATS[form.name])
