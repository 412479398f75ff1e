"""Report-like documents from a small grammar: `generate.py COUNT FOLDER`.

Each is an inspection report of its own, of some 5,000 words, in Markdown; its facts are known, and
stand in `FOLDER/quotes.json`.  People and findings are invented; councils are those of the
gazetteer, in turn.  The same number always gives the same document.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from pathlib import Path

from kg.gazetteer import Gazetteer

FIRST = [
    "Norma",
    "Matt",
    "Greta",
    "Colin",
    "Anila",
    "Joan",
    "Peter",
    "Salma",
    "Ruth",
    "Owen",
    "Tess",
    "Ivan",
    "Lorna",
    "Hugh",
    "Mina",
]
LAST = [
    "Penfold",
    "Tracey",
    "Harling",
    "Bostock",
    "Quayle",
    "Marlow",
    "Dunmore",
    "Ashby",
    "Tilney",
    "Corran",
    "Wexley",
]
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
AREAS = (
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
)
WHO = """social workers;personal advisers;team managers;independent reviewing officers;foster carers
senior leaders;early help workers;staff in the front door;partner agencies;health visitors"""
WHAT = """assessments;care plans;visits to children;strategy meetings;return home interviews;records
pathway plans;supervision;life-story work;placement decisions;court statements;reviews;referrals"""
GOOD = """are timely and thorough;are of a high standard;show the voice of the child well
have improved greatly since the last inspection;help children to be safe;are well recorded"""
POOR = """are too often late;lack focus and are of poor quality;do not consider risk well enough
have declined since the last inspection;leave children waiting too long;are not recorded well"""
WHEN = """for children in care;for disabled children;when children go missing;for care leavers
for children at risk of exploitation;when families live with domestic abuse;for most children
for unaccompanied children;in the hospital team;across all four localities"""
SO = """This means that children are seen;As a result, plans change;Managers know this
The council took part in a pilot with neighbouring authorities;Audits reach the same view
Inspectors spoke to {n} young people;The service has {n} teams;Data for the year show {n} referrals"""


def choices(text: str) -> list[str]:
    return [part.strip() for line in text.split("\n") for part in line.split(";")]


TEXTS = {"who": WHO, "what": WHAT, "good": GOOD, "poor": POOR, "when": WHEN, "so": SO}
LISTS = {name: choices(text) for name, text in TEXTS.items()}
PARAGRAPHS = 60


def sentence(draw: random.Random) -> str:
    """A strength, a weakness, a contrast, or a sentence that judges nothing."""
    one = {name: draw.choice(parts) for name, parts in LISTS.items()}
    forms = (
        "{what} by {who} {good} {when}.",
        "{what} by {who} {poor} {when}.",
        "Although {what} {when} {good}, {who} say that records {poor}.",
        "{so}, and {who} work with {what} {when}.",
    )
    text = draw.choice(forms).format(**one).replace("{n}", str(draw.randint(3, 900)))
    return text[0].upper() + text[1:]


def document(number: int) -> tuple[str, dict[str, str]]:
    """The text of a document, and the facts that it states."""
    draw = random.Random(number)
    councils = Gazetteer.load().councils
    gss = sorted(g for g, council in councils.items() if not council.abolished)[number % 100]
    start = dt.date(2018, 1, 8) + dt.timedelta(days=number * 7 % 2500)
    end = start + dt.timedelta(days=11)
    lead = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
    grades = [draw.choice(GRADES) for _ in AREAS]
    overall = draw.choice(GRADES)
    title = f"Inspection of {councils[gss].name} local authority children’s services"
    rows = [*zip(AREAS, grades, strict=True), ("Overall effectiveness", overall)]
    lines = [
        f"# {title}",
        f"Inspection dates: {day(start)} to {day(end)}",
        f"Lead inspector: {lead}, His Majesty’s Inspector",
        "\n".join(f"| {area} | {grade} |" for area, grade in [("Judgement", "Grade"), *rows]),
        "## What needs to improve?",
        "\n".join(f"- The quality of {w} {draw.choice(LISTS['when'])}." for w in LISTS["what"][:6]),
    ]
    for at in range(PARAGRAPHS):
        if at % (PARAGRAPHS // 3) == 0:
            lines.append(f"## {AREAS[at // (PARAGRAPHS // 3)]}")
        lines.append(f"{at + 1}. " + " ".join(sentence(draw) for _ in range(6)))
    facts = {
        "gss": gss,
        "type": "ilacs",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "lead_inspector": lead,
        "overall": overall.split(" to ")[0].lower().replace(" ", "-"),
    }
    return "\n\n".join(lines) + "\n", facts


def day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def generate(count: int, folder: Path) -> None:
    """Write so many documents and their facts."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {}
    for number in range(count):
        name = f"report-{number:06d}.md"
        text, facts[name] = document(number)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "quotes.json").write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
