"""What a citation says of a document, from its statements."""

from __future__ import annotations

import pytest

from kg.citation import Citation
from kg.query.cited_documents import cited_documents
from made_up import made_up_graph

DOCUMENT = """
document:a kg:path "a.pdf" ; a kg:Document ; dcterms:title "Inspection of Exbridge" ;
  kg:documentKind c:document-kind\\/report ; kg:reports <urn:i:1> .
<urn:i:1> kg:inspectionType c:inspection-type\\/area-send ; kg:start "2021-10-04" ; kg:end "2021-10-08" .
"""

WHOLE = Citation(
    "a",
    "Inspection of Exbridge",
    ("Care Quality Commission", "Ofsted"),
    official=True,
    inspected=("2021-10-04", "2021-10-08"),
)

CASES = [
    ("", WHOLE, "a report names no publisher: the inspectorates of its type are its authors"),
    ('document:a kg:published "2021-12" .', {"published": "2021-12"}, "as precise as stated"),
    ('document:a dcterms:publisher "The Council" .', {"authors": ("The Council",)}, "a publisher that is stated counts"),
    ('document:a kg:url "https://example.org/a" .', {"url": "https://example.org/a"}, "a web address"),
    ('document:a kg:url "javascript:alert(1)" .', {}, "another address is none"),
    ('document:a kg:reports <urn:i:2> . <urn:i:2> kg:start "2019-01-01" .', {"inspected": ("", "")}, "of two inspections, neither has the date"),
    ('<urn:i:1> kg:start "2021-10-05" .', {"inspected": ("2021-10-04", "2021-10-08")}, "two first days: the earlier"),
    ('document:a kg:path "copy/a.pdf" .', {}, "a second path changes nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "differs", "reason"), CASES)
def test_a_document(more: str, differs: Citation | dict[str, object], reason: str) -> None:
    found = cited("a.pdf", DOCUMENT + more)
    fields = {} if isinstance(differs, Citation) else differs
    assert found == Citation(**{**vars(WHOLE), **fields}), reason


def cited(path: str, turtle: str) -> Citation:
    return cited_documents(made_up_graph(turtle))[path]


def test_each_path_of_a_document_leads_to_it() -> None:
    turtle = DOCUMENT + 'document:a kg:path "copy/a.pdf" .'
    assert cited("copy/a.pdf", turtle) == cited("a.pdf", turtle)


def test_what_is_not_of_an_inspectorate_has_no_inspectorate_as_author() -> None:
    news = DOCUMENT.replace("/report", "/news")
    found = cited("a.pdf", news)
    assert (found.authors, found.official) == ((), False)


def test_a_document_without_a_title_is_cited_by_its_path() -> None:
    assert cited("b.txt", 'document:b kg:path "b.txt" ; a kg:Document .') == Citation("b", "b.txt")
