"""A graph as an atlas: the order of what later findings say of a recommendation."""

from __future__ import annotations

import pytest

from kg.views.findings import _later_findings

NUMBER = {"d/b-900-950": 0, "d/b-1000-1050": 1, "e/b-1-50": 2}


@pytest.mark.parametrize(
    ("rows", "found", "reason"),
    [
        (["2019-02-05 d/b-1000-1050", "2019-02-05 d/b-900-950"], [0, 1], "by place, not by the letters of the IRI"),
        (["2022-01-17 d/b-900-950", "2019-02-05 e/b-1-50"], [2, 0], "by day before place"),
        (["2019-02-05 d/b-900-950", "2019-02-05 f/b-1-50"], [0], "of documents that the page has"),
        ([], None, "nothing later"),
    ],
)  # fmt: skip
def test_later_findings_come_in_the_order_of_the_query(
    rows: list[str], found: list[int] | None, reason: str
) -> None:
    given = (("item", *row.split(), "kg/concept/recommendation-state/settled") for row in rows)
    later = _later_findings(given, NUMBER)
    wanted = {} if found is None else {"item": tuple((n, "settled") for n in found)}
    assert later == wanted, reason
