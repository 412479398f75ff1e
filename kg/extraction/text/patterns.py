r"""Pattern files: regular expressions with a reason each, read from `patterns/*.toml`.

    [fields]
    kind = "what the words are"

    [parts]
    VERB = ["is", "are", "remains?"]

    [[rule]]
    name = "late"
    why = "plans are late; the plan remains overdue"
    kind = "weakness"
    regex = '''
      \b~plans?[ ]{{VERB}}[ ]
      (?:late|overdue)\b
    '''

- A pattern may stand on several lines: line breaks and the spaces around a line are left out,
  spaces inside a line count.  `[ ]` is a space at the edge of a line.
- An array holds alternatives: `["is", "are"]` reads `is|are`.  As in any pattern the first that
  fits is taken, so a longer one stands before its own beginning where nothing follows.
- `[[rule.alternatives]]`, each with its `regex` and `why`, may stand in place of `regex`: one rule
  whose alternatives have reasons of their own.
- `{{NAME}}` is a part: of `[parts]` of the same file, or else of `fragments.toml`.
- `~x` is a small or a capital x.  `ignore_case = true` is for patterns in which no case counts.
- `[fields]` names what else the rules of a file say, for the component that reads the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "Rule",
    "compiled",
    "expand",
    "fragment",
    "pattern",
    "read_rule",
    "rules",
    "source",
    "table",
]

#: What any rule may say.
KEYS = frozenset({"alternatives", "ignore_case", "name", "regex", "why"})
#: What one of a rule's alternatives says.
ALTERNATIVE = frozenset({"regex", "why"})
PART = re.compile(r"\{\{(\w+)\}\}")
EITHER_CASE = re.compile(r"~([a-z])")

#: A pattern as a file has it: a string, or the alternatives.
Written = str | list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern, and what its file says beside it."""

    name: str
    regex: re.Pattern[str]
    fields: dict[str, Any] = field(hash=False)


def source(written: Written, parts: Mapping[str, Written]) -> str:
    """A pattern as `re` reads it.  An unknown part is a ValueError.

    >>> source(["~early {{HELP}}", "care"], {"HELP": ["help", "support"]})
    '[Ee]arly (?:help|support)|care'
    """
    if isinstance(written, list):
        return "|".join(source(each, parts) for each in written)

    def part(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise ValueError(f"unknown part {match[0]}")
        return f"(?:{source(parts[match[1]], parts)})"

    joined = "".join(map(str.strip, written.splitlines())) if "\n" in written else written
    cased = EITHER_CASE.sub(lambda match: f"[{match[1].upper()}{match[1]}]", joined)
    return PART.sub(part, cased)


def read_rule(
    entry: Mapping[str, Any],
    where: str,
    parts: Mapping[str, Written],
    fields: Iterable[str] = (),
) -> Rule:
    """A rule of a pattern file; `fields` are the keys that it may have besides its own.

    An unknown or a missing key, an unknown part and a faulty pattern are a ValueError that begins
    with `where`.
    """
    alternatives = entry.get("alternatives", [])
    for each, known in ((entry, KEYS.union(fields)), *((one, ALTERNATIVE) for one in alternatives)):
        if unknown := sorted(each.keys() - known):
            raise ValueError(f"{where}: unknown key {unknown[0]!r}")
    if ("regex" in entry) == ("alternatives" in entry):
        raise ValueError(f"{where}: either 'regex' or 'alternatives' is needed")
    if any("why" not in each for each in (entry, *alternatives)):
        raise ValueError(f"{where}: 'why' is missing")
    written = entry["regex"] if "regex" in entry else [one["regex"] for one in alternatives]
    flags = re.IGNORECASE if entry.get("ignore_case") else re.NOFLAG
    try:
        regex = re.compile(source(written, parts), flags)
    except (re.error, ValueError) as error:
        raise ValueError(f"{where}: {error}") from None
    return Rule(entry.get("name", ""), regex, dict(entry))


@cache
def table(file: str) -> dict[str, Any]:
    """A pattern file as it stands."""
    text = files("kg.extraction").joinpath("patterns", f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def rules(file: str, key: str = "rule") -> tuple[Rule, ...]:
    """The rules of one list of a pattern file, in its order."""
    parts, fields = _parts(file), table(file).get("fields", {})
    return tuple(
        read_rule(
            entry, f"patterns/{file}.toml, {key} {entry.get('name', number)!r}", parts, fields
        )
        for number, entry in enumerate(table(file)[key], start=1)
    )


@cache
def pattern(file: str, *keys: str, ignore_case: bool = False) -> re.Pattern[str]:
    """The pattern at a key of a file, or at a key of one of its tables."""
    written: Any = table(file)
    for key in keys:
        written = written[key]
    try:
        return compiled(file, written, ignore_case=ignore_case)
    except (re.error, ValueError) as error:
        raise ValueError(f"patterns/{file}.toml, {'.'.join(keys)}: {error}") from None


def compiled(file: str, written: Written, *, ignore_case: bool = False) -> re.Pattern[str]:
    """A pattern of a file, such as a second one of a rule."""
    return re.compile(source(written, _parts(file)), re.IGNORECASE if ignore_case else re.NOFLAG)


@cache
def fragment(name: str) -> str:
    """A fragment, its parts put in, as a group that captures nothing."""
    return expand(f"{{{{{name}}}}}")


def expand(written: Written) -> str:
    """A pattern with its fragments put in."""
    return source(written, _parts("fragments"))


@cache
def _parts(file: str) -> Mapping[str, Written]:
    parts: dict[str, Written] = table(file).get("parts", {})
    return table("fragments") | parts
