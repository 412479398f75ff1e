"""Which variables are parameters, and what may stand for them."""

from __future__ import annotations

import io
import re

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.query.library import Query, load
from kg.query.parameters import parameters, substitute


@pytest.mark.parametrize(
    ("sparql", "found", "reason"),
    [
        ("?_a", [("a", True, "literal")], "required"),
        ("?__a", [("a", False, "literal")], "optional"),
        ("$__a", [("a", False, "literal")], "the other spelling of a variable"),
        ("?_a_literal ?_b_iri ?_c_number ?_d_integer", [("a", True, "literal"), ("b", True, "iri"), ("c", True, "number"), ("d", True, "integer")], "types"),
        ("?_a_xsd_date", [("a", True, "xsd:date")], "a datatype with its prefix"),
        ("?_a_en", [("a", True, "@en")], "a language"),
        ("?__a ?_a", [("a", True, "literal")], "required once is required"),
        ("?a ?a_b ?a__b", [], "plain variables"),
        ("# ?_a", [], "in a comment"),
        ("'?_a' \"?_b\"", [], "in strings"),
        ("'''it's ?_a''' \"\"\"a \"quoted\" ?_b\"\"\" ?_c", [("c", True, "literal")], "in long strings"),
        ("'\\'?_a' ?_b", [("b", True, "literal")], "after an escaped quote"),
        ("<http://example.org/?_a#b> ?_c", [("c", True, "literal")], "in an IRI; # is no comment there"),
        ("?x<?_a && ?y>?_b", [("a", True, "literal"), ("b", True, "literal")], "comparisons without blanks are no IRI"),
        ("ex:it\\'s ?_a", [("a", True, "literal")], "an escaped apostrophe in a name begins no string"),
    ],
)  # fmt: skip
def test_parameters_are_the_variables_that_are_named_so(
    sparql: str, found: list[tuple[str, bool, str]], reason: str
) -> None:
    got = [(p.name, p.required, p.type) for p in parameters(sparql, "here")]
    assert got == found, reason


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT *\n{ ?s ?p ?_la_code }", "line 2: ?_la_code is not a valid parameter"),
        ("{ ?s ?p ?___a }", "?___a is not a valid parameter"),
        ("{ ?s ?p ?_a_b_c_d }", "?_a_b_c_d is not a valid parameter"),
        ("{ ?_a_iri ?p ?_a_number }", "a has the types iri and number"),
    ],
)
def test_what_only_looks_like_a_parameter_is_an_error(sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        parameters(sparql, "here")


@pytest.mark.parametrize(
    ("sparql", "several", "reason"),
    [
        ("FILTER(?x = COALESCE(?__a, ?x))", True, "compared"),
        (
            "FILTER(?x=COALESCE( $__a , ?x) && STR(?y) = COALESCE(?__a, STR(?y)))",
            True,
            "both times",
        ),
        ('FILTER(COALESCE(?x, "") = COALESCE(?__a, ?x, ""))', True, "with a string"),
        ("FILTER(?x = COALESCE(?__a, ?x)) ?x ?y ?__a", False, "elsewhere there is one place"),
        ("?x ?y ?__a FILTER(?x = COALESCE(?__a, ?x))", False, "the other way round"),
        ("FILTER(?x < COALESCE(?__a, ?x))", False, "another comparison"),
        ("FILTER(CONTAINS(?x, ?__a))", False, "no comparison"),
    ],
)
def test_a_parameter_may_have_several_values_where_it_is_compared(
    sparql: str, several: bool, reason: str
) -> None:
    assert [p.several for p in parameters(sparql, "here")] == [several], reason


def test_several_values_mean_either() -> None:
    both = (ox.Literal("a"), ox.Literal("b), c"))
    text = "FILTER(?x = COALESCE(?__a, ?x)) # = COALESCE(?__a, ?x)"
    assert substitute(text, {"__a": both}, "here") == (
        'FILTER(?x IN (COALESCE("a", ?x), COALESCE("b), c", ?x))) # = COALESCE(?__a, ?x)'
    )
    assert substitute(text, {"__a": both[:1]}, "here").startswith(
        'FILTER(?x = COALESCE( "a" , ?x))'
    )


def query_of(sparql: str) -> Query:
    return load("-", io.StringIO(sparql))


def test_escapes_that_engines_read_differently_are_refused() -> None:
    query = query_of(r'SELECT * { ?s ?_x "\u0022" }')
    with pytest.raises(QueryError, match="write the character itself instead of"):
        substitute(query.text, {"_x": (ox.Literal("a"),)}, "here")
