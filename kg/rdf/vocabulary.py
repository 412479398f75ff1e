"""The vocabulary: terms for use in code, and the one table of the kinds of claim.

A kind of claim is a subclass of `kg:Claim` in `ontology/kg.ttl`.  Code that treats claims by kind
reads `CLAIMS`, or the part of it that `kinds_read_by` returns.  The table says which readers
exclude a kind, and why; `tests/rdf/test_vocabulary.py` checks it against the ontology, its shapes,
the queries and each reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from kg.rdf.iris import PREFIXES, expand, thing

__all__ = [
    "ABOUT",
    "ALT_LABEL",
    "ASSOCIATION",
    "CLAIMS",
    "DIFF",
    "DOUBTFUL_FACTS",
    "EARLIER_INSPECTION",
    "FINDING",
    "FOLLOW_UP",
    "JUDGEMENT",
    "LABEL",
    "MENTION",
    "NETWORK",
    "NOTATION",
    "RDF_TYPE",
    "RESPONSE",
    "SAME_AS",
    "TARGETS",
    "TENURE",
    "TEXT_INDEX",
    "UNRESOLVED_MENTION",
    "VIEWS",
    "ClaimKind",
    "kinds_read_by",
    "literal",
    "named_node",
    "prologue",
]


@cache
def named_node(name: str) -> ox.NamedNode:
    """A term written with its prefix, for instance `named_node("kg:Finding")`."""
    return ox.NamedNode(expand(name))


def literal(value: str | float, datatype: str = "string") -> ox.Literal:
    """A literal of an XML Schema datatype."""
    return ox.Literal(str(value), datatype=named_node(f"xsd:{datatype}"))


def prologue(*prefixes: str) -> str:
    r"""The PREFIX lines of a query, for the given prefixes or else for all known ones.

    >>> prologue("rdfs")
    'PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n'
    """
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in prefixes or PREFIXES)


RDF_TYPE = named_node("rdf:type")
LABEL = named_node("rdfs:label")
ALT_LABEL = named_node("skos:altLabel")
NOTATION = named_node("skos:notation")
SAME_AS = named_node("owl:sameAs")

#: Readers that exclude some kinds of claim: modules and queries.
DIFF = "kg.explore.diff"
DOUBTFUL_FACTS = "queries/quality/doubtful-facts.rq"
NETWORK = "kg.network"
TARGETS = "kg.curation.targets"
TEXT_INDEX = "kg.store.text_index"
VIEWS = "kg.views"


@dataclass(frozen=True)
class ClaimKind:
    """A class of claims: its names, its properties, and the readers that exclude it.

    `facts` are the names of its facts in a curation file.  `about` is the property that leads to
    the person, programme, organisation or council that a claim is about; `other_pointers` lead to
    anything else that it names.  Every kind may also have `kg:council` and `kg:inspection`, a
    finding by its section; an `independent` claim is not evidence for that council or inspection.
    A claim that `is_words` is words of its document, and so its own evidence.  `quote_order` is the
    kind's place among the quotes of a thing.  `excluded_from` maps readers to the reason why they
    exclude the kind.
    """

    name: str
    iri_part: str
    plural: str
    quote_order: int
    facts: tuple[str, ...] = ()
    about: str = ""
    other_pointers: tuple[str, ...] = ()
    independent: bool = False
    is_words: bool = False
    excluded_from: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def node(self) -> ox.NamedNode:
        """The class."""
        return named_node(f"kg:{self.name}")

    def iri(self, key: str, *parts: str) -> str:
        """The IRI of a claim of the document whose hash begins with `key`."""
        return thing(self.iri_part, key, *parts)

    @property
    def pointers(self) -> tuple[str, ...]:
        """The properties `about` and `other_pointers`."""
        return (self.about, *self.other_pointers) if self.about else self.other_pointers


JUDGEMENT = ClaimKind(
    name="Judgement",
    iri_part="judgement",
    plural="judgements",
    quote_order=2,
    facts=("judgement",),
    excluded_from={TEXT_INDEX: "it names no person, programme or organisation to find it by"},
)
EARLIER_INSPECTION = ClaimKind(
    name="EarlierInspection",
    iri_part="earlier",
    plural="earlier inspections",
    quote_order=5,
    facts=("previous-inspection",),
    excluded_from={
        NETWORK: "it describes an inspection by its date alone, which is no node",
        TEXT_INDEX: "it names no person, programme or organisation to find it by",
    },
)
ASSOCIATION = ClaimKind(
    name="Association",
    iri_part="association",
    plural="inspectors",
    quote_order=3,
    facts=("inspector",),
    about="prov:agent",
)
TENURE = ClaimKind(
    name="Tenure",
    iri_part="post",
    plural="posts",
    quote_order=4,
    facts=("leader",),
    about="org:member",
    other_pointers=("org:organization",),
)
MENTION = ClaimKind(
    name="Mention",
    iri_part="mention",
    plural="mentions",
    quote_order=1,
    facts=("organisation", "programme", "council"),
    about="kg:mentions",
)
FINDING = ClaimKind(
    name="Finding",
    iri_part="finding",
    plural="findings",
    quote_order=7,
    facts=("finding",),
    other_pointers=("kg:namesThing", "kg:addressesRecommendation"),
    independent=True,
    is_words=True,
    excluded_from={
        TEXT_INDEX: "a finding is found by its own words, not by the things that it names",
        DOUBTFUL_FACTS: "findings have a query of their own, doubtful-findings",
    },
)
FOLLOW_UP = ClaimKind(
    name="FollowUp",
    iri_part="follow-up",
    plural="follow-ups",
    quote_order=6,
    other_pointers=("kg:finding", "kg:addressesRecommendation"),
    independent=True,
    excluded_from={
        DIFF: "what it states is compared with its findings, which state the same",
        TARGETS: "a curation file has no word for it: it is referred to by its IRI or its words",
        TEXT_INDEX: "its words are those of its findings, which are indexed",
        NETWORK: "it links two findings, and findings are no nodes",
        VIEWS: "its findings are shown, with their words",
    },
)
RESPONSE = ClaimKind(
    name="Response",
    iri_part="response",
    plural="responses",
    quote_order=8,
    facts=("response",),
    other_pointers=("kg:speaker", "kg:body"),
    is_words=True,
    excluded_from={
        NETWORK: "what others say links nothing",
        TEXT_INDEX: "a response is found by its own words, not by the people that it names",
    },
)
UNRESOLVED_MENTION = ClaimKind(
    name="UnresolvedMention",
    iri_part="unresolved",
    plural="unresolved mentions",
    quote_order=9,
    excluded_from={
        DIFF: "it states no fact: what it means could not be decided",
        TARGETS: "a curation file has no word for it: it is referred to by its IRI or its words",
        TEXT_INDEX: "it names nothing to find",
        NETWORK: "it names nothing to link",
        VIEWS: "it names nothing to show",
        DOUBTFUL_FACTS: "it states no fact, and has a query of its own, unresolved-mentions",
    },
)

#: Every kind of claim, in the order of a document's section in Turtle.
CLAIMS = (
    JUDGEMENT,
    EARLIER_INSPECTION,
    ASSOCIATION,
    TENURE,
    MENTION,
    FINDING,
    FOLLOW_UP,
    RESPONSE,
    UNRESOLVED_MENTION,
)
#: The properties that lead to the people, programmes, organisations and councils of claims.
ABOUT = tuple(named_node(kind.about) for kind in CLAIMS if kind.about)


def kinds_read_by(reader: str) -> tuple[ClaimKind, ...]:
    """The kinds of claim that a reader does not exclude."""
    return tuple(kind for kind in CLAIMS if reader not in kind.excluded_from)
