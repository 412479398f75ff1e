"""The full-text index of a graph: findings, names and titles in one SQLite file (FTS5).

    entry       what can be found: a finding, a council, person, programme, organisation, document
    words       its text and its other names, stemmed (porter) and without accents; rowid is entry
    place       where an entry stands: a council, a document, and there the page and the quote
    vocabulary  each word as it is written, but for case and accents: what a prefix stands for

A thing that no document speaks of is not in it.  Rows are written in an order of their own, so
that the same graph gives the same rows.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.names import PREFIXES, THINGS, concept

__all__ = ["END", "FILE", "START", "VERSION", "fill", "write"]

#: The index in a build's folder.
FILE = "find.sqlite"
#: Another number for another schema: an index of an older kg is refused by it.
VERSION = 1
#: What stands around a match in highlighted text; no indexed text holds them.
START, END = "\x02", "\x03"

_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE council (gss TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE document (
  id INTEGER PRIMARY KEY, path TEXT, title TEXT, date TEXT, earliest TEXT, latest TEXT
);
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, themes TEXT);
CREATE TABLE place (
  entry INTEGER, council TEXT, document INTEGER, page INTEGER, paragraph TEXT, quote TEXT
);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  text, also, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""

#: The words as they are written, out of an index of their own that is not kept.
_VOCABULARY = """
CREATE VIRTUAL TABLE temp.plain USING fts5(
  text, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO temp.plain (rowid, text) SELECT rowid, text || ' ' || also FROM words ORDER BY rowid;
CREATE VIRTUAL TABLE temp.plain_words USING fts5vocab(temp, plain, row);
INSERT INTO vocabulary SELECT term FROM temp.plain_words ORDER BY term;
DROP TABLE temp.plain_words;
DROP TABLE temp.plain;
CREATE INDEX place_of_entry ON place (entry);
"""

_PLAIN = str.maketrans({START: None, END: None})

#: The part of a thing's IRI that says what it is; of other things no name is indexed.
_NAMED = ("council", "person", "programme", "organisation")

_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def _of_claims(variables: str, pattern: str) -> str:
    """A query of the claims that point to something, in each of the ways in which they do.

    One by one: with a property path the store would join all that the graph says.
    """
    pointers = ("kg:mentions", "prov:agent", "org:member", "org:organization")
    ways = (f"{{ ?claim {pointer} ?thing . {pattern} }}" for pointer in pointers)
    return f"SELECT {variables} {{ {' UNION '.join(ways)} }}"


# A sub-SELECT a property: the store joins lists faster than it looks up each finding's properties.
_FINDINGS = """SELECT ?finding ?kind ?theme ?text ?document ?page ?paragraph {
  { SELECT ?finding ?text { ?finding kg:text ?text } }
  { SELECT ?finding ?document { ?finding kg:document ?document } }
  { SELECT ?finding ?kind { ?finding kg:findingKind ?kind } }
  OPTIONAL { SELECT ?finding ?theme { ?finding kg:mainTheme ?theme } }
  OPTIONAL { SELECT ?finding ?page { ?finding kg:page ?page } }
  OPTIONAL { SELECT ?finding ?paragraph { ?finding kg:paragraph ?paragraph } } }"""
_THEMES = "SELECT ?finding ?theme { ?finding kg:theme ?theme }"
_CLAIMS = _of_claims(
    "?thing ?claim ?document ?council ?name",
    """?claim kg:document ?document
    OPTIONAL { ?claim kg:council ?council } OPTIONAL { ?claim kg:name ?name }""",
)
_QUOTES = _of_claims(
    "?claim ?start ?exact ?quote ?page ?paragraph",
    """?claim kg:evidence ?evidence . ?evidence oa:hasTarget ?target .
    ?target oa:hasSelector ?selector . ?selector oa:start ?start ; oa:exact ?exact
    OPTIONAL { ?claim kg:quote ?quote }
    OPTIONAL { ?evidence kg:page ?page } OPTIONAL { ?evidence kg:paragraph ?paragraph }""",
)
_ALSO = """SELECT ?thing ?name {
  ?thing kg:officialName|kg:shortName|skos:altLabel|skos:notation ?name }"""
_DOCUMENTS = """SELECT ?document ?path ?title {
  ?document a kg:Document OPTIONAL { ?document kg:path ?path }
  OPTIONAL { ?document dcterms:title ?title } }"""
# DISTINCT: each document that reports an inspection states its date once more.
_DATES = """SELECT ?document ?rank ?date ?earliest ?latest {
  { ?document kg:reports ?inspection .
    { SELECT DISTINCT ?inspection ?date { ?inspection kg:start ?date } }
    { SELECT DISTINCT ?inspection ?earliest { ?inspection kg:startEarliest ?earliest } }
    { SELECT DISTINCT ?inspection ?latest { ?inspection kg:startLatest ?latest } }
    BIND("1" AS ?rank) }
  UNION
  { ?document a kg:Document ; kg:published ?date ;
      kg:publishedEarliest ?earliest ; kg:publishedLatest ?latest
    BIND("2" AS ?rank) } }"""
_ABOUT = f"""SELECT ?document ?council {{
  {{ ?document kg:reports ?inspection .
    {{ SELECT DISTINCT ?inspection ?council {{ ?inspection kg:council ?council }} }} }}
  UNION
  {{ ?claim kg:mentionRole <{concept("mention-role", "subject")}> ; kg:mentions ?council ;
      kg:document ?document }} }}"""

#: Runs a query of this module: its rows as text, "" where a variable has no value, in order.
_Ask = Callable[[str], list[tuple[str, ...]]]


# Many thousands are made, and a frozen dataclass takes three times as long.
class _Entry(NamedTuple):
    """Something to find; `themes` has the main one first."""

    iri: str
    kind: str
    themes: tuple[str, ...]
    text: str
    also: tuple[str, ...]
    places: Sequence[_Place]


class _Place(NamedTuple):
    """Where an entry stands: in `document` (IRI), about a council (GSS code); "" for none."""

    council: str
    document: str
    page: str = ""
    paragraph: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class _Document:
    """A document, the councils that it is about, and its date.

    The date is that on which the inspection began that it reports, else that of publication: as
    stated, and the first and the last day that it can mean; "" for none.
    """

    path: str
    title: str
    councils: tuple[str, ...]
    date: tuple[str, str, str]


def write(store: ox.Store, folder: Path) -> None:
    """Write the index of a store into a build's folder.

    Raises OSError when it can't be written.
    """
    path = folder / FILE
    path.unlink(missing_ok=True)
    try:
        base = sqlite3.connect(path)
        try:
            fill(base, store)
        finally:
            base.close()
    except sqlite3.Error as error:
        raise OSError(f"{path}: {error}") from None


def fill(base: sqlite3.Connection, store: ox.Store) -> None:
    """Make the index of a store in an empty database."""
    # the file is of no use before it is whole: nothing to roll back to, nothing to wait for
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    base.executescript(_SCHEMA)
    ask = _asker(store)
    documents = _documents(ask)
    numbers = {iri: number for number, iri in enumerate(sorted(documents), start=1)}
    base.executemany("INSERT INTO council VALUES (?, ?)", _councils(ask, documents))
    base.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, documents[iri].path, documents[iri].title, *documents[iri].date)
            for iri, number in numbers.items()
        ),
    )
    entries = (*_names(ask), *_titles(documents), *_findings(ask, documents))
    base.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        ((n, e.iri, e.kind, " ".join(e.themes)) for n, e in enumerate(entries, start=1)),
    )
    base.executemany(
        "INSERT INTO words (rowid, text, also) VALUES (?, ?, ?)",
        (
            (n, e.text.translate(_PLAIN), "; ".join(e.also).translate(_PLAIN))
            for n, e in enumerate(entries, start=1)
        ),
    )
    base.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
        (
            (n, p.council, numbers[p.document], p.page, p.paragraph, p.quote)
            for n, e in enumerate(entries, start=1)
            for p in e.places
            if p.document in numbers
        ),
    )
    base.executescript(_VOCABULARY)
    base.commit()


def _asker(store: ox.Store) -> _Ask:
    def ask(query: str) -> list[tuple[str, ...]]:
        solutions = store.query(_PROLOGUE + query, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        rows = {tuple([getattr(term, "value", "") for term in row]) for row in solutions}
        return sorted(rows)

    return ask


def _documents(ask: _Ask) -> dict[str, _Document]:
    about: dict[str, list[str]] = defaultdict(list)
    for document, council in ask(_ABOUT):
        about[document].append(_token(council))
    dates: dict[str, tuple[str, str, str]] = {}
    for document, _, stated, earliest, latest in ask(_DATES):
        dates.setdefault(document, (stated, earliest, latest))
    found: dict[str, _Document] = {}
    for iri, path, title in ask(_DOCUMENTS):
        about_it, date = tuple(about[iri]), dates.get(iri, ("", "", ""))
        found.setdefault(iri, _Document(path, title or path, about_it, date))
    return found


def _councils(ask: _Ask, documents: Mapping[str, _Document]) -> list[tuple[str, str]]:
    """GSS code and name of each council."""
    labels = _labels(ask)
    iris = {PREFIXES["council"] + gss for one in documents.values() for gss in one.councils}
    iris |= {thing for thing in labels if thing.startswith(PREFIXES["council"])}
    return [(_token(iri), labels.get(iri, _token(iri))) for iri in sorted(iris)]


def _labels(ask: _Ask) -> dict[str, str]:
    """Thing to its label, the first in order."""
    rows = ask("SELECT ?thing ?name { ?thing rdfs:label ?name }")
    return {thing: name for thing, name in reversed(rows) if thing.startswith(THINGS)}


def _names(ask: _Ask) -> Iterator[_Entry]:
    """Councils, people, programmes and organisations, each with the claims that point to it."""
    labels = _labels(ask)
    main = {same[0]: same[1] for same in ask("SELECT ?other ?main { ?other owl:sameAs ?main }")}
    also: dict[str, set[str]] = defaultdict(set)
    for thing, name in ask(_ALSO):
        also[thing].add(name)
    quotes: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for claim, start, exact, quote, page, paragraph in ask(_QUOTES):
        quotes[claim].append((int(start), quote or exact, page, paragraph))
    called: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[_Place]] = defaultdict(set)
    for thing, claim, document, council, name in ask(_CLAIMS):
        thing = main.get(thing, thing)
        _, quote, page, paragraph = min(quotes[claim], default=(0, "", "", ""))
        gss = _token(thing if thing.startswith(PREFIXES["council"]) else council)
        places[thing].add(_Place(gss, document, page, paragraph, quote))
        called[thing] |= {name} if name else set()
    for iri in sorted(places):
        kind = iri.removeprefix(THINGS).partition("/")[0]
        if kind in _NAMED:
            label = labels.get(iri) or min(called[iri], default=_token(iri))
            others = sorted((also[iri] | called[iri]) - {label})
            yield _Entry(iri, kind, (), label, tuple(others), sorted(places[iri]))


def _titles(documents: Mapping[str, _Document]) -> Iterator[_Entry]:
    for iri, document in sorted(documents.items()):
        places = [_Place(gss, iri) for gss in document.councils or ("",)]
        yield _Entry(iri, "document", (), document.title, (document.path,), places)


def _findings(ask: _Ask, documents: Mapping[str, _Document]) -> Iterator[_Entry]:
    """A finding is about the councils of its document."""
    themes: dict[str, list[str]] = defaultdict(list)
    for finding, theme in ask(_THEMES):
        themes[finding].append(_token(theme))
    about = {iri: document.councils or ("",) for iri, document in documents.items()}
    for iri, kind, main, text, document, page, paragraph in ask(_FINDINGS):
        yield _Entry(
            iri=iri,
            kind=_token(kind),
            themes=tuple(dict.fromkeys((_token(main), *themes[iri]) if main else themes[iri])),
            text=text,
            also=(),
            places=[_Place(gss, document, page, paragraph) for gss in about.get(document, ("",))],
        )


@cache
def _token(iri: str) -> str:
    """The last part of an IRI: a concept's token, a council's GSS code."""
    return iri.rpartition("/")[2]
