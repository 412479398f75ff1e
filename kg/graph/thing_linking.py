"""Which programmes and organisations a document and its findings name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.body_names import local_key
from kg.graph.linked import Context, LinkedFinding, LinkedThing
from kg.model import NamedThing
from kg.rdf.iris import thing

__all__ = ["link_findings", "link_thing"]


def link_thing(context: Context, kind: str, named: NamedThing) -> LinkedThing:
    """A programme or an organisation (`kind`) with its IRI.

    The IRI is the gazetteer's, or else made from the name and the council that it is
    named for: a council's "Star team" and "Star" are one programme, another council's is another.
    """
    if named.entity:
        return LinkedThing(named, thing(kind, named.entity))
    namespace = named.council or context.namespace
    return LinkedThing(named, thing(kind, namespace, local_key(kind, named.name)))


def link_findings(context: Context, things: Sequence[LinkedThing]) -> tuple[LinkedFinding, ...]:
    """The findings of a document with the things that each one names.

    A finding names a thing if it contains the name; of overlapping names the longest counts.
    """
    iris = _by_name(context, things)
    if not iris:
        return tuple(LinkedFinding(finding, ()) for finding in context.facts.findings)
    longest_first = sorted(iris, key=lambda name: (-len(name), name))
    names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    linked = []
    for finding in context.facts.findings:
        span = finding.evidence
        found = names.findall(context.document.text, span.start, span.end)
        named = dict.fromkeys(iri for name in found for iri in iris[name])
        linked.append(LinkedFinding(finding, tuple(named)))
    return tuple(linked)


def _by_name(context: Context, things: Sequence[LinkedThing]) -> dict[str, list[str]]:
    """The IRIs of things by name, and by the form in which the text first names them."""
    iris: dict[str, list[str]] = defaultdict(list)
    for linked in things:
        evidence = linked.fact.evidence
        for name in sorted(
            {linked.fact.name, context.document.quote(evidence.start, evidence.end)}
        ):
            iris[name].append(linked.iri)
    return iris
