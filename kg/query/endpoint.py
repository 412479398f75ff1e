"""A client for SPARQL endpoints, over the SPARQL 1.1 Protocol.

kg's queries name no graphs, because in a graph folder the default graph is the union of all named
graphs.  At an endpoint the default graph may be that union or may be empty.  If it is empty, the
client asks for the union, with Oxigraph's option or by naming every graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from kg.credentials import PASSWORD, TOKEN, USER, credentials
from kg.errors import RemoteError
from kg.http_client import (
    MAX_REDIRECTS,
    REDIRECTS,
    Server,
    checked_url,
    failure_reason,
    first_text,
    server_message,
    status_text,
)
from kg.query.answer import Answer, Table
from kg.query.guard import query_form
from kg.query.result_stream import JSON, NTRIPLES, TURTLE, read
from kg.rdf.iris import REFERENCE_GRAPH

__all__ = ["Endpoint"]

#: Form fields of the protocol that choose the dataset of a query.
Dataset = tuple[tuple[str, str], ...]

#: Maximum bytes of an answer.
MAX_BYTES = 1 << 30

# kg's own graphs come first: a store may leave graphs about itself out of the union.  The samples
# hold IRIs only: blank nodes can't be queried, and stores may change the spelling of literals.
_SAMPLES = tuple(
    f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(ISIRI(?s) && ISIRI(?o)) }} LIMIT 5"
    for graph in (f"<{REFERENCE_GRAPH}>", "?g")
)
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"

#: Options that may make the default graph the union, in the order of trying: none, and Oxigraph's.
#: The last resort is to list all graphs: every server understands this, but some are slow at it.
_UNION_OPTIONS: tuple[Dataset, ...] = ((), (("union-default-graph", "true"),))


class Endpoint(Server):
    """An endpoint, given by its query URL."""

    def __init__(self, url: str) -> None:
        """Raises UsageError for a URL that holds credentials or would send them unencrypted."""
        address = checked_url(url)
        super().__init__(address, credentials(address.host))
        self._dataset: Dataset | None = None

    def ask(self, sparql: str) -> Answer:
        """The answer of a query; raises RemoteError, or QueryError if it is not a valid answer."""
        with self.stream(sparql) as (media, chunks):
            return read(media, chunks)[0]

    @contextmanager
    def stream(self, sparql: str) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The answer's media type, and its bytes as they arrive; raises RemoteError."""
        if self._dataset is None:
            self._dataset = self._union()
        with self._post(sparql, self._dataset) as answer:
            yield answer

    def _union(self) -> Dataset:
        """The fields that make a query's default graph the union of the named graphs."""
        sample = self._rows(_SAMPLES[0]) or self._rows(_SAMPLES[1])
        links = " . ".join(f"{s} ?p{n} {o}" for n, (s, _, o) in enumerate(sample))
        for option in _UNION_OPTIONS:
            if not sample or self._holds(links, option):
                return option
        graphs = [str(row[0])[1:-1] for row in self._rows(_GRAPHS)]
        return tuple(
            (field, graph)
            for field in ("default-graph-uri", "named-graph-uri")
            for graph in graphs
        )  # fmt: skip

    def _holds(self, links: str, dataset: Dataset) -> bool:
        try:
            return bool(self._rows(f"SELECT * {{ {links} }} LIMIT 1", dataset))
        except RemoteError:
            if not dataset:
                raise
            return False  # the server refuses the option

    def _rows(self, sparql: str, dataset: Dataset = ()) -> tuple[tuple[object, ...], ...]:
        with self._post(sparql, dataset) as (media, chunks):
            answer = read(media, chunks)[0]
        return answer.rows if isinstance(answer, Table) else ()

    @contextmanager
    def _post(self, sparql: str, dataset: Dataset) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Send one query; follows redirects on the same server only."""
        graph = query_form(sparql) in {"construct", "describe"}
        headers = {"Accept": f"{NTRIPLES}, {TURTLE};q=0.5" if graph else JSON}
        body: dict[str, str | list[str]] = {"query": sparql}
        for field in dict.fromkeys(field for field, _ in dataset):
            body[field] = [value for name, value in dataset if name == field]
        url = self._url
        try:
            for _ in range(MAX_REDIRECTS + 1):
                with self._client.stream("POST", url, data=body, headers=headers) as response:
                    if response.status_code in REDIRECTS:
                        url = self._target(url, response)
                    elif not response.is_success:
                        text = first_text(response)
                        raise self._error(self._refusal(response.status_code, text))
                    else:
                        media = response.headers.get("content-type", "").partition(";")[0].strip()
                        yield media.lower(), self._chunks(response)
                        return
        except httpx.TransportError as error:
            raise self._error(failure_reason(error)) from None
        raise self._error(
            f"redirects more than {MAX_REDIRECTS} times; ask the server's administrator"
        )

    def _refusal(self, status: int, text: str) -> str:
        """The message for an error status, with advice."""
        source = self._credentials.source
        advice = {
            400: "the endpoint can't read the query, or this is not a SPARQL endpoint",
            401: f"the endpoint rejects the credentials from {source}"
            if source
            else f"the endpoint needs credentials: set {USER} and {PASSWORD}, or {TOKEN}, or add "
            f"to ~/.netrc: machine {self._url.host}",
            404: "this is not a SPARQL endpoint; `kg docs stores` lists the URL for each store",
            405: "this is not a SPARQL endpoint; `kg docs stores` lists the URL for each store",
        }.get(status, "the endpoint did not answer the query")
        return f"{status_text(status)}: {advice}{server_message(text)}"

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        size = 0
        try:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise self._error(f"the answer is larger than {MAX_BYTES >> 30} GB")
                yield chunk
        except httpx.TransportError as error:
            raise self._error(failure_reason(error)) from None
