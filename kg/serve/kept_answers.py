"""Answers that were given before: a build never changes, so neither does what it answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from starlette.types import Message

__all__ = ["ONE", "KeptAnswers"]

#: Bytes of all answers that are kept, and the most of a single one.
ALL, ONE = 64 << 20, 2 << 20


class KeptAnswers:
    """The answers that were asked for last, by their ETags.

    Only the event loop uses it.
    """

    def __init__(self, most: int = ALL) -> None:
        self._most = most
        self._kept: OrderedDict[str, Sequence[Message]] = OrderedDict()
        self._size = 0

    def get(self, tag: str) -> Sequence[Message] | None:
        """The ASGI messages of an answer."""
        if tag in self._kept:
            self._kept.move_to_end(tag)
        return self._kept.get(tag)

    def keep(self, tag: str, messages: Sequence[Message]) -> None:
        """Keep a whole answer, in place of those that nobody has asked for since."""
        size = _size(messages)
        if size > ONE or tag in self._kept:
            return
        self._kept[tag] = messages
        self._size += size
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _size(oldest)


def _size(messages: Sequence[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in messages)
