"""The page in a real browser: it draws, it answers, it can be walked by key and by finger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.store.graph import open_graph
from kg.views.claims_to_edges import RESPONSE_LABEL
from kg.views.model import CitedFact, CitedSource, Network, Node
from kg.views.page import render
from kg.views.view import ViewRequest, view

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
    assert "1 organisation: drawn with --whole" in opened.panel
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


def test_what_others_said_is_apart_from_what_the_source_found(opener: Any) -> None:
    source = CitedSource("Story", "story.html")
    said = CitedFact(RESPONSE_LABEL, "Jo Reed, Northmoor", "We will do better.", source)
    graded = CitedFact("Overall effectiveness", "Good", "It was rated good.", source)
    node = Node("urn:north", "council", "Northmoor", facts=(graded, said))
    opened = opener(render(Network((node,), ()), "One council"))
    opened.click("Northmoor")
    found, others = opened.panel.split("WHAT OTHERS SAID")
    assert "It was rated good." in found
    assert "We will do better." not in found
    assert "Jo Reed, Northmoor" in others
    assert "We will do better." in others


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
    row.locator("blockquote").first.wait_for()  # what it holds follows a moment later
    assert "How quickly the first assessment of need is finished." in row.inner_text()
    assert "Show 16 more" in row.inner_text()


def test_a_click_on_a_line_selects_the_link(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    (x, y), (a, b) = opened.spot("Northmoor"), opened.spot("Joan Pell")
    opened.page.mouse.click((x + 2 * a) / 3, (y + 2 * b) / 3)
    opened.until("kg.state.edge")
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
    assert opened.page.inner_text("#panel h2") == "In this picture"
    assert "#node" not in opened.page.url
    opened.page.fill("#find", "nobody of that name")
    assert "Nothing in this picture has that name." in opened.page.inner_text("#found")


def test_the_legend_filters_by_kind_and_by_grade(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    assert opened.seen("Ada Marsh")
    key = opened.page.locator("#legend button", has_text="Inspectors")
    key.click()
    assert key.get_attribute("aria-pressed") == "false"
    assert not opened.seen("Ada Marsh")
    opened.page.locator("#legend button", has_text="Requires improvement").click()
    assert [opened.seen(one) for one in (FIRST, SECOND)] == [False, True]
    opened.page.click("#reset")
    assert opened.seen("Ada Marsh")
    assert opened.errors == []


def test_each_filter_says_what_it_does_and_can_be_taken_back(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"))
    page, whole = opened.page, opened.count
    page.click("#filter")
    for field, choice, chip, gone, kept in (
        ("theme", "Workforce", "Workforce", "South", "North 2018"),
        ("region", "Southern region", "Southern region", "North", "South 2019"),
        ("source", "Letter of 2022", "Letter of 2022", "North 2018", "Tom Birch"),
    ):
        page.select_option(f"#by-{field}", label=choice)
        assert not opened.seen(gone), field
        assert opened.seen(kept), field
        assert f"{opened.count} of {len(world.nodes)} shown" in page.inner_text("#chips")
        page.locator("#chips button", has_text=chip).click()
        assert opened.count == whole, field
        page.click("#filter")
    page.fill("#by-since", "2019")
    page.fill("#by-until", "2019-12")
    page.press("#by-until", "Tab")
    assert [opened.seen(f"{name}") for name in ("North 2018", "South 2019")] == [False, True]
    page.fill("#by-since", "last year")
    page.press("#by-since", "Tab")
    assert page.get_attribute("#by-since", "aria-invalid") == "true"
    page.click("#clear-filters")
    assert opened.count == whole
    page.check("#by-leaves")
    assert not opened.seen("Joan Pell")
    page.keyboard.press("Escape")
    assert page.locator("#filters").is_hidden()
    assert page.evaluate("document.activeElement.id") == "filter"
    page.select_option("#by-theme", label="Workforce", force=True)
    page.evaluate("kg.change({since: '2022'})")
    assert "Nothing" not in page.inner_text("#chips") or opened.count == 0
    assert opened.errors == []


def test_neighbours_are_expanded_and_folded_with_their_number(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"))
    whole = opened.count
    opened.select("North")
    assert opened.act("fold").locator(".count").inner_text() == "4"
    opened.act("fold").click()
    assert opened.count == whole - 4
    assert "Folded: North" in opened.page.inner_text("#chips")
    assert opened.act("expand").locator(".count").inner_text() == "4"
    opened.act("expand").click()
    assert opened.count == whole
    opened.page.keyboard.press("f")
    assert opened.count == whole - 4
    opened.page.keyboard.press("e")
    assert opened.count == whole
    opened.select("Ada Marsh")
    assert opened.act("only").locator(".count").inner_text() == "2"
    opened.act("only").click()
    assert opened.count == 3
    opened.select("South 2019")
    opened.page.wait_for_timeout(450)  # the view glides to what is left
    opened.page.mouse.dblclick(*opened.spot("South 2019"))
    opened.until("kg.shown().nodes.size === 5")
    opened.select("2 programmes of South")
    opened.page.click("#reset")
    opened.select("2 programmes of South")
    assert "2 programmes of South alone" in opened.panel
    opened.act("expand").click()
    assert [opened.seen(name) for name in ("Kite", "2 programmes of South")] == [True, False]
    opened.select("Kite")
    opened.act("refold").click()
    assert [opened.seen(name) for name in ("Kite", "2 programmes of South")] == [False, True]
    # What is folded is found, and comes into sight when it is chosen.
    opened.page.fill("#find", "kite")
    assert "hidden" in opened.page.inner_text("#found")
    opened.page.keyboard.press("Enter")
    assert opened.seen("Kite")
    assert opened.errors == []


def test_a_path_shows_each_step_with_its_words(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"))
    opened.select("North")
    opened.act("path").click()
    assert "Path from North" in opened.page.inner_text("#chips")
    opened.page.fill("#find", "south")
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#panel h2") == "North to South"
    ends = opened.page.locator("#panel .way .end span:last-child").all_inner_texts()
    assert [end.strip() for end in ends] == ["North", "Open Door", "South"]
    assert "Letter of 2018" in opened.panel
    assert opened.page.evaluate("kg.state.path.length") == 2
    opened.page.evaluate("kg.change({offKinds: new Set(['programme'])})")
    ends = opened.page.locator("#panel .way .end span:last-child").all_inner_texts()
    assert [end.strip() for end in ends][1:-1] == ["North 2018", "Ada Marsh", "South 2019"]
    opened.page.evaluate("kg.change({offKinds: new Set(['programme', 'inspector'])})")
    assert "No path over the links that are shown" in opened.panel
    assert opened.errors == []


def test_a_layout_has_its_own_places_and_marks(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"))
    before = opened.spot("North 2022")
    assert "What is linked lies close together." in opened.page.inner_text("#layouts")
    opened.page.locator("#layouts button", has_text="Timeline").click()
    assert "From left to right by date." in opened.page.inner_text("#layouts")
    assert opened.count == 3
    assert opened.spot("North 2022") != before
    assert (
        opened.spot("North 2018")[0] < opened.spot("South 2019")[0] < opened.spot("North 2022")[0]
    )
    assert "layout=timeline" in opened.page.url
    opened.page.click("#undo")
    opened.until("kg.state.layout === 'network'")
    assert opened.count > 3
    assert opened.errors == []


def test_the_tables_hold_the_same_data(opener: Any, overview: bytes) -> None:
    opened = opener(overview)
    page = opened.page
    page.keyboard.press("t")
    things = page.locator("#table table")
    assert things.locator("caption").inner_text().startswith("Things")
    assert things.locator("tbody tr").count() == page.evaluate("kg.nodes.length")
    date = things.locator("thead th", has_text="Date")
    assert date.get_attribute("aria-sort") == "none"
    date.locator("button").click()
    assert date.get_attribute("aria-sort") == "ascending"
    date.locator("button").click()
    assert date.get_attribute("aria-sort") == "descending"
    assert "2022-05-09" in things.locator("tbody tr").first.inner_text()
    days = [row.split("\t")[3] for row in things.locator("tbody tr").all_inner_texts()]
    assert days == sorted(days, reverse=True)
    page.locator(".tabs button", has_text="Links").click()
    links = page.locator("#table table")
    assert links.locator("tbody tr").count() == page.evaluate("kg.edges.length")
    assert "Joan Pell has been the director since March 2014." in links.inner_text()
    page.evaluate("kg.change({offKinds: new Set(['theme'])})")
    assert links.locator("tbody tr").count() == page.evaluate("kg.shown().edges.size")
    page.locator(".tabs button", has_text="Things").click()
    things.locator("tbody button", has_text="Eastwick: ilacs").click()
    assert page.inner_text("#panel h2") == "Eastwick: ilacs, 2019-06-03"
    assert page.locator("#table").is_hidden()
    assert opened.errors == []


def test_a_walk_by_keys_alone(opener: Any, world: Network) -> None:
    opened = opener(render(world, "World"), fresh=True)
    page, press = opened.page, opened.page.keyboard.press
    active = "document.activeElement.id || document.activeElement.className"
    reached = []
    for _ in range(48):
        press("Tab")
        reached.append(page.evaluate(active))
    for part in ("find", "filter", "as-table", "save", "reset", "theme", "keys-help", "canvas"):
        assert part in reached, (part, reached)
    assert {"zoom-in", "fit", "row"} <= set(reached), reached
    assert any("key" in part for part in reached)
    page.focus("#canvas")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid", "the focus can be seen"
    press("ArrowRight")  # the thing that matters most
    assert page.evaluate("kg.state.node.label") == "North"
    press("ArrowRight")
    assert page.evaluate("kg.state.node.label") != "North"
    press("u")
    opened.until("kg.state.node.label === 'North'")
    place = opened.spot("South")
    press("Shift+ArrowRight")
    assert opened.spot("South") != place
    press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    press("p")
    press("/")
    page.keyboard.type("joan")
    press("Enter")
    assert page.inner_text("#panel h2") == "North to Joan Pell"
    press("Escape")
    assert not page.evaluate("Boolean(kg.state.path)")
    press("h")
    assert page.evaluate("kg.state.noLeaves")
    press("0")
    assert not page.evaluate("kg.state.noLeaves")
    press("?")
    assert page.locator("#help").is_visible()
    for what in ("Path from the selected thing", "Undo; also Ctrl+Z", "Save as PNG"):
        assert what in page.inner_text("#help")
    page.uncheck("#single-keys")
    press("Escape")
    press("t")
    assert page.locator("#table").is_hidden(), "keys of one character are off"
    assert page.evaluate(active) == "canvas", "the focus has come back from the dialog"
    press("Control+z")
    opened.until("kg.state.noLeaves")
    assert opened.errors == []


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


def test_on_a_phone_the_panel_is_a_sheet(opener: Any, overview: bytes) -> None:
    opened = opener(overview, viewport={"width": 390, "height": 844}, has_touch=True)
    page = opened.page
    width = "Math.max(...[...document.querySelectorAll('body *')].map((one) => \
        one.getBoundingClientRect().right))"
    assert page.evaluate(width) <= 391
    small = """[...document.querySelectorAll("button, input, select, summary")]
      .filter((one) => one.offsetParent && getComputedStyle(one).visibility === "visible")
      .map((one) => one.closest("label") || one)
      .filter((one) => one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 42)
      .map((one) => one.id || one.className || one.textContent)"""
    assert page.evaluate(small) == []
    assert not page.locator("#details").is_visible()
    page.touchscreen.tap(*opened.spot("Northmoor"))
    opened.until("kg.state.node")
    assert page.locator("#grip").get_attribute("aria-expanded") == "true"
    assert "Northmoor" in opened.panel
    page.wait_for_timeout(450)  # the view glides
    assert opened.spot("Northmoor")[1] < page.locator("#panel").bounding_box()["y"]
    assert page.evaluate(width) <= 391
    page.tap("#grip")
    assert not page.locator("#details").is_visible()
    page.tap("#filter")
    assert page.evaluate(small) == []
    assert opened.errors == []


def test_a_focus_is_selected_at_once(opener: Any) -> None:
    opened = opener(view(open_graph(SAMPLE), ViewRequest(("eastwick",))))
    assert opened.page.inner_text("#panel h2") == "Eastwick"
    assert "The chief executive took up post in 2018." in opened.panel
    assert opened.page.title() == "Eastwick"


def test_the_page_prints_its_picture_in_light_colours(opener: Any, overview: bytes) -> None:
    opened = opener(overview, color_scheme="dark", fresh=True)
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
        CitedFact("Said", str(n), "Words", CitedSource("T", url=url))
        for n, url in enumerate(addresses)
    )
    opened = opener(render(Network((Node("a", "other", "a", facts=facts),), (), focus=("a",)), "T"))
    opened.page.click("#panel .more")
    links = opened.page.locator("#panel .source a").all()
    assert [link.get_attribute("href") for link in links] == addresses[:2]


def test_an_empty_network_is_a_page_too(opener: Any) -> None:
    opened = opener(render(Network((), ()), "Nothing"))
    assert opened.page.inner_text("h1") == "Nothing"
    assert opened.errors == []
