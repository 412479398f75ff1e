"""The genre of a document, which decides how its text is read."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.prose.headings import with_headings
from kg.extraction.text.patterns import rules
from kg.model import Document, DocumentKind

__all__ = ["is_prose", "kind_of"]


def kind_of(document: Document) -> DocumentKind:
    """The genre: the first rule that fits, in the file's order; a web page is news or a page."""
    text = document.text
    for rule in rules("inspection", "kind"):
        if any(rule.regex.search(text[b.start : b.end]) for b in document.blocks):
            kind = DocumentKind(rule.name)
            if kind is DocumentKind.LETTER and document.media_type == "text/html":
                continue
            return kind
    return DocumentKind.PAGE if document.media_type == "text/html" else DocumentKind.OTHER


def is_prose(kind: DocumentKind) -> bool:
    """Whether a genre is prose: stories, pages, minutes; all but reports and letters."""
    return kind not in (DocumentKind.REPORT, DocumentKind.LETTER)


@Language.component("kg_kind")
def document_kind(doc: Doc) -> Doc:
    """Set `kind` on the doc, and mark the headings of prose in its document."""
    document: Document = doc._.document
    doc._.kind = kind_of(document)
    if is_prose(doc._.kind):
        doc._.document = with_headings(document)
    return doc
