"""A network: nodes and edges, with counts of findings and the first words that an edge rests on.

Plain frozen values, independent of RDF and of the library that draws or measures them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FINDING_KINDS", "Counts", "Edge", "Network", "Node", "Quote"]


FINDING_KINDS = ("strength", "weakness", "mixed", "recommendation")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with its title, its page where it has pages, and an address or ""."""

    words: str
    title: str
    page: int | None = None
    url: str = ""


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


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    `kind` is council, inspection, inspector, leader, programme, theme, organisation or other;
    `grade` is the token of an inspection's overall grade, and `when` its first day.
    """

    iri: str
    kind: str
    label: str
    #: One line under the label: a region, a kind of programme, the dates.
    detail: str = ""
    also: tuple[str, ...] = ()
    grade: str = ""
    when: str = ""
    #: A radius: larger with more links, findings or betweenness.
    size: int = 8
    #: The number of its community of closely linked nodes; the largest is 0.
    community: int = 0
    #: Betweenness, in thousandths of the highest in the network.
    between: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes.

    `kind` is inspection, inspector, post, programme, theme, follows, organisation or link;
    `label` describes the link, and `quote` are the first words that it rests on, if any.
    """

    source: str
    target: str
    kind: str
    label: str
    counts: Counts = Counts()
    quote: Quote | None = None
    #: The IRI of the property of a query's answer.
    property: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes sorted by IRI, and the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
