"""The network that a page draws: nodes and edges, with their facts and sources.

Plain frozen values, independent of RDF, HTML and the library that draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "Arrangement",
    "CitedFact",
    "CitedSource",
    "Counts",
    "Edge",
    "Fold",
    "Mark",
    "Network",
    "Node",
]

#: A position, in canvas units.
Position = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class CitedSource:
    """A source as the page cites it: a document, or a name such as "Reference data".

    `url` is a web address or empty; `paged` means that `#page=` opens a page of it; `when` is the
    first day of the inspection that it reports, else the day of its publication.
    """

    title: str
    path: str = ""
    url: str = ""
    paged: bool = False
    when: str = ""

    def address(self, page: int | None) -> str:
        """The URL, of a page where the source is paged."""
        if self.url and page is not None and self.paged and "#" not in self.url:
            return f"{self.url}#page={page}"
        return self.url


@dataclass(frozen=True, slots=True)
class CitedFact:
    """A fact about a node or an edge, with its quote, source, page and paragraph.

    A fact without a quote comes from the reference data or from a query.
    """

    label: str
    value: str
    quote: str = ""
    source: CitedSource = CitedSource("")
    page: int | None = None
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings of each kind on an edge to a theme."""

    strength: int = 0
    weakness: int = 0
    mixed: int = 0
    recommendation: int = 0

    @property
    def total(self) -> int:
        """The number of findings."""
        return self.strength + self.weakness + self.mixed + self.recommendation

    def __add__(self, other: Counts) -> Counts:
        """The sum of two counts."""
        return Counts(
            self.strength + other.strength,
            self.weakness + other.weakness,
            self.mixed + other.mixed,
            self.recommendation + other.recommendation,
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    `kind` is council, inspection, inspector, leader, programme, theme, organisation or other;
    `x`, `y` and `size` (a radius) are in canvas units.
    """

    iri: str
    kind: str
    label: str
    #: The text on the canvas, where it is shorter than the label.
    caption: str = ""
    #: One line under the label: a role, a region, the dates.
    detail: str = ""
    #: Other names for the search.
    also: tuple[str, ...] = ()
    #: The token of an inspection's overall grade, and its first day.
    grade: str = ""
    when: str = ""
    #: The token of a council's region.
    region: str = ""
    x: int = 0
    y: int = 0
    size: int = 8
    #: Priority of the label; 0 is the highest.
    rank: int = 0
    #: The number of its community of closely linked nodes; the largest is 0.
    community: int = 0
    #: Betweenness, in thousandths of the highest in the network.
    between: int = 0
    facts: tuple[CitedFact, ...] = ()
    #: Findings that name it but are not among `facts`.
    more: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes.

    `kind` is inspection, inspector, post, programme, theme, follows, organisation or link;
    `label` describes the link.
    """

    source: str
    target: str
    kind: str
    label: str
    counts: Counts = Counts()
    facts: tuple[CitedFact, ...] = ()
    #: Findings on this edge that are not among `facts`.
    more: int = 0
    #: The sources of all its facts and findings, quoted or not.
    sources: tuple[CitedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """Nodes that a placeholder replaces until the reader opens the fold.

    `node` is the IRI of the placeholder, `members` are those of the nodes in the page, and `count`
    is the number of nodes.  Without members, `command` is the command that shows them.
    """

    node: str
    members: tuple[str, ...]
    count: int
    description: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line (a year) or a band (a lane) across the picture.

    It extends from `start` to `end` on its axis, `x` or `y`; for a line they are equal.
    """

    axis: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The positions of the nodes in one layout; nodes without a position are not drawn.

    Edges of the kinds in `quiet` are drawn when one of their ends is selected.  `anchors` has the
    preferred side of the label for kinds of nodes.  `cells` has edges to themes, by their ends,
    that are drawn as a disc at a position instead of a line.
    """

    name: str
    label: str
    description: str
    places: Mapping[str, Position]
    marks: tuple[Mark, ...] = ()
    quiet: tuple[str, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Network:
    """A network to draw.  `folded` lists, in sentences, what of the graph is left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    folded: tuple[str, ...] = ()
    #: The nodes in focus.
    focus: tuple[str, ...] = ()
    #: Tokens and labels of the grades, best first, and of the regions.
    grades: tuple[tuple[str, str], ...] = ()
    regions: tuple[tuple[str, str], ...] = ()
    folds: tuple[Fold, ...] = ()
    #: The layouts; each node's `x` and `y` are those of the first.
    arrangements: tuple[Arrangement, ...] = field(default=())
