"""How soon the page of all of England can be used, and how smoothly it moves, against pyvis's own.

`pages.py`: the generated national graph of the tests, as `kg view` shows it and as `to_pyvis` gives
it to a notebook.  Ours can be used when its first screen is there; pyvis's when its physics has come
to rest, for which it gets 60 seconds.  Ours also with a processor four times slower.  Medians of
three for ours; pyvis is slow enough to be timed once.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.network.notebook import pyvis_network
from kg.network.reader import read_network
from kg.views.view import view

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))
from national import national_graph

CAP = 60.0
RUNS = 3
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

#: Frames drawn in two seconds in which the page scrolls a little in each.
FRAMES = """() => new Promise((done) => {
  const ends = performance.now() + 2000;
  let frames = 0;
  const next = () => {
    if (performance.now() > ends) return done(frames / 2);
    frames += 1;
    scrollBy(0, frames % 80 < 40 ? 12 : -12);
    return requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""


def opened(browser: Any, path: Path, slower: int) -> tuple[Any, float]:
    """The page, and when its opening began; nothing but the file is loaded."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    context.route(
        "**/*",
        lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort(),
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    began = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    return page, began


def until(page: Any, truth: str, began: float) -> float:
    """Seconds from the beginning until a piece of JavaScript is true; CAP when it never is."""
    from playwright.sync_api import TimeoutError as TooLong

    left = CAP - (time.perf_counter() - began)
    # A variable that is not there yet is an error: the page is asked as long as it has time.
    asking = f"() => {{ try {{ return Boolean({truth}) }} catch {{ return false }} }}"
    try:
        page.wait_for_function(asking, timeout=max(1.0, 1000 * left))
    except TooLong:
        return CAP
    return time.perf_counter() - began


def ours(browser: Any, path: Path, slower: int = 1) -> tuple[float, float]:
    """Seconds until it can be used, and frames a second while it scrolls."""
    page, began = opened(browser, path, slower)
    seconds = until(page, "document.documentElement.dataset.ready", began)
    frames = page.evaluate(FRAMES)
    page.context.close()
    return seconds, frames


def theirs(browser: Any, path: Path) -> float:
    page, began = opened(browser, path, 1)
    page.evaluate("() => { window.settled = false; }")
    until(
        page,
        "network && (network.once('stabilizationIterationsDone', () => { settled = true; }), true)",
        began,
    )
    seconds = until(page, "settled", began)
    page.context.close()
    return seconds


def bench_pages(say: Callable[[str], None] = print) -> None:
    """Print the times with their ratio, and the frame rates."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        say("pages: skipped, there is no chromium on this machine")
        return
    graph = national_graph()
    network = read_network(graph)
    drawing = pyvis_network(network)
    drawing.toggle_physics(True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        paths = {name: Path(folder) / f"{name}.html" for name in ("kg", "pyvis")}
        paths["kg"].write_bytes(view(graph))
        paths["pyvis"].write_text(drawing.generate_html(), encoding="utf-8")
        say(f"England: {len(network.nodes):,} things and {len(network.edges):,} links")
        usable = 0.0
        for slower in (4, 1):
            tried = [ours(browser, paths["kg"], slower) for _ in range(RUNS)]
            usable, frames = (statistics.median(values) for values in zip(*tried, strict=True))
            size = paths["kg"].stat().st_size / 1e6
            name = "kg" if slower == 1 else f"kg, {slower} times slower"
            say(f"  {name:20} {usable:6.2f} s to use   {frames:5.1f} frames/s   {size:.1f} MB")
        slow = theirs(browser, paths["pyvis"])
        say(f"  {'pyvis':20} {slow:6.2f} s{' at least' if slow >= CAP else ' to use'}")
        say(f"  ratio: {'over ' if slow >= CAP else ''}{slow / usable:.0f} times sooner (must 10)")
        browser.close()


if __name__ == "__main__":
    bench_pages()
