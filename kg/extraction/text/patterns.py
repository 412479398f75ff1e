r"""Pattern files: regular expressions, each with a reason, read from `patterns/*.toml`.

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

- A pattern may have several lines: line breaks and the spaces around a line are removed, spaces
  inside a line count.  `[ ]` is a space at the edge of a line.
- An array is a list of alternatives: `["is", "are"]` means `is|are`.  The first that matches wins,
  so put "remains" before "remain".
- `[[rule.alternatives]]`, each with a `regex` and a `why`, may replace `regex`: one rule with a
  reason for each alternative.
- `{{NAME}}` is a part, from `[parts]` of the same file or else from `fragments.toml`.
- `~x` matches x in either case.  `ignore_case = true` ignores the case of the whole pattern.
- `[fields]` names and explains the other keys of a file's rules, which its component reads.
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
    "regex_source",
    "rules",
    "table",
]

#: Keys of any rule.
RULE_KEYS = frozenset({"alternatives", "ignore_case", "name", "regex", "why"})
#: Keys of a rule's alternatives.
ALTERNATIVE_KEYS = frozenset({"regex", "why"})
PART = re.compile(r"\{\{(\w+)\}\}")
ANY_CASE = re.compile(r"~([a-z])")

#: A pattern as written in a file: a string, or a list of alternatives.
PatternText = str | list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern, with the other fields of its rule."""

    name: str
    regex: re.Pattern[str]
    fields: dict[str, Any] = field(hash=False)


def regex_source(written: PatternText, parts: Mapping[str, PatternText]) -> str:
    """The regular expression of a pattern; raises ValueError for an unknown part.

    >>> regex_source(["~early {{HELP}}", "care"], {"HELP": ["help", "support"]})
    '[Ee]arly (?:help|support)|care'
    """
    if isinstance(written, list):
        return "|".join(regex_source(alternative, parts) for alternative in written)

    def fill_in(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise ValueError(f"unknown part {match[0]}")
        return f"(?:{regex_source(parts[match[1]], parts)})"

    joined = "".join(map(str.strip, written.splitlines())) if "\n" in written else written
    cased = ANY_CASE.sub(lambda match: f"[{match[1].upper()}{match[1]}]", joined)
    return PART.sub(fill_in, cased)


def read_rule(
    entry: Mapping[str, Any],
    where: str,
    parts: Mapping[str, PatternText],
    fields: Iterable[str] = (),
) -> Rule:
    """Read a rule of a pattern file; `fields` are the keys that it may have besides `RULE_KEYS`.

    Raises ValueError, with a message that begins with `where`, for an unknown or missing key, an
    unknown part or a faulty pattern.
    """
    alternatives = entry.get("alternatives", [])
    known_keys = [RULE_KEYS.union(fields), *[ALTERNATIVE_KEYS] * len(alternatives)]
    for keys, known in zip([entry, *alternatives], known_keys, strict=True):
        if unknown := sorted(keys.keys() - known):
            raise ValueError(f"{where}: unknown key {unknown[0]!r}")
    if ("regex" in entry) == ("alternatives" in entry):
        raise ValueError(f"{where}: either 'regex' or 'alternatives' is needed")
    if any("why" not in keys for keys in (entry, *alternatives)):
        raise ValueError(f"{where}: 'why' is missing")
    written = entry["regex"] if "regex" in entry else [each["regex"] for each in alternatives]
    flags = re.IGNORECASE if entry.get("ignore_case") else re.NOFLAG
    try:
        regex = re.compile(regex_source(written, parts), flags)
    except (re.error, ValueError) as error:
        raise ValueError(f"{where}: {error}") from None
    return Rule(entry.get("name", ""), regex, dict(entry))


@cache
def table(file: str) -> dict[str, Any]:
    """The contents of a pattern file."""
    text = files("kg.extraction").joinpath("patterns", f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def rules(file: str, key: str = "rule") -> tuple[Rule, ...]:
    """The rules of a list in a pattern file, in order."""
    parts, fields = _parts(file), table(file).get("fields", {})
    return tuple(
        read_rule(
            entry, f"patterns/{file}.toml, {key} {entry.get('name', number)!r}", parts, fields
        )
        for number, entry in enumerate(table(file)[key], start=1)
    )


@cache
def pattern(file: str, *keys: str, ignore_case: bool = False) -> re.Pattern[str]:
    """The pattern at a key of a file, or of one of its tables."""
    written: Any = table(file)
    for key in keys:
        written = written[key]
    try:
        return compiled(file, written, ignore_case=ignore_case)
    except (re.error, ValueError) as error:
        raise ValueError(f"patterns/{file}.toml, {'.'.join(keys)}: {error}") from None


def compiled(file: str, written: PatternText, *, ignore_case: bool = False) -> re.Pattern[str]:
    """Compile a pattern with the parts of a file, such as the second pattern of a rule."""
    return re.compile(
        regex_source(written, _parts(file)), re.IGNORECASE if ignore_case else re.NOFLAG
    )


@cache
def fragment(name: str) -> str:
    """A fragment as a non-capturing group, with its parts filled in."""
    return expand(f"{{{{{name}}}}}")


def expand(written: PatternText) -> str:
    """A pattern with its fragments filled in."""
    return regex_source(written, _parts("fragments"))


@cache
def _parts(file: str) -> Mapping[str, PatternText]:
    parts: dict[str, PatternText] = table(file).get("parts", {})
    return table("fragments") | parts
