"""What in a store violates shapes: one query for each constraint.

A constraint that asks whether values conform to other shapes takes a query for the values, and
those of the other shapes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Template

import pyoxigraph as ox

from kg.explore.shacl.constraints import constraints
from kg.explore.shacl.shapes import Constraint, Shape, Term
from kg.rdf.iris import compact
from kg.rdf.vocabulary import prologue

__all__ = ["Violation", "violations"]

PROLOGUE = prologue("rdf", "rdfs", "xsd")
FOCUS_NODES = "SELECT DISTINCT ?this { $focus }"
VALUES = "SELECT DISTINCT ?this ?value { $values }"

#: Whether a value satisfies a constraint on several shapes, of which it conforms to some.
CONFORMS: Mapping[str, Callable[[int, int], bool]] = {
    "node": lambda conforming, shapes: conforming == shapes,
    "property": lambda conforming, shapes: conforming == shapes,
    "and": lambda conforming, shapes: conforming == shapes,
    "or": lambda conforming, _: conforming > 0,
    "xone": lambda conforming, _: conforming == 1,
    "not": lambda conforming, _: conforming == 0,
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that violates a constraint of a shape, with the value that does, if it is one."""

    focus: Term
    shape: Shape
    constraint: Constraint
    value: Term | None


def violations(store: ox.Store, shape: Shape) -> Iterator[Violation]:
    """What violates a shape, in the union of the graphs of a store."""
    targets = " UNION ".join(f"{{ {target} }}" for target in shape.targets)
    yield from _violations(store, shape, targets)


def _violations(store: ox.Store, shape: Shape, focus: str) -> Iterator[Violation]:
    """What violates a shape among the nodes that the pattern `focus` binds to `?this`."""
    for constraint in shape.constraints:
        if constraint.kind == "property":
            yield from _violations(store, constraint.shapes[0], _as_focus(shape, focus))
        else:
            for node, value in _violating(store, shape, constraint, focus):
                yield Violation(node, shape, constraint, value)


def _violating(
    store: ox.Store, shape: Shape, constraint: Constraint, focus: str
) -> Iterator[tuple[Term, Term | None]]:
    """The nodes that violate one constraint, each with the value that does, if it is one."""
    if not constraint.shapes:
        for row in _rows(store, _query(constraint.kind), shape, focus, **_parameters(constraint)):
            yield row[0], row[1] if len(row) > 1 else None
        return
    failing = [_failing(store, one, _as_focus(shape, focus)) for one in constraint.shapes]
    values = _rows(store, VALUES, shape, focus)
    if constraint.terms:
        counted = [node for node, value in values if _counts(value, failing)]
        nodes = [node for (node,) in _rows(store, FOCUS_NODES, shape, focus)]
        yield from ((node, None) for node in _out_of_bounds(constraint, nodes, Counter(counted)))
        return
    conforms = CONFORMS[constraint.kind]
    for node, value in values:
        if not conforms(sum(value not in nodes for nodes in failing), len(failing)):
            yield node, value


def _failing(store: ox.Store, shape: Shape, focus: str) -> set[Term]:
    """The nodes that don't conform to a shape."""
    return {
        node
        for constraint in shape.constraints
        for node, _ in _violating(store, shape, constraint, focus)
    }


def _counts(value: Term, failing: Sequence[set[Term]]) -> bool:
    """Whether a value conforms to the first shape and to none of its siblings."""
    return value not in failing[0] and all(value in nodes for nodes in failing[1:])


def _out_of_bounds(
    constraint: Constraint, nodes: Sequence[Term], counts: Mapping[Term, int]
) -> Iterator[Term]:
    """The nodes with too few or too many values that count."""
    (bound,) = (int(term.value) for term in constraint.terms if isinstance(term, ox.Literal))
    least = constraint.kind == "qualifiedMinCount"
    for node in nodes:
        if counts[node] < bound if least else counts[node] > bound:
            yield node


def _as_focus(shape: Shape, focus: str) -> str:
    """The pattern that binds `?this` to the values of a shape."""
    if not shape.path:
        return focus
    inner = f"SELECT DISTINCT ?value {{ {_values(shape, focus)} }}"
    return f"{{ SELECT (?value AS ?this) {{ {{ {inner} }} }} }}"


def _values(shape: Shape, focus: str) -> str:
    # LATERAL (in Oxigraph, https://github.com/w3c/sparql-dev SEP 6) takes the step from each node:
    # else the store may well go through all statements with the property.
    return f"{{ {focus} }} LATERAL {{ {_step(shape)} }}"


def _step(shape: Shape) -> str:
    return f"?this {shape.path} ?value ." if shape.path else "BIND(?this AS ?value)"


def _rows(
    store: ox.Store, query: str, shape: Shape, focus: str, **parameters: str
) -> Iterator[ox.QuerySolution]:
    sparql = Template(query).substitute(
        parameters, focus=f"{{ {focus} }}", step=_step(shape), values=_values(shape, focus)
    )
    solutions = store.query(PROLOGUE + sparql, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    yield from solutions


def _query(kind: str) -> str:
    """The query for what violates a kind of constraint, with places for its parameters."""
    of_values = constraints()["of_values"].get(kind)
    if of_values is not None:
        return f"SELECT DISTINCT ?this ?value {{ $values {of_values} }}"
    return str(constraints()["of_nodes"][kind])


def _parameters(constraint: Constraint) -> dict[str, str]:
    """What stands for the parameters of a constraint in its query."""
    terms = [str(term) for term in constraint.terms]
    first, second, *_ = (*terms, "", "")
    integer = _name(first) in constraints()["ranges"]
    return {
        "term": first,
        "terms": " ".join(terms),
        "flags": second,
        "datatype": "xsd:integer" if integer else first,
        "well_formed": _well_formed(first),
    }


def _well_formed(datatype: str) -> str:
    """An expression that is false, or an error, for a value that its datatype does not hold."""
    name = _name(datatype)
    if name in constraints()["ranges"]:
        least, most = constraints()["ranges"][name]
        return f"?value >= {least} && ?value <= {most}"
    if name in constraints()["casts"]:
        return f"isLiteral({datatype}(STR(?value)))"
    return "true"


def _name(datatype: str) -> str:
    """The name of a datatype of XML Schema; for other terms, no such name."""
    return compact(datatype.strip("<>")).removeprefix("xsd:")
