"""Shapes, read from Turtle: what each is about, and its constraints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UsageError
from kg.explore.shacl.constraints import constraints
from kg.rdf.vocabulary import RDF_TYPE, literal, named_node

__all__ = ["Constraint", "Shape", "Term", "read_shapes"]

SH = "http://www.w3.org/ns/shacl#"
FIRST, REST = named_node("rdf:first").value, named_node("rdf:rest").value
NIL = named_node("rdf:nil")
TRUE = literal("true", "boolean")

SHAPES = {ox.NamedNode(f"{SH}NodeShape"), ox.NamedNode(f"{SH}PropertyShape")}

#: Constraints that hold if their parameter is true.
SWITCHES = frozenset({"closed", "uniqueLang"})

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a kind such as "minCount", with its parameters."""

    kind: str
    terms: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a `path` (in SPARQL) a property shape.

    `targets` are patterns of SPARQL that bind `?this`; a shape that only others use has none.
    """

    node: Term
    path: str
    targets: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    message: str


def read_shapes(path: Path) -> list[Shape]:
    """The shapes of a Turtle file that have targets, in the order of their names.

    Raises UsageError if the file can't be read as Turtle, or if a shape is not in SHACL Core.
    """
    base = path.resolve().as_uri()
    values: dict[Term, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    try:
        # No store, which would write "01" as "1".
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=base):
            values[triple.subject][triple.predicate.value].add(triple.object)
    except (OSError, SyntaxError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"{path}: can't be read as Turtle ({reason})") from None
    reader = _Reader(path, {node: dict(its) for node, its in values.items()})
    return [reader.shape(node) for node in sorted(values, key=str) if reader.targets(node)]


@dataclass(frozen=True)
class _Reader:
    path: Path
    data: Mapping[Term, Mapping[str, set[Term]]]

    def shape(self, node: Term, inside: tuple[Term, ...] = ()) -> Shape:
        """A shape with those that it uses; `inside` are the shapes that use it."""
        if node in inside:
            raise self._error(node, "refers to itself")
        path = self._value(node, "path")
        off = self._text(node, "deactivated") == "true"
        return Shape(
            node,
            self._property_path(path) if path else "",
            self.targets(node),
            () if off else tuple(self._constraints(node, (*inside, node))),
            self._text(node, "message"),
        )

    def targets(self, node: Term) -> tuple[str, ...]:
        """Patterns for the nodes that a shape is about."""
        types = self.data.get(node, {}).get(RDF_TYPE.value, set())
        is_class = types & SHAPES and named_node("rdfs:Class") in types
        classes = [*self._values(node, "targetClass"), *([node] if is_class else [])]
        return (
            *(f"?this a/rdfs:subClassOf* {one} ." for one in classes),
            *(f"VALUES ?this {{ {one} }}" for one in self._values(node, "targetNode")),
            *(f"?this {one} ?any ." for one in self._values(node, "targetSubjectsOf")),
            *(f"?any {one} ?this ." for one in self._values(node, "targetObjectsOf")),
        )

    def _constraints(self, node: Term, inside: tuple[Term, ...]) -> Iterator[Constraint]:
        qualified = bool(self._values(node, "qualifiedValueShape"))
        for name in sorted(self._names(node) - set(constraints()["no_constraint"])):
            for value in self._values(node, name):
                switched_off = name in SWITCHES and value != TRUE
                if not switched_off and (qualified or not name.startswith("qualified")):
                    yield self._constraint(node, name, value, inside)

    def _constraint(
        self, node: Term, name: str, value: Term, inside: tuple[Term, ...]
    ) -> Constraint:
        match name:
            case "node" | "not" | "property":
                return Constraint(name, shapes=(self.shape(value, inside),))
            case "and" | "or" | "xone":
                several = tuple(self.shape(one, inside) for one in self._items(value))
                return Constraint(name, shapes=several)
            case "qualifiedMinCount" | "qualifiedMaxCount":
                shapes = self._qualified(node, inside)
                return Constraint(name, (value,), shapes)
            case "in" | "languageIn":
                return Constraint(name, tuple(self._items(value)))
            case "pattern":
                return Constraint(name, (value, ox.Literal(self._text(node, "flags"))))
            case "closed":
                return Constraint(name, self._allowed(node))
            case _ if name in constraints()["of_values"] or name in constraints()["of_nodes"]:
                return Constraint(name, (value,))
        raise self._error(node, f"has sh:{name}, which is not in SHACL Core")

    def _qualified(self, node: Term, inside: tuple[Term, ...]) -> tuple[Shape, ...]:
        """The shape that values are counted by, then those that they must not conform to."""
        own = self._values(node, "qualifiedValueShape")
        others: set[Term] = set()
        if self._text(node, "qualifiedValueShapesDisjoint") == "true":
            for parent in self.data:
                beside = self._values(parent, "property")
                for sibling in beside if node in beside else ():
                    others.update(self._values(sibling, "qualifiedValueShape"))
        shapes = [*own, *sorted(others - set(own), key=str)]
        return tuple(self.shape(one, inside) for one in shapes)

    def _allowed(self, node: Term) -> tuple[Term, ...]:
        """The properties that a closed shape allows."""
        ignored = self._value(node, "ignoredProperties")
        paths = [self._value(one, "path") for one in self._values(node, "property")]
        own = [path for path in paths if isinstance(path, ox.NamedNode)]
        return (*own, *(self._items(ignored) if ignored else ()))

    def _property_path(self, path: Term) -> str:
        """A path of SHACL as one of SPARQL."""
        if isinstance(path, ox.NamedNode):
            return str(path)
        alternatives = self._value(path, "alternativePath")
        if alternatives or FIRST in self.data.get(path, {}):
            steps = map(self._property_path, self._items(alternatives or path))
            return f"({('|' if alternatives else '/').join(steps)})"
        for name, pattern in constraints()["paths"].items():
            if (inner := self._value(path, name)) is not None:
                return f"({pattern.format(self._property_path(inner))})"
        raise self._error(path, "is no path")

    def _names(self, node: Term) -> set[str]:
        """The local names of the terms of SHACL that a node has."""
        return {one.removeprefix(SH) for one in self.data.get(node, {}) if one.startswith(SH)}

    def _values(self, node: Term, name: str) -> list[Term]:
        return sorted(self.data.get(node, {}).get(SH + name, ()), key=str)

    def _value(self, node: Term, name: str) -> Term | None:
        return next(iter(self._values(node, name)), None)

    def _text(self, node: Term, name: str) -> str:
        value = self._value(node, name)
        return value.value if isinstance(value, ox.Literal) else ""

    def _items(self, head: Term) -> Iterator[Term]:
        """The items of a list."""
        seen = {head}
        while head != NIL:
            its = self.data.get(head, {})
            first, rest = its.get(FIRST, set()), its.get(REST, set())
            if len(first) != 1 or len(rest) != 1 or rest & seen:
                raise self._error(head, "is no list")
            yield from first
            (head,) = rest
            seen.add(head)

    def _error(self, node: Term, what: str) -> UsageError:
        return UsageError(f"{self.path}: the shapes can't be applied ({node} {what})")
