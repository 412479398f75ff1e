"""The section on what was asked for, and what later documents say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, zip_longest

from kg.briefs.judged import SURE, WORDS
from kg.briefs.material import Material, Row
from kg.briefs.model import Block, Items, Note, Paragraph, Remark, Section, Sentence
from kg.briefs.phrases import month, phrase
from kg.briefs.words import counted, say, shortened, spelt, table_of

__all__ = ["asked"]

#: Items of one new inspection that are shown; of all earlier ones; and later statements on an item.
#: Of the last two, LEAST where there are more new items than ENOUGH.
EACH, EARLIER, LATER, LEAST, ENOUGH = 10, 4, 2, 1, 10

#: The most characters between a sentence and one that goes on with it.
NEXT_TO = 3

#: An item: its rows, one for each later statement on it.
_Item = Sequence[Row]


def asked(material: Material) -> Section:
    """The items of the newest full inspection and of visits since; earlier ones that came up again.

    Of the earlier ones, some that are criticised again and some that are praised are shown in turn.
    """
    by_document: dict[str, list[_Item]] = defaultdict(list)
    for item in _items(material):
        by_document[item[0]["document"]].append(item)
    newest = material.record.full[-1].when if material.record.full else ""
    paths = sorted(by_document, key=material.day_of, reverse=True)
    old = [path for path in paths if material.day_of(path) < newest]
    new = sum(len(items) for path, items in by_document.items() if path not in old)
    room, most = (EARLIER, LATER) if new <= ENOUGH else (LEAST, LEAST)
    earlier = _earlier(material, [item for path in old for item in by_document[path]], room)
    blocks: list[Block] = []
    left = 0
    for path in paths:
        items = by_document[path]
        shown = [item for item in items if item in earlier] if path in old else items[:EACH]
        left += len(items) - len(shown)
        if shown:
            blocks.append(Paragraph((_asked_by(material, path, len(items), len(shown)),)))
            blocks.append(Items(tuple(tuple(_told(material, item, most)) for item in shown)))
    remarks = _remarks(material, blocks, left)
    return Section(say("headings", "asked"), (*blocks, *map(Remark, remarks)))


def _items(material: Material) -> Iterator[_Item]:
    """The items in order, each with the sentences that go on with it ("This includes …")."""
    item: list[Row] = []
    end = 0
    for _, rows in groupby(material.recommendations, key=lambda row: row["recommendation"]):
        found = list(rows)
        first = _finding(material, found[0])
        goes_on = first["text"].split(" ", 1)[0].lower() in table_of("asked")["goes-on"]
        same = bool(item) and item[0]["document"] == first["document"]
        if same and goes_on and 0 <= int(first["start"]) - end <= NEXT_TO:
            text = f"{item[0]['text']} {first['text']}"
            starts = f"{item[0].get('goes_on', '')} {first['start']}"
            item = [{**row, "text": text, "goes_on": starts} for row in item]
        else:
            yield from [item] if item else []
            item = found
        end = int(first["end"])
    yield from [item] if item else []


def _remarks(material: Material, blocks: Sequence[Block], left: int) -> Iterator[str]:
    told = [item for block in blocks if isinstance(block, Items) for item in block.items]
    if not told:
        yield say("asked", "none", council=material.council.official_name)
    if any(len(item) == 1 for item in told):
        yield say("asked", "quiet")
    if any(len(item) > 1 for item in told):
        yield say("asked", "reading")
    if left:
        count = counted("asked", "left", left)
        yield say("asked", "more", count=count, gss=material.council.gss)


def _earlier(material: Material, items: Sequence[_Item], room: int) -> list[_Item]:
    """Those on which a later document clearly says something, one of each kind in turn."""
    by_state: dict[str, list[_Item]] = {state: [] for state in table_of("asked")["states"]}
    for item in items:
        if surest := _surest(material, item, LATER):
            by_state[_states(item, surest)[-1]].append(item)
    in_turn = chain.from_iterable(zip_longest(*by_state.values()))
    return [item for item in in_turn if item][:room]


def _asked_by(material: Material, path: str, count: int, shown: int) -> Sentence:
    inspection = material.inspection_of(path)
    words = say(
        "asked",
        "by" if shown == count else "by-some",
        inspection=phrase(inspection) if inspection else material.documents[path]["title"] or path,
        count=spelt("asked", "count", count),
        shown=spelt("asked", "shown", shown),
    )
    sources = inspection.dated_by() if inspection else ()
    return Sentence(words, (Note(sources, say("asked", "counted-about", path=path)),))


def _told(material: Material, item: _Item, most: int) -> Iterator[Sentence]:
    """What was asked for, and the newest later statements on it."""
    name = "priority" if item[0]["priority"] == "true" else "item"
    words = say("asked", name, text=shortened(item[0]["text"], WORDS))
    starts = [item[0]["start"], *item[0].get("goes_on", "").split()]
    findings = [_finding(material, {**item[0], "start": start}) for start in starts]
    yield Sentence(words, (Note(tuple(map(material.source, findings))),))
    surest = _surest(material, item, most)
    for row, state in zip(surest, _states(item, surest), strict=True):
        found = _finding(material, row, "later_")
        if found["kind"] == "recommendation":
            state = "asked-again"
        words = say(
            "asked",
            "later",
            state=table_of("asked")["states"][state],
            when=month(row["later_date"]),
            text=shortened(row["later_text"], WORDS),
        )
        yield Sentence(words, (Note((material.source(found),)),))


def _surest(material: Material, item: _Item, most: int) -> list[Row]:
    """The surest statements of the latest document that speaks of an item, in their order.

    That document decides the state of the item: what an earlier one said may no longer hold.
    """
    latest = [row for row in item if row["later_document"] == item[-1]["later_document"]]
    sure = [row for row in latest if row["later_document"] and _is_sure(material, row)]
    surest = sorted(sure, key=lambda row: -float(row["confidence"]))[:most]
    return [row for row in sure if row in surest]


def _states(item: _Item, surest: Sequence[Row]) -> list[str]:
    """What each statement says: some progress where its document says more than is shown."""
    if not surest:
        return []
    shown = {row["later_state"] for row in surest}
    path = surest[0]["later_document"]
    states = {row["later_state"] for row in item if row["later_document"] == path}
    says_more = len(states) > len(shown)
    return ["some-progress" if says_more else row["later_state"] for row in surest]


def _is_sure(material: Material, row: Row) -> bool:
    """Whether a later statement is about the item, and what it finds."""
    statement = _finding(material, row, "later_")
    return min(float(row["confidence"]), float(statement["confidence"])) >= SURE


def _finding(material: Material, row: Row, prefix: str = "") -> Row:
    """A recommendation, or a later statement, as the finding that it is."""
    key = row[f"{prefix}document"], row[f"{prefix}start"]
    return next(one for one in material.findings if (one["document"], one["start"]) == key)
