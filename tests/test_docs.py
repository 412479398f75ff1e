"""The console examples of the README and of docs/: each is run, or says beside it why it isn't.

A block of ```console holds commands, each after `$ `, and what they print. `…` stands for what is
left out: alone on a line for any lines, within a line for any characters. A command without output
has to succeed. A block that can't be run here has its reason on the line before it, as
`<!-- not run: REASON -->`; its commands still have to be ones that `kg` has.
"""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, main
from kg.query.library import library
from places import ROOT

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]
    if path.name != "CHANGELOG.md" and "generated" not in path.parts
)

#: Why blocks are not run, and how many there are: a new one is counted by hand.
NOT_RUN = {
    "it goes on until Ctrl-C": 2,
    "it installs": 5,
    "it needs a cluster": 3,
    "it needs a server": 9,
    "it needs documents that are not in the project": 11,
    "it needs the network": 4,
    "it needs Windows": 2,
}

BLOCK = re.compile(
    r"(?:^<!-- not run: (?P<reason>.+?) -->\n+)?^```console\n(?P<text>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True)
class Example:
    """A command of a page, what the page says that it prints, and why it is not run, if so."""

    page: str
    line: int
    command: str
    output: str
    reason: str | None


def examples_of(page: str, text: str) -> Iterator[Example]:
    """The commands in the console blocks of a page."""
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start("text")) + 1
        for part in re.split(r"^(?=[$>] )", block["text"], flags=re.M):
            if part.startswith(("$ ", "> ")):
                command, _, output = part[2:].partition("\n")
                yield Example(page, line, uncommented(command), output, block["reason"])
            line += part.count("\n")


def uncommented(command: str) -> str:
    """A command without the remark behind it."""
    return re.split(r"\s+# ", command, maxsplit=1)[0].strip()


def all_examples() -> list[Example]:
    return [
        example
        for page in PAGES
        for example in examples_of(page, (ROOT / page).read_text(encoding="utf-8"))
    ]


def pattern(output: str) -> re.Pattern[str]:
    """What an output has to match: `…` on its own is any lines, `…` in a line any characters."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r" *\n"
        for line in output.splitlines()
    ]
    return re.compile("".join(lines))


def run(command: str, *, code_may_differ: bool) -> str:
    """What a command prints, in this folder: `kg` in this process, what follows it in a shell."""
    own, then, rest = re.match(r"(.*?)(?: (\||&&) (.*))?$", command).groups()  # type: ignore[union-attr]
    words = shlex.split(own)
    assert words[0] == "kg", f"{own}: only kg is run; say why it is not"
    done = CliRunner(env={"KG_GRAPH": None}).invoke(main, words[1:])
    assert done.exit_code == 0 or code_may_differ, done.output
    if then is None:
        return done.output
    shell = subprocess.run(
        ["sh", "-c", rest],
        input=done.stdout if then == "|" else "",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return shell.stdout if then == "|" else done.stdout + shell.stdout


@pytest.fixture(scope="module")
def desk(demo_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader of the pages has it: the examples, their graph, and one of last week."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copytree(ROOT / "queries", folder / "queries")
    shutil.copytree(demo_graph, folder / "kg-demo")
    shutil.copytree(demo_graph, folder / "before")
    (folder / "reports").mkdir()
    shutil.copy(ROOT / "examples/corpus/suffolk-ilacs-2019.pdf", folder / "reports")
    removed = CliRunner().invoke(
        main, ["remove", "bradford-ilacs-2023.pdf", "--graph", str(folder / "before")]
    )
    assert removed.exit_code == 0, removed.output
    return folder


@pytest.mark.skipif(os.name == "nt", reason="some examples end in a pipe to grep")
@pytest.mark.parametrize("page", PAGES)
def test_examples_print_what_the_page_says(
    page: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    wrong = []
    for example in examples_of(page, (ROOT / page).read_text(encoding="utf-8")):
        if example.reason is None:
            printed = run(example.command, code_may_differ=bool(example.output))
            if example.output.strip() and not pattern(example.output).fullmatch(printed):
                wrong.append(f"{page}:{example.line}: $ {example.command}\n{printed}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES)
def test_python_runs(page: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    for script in re.findall(
        r"^```python\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S
    ):
        exec(compile(script, page, "exec"), {})


ASKED = re.compile(r"^```sparql\n(?P<query>.*?)^```\n\n```text\n(?P<answer>.*?)^```$", re.M | re.S)


def test_queries_of_the_model_answer_what_the_page_says(desk: Path) -> None:
    asked = [*ASKED.finditer((ROOT / "docs/model.md").read_text(encoding="utf-8"))]
    assert len(asked) == 10
    for one in asked:
        words = ["query", "-", "--graph", str(desk / "kg-demo"), "-f", "csv"]
        done = CliRunner().invoke(main, words, input=one["query"])
        assert pattern(one["answer"]).fullmatch(done.stdout), f"{one['query']}\n{done.output}"


def test_what_is_not_run_is_counted() -> None:
    blocks = [
        block["reason"]
        for page in PAGES
        for block in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8"))
        if block["reason"]
    ]
    assert Counter(blocks) == NOT_RUN


def test_a_block_begins_with_a_command() -> None:
    """Output alone would be compared with nothing."""
    for page in PAGES:
        for block in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8")):
            assert block["text"].startswith(("$ ", "> ")), f"{page}: {block['text'][:80]}"


SCRIPT = re.compile(r"^```(?P<kind>console|sh|bat)\n(?P<text>.*?)^```$", re.M | re.S)


def commands_in(page: str) -> Iterator[list[str]]:
    """The words of each `kg` command in the consoles and scripts of a page, up to a redirection."""
    for script in SCRIPT.finditer((ROOT / page).read_text(encoding="utf-8")):
        prompt = "[$>] " if script["kind"] == "console" else "(?:.*?[;&] )?"
        for found in re.finditer(rf"^{prompt}kg (.*)", script["text"], re.M):
            words = shlex.split(uncommented(found[1]))
            yield [*takewhile(lambda word: not re.match(r"[|&;<]|[0-9]?>", word), words)]


@pytest.mark.parametrize(
    ("link", "page", "mended"),
    [
        ("[a](../SECURITY.md#b)", "docs/x.md", "[a](generated/security.md#b)"),
        ("[a](docs/x.md)", "README.md", "[a](../x.md)"),
        ("![a](docs/images/x.png)", "README.md", "![a](../images/x.png)"),
        ("[a](make_corpus.py)", "examples/README.md", "[a](../../examples/make_corpus.py)"),
        ("[a](https://kg.example/README.md)", "README.md", "[a](https://kg.example/README.md)"),
        ("[a](#b)", "docs/x.md", "[a](#b)"),
    ],
)
def test_links_lead_to_pages_of_the_site(link: str, page: str, mended: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "pages.py"))
    target = f"docs/generated/{made['COPIED'][page]}.md" if page in made["COPIED"] else page
    assert made["relinked"](link, page, target) == mended


def test_the_references_have_everything(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "docs" / "pages.py"))["write"](tmp_path)
    texts = {path.stem: path.read_text("utf-8") for path in (tmp_path / "generated").iterdir()}
    headings = {name: set(re.findall(r"^#+ (.*)$", text, re.M)) for name, text in texts.items()}
    assert headings["commands"] >= {f"kg {name}" for name in COMMANDS}
    assert headings["queries"] >= {query.name for query in library()}
    terms = re.findall(r"^kg:(\w+) a owl:", (ROOT / "ontology/kg.ttl").read_text("utf-8"), re.M)
    assert headings["ontology"] >= {*terms}
    assert "requires-improvement" in texts["concepts"]


def test_diagrams_are_those_of_their_data() -> None:
    """`python docs/diagrams.py` draws them."""
    drawn = runpy.run_path(str(ROOT / "docs" / "diagrams.py"))["diagrams"]()
    for name, svg in drawn.items():
        assert (ROOT / "docs/images" / f"{name}.svg").read_text(encoding="utf-8") == svg


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_ones_that_kg_has(page: str) -> None:
    """Those that are not run here too: the command is there and takes these options."""
    for name, *words in commands_in(page):
        command = main.get_command(click.Context(main), name)
        assert command is not None, f"{page}: kg {name}"
        command.make_parser(click.Context(command)).parse_args(words)
