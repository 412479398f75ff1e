"""What is drawn: nodes, edges, and the facts with their sources that stand behind each.

Plain frozen values.  They know nothing of RDF, of HTML or of the library that draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Counts", "Edge", "Fact", "Network", "Node"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source says: `quote` is its words, the rest says where they stand.

    A fact without a quote comes from the reference data, and `title` says so.
    """

    label: str
    value: str
    quote: str = ""
    title: str = ""
    path: str = ""
    page: int | None = None
    paragraph: str = ""
    url: str | None = None


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
    x: int = 0
    y: int = 0
    size: int = 8
    facts: tuple[Fact, ...] = ()


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
    #: How many more facts there are than `facts` holds.
    more: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """A picture.  `folded` says, in sentences, what the graph holds and the picture does not."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    folded: tuple[str, ...] = ()
    #: The node that the picture is about, when it is about one.
    focus: str | None = None
    #: Tokens and labels of the grades, best first.
    grades: tuple[tuple[str, str], ...] = ()
