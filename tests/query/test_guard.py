"""What a query from outside the library may do: tricks that are refused, and words that are not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import QueryError
from kg.query.guard import (
    MAX_NESTING,
    guarded,
    guarded_for_oxigraph,
    query_form,
    undeclared_prefixes,
)
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"

ASKS, READS, CHANGES = (
    "SERVICE contacts another server",
    "FROM selects another dataset",
    "changes the graph",
)
MALFORMED = "malformed"

#: Tricks: a query, what is said of it, and the trick.  CANARY is a server that listens.
TRICKS = [
    # plain, and in every spelling
    ("SELECT * { SERVICE <CANARY> { ?s ?p ?o } }", ASKS, "plain"),
    ("select * { service <CANARY> { ?s ?p ?o } }", ASKS, "small letters"),
    ("SELECT * { sErViCe <CANARY> { ?s ?p ?o } }", ASKS, "mixed letters"),
    ("SELECT * { SERVICE SILENT <CANARY> { ?s ?p ?o } }", ASKS, "silent"),
    ("SELECT * { SERVICE\tSILENT\n<CANARY>{?s ?p ?o}}", ASKS, "tab and line break between"),
    ("SELECT*{SERVICE<CANARY>{}}", ASKS, "no blanks at all"),
    ("SELECT * { SERVICESILENT<CANARY>{} }", ASKS, "two keywords grown together"),
    ("SELECT * { ?s ?p 5SERVICE<CANARY>{} }", ASKS, "grown together with a number"),
    ("SELECT * { ?s ?p 5.0SERVICE<CANARY>{} }", ASKS, "with a decimal"),
    ("SELECT * { ?s ?p 5e1SERVICE<CANARY>{} }", ASKS, "with a double"),
    ("SELECT * { ?s ?p trueSERVICE<CANARY>{} }", ASKS, "with true"),
    ("SELECT * { ?s ?p 'a'SERVICE<CANARY>{} }", ASKS, "behind a string"),
    ("SELECT * { ?s ?p 'a'^^<urn:t>SERVICE<CANARY>{} }", ASKS, "behind a datatype"),
    ("SELECT * { ?s ?p <urn:o>SERVICE<CANARY>{} }", ASKS, "behind an IRI"),
    ("SELECT * { ?s ?p ?o.SERVICE<CANARY>{} }", ASKS, "behind a full stop"),
    ("SELECT * { ?s ?p 1.SERVICE<CANARY>{} }", ASKS, "a number's full stop ends the triple"),
    ("PREFIX a: <urn:a> SELECT * { ?s ?p a:.SERVICE<CANARY>{} }", ASKS, "behind a name that is a prefix"),
    ("SELECT * { ?s ?p [].SERVICE<CANARY>{} }", ASKS, "behind a blank node"),
    ("SELECT * { ?s ?p ().SERVICE<CANARY>{} }", ASKS, "behind a list"),
    # the endpoint in other ways
    ("SELECT * { BIND(<CANARY> AS ?e) SERVICE ?e { ?s ?p ?o } }", ASKS, "a variable"),
    ("SELECT * { VALUES ?e { <CANARY> } SERVICE $e { ?s ?p ?o } }", ASKS, "a variable with a dollar"),
    ("SELECT * { BIND(IRI('CANARY') AS ?e) SERVICE?e{} }", ASKS, "an IRI that is made"),
    ("PREFIX c: <CANARY> SELECT * { SERVICE c:x { ?s ?p ?o } }", ASKS, "a name"),
    ("BASE <CANARY> SELECT * { SERVICE <x> { ?s ?p ?o } }", ASKS, "relative to a base"),
    ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", ASKS, "a file"),
    # keyword or prefix
    ("PREFIX : <CANARY> SELECT * { SERVICE:x { ?s ?p ?o } }", ASKS, "the keyword, then a name without a prefix"),
    ("PREFIX : <CANARY> PREFIX service: <urn:x> SELECT * { service:x { ?s ?p ?o } }", ASKS, "either, with a prefix called service"),
    ("PREFIX : <CANARY> PREFIX SERVICESILENT: <urn:x> SELECT * { SERVICESILENT:x { } }", ASKS, "either, and silent"),
    ("PREFIX service: <CANARY> SELECT * { SERVICE service:x { ?s ?p ?o } }", ASKS, "a prefix called service is no excuse"),
    ("PREFIX : <CANARY> SELECT * { ?s ?p true.SERVICE:x { } }", ASKS, "what might be a prefix with a full stop"),
    # nested
    ("SELECT * { OPTIONAL { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in OPTIONAL"),
    ("SELECT * { { ?s ?p ?o } UNION { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in UNION"),
    ("SELECT * { ?s ?p ?o MINUS { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in MINUS"),
    ("SELECT * { GRAPH ?g { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in GRAPH"),
    ("SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in EXISTS"),
    ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in NOT EXISTS"),
    ("SELECT * { ?s ?p ?o FILTER(1 = 1 || EXISTS { SERVICE <CANARY> { } }) }", ASKS, "in a condition"),
    ("SELECT * { BIND(EXISTS { SERVICE <CANARY> { } } AS ?x) }", ASKS, "in BIND"),
    ("SELECT (EXISTS { SERVICE <CANARY> { } } AS ?x) { }", ASKS, "in what is selected"),
    ("SELECT * { } ORDER BY (EXISTS { SERVICE <CANARY> { } })", ASKS, "in ORDER BY"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <CANARY> { } })", ASKS, "in HAVING"),
    ("SELECT * { { SELECT * { { SELECT * { SERVICE <CANARY> { ?s ?p ?o } } } } } }", ASKS, "in a query in a query"),
    ("SELECT * { SERVICE <CANARY> { SERVICE <CANARY> { ?s ?p ?o } } }", ASKS, "in itself"),
    ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <CANARY> { ?s ?p ?o } }", ASKS, "in CONSTRUCT"),
    ("DESCRIBE ?s { SERVICE <CANARY> { ?s ?p ?o } }", ASKS, "in DESCRIBE"),
    ("ASK { SERVICE <CANARY> { ?s ?p ?o } }", ASKS, "in ASK"),
    # escapes
    ("SELECT * { \\u0053ERVICE <CANARY> { } }", "write the character itself", "a letter as an escape"),
    ("SELECT * { SERVIC\\U00000045 <CANARY> { } }", "write the character itself", "as a long escape"),
    ("SELECT * { \\u0053\\u0045\\u0052\\u0056\\u0049\\u0043\\u0045 <CANARY> { } }", "write the character itself", "all of them"),
    ("SELECT * { BIND('a\\u0027 AS ?x) SERVICE <CANARY> { } BIND('b' AS ?y) }", MALFORMED, "an escape that would end a string"),
    ("SELECT * { SERVICE <\\u0043ANARY> { } }", ASKS, "an escape in the IRI"),
    # comments, line ends, blanks
    ("SELECT * { # a comment\nSERVICE <CANARY> { } }", ASKS, "behind a comment"),
    ("SELECT * { # a comment\rSERVICE <CANARY> { } }", ASKS, "a carriage return ends a comment too"),
    ("SELECT * { # a comment\r\nSERVICE#\n<CANARY>#\n{ } }", ASKS, "comments for blanks"),
    ("SELECT * { SERVICE # <urn:harmless>\n <CANARY> { } }", ASKS, "a comment before the IRI"),
    ("SELECT * { BIND('#' AS ?x) SERVICE <CANARY> { } }", ASKS, "a hash in a string begins no comment"),
    ("SELECT * { BIND(<urn:x#> AS ?x) SERVICE <CANARY> { } }", ASKS, "nor in an IRI"),
    ("SELECT * { BIND('''\"''' AS ?x) SERVICE <CANARY> { } BIND(\"'''\" AS ?y) }", ASKS, "quotes in quotes"),
    ("SELECT * { BIND('\\'' AS ?x) SERVICE <CANARY> { } BIND('\\'' AS ?y) }", ASKS, "an escaped quote"),
    ("SELECT * { BIND('\\\\' AS ?x) SERVICE <CANARY> { } BIND('\\\\' AS ?y) }", ASKS, "an escaped backslash ends no quote"),
    ("\ufeffSELECT * { SERVICE <CANARY> { } }", ASKS, "behind a byte order mark"),
    ("SELECT * {\u00a0SERVICE\u00a0<CANARY> { } }", ASKS, "no-break spaces"),
    ("SELECT * {\u2028SERVICE\u2003<CANARY> { } }", ASKS, "a line separator and an em space"),
    ("SELECT * {\u200bSERVICE\u200b<CANARY> { } }", ASKS, "blanks without width"),
    ("SELECT * { \u017fERVICE <CANARY> { } }", ASKS, "a long s, which is an S in capitals"),
    ("SELECT * { SER\u00adVICE <CANARY> { } }", MALFORMED, "a soft hyphen"),
    ("SELECT * { S\u0415RVICE <CANARY> { } }", MALFORMED, "a Cyrillic letter"),
    ("SELECT * { SER/**/VICE <CANARY> { } }", MALFORMED, "a comment of another language"),
    # "less than", or the beginning of an IRI
    ("SELECT * { BIND('x' AS ?a) FILTER(?a<?a+'x>' || EXISTS { SERVICE <CANARY> { } } || ?a='') }", "may be an IRI", "a quote in what may be an IRI"),
    ("SELECT * { BIND(1 AS ?a) FILTER(?a<?a#>\n || EXISTS { SERVICE <CANARY> { } } ) }", "may be an IRI", "a hash in it"),
    ("SELECT * { BIND(1 AS ?a) FILTER(?a<(?a)>'' || EXISTS { SERVICE <CANARY> { } } ) }", "may be an IRI", "a bracket in it"),
    ("SELECT * { BIND(1 AS ?a) FILTER(?a<?a||EXISTS{SERVICE<CANARY>{}}) }", ASKS, "no quote in it"),
    ("SELECT * { ?s <?__a'> ?o SERVICE <CANARY> { } } # '", ASKS, "an IRI that starts like a parameter; its quote begins no string"),
    # other data sets
    ("SELECT * FROM <CANARY> { ?s ?p ?o }", READS, "FROM"),
    ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", READS, "a file"),
    ("SELECT*FROM<CANARY>{}", READS, "without blanks"),
    ("SELECT * FROM NAMED <CANARY> { GRAPH ?g { ?s ?p ?o } }", READS, "FROM NAMED"),
    ("SELECT * from\nnamed <CANARY> { GRAPH ?g { ?s ?p ?o } }", READS, "small letters"),
    ("PREFIX c: <CANARY> ASK FROM c:x { ?s ?p ?o }", READS, "a name"),
    ("PREFIX : <CANARY> ASK FROM:x { ?s ?p ?o }", READS, "the keyword, then a name without a prefix"),
    ("PREFIX : <CANARY> PREFIX from: <urn:x> ASK from:x { ?s ?p ?o }", READS, "either"),
    ("CONSTRUCT { ?s ?p ?o } FROM <CANARY> WHERE { ?s ?p ?o }", READS, "in CONSTRUCT"),
    ("CONSTRUCT FROM <CANARY> WHERE { ?s ?p ?o }", READS, "in the short form"),
    ("DESCRIBE <urn:x> FROM <CANARY>", READS, "in DESCRIBE"),
    ("ASKFROM<CANARY>{}", READS, "grown together"),
    # updates
    ("LOAD <CANARY>", CHANGES, "LOAD"),
    ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>", CHANGES, "LOAD of a file"),
    ("ASK { }; LOAD <CANARY>", CHANGES, "behind a query"),
    ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", CHANGES, "INSERT"),
    ("DELETE WHERE { ?s ?p ?o }", CHANGES, "DELETE"),
    ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", CHANGES, "WITH"),
    ("PREFIX a: <urn:a> clear all", CHANGES, "CLEAR"),
    ("DROP ALL", CHANGES, "DROP"),
    ("CREATE GRAPH <urn:g>", CHANGES, "CREATE"),
    ("COPY <urn:a> TO <urn:b>", CHANGES, "COPY"),
    ("MOVE <urn:a> TO <urn:b>", CHANGES, "MOVE"),
    ("ADD <urn:a> TO <urn:b>", CHANGES, "ADD"),
    # what is no query of SPARQL 1.1
    ("", MALFORMED, "nothing"),
    ("SELECT * { LATERAL { SELECT * { ?s ?p ?o } } }", MALFORMED, "an extension of one engine"),
    ("SELECT * { ?s ?p 'a }", MALFORMED, "a string without its end"),
    ("SELECT * { <urn:\\u003e> ?p ?o }", "is not a character that is allowed here", "an escape that would end an IRI"),
    ("SELECT * { BIND('\\uDocuments' AS ?x) }", "must be followed by four or eight hexadecimal digits", "an escape without its digits"),
    ("SELECT * { BIND('\\uD800' AS ?x) }", "is not a character", "half a surrogate pair"),
    ("SELECT * { BIND('\\U00110000' AS ?x) }", "is not a character", "beyond Unicode"),
]  # fmt: skip

#: Queries that hold such words and do nothing wrong.
INNOCENT = [
    ("SELECT * { ?s ?p 'SERVICE <http://a/> { }' }", "a string"),
    ('SELECT * { ?s ?p "FROM <http://a/>" }', "a string with double quotes"),
    ("SELECT * { ?s ?p '''SERVICE\n<http://a/>''' }", "a long string"),
    ('SELECT * { ?s ?p """ it\'s "SERVICE" """ }', "quotes in a long string"),
    ("SELECT * { ?s ?p '\\'SERVICE <http://a/> {} \\'' }", "escaped quotes"),
    ("SELECT * { ?s ?p 'it\\\\' . ?s ?q 'SERVICE' }", "an escaped backslash at the end"),
    ("SELECT * { ?s ?p '\\u0053ERVICE' }", "an escape in a string"),
    ("SELECT * { ?s ?p '\\u0022' }", "an escaped double quote by its number"),
    ("SELECT * { ?s ?p 'a\\u000Ab\\u005C' }", "a line break and a backslash by their numbers"),
    ("SELECT * { ?s ?p '\\\\u0041' }", "a backslash before a u"),
    ("SELECT * { BIND('\\\\u0027 AS ?x) SERVICE <http://a/> { } #' AS ?y) }", "and before what looks like a quote by its number"),
    ("SELECT * { ?s ?p '\\\"' , \"\\'\" }", "an escape of the other quote"),
    ("SELECT * { <urn:caf\\u00E9> ?p ?o }", "an escape in an IRI"),
    ("SELECT * { ?s ?p 'LOAD' , 'INSERT' , 'DROP ALL' }", "names of updates"),
    ("SELECT * { ?s ?p 'children\\'s services' }", "the word in the plural"),
    ("SELECT * { ?s ?p ?o FILTER(REGEX(?o, 'service|from')) }", "a pattern"),
    ("SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), \"SERVICE {\")) }", "a function's argument"),
    ("SELECT * { ?s ?p ?o } # SERVICE <http://a/> { }", "a comment"),
    ("# FROM <http://a/>\nSELECT * { ?s ?p ?o }", "a comment first"),
    ("SELECT * { # it's a SERVICE\r\n ?s ?p ?o }", "a comment with an apostrophe"),
    ("SELECT * { # SERVICE\r ?s ?p ?o }", "a comment that a carriage return ends"),
    ("#+ summary: what services load from\nSELECT * { ?s ?p ?o }", "a header"),
    ("SELECT * { ?s <http://a/SERVICE> ?o }", "an IRI"),
    ("SELECT * { ?s <http://a/x#from> ?o }", "a fragment"),
    ("SELECT * { ?s <http://a/O'Brien> 'FROM' }", "an IRI with an apostrophe"),
    ("SELECT * { ?s <http://a/x_(service)> ?o }", "an IRI with brackets"),
    ("PREFIX a: <urn:a#> SELECT * { ?s a:b 'from' }", "a hash in a prefix"),
    ("SELECT ?service ?from { ?service ?load ?from }", "names of variables"),
    ("SELECT $SERVICE { $SERVICE ?p ?o }", "variables in capitals"),
    ("SELECT (COUNT(*) AS ?service) { ?s ?p ?o } GROUP BY ?from ORDER BY ?service", "groups and order"),
    ("SELECT*{?s?p?fromFROM}", "grown together with the name of a variable"),
    ("PREFIX service: <urn:s:> SELECT * { service:a service:b ?o }", "a prefix"),
    ("PREFIX from: <urn:s:> SELECT * { ?s from:b ?o }", "another prefix"),
    ("PREFIX social.service: <urn:s:> SELECT * { ?s social.service:b ?o }", "a prefix with a full stop"),
    ("PREFIX : <urn:s:> SELECT * { ?s :service :from , :load }", "names without a prefix"),
    ("PREFIX a: <urn:s:> SELECT * { ?s a:service a:web.SERVICE }", "names with a prefix"),
    ("PREFIX a: <urn:s:> SELECT * { ?s a:x\\'s a:%53ERVICE }", "names with escapes"),
    ("SELECT * { ?s ?p 'a'@service }", "a language"),
    ("SELECT * { ?s ?p 'a'@en-service }", "a part of a language"),
    ("SELECT * { _:service ?p _:from }", "blank nodes"),
    ("SELECT * { ?s ?p ?o FILTER(?o<?p) }", "less than, without blanks"),
    ("SELECT * { ?s ?p ?o FILTER(?o<5&&?p>3) }", "less and greater"),
    ("SELECT * { ?s ?p ?o FILTER(?o < 'SERVICE' && ?p > 'FROM') }", "less than a string"),
    ("SELECT * { ?s (<urn:x#a>|<urn:x#b>)* ?o }", "IRIs in the brackets of a path"),
    ("SELECT * { VALUES ?s { <urn:x#a> <urn:it's> } ?s ?p ?o }", "IRIs in a list of values"),
    ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "GRAPH names a graph that is there"),
    ("SELECT * { { SELECT DISTINCT ?s { ?s ?p ?o } LIMIT 3 } OPTIONAL { ?s ?q ?r } }", "a query in a query"),
    ("DESCRIBE <http://a/SERVICE>", "DESCRIBE"),
    ("CONSTRUCT { ?s <urn:from> ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
    ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT in short"),
    ("ASK { ?s ?p ?o } VALUES ?s { 'SERVICE' UNDEF }", "VALUES at the end"),
    ("BASE <http://from/> SELECT * { <service> ?p ?o }", "a base"),
]  # fmt: skip


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """The URL of a server on loopback, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    asked.append(connection.recv(4096))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked


def ids(cases: list[tuple[str, str, str]]) -> list[str]:
    return [reason for _, _, reason in cases]


@pytest.mark.parametrize(("sparql", "said", "trick"), TRICKS, ids=ids(TRICKS))
def test_tricks_are_refused(sparql: str, said: str, trick: str) -> None:
    with pytest.raises(QueryError) as caught:
        guarded(sparql.replace("CANARY", "http://127.0.0.1:9000/"))
    assert said in str(caught.value), trick


@pytest.mark.slow
@pytest.mark.parametrize(("sparql", "said", "trick"), TRICKS, ids=ids(TRICKS))
def test_tricks_end_with_1_and_ask_nobody(
    sparql: str, said: str, trick: str, canary: tuple[str, list[bytes]]
) -> None:
    url, asked = canary
    done = CliRunner().invoke(
        main, ["query", "-", "--graph", str(SAMPLE)], input=sparql.replace("CANARY", url)
    )
    assert (done.exit_code, done.stdout, asked) == (1, "", []), trick
    assert done.stderr.startswith("kg: ") and said in done.stderr and done.stderr.count("\n") == 1


def test_what_the_engine_would_have_asked(canary: tuple[str, list[bytes]]) -> None:
    # so that the silence of the canary means something
    url, asked = canary
    for sparql in ("ASK { SERVICE <CANARY> { } }", "ASK { BIND(true AS ?x) SERVICE<CANARY>{} }"):
        with pytest.raises((OSError, RuntimeError)):
            ox.Store().query(sparql.replace("CANARY", url))
    assert len(asked) == 2
    asked.clear()


@pytest.mark.parametrize(("sparql", "what"), INNOCENT, ids=[what for _, what in INNOCENT])
def test_words_alone_are_no_crime(sparql: str, what: str) -> None:
    store = ox.Store()
    assert str(list_of(store, guarded(sparql))) == str(list_of(store, sparql)), what


def list_of(store: ox.Store, sparql: str) -> object:
    result = store.query(sparql)
    return bool(result) if isinstance(result, ox.QueryBoolean) else list(result)


@pytest.mark.parametrize(
    ("sparql", "value"),
    [
        (r"SELECT ('\u0053ERVICE' AS ?x) {}", "SERVICE"),
        (r"SELECT ('\u0022\u0027' AS ?x) {}", "\"'"),
        (r"SELECT ('\u005Cn' AS ?x) {}", "\\n"),
        (r"SELECT ('a\\u0041' AS ?x) {}", r"a\u0041"),
        ("SELECT ('''a\r\nb#c''' AS ?x) {}", "a\r\nb#c"),
        ("SELECT ('a' AS #'b' \n ?x) {}", "a"),
        (r"SELECT ('\U0001F600' AS ?x) {}", "\U0001f600"),
    ],
)
def test_what_is_run_means_the_same(sparql: str, value: str) -> None:
    for text in (sparql, guarded(sparql)):
        solutions = ox.Store().query(text)
        assert isinstance(solutions, ox.QuerySolutions)
        (cell,) = next(iter(solutions))
        assert isinstance(cell, ox.Literal) and cell.value == value


@pytest.mark.parametrize("brackets", ["{}", "()", "[]"])
def test_brackets_are_counted_before_anything_parses(brackets: str) -> None:
    with pytest.raises(QueryError, match=f"more than {MAX_NESTING} brackets"):
        guarded("SELECT * " + brackets[0] * 4_000 + brackets[1] * 4_000)


def test_as_many_brackets_as_may_be() -> None:
    levels = MAX_NESTING
    assert guarded("SELECT * " + "{" * levels + "}" * levels)
    assert guarded("SELECT * {FILTER" + "(" * (levels - 1) + "1" + ")" * (levels - 1) + "}")
    # brackets in strings and comments are none
    assert guarded(f"SELECT * {{ ?s ?p '{'{' * 999}' }} # {'(' * 999}")


def test_the_line_of_what_is_refused() -> None:
    with pytest.raises(QueryError, match=r"^line 4: refused: SERVICE"):
        guarded("SELECT *\n{\r\n# x\rSERVICE <urn:x> {} }")


@pytest.mark.parametrize(
    ("sparql", "found"),
    [
        ("# SELECT\nASK {}", "ask"),
        ("PREFIX select: <urn:construct> DESCRIBE <urn:select>", "describe"),
        ("BASE <urn:ask> construct where {}", "construct"),
        ("SELECT (1 AS ?ask) {}", "select"),
        ("", ""),
    ],
)
def test_forms(sparql: str, found: str) -> None:
    assert query_form(sparql) == found


VALID = [
    ("SELECT * { VALUES ?x { -1.5 } }", "a negative decimal, on which rdflib fails"),
    ("SELECT * { ?s ?p -.5 }", "without a digit before its point"),
    ("SELECT * { ?s ?p -1.5e1 . ?s ?q -1.0,-2.5 }", "beside a double and a list"),
    ("SELECT * { ?s ?p '-1.5' ; <urn:a-1.5> ?o FILTER(?o > 2-1.5) }", "digits that are no number"),
    ("SELECT * { <a> <#b> <../c?d> }", "relative IRIs"),
]


@pytest.mark.parametrize(("sparql", "reason"), VALID, ids=[r for _, r in VALID])
def test_valid_queries_are_let_through_as_they_are(sparql: str, reason: str) -> None:
    assert guarded(sparql) == sparql, reason
    ox.Store().query(sparql, base_iri="urn:x:/")


def test_a_negative_decimal_hides_nothing() -> None:
    with pytest.raises(QueryError, match=ASKS):
        guarded("SELECT * { ?s ?p -1.5SERVICE<urn:x>{} }")
    with pytest.raises(QueryError, match="line 2: the query is malformed"):
        guarded("SELECT * { ?s ?p -1.5 .\n ?s ?p }")


@pytest.mark.parametrize(
    ("sparql", "undeclared", "reason"),
    [
        ("SELECT * { ?s ex:p b:q }", ["b", "ex"], "two"),
        ("SELECT * { ?s :p ?o }", [""], "the empty one"),
        (
            "PREFIX ex: <urn:e:> SELECT * { ?s ex:p 'b:q' } # c:d",
            [],
            "none in strings and comments",
        ),
        ("SELECT * { _:b <urn:p:q> ?o }", [], "neither a blank node nor an IRI"),
    ],
)
def test_prefixes_that_are_not_declared(sparql: str, undeclared: list[str], reason: str) -> None:
    assert undeclared_prefixes(sparql) == undeclared, reason


@pytest.mark.parametrize(
    ("sparql", "why"),
    [
        ("SELECT ?service ?from { ?service ?from ?lateral }", "a variable is not a keyword"),
        ("PREFIX a: <urn:a:> ASK { ?s a:heldFrom ?o }", "nor is the last part of a name"),
        ("SELECT * { ?s ?p 'from the service' }", "a string is none either, but both parsers look"),
        ("SELECT * { ?s ?p ?o } # SERVICE", "a comment is dropped"),
    ],
)
def test_what_only_looks_like_a_keyword_passes_the_guard_of_oxigraph(sparql: str, why: str) -> None:
    text = guarded_for_oxigraph(sparql)
    assert text == guarded(sparql) and ox.Store().query(text) is not None, why


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?s <urn:p>?service <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "ASK { ?s <urn:p>?SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
        "SELECT ?s$from <urn:x> { ?s ?p ?o }",
        "PREFIX a: <urn:a:> ASK { ?s ?p a:service <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX : <urn:a:> ASK { :SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
        "PREFIX a: <urn:a:> ASK { ?s a:x\u00b2service <http://127.0.0.1:9/> { ?a ?b ?c } }",
    ],
)
def test_a_variable_or_a_name_is_one_to_oxigraph_too(sparql: str) -> None:
    """The guard looks for no keywords in what it takes for them."""
    with pytest.raises((QueryError, SyntaxError)):
        ox.Store().query(guarded_for_oxigraph(sparql))
