"""Citations, in what reference managers read them with."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from kg.citation import FORMATS, Citation, as_bibtex, as_csl_json, as_ris, as_text
from kg.printable import printable
from places import TESTS

#: Citations with what each format makes of them; `pytest --golden` writes the formats.  The page's
#: own script is held to the same file: tests/browser/test_citation.py.
PATH = TESTS / "data" / "citations.json"
CASES: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))


def citation(case: dict[str, Any]) -> Citation:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in case["citation"].items()
    }
    return Citation(**fields)


def same(read: str, stated: str) -> bool:
    """Whether a text is the stated one, blanks and what is never shown aside."""
    return re.sub(r"\s", "", read) == re.sub(r"\s", "", printable(stated))


def tex_reader() -> LatexNodes2Text:
    """pylatexenc, with LaTeX's own names for three signs that it lacks or takes for others."""
    known = get_default_latex_context_db()
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [MacroTextSpec(name, sign) for name, sign in signs.items()]
    known.add_context_category("signs", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=known)


ALL = pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])


def test_cases_are_as_they_were_read(golden: bool) -> None:
    cases = [
        {
            "why": case["why"],
            "citation": case["citation"],
            **{name: write([citation(case)]) for name, write in FORMATS.items()},
        }
        for case in CASES
    ]
    text = json.dumps(cases, indent=1) + "\n"
    if golden:
        PATH.write_text(text, encoding="utf-8", newline="\n")
    assert PATH.read_text(encoding="utf-8") == text, "run pytest --golden, and read the diff"


@ALL
def test_bibtex_reads_back(case: dict[str, Any]) -> None:
    one = citation(case)
    library = parse_string(
        as_bibtex([one]),
        append_middleware=[SeparateCoAuthors(), LatexDecodingMiddleware(decoder=tex_reader())],
    )
    assert not library.failed_blocks and not library.comments
    (entry,) = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert entry.key == one.key and re.fullmatch(r"[A-Za-z0-9-]+", entry.key)
    assert same(fields["title"], one.title)
    for read, stated in zip(fields.get("author", ()), one.authors, strict=True):
        assert same(tex_reader().latex_to_text(read[1:-1]), stated)
    assert ("url" in fields) == bool(one.url)
    assert not {"year", "month", "date"} & fields.keys() or one.published


def test_bibtex_counts_braces_whether_or_not_they_are_escaped() -> None:
    for case in CASES:
        text = as_bibtex([citation(case)])
        assert text.count("{") == text.count("}"), case["why"]


@ALL
def test_ris_reads_back(case: dict[str, Any]) -> None:
    one = citation(case)
    text = as_ris([one])
    (read,) = rispy.loads(text.replace("\r\n", "\n"))
    assert read["type_of_reference"] == ("RPRT" if one.official else "GEN")
    assert same(read.get("title", ""), one.title)
    assert len(read.get("authors", [])) == len(one.authors)
    assert all(map(same, read.get("authors", []), one.authors))
    assert read.get("urls", []) == [url for url in [as_url(one)] if url]
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line)
    assert text.startswith("TY  - ") and text.endswith("ER  - \r\n")
    assert len(re.findall("^(?:TY|ER)  - ", text, re.MULTILINE)) == 2


def as_url(one: Citation) -> str:
    (item,) = json.loads(as_csl_json([one]))
    return str(item.get("URL", ""))


@ALL
def test_csl_json_reads_back(case: dict[str, Any]) -> None:
    one = citation(case)
    items = json.loads(as_csl_json([one]))
    read = CiteProcJSON(items)[one.key.lower()]
    assert same(str(read.get("title", "")), one.title)
    assert len(read.get("author", [])) == len(one.authors)
    assert all(
        same(name["literal"], a)
        for name, a in zip(read.get("author", []), one.authors, strict=True)
    )
    assert not items[0].keys() - CSL_VARIABLES
    assert ("issued" in items[0]) <= bool(one.published)


#: The names of the schema for CSL data that are used here; it allows no others than its own.
CSL_VARIABLES = {"id", "type", "author", "title", "issued", "event-date", "page", "note", "URL"}


@ALL
def test_plain_text_is_one_line(case: dict[str, Any]) -> None:
    text = as_text([citation(case)])
    assert text.count("\n") == 1 and printable(text) == text.replace("\n", " ")


def test_several_citations_are_one_file() -> None:
    several = [Citation("a0", "One", page=1), Citation("a0", "One", page=2)]
    assert len(parse_string(as_bibtex(several)).entries) == 2
    assert [r["start_page"] for r in rispy.loads(as_ris(several).replace("\r\n", "\n"))] == [
        "1",
        "2",
    ]
    assert [item["id"] for item in json.loads(as_csl_json(several))] == ["kg-a0-p1", "kg-a0-p2"]
    assert as_text(several) == "One, page 1.\nOne, page 2.\n"
    assert as_bibtex([]) == as_ris([]) == as_text([]) == "" and as_csl_json([]) == "[]\n"
