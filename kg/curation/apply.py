"""What the decisions of a curation file do to a graph.

They change what documents say, before all that spans documents is worked out of it, so a graph with
decisions is the same as if the documents had been read so.  The kept outcomes of documents stay as
they are: without a decision the graph is what it was before.  Each decision addresses the graph as
it is without the others; of two that speak of the same, the later one holds.  What was decided, by
whom and when stands in the graph `curation`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from kg.curation.added_facts import added
from kg.curation.curation_file import Curation, Decision
from kg.curation.redaction import hide_in, name_pattern, titled_pattern
from kg.curation.result import KIND_OF, Decided, NotApplied, record_of
from kg.curation.statements import Said, kg, kind_of, literal, replacer, term, to_nquads
from kg.curation.targets import FACTS, Documents, UnfitError
from kg.errors import InputError
from kg.gazetteer import Gazetteer, concept_labels, fold
from kg.rdf.iris import THINGS, concept, document_key

__all__ = ["decide"]

_TYPE, _LABEL = term("rdf", "type"), term("rdfs", "label")
_EVIDENCE_OF, _DOCUMENT, _NAME = kg("evidence"), kg("document"), kg("name")
_OTHER_NAME = term("skos", "altLabel")
_HOLDERS = (term("prov", "agent"), term("org", "member"))


def decide(
    curation: Curation,
    hashes: Iterable[str],
    quads: Callable[[str], bytes],
    text: Callable[[str], str],
) -> Decided:
    """Apply decisions to documents, whose N-Quads and texts are asked for by hash."""
    if not curation.decisions:
        return Decided()
    return _Work(Documents.of(hashes, quads, text)).run(curation)


class _Work:
    """Decisions at work on documents, kind by kind: facts first, then who is who."""

    def __init__(self, said: Documents) -> None:
        self.documents, self.spoken = said.by_hash, said.spoken
        self.said = said
        self.hidden: list[re.Pattern[str]] = []
        self.apart: set[frozenset[str]] = set()
        self.same: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def run(self, curation: Curation) -> Decided:
        not_applied: dict[int, NotApplied] = {}
        applied: dict[int, tuple[Decision, list[str]]] = {}
        last: dict[tuple[str, ...], Decision] = {}
        for decision in curation.decisions:
            for subject in _subjects(decision):
                if subject in last:
                    other = last[subject]
                    not_applied[other.number] = _not_applied(
                        other, f"decision {decision.number} overrules it"
                    )
                last[subject] = decision
        steps = (
            ("drop", self._drop),
            ("finding", self._finding),
            ("add", self._add),
            ("different", self._different),
            ("same", self._same),
            ("rename", self._rename),
            ("retype", self._retype),
        )
        for kind, step in steps:
            for decision in curation.decisions:
                if decision.kind == kind and decision.number not in not_applied:
                    try:
                        applied[decision.number] = decision, step(decision)
                    except UnfitError as reason:
                        not_applied[decision.number] = _not_applied(decision, str(reason))
        self._merge()
        told = (record_of(*applied[number]) for number in sorted(applied))
        return Decided(
            quads={
                sha: said.nquads() for sha, said in self.documents.items() if said.read is not None
            },
            texts={
                sha: said.changed_text
                for sha, said in self.documents.items()
                if said.changed_text is not None
            },
            apart=frozenset(frozenset(map(self._now, pair)) for pair in self.apart),
            names={self._now(iri): name for iri, name in self.names.items()},
            kinds={self._now(iri): token for iri, token in self.kinds.items()},
            record=to_nquads(chain.from_iterable(told)),
            applied=len(applied),
            not_applied=tuple(not_applied[number] for number in sorted(not_applied)),
            hidden=tuple(self.hidden),
        )

    # --- facts ---

    def _drop(self, decision: Decision) -> list[str]:
        (address,) = decision.about
        if (isinstance(address, str) and kind_of(address) in FACTS) or (
            not isinstance(address, str) and "document" in address
        ):
            said, node = self.said.fact(address)
            said.remove({node})
            return [node.value]
        iri = self.said.thing(address)
        if kind_of(iri) in ("council", "inspection"):
            raise UnfitError("a council or inspection can't be dropped: drop what is said of it")
        node = ox.NamedNode(iri)
        names: set[str] = set()
        for sha in sorted(self.spoken[iri]):
            said = self.documents[sha]
            pointers = (*_HOLDERS, kg("mentions"))
            claims = {c for predicate in pointers for c in said.subjects(predicate, node)}
            names |= said.texts(node, _OTHER_NAME)
            for claim in claims:
                names |= said.texts(claim, _NAME)
            said.remove({node, *claims})
        if kind_of(iri) != "person":
            return [iri]
        self._hide(names, self.spoken[iri])
        return []  # the record does not say who

    def _hide(self, names: set[str], own: set[str]) -> None:
        """Take names out of texts and quads, where nobody else is called so."""
        full = [name for name in names if " " in name.strip()]
        everywhere = name_pattern(full) if full else None
        titled = titled_pattern(names) if names else None
        wanted = {fold(name) for name in full}
        for sha, said in self.documents.items():
            patterns = [p for p in (everywhere, titled if sha in own else None) if p is not None]
            if not any(p.search(said.text) or p.search(said.nquads().decode()) for p in patterns):
                continue
            others = {
                fold(q.object.value)
                for q in said.quads
                if q.predicate == _NAME and isinstance(q.object, ox.Literal)
            }
            if not wanted & others:
                hide_in(said, patterns)
        if everywhere is not None:
            self.hidden.append(everywhere)

    def _finding(self, decision: Decision) -> list[str]:
        said, node = self.said.fact(decision.about[0], "Finding")
        if said.objects(node, _TYPE) != [kg("Finding")]:
            raise UnfitError("it is no finding")
        keys = decision.keys
        if "kind" in keys:
            said.put(node, kg("findingKind"), [_concept("finding-kind", keys["kind"])])
        if "themes" in keys:
            themes = [_concept("theme", theme) for theme in keys["themes"]]
            said.put(node, kg("theme"), themes)
            said.put(node, kg("mainTheme"), themes[:1])
        if "trend" in keys:
            said.put(node, kg("trend"), [_concept("trend", keys["trend"])])
        said.put(node, kg("confidence"), [literal("1", "decimal")])
        return [node.value]

    def _add(self, decision: Decision) -> list[str]:
        (place,) = decision.about
        assert not isinstance(place, str)
        said = self.said.words(place)
        try:
            quads = added(said, decision.keys, int(place["start"]), int(place["end"]))
        except InputError as error:
            raise UnfitError(str(error)) from None
        said.read = said.quads | quads
        claims = {str(q.subject)[1:-1] for q in quads if q.predicate == _DOCUMENT}
        for quad in quads:
            if isinstance(quad.object, ox.NamedNode) and kind_of(quad.object.value) in NAMED:
                self.spoken[quad.object.value].add(said.sha256)
        return sorted(claims)

    # --- who is who ---

    def _different(self, decision: Decision) -> list[str]:
        things = [self.said.thing(address) for address in decision.about]
        if len(things) == 2:
            if things[0] == things[1]:
                raise UnfitError(
                    "both are one thing already: name the documents where it is another"
                )
            self.apart.add(frozenset(things))
            return things
        iri = things[0]
        keys = [given[:16] for given in decision.keys["documents"]]
        shas = [self.said.by_key[key] for key in keys if key in self.said.by_key]
        shas = [sha for sha in shas if sha in self.spoken[iri]]
        if not shas:
            raise UnfitError("none of these documents speaks of it")
        other = decision.keys.get("as") or f"{iri}-{document_key(min(shas))}"
        other = other if other.startswith(THINGS) else THINGS + other.removeprefix("/")
        if kind_of(other) != kind_of(iri):
            raise UnfitError(f"{other.removeprefix(THINGS)} is no {kind_of(iri)}")
        for sha in shas:
            self.documents[sha].replace(replacer({iri: other}))
            self._relabel(self.documents[sha], iri, other)
        self.spoken[iri] -= set(shas)
        self.spoken[other] |= set(shas)
        return [iri, other]

    def _same(self, decision: Decision) -> list[str]:
        things = [self.said.thing(address) for address in decision.about]
        if len({kind_of(iri) for iri in things}) > 1 or kind_of(things[0]) == "inspection":
            raise UnfitError("only people, programmes, organisations or councils can be the same")
        main = self._now(things[0])
        for iri in things[1:]:
            if self._now(iri) != main:
                self.same[self._now(iri)] = main
        return things

    def _now(self, iri: str) -> str:
        """The IRI that stands for another once all is merged."""
        while iri in self.same:
            iri = self.same[iri]
        return iri

    def _merge(self) -> None:
        for sha in sorted({sha for iri in self.same for sha in self.spoken[iri]}):
            mine = {iri: self._now(iri) for iri in self.same if sha in self.spoken[iri]}
            self.documents[sha].replace(replacer(mine))
            for iri, main in mine.items():
                self._relabel(self.documents[sha], iri, main)
            if any(kind_of(iri) == "council" for iri in mine):
                self._count(self.documents[sha])

    @staticmethod
    def _count(said: Said) -> None:
        """A council that was two was mentioned as often as both, and is a subject if one was."""
        subject = ox.NamedNode(concept("mention-role", "subject"))
        counts: dict[ox.NamedNode, list[int]] = defaultdict(list)
        for quad in said.quads:
            if quad.predicate == kg("count") and isinstance(quad.object, ox.Literal):
                assert isinstance(quad.subject, ox.NamedNode)
                counts[quad.subject].append(int(quad.object.value))
        for node, numbers in counts.items():
            if len(numbers) > 1:
                said.put(node, kg("count"), [literal(sum(numbers), "integer")])
            if subject in said.objects(node, kg("mentionRole")):
                said.put(node, kg("mentionRole"), [subject])

    @staticmethod
    def _relabel(said: Said, old: str, new: str) -> None:
        """Labels of inspections begin with the name of their council."""
        councils = Gazetteer.load().councils
        codes = [iri.rpartition("/")[2] for iri in (old, new)]
        if kind_of(old) != "council" or not all(code in councils for code in codes):
            return
        before, after = (f"{councils[code].name}: " for code in codes)
        for quad in list(said.quads):
            label, of = quad.object, str(quad.subject)
            if quad.predicate != _LABEL or f"/inspection/{codes[1]}/" not in of:
                continue
            if isinstance(label, ox.Literal) and label.value.startswith(before):
                words = literal(after + label.value.removeprefix(before))
                said.quads.remove(quad)
                said.quads.add(ox.Quad(quad.subject, _LABEL, words, quad.graph_name))

    def _rename(self, decision: Decision) -> list[str]:
        iri = self.said.thing(decision.about[0])
        if kind_of(iri) == "inspection":
            raise UnfitError("an inspection has no name of its own")
        self.names[iri] = decision.keys["to"]
        return [iri]

    def _retype(self, decision: Decision) -> list[str]:
        iri = self.said.thing(decision.about[0])
        if kind_of(iri) not in KIND_OF:
            raise UnfitError("only programmes, organisations and inspections have a kind")
        token = decision.keys["to"]
        if token not in concept_labels(KIND_OF[kind_of(iri)][1]):
            raise UnfitError(f"{token!r} is no token of {KIND_OF[kind_of(iri)][1]}")
        if kind_of(iri) == "inspection":  # which one follows which is worked out of it
            node, name = ox.NamedNode(iri), kg("inspectionType")
            for sha in sorted(self.spoken[iri]):
                if self.documents[sha].objects(node, name):
                    self.documents[sha].put(node, name, [_concept("inspection-type", token)])
        else:
            self.kinds[iri] = token
        return [iri]


NAMED = ("person", "programme", "organisation")


def _subjects(decision: Decision) -> Iterator[tuple[str, ...]]:
    """What a decision is on: of two on the same, the later one holds."""
    about = [
        str(sorted(a.items())) if not isinstance(a, str) else a.removeprefix(THINGS)
        for a in decision.about
    ]
    if decision.kind in ("same", "different") and "documents" not in decision.keys:
        for place, one in enumerate(about):
            for other in about[place + 1 :]:
                yield ("who", *sorted((one, other)))
    elif decision.kind in ("rename", "retype", "finding", "drop"):
        yield decision.kind, about[0]
    else:
        yield ("as it stands", decision.canonical)


def _not_applied(decision: Decision, reason: str) -> NotApplied:
    return NotApplied(decision.number, f"{decision.kind} {_said(decision)}", reason)


def _said(decision: Decision) -> str:
    """What a decision is on, in a few words."""
    words = []
    for one in decision.about:
        if isinstance(one, str):
            words.append(one.removeprefix(THINGS))
        elif "document" in one:
            words.append(
                f"characters {one['start']} to {one['end']} of {str(one['document'])[:16]}"
            )
        else:
            words.append(", ".join(str(value) for value in one.values()))
    return "; ".join(words)


def _concept(scheme: str, token: str) -> ox.NamedNode:
    return ox.NamedNode(concept(scheme, token))
