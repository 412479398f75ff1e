"""Who the inspectors and leaders of a document are, and where and when leaders hold their posts."""

from __future__ import annotations

import re
from functools import cache

from kg.gazetteer import fold
from kg.graph.council_mentions import council_named
from kg.graph.linked import Context, LinkedInspector, LinkedPost
from kg.model import DocumentKind, Inspector, Leader
from kg.rdf.iris import document_key, slug, thing
from kg.resources import word_lists

__all__ = ["link_inspector", "link_post"]

#: Posts in the council itself, whatever body stands near them.
COUNCIL_POSTS = (
    "director-of-childrens-services",
    "council-leader",
    "lead-member",
    "mayor",
)
#: Posts below the director: in the council too where the text names no body.
SECOND_LINE = ("assistant-director", "strategic-director")
#: Inspections of several bodies at once: a post without its body may be in any of them.
SEVERAL_BODIES = ("joint-targeted-area", "area-send")
#: Documents of an inspection itself.
OFFICIAL = (DocumentKind.REPORT, DocumentKind.LETTER)
#: How far before a post, in characters, words may say that it was not held at the inspection.
BEFORE_POST = 40


def link_inspector(inspector: Inspector) -> LinkedInspector:
    """An inspector as a person: one person of that name across all documents."""
    return LinkedInspector(inspector, thing("person", slug(inspector.name)))


def link_post(context: Context, post: Leader) -> LinkedPost:
    """A post with its holder, its body, and when the holder was in it."""
    key, body = _body(context, post)
    return LinkedPost(
        fact=post,
        holder=_holder(post, key, body) if post.name else None,
        body=body,
        held_before=_held_before(context, post),
        in_post_at=_in_post_at(context, post, key),
    )


def _body(context: Context, post: Leader) -> tuple[str, str | None]:
    """The body in which a post is held: its key, and its IRI where the text makes it certain."""
    gss = _council_of(context, post) if post.organisation else None
    if gss is not None:
        return gss, thing("council", gss)
    in_council = post.role in COUNCIL_POSTS or (
        not post.organisation
        and (post.role in SECOND_LINE or context.facts.inspection.type not in SEVERAL_BODIES)
    )
    if in_council and len(context.subjects) == 1:
        gss = context.subjects[0]
        return gss, thing("council", gss)
    if in_council or not post.organisation:
        return document_key(context.document.sha256), None
    name = slug(fold(post.organisation))
    return name, thing("organisation", context.namespace, name)


def _council_of(context: Context, post: Leader) -> str | None:
    """The council that a post is in.

    For an "other" post a place name is not enough: "Chief Constable, Anyshire" is not in the
    council of Anyshire.
    """
    words = post.organisation or ""
    if post.role == "other" and not _words_of_posts("council").search(words):
        return None
    return council_named(context, words)


def _holder(post: Leader, key: str, body: str | None) -> str:
    """The IRI of a leader: the name within its council or body.

    The same name in two councils is two people until something says otherwise.  Where a document
    of several bodies gives none for a post, the words of the post take the body's place.
    """
    if body is None and post.role == "other" and post.role_text:
        key = slug(post.role_text)
    return thing("person", f"{slug(post.name or '')}-{key}")


def _held_before(context: Context, post: Leader) -> tuple[str, ...]:
    """The councils in which the holder is said to have held a post before."""
    found = (council_named(context, words) for words in post.before)
    return tuple(dict.fromkeys(thing("council", gss) for gss in found if gss))


def _in_post_at(context: Context, post: Leader, key: str) -> tuple[str, ...]:
    """The inspections at which the holder was in post, as the inspection's own document says.

    A news story speaks of another day.  A post that began after the inspection, or that is said
    to be someone's former one, was not held at it.
    """
    facts, text = context.facts, context.document.text
    inspection = facts.inspection
    last = inspection.end or inspection.start or inspection.published
    if facts.kind not in OFFICIAL or inspection.type is None or last is None:
        return ()
    if post.since is not None and post.since.earliest > last.latest:
        return ()
    start = post.evidence.start
    if _words_of_posts("not_held").search(text[max(0, start - BEFORE_POST) : post.evidence.end]):
        return ()
    of_council = tuple(one.iri for one in context.inspections if one.gss == key)
    return of_council or tuple(one.iri for one in context.inspections)


@cache
def _words_of_posts(key: str) -> re.Pattern[str]:
    """Any of the words of a list about posts."""
    return re.compile(rf"\b(?:{'|'.join(word_lists('posts')[key])})\b", re.I)
