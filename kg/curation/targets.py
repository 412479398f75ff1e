"""What decisions are on: from IRIs, names and words in a curation file to what documents say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

from kg.curation.curation_file import Address
from kg.curation.statements import EVIDENCE, Said
from kg.errors import UsageError
from kg.gazetteer import Gazetteer, bodies_named, fold, organisations, programmes
from kg.rdf.iris import THINGS, absolute, as_iri, document_key, kind_of, slug, thing
from kg.rdf.vocabulary import CLAIMS, RDF_TYPE, ClaimKind, named_node
from kg.suggestions import did_you_mean, either

__all__ = ["FACTS", "Documents", "UnfitError"]

#: The kind of claim of a fact that is addressed by its words.
CLASSES = {fact: kind for kind in CLAIMS for fact in kind.facts}
#: What the IRI of a fact of one document begins with.
FACTS = tuple(kind.iri_part for kind in CLAIMS)
_REFERENCE = re.compile(
    rb"<"
    + re.escape(THINGS).encode()
    + rb"((?:person|programme|organisation|council|inspection)/[^>]+)>"
)

_EVIDENCE_OF = named_node("kg:evidence")


class UnfitError(Exception):
    """Why a decision does not apply."""


@dataclass(frozen=True, slots=True)
class Documents:
    """What documents say, by hash; their hashes by the part that IRIs carry.

    `spoken` has the hashes of the documents that speak of a thing, by its IRI.
    """

    by_hash: dict[str, Said]
    by_key: dict[str, str]
    spoken: dict[str, set[str]]

    @classmethod
    def of(
        cls, hashes: Iterable[str], quads: Callable[[str], bytes], text: Callable[[str], str]
    ) -> Documents:
        """Documents whose N-Quads and texts are asked for by hash."""
        by_hash = {
            sha: Said(sha, partial(quads, sha), partial(text, sha)) for sha in sorted(hashes)
        }
        spoken: dict[str, set[str]] = defaultdict(set)
        for sha in by_hash:
            for found in set(_REFERENCE.findall(quads(sha))):
                spoken[absolute(found.decode())].add(sha)
        return cls(by_hash, {document_key(sha): sha for sha in by_hash}, spoken)

    def thing(self, address: Address) -> str:
        """The IRI of a person, programme, organisation, council or inspection."""
        if isinstance(address, str):
            iri = _iri(address)
            if kind_of(iri) in FACTS:
                raise UnfitError(f"{address} is a fact: name a person, programme or council")
            kind, name, called = kind_of(iri), address, [iri]
        elif "document" in address:
            raise UnfitError("give a person, programme or council, not words of a document")
        else:
            kind = next(iter(address))
            name, called = address[kind], _called(address, self.spoken)
        found = [iri for iri in called if iri in self.spoken]
        if not found:
            raise UnfitError(self._missing(kind, name, called))
        if len(found) > 1:
            names = either(iri.removeprefix(THINGS) for iri in found)
            raise UnfitError(f"{name!r} may be {names}. Give the IRI.")
        return found[0]

    def _missing(self, kind: str, name: str, called: Iterable[str]) -> str:
        """Why no document mentions a thing: it is unknown, or known to the reference data alone."""
        if any(_is_reference(iri) for iri in called):
            return f"{name!r} is known, but no document mentions it."
        known = [iri.removeprefix(THINGS) for iri in self.spoken if kind_of(iri) == kind]
        hint = did_you_mean(name, known, _plain_name)
        return f"Unknown {kind} {name!r}. {hint}".rstrip()

    def fact(self, address: Address, of: ClaimKind | None = None) -> tuple[Said, ox.NamedNode]:
        """A fact of a document, by its IRI or its words; `of` is the kind that it has to be of."""
        if isinstance(address, str):
            iri = _iri(address)
            parts = iri.removeprefix(THINGS).split("/")
            if parts[0] not in FACTS or len(parts) < 2 or parts[1] not in self.by_key:
                raise UnfitError("no such fact in these documents")
            said = self.by_hash[self.by_key[parts[1]]]
            node = ox.NamedNode(iri)
            if not any(q.subject == node and q.predicate == RDF_TYPE for q in said.quads):
                raise UnfitError("its document says it no longer")
            return said, node
        if "document" not in address:
            raise UnfitError("name the fact by its IRI or its words")
        said = self.words(address)
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
            and (of is None or said.objects(q.subject, RDF_TYPE) == [of.node])
        }
        if len(nodes) != 1:
            many = ", ".join(sorted(str(n)[1:-1].removeprefix(THINGS) for n in nodes))
            raise UnfitError(
                f"several facts rest on these words: {many}" if nodes else "no fact rests on them"
            )
        return said, next(iter(nodes))

    def words(self, address: Mapping[str, object]) -> Said:
        """The document of words, which have to be those that were quoted."""
        given = str(address["document"])
        sha = self.by_key.get(given[:16])
        if sha is None or not sha.startswith(given):
            raise UnfitError("its document is not in the graph")
        said = self.by_hash[sha]
        start, end = int(str(address["start"])), int(str(address["end"]))
        if end > len(said.text):
            raise UnfitError("its document is shorter than that")
        if "quote" in address and said.text[start:end] != address["quote"]:
            raise UnfitError("other words stand there now")
        return said


def _iri(address: str) -> str:
    """The IRI that an address is, in full, with a prefix, or from `/id/` on."""
    try:
        return as_iri(address) or absolute(address)
    except UsageError as error:
        raise UnfitError(str(error)) from None


def _is_reference(iri: str) -> bool:
    """Whether a thing is one of the gazetteer's."""
    kind, _, key = iri.removeprefix(THINGS).partition("/")
    if kind == "council":
        return key in Gazetteer.load().councils
    bodies = {"programme": programmes, "organisation": organisations}.get(kind)
    return bodies is not None and any(body.slug == key for body in bodies())


def _plain_name(text: str) -> str:
    """The name in an IRI, or a name, folded: without what stands before it, and a council's code.

    >>> _plain_name("person/ada-moss-E06000055") == _plain_name("Ada Moss")
    True
    """
    return fold(re.sub("-[A-Z][0-9]{8}$", "", text.rpartition("/")[2]))


def _called(address: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The IRIs that a name, within a council where one is given, may stand for."""
    kind = next(iter(address))
    name = address[kind]
    try:
        gss = Gazetteer.load().resolve(address["council"]).gss if "council" in address else None
    except UsageError as error:
        raise UnfitError(str(error)) from None
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
    found = [thing(kind, body.slug) for body in bodies_named(kind, name)]
    if gss:
        return [*found, thing(kind, gss, slug(fold(name)))]
    end = "/" + slug(fold(name))
    return [
        *found,
        *sorted(i for i in known if kind_of(i) == kind and i.endswith(end) and i not in found),
    ]
