"""Namespaces, and the one place where IRIs are built and parsed.

Terms (classes and properties) are under `KG`, things under `THINGS`, concepts under `CONCEPTS`.
A thing's IRI is readable, and depends on one document and the reference data alone: never on the
order of a build or on other documents.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from kg.errors import UsageError

__all__ = [
    "BASE",
    "CONCEPTS",
    "CONTRIBUTORS",
    "CURATION_GRAPH",
    "DESCRIPTION_GRAPH",
    "ENTITIES_GRAPH",
    "KG",
    "PREFIXES",
    "REFERENCE_GRAPH",
    "SHARED_GRAPHS",
    "THINGS",
    "VOCABULARIES",
    "absolute",
    "as_iri",
    "compact",
    "concept",
    "concept_scheme",
    "document_key",
    "expand",
    "kind_of",
    "scheme_of",
    "slug",
    "thing",
    "token",
]

BASE = "https://w3id.org/inspection-kg/"
KG = BASE + "ontology#"
THINGS = BASE + "id/"
CONCEPTS = BASE + "concept/"
#: Who wrote `kg`, as `ontology/kg.ttl` has it.
CONTRIBUTORS = BASE + "contributors"

#: Named graphs besides the one of each document.
ENTITIES_GRAPH = THINGS + "graph/entities"
CURATION_GRAPH = THINGS + "graph/curation"
DESCRIPTION_GRAPH = THINGS + "graph/description"
REFERENCE_GRAPH = THINGS + "graph/reference"
SHARED_GRAPHS = (CURATION_GRAPH, DESCRIPTION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH)

PREFIXES = {
    "kg": KG,
    "council": THINGS + "council/",
    "person": THINGS + "person/",
    "programme": THINGS + "programme/",
    "organisation": THINGS + "organisation/",
    "document": THINGS + "document/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: The vocabularies that graphs are written in.
VOCABULARIES = tuple(
    PREFIXES[name].rstrip("#") for name in ("kg", "dcterms", "org", "prov", "skos")
)


def slug(text: str, limit: int = 60) -> str:
    """ASCII words joined by hyphens, at most `limit` characters; `x` when nothing is left.

    >>> slug("Star Project and Well-being")
    'star-project-and-well-being'
    >>> slug("Zoë O’Dea")
    'zoe-odea'
    """
    text = text.replace("'", "").replace("’", "")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:limit].rstrip("-") or "x"


def thing(kind: str, *parts: str) -> str:
    """The IRI of a thing: `THINGS` + kind + its parts, each percent-encoded.

    >>> thing("inspection", "E06000056", "focused-visit", "2019-02-05").removeprefix(THINGS)
    'inspection/E06000056/focused-visit/2019-02-05'
    """
    return THINGS + "/".join(quote(part, safe="") for part in (kind, *parts))


def absolute(address: str) -> str:
    """The IRI of a thing that is given in full or relative to `THINGS`.

    >>> absolute("/person/ann-lee") == absolute("person/ann-lee") == thing("person", "ann-lee")
    True
    """
    return address if address.startswith(THINGS) else THINGS + address.removeprefix("/")


def kind_of(iri: str) -> str:
    """The kind of a thing according to its IRI, for instance `person`."""
    return iri.removeprefix(THINGS).partition("/")[0]


@lru_cache(maxsize=1 << 16)
def token(iri: str) -> str:
    """The last part of an IRI: a concept's token, a council's GSS code, the name of a term.

    >>> token(concept("grade", "good")), token(KG + "Finding")
    ('good', 'Finding')
    """
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2]


def concept_scheme(name: str) -> str:
    """The IRI of a concept scheme, for instance `concept_scheme("grade")`."""
    return CONCEPTS + name


def concept(scheme: str, token: str) -> str:
    """The IRI of a concept, for instance `concept("grade", "good")`."""
    return f"{CONCEPTS}{scheme}/{quote(token, safe='')}"


def scheme_of(iri: str) -> str:
    """The name of the scheme that a concept is in; "" for any other IRI.

    >>> scheme_of(concept("grade", "good")), scheme_of(KG + "grade")
    ('grade', '')
    """
    scheme, slash, _ = iri.removeprefix(CONCEPTS).partition("/")
    return scheme if slash and iri.startswith(CONCEPTS) else ""


def document_key(sha256: str) -> str:
    """The part of a document's hash in its IRIs: 16 hexadecimal digits, 64 bits."""
    return sha256[:16]


@lru_cache(maxsize=1024)
def expand(name: str) -> str:
    """The IRI of a term written with a prefix; raises KeyError for an unknown prefix.

    >>> expand("skos:notation")
    'http://www.w3.org/2004/02/skos/core#notation'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """An IRI with the prefix of its namespace, if known: the inverse of `expand`.

    >>> compact("http://www.w3.org/2004/02/skos/core#notation")
    'skos:notation'
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def as_iri(text: str) -> str | None:
    """A text as an IRI, if it is one, in full or with a known prefix; None for a name.

    Raises UsageError for a malformed IRI.

    >>> as_iri("person:ada-moss"), as_iri("<https://example.org/a>"), as_iri("Ada: a name")
    ('https://w3id.org/inspection-kg/id/person/ada-moss', 'https://example.org/a', None)
    """
    iri = text.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = iri.partition(":")
    if colon and prefix in PREFIXES and not local.startswith(" "):
        iri = expand(f"{prefix}:{local}")
    elif "://" not in iri:
        return None
    import pyoxigraph as ox  # validates IRIs; imported here since few callers need it

    try:
        return ox.NamedNode(iri).value
    except ValueError as error:
        raise UsageError(f"{text!r} is not a valid IRI: {error}") from None
