"""Completion, with the tabulator key in a real bash; and what the other shells get."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from command_line import kg
from kg.cli import main

BASH = shutil.which("bash")
#: Seconds without a sign of bash after which a test fails; an answer takes a tenth of one.
PATIENCE = 30


@dataclass(frozen=True)
class Typed:
    """What is typed, with `TAB` for the key; and the words that the command then gets."""

    keys: str
    words: list[str]
    why: str


TYPED = [
    Typed("kg harvTAB", ["harvest"], "a command"),
    Typed("kg help harvTAB", ["help", "harvest"], "a command to be helped with"),
    Typed("kg query recurring-TAB", ["query", "recurring-weaknesses"], "a query"),
    Typed("kg find x --thTAB", ["find", "x", "--theme"], "an option"),
    Typed("kg find x --theme worTAB", ["find", "x", "--theme", "workforce"], "a theme"),
    Typed("kg find x --kind weTAB", ["find", "x", "--kind", "weakness"], "a kind"),
    Typed("kg query --tag confTAB", ["query", "--tag", "conflict"], "a tag"),
    Typed("kg query x -f jsonlTAB", ["query", "x", "-f", "jsonld"], "a format"),
    Typed("kg brief CentTAB", ["brief", "Central Bedfordshire"], "a name with a space"),
    Typed(r"kg brief Central\ BTAB", ["brief", "Central Bedfordshire"], "within it"),
    Typed('kg brief "Central BTAB', ["brief", "Central Bedfordshire"], "in quotation marks"),
    Typed("kg brief bradfTAB", ["brief", "Bradford"], "in small letters"),
    Typed("kg brief E0800003TAB2", ["brief", "E08000032"], "the beginning of a code"),
    Typed(
        "kg query judgements -p counTABBradfTAB",
        ["query", "judgements", "-p", "council=Bradford"],
        "a parameter, then its value",
    ),
    Typed(
        "kg query judgements -p council=CentTAB",
        ["query", "judgements", "-p", "council=Central Bedfordshire"],
        "a value with a space",
    ),
    Typed(
        "kg query judgements -p area=leadTAB",
        ["query", "judgements", "-p", "area=leadership"],
        "one of a query's choices",
    ),
    Typed(
        "kg query judgements -p colour=TABx",
        ["query", "judgements", "-p", "colour=x"],
        "no such parameter",
    ),
    Typed("kg view --focus SuffTAB", ["view", "--focus", "Suffolk"], "a council to look at"),
    Typed("kg view -o pagTAB", ["view", "-o", "page.html"], "a file"),
    Typed("kg completion powTAB", ["completion", "powershell"], "a shell"),
]


@dataclass
class Terminal:
    """A bash with the completion, in which `kg` shows the words that it gets."""

    handle: int

    def send(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def until(self, mark: str) -> str:
        shown = ""
        while mark not in shown:
            ready, _, _ = select.select([self.handle], [], [], PATIENCE)
            assert ready, f"bash waits after: {shown}"
            shown += os.read(self.handle, 4096).decode()
        return shown


@pytest.fixture(scope="module")
def terminal(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    import pty  # not on Windows

    home = tmp_path_factory.mktemp("home")
    (home / "page.html").touch()
    script = CliRunner().invoke(main, ["completion", "bash"]).stdout
    (home / "start").write_text(
        f"{script}\n"
        f"kg() {{ if [ -n \"$_KG_COMPLETE\" ]; then '{sys.executable}' -m kg\n"
        "else printf 'GOT'; printf '<%s>' \"$@\"; echo END; fi; }\n"
        "PS1='READY '; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'\n",
        encoding="utf-8",
    )
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [str(BASH), "--noprofile", "--rcfile", "start", "-i"],
        cwd=home,
        env={**environment, "TERM": "dumb", "COLUMNS": "200"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    yield Terminal(ours)
    child.kill()
    child.wait()
    os.close(ours)


@pytest.mark.skipif(BASH is None or os.name == "nt", reason="bash and a pseudo-terminal")
@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.why)
def test_the_tabulator_key_in_bash(terminal: Terminal, case: Typed) -> None:
    terminal.send(case.keys.replace("TAB", "\t") + "\n")
    shown = terminal.until("END")
    got = shown.partition("GOT")[2].partition("END")[0]
    assert got == "".join(f"<{word}>" for word in case.words), shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_script_for_each_shell(shell: str) -> None:
    """Only that of bash is run here."""
    script = kg("completion", shell).stdout
    assert f"{shell}_complete" in script
    assert "kg" in script


@pytest.mark.parametrize(
    ("shell", "answer"),
    [("zsh", "plain\nCentral Bedfordshire\n_"), ("powershell", "plain\nCentral Bedfordshire\n_")],
)
def test_the_other_shells_get_a_council(
    shell: str, answer: str, environment: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg"],
        env={
            **environment,
            "_KG_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": "kg brief Cent",
            "COMP_CWORD": "2",
        },
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == answer


def test_completing_loads_nothing_of_building(environment: dict[str, str], tmp_path: Path) -> None:
    """It has to answer at once."""
    script = (
        "import sys, os\nfrom kg.cli import main\n"
        "try:\n    main(prog_name='kg')\nfinally:\n    print('MODULES', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **environment,
            "_KG_COMPLETE": "bash_complete",
            "COMP_WORDS": "kg\nbrief\nBr",
            "COMP_CWORD": "2",
        },
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "plain,Bradford" in done.stdout
    assert not {"spacy", "lxml", "rdflib", "numpy"} & set(done.stdout.split())
