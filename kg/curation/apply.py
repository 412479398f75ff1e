"""Applies the decisions of a curation file.

Decisions change the statements of single documents, before links between documents are computed,
so the graph is the same as if the documents had been read that way.  Cached results do not change:
removing a decision restores the graph.  Each decision refers to the graph without the other
decisions; of two about the same thing, the later applies.  The named graph `curation` records what
was decided, by whom and when.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations

import pyoxigraph as ox

from kg.curation.added_facts import added_quads
from kg.curation.curation_file import Curation, Decision
from kg.curation.redaction import name_pattern, redact_document, titled_pattern
from kg.curation.result import KIND_OF, CurationResult, NotApplied, decision_quads
from kg.curation.statements import DocumentStatements, replacer, to_nquads
from kg.curation.targets import FACTS, Documents, NotApplicableError
from kg.errors import InputError
from kg.gazetteer import Gazetteer, fold
from kg.rdf.iris import THINGS, absolute, concept, document_key, kind_of, token
from kg.rdf.vocabulary import ABOUT, ALT_LABEL, FINDING, LABEL, RDF_TYPE, literal, named_node
from kg.reference_data import concept_labels
from kg.suggestions import unknown

__all__ = ["apply_decisions"]

_DOCUMENT, _NAME = named_node("kg:document"), named_node("kg:name")


def apply_decisions(
    curation: Curation,
    hashes: Iterable[str],
    quads: Callable[[str], bytes],
    text: Callable[[str], str],
) -> CurationResult:
    """Apply decisions to documents; `quads` and `text` load a document by its hash."""
    if not curation.decisions:
        return CurationResult()
    return _DecisionRun(Documents.of(hashes, quads, text)).run(curation)


class _DecisionRun:
    """Applies decisions kind by kind: those on facts first, then those on things."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.by_hash, self.mentioned_in = documents.by_hash, documents.mentioned_in
        self.redacted_names: list[re.Pattern[str]] = []
        self.different_people: set[frozenset[str]] = set()
        #: IRI -> the IRI that replaces it.
        self.replaced_by: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def run(self, curation: Curation) -> CurationResult:
        not_applied: dict[int, NotApplied] = {}
        applied: dict[int, tuple[Decision, list[str]]] = {}
        last: dict[tuple[str, ...], Decision] = {}
        for decision in curation.decisions:
            for subject in _subjects(decision):
                if subject in last:
                    earlier = last[subject]
                    not_applied[earlier.number] = _not_applied(
                        earlier, f"decision {decision.number} overrides it"
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
                    except NotApplicableError as reason:
                        not_applied[decision.number] = _not_applied(decision, str(reason))
        self._merge()
        recorded = (decision_quads(*applied[number]) for number in sorted(applied))
        return CurationResult(
            quads={
                sha: document.nquads()
                for sha, document in self.by_hash.items()
                if document.parsed is not None
            },
            texts={
                sha: document.changed_text
                for sha, document in self.by_hash.items()
                if document.changed_text is not None
            },
            different_people=frozenset(
                frozenset(map(self._canonical, pair)) for pair in self.different_people
            ),
            names={self._canonical(iri): name for iri, name in self.names.items()},
            kinds={self._canonical(iri): token for iri, token in self.kinds.items()},
            record=to_nquads(chain.from_iterable(recorded)),
            applied=len(applied),
            not_applied=tuple(not_applied[number] for number in sorted(not_applied)),
            redacted_names=tuple(self.redacted_names),
        )

    def _drop(self, decision: Decision) -> list[str]:
        (address,) = decision.about
        if (isinstance(address, str) and kind_of(address) in FACTS) or (
            not isinstance(address, str) and "document" in address
        ):
            document, node = self.documents.fact(address)
            document.remove({node})
            return [node.value]
        iri = self.documents.thing(address)
        if kind_of(iri) in ("council", "inspection"):
            raise NotApplicableError(
                "a council or inspection can't be dropped: drop facts about it"
            )
        node = ox.NamedNode(iri)
        names: set[str] = set()
        for sha in sorted(self.mentioned_in[iri]):
            document = self.by_hash[sha]
            claims = {c for predicate in ABOUT for c in document.subjects(predicate, node)}
            names |= document.texts(node, ALT_LABEL)
            for claim in claims:
                names |= document.texts(claim, _NAME)
            document.remove({node, *claims})
        if kind_of(iri) != "person":
            return [iri]
        self._redact(names, self.mentioned_in[iri])
        return []  # the record must not identify the person

    def _redact(self, names: set[str], mentioned_in: set[str]) -> None:
        """Redact names in texts and quads, except in documents that name someone else so."""
        full = [name for name in names if " " in name.strip()]
        everywhere = name_pattern(full) if full else None
        titled = titled_pattern(names) if names else None
        folded = {fold(name) for name in full}
        for sha, document in self.by_hash.items():
            patterns = [
                pattern
                for pattern in (everywhere, titled if sha in mentioned_in else None)
                if pattern is not None
            ]
            if not any(
                pattern.search(document.text) or pattern.search(document.nquads().decode())
                for pattern in patterns
            ):
                continue
            remaining = {
                fold(q.object.value)
                for q in document.quads
                if q.predicate == _NAME and isinstance(q.object, ox.Literal)
            }
            if not folded & remaining:
                redact_document(document, patterns)
        if everywhere is not None:
            self.redacted_names.append(everywhere)

    def _finding(self, decision: Decision) -> list[str]:
        document, node = self.documents.fact(decision.about[0], FINDING)
        if document.objects(node, RDF_TYPE) != [FINDING.node]:
            raise NotApplicableError("it is not a finding")
        keys = decision.keys
        if "kind" in keys:
            kind = _concept("finding-kind", keys["kind"])
            document.put(node, named_node("kg:findingKind"), [kind])
        if "themes" in keys:
            themes = [_concept("theme", theme) for theme in keys["themes"]]
            document.put(node, named_node("kg:theme"), themes[1:])
            document.put(node, named_node("kg:mainTheme"), themes[:1])
        if "trend" in keys:
            document.put(node, named_node("kg:trend"), [_concept("trend", keys["trend"])])
        document.put(node, named_node("kg:confidence"), [literal("1", "decimal")])
        return [node.value]

    def _add(self, decision: Decision) -> list[str]:
        (place,) = decision.about
        assert not isinstance(place, str)
        document = self.documents.words(place)
        try:
            start, end = int(place["start"]), int(place["end"])
            quads = added_quads(document, decision.keys, start, end)
        except InputError as error:
            raise NotApplicableError(str(error)) from None
        document.parsed = document.quads | quads
        claims = {str(q.subject)[1:-1] for q in quads if q.predicate == _DOCUMENT}
        claims = {iri for iri in claims if kind_of(iri) in FACTS}
        for quad in quads:
            if isinstance(quad.object, ox.NamedNode) and kind_of(quad.object.value) in NAMED_KINDS:
                self.mentioned_in[quad.object.value].add(document.sha256)
        return sorted(claims)

    def _different(self, decision: Decision) -> list[str]:
        things = [self.documents.thing(address) for address in decision.about]
        if len(things) == 2:
            if things[0] == things[1]:
                raise NotApplicableError(
                    "both are the same thing: list the documents that mean the other one"
                )
            self.different_people.add(frozenset(things))
            return things
        iri = things[0]
        keys = [given[:16] for given in decision.keys["documents"]]
        shas = [self.documents.by_key[key] for key in keys if key in self.documents.by_key]
        shas = [sha for sha in shas if sha in self.mentioned_in[iri]]
        if not shas:
            raise NotApplicableError("none of these documents mentions it")
        new = absolute(decision.keys.get("as") or f"{iri}-{document_key(min(shas))}")
        if kind_of(new) != kind_of(iri):
            raise NotApplicableError(f"{new.removeprefix(THINGS)} is not a {kind_of(iri)}")
        for sha in shas:
            self.by_hash[sha].replace(replacer({iri: new}))
            self._relabel(self.by_hash[sha], iri, new)
        self.mentioned_in[iri] -= set(shas)
        self.mentioned_in[new] |= set(shas)
        return [iri, new]

    def _same(self, decision: Decision) -> list[str]:
        things = [self.documents.thing(address) for address in decision.about]
        if len({kind_of(iri) for iri in things}) > 1 or kind_of(things[0]) == "inspection":
            raise NotApplicableError(
                "only people, programmes, organisations or councils can be the same"
            )
        main = self._canonical(things[0])
        for iri in things[1:]:
            if self._canonical(iri) != main:
                self.replaced_by[self._canonical(iri)] = main
        return things

    def _canonical(self, iri: str) -> str:
        """The IRI of a thing after all merges."""
        while iri in self.replaced_by:
            iri = self.replaced_by[iri]
        return iri

    def _merge(self) -> None:
        for sha in sorted({sha for iri in self.replaced_by for sha in self.mentioned_in[iri]}):
            merged = {
                iri: self._canonical(iri)
                for iri in self.replaced_by
                if sha in self.mentioned_in[iri]
            }
            self.by_hash[sha].replace(replacer(merged))
            for iri, main in merged.items():
                self._relabel(self.by_hash[sha], iri, main)
            if any(kind_of(iri) == "council" for iri in merged):
                self._merge_mentions(self.by_hash[sha])

    @staticmethod
    def _merge_mentions(document: DocumentStatements) -> None:
        """Add up the mentions of merged councils; the result is a subject if one of them was."""
        subject = ox.NamedNode(concept("mention-role", "subject"))
        counts: dict[ox.NamedNode, list[int]] = defaultdict(list)
        for quad in document.quads:
            if quad.predicate == named_node("kg:count") and isinstance(quad.object, ox.Literal):
                assert isinstance(quad.subject, ox.NamedNode)
                counts[quad.subject].append(int(quad.object.value))
        for node, numbers in counts.items():
            if len(numbers) > 1:
                document.put(node, named_node("kg:count"), [literal(sum(numbers), "integer")])
            if subject in document.objects(node, named_node("kg:mentionRole")):
                document.put(node, named_node("kg:mentionRole"), [subject])

    @staticmethod
    def _relabel(document: DocumentStatements, old: str, new: str) -> None:
        """Replace the council's name at the beginning of inspection labels."""
        councils = Gazetteer.load().councils
        codes = [token(iri) for iri in (old, new)]
        if kind_of(old) != "council" or not all(code in councils for code in codes):
            return
        before, after = (f"{councils[code].name}: " for code in codes)
        for quad in list(document.quads):
            label, of = quad.object, str(quad.subject)
            if quad.predicate != LABEL or f"/inspection/{codes[1]}/" not in of:
                continue
            if isinstance(label, ox.Literal) and label.value.startswith(before):
                words = literal(after + label.value.removeprefix(before))
                document.quads.remove(quad)
                document.quads.add(ox.Quad(quad.subject, LABEL, words, quad.graph_name))

    def _rename(self, decision: Decision) -> list[str]:
        iri = self.documents.thing(decision.about[0])
        if kind_of(iri) == "inspection":
            raise NotApplicableError("an inspection can't be renamed")
        self.names[iri] = decision.keys["to"]
        return [iri]

    def _retype(self, decision: Decision) -> list[str]:
        iri = self.documents.thing(decision.about[0])
        if kind_of(iri) not in KIND_OF:
            raise NotApplicableError("only programmes, organisations and inspections have a kind")
        token = decision.keys["to"]
        scheme = KIND_OF[kind_of(iri)][1]
        if token not in concept_labels(scheme):
            raise NotApplicableError(unknown(scheme, token, concept_labels(scheme), listed=True))
        if kind_of(iri) == "inspection":  # links between inspections depend on the type
            node, name = ox.NamedNode(iri), named_node("kg:inspectionType")
            for sha in sorted(self.mentioned_in[iri]):
                if self.by_hash[sha].objects(node, name):
                    self.by_hash[sha].put(node, name, [_concept("inspection-type", token)])
        else:
            self.kinds[iri] = token
        return [iri]


NAMED_KINDS = ("person", "programme", "organisation")


def _subjects(decision: Decision) -> Iterator[tuple[str, ...]]:
    """Keys for what a decision is about: of two decisions with one key, the later applies."""
    about = [
        str(sorted(a.items())) if not isinstance(a, str) else a.removeprefix(THINGS)
        for a in decision.about
    ]
    if decision.kind in ("same", "different") and "documents" not in decision.keys:
        for pair in combinations(about, 2):
            yield ("identity", *sorted(pair))
    elif decision.kind in ("rename", "retype", "finding", "drop"):
        yield decision.kind, about[0]
    else:
        yield ("decision", decision.canonical)


def _not_applied(decision: Decision, reason: str) -> NotApplied:
    return NotApplied(decision.number, f"{decision.kind} {_described(decision)}", reason)


def _described(decision: Decision) -> str:
    """What a decision is about, in a few words."""
    words = []
    for address in decision.about:
        if isinstance(address, str):
            words.append(address.removeprefix(THINGS))
        elif "document" in address:
            document = str(address["document"])[:16]
            words.append(f"characters {address['start']} to {address['end']} of {document}")
        else:
            words.append(", ".join(str(value) for value in address.values()))
    return "; ".join(words)


def _concept(scheme: str, token: str) -> ox.NamedNode:
    return ox.NamedNode(concept(scheme, token))
