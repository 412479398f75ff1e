"""The same letter in several files: documents of the same words are one, in several places.

Precision comes first, for a letter that was corrected differs by a word.  Two documents are the
same if all their letters and digits are; a PDF may have the head of a letter around them, and a web
page a title.  Documents that others published, or on another day, stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.builds.cache import CachedResult
from kg.documents import sniff
from kg.documents.likeness import squeezed

__all__ = ["copies", "merged"]

#: Formats, the one that is kept first: a PDF has pages to cite.
PREFERRED = (
    sniff.PDF,
    sniff.DOCX,
    sniff.ODT,
    sniff.DOC,
    sniff.RTF,
    sniff.MARKDOWN,
    sniff.HTML,
    sniff.WEB_ARCHIVE,
    sniff.PLAIN,
)
#: Formats that may have a little more than others, those first that may hold the text of the next.
WITH_MORE = ((sniff.PDF,), (sniff.HTML, sniff.WEB_ARCHIVE))
#: Maximum letters before the text, and behind it.
MAX_MORE = 100
#: Maximum ratio of their words, before their texts are compared.
MAX_RATIO = 1.5
#: What has to agree where documents state it.
STATED = ("publisher", "published")

Places = Mapping[str, tuple[str, ...]]


def copies(places: Places, results: Mapping[str, CachedResult]) -> dict[str, str]:
    """For the hash of each document that repeats another, the hash of that one."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for sha in sorted(places):
        groups[results[sha].document.likeness or sha].append(sha)
    joined = _joined(list(groups.values()), results)
    same = [
        sorted(group, key=lambda sha: (_rank(results[sha]), places[sha], sha))
        for group in joined
        if _agree(group, results)
    ]
    return {sha: first for first, *others in same for sha in others}


def merged(places: Places, same: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The places of each document, its own first, then those of its copies (see `copies`)."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for sha, kept in same.items():
        others[kept] += places.get(sha, ())
    return {
        sha: tuple(dict.fromkeys((*names, *sorted(others[sha]))))
        for sha, names in places.items()
        if same.get(sha) not in places
    }


def _agree(group: Iterable[str], results: Mapping[str, CachedResult]) -> bool:
    """Whether no two documents state different publishers or days."""
    documents = [results[sha].document for sha in group]
    stated = [{**document.declared, **document.given} for document in documents]
    return all(len({each[name] for each in stated if each.get(name)}) <= 1 for name in STATED)


def _joined(groups: list[list[str]], results: Mapping[str, CachedResult]) -> list[list[str]]:
    """The groups, with those that have a little more joined to that whose text they hold."""
    near: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    kept: list[list[str]] = []
    for group in sorted(groups, key=lambda group: _turn(group, results)):
        document = results[group[0]].document
        councils = tuple(document.summary["councils"])
        others = near[councils] if document.likeness and councils else []
        held = (one for one in others if _holds(results[group[0]], results[one[0]]))
        whole = next((one for one in held if _agree((*one, *group), results)), None)
        if whole is not None:
            whole += group
        else:
            kept.append(group)
            others.append(group)
    return kept


def _turn(group: Iterable[str], results: Mapping[str, CachedResult]) -> int:
    """When a group is joined: that of formats which have no more than the text comes first."""
    kinds = {results[sha].document.media_type for sha in group}
    turns = (1 + turn for turn, formats in enumerate(WITH_MORE) if kinds <= set(formats))
    return next(turns, 0)


def _holds(longer: CachedResult, other: CachedResult) -> bool:
    """Whether a document holds another whole, with a little around it."""
    if not any(longer.document.media_type in formats for formats in WITH_MORE):
        return False
    words, more = other.document.summary["words"], longer.document.summary["words"]
    if not words <= more <= MAX_RATIO * words:
        return False
    text, inner = (squeezed(one.text().decode("utf-8")) for one in (longer, other))
    before, found, behind = text.partition(inner)
    return bool(found) and max(len(before), len(behind)) <= MAX_MORE


def _rank(result: CachedResult) -> int:
    kind = result.document.media_type
    return PREFERRED.index(kind) if kind in PREFERRED else len(PREFERRED)
