"""The graph into another triple store: one request a named graph, over the Graph Store Protocol.

What the store has confirmed is noted, a line a graph, in DIR/pushed; so a push that broke off goes
on where it stopped, a second one sends nothing, and after a build only graphs that changed are
sent.  Statements are sets: sending a graph twice leaves the store as sending it once does.
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
from kg.errors import StoreError, UsageError
from kg.http_client import NTRIPLES, Server, checked_url, credentials
from kg.model import Progress
from kg.rdf.iris import slug
from kg.store.graph import Graph

__all__ = ["Pushed", "dry_run", "push", "summary_lines"]

#: A file that the commands of a dry run write and read.
DRY_RUN_FILE = "kg-push.nq"

_SPECIAL = re.compile(r"[][\\.*^$+?(){}]")
_BLANK = re.compile(rb"^(?:_:|\S+ \S+ _:)", re.M)
#: A statement of the default graph in N-Quads, for sed -E.
_NO_GRAPH = (
    r"^(<[^>]*>|_:[^ ]+) <[^>]*> "
    r'(<[^>]*>|_:[^ ]+|"([^"\\]|\\.)*"(@[^ ]+|\^\^<[^>]*>)?) \.$'
)


@dataclass(frozen=True, slots=True)
class Pushed:
    """How a push went: what was sent, and what was not because the store has it."""

    graphs: int
    triples: int
    #: Graphs that an earlier push had brought there.
    kept: int
    #: Requests that failed and were made again.
    repeated: int
    #: Graphs that an earlier push brought there and that this graph no longer has, by IRI.
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One graph to send: its IRI (empty for the default graph), and its N-Triples, sorted."""

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
) -> Pushed:
    """Send each named graph to the Graph Store at `url` that it is not known to have.

    With `replace`, a graph there becomes equal to the one here; without, what it holds stays.
    `pause` waits for some seconds, before a request is made again.  Raises UsageError for a URL or
    credentials that are refused, RemoteError when the store can't be reached or does not take a
    graph, StoreError when this graph can't be read or the journal can't be written.
    """
    address = checked_url(url, insecure=insecure)
    method = _method(replace)
    names = _names(graph)
    journal = _Journal(graph.folder, str(address))
    sent = triples = kept = 0

    def tell(what: str) -> None:
        if progress:
            progress(sent + kept, len(names), what)

    with Server(address, credentials(address.host), pause=pause, warn=tell) as server:
        for name in names:
            part = _part(graph, name, replace)
            tell(part.iri)
            if journal.has(part, method) and (kept or journal.holds_true(server, part)):
                kept += 1
            else:
                server.write(method, part.query, part.triples)
                journal.note(part, method)
                sent += 1
                triples += len(part)
        tell("")
        gone = journal.others({_iri(name) for name in names})
        return Pushed(sent, triples, kept, server.repeated, gone)


def dry_run(
    graph: Graph, where: str, url: str, *, replace: bool = False, insecure: bool = False
) -> Iterator[str]:
    """The commands for a POSIX shell that do what `push` would do; opens no connection.

    `where` is how `--graph` names the graph.  Raises what `push` raises of its own.
    """
    address = checked_url(url, insecure=insecure)
    given = credentials(address.host)
    shown = f" {given.curl}" if given else ""
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
            f"-H 'Content-Type: {NTRIPLES}'{shown} --data-binary @- {shlex.quote(str(target))}"
        )


def summary_lines(pushed: Pushed, url: str) -> Iterator[str]:
    """How a push went, for people."""
    kept = f"; {pushed.kept} were there already" if pushed.kept else ""
    again = f"; requests made again: {pushed.repeated}" if pushed.repeated else ""
    yield f"graphs sent to {url}: {pushed.graphs}, with {pushed.triples:,} statements{kept}{again}"
    if pushed.gone:
        yield f"no longer in the graph, and left in the store: {len(pushed.gone)} (kg deletes none)"
        yield from (f"  {iri or 'the default graph'}" for iri in pushed.gone)


def _sed(iri: str) -> str:
    """What makes sed print the statements of one graph of an N-Quads file as N-Triples."""
    if not iri:
        return f"/{_NO_GRAPH}/p"
    pattern = _SPECIAL.sub(r"\\\g<0>", iri)
    return rf"s| <{pattern}> \.$| .|p"


def _method(replace: bool) -> str:
    return "PUT" if replace else "POST"


def _names(graph: Graph) -> list[ox.NamedNode | ox.DefaultGraph]:
    """The graphs that hold anything, by name; the default graph first."""
    names: list[ox.NamedNode | ox.DefaultGraph] = []
    if next(graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None):
        names.append(ox.DefaultGraph())
    for name in sorted(graph.store.named_graphs(), key=str):
        if not isinstance(name, ox.NamedNode):
            raise UsageError(f"{graph.name}: holds a graph without an IRI, {name}; give it one")
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
            f"{graph.name}: holds blank nodes, which a store adds again each time they are sent; "
            "give --replace"
        )
    return _Part(_iri(name), triples)


class _Journal:
    """What a store has confirmed: a line a graph, with how it was sent and the hash of what was.

    Lines are added as answers come in; of several for a graph the last one counts, and one that
    broke off counts for nothing.  A graph that was read from a file has no journal.
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
            raise StoreError(f"{self._path}: can't be read; remove it to send everything") from None
        for method, sha256, iri in re.findall(r"^(PUT|POST)\t([0-9a-f]{64})\t(\S*)\n", text, re.M):
            self._entries[iri] = method, sha256

    def has(self, part: _Part, method: str) -> bool:
        """Whether a graph was confirmed as it is now; a POST may have left other statements."""
        how, sha256 = self._entries.get(part.iri, ("", ""))
        return sha256 == part.sha256 and (how == "PUT" or method == "POST")

    def holds_true(self, server: Server, part: _Part) -> bool:
        """Whether the store still has a graph; if not, it was emptied, and all is forgotten."""
        if server.has_triples(part.query):
            return True
        self._entries.clear()
        if self._path:
            write_atomically(self._path, self._head.encode())
        return False

    def note(self, part: _Part, method: str) -> None:
        """Add a graph that the store has confirmed."""
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

    def others(self, iris: set[str]) -> tuple[str, ...]:
        """The confirmed graphs that are not among these, in order."""
        return tuple(sorted(self._entries.keys() - iris))
