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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.names import KG, PREFIXES, THINGS

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
INSERT INTO words (words) VALUES ('optimize');
CREATE INDEX place_of_entry ON place (entry);
"""

_PLAIN = str.maketrans({START: None, END: None})

#: By which a claim points to what it names.
_POINTERS = (
    KG + "mentions",
    PREFIXES["prov"] + "agent",
    PREFIXES["org"] + "member",
    PREFIXES["org"] + "organization",
)
_LABEL = PREFIXES["rdfs"] + "label"
_ALSO = (
    KG + "officialName",
    KG + "shortName",
    PREFIXES["skos"] + "altLabel",
    PREFIXES["skos"] + "notation",
)
#: The part of a thing's IRI that says what it is; of other things no name is indexed.
_NAMED = ("council", "person", "programme", "organisation")

Values = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something to find; `themes` has the main one first."""

    iri: str
    kind: str
    themes: tuple[str, ...]
    text: str
    also: tuple[str, ...]
    places: tuple[_Place, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: in `document` (IRI), which speaks of a council (GSS code, or "")."""

    council: str
    document: str
    page: int | None = None
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
    documents = _documents(store)
    numbers = {iri: number for number, iri in enumerate(sorted(documents), start=1)}
    base.executemany("INSERT INTO council VALUES (?, ?)", _councils(store, documents))
    base.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, documents[iri].path, documents[iri].title, *documents[iri].date)
            for iri, number in numbers.items()
        ),
    )
    entries = (*_names(store, documents), *_titles(documents), *_findings(store))
    for number, entry in enumerate(entries, start=1):
        base.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?)",
            (number, entry.iri, entry.kind, " ".join(entry.themes)),
        )
        base.execute(
            "INSERT INTO words (rowid, text, also) VALUES (?, ?, ?)",
            (number, entry.text.translate(_PLAIN), "; ".join(entry.also).translate(_PLAIN)),
        )
        base.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
            (
                (number, p.council, numbers[p.document], p.page, p.paragraph, p.quote)
                for p in entry.places
                if p.document in numbers
            ),
        )
    base.executescript(_VOCABULARY)
    base.commit()


def _documents(store: ox.Store) -> dict[str, _Document]:
    paths, titles = _values(store, KG + "path"), _values(store, PREFIXES["dcterms"] + "title")
    reports, councils = _values(store, KG + "reports"), _values(store, KG + "council")
    subjects = _subjects(store)
    dates = {
        name: [_values(store, KG + name + end) for end in ("", "Earliest", "Latest")]
        for name in ("start", "published")
    }

    def date(iri: str) -> tuple[str, str, str]:
        for name, nodes in (("start", reports.get(iri, [])), ("published", [iri])):
            for node in nodes:
                stated, earliest, latest = (values.get(node, [""])[0] for values in dates[name])
                if stated:
                    return stated, earliest, latest
        return "", "", ""

    return {
        iri: _Document(
            path=paths.get(iri, [""])[0],
            title=titles.get(iri, paths.get(iri, [""]))[0],
            councils=tuple(
                sorted(
                    subjects.get(iri, set())
                    | {_token(c) for node in reports.get(iri, []) for c in councils.get(node, [])}
                )
            ),
            date=date(iri),
        )
        for iri in _members(store, KG + "Document")
    }


def _subjects(store: ox.Store) -> dict[str, set[str]]:
    """Document to the councils (GSS) that it is said to be about."""
    mentions, documents = _values(store, KG + "mentions"), _values(store, KG + "document")
    found: dict[str, set[str]] = defaultdict(set)
    for claim, roles in _values(store, KG + "mentionRole").items():
        if any(_token(role) == "subject" for role in roles):
            for document in documents.get(claim, []):
                found[document] |= {_token(council) for council in mentions.get(claim, [])}
    return found


def _councils(store: ox.Store, documents: Mapping[str, _Document]) -> list[tuple[str, str]]:
    """GSS code and name of each council that a claim or a document is about."""
    labels = _values(store, _LABEL)
    iris = {c for cs in _values(store, KG + "council").values() for c in cs}
    iris |= {PREFIXES["council"] + gss for document in documents.values() for gss in document.councils}
    return sorted((_token(iri), labels.get(iri, [_token(iri)])[0]) for iri in iris)


def _names(store: ox.Store, documents: Mapping[str, _Document]) -> Iterator[_Entry]:
    """Councils, people, programmes and organisations, each with the claims that point to it."""
    labels, names = _values(store, _LABEL), _values(store, KG + "name")
    also = [_values(store, name) for name in _ALSO]
    main = {iri: same[0] for iri, same in _values(store, PREFIXES["owl"] + "sameAs").items()}
    councils, of = _values(store, KG + "council"), _values(store, KG + "document")
    claims: dict[str, set[str]] = defaultdict(set)
    for pointer in _POINTERS:
        for claim, things in _values(store, pointer).items():
            for thing in things:
                claims[main.get(thing, thing)].add(claim)
    for iri in sorted(claims):
        kind = iri.removeprefix(THINGS).partition("/")[0]
        if kind not in _NAMED:
            continue
        called = [name for claim in claims[iri] for name in names.get(claim, [])]
        label = labels.get(iri, sorted(called) or [_token(iri)])[0]
        others = {n for values in also for n in values.get(iri, [])} | set(called)
        places = set()
        for claim in claims[iri]:
            page, paragraph, quote = _words(store, claim)
            about = [_token(iri)] if kind == "council" else map(_token, councils.get(claim, [""]))
            places |= {
                _Place(gss, document, page, paragraph, quote)
                for gss in about
                for document in of.get(claim, [])
            }
        yield _Entry(iri, kind, (), label, tuple(sorted(others - {label})), _in_order(places))


def _words(store: ox.Store, claim: str) -> tuple[int | None, str, str]:
    """Page, paragraph and words of a claim's first evidence."""
    found = []
    for evidence in _objects(store, claim, KG + "evidence"):
        for target in _objects(store, evidence, PREFIXES["oa"] + "hasTarget"):
            for selector in _objects(store, target, PREFIXES["oa"] + "hasSelector"):
                start = _objects(store, selector, PREFIXES["oa"] + "start") or ["0"]
                exact = _objects(store, selector, PREFIXES["oa"] + "exact") or [""]
                found.append((int(start[0]), exact[0], evidence))
    if not found:
        return None, "", ""
    _, quote, evidence = min(found)
    page = _objects(store, evidence, KG + "page")
    paragraph = _objects(store, evidence, KG + "paragraph") or [""]
    sentence = _objects(store, claim, KG + "quote")
    return (int(page[0]) if page else None), paragraph[0], (sentence or [quote])[0]


def _titles(documents: Mapping[str, _Document]) -> Iterator[_Entry]:
    for iri in sorted(documents):
        document = documents[iri]
        places = {_Place(gss, iri) for gss in document.councils or ("",)}
        yield _Entry(iri, "document", (), document.title, (document.path,), _in_order(places))


def _findings(store: ox.Store) -> Iterator[_Entry]:
    texts, kinds, themes, main, councils, documents, pages, paragraphs = (
        _values(store, KG + name)
        for name in (
            *("text", "findingKind", "theme", "mainTheme"),
            *("council", "document", "page", "paragraph"),
        )
    )
    for iri in sorted(_members(store, KG + "Finding")):
        page = pages.get(iri)
        first = [_token(theme) for theme in main.get(iri, [])]
        rest = (_token(theme) for theme in themes.get(iri, []))
        places = {
            _Place(gss, document, int(page[0]) if page else None, paragraphs.get(iri, [""])[0])
            for gss in map(_token, councils.get(iri, [""]))
            for document in documents.get(iri, [])
        }
        yield _Entry(
            iri=iri,
            kind=_token(kinds.get(iri, ["finding"])[0]),
            themes=tuple(dict.fromkeys([*first, *rest])),
            text=texts.get(iri, [""])[0],
            also=(),
            places=_in_order(places),
        )


def _in_order(places: Iterable[_Place]) -> tuple[_Place, ...]:
    return tuple(
        sorted(places, key=lambda p: (p.document, p.council, p.page or 0, p.paragraph, p.quote))
    )


def _members(store: ox.Store, kind: str) -> set[str]:
    """The IRIs of a class's members."""
    quads = store.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(kind))
    return {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}


def _values(store: ox.Store, predicate: str) -> dict[str, list[str]]:
    """Subject to the values of a property, each once, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            found[quad.subject.value].add(quad.object.value)
    return {subject: sorted(values) for subject, values in found.items()}


def _objects(store: ox.Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted({q.object.value for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)})


def _token(iri: str) -> str:
    """The last part of an IRI: a concept's token, a council's GSS code."""
    return iri.rpartition("/")[2]
