"""One text to all its facts: components in their order, and words for each fact."""

from __future__ import annotations

import pytest

from kg.extraction.pipeline import COMPONENTS, extract, pipeline
from kg.model import DocumentKind, Facts
from reports import STORY, TEAM_LIST, VISIT, document, facts_of, ilacs, letter, single


def test_components_run_in_their_order() -> None:
    assert tuple(pipeline().pipe_names) == COMPONENTS
    assert pipeline() is pipeline()


def test_a_text_without_facts_has_none() -> None:
    facts = facts_of("The council did X.")
    assert facts == Facts(kind=DocumentKind.OTHER)


@pytest.mark.parametrize(
    "text", [ilacs(), single(TEAM_LIST), letter(VISIT), STORY.format(body=VISIT)]
)
def test_every_fact_has_words(text: str) -> None:
    doc = document(text)
    facts = extract(doc)
    lists = (
        facts.councils,
        facts.judgements,
        facts.inspectors,
        facts.leaders,
        facts.programmes,
        facts.organisations,
        facts.earlier,
        facts.findings,
    )
    spans = [one.evidence for facts_ in lists for one in facts_]
    for span in (*spans, *facts.inspection.evidence):
        quote = doc.quote(span.start, span.end)
        assert quote == quote.strip() != ""
        assert 0 < span.confidence <= 1
    for inspector in facts.inspectors:
        span = inspector.evidence
        assert inspector.name in doc.quote(span.start, span.end)
