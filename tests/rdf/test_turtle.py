"""Turtle for people."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.rdf.iris import CONCEPTS, PREFIXES, THINGS
from kg.rdf.serialise import Part

TURTLE = [
    ('<urn:s> <urn:p> "5"^^<X#integer> .', "<urn:s> <urn:p> 5 .", "a number bare"),
    ('<urn:s> <urn:p> "-0.50"^^<X#decimal> .', "<urn:s> <urn:p> -0.50 .", "as it is written"),
    ('<urn:s> <urn:p> "5."^^<X#decimal> .', '"5."^^xsd:decimal', "no number in Turtle"),
    ('<urn:s> <urn:p> "x"^^<X#integer> .', '"x"^^xsd:integer', "no number at all"),
    ('<urn:s> <urn:p> "a\\"^^b"@en .', '"a\\"^^b"@en', "a quote and marks inside"),
    ('<urn:s> <urn:p> "5\\"^^<x>" .', '"5\\"^^<x>"', "a string that ends like a type"),
    (f"<urn:s> <urn:p> <{CONCEPTS}grade/good> .", "grade:good", "a prefix for each scheme"),
    (f"<urn:s> <urn:p> <{CONCEPTS}grade/a.b> .", f"<{CONCEPTS}grade/a.b>", "no escapes"),
    (f"<urn:s> <urn:p> <{CONCEPTS}person/x> .", f"<{CONCEPTS}person/x>", "a prefix that is taken"),
    (f"<urn:s> <urn:p> <{THINGS}council/> .", f"<{THINGS}council/>", "no local name"),
    ("<urn:s> <T> <T> .", "<urn:s> a rdf:type .", "`a` in the place of a predicate alone"),
    ("<T> <T> <urn:o> .", "rdf:type a <urn:o> .", "and not of a subject"),
    ("_:a <urn:p> _:b.c .", "_:a <urn:p> _:b.c .", "somebody else's blank nodes"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wanted", "reason"), TURTLE, ids=[r for *_, r in TURTLE])
def test_terms_in_turtle(line: str, wanted: str, reason: str) -> None:
    from kg.rdf.turtle import turtle

    line = line.replace("<X#", f"<{PREFIXES['xsd']}").replace("<T>", f"<{PREFIXES['rdf']}type>")
    written = b"".join(turtle([Part(None, lambda: [f"{line}\n".encode()])]))
    assert wanted in written.decode(), reason
    back = ox.parse(written, ox.RdfFormat.TURTLE)
    assert len([q for q in back if isinstance(q.subject, ox.NamedNode) or "_:" in line]) == 1
