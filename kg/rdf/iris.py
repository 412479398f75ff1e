"""Namespaces, and the one place where an IRI or a file name is minted.

Terms (classes and properties) live under `KG`, things under `THINGS`, concepts under `CONCEPTS`.
A thing's IRI is readable, depends on one document and the reference data alone, and so never on
the order of a build or on what else is built.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

__all__ = [
    "BASE",
    "CONCEPTS",
    "CURATION_GRAPH",
    "ENTITIES_GRAPH",
    "KG",
    "PREFIXES",
    "REFERENCE_GRAPH",
    "ROWS",
    "THINGS",
    "compact",
    "concept",
    "document_key",
    "slug",
    "thing",
]

BASE = "https://w3id.org/inspection-kg/"
KG = BASE + "ontology#"
THINGS = BASE + "id/"
CONCEPTS = BASE + "concept/"

#: Named graphs beside the one graph a document.
ENTITIES_GRAPH = THINGS + "graph/entities"
CURATION_GRAPH = THINGS + "graph/curation"
REFERENCE_GRAPH = THINGS + "graph/reference"

#: What the rows of a quality query are counted under that does not say what is missing.
ROWS = "rows"

PREFIXES = {
    "kg": KG,
    "council": THINGS + "council/",
    "person": THINGS + "person/",
    "programme": THINGS + "programme/",
    "organisation": THINGS + "organisation/",
    "document": THINGS + "document/",
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
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


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


def concept(scheme: str, token: str) -> str:
    """The IRI of a concept, for instance `concept("grade", "good")`."""
    return f"{CONCEPTS}{scheme}/{quote(token, safe='')}"


def document_key(sha256: str) -> str:
    """The part of a document's hash that its IRIs carry: 16 hexadecimal digits, 64 bits."""
    return sha256[:16]


def compact(iri: str) -> str:
    """An IRI with the prefix of its namespace, where that is known.

    >>> compact("http://www.w3.org/2004/02/skos/core#notation")
    'skos:notation'
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri
