"""Queries by name, and values that have broken out of queries."""

from __future__ import annotations

import io

import pyoxigraph as ox

from kg.query.library import Query, load

#: What stands in the contract: the columns that others rely on, in their order.
STANDARD = {
    "dataset": "dataset,title,licence,rights,creator,version,newest,documents,inspections,judgements,findings,statements",
    "documents": "document,title,kind,published,pages,words,sha256",
    "inspections": "document,council,gss,type,start,end,published,lead_inspector,overall,ordinal,next,next_focus,focus,grade_held,grade_held_from,framework",
    "judgements": "document,council,gss,published,area,grade,region,type,date",
    "inspectors": "document,name,role,council,gss",
    "leaders": "document,name,role,organisation,since",
    "programmes": "document,name,kind,council,quote",
    "findings": "document,council,gss,kind,themes,trend,text,start,end,page,paragraph,section,confidence,priority,framework_reference,region,type,date",
    "previous-inspections": "document,council,when,grade,type",
    "organisations": "document,name,kind",
    "mentions": "document,council,gss,role,count",
    "responses": "document,council,gss,by,speaker,body,text,start,end,page",
}


#: Strings that have broken out of queries that paste text together.
HOSTILE = [
    ('"', "a quote"),
    ("'", "an apostrophe"),
    ("\\", "a backslash"),
    ('\\"', "an escaped quote"),
    ('"""', "the end of a long string"),
    ("'''", "the end of the other long string"),
    ('" . ?s ?p ?o . "', "triples"),
    ('" } UNION { ?s ?p ?o } #', "a group and a comment"),
    ("}", "a brace"),
    ("# all that follows", "a comment"),
    ("<http://example.org/>", "an IRI"),
    ("?__label", "the parameter itself"),
    ("a\nb\r\nc\td", "line breaks and a tab"),
    ("\\u0022", "an escape that some engines read before they find strings"),
    ("\\\\u0022", "and one with its backslash escaped"),
    ("\x00\x01\x1b[31m\x7f\x85", "control characters"),
    ("\u202ereversed\u2066", "text that turns its direction"),
    ("\ufffe\uffff\ufeff", "what is no character"),
    ("😀 e\u0301 ﬁ", "beyond the first plane, combining, a ligature"),
    ("", "nothing"),
    ("%22 &quot; ${x} {{x}}", "escapes of other languages"),
]


def named(name: str) -> Query:
    return load(name, io.StringIO())


def text(cell: object) -> str:
    """A cell of either library as text; an empty string and no value are the same in a table."""
    return (
        "" if cell is None else str(getattr(cell, "value", cell) if isinstance(cell, OX) else cell)
    )


OX = (ox.NamedNode, ox.BlankNode, ox.Literal)
