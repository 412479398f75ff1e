"""Twelve tasks, each done as a reader does it: by clicks, keys and typing, from the first screen.

A reader sees labels, headings and places on the screen, so no test here goes to an address or
calls a script of the page.  What is done is counted, and what comes out is what the graph says.
"""

from __future__ import annotations

import base64
import csv
import io
import re
import struct
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.query.answer import Table
from kg.query.library import bind
from kg.query.run import run
from kg.rdf.vocabulary import prologue
from kg.views.model import Atlas
from kg.views.read import read_atlas
from national import national_graph
from queries import named, text

pytestmark = pytest.mark.browser

#: How many actions each task may take: a click, a key, or the typing of one field.
MOST = {
    "grade in a year": 4,
    "findings of a year": 4,
    "path": 5,
    "programme": 4,
    "inadequate since": 3,
    "three councils": 3,
    "picture": 2,
    "link": 1,
    "back": 1,
    "table by date": 4,
    "weaknesses in a region": 5,
    "keys alone": 14,
}
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires-improvement": "Requires improvement",
    "inadequate": "Inadequate",
}
WORDS = "kg:evidence/kg:text"
SVG = "{http://www.w3.org/2000/svg}"

#: Resolves when the screen of the address stands and has said its last word.
QUIET = """() => new Promise((done) => {
    const began = performance.now();
    let last = began;
    const seen = new MutationObserver(() => { last = performance.now(); });
    seen.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
        const now = performance.now();
        const [path] = location.hash.replace(/^#\\/?/, "").split("?");
        const [screen, ...rest] = path.split("/");
        const stands = document.documentElement.dataset.ready === `${screen}/${rest.join("/")}`;
        const waits = [...document.querySelectorAll("blockquote, .note")].some((one) => /^(…|Reading the findings …)$/.test(one.textContent));
        if (now - began > 8000 || (stands && !waits && now - last > 180)) { seen.disconnect(); done(now - began < 8000); }
        else setTimeout(look, 30);
    };
    look();
})"""


class Reader:
    """Somebody at the page, whose actions are counted."""

    def __init__(self, opened: Any) -> None:
        self.opened, self.page, self.actions = opened, opened.page, 0
        self.page.set_default_timeout(10_000)
        self.settle()

    def settle(self) -> None:
        assert self.page.evaluate(QUIET), "the page comes to no rest"

    def did(self) -> None:
        self.actions += 1
        self.settle()

    def goes_to(self, screen: str) -> None:
        """Click a name in the bar at the top."""
        self.clicks(self.page.locator("#screens").get_by_role("link", name=screen, exact=True))

    def clicks(self, place: Any) -> None:
        place.click()
        self.did()

    def field(self, label: str) -> Any:
        """What stands beside a label on the screen."""
        beside = self.page.locator("span", has_text=re.compile(f"^{re.escape(label)}$"))
        return self.page.locator("label", has=beside).locator("input, select")

    def searches(self, words: str) -> None:
        """Fill in the field of the bar at the top."""
        self.page.get_by_role("search").locator("input").click()
        self.page.keyboard.type(words)
        self.did()

    def types(self, label: str, words: str) -> None:
        """Fill in one field."""
        self.field(label).click()
        self.page.keyboard.type(words)
        self.did()

    def presses(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.did()

    def chooses(self, label: str, option: str) -> None:
        """Choose in a list that drops down."""
        self.field(label).select_option(label=option)
        self.did()

    def saves(self, button: str) -> bytes:
        """Click a button that saves a file; the bytes of the file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button, exact=True).click()
        self.did()
        return Path(waiting.value.path()).read_bytes()

    def table(self, button: str) -> list[dict[str, str]]:
        """The rows of a table that is saved."""
        return list(csv.DictReader(io.StringIO(self.saves(button).decode("utf-8-sig"))))

    def presses_tab_to(self, what: str) -> None:
        """Press Tab until the focus is on what a selector names, as an eye does that follows it."""
        for _ in range(30):
            self.page.keyboard.press("Tab")
            self.actions += 1
            if self.page.evaluate("(what) => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"Tab doesn't reach {what}")

    @property
    def heading(self) -> str:
        return str(self.page.inner_text("h1"))

    @property
    def number(self) -> int:
        """The number with which the heading begins."""
        return int(self.heading.split()[0].replace(",", ""))

    def rows(self, where: str = "#screen tbody tr") -> list[list[str]]:
        found: list[list[str]] = self.page.eval_on_selector_all(
            where,
            "(all) => all.map((row) => [...row.children].map((cell) => cell.innerText.trim()))",
        )
        return found


@pytest.fixture(scope="module", params=["a file", "a server"])
def national(request: Any, national: Any) -> Any:
    """The screens of the national graph: those of a file, and the same from a server."""
    if request.param == "a file":
        return national
    return type(national)(request.getfixturevalue("served"), b"")


@pytest.fixture
def reader(national: Any) -> Reader:
    return Reader(national())


def done(task: str, reader: Reader, before: int = 0) -> None:
    """A task is done in as few actions as it may take, and the page had no fault meanwhile."""
    assert reader.actions - before <= MOST[task], (task, reader.actions - before)
    assert (reader.opened.errors, reader.opened.asked) == ([], [])


@cache
def ask(sparql: str) -> Sequence[tuple[str, ...]]:
    """The rows of a SELECT on the national graph."""
    found = run(national_graph(), prologue() + sparql)
    assert isinstance(found, Table)
    return [tuple(map(text, row)) for row in found.rows]


@cache
def atlas() -> Atlas:
    return read_atlas(national_graph())


def concept(scheme: str, token: str) -> str:
    return f"<https://w3id.org/inspection-kg/concept/{scheme}/{token}>"


OVERALL = concept("area", "overall-effectiveness")


@pytest.mark.parametrize(
    ("council", "gss", "year", "why"),
    [
        ("Leeds", "E08000035", 2021, "by its name; the grade of 2019 holds still"),
        ("Hull", "E06000010", 2017, "by part of the name; the first grade"),
        ("Dorset", "E06000059", 2025, "by the name of two councils; the last grade"),
    ],
)
def test_a_council_s_grade_in_a_year_with_its_quote(
    reader: Reader, council: str, gss: str, year: int, why: str
) -> None:
    reader.searches(council)
    reader.presses("Enter")
    # Where the row of overall grades and the column of the year cross.
    left, right, middle = reader.page.evaluate(
        """(year) => {
            const box = (selector, words) => [...document.querySelectorAll(selector)].find((one) => one.textContent === words).getBoundingClientRect();
            const row = box(".strip-label", "Overall");
            return [box(".year", String(year)).left, box(".year", String(year)).right, row.top + row.height / 2];
        }""",
        year,
    )
    reader.page.mouse.click((left + right) / 2, middle)
    reader.did()
    box = reader.page.locator(".visit")
    line = box.locator("summary", has_text="Overall effectiveness")
    reader.clicks(line)
    done("grade in a year", reader)

    grade, day, words = ask(
        f"""SELECT ?token ?day ?words WHERE {{
            ?council skos:notation "{gss}" . ?judgement kg:council ?council ; kg:area {OVERALL} ;
              kg:grade/skos:notation ?token ; kg:inspection/kg:startEarliest ?day ;
              {WORDS} ?words
            FILTER(YEAR(?day) <= {year})
        }} ORDER BY DESC(?day) LIMIT 1"""
    )[0]
    assert int(day[:4]) < year, "the graph has no inspection in that year, so the grade is older"
    assert line.inner_text() == f"Overall effectiveness: {GRADES[grade]}", why
    assert f"{int(day[8:])} " in box.inner_text()
    assert day[:4] in box.inner_text()
    quotes = line.locator("..").locator("blockquote").all_inner_texts()
    assert quotes == [words]


def findings(where: str) -> Counter[tuple[str, str, str, str]]:
    """The findings that a graph pattern picks: document, first and last character, and words."""
    return Counter(
        (row[0], row[1], row[2], row[3])
        for row in ask(
            f"""SELECT DISTINCT ?path ?start ?end ?words ?finding WHERE {{
                ?finding kg:findingKind ?kind ; kg:document ?document ; kg:text ?words ;
                  kg:inSection/kg:council ?council ; kg:startOffset ?start ; kg:endOffset ?end .
                ?document dcterms:title ?path .
                {where}
            }}"""
        )
    )


def saved(rows: list[dict[str, str]]) -> Counter[tuple[str, str, str, str]]:
    return Counter((row["document"], row["start"], row["end"], row["text"]) for row in rows)


IN_2019 = "?document kg:reports/kg:startEarliest ?day FILTER(YEAR(?day) = 2019)"


def test_what_the_inspections_of_a_year_found_on_words(reader: Reader) -> None:
    reader.goes_to("Findings")
    reader.types("Words", "children in care wait")
    reader.clicks(
        reader.page.locator('[data-facet="year"]').get_by_role("button", name=re.compile(r"^2019"))
    )
    cards = reader.page.locator(".card blockquote").all_inner_texts()
    rows = reader.table("Save findings as CSV")
    done("findings of a year", reader)

    expected = findings(f'{IN_2019} FILTER(REGEX(?words, "children in care .*wait", "i"))')
    assert sum(expected.values()) > 20, "more than the screen shows at first"
    assert reader.number == sum(expected.values())
    assert saved(rows) == expected
    assert set(cards) <= {words for _, _, _, words in expected}
    assert len(cards) == 20


def links() -> dict[str, dict[str, set[str]]]:
    """The words for each link between things; what is linked by dates alone has none."""
    all_, people = atlas(), atlas().people
    joined: list[tuple[str, str, Sequence[Any]]] = [
        *((one.iri, council, one.places) for one in all_.inspections for council in one.councils),
        *((one.iri, earlier, ()) for one in all_.inspections for earlier in one.follows),
        *((one.iri, visit.inspection, visit.places) for one in people for visit in one.visits),
        *((one.iri, post.council, post.places) for one in people for post in one.posts),
        *(
            (one.iri, naming.council, naming.places)
            for one in all_.bodies
            for naming in one.namings
        ),
    ]
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one, other, places in joined:
        for start, end in ((one, other), (other, one)):
            found[start][end].update(place.words for place in places)
    return found


def distances(near: dict[str, dict[str, set[str]]], start: str) -> dict[str, int]:
    far, edge, found = 0, {start}, {start: 0}
    while edge:
        far += 1
        edge = {other for one in edge for other in near[one]} - set(found)
        found |= dict.fromkeys(edge, far)
    return found


def test_the_path_between_two_inspectors(reader: Reader) -> None:
    near = links()
    inspectors = [person for person in atlas().people if person.visits]
    first = inspectors[0]
    apart = distances(near, first.iri)
    other = max(inspectors, key=lambda person: apart[person.iri])
    reader.goes_to("Network")
    reader.types("Begin with", first.name)
    reader.presses("Enter")
    reader.types("Path to", other.name)
    reader.presses("Enter")
    done("path", reader)

    length = apart[other.iri]
    assert length > 2, "they have no inspection in common"
    assert reader.heading == f"{first.name} and {other.name} are {length} links apart"
    steps = [
        (step.locator("p").first.inner_text(), step.locator("blockquote").first.inner_text())
        for step in reader.page.locator(".way > li").all()
    ]
    assert len(steps) == length
    councils = {council.iri: council.name for council in atlas().councils}
    names = {person.iri: [person.name] for person in atlas().people} | {
        inspection.iri: [councils[council] for council in inspection.councils]
        for inspection in atlas().inspections
    }
    names |= {iri: [name] for iri, name in councils.items()}
    names |= {body.iri: [body.name] for body in atlas().bodies}
    # The things that may stand at each step: linked with the one before by these very words.
    at = {first.iri}
    for says, words in steps:
        at = {
            end
            for start in at
            for end, quotes in near[start].items()
            if words in quotes
            and any(name in says for name in names[start])
            and any(name in says for name in names[end])
        }
        assert at, f"no link of the graph is {says!r}, {words!r}"
    assert other.iri in at


def test_who_uses_a_programme_since_when_and_with_which_grade(reader: Reader) -> None:
    reader.searches("Kite")
    reader.presses("Enter")
    reader.chooses("Show", reader.field("Show").locator("option").nth(1).inner_text())
    rows = reader.table("Save councils as CSV")
    done("programme", reader)

    answer = run(national_graph(), bind(named("programmes-and-grades"), {"name": "Kite"}))
    assert isinstance(answer, Table)
    shown = {
        council.gss: council.name
        + (f" (until {council.abolished[:4]})" if council.abolished else "")
        for council in atlas().councils
    }
    expected: dict[str, tuple[str, str]] = {}
    for cells in answer.rows:
        one = dict(zip(answer.columns, map(text, cells), strict=True))
        if one["programme"] == "Kite":
            name = shown[one["gss"]]
            was = expected.get(name)
            expected[name] = min(filter(None, (was, (one["named"], one["grade"]))))
    assert len(expected) > 100
    dated = {row["Council"]: row for row in rows if row["First named"]}
    assert len(rows) == len(set(ask(
        'SELECT ?c WHERE { ?p a kg:Programme ; rdfs:label ?l . ?m kg:mentions ?p ; kg:council ?c FILTER(STR(?l) = "Kite") }'
    ))), "each council once, the undated too"  # fmt: skip
    assert len(dated) == len(expected)
    for name, row in dated.items():
        first, grade = expected[name]
        assert row["First named"] == first, name
        said = row["Overall grade then"].split(",")[0]
        if grade == "not-reported":
            assert said.startswith("no overall grade"), name
        else:
            assert said == (GRADES[grade].lower() if grade else ""), name


def test_all_councils_found_inadequate_since_2019(reader: Reader) -> None:
    reader.goes_to("Inspections")
    reader.chooses("Grade", "Inadequate")
    reader.chooses("From", "2019")
    done("inadequate since", reader)

    expected = ask(
        f"""SELECT DISTINCT ?name ?day WHERE {{
            ?judgement kg:area {OVERALL} ; kg:grade {concept("grade", "inadequate")} ;
              kg:council/rdfs:label ?name ; kg:inspection/kg:startEarliest ?day
            FILTER(YEAR(?day) >= 2019)
        }}"""
    )
    shown = [(row[0], row[2]) for row in reader.rows()]
    assert Counter(shown) == Counter((name, spelt(day)) for name, day in expected)
    councils = {name for name, _ in expected}
    assert len(councils) > 30
    assert reader.heading == (
        f"{len(expected)} inspections found {len(councils)} councils inadequate overall since 2019"
    )
    assert {row[4] for row in reader.rows()} == {"Inadequate"}


MONTHS = "January February March April May June July August September October November December"


def spelt(day: str) -> str:
    year, month, date = day.split("-")
    return f"{int(date)} {MONTHS.split()[int(month) - 1]} {year}"


@cache
def leadership(kinds: str) -> dict[str, tuple[str, str, str]]:
    """For each council its newest full inspection that says something on the theme: the judgement
    of leadership, and how many of its findings of these kinds are on leadership and governance."""
    found = {}
    for name, day, grade, count in ask(
        f"""SELECT ?name ?day ?grade (COUNT(DISTINCT ?finding) AS ?count) WHERE {{
            ?judgement kg:area {concept("area", "leadership")} ; kg:grade/skos:notation ?grade ;
              kg:inspection ?inspection ; kg:council ?council .
            ?inspection kg:startEarliest ?day . ?council rdfs:label ?name
            FILTER NOT EXISTS {{ ?council kg:abolished ?ended }}
            OPTIONAL {{
              ?finding kg:inSection/kg:inspection ?inspection ; kg:findingKind/skos:notation ?kind ;
                kg:theme|kg:mainTheme {concept("theme", "leadership-and-governance")} FILTER(?kind IN ({kinds}))
            }}
        }} GROUP BY ?name ?day ?grade ORDER BY ?day"""
    ):
        found[name] = (grade, count, day)
    return found


def test_leadership_of_three_councils_side_by_side(reader: Reader) -> None:
    judged, weak = leadership('"strength", "weakness", "mixed"'), leadership('"weakness"')
    some = [name for name in sorted(judged) if judged[name][1] != "0" and weak[name][1] != "0"]
    # One of the three has a comma in its name.
    three = ["Bournemouth, Christchurch and Poole", some[0], some[-1]]
    reader.goes_to("Compare")
    reader.types("Add councils", ", ".join(three))
    reader.presses("Enter")
    done("three councils", reader)

    columns = reader.page.locator("thead th a").all_inner_texts()
    assert columns == three
    rows = {row[0]: row[1:] for row in reader.rows("#screen .matrix tbody tr")}
    letters = {"outstanding": "O", "good": "G", "requires-improvement": "RI", "inadequate": "I"}
    for name, cell in zip(three, rows["Leadership"], strict=True):
        grade = judged[name][0]
        said = f"{name}: {letters[grade]} {GRADES[grade]} {judged[name][2][:4]}"
        assert re.sub(r"\s+", " ", cell).endswith(said)
    themes = [
        re.sub(r"\s+", " ", cell).split(": ")[-1] for cell in rows["Leadership and governance"]
    ]
    for name, cell in zip(three, themes, strict=True):
        all_, bad = int(judged[name][1]), int(weak[name][1])
        if all_:
            assert cell == f"{bad} of {all_}", name
        else:
            assert re.fullmatch(r"no findings|➜ \d+", cell), name
    assert sum(" of " in cell for cell in themes) >= 2


def test_a_picture_out_whole(reader: Reader) -> None:
    drawn = ET.fromstring(reader.saves("Save the journeys as SVG").decode("utf-8"))
    png = reader.saves("Save the journeys as PNG")
    done("picture", reader)

    names = {
        name
        for (name,) in ask(
            """SELECT DISTINCT ?name WHERE {
                ?judgement a kg:Judgement ; kg:council ?council . ?council rdfs:label ?name
                FILTER NOT EXISTS { ?council kg:abolished ?ended }
            }"""
        )
    }
    assert len(names) > 150
    titles = {(one.text or "").split(":")[0] for one in drawn.iter(f"{SVG}title")}
    assert names - titles == set(), "each council has its row, with its whole name"
    written = {"".join(one.itertext()) for one in drawn.iter(f"{SVG}text")}
    short = {name if len(name) <= 25 else f"{name[:24]}…" for name in names}
    assert short - written == set(), "and its name is written"
    # All of it lies in the picture, although most of it isn't in the window.
    _, top, wide, tall = map(float, drawn.attrib["viewBox"].split())
    assert tall > reader.page.viewport_size["height"]
    for row in drawn.iter(f"{SVG}rect"):
        assert float(row.attrib["y"]) + float(row.attrib["height"]) <= top + tall
    # As many pixels as the picture has points, three times over; the last rows are not blank.
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    across, down = struct.unpack(">II", png[16:24])
    scale = min(3, 8000 / max(wide, tall))
    assert (across, down) == (round(wide * scale), round(tall * scale))
    colours = reader.opened.page.context.new_page()
    inked = colours.evaluate(
        """async ({ png, parts }) => {
            const image = new Image();
            image.src = `data:image/png;base64,${png}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            const pen = canvas.getContext("2d", { willReadFrequently: true });
            pen.drawImage(image, 0, 0);
            const tall = Math.floor(image.height / parts);
            return [...Array(parts).keys()].map((part) => {
                const { data } = pen.getImageData(0, part * tall, image.width, tall);
                const seen = new Set();
                for (let at = 0; at < data.length; at += 4 * 7) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
                return seen.size;
            });
        }""",
        {"png": base64.b64encode(png).decode(), "parts": 8},
    )
    colours.close()
    assert min(inked) > 8, "every eighth of the picture has names, letters and grades"


#: What is on the screen: words, and what fields, boxes and lists hold.
STATE = """() => [
    document.querySelector("#screen").innerText, document.title,
    [...document.querySelectorAll("#screen :is(input, select)")].map((one) => (one.type === "checkbox" ? one.checked : one.value)),
    [...document.querySelectorAll("#screen [aria-expanded], #screen [aria-pressed], #screen [aria-sort]")].map((one) => [one.textContent, one.ariaExpanded, one.ariaPressed, one.ariaSort]),
]"""


def narrowed(reader: Reader) -> None:
    reader.goes_to("Findings")
    reader.types("Words", "managers")
    facet = reader.page.locator('[data-facet="region"]')
    reader.clicks(facet.get_by_label("North East"))
    assert reader.field("Words").input_value() == "managers", "what was typed stays"
    count = findings(
        f'?council kg:region {concept("region", "E12000001")} FILTER(CONTAINS(?words, "managers"))'
    )
    assert reader.number == sum(count.values()) > 0


def opened_cell(reader: Reader) -> None:
    reader.searches("Sunderland")
    reader.presses("Enter")
    reader.clicks(reader.page.locator(".matrix .share a").first)
    assert reader.page.locator(".opened .card").count() > 0


def sorted_list(reader: Reader) -> None:
    reader.goes_to("Inspections")
    reader.chooses("For", "Care leavers")
    reader.chooses("Grade", "Outstanding")
    reader.clicks(reader.page.get_by_role("button", name="Council"))
    reader.types("Council, region or type", "london")
    expected = ask(
        f"""SELECT DISTINCT ?name ?day WHERE {{
            ?judgement kg:area {concept("area", "care-leavers")} ; kg:inspection ?inspection ;
              kg:grade {concept("grade", "outstanding")} ; kg:council ?council .
            ?council rdfs:label ?name ; kg:region {concept("region", "E12000007")}
            OPTIONAL {{ ?inspection kg:startEarliest ?day }}
        }} ORDER BY LCASE(?name)"""
    )
    assert [row[0] for row in reader.rows()] == [name for name, _ in expected]


def followed(reader: Reader) -> None:
    first, other = [person for person in atlas().people if person.visits][:2]
    reader.goes_to("Network")
    reader.types("Begin with", first.name)
    reader.presses("Enter")
    reader.types("Path to", other.name)
    reader.presses("Enter")
    apart = distances(links(), first.iri)[other.iri]
    assert reader.heading == f"{first.name} and {other.name} are {apart} links apart"


@pytest.mark.parametrize("get_there", [narrowed, opened_cell, sorted_list, followed])
def test_a_link_opens_the_same_state(reader: Reader, get_there: Any, national: Any) -> None:
    get_there(reader)
    before = reader.actions
    reader.actions += 1  # copy what stands in the browser's field for addresses
    copied = "#" + reader.page.url.split("#")[1]
    done("link", reader, before)

    fresh = Reader(national.opener.open(national.page, copied, {}))
    here, there = (one.page.evaluate(STATE) for one in (reader, fresh))
    fresh.page.context.close()
    assert there == here
    assert len(here[0]) > 200


def test_back_undoes_each_step(reader: Reader) -> None:
    here = [reader.page.evaluate(STATE)]
    numbers = []
    kind = f"FILTER(?kind = {concept('finding-kind', 'weakness')})"

    def step(action: Any, *arguments: Any) -> None:
        action(*arguments)
        here.append(reader.page.evaluate(STATE))

    facet = reader.page.locator('[data-facet="kind"]')
    step(reader.goes_to, "Findings")
    numbers.append(reader.number)
    step(reader.clicks, facet.get_by_label("Weaknesses"))
    numbers.append(reader.number)
    step(reader.clicks, reader.page.get_by_role("button", name=re.compile(r"^2019")))
    numbers.append(reader.number)
    step(reader.types, "Words", "in care")
    numbers.append(reader.number)
    step(reader.clicks, reader.page.locator(".card .about a").first)
    step(reader.clicks, reader.page.locator(".strip-band").first)
    assert numbers == [
        sum(findings(where).values())
        for where in (
            "", kind, f"{kind} {IN_2019}", f'{kind} {IN_2019} FILTER(CONTAINS(?words, " in care"))'
        )
    ]  # fmt: skip
    assert len({state[0] for state in here}) == len(here), "each step changed the screen"
    while len(here) > 1:
        here.pop()
        before = reader.actions
        reader.page.go_back()
        reader.did()
        done("back", reader, before)
        assert reader.page.evaluate(STATE) == here[-1]
        if numbers and here[-1][0].split()[0].replace(",", "").isdigit() and len(here) in (2, 3, 4):
            assert reader.number == numbers[len(here) - 2]


def test_a_table_by_date_has_the_blanks_last(reader: Reader) -> None:
    expected = ask(
        """SELECT ?name ?day WHERE {
            ?inspection a kg:Inspection ; kg:council/rdfs:label ?name
            OPTIONAL { ?inspection kg:startEarliest ?day }
        }"""
    )
    blanks = [name for name, day in expected if not day]
    assert blanks, "the graph has an inspection without a date"
    reader.goes_to("Inspections")
    newest = reader.table("Save inspections as CSV")
    reader.clicks(reader.page.get_by_role("button", name=re.compile("^Date")))
    oldest = reader.table("Save inspections as CSV")
    done("table by date", reader)

    for rows, down in ((newest, True), (oldest, False)):
        days = [row["Date"] for row in rows]
        assert days == sorted(filter(None, days), reverse=down) + [""] * len(blanks)
        assert [row["Council"] for row in rows if not row["Date"]] == blanks
        assert Counter(days) == Counter(day for _, day in expected)
    assert [row[2] for row in reader.rows()] == [spelt(row["Date"]) for row in oldest[:100]]
    # In sight, too: the narrowed table ends with the one without a date.
    reader.types("Council, region or type", blanks[0])
    assert [row[2] for row in reader.rows()][-1] == "undated"
    assert len(reader.rows()) == sum(name == blanks[0] for name, _ in expected)


def test_weaknesses_on_a_theme_in_a_region(reader: Reader) -> None:
    reader.goes_to("Findings")
    for facet, value in (("kind", "Weaknesses"), ("region", "South East"), ("theme", "Workforce")):
        reader.clicks(reader.page.locator(f'[data-facet="{facet}"]').get_by_label(value))
    rows = reader.table("Save findings as CSV")
    done("weaknesses in a region", reader)

    expected = findings(
        f"""?finding kg:findingKind {concept("finding-kind", "weakness")} ;
              kg:theme|kg:mainTheme {concept("theme", "workforce")} .
            ?council kg:region {concept("region", "E12000008")} ."""
    )
    assert sum(expected.values()) > 5
    assert reader.number == sum(expected.values())
    assert "weaknesses on workforce in the South East" in reader.heading
    assert saved(rows) == expected
    assert {row["kind"] for row in rows} == {"weakness"}
    assert {row["region"] for row in rows} == {"South East"}


def test_a_quote_in_its_place_by_keys_alone(national: Any) -> None:
    # In a low window, in which the words are out of sight until the screen goes to them.
    reader = Reader(national(viewport={"width": 640, "height": 256}))
    reader.presses("/")
    reader.page.keyboard.type("wigan")
    reader.did()
    reader.presses("Enter")
    reader.presses_tab_to('.strip-band[aria-label^="Overall"]')
    grade = reader.page.evaluate("document.activeElement.getAttribute('aria-label')")
    reader.presses("Enter")
    assert reader.page.evaluate("document.activeElement.className") == "visit opened-box"
    reader.presses_tab_to(".visit summary")
    reader.presses("Enter")
    reader.presses_tab_to(".visit .source a")
    reader.presses("Enter")
    done("keys alone", reader)

    day, token, words, title = ask(
        f"""SELECT ?day ?token ?words ?title WHERE {{
            ?judgement kg:area {OVERALL} ; kg:council/rdfs:label ?council ;
              kg:grade/skos:notation ?token ; kg:document/dcterms:title ?title ;
              kg:inspection/kg:startEarliest ?day ; {WORDS} ?words
            FILTER(STR(?council) = "Wigan")
        }} ORDER BY ?day LIMIT 1"""
    )[0]
    assert GRADES[token] in grade
    assert day[:4] in grade
    assert reader.heading.startswith(title)
    mark = reader.page.locator("mark.here")
    assert mark.inner_text() == words
    box, window = mark.bounding_box(), reader.page.viewport_size
    bar = reader.page.locator("header.bar").bounding_box()
    assert bar["y"] + bar["height"] <= box["y"] < window["height"] - box["height"], "in sight"
