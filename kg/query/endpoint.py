"""A SPARQL endpoint of somebody else's, asked over the SPARQL 1.1 Protocol.

kg's queries name no graphs, for a folder's default graph is the union of all.  An endpoint's may be
that too, or be empty; then the endpoint is asked for a union, in the ways that there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from kg.errors import RemoteError
from kg.http_client import (
    MAX_REDIRECTS,
    REDIRECTS,
    USER,
    Server,
    checked_url,
    credentials,
    failure_reason,
    first_text,
    server_message,
    status_text,
)
from kg.query.answer import Answer, Table
from kg.query.guard import form
from kg.query.result_stream import JSON, NTRIPLES, TURTLE, read
from kg.rdf.iris import REFERENCE_GRAPH

__all__ = ["Endpoint"]

#: Fields of the protocol's form: the data set that a query is about.
Dataset = tuple[tuple[str, str], ...]

#: An answer is read up to so many bytes.
MOST_BYTES = 1 << 30

# From kg's own graphs first: a store may keep graphs about itself out of the union.  Blank nodes
# can't be asked for, and stores spell literals as they like.
_SAMPLES = tuple(
    f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(ISIRI(?s) && ISIRI(?o)) }} LIMIT 5"
    for graph in (f"<{REFERENCE_GRAPH}>", "?g")
)
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"

#: What makes the default graph the union, in the order of trying: nothing, and Oxigraph's switch.
#: After these the graphs are listed, which every server understands and some are slow at.
_WAYS: tuple[Dataset, ...] = ((), (("union-default-graph", "true"),))


class Endpoint(Server):
    """An endpoint, given by the URL that takes queries."""

    def __init__(self, url: str) -> None:
        """Raises UsageError for a URL that holds credentials, or would show them on the way."""
        address = checked_url(url)
        super().__init__(address, credentials(address.host))
        self._dataset: Dataset | None = None

    def ask(self, sparql: str) -> Answer:
        """The answer of a query; raises RemoteError, and QueryError for what is no answer."""
        with self.stream(sparql) as (media, chunks):
            return read(media, chunks)[0]

    @contextmanager
    def stream(self, sparql: str) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The media type of the answer and its bytes, as they arrive; RemoteError as `ask` has."""
        if self._dataset is None:
            self._dataset = self._union()
        with self._post(sparql, self._dataset) as answer:
            yield answer

    def _union(self) -> Dataset:
        """What to add to a query so that its default graph is the union of the named graphs."""
        sample = self._rows(_SAMPLES[0]) or self._rows(_SAMPLES[1])
        links = " . ".join(f"{s} ?p{n} {o}" for n, (s, _, o) in enumerate(sample))
        for way in _WAYS:
            if not sample or self._holds(links, way):
                return way
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
            return False  # a server that refuses what it does not know

    def _rows(self, sparql: str, dataset: Dataset = ()) -> tuple[tuple[object, ...], ...]:
        with self._post(sparql, dataset) as (media, chunks):
            answer = read(media, chunks)[0]
        return answer.rows if isinstance(answer, Table) else ()

    @contextmanager
    def _post(self, sparql: str, dataset: Dataset) -> Iterator[tuple[str, Iterator[bytes]]]:
        """One query, through redirects on the same server."""
        graph = form(sparql) in {"construct", "describe"}
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
        raise self._error(f"redirects more than {MAX_REDIRECTS} times; ask who runs it")

    def _refusal(self, status: int, text: str) -> str:
        """What to do about an answer that is a refusal."""
        given = self._credentials.source
        advice = {
            400: "the endpoint can't read the query, or this is no SPARQL endpoint",
            401: f"the endpoint does not accept the credentials of {given}"
            if given
            else f"the endpoint wants credentials: set {USER} and the variables beside it, or add "
            f"to ~/.netrc: machine {self._url.host}",
            404: "this is no SPARQL endpoint; docs/stores.md has the URL for each store",
            405: "this is no SPARQL endpoint; docs/stores.md has the URL for each store",
        }.get(status, "the endpoint did not answer the query")
        return f"{status_text(status)}: {advice}{server_message(text)}"

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        size = 0
        try:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > MOST_BYTES:
                    raise self._error(f"the answer is larger than {MOST_BYTES >> 30} GB")
                yield chunk
        except httpx.TransportError as error:
            raise self._error(failure_reason(error)) from None
