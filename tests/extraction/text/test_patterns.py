"""Pattern files: short lines, a reason for each rule, and how patterns are put together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from kg.extraction.text.patterns import read_rule, regex_source, rules, table
from kg.resources import word_lists

FILES = {
    path.name.removesuffix(".toml"): path.read_text(encoding="utf-8")
    for path in files("kg.extraction").joinpath("patterns").iterdir()
    if path.name.endswith(".toml")
}
LONGEST = 120
PARTS = {"HELP": ["help", "early help"], "VERB": ["is", "{{HELP}}s"]}


def entries(contents: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each rule of a file, with the list that it stands in."""
    for key, value in contents.items():
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, dict) and entry.keys() & {"regex", "alternatives"}:
                yield key, entry


RULES = [
    pytest.param(entry, id=f"{name}-{key}-{number}")
    for name, text in sorted(FILES.items())
    for number, (key, entry) in enumerate(entries(tomllib.loads(text)))
]


@pytest.mark.parametrize("name", sorted(FILES))
def test_lines_can_be_read_without_scrolling(name: str) -> None:
    lines = enumerate(FILES[name].splitlines(), start=1)
    assert [number for number, line in lines if len(line) > LONGEST] == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_begins_with_what_it_is_for(name: str) -> None:
    assert FILES[name].startswith("# ")


@pytest.mark.parametrize("entry", RULES)
def test_a_rule_and_its_alternatives_say_why(entry: dict[str, Any]) -> None:
    reasons = [one.get("why", "") for one in (entry, *entry.get("alternatives", ()))]
    assert all(isinstance(why, str) and why.strip() for why in reasons)
    assert len(set(reasons[1:])) == len(reasons[1:])


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_list_of_rules_compiles(name: str) -> None:
    for key in dict.fromkeys(key for key, _ in entries(table(name))):
        assert rules(name, key)


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_part_and_no_field_is_left_over(name: str) -> None:
    text, contents = FILES[name], table(name)
    parts = contents if name == "fragments" else contents.get("parts", {})
    everywhere = "".join(FILES.values()) if name == "fragments" else text
    in_code = {"ISO_DATE", "FULL_DATE", "PARTICLE", "UPPER", "HONOURS", "TITLE", "NAME"}
    unused = {part for part in parts if f"{{{{{part}}}}}" not in everywhere} - in_code
    said = {key for _, entry in entries(contents) for key in entry}
    assert (unused, contents.get("fields", {}).keys() - said) == (set(), set())


@pytest.mark.parametrize(
    ("written", "expected", "why"),
    [
        ("plans? are", "plans? are", "a pattern on one line stays as it is"),
        (" and ", " and ", "spaces at the edges of a single line count"),
        (["is", "are"], "is|are", "an array holds alternatives"),
        (
            ["plan", "plans"],
            "plan|plans",
            "they stay in the order of the file: the first that fits",
        ),
        ("  early\n  help\n", "earlyhelp", "line breaks and the spaces around a line are left out"),
        ("  early[ ]\n  help\n", "early[ ]help", "a space at the edge of a line is written [ ]"),
        ("  early help\n", "early help", "a space inside a line counts"),
        (["  a\n  b\n", "c"], "ab|c", "an alternative may stand on several lines"),
        ("~early ~help", "[Ee]arly [Hh]elp", "~ is a letter in either case"),
        ("~É~5 ~", "~É~5 ~", "only before a letter from a to z"),
        (r"\b{{HELP}}\b", r"\b(?:help|early help)\b", "a part is a group that captures nothing"),
        ("{{VERB}}", "(?:is|(?:help|early help)s)", "parts may have parts"),
        ("a{2} {{HELP}}{2}", "a{2} (?:help|early help){2}", "single braces are counts"),
        ("", "", "an empty pattern fits everything"),
    ],
)
def test_how_a_pattern_is_put_together(written: str | list[str], expected: str, why: str) -> None:
    assert regex_source(written, PARTS) == expected, why


@pytest.mark.parametrize(
    ("written", "words", "expected", "why"),
    [
        (
            ["plan", "plans"],
            "plans",
            "plan",
            "the first alternative that fits is taken, not the longest",
        ),
        (["plans", "plan"], "plans", "plans", "so a longer one stands first where nothing follows"),
        ([r"plan\b", "plans"], "plans", "plans", "unless what follows rules out the shorter one"),
        ("{{VERB}}", "early helps", "early helps", "alternatives of a part are tried in turn"),
    ],
)
def test_which_alternative_fits(
    written: str | list[str], words: str, expected: str, why: str
) -> None:
    match = re.search(regex_source(written, PARTS), words)
    assert match is not None and match[0] == expected, why


def rule(**entry: Any) -> dict[str, Any]:
    return {"name": "late", "why": "plans are late"} | entry


@pytest.mark.parametrize(
    ("entry", "message", "why"),
    [
        (rule(regex="late", ignorecase=True), "unknown key 'ignorecase'", "a slip in a key"),
        (rule(regex="late", kind="weakness"), "unknown key 'kind'", "a key not in [fields]"),
        (rule(regex="{{LAT}}"), "unknown part {{LAT}}", "a slip in a part"),
        (rule(regex=["late", "{{LAT}}"]), "unknown part {{LAT}}", "in an alternative"),
        (rule(), "either 'regex' or 'alternatives'", "no pattern"),
        (rule(regex="a", alternatives=[{"regex": "b", "why": "b"}]), "either", "two patterns"),
        (rule(alternatives=[{"regex": "b"}]), "'why' is missing", "an alternative without a why"),
        ({"name": "late", "regex": "late"}, "'why' is missing", "a rule without a why"),
        (
            rule(alternatives=[{"regex": "b", "why": "b", "kind": "x"}]),
            "unknown key 'kind'",
            "in an alternative",
        ),
        (rule(regex="(late"), "missing ), unterminated subpattern", "a faulty pattern"),
    ],
)
def test_a_faulty_rule_is_an_error_that_names_file_and_rule(
    entry: dict[str, Any], message: str, why: str
) -> None:
    where = "patterns/findings.toml, words 'late'"
    with pytest.raises(ValueError, match=rf"^{re.escape(where)}: ") as caught:
        read_rule(entry, where, PARTS, ["hints"])
    assert message in str(caught.value), why


@pytest.mark.parametrize(
    ("entry", "words", "fits", "why"),
    [
        (rule(regex="late"), "late", True, "a pattern"),
        (rule(regex="late"), "LATE", False, "case counts"),
        (rule(regex="late", ignore_case=True), "LATE", True, "unless it is ignored"),
        (rule(regex="~late"), "Late", True, "a capital in front"),
        (rule(regex="~late"), "LATE", False, "and nowhere else"),
        (
            rule(alternatives=[{"regex": "a", "why": "a"}, {"regex": "b$", "why": "b"}]),
            "b",
            True,
            "any",
        ),
        (rule(regex="late", hints=["late"]), "late", True, "a field of the file"),
    ],
)
def test_what_a_rule_finds(entry: dict[str, Any], words: str, fits: bool, why: str) -> None:
    found = read_rule(entry, "here", PARTS, ["hints"])
    assert bool(found.regex.search(words)) is fits, why
    assert (found.name, found.fields) == ("late", entry)


def test_word_lists_hold_each_word_once() -> None:
    found = sorted(path.name for path in files("kg").joinpath("words").iterdir())
    names = [name for name in found if name.endswith(".toml")]
    assert names == [
        "inspections.toml",
        "litter.toml",
        "names.toml",
        "posts.toml",
        "practice.toml",
        "programmes.toml",
        "recommendation_states.toml",
        "recommendations.toml",
        "same_issue.toml",
        "search.toml",
        "subjects.toml",
        "web_pages.toml",
    ]
    lists = {
        f"{name}, {key}": value
        for name in names
        for key, value in word_lists(name.removesuffix(".toml")).items()
        if isinstance(value, list)
    }
    assert {
        key for key, words in lists.items() if len(words) != len({str(w) for w in words})
    } == set()
