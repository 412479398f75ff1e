"""The pages of a server in a browser: what they show, for whom, and what harms none of them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from serving import serving
from windows import Served

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "400%": {"viewport": {"width": 320, "height": 256}},
}
#: Pages of the examples, by what they are.
PAGES = {
    "a council": "/council/E08000032",
    "an inspection": "/inspection/E06000056/ilacs/2022-01-17",
    "a person": "/person/margaret-burke",
    "the search": "/search?q=caseloads&kind=finding",
    "a search that finds nothing": "/search?q=zzz",
    "a search that can't be": "/search?q=x&since=never",
    "the query": "/query?name=judgements&-council=Thurrock",
    "the review": "/review",
}


@pytest.fixture(scope="module")
def graph(demo_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples' graph, in which decisions may be written."""
    return Path(shutil.copytree(demo_graph, tmp_path_factory.mktemp("served") / "kg-demo"))


@pytest.fixture(scope="module")
def pages(
    browser: Any, graph: Path, examples: Path, environment: dict[str, str]
) -> Iterator[Served]:
    docs = str(examples / "corpus")
    with serving(graph, "--review", "--docs", docs, environment=environment) as server:
        yield Served(browser, server.url)


@pytest.fixture(scope="module")
def finding(pages: Served) -> str:
    """The address of a finding in a PDF."""
    page = pages.visit("/search?q=caseloads&council=Suffolk").page
    address = page.locator(".hits blockquote a").first.get_attribute("href")
    page.context.close()
    return str(address)


def faults(page: Any) -> list[Any]:
    """What axe finds."""
    page.evaluate(AXE)  # not as an element of the page: its policy would stop it
    found = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        RULES,
    )
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
        for one in found["violations"]
    ]


@pytest.mark.parametrize("window_name", WINDOWS)
def test_everybody_can_use_each_page(pages: Served, finding: str, window_name: str) -> None:
    wrong: list[Any] = []
    for name, path in {**PAGES, "a finding": finding}.items():
        window = pages.visit(path, reduced_motion="reduce", **WINDOWS[window_name])
        page = window.page
        wrong += [(name, fault) for fault in faults(page)]
        if page.locator("h1").count() != 1:
            wrong.append((name, "not one heading"))
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong.append((name, "scrolls sideways"))
        answered_400 = name == "a search that can't be"  # which the browser counts as an error
        wrong += [(name, asked) for asked in window.asked]
        wrong += [(name, error) for error in window.errors[answered_400:]]
        page.context.close()
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in PAGES.values() if path != "/query"])
def test_a_page_says_the_same_without_scripts(pages: Served, path: str) -> None:
    """But for the editor, which stands in the place of the form's own field."""
    said = []
    for scripts in (True, False):
        page = pages.visit(path, java_script_enabled=scripts).page
        said.append(page.inner_text("h1"))
        page.context.close()
    assert said[0] == said[1]


def test_the_explorer_says_which_graph_and_build_it_shows(pages: Served, graph: Path) -> None:
    window = pages.open(b"", "", {})
    foot = window.page.inner_text("#foot")
    build = (graph / "current").read_text(encoding="utf-8").strip()
    assert f"The graph kg-demo, build {build}." in foot
    assert "19 documents" in foot
    assert (window.asked, window.errors) == ([], [])


def test_a_finding_is_marked_in_the_text_and_on_the_page(pages: Served, finding: str) -> None:
    window = pages.visit(finding)
    mark, words = window.page.locator("mark.here"), window.page.locator(".place blockquote")
    assert mark.inner_text() == words.inner_text()
    box = mark.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900 - box["height"], "the words are in sight"
    window.until("document.querySelector('svg.sheet image').getBBox().width > 1000")
    assert window.page.locator("svg.sheet rect").count() >= 1
    assert (window.asked, window.errors) == ([], [])
    window.page.context.close()


@pytest.mark.parametrize(
    ("screen", "leads_to"),
    [
        ("council/E08000032", "/council/E08000032"),
        ("person/margaret-burke", "/person/margaret-burke"),
        ("", ""),
        ("themes", ""),
        ("findings?q=x", ""),
    ],
)
def test_a_screen_leads_to_all_facts(pages: Served, screen: str, leads_to: str) -> None:
    window = pages.open(b"", f"#/{screen}", {})
    window.until(f"document.querySelectorAll('#record a').length === {int(bool(leads_to))}")
    if leads_to:
        window.page.locator("#record a").click()
        window.page.wait_for_url(f"{pages.address}{leads_to}")
        window.page.wait_for_selector("h1")
        assert window.page.locator("h1").count() == 1
    assert (window.asked, window.errors) == ([], [])
    window.page.context.close()


def test_the_words_of_a_document_s_screen_are_marked_on_its_page(pages: Served) -> None:
    window = pages.open(b"", "#/findings?q=caseloads", {})
    page = window.page
    page.locator(".cards .source a").first.click()
    window.until("document.querySelector('mark.here')")
    words = page.inner_text("mark.here")
    page.locator("#record a").click()
    page.wait_for_url("**/document/**")
    page.wait_for_selector("mark.here")
    assert page.locator("mark.here").all_inner_texts() == [words]
    assert (window.asked, window.errors) == ([], [])
    page.context.close()


def test_a_query_of_the_library_runs_in_the_editor(pages: Served) -> None:
    window = pages.visit("/query")
    page = window.page
    page.locator("select[name=name]").select_option("judgements")
    page.get_by_role("button", name="Put it below").click()
    page.locator("input[name='-council']").fill("Thurrock")
    page.get_by_role("button", name="Put it below").click()
    window.until("document.querySelector('.yasqe')")
    page.get_by_role("button", name="Ask").click()
    window.until("/^[0-9]+ rows?$/.test(document.getElementById('said').textContent)")
    rows = page.locator("#answer tbody tr")
    assert rows.count() >= 4
    assert "Thurrock" in rows.first.inner_text()
    assert faults(page) == []
    assert (window.asked, window.errors) == ([], [])
    page.context.close()


def test_a_refused_query_is_explained(pages: Served) -> None:
    window = pages.visit(
        "/query?query=" + quote("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }")
    )
    window.until("document.querySelector('.yasqe')")
    window.page.get_by_role("button", name="Ask").click()
    window.until("document.getElementById('said').textContent.includes('refused')")
    assert "SERVICE" in window.page.inner_text("#answer")
    assert window.asked == []
    window.page.context.close()


def test_a_decision_is_written_taken_back_and_written_again(pages: Served, graph: Path) -> None:
    file = graph / "curation.yaml"
    window = pages.visit("/review")
    page = window.page
    first = page.inner_text("h1")
    page.get_by_label("Your name, for the record").fill("Jo Moss")
    page.keyboard.press("Enter")
    assert page.inner_text("h1") == first, "Enter in a field decides nothing"
    assert not file.exists()
    page.locator("summary").click()
    page.get_by_label("Workforce").check()
    page.get_by_role("button", name="Weakness").click()
    text = file.read_text(encoding="utf-8")
    assert "kind: weakness" in text
    assert "- workforce" in text
    assert "by: Jo Moss" in text
    page.get_by_role("button", name="Take back the last answer").click()
    assert page.inner_text("h1") == first
    assert "finding" not in file.read_text(encoding="utf-8")
    page.get_by_role("button", name="Undecided").click()
    assert page.inner_text("[role=status]").startswith("0 decisions")
    assert (window.asked, window.errors) == ([], [])
    page.context.close()


#: Text that would act in a page that took it for markup, script or address.
HOSTILE = (
    "<script>PWNED()</script>",
    '"><img src=x onerror=PWNED()>',
    "' onmouseover='PWNED()",
    "</textarea><svg onload=PWNED()>",
    "</title><script>PWNED()</script>",
    "javascript:PWNED()",
    "{{ 7 * 7 }}{% include 'frame.html' %}",
    "</option></select><iframe srcdoc='<script>parent.PWNED()</script>'>",
    "\u2028PWNED()//\u202e",
)
#: Each parameter and part of a path that a page reads.
PLACES = (
    *(
        f"/search?q=caseloads&{name}={{}}"
        for name in ("council", "kind", "theme", "since", "until", "limit")
    ),
    "/search?q={}",
    "/query?query={}",
    "/query?name={}",
    "/query?name=judgements&-council={}",
    "/query?name=judgements&-area={}",
    "/council/{}",
    "/council/E08000032?from={}",
    "/person/{}",
    "/document/{}",
    "/document/x?at={}",
    "/finding/x/{}",
    "/#/council/{}",
    "/#/document/{}",
)


@pytest.mark.parametrize("place", PLACES)
def test_hostile_text_in_an_address_is_shown_and_never_acts(pages: Served, place: str) -> None:
    window = pages.visit("/search")
    window.page.add_init_script("window.PWNED = () => { window.ran = (window.ran || 0) + 1; };")
    for text in HOSTILE:
        window.page.goto(f"{pages.address}{place.format(quote(text, safe=''))}")
        window.page.wait_for_timeout(20)
        page = window.page
        assert page.evaluate("window.ran") is None, text
        made = page.locator("iframe, img[src=x], [onload], [onerror], [onmouseover]").count()
        assert made == 0, text
        wrong = page.evaluate(
            """() => [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"))
                .filter((href) => !/^(https?:\\/\\/|[#?]|\\/(?!\\/))/i.test(href))"""
        )
        assert wrong == [], text
    assert window.asked == []
    window.page.context.close()


def test_hostile_text_in_a_graph_is_shown_and_never_acts(
    browser: Any, tmp_path: Path, run_kg: Any, environment: dict[str, str]
) -> None:
    """A story and its file name, as far as a build takes them."""
    story = tmp_path / "corpus" / "<img src=x onerror=PWNED()>.md"
    if sys.platform == "win32":
        pytest.skip("Windows allows no such name")
    story.parent.mkdir()
    body = "\n\n".join(HOSTILE)
    story.write_text(
        "# Inspection of Bedford Borough Council children’s services\n\nInspection dates: 8 to 19 March 2021\n\n"
        f"Lead inspector: Ada <b>Moss</b>\n\nChildren {body} wait too long for help.\n",
        encoding="utf-8",
    )
    done = run_kg("build", story.parent, "-o", tmp_path / "graph", "--quiet")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "graph" / "report.json").read_text(encoding="utf-8"))
    key = report["documents"][0]["sha256"][:16]
    with serving(tmp_path / "graph", "--review", environment=environment) as server:
        window = Served(browser, server.url).visit("/search")
        window.page.add_init_script("window.PWNED = () => { window.ran = (window.ran || 0) + 1; };")
        for path in (
            f"/document/{key}",
            "/search?q=PWNED",
            "/review",
            f"/document/{key}?at=0-900",
            "/#/document/0",
        ):
            window.page.goto(server.url.rstrip("/") + path)
            window.page.wait_for_timeout(100)
            assert window.page.evaluate("window.ran") is None, path
            assert window.page.locator("img[src=x], [onload], [onerror]").count() == 0, path
        assert window.asked == []
        window.page.context.close()
