"""The page in a real browser: it draws, it answers, it can be walked by key and by finger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.store import open_graph
from kg.views import Wanted, view
from kg.views.page import render
from kg.views.picture import Fact, Network, Node, Source

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parent / "sample.trig"
FIRST = "Northmoor: ilacs, 2018-03-05"
SECOND = "Northmoor: ilacs, 2022-05-09"


def colours(opened: Any) -> int:
    """How many colours the canvas shows: an empty one shows one."""
    count = opened.page.evaluate(
        """() => {
          const canvas = document.querySelector("#canvas canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let i = 0; i < data.length; i += 4) {
            seen.add((data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3]);
          }
          return seen.size;
        }"""
    )
    return int(count)


def test_the_page_draws_and_asks_nobody_for_anything(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    assert colours(opened) > 30
    assert opened.page.inner_text("h1") == "Councils and their inspections, 2018 to 2022"
    assert "2 councils · 4 inspections · 2 inspectors" in opened.page.inner_text("#summary")
    assert "1 organisation: drawn only around" in opened.panel
    assert opened.asked == []
    assert opened.errors == []


def test_labels_do_not_overlap_at_first_sight(opener: Any, overview: bytes) -> None:
    labels = opener(overview).page.evaluate(
        "() => kg.picture.labels().map((box) => [box.left, box.top, box.right, box.bottom])"
    )
    assert len(labels) >= 5
    for i, (left, top, right, bottom) in enumerate(labels):
        for other in labels[:i]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart, (labels[i], other)


def test_a_click_shows_the_words_of_the_source(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    opened.click("Northmoor: ilacs, 2018-03-05")
    quote = opened.page.locator("#panel blockquote").first
    assert "leadership: requires-improvement" in opened.panel
    assert quote.is_visible()
    assert "Letter to Northmoor, 2018, p. 1" in opened.panel
    assert "reports/northmoor-2018-03-05.pdf" in opened.panel
    link = opened.page.locator("#panel .source a").first
    assert link.get_attribute("href") == "https://reports.example.org/aaaa000000000001#page=1"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "#node=https%3A%2F%2Fw3id.org" in opened.page.url
    assert opened.asked == []
    assert opened.errors == []


def test_a_link_shows_its_findings(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    opened.click("Northmoor: ilacs, 2018-03-05")
    row = opened.page.locator("details.link", has_text="Workforce")
    row.locator("summary").click()
    assert "How quickly the first assessment of need is finished." in row.inner_text()
    assert "Show 16 more" in row.inner_text()


def test_a_click_on_a_line_selects_the_link(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    (x, y), (a, b) = opened.spot("Northmoor"), opened.spot("Joan Pell")
    opened.page.mouse.click((x + 2 * a) / 3, (y + 2 * b) / 3)
    opened.page.wait_for_function("kg.state.edge")
    assert opened.page.inner_text("#panel h2") == "Director of Children’s Services"
    assert "Joan Pell has been the director since March 2014." in opened.panel


def test_search_finds_by_another_name_and_escape_clears(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("a. marsh")
    assert opened.page.inner_text("#found [role=option]:first-child .name") == "Ada Marsh"
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#panel h2") == "Ada Marsh"
    assert "Lead inspector" in opened.panel
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#panel h2").count() == 0
    assert "#node" not in opened.page.url
    opened.page.fill("#find", "nobody of that name")
    assert "Nothing here has that name." in opened.page.inner_text("#found")


def test_the_legend_filters_by_kind_and_by_grade(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    seen = "(label) => Boolean(kg.picture.spotOf(kg.nodes.find((node) => node.label === label)))"
    assert opened.page.evaluate(seen, "Ada Marsh")
    key = opened.page.locator("#legend button", has_text="Inspectors")
    key.click()
    assert key.get_attribute("aria-pressed") == "false"
    assert not opened.page.evaluate(seen, "Ada Marsh")
    opened.page.locator("#legend button", has_text="Requires improvement").click()
    assert not opened.page.evaluate(seen, "Northmoor: ilacs, 2018-03-05")
    assert opened.page.evaluate(seen, "Northmoor: ilacs, 2022-05-09")
    opened.page.click("#reset")
    assert opened.page.evaluate(seen, "Ada Marsh")
    assert opened.errors == []


def test_the_table_holds_the_same_data(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    opened.page.keyboard.press("t")
    things, links = opened.page.locator("#table table").all()
    assert things.locator("tbody tr").count() == opened.page.evaluate("kg.nodes.length")
    assert links.locator("tbody tr").count() == opened.page.evaluate("kg.edges.length")
    assert "Joan Pell has been the director since March 2014." in links.inner_text()
    things.locator("thead button", has_text="Date").click()
    things.locator("thead button", has_text="Date").click()
    assert "2022-05-09" in things.locator("tbody tr").first.inner_text()
    things.locator("tbody button", has_text="Eastwick: ilacs").click()
    assert opened.page.inner_text("#panel h2") == "Eastwick: ilacs, 2019-06-03"
    assert opened.page.locator("#table").is_hidden()


def test_everything_is_within_reach_of_the_keyboard(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    reached = []
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        reached.append(
            opened.page.evaluate("document.activeElement.id || document.activeElement.className")
        )
    for part in ("find", "as-table", "reset", "theme", "canvas", "zoom-in", "row"):
        assert part in reached, (part, reached)
    assert any("key" in part for part in reached)


def test_a_kept_address_opens_at_its_node(opener: Any, overview: bytes) -> None:
    iri = "https%3A%2F%2Fw3id.org%2Finspection-kg%2Fid%2Fcouncil%2FE99000002"
    opened = opener(overview, f"#node={iri}")
    assert opened.page.inner_text("#panel h2") == "Eastwick"
    assert opener(overview, "#node=%E0%A4%A").errors == []


def test_dark_and_light(opener: Any, overview: bytes) -> None:
    opened = opener(overview, color_scheme="dark")
    root = opened.page.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    before = opened.page.screenshot()
    opened.page.click("#theme")
    assert root.get_attribute("data-theme") == "light"
    assert opened.page.screenshot() != before


def test_on_a_phone_nothing_is_wider_than_the_screen(opener: Any, overview: bytes) -> None:
    opened = opener(overview, viewport={"width": 360, "height": 740}, has_touch=True)
    width = "Math.max(...[...document.querySelectorAll('body *')].map((one) => \
        one.getBoundingClientRect().right))"
    assert opened.page.evaluate(width) <= 361
    opened.page.touchscreen.tap(*opened.spot("Northmoor"))
    opened.page.wait_for_function("kg.state.node")
    assert "Northmoor" in opened.panel
    assert opened.errors == []


def test_a_focus_is_selected_at_once(opener: Any) -> None:
    opened = opener(view(open_graph(SAMPLE), Wanted(("eastwick",))))
    assert opened.page.inner_text("#panel h2") == "Eastwick"
    assert "The chief executive took up post in 2018." in opened.panel
    assert opened.page.title() == "Eastwick"


def test_the_page_prints_its_picture_in_light_colours(opener: Any, overview: bytes) -> None:
    opened = opener(overview, color_scheme="dark")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print", color_scheme="dark")
    assert opened.page.locator("#find").is_hidden()
    assert opened.page.locator("#panel").is_visible()
    assert opened.page.locator("img.copy").evaluate("(image) => image.src.length") > 10_000
    assert opened.page.locator("html").get_attribute("data-theme") == "light"
    opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator("html").get_attribute("data-theme") == "dark"
    assert opened.page.locator("img.copy").count() == 0
    assert opened.errors == []


def test_an_address_that_is_not_of_the_web_is_no_link(opener: Any) -> None:
    addresses = ["https://a.example/", "HTTP://a.example/", "javascript:x", "file:///etc", "//a.b"]
    facts = tuple(
        Fact("Said", str(n), "Words", Source("T", url=url)) for n, url in enumerate(addresses)
    )
    opened = opener(render(Network((Node("a", "other", "a", facts=facts),), (), focus=("a",)), "T"))
    opened.page.click("#panel .more")
    links = opened.page.locator("#panel .source a").all()
    assert [link.get_attribute("href") for link in links] == addresses[:2]


def test_an_empty_network_is_a_page_too(opener: Any) -> None:
    opened = opener(render(Network((), ()), "Nothing"))
    assert opened.page.inner_text("h1") == "Nothing"
    assert opened.errors == []
