"""What a graph is, said in the graph itself, in the words of DCAT, VoID and schema.org.

A dataset is what was read from some documents: its IRI depends on their bytes alone.  No clock has
a part in it; its date is that of its newest document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pyoxigraph as ox

from kg import __version__
from kg.rdf.iris import CONTRIBUTORS, DESCRIPTION_GRAPH, THINGS, VOCABULARIES, concept, thing
from kg.rdf.vocabulary import LABEL, RDF_TYPE, literal, named_node, prologue
from kg.store.select import text_rows

__all__ = ["OPEN_LICENCE", "Dataset", "dataset_of", "description", "description_quads"]

TITLE = "Inspections of England's children's services"
SUMMARY = (
    "Councils, inspections, judgements, findings, people and programmes that inspection reports "
    "and other documents name, with the words that support each fact."
)
#: Of reports and letters by the inspectorates, and of the facts on councils.
OPEN_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
RIGHTS = (
    "Words of the inspectorates' reports and letters, and facts on councils, are public sector "
    "information licensed under the Open Government Licence v3.0. Words of other documents, such "
    "as news stories, are their publishers'."
)
#: The kinds of document that stand under the open licence.
OPEN_KINDS = frozenset({concept("document-kind", "report"), concept("document-kind", "letter")})
#: Classes whose members are counted.
COUNTED = ("Document", "Inspection", "Judgement", "Finding")

PROLOGUE = prologue("kg", "void")
DOCUMENTS = """SELECT DISTINCT ?sha256 ?kind ?published ?earliest {
  ?document kg:sha256 ?sha256 ; kg:documentKind ?kind
  OPTIONAL { ?document kg:published ?published ; kg:publishedEarliest ?earliest } }"""
COUNT = "SELECT (COUNT(DISTINCT ?thing) AS ?number) {{ ?thing a kg:{name} }}"
LINKSETS = "SELECT DISTINCT ?links { ?links a void:Linkset } ORDER BY ?links"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: its IRI, its numbers of statements and of things by class, and its documents.

    `oldest` and `newest` are the dates of its documents, as precise as they state them, "" if none
    has one.  `licence` is an IRI, "" if no licence covers the words of all documents.  `links` are
    its links to other datasets.
    """

    iri: str
    statements: int
    counts: Mapping[str, int]
    oldest: str
    newest: str
    licence: str
    links: tuple[str, ...] = ()
    title: str = TITLE
    summary: str = SUMMARY
    rights: str = RIGHTS
    version: str = __version__


def dataset_of(store: ox.Store, statements: int) -> Dataset:
    """The dataset that is in a store, which has so many statements."""
    documents = _rows(store, DOCUMENTS)
    hashes = sorted({sha256 for sha256, *_ in documents})
    dates = sorted((earliest, published) for *_, published, earliest in documents if published)
    is_open = {kind for _, kind, *_ in documents} <= OPEN_KINDS
    return Dataset(
        iri=thing("dataset", hashlib.sha256("".join(hashes).encode()).hexdigest()[:12]),
        statements=statements,
        counts={name: int(_rows(store, COUNT.format(name=name))[0][0]) for name in COUNTED},
        oldest=dates[0][1] if dates else "",
        newest=dates[-1][1] if dates else "",
        licence=OPEN_LICENCE if is_open else "",
        links=tuple(iri for (iri,) in _rows(store, LINKSETS)),
    )


def description(dataset: Dataset) -> Iterator[ox.Triple]:
    """What DCAT, VoID and schema.org say of a dataset."""
    node, software = ox.NamedNode(dataset.iri), ox.NamedNode(thing("software", dataset.version))
    for names, values in _properties(dataset).items():
        for name, value in product(names, values):
            yield ox.Triple(node, named_node(name), value)
    yield ox.Triple(node, named_node("prov:wasAttributedTo"), software)
    yield ox.Triple(software, RDF_TYPE, named_node("prov:SoftwareAgent"))
    yield ox.Triple(software, LABEL, literal(f"kg {dataset.version}"))
    yield ox.Triple(software, named_node("schema:softwareVersion"), literal(dataset.version))
    for name, number in dataset.counts.items():
        part = ox.NamedNode(f"{dataset.iri}/{name}")
        yield ox.Triple(node, named_node("void:classPartition"), part)
        yield ox.Triple(part, named_node("void:class"), named_node(f"kg:{name}"))
        yield ox.Triple(part, named_node("void:entities"), literal(number, "integer"))


def description_quads(store: ox.Store, statements: int) -> list[ox.Quad]:
    """The description of the dataset in a store, in the graph `description`."""
    graph = ox.NamedNode(DESCRIPTION_GRAPH)
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in description(dataset_of(store, statements))
    ]


def _properties(dataset: Dataset) -> Mapping[tuple[str, ...], list[ox.NamedNode | ox.Literal]]:
    """Values, by the properties that have them: more than one vocabulary says the same."""
    classes = ("dcat:Dataset", "schema:Dataset", "void:Dataset")
    period = f"{dataset.oldest}/{dataset.newest}"
    return {
        ("rdf:type",): [*map(named_node, classes)],
        ("dcterms:title", "schema:name"): [ox.Literal(dataset.title, language="en")],
        ("dcterms:description", "schema:description"): [ox.Literal(dataset.summary, language="en")],
        ("dcterms:creator", "schema:creator"): [ox.NamedNode(CONTRIBUTORS)],
        ("dcterms:rights",): [ox.Literal(dataset.rights, language="en")],
        ("dcterms:license", "schema:license"): [
            *map(ox.NamedNode, filter(None, [dataset.licence]))
        ],
        ("dcterms:modified", "schema:dateModified"): [*map(_date, filter(None, [dataset.newest]))],
        ("schema:temporalCoverage",): [literal(period)] if dataset.newest else [],
        ("void:triples",): [literal(dataset.statements, "integer")],
        ("void:uriSpace",): [literal(THINGS)],
        ("void:vocabulary",): [*map(ox.NamedNode, VOCABULARIES)],
        ("void:subset",): [*map(ox.NamedNode, dataset.links)],
    }


def _date(text: str) -> ox.Literal:
    """A date as precise as it is written: `2024-05-31`, `2024-05` or `2024`."""
    return literal(text, {4: "gYear", 7: "gYearMonth"}.get(len(text), "date"))


def _rows(store: ox.Store, query: str) -> list[list[str]]:
    return text_rows(store, PROLOGUE + query, use_default_graph_as_union=True)[1:]
