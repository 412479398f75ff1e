"""What a reader means by the name of a thing."""

from __future__ import annotations

from collections import defaultdict
from typing import cast

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf.iris import CONCEPTS, PREFIXES, THINGS
from kg.store.graph import Graph

__all__ = ["find_focus"]

_NAMES = (
    "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    + f"""
SELECT ?thing ?name ?rank ?abolished WHERE {{
  {{ VALUES ?class {{ kg:Council kg:Inspection kg:Inspector kg:Leader kg:Programme
       kg:Organisation }}
     VALUES (?property ?rank) {{ (rdfs:label 0) (skos:notation 0) (kg:officialName 1)
       (skos:altLabel 1) (kg:formerCode 1) }}
     ?thing a ?class ; ?property ?name
     OPTIONAL {{ ?thing kg:abolished ?abolished }} }}
  UNION
  {{ VALUES (?property ?rank) {{ (skos:prefLabel 0) (skos:notation 0) }}
     ?thing skos:inScheme <{CONCEPTS}theme> ; ?property ?name }}
}}"""
)

_SAME = f"PREFIX owl: <{PREFIXES['owl']}>\nSELECT ?other ?main WHERE {{ ?other owl:sameAs ?main }}"


def find_focus(graph: Graph, text: str) -> str:
    """The IRI of the thing with this label, other name, GSS code or IRI, whatever the case.

    Of a person who has two IRIs, the one that stands for both.

    Raises UsageError, which names the nearest labels, when there is none, and which lists the
    IRIs when there are several.
    """
    names: dict[str, dict[str, int]] = defaultdict(dict)
    spelt: dict[str, str] = {}
    things: set[str] = set()
    same = cast(ox.QuerySolutions, graph.query(_SAME))
    main: dict[str, str] = {row[0].value: row[1].value for row in same}
    for row in cast(ox.QuerySolutions, graph.query(_NAMES)):
        thing, name = main.get(row[0].value, row[0].value), row[1].value
        # A council that is gone stands behind the one that has its name now.
        rank = 2 * int(row[2].value) + (row[3] is not None)
        things.add(thing)
        folded = _folded(name)
        spelt[folded] = min(name, spelt.get(folded, name))
        names[folded][thing] = min(rank, names[folded].get(thing, rank))
    for iri in (text, THINGS + text):
        if main.get(iri, iri) in things:
            return main.get(iri, iri)
    found = names.get(_folded(text), {})
    best = sorted(thing for thing, rank in found.items() if rank == min(found.values()))
    if len(best) == 1:
        return best[0]
    if best:
        raise UsageError(
            f"{text!r} is the name of {len(best)} things in {graph.name}: "
            f"name one by its IRI, {' or '.join(best[:6])}"
        )
    raise UsageError(f"nothing in {graph.name} is called {text!r}{_nearest(text, spelt)}")


def _nearest(text: str, spelt: dict[str, str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extract(
        _folded(text), sorted(spelt), scorer=fuzz.WRatio, limit=3, score_cutoff=60
    )
    return "; nearest: " + ", ".join(spelt[name] for name, _, _ in near) if near else ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
