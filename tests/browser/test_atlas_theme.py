"""Themes, people, programmes and organisations: their numbers are sums over the data."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.views.model import Atlas, Body, Council, Finding, Inspection, Person, Visit
from kg.views.page import render
from kg.views.read import read_atlas
from national import national_graph
from recounted import recounted

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
THEME = "care-leavers"
FULL = ("ilacs", "single-inspection")
JUDGED = ("strength", "weakness", "mixed")
OVERALL = "overall-effectiveness"
SCREENS = (
    "themes", f"theme/{THEME}", f"theme/{THEME}?count=visits", "people", "person/ada-birch",
    "person/two-posts", "programmes", "programme/kite",
)  # fmt: skip


@cache
def atlas() -> Atlas:
    """The national graph with more findings on a theme, a programme of many councils, and a director of two.

    There, inspections have few findings on each theme, and names belong to one council.
    """
    made = read_atlas(national_graph())
    draw = random.Random(3)
    more = [
        Finding(
            document, 0, 20 + n, draw.choice(JUDGED), "", False, draw.randint(30, 99), (THEME,), 1, "",
            inspection.councils, (inspection.iri,), "",
        )
        for inspection in made.inspections
        for document in inspection.documents
        for n in range(draw.choice((0, 4, 9, 14)))
    ]  # fmt: skip
    kites = [body for body in made.bodies if body.name == "Kite"]
    kite = Body(
        "https://w3id.org/inspection-kg/id/programme/kite", "programme", "Practice model", "Kite", (),
        tuple(naming for body in kites[:-1] for naming in body.namings),
    )  # fmt: skip
    leaders = [person for person in made.people if person.posts and not person.visits][:2]
    both = Person(
        "https://w3id.org/inspection-kg/id/person/two-posts", "Two Posts", (),
        tuple(post for person in leaders for post in person.posts), (),
    )  # fmt: skip
    signed = [i for i in made.inspections if i.start][:3]
    signer = Person(
        "https://w3id.org/inspection-kg/id/person/signs-letters", "Signs Letters", (), (),
        (Visit(signed[0].iri, "Lead inspector", ()), *(Visit(i.iri, "Signatory", ()) for i in signed)),
    )  # fmt: skip
    only_signs = Person(
        "https://w3id.org/inspection-kg/id/person/only-signs", "Only Signs", (), (),
        tuple(Visit(i.iri, "Signatory", ()) for i in made.inspections),
    )  # fmt: skip
    post = leaders[0].posts[0]
    partner = Person(
        "https://w3id.org/inspection-kg/id/person/partner", "Partner Post", (),
        (replace(post, organisation="Health Trust"), replace(post, organisation="", role="other", role_text="Chair")), (),
    )  # fmt: skip
    return recounted(
        replace(
            made,
            findings=(*made.findings, *more),
            bodies=(*(b for b in made.bodies if b not in kites[:-1]), kite),
            people=(*made.people, both, signer, only_signs, partner),
        )
    )


@pytest.fixture(scope="module")
def screens(opener: Any, national: Any) -> Any:
    """Opens screens of that atlas."""
    return type(national)(opener, render(atlas(), "England"))


def cells(page: Any, name: str) -> list[list[str]]:
    """The texts of a table, by row."""
    more = page.locator(f'[data-table="{name}"] .under > button:visible')
    while more.count():
        more.click()
    found: list[list[str]] = page.eval_on_selector_all(
        f'[data-table="{name}"] tbody tr',
        "(rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim()))",
    )
    return found


def whole(text: str) -> int:
    return int(re.sub(r"[^0-9-]", "", text.replace("−", "-")))


def when(inspection: Inspection) -> str:
    return inspection.start or inspection.end or inspection.published


def overall(inspection: Inspection) -> str:
    return next((g.grade for g in inspection.grades if g.area == OVERALL), "")


@cache
def tally(theme: str) -> dict[str, Counter[str]]:
    """Findings on a theme by kind, for each inspection that has some."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in atlas().findings:
        if theme in finding.themes:
            for inspection in finding.inspections:
                found[inspection][finding.kind] += 1
    return found


def numbers(inspections: Iterable[Inspection], theme: str = THEME) -> tuple[int, int, int]:
    """Weaknesses, judged findings, and inspections with judged findings."""
    counts = [tally(theme)[i.iri] for i in inspections if i.iri in tally(theme)]
    judged = [sum(count[kind] for kind in JUDGED) for count in counts]
    return sum(c["weakness"] for c in counts), sum(judged), sum(1 for n in judged if n)


def share(weak: int, judged: int) -> str:
    """As JavaScript rounds."""
    return f"{int(100 * weak / judged + 0.5)}%"


def councils() -> dict[str, Council]:
    return {council.iri: council for council in atlas().councils}


def chosen(visits: bool) -> list[Inspection]:
    return [i for i in atlas().inspections if visits or i.type in FULL]


@pytest.mark.parametrize("visits", [False, True], ids=["full inspections", "all"])
def test_the_list_of_themes_has_the_sums(screens: Any, visits: bool) -> None:
    shown = {
        row[0]: row[1:6]
        for row in cells(screens("themes?count=visits" if visits else "themes").page, "sort")
    }
    assert len(shown) == 27
    for theme in atlas().themes:
        weak, judged, _ = numbers(chosen(visits), theme.token)
        counts: Counter[str] = sum(
            (tally(theme.token)[i.iri] for i in chosen(visits) if i.iri in tally(theme.token)),
            Counter(),
        )
        row = shown[theme.label]
        assert [whole(text) for text in row[1:]] == [
            counts[kind] for kind in (*JUDGED, "recommendation")
        ], theme.label
        assert row[0] == share(weak, judged), theme.label


@pytest.mark.parametrize("visits", [False, True], ids=["full inspections", "all"])
def test_a_theme_by_region_grade_and_year(screens: Any, visits: bool) -> None:
    page = screens(f"theme/{THEME}" + ("?count=visits" if visits else "")).page
    some, places = chosen(visits), councils()

    def expected(groups: dict[str, list[Inspection]]) -> dict[str, tuple[str, int, int, int]]:
        found = {name: numbers(group) for name, group in groups.items()}
        return {name: (share(w, j), w, j, n) for name, (w, j, n) in found.items() if j}

    def shown(name: str) -> dict[str, tuple[str, int, int, int]]:
        return {
            re.sub(r"^(O|G|RI|A|I|…) ", "", row[0]): (row[1], *map(whole, row[2:5]))  # type: ignore[misc]
            for row in cells(page, name)
        }

    regions = {
        r.label: [i for i in some if r.token in {places[c].region for c in i.councils}]
        for r in atlas().regions
    }
    assert shown("regions") == expected(regions)
    names = {g.token: g.label.removesuffix(" to be good") for g in atlas().grades}
    by_grade = {names[token]: [i for i in some if overall(i) == token] for token in names}
    by_grade["No overall grade given"] = [i for i in some if not overall(i)]
    assert shown("grades") == expected(by_grade)
    labels = page.eval_on_selector_all(
        ".chart .column", "(links) => links.map((link) => link.querySelector('title').textContent)"
    )
    years = {when(i)[:4] for i in some} - {""}
    by_year = expected({year: [i for i in some if when(i)[:4] == year] for year in years})
    # The first four numbers of "2015: 34%, 12 weaknesses of 35 judged findings in 7 inspections".
    read = {
        year: (f"{percent}%", int(weak), int(judged), int(count))
        for year, percent, weak, judged, count in (
            re.findall(r"[\d]+", label.replace(",", ""))[:5] for label in labels
        )
    }
    assert read == by_year
    headline = page.inner_text("h1")
    weak, judged, _ = numbers(some)
    assert headline.startswith(f"Care leavers: {share(weak, judged)} of findings")
    top = max(expected(regions).items(), key=lambda item: item[1][1] / item[1][2])
    assert (
        f"most in {'the ' if re.match('North|South|East|West', top[0]) else ''}{top[0]} ({top[1][0]})"
        in headline
    )


def pairs() -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """The weaknesses and judged findings of the newest two full inspections, by council."""
    found = {}
    for council in atlas().councils:
        own = [i for i in chosen(False) if council.iri in i.councils and when(i)]
        own.sort(key=when)
        if len(own) > 1:
            before, after = (numbers([i])[:2] for i in own[-2:])
            until = f" (until {council.abolished[:4]})" if council.abolished else ""
            found[council.name + until] = (before, after)
    return found


def test_who_improved_most(screens: Any) -> None:
    page = screens(f"theme/{THEME}").page
    fair = {
        name: (before, after, after[0] / after[1] - before[0] / before[1])
        for name, (before, after) in pairs().items()
        if before[1] >= 5 and after[1] >= 5
    }
    for table, sign in (("better", -1), ("worse", 1)):
        assert page.locator(f'[data-table="{table}"] tbody tr').count() == 10, "ten at first"
        rows = cells(page, table)
        expected = {n: p for n, p in fair.items() if p[2] * sign > 0}
        assert {row[0] for row in rows} == set(expected)
        changes = [expected[row[0]][2] * sign for row in rows]
        assert changes == sorted(changes, reverse=True), "the greatest change first"
        for name, change, before, after in rows:
            assert abs(whole(change) - 100 * expected[name][2]) <= 0.51, name
            assert f"{expected[name][0][0]} of {expected[name][0][1]}" in before, name
            assert f"{expected[name][1][0]} of {expected[name][1][1]}" in after, name


def test_recurring_weaknesses(screens: Any) -> None:
    page = screens(f"theme/{THEME}").page

    def weak(numbers: tuple[int, int]) -> bool:
        return numbers[0] >= 3 and numbers[0] / numbers[1] >= 0.2

    again = {name for name, both in pairs().items() if all(map(weak, both))}
    some = {name for name, both in pairs().items() if all(found[0] for found in both)}
    assert again
    assert again < some, "one weakness among many is none that recurs"
    assert {row[0] for row in cells(page, "recurring")} == again
    assert f"{len(again)} of {len(pairs())} councils" in page.inner_text("#screen")


def test_the_greatest_improvement_is_said_with_its_numbers(screens: Any) -> None:
    fair = {
        name: (before, after)
        for name, (before, after) in pairs().items()
        if before[1] >= 10 and after[1] >= 10
    }
    assert any(5 <= n[1] < 10 for both in pairs().values() for n in both), "some rest on few"
    name = min(fair, key=lambda n: fair[n][1][0] / fair[n][1][1] - fair[n][0][0] / fair[n][0][1])
    (weak, judged), (weak_now, judged_now) = fair[name]
    text = screens(f"theme/{THEME}").page.inner_text("#screen")
    assert re.search(
        rf"It fell most in {re.escape(name)}: from {weak} of {judged} findings \({share(weak, judged)}\) in .+ "
        rf"to {weak_now} of {judged_now} findings",
        text,
    )
    rows = cells(screens(f"theme/{THEME}").page, "better")
    few = {name for name, both in pairs().items() if min(n[1] for n in both) < 10}
    assert {row[0] for row in rows if "(few)" in row[1]} == {row[0] for row in rows} & few


def test_regions_say_their_years(screens: Any) -> None:
    rows = {row[0]: row[5] for row in cells(screens(f"theme/{THEME}").page, "regions")}
    places = councils()
    for region in atlas().regions:
        days = sorted(
            when(i)[:4] for i in chosen(False)
            if region.token in {places[c].region for c in i.councils}
            and when(i) and numbers([i])[1]
        )  # fmt: skip
        assert rows[region.label] == f"{days[0]} to {days[-1]}"


def test_the_best_are_quoted_once_each_before_twice(screens: Any) -> None:
    page = screens(f"theme/{THEME}").page
    page.wait_for_selector(".best .card")
    best = [
        i for i in chosen(False)
        if overall(i) == "outstanding"
        or (not overall(i) and ("leadership", "outstanding") in {(g.area, g.grade) for g in i.grades})
    ]  # fmt: skip
    total = sum(tally(THEME)[i.iri]["strength"] for i in best if i.iri in tally(THEME))
    assert f"{total} strengths in {len(best)} inspections" in page.inner_text(".best")
    places = councils()
    names = {places[c].name for i in best for c in i.councils}
    cards = page.eval_on_selector_all(
        ".best .card",
        "(cards) => cards.map((card) => [card.dataset.kind, card.querySelector('.about a').textContent, card.querySelector('.about').textContent])",
    )
    assert {kind for kind, _, _ in cards} == {"strength"}
    assert {council for _, council, _ in cards} <= names
    assert len({about for _, _, about in cards}) == len(cards), "six inspections, not one of them"


@pytest.mark.parametrize("count", ["", "?count=visits"])
def test_numbers_lead_to_as_many_findings(screens: Any, count: str) -> None:
    page = screens(f"theme/{THEME}{count}").page
    links = page.eval_on_selector_all(
        '[data-table="regions"] td a, [data-table="grades"] td a, [data-table="better"] td a',
        "(links) => links.slice(0, 40).map((link) => [link.getAttribute('href'), link.textContent])",
    )
    links += page.eval_on_selector_all(
        ".chart .column",
        "(links) => links.map((link) => [link.getAttribute('href'), link.querySelector('title').textContent.split(', ')[1].split(' of ')[0]])",
    )
    assert len(links) > 30
    for address, number in links[::5]:
        heading = screens(address.removeprefix("#/")).page.inner_text("h1")
        assert whole(heading.split()[0]) == whole(number.split(" of ")[-1].split()[0]), address


def test_an_inspector(screens: Any) -> None:
    page = screens("person/ada-birch").page
    person = next(p for p in atlas().people if p.iri.endswith("/ada-birch"))
    took = {v.inspection for v in person.visits}
    led = {v.inspection for v in person.visits if v.role == "Lead inspector"}
    by_iri = {i.iri: i for i in atlas().inspections}
    where = {c for iri in led for c in by_iri[iri].councils}
    heading = page.inner_text("h1")
    assert heading.startswith(f"Ada Birch led {len(led)} inspections of {len(where)} councils")
    assert f"took part in {len(took - led)} more" in heading
    dated = {iri for iri in took if when(by_iri[iri])}
    assert page.locator(".calendar .mark").count() == len(dated)
    assert page.locator(".calendar .mark.led").count() == len(led & dated)
    assert len(cells(page, "inspections")) == len(took)
    together: Counter[str] = Counter()
    for other in atlas().people:
        if other is not person and (shared := took & {v.inspection for v in other.visits}):
            together[other.name] += len(shared)
    assert {row[0]: int(row[1]) for row in cells(page, "with")} == together
    letters = Counter(
        page.eval_on_selector_all(
            ".calendar .mark:not(:has(rect[data-grade] ~ rect[data-grade]))",
            "(all) => all.map((one) => one.querySelector('.letter').textContent)",
        )
    )
    names = {"outstanding": "O", "good": "G", "requires-improvement": "RI", "inadequate": "I"}
    for token, letter in names.items():
        assert letters[letter] == sum(overall(by_iri[iri]) == token for iri in dated), letter


def test_who_signs_a_letter_did_not_inspect(screens: Any) -> None:
    heading = screens("person/signs-letters").page.inner_text("h1")
    assert heading.startswith("Signs Letters led 1 inspection of 1 council, ")
    assert heading.endswith(", and signed the letters of 2 others")


def came(person: Person) -> set[str]:
    """The inspections in which a person did more than sign the letter."""
    return {visit.inspection for visit in person.visits if visit.role != "Signatory"}


def test_who_signs_letters_is_no_inspector(screens: Any) -> None:
    page = screens("people").page
    rows = {row[0]: row for row in cells(page, "sort")}
    assert rows["Signs Letters"][1:3] == [
        "Inspector", "1 inspection, led 1; signed the letters of 2 more"
    ]  # fmt: skip
    everywhere = len(atlas().inspections)
    assert rows["Only Signs"][1:3] == [
        "Signs letters only", f"signed the letters of {everywhere}"
    ]  # fmt: skip
    inspectors = sum(1 for person in atlas().people if came(person))
    assert page.inner_text("h1").startswith(f"{inspectors} inspectors and ")
    names = [row[0] for row in cells(screens("people?role=inspectors").page, "sort")]
    assert "Only Signs" not in names
    assert "Signs Letters" in names
    page.fill("#find", "only signs")
    assert page.inner_text("#found .relation >> nth=0").startswith("signed the letters of ")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def test_the_busiest_inspector_and_those_as_busy(screens: Any) -> None:
    counts = Counter({person.iri: len(came(person)) for person in atlas().people})
    most = max(counts.values())
    tied = sum(1 for count in counts.values() if count == most) - 1
    others = f"as many as {tied} other" if tied else "more than anybody else"
    page = screens("network").page
    assert f"took part in {most} inspections, {others}" in page.inner_text(".beginnings")
    assert "Only Signs" not in page.inner_text(".beginnings")


def test_a_post_that_is_not_the_councils_has_no_grade(screens: Any) -> None:
    page = screens("person/partner").page
    assert page.locator(".posts .post").count() == 2
    assert page.locator("#screen [data-grade]").count() == 0
    text = page.inner_text("#screen")
    assert "overall grade" not in text
    assert "Organisation not stated" in text
    assert "Health Trust" in text


def test_a_leader_of_two_councils(screens: Any) -> None:
    page = screens("person/two-posts").page
    heading = page.inner_text("h1")
    posts = next(p for p in atlas().people if p.name == "Two Posts").posts
    names = [councils()[post.council].name for post in posts]
    assert heading.startswith("Two Posts: director of children’s services, ")
    assert all(name in heading for name in names)
    assert ", then " in heading
    assert page.locator(".posts .post").count() == 2
    assert page.locator(".posts [data-grade]").count() >= 2, "the grades of both councils"
    page.wait_for_selector(".quote .source")
    assert page.locator(".quote").count() == len([f for p in posts for f in p.places])


def test_people_are_all_listed_and_told_apart_by_council(screens: Any) -> None:
    page = screens("people").page
    rows = cells(page, "sort")
    assert len(rows) == len(atlas().people)
    same = [row for row in rows if row[0] == "Ada Moss"]
    assert len(same) > 1
    assert len({row[3] for row in same}) == len(same)
    page.fill("#filter", "ada moss")
    assert [row[0] for row in cells(page, "sort")] == ["Ada Moss"] * len(same)
    assert "q=ada+moss" in page.url
    assert page.evaluate("document.activeElement.id") == "filter", "the cursor stays"


def test_a_programme_over_the_years(screens: Any) -> None:
    page = screens("programme/kite").page
    body = next(b for b in atlas().bodies if b.iri.endswith("/programme/kite"))
    days = {d.iri: d.when for d in atlas().documents}
    first: dict[str, str] = {}
    for naming in body.namings:
        known = [day for day in (first.get(naming.council, ""), days[naming.document]) if day]
        first[naming.council] = min(known, default="")
    heading = page.inner_text("h1")
    assert heading.startswith(f"Kite is named in documents on {len(first)} councils")
    label = page.get_attribute(".chart", "aria-label")
    assert label.split(": ")[-1].startswith(
        f"{sum(d[:4] == min(x[:4] for x in first.values() if x) for d in first.values())} by"
    )
    assert re.findall(r"(\d+) by \d{4}", label)[-1] == str(sum(1 for d in first.values() if d))
    rows = {row[0]: row for row in cells(page, "sort")}
    assert len(rows) == len(first)
    assert "the same name" in page.inner_text("#screen").lower(), "the one that is kept apart"
    places = councils()
    names = {g.token: g.label.removesuffix(" to be good") for g in atlas().grades}
    for iri, day in first.items():
        name = places[iri].name + (
            f" (until {places[iri].abolished[:4]})" if places[iri].abolished else ""
        )
        graded = sorted(
            (when(i), overall(i)) for i in atlas().inspections if iri in i.councils and i.grades
        )
        then = [grade for d, grade in graded if d and d <= day]
        after = [grade for d, grade in graded if d > day] if day else []
        for cell, grades in ((rows[name][3], then[-1:]), (rows[name][4], after[:1])):
            said = names.get(grades[0], "no overall grade reported") if grades else "–"
            assert said in cell, (name, cell)


RANK = {"outstanding": 0, "good": 1, "requires-improvement": 2, "inadequate": 3}


def changes(grades: Iterable[tuple[str, str]]) -> list[int]:
    """How many changes from a grade to the next are better, the same and worse."""
    steps = [RANK[b] - RANK[a] for a, b in grades if a and b]
    return [sum(s < 0 for s in steps), steps.count(0), sum(s > 0 for s in steps)]


def test_changes_after_a_programme_stand_beside_those_of_all(screens: Any) -> None:
    text = screens("programme/kite").page.inner_text("#screen")
    again = []
    for council in atlas().councils:
        graded = [
            (when(i), overall(i)) for i in atlas().inspections
            if council.iri in i.councils and when(i) and overall(i)
        ]  # fmt: skip
        graded += [(s.when, s.grade) for s in atlas().stated if s.council == council.iri]
        graded.sort()
        again += [(a[1], b[1]) for a, b in pairwise(graded)]
    better, same, worse = (share(n, sum(changes(again))) for n in changes(again))
    total = sum(changes(again))
    assert (
        f"Of all {total:,} times that a council here was graded again, "
        f"{better} were better, {same} the same and {worse} worse."
    ) in text
    said = re.search(
        r"(\d+) of these councils had .+: (\d+) better, (\d+) the same, (\d+) worse", text
    )
    assert said
    numbers = [*map(int, said.groups())]
    assert numbers[0] == sum(numbers[1:]) >= 5


def test_changes_of_few_councils_are_not_counted(screens: Any) -> None:
    few = next(b for b in atlas().bodies if len({n.council for n in b.namings}) == 1)
    text = screens(f"{few.sort}/{few.iri.rsplit('/' + few.sort + '/', 1)[1]}").page.inner_text(
        "#screen"
    )
    assert "The grade then, and the grade that came next" in text
    assert "graded again" not in text


def test_the_programmes_of_several_councils_come_first(screens: Any) -> None:
    rows = cells(screens("programmes").page, "sort")
    assert len(rows) == len(atlas().bodies)
    assert rows[0][0] == "Kite"
    counts = [int(row[2]) for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_headings_sort_by_key_and_back_undoes(screens: Any) -> None:
    page = screens("themes").page
    before = [row[0] for row in cells(page, "sort")]
    page.focus("#sort-sort-theme")
    page.keyboard.press("Enter")
    page.wait_for_selector('th[aria-sort="ascending"] #sort-sort-theme')
    names = [row[0] for row in cells(page, "sort")]
    assert names == sorted(names, key=str.lower)
    assert page.evaluate("document.activeElement.id") == "sort-sort-theme", "the focus stays"
    page.go_back()
    page.wait_for_selector('th[aria-sort="descending"] #sort-sort-share')
    assert [row[0] for row in cells(page, "sort")] == before


def test_a_table_is_saved_whole(screens: Any, tmp_path: Path) -> None:
    page = screens("programmes").page
    with page.expect_download() as download:
        page.click(".sortable .under .saves button")
    download.value.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Name", "What", "Councils", "Where", "First year", "Last year"]
    assert len(rows) == len(atlas().bodies) + 1, "not only the rows in sight"


@pytest.mark.parametrize("address", ["theme/no-such", "person/no-such", "programme/no-such"])
def test_what_is_not_there_is_said(screens: Any, address: str) -> None:
    assert "There is no such" in screens(address).page.inner_text("h1")


@pytest.mark.parametrize("address", SCREENS)
@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1440, "height": 900}},
        {"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}},
        {"viewport": {"width": 390, "height": 844}, "has_touch": True},
        {"viewport": {"width": 320, "height": 256}},
    ],
    ids=["light", "dark", "phone", "400%"],
)
def test_screens_are_without_fault(screens: Any, address: str, options: dict[str, Any]) -> None:
    opened = screens(address, **options)
    page = opened.page
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, "the page scrolls sideways"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults = page.evaluate(
        """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
            .map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200)])"""
    )
    assert faults == []
    assert (opened.errors, opened.asked) == ([], [])
