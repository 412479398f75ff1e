"""Queries and their headers, and values that fill their places."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, UsageError
from kg.query.answer import Table
from kg.query.library import Query, bind, library, load
from kg.query.run import run
from kg.rdf.iris import thing
from kg.resources import queries_dir
from kg.store.graph import Graph
from queries import HOSTILE, named, text


def query_of(sparql: str) -> Query:
    return load("-", io.StringIO(sparql))


@pytest.mark.parametrize(
    ("variable", "value", "written"),
    [
        ("?_x", 'a "b"', r'"a \"b\""'),
        ("?_x_iri", "http://example.org/a", "<http://example.org/a>"),
        ("?_x_iri", "<http://example.org/a>", "<http://example.org/a>"),
        ("?_x_integer", "-5", '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("?_x_number", "5", '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("?_x_number", "0.5", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("?_x_number", "1e3", '"1e3"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("?_x_xsd_date", "2019-02-28", '"2019-02-28"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("?_x_xsd_gYearMonth", "2019-02", '"2019-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("?_x_xsd_boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("?_x_en", "word", '"word"@en'),
        ("?_council_iri", "Bedford", f"<{thing('council', 'E06000055')}>"),
        ("?_council_iri", "822", f"<{thing('council', 'E06000055')}>"),
        ("?_council_iri", "https://example.org/my-council", "<https://example.org/my-council>"),
    ],
)  # fmt: skip
def test_values_become_terms(variable: str, value: str, written: str) -> None:
    query = query_of(f"SELECT * {{ ?s ?p {variable} }}")
    assert bind(query, {query.parameters[0].name: value}).split("?p ")[1].strip(" }") == written


def test_a_datatype_may_have_a_prefix_of_the_query() -> None:
    query = query_of("PREFIX mine: <urn:mine:> SELECT * { ?s ?p ?_x_mine_size }")
    assert '"5"^^<urn:mine:size>' in bind(query, {"x": "5"})


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "?_x_iri",
            "no iri",
            "x='no iri' must be of the type iri such as https://example.org/thing",
        ),
        ("?_x_iri", "http://example.org/> <b", "must be of the type iri"),
        ("?_x_integer", "1.5", "must be of the type integer such as 12"),
        ("?_x_integer", "1 } #", "must be of the type integer"),
        ("?_x_number", "NaN", "must be of the type number"),
        ("?_x_xsd_date", "2019-02-30", "must be of the type xsd:date such as 2019-02-28"),
        ("?_x_xsd_date", "20190228", "must be of the type xsd:date"),
        ("?_x_xsd_gYear", "19", "must be of the type xsd:gYear"),
        ("?_x", "\ud800", "must be of the type literal"),
        ("?_x_nope_date", "1", "the prefix nope: is not declared"),
        (
            "?_council_iri",
            "Bedfrod",
            "Unknown council 'Bedfrod'. Did you mean 'Bedford Borough Council'?",
        ),
    ],
)
def test_bad_values_are_refused(variable: str, value: str, message: str) -> None:
    query = query_of(f"SELECT * {{ ?s ?p {variable} }}")
    with pytest.raises(UsageError, match=re.escape(message)):
        bind(query, {query.parameters[0].name: value})


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("findings", {"themes": "x"}, "Unknown parameter 'themes' of findings. Did you mean 'theme'?"),
        ("inspector-workload", {"x": "y"}, "Unknown parameter 'x' of inspector-workload. The query has no parameters."),
        ("findings", {"x": "y"}, "Unknown parameter 'x' of findings. Known: council, "),
        ("council-graph", {}, "council-graph needs a value for 'council': -p council=VALUE"),
        ("findings", {"theme": "workfroce"}, "Unknown theme 'workfroce'. Did you mean 'workforce'?"),
        ("judgements", {"grade": "!"}, "Unknown grade '!'. Known: outstanding, good"),
    ],
)  # fmt: skip
def test_parameters_that_do_not_fit_are_named(
    name: str, values: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        bind(named(name), values)
    assert message in str(caught.value)


def labels(strings: list[str]) -> Graph:
    store = ox.Store()
    for number, string in enumerate(strings):
        store.add(
            ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:label"), ox.Literal(string))
        )
    return Graph(store, None, "labels")


BY_LABEL = query_of("SELECT ?s { ?s <urn:label> ?__label }")


BY_FILTER = query_of("SELECT ?s { ?s <urn:label> ?x FILTER(?x = COALESCE(?__label, ?x)) }")


def found(graph: Graph, query: Query, value: str) -> list[str]:
    answer = run(graph, bind(query, {"label": value}))
    assert isinstance(answer, Table)
    return sorted(text(row[0]) for row in answer.rows)


@pytest.mark.parametrize("value", [s for s, _ in HOSTILE], ids=[r for _, r in HOSTILE])
def test_a_value_never_leaves_its_place(value: str) -> None:
    strings = [string for string, _ in HOSTILE]
    everywhere = labels(strings)
    expected = [f"urn:{strings.index(value)}"]
    assert found(everywhere, BY_LABEL, value) == expected
    assert found(everywhere, BY_FILTER, value) == expected


@given(st.text(), st.text())
def test_any_text_finds_itself_and_nothing_else(value: str, other: str) -> None:
    graph = labels([value, other])
    expected = ["urn:0", "urn:1"] if value == other else ["urn:0"]
    assert found(graph, BY_LABEL, value) == found(graph, BY_FILTER, value) == expected


@pytest.mark.parametrize(
    ("header", "message", "reason"),
    [
        ("#+ summary: [", "line 1: bad header", "no YAML"),
        ("\n\n#+ summary: a\n#+  tags: b", "line 4: bad header", "the line is that of the file"),
        ("#+ just words", "it must hold keys and values", "no mapping"),
        ("#+ a: &x [b]\n#+ c: *x", "line 2: bad header: aliases (*) are not", "an alias"),
        ("#+ summary: !!bool maybe", "line 1: bad header: tags (!) are not allowed", "a tag"),
        ("#+ tags: []\n\n#+ tags: []", "line 3: bad header: duplicate key `tags`", "a key twice"),
        ("#+ " + "[" * 100_000, "line 1: bad header: nested too deeply", "would end the process"),
        ("#+ " + "- " * 100_000, "line 1: bad header: nested too deeply", "the same, by dashes"),
        (
            "#+ a: 2019-02-30",
            "line 1: bad header: day is out of range",
            "a day that does not exist",
        ),
        ("#+ tags: history", "tags must be a list", "a word for a list"),
        ("#+ summary: true", 'summary: write "True" in quotes', "YAML makes a truth of it"),
        ("#+ defaults: 3", "defaults must be a list", "no list"),
        (
            "#+ defaults:\n#+   - grade: good",
            "defaults has an unknown parameter 'grade'",
            "an unknown name",
        ),
        ("#+ enumerate:\n#+   - x: a", "enumerate must be a list", "a word for a list"),
        ("#+ enumerate:\n#+   - x: [no]", 'write "False" in quotes', "YAML makes a truth of no"),
        (
            "#+ summary: !!python/object/apply:os.getcwd []",
            "bad header",
            "YAML that builds objects",
        ),
    ],
)
def test_bad_headers_name_the_file_and_the_line(
    header: str, message: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(f"{header}\nSELECT * {{ ?s ?p ?__x }}", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        load(str(path), io.StringIO())
    assert str(caught.value).startswith(str(path)) and message in str(caught.value), reason


#: The grammar of a parameter, as grlc 1.3 has it.
GRLC = re.compile(
    r"\?(?P<need>_{1,2})(?P<name>[a-zA-Z0-9]+)(_(?P<type>iri|number|literal|integer))?"
    r"(_(?P<prefix>[a-zA-Z0-9]+)_(?P<datatype>[a-zA-Z0-9]+))?(_(?P<lang>[a-zA-Z0-9]+))?"
)


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_grlc_reads_each_header_as_kg_does(query: Query) -> None:
    lines = query.text.split("\n")
    header = yaml.safe_load("\n".join(one.lstrip("#+") for one in lines if one.startswith("#+")))
    body = "\n".join(one for one in lines if not one.startswith("#+"))
    assert (header["summary"], tuple(header["tags"])) == (query.summary, query.tags)
    found = {match["name"]: match for match in GRLC.finditer(body)}
    defaults = {name: value for one in header.get("defaults", []) for name, value in one.items()}
    choices = {name: value for one in header.get("enumerate", []) for name, value in one.items()}
    written = [parameter for parameter in query.parameters if parameter.variables]
    assert list(found) == [parameter.name for parameter in written]
    for parameter in written:
        match = found[parameter.name]
        typed = f"{match['prefix']}:{match['datatype']}" if match["prefix"] else None
        assert parameter.type == (match["type"] or typed or match["lang"] or "literal")
        assert parameter.required == (match["need"] == "_")
        assert parameter.default == (
            str(defaults[parameter.name]) if parameter.name in defaults else None
        )
        assert parameter.choices == tuple(map(str, choices.get(parameter.name, ())))


def test_a_header_as_grlc_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "#+ summary: Mine\n#+ endpoint: http://localhost/\n#+ pagination: 100\n#+ tags:\n"
        "#+   - a\n#+ defaults:\n#+   - since: 2018-01-01\n#+   - n: 5\n#+ enumerate:\n"
        "#+   - grade:\n#+     - good\n#+     - bad\n"
        " #+ not: a header line\n"
        "SELECT * { ?s ?p ?_since_xsd_date, ?_n_integer, ?__grade }",
        encoding="utf-8",
    )
    query = load(str(path), io.StringIO())
    assert (query.name, query.summary, query.tags) == ("mine", "Mine", ("a",))
    since, n, grade = query.parameters
    assert (since.default, n.default, grade.choices) == ("2018-01-01", "5", ("good", "bad"))
    bound = bind(query, {})
    assert '"2018-01-01"^^' in bound and '"5"^^' in bound and "?__grade" in bound


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("finding", "Unknown query 'finding'. Did you mean 'findings'?"),
        ("nowhere.rq", "nowhere.rq: no such file"),
        ("zzzz", "kg query --list shows them all"),
    ],
)
def test_queries_that_do_not_exist(name: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        named(name)


def test_queries_come_from_the_library_a_file_and_standard_input() -> None:
    assert named("findings").path == queries_dir() / "standard" / "findings.rq"
    by_path = load(str(queries_dir() / "standard" / "findings.rq"), io.StringIO())
    assert by_path == replace(named("findings"), is_builtin=False), "a file may be anybody's"
    assert load("-", io.StringIO("ASK {}")).path is None


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "binary.rq"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match="can't be read as UTF-8 text"):
        load(str(path), io.StringIO())


def test_standard_input_that_is_no_text() -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b'ASK { ?a ?b "caf\xe9" }'), "utf-8", "surrogateescape")
    with pytest.raises(QueryError, match=r"^standard input: can't be read as UTF-8 text$"):
        load("-", stdin)
