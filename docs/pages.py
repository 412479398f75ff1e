"""Pages of the site that nobody writes by hand.

From the code: the commands (click), the query library (the headers of its files), the ontology and
its concepts (Turtle). Copied: README, CONTRIBUTING and others of the root, with their links mended.
All go to docs/generated/, which git ignores.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.cli import main
from kg.cli.help import examples
from kg.query.library import Query, library
from kg.rdf.iris import CONCEPTS, KG, PREFIXES

ROOT = Path(__file__).resolve().parent.parent

#: Files of the checkout that become pages, and the name of the page.
COPIED = {
    "README.md": "readme",
    "CONTRIBUTING.md": "contributing",
    "SECURITY.md": "security",
    "CHANGELOG.md": "changelog",
    "examples/README.md": "examples",
}


def write(docs: Path) -> None:
    """Write all generated pages, those that have changed."""
    texts = {
        "commands": commands_page(),
        "queries": queries_page(library()),
        "ontology": ontology_page(ROOT / "ontology" / "kg.ttl"),
        "concepts": concepts_page(ROOT / "ontology" / "concepts.ttl"),
    }
    for file, name in COPIED.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        texts[name] = relinked(text, file, f"docs/generated/{name}.md")
    folder = docs / "generated"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


# --- links ---

_LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)(?P<path>[^)#\s]+)")


def relinked(text: str, file: str, page: str) -> str:
    """The text of a file, as the page, with links that lead to the same files or their pages."""

    def mended(link: re.Match[str]) -> str:
        target = os.path.normpath(Path(file).parent / link["path"]).replace(os.sep, "/")
        if target in COPIED:
            target = f"docs/generated/{COPIED[target]}.md"
        return os.path.relpath(target, Path(page).parent).replace(os.sep, "/")

    return _LINK.sub(mended, text)


def relink_source(_app: object, name: str, source: list[str]) -> None:
    """Links of a page of docs/ to files in the root, for Sphinx's event `source-read`."""
    if not name.startswith("generated/"):
        page = f"docs/{name}.md"
        source[0] = relinked(source[0], page, page)


# --- commands ---


def commands_page() -> str:
    """Each command with its options and examples."""
    top = click.Context(main, info_name="kg")
    blocks = ["# Commands", *_command(main, top)]
    for name in main.list_commands(top):
        command = main.get_command(top, name)
        assert command is not None
        blocks += [f"## kg {name}", *_command(command, click.Context(command, top, name))]
    return "\n\n".join(blocks) + "\n"


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```"
    yield _escaped(inspect.cleandoc(command.help or ""))
    options = [
        (", ".join([*one.opts, *one.secondary_opts]), one.make_metavar(context), record)
        for one in command.get_params(context)
        if isinstance(one, click.Option) and (record := one.get_help_record(context))
    ]
    yield _table(
        ("option", ""),
        (
            (f"`{record[0] if names else metavar}`", _escaped(record[1]))
            for names, metavar, record in options
        ),
    )
    for does, line in examples().get(command.name or "", ()):
        yield f"{does}\n\n```console\n$ {line}\n```"


# --- queries ---


def queries_page(queries: Iterable[Query]) -> str:
    """The library: each query with what it answers and takes, by folder."""
    folders: dict[str, list[Query]] = {}
    for query in queries:
        folders.setdefault(query.path.parent.name if query.path else "", []).append(query)
    blocks = ["# Queries", "`kg query NAME` runs each of these, and `--explain` shows its SPARQL."]
    for folder in sorted(folders):
        blocks.append(f"## {folder.capitalize()}")
        for query in folders[folder]:
            blocks += _query(query)
    return "\n\n".join(blocks) + "\n"


def _query(query: Query) -> Iterator[str]:
    yield f"### {query.name}"
    yield f"**{_escaped(query.summary)}.** {_escaped(query.description.strip())}"
    if query.parameters:
        yield _table(
            ("parameter", "", "values"),
            (
                (
                    f"`{one.name}`",
                    "required" if one.required and one.default is None else "optional",
                    ", ".join(f"`{choice}`" for choice in one.choices) or one.type,
                )
                for one in query.parameters
            ),
        )
    yield "Tags: " + ", ".join(query.tags) + "."


# --- ontology ---


def ontology_page(file: Path) -> str:
    """Classes, then properties, each with its comment, domain, range and superclass."""
    graph = rdflib.Graph().parse(file)
    ontology = next(graph.subjects(RDF.type, OWL.Ontology))
    blocks = [
        "# The ontology",
        (
            f"`{ontology}`, version {graph.value(ontology, OWL.versionInfo)}. "
            f"{graph.value(ontology, DCTERMS.description)}"
        ),
        (
            "Files: `ontology/kg.ttl` (these terms), `concepts.ttl` ([the concepts](concepts.md)), "
            "`alignments.ttl` (to other vocabularies), `shapes.ttl` (SHACL)."
        ),
    ]
    for title, kinds in (
        ("Classes", (OWL.Class,)),
        ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty)),
    ):
        blocks.append(f"## {title}")
        terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
        for term in sorted((term for term in terms if str(term).startswith(KG)), key=str):
            blocks += _term(graph, term)
    return "\n\n".join(blocks) + "\n"


def _term(graph: rdflib.Graph, term: Any) -> Iterator[str]:
    yield f"### {term.removeprefix(KG)}"
    yield _escaped(str(graph.value(term, RDFS.comment) or graph.value(term, RDFS.label)))
    facts = [
        (words, [_linked(value) for value in sorted(graph.objects(term, predicate), key=str)])
        for words, predicate in (
            ("a kind of", RDFS.subClassOf),
            ("a special case of", RDFS.subPropertyOf),
            ("from", RDFS.domain),
            ("to", RDFS.range),
            ("the inverse of", OWL.inverseOf),
        )
    ]
    said = "; ".join(f"{words} {', '.join(values)}" for words, values in facts if values)
    if said:
        yield f"{said[0].upper()}{said[1:]}."


def _linked(node: Any) -> str:
    """A term of kg as a link to its entry, another with its prefix."""
    name = str(node)
    if name.startswith(KG):
        return f"[{name.removeprefix(KG)}](#{name.removeprefix(KG).lower()})"
    known = {**PREFIXES, "xsd": "http://www.w3.org/2001/XMLSchema#"}
    for prefix, start in known.items():
        if name.startswith(start):
            return f"`{prefix}:{name.removeprefix(start)}`"
    return f"`{name}`"


def concepts_page(file: Path) -> str:
    """The tokens of each scheme, with their labels and definitions."""
    graph = rdflib.Graph().parse(file)
    blocks = ["# Concepts", f"Each is `{CONCEPTS}SCHEME/TOKEN`; queries give and take the token."]
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        title = graph.value(scheme, RDFS.label) or graph.value(scheme, DCTERMS.title)
        blocks.append(f"## {str(title or str(scheme).rsplit('/', 1)[-1]).capitalize()}")
        concepts = sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
        rows = (
            (
                f"`{str(concept).rsplit('/', 1)[-1]}`",
                _escaped(str(graph.value(concept, SKOS.prefLabel) or "")),
                _escaped(
                    str(
                        graph.value(concept, SKOS.definition)
                        or graph.value(concept, SKOS.scopeNote)
                        or ""
                    )
                ),
            )
            for concept in concepts
        )
        blocks.append(_table(("token", "label", "definition"), rows))
    return "\n\n".join(blocks) + "\n"


# --- Markdown ---


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in lines
    )


def _escaped(text: str) -> str:
    """Plain text as Markdown; words in backquotes stay code."""
    return re.sub(r"(`[^`]*`)|([*_<>\[\]$])", lambda m: m[1] or f"\\{m[2]}", text)
