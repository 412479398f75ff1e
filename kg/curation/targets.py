"""Resolves what a decision refers to: an IRI, a name, or words of a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import pyoxigraph as ox

from kg.body_names import bodies_named, local_key
from kg.curation.curation_file import Address
from kg.curation.statements import DocumentStatements
from kg.errors import UsageError
from kg.gazetteer import Gazetteer, fold, organisations, programmes
from kg.rdf.iris import THINGS, absolute, as_iri, document_key, kind_of, slug, thing
from kg.rdf.vocabulary import CLAIMS, RDF_TYPE, ClaimKind, named_node
from kg.suggestions import did_you_mean
from kg.wording import joined

__all__ = ["FACTS", "Documents", "NotApplicableError"]

#: The kind of claim for each value of `fact`.
CLASSES = {fact: kind for kind in CLAIMS for fact in kind.facts}
#: The parts of an IRI, after `/id/`, that mark it as a fact of one document.
FACTS = tuple(kind.iri_part for kind in CLAIMS)
_REFERENCE = re.compile(
    rb"<"
    + re.escape(THINGS).encode()
    + rb"((?:person|programme|organisation|council|inspection)/[^>]+)>"
)

_EVIDENCE_OF = named_node("kg:evidence")


class NotApplicableError(Exception):
    """A decision does not apply; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The statements of all documents by hash, and their hashes by the key used in IRIs.

    `mentioned_in` maps the IRI of a thing to the hashes of the documents that mention it.
    """

    by_hash: dict[str, DocumentStatements]
    by_key: dict[str, str]
    mentioned_in: dict[str, set[str]]

    @classmethod
    def of(
        cls, hashes: Iterable[str], quads: Callable[[str], bytes], text: Callable[[str], str]
    ) -> Documents:
        """The documents with these hashes; `quads` and `text` load one by its hash."""
        by_hash = {
            sha: DocumentStatements(sha, partial(quads, sha), partial(text, sha))
            for sha in sorted(hashes)
        }
        mentioned_in: dict[str, set[str]] = defaultdict(set)
        for sha in by_hash:
            for found in set(_REFERENCE.findall(quads(sha))):
                mentioned_in[absolute(found.decode())].add(sha)
        return cls(by_hash, {document_key(sha): sha for sha in by_hash}, mentioned_in)

    def thing(self, address: Address) -> str:
        """The IRI of a person, programme, organisation, council or inspection."""
        if isinstance(address, str):
            iri = _iri(address)
            if kind_of(iri) in FACTS:
                raise NotApplicableError(
                    f"{address} is a fact: name a person, programme or council instead"
                )
            kind, name, called = kind_of(iri), address, [iri]
        elif "document" in address:
            raise NotApplicableError("name a person, programme or council, not words of a document")
        else:
            kind = next(iter(address))
            name, called = address[kind], _called(address, self.mentioned_in)
        found = [iri for iri in called if iri in self.mentioned_in]
        if not found:
            raise NotApplicableError(self._missing(kind, name, called))
        if len(found) > 1:
            names = joined((iri.removeprefix(THINGS) for iri in found), "or")
            raise NotApplicableError(f"{name!r} may be {names}. Give the IRI.")
        return found[0]

    def _missing(self, kind: str, name: str, called: Iterable[str]) -> str:
        """The message for a thing that no document mentions."""
        if any(_is_reference(iri) for iri in called):
            return f"{name!r} is known, but no document mentions it."
        known = [iri.removeprefix(THINGS) for iri in self.mentioned_in if kind_of(iri) == kind]
        hint = did_you_mean(name, known, _plain_name)
        return f"Unknown {kind} {name!r}. {hint}".rstrip()

    def fact(
        self, address: Address, of: ClaimKind | None = None
    ) -> tuple[DocumentStatements, ox.NamedNode]:
        """The document and the node of a fact, from its IRI or its words.

        `of` is the kind of claim that the fact must be.
        """
        if isinstance(address, str):
            iri = _iri(address)
            parts = iri.removeprefix(THINGS).split("/")
            if parts[0] not in FACTS or len(parts) < 2 or parts[1] not in self.by_key:
                raise NotApplicableError("no such fact in these documents")
            document = self.by_hash[self.by_key[parts[1]]]
            node = ox.NamedNode(iri)
            if not any(q.subject == node and q.predicate == RDF_TYPE for q in document.quads):
                raise NotApplicableError("its document no longer states this fact")
            return document, node
        if "document" not in address:
            raise NotApplicableError("give the IRI of the fact, or its words")
        document = self.words(address)
        of = of or CLASSES.get(str(address.get("fact")))
        wanted = int(str(address["start"])), int(str(address["end"]))
        words = {node for node, place in document.ranges().items() if place == wanted}
        nodes = {
            node
            for node in words.union(
                *(document.subjects(_EVIDENCE_OF, evidence) for evidence in words)
            )
            if kind_of(node.value) in FACTS
            and (of is None or document.objects(node, RDF_TYPE) == [of.node])
        }
        if len(nodes) != 1:
            iris = ", ".join(sorted(str(n)[1:-1].removeprefix(THINGS) for n in nodes))
            raise NotApplicableError(
                f"several facts are based on these words: {iris}. Give the IRI."
                if nodes
                else "no fact is based on these words"
            )
        return document, next(iter(nodes))

    def words(self, address: Mapping[str, object]) -> DocumentStatements:
        """The document that the words are in; checks the quote, where one is given."""
        given = str(address["document"])
        sha = self.by_key.get(given[:16])
        if sha is None or not sha.startswith(given):
            raise NotApplicableError("its document is not in the graph")
        document = self.by_hash[sha]
        start, end = int(str(address["start"])), int(str(address["end"]))
        if end > len(document.text):
            raise NotApplicableError(f"its document is shorter than {end:,} characters")
        if "quote" in address and document.text[start:end] != address["quote"]:
            raise NotApplicableError("the text of its document is different there now")
        return document


def _iri(address: str) -> str:
    """The full IRI for an address: a full IRI, one with a prefix, or what follows `/id/`."""
    try:
        return as_iri(address) or absolute(address)
    except UsageError as error:
        raise NotApplicableError(str(error)) from None


def _is_reference(iri: str) -> bool:
    """Whether a thing is in the reference data."""
    kind, _, key = iri.removeprefix(THINGS).partition("/")
    if kind == "council":
        return key in Gazetteer.load().councils
    bodies = {"programme": programmes, "organisation": organisations}.get(kind)
    return bodies is not None and any(body.slug == key for body in bodies())


def _plain_name(text: str) -> str:
    """The folded name in an IRI, or of a name: without the path before it and the council code.

    >>> _plain_name("person/ada-moss-E06000055") == _plain_name("Ada Moss")
    True
    """
    return fold(re.sub("-[A-Z][0-9]{8}$", "", text.rpartition("/")[2]))


def _called(address: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The IRIs that a name may mean, within a council where one is given."""
    kind = next(iter(address))
    name = address[kind]
    try:
        gss = Gazetteer.load().resolve(address["council"]).gss if "council" in address else None
    except UsageError as error:
        raise NotApplicableError(str(error)) from None
    if kind == "council":
        return [thing("council", str(gss))]
    if kind == "person":
        keys = [f"{slug(name)}-{gss}", slug(name)] if gss else [slug(name)]
        exact = [thing("person", key) for key in keys]
        if gss:
            return exact
        start = thing("person", slug(name)) + "-"
        codes = {
            iri
            for iri in known
            if iri.startswith(start) and re.fullmatch("[A-Z][0-9]{8}", iri[len(start) :])
        }
        return [*exact, *sorted(codes)]
    found = [thing(kind, body.slug) for body in bodies_named(kind, name)]
    if gss:
        return [*found, thing(kind, gss, local_key(kind, name))]
    end = "/" + quote(local_key(kind, name), safe="")
    return [
        *found,
        *sorted(i for i in known if kind_of(i) == kind and i.endswith(end) and i not in found),
    ]
