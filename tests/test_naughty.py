"""Strings that break things, as every parameter of every query of the library."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query.answer import Table
from kg.query.library import COUNCIL, Parameter, Query, bind, library
from kg.query.parameters import term
from kg.query.run import run
from kg.rdf.iris import PREFIXES, REFERENCE_GRAPH, thing
from kg.resources import reference_files
from kg.store.graph import Graph
from places import TESTS

#: The Big List of Naughty Strings (licence beside it).
NAUGHTY: list[str] = json.loads((TESTS / "data" / "naughty-strings.json").read_text("utf-8"))

#: Values that try to leave their place in a query.
PAYLOADS = [
    '" }', "' }", '" } #', "' } #", '") }', "') } #", '""" }', "''' } #", '\\" } #', "\\' } #",
    '" . ?s ?p ?o . "', "' . ?s ?p ?o . '", '" } UNION { ?s ?p ?o', "' } UNION { ?s ?p ?o } #",
    '") || true || ("', "') || (1=1) #", '", "")) || true #', '" || "a"="a', "' || 'a'='a",
    '"@en } #', '"^^<urn:x> } #', '" } LIMIT 1 #', '" } ; DROP ALL #', '"; INSERT DATA { } #',
    '" SERVICE <http://127.0.0.1:9/> { } "', "' } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #",
    '" } } SELECT * { { ?s ?p ?o', '\n} #', '\r\n} #', '\u2028} #', '\\u0022 } #', '\\U00000022 } #',
    '\\\\" } #', '\x00" } #', '?__name', '$__name', '?_name_iri', '<urn:x>', '> } #', '> ?p ?o . <urn:x',
    '{{name}}', '%22%20%7D', '&quot; }', '#', '//', '/* */', '--', '`', '\\', '"', "'",
]  # fmt: skip

STRINGS = [*dict.fromkeys([*NAUGHTY, *PAYLOADS])]

PLACES = [(query, parameter) for query in library() for parameter in query.parameters]
FREE = [
    (query, parameter)
    for query, parameter in PLACES
    if not (parameter.required or parameter.choices)
    and parameter.type == "literal"
    and "CONSTRUCT" not in query.text
]

#: The columns in which the parameter `name` looks for a part of a name.
NAMED = {"name", "other_name", "programme"}


def ids(places: list[tuple[Query, Parameter]]) -> list[str]:
    return [f"{query.name}-{parameter.name}" for query, parameter in places]


def test_the_lists_are_long() -> None:
    assert len(NAUGHTY) == 503 and len(PAYLOADS) >= 40 and len(PLACES) > 50 and len(FREE) >= 5


@pytest.mark.parametrize(("query", "parameter"), PLACES, ids=ids(PLACES))
def test_a_value_fills_its_place_and_changes_nothing_else(
    query: Query, parameter: Parameter
) -> None:
    others = {p.name: "Bradford" for p in query.parameters if p.required and p is not parameter}
    empty = query.text if not others else bind(query, others)
    for string in STRINGS:
        try:
            text = bind(query, {**others, parameter.name: string})
        except UsageError as error:
            assert parameter.type != "literal" or parameter.choices, string
            assert "\n" not in str(error)
            continue
        value = string
        if parameter.name == COUNCIL and "://" not in string:
            pytest.fail(f"{string!r} is no council")
        written = str(term(parameter, value, query.text))
        expected = empty
        for variable in parameter.variables:
            expected = expected.replace(f"?{variable}", f" {written} ")
        assert text == expected, string


def test_the_engine_reads_each_term_as_what_it_was() -> None:
    store = ox.Store()
    for string in STRINGS:
        result = store.query(f"SELECT ({ox.Literal(string)!s} AS ?x) {{}}")
        assert isinstance(result, ox.QuerySolutions)
        (cell,) = next(iter(result))
        assert cell == ox.Literal(string)


_NAMES = {f"{PREFIXES['rdfs']}label", f"{PREFIXES['kg']}name", f"{PREFIXES['foaf']}name"}


def graphs() -> Iterator[tuple[list[str], Graph]]:
    """Graphs whose names hold some of the strings each, and these strings."""
    quads = list(ox.parse(path=str(TESTS / "graphs" / "sample.trig"), format=ox.RdfFormat.TRIG))
    names = sorted({q.object.value for q in quads if is_name(q)})
    for first in range(0, len(STRINGS), len(names)):
        some = STRINGS[first : first + len(names)]
        said = dict(zip(names, some, strict=False))
        store = ox.Store()
        for path in reference_files():
            store.load(path=str(path), to_graph=ox.NamedNode(REFERENCE_GRAPH))
        for quad in quads:
            new = quad.object
            if is_name(quad) and isinstance(new, ox.Literal) and new.value in said:
                new = ox.Literal(f"{new.value} {said[new.value]}")
            store.add(ox.Quad(quad.subject, quad.predicate, new, quad.graph_name))
        yield some, Graph(store, None, "naughty")


def is_name(quad: ox.Quad) -> bool:
    return quad.predicate.value in _NAMES and isinstance(quad.object, ox.Literal)


@pytest.mark.slow
@pytest.mark.parametrize(("query", "parameter"), FREE, ids=ids(FREE))
def test_the_rows_are_those_that_hold_the_string(query: Query, parameter: Parameter) -> None:
    hits = 0
    for strings, graph in graphs():
        everything = rows(graph, query, {})
        for string in strings:
            kept = [row for row in everything if holds(row, string, parameter)]
            assert rows(graph, query, {parameter.name: string}) == kept, string
            hits += bool(kept)
    assert hits or parameter.name != "name"


def rows(graph: Graph, query: Query, values: dict[str, str]) -> list[dict[str, str]]:
    answer = run(graph, bind(query, values))
    assert isinstance(answer, Table)
    return [
        {
            column: cell.value if isinstance(cell, ox.Literal) else str(cell or "")
            for column, cell in zip(answer.columns, row, strict=True)
        }
        for row in answer.rows
    ]


def holds(row: dict[str, str], string: str, parameter: Parameter) -> bool:
    if parameter.name != "name":
        return string == row[parameter.name]
    cells = [cell.lower() for column, cell in row.items() if column in NAMED]
    assert cells
    return any(string.lower() in cell for cell in cells)


@pytest.mark.parametrize(
    ("value", "iri"),
    [
        ("Bradford", thing("council", "E08000032")),
        ("bradford", thing("council", "E08000032")),
        (" City of Bradford Metropolitan District Council ", thing("council", "E08000032")),
        ("E08000032", thing("council", "E08000032")),
        (thing("council", "E08000032"), thing("council", "E08000032")),
        (f"<{thing('council', 'E08000032')}>", thing("council", "E08000032")),
        ("https://example.org/council/1", "https://example.org/council/1"),
    ],
)
def test_a_council_by_any_of_its_names(value: str, iri: str) -> None:
    for query, parameter in PLACES:
        if parameter.name == COUNCIL:
            assert f"<{iri}>" in bind(query, {COUNCIL: value}), query.name


@pytest.mark.parametrize("value", ["Bradfrod", "E08999999", thing("council", "E08999999")])
def test_an_unknown_council_is_refused(value: str) -> None:
    for query, parameter in PLACES:
        if parameter.name == COUNCIL:
            with pytest.raises(UsageError, match=r"^Unknown council "):
                bind(query, {COUNCIL: value})
