"""The Python API: the commands, as functions that return values.

A graph is named by its folder or, unless noted otherwise, by an RDF file.  Modules are imported
where they are used, so that `import kg` is fast.

>>> import kg
>>> with kg.open("kg-demo") as graph:
...     rows = graph.query("judgements", council="Bradford", area="leadership")
>>> rows[0]["published"], rows[0]["grade"]
('2018-10-29', 'requires-improvement')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extras import missing_extra_named
from kg.opened_graph import OpenGraph, names

if TYPE_CHECKING:
    from kg.builds.build_report import Report
    from kg.explore.explain import Quote
    from kg.explore.practice.practice import Practice
    from kg.explore.search import Hit
    from kg.model import Progress

__all__ = [
    "OpenGraph",
    "brief",
    "build",
    "explain",
    "export",
    "find",
    "find_practice",
    "open",
    "validate",
    "view",
]


@missing_extra_named()
def build(
    sources: Iterable[str | Path],
    output: str | Path,
    *,
    add: bool = False,
    mirror: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    manifest: str | Path | None = None,
    curation: str | Path | None = None,
    ocr: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Build the graph folder `output` from documents: files, and folders of them.

    The options are those of `kg build`; `progress` is called after each document.  A document
    that can't be read is listed in the report's `failures`; the others are built.

    Raises InputError for a bad manifest or curation file, when no document can be read, or when
    many would leave the graph without `mirror`; StoreError when the folder can't be written,
    UsageError for a cluster that can't be used, or for what `inspection-kg[build]` or `ocr` needs.
    """
    from kg.builds.build import build as run

    return run(
        map(Path, sources),
        Path(output),
        add=add,
        mirror=mirror,
        jobs=jobs,
        cluster=cluster,
        manifest=Path(manifest) if manifest else None,
        curation=Path(curation) if curation else None,
        ocr=ocr,
        progress=progress,
    )


def open(where: str | Path | None = None) -> OpenGraph:  # noqa: A001 -- as gzip.open, Image.open
    """Open a graph: `.query()`, `.find()`, `.why()`, `.view()`, `.to_rdflib()`, `.to_networkx()`.

    The default is `$KG_GRAPH` if it is set, or else `kg-out`.  The URL of a SPARQL endpoint can be
    queried only.  Raises StoreError when there is no graph, UsageError for a bad URL.
    """
    return OpenGraph(where)


def find(
    where: str | Path,
    *words: str,
    council: str | Sequence[str] | None = None,
    region: str | Sequence[str] | None = None,
    kind: str | None = None,
    theme: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
) -> tuple[Hit, ...]:
    """The best `limit` findings, responses, names and titles that match all the words, best first.

    The words and filters are those of `kg find`.

    >>> import kg
    >>> hits = kg.find("kg-demo", "caseloads", council="Bradford", kind="weakness")
    >>> hits[0].kind, hits[0].councils
    ('weakness', (('E08000032', 'Bradford'),))

    Raises UsageError for an unknown council, kind or theme or a bad date, StoreError when there
    is no graph or it has no index.
    """
    with open(where) as graph:
        return graph.find(
            *words, council=council, region=region, kind=kind, theme=theme, since=since,
            until=until, limit=limit,
        )  # fmt: skip


def find_practice(
    where: str | Path,
    question: str,
    *,
    council: str | None = None,
    theme: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
) -> tuple[Practice, ...]:
    """What councils that were good or outstanding at the time did about something, best first.

    The question is one in plain words, as for `kg find --practice`.  With `council`, the others are
    searched, and `neighbour` says whether each is one of its statistical neighbours.

    >>> import kg
    >>> best, *others = kg.find_practice("kg-demo", "caseloads", council="Bradford")
    >>> best.passage.council, best.held.grade, best.neighbour
    ('Suffolk', 'outstanding', False)

    Raises UsageError for a question that asks for nothing, an unknown council or theme or a bad
    date, StoreError when there is no graph or it has no index.
    """
    from kg.explore.practice.practice import find_practice as run
    from kg.explore.search import SearchRequest

    request = SearchRequest((question,), names(council), (), None, theme, since, until, limit)
    return run(where, request).found


def explain(where: str | Path, what: str) -> tuple[Quote, ...]:
    """The words that support an entity, fact or finding, with their places in the documents.

    `what` is a name, a code or an IRI, as for `kg why`.

    >>> import kg
    >>> {quote.kind for quote in kg.explain("kg-demo", "Margaret Burke")}
    {'Association'}

    Raises UsageError for an unknown name, StoreError when there is no graph.
    """
    with open(where) as graph:
        return graph.why(what)


def view(
    where: str | Path,
    output: str | Path,
    *,
    focus: str | Iterable[str] = (),
    depth: int | None = None,
    since: str | None = None,
    until: str | None = None,
    title: str | None = None,
) -> Path:
    """Write the graph as one HTML file that opens at `focus`, if given; returns the file's path.

    The options are those of `kg view`.  Raises UsageError for an unknown name or a bad date,
    InputError when there is nothing to show, StoreError when there is no graph or the file can't be
    written.
    """
    with open(where) as graph:
        return graph.view(output, focus=focus, depth=depth, since=since, until=until, title=title)


@missing_extra_named()
def brief(where: str | Path, council: str, output: str | Path) -> Path:
    """Write a brief on a council, given by a name, a code or an IRI; returns the file's path.

    Its extension decides the format: `.html`, `.md` or, with `inspection-kg[build]`, `.docx`; or,
    for the places that it cites, `.bib`, `.ris` or `.json` (CSL-JSON).  Raises UsageError for an
    unknown council or another extension, StoreError when there is no graph or the file can't be
    written.
    """
    from kg.atomic_files import write_atomically
    from kg.briefs.write import brief as run
    from kg.briefs.write import writer_for
    from kg.store.graph import open_graph

    writer = writer_for(Path(output))
    with open_graph(where) as graph:
        data = run(graph, council, writer)
    write_atomically(Path(output), data)
    return Path(output)


def validate(where: str | Path, shapes: str | Path | None = None) -> tuple[bool, str]:
    """Whether the graph conforms to SHACL shapes (kg's own by default), and its violations.

    Raises UsageError for shapes that can't be applied, StoreError when there is no graph.
    """
    from kg.explore.validate import validate as run
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        return run(graph, Path(shapes) if shapes else None)


@missing_extra_named()
def export(where: str | Path, target: str | Path, *, tables: str | None = None) -> Path:
    """Write the graph to a file in the format of its extension, or to a folder of tables.

    The formats are those of `kg export`; a target that ends in `/` is a folder of CSV, one that
    ends in `.parquet` of Parquet.  `tables` chooses
    those of a workbook or a folder: `standard`, the default, or `analysis`.  Returns its path.
    Raises UsageError for an unknown format, StoreError when there is no graph or the file can't be
    written.
    """
    from kg.exports.files import export as run
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        run(graph, target, tables=tables)
    return Path(target)
