"""Who holds which post in which body, and since when, as prose tells it.

A post is bound to a name by the grammar between them (`holders.toml`), never by nearness, and a
body to a post in the same way.  A post of a council without a body is in the council that the text
is about there.  Posts that someone held before make nobody a leader.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.body_names import bodies_named
from kg.extraction.people.name_shapes import strip_titles
from kg.extraction.people.register import add_or_merge, with_since_dates
from kg.extraction.prose.lines import (
    BODY,
    COUNCIL,
    DATE,
    DOING,
    INSPECTORATE,
    NAME,
    PORTFOLIO,
    POST,
    Chunk,
    Line,
    councils_in,
    line_of,
)
from kg.extraction.prose.names import People
from kg.extraction.prose.posts import BARE_DIRECTOR, BARE_MEMBER, ORDER
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import Rule, pattern, rules
from kg.model import Document, Evidence, Leader, PartialDate, Unresolved

__all__ = ["CouncilAt", "declared_date", "leaders_in_prose"]

COMPONENT = "leaders"
#: Maximum characters of a post's words.
MAX_ROLE_TEXT = 120
#: Maximum characters of two lines that are read as one: a byline and what the writer is.
MAX_PAIR = 240
#: Characters before a post that are searched for its body and for signs that it is over.
REACH = 80

#: Characters before a name that may be its title.
TITLE = 14

#: Start of a sentence -> GSS code of the council that the text is about there, if it is known.
CouncilAt = Mapping[int, str | None]


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a post: its name, its possible codes if it is a council.

    `foreign` is a body that the text only describes ("the company's"), `inspectorate` one whose
    people lead no council.
    """

    name: str | None = None
    codes: tuple[str, ...] = ()
    foreign: bool = False
    inspectorate: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A post that a sentence gives to a person, with the range of the words that say so.

    `weak` is a reading that counts only if the document gives the person no other post; `sentence`
    is the start of its sentence, `now` is whether the text says that the post is held today, and
    `elected` whether the person is a councillor.
    """

    name: str
    role: str
    role_text: str
    body: Body
    since: PartialDate | None
    start: int
    end: int
    sentence: int
    weak: bool = False
    now: bool = False
    elected: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """Since when a person is in a post that is named elsewhere, and where they came from."""

    name: str
    since: PartialDate | None
    before: str | None
    start: int
    end: int
    future: bool


def leaders_in_prose(
    document: Document,
    sentences: Iterable[Range],
    published: PartialDate | None,
    council_at: CouncilAt,
) -> tuple[tuple[Leader, ...], tuple[Unresolved, ...]]:
    """The leaders that the sentences of a document name, each person once, in order.

    `published` is the document's own date, which relative dates need.  Surnames that two people
    may have are unresolved, if one of them is a leader.
    """
    ranges = tuple(sentences)
    people = People.of(document.text, ranges)
    reading = _Reading(document.text, people, published)
    held, starts = reading.read(ranges)
    leaders = _leaders(document, held, starts, people, council_at)
    known = {leader.name for leader in leaders}
    unresolved = (
        Unresolved.at(document, start, end, "person", f"may be {' or '.join(sorted(names))}")
        for (start, end), names in people.ambiguous
        if known & names
    )
    return leaders, tuple(unresolved)


def declared_date(document: Document) -> PartialDate | None:
    """The date that the document's file or source declares."""
    try:
        return PartialDate.parse((document.published or "")[:10])
    except ValueError:
        return None


@dataclass(slots=True)
class _Reading:
    """Reads sentences in order; `last` is the post named last, `pending` one without its name."""

    text: str
    people: People
    today: PartialDate | None
    last: Held | None = None
    pending: Held | None = None

    def read(self, ranges: tuple[Range, ...]) -> tuple[list[Held], list[Start]]:
        """The posts and the dates of all sentences."""
        held: list[Held] = []
        starts: list[Start] = []
        before: Range | None = None
        for start, end in ranges:
            names = self.people.in_range(start, end)
            line = line_of(self.text, start, end, names, self.today)
            found = self._held(line)
            if self.pending is not None:
                found = [*self._named_next(line, {each.name for each in found}), *found]
            if before is not None and end - before[0] <= MAX_PAIR:
                pair = line_of(self.text, before[0], end, [*self.people.in_range(*before), *names])
                found = [*found, *self._matches(pair, rules("holders", "pair"))]
            held += found or self._dated(line)
            starts += [*self._starts(line), *self._origins(line)]
            self.pending = self._unnamed(line) or (None if NAME in line.text else self.pending)
            before = (start, end)
        return held, starts

    def _held(self, line: Line) -> list[Held]:
        return self._matches(line, rules("holders", "holds")) if NAME in line.text else []

    def _matches(self, line: Line, wanted: tuple[Rule, ...]) -> list[Held]:
        """What the rules bind in a line: each post once, in the order of the text."""
        matches = [
            (match.start(), order, rule, match)
            for order, rule in enumerate(wanted)
            for match in rule.regex.finditer(line.text)
        ]
        found: list[Held] = []
        taken: set[int] = set()
        named: set[int] = set()
        for _, _, rule, match in sorted(matches, key=lambda each: each[:2]):
            group = "name" if match["name"] else "name2"
            place, name = next(line.within(*match.span(group), NAME))
            if rule.fields.get("weak") and place in named and _name_follows(line, match):
                continue
            posts = [*self._posts(line, rule, match, name)]
            fresh = [(at, held) for at, held in posts if at not in taken]
            taken.update(at for at, _ in fresh)
            if fresh:
                named.add(place)
            for _, each in fresh:
                if each is not None:
                    found.append(each)
                    self.last = each
        return found

    def _posts(
        self, line: Line, rule: Rule, match: re.Match[str], name: Chunk
    ) -> Iterator[tuple[int, Held | None]]:
        """Each post of a match with its place in the line; None for one that does not count."""
        since = self._since(line, rule, match)
        start, end = line.range(*match.span())
        if rule.fields.get("post") == "antecedent":
            if self.last is not None:
                other = _group(match, "place")
                body = _body_of(line.chunks[other[0]], self.text) if other else self.last.body
                yield (
                    match.start(),
                    replace(
                        self.last, name=name.value, body=body, since=since, start=start, end=end
                    ),
                )
            return
        span = match.span("posts")
        chunks = list(line.within(*span, POST + PORTFOLIO + DOING + BODY))
        posts = [each for each in chunks if each[1].kind != BODY]
        if rule.fields.get("role"):
            words = line.range(*span)
            posts = [(span[0], Chunk(POST, *words, self._role(rule, words)))]
        bodies = [_body(self.text, line, place, chunk) for place, chunk in posts]
        bodies.append(_body_after_name(self.text, line, rule, match))
        shared = next((body for body in bodies if body is not None), None)
        for (place, chunk), own in zip(posts, bodies, strict=False):
            body = own or shared or Body()
            if rule.fields.get("role") and chunks and chunks[0][1].kind == BODY:
                body = _body_of(chunks[0][1], self.text)
            if (
                _is_over(line, place)
                or body.inspectorate
                or not _stands_alone(self.text, line, place, chunk)
            ):
                yield place, None
                continue
            yield (
                place,
                Held(
                    name.value,
                    chunk.value,
                    " ".join(self.text[chunk.start : chunk.end].split())[:MAX_ROLE_TEXT],
                    body,
                    since,
                    min(name.start, chunk.start),
                    max(name.end, chunk.end),
                    line.offsets[0],
                    now=bool(rule.fields.get("now")),
                    elected=_is_elected(self.text, name),
                ),
            )

    def _role(self, rule: Rule, words: Range) -> str:
        """The role that a rule gives, for a chair by the words of the board."""
        role = str(rule.fields["role"])
        if role != "chair":
            return role
        return "lscb-chair" if _rule("safeguarding").search(self.text, *words) else "other"

    def _since(self, line: Line, rule: Rule, match: re.Match[str]) -> PartialDate | None:
        for group in ("since", "since2", "before"):
            span = _group(match, group)
            if span is not None:
                past, coming = line.chunks[span[0]].value.split(" ")
                future = bool(rule.fields.get("future")) or line.text[: span[0]].endswith(" from ")
                return PartialDate(coming if future else past)
        return None

    def _dated(self, line: Line) -> Iterator[Held]:
        """The posts without a name of which a sentence gives the date."""
        if NAME in line.text or DATE not in line.text:
            return
        for rule in rules("holders", "unnamed"):
            for match in rule.regex.finditer(line.text):
                since = self._since(line, rule, match)
                for _, each in self._posts(
                    line, rule, match, Chunk(NAME, *line.range(*match.span()))
                ):
                    if each is not None and each.role != "other" and since is not None:
                        yield each

    def _starts(self, line: Line) -> Iterator[Start]:
        if NAME not in line.text or DATE not in line.text:
            return
        for rule in rules("holders", "start"):
            for match in rule.regex.finditer(line.text):
                since = self._since(line, rule, match)
                _, name = next(line.within(*match.span("name"), NAME))
                if since is not None:
                    origin = _rule("from_body").search(line.text, *match.span())
                    place = line.chunks[origin.start("body")] if origin else None
                    words = self.text[place.start : place.end] if place else None
                    future = bool(rule.fields.get("future"))
                    yield Start(name.value, since, words, *line.range(*match.span()), future)

    def _origins(self, line: Line) -> Iterator[Start]:
        """The councils from which people came, or where they had a post before."""
        for rule in rules("holders", "origin") if NAME in line.text else ():
            for match in rule.regex.finditer(line.text):
                _, name = next(line.within(*match.span("name"), NAME))
                place = line.chunks[match.start("body")]
                words = self.text[place.start : place.end]
                yield Start(name.value, None, words, *line.range(*match.span()), False)

    def _unnamed(self, line: Line) -> Held | None:
        """A post that begins a sentence about a change in it, without a name: "X's director quit".

        The next sentence with a name names its holder.
        """
        match = _rule("change").match(line.text)
        if match is None or NAME in line.text:
            return None
        group = "posts" if match["posts"] else "posts2"
        place, chunk = next(line.within(*match.span(group), POST))
        body = _body(self.text, line, place, chunk) or Body()
        if (
            _is_over(line, place)
            or body.inspectorate
            or not _stands_alone(self.text, line, place, chunk)
        ):
            return None
        words = " ".join(self.text[chunk.start : chunk.end].split())
        held = Held(
            "", chunk.value, words, body, None, chunk.start, chunk.end, line.offsets[0], True
        )
        self.last = held
        return held

    def _named_next(self, line: Line, bound: set[str]) -> list[Held]:
        """The post of the sentence before, if this one begins with a name that has none."""
        match = _rule("named_next").match(line.text)
        if match is None or self.pending is None:
            return []
        _, name = next(line.within(*match.span(), NAME))
        if name.value in bound:
            return []
        held = replace(self.pending, name=name.value, end=name.end)
        self.last = held
        return [held]


def _is_elected(text: str, name: Chunk) -> bool:
    """Whether a name has the title of a councillor, before it or as its first word."""
    title = _rule("councillor")
    before = title.search(text, max(0, name.start - TITLE), name.start)
    return bool(title.match(text, name.start)) or (
        before is not None and before.end() == name.start
    )


def _group(match: re.Match[str], name: str) -> Range | None:
    """The range of a group that a rule has and that matched."""
    if name not in match.re.groupindex or match[name] is None:
        return None
    return match.span(name)


def _name_follows(line: Line, match: re.Match[str]) -> bool:
    """Whether a post has a name after it, which may be its holder: "Mayor A, the director, B"."""
    return bool(_rule("name_follows").match(line.text, match.end("posts")))


def _is_over(line: Line, place: int) -> bool:
    """Whether a post is a former one, by the words before or after it."""
    if _rule("former").search(line.text, max(0, place - REACH), place):
        return True
    over = _rule("over").match(line.text, place + 1)
    return bool(over and not _rule("just_over").match(line.text, over.end()))


def _stands_alone(text: str, line: Line, place: int, chunk: Chunk) -> bool:
    """Whether a post is not a part of another one: "film director", "commissioner for England"."""
    if _rule("national").match(line.text, place + 1):
        return False
    if chunk.value not in (BARE_DIRECTOR, BARE_MEMBER):
        return True
    before = _rule("determined").match(text, chunk.start, chunk.end) or _rule("bare_after").search(
        line.text, max(0, place - REACH), place
    )
    return bool(before) and not _rule("bare_before").match(line.text, place + 1)


# --- bodies ---


def _body(text: str, line: Line, place: int, chunk: Chunk) -> Body | None:
    """The body that the grammar gives to the post at a place of the line; None if none."""
    after = _rule("body_after").match(line.text, place + 1)
    before = _rule("body_before").search(line.text, max(0, place - REACH), place)
    for match in (after, before):
        if match is None:
            continue
        named = [each for _, each in line.within(*match.span(), COUNCIL + BODY + INSPECTORATE)]
        if named:
            return _body_of(named[0], text)
        if _rule("other_body").search(match[0]):
            return Body(foreign=True)
    if chunk.value == "lscb-chair":
        board = _rule("board_in_post").search(text, chunk.start, chunk.end)
        return Body(" ".join(board["body"].split())) if board else Body()
    inside = councils_in(text, chunk.start, chunk.end)
    return _body_of(inside[0], text) if inside else None


def _body_after_name(text: str, line: Line, rule: Rule, match: re.Match[str]) -> Body | None:
    """The body after the name in "Superintendent X of Y Police"."""
    place = match.end("name") if rule.name == "post-before" and match["name"] else None
    after = _rule("body_after").match(line.text, place) if place is not None else None
    named = [*line.within(*after.span(), COUNCIL + BODY + INSPECTORATE)] if after else []
    return _body_of(named[0][1], text) if named else None


def _body_of(chunk: Chunk, text: str) -> Body:
    name = " ".join(text[chunk.start : chunk.end].split())
    codes = tuple(chunk.value.split()) if chunk.kind == COUNCIL else ()
    return Body(name, codes, inspectorate=chunk.kind == INSPECTORATE)


def _rule(name: str) -> re.Pattern[str]:
    return pattern("holders", "tests", name)


# --- from what sentences say to leaders ---


def _leaders(
    document: Document,
    held: list[Held],
    starts: list[Start],
    people: People,
    council_at: CouncilAt,
) -> tuple[Leader, ...]:
    by_person: dict[str, list[Held]] = defaultdict(list)
    for each in held:
        by_person[each.name].append(each)
    unnamed = by_person.pop("", [])
    chosen = {name: _strongest(posts) for name, posts in by_person.items()}
    about_children = bool(_rule("about_children").search(document.text))
    taken = {
        (each.role, _council(each, council_at))
        for each in chosen.values()
        if each.role != "lead-member" or _rule("for_children").search(each.role_text)
    }
    leaders: list[Leader] = []
    for name, best in chosen.items():
        gss = _council(best, council_at)
        role = _decided(best, gss, taken, about_children)
        of_post = [each for each in by_person[name] if each.role == best.role]
        started = [each for each in starts if each.name == name and not (each.future and best.now)]
        since = next((each.since for each in of_post if each.since), None)
        if since is None and role != "other":
            since = next((each.since for each in started if each.since), None)
        others = [each for each in by_person[name] if each is not best]
        also = [
            *(Evidence(each.start, each.end, COMPONENT) for each in others),
            *(
                Evidence(each.start, each.end, COMPONENT, 1.0, ("since",) if each.since else ())
                for each in started
            ),
            *(Evidence(*span, COMPONENT) for span in people.mentions(name)),
        ]
        evidence = Evidence(best.start, best.end, COMPONENT, 0.9 if best.weak else 1.0)
        leaders.append(
            Leader(
                name=strip_titles(name),
                role=role,
                role_text=_without_article(best.role_text),
                organisation=best.body.name,
                since=since,
                evidence=evidence,
                other_names=people.spellings(name),
                also=tuple(dict.fromkeys(each for each in also if each != evidence)),
                before=tuple(dict.fromkeys(each.before for each in started if each.before)),
                council=gss,
            )
        )
    for each in unnamed:
        gss = _council(each, council_at)
        evidence = Evidence(each.start, each.end, COMPONENT)
        role = _decided(each, gss, set(), about_children)
        add_or_merge(
            leaders,
            Leader(
                None, role, _without_article(each.role_text), each.body.name, each.since, evidence,
                council=gss,
            ),
        )  # fmt: skip
    return tuple(with_since_dates(leaders))


def _strongest(posts: list[Held]) -> Held:
    """The post that counts of those that a person holds: the most telling, named first."""
    sure = [each for each in posts if not each.weak] or posts
    best = min(sure, key=lambda each: (ORDER.index(each.role), each.start))
    if best.body.name is None and not best.body.foreign:
        named = next((e for e in sure if e.role == best.role and e.body.name), None)
        return replace(best, body=named.body) if named else best
    return best


def _council(held: Held, council_at: CouncilAt) -> str | None:
    """The council of a post: the one named, or the one that the text is about there."""
    here = council_at.get(held.sentence)
    if held.body.codes:
        if len(held.body.codes) == 1:
            return held.body.codes[0]
        return here if here in held.body.codes else None
    return None if held.body.name or held.body.foreign else here


def _decided(
    held: Held, gss: str | None, taken: set[tuple[str, str | None]], about_children: bool
) -> str:
    """The role; a bare "director" is the children's director if the document is about children."""
    full = {BARE_DIRECTOR: "director-of-childrens-services", BARE_MEMBER: "lead-member"}
    role = full.get(held.role)
    if held.elected and "director-of-childrens-services" in (role, held.role):
        return "lead-member"
    if held.role == "lead-member" and not _rule("for_children").search(held.role_text):
        # the member for education leads on children's services if nobody else does
        return "other" if ("lead-member", gss) in taken else held.role
    if role is None:
        return "other" if _is_elsewhere(held) else held.role
    in_council = held.body.codes or not (held.body.name or held.body.foreign)
    # "the corporate director" beside "the director of children's services" is another one
    rival = (role, gss) in taken and (gss is not None or bool(_rule("tier").search(held.role_text)))
    return role if about_children and in_council and not rival else "other"


def _is_elsewhere(held: Held) -> bool:
    """Whether a director below the first is of a body that runs no council's services."""
    body = held.body
    if held.role not in ("assistant-director", "strategic-director") or body.codes:
        return False
    delivering = any(known.delivers_for for known in bodies_named("organisation", body.name or ""))
    return body.foreign or (body.name is not None and not delivering)


def _without_article(words: str) -> str:
    return pattern("posts", "not_the_post").sub("", words)
