"""How well `kg find --practice` ranks, by nDCG@10 over questions whose answers were judged by hand.

    python tests/bench/practice.py GRAPH JUDGED.csv

`practice-questions.csv` has the questions.  JUDGED.csv has `question`, `iri` and `grade` (0 to 3: does
the passage tell what a good council did about it): no texts, which are not ours.  A passage that
nobody judged counts as 0, and their number is printed.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.explore.practice.practice import find_practice
from kg.explore.practice.ranking import WEIGHTS, Weights
from kg.explore.search import SearchRequest, find
from kg.resources import word_lists

QUESTIONS = Path(__file__).with_name("practice-questions.csv")
TOP = 10

#: A question -> the best passages (IRIs), best first.
Search = Callable[[str], list[str]]


def searches(graph: str) -> Iterator[tuple[str, Search]]:
    """What is compared."""
    ignored = {*word_lists("practice")["ignored"]}

    def strengths(*words: str) -> list[str]:
        hits = find(graph, SearchRequest(words, kind="strength", limit=TOP)).hits
        return [hit.iri for hit in hits]

    def any_word(question: str) -> list[str]:
        words = [word for word in question.split() if word.casefold() not in ignored]
        return strengths(*" OR ".join(words).split())

    def practice(weights: Weights) -> Search:
        def ask(question: str) -> list[str]:
            found = find_practice(graph, SearchRequest((question,), limit=TOP), weights).found
            return [one.passage.iri for one in found]

        return ask

    yield "kg find --kind strength, all words", lambda question: strengths(*question.split())
    yield "kg find --kind strength, any word", any_word
    yield "practice without other names", practice(replace(WEIGHTS, other_name=0))
    yield "practice without themes", practice(replace(WEIGHTS, theme=0, other_theme=0))
    yield "practice without what is specific", practice(replace(WEIGHTS, specific=0))
    yield "practice", practice(WEIGHTS)


def gain(grades: Sequence[int]) -> float:
    """The discounted cumulative gain of grades in their order."""
    return math.fsum(
        ((1 << grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:TOP])
    )


def ndcg(found: Sequence[str], judged: Mapping[str, int]) -> float:
    """How near the order of passages comes to the best order of those judged."""
    best = gain(sorted(judged.values(), reverse=True))
    return gain([judged.get(iri, 0) for iri in found]) / best if best else 0.0


def main(graph: str, judged_file: str) -> None:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    with Path(judged_file).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            judged[row["question"]][row["iri"]] = int(row["grade"])
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    for name, search in searches(graph):
        print(f"{name:36}", end="")
        for half in ("seen", "held"):
            asked = [row for row in questions if row["half"] == half]
            found = {row["id"]: search(row["question"]) for row in asked}
            mean = sum(ndcg(iris, judged[one]) for one, iris in found.items()) / len(asked)
            unknown = sum(iri not in judged[one] for one, iris in found.items() for iri in iris)
            print(f"  {half} {mean:.3f} ({unknown} not judged)", end="")
        print(flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
