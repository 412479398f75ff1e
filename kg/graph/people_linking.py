"""The inspectors and leaders of a document, and where and when leaders hold their posts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.body_names import bodies_named, local_key
from kg.gazetteer import fold
from kg.graph.council_linking import council_named
from kg.graph.linked import Context, LinkedInspector, LinkedPost, LinkedResponse
from kg.model import Inspection, Inspector, Leader, Response
from kg.rdf.iris import document_key, slug, thing
from kg.resources import word_lists

__all__ = ["link_inspector", "link_post", "link_response"]

#: Posts that are always in the council itself, even if another body is named nearby.
COUNCIL_POSTS = (
    "director-of-childrens-services",
    "council-leader",
    "lead-member",
    "mayor",
)
#: Posts below the director, which are in the council when the text names no body.
SECOND_LINE = ("assistant-director", "strategic-director")
#: Inspections of several bodies at once; a post without a named body may be in any of them.
SEVERAL_BODIES = ("joint-targeted-area", "area-send")
#: Characters before a post that may say that it was not held at the inspection.
CONTEXT_BEFORE = 40


def link_inspector(inspector: Inspector) -> LinkedInspector:
    """An inspector as a person: one person of that name across all documents."""
    return LinkedInspector(inspector, thing("person", slug(inspector.name)))


def link_post(context: Context, post: Leader) -> LinkedPost:
    """A post with its holder, its body, and the inspections at which the holder was in post."""
    key, body = _body(context, post)
    return LinkedPost(
        fact=post,
        holder=_holder(post, key, body) if post.name else None,
        body=body,
        held_before=_held_before(context, post),
        in_post_at=_in_post_at(context, post, key),
    )


def link_response(
    context: Context, response: Response, posts: Iterable[LinkedPost]
) -> LinkedResponse:
    """A response with its speaker, if one leader has the name, and the speaker's council."""
    holders = {
        post.holder
        for post in posts
        if post.holder and response.speaker in (post.fact.name, *post.fact.other_names)
    }
    gss = council_named(context, response.body) if response.body else None
    return LinkedResponse(
        fact=response,
        speaker=holders.pop() if len(holders) == 1 else None,
        body=thing("council", gss) if gss and gss in context.subjects else None,
    )


def _body(context: Context, post: Leader) -> tuple[str, str | None]:
    """The body in which a post is held: a key, and the IRI if the text makes it certain."""
    if context.facts.kind.is_prose and post.organisation:
        return _body_in_prose(context, post, post.organisation)
    gss = _council_of(context, post) if post.organisation else None
    if gss is not None:
        return gss, thing("council", gss)
    elsewhere = post.role == "mayor" and post.organisation
    in_council = (post.role in COUNCIL_POSTS and not elsewhere) or (
        not post.organisation and (post.role in SECOND_LINE or not _several_bodies(context, post))
    )
    councils = context.councils(post.council)
    if in_council and len(councils) == 1:
        return councils[0], thing("council", councils[0])
    if in_council or not post.organisation:
        return document_key(context.document.sha256), None
    for known in bodies_named("organisation", post.organisation):
        return known.slug, thing("organisation", known.slug)
    name = local_key("organisation", post.organisation)
    return name, thing("organisation", post.council or context.namespace, name)


def _body_in_prose(context: Context, post: Leader, words: str) -> tuple[str, str]:
    """The body that the sentence gives to a post: a council, if that is how it was read."""
    gss = post.council or _council_of(context, post)
    if gss is not None:
        return gss, thing("council", gss)
    name = slug(fold(words))
    return name, thing("organisation", context.namespace, name)


def _several_bodies(context: Context, post: Leader) -> bool:
    """Whether a post of no named body may be in any of the bodies that were inspected."""
    return any(
        fact.type in SEVERAL_BODIES
        for fact in context.facts.inspections
        if None in (post.council, fact.council) or post.council == fact.council
    )


def _council_of(context: Context, post: Leader) -> str | None:
    """The council that a post is in.

    For an "other" post a place name is not enough: "Chief Constable, Anyshire" is not a council
    post.
    """
    words = post.organisation or ""
    if post.role == "other" and not _words_of_posts("council").search(words):
        return None
    return council_named(context, words)


def _holder(post: Leader, key: str, body: str | None) -> str:
    """The IRI of a leader, from the name and the council or body.

    The same name in two councils is two people unless there is evidence that they are one.  If the
    body of a post is unknown, the words of the post take its place.
    """
    if body is None and post.role == "other" and post.role_text:
        key = slug(post.role_text)
    return thing("person", f"{slug(post.name or '')}-{key}")


def _held_before(context: Context, post: Leader) -> tuple[str, ...]:
    """The councils in which the holder previously held a post."""
    found = (council_named(context, words) for words in post.before)
    return tuple(dict.fromkeys(thing("council", gss) for gss in found if gss))


def _in_post_at(context: Context, post: Leader, key: str) -> tuple[str, ...]:
    """The inspections during which the holder was in post.

    Only official documents count, as a news story is written on another day.  A post that began
    after the inspection, or that the text calls a former one, does not count.
    """
    if context.facts.kind.is_prose:
        return ()
    text, start = context.document.text, post.evidence.start
    if _words_of_posts("not_held").search(text[max(0, start - CONTEXT_BEFORE) : post.evidence.end]):
        return ()
    inspections = context.inspections_of(post.council)
    of_body = [reported for reported in inspections if reported.gss == key] or inspections
    return tuple(reported.iri for reported in of_body if _began_by(post, reported.fact))


def _began_by(post: Leader, inspection: Inspection) -> bool:
    """Whether an inspection has a date, and the post did not begin after it."""
    last = inspection.end or inspection.start or inspection.published
    if last is None:
        return False
    return post.since is None or post.since.earliest <= last.latest


@cache
def _words_of_posts(key: str) -> re.Pattern[str]:
    """A pattern for the words of a list in `kg/words/posts.toml`."""
    return re.compile(rf"\b(?:{'|'.join(word_lists('posts')[key])})\b", re.I)
