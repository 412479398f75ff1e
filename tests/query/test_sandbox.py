"""Queries from outside the library run apart: what they may take, and what is left when they end."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.cli.run_query import LIMIT, TIMEOUT
from kg.errors import QueryError, StoreError
from kg.query import sandbox
from kg.query.answer import Table, Triples
from kg.query.confinement import isolate_network
from kg.query.run import run
from kg.store.graph import Graph, open_graph
from places import TESTS

SAMPLE = str(TESTS / "graphs" / "sample.trig")

#: Seconds that a child may take to start and to be cleared away, on a busy machine too.
SPARE = 5.0


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of 20,000 triples, enough for a cross product that nobody waits for."""
    path = tmp_path_factory.mktemp("numbers") / "numbers.nt"
    path.write_text(
        "".join(f'<urn:{n}> <urn:p{n % 7}> "{"a" * (n % 40)}b" .\n' for n in range(20_000)),
        encoding="ascii",
    )
    return str(path)


def ask(where: str, sparql: str, **options: str) -> tuple[int, str, str, float]:
    """Exit code, what was printed, what was said, and the seconds that it took."""
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    started = time.monotonic()
    done = CliRunner().invoke(main, ["query", "-", "--graph", where, *words], input=sparql)
    return done.exit_code, done.stdout, done.stderr, time.monotonic() - started


ROWS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        (f"SELECT (COUNT(*) AS ?n) {{ {ROWS} }}", "a cross product that is counted"),
        (f"SELECT DISTINCT ?i {{ {ROWS} }}", "one that is compared"),
        (f"ASK {{ {ROWS} FILTER(CONCAT(STR(?a), STR(?d)) = STR(?g)) }}", "one that holds nothing"),
        (f"SELECT * {{ {ROWS} FILTER(CONCAT(?c, ?f) = ?i) }} ORDER BY ?i", "one to be sorted"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f OPTIONAL { ?a ?g ?f } FILTER(?g = 1) }", "OPTIONAL, beside a cross product: inside it, memory may run out first"),
        ("SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>|^!<urn:x>)* ?d }", "paths of any length"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(?c, ?f), '(a*)*(a|aa)*c$')) }", "patterns"),
        ("SELECT * {FILTER(1" + "||1" * 12_000 + ")}", "a condition that takes long to read"),
    ],
)  # fmt: skip
def test_what_takes_too_long_is_stopped(sparql: str, reason: str, numbers: str) -> None:
    code, out, said, seconds = ask(numbers, sparql, timeout="2")
    assert (code, out) == (1, ""), reason
    assert said == "kg: -: stopped after 2 s; ask for less, or raise the limit with --timeout\n"
    assert seconds < 2 + SPARE


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * " + "{" * 4_000 + "}" * 4_000, "more than 128 brackets are open at once"),
        ("SELECT * {FILTER" + "(" * 4_000 + "1" + ")" * 4_000 + "}", "more than 128 brackets"),
        ("SELECT * { ?s ?p " + "[ ?p " * 4_000 + "1" + "]" * 4_000 + "}", "more than 128 brackets"),
        ("SELECT * { ?s " + "^" * 60_000 + "<urn:p> ?o }", "malformed"),
    ],
)  # fmt: skip
def test_nesting_does_not_take_the_process_down(sparql: str, message: str) -> None:
    code, out, said, seconds = ask(SAMPLE, sparql)
    assert (code, out) == (1, "") and message in said
    assert seconds < TIMEOUT + SPARE


@pytest.mark.slow
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * {FILTER(1" + "||1" * 12_000 + ")}",
        "SELECT * { {}" + "UNION{}" * 8_000 + " }",
        "SELECT * " + "{" * 4_000 + "}" * 4_000,
        "SELECT * {FILTER" + "(" * 9_000 + "1" + ")" * 9_000 + "}",
    ],
    ids=["or", "union", "braces", "parentheses"],
)
def test_an_engine_that_crashes_takes_its_own_process_alone(
    sparql: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # the guard would stop these: here they reach the engine
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from kg.query import sandbox\n"
        "def work(*arguments): sandbox.guarded = str; sandbox._run_child(*arguments)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import unguarded  # type: ignore[import-not-found]

    monkeypatch.setattr(sandbox, "_run_child", unguarded.work)
    with pytest.raises(QueryError, match=r"the query crashed|stopped after"):
        sandbox.ask(SAMPLE, sparql, 20, 10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.slow
def test_memory_is_limited(numbers: str) -> None:
    with pytest.raises(QueryError, match="needs more than 2 GB of memory"):
        sandbox.ask(numbers, f"SELECT * {{ {ROWS} }} ORDER BY ?i ?c ?f", 120, 10)


def test_rows_are_cut_and_that_is_said(numbers: str) -> None:
    everything = "SELECT * { ?s ?p ?o }"
    code, out, said, _ = ask(numbers, everything, format="csv")
    assert (code, len(out.splitlines())) == (0, 1 + LIMIT)
    assert said == "showing the first 10,000 rows only; see more with --limit\n"
    code, out, said, _ = ask(numbers, everything, format="csv", limit="20000")
    assert (code, len(out.splitlines()), said) == (0, 20_001, ""), "as many as there are: not cut"
    code, out, said, _ = ask(numbers, "CONSTRUCT WHERE { ?s ?p ?o }", format="nt", limit="7")
    assert (code, len(out.splitlines())) == (0, 7) and said.startswith(
        "showing the first 7 rows only"
    )


def test_the_library_has_no_limits_unless_they_are_given(demo_graph: Path) -> None:
    def documents(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(
            main, ["query", "documents", "--graph", str(demo_graph), "-f", "csv", *words]
        )
        assert done.exit_code == 0
        return len(done.stdout.splitlines()) - 1, done.stderr

    assert documents() == (19, "") == documents("--timeout", "60")
    rows, said = documents("--limit", "2")
    assert rows == 2 and said.startswith("showing the first 2 rows only")


def test_endless_answers_are_cut_without_waiting_for_their_end(numbers: str) -> None:
    code, _, said, seconds = ask(numbers, f"SELECT * {{ {ROWS} }}", format="csv", timeout="30")
    assert code == 0 and said.startswith("showing the first") and seconds < 30


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Terms that are easy to get wrong on the way between processes."""
    path = tmp_path_factory.mktemp("odd") / "odd.trig"
    path.write_text(
        """
        <urn:a> <urn:p> "a\\tb\\r\\nc\\u0000\\"'\\\\<&>", "", "\\U0001F600", "x"@en-gb, "01"^^<http://www.w3.org/2001/XMLSchema#integer>,
          "0.620"^^<http://www.w3.org/2001/XMLSchema#decimal>, "y"^^<urn:t>, true, 1e3, _:b .
        <urn:g> { <urn:a> <urn:p> "" }
        """,
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?o ?none { ?s ?p ?o FILTER(!ISBLANK(?o)) } ORDER BY STR(?o)",
        "SELECT ?none { ?s ?p ?o }",
        "SELECT * {}",
        "SELECT * { ?s <urn:nothing> ?o }",
        "ASK { ?s ?p ?o }",
        "ASK { ?s <urn:nothing> ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(!ISBLANK(?o)) }",
        "DESCRIBE <urn:nothing>",
    ],
)
def test_an_answer_comes_back_as_it_was(sparql: str, odd: str) -> None:
    with open_graph(odd) as graph:
        assert sandbox.ask(odd, sparql, 30, 1000) == (run(graph, sparql), False)


def test_blank_nodes_come_back_too(odd: str) -> None:
    answer, _ = sandbox.ask(odd, "SELECT ?o { ?s ?p ?o FILTER(ISBLANK(?o)) }", 30, 10)
    assert isinstance(answer, Table)
    assert [[type(cell) for cell in row] for row in answer.rows] == [[ox.BlankNode]]


def test_triples_are_counted_once(odd: str) -> None:
    answer, cut = sandbox.ask(odd, "CONSTRUCT { <urn:a> ?p ?p } WHERE { ?s ?p ?o }", 30, 1)
    assert isinstance(answer, Triples) and len(answer.triples) == 1 and not cut


def test_what_goes_wrong_is_one_line(tmp_path: Path) -> None:
    code, out, said, _ = ask(str(tmp_path / "nothing"), "ASK {}")
    assert (code, out) == (1, "") and "no such graph; build one with" in said
    code, out, said, _ = ask(SAMPLE, "SELECT ?x { ?s ?p ?o } GROUP BY ?s")
    assert (code, out) == (1, "") and said.startswith("kg: -: the query is malformed")
    assert said.count("\n") == 1
    (tmp_path / "long.rq").write_text("# " + "x" * 4_000_000)
    done = CliRunner().invoke(main, ["query", str(tmp_path / "long.rq"), "--graph", SAMPLE])
    assert done.exit_code == 1 and "longer than 1,000,000 characters" in done.stderr


def test_a_query_of_a_file_is_drawn_and_exported_by_the_same_rules(tmp_path: Path) -> None:
    query = tmp_path / "part.rq"
    query.write_text(
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9000/> { ?s ?p ?o } }"
    )
    page, part = str(tmp_path / "page.html"), str(tmp_path / "part.nt")
    for words in (
        ["view", "--query", str(query), "-o", page],
        ["export", "--construct", str(query), part],
    ):
        done = CliRunner().invoke(main, [*words, "--graph", SAMPLE])
        assert done.exit_code == 1 and "SERVICE contacts another server" in done.stderr
    query.write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    done = CliRunner().invoke(main, ["export", "--construct", str(query), part, "--graph", SAMPLE])
    assert done.exit_code == 0, done.stderr
    with open_graph(part) as made, open_graph(SAMPLE) as whole:
        assert len(made.store) == len({quad.triple for quad in whole.store})


@pytest.mark.skipif(sys.platform != "linux", reason="a wall that Linux alone has")
def test_behind_the_guard_there_is_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        child = os.fork()
        if not child:
            isolate_network()
            try:
                socket.create_connection(server.getsockname(), timeout=5).close()
            except OSError:
                os._exit(0)
            os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        pytest.skip("this system gives no process a network of its own")


def test_a_store_that_is_damaged_is_named(demo_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "builds" / "a" / "store").mkdir(parents=True)
    (tmp_path / "current").write_text("a")
    with pytest.raises(StoreError, match=r"the graph is damaged .* build it again"):
        sandbox.ask(str(tmp_path), "ASK {}", 30, 10)
    answer, _ = sandbox.ask(str(demo_graph), "ASK { ?s ?p ?o }", 30, 10)
    assert answer is True


def test_graphs_in_memory_are_none_of_these() -> None:
    assert isinstance(run(Graph(ox.Store(), None, "memory"), "SELECT * {}"), Table)


def test_relative_iris_are_relative_to_the_file_of_the_query(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text("<a#x> <p> <b> .")
    (tmp_path / "q.rq").write_text("SELECT * { ?s <p> <b> }")
    done = CliRunner().invoke(
        main, ["query", str(tmp_path / "q.rq"), "--graph", str(tmp_path / "g.ttl"), "-f", "csv"]
    )
    assert done.stdout.splitlines() == ["s", f"{tmp_path.as_uri()}/a#x"]


def test_what_nobody_foresaw_says_what_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "failing.py"
    script.write_text(
        "from kg.query import sandbox\n"
        "def fail(text): raise TypeError('not a\\nnumber')\n"
        "def work(*arguments): sandbox.guarded = fail; sandbox._run_child(*arguments)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import failing  # type: ignore[import-not-found]

    monkeypatch.setattr(sandbox, "_run_child", failing.work)
    with pytest.raises(QueryError) as caught:
        sandbox.ask(SAMPLE, "ASK {}", 20, 10)
    assert str(caught.value) == (
        "kg failed on this query (TypeError: not a number); please report it"
    )


def test_a_trusted_query_has_a_limit_of_time_alone(numbers: str) -> None:
    with pytest.raises(QueryError, match="stopped after 1 s"):
        sandbox.ask(numbers, f"SELECT (COUNT(*) AS ?n) {{ {ROWS} }}", 1, None, trusted=True)
    answer, _ = sandbox.ask(numbers, "ASK { ?s ?p ?o }", 20, None, trusted=True)
    assert answer is True


def test_what_has_no_option_for_more_time_names_none(
    numbers: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.cli.run_query.TIMEOUT", 1.0)
    (tmp_path / "q.rq").write_text(
        f"CONSTRUCT {{ <urn:a> <urn:b> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {ROWS} }} }}"
    )
    words = ["export", str(tmp_path / "out.nt"), "--construct", str(tmp_path / "q.rq")]
    done = CliRunner().invoke(main, [*words, "--graph", numbers])
    assert done.stderr.endswith("q.rq: stopped after 1 s; ask for less\n")
