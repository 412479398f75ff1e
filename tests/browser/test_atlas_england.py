"""The first screen: what the map and the journeys say of a graph of all of England."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

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

NEWEST = (
    r"^By the newest report here, (\d+ of \d+ councils are|1 of \d+ councils is) inadequate overall"
    r"(; in .+ \d+ of \d+, with .+ outstanding)?"
)


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
    there = councils_then("2017-12-31").keys() & shown.keys()
    assert {gss: shown[gss] for gss in there} == {gss: expected.get(gss, "–") for gss in there}
    before = {"E06000060": "E10000002", "E06000065": "E10000023", "E06000066": "E10000027"}
    assert {gss: shown[gss] for gss in before} == {
        gss: expected.get(one, "–") for gss, one in before.items()
    }, "a council stands for the one that it replaced"


@pytest.mark.parametrize(
    ("address", "expected", "why"),
    [
        ("", NEWEST, "the newest grades"),
        ("?by=adoption", NEWEST, "an area that councils aren't compared by: the overall grade"),
        ("?by=nonsense&year=x&grade=y", NEWEST, "nothing that there is"),
        (
            "?year=2017",
            r"^At the end of 2017, (\d+ of \d+ councils were|1 of \d+ councils was) inadequate overall",
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


def test_an_unknown_choice_puts_no_council_back(national: Any) -> None:
    assert national("?grade=nonsense").page.locator(".faint").count() == 0


# A year -------------------------------------------------------------------------------------


def councils_then(day: str) -> dict[str, str]:
    """The overall grade of each council that there was on a day, by GSS code; "" without one."""
    atlas = read_atlas(national_graph())
    start = {row["document"]: row["start"] for row in rows("inspections")}
    given = sorted(
        (start[row["document"]], row["gss"], row["grade"])
        for row in rows("judgements")
        if row["area"] == "overall-effectiveness" and "" < start[row["document"]] <= day
    )
    newest = {gss: grade for _, gss, grade in given}
    return {
        council.gss: newest.get(council.gss, "")
        for council in atlas.councils
        if (not council.formed or council.formed <= day)
        and (not council.abolished or council.abolished > day)
    }


def test_the_numbers_of_a_year_are_of_the_councils_that_there_were(national: Any) -> None:
    then = councils_then("2017-12-31")
    assert then.keys() - councils_then("2026-12-31").keys(), "some were abolished later"
    page = national("?year=2017").page
    tiles = dict(
        page.eval_on_selector_all(
            ".tile",
            "(all) => all.map((one) => [one.querySelector('i').dataset.grade, Number(one.querySelector('strong').textContent)])",
        )
    )
    assert tiles == dict(Counter(grade or "none" for grade in then.values()))
    worst = sum(grade == "inadequate" for grade in then.values())
    graded = sum(grade != "" for grade in then.values())
    assert f"{worst or 'none'} of {graded} council" in page.inner_text("h1")


@pytest.mark.parametrize(("year", "shown"), [("", 1), ("2017", 0)])
def test_the_latest_changes_are_shown_for_the_newest_grades_only(
    national: Any, year: str, shown: int
) -> None:
    page = national(f"?year={year}").page
    assert page.get_by_role("heading", name="Latest changes").count() == shown


def test_a_council_that_there_was_not_yet_shows_its_predecessor_pale(national: Any) -> None:
    then = councils_then("2017-12-31")
    page = national("?year=2017").page
    pale = page.eval_on_selector_all(
        ".hexmap .pale",
        "(all) => all.map((one) => [one.parentNode.dataset.council, one.parentNode.querySelector('title').textContent])",
    )
    assert not {gss for gss, _ in pale} & then.keys()
    assert all(re.search(r"\(until 20\d\d\): ", said) for _, said in pale), pale
    gone = {gss for gss, grade in then.items() if grade} - councils_then("2026-12-31").keys()
    assert bool(pale) == bool(gone)


# A theme ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def talkative(opener: Any, national: Any, national_page: bytes) -> Any:
    """The national graph with six times the findings in every second inspection."""
    head, rest = national_page.split(b'id="data">', 1)
    data, tail = rest.split(b"</script>", 1)
    values = json.loads(data)
    for row in values["inspections"][::2]:
        row[14] = [value * 6 if place % 5 else value for place, value in enumerate(row[14])]
    changed = json.dumps(values).replace("<", "\\u003c").encode()
    return type(national)(opener, head + b'id="data">' + changed + b"</script>" + tail)


def test_the_heading_of_a_theme_is_of_its_findings(talkative: Any) -> None:
    page = talkative("?by=theme-workforce").page
    heading = page.inner_text("h1")
    found = re.search(
        r"^Workforce: ([\d,]+) of ([\d,]+) findings \(\d+%\) are weaknesses in the newest full reports "
        r"of (\d+) councils; among the highest shares: (.+), (\d+) of (\d+) in \d{4}$",
        heading,
    )
    assert found, heading
    said = page.eval_on_selector_all(".hexmap title", "(all) => all.map((one) => one.textContent)")
    counts = [
        (int(each[1]), int(each[2]))
        for one in said
        if (each := re.search(r"(\d+) of (\d+) findings? (?:is a weakness|are weaknesses)", one))
    ]
    assert len(counts) == int(found[3])
    assert sum(weak for weak, _ in counts) == int(found[1].replace(",", ""))
    assert sum(size for _, size in counts) == int(found[2].replace(",", ""))
    highest = max(weak / size for weak, size in counts if size >= 5)
    assert int(found[5]) / int(found[6]) == highest


def test_the_map_of_a_theme_gives_no_share_of_few_findings(talkative: Any) -> None:
    themes = talkative().page.eval_on_selector_all(
        "option[value^=theme-]", "(all) => all.map((one) => one.value)"
    )
    sizes = set()
    for theme in themes:
        cells = talkative(f"?by={theme}").page.eval_on_selector_all(
            ".hexmap a",
            """(all) => all.map((one) => [one.querySelector("title").textContent, one.querySelector(".letter").textContent,
                Boolean(one.querySelector(".shade"))])""",
        )
        for says, letter, shaded in cells:
            if found := re.search(r"(\d+) of (\d+) findings? (?:is a|are) weakness", says):
                weak, size = int(found[1]), int(found[2])
                sizes.add(size >= 5)
                assert shaded == (size >= 5), says
                assert letter == (
                    f"{int(100 * weak / size + 0.5)}%" if shaded else f"{weak} of {size}"
                )
            else:
                assert (letter, shaded) == ("–", False), says
    assert sizes == {False, True}


def test_the_screen_of_a_theme_has_no_numbers_of_grades(talkative: Any) -> None:
    page = talkative("?by=theme-workforce").page
    assert page.locator(".tile, .bar-of, .chip").count() == 0
    assert page.get_by_role("heading", name="Journeys of the overall grade").count() == 1
    page.click(".aside li a")
    page.wait_for_selector("[data-screen=council] .opened-box")


# Keys and focus -------------------------------------------------------------------------------

CONTROLS = [
    ("", "#choose-show", "select", "the map"),
    ("", "#choose-sort-by", "select", "the journeys"),
    ("", "#choose-group", "select", "the journeys' groups"),
    ("", "#year", "ArrowLeft", "the year: several steps"),
    ("", "#tile-good", "Enter", "a grade"),
    ("theme/workforce", "#choose-theme", "select", "a theme"),
    ("theme/workforce", "#choose-count", "select", "what counts on a theme"),
    ("themes", "#choose-change-between", "select", "what themes compare"),
    ("people", "#choose-show", "select", "which people"),
    ("programmes", "#choose-show", "select", "which programmes"),
]


@pytest.mark.parametrize(("address", "control", "how", "why"), CONTROLS, ids=lambda value: value)
def test_a_control_keeps_the_focus(
    national: Any, address: str, control: str, how: str, why: str
) -> None:
    opened = national(address)
    page = opened.page
    for _ in range(2):
        before = page.evaluate("location.hash")
        page.focus(control)
        if how == "select":
            page.evaluate(
                """(control) => {
                    const box = document.querySelector(control);
                    box.selectedIndex = (box.selectedIndex + 1) % box.options.length;
                    box.dispatchEvent(new Event("change"));
                }""",
                control,
            )
        else:
            page.keyboard.press(how)
        page.wait_for_timeout(150)
        assert page.evaluate("location.hash") != before, why
        assert page.evaluate("`#${document.activeElement.id}`") == control, why


def test_the_year_goes_back_with_each_press(national: Any) -> None:
    page = national().page
    page.focus("#year")
    years = [int(page.input_value("#year"))]
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(150)
        years.append(int(page.input_value("#year")))
    assert years == list(range(years[0], years[0] - 4, -1))


@pytest.mark.parametrize("picture", [".hexmap", ".journeys"])
def test_a_picture_is_one_tab_stop_and_arrow_keys_move_in_it(national: Any, picture: str) -> None:
    page = national().page
    assert page.locator(f"{picture} a[tabindex='0']").count() == 1
    page.focus(f"{picture} a[tabindex='0']")
    seen = [page.evaluate("document.activeElement.dataset.council")]
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        assert page.locator(f"{picture} a[tabindex='0']").count() == 1, key
        assert page.evaluate(
            "(picture) => Boolean(document.activeElement.closest(picture))", picture
        )
        seen.append(page.evaluate("document.activeElement.dataset.council"))
    assert len(set(seen)) >= 3, seen


@pytest.mark.parametrize("key", ["e", "d", "p", "E", "1"])
def test_no_letter_is_a_shortcut(national: Any, key: str) -> None:
    page = national("people").page
    page.evaluate(
        "window.printed = 0; window.print = () => { window.printed += 1; }; scrollTo(0, 0)"
    )
    state = "[location.hash, document.documentElement.dataset.theme, window.printed]"
    before = page.evaluate(state)
    page.focus("#screen")
    page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.evaluate(state) == before


# What is told and saved -------------------------------------------------------------------------


def test_the_councils_without_a_dated_grade_are_named(national: Any) -> None:
    page = national().page
    missing = page.locator(".tile:has([data-grade=none]) strong")
    count = int(missing.inner_text()) if missing.count() else 0
    said = page.locator(".without").inner_text() if count else "0"
    assert int(said.split()[0]) == count
    for name in page.eval_on_selector_all(
        ".hexmap a", "(all) => all.map((one) => one.querySelector('title').textContent)"
    ):
        if name.endswith(": no dated grade"):
            assert name.removesuffix(": no dated grade") in said


@pytest.mark.parametrize(
    ("address", "picture", "words"),
    [
        ("", "map", ["Outstanding", "Inadequate", "Source: "]),
        ("", "journeys", ["Outstanding", "Inadequate", "Source: "]),
        ("?by=theme-workforce", "map", ["the darker, the more", "by=theme-workforce"]),
        ("council/E08000032", "years", ["full inspection", "Source: "]),
    ],
)
def test_a_saved_picture_has_its_heading_key_and_source(
    national: Any, tmp_path: Path, address: str, picture: str, words: list[str]
) -> None:
    page = national(address).page
    with page.expect_download() as waiting:
        page.click(f"[aria-label='Save the {picture} as SVG']")
    waiting.value.save_as(tmp_path / "saved.svg")
    root = fromstring((tmp_path / "saved.svg").read_text(encoding="utf-8"))
    said = " ".join(" ".join(root.itertext()).split())
    for words_ in [*words, " ".join(page.inner_text("h1").split())]:
        assert words_ in said


def test_print_has_light_colours_and_whole_pictures(national: Any) -> None:
    page = national(color_scheme="dark").page
    page.emulate_media(media="print")
    light = page.evaluate(
        """() => [getComputedStyle(document.querySelector("h1")).color, getComputedStyle(document.body).backgroundColor,
            getComputedStyle(document.querySelector(".journeys")).breakInside, getComputedStyle(document.querySelector(".bars")).breakInside]"""
    )
    page.emulate_media(media="screen")
    assert light == ["rgb(28, 37, 54)", "rgb(255, 255, 255)", "avoid", "avoid"]


def test_a_small_screen_has_letters_without_names(national: Any) -> None:
    page = national(viewport={"width": 390, "height": 844}).page
    assert page.locator(".hexmap .name").count() == 0
    tall = page.eval_on_selector_all(
        ".hexmap .letter",
        "(all) => Math.min(...all.map((one) => one.getBoundingClientRect().height))",
    )
    assert tall >= 9, "legible"
