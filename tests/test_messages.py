"""What `kg` says to its users: every message in one file to read, and turns of phrase to avoid."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from places import TESTS

PACKAGE = Path(kg.__file__).resolve().parent
#: Every message, a line each under its module; `pytest --golden` writes it.
MESSAGES = TESTS / "messages.txt"

#: Turns of phrase that make a message hard to read, and what to write instead.
AVOIDED = {
    r"\bis no [a-z]": "write “Unknown X 'y'.”, or “is not a …”",
    r"\bis none of\b": "write “Unknown X 'y'.”",
    r"\b(?:is|are) as good as\b": "say what happens",
    r"\bspeaks? of\b": "write “mentions”",
    r"\bof itself\b": "leave it out",
    r"\bso (?:long|many|much)\b(?! (?:as|that))": "name the number",
    r"\bis nothing for\b": "write “can't be …”",
    r"\bthe nearest:": "write “Did you mean …?”",
    r"\bgoes by\b": "write “is called”",
    r"\bwhat (?:comes|becomes) of\b": "name it",
}


def messages(source: str) -> Iterator[str]:
    """The messages in a module: of errors that are raised, and of what is printed or explained."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from texts(node.exc.args)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in {"echo", "Failure", "say", "unknown"}:
                yield from texts(node.args)
            yield from texts([word.value for word in node.keywords if word.arg == "help"])
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr):
            yield from texts([node.value])


def texts(values: list[ast.expr]) -> Iterator[str]:
    """The strings among some expressions, with `{…}` for what is put into them."""
    for value in values:
        if isinstance(value, ast.JoinedStr):
            parts = (
                str(part.value) if isinstance(part, ast.Constant) else "{…}"
                for part in value.values
            )
            yield "".join(parts)
        elif isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        elif isinstance(value, ast.BinOp | ast.IfExp | ast.Call | ast.BoolOp):
            yield from texts(
                [one for one in ast.iter_child_nodes(value) if isinstance(one, ast.expr)]
            )


def all_messages() -> dict[str, list[str]]:
    """Module to its messages, in the order of the file; those with a word in them."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        lines = dict.fromkeys(" ".join(text.split()) for text in messages(path.read_text("utf-8")))
        some = [line for line in lines if re.search(r"[a-z]{3,} [a-z]", line)]
        if some:
            found[path.relative_to(PACKAGE).as_posix()] = some
    return found


def test_messages_are_those_that_were_read(golden: bool) -> None:
    """A new message shows in a diff, where somebody reads it as a user would."""
    parts = (
        f"{module}\n" + "".join(f"  {line}\n" for line in lines)
        for module, lines in all_messages().items()
    )
    text = "\n".join(parts)
    if golden:
        MESSAGES.write_text(text, encoding="utf-8", newline="\n")
    assert MESSAGES.read_text(encoding="utf-8") == text, "run pytest --golden, and read the diff"


@pytest.mark.parametrize(("pattern", "instead"), AVOIDED.items())
def test_messages_are_plain(pattern: str, instead: str) -> None:
    found = [
        line
        for lines in all_messages().values()
        for line in lines
        if re.search(pattern, line, re.IGNORECASE)
    ]
    assert found == [], instead


@pytest.mark.parametrize(
    ("source", "found", "reason"),
    [
        ("raise ValueError(f'{path}: gone away')", ["{…}: gone away"], "an error"),
        ("raise E('a b' if x else f'c {d}')", ["a b", "c {…}"], "either of two"),
        ("click.echo('two words', err=True)", ["two words"], "what is printed"),
        ("@click.option('-o', help='The file.')\ndef f(): ...", ["The file."], "help of an option"),
        ("x = 'not a message'", [], "any other text"),
    ],
)
def test_messages_are_found(source: str, found: list[str], reason: str) -> None:
    assert list(messages(source)) == found, reason
