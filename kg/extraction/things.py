"""Programmes and organisations: by the gazetteer's names, and by the shape of a name.

A name counts once a document, with how often it stands and the sentence in which it stands first.
Generic names ("the early help service") are nobody's and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extraction.passages import passage_at
from kg.extraction.rules import rules, table
from kg.gazetteer import Organisation, Programme, fold, organisations, programmes
from kg.model import Evidence, NamedThing

__all__ = ["Organisations", "Programmes"]

#: Words with a capital that stand before an organisation's name and are no part of it.
LEADING = re.compile(r"^(?:The|In|At|Of|By|Both|And|When|Since|While|However|Staff of) ")

Known = Programme | Organisation

#: Sections in which a name is no mention.
SILENT = ("boilerplate", "contents", "signature", "team")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a thing is named."""

    start: int
    end: int
    name: str
    kind: str
    entity: str | None
    #: The name without the noun that makes it a programme's ("Star" of "Star project").
    stem: str = ""


def _gather(doc: Doc, hits: list[Hit], component: str) -> tuple[NamedThing, ...]:
    """One thing for all hits of the same entity or the same folded name, by first place."""
    groups: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        passage = passage_at(doc._.passages, hit.start)
        if passage and passage.section not in SILENT and hit.end <= passage.block.end:
            groups.setdefault(hit.entity or fold(hit.name), []).append(hit)
    things = []
    for group in groups.values():
        first = group[0]
        evidence = Evidence(first.start, first.end, component, 1.0 if first.entity else 0.7)
        quote = _sentence(doc, first.start, first.end)
        things.append(NamedThing(first.name, first.kind, first.entity, len(group), quote, evidence))
    return tuple(things)


def _sentence(doc: Doc, start: int, end: int) -> tuple[int, int]:
    passage = passage_at(doc._.passages, start)
    sentences = passage.sentences if passage else ()
    return next(((a, b) for a, b in sentences if a <= start < b), (start, end))


def _spoken(doc: Doc) -> Iterator[tuple[int, int]]:
    """The blocks in which a name is a mention; no name goes on from one block to the next."""
    for passage in doc._.passages:
        if passage.section not in SILENT:
            yield passage.block.start, passage.block.end


def _without_overlaps(hits: list[Hit]) -> list[Hit]:
    """Gazetteer hits before shapes, longer ones before shorter."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.entity is None, -(h.end - h.start), h.start)):
        if not any(hit.start < k.end and k.start < hit.end for k in kept):
            kept.append(hit)
    return kept


def _known(doc: Doc, matcher: PhraseMatcher, known: Mapping[str, Known]) -> Iterator[Hit]:
    """The gazetteer's things that a text names, longest names first."""
    for span in filter_spans([Span(doc, s, e, label=label) for label, s, e in matcher(doc)]):
        one = known[span.label_]
        if one.matches(span.text.replace("’", "'")):
            yield Hit(span.start_char, span.end_char, one.name, one.kind, one.slug)


def _matcher(nlp: Language, known: Mapping[str, Known]) -> PhraseMatcher:
    """A matcher of all names in any case, with straight and curly apostrophes."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for slug, one in known.items():
        names = {name for each in (one.name, *one.other_names) for name in (each, _curly(each))}
        matcher.add(slug, [nlp.make_doc(name) for name in sorted(names)])
    return matcher


def _curly(name: str) -> str:
    return name.replace("'", "’")


@Language.factory("kg_programmes")
class Programmes:
    """Sets `programmes` on the doc."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = {programme.slug: programme for programme in programmes()}
        self.matcher = _matcher(nlp, self.known)

    def __call__(self, doc: Doc) -> Doc:
        """Set `programmes` on the doc."""
        text = doc._.document.text
        hits = [
            *_known(doc, self.matcher, self.known),
            *(hit for span in _spoken(doc) for hit in _programmes_by_shape(text, *span)),
        ]
        kept = [hit for hit in _without_overlaps(hits) if self._is_name(doc, hit)]
        doc._.programmes = _gather(doc, kept, "programmes")
        return doc

    def _is_name(self, doc: Doc, hit: Hit) -> bool:
        """Whether a single capitalised word is a name, and not just how a sentence begins."""
        everyday = hit.entity is not None and self.known[hit.entity].match_case
        doubtful = everyday or (hit.entity is None and " " not in hit.stem)
        return not (doubtful and _sentence(doc, hit.start, hit.end)[0] == hit.start)


@cache
def _heads() -> Mapping[str, str]:
    return {head: kind for kind, heads in table("programmes")["heads"].items() for head in heads}


@cache
def _generic() -> frozenset[str]:
    return frozenset(table("programmes")["generic"])


def is_generic(name: str) -> bool:
    """Whether every word of a name is one that any council's services carry."""
    words = re.findall(r"[\w'’+@-]+", name.casefold().replace("’", "'"))
    return all(word in _generic() or word.isdigit() for word in words)


def _programmes_by_shape(text: str, begin: int, end: int) -> Iterator[Hit]:
    for rule in rules("programmes"):
        for match in rule.regex.finditer(text, begin, end):
            head, start, name = match["head"], match.start("name"), match["name"].strip()
            if "short" in rule.regex.groupindex:
                name = _abbreviated(name, match["short"])
                start = match.end("name") - len(name)
            if name.startswith("The "):
                name, start = name[4:], start + 4
            stem = re.sub(rf"\s*{re.escape(head)}$", "", re.sub(r"^(?:The|the)\s+", "", name))
            if not stem or (is_generic(stem) and not rule.fields.get("generic")):
                continue
            if stem.isupper() and _kind(head) == "service":
                continue
            if rule.fields.get("with_head"):
                name = f"{name} {head}"
            yield Hit(start, match.end(), name, _kind(head), None, stem)


def _kind(head: str) -> str:
    words = head.casefold().split()
    return _heads().get(" ".join(words)) or _heads().get(words[-1].rstrip("s"), "service")


def _abbreviated(name: str, short: str) -> str:
    """The last words of `name` whose initials spell `short`; nothing when none do.

    >>> _abbreviated("practitioner in the complex safeguarding team", "CST")
    'complex safeguarding team'
    """
    words = name.split()
    for count in range(1, len(words) + 1):
        initials = "".join(part[0] for word in words[-count:] for part in word.split("-") if part)
        small = "".join(
            word[0] for word in words[-count:] if word not in ("and", "of", "for", "the", "to")
        )
        if short.casefold() in (initials.casefold(), small.casefold()):
            return " ".join(words[-count:])
    return ""


@Language.factory("kg_organisations")
class Organisations:
    """Sets `organisations` on the doc; the inspectorates themselves are none."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = {organisation.slug: organisation for organisation in organisations()}
        self.matcher = _matcher(nlp, self.known)

    def __call__(self, doc: Doc) -> Doc:
        """Set `organisations` on the doc."""
        text = doc._.document.text
        hits = [
            *_known(doc, self.matcher, self.known),
            *(
                hit
                for start, end in _spoken(doc)
                for hit in _organisations_by_shape(text, start, end)
            ),
        ]
        kept = [hit for hit in _without_overlaps(hits) if hit.kind != "inspectorate"]
        doc._.organisations = _gather(doc, kept, "organisations")
        return doc


def _organisations_by_shape(text: str, begin: int, end: int) -> Iterator[Hit]:
    for rule in rules("organisations"):
        for match in rule.regex.finditer(text, begin, end):
            name = LEADING.sub("", match[0])
            start = match.end() - len(name)
            if len(name.split()) > 1 or "@" in name:
                yield Hit(start, match.end(), name, rule.fields["kind"], None)
