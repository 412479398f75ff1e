"""The search in the bar: what each word finds first, and what keys do."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(national: Any) -> Any:
    """England, with the search empty."""
    opened = national()
    opened.page.evaluate("document.activeElement.blur()")
    opened.page.fill("#find", "")
    opened.page.evaluate("document.activeElement.blur()")
    return opened.page


def found(page: Any, text: str) -> list[tuple[str, str]]:
    """The names found for a text, with what they are."""
    page.fill("#find", text)
    return [
        (name, kind)
        for name, kind in page.eval_on_selector_all(
            "#found li",
            "(rows) => rows.map((row) => [row.querySelector('.name').textContent, row.querySelector('.relation').textContent])",
        )
    ]


COUNCIL = "council · "

CASES: list[tuple[str, str, str, str]] = [
    ("Bradford", "Bradford", COUNCIL + "Yorkshire and the Humber", "a council by its name"),
    ("brad", "Bradford", COUNCIL + "Yorkshire and the Humber", "the beginning of a name"),
    ("Brdford", "Bradford", COUNCIL + "Yorkshire and the Humber", "a letter left out"),
    ("Bradfrod", "Bradford", COUNCIL + "Yorkshire and the Humber", "two letters changed over"),
    ("bradford council", "Bradford", COUNCIL + "Yorkshire and the Humber", "words of its full name"),
    ("city of york", "York", COUNCIL + "Yorkshire and the Humber", "its full name"),
    ("Hull", "Kingston upon Hull", COUNCIL + "Yorkshire and the Humber", "part of a name; not Hill"),
    ("BCP", "Bournemouth, Christchurch and Poole", COUNCIL + "South West", "another name"),
    ("st helens", "St Helens", COUNCIL + "North West", "without its full stop"),
    ("St. Helen’s", "St Helens", COUNCIL + "North West", "with marks that it hasn't"),
    ("E08000032", "Bradford", COUNCIL + "Yorkshire and the Humber", "a code"),
    ("E08000016", "Barnsley", COUNCIL + "Yorkshire and the Humber", "a former code"),
    ("E10000002", "Buckinghamshire (until 2020)", COUNCIL + "South East", "the code of an abolished council"),
    ("Buckinghamshire", "Buckinghamshire", COUNCIL + "South East", "today's council before the abolished"),
    ("supervison", "Supervision and management oversight", "theme", "a theme, misspelt"),
    ("workforce", "Workforce", "theme", "a theme"),
    ("outstanding", "Outstanding", "grade · councils with it now", "a grade"),
    ("requires improvement to be good", "Requires improvement", "grade · councils with it now", "its full name"),
    ("London", "London", "region · findings", "a region before councils of that name"),
    ("focused visit", "Focused visit", "type of inspection · findings", "a type of inspection"),
    ("findings", "Findings", "screen", "a screen"),
    ("Ada Moss", "Ada Moss", "", "a person"),
    ("moss ada", "Ada Moss", "", "in another order"),
    ("Safe Stepps", "Safe Steps", "", "a programme, misspelt"),
    ("trafford academy", "Trafford Academy", " · Trafford", "a programme with its council"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind", "why"), CASES)
def test_what_is_found_first(page: Any, text: str, name: str, kind: str, why: str) -> None:
    first = found(page, text)[0]
    assert first[0] == name, why
    assert kind in first[1], why


NOTHING: list[tuple[str, str]] = [
    ("qqqq", "no name is like it"),
    ("E08000031999", "a code has no misspelling"),
    ("Kte", "too short to be another word misspelt"),
    ("<b>x</b> 🏠", "markup"),
    ("w" * 500, "longer than any name"),
    ("*~^:()[]", "signs that a search may give a meaning to"),
]


@pytest.mark.parametrize(("text", "why"), NOTHING)
def test_words_that_are_no_name_lead_to_findings(page: Any, text: str, why: str) -> None:
    names = found(page, text)
    assert len(names) == 1, why
    assert names[0][0].startswith(f"Findings with “{text[:40]}"), why
    assert page.locator("#found b").count() == 0


@pytest.mark.parametrize("text", [text for text, *_ in CASES])
def test_the_last_leads_to_the_findings(page: Any, text: str) -> None:
    assert found(page, text)[-1] == (f"Findings with “{text}”", "search their words")


@pytest.mark.parametrize("text", ["Hull", "bradford council", "Buckinghamshire", "outstanding"])
def test_names_spelt_alike_stay_away_where_a_name_is_found(page: Any, text: str) -> None:
    names = [name for name, _ in found(page, text)[:-1]]
    word = text.split(maxsplit=1)[0].lower()
    assert names
    assert [name for name in names if word not in name.lower()] == [], "no Hill for Hull"


def test_each_programme_and_person_says_where(page: Any) -> None:
    programmes = [kind for name, kind in found(page, "Safe Steps") if name == "Safe Steps"]
    assert len(programmes) > 1, "councils have programmes of the same name"
    assert len(set(programmes)) == len(programmes), "they can be told apart"
    people = [kind for name, kind in found(page, "Ada") if name.startswith("Ada ")]
    assert people
    assert all("inspection" in kind or "leader · " in kind for kind in people)


ROUTES: list[tuple[str, list[str], str, str]] = [
    ("Bradford", ["Enter"], "#/council/E08000032", "Enter takes the first"),
    ("outstanding", ["Enter"], "#/?grade=outstanding", "England with that grade"),
    ("workforce", ["ArrowUp", "Enter"], "#/findings?q=workforce", "up from the first is the last"),
    ("Buckinghamshire", ["ArrowDown", "Enter"], "#/council/E10000002", "down is the next"),
    ("qqqq", ["ArrowDown", "ArrowDown", "Enter"], "#/findings?q=qqqq", "round the end"),
    ("london", ["Enter"], "#/findings?region=E12000007", "a region's findings"),
    ("a&b=c#d", ["Enter"], "#/findings?q=a%26b%3Dc%23d", "signs that an address has a use for"),
]


@pytest.mark.parametrize(("text", "keys", "expected", "why"), ROUTES)
def test_keys_lead_to_a_screen(
    page: Any, text: str, keys: list[str], expected: str, why: str
) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(50)
    assert page.evaluate("location.hash") == expected, why
    assert page.locator("#found").is_hidden()
    assert page.input_value("#find") == ""


def test_a_press_leads_to_a_screen(page: Any) -> None:
    page.fill("#find", "bradford")
    page.click("#found li >> nth=0")
    page.wait_for_timeout(50)
    assert page.evaluate("location.hash") == "#/council/E08000032"


def test_escape_closes_then_empties(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("brad")
    assert page.get_attribute("#find", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert (page.locator("#found").is_hidden(), page.input_value("#find")) == (True, "brad")
    assert page.get_attribute("#find", "aria-expanded") == "false"
    page.keyboard.press("Escape")
    assert page.input_value("#find") == ""
    assert page.evaluate("document.activeElement.id") == "find"


def test_screen_readers_hear_what_is_chosen(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("buckinghamshire")
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#find", "aria-activedescendant")
    assert page.inner_text(f"#{active} .name") == "Buckinghamshire (until 2020)"
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    assert page.locator("#found [aria-selected=true]").count() == 1


def test_the_index_is_made_at_the_first_focus(opener: Any, national_page: bytes) -> None:
    opened = opener.open(national_page, "", {})
    opened.page.evaluate(
        "() => { window.made = 0; const add = MiniSearch.prototype.addAll; MiniSearch.prototype.addAll = function (all) { window.made++; return add.call(this, all); }; }"
    )
    assert opened.page.evaluate("window.made") == 0
    opened.page.keyboard.press("/")
    assert opened.page.evaluate("window.made") == 1
    opened.page.keyboard.type("brad")
    assert opened.page.evaluate("window.made") == 1
