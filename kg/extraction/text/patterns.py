r"""Pattern files: named regular expressions with a reason each, read from `patterns/*.toml`.

    [[rule]]
    name = "labelled-dates"
    regex = '''Inspection dates?:\\s*(?P<dates>{{DATES}})'''
    why = "the title block of reports"

`{{NAME}}` stands for a fragment of `patterns/fragments.toml`.  Any other key of a rule is kept in
`fields` for the component that reads the file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Rule", "fragment", "rules", "table"]

FRAGMENT = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern, and what its file says beside it."""

    name: str
    regex: re.Pattern[str]
    fields: dict[str, Any] = field(hash=False)


@cache
def table(name: str) -> dict[str, Any]:
    """A pattern file as it stands."""
    text = files("kg.extraction").joinpath("patterns", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def fragment(name: str) -> str:
    """A fragment with the fragments inside it put in; as a group that captures nothing."""
    return f"(?:{expand(table('fragments')[name])})"


def expand(regex: str) -> str:
    """A pattern with its fragments put in."""
    return FRAGMENT.sub(lambda m: fragment(m[1]), regex)


@cache
def rules(name: str, key: str = "rule") -> tuple[Rule, ...]:
    """The rules of one list of a pattern file, in its order."""
    found = []
    for entry in table(name).get(key, []):
        flags = re.IGNORECASE if entry.get("ignore_case") else re.NOFLAG
        try:
            regex = re.compile(expand(entry["regex"]), flags)
        except re.error as error:
            raise ValueError(f"patterns/{name}.toml, rule {entry.get('name')}: {error}") from None
        found.append(Rule(entry.get("name", ""), regex, entry))
    return tuple(found)
