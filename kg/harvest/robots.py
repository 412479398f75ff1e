"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.harvest.fetch import AGENT, FetchError

if TYPE_CHECKING:
    import httpx
    from protego import Protego

__all__ = ["FILE", "Robots"]

FILE = "/robots.txt"


class Robots:
    """The rules of each host, read when it is first asked for something."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """`read` gives the bytes of a robots.txt, none if the host has no such file."""
        self._read = read
        self._rules: dict[str, Protego] = {}

    def permit(self, url: httpx.URL) -> float:
        """The seconds that the host wants between requests; raises FetchError if it refuses."""
        if url.path == FILE:
            return 0.0
        rules = self._of(str(url.copy_with(raw_path=FILE.encode(), fragment=None)))
        if not rules.can_fetch(str(url), AGENT):
            raise FetchError(
                f"{url}: {url.host}{FILE} asks {AGENT} not to read this; nothing was sent. "
                "Ask the publisher, or use --from"
            )
        return rules.crawl_delay(AGENT) or 0.0

    def _of(self, address: str) -> Protego:
        from protego import Protego

        if address not in self._rules:
            self._rules[address] = Protego.parse(self._read(address).decode("utf-8", "replace"))
        return self._rules[address]
