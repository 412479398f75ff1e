"""A store as an rdflib graph, without a copy: patterns and SPARQL run in Oxigraph.

The graph is the union of all named graphs, and can't be changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import pyoxigraph as ox
import rdflib
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Node

from kg.errors import UsageError
from kg.rdf.iris import PREFIXES, expand

__all__ = ["rdflib_term", "rdflib_view"]

#: A triple, and a pattern of one, in which None stands for any term.
Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]
Term = ox.NamedNode | ox.BlankNode | ox.Literal

# DISTINCT, because Oxigraph gives a triple once for each graph that holds it.
_TRIPLES = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
_COUNT = f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} }}"

_STRING = expand("xsd:string")


def rdflib_view(store: ox.Store) -> rdflib.Graph:
    """The store's triples as an rdflib graph with kg's prefixes, read as it is used."""
    graph = rdflib.Graph(store=_Union(store), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def rdflib_term(term: Term | ox.Triple) -> Identifier:
    """A term for rdflib; a plain string has no datatype there.

    Raises UsageError for a triple term, which rdflib does not support.
    """
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == _STRING:
            return rdflib.Literal(term.value)
        datatype = rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise UsageError("the graph contains triple terms, which rdflib does not support")


def _oxigraph_term(term: Node) -> Term:
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype or _STRING))
    return ox.BlankNode(str(term)) if isinstance(term, rdflib.BNode) else ox.NamedNode(str(term))


def _values(bindings: Mapping[str, Node]) -> str:
    """Bindings as a VALUES clause, for the end of a query."""
    if not bindings:
        return ""
    variables = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(_oxigraph_term(term)) for term in bindings.values())
    return f"\nVALUES ({variables}) {{ ({terms}) }}"


class _Union(Store):
    """One graph, the union of those of an Oxigraph store."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__()
        self._store = store
        self._namespaces: dict[str, rdflib.URIRef] = {}

    def triples(
        self, triple_pattern: Pattern, context: rdflib.Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[rdflib.Graph | None]]]:
        """The triples that match a pattern, each once."""
        terms = zip("spo", triple_pattern, strict=True)
        bound = {name: term for name, term in terms if term is not None}
        for row in self._solutions(_TRIPLES, bound):
            subject, predicate, object_ = map(rdflib_term, row)
            yield (subject, predicate, object_), iter(())

    def __len__(self, context: rdflib.Graph | None = None) -> int:
        """The number of triples."""
        return next(int(row[0].value) for row in self._solutions(_COUNT, {}))

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's own names
        initBindings: Mapping[str, Node],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **_: Any,
    ) -> Result:
        """The result of a query on the union; a triple counts once for each graph that holds it."""
        prefixes = {name: str(namespace) for name, namespace in initNs.items()}
        found = self._store.query(
            query + _values(initBindings), use_default_graph_as_union=True, prefixes=prefixes
        )
        if isinstance(found, ox.QuerySolutions):
            result = Result("SELECT")
            result.vars = [rdflib.Variable(variable.value) for variable in found.variables]
            result.bindings = [
                {
                    name: rdflib_term(term)
                    for name, term in zip(result.vars, row, strict=True)
                    if term is not None
                }
                for row in found
            ]
        elif isinstance(found, ox.QueryTriples):
            result = Result("CONSTRUCT")
            result.graph = rdflib.Graph()
            for triple in found:
                subject, predicate, object_ = map(rdflib_term, triple)
                result.graph.add((subject, predicate, object_))
        else:
            result = Result("ASK")
            result.askAnswer = bool(found)
        return result

    def _solutions(self, query: str, bound: Mapping[str, Node]) -> Iterator[Any]:
        try:
            terms: dict[ox.Variable, Term | ox.Triple] = {
                ox.Variable(name): _oxigraph_term(term) for name, term in bound.items()
            }
        except ValueError:  # such as an IRI with a space: nothing has it
            return iter(())
        found: Any = self._store.query(query, use_default_graph_as_union=True, substitutions=terms)
        return iter(found)

    def add(self, *_: Any, **__: Any) -> NoReturn:
        """Raises UsageError: a view only reads."""
        raise UsageError("this graph can't be changed; change a copy: rdflib.Graph() + graph")

    addN = remove = update = add  # noqa: N815

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Name a namespace; without `override`, unless either has a partner already."""
        if override or not (prefix in self._namespaces or self.prefix(namespace) is not None):
            known = {p: n for p, n in self._namespaces.items() if n != namespace}
            self._namespaces = known | {prefix: namespace}

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """The namespace of a prefix."""
        return self._namespaces.get(prefix)

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((p for p, n in self._namespaces.items() if n == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """Each prefix with its namespace."""
        return iter(self._namespaces.items())
