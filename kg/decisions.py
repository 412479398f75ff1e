"""What the decisions of a curation file do to a graph.

They change what documents say, before all that spans documents is worked out of it, so a graph with
decisions is the same as if the documents had been read so.  The kept outcomes of documents stay as
they are: without a decision the graph is what it was before.  Each decision addresses the graph as
it is without the others; of two that speak of the same, the later one holds.  What was decided, by
whom and when stands in the graph `curation`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any

import pyoxigraph as ox

from kg.additions import EVIDENCE, added
from kg.curation import Address, Curation, Decision
from kg.errors import InputError, UsageError
from kg.gazetteer import Gazetteer, concept_labels, fold, organisations, programmes
from kg.names import CURATION_GRAPH, THINGS, concept, document_key, slug, thing
from kg.said import (
    Said,
    hide_in,
    kg,
    kind_of,
    literal,
    mask,
    name_pattern,
    replacer,
    term,
    titled_pattern,
    to_nquads,
)

__all__ = ["Decided", "Idle", "decide", "finish"]

#: The property by which a thing has its kind, by the part of its IRI that says what it is.
KIND_OF = {
    "programme": ("programmeKind", "programme-kind"),
    "organisation": ("organisationKind", "organisation-kind"),
    "inspection": ("inspectionType", "inspection-type"),
}
#: The class of a fact that is addressed by its words.
CLASSES = {
    "finding": "Finding",
    "inspector": "Association",
    "judgement": "Judgement",
    "leader": "Post",
    "organisation": "Mention",
    "previous-inspection": "EarlierInspection",
    "programme": "Mention",
    "council": "Mention",
}
#: What the IRI of a fact of one document begins with.
FACTS = (
    "association",
    "earlier",
    "finding",
    "follow-up",
    "judgement",
    "mention",
    "post",
    "unresolved",
)
_REFERENCE = re.compile(
    rb"<"
    + re.escape(THINGS).encode()
    + rb"((?:person|programme|organisation|council|inspection)/[^>]+)>"
)

_TYPE, _LABEL = term("rdf", "type"), term("rdfs", "label")
_EVIDENCE_OF, _DOCUMENT, _NAME = kg("evidence"), kg("document"), kg("name")
_OTHER_NAME = term("skos", "altLabel")
_HOLDERS = (term("prov", "agent"), term("org", "member"))


@dataclass(frozen=True, slots=True)
class Idle:
    """A decision that does not apply: its number in the file, what it is, and why it does not."""

    number: int
    decision: str
    reason: str


@dataclass(slots=True)
class Decided:
    """What decisions make of a graph's documents.

    `quads` and `texts` are by hash, of documents that now say something else; `apart` are pairs of
    people who are two; `names` and `kinds` are by IRI, for `finish`; `record` is the graph
    `curation`; `hidden` are names taken out.
    """

    quads: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    record: bytes = b""
    applied: int = 0
    idle: tuple[Idle, ...] = ()
    hidden: tuple[re.Pattern[str], ...] = ()

    def hide(self, words: str) -> str:
        """Words without the names that were taken out, as long as before."""
        for pattern in self.hidden:
            words = pattern.sub(mask, words)
        return words

    def hidden_in(self, summary: dict[str, Any]) -> dict[str, Any]:
        """What a report says of a document, without the names that were taken out."""
        if not self.hidden:
            return summary
        found: dict[str, Any] = json.loads(self.hide(json.dumps(summary, ensure_ascii=False)))
        return found


class _UnfitError(Exception):
    """Why a decision does not apply."""


def decide(
    curation: Curation,
    hashes: Iterable[str],
    quads: Callable[[str], bytes],
    text: Callable[[str], str],
) -> Decided:
    """Apply decisions to documents, whose N-Quads and texts are asked for by hash."""
    if not curation.decisions:
        return Decided()
    return _Work(hashes, quads, text).run(curation)


def finish(store: ox.Store, decided: Decided) -> None:
    """Give things the names and kinds that were decided, once all else is in the store."""
    for iri, name in decided.names.items():
        subject = ox.NamedNode(iri)
        old = list(store.quads_for_pattern(subject, _LABEL, None))
        graph = old[0].graph_name if old else ox.NamedNode(CURATION_GRAPH)
        for quad in old:
            store.remove(quad)
            if quad.object != ox.Literal(name):
                store.add(ox.Quad(subject, _OTHER_NAME, quad.object, quad.graph_name))
        store.remove(ox.Quad(subject, _OTHER_NAME, ox.Literal(name), graph))
        store.add(ox.Quad(subject, _LABEL, ox.Literal(name), graph))
    for iri, token in decided.kinds.items():
        name, scheme = KIND_OF[kind_of(iri)]
        for quad in list(store.quads_for_pattern(ox.NamedNode(iri), kg(name), None)):
            store.remove(quad)
            value = ox.NamedNode(concept(scheme, token))
            store.add(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))


class _Work:
    """Decisions at work on documents, kind by kind: facts first, then who is who."""

    def __init__(
        self,
        hashes: Iterable[str],
        quads: Callable[[str], bytes],
        text: Callable[[str], str],
    ) -> None:
        self.documents = {
            sha: Said(sha, partial(quads, sha), partial(text, sha)) for sha in sorted(hashes)
        }
        self.by_key = {document_key(sha): sha for sha in self.documents}
        #: Thing to the documents that speak of it.
        self.spoken: dict[str, set[str]] = defaultdict(set)
        for sha in self.documents:
            for found in set(_REFERENCE.findall(quads(sha))):
                self.spoken[THINGS + found.decode()].add(sha)
        self.hidden: list[re.Pattern[str]] = []
        self.apart: set[frozenset[str]] = set()
        self.same: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def run(self, curation: Curation) -> Decided:
        idle: dict[int, Idle] = {}
        applied: dict[int, tuple[Decision, list[str]]] = {}
        last: dict[tuple[str, ...], Decision] = {}
        for decision in curation.decisions:
            for subject in _subjects(decision):
                if subject in last:
                    other = last[subject]
                    idle[other.number] = _idle(other, f"decision {decision.number} overrules it")
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
                if decision.kind == kind and decision.number not in idle:
                    try:
                        applied[decision.number] = decision, step(decision)
                    except _UnfitError as reason:
                        idle[decision.number] = _idle(decision, str(reason))
        self._merge()
        record = to_nquads(quad for number in sorted(applied) for quad in _record(*applied[number]))
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
            record=record,
            applied=len(applied),
            idle=tuple(idle[number] for number in sorted(idle)),
            hidden=tuple(self.hidden),
        )

    # --- addresses ---

    def _thing(self, address: Address) -> str:
        """The IRI of a person, programme, organisation, council or inspection."""
        if isinstance(address, str):
            iri = address if address.startswith(THINGS) else THINGS + address.removeprefix("/")
            if kind_of(iri) in FACTS:
                raise _UnfitError(f"{address} is a fact: name a person, programme or council")
            found = [iri] if iri in self.spoken else []
        elif "document" in address:
            raise _UnfitError("words are no person, programme or council")
        else:
            found = [iri for iri in _called(address, self.spoken) if iri in self.spoken]
        if not found:
            raise _UnfitError("no document speaks of it")
        if len(found) > 1:
            raise _UnfitError("may be " + " or ".join(i.removeprefix(THINGS) for i in found))
        return found[0]

    def _fact(self, address: Address, of: str | None = None) -> tuple[Said, ox.NamedNode]:
        """A fact of a document, by its IRI or its words; `of` is the class that it has to be of."""
        if isinstance(address, str):
            iri = address if address.startswith(THINGS) else THINGS + address.removeprefix("/")
            parts = iri.removeprefix(THINGS).split("/")
            if parts[0] not in FACTS or len(parts) < 2 or parts[1] not in self.by_key:
                raise _UnfitError("no such fact in these documents")
            said = self.documents[self.by_key[parts[1]]]
            node = ox.NamedNode(iri)
            if not any(q.subject == node and q.predicate == _TYPE for q in said.quads):
                raise _UnfitError("its document says it no longer")
            return said, node
        if "document" not in address:
            raise _UnfitError("name the fact by its IRI or its words")
        said = self._words(address)
        of = of or CLASSES.get(str(address.get("fact")))
        wanted = (str(address["start"]), str(address["end"]))
        nodes = {
            q.subject
            for q in said.quads
            if q.predicate == _EVIDENCE_OF
            and (match := EVIDENCE.search(str(q.object)[1:-1]))
            and match.groups() == wanted
            and isinstance(q.subject, ox.NamedNode)
            and kind_of(q.subject.value) in FACTS
            and (of is None or said.objects(q.subject, _TYPE) == [kg(of)])
        }
        if len(nodes) != 1:
            many = ", ".join(sorted(str(n)[1:-1].removeprefix(THINGS) for n in nodes))
            raise _UnfitError(
                f"several facts rest on these words: {many}" if nodes else "no fact rests on them"
            )
        return said, next(iter(nodes))

    def _words(self, address: Mapping[str, object]) -> Said:
        """The document of words, which have to be those that were quoted."""
        given = str(address["document"])
        sha = self.by_key.get(given[:16])
        if sha is None or not sha.startswith(given):
            raise _UnfitError("its document is not in the graph")
        said = self.documents[sha]
        start, end = int(str(address["start"])), int(str(address["end"]))
        if end > len(said.text):
            raise _UnfitError("its document is shorter than that")
        if "quote" in address and said.text[start:end] != address["quote"]:
            raise _UnfitError("other words stand there now")
        return said

    # --- facts ---

    def _drop(self, decision: Decision) -> list[str]:
        (address,) = decision.about
        if (isinstance(address, str) and kind_of(address) in FACTS) or (
            not isinstance(address, str) and "document" in address
        ):
            said, node = self._fact(address)
            said.remove({node})
            return [node.value]
        iri = self._thing(address)
        if kind_of(iri) in ("council", "inspection"):
            raise _UnfitError("a council or inspection can't be dropped: drop what is said of it")
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
        said, node = self._fact(decision.about[0], "Finding")
        if said.objects(node, _TYPE) != [kg("Finding")]:
            raise _UnfitError("it is no finding")
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
        said = self._words(place)
        try:
            quads = added(said, decision.keys, int(place["start"]), int(place["end"]))
        except InputError as error:
            raise _UnfitError(str(error)) from None
        said.read = said.quads | quads
        claims = {str(q.subject)[1:-1] for q in quads if q.predicate == _DOCUMENT}
        for quad in quads:
            if isinstance(quad.object, ox.NamedNode) and kind_of(quad.object.value) in NAMED:
                self.spoken[quad.object.value].add(said.sha256)
        return sorted(claims)

    # --- who is who ---

    def _different(self, decision: Decision) -> list[str]:
        things = [self._thing(address) for address in decision.about]
        if len(things) == 2:
            if things[0] == things[1]:
                raise _UnfitError(
                    "both are one thing already: name the documents where it is another"
                )
            self.apart.add(frozenset(things))
            return things
        iri = things[0]
        keys = [given[:16] for given in decision.keys["documents"]]
        shas = [self.by_key[key] for key in keys if key in self.by_key]
        shas = [sha for sha in shas if sha in self.spoken[iri]]
        if not shas:
            raise _UnfitError("none of these documents speaks of it")
        other = decision.keys.get("as") or f"{iri}-{document_key(min(shas))}"
        other = other if other.startswith(THINGS) else THINGS + other.removeprefix("/")
        if kind_of(other) != kind_of(iri):
            raise _UnfitError(f"{other.removeprefix(THINGS)} is no {kind_of(iri)}")
        for sha in shas:
            self.documents[sha].replace(replacer({iri: other}))
            self._relabel(self.documents[sha], iri, other)
        self.spoken[iri] -= set(shas)
        self.spoken[other] |= set(shas)
        return [iri, other]

    def _same(self, decision: Decision) -> list[str]:
        things = [self._thing(address) for address in decision.about]
        if len({kind_of(iri) for iri in things}) > 1 or kind_of(things[0]) == "inspection":
            raise _UnfitError("only people, programmes, organisations or councils can be the same")
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
        iri = self._thing(decision.about[0])
        if kind_of(iri) == "inspection":
            raise _UnfitError("an inspection has no name of its own")
        self.names[iri] = decision.keys["to"]
        return [iri]

    def _retype(self, decision: Decision) -> list[str]:
        iri = self._thing(decision.about[0])
        if kind_of(iri) not in KIND_OF:
            raise _UnfitError("only programmes, organisations and inspections have a kind")
        token = decision.keys["to"]
        if token not in concept_labels(KIND_OF[kind_of(iri)][1]):
            raise _UnfitError(f"{token!r} is no token of {KIND_OF[kind_of(iri)][1]}")
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


def _idle(decision: Decision, reason: str) -> Idle:
    return Idle(decision.number, f"{decision.kind} {_said(decision)}", reason)


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


def _called(address: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The IRIs that a name, within a council where one is given, may stand for."""
    kind = next(iter(address))
    name = address[kind]
    try:
        gss = Gazetteer.load().resolve(address["council"]).gss if "council" in address else None
    except UsageError as error:
        raise _UnfitError(str(error)) from None
    if kind == "council":
        return [thing("council", str(gss))]
    if kind == "person":
        keys = [f"{slug(name)}-{gss}", slug(name)] if gss else [slug(name)]
        exact = [thing("person", key) for key in keys]
        if gss:
            return exact
        begun = thing("person", slug(name)) + "-"
        codes = {
            iri
            for iri in known
            if iri.startswith(begun) and re.fullmatch("[A-Z][0-9]{8}", iri[len(begun) :])
        }
        return [*exact, *sorted(codes)]
    bodies = programmes() if kind == "programme" else organisations()
    found = [thing(kind, body.slug) for body in bodies if fold(name) in map(fold, body.names)]
    if gss:
        return [*found, thing(kind, gss, slug(fold(name)))]
    end = "/" + slug(fold(name))
    return [
        *found,
        *sorted(i for i in known if kind_of(i) == kind and i.endswith(end) and i not in found),
    ]


def _record(decision: Decision, about: Iterable[str]) -> Iterator[ox.Quad]:
    """A decision in the graph `curation`: what, on what, by whom, when and why."""
    graph = ox.NamedNode(CURATION_GRAPH)
    digest = sha256(decision.canonical.encode()).hexdigest()[:16]
    node = ox.NamedNode(thing("decision", digest))
    agent = ox.NamedNode(thing("curator", slug(decision.by)))
    yield ox.Quad(node, _TYPE, kg("Decision"), graph)
    yield ox.Quad(node, kg("decides"), literal(decision.kind), graph)
    yield ox.Quad(node, term("prov", "wasAttributedTo"), agent, graph)
    yield ox.Quad(agent, _TYPE, term("prov", "Agent"), graph)
    yield ox.Quad(agent, _LABEL, literal(decision.by), graph)
    for iri in about:
        yield ox.Quad(node, kg("about"), ox.NamedNode(iri), graph)
    if decision.on:
        day = literal(decision.on, "date")
        yield ox.Quad(node, term("dcterms", "date"), day, graph)
    if decision.why:
        yield ox.Quad(node, term("rdfs", "comment"), literal(decision.why), graph)
