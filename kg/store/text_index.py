"""The full-text index of a graph: findings, names and titles in one SQLite file (FTS5).

    entry       what can be found: a finding, a council, person, programme, organisation, document;
                its text, and its other names
    words       the words of both, stemmed (porter) and without accents
    place       where an entry stands: a council, a document, and there the page and the quote
    claim       what documents say of things that have a name, for the next index to take over
    vocabulary  each word as it is written, but for case and accents: what a prefix stands for

A thing that no document speaks of is not in it.  Rows are written in an order of their own, so
that the same graph gives the same rows.  Findings come first, document by document: what a document
says is all that they need, so they are written while what spans documents is still worked out, and
those of documents that have not changed are taken from the last index.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.rdf.iris import THINGS, concept, kind_of, thing, token
from kg.rdf.vocabulary import TEXT_INDEX, kinds_read_by, prologue
from kg.store.select import text_rows

__all__ = ["END", "FILE", "START", "VERSION", "Index"]

#: The index in a build's folder.
FILE = "find.sqlite"
#: Another number for another schema: an index of an older kg is refused by it.
VERSION = 2
#: What stands around a match in highlighted text; no indexed text holds them.
START, END = "\x02", "\x03"

_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE council (gss TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE document (
  id INTEGER PRIMARY KEY, path TEXT, title TEXT, date TEXT, earliest TEXT, latest TEXT
);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, themes TEXT, text TEXT, also TEXT
);
CREATE TABLE place (
  entry INTEGER, council TEXT, document INTEGER, page INTEGER, paragraph TEXT, quote TEXT
);
CREATE TABLE claim (
  key TEXT, thing TEXT, council TEXT, name TEXT, page TEXT, paragraph TEXT, quote TEXT
);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  text, also, content = 'entry', content_rowid = 'id',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
"""

#: What is made of all entries at once: their words, and these as they are written, out of an index
#: of their own that is not kept.
_WORDS = """
INSERT INTO words (words) VALUES ('rebuild');
CREATE VIRTUAL TABLE temp.plain USING fts5(
  text, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO temp.plain (rowid, text) SELECT id, text || ' ' || also FROM entry ORDER BY id;
CREATE VIRTUAL TABLE temp.plain_words USING fts5vocab(temp, plain, row);
INSERT INTO vocabulary SELECT term FROM temp.plain_words ORDER BY term;
DROP TABLE temp.plain_words;
DROP TABLE temp.plain;
CREATE INDEX place_of_entry ON place (entry);
CREATE INDEX claim_of_key ON claim (key);
"""

_WITHOUT_MARKS = str.maketrans({START: None, END: None})

#: Of each document of another index, by its key, the first and the last of its findings.
_RANGES = """
SELECT substr(iri, :length, 16), min(id), max(id) FROM last.entry
WHERE substr(iri, 1, :length - 1) = :start GROUP BY 1"""
#: These again, with other numbers.  SQLite does it alone, while others hold the GIL.
_COPY_DOCUMENT = (
    """
INSERT INTO entry SELECT id + :shift, iri, kind, themes, text, also FROM last.entry
WHERE id BETWEEN :first AND :last ORDER BY id""",
    """
INSERT INTO place SELECT entry + :shift, council.value, :document, page, paragraph, quote
FROM (
  SELECT min(rowid), entry, page, paragraph, quote FROM last.place
  WHERE entry BETWEEN :first AND :last GROUP BY entry
) JOIN json_each(:councils) AS council ORDER BY entry, council.key""",
    "INSERT INTO claim SELECT * FROM last.claim WHERE key = :key ORDER BY rowid",
)

#: The evidence of a claim that has none: no start, page, paragraph and quote.
_NO_QUOTE = (0, "", "", "")

#: The part of a thing's IRI that says what it is; of other things no name is indexed.
_NAMED_KINDS = ("council", "person", "programme", "organisation")

_PROLOGUE = prologue()


def _of_claims(variables: str, pattern: str) -> str:
    """A query of the claims that point to something, in each of the ways in which they do.

    One by one: with a property path the store would join all that the graph says.
    """
    pointers = (pointer for kind in kinds_read_by(TEXT_INDEX) for pointer in kind.pointers)
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
_OTHER_NAMES = """SELECT ?thing ?name {
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
_DOCUMENT_COUNCILS = f"""SELECT ?document ?council {{
  {{ ?document kg:reports ?inspection .
    {{ SELECT DISTINCT ?inspection ?council {{ ?inspection kg:council ?council }} }} }}
  UNION
  {{ ?claim kg:mentionRole <{concept("mention-role", "subject")}> ; kg:mentions ?council ;
      kg:document ?document }} }}"""

#: Asks a part of the store: gives rows of text, "" where a variable has no value, in order.
_Select = Callable[[str], list[tuple[str, ...]]]


# Many thousands are made, and a frozen dataclass takes three times as long.
class _Entry(NamedTuple):
    """Something to find; `themes` are tokens, the main one first, with a space between them."""

    iri: str
    kind: str
    themes: str
    text: str
    also: str
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


class Index:
    """An index that is written: `add_documents`, then `add_names`, and it is whole.

    With a path it is a new file there, else it is in memory.  All raise OSError when it can't be
    written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        if path is not None:
            path.unlink(missing_ok=True)
        with self._writing():
            # one thread after the other writes to it
            self.connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
            # it is of no use before it is whole: nothing to roll back to, nothing to wait for
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.executescript(_SCHEMA)
        self._entries = 0

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def add_documents(
        self,
        store: ox.Store,
        keys: Iterable[str] | None,
        last: Path | None = None,
        same: Collection[str] = (),
    ) -> None:
        """What documents say: their findings, by the documents' keys (`kg.rdf.iris.document_key`).

        Without keys the store is no build, and says of no document in which graph it is.  The
        documents of the keys `same` are as `last`, another index, has them.
        """
        with self._writing():
            self._documents = _documents(_select_from(store))
            numbered = enumerate(sorted(self._documents.items()), start=1)
            rows = [(number, iri, document) for number, (iri, document) in numbered]
            self._numbers = {iri: number for number, iri, _ in rows}
            self.connection.executemany(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                ((number, d.path, d.title, *d.date) for number, _, d in rows),
            )
            if keys is None:
                self._add(self._findings(_select_from(store)))
                self._add_claims(_select_from(store))
                return
            ranges = self._ranges(last) if last and same else {}
            for key in sorted(keys):
                if key not in same:
                    select = _select_from(store, thing("graph", key))
                    self._add(self._findings(select))
                    self._add_claims(select)
                else:
                    self._copy_document(key, *ranges.get(key, (1, 0)))

    def add_names(self, store: ox.Store) -> None:
        """Titles, councils, people, programmes and organisations."""
        with self._writing():
            select = _select_from(store)
            councils = _councils(select, self._documents)
            self.connection.executemany("INSERT INTO council VALUES (?, ?)", councils)
            claims = self.connection.execute("SELECT * FROM claim ORDER BY key, rowid")
            self._add([*_titles(self._documents), *_names(select, claims)])
            self.connection.executescript(_WORDS)
            self.connection.commit()

    def _findings(self, select: _Select) -> Iterator[_Entry]:
        themes: dict[str, list[str]] = defaultdict(list)
        for finding, theme in select(_THEMES):
            themes[finding].append(token(theme))
        for iri, kind, main, text, document, page, paragraph in select(_FINDINGS):
            of_it = dict.fromkeys((token(main), *themes[iri]) if main else themes[iri])
            places = [_Place(g, document, page, paragraph) for g in self._councils(document)]
            yield _Entry(iri, token(kind), " ".join(of_it), text, "", places)

    def _add_claims(self, select: _Select) -> None:
        quotes: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        for claim, start, exact, quote, page, paragraph in select(_QUOTES):
            quotes[claim].append((int(start), page, paragraph, quote or exact))
        claims = [
            (token(document), iri, token(council), name, *min(quotes[claim], default=_NO_QUOTE)[1:])
            for iri, claim, document, council, name in select(_CLAIMS)
        ]
        claims.sort(key=itemgetter(0))
        self.connection.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)", claims)

    def _ranges(self, last: Path) -> dict[str, tuple[int, int]]:
        self.connection.execute("ATTACH ? AS last", (str(last),))
        start = thing("finding", "")
        rows = self.connection.execute(_RANGES, {"start": start, "length": len(start) + 1})
        return {key: (first, final) for key, first, final in rows}

    def _copy_document(self, key: str, first: int, final: int) -> None:
        """What another index has of a document, which may be about other councils now."""
        document = thing("document", key)
        values = {
            "key": key,
            "first": first,
            "last": final,
            "shift": self._entries + 1 - first,
            "document": self._numbers[document],
            "councils": json.dumps(self._councils(document)),
        }
        for statement in _COPY_DOCUMENT:
            self.connection.execute(statement, values)
        self._entries += final + 1 - first

    def _councils(self, document: str) -> Sequence[str]:
        """A finding is about the councils of its document."""
        one = self._documents.get(document)
        return (one.councils if one else ()) or ("",)

    def _add(self, entries: Iterable[_Entry]) -> None:
        numbered = list(enumerate(entries, start=self._entries + 1))
        self._entries += len(numbered)
        self.connection.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    e.iri,
                    e.kind,
                    e.themes,
                    e.text.translate(_WITHOUT_MARKS),
                    e.also.translate(_WITHOUT_MARKS),
                )
                for n, e in numbered
            ),
        )
        self.connection.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
            (
                (n, p.council, self._numbers[p.document], p.page, p.paragraph, p.quote)
                for n, e in numbered
                for p in e.places
                if p.document in self._numbers
            ),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OSError(f"{self.path or 'the index'}: {error}") from None


def _select_from(store: ox.Store, graph: str | None = None) -> _Select:
    """Asks one graph of a store, by its IRI, or all of them."""
    where: dict[str, Any] = {"use_default_graph_as_union": True}
    if graph is not None:
        where = {"default_graph": ox.NamedNode(graph)}

    def select(query: str) -> list[tuple[str, ...]]:
        _, *rows = text_rows(store, _PROLOGUE + query, **where)
        return sorted(set(map(tuple, rows)))

    return select


def _documents(select: _Select) -> dict[str, _Document]:
    about: dict[str, list[str]] = defaultdict(list)
    for document, council in select(_DOCUMENT_COUNCILS):
        about[document].append(token(council))
    dates: dict[str, tuple[str, str, str]] = {}
    for document, _, stated, earliest, latest in select(_DATES):
        dates.setdefault(document, (stated, earliest, latest))
    found: dict[str, _Document] = {}
    for iri, path, title in select(_DOCUMENTS):
        about_it, date = tuple(about[iri]), dates.get(iri, ("", "", ""))
        found.setdefault(iri, _Document(path, title or path, about_it, date))
    return found


def _councils(select: _Select, documents: Mapping[str, _Document]) -> list[tuple[str, str]]:
    """GSS code and name of each council."""
    labels = _labels(select)
    iris = {thing("council", gss) for one in documents.values() for gss in one.councils}
    iris |= {iri for iri in labels if kind_of(iri) == "council"}
    return [(token(iri), labels.get(iri, token(iri))) for iri in sorted(iris)]


def _labels(select: _Select) -> dict[str, str]:
    """Thing to its label, the first in order."""
    rows = select("SELECT ?thing ?name { ?thing rdfs:label ?name }")
    return {thing: name for thing, name in reversed(rows) if thing.startswith(THINGS)}


def _names(select: _Select, claims: Iterable[tuple[str, ...]]) -> Iterator[_Entry]:
    """Councils, people, programmes and organisations, each with the claims that point to it."""
    labels = _labels(select)
    main = {same[0]: same[1] for same in select("SELECT ?other ?main { ?other owl:sameAs ?main }")}
    also: dict[str, set[str]] = defaultdict(set)
    for iri, name in select(_OTHER_NAMES):
        also[iri].add(name)
    called: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[_Place]] = defaultdict(set)
    for key, named, council, name, page, paragraph, quote in claims:
        iri = main.get(named, named)
        gss = token(iri) if kind_of(iri) == "council" else council
        places[iri].add(_Place(gss, thing("document", key), page, paragraph, quote))
        called[iri] |= {name} if name else set()
    for iri in sorted(places):
        kind = kind_of(iri)
        if kind in _NAMED_KINDS:
            label = labels.get(iri) or min(called[iri], default=token(iri))
            others = sorted((also[iri] | called[iri]) - {label})
            yield _Entry(iri, kind, "", label, "; ".join(others), sorted(places[iri]))


def _titles(documents: Mapping[str, _Document]) -> Iterator[_Entry]:
    for iri, document in sorted(documents.items()):
        places = [_Place(gss, iri) for gss in document.councils or ("",)]
        yield _Entry(iri, "document", "", document.title, document.path, places)
