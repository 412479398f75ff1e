"""How soon the page can be used, and how smoothly it moves, against the page that pyvis writes.

`pages.py [NODES ...]`, by default 1,000 and 3,000: invented councils, inspections and people, the
same things and links for both.  Ours can be used when it has drawn and takes clicks; pyvis's own
when its physics has come to rest, for which it gets 60 seconds.  Medians of three for ours; pyvis
is slow enough to be timed once.
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

from kg.views.layout.network import arrange
from kg.views.model import CitedFact, CitedSource, Counts, Edge, Network, Node
from kg.views.page import render

CAP = 60.0
RUNS = 3
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

#: Frames drawn in two seconds in which the view moves a little in each.
FRAMES = """(step) => new Promise((done) => {
  const move = (0, eval)(step);
  const ends = performance.now() + 2000;
  let frames = 0;
  const next = () => {
    if (performance.now() > ends) return done(frames / 2);
    frames += 1;
    move(frames % 40 < 20 ? 6 : -6);
    return requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""


def network(count: int) -> Network:
    """About a twentieth councils, a quarter inspections, and people and programmes for the rest."""
    kinds = ["council"] * (count // 20) + ["inspection"] * (count // 4) + ["theme"] * 27
    kinds += ["inspector", "leader", "programme"] * count
    source = CitedSource("An invented letter", "letter.pdf")
    nodes = [
        Node(f"urn:kg:{i}", kind, f"{kind.title()} {i}", when=f"20{10 + i % 15}-01-01")
        for i, kind in enumerate(kinds[:count])
    ]
    by_kind = {kind: [n for n in nodes if n.kind == kind] for kind in dict.fromkeys(kinds)}
    edges = []

    def link(a: Node, b: Node, kind: str, *counts: int) -> None:
        fact = CitedFact("Said", "", f"{a.label} of {b.label}.", source, 1 + a.size % 9, "3")
        edges.append(Edge(a.iri, b.iri, kind, kind, Counts(*counts), (fact,)))

    councils, inspections = by_kind["council"], by_kind["inspection"]
    for i, inspection in enumerate(inspections):
        link(councils[i % len(councils)], inspection, "inspection")
        for j in range(3):
            theme = by_kind["theme"][(i * 5 + j * 7) % 27]
            link(inspection, theme, "theme", i % 7, i % 5, 0, 1)
    for i, node in enumerate(by_kind["inspector"]):
        for j in (i, 3 * i + 1):
            link(node, inspections[j % len(inspections)], "inspector")
    for kind, named in (("leader", "post"), ("programme", "programme")):
        for i, node in enumerate(by_kind[kind]):
            link(node, councils[i % len(councils)], named)
    return arrange(Network(tuple(nodes), tuple(edges)))


def of_pyvis(drawn: Network) -> bytes:
    """The page that pyvis writes for the same things and links, as it comes."""
    from pyvis.network import Network as Drawing  # type: ignore[import-untyped]

    drawing = Drawing(directed=True, cdn_resources="in_line")
    for node in drawn.nodes:
        drawing.add_node(node.iri, label=node.label, group=node.kind)
    for edge in drawn.edges:
        drawing.add_edge(edge.source, edge.target, title=edge.label)
    page: str = drawing.generate_html()
    return page.encode()


def opened(browser: Any, path: Path) -> tuple[Any, float]:
    """The page, and when its opening began; nothing but the file is loaded."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, bypass_csp=True)
    context.route(
        "**/*",
        lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort(),
    )
    page = context.new_page()
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


def ours(browser: Any, path: Path) -> tuple[float, float]:
    """Seconds until it can be used, and frames a second while it moves."""
    page, began = opened(browser, path)
    seconds = until(page, "document.documentElement.dataset.ready", began)
    frames = page.evaluate(FRAMES, "(by) => kg.picture.pan(by, 0)")
    page.context.close()
    return seconds, frames


def theirs(browser: Any, path: Path) -> tuple[float, float]:
    page, began = opened(browser, path)
    page.evaluate("() => { window.settled = false; }")
    until(
        page,
        "network && (network.once('stabilizationIterationsDone', () => { settled = true; }), true)",
        began,
    )
    seconds = until(page, "settled", began)
    if seconds >= CAP:
        page.context.close()
        return seconds, 0.0
    moving = """(by) => { const { x, y } = network.getViewPosition();
      network.moveTo({ position: { x: x + by / network.getScale(), y } }); }"""
    frames = page.evaluate(FRAMES, moving)
    page.context.close()
    return seconds, frames


def bench_pages(
    counts: tuple[int, ...] = (1_000, 3_000), say: Callable[[str], None] = print
) -> None:
    """Print, for each number of nodes, both times and both frame rates with their ratios."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        say("pages: skipped, there is no chromium on this machine")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for count in counts:
            drawn = network(count)
            pages = {"kg": render(drawn, "Bench"), "pyvis": of_pyvis(drawn)}
            paths = {name: Path(folder) / f"{name}-{count}.html" for name in pages}
            for name, path in paths.items():
                path.write_bytes(pages[name])
            tried = [ours(browser, paths["kg"]) for _ in range(RUNS)]
            seconds, frames = (statistics.median(values) for values in zip(*tried, strict=True))
            slow, few = theirs(browser, paths["pyvis"])
            capped = slow >= CAP
            say(f"page of {len(drawn.nodes):,} things and {len(drawn.edges):,} links")
            say(
                f"  kg            {seconds:6.2f} s to use   {frames:5.1f} frames/s   {len(pages['kg']) / 1e6:.1f} MB"
            )
            smooth = f"{few:5.1f} frames/s" if few else "still at work"
            say(
                f"  pyvis         {slow:6.2f} s{' at least' if capped else ' to use'}   {smooth}   {len(pages['pyvis']) / 1e6:.1f} MB"
            )
            times = f", {frames / few:.1f} times the frames" if few else ""
            say(
                f"  ratio         {'over ' if capped else ''}{slow / seconds:.0f} times sooner (must 10, aim 25){times}\n"
            )
        browser.close()


if __name__ == "__main__":
    bench_pages(tuple(map(int, sys.argv[1:])) or (1_000, 3_000))
