"""The W3C's own queries and graphs: what is valid is answered, and comes back as it went out.

`make hostile` fetches them with the source of rdflib, which brings them along.  `make test` has a
few of the same kinds, written for the project.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import KgError, QueryError, StoreError
from kg.exports.files import export
from kg.query.guard import guarded
from kg.store.graph import open_graph

#: The suites, where `make hostile` has put them.
SUITES = Path(sys.prefix) / "w3c"
BASE = "http://example.org/base/"
EXTENSIONS = ("ttl", "nt", "nq", "trig", "jsonld")

#: Queries and graphs for `make test`, by what is easily got wrong.
QUERIES = {
    "decimal": "SELECT * { ?s ?p -1.5 , -.5 , +1.5 }",
    "relative": "SELECT * { <a> <#b> ?c }",
    "minus": "SELECT * { ?s ?p ?o FILTER(?o-1.5 > -1.5) }",
}
GRAPHS = {
    "type.ttl": "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <> a <a> . rdf:type a rdf:type .",
    "blank.trig": "<g> { _:b <p> [ <q> ( 1 -1.5 'x'@en ) ] } [] <p> _:c .",
}  # fmt: skip
#: Files of the suites that the engine reads but can't write: an IRI with a character that RFC 3987
#: allows in none, which it takes in a name with a prefix only.
UNWRITABLE = "localName_with_assigned_nfc_PN_CHARS_BASE_character_boundaries"


def suite(extensions: Iterable[str]) -> list[Path]:
    """The files of the suites with these extensions."""
    if not SUITES.is_dir():
        pytest.skip(f"{SUITES} is missing: make hostile fetches it")
    return sorted(path for one in extensions for path in SUITES.rglob(f"*.{one}"))


def is_valid(sparql: str) -> bool:
    """Whether the engine alone takes this for a query."""
    try:
        ox.Store().query(sparql, base_iri=BASE)
    except SyntaxError:
        return False
    except RuntimeError:  # a function that it does not have
        return True
    return True


def test_valid_queries(trial: Any, full: bool) -> None:
    """T18 valid queries of SPARQL 1.0 and 1.1."""
    texts = (
        {str(path): path.read_text("utf-8") for path in suite(["rq"])} if full else dict(QUERIES)
    )
    for name, text in texts.items():
        if not is_valid(text):
            continue
        trial.tried += 1
        try:
            if not is_valid(guarded(text)):
                trial.lost.append(f"{name}: another query")
        except QueryError as error:
            if "may not do" not in str(error):  # SERVICE and FROM
                trial.lost.append(f"{name}: {error}")
        except Exception as error:  # noqa: BLE001
            trial.crashed.append(f"{name}: {error!r}")


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Quads with blank nodes named by what is said of them."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def test_graphs_out_and_back(trial: Any, full: bool, tmp_path: Path) -> None:
    """F15 graphs of the W3C, out and back."""
    for name, text in GRAPHS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = suite(EXTENSIONS) if full else [tmp_path / name for name in GRAPHS]
    for path in paths:
        try:
            graph = open_graph(path)
        except StoreError as error:
            try:
                ox.Store().bulk_load(path=str(path), base_iri=path.as_uri())
                trial.lost.append(f"{path}: {error}")
            except SyntaxError:
                continue  # bad on purpose
        with graph:
            quads = graph.quads()
            union = [ox.Quad(q.subject, q.predicate, q.object) for q in quads]
            for extension in EXTENSIONS:
                if path.stem == UNWRITABLE:
                    continue
                trial.tried += 1
                target = tmp_path / f"out.{extension}"
                try:
                    export(graph, str(target))
                    with open_graph(target) as again:
                        back = again.quads()
                except (KgError, SyntaxError) as error:
                    trial.crashed.append(f"{path} as {extension}: {error}")
                    continue
                wanted = union if extension in ("ttl", "nt") else quads
                if canonical(back) != canonical(wanted):
                    trial.lost.append(f"{path} as {extension}")
