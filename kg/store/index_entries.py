"""What goes into the full-text index: findings, responses, names and titles of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.rdf.iris import THINGS, concept, kind_of, thing, token
from kg.rdf.vocabulary import TEXT_INDEX, kinds_read_by, prologue
from kg.store.select import text_rows

__all__ = [
    "CLAIMS_QUERY",
    "COUNCILS_QUERY",
    "FINDINGS_QUERY",
    "QUOTES_QUERY",
    "RESPONSES_QUERY",
    "THEMES_QUERY",
    "Entry",
    "IndexedDocument",
    "Place",
    "Select",
    "name_entries",
    "read_councils",
    "read_documents",
    "read_labels",
    "select_from",
    "title_entries",
]

#: Kinds of things whose names are indexed, as in their IRIs.
_NAMED_KINDS = ("council", "person", "programme", "organisation")


_PROLOGUE = prologue()


def _claims_query(variables: str, pattern: str) -> str:
    """A query for the claims that point to a thing, as a UNION over the pointing properties.

    With a property path instead the store would join the whole graph.
    """
    pointers = (pointer for kind in kinds_read_by(TEXT_INDEX) for pointer in kind.pointers)
    branches = (f"{{ ?claim {pointer} ?thing . {pattern} }}" for pointer in pointers)
    return f"SELECT {variables} {{ {' UNION '.join(branches)} }}"


# One sub-SELECT for each property: joins are faster than looking up each finding's properties.
FINDINGS_QUERY = """SELECT ?finding ?kind ?theme ?text ?document ?page ?paragraph {
  { SELECT ?finding ?text { ?finding kg:text ?text } }
  { SELECT ?finding ?document { ?finding kg:document ?document } }
  { SELECT ?finding ?kind { ?finding kg:findingKind ?kind } }
  OPTIONAL { SELECT ?finding ?theme { ?finding kg:mainTheme ?theme } }
  OPTIONAL { SELECT ?finding ?page { ?finding kg:page ?page } }
  OPTIONAL { SELECT ?finding ?paragraph { ?finding kg:paragraph ?paragraph } } }"""


THEMES_QUERY = "SELECT ?finding ?theme { ?finding kg:theme ?theme }"


COUNCILS_QUERY = """SELECT ?claim ?council {
  { ?claim kg:voice ?voice ; kg:council ?council }
  UNION
  { ?claim kg:inSection/kg:council ?council } }"""


RESPONSES_QUERY = """SELECT ?response ?text ?document ?page {
  ?response kg:voice ?voice ; kg:text ?text ; kg:document ?document
  OPTIONAL { ?response kg:page ?page } }"""


CLAIMS_QUERY = _claims_query(
    "?thing ?claim ?document ?council ?name",
    """?claim kg:document ?document
    OPTIONAL { ?claim kg:council ?council } OPTIONAL { ?claim kg:name ?name }""",
)


QUOTES_QUERY = _claims_query(
    "?claim ?start ?exact ?quote ?page ?paragraph",
    """?claim kg:evidence ?evidence . ?evidence kg:startOffset ?start ; kg:text ?exact
    OPTIONAL { ?claim kg:quote ?quote }
    OPTIONAL { ?evidence kg:page ?page } OPTIONAL { ?evidence kg:paragraph ?paragraph }""",
)


_OTHER_NAMES = """SELECT ?thing ?name {
  ?thing kg:officialName|kg:shortName|skos:altLabel|skos:notation ?name }"""


_DOCUMENTS = """SELECT ?document ?path ?title {
  ?document a kg:Document OPTIONAL { ?document kg:path ?path }
  OPTIONAL { ?document dcterms:title ?title } }"""


# DISTINCT, because each document that reports an inspection repeats its date.
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


#: Runs a SELECT: sorted rows of text, "" where a variable is unbound.
Select = Callable[[str], list[tuple[str, ...]]]


# Named tuples: creating thousands of frozen dataclasses takes three times as long.
class Entry(NamedTuple):
    """Something to find; `themes` are tokens separated by spaces, the main theme first."""

    iri: str
    kind: str
    themes: str
    text: str
    also: str
    places: Sequence[Place]


class Place(NamedTuple):
    """Where an entry occurs: in `document` (IRI), about `council` (GSS code); "" for none."""

    council: str
    document: str
    page: str = ""
    paragraph: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document, the councils that it is about, and its date.

    The date is the start of the inspection that it reports, or else its publication date: as
    stated, and the first and last day that it can mean; "" for none.
    """

    path: str
    title: str
    councils: tuple[str, ...]
    date: tuple[str, str, str]


def select_from(store: ox.Store, graph: str | None = None) -> Select:
    """A function that queries one graph of a store, by its IRI, or all of them."""
    where: dict[str, Any] = {"use_default_graph_as_union": True}
    if graph is not None:
        where = {"default_graph": ox.NamedNode(graph)}

    def select(query: str) -> list[tuple[str, ...]]:
        _, *rows = text_rows(store, _PROLOGUE + query, **where)
        return sorted(set(map(tuple, rows)))

    return select


def read_documents(select: Select) -> dict[str, IndexedDocument]:
    """Each document by its IRI, with its councils and its best date."""
    councils: dict[str, list[str]] = defaultdict(list)
    for document, council in select(_DOCUMENT_COUNCILS):
        councils[document].append(token(council))
    dates: dict[str, tuple[str, str, str]] = {}
    for document, _, stated, earliest, latest in select(_DATES):
        dates.setdefault(document, (stated, earliest, latest))
    found: dict[str, IndexedDocument] = {}
    for iri, path, title in select(_DOCUMENTS):
        date = dates.get(iri, ("", "", ""))
        found.setdefault(iri, IndexedDocument(path, title or path, tuple(councils[iri]), date))
    return found


def read_councils(
    select: Select, documents: Mapping[str, IndexedDocument]
) -> list[tuple[str, str]]:
    """GSS code and name of each council."""
    labels = read_labels(select)
    iris = {thing("council", gss) for document in documents.values() for gss in document.councils}
    iris |= {iri for iri in labels if kind_of(iri) == "council"}
    return [(token(iri), labels.get(iri, token(iri))) for iri in sorted(iris)]


def read_labels(select: Select) -> dict[str, str]:
    """The label of each thing, the first of several."""
    rows = select("SELECT ?thing ?name { ?thing rdfs:label ?name }")
    return {thing: name for thing, name in reversed(rows) if thing.startswith(THINGS)}


def name_entries(select: Select, claims: Iterable[tuple[str, ...]]) -> Iterator[Entry]:
    """Councils, people, programmes and organisations, each with the claims that point to it."""
    labels = read_labels(select)
    main = {row[0]: row[1] for row in select("SELECT ?other ?main { ?other owl:sameAs ?main }")}
    other_names: dict[str, set[str]] = defaultdict(set)
    for iri, name in select(_OTHER_NAMES):
        other_names[iri].add(name)
    claimed_names: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[Place]] = defaultdict(set)
    for key, named, council, name, page, paragraph, quote in claims:
        iri = main.get(named, named)
        gss = token(iri) if kind_of(iri) == "council" else council
        places[iri].add(Place(gss, thing("document", key), page, paragraph, quote))
        claimed_names[iri] |= {name} if name else set()
    for iri in sorted(places):
        kind = kind_of(iri)
        if kind in _NAMED_KINDS:
            label = labels.get(iri) or min(claimed_names[iri], default=token(iri))
            others = sorted((other_names[iri] | claimed_names[iri]) - {label})
            yield Entry(iri, kind, "", label, "; ".join(others), sorted(places[iri]))


def title_entries(documents: Mapping[str, IndexedDocument]) -> Iterator[Entry]:
    """The titles of documents, to be found by their words."""
    for iri, document in sorted(documents.items()):
        places = [Place(gss, iri) for gss in document.councils or ("",)]
        yield Entry(iri, "document", "", document.title, document.path, places)
