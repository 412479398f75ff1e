"""Pushes a graph to another triple store, over the SPARQL 1.1 Graph Store Protocol.

It sends one request for each named graph, and records in DIR/pushed what the store has confirmed.
So an interrupted push resumes where it stopped, a second push sends nothing, and after a build only
changed graphs are sent.  Graphs are sets of statements, so sending one twice does no harm.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.atomic_files import write_atomically
from kg.credentials import credentials
from kg.errors import StoreError, UsageError
from kg.http_client import NTRIPLES, Server, checked_url
from kg.model import Progress
from kg.rdf.iris import slug
from kg.store.graph import Graph

__all__ = ["PushResult", "dry_run", "push", "summary_lines"]

#: The file that the commands of a dry run write and read.
DRY_RUN_FILE = "kg-push.nq"

_SPECIAL = re.compile(r"[][\\.*^$+?(){}]")
_BLANK = re.compile(rb"^(?:_:|\S+ \S+ _:)", re.M)
#: A line of N-Quads that belongs to the default graph, for sed -E.
_DEFAULT_GRAPH_LINE = (
    r"^(<[^>]*>|_:[^ ]+) <[^>]*> "
    r'(<[^>]*>|_:[^ ]+|"([^"\\]|\\.)*"(@[^ ]+|\^\^<[^>]*>)?) \.$'
)


@dataclass(frozen=True, slots=True)
class PushResult:
    """The result of a push."""

    #: Graphs that were sent, and their triples.
    graphs: int
    triples: int
    #: Graphs that were not sent because the store already has them.
    unchanged: int
    #: Requests that were retried.
    retried: int
    #: IRIs of graphs that an earlier push sent and that no longer exist here.
    obsolete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One graph to send: its IRI ("" for the default graph) and its sorted N-Triples."""

    iri: str
    triples: bytes

    @property
    def query(self) -> str:
        """The part of the URL after the `?`."""
        return f"graph={quote(self.iri, safe='')}" if self.iri else "default"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.triples).hexdigest()

    def __len__(self) -> int:
        return self.triples.count(b"\n")


def push(
    graph: Graph,
    url: str,
    *,
    replace: bool = False,
    insecure: bool = False,
    progress: Progress | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> PushResult:
    """Send each named graph to the Graph Store at `url`, unless it is known to have it.

    With `replace`, each graph in the store becomes equal to the one here; without, its other
    statements stay.  `pause` waits for some seconds before a request is retried.  Raises UsageError
    for a URL or credentials that are refused, RemoteError if the store can't be reached or refuses
    a graph, StoreError if this graph can't be read or the journal can't be written.
    """
    address = checked_url(url, insecure=insecure)
    method = _method(replace)
    names = _names(graph)
    journal = _Journal(graph.folder, str(address))
    sent = triples = unchanged = 0

    def report(message: str) -> None:
        if progress:
            progress(sent + unchanged, len(names), message)

    with Server(address, credentials(address.host), pause=pause, warn=report) as server:
        for name in names:
            part = _part(graph, name, replace)
            report(part.iri)
            if journal.has(part, method) and (unchanged or journal.is_still_stored(server, part)):
                unchanged += 1
            else:
                server.write(method, part.query, part.triples)
                journal.record(part, method)
                sent += 1
                triples += len(part)
        report("")
        obsolete = journal.obsolete_graphs({_iri(name) for name in names})
        return PushResult(sent, triples, unchanged, server.repeated, obsolete)


def dry_run(
    graph: Graph, where: str, url: str, *, replace: bool = False, insecure: bool = False
) -> Iterator[str]:
    """Commands for a POSIX shell that are equivalent to `push`; opens no connection.

    `where` is the graph as given to `--graph`.  Raises UsageError and StoreError as `push` does.
    """
    address = checked_url(url, insecure=insecure)
    login = credentials(address.host)
    login_options = f" {login.curl}" if login else ""
    method = _method(replace)
    journal = _Journal(graph.folder, str(address))
    first = True
    for name in _names(graph):
        part = _part(graph, name, replace)
        if journal.has(part, method):
            continue
        if first:
            yield f"kg export {DRY_RUN_FILE} --graph {shlex.quote(where)}"
            first = False
        target = address.copy_with(query=part.query.encode("ascii"))
        yield (
            f"sed -nE {shlex.quote(_sed(part.iri))} {DRY_RUN_FILE} | curl -fsS -X {method} "
            f"-H 'Content-Type: {NTRIPLES}'{login_options} --data-binary @- "
            f"{shlex.quote(str(target))}"
        )


def summary_lines(result: PushResult, url: str) -> Iterator[str]:
    """The summary of a push."""
    unchanged = f"; unchanged: {result.unchanged}" if result.unchanged else ""
    retried = f"; requests retried: {result.retried}" if result.retried else ""
    sent = f"{result.graphs}, with {result.triples:,} statements"
    yield f"graphs sent to {url}: {sent}{unchanged}{retried}"
    if result.obsolete:
        count = len(result.obsolete)
        yield f"no longer in the graph but still in the store (kg deletes no graphs): {count}"
        yield from (f"  {iri or 'the default graph'}" for iri in result.obsolete)


def _sed(iri: str) -> str:
    """The sed script that prints one graph of an N-Quads file as N-Triples."""
    if not iri:
        return f"/{_DEFAULT_GRAPH_LINE}/p"
    pattern = _SPECIAL.sub(r"\\\g<0>", iri)
    return rf"s| <{pattern}> \.$| .|p"


def _method(replace: bool) -> str:
    return "PUT" if replace else "POST"


def _names(graph: Graph) -> list[ox.NamedNode | ox.DefaultGraph]:
    """The names of graphs that aren't empty, sorted, with the default graph first."""
    names: list[ox.NamedNode | ox.DefaultGraph] = []
    if next(graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None):
        names.append(ox.DefaultGraph())
    for name in sorted(graph.store.named_graphs(), key=str):
        if not isinstance(name, ox.NamedNode):
            raise UsageError(f"{graph.name}: the graph {name} has no IRI; give it one")
        names.append(name)
    return names


def _iri(name: ox.NamedNode | ox.DefaultGraph) -> str:
    return name.value if isinstance(name, ox.NamedNode) else ""


def _part(graph: Graph, name: ox.NamedNode | ox.DefaultGraph, replace: bool) -> _Part:
    data = graph.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name)
    assert data is not None
    triples = b"".join(sorted(data.splitlines(keepends=True)))
    if not replace and _BLANK.search(triples):
        raise UsageError(
            f"{graph.name}: it holds blank nodes, which a store would add again with every push; "
            "give --replace"
        )
    return _Part(_iri(name), triples)


class _Journal:
    """What a store has confirmed: one line for each graph, with the method and the hash.

    Lines are appended as answers arrive.  The last line of a graph counts, and an incomplete line
    is ignored.  A graph that was read from a file has no journal.
    """

    def __init__(self, folder: Path | None, url: str) -> None:
        self._head = f"# confirmed by {url}\n"
        key = hashlib.sha256(url.encode()).hexdigest()[:12]
        self._path = folder / "pushed" / f"{slug(url)}-{key}.tsv" if folder else None
        self._entries: dict[str, tuple[str, str]] = {}
        try:
            text = self._path.read_text(encoding="utf-8") if self._path else ""
        except FileNotFoundError:
            text = ""
        except (OSError, ValueError):
            raise StoreError(
                f"{self._path}: can't be read; remove it to send all graphs again"
            ) from None
        for method, sha256, iri in re.findall(r"^(PUT|POST)\t([0-9a-f]{64})\t(\S*)\n", text, re.M):
            self._entries[iri] = method, sha256

    def has(self, part: _Part, method: str) -> bool:
        """Whether a graph was confirmed in its present state; a POST doesn't confirm a PUT."""
        how, sha256 = self._entries.get(part.iri, ("", ""))
        return sha256 == part.sha256 and (how == "PUT" or method == "POST")

    def is_still_stored(self, server: Server, part: _Part) -> bool:
        """Whether the store still has a graph; if not, it was emptied, and the journal is too."""
        if server.has_triples(part.query):
            return True
        self._entries.clear()
        if self._path:
            write_atomically(self._path, self._head.encode())
        return False

    def record(self, part: _Part, method: str) -> None:
        """Record a graph that the store has confirmed."""
        self._entries[part.iri] = method, part.sha256
        if self._path is None:
            return
        if not self._path.exists():
            write_atomically(self._path, self._head.encode())
        try:
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(f"{method}\t{part.sha256}\t{part.iri}\n")
        except OSError as error:
            raise StoreError(f"{self._path}: can't be written ({error.strerror})") from None

    def obsolete_graphs(self, existing: set[str]) -> tuple[str, ...]:
        """The confirmed graphs that no longer exist, sorted."""
        return tuple(sorted(self._entries.keys() - existing))
