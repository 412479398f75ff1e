"""The network: what it draws, how it grows, the way between two things, and its files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.query.library import bind
from kg.query.run import run
from kg.views.page import render
from kg.views.read import read_atlas
from kg.views.view import view
from national import national_graph
from queries import named

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
BASE = "https://w3id.org/inspection-kg/id/"
NAMES = "(things) => things.map((thing) => thing.getAttribute('aria-label'))"


@pytest.fixture(scope="module")
def data(national_page: bytes) -> dict[str, Any]:
    """The rows of the page, read by other code than the page's."""
    found = re.search(rb'id="data">(.*?)</script>', national_page, re.DOTALL)
    assert found is not None
    rows: dict[str, Any] = json.loads(found[1])
    return rows


def things(opened: Any) -> set[str]:
    """What is drawn, by name and kind."""
    return set(opened.page.eval_on_selector_all(".thing", NAMES))


def address(**choices: str) -> str:
    return "network?" + "&".join(f"{name}={quote(value)}" for name, value in choices.items())


def short(iri: str) -> str:
    return iri.removeprefix(BASE)


def drawn_kinds(opened: Any) -> dict[str, int]:
    kinds = [
        re.sub(r", [^,]+ overall, .+$", "", name).rsplit(", ", 1)[1] for name in things(opened)
    ]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def council(data: dict[str, Any], n: int) -> dict[str, Any]:
    """A council and what it should be linked with, counted from the rows."""
    gss, name, iri = data["councils"][n][:3]
    return {
        "gss": gss,
        "name": name,
        "iri": iri,
        "inspections": [i for i in data["inspections"] if n in i[1]],
        "leaders": [p for p in data["people"] if any(post[0] == n for post in p[3])],
        "programmes": [b for b in data["bodies"] if any(naming[0] == n for naming in b[5])],
    }


def counts(leaders: list[Any]) -> dict[str, int]:
    """People who inspected too are inspectors."""
    both = sum(1 for person in leaders if person[4])
    return {"inspector": both, "leader": len(leaders) - both}


def test_it_begins_with_a_choice_and_never_with_everything(national: Any) -> None:
    opened = national("network")
    assert opened.page.locator(".thing").count() == 0
    assert opened.page.locator(".beginnings a").count() >= 3
    assert re.search(
        r"161 councils, [\d,]+ inspections, .+, and [\d,]+ links", opened.page.inner_text("h1")
    )
    opened.page.click(".beginnings a")
    opened.until("document.querySelectorAll('.thing').length > 1")


def test_a_council_is_drawn_with_all_its_neighbours(national: Any, data: dict[str, Any]) -> None:
    one = council(data, 20)
    opened = national(address(**{"from": one["iri"]}))
    expected = {
        "council": 1,
        "inspection": len(one["inspections"]),
        "programme": len(one["programmes"]),
        **counts(one["leaders"]),
    }
    assert drawn_kinds(opened) == {kind: count for kind, count in expected.items() if count}
    assert opened.page.inner_text("h1").startswith(f"{one['name']} is linked with ")


@pytest.mark.parametrize(
    ("change", "more", "fewer", "why"),
    [
        ({}, set(), set(), "as it begins"),
        ({"open": "INSPECTION"}, {"inspector"}, set(), "its inspectors come"),
        ({"hidden": "INSPECTION"}, set(), {"inspection"}, "one inspection goes"),
        ({"kinds": "inspection"}, set(), {"leader", "inspector", "programme"}, "kinds are off"),
        ({"kinds": "none"}, set(), {"inspection", "leader", "inspector", "programme"}, "all off"),
        ({"hidden": "COUNCIL"}, set(), set(), "what it begins with stays"),
        ({"open": "urn:kg:nothing"}, set(), set(), "an unknown thing changes nothing"),
        ({"also": "OTHER"}, {"council"}, set(), "one more, without its neighbours"),
        (
            {"open": "INSPECTION", "kinds": "council,inspection,inspector,leader,programme,theme"},
            {"theme", "inspector"},
            set(),
            "themes only when they are switched on",
        ),
        (
            {"open": "INSPECTION", "hidden": "INSPECTION"},
            set(),
            {"inspection"},
            "what is removed doesn't open",
        ),
    ],
)
def test_it_grows_and_shrinks_as_the_address_says(
    national: Any,
    data: dict[str, Any],
    change: dict[str, str],
    more: set[str],
    fewer: set[str],
    why: str,
) -> None:
    one = council(data, 20)
    graded = next(i for i in one["inspections"] if i[10])
    names = {"INSPECTION": graded[0], "COUNCIL": one["iri"], "OTHER": data["councils"][90][2]}
    before = drawn_kinds(national(address(**{"from": short(one["iri"])})))
    opened = national(
        address(
            **{"from": short(one["iri"])},
            **{key: short(names.get(value, value)) for key, value in change.items()},
        )
    )
    after = drawn_kinds(opened)
    kinds = before.keys() | after.keys()
    assert {k for k in kinds if after.get(k, 0) > before.get(k, 0)} == more & after.keys(), why
    assert {k for k in kinds if after.get(k, 0) < before.get(k, 0)} == fewer & before.keys(), why
    assert more <= after.keys(), why
    if "urn:kg:nothing" in change.values():
        assert "Not on this page: urn:kg:nothing" in opened.page.inner_text("#screen")
    assert (opened.errors, opened.asked) == ([], [])


def test_more_than_sixty_of_a_kind_are_listed_and_not_drawn(
    national: Any, data: dict[str, Any]
) -> None:
    at, theme = 0, data["themes"][0][0]
    total = sum(1 for row in data["inspections"] if at in row[14][::5])
    assert total > 68
    opened = national(address(**{"from": f"https://w3id.org/inspection-kg/concept/theme/{theme}"}))
    assert drawn_kinds(opened)["inspection"] == 60
    assert f"{total - 60} more inspections are not drawn" in opened.page.inner_text(".net-main")
    assert f"60 of {total}" in opened.page.inner_text("[data-kind-switch=inspection]")
    panel = opened.page.locator(".net-panel")
    panel.get_by_role("button", name=f"and {total - 8} more inspections").click()
    assert panel.locator(".near-list li").count() == total, "all are in the list"
    panel.get_by_role("button", name=f"Draw {total - 60} more inspections").click()
    opened.until(f"document.querySelectorAll('.thing').length === {total + 1}")


def spots(opened: Any) -> dict[str, str]:
    """Where each thing stands, without the scale of its shape."""
    found: list[list[str]] = opened.page.eval_on_selector_all(
        ".thing",
        "(all) => all.map((one) => [one.getAttribute('aria-label'), one.getAttribute('transform').split(' scale')[0]])",
    )
    return dict(found)


def test_showing_neighbours_leaves_the_others_in_their_places_and_back_undoes(
    national: Any, data: dict[str, Any]
) -> None:
    one = council(data, 21)
    opened = national(address(**{"from": short(one["iri"])}))
    before = spots(opened)
    opened.page.locator('.thing[aria-label*=", inspection"]').first.dispatch_event("click")
    opened.page.click('[data-act="expand"]')
    opened.until(f"document.querySelectorAll('.thing').length > {len(before)}")
    after = spots(opened)
    assert {name: after[name] for name in before} == before
    focused = opened.page.evaluate("document.activeElement.textContent")
    assert focused == "Hide its neighbours", "the focus isn't lost"
    opened.page.go_back()
    opened.until(f"document.querySelectorAll('.thing').length === {len(before)}")
    assert spots(opened) == before


def test_the_same_address_gives_the_same_picture(
    national: Any, data: dict[str, Any], opener: Any, national_page: bytes
) -> None:
    where = address(**{"from": short(council(data, 22)["iri"])})
    fresh = opener.open(national_page, f"#/{where}", {})
    national("network")
    assert spots(national(where)) == spots(fresh)


def two_inspectors(data: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """Two inspectors without an inspection in common."""
    inspectors = [person for person in data["people"] if person[4]]
    first = inspectors[0]
    own = {visit[0] for visit in first[4]}
    other = next(p for p in inspectors[1:] if own.isdisjoint(visit[0] for visit in p[4]))
    return first, other


def pairs(data: dict[str, Any]) -> set[tuple[str, str]]:
    """The links of the rows, without those of organisations and themes."""
    councils = [row[2] for row in data["councils"]]
    visits = [row[0] for row in data["inspections"]]
    return {
        *((row[0], councils[n]) for row in data["inspections"] for n in row[1]),
        *((row[0], visits[n]) for row in data["inspections"] for n in row[7]),
        *((person[0], councils[post[0]]) for person in data["people"] for post in person[3]),
        *((person[0], visits[visit[0]]) for person in data["people"] for visit in person[4]),
        *((b[0], councils[n[0]]) for b in data["bodies"] if b[1] == "programme" for n in b[5]),
    }


def apart(data: dict[str, Any], start: str, goal: str) -> int:
    """How many links two things are apart."""
    near: dict[str, set[str]] = {}
    for a, b in pairs(data):
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    far, edge, seen = 0, {start}, {start}
    while goal not in edge:
        edge = {other for one in edge for other in near[one]} - seen
        seen |= edge
        far += 1
    return far


def test_the_way_between_two_inspectors_is_named_with_a_quote_for_each_link(
    national: Any, data: dict[str, Any]
) -> None:
    first, other = two_inspectors(data)
    far = apart(data, first[0], other[0])
    assert far > 2
    opened = national(address(**{"from": short(first[0])}, path=short(other[0])))
    assert opened.page.inner_text("h1") == f"{first[1]} and {other[1]} are {far} links apart"
    assert opened.page.locator(".thing").count() == far + 1
    named = opened.page.locator('.label text.name:not([display="none"])')
    assert named.count() == far + 1, "all on the way have their names"
    assert {first[1], other[1]} <= set(named.all_text_contents())
    steps = opened.page.locator(".way > li")
    assert steps.count() == far
    opened.until(
        "![...document.querySelectorAll('.way blockquote')].some((q) => q.textContent === '…')"
    )
    for step in steps.all():
        said = (
            step.locator("blockquote").first.inner_text()
            if step.locator("blockquote").count()
            else step.inner_text()
        )
        assert said and "not on this page" not in said
    assert first[1] in steps.first.inner_text()
    assert other[1] in steps.last.inner_text()


def test_a_way_is_found_by_name(national: Any, data: dict[str, Any]) -> None:
    first, other = two_inspectors(data)
    opened = national(address(**{"from": short(first[0])}))
    opened.page.fill("#net-to", other[1].upper())
    opened.page.press("#net-to", "Enter")
    opened.until("document.querySelector('.way')")
    assert other[1] in opened.page.inner_text("h1")
    opened.page.fill("#net-from", "no such thing anywhere")
    opened.page.press("#net-from", "Enter")
    assert "No match for" in opened.page.inner_text("#screen")


def test_keys_move_choose_and_zoom(national: Any, data: dict[str, Any]) -> None:
    opened = national(address(**{"from": short(council(data, 23)["iri"])}))
    page = opened.page
    assert page.locator('.thing[tabindex="0"]').count() == 1, "one tab stop"
    page.focus('.thing[tabindex="0"]')
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert page.inner_text(".net-panel h2").splitlines()[-1].strip() in chosen
    assert "at=" in page.evaluate("location.hash")
    before = page.get_attribute(".net", "transform")
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    assert page.get_attribute(".net", "transform") != before
    page.keyboard.press("0")
    page.wait_for_timeout(400)
    assert page.get_attribute(".net", "transform") == before
    assert opened.errors == [], "d3-zoom works under the page's policy"


def test_names_lie_over_nothing(national: Any, data: dict[str, Any]) -> None:
    one = council(data, 24)
    opened = national(
        address(
            **{"from": short(one["iri"])}, open=",".join(short(i[0]) for i in one["inspections"])
        )
    )
    opened.page.wait_for_timeout(150)
    over = opened.page.evaluate(
        """() => {
            const names = [...document.querySelectorAll('.label text.name:not([display="none"])')].map((one) => one.getBoundingClientRect());
            let over = 0;
            names.forEach((a, i) => names.slice(i + 1).forEach((b) => {
                if (a.left + 1 < b.right && b.left + 1 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom) over += 1;
            }));
            return [over, names.length];
        }"""
    )
    assert over[0] == 0
    assert over[1] > 5


def turtle(opened: Any) -> list[ox.Quad]:
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Turtle").click()
    return list(ox.parse(path=str(waiting.value.path()), format=ox.RdfFormat.TURTLE))


def test_turtle_holds_only_things_and_links_of_the_graph(
    national: Any, data: dict[str, Any]
) -> None:
    one = council(data, 25)
    opened = national(
        address(
            **{"from": short(one["iri"])}, open=",".join(short(i[0]) for i in one["inspections"])
        )
    )
    drawn = opened.page.locator(".thing").count()
    quads = turtle(opened)
    store = national_graph().store
    named = {q.subject for q in quads if isinstance(q.subject, ox.NamedNode)}
    assert len(named) == drawn, "what is drawn, no more and no less"
    assert all(next(store.quads_for_pattern(one_, None, None, None), None) for one_ in named)
    of = ox.NamedNode("http://www.w3.org/ns/prov#wasAssociatedWith")
    took_part = {
        (data["inspections"][visit[0]][0], person[0])
        for person in data["people"]
        for visit in person[4]
    }
    said = {(str(q.subject)[1:-1], str(q.object)[1:-1]) for q in quads if q.predicate == of}
    assert said
    assert said <= took_part
    statement = ox.NamedNode("https://w3id.org/inspection-kg/ontology#quote")
    assert any(q.predicate == statement for q in quads), "links have their quotes"


def test_tables_say_what_is_drawn(national: Any, data: dict[str, Any]) -> None:
    opened = national(address(**{"from": short(council(data, 26)["iri"])}))
    opened.page.click(".as-table summary")
    opened.until("document.querySelectorAll('.as-table table').length === 2")
    tables = opened.page.locator(".as-table table")
    assert tables.nth(0).locator("tbody tr").count() == opened.page.locator(".thing").count()
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Links (CSV)").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("from,link,to,")
    assert len(lines) > tables.nth(1).locator("tbody tr").count()


def with_network(page: bytes, network: dict[str, Any]) -> bytes:
    """The page with a network of its own, as rows.py describes it."""
    text = json.dumps(network).replace("<", "\\u003c").replace("&", "\\u0026")
    return page.replace(b'"network":null', f'"network":{text}'.encode(), 1)


def test_a_given_network_is_drawn_as_it_is(
    opener: Any, national_page: bytes, data: dict[str, Any]
) -> None:
    known = data["councils"][20]
    network = {
        "nodes": [[known[2], "council", "another name"], ["urn:kg:kite", "programme", "Kite Two"]]
        + [[f"urn:kg:{n}", "other", f"Thing {n}"] for n in range(400)],
        "links": [[1, 0, "runs in", "https://example.org/runsIn"], [2, 0, "", ""]],
    }
    opened = opener.open(with_network(national_page, network), "#/network", {})
    assert opened.page.inner_text("h1") == "A network of 402 things"
    assert opened.page.locator(".thing").count() == 300
    assert "300 of 402 things are drawn" in opened.page.inner_text(".net-main")
    assert f"{known[1]}, council" in things(opened), "a known thing keeps its name"
    opened.page.locator(f'.thing[aria-label="{known[1]}, council"]').dispatch_event("click")
    link = opened.page.get_by_role("link", name="All on this council")
    assert link.get_attribute("href") == f"#/council/{known[0]}"
    quads = turtle(opened)
    runs = [q for q in quads if q.predicate.value == "https://example.org/runsIn"]
    assert [(str(q.subject), str(q.object)) for q in runs] == [("<urn:kg:kite>", f"<{known[2]}>")]
    opened.page.click(".as-table summary")
    opened.until("document.querySelector('.as-table tbody')?.children.length === 402")
    assert (opened.errors, opened.asked) == ([], [])


HOSTILE = (
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "\u202ereversed\u202c \U0001f3e0 zalgo\u0301\u0301",
    "' \" ` \\ \n \t ; -- ${alert(1)}",
    "__proto__",
)


def test_hostile_names_are_only_names(opener: Any) -> None:
    atlas = read_atlas(national_graph())
    people = tuple(
        replace(person, name=HOSTILE[n % len(HOSTILE)]) for n, person in enumerate(atlas.people)
    )
    bodies = tuple(
        replace(body, name=HOSTILE[n % len(HOSTILE)]) for n, body in enumerate(atlas.bodies)
    )
    page = render(replace(atlas, people=people, bodies=bodies), HOSTILE[0])
    given = {
        "nodes": [[name, name, name] for name in HOSTILE],
        "links": [[0, 1, HOSTILE[1], [99999999]], [0, 77, "no such thing", []], [2, 3, "", []]],
    }
    first = next(p.iri for p in atlas.people if p.visits)
    last = next(p.iri for p in reversed(atlas.people) if p.visits)
    for where in (
        "network",
        address(**{"from": short(first)}),
        address(**{"from": short(first)}, path=short(last)),
        address(**{"from": HOSTILE[0]}, open=HOSTILE[1], kinds=HOSTILE[2], whole=HOSTILE[3]),
    ):
        for given_too in (False, True):
            opened = opener.open(with_network(page, given) if given_too else page, f"#/{where}", {})
            assert (opened.errors, opened.asked) == ([], []), where
            assert opened.page.locator("#screen img, #screen script, #screen [onload]").count() == 0
            if opened.page.get_by_role("button", name="Turtle").count():
                assert turtle(opened), where


def test_a_selection_says_what_it_shares(national: Any, data: dict[str, Any]) -> None:
    """Two inspectors of one inspection, and no more in common."""
    people = [person for person in data["people"] if person[4]]
    visited = {person[0]: {visit[0] for visit in person[4]} for person in people}
    first = people[0]
    other = next(p for p in people[1:] if visited[p[0]] & visited[first[0]] and not p[3])
    shared = len(visited[first[0]] & visited[other[0]])
    opened = national(address(**{"from": f"{short(first[0])},{short(other[0])}"}))
    words = "1 inspection" if shared == 1 else f"{shared} inspections"
    assert opened.page.inner_text("h1") == f"{first[1]} and {other[1]} share {words}"


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}, "has_touch": True}],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_nothing(national: Any, data: dict[str, Any], options: dict[str, Any]) -> None:
    first, other = two_inspectors(data)
    for where in (
        "network",
        address(**{"from": short(council(data, 20)["iri"])}),
        address(**{"from": short(first[0])}, path=short(other[0])),
    ):
        opened = national(where, **options)
        if opened.page.locator(".as-table").count():
            opened.page.click(".as-table summary")
        opened.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = opened.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        faults = [(v["id"], [n["html"][:150] for n in v["nodes"]][:3]) for v in found["violations"]]
        assert faults == [], where


@pytest.mark.parametrize(("width", "height"), [(320, 256), (640, 256), (360, 330), (1920, 1080)])
def test_it_lives_in_any_window(
    national: Any, data: dict[str, Any], width: int, height: int
) -> None:
    where = address(**{"from": short(council(data, 20)["iri"])})
    opened = national(where, viewport={"width": width, "height": height})
    over = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, "the page scrolls sideways"
    assert opened.page.locator(".thing").count() > 3
    assert (opened.errors, opened.asked) == ([], [])


def test_the_answer_of_a_query_is_drawn_with_the_quotes_of_its_links(opener: Any) -> None:
    graph = national_graph()
    answer = run(graph, bind(named("programme-network"), {}))
    opened = opener.open(view(graph, answer=answer, title="Who uses what"), "", {})
    assert opened.page.evaluate("location.hash") == "#/network"
    assert re.search(r"^A network of [\d,]+ things$", opened.page.inner_text("h1"))
    opened.page.locator(".thing[aria-label^='Kite']").first.dispatch_event("click")
    opened.page.locator(".openable summary").first.click()
    opened.until("document.querySelector('blockquote')?.textContent.includes('Kite')")
    opened.page.evaluate("location.hash = '#/council/E08000032'")
    opened.until("document.querySelector('h1').textContent.startsWith('Bradford')")
    assert (opened.errors, opened.asked) == ([], [])


def test_a_depth_opens_what_is_near(national: Any, data: dict[str, Any]) -> None:
    iri = short(data["people"][0][0])
    near = things(national(address(**{"from": iri})))
    far = things(national(address(**{"from": iri}, depth="2")))
    assert near < far
    assert {name for name in far if name.endswith(", council")}, "the councils of the inspections"
