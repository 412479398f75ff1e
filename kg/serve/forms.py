"""The formats of answers: their names in `kg`, which are extensions too, and their media types."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DOCX", "HTML", "MARKDOWN", "RDF_XML", "STATEMENTS", "TABLES", "XLSX", "Form"]


@dataclass(frozen=True)
class Form:
    """A format: its name, its media type, and other types that clients ask for it by."""

    name: str
    media: str
    also: tuple[str, ...] = ()


_OFFICE = "application/vnd.openxmlformats-officedocument."

HTML = Form("html", "text/html; charset=utf-8", ("application/xhtml+xml",))
MARKDOWN = Form("md", "text/markdown; charset=utf-8")
XLSX = Form("xlsx", _OFFICE + "spreadsheetml.sheet")
DOCX = Form("docx", _OFFICE + "wordprocessingml.document")
RDF_XML = Form("rdf", "application/rdf+xml", ("application/xml", "text/xml"))

#: Formats of tables; a client without a wish gets the first.
TABLES = (
    Form("json", "application/sparql-results+json", ("application/json",)),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Form("csv", "text/csv; charset=utf-8"),
    Form("tsv", "text/tab-separated-values; charset=utf-8"),
    HTML,
)
#: Formats of statements; ditto.
STATEMENTS = (
    Form("ttl", "text/turtle; charset=utf-8", ("application/x-turtle",)),
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("nt", "application/n-triples", ("text/plain",)),
)
