"""Writes answers as bytes: tables for people, W3C formats for programs.

`FORMATS` maps the name of each format to its writer.  CSV, TSV, JSON and XML follow SPARQL 1.1, so
CSV holds raw values, not escaped for spreadsheets.  Use .xlsx for those: its cells have types.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import pyoxigraph as ox

from kg.errors import UsageError
from kg.printable import printable, xml_safe
from kg.query.answer import Answer, Cell, Table, Triples
from kg.rdf.iris import compact, expand
from kg.suggestions import unknown

__all__ = ["FORMATS", "csv_lines", "html_table", "write"]

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")

#: Terms with a `value`.  A tuple, because `isinstance` is faster on it than on a new union type.
_VALUED = (ox.Literal, ox.NamedNode)

_XSD_STRING = expand("xsd:string")
_XSD_URI = expand("xsd:anyURI")
#: The start of a text that a spreadsheet runs as a formula; `toCsv` of the page has the same.
_FORMULA = re.compile(r"[\s\u200e\u200f\u202a-\u202e]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBERS = {expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "float")}


def write(answer: Answer, format_name: str, sheet: str = "") -> bytes:
    """The answer in a format of `FORMATS`; `sheet` names the sheet of a workbook.

    Raises UsageError if the format is unknown or can't hold this kind of answer.
    """
    writer = FORMATS.get(format_name)
    if writer is None:
        raise UsageError(unknown("format", format_name, FORMATS, listed=True))
    if isinstance(answer, Triples) != (format_name in _OF_TRIPLES):
        kind = "a graph" if isinstance(answer, Triples) else "a table"
        fitting = [name for name in FORMATS if (name in _OF_TRIPLES) == isinstance(answer, Triples)]
        raise UsageError(
            f"the answer is {kind}, which {format_name} can't hold; "
            f"use one of: {', '.join(fitting)}"
        )
    return _xlsx(answer, sheet) if writer is _xlsx else writer(answer)


def _table(answer: Answer) -> bytes:
    """A box that fits the terminal, or 100 columns if there is no terminal."""
    import shutil

    from kg.query.terminal_table import lines

    table = _tabular(answer)
    width = shutil.get_terminal_size((100, 24)).columns
    columns = [printable(column) for column in table.columns]
    rows = [[printable(_short(cell)) for cell in row] for row in table.rows]
    return "".join(f"{line}\n" for line in lines(columns, rows, width)).encode()


def _csv_excel(answer: Answer) -> bytes:
    """CSV that Excel opens as it is: marked as UTF-8, and no text runs as a formula."""
    table = _tabular(answer)
    rows = tuple(tuple(map(_no_formula, row)) for row in table.rows)
    return b"\xef\xbb\xbf" + _csv(Table(table.columns, rows))


def _no_formula(cell: Cell) -> Cell:
    if not isinstance(cell, ox.Literal) or cell.datatype.value in _NUMBERS:
        return cell
    return ox.Literal(f"'{cell.value}") if _FORMULA.match(cell.value) else cell


def _csv(answer: Answer) -> bytes:
    table = _tabular(answer)
    return b"".join(csv_lines(table.columns, table.rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The lines of a CSV file, one at a time."""
    import csv

    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    for values in chain([columns], ([_raw(cell) for cell in row] for row in rows)):
        lines.writerow(values)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def _tsv(answer: Answer) -> bytes:
    table = _tabular(answer)
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += ["\t".join(_turtle_term(cell) for cell in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _json(answer: Answer) -> bytes:
    import json

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
    return _PAGE.format(table=html_table(_tabular(answer))).encode()


def html_table(table: Table, most: int | None = None) -> str:
    """A table as an HTML element, of which the caption counts all rows; with `most`, the first."""
    head = "".join(f'<th scope="col">{_escaped(printable(c))}</th>' for c in table.columns)
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in table.rows[:most])
    count = f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}"
    shown = f", the first {most:,} shown" if most is not None and len(table.rows) > most else ""
    return (
        f"<table>\n<caption>{count}{shown}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>"
    )


def _xlsx(answer: Answer, sheet: str = "") -> bytes:
    from kg.query.workbook import Sheet, workbook

    return workbook([Sheet(sheet or "answer", _tabular(answer))])


def _turtle(answer: Answer) -> bytes:
    from kg.rdf.serialise import serialise

    return serialise(_triples(answer), ox.RdfFormat.TURTLE)


def _ntriples(answer: Answer) -> bytes:
    from kg.rdf.serialise import serialise

    return serialise(_triples(answer), ox.RdfFormat.N_TRIPLES)


def _jsonld(answer: Answer) -> bytes:
    from kg.rdf.serialise import serialise

    return serialise(_triples(answer), ox.RdfFormat.JSON_LD)


FORMATS: Mapping[str, Callable[[Answer], bytes]] = {
    "table": _table,
    "csv": _csv,
    "csv-excel": _csv_excel,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "md": _markdown,
    "html": _html,
    "xlsx": _xlsx,
    "ttl": _turtle,
    "nt": _ntriples,
    "jsonld": _jsonld,
}

_OF_TRIPLES = frozenset({"ttl", "nt", "jsonld"})

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Query result</title>
<style>
:root {{ color-scheme: light dark; --line: #8885; --head: #e8ecf3; --link: #1d4ed8 }}
@media (prefers-color-scheme: dark) {{ :root {{ --head: #2a3242; --link: #8ab4ff }} }}
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 1rem }}
table {{ border-collapse: collapse }}
caption {{ text-align: left; padding: .25rem 0 }}
th, td {{ border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: left;
  vertical-align: top; max-width: 45rem; overflow-wrap: anywhere; min-width: 5rem }}
thead th {{ position: sticky; top: 0; background: var(--head) }}
tbody tr:nth-child(even) {{ background: #8881 }}
.number {{ text-align: right; font-variant-numeric: tabular-nums }}
a {{ color: var(--link) }}
@media print {{ thead th {{ position: static }} }}
</style>
</head>
<body>
{table}
</body>
</html>
"""


def _tabular(answer: Answer) -> Table:
    """The answer as a table; an ASK gives one cell."""
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
    """The bare value, as in SPARQL's CSV."""
    if cell is None:
        return ""
    return cell.value if isinstance(cell, _VALUED) else str(cell)


def _short(cell: Cell) -> str:
    """The value for people: IRIs in known namespaces get a prefix."""
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
    """Escaped text; control characters that XML can't hold are replaced."""
    return _escaped(xml_safe(text)).replace("\r", "&#13;")


def _escaped(text: str) -> str:
    import html

    return html.escape(text)


def _html_cell(cell: Cell) -> str:
    text = _escaped(printable(_short(cell)))
    if isinstance(cell, ox.Literal) and cell.datatype.value in _NUMBERS:
        return f'<td class="number">{text}</td>'
    if _is_link(cell):
        return f'<td><a href="{_escaped(_raw(cell))}" rel="noopener noreferrer">{text}</a></td>'
    return f"<td>{text}</td>"


def _is_link(cell: Cell) -> bool:
    """Whether the cell is a web address."""
    address = isinstance(cell, ox.NamedNode) or (
        isinstance(cell, ox.Literal) and cell.datatype.value == _XSD_URI
    )
    return address and _raw(cell).startswith(("http://", "https://"))
