"""Which programmes and organisations a document names, and in which of its findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.gazetteer import fold
from kg.graph.linked import Context, LinkedFinding, LinkedThing
from kg.model import NamedThing
from kg.rdf.iris import slug, thing

__all__ = ["link_findings", "link_thing"]


def link_thing(context: Context, kind: str, named: NamedThing) -> LinkedThing:
    """A programme or an organisation (`kind`) with its IRI.

    The IRI is the gazetteer's, or the name within the council that the document is about.
    """
    if named.entity:
        return LinkedThing(named, thing(kind, named.entity))
    return LinkedThing(named, thing(kind, context.namespace, slug(fold(named.name))))


def link_findings(context: Context, things: Sequence[LinkedThing]) -> tuple[LinkedFinding, ...]:
    """The findings of a document with the things that each one names.

    A name counts where its words stand in the finding; of names that overlap, the longer.
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
    """Each name, and each name as the text first writes it, to the IRIs of its things."""
    iris: dict[str, list[str]] = defaultdict(list)
    for one in things:
        words = one.fact.evidence
        for name in sorted({one.fact.name, context.document.quote(words.start, words.end)}):
            iris[name].append(one.iri)
    return iris
