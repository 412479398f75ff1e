"""What robots.txt allows, and how often."""

from __future__ import annotations

import httpx
import pytest

from kg.harvest.fetch import FetchError
from kg.harvest.robots import Robots

SEARCH = "https://kg.example/search?q=&start=0"


@pytest.mark.parametrize(
    ("text", "allowed", "pause", "why"),
    [
        ("", True, 0, "no rules"),
        ("User-agent: *\nDisallow: /private\n", True, 0, "another path"),
        ("User-agent: *\nDisallow: /search\n", False, 0, "everybody"),
        ("User-agent: kg\nDisallow: /\n", False, 0, "this tool by name"),
        ("User-agent: other\nDisallow: /\n", True, 0, "another tool"),
        ("User-agent: *\nDisallow: /*?q=\n", False, 0, "a pattern over the query"),
        ("User-agent: *\nDisallow: /s\nAllow: /search\n", True, 0, "the longer rule decides"),
        ("User-agent: *\nCrawl-delay: 5\n", True, 5, "a slower pace"),
        ("\ufeff<html>not rules</html>", True, 0, "no such file, but a page"),
    ],
)
def test_rules(text: str, allowed: bool, pause: float, why: str) -> None:
    asked: list[str] = []

    def read(address: str) -> bytes:
        asked.append(address)
        return text.encode()

    robots = Robots(read)
    if allowed:
        assert robots.permit(httpx.URL(SEARCH)) == pause, why
    else:
        with pytest.raises(FetchError, match="asks kg not to read this"):
            robots.permit(httpx.URL(SEARCH))
    robots.permit(httpx.URL("https://kg.example/robots.txt"))
    assert asked == ["https://kg.example/robots.txt"], "read once, and itself not forbidden"
