"""Debian's chromium, pages opened in it, and what they did meanwhile."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.store.graph import open_graph
from kg.views.atlas.page import render as render_atlas
from kg.views.atlas.read import read_atlas
from kg.views.model import (
    Arrangement,
    CitedFact,
    CitedSource,
    Counts,
    Edge,
    Fold,
    Mark,
    Network,
    Node,
)
from kg.views.view import view
from national import national_graph

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SAMPLE = Path(__file__).parent / "sample.trig"


@dataclass
class Opened:
    """A page that was opened, and what it did meanwhile."""

    page: Any
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def node(self, label: str, run: str) -> Any:
        """What a piece of JavaScript says of the node with this label, `node`."""
        return self.page.evaluate(
            f"(label) => {{ const node = kg.nodes.find((one) => one.label === label); {run} }}",
            label,
        )

    def spot(self, label: str) -> tuple[float, float]:
        """Where a node is in the window."""
        x, y = self.node(
            label,
            """const spot = kg.picture.spotOf(node);
               const rect = document.getElementById("canvas").getBoundingClientRect();
               return [spot.x + rect.left, spot.y + rect.top];""",
        )
        return x, y

    def seen(self, label: str) -> bool:
        """Whether a node is shown."""
        return bool(self.node(label, "return kg.shown().nodes.has(node);"))

    def select(self, label: str) -> None:
        self.node(label, "kg.select(node);")

    def click(self, label: str) -> None:
        self.page.mouse.click(*self.spot(label))
        # vis-network waits whether a second click makes it a double click.
        self.until("kg.state.node || kg.state.edge")

    def until(self, truth: str) -> None:
        """Wait for a piece of JavaScript to be true; the page's policy lets it wait for none."""
        for _ in range(200):
            if self.page.evaluate(f"Boolean({truth})"):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never true: {truth}")

    def act(self, name: str) -> Any:
        """A button of the panel: expand, fold, only, path."""
        return self.page.locator(f'#panel [data-act="{name}"]')

    @property
    def count(self) -> int:
        return int(self.page.evaluate("kg.shown().nodes.size"))

    @property
    def panel(self) -> str:
        return str(self.page.inner_text("#panel"))


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
    """Opens pages in windows of their own; every request but for the file itself is stopped.

    A page that is open already is taken back to its beginning, but for a `fresh` one.
    """

    def __init__(self, browser: Any, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.pages: dict[str, Opened] = {}

    def __call__(self, data: bytes, hash_: str = "", fresh: bool = False, **options: Any) -> Opened:
        key = repr((hashlib.sha256(data).hexdigest(), hash_, sorted(options.items())))
        if key in self.pages and not fresh:
            opened = self.pages[key]
            opened.page.keyboard.press("Escape")
            opened.page.click("#reset")
            opened.page.wait_for_timeout(450)  # the view glides
            return opened
        opened = self.pages[key] = self.open(data, hash_, options)
        return opened

    def open(self, data: bytes, hash_: str, options: dict[str, Any]) -> Opened:
        path = self.folder / f"{hashlib.sha256(data).hexdigest()[:12]}.html"
        path.write_bytes(data)
        context = self.browser.new_context(
            **{"viewport": {"width": 1400, "height": 900}, **options}
        )
        opened = Opened(context.new_page())

        def answer(route: Any) -> None:
            own = route.request.url.split("#")[0] == path.as_uri()
            if own:
                route.continue_()
            else:
                opened.asked.append(route.request.url)
                route.abort()

        context.route("**/*", answer)
        opened.page.on(
            "console",
            lambda message: (
                opened.errors.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.on("dialog", lambda dialog: opened.errors.append(dialog.message))
        opened.page.goto(path.as_uri() + hash_)
        opened.page.wait_for_selector("html[data-ready]")
        opened.page.wait_for_timeout(150)  # the first picture is drawn in the next frame
        return opened


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
def overview() -> bytes:
    """The page of two invented councils."""
    return view(open_graph(SAMPLE))


N, S = "urn:region:north", "urn:region:south"


@pytest.fixture(scope="session")
def world() -> Network:
    """Two councils in two regions with all that a page can hold: folds, layouts, three documents."""
    first = CitedSource(
        "Letter of 2018", "north-2018.pdf", "https://a.example/1.pdf", True, "2018-03"
    )
    second = CitedSource("Letter of 2022", "north-2022.pdf", when="2022-05-09")
    third = CitedSource("Letter of 2019", "south-2019.pdf", when="2019-06")

    def said(source: CitedSource, quote: str) -> tuple[CitedFact, ...]:
        return (CitedFact("Said", "", quote, source, 1, "7"),)

    nodes = (
        Node("urn:kg:north", "council", "North", region=N, detail="Northern region", x=0, y=0, size=16),
        Node("urn:kg:south", "council", "South", region=S, x=400, y=0, size=16, rank=1),
        Node("urn:kg:n1", "inspection", "North 2018", when="2018-03-05", grade="inadequate", y=-90,
             rank=2, size=15),
        Node("urn:kg:n2", "inspection", "North 2022", when="2022-05", grade="good", x=60, y=-90,
             rank=3, size=15),
        Node("urn:kg:s1", "inspection", "South 2019", when="2019", grade="good", x=400, y=-90,
             rank=4, size=15),
        Node("urn:kg:ada", "inspector", "Ada Marsh", also=("A. Marsh",), x=200, y=-160, rank=5),
        Node("urn:kg:tom", "inspector", "Tom Birch", x=100, y=-160, rank=6),
        Node("urn:kg:joan", "leader", "Joan Pell", x=-60, y=70, rank=7),
        Node("urn:kg:door", "programme", "Open Door", x=200, y=60, rank=8),
        Node("urn:kg:work", "theme", "Workforce", x=-200, y=0, rank=9),
        Node("urn:kg:early", "theme", "Early help", x=600, y=0, rank=10),
        Node("urn:kg:more", "programme", "2 programmes of South", x=450, y=80, rank=11),
        Node("urn:kg:p1", "programme", "Safe Steps", x=430, y=110, rank=12),
        Node("urn:kg:p2", "programme", "Kite", x=470, y=110, rank=13),
    )  # fmt: skip
    edges = (
        Edge("urn:kg:north", "urn:kg:n1", "inspection", "Inadequate", facts=said(first, "Inadequate.")),
        Edge("urn:kg:north", "urn:kg:n2", "inspection", "Good", facts=said(second, "It is good.")),
        Edge("urn:kg:south", "urn:kg:s1", "inspection", "Good", facts=said(third, "Good, again.")),
        Edge("urn:kg:n2", "urn:kg:n1", "follows", "follows"),
        Edge("urn:kg:ada", "urn:kg:n1", "inspector", "Lead inspector", facts=said(first, "Led by Ada.")),
        Edge("urn:kg:ada", "urn:kg:s1", "inspector", "Lead inspector", facts=said(third, "Ada led.")),
        Edge("urn:kg:tom", "urn:kg:n2", "inspector", "Lead inspector", facts=said(second, "Tom led.")),
        Edge("urn:kg:joan", "urn:kg:north", "post", "Director", facts=said(first, "Joan Pell, director")),
        Edge("urn:kg:door", "urn:kg:north", "programme", "named", facts=said(first, "Open Door")),
        Edge("urn:kg:door", "urn:kg:south", "programme", "named", facts=said(third, "Open Door")),
        Edge("urn:kg:n1", "urn:kg:work", "theme", "", Counts(1, 2, 0, 1), said(first, "“Many” left;\nso"),
             3, (first,)),
        Edge("urn:kg:s1", "urn:kg:early", "theme", "", Counts(2), said(third, "Help comes early.")),
        Edge("urn:kg:more", "urn:kg:south", "programme", ""),
        Edge("urn:kg:p1", "urn:kg:south", "programme", "named", facts=said(third, "Safe Steps")),
        Edge("urn:kg:p2", "urn:kg:south", "programme", "named", facts=said(third, "Kite")),
    )  # fmt: skip
    places = {node.iri: (node.x, node.y) for node in nodes}
    dated = {
        node.iri: (100 * int(node.when[:4]), 40 * i) for i, node in enumerate(nodes) if node.when
    }
    return Network(
        nodes,
        edges,
        folded=("9 organisations: drawn only around a council",),
        grades=(("good", "Good"), ("inadequate", "Inadequate")),
        regions=((N, "Northern region"), (S, "Southern region")),
        folds=(Fold("urn:kg:more", ("urn:kg:p1", "urn:kg:p2"), 2, "2 programmes of South alone"),),
        arrangements=(
            Arrangement("network", "Network", "What is linked lies close together.", places),
            Arrangement(
                "timeline", "Timeline", "From left to right by date.", dated,
                (Mark("x", 201_800, 201_800, "2018"), Mark("x", 202_200, 202_200, "2022")),
            ),
        ),
    )  # fmt: skip
