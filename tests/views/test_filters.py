"""What of a network is drawn: kinds, period, support."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.period import Period
from kg.rdf.iris import concept, thing
from kg.store.graph import Graph
from kg.views.model import Network
from kg.views.selection import neighbourhood, overview
from kg.views.view import ViewRequest

NORTHMOOR, EASTWICK = thing("council", "E99000001"), thing("council", "E99000002")


FIRST = thing("inspection", "E99000001", "ilacs", "2018-03-05")


VISIT = thing("inspection", "E99000001", "focused-visit", "2020-11-10")


LATEST = thing("inspection", "E99000001", "ilacs", "2022-05-09")


THEIRS = thing("inspection", "E99000002", "ilacs", "2019-06-03")


ADA, TOM = thing("person", "ada-marsh"), thing("person", "tom-birch")


WORKFORCE = concept("theme", "workforce")


def around(graph: Graph, *focus: str) -> Network:
    return neighbourhood(graph, focus)


def kinds(network: Network) -> set[str]:
    return {node.kind for node in network.nodes}


def test_the_links_of_inspections_that_are_not_drawn_pass_to_their_councils(graph: Graph) -> None:
    network = overview(graph, ViewRequest(kinds=("council", "inspector", "theme")))
    assert kinds(network) == {"council", "inspector", "theme"}
    with_ada = {e.target: e for e in network.edges if e.source == ADA}
    assert set(with_ada) == {NORTHMOOR, EASTWICK}
    assert len(with_ada[NORTHMOOR].sources) == 3
    on = next(e for e in network.edges if (e.source, e.target) == (NORTHMOOR, WORKFORCE))
    whole = [e for e in overview(graph).edges if e.target == WORKFORCE and "E99000001" in e.source]
    assert on.counts.total == sum(e.counts.total for e in whole) > 20


def test_a_person_is_an_inspector_or_a_leader(graph: Graph) -> None:
    assert kinds(overview(graph, ViewRequest(kinds=("council", "person")))) == {
        "council", "inspector", "leader",
    }  # fmt: skip


def test_findings_of_one_kind_alone_are_counted(graph: Graph) -> None:
    network = overview(graph, ViewRequest(kinds=("weakness",)))
    counts = [e.counts for e in network.edges if e.kind == "theme"]
    assert counts
    assert all(c.total == c.weakness for c in counts)
    assert "council" in kinds(network)


@pytest.mark.parametrize(
    ("since", "until", "inspections", "why"),
    [
        ("2020", None, {VISIT, LATEST}, "from a year on"),
        (None, "2019-06", {FIRST, THEIRS}, "up to a month"),
        ("2019", "2020-11-09", {THEIRS}, "between"),
        ("2018-03-05", "2018-03-05", {FIRST}, "a day"),
    ],
)
def test_a_period_holds_its_inspections_and_what_their_documents_say(
    graph: Graph, since: str | None, until: str | None, inspections: set[str], why: str
) -> None:
    network = overview(graph, ViewRequest(since=since, until=until))
    assert {n.iri for n in network.nodes if n.kind == "inspection"} == inspections, why
    period = Period.read(since, until)
    facts = [*(n.facts for n in network.nodes), *(e.facts for e in network.edges)]
    days = {fact.source.when for some in facts for fact in some if fact.quote}
    assert days
    assert all(map(period.holds, days))


def test_around_a_theme_the_other_themes_are_left_out(graph: Graph) -> None:
    network = around(graph, WORKFORCE)
    assert [n.iri for n in network.nodes if n.kind == "theme"] == [WORKFORCE]
    assert {FIRST, NORTHMOOR} <= {n.iri for n in network.nodes}


def test_what_has_become_of_findings_is_not_said_without_themes(graph: Graph) -> None:
    assert "findings" not in " ".join(overview(graph, ViewRequest(kinds=("council",))).folded)
    assert "findings" in " ".join(overview(graph, ViewRequest(kinds=("council", "theme"))).folded)


def test_support_is_counted_in_documents_and_in_findings(graph: Graph) -> None:
    network = overview(graph, ViewRequest(support=3))
    assert {n.iri for n in network.nodes if n.kind in ("inspector", "leader")} == {ADA, TOM}
    assert all(e.counts.total >= 3 for e in network.edges if e.kind == "theme")
    assert "1 leader that fewer than 3 documents name" in network.folded


def test_the_whole_graph_has_its_organisations(graph: Graph) -> None:
    assert "organisation" in kinds(overview(graph, ViewRequest(whole=True)))
    assert "organisation" in kinds(overview(graph, ViewRequest(kinds=("council", "organisation"))))


def test_an_unknown_kind_names_the_known() -> None:
    with pytest.raises(UsageError, match=r"Unknown kind 'report'\. Known: council, inspection"):
        ViewRequest(kinds=("report",))
    with pytest.raises(
        UsageError, match="--since must be a date such as 2019, 2019-02 or 2019-02-28, not 'May'"
    ):
        Period.read("May", None)
