"""What is drawn: nodes, edges, and the facts with their sources that stand behind each.

Plain frozen values.  They know nothing of RDF, of HTML or of the library that draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Arrangement", "Counts", "Edge", "Fact", "Fold", "Mark", "Network", "Node", "Source"]

#: A position, in the units of the canvas.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A document, as a reader of the page would cite it.

    `url` leads to the web or is empty; `paged` says that `#page=` leads to a page of it; `when`
    is the first day of the inspection that it reports, else the day of its publication.
    """

    title: str
    path: str = ""
    url: str = ""
    paged: bool = False
    when: str = ""

    def address(self, page: int | None) -> str:
        """The URL, of a page where that can be told."""
        if self.url and page is not None and self.paged and "#" not in self.url:
            return f"{self.url}#page={page}"
        return self.url


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source says: `quote` is its words, the rest says where they stand.

    A fact without a quote comes from the reference data, and its source says so.
    """

    label: str
    value: str
    quote: str = ""
    source: Source = Source("")
    page: int | None = None
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of each kind an edge between an inspection and a theme stands for."""

    strength: int = 0
    weakness: int = 0
    mixed: int = 0
    recommendation: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.strength + self.weakness + self.mixed + self.recommendation

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.strength + other.strength,
            self.weakness + other.weakness,
            self.mixed + other.mixed,
            self.recommendation + other.recommendation,
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A thing.

    `kind` is council, inspection, inspector, leader, programme, theme, organisation or other;
    `x`, `y` and `size` (a radius) are in the units of the canvas.
    """

    iri: str
    kind: str
    label: str
    #: What the canvas writes beside it, where that is shorter than the label.
    caption: str = ""
    #: One line under the label: a role, a region, the dates.
    detail: str = ""
    #: Other names that a search finds it by.
    also: tuple[str, ...] = ()
    #: Of an inspection: the token of its overall grade, and its first day.
    grade: str = ""
    when: str = ""
    #: Of a council: the token of its region.
    region: str = ""
    x: int = 0
    y: int = 0
    size: int = 8
    #: 0 for the node whose label matters most, 1 for the next.
    rank: int = 0
    #: The number of the group of closely linked nodes that it is in; the largest is 0.
    community: int = 0
    #: Its betweenness, in thousandths of the largest in the picture.
    between: int = 0
    facts: tuple[Fact, ...] = ()
    #: How many more findings name it than `facts` holds.
    more: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes.

    `kind` is inspection, inspector, post, programme, theme, follows, organisation or link;
    `label` says what the source is to the target.
    """

    source: str
    target: str
    kind: str
    label: str
    counts: Counts = Counts()
    facts: tuple[Fact, ...] = ()
    #: How many more findings there are than `facts` holds.
    more: int = 0
    #: The documents that it rests on, those of the findings that are not quoted among them.
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """Nodes that one node stands for until the reader opens them.

    `node` is the IRI of the stand-in, `members` those of the nodes that the page holds, and
    `count` how many it stands for; without members, `how` says how else they are seen.
    """

    node: str
    members: tuple[str, ...]
    count: int
    says: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line or a band across a picture: a year, a lane.

    It crosses the axis (`x` or `y`) from `start` to `end`, which are one for a line.
    """

    axis: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where each node stands in one way of drawing the network; nodes that are not drawn lack.

    Edges of the kinds in `quiet` are drawn when one of their ends is selected; `anchors` says for
    a kind of node on which side its label stands best; `cells` are edges to themes, by their ends,
    that are a disc at a place in place of a line.
    """

    name: str
    label: str
    says: str
    places: Mapping[str, Place]
    marks: tuple[Mark, ...] = ()
    quiet: tuple[str, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Network:
    """A picture.  `folded` says, in sentences, what the graph holds and the picture does not."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    folded: tuple[str, ...] = ()
    #: The nodes that the picture is about, when it is about some.
    focus: tuple[str, ...] = ()
    #: Tokens and labels of the grades, best first, and of the regions.
    grades: tuple[tuple[str, str], ...] = ()
    regions: tuple[tuple[str, str], ...] = ()
    folds: tuple[Fold, ...] = ()
    #: The ways to draw it, the one to begin with first; each node's `x` and `y` are of that.
    arrangements: tuple[Arrangement, ...] = field(default=())
