"""Debian's chromium, pages opened in it, and what they did meanwhile."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.views.page import render as render_atlas
from kg.views.read import read_atlas
from national import national_graph
from national_folder import national_folder
from serving import serving
from windows import Opened, Served, opened

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Opener:
    """Opens pages in windows of their own; every request but for the file itself is stopped."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    def open(self, data: bytes, hash_: str, options: dict[str, Any]) -> Opened:
        path = self.folder / f"{hashlib.sha256(data).hexdigest()[:12]}.html"
        path.write_bytes(data)
        window = opened(
            self.browser,
            path.as_uri() + hash_,
            lambda url: url.split("#")[0] == path.as_uri(),
            options,
        )
        window.page.wait_for_selector("html[data-ready]")
        window.page.wait_for_timeout(150)  # the first picture is drawn in the next frame
        return window


@pytest.fixture(scope="module")
def opener(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Opener:
    return Opener(browser, tmp_path_factory.mktemp("pages"))


class Screens:
    """The atlas of the generated national graph: opens its screens, in windows of several sizes."""

    def __init__(self, opener: Opener, page: bytes) -> None:
        self.opener, self.page = opener, page
        self.windows: dict[str, Opened] = {}

    def __call__(self, address: str = "", **options: Any) -> Opened:
        """The screen at an address such as `council/E08000032?area=care-leavers`."""
        key = repr(sorted(options.items()))
        if key not in self.windows:
            self.windows[key] = self.opener.open(self.page, "", options)
        opened = self.windows[key]
        opened.page.evaluate(
            """(hash) => {
                delete document.documentElement.dataset.ready;
                if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
                else location.hash = hash;
            }""",
            f"#/{address}",
        )
        opened.page.wait_for_selector("html[data-ready]")
        return opened


@pytest.fixture(scope="session")
def national_page() -> bytes:
    """The atlas of 153 councils, over 600 inspections and over 3,000 things."""
    return render_atlas(read_atlas(national_graph()), "England")


@pytest.fixture(scope="module")
def national(opener: Opener, national_page: bytes) -> Screens:
    return Screens(opener, national_page)


@pytest.fixture(scope="session")
def national_served(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server of the national graph."""
    folder = national_folder(tmp_path_factory.mktemp("served") / "england")
    with serving(folder, environment=environment) as server:
        yield server.url


@pytest.fixture(scope="module")
def served(browser: Any, national_served: str) -> Served:
    """The pages of that server."""
    return Served(browser, national_served)
