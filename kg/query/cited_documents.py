"""What a citation says of each document of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.citation import Citation
from kg.model import OFFICIAL
from kg.rdf.iris import token
from kg.rdf.vocabulary import prologue
from kg.store.graph import Graph
from kg.store.select import each_text_row

__all__ = ["cited_documents"]

_DOCUMENTS = """
SELECT DISTINCT ?path ?document ?title ?kind ?published ?url ?inspection ?start ?end {
  ?document a kg:Document ; kg:path ?path
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document kg:documentKind/skos:notation ?kind }
  OPTIONAL { ?document kg:published ?published }
  OPTIONAL { ?document kg:url ?url }
  OPTIONAL {
    ?document kg:reports ?inspection
    OPTIONAL { ?inspection kg:start ?start }
    OPTIONAL { ?inspection kg:end ?end }
  }
} ORDER BY ?path ?document ?title ?published ?url ?inspection ?start ?end"""

#: The publisher that is stated; else, of a report or letter, the inspectorates behind it.
_PUBLISHERS = """
SELECT DISTINCT ?document ?name {
  ?document a kg:Document
  OPTIONAL { ?document dcterms:publisher ?stated }
  OPTIONAL {
    VALUES ?kind { "report" "letter" }
    ?document kg:documentKind/skos:notation ?kind ;
              kg:reports/kg:inspectionType/kg:inspectorate/rdfs:label ?inspectorate
  }
  BIND(COALESCE(?stated, STR(?inspectorate)) AS ?name)
  FILTER(BOUND(?name))
} ORDER BY ?document ?name"""


def cited_documents(graph: Graph) -> Mapping[str, Citation]:
    """The citation of each document as a whole, by each of its paths.

    A document on several inspections has no dates of one, and only web addresses are given.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for document, name in _rows(graph, _PUBLISHERS):
        names[document].append(name)
    by_path: dict[str, list[list[str]]] = defaultdict(list)
    for path, *rest in _rows(graph, _DOCUMENTS):
        by_path[path].append(rest)
    return {path: _citation(path, rows, names) for path, rows in by_path.items()}


def _citation(path: str, rows: list[list[str]], names: Mapping[str, list[str]]) -> Citation:
    """The citation of a document from its rows, which differ only where a property has several."""
    document, title, kind, published, url, *_ = rows[0]
    is_one = len({inspection for *_, inspection, _, _ in rows}) == 1
    return Citation(
        document=token(document),
        title=title or path,
        authors=tuple(names.get(document, ())),
        official=kind in OFFICIAL,
        published=published,
        inspected=(rows[0][-2], rows[-1][-1]) if is_one else ("", ""),
        url=url if url.lower().startswith(("https://", "http://")) else "",
    )


def _rows(graph: Graph, sparql: str) -> list[list[str]]:
    return list(each_text_row(graph.store, prologue() + sparql, use_default_graph_as_union=True))
