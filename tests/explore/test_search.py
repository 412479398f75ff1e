"""`kg find`: words, phrases, prefixes, bounds, what is shown, and that no input breaks it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import main
from kg.errors import StoreError, UsageError
from kg.explore.search import Hit, SearchRequest, SearchResult, find, format_hits, table
from kg.explore.search_words import MAX_WORDS
from kg.query.result_formats import write
from kg.rdf.iris import KG, THINGS, concept
from kg.store.graph import open_graph
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"


BOLD = re.compile(r"\x1b\[1m(.*?)\x1b\[0m")


FINDING = f"""@prefix kg: <{KG}> .
<{THINGS}document/d> a kg:Document ; kg:path "d.txt" .
<{THINGS}finding/d/%s> a kg:Finding ; kg:document <{THINGS}document/d> ; kg:text %s ;
  kg:findingKind <{concept("finding-kind", "strength")}> .
"""


def texts(found: SearchResult) -> list[str]:
    return [hit.text for hit in found.hits]


def sentences(folder: Path, *lines: str) -> Path:
    """A graph of one document with these findings."""
    graph = folder / "sentences.ttl"
    parts = (FINDING % (number, ox.Literal(line)) for number, line in enumerate(lines))
    graph.write_text("".join(parts), encoding="utf-8")
    return graph


SENTENCES = (
    "Caseloads are high.",
    "A high caseload was seen in one team.",
    "Assessments are thorough.",
    "Children go missing from care.",
    "Care of missing children is good, from the start.",
    "The café is run by care leavers.",
    "Re-referrals are rare.",
    "The children’s plans are good.",
)


# --- words ---


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        (["caseloads"], {0, 1}, "plural finds singular"),
        (["caseload"], {0, 1}, "and singular plural"),
        (["CASELOAD"], {0, 1}, "case does not count"),
        (["assessed"], {2}, "stemmed"),
        (["caseload", "team"], {1}, "all words have to occur"),
        (["caseload", "AND", "team"], {1}, "AND is how it is anyway"),
        (["caseload", "plumbing"], set(), "one that does not occur leaves nothing"),
        (["missing", "care"], {3, 4}, "in any order"),
        (['"missing from care"'], {3}, "a phrase in quotes of its own"),
        (["missing from care"], {3, 4}, "one argument of the shell is words"),
        (["missing from the care"], {3, 4}, "the commonest words don't count"),
        (['"missing from the care"'], set(), "but in a phrase they do"),
        (["from", "the"], {4}, "where there are no others they do"),
        (["from*"], {3, 4}, "one with a star is looked for"),
        (['children "missing from care"'], {3}, "a phrase among words"),
        (['"missing from care'], {3}, "quotes that do not close"),
        (["assessme*"], {2}, "a prefix longer than the stem"),
        (["ass*"], {2}, "a short one"),
        (["as*"], {2}, "two letters"),
        (["CAS*"], {0, 1}, "in capitals"),
        (["cafe"], {5}, "accents do not count"),
        (["café"], {5}, "on either side"),
        (["cafe\u0301"], {5}, "nor how they are encoded"),
        (["caf*"], {5}, "a prefix before an accent"),
        (["CAFÉ*"], {5}, "a prefix with one"),
        (["missing ca*"], {3, 4}, "words, the last of them a prefix"),
        (['"missing from ca"*'], {3}, "with quotes of its own"),
        (["re-referral"], {6}, "a hyphen makes a phrase"),
        (["re-refer*"], {6}, "and one with a prefix"),
        (["children's"], {7}, "either apostrophe"),
        (["caseloads", "OR", "assessments"], {0, 1, 2}, "either"),
        (["caseloads OR assessments"], {0, 1, 2}, "in one argument"),
        (["high", "caseload", "OR", "assessments"], {0, 1}, "OR binds what is beside it"),
        (["caseload", "NOT", "team"], {0}, "without"),
        (["NOT", "team", "caseload"], {0}, "without, first"),
        (["caseload", "NOT", '"one team"'], {0}, "without a phrase"),
        (["caseload", "not", "team"], {1}, "in small letters a word that doesn't count"),
        (["NOT", "caseload"], set(), "nothing that is wanted"),
        (["OR", "caseload", "OR"], {0, 1}, "operators with nothing to join"),
        (["d.txt"], {"d.txt"}, "a title"),
    ],
)  # fmt: skip
def test_words(words: list[str], expected: set[int | str], reason: str, tmp_path: Path) -> None:
    found = find(sentences(tmp_path, *SENTENCES), SearchRequest(tuple(words)))
    wanted = {SENTENCES[key] if isinstance(key, int) else key for key in expected}
    assert set(texts(found)) == wanted, reason
    assert found.total == len(wanted)


def test_the_words_that_match_are_marked(tmp_path: Path) -> None:
    graph = sentences(tmp_path, "Caseloads 👪 are a caseload, a high caseload\x02s.")
    (hit,) = find(graph, SearchRequest(('"high caseload"', "OR", "caseloads"))).hits
    marked = [hit.text[start:end] for start, end in hit.marks]
    assert marked == ["Caseloads", "caseload", "high caseloads"]


# --- ranking ---


def test_more_and_rarer_words_in_fewer_come_first(tmp_path: Path) -> None:
    graph = sentences(
        tmp_path,
        "Some workers in a large team of many people still say that they have high caseloads.",
        "Caseloads are high.",
        "Caseloads were low, then higher; caseloads are lower, and caseloads are known.",
        "Plans are good.",
    )
    assert [text[:12] for text in texts(find(graph, SearchRequest(("caseloads",))))] == [
        "Caseloads we",
        "Caseloads ar",
        "Some workers",
    ]
    either = texts(find(graph, SearchRequest(("plans", "OR", "caseloads"))))
    assert either[0] == "Plans are good.", "the rarer word weighs more"


def test_a_name_comes_before_other_names(demo_graph: Path) -> None:
    best = find(demo_graph, SearchRequest(("Bradford",))).hits[0]
    assert (best.kind, best.text) == ("council", "Bradford")


def test_limit_and_total(demo_graph: Path) -> None:
    every = find(demo_graph, SearchRequest(("children",), limit=1000))
    some = find(demo_graph, SearchRequest(("children",), limit=3))
    assert some.hits == every.hits[:3]
    assert some.total == every.total == len(every.hits) > 100


# --- bounds ---

CASELOADS = SearchRequest(("caseloads",), limit=1000)


@pytest.mark.parametrize(
    ("bounds", "fits", "reason"),
    [
        ({"councils": ("Bradford",)}, lambda h: "E08000032" in dict(h.councils), "a council by name"),
        ({"councils": ("City of Bradford",)}, lambda h: "E08000032" in dict(h.councils), "by another name"),
        ({"councils": ("E08000032",)}, lambda h: "E08000032" in dict(h.councils), "by code"),
        ({"councils": (THINGS + "council/E08000032",)}, lambda h: "E08000032" in dict(h.councils), "by IRI"),
        ({"kind": "weakness"}, lambda h: h.kind == "weakness", "a kind"),
        ({"kind": "finding"}, lambda h: "/finding/" in h.iri, "all kinds of finding"),
        ({"theme": "workforce"}, lambda h: "workforce" in h.themes, "a theme, main or not"),
        ({"theme": "Workforce"}, lambda h: "workforce" in h.themes, "by its label"),
        ({"since": "2019"}, lambda h: h.date >= "2019", "from a year on"),
        ({"until": "2019"}, lambda h: "0" < h.date < "2020", "to the end of a year; undated ones are not known to be"),
        ({"since": "2019-10", "until": "2019-10"}, lambda h: h.date.startswith("2019-10"), "one month"),
        ({"since": "2019-10-20", "until": "2019-10-21"}, lambda h: h.date == "2019-10", "a month may be any of its days"),
        ({"councils": ("Bradford",), "kind": "strength", "theme": "workforce", "since": "2018", "until": "2020-01-01"}, lambda h: "E08000032" in dict(h.councils) and h.kind == "strength" and "workforce" in h.themes and "2018" <= h.date < "2020-01-02", "all together"),
    ],
)  # fmt: skip
def test_bounds(
    bounds: dict[str, str], fits: Callable[[Hit], bool], reason: str, demo_graph: Path
) -> None:
    every = find(demo_graph, CASELOADS)
    within = find(demo_graph, replace(CASELOADS, **bounds))  # type: ignore[arg-type]
    assert texts(within) == [hit.text for hit in every.hits if fits(hit)], reason
    assert 0 < within.total <= every.total, reason


@pytest.mark.parametrize("kind", ["council", "person", "programme", "organisation", "document"])
def test_each_kind_of_name_is_found(kind: str, demo_graph: Path) -> None:
    words = {
        "council": "E08000032",
        "person": "burke",
        "programme": "academy",
        "organisation": "Cafcass",
        "document": "ilacs",
    }
    found = find(demo_graph, SearchRequest((words[kind],), kind=kind))
    assert found.hits and {hit.kind for hit in found.hits} == {kind}
    assert all(hit.path and (hit.quote or kind == "document") for hit in found.hits)


@pytest.mark.parametrize(
    ("councils", "regions", "found", "why"),
    [
        (("Bradford",), (), "Bradford", "one council"),
        (("Bradford", "Thurrock"), (), "Bradford Thurrock", "either council"),
        (
            (),
            ("East of England",),
            "Bedford Central Bedfordshire Suffolk Thurrock",
            "those of a region",
        ),
        ((), ("yorkshire & the humber", "London"), "Bradford", "either region"),
        (("Bradford", "Thurrock"), ("East of England",), "Thurrock", "those of them there"),
    ],
)
def test_several_councils_and_regions(
    demo_graph: Path, councils: tuple[str, ...], regions: tuple[str, ...], found: str, why: str
) -> None:
    words = ("supervision", "OR", "caseloads")
    hits = find(demo_graph, SearchRequest(words, councils, regions, "finding", limit=100)).hits
    assert " ".join(sorted({name for hit in hits for _, name in hit.councils})) == found, why


def test_a_council_outside_the_regions_is_refused(demo_graph: Path) -> None:
    with pytest.raises(UsageError, match="No council that was given is in London"):
        find(demo_graph, SearchRequest(("caseloads",), ("Bradford",), ("London",)))


def test_a_name_is_within_bounds_where_a_document_names_it_so(demo_graph: Path) -> None:
    (burke,) = find(demo_graph, SearchRequest(("Margaret Burke",), kind="person")).hits
    assert (burke.documents, burke.date) == (4, "2022-01-17"), "the newest of all"
    suffolk = find(
        demo_graph, SearchRequest(("Margaret Burke",), councils=("Suffolk",), kind="person")
    )
    (there,) = suffolk.hits
    assert (there.documents, there.date) == (1, "2019-04-08")
    assert there.councils == (("E10000029", "Suffolk"),)
    later = SearchRequest(("Margaret Burke",), councils=("Suffolk",), since="2020", kind="person")
    assert find(demo_graph, later).total == 0, "council and date of one and the same document"


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        (
            {"councils": ("Bradfrod",)},
            r"Unknown council 'Bradfrod'\. Did you mean 'City of Bradford Metropolitan District Council'\?$",
        ),
        ({"kind": "weekness"}, "Unknown kind 'weekness'. Did you mean 'weakness'"),
        ({"theme": "plumbing"}, "Unknown theme 'plumbing'. Known: early-help, "),
        (
            {"since": "2019-13"},
            "--since must be a date such as 2019, 2019-02 or 2019-02-28, not '2019-13'",
        ),
        (
            {"until": "last May"},
            "--until must be a date such as 2019, 2019-02 or 2019-02-28, not 'last May'",
        ),
        ({"until": "2019-02-30"}, "--until must be a date"),
    ],
)
def test_bounds_that_do_not_exist(bounds: dict[str, Any], message: str, demo_graph: Path) -> None:
    with pytest.raises(UsageError, match=message):
        find(demo_graph, replace(CASELOADS, **bounds))


# --- hostile input ---

NAUGHTY = [
    *('"', '""', '"""', '" "', '"*"', '*"', "(", ")", "((", "()", "{", "}", "[a]", "\\", "/", ";"),
    *("'", "''", "'; DROP TABLE words; --", "%", "_", "__*", "a_b*", "`", "|", "&", "^", "^a", "a^b"),
    *("*", "**", "* a", "a *", "*a", "-", "-a", "a -b", "--", "+", "a + b", ":", "text:a", "also : a"),
    *("{text also}: a", "- text: a", "rank:1", "words MATCH 'a'", "NEAR", "NEAR(", "NEAR(a b)"),
    *("NEAR(a b, 2)", "a NEAR b", '"NEAR"(', "near/3", "AND", "OR", "NOT", "AND OR NOT", "NOT NOT"),
    *("a AND", "a OR", "a NOT", "OR a", "AND a", "a OR OR b", "a NOT OR b", "a NOT NOT b", "NOT 🄰"),
    *("a NOT 🄰", "🄰 NOT a", "🄰", "🄰*", "a 🄰*", '"🄰" OR a', "\0", "a\0b", '"a\0"', "\ud800"),
    *("a\udfff", "\U0010ffff", "\ue000", "\ufeff", "\u200b", "\u202ea", "\x1b[31m", "\x02", "\x03a"),
    *("\n", "\t", "", " ", "a\nb", "é*", "e\u0301*", "\u0345*", "ß*", "İ*", "ǅ*", "ﬁ*", "²", "١*"),
    *("א", "عربي", "中文*", "😀", "👩‍👧*", "Ω≈ç√", "田中さん", "Z̮̞̠͙a̖l̷g", "1e400", "0x0", "-1", "NaN"),
    *("NULL", "null", "undefined", "{{a}}", "${a}", "<script>", "../../etc/passwd", "%00", "a" * 99999),
]  # fmt: skip


def test_there_are_a_hundred_naughty_strings() -> None:
    assert len(NAUGHTY) == len(set(NAUGHTY)) >= 100


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sentences(tmp_path_factory.mktemp("small"), *SENTENCES)


@pytest.mark.parametrize("words", NAUGHTY, ids=ascii)
def test_no_words_are_an_error(words: str, demo_graph: Path) -> None:
    for arguments in ((words,), ("children", words), (words, "children"), (words, "NOT", words)):
        found = find(demo_graph, SearchRequest(arguments))
        assert found.total >= len(found.hits)
        format_hits(found)
        write(table(found), "json")


@given(
    arguments=st.lists(
        st.text(alphabet='"()*+-^:{}[], .abORNEARD\0\ud800é', max_size=12), max_size=4
    )
)
def test_nor_are_any_others(arguments: list[str], small: Path) -> None:
    find(small, SearchRequest(tuple(arguments)))


def test_more_words_than_anyone_looks_for() -> None:
    assert find(SAMPLE, SearchRequest(("a",) * MAX_WORDS)).total == 0
    with pytest.raises(UsageError, match="at most 100 words"):
        find(SAMPLE, SearchRequest(("a " * (MAX_WORDS + 1),)))


def test_control_characters_of_a_document_are_not_shown(tmp_path: Path) -> None:
    graph = sentences(tmp_path, "Case\x1b[31mloads\x07 are\x9b2J high\u202e \x02now\x03.")
    shown = format_hits(find(graph, SearchRequest(("high",))))
    assert set(re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]\S{0,3}", shown)) == {
        "\x1b[1m",
        "\x1b[0m",
    }, "only those that make a match bold"
    assert BOLD.findall(shown) == ["high"]


# --- what is shown ---


def test_a_hit_as_text(demo_graph: Path) -> None:
    wanted = SearchRequest(("caseloads manageable",), until="2017")
    kind, sentence, place, iri = format_hits(
        find(demo_graph, replace(wanted, words=("caseloads", "manageable")))
    ).splitlines()
    assert kind == "Strength (workforce), Central Bedfordshire, 2017-06-12"
    assert BOLD.sub(r"<\1>", sentence) == "  “<Caseloads> are <manageable> and morale is good.”"
    assert place.endswith("central-bedfordshire-single-inspection-2017.pdf, page 2")
    assert iri.startswith(f"  {THINGS}finding/")


def test_another_name_that_matches_is_shown(demo_graph: Path) -> None:
    found = find(demo_graph, SearchRequest(("Metropolitan", "Bradford"), kind="council"))
    head, name, also, quote, *_ = format_hits(found).splitlines()
    assert (head, BOLD.sub(r"<\1>", name)) == ("Council, Bradford, 2022-11-21", "  <Bradford>")
    assert "<Metropolitan>" in BOLD.sub(r"<\1>", also)
    assert quote.startswith("  “")


def test_bold_on_a_terminal_and_plain_in_a_pipe(demo_graph: Path) -> None:
    arguments = ["find", "caseloads", "--graph", str(demo_graph), "--limit", "1"]
    plain = CliRunner().invoke(main, arguments)
    assert plain.exit_code == 0
    assert "Caseloads" in plain.stdout and "\x1b" not in plain.stdout
    assert re.fullmatch(r"showing the best 1 of \d+; see more with --limit\n", plain.stderr)
    coloured = CliRunner().invoke(main, arguments, color=True)
    assert BOLD.findall(coloured.stdout) == ["Caseloads"]


def test_kg_why_takes_each_iri(demo_graph: Path) -> None:
    from kg.explore.explain import explain

    hits = find(
        demo_graph, SearchRequest(("Bradford", "OR", "Burke", "OR", "academy"), limit=30)
    ).hits
    with open_graph(demo_graph) as graph:
        for hit in hits:
            if hit.kind != "document":
                assert explain(graph, hit.iri), hit.iri


def test_formats(demo_graph: Path, tmp_path: Path) -> None:
    arguments = ["find", "caseloads", "--graph", str(demo_graph), "--limit", "2"]
    shown = CliRunner().invoke(main, [*arguments, "-f", "csv"]).stdout
    rows = list(csv.DictReader(io.StringIO(shown)))
    hits = find(demo_graph, SearchRequest(("caseloads",), limit=2)).hits
    assert [row["text"] for row in rows] == [hit.text for hit in hits]
    assert [row["iri"] for row in rows] == [hit.iri for hit in hits]
    data = json.loads(CliRunner().invoke(main, [*arguments, "-f", "json"]).stdout)
    assert len(data["results"]["bindings"]) == 2
    assert CliRunner().invoke(main, [*arguments, "-f", "md"]).stdout.startswith("| kind | themes |")
    target = tmp_path / "hits.csv"
    assert CliRunner().invoke(main, [*arguments, "-o", str(target)]).exit_code == 0
    assert target.read_text(encoding="utf-8").splitlines() == shown.splitlines()
    refused = CliRunner().invoke(main, [*arguments, "-f", "ttl"])
    assert refused.exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("zyzzyva", "nothing found with all of zyzzyva\nno text has zyzzyva.\n"),
        ("***", "nothing found: there is no word to look for\n"),
    ],
)
def test_nothing_found_is_said_and_no_error(words: str, said: str, demo_graph: Path) -> None:
    text = CliRunner().invoke(main, ["find", words, "--graph", str(demo_graph)])
    assert (text.exit_code, text.stdout) == (0, "")
    assert text.stderr == said
    rows = CliRunner().invoke(main, ["find", words, "--graph", str(demo_graph), "-f", "csv"])
    assert (rows.exit_code, rows.stdout.count("\n")) == (0, 1)


# --- the index ---


def test_no_graph_at_all(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such graph; build one with"):
        find(tmp_path / "none", CASELOADS)
    with pytest.raises(StoreError, match="no finished graph in this folder"):
        find(tmp_path, CASELOADS)
