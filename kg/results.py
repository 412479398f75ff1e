"""Answers of queries as bytes: tables for people, W3C formats for programs.

`FORMATS` maps each format's name to its writer.  CSV, TSV, JSON and XML are those of SPARQL 1.1:
CSV holds raw values and nothing escaped for spreadsheets.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from textwrap import wrap

import pyoxigraph as ox

from kg.errors import UsageError
from kg.names import PREFIXES
from kg.queries import Answer, Cell, Table, Triples

__all__ = ["FORMATS", "compact", "printable", "write"]

#: C0 and C1 controls, and characters that turn the direction of the text around them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BLANK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")

#: A column of a box is no narrower than this, unless all of its cells are.
_NARROWEST = 12

_XSD_STRING = PREFIXES["xsd"] + "string"


def write(answer: Answer, form: str) -> bytes:
    """The answer in a format of `FORMATS`.

    Raises UsageError when there is no such format, or it is none for this kind of answer.
    """
    writer = FORMATS.get(form)
    if writer is None:
        raise UsageError(f"no format is called {form!r}; use one of: {', '.join(FORMATS)}")
    if isinstance(answer, Triples) != (form in _OF_TRIPLES):
        kind = "a graph" if isinstance(answer, Triples) else "a table"
        fitting = [name for name in FORMATS if (name in _OF_TRIPLES) == isinstance(answer, Triples)]
        raise UsageError(
            f"the answer is {kind}, which {form} can't hold; use one of: {', '.join(fitting)}"
        )
    return writer(answer)


def printable(text: str) -> str:
    r"""Text that is safe to show on a terminal.

    Line breaks and tabs become blanks; other control characters and those that reorder text go.

    >>> printable("a\x1b[31mb\n\u202ec")
    'a[31mb c'
    """
    return _UNPRINTABLE.sub("", _BLANK.sub(" ", text))


def compact(iri: str) -> str:
    """An IRI with the prefix of its namespace, where that is known.

    >>> compact("http://www.w3.org/2004/02/skos/core#notation")
    'skos:notation'
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def _table(answer: Answer) -> bytes:
    """A box that fits the terminal; a block of lines for each row where no box would."""
    table = _tabular(answer)
    width = shutil.get_terminal_size((100, 24)).columns
    columns = [printable(column) for column in table.columns]
    rows = [[printable(_short(cell)) for cell in row] for row in table.rows]
    widths = _widths([columns, *rows], width)
    lines = _records(columns, rows, width) if widths is None else _box(columns, rows, widths)
    return "".join(f"{line}\n" for line in lines).encode()


def _widths(rows: list[list[str]], width: int) -> list[int] | None:
    """How wide each column is, the widest cut to fit; None when there is no room for all."""
    widths = [max(map(len, cells), default=0) for cells in zip(*rows, strict=True)]
    room = width - 3 * len(widths) - 1
    cap = max(widths, default=0)
    while cap > _NARROWEST and sum(min(w, cap) for w in widths) > room:
        cap -= 1
    capped = [min(w, cap) for w in widths]
    return capped if sum(capped) <= room else None


def _box(columns: list[str], rows: list[list[str]], widths: list[int]) -> Iterator[str]:
    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (width + 2) for width in widths) + right

    def lines(cells: list[str]) -> Iterator[str]:
        wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            padded = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
            yield f"│ {' │ '.join(padded)} │"

    yield rule("┌", "┬", "┐")
    yield from lines(columns)
    yield rule("├", "┼", "┤")
    for row in rows:
        yield from lines(row)
    yield rule("└", "┴", "┘")


def _records(columns: list[str], rows: list[list[str]], width: int) -> Iterator[str]:
    margin = max(map(len, columns), default=0) + 2
    for number, row in enumerate(rows, 1):
        yield f"── {number} ".ljust(width, "─")
        for column, cell in zip(columns, row, strict=True):
            first, *more = _wrap(cell, max(width - margin, _NARROWEST)) or [""]
            yield f"{column:<{margin}}{first}".rstrip()
            yield from (" " * margin + line for line in more)


def _wrap(text: str, width: int) -> list[str]:
    return [text] if len(text) <= width else wrap(text, width)


def _csv(answer: Answer) -> bytes:
    table = _tabular(answer)
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(table.columns)
    lines.writerows([_raw(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode()


def _tsv(answer: Answer) -> bytes:
    table = _tabular(answer)
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += ["\t".join(_turtle_term(cell) for cell in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _json(answer: Answer) -> bytes:
    if isinstance(answer, bool):
        data: object = {"head": {}, "boolean": answer}
    else:
        table = _tabular(answer)
        data = {
            "head": {"vars": table.columns},
            "results": {
                "bindings": [
                    {name: _json_term(cell) for name, cell in _bound(table.columns, row)}
                    for row in table.rows
                ]
            },
        }
    return json.dumps(data).encode() + b"\n"


def _xml(answer: Answer) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#">',
    ]
    if isinstance(answer, bool):
        lines += ["<head/>", f"<boolean>{str(answer).lower()}</boolean>"]
    else:
        table = _tabular(answer)
        names = "".join(f'<variable name="{_xml_text(name)}"/>' for name in table.columns)
        lines += [f"<head>{names}</head>", "<results>"]
        for row in table.rows:
            cells = "".join(
                f'<binding name="{_xml_text(name)}">{_xml_term(cell)}</binding>'
                for name, cell in _bound(table.columns, row)
            )
            lines.append(f"<result>{cells}</result>")
        lines.append("</results>")
    return "".join(f"{line}\n" for line in [*lines, "</sparql>"]).encode()


def _markdown(answer: Answer) -> bytes:
    table = _tabular(answer)

    def line(cells: Iterable[str]) -> str:
        escaped = (_MARKDOWN.sub(r"\\\1", printable(cell)) for cell in cells)
        return f"| {' | '.join(escaped)} |\n"

    head = line(table.columns) + f"|{' --- |' * len(table.columns)}\n"
    return (head + "".join(line(map(_short, row)) for row in table.rows)).encode()


def _html(answer: Answer) -> bytes:
    table = _tabular(answer)
    head = "".join(f'<th scope="col">{html.escape(printable(c))}</th>' for c in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_html_cell(cell)}</td>' for cell in row)}</tr>\n"
        for row in table.rows
    )
    return _PAGE.format(head=head, rows=rows).encode()


def _turtle(answer: Answer) -> bytes:
    from kg.exports import serialise

    return serialise(_triples(answer), ox.RdfFormat.TURTLE)


def _ntriples(answer: Answer) -> bytes:
    from kg.exports import serialise

    return serialise(_triples(answer), ox.RdfFormat.N_TRIPLES)


FORMATS: Mapping[str, Callable[[Answer], bytes]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "md": _markdown,
    "html": _html,
    "ttl": _turtle,
    "nt": _ntriples,
}

_OF_TRIPLES = frozenset({"ttl", "nt"})

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Query result</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 1rem }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #888; padding: .25rem .5rem; text-align: left; vertical-align: top }}
</style>
</head>
<body>
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}</tbody>
</table>
</body>
</html>
"""


def _tabular(answer: Answer) -> Table:
    """The answer as a table; that of an ASK has one cell."""
    if isinstance(answer, bool):
        return Table(("answer",), ((ox.Literal(answer),),))
    assert isinstance(answer, Table)
    return answer


def _triples(answer: Answer) -> Iterable[ox.Triple]:
    assert isinstance(answer, Triples)
    return answer.triples


def _bound(
    columns: tuple[str, ...], row: tuple[Cell, ...]
) -> Iterable[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    return ((name, cell) for name, cell in zip(columns, row, strict=True) if cell is not None)


def _raw(cell: Cell) -> str:
    """The value alone, as the CSV of SPARQL has it."""
    if isinstance(cell, ox.Literal | ox.NamedNode):
        return cell.value
    return "" if cell is None else str(cell)


def _short(cell: Cell) -> str:
    """The value for people: IRIs of known namespaces with their prefix."""
    return compact(cell.value) if isinstance(cell, ox.NamedNode) else _raw(cell)


def _turtle_term(cell: Cell) -> str:
    return "" if cell is None else str(cell).replace("\t", "\\t")


def _json_term(cell: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, object]:
    match cell:
        case ox.NamedNode():
            return {"type": "uri", "value": cell.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": cell.value}
        case ox.Literal():
            term: dict[str, object] = {"type": "literal", "value": cell.value}
            if cell.language:
                term["xml:lang"] = cell.language
            elif cell.datatype.value != _XSD_STRING:
                term["datatype"] = cell.datatype.value
            return term
        case _:
            parts = {"subject": cell.subject, "predicate": cell.predicate, "object": cell.object}
            return {"type": "triple", "value": {k: _json_term(v) for k, v in parts.items()}}


def _xml_term(cell: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    match cell:
        case ox.NamedNode():
            return f"<uri>{_xml_text(cell.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{_xml_text(cell.value)}</bnode>"
        case ox.Literal():
            kind = ""
            if cell.language:
                kind = f' xml:lang="{_xml_text(cell.language)}"'
            elif cell.datatype.value != _XSD_STRING:
                kind = f' datatype="{_xml_text(cell.datatype.value)}"'
            return f"<literal{kind}>{_xml_text(cell.value)}</literal>"
        case _:
            parts = {"subject": cell.subject, "predicate": cell.predicate, "object": cell.object}
            inner = "".join(f"<{k}>{_xml_term(v)}</{k}>" for k, v in parts.items())
            return f"<triple>{inner}</triple>"


def _xml_text(text: str) -> str:
    """Escaped text; XML has no way to write most control characters, so these are replaced."""
    return html.escape(_NO_XML.sub("\ufffd", text)).replace("\r", "&#13;")


def _html_cell(cell: Cell) -> str:
    text = html.escape(printable(_short(cell)))
    if isinstance(cell, ox.NamedNode) and cell.value.startswith(("http://", "https://")):
        return f'<a href="{html.escape(cell.value)}" rel="noopener noreferrer">{text}</a>'
    return text
