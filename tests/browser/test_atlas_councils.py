"""A council's screen and the comparison of councils: their numbers are sums over the findings."""

from __future__ import annotations

import csv
import re
from calendar import month_name
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.query.answer import Table
from kg.query.library import bind
from kg.query.run import run
from kg.views.model import Atlas, Inspection, Post, Response
from kg.views.page import render
from kg.views.read import read_atlas
from national import national_graph
from queries import named, text
from recounted import recounted

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTERS = {"outstanding": "O", "good": "G", "requires-improvement": "RI", "inadequate": "I"}
AS = {"requires-improvement": "requiring improvement"}
IS = {"requires-improvement": "requires improvement"}
#: Shares are given from so many judged findings on.
FEW = 5

BRADFORD, DUDLEY, LEEDS = "E08000032", "E08000027", "E08000035"


def latest() -> dict[str, dict[str, str]]:
    found = run(national_graph(), bind(named("latest-grades"), {}))
    assert isinstance(found, Table)
    rows = [dict(zip(found.columns, map(text, row), strict=True)) for row in found.rows]
    return {row["gss"]: row for row in rows}


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The national atlas, with what its graph has none of, at one council.

    Bradford's findings have two themes only and Leeds's one, so that there are enough for shares;
    Bradford's directors have a first day, its last report names the next visit, and a partner and
    a response are named.
    """
    made = read_atlas(national_graph())
    council = next(c for c in made.councils if c.gss == BRADFORD).iri
    mine = [i.iri for i in made.inspections if i.councils == (council,)]
    leeds = next(c for c in made.councils if c.gss == LEEDS).iri
    themes: dict[tuple[str, ...], tuple[str, ...]] = {
        (council,): ("assessment", "workforce"),
        (leeds,): ("workforce",),
    }
    findings = tuple(replace(f, themes=themes.get(f.councils, f.themes)) for f in made.findings)
    newest = max((i for i in made.inspections if i.iri in mine), key=lambda i: i.start).iri
    inspections = tuple(
        replace(i, next_due="2027-03") if i.iri == newest else i for i in made.inspections
    )
    people = []
    for person in made.people:
        posts = tuple(
            replace(post, since="2014-02") if post.council == council else post
            for post in person.posts
        )
        people.append(replace(person, posts=posts))
    place = made.inspections[0].places[0]
    partner = Post(council, "Health Trust", "chief-executive", "Chief Executive", "", newest,
                   made.documents[0].iri, (place,))  # fmt: skip
    people[0] = replace(people[0], posts=(*people[0].posts, partner))
    return recounted(replace(
        made, findings=findings, inspections=inspections, people=tuple(people),
        responses=(Response("The council", (council,), (), (place,)),),
    ))  # fmt: skip


@pytest.fixture(scope="module")
def screens(national: Any, opener: Any, atlas: Atlas) -> Any:
    """Like `national`, of this atlas."""
    return type(national)(opener, render(atlas, "England"))


def inspections_of(atlas: Atlas, gss: str) -> list[Inspection]:
    """Those of a council, oldest first, those without a date last."""
    iri = next(c.iri for c in atlas.councils if c.gss == gss)
    some = [i for i in atlas.inspections if iri in i.councils]
    return sorted(some, key=lambda i: (not i.start, i.start))


def newest_full(atlas: Atlas, gss: str) -> list[Inspection]:
    return [i for i in inspections_of(atlas, gss) if i.start and i.grades][-1:]


def counts(atlas: Atlas, inspections: list[Inspection], theme: str) -> Counter[str]:
    iris = {i.iri for i in inspections}
    return Counter(
        finding.kind
        for finding in atlas.findings
        for iri in finding.inspections
        if iri in iris and theme in finding.themes
    )


def written(tally: Counter[str]) -> str:
    """A cell of shares, as it is to be written."""
    judged = tally["strength"] + tally["weakness"] + tally["mixed"]
    if not judged:
        return f"➜ {tally['recommendation']}" if tally["recommendation"] else ""
    if judged < FEW:
        return f"{tally['weakness']} of {judged}"
    return f"{int(100 * tally['weakness'] / judged + 0.5)}% of {judged}"


def shares(page: Any) -> dict[str, list[str]]:
    """The rows of themes: what their cells show."""
    found: dict[str, list[str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".matrix tr:has(.share)")].map((row) =>
            [row.querySelector("th").textContent, [...row.querySelectorAll("td")].map((cell) => {
                const shown = cell.cloneNode(true);
                for (const hidden of shown.querySelectorAll(".unseen")) hidden.remove();
                return shown.textContent.trim();
            })]))"""
    )
    return found


def faults(opened: Any) -> list[str]:
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        RULES,
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


# The council.


@pytest.mark.parametrize(
    ("gss", "why"),
    [
        (BRADFORD, "shares in hundredths"),
        (DUDLEY, "few findings a theme"),
        ("E06000006", "an inspection without a date"),
        ("E10000009", "a council that is no more"),
    ],
)
def test_the_matrix_is_the_sums_of_findings(screens: Any, atlas: Atlas, gss: str, why: str) -> None:
    inspections = inspections_of(atlas, gss)
    themes = {c.label: c.token for c in atlas.themes}
    shown = shares(screens(f"council/{gss}").page)
    expected = {
        label: [written(counts(atlas, [i], token)) for i in inspections]
        for label, token in themes.items()
        if counts(atlas, inspections, token)
    }
    assert {k: [v.replace("no findings", "") for v in row] for k, row in shown.items()} == expected
    assert expected, why


def test_some_shares_are_in_hundredths(screens: Any) -> None:
    rows = shares(screens(f"council/{BRADFORD}").page)
    assert any("%" in cell for row in rows.values() for cell in row)


def test_a_cell_opens_as_many_quotes_as_it_counts(screens: Any, atlas: Atlas) -> None:
    first = inspections_of(atlas, BRADFORD)[0]
    tally = counts(atlas, [first], "workforce")
    page = screens(f"council/{BRADFORD}").page
    cell = page.locator(".matrix tr:has(a[href='#/theme/workforce']) td a").first
    key = cell.get_attribute("data-opens")
    cell.click()
    page.wait_for_selector(".opened .card")
    kinds = page.eval_on_selector_all(
        ".opened .card", "(all) => all.map((one) => one.dataset.kind)"
    )
    assert Counter(kinds) == tally
    words = page.locator(".opened blockquote").first.inner_text()
    assert any(words == (d.text or "")[f.start : f.end]
               for f in atlas.findings for d in atlas.documents if d.iri == f.document)  # fmt: skip
    assert page.evaluate("document.activeElement.className") == "opened-box"
    page.click("[data-close]")
    page.wait_for_selector(".opened", state="detached")
    page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement.dataset.opens") == key, "the focus goes back"


def test_the_headings_state_each_council_s_grade(screens: Any, atlas: Atlas) -> None:
    page = screens("").page
    rows = latest()
    stated = {one.council: one.grade for one in atlas.stated}  # each is newer than the reports here
    for council in atlas.councils:
        row = rows.get(council.gss)
        if row and council.iri in stated:
            row = {**row, "overall": stated[council.iri]}
        page.evaluate("(hash) => { location.hash = hash; }", f"#/council/{council.gss}")
        page.wait_for_selector(f"html[data-ready='council/{council.gss}']")
        heading = page.inner_text("h1")
        assert heading.startswith(council.name)
        if council.abolished:
            assert "abolished in" in heading
        elif row and row["start"] and row["overall"] == "not-reported":
            assert "no overall grade since " in heading
        elif row and row["start"]:
            grade = row["overall"]
            assert f"{council.name} {IS.get(grade, f'is {grade}')}, since " in heading, row


@pytest.mark.parametrize(
    ("grades", "expected", "why"),
    [
        (("good",), "is good, since March 2015", "one judgement, nothing before"),
        (("inadequate", "good"), "is good, since March 2019; inadequate before", "a change"),
        (("good", "good"), "is good, since March 2015, judged so again in March 2019", "none"),
        (
            ("requires-improvement", "outstanding", "outstanding"),
            "is outstanding, since March 2019, judged so again in March 2023; requiring improvement before",
            "since when it has been so",
        ),
        ((), "no report here gives an overall grade", "no report"),
    ],
)
def test_the_heading_says_since_when(
    opener: Any, atlas: Atlas, grades: tuple[str, ...], expected: str, why: str
) -> None:
    council = next(c for c in atlas.councils if c.gss == LEEDS)
    full = [i for i in inspections_of(atlas, LEEDS) if i.grades]
    made = []
    for inspection, grade, year in zip(full, grades, (2015, 2019, 2023), strict=False):
        given = tuple(
            replace(g, grade=grade) for g in inspection.grades if g.area == "overall-effectiveness"
        )
        made.append(replace(inspection, grades=given, start=f"{year}-03-02", end=""))
    small = replace(
        atlas, councils=(council,), inspections=tuple(made), people=(), bodies=(), findings=(),
        responses=(),
    )  # fmt: skip
    opened = opener.open(render(small, "Leeds"), f"#/council/{LEEDS}", {})
    assert opened.page.inner_text("h1") == f"Leeds{':' if not grades else ''} {expected}", why
    assert opened.errors == []


def test_the_strip_has_a_mark_for_each_inspection_and_a_band_for_each_grade(
    screens: Any, atlas: Atlas
) -> None:
    inspections = inspections_of(atlas, BRADFORD)
    page = screens(f"council/{BRADFORD}").page
    assert page.locator(".strip-mark").count() == len(inspections)
    shapes = page.eval_on_selector_all(
        ".strip-mark path", "(all) => all.map((one) => one.getAttribute('d'))"
    )
    assert len(set(shapes)) == len({bool(i.grades) for i in inspections}) == 2
    bands = page.eval_on_selector_all(
        ".strip-band rect", "(all) => all.map((one) => one.dataset.grade)"
    )
    areas = {
        "overall-effectiveness",
        "help-and-protection",
        "in-care",
        "care-leavers",
        "leadership",
    }
    expected = Counter(
        next((g.grade for g in i.grades if g.area == area), "not-reported")
        for i in inspections
        for area in areas
        if i.grades and (area in {g.area for g in i.grades} or area in i.left_out)
    )
    assert Counter(bands) == expected
    assert expected["not-reported"] == 1, "one report without an overall grade"


def test_a_mark_opens_what_the_visit_was(screens: Any, atlas: Atlas) -> None:
    visit = next(i for i in inspections_of(atlas, BRADFORD) if not i.grades)
    page = screens(f"council/{BRADFORD}").page
    page.focus("[data-opens*='focused-visit']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".visit")
    said = page.inner_text(".visit")
    assert "Focused visit" in said
    assert f"9 {month_name[int(visit.start[5:7])]} 2021" in said
    assert "Report on Bradford" in said
    page.click(".visit summary:has-text('Where the documents say so')")
    page.wait_for_selector(".visit blockquote")
    assert "Inspection date: 2021" in page.inner_text(".visit")


def test_a_tenure_has_no_invented_end(screens: Any) -> None:
    page = screens(f"council/{BRADFORD}").page
    people = page.evaluate(
        """() => [...document.querySelectorAll(".strip-person")].map((one) => ({
            says: one.getAttribute("aria-label"),
            end: Math.max(...[...one.querySelectorAll("line")].map((line) => Number(line.getAttribute("x2")))),
            last: Math.max(...[...one.querySelectorAll("circle")].map((dot) => Number(dot.getAttribute("cx")))),
        }))"""
    )
    assert people, "directors are drawn"
    assert not [one for one in people if "Chief" in one["says"]], "a partner's chief executive"
    for one in people:
        assert "since February 2014" in one["says"]
        assert one["end"] <= one["last"] + 0.01


def test_the_bands_of_a_council_that_was_replaced_are_pale(screens: Any, atlas: Atlas) -> None:
    old = next(c for c in atlas.councils if c.abolished and c.successors)
    new = next(c for c in atlas.councils if c.iri == old.successors[0])
    page = screens(f"council/{new.gss}").page
    pale = page.eval_on_selector_all(
        ".strip-band.earlier", "(all) => all.map((one) => one.getAttribute('aria-label'))"
    )
    assert pale
    assert all("(" in one for one in pale), "whose they are"


def test_what_is_known_of_the_next_visit(screens: Any) -> None:
    assert "Next visit due: March 2027" in screens(f"council/{BRADFORD}").page.inner_text("#screen")
    assert "No document here says when the next visit is due" in screens(
        f"council/{LEEDS}"
    ).page.inner_text("#screen")


def test_an_undated_inspection_is_named(screens: Any) -> None:
    said = screens("council/E06000006").page.inner_text("#screen")
    assert "Without a date, so not drawn: Full inspection, undated" in said


@pytest.mark.parametrize("gss", [BRADFORD, LEEDS])
def test_the_neighbours_have_their_latest_grades(screens: Any, atlas: Atlas, gss: str) -> None:
    council = next(c for c in atlas.councils if c.gss == gss)
    by_iri = {c.iri: c for c in atlas.councils}
    page = screens(f"council/{gss}").page
    shown = page.eval_on_selector_all(
        ".neighbours tbody tr",
        """(rows) => rows.map((row) => [row.querySelector("th").textContent,
            row.querySelector("td:first-of-type i")?.textContent ?? row.querySelector("td").textContent])""",
    )
    expected = [council, *(by_iri[iri] for iri in council.neighbours)]
    rows = latest()
    assert len(shown) == 11
    for (name, letter), one in zip(shown, expected, strict=True):
        row = rows[one.gss]
        assert name == one.name
        assert letter == LETTERS.get(row["overall"], "by areas")
    link = page.get_attribute("a:has-text('Compare with its neighbours')", "href")
    assert all(one.gss in link for one in expected)


def test_recommendations_and_what_became_of_them(screens: Any, atlas: Atlas) -> None:
    names = {
        "raised-again": "raised again",
        "some-progress": "some progress",
        "settled": "settled",
        "no-later-word": "no later word found",
    }
    inspections = inspections_of(atlas, BRADFORD)
    newest = max(i.start for i in inspections)
    page = screens(f"council/{BRADFORD}").page
    page.wait_for_selector(".advice .card", state="attached")
    page.evaluate("document.querySelectorAll('.advice').forEach((one) => { one.open = true; })")
    later = 0
    for inspection in inspections:
        own = [f for f in atlas.findings
               if f.kind == "recommendation" and inspection.iri in f.inspections]  # fmt: skip
        if not own:
            continue
        when = f"{month_name[int(inspection.start[5:7])]} {inspection.start[:4]}"
        part = page.locator(f".advice:has(> summary:has-text('{when}, '))")
        said = part.locator(".card > .kind strong").all_inner_texts()
        none = inspection.start == newest
        assert said == ["no later report here" if none else names[f.state] for f in own]
        shown = part.locator(".later > li").evaluate_all(
            "all => all.map((one) => one.querySelector('blockquote').textContent)"
        )
        expected = [atlas.findings[n] for f in own for n, _ in f.later]
        texts = {document.iri: document.text or "" for document in atlas.documents}
        assert shown == [texts[f.document][f.start : f.end] for f in expected]
        later += len(expected)
    assert later, "the generated reports ask for the same again"
    link = page.locator(".advice .later a").first.get_attribute("href")
    assert link and link.startswith("#/document/")


def test_people_of_partners_stand_under_their_organisation(screens: Any, atlas: Atlas) -> None:
    page = screens(f"council/{BRADFORD}").page
    page.click("summary:has-text('People of its partners')")
    assert page.inner_text(".partners dt") == "Health Trust"
    assert atlas.people[0].name in page.inner_text(".partners dd")
    assert "The council: 1 statement" in page.inner_text("#screen")
    own = page.inner_text("section:has(> h2:text-is('People')) > ul")
    named_here = {p.name for p in atlas.people for post in p.posts
                  if post.organisation == "Bradford"}  # fmt: skip
    assert named_here
    assert all(name in own for name in named_here)


def test_the_matrix_is_one_tab_stop_and_has_arrow_keys(screens: Any) -> None:
    page = screens(f"council/{BRADFORD}").page
    stops = page.locator(".matrix tr:not(.opened) :is(a, button):not([tabindex='-1'])")
    assert stops.count() == 1

    def place() -> list[int]:
        found: list[int] = page.evaluate(
            "() => { const cell = document.activeElement.closest('th, td'); return [cell.parentNode.rowIndex, cell.cellIndex]; }"
        )
        return found

    stops.focus()
    before = place()
    page.keyboard.press("ArrowRight")
    assert place() == [before[0], before[1] + 1]
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    down = place()
    assert down[0] > before[0]
    assert down[1] == before[1] + 1, "in its column"
    page.keyboard.press("ArrowLeft")
    assert place() == [down[0], before[1]]
    page.keyboard.press("ArrowRight")
    assert page.locator(".matrix tr:not(.opened) [tabindex='0']").count() == 1, "it goes along"
    page.keyboard.press("Enter")
    page.wait_for_selector(".opened-box")
    page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement.className") == "opened-box"


def test_a_link_to_an_opened_cell_shows_it(opener: Any, atlas: Atlas) -> None:
    newest = newest_full(atlas, BRADFORD)[0].iri.split("/inspection/")[1]
    address = f"#/council/{BRADFORD}?theme=workforce&of={newest}"
    opened = opener.open(
        render(atlas, "England"), address, {"viewport": {"width": 800, "height": 400}}
    )
    opened.until(
        """(() => {
            const { top } = document.querySelector(".opened-box").getBoundingClientRect();
            return scrollY > 0 && top > 0 && top < innerHeight;
        })()"""
    )


# The comparison.


@pytest.mark.parametrize("every", [False, True], ids=["latest", "all"])
def test_the_comparison_is_the_sums_of_findings(screens: Any, atlas: Atlas, every: bool) -> None:
    chosen = [BRADFORD, LEEDS, "E06000006"]
    counted = {g: inspections_of(atlas, g) if every else newest_full(atlas, g) for g in chosen}
    page = screens(f"compare?with={','.join(chosen)}{'&from=all' if every else ''}").page
    shown = shares(page)
    expected = {}
    for theme in atlas.themes:
        row = [counts(atlas, counted[gss], theme.token) for gss in chosen]
        if any(row):
            expected[theme.label] = [written(tally) for tally in row]
    assert {k: [v.replace("no findings", "") for v in row] for k, row in shown.items()} == expected


def test_a_cell_of_the_comparison_opens_as_many_quotes_as_it_counts(
    screens: Any, atlas: Atlas
) -> None:
    tally = counts(atlas, inspections_of(atlas, BRADFORD), "assessment")
    address = f"compare?with={BRADFORD}&from=all&row=theme-assessment&of={BRADFORD}"
    page = screens(address).page
    page.wait_for_selector(".opened .card")
    while page.locator(".opened .plain-button").count():
        page.click(".opened .plain-button")
    kinds = page.eval_on_selector_all(
        ".opened .card", "(all) => all.map((one) => one.dataset.kind)"
    )
    assert Counter(kinds) == tally


def test_a_grade_of_the_comparison_opens_its_quote(screens: Any) -> None:
    page = screens(f"compare?with={LEEDS}").page
    page.click(".areas .grade-link >> nth=0")
    page.wait_for_selector(".opened blockquote")
    assert re.search("overall effectiveness: ", page.inner_text(".opened blockquote"))


def test_councils_are_added_and_removed(screens: Any) -> None:
    page = screens("compare").page
    assert page.inner_text("h1") == "Compare councils"

    def heads() -> list[str]:
        return list(page.locator(".compared thead th a").all_inner_texts())

    def add(name: str) -> None:
        page.fill("input[list]", name)
        page.keyboard.press("Enter")

    add("Bradford")
    page.wait_for_selector(".compared")
    add("Nowhere")
    page.wait_for_selector("#not-added:has-text('No council here is called')")
    add("leeds")
    page.wait_for_selector("th:has-text('Leeds')")
    assert heads() == ["Bradford", "Leeds"]
    page.click("button:has-text('statistical neighbour')")
    page.wait_for_selector("input[list][disabled]")
    assert len(heads()) == 12
    assert page.inner_text("h1").startswith("Of 12 councils, ")
    page.click("button[aria-label='Remove Bradford']")
    page.wait_for_selector("th:has-text('Bradford')", state="detached")
    assert len(heads()) == 11
    page.go_back()
    page.wait_for_selector("th:has-text('Bradford')")
    assert len(heads()) == 12, "Back undoes"


BCP = "Bournemouth, Christchurch and Poole"


@pytest.mark.parametrize(
    ("typed", "names", "said", "why"),
    [
        ("Leeds, bradford", ["Leeds", "Bradford"], "", "two names"),
        (BCP, [BCP], "", "one name with a comma in it"),
        (f"York,{BCP}, Leeds", ["York", BCP, "Leeds"], "", "such a name among others"),
        ("Leeds, leeds,", ["Leeds"], "", "the same twice, and a comma at the end"),
        ("Leeds, Nowhere", [], "No council here is called “Nowhere”.", "the unknown one is said"),
        (" , ", [], "", "no name"),
    ],
)
def test_several_councils_are_added_at_once(
    screens: Any, typed: str, names: list[str], said: str, why: str
) -> None:
    page = screens("compare").page
    page.fill("input[list]", typed)
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    assert page.locator(".compared thead th a").all_inner_texts() == names, why
    assert page.inner_text("#not-added") == said, why


def test_the_heading_counts_the_grades(screens: Any) -> None:
    rows = latest()
    some = sorted(gss for gss, row in rows.items() if not row["abolished"])[20:31]
    grades = Counter(rows[gss]["overall"] for gss in some if rows[gss]["start"])
    heading = screens(f"compare?with={','.join(some)}").page.inner_text("h1")
    found = re.match(r"Of 11 councils, (\w+) (?:is|are) outstanding and (\w+) inadequate", heading)
    assert found, heading
    assert [found[1], found[2]] == [str(grades[g] or "none") for g in ("outstanding", "inadequate")]


def test_the_heading_says_of_which_years_and_how_many(screens: Any, atlas: Atlas) -> None:
    heading = screens(f"compare?with={BRADFORD},{LEEDS}&from=all").page.inner_text("h1")
    said = {}
    for gss, name in ((BRADFORD, "Bradford"), (LEEDS, "Leeds")):
        own = inspections_of(atlas, gss)
        years = sorted(i.start[:4] for i in own if i.start)
        said[name] = (
            f"{written(counts(atlas, own, 'workforce'))} findings in {name} ({years[0]} to {years[-1]})"
        )
    high, low = sorted(said.values(), key=lambda text: -int(text.split("%")[0]))
    assert heading.endswith(f"they differ most on workforce: weaknesses are {high}, {low}")


def test_few_findings_say_no_difference(screens: Any, atlas: Atlas) -> None:
    """Dudley has fewer than 10 findings on each theme."""
    own = newest_full(atlas, DUDLEY)
    most = max(counts(atlas, own, t.token).total() for t in atlas.themes)
    assert 0 < most < 10
    assert "differ most" not in screens(f"compare?with={DUDLEY},{LEEDS}").page.inner_text("h1")


def test_themes_are_sorted_by_difference_or_by_name(screens: Any, atlas: Atlas) -> None:
    labels = [c.label for c in atlas.themes]
    address = f"compare?with={BRADFORD},{LEEDS}&from=all"
    by_name = list(shares(screens(f"{address}&sort=themes").page))
    assert by_name == [label for label in labels if label in by_name]
    assert by_name[0] != "Workforce"
    assert next(iter(shares(screens(address).page))) == "Workforce", "the only one with two shares"


def test_the_whole_table_is_saved(screens: Any, atlas: Atlas, tmp_path: Path) -> None:
    page = screens(f"compare?with={BRADFORD},{LEEDS}&from=all").page
    shown = shares(page)
    with page.expect_download() as download:
        page.click("button[aria-label='Save comparison as CSV']")
    download.value.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert len(head) == 7
    assert len(rows) == len(shown) + 5, "five areas, and the themes"
    saved = {row[0]: row for row in rows}
    tally = counts(atlas, inspections_of(atlas, BRADFORD), "workforce")
    judged = tally["strength"] + tally["weakness"] + tally["mixed"]
    assert saved["Workforce"][1:3] == [f"{tally['weakness'] / judged:.3f}", str(judged)]


# Both.

ADDRESSES = (
    f"council/{BRADFORD}",
    f"council/{LEEDS}",
    "council/E06000006",
    "compare",
    f"compare?with={BRADFORD},{LEEDS}&row=theme-workforce&of={BRADFORD}",
)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}},
        {"viewport": {"width": 320, "height": 256}},
    ],
    ids=["light", "dark", "phone", "zoom"],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    screens: Any, options: dict[str, Any]
) -> None:
    for address in ADDRESSES:
        opened = screens(address, **options)
        opened.page.wait_for_timeout(200)
        opened.page.evaluate(
            "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
        )
        opened.page.wait_for_timeout(200)
        opened.page.evaluate("scrollTo(0, 0)")  # no cell lies half under the bar
        assert faults(opened) == [], address
        over = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, address
        assert (opened.errors, opened.asked) == ([], []), address


@pytest.mark.parametrize(
    ("address", "box", "value"),
    [(f"council/{LEEDS}", "#order", "name"), (f"compare?with={LEEDS}", "#from", "all")],
)
def test_a_choice_keeps_the_focus(screens: Any, address: str, box: str, value: str) -> None:
    page = screens(address).page
    page.focus(box)
    page.select_option(box, value)
    page.wait_for_timeout(200)
    assert value in page.url
    assert page.evaluate("document.activeElement.id") == box[1:]


def test_an_unknown_council_is_said_so(screens: Any) -> None:
    assert screens("council/E99").page.inner_text("h1") == "There is no such council here"
