"""Windows of a browser, at a file or at a server: what is asked of anything else is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Opened", "Served", "opened"]


@dataclass
class Opened:
    """A page that was opened, and what it did meanwhile."""

    page: Any
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def until(self, truth: str) -> None:
        """Wait for a piece of JavaScript to be true; the page's policy lets it wait for none."""
        for _ in range(400):
            if self.page.evaluate(f"Boolean({truth})"):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never true: {truth}")


def opened(
    browser: Any, address: str, is_own: Callable[[str], bool], options: dict[str, Any]
) -> Opened:
    """An address in a window of its own; requests that are not `is_own` are noted and stopped."""
    context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
    window = Opened(context.new_page())

    def answer(route: Any) -> None:
        if is_own(route.request.url):
            route.continue_()
        else:
            window.asked.append(route.request.url)
            route.abort()

    def heard(message: Any) -> None:
        if message.type in ("error", "warning"):
            window.errors.append(message.text)

    context.route("**/*", answer)
    window.page.on("console", heard)
    window.page.on("pageerror", lambda error: window.errors.append(str(error)))
    window.page.on("dialog", lambda dialog: window.errors.append(dialog.message))
    window.page.goto(address)
    return window


class Served:
    """The pages of a server, whose address ends with a slash or not."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address.rstrip("/")

    def visit(self, path: str, **options: Any) -> Opened:
        """A page in a window of its own."""
        own = f"{self.address}/"
        return opened(
            self.browser, f"{self.address}{path}", lambda url: url.startswith(own), options
        )

    def open(self, _: bytes, hash_: str, options: dict[str, Any]) -> Opened:
        """The explorer instead of a file, with the arguments of `conftest.Opener.open`."""
        window = self.visit(f"/{hash_}", **options)
        window.page.wait_for_selector("html[data-ready]", timeout=120_000)
        return window
