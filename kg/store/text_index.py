"""The full-text index of a graph: findings, responses, names and titles in one SQLite file (FTS5).

    entry       a finding, response, council, person, programme, organisation or document, with its
                text and its other names
    words       the words of both, stemmed (porter) and without accents
    place       where an entry occurs: a council, a document, and the page and quote in it
    claim       what documents say about named things, for the next index to copy
    vocabulary  each word as written, without case and accents; prefixes are expanded with it

A thing that no document mentions is not indexed.  Rows are sorted, so that the same graph gives
the same rows.  Findings and responses come first, document by document: they depend on their
document alone, so they are written while the links between documents are computed, and those of
unchanged documents are copied from the previous index.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from kg.rdf.iris import thing, token
from kg.rdf.vocabulary import FINDING, RESPONSE
from kg.store.index_entries import (
    CLAIMS_QUERY,
    COUNCILS_QUERY,
    FINDINGS_QUERY,
    QUOTES_QUERY,
    RESPONSES_QUERY,
    THEMES_QUERY,
    Entry,
    Place,
    Select,
    name_entries,
    read_councils,
    read_documents,
    select_from,
    title_entries,
)
from kg.store.stemming import TOKENIZER

__all__ = ["END", "FILE", "START", "VERSION", "Index"]

#: Name of the index in a build's folder.
FILE = "find.sqlite"
#: Version of the schema; indexes of other versions are refused.
VERSION = 2
#: Characters around a match in highlighted text; no indexed text contains them.
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
  tokenize = '{TOKENIZER}'
);
"""

#: Statements run once all entries are there: they index the words, and list them unstemmed with
#: the help of a temporary index.
_INDEX_WORDS = """
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

_NO_MARKS = str.maketrans({START: None, END: None})

#: The first and the last id of each document's findings and responses in the previous index, by
#: document key.
_RANGES = """
SELECT substr(iri, length(value) + 1, 16), min(found.id), max(found.id)
FROM previous.entry AS found JOIN json_each(:starts) ON substr(iri, 1, length(value)) = value
GROUP BY 1"""
#: Copies a document's rows from the previous index under new ids.  SQLite needs no GIL for it.
_COPY_DOCUMENT = (
    """
INSERT INTO entry SELECT id + :shift, iri, kind, themes, text, also FROM previous.entry
WHERE id BETWEEN :first AND :last ORDER BY id""",
    """
INSERT INTO place SELECT entry + :shift, council, :document, page, paragraph, quote
FROM previous.place WHERE entry BETWEEN :first AND :last ORDER BY rowid""",
    "INSERT INTO claim SELECT * FROM previous.claim WHERE key = :key ORDER BY rowid",
)

#: Stands in for the evidence of a claim without any: start, page, paragraph and quote.
_NO_QUOTE = (0, "", "", "")


class Index:
    """An index that is being written: call `add_documents`, then `add_names`.

    With a path it is a new file, otherwise it is in memory.  Each method raises OSError when it
    can't be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        if path is not None:
            path.unlink(missing_ok=True)
        with self._writing():
            # several threads write to it, one after another
            self.connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
            # an incomplete index is useless, so there is no need to roll back or to flush
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.executescript(_SCHEMA)
        self._entries = 0

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def add_documents(
        self,
        store: ox.Store,
        keys: Iterable[str] | None,
        previous: Path | None = None,
        unchanged: Collection[str] = (),
    ) -> None:
        """Add the findings, responses and claims of documents.

        `keys` are those of the documents (`kg.rdf.iris.document_key`), or None where the store has
        no named graph for each.  The rows of `unchanged` keys are copied from `previous`, another
        index.
        """
        with self._writing():
            self._documents = read_documents(select_from(store))
            numbered = enumerate(sorted(self._documents.items()), start=1)
            rows = [(number, iri, document) for number, (iri, document) in numbered]
            self._numbers = {iri: number for number, iri, _ in rows}
            self.connection.executemany(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                ((number, d.path, d.title, *d.date) for number, _, d in rows),
            )
            if keys is None:
                # in the order of an index that is made document by document
                entries = self._quoted(select_from(store))
                self._add(sorted(entries, key=lambda entry: entry.iri.split("/")[-2]))
                self._add_claims(select_from(store))
                return
            ranges = self._ranges(previous) if previous and unchanged else {}
            for key in sorted(keys):
                if key not in unchanged:
                    select = select_from(store, thing("graph", key))
                    self._add(self._quoted(select))
                    self._add_claims(select)
                else:
                    self._copy_document(key, *ranges.get(key, (1, 0)))

    def add_names(self, store: ox.Store) -> None:
        """Add titles, councils, people, programmes and organisations, and complete the index."""
        with self._writing():
            select = select_from(store)
            councils = read_councils(select, self._documents)
            self.connection.executemany("INSERT INTO council VALUES (?, ?)", councils)
            claims = self.connection.execute("SELECT * FROM claim ORDER BY key, rowid")
            self._add([*title_entries(self._documents), *name_entries(select, claims)])
            self.connection.executescript(_INDEX_WORDS)
            self.connection.commit()

    def _quoted(self, select: Select) -> Iterator[Entry]:
        """The findings and responses, which are found by their own words."""
        councils: dict[str, list[str]] = defaultdict(list)
        for claim, council in select(COUNCILS_QUERY):
            councils[claim].append(token(council))
        themes: dict[str, list[str]] = defaultdict(list)
        for finding, theme in select(THEMES_QUERY):
            themes[finding].append(token(theme))
        for iri, kind, main, text, document, page, paragraph in select(FINDINGS_QUERY):
            tokens = dict.fromkeys((token(main), *themes[iri]) if main else themes[iri])
            about = councils[iri] or self.read_councils(document)
            places = [Place(gss, document, page, paragraph) for gss in about]
            yield Entry(iri, token(kind), " ".join(tokens), text, "", places)
        for iri, text, document, page in select(RESPONSES_QUERY):
            about = councils[iri] or self.read_councils(document)
            places = [Place(gss, document, page) for gss in about]
            yield Entry(iri, "response", "", text, "", places)

    def _add_claims(self, select: Select) -> None:
        quotes: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        for claim, start, exact, quote, page, paragraph in select(QUOTES_QUERY):
            quotes[claim].append((int(start), page, paragraph, quote or exact))
        claims = [
            (token(document), iri, token(council), name, *min(quotes[claim], default=_NO_QUOTE)[1:])
            for iri, claim, document, council, name in select(CLAIMS_QUERY)
        ]
        claims.sort(key=itemgetter(0))
        self.connection.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)", claims)

    def _ranges(self, previous: Path) -> dict[str, tuple[int, int]]:
        self.connection.execute("ATTACH ? AS previous", (str(previous),))
        starts = [thing(kind.iri_part, "") for kind in (FINDING, RESPONSE)]
        rows = self.connection.execute(_RANGES, {"starts": json.dumps(starts)})
        return {key: (first, last) for key, first, last in rows}

    def _copy_document(self, key: str, first: int, last: int) -> None:
        """Copy a document's rows from the previous index."""
        document = thing("document", key)
        values = {
            "key": key,
            "first": first,
            "last": last,
            "shift": self._entries + 1 - first,
            "document": self._numbers[document],
        }
        for statement in _COPY_DOCUMENT:
            self.connection.execute(statement, values)
        self._entries += last + 1 - first

    def read_councils(self, document: str) -> Sequence[str]:
        """The councils that a document, and so each claim that names none, is about."""
        known = self._documents.get(document)
        return (known.councils if known else ()) or ("",)

    def _add(self, entries: Iterable[Entry]) -> None:
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
                    e.text.translate(_NO_MARKS),
                    e.also.translate(_NO_MARKS),
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
