"""Shows a graph as one HTML file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.period import Period
from kg.rdf.iris import THINGS, kind_of, scheme_of, token
from kg.store.graph import Graph

if TYPE_CHECKING:
    from kg.network.model import Network
    from kg.query.answer import Answer
    from kg.views.model import Atlas

__all__ = ["ViewRequest", "size_of", "title_of", "view"]


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What to show, and where the page opens.

    `focus` has names, codes or IRIs: the page opens at them, and has findings of their documents
    only.  With `depth`, it opens the network of what is within that number of links.  `since` and
    `until` (years, months or days) leave out the findings of other documents too.  Numbers and
    grades are of all documents.
    """

    focus: tuple[str, ...] = ()
    depth: int | None = None
    since: str | None = None
    until: str | None = None

    @property
    def period(self) -> Period:
        """The period; raises UsageError for an invalid date."""
        return Period.read(self.since, self.until)


EVERYTHING = ViewRequest()


def view(
    graph: Graph,
    request: ViewRequest = EVERYTHING,
    answer: Answer | None = None,
    title: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> bytes:
    """The page of a graph, or of the answer of a CONSTRUCT query as a network.

    `title` replaces the heading; `say` receives each step.  Raises UsageError when the focus is
    not found, QueryError when the query has no triples as its answer, and InputError when there is
    nothing to show.
    """
    from kg.errors import InputError
    from kg.network.focus import find_focus
    from kg.query.resolve import is_mentioned, not_mentioned
    from kg.views.page import render
    from kg.views.read import read_atlas

    focus = list(dict.fromkeys(find_focus(graph, text) for text in request.focus))
    if focus and not any(is_mentioned(graph, iri) for iri in focus):
        raise InputError(not_mentioned(graph, focus))
    network = None if answer is None else _network(graph, answer)
    say("reading the graph")
    themes_alone = all(scheme_of(iri) for iri in focus)
    atlas = read_atlas(graph, request.period, None if themes_alone else focus)
    if not atlas.documents or (request.period and not any(d.findings for d in atlas.documents)):
        raise InputError(_why_empty(graph, request))
    say(f"writing the page with {atlas.found:,} findings")
    screen = "network" if network is not None else _screen(focus, request.depth)
    return render(
        atlas,
        title or title_of(atlas),
        screen,
        _notes(atlas, bool(focus or request.period)),
        network,
    )


def _network(graph: Graph, answer: Answer) -> Network:
    from kg.errors import InputError, QueryError
    from kg.network.selection import constructed
    from kg.query.answer import Triples

    if not isinstance(answer, Triples):
        raise QueryError("A view needs a CONSTRUCT or DESCRIBE query.")
    network = constructed(graph, answer.triples)
    if not network.nodes:
        raise InputError(f"Nothing to draw: the query finds no triples in {graph.name}.")
    return network


def title_of(atlas: Atlas) -> str:
    """A heading: what the page is about, and the years of its documents."""
    years = sorted({document.when[:4] for document in atlas.documents if document.when})
    period = f", {years[0]} to {years[-1]}" if len(years) > 1 else ""
    return f"Children’s services in England{period}"


def _screen(focus: Sequence[str], depth: int | None) -> str:
    """The address of the screen to open.

    >>> _screen([THINGS + "council/E08000032"], None)
    'council/E08000032'
    """
    if not focus:
        return ""
    if depth is not None:
        return f"network?{urlencode({'from': ','.join(focus), 'depth': depth})}"
    if len(focus) > 1 and all(kind_of(iri) == "council" for iri in focus):
        return f"compare?{urlencode({'with': ','.join(map(token, focus))})}"
    if len(focus) > 1:
        return f"network?{urlencode({'from': ','.join(focus)})}"
    (iri,) = focus
    if scheme_of(iri) == "theme":
        return f"theme/{token(iri)}"
    kind, _, rest = iri.removeprefix(THINGS).partition("/")
    if kind == "inspection":  # its second part is the council's code
        return f"council/{rest.partition('/')[0]}"
    return f"{kind}/{quote(rest)}"


def _notes(atlas: Atlas, narrowed: bool) -> list[str]:
    """What is on the page, and what is not."""
    more = "kg view --focus NAME has those of a council, a person or a programme."
    if narrowed and any(document.findings for document in atlas.documents):
        more = "kg view without --focus, --since and --until has all that fit into a page."
    shown = sum(document.findings for document in atlas.documents)
    notes = [size_of(atlas)]
    if len(atlas.findings) < atlas.found:
        notes.append(
            f"Findings can be read for {shown:,} of the documents; all are counted. {more}"
        )
    return notes


def size_of(atlas: Atlas) -> str:
    """The numbers of documents and findings, and what they are."""
    size = f"{len(atlas.documents):,} documents, {atlas.found:,} findings"
    return f"{size}. Every fact leads to words of a document. Not an official statistic."


def _why_empty(graph: Graph, request: ViewRequest) -> str:
    """The message for a page without documents."""
    given = [name for name in ("since", "until") if getattr(request, name)]
    if given:
        options = " and ".join(f"--{name}" for name in given)
        return f"Nothing to show in {graph.name}. Leave out or widen {options}."
    return f"Nothing to show: {graph.name} has no documents."
