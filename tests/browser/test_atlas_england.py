"""The first screen: what the map and the journeys say of a graph of all of England."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from kg.query.answer import Table
from kg.query.library import bind
from kg.query.run import run
from kg.views.read import read_atlas
from national import national_graph
from queries import named, text

pytestmark = pytest.mark.browser

AREAS = {
    "": "overall",
    "help-and-protection": "help_and_protection",
    "in-care": "in_care",
    "care-leavers": "care_leavers",
    "leadership": "leadership",
}
LETTERS = {
    "outstanding": "O",
    "good": "G",
    "requires-improvement": "RI",
    "inadequate": "I",
    "": "–",
}


def rows(query: str) -> list[dict[str, str]]:
    """The rows of a query of the library on the national graph."""
    found = run(national_graph(), bind(named(query), {}))
    assert isinstance(found, Table)
    return [dict(zip(found.columns, map(text, row), strict=True)) for row in found.rows]


def stated() -> dict[str, str]:
    """The overall grades that only a later document states, by GSS code, where they are the newest."""
    atlas = read_atlas(national_graph())
    codes = {council.iri: council.gss for council in atlas.councils}
    return {codes[one.council]: one.grade for one in atlas.stated}


def newest() -> dict[str, str]:
    """The newest overall grade of each council of today that has a dated one."""
    found = {
        r["gss"]: r["overall"] for r in rows("latest-grades") if r["start"] and not r["abolished"]
    }
    return {**found, **stated()}


def letters(opened: Any, picture: str) -> dict[str, str]:
    """The last letter of each council in a picture, by GSS code; "–" where it has none."""
    found: dict[str, str] = opened.page.evaluate(
        """(picture) => Object.fromEntries([...document.querySelectorAll(`${picture} [data-council]`)].map((row) => {
            const all = [...row.querySelectorAll(".letter, .small")].map((one) => one.textContent);
            return [row.dataset.council, row.querySelector(".part") ? all.join(" ") : all.pop() || "–"];
        }))""",
        picture,
    )
    return found


@pytest.mark.parametrize("area", AREAS)
def test_each_council_on_the_map_has_its_latest_grade(national: Any, area: str) -> None:
    expected = {
        row["gss"]: LETTERS.get(row[AREAS[area]], "areas")
        for row in rows("latest-grades")
        if not row["abolished"] and row["start"]
    }
    assert stated(), "some are known from a later document alone, which says nothing of areas"
    expected |= {gss: "–" if area else f"({LETTERS[one]})" for gss, one in stated().items()}
    shown = letters(national(f"?by={area}" if area else ""), ".hexmap")
    assert len(shown) == 153
    seen = {gss: "areas" if " " in shown[gss] else shown[gss] for gss in expected}
    assert seen == expected
    assert "areas" in expected.values() or area, "some have no overall grade"
    assert "–" in expected.values() or area != "care-leavers", "some have none for care leavers now"


def test_each_journey_ends_with_the_latest_grade(national: Any) -> None:
    page = national().page
    expected = newest()
    labels = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".journeys a")].map((row) =>
            [row.dataset.council, row.querySelector("title").textContent]))"""
    )
    for gss, label in labels.items():
        last = label.split("; ")[-1] if "no overall" not in label else "no overall grade reported"
        said = expected[gss].replace("-", " ").replace("not reported", "no overall grade reported")
        assert said in last, label


def test_the_numbers_of_councils_by_grade_are_those_of_the_query(national: Any) -> None:
    expected = Counter(newest().values())
    tiles = national().page.eval_on_selector_all(
        ".tile",
        "(tiles) => tiles.map((tile) => [tile.querySelector('i').dataset.grade, Number(tile.querySelector('strong').textContent)])",
    )
    shown = {token: count for token, count in tiles if token != "none"}
    assert shown == dict(expected)


def test_a_year_shows_the_grades_then_in_force(national: Any) -> None:
    start = {row["document"]: row["start"] for row in rows("inspections")}
    given = sorted(
        (start[row["document"]], row["gss"], row["grade"])
        for row in rows("judgements")
        if row["area"] == "overall-effectiveness" and "" < start[row["document"]] <= "2017-12-31"
    )
    expected = {gss: LETTERS[grade] for _, gss, grade in given}
    shown = letters(national("?year=2017"), ".hexmap")
    assert shown == {gss: expected.get(gss, "–") for gss in shown}


@pytest.mark.parametrize(
    ("address", "expected", "why"),
    [
        ("", r"^\d+ of \d+ councils are inadequate overall; .+: \d+ of \d+, ", "the newest grades"),
        (
            "?year=2017",
            r"^At the end of 2017, \d+ of \d+ councils were inadequate overall",
            "a year",
        ),
        ("?by=care-leavers", r"inadequate for care leavers", "an area"),
    ],
)
def test_the_heading_states_the_finding(
    national: Any, address: str, expected: str, why: str
) -> None:
    heading = national(address).page.inner_text("h1")
    assert re.search(expected, heading), f"{why}: {heading}"


@pytest.mark.parametrize(
    ("width", "height"), [(320, 256), (640, 256), (360, 330), (844, 390), (1440, 900), (1920, 1080)]
)
def test_it_lives_in_any_window(national: Any, width: int, height: int) -> None:
    opened = national(viewport={"width": width, "height": height})
    assert opened.page.locator(".hexmap a").count() == 153
    over = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, "the page scrolls sideways"
    assert (opened.errors, opened.asked) == ([], [])


def test_a_grade_puts_the_other_councils_back(national: Any) -> None:
    page = national().page
    page.click(".tile:has([data-grade=inadequate])")
    page.wait_for_selector(".hexmap .faint")
    bright = page.locator(".hexmap a:not(.faint)").count()
    assert bright == int(page.locator(".tile[aria-pressed=true] strong").inner_text())


def test_an_undated_grade_is_named(national: Any) -> None:
    assert "has no date and isn’t drawn" in national().page.inner_text("#screen")


def test_arrow_keys_move_on_the_map(national: Any) -> None:
    page = national().page
    page.focus(".hexmap a[tabindex='0']")
    first = page.evaluate("document.activeElement.dataset.council")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.council") != first
