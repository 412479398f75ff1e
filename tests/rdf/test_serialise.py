"""Triples written in an order of their own."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf.serialise import serialise


def test_triples_of_an_answer_have_an_order_of_their_own() -> None:
    triples = [
        ox.Triple(ox.NamedNode("urn:b"), ox.NamedNode("urn:p"), ox.Literal("1")),
        ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("2")),
    ]
    for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES):
        assert serialise(triples, form) == serialise(triples[::-1], form)
    assert serialise(triples, ox.RdfFormat.N_TRIPLES).startswith(b"<urn:a>")
