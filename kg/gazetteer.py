"""The gazetteer: councils, programmes, organisations and concept labels, read from `ontology/`.

All facts come from data files; when a council changes, edit them.  A name may refer to several
councils (the county until a reform, the unitary council since), so a look-up by name gives
candidates, and `Gazetteer.code_at` picks the one that existed at a date.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

from kg.errors import UsageError
from kg.rdf.iris import expand, thing, token
from kg.reference_data import Node, concept_labels, read_reference
from kg.suggestions import did_you_mean, unknown
from kg.wording import joined

__all__ = ["Body", "Council", "Gazetteer", "fold", "organisations", "programmes"]

_COUNCIL = thing("council", "")
#: The start of a council's IRI, in full or with a prefix.
_COUNCIL_IRI = re.compile(rf"^(?:{re.escape(_COUNCIL)}|council[:/])")


@dataclass(frozen=True)
class Council:
    """A council that runs, or ran, children's services.

    `name` and `short_names` ("Hull") may also mean the place; `other_names` are longer.
    `region` and `kind` are tokens of their schemes; `neighbours` (closest first), `successors`
    and `predecessors` are GSS codes; `former_codes` are GSS codes that the same council had.
    """

    gss: str
    name: str
    official_name: str
    short_names: tuple[str, ...]
    other_names: tuple[str, ...]
    la_code: str | None
    urn: str | None
    region: str
    kind: str
    neighbours: tuple[str, ...]
    former_codes: tuple[str, ...]
    formed: dt.date | None
    abolished: dt.date | None
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]
    #: The domain of the council's site: "hartlepool.gov.uk".
    website: str | None = None


@dataclass(frozen=True)
class Body:
    """A programme or an organisation that more than one document names; `kind` is a token.

    `delivers_for` are the councils (GSS codes) that an organisation runs services for.
    """

    slug: str
    name: str
    other_names: tuple[str, ...]
    kind: str
    #: Whether the names are also everyday words, so that their case must match.
    match_case: bool
    delivers_for: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the others."""
        return (self.name, *self.other_names)

    def matches(self, written: str) -> bool:
        """Whether words that match a name in any case also match in the required case.

        Abbreviations ("MST", "NICE") and names that are everyday words must match exactly.
        """
        plain = written.replace("’", "'")
        return plain in self.names or (
            not self.match_case
            and any(plain.casefold() == n.casefold() for n in self.names if n != n.upper())
        )


@dataclass(frozen=True)
class Gazetteer:
    """All councils, by GSS code, and look-ups by name or code."""

    councils: Mapping[str, Council]
    #: Kind of council -> patterns of its longer names; `{}` is replaced by the short name.
    name_forms: Mapping[str, tuple[str, ...]]

    @staticmethod
    def load() -> Gazetteer:
        """The gazetteer of the ontology; read once."""
        return _load()

    def by_code(self, code: str) -> Council | None:
        """The council with this GSS code (now or formerly), LA code or Ofsted URN.

        An LA code or URN that passed from one council to the next means the current one.
        """
        gss = self._codes.get(code.strip().upper())
        return None if gss is None else self.councils[gss]

    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every surface name, in its usual case, with the GSS codes that it may refer to."""
        return self._names

    @cached_property
    def place_names(self) -> frozenset[str]:
        """The names in `names()` that may also mean the place."""
        return frozenset(
            spelling
            for council in self.councils.values()
            for name in (council.name, *council.short_names)
            for spelling in _spellings(name)
        )

    def candidates(self, name: str) -> tuple[str, ...]:
        """The GSS codes that a name may refer to, ignoring case and punctuation."""
        return self._folded.get(fold(name), ())

    def in_region(self, name: str) -> tuple[str, ...]:
        """The GSS codes of a region's councils, abolished ones too; raises UsageError for none."""
        labels = concept_labels("region")
        codes = {fold(text): code for code, names in labels.items() for text in (code, *names)}
        code = codes.get(fold(name))
        if code is None:
            shown = sorted(names[0] for names in labels.values())
            raise UsageError(unknown("region", name, shown, listed=True))
        return tuple(gss for gss, council in self.councils.items() if council.region == code)

    def at_address(self, address: str) -> str | None:
        """The GSS code of the council whose site an address is on; None for any other site.

        Committee pages stand at a host's site under the council's name.

        >>> load = Gazetteer.load()
        >>> load.at_address("https://democracy.medway.gov.uk/mgAi.aspx?ID=1")
        'E06000035'
        """
        host = HOST.search(address.casefold())
        if host is None:
            return None
        labels = host[0].removeprefix("www.").split(".")
        for k in range(len(labels)):
            if found := self._websites.get(".".join(labels[k:])):
                return found
        return self._websites.get(f"{labels[0]}.gov.uk") if "moderngov" in labels else None

    @cached_property
    def _websites(self) -> dict[str, str]:
        return {c.website: c.gss for c in self.councils.values() if c.website}

    def code_at(self, gss: str, when: dt.date | None) -> str:
        """The council of the same name that existed at a date; the newest for None.

        The given code is returned if no council of that name existed then.

        >>> load = Gazetteer.load()
        >>> load.code_at("E06000060", dt.date(2018, 6, 1))   # a county then
        'E10000002'
        """
        council = self.councils[gss]
        for step in self.namesakes(council):
            if (step.formed is None or when is None or when >= step.formed) and (
                step.abolished is None or (when is not None and when < step.abolished)
            ):
                return step.gss
        return gss

    def codes_for(self, text: str) -> tuple[str, ...]:
        """The GSS codes that a name, a code or an IRI may refer to; empty when it is unknown.

        Of successive councils with the same name, only the newest is returned.

        >>> Gazetteer.load().codes_for("council:E06000055"), Gazetteer.load().codes_for("Atlantis")
        (('E06000055',), ())
        """
        name = _COUNCIL_IRI.sub("", text.strip().removeprefix("<").removesuffix(">"))
        council = self.by_code(name)
        if council is not None:
            return (council.gss,)
        return tuple(sorted({self.code_at(gss, None) for gss in self.candidates(name)}))

    def resolve(self, text: str) -> Council:
        """The council that a name, a code or an IRI refers to.

        Raises UsageError, with the nearest names, when there is none or more than one.
        """
        found = [self.councils[gss] for gss in self.codes_for(text)]
        if len(found) == 1:
            return found[0]
        if found:
            names = joined((f"{council.official_name} ({council.gss})" for council in found), "or")
            raise UsageError(f"{text!r} may be {names}. Give the full name or the code.")
        raise UsageError(f"Unknown council {text!r}. {self.suggestion(text)}".rstrip())

    def suggestion(self, text: str) -> str:
        """A "Did you mean ...?" with the councils of similar names; "" when there are none."""
        return did_you_mean(text, self._official, self.without_generic_words)

    def namesakes(self, council: Council) -> Iterator[Council]:
        """The council and its predecessors and successors of the same name, newest first."""
        newest = council
        while following := self._same_name(newest, newest.successors):
            newest = following
        step: Council | None = newest
        while step:
            yield step
            step = self._same_name(step, step.predecessors)

    def _same_name(self, council: Council, codes: tuple[str, ...]) -> Council | None:
        return next(
            (c for c in map(self.councils.__getitem__, codes) if c.name == council.name), None
        )

    @cached_property
    def _official(self) -> Mapping[str, str]:
        """Short and official names, each with the official name."""
        return {
            name: council.official_name
            for council in self.councils.values()
            for name in (council.name, *council.short_names, council.official_name)
        }

    @cached_property
    def _generic_words(self) -> frozenset[str]:
        """The words that the name forms add to a short name, such as "borough"."""
        forms = (form for forms in self.name_forms.values() for form in forms)
        return frozenset(word for form in forms for word in fold(form.format("")).split())

    def without_generic_words(self, name: str) -> str:
        """A folded name without generic words, unless it has no others."""
        words = fold(name).split()
        return " ".join([word for word in words if word not in self._generic_words] or words)

    @cached_property
    def _codes(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        abolished_first = sorted(self.councils.values(), key=lambda c: c.abolished is None)
        for council in abolished_first:
            for code in (council.gss, *council.former_codes, council.la_code, council.urn):
                if code:
                    codes[code] = council.gss
        return codes

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for gss, council in self.councils.items():
            short = (council.name, *council.short_names)
            longer = (form.format(name) for name in short for form in self.name_forms[council.kind])
            for name in (*short, council.official_name, *council.other_names, *longer):
                for spelling in _spellings(name):
                    known = names.setdefault(spelling, [])
                    if gss not in known:
                        known.append(gss)
        return MappingProxyType({name: tuple(names[name]) for name in sorted(names)})

    @cached_property
    def _folded(self) -> dict[str, tuple[str, ...]]:
        folded: dict[str, dict[str, None]] = {}
        for name, codes in self._names.items():
            folded.setdefault(fold(name), {}).update(dict.fromkeys(codes))
        return {name: tuple(codes) for name, codes in folded.items()}


#: The host of a council's site, or of its committee pages.
HOST = re.compile(r"[a-z0-9.-]+\.(?:gov|moderngov\.co)\.uk")


def fold(name: str) -> str:
    """A name normalised for comparison: case, accents, `&`, hyphens, full stops, apostrophes.

    >>> fold("The Royal Borough of Kingston-upon-Thames")
    'royal borough of kingston upon thames'
    >>> fold("Zoë O’Dea & Sons")
    'zoe odea and sons'
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not _is_accent(c))
    return " ".join(name.casefold().translate(_PLAIN).split()).removeprefix("the ")


def _is_accent(character: str) -> bool:
    return unicodedata.combining(character) != 0


_PLAIN = str.maketrans(
    {"&": " and ", ".": "", "'": "", "’": "", "‘": "", **dict.fromkeys('-‐‑–—,;:()/_"“”', " ")}
)


def _spellings(name: str) -> Iterator[str]:
    """A name as written, with `&` for "and", and with and without hyphens at "on" and "upon"."""
    spellings = [name]
    if " on " in name or " upon " in name:
        spellings.append(re.sub(r" (on|upon) ", r"-\1-", name))
    if "-" in name:
        spellings.append(name.replace("-", " "))
    for spelling in spellings:
        yield spelling
        if " and " in spelling:
            yield spelling.replace(" and ", " & ")


@cache
def programmes() -> tuple[Body, ...]:
    """The programmes and practice models of the gazetteer, by slug."""
    return _bodies("programme")


@cache
def organisations() -> tuple[Body, ...]:
    """The national bodies, and those that deliver services for a council, by slug."""
    return _bodies("organisation")


def _bodies(kind: str) -> tuple[Body, ...]:
    base = thing(kind, "")
    return tuple(
        Body(
            slug=iri.removeprefix(base),
            name=node[expand("rdfs:label")][0],
            other_names=tuple(node.get(expand("skos:altLabel"), ())),
            kind=token(node[expand(f"kg:{kind}Kind")][0]),
            match_case=node.get(expand("kg:matchCase")) == ["true"],
            delivers_for=tuple(token(gss) for gss in node.get(expand("kg:deliversFor"), ())),
        )
        for iri, node in sorted(read_reference(f"{kind}s").items())
        if iri.startswith(base)
    )


@cache
def _load() -> Gazetteer:
    nodes = read_reference("councils")
    successors: dict[str, list[str]] = {}
    predecessors: dict[str, list[str]] = {}
    for node in nodes.values():
        for old in map(token, node.get(expand("org:originalOrganization"), ())):
            for new in map(token, node[expand("org:resultingOrganization")]):
                successors.setdefault(old, []).append(new)
                predecessors.setdefault(new, []).append(old)
    councils = {
        gss: _council(gss, node, successors.get(gss, []), predecessors.get(gss, []))
        for gss, node in (
            (iri.removeprefix(_COUNCIL), node)
            for iri, node in sorted(nodes.items())
            if iri.startswith(_COUNCIL)
        )
    }
    forms = {
        token(iri): tuple(node[expand("kg:nameForm")])
        for iri, node in read_reference("concepts").items()
        if expand("kg:nameForm") in node
    }
    return Gazetteer(MappingProxyType(councils), MappingProxyType(forms))


def _council(gss: str, node: Node, successors: list[str], predecessors: list[str]) -> Council:
    def value(name: str) -> str | None:
        return next(iter(node.get(expand(f"kg:{name}"), ())), None)

    def date(name: str) -> dt.date | None:
        text = value(name)
        return None if text is None else dt.date.fromisoformat(text)

    return Council(
        gss=gss,
        name=node[expand("rdfs:label")][0],
        official_name=node[expand("kg:officialName")][0],
        short_names=tuple(node.get(expand("kg:shortName"), ())),
        other_names=tuple(node.get(expand("skos:altLabel"), ())),
        la_code=value("laCode"),
        urn=value("urn"),
        region=token(node[expand("kg:region")][0]),
        kind=token(node[expand("kg:councilKind")][0]),
        neighbours=tuple(map(token, node.get(expand("kg:statisticalNeighbour"), ()))),
        former_codes=tuple(node.get(expand("kg:formerCode"), ())),
        formed=date("formed"),
        abolished=date("abolished"),
        successors=tuple(successors),
        predecessors=tuple(predecessors),
        website=value("website"),
    )
