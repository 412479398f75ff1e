"""Which format a client gets, by its Accept header."""

from __future__ import annotations

import pytest

from kg.serve.forms import HTML, STATEMENTS, TABLES
from kg.serve.negotiation import best


@pytest.mark.parametrize(
    ("accept", "name", "why"),
    [
        (None, "json", "no wish: the first"),
        ("", "json", "an empty wish is none"),
        ("*/*", "json", "any"),
        ("text/csv", "csv", "by name"),
        ("TEXT/CSV", "csv", "whatever the case"),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.5", "tsv", "the higher quality"),
        ("text/*", "xml", "a group: the first of it, which is text/xml"),
        ("text/*;q=0.5, application/json;q=0.4", "xml", "a group before a name of less quality"),
        ("*/*, text/csv;q=0", "json", "anything but one"),
        ("text/csv;q=0, */*;q=0.1", "json", "what is refused by name is not let in by any"),
        ("application/json", "json", "the name that everyone uses"),
        ("text/csv;q=evil, text/html", "html", "a quality that can't be read is none"),
        ("text/csv; charset=utf-8", "csv", "with a parameter"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html", "a browser"),
        ("image/png", None, "not on offer"),
        ("text/csv;q=0", None, "refused"),
        (",;,q=", None, "no header at all"),
        ("a" * 100_000, None, "long"),
    ],
)
def test_the_form_of_a_table(accept: str | None, name: str | None, why: str) -> None:
    form = best(accept, TABLES)
    assert (form and form.name) == name, why


def test_rdflib_gets_turtle_and_a_browser_a_page() -> None:
    rdflib = "application/xml, text/turtle, text/n3, application/ld+json;q=0.9, */*;q=0.1"
    form = best(rdflib, (HTML, *STATEMENTS))
    assert form is not None and form.name == "ttl"
