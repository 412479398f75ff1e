"""The command line: help that is complete and quick, exit codes, errors of one line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg import __version__
from kg.cli import COMMANDS, main

Run = Callable[..., "subprocess.CompletedProcess[str]"]

#: What takes long to import, and what only `kg build` needs.
HEAVY = (
    "spacy",
    "numpy",
    "rdflib",
    "networkx",
    "pyvis",
    "rich",
    "pyshacl",
    "pyoxigraph",
    "lxml",
    "httpx",
)
BUILDING = ("spacy", "pypdfium2", "trafilatura", "docx", "kg.extraction", "kg.documents")


def commands() -> list[str]:
    """The names of all commands."""
    return sorted(COMMANDS)


# --- help ---


def test_there_are_the_commands_of_the_contract() -> None:
    named = {"build", "query", "find", "view", "export", "push", "why", "validate", "evaluate"}
    assert named <= set(commands())


@pytest.mark.parametrize("name", commands())
def test_help_of_each_command(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name} says nothing of itself"
            assert parameter.help[0].isupper(), f"{name} {parameter.name} is no sentence"
            assert parameter.help.endswith("."), f"{name} {parameter.name} is no sentence"
            assert parameter.opts[0] in shown.output


def test_help_lists_every_command_with_its_line() -> None:
    shown = CliRunner().invoke(main, ["-h"]).output
    for name in commands():
        (line,) = [one for one in shown.splitlines() if one.strip().startswith(f"{name} ")]
        assert len(line.split()) > 3


def test_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"kg, version {__version__}\n"


def loaded(environment: dict[str, str], where: Path, *arguments: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    script = (
        "import sys\nfrom kg.cli import COMMANDS, main\n"
        f"try:\n    main({list(arguments)!r}, standalone_mode=False)\n"
        "finally:\n    print('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=where,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["build", "--help"], ["query", "--help"], ["harvest", "--help"]]
)
def test_help_loads_nothing_heavy(
    environment: dict[str, str], tmp_path: Path, arguments: list[str]
) -> None:
    """It has to answer in well under a second."""
    assert not loaded(environment, tmp_path, *arguments) & set(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "inspections", "-f", "csv"],
        ["query", "--list"],
        ["why", "Bedford"],
        ["find", "caseloads", "--council", "Bedford"],
        ["export", "graph.nq"],
        ["push", "http://localhost:9/store", "--dry-run"],
        ["export", "tables.xlsx"],
        ["view", "--focus", "Suffolk", "-o", "view.html"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_asking_loads_nothing_of_building(
    environment: dict[str, str], demo_graph: Path, tmp_path: Path, arguments: list[str]
) -> None:
    modules = loaded({**environment, "KG_GRAPH": str(demo_graph)}, tmp_path, *arguments)
    assert not modules & set(BUILDING)


# --- exit codes ---


@dataclass(frozen=True)
class Ends:
    """Words of a command line, its exit code, and what its error names.

    `{demo}` stands for the demo's graph, `{tmp}` for an empty folder.
    """

    words: str
    code: int
    says: str
    why: str


ENDS = [
    Ends("find caseloads --graph {demo}", 0, "", "hits"),
    Ends("find plumbing --graph {demo}", 0, "nothing found", "none"),
    Ends("find --practice caseloads --graph {demo}", 0, "looked for caseloads", "what others did"),
    Ends("find --practice what others did --graph {demo}", 2, "name a subject", "about nothing"),
    Ends("find caseloads --graph {tmp}", 1, "{tmp}", "the same for find"),
    Ends(
        "find caseloads --council Nowhere --graph {demo}",
        2,
        "Unknown council 'Nowhere'.",
        "no such council",
    ),
    Ends("query inspections --graph {demo} -f csv", 0, "", "an answer"),
    Ends("query --list", 0, "", "a list needs no graph"),
    Ends("query inspections --explain", 0, "", "an explanation neither"),
    Ends("why Suffolk --graph {demo}", 0, "", "quotes"),
    Ends("export {tmp}/a.nt --graph {demo}", 0, "a.nt", "a file"),
    Ends("export {tmp}/tables/ --graph {demo}", 0, "files", "a folder of tables"),
    Ends("export --graphs {tmp}/graphs --graph {demo}", 0, "graphs", "a file a named graph"),
    Ends("export {tmp}/a.gexf --construct inspector-network --graph {demo}", 0, "", "a part"),
    Ends("query inspections --graph {demo} --fail-on-rows -f csv", 1, "", "rows, on request"),
    Ends("query inspections --graph {tmp}/none", 1, "{tmp}/none", "no such graph"),
    Ends("query inspections --graph {tmp}", 1, "{tmp}", "a folder without a graph"),
    Ends("why Suffolk --graph {tmp}", 1, "{tmp}", "the same for why"),
    Ends("view --graph {tmp} -o {tmp}/a.html", 1, "{tmp}", "the same for view"),
    Ends("export {tmp}/a.ttl --graph {tmp}", 1, "{tmp}", "the same for export"),
    Ends("validate --graph {tmp}", 2, "{tmp}", "validation that could not run"),
    Ends("query inspections --graph {tmp}/bad.ttl", 1, "bad.ttl", "a graph that breaks off"),
    Ends("query inspections --graph {tmp}/bad.xyz", 1, "bad.xyz", "a graph of no known format"),
    Ends("query {tmp}/bad.rq --graph {demo}", 1, "bad.rq", "a query that is no SPARQL"),
    Ends("build {tmp}/none.pdf -o {tmp}/out", 1, "none.pdf", "a source that is not there"),
    Ends("build {tmp}/empty -o {tmp}/out", 1, "no document", "a folder without documents"),
    Ends("build {tmp} -o {tmp}/out --manifest {tmp}/bad.csv", 1, "bad.csv", "a bad manifest"),
    Ends("", 2, "", "no command"),
    Ends("biuld x", 2, "biuld", "no such command"),
    Ends("build", 2, "SOURCES", "nothing to build"),
    Ends("build x --jobs 0", 2, "--jobs", "no workers"),
    Ends("build x --jobs many", 2, "--jobs", "a word for a number"),
    Ends("build x -o {tmp}/bad.rq", 2, "bad.rq", "a file where a folder should be"),
    Ends("build x --manifest {tmp}/none.csv", 2, "none.csv", "a manifest that is not there"),
    Ends("harvest", 2, "--output", "nowhere to put reports"),
    Ends("harvest -o {tmp}/r", 2, "--contact", "nobody whom the publisher can write to"),
    Ends("harvest -o {tmp}/r --contact me", 2, "--contact", "no address"),
    Ends("harvest -o {tmp}/r --from {tmp}/none", 2, "{tmp}/none", "no such list"),
    Ends("harvest -o {tmp}/r --from {tmp}/bad.csv", 1, "bad.csv", "a list without addresses"),
    Ends("harvest -o {tmp}/r --from {tmp}/empty", 1, "{tmp}/empty", "a folder without reports"),
    Ends("harvest -o {tmp}/r --type sif", 2, "--type", "an unknown type"),
    Ends("harvest -o {tmp}/r --since soon", 2, "--since", "no date"),
    Ends("query", 2, "", "no query"),
    Ends("query inspektions --graph {demo}", 2, "inspektions", "no such query"),
    Ends("query inspections --graph {demo} -f docx", 2, "docx", "no such format"),
    Ends("query inspections --graph {demo} -p nonsense", 2, "nonsense", "a value without a name"),
    Ends("query inspections --graph {demo} -p colour=blue", 2, "colour", "no such parameter"),
    Ends("query --all --graph {demo}", 2, "--output-dir", "answers without a place"),
    Ends("export {tmp}/a.docx --graph {demo}", 2, "a.docx", "no such graph format"),
    Ends("export --graph {demo}", 2, "--graphs", "an export to nowhere"),
    Ends("export {tmp}/a.nt --construct nothing --graph {demo}", 2, "nothing", "no such part"),
    Ends("export --graphs {tmp} --construct findings", 2, "--construct", "a part without a file"),
    Ends("export {tmp}/a.nt --construct findings --graph {demo}", 1, "CONSTRUCT", "a part of rows"),
    Ends("export {tmp}/ --graph {demo}", 1, "bad.csv", "a folder with other things in it"),
    Ends("view --graph {demo}", 2, "--output", "a view without a file"),
    Ends("view --graph {demo} --depth 9 -o {tmp}/a.html", 2, "--depth", "a depth too deep"),
    Ends("view --graph {demo} --focus Ruritania -o {tmp}/a.html", 2, "Ruritania", "no such thing"),
    Ends(
        "view --graph {demo} --query programme-network --focus Suffolk -o {tmp}/a.html",
        2,
        "--query",
        "two beginnings",
    ),
    Ends("view --graph {demo} --depth 2 -o {tmp}/a.html", 2, "--focus", "a depth of nothing"),
    Ends("view --graph {demo} --since May -o {tmp}/a.html", 2, "--since", "no date"),
    Ends("view --graph {demo} --until 1999 -o {tmp}/a.html", 1, "--until", "an empty picture"),
    Ends("why Ruritania --graph {demo}", 2, "Ruritania", "no such thing to explain"),
    Ends("push http://localhost:9/store --graph {tmp}", 1, "{tmp}", "the same for push"),
    Ends("push http://localhost:9/ --graph {demo} --dry-run", 0, "", "a dry run of a push"),
    Ends("push", 2, "URL", "a push to nowhere"),
    Ends("push https://a:b@kg.example/ --graph {demo}", 2, "KG_USER", "a password in a URL"),
    Ends("push http://kg.example/ --graph {demo}", 2, "--insecure", "plain http to elsewhere"),
    Ends("validate --graph {demo} --shapes {tmp}/none.ttl", 2, "none.ttl", "no such shapes"),
]


@pytest.mark.parametrize("case", ENDS, ids=lambda case: case.why)
def test_exit_codes(demo_graph: Path, tmp_path: Path, case: Ends) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.ttl").write_text("<a> <b> ", encoding="utf-8")
    (tmp_path / "bad.xyz").write_text("x", encoding="utf-8")
    (tmp_path / "bad.rq").write_text("#+ summary: bad\nSELECT nothing", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("colour\nblue\n", encoding="utf-8")

    def fill(words: str) -> str:
        return words.replace("{demo}", str(demo_graph)).replace("{tmp}", str(tmp_path))

    done = CliRunner(env={"KG_GRAPH": None, "KG_CONTACT": None}).invoke(
        main, [fill(w) for w in case.words.split()]
    )
    assert done.exit_code == case.code, done.output
    assert fill(case.says) in done.stderr
    if case.code == 0:
        return
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "Traceback" not in done.output
    if case.code == 1 and "--fail-on-rows" not in case.words:
        assert done.stdout == ""
        if not case.words.startswith("build {tmp}/none.pdf"):
            assert len(done.stderr.splitlines()) == 1
            assert done.stderr.startswith("kg: ")


def test_results_go_to_stdout_and_all_else_to_stderr(run_kg: Run, demo_graph: Path) -> None:
    done = run_kg("query", "documents", "--graph", demo_graph, "-f", "json")
    assert done.returncode == 0
    assert done.stderr == ""
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 19


def test_the_graph_comes_from_the_environment(run_kg: Run, demo_graph: Path) -> None:
    done = run_kg("query", "documents", "-f", "csv", KG_GRAPH=str(demo_graph))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 20


def test_a_reader_that_goes_away_is_no_error(
    environment: dict[str, str], demo_graph: Path, tmp_path: Path
) -> None:
    """`kg query ... | head -1`"""
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", "findings", "--graph", str(demo_graph), "-f", "csv"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert child.wait(timeout=60) == 0, errors.decode()
    assert errors == b""
