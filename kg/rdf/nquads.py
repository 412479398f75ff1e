"""Terms, dates and triples as N-Quads text, which is quick to create in large numbers.

`kg.rdf.vocabulary` has terms as pyoxigraph nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.model import PartialDate
from kg.rdf.iris import expand
from kg.rdf.vocabulary import literal

__all__ = [
    "Term",
    "Triple",
    "dates",
    "decimal",
    "kg",
    "nquads",
    "number",
    "ref",
    "term",
    "text",
    "typed",
]

DATE_TYPES = ("gYear", "gYearMonth", "date")

#: A term in N-Quads syntax.
Term = str
#: Subject (a plain IRI), predicate and object.
Triple = tuple[str, Term, Term]


def ref(value: str) -> Term:
    """An IRI as a term; `kg.rdf.iris` has percent-encoded it."""
    return f"<{value}>"


@cache
def kg(name: str) -> Term:
    """A term of the ontology."""
    return ref(expand(f"kg:{name}"))


@cache
def term(prefix: str, name: str) -> Term:
    """A term of another vocabulary, by its prefix in `kg.rdf.iris`."""
    return ref(expand(f"{prefix}:{name}"))


_INTEGER = term("xsd", "integer")


def text(value: str) -> Term:
    """A plain string; characters that N-Quads can't contain are replaced (NUL, lone surrogates)."""
    plain = value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return str(ox.Literal(plain))


def typed(value: str, datatype: str) -> Term:
    """A value of an XML Schema datatype, in canonical form."""
    return str(literal(value, datatype))


def number(value: int) -> Term:
    """An integer."""
    return f'"{value}"^^{_INTEGER}'


@lru_cache(maxsize=1024)
def decimal(value: float) -> Term:
    """A decimal in canonical form: at least one digit on each side, no trailing zeros."""
    digits = f"{value:.3f}".rstrip("0")
    return typed(digits + "0" if digits.endswith(".") else digits, "decimal")


def dates(subject: str, name: str, date: PartialDate | None) -> Iterator[Triple]:
    """Triples for a date: as stated, and the first and last day that it can mean."""
    if date is None:
        return
    yield subject, kg(name), typed(date.iso, DATE_TYPES[date.iso.count("-")])
    yield subject, kg(f"{name}Earliest"), typed(date.earliest, "date")
    yield subject, kg(f"{name}Latest"), typed(date.latest, "date")


def nquads(triples: Iterable[Triple], graph: str) -> bytes:
    """Triples of a graph (IRI) as N-Quads, lines sorted."""
    end = f" {ref(graph)} .\n"
    lines = [f"<{subject}> {predicate} {value}{end}" for subject, predicate, value in triples]
    return "".join(sorted(lines)).encode("utf-8")
