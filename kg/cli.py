"""The command line: options in, one function of the library called, its answer out.

No logic lives here.  A KgError becomes one line on stderr and its exit code, in `Command.invoke`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg import __version__
from kg.errors import InputError, KgError

__all__ = ["main"]

F = TypeVar("F", bound=Callable[..., Any])


class Failed(click.ClickException):
    """An error of kg's own, shown in one line."""

    def __init__(self, error: KgError) -> None:
        super().__init__(str(error))
        self.error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit code that the error asks for."""
        return self.error.exit_code

    def show(self, file: Any = None) -> None:
        """Print the message on stderr."""
        click.echo(f"kg: {self.message}", err=True)


class Command(click.Command):
    """A command whose KgErrors become one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise Failed(error) from None
        except BrokenPipeError:
            # the reader of stdout has gone (`kg query ... | head`)
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


class Group(click.Group):
    """A group of such commands."""

    command_class = Command


graph_option = click.option(
    "--graph",
    "where",
    envvar="KG_GRAPH",
    default="kg-out",
    show_default=True,
    metavar="DIR|FILE",
    help="The graph: a folder that `kg build` made, or an RDF file. Default: $KG_GRAPH, then:",
)


def output_option(help_text: str) -> Callable[[F], F]:
    """An `-o FILE` option."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=help_text
    )


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Turn inspection reports on England's children's services into a knowledge graph.

    Read documents with `kg build`, ask with `kg query`, look with `kg view`, take the graph
    elsewhere with `kg export` or `kg push`. Everything runs on this machine; nothing is sent
    anywhere, but by `kg push` and `kg query --graph URL` to the server that you name.
    """


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    envvar="KG_GRAPH",
    default="kg-out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The graph folder to make or to bring up to date.",
)
@click.option("--add", is_flag=True, help="Keep documents that are not among SOURCES.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Worker processes that read documents.",
)
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV that adds what files do not say: file, url, published, title, publisher.",
)
@click.option("--quiet", is_flag=True, help="No progress; only the summary.")
@click.pass_context
def build(
    ctx: click.Context,
    sources: tuple[Path, ...],
    folder: Path,
    add: bool,
    jobs: int,
    manifest: Path | None,
    quiet: bool,
) -> None:
    """Read SOURCES (files and folders) and make a graph of them.

    Reads PDF, HTML, Word (.docx), Markdown and plain text. The folder mirrors SOURCES: what is
    no longer among them leaves the graph, unless --add is given. A second run works only on
    what changed. Exits with 1 when a document could not be read; the others are built.
    """
    from kg.build import build as run
    from kg.progress import show_progress, summary_lines

    with show_progress(quiet) as progress:
        report = run(sources, folder, add=add, jobs=jobs, manifest=manifest, progress=progress)
    for line in summary_lines(report, folder):
        click.echo(line, err=True)
    ctx.exit(1 if report.failures else 0)


@main.command()
@click.argument("name", required=False)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value for one of the query's parameters; may be repeated.",
)
@graph_option
@click.option(
    "-f",
    "--format",
    "form",
    help="table, csv, tsv, json, xml, md, html or xlsx; ttl, nt or jsonld for a CONSTRUCT. "
    "Default: by the output's extension, else table on a terminal, csv elsewhere.",
)
@output_option("Write the answer to this file.")
@click.option("--list", "listed", is_flag=True, help="Show the queries of the library.")
@click.option("--tag", help="Only queries with this tag (with --list and --all).")
@click.option("--explain", is_flag=True, help="Show the query's summary, parameters and text.")
@click.option("--all", "every", is_flag=True, help="Run every query that needs no parameter.")
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --all: one file a query in this folder.",
)
@click.option("--fail-on-rows", is_flag=True, help="Exit with 1 when there is any row.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop after so long. Default: 10 for a query from outside the library, else never.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="ROWS",
    help="Stop after so many rows. Default: 10,000 for a query from outside, else all.",
)
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    parameters: tuple[str, ...],
    where: str,
    form: str | None,
    output: Path | None,
    listed: bool,
    tag: str | None,
    explain: bool,
    every: bool,
    output_dir: Path | None,
    fail_on_rows: bool,
    timeout: float | None,
    limit: int | None,
) -> None:
    """Ask the graph: NAME is a query of the library, a .rq file, or - for standard input.

    `kg query --list` shows the library, `kg query NAME --explain` a query's parameters.

    A query from outside the library runs in a process of its own, with a limit of time, rows and
    memory, and may read the graph only: SERVICE, FROM and updates are refused.

    The graph may be at a SPARQL endpoint: --graph URL, with KG_USER and KG_PASSWORD (or KG_TOKEN,
    or ~/.netrc) where it wants credentials.
    """
    from kg import asking

    if listed:
        click.echo(asking.listing(tag), nl=False)
        return
    if every:
        if output_dir is None:
            raise click.UsageError("--all needs --output-dir, where each answer gets a file")
        rows = asking.run_all(where, tag, form or "csv", output_dir)
        ctx.exit(1 if fail_on_rows and rows else 0)
    if name is None:
        raise click.UsageError("name a query, or see them all with --list")
    if explain:
        click.echo(asking.explanation(name), nl=False)
        return
    answer = asking.ask(where, name, asking.values(parameters), timeout, limit)
    asking.show(answer, asking.format_for(answer, form, output), output)
    ctx.exit(1 if fail_on_rows and asking.has_rows(answer) else 0)


@main.command()
@click.argument("words", nargs=-1, required=True)
@graph_option
@click.option("--council", metavar="NAME|CODE|IRI", help="Only about this council.")
@click.option(
    "--kind",
    help="strength, weakness, mixed, recommendation, or finding for all of them; council, person, "
    "programme, organisation or document.",
)
@click.option("--theme", help="Only findings on this theme, such as workforce.")
@click.option("--since", metavar="DATE", help="From this year, month or day on.")
@click.option("--until", metavar="DATE", help="Up to this year, month or day.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most hits to show."
)
@click.option(
    "-f",
    "--format",
    "form",
    help="csv, tsv, json, xml, md, html or table. Default: by the output's extension, else text.",
)
@output_option("Write the hits to this file.")
def find(
    words: tuple[str, ...], where: str, form: str | None, output: Path | None, **bounds: Any
) -> None:
    """Find findings, names and titles by their WORDS, the best first, with the quotes.

    All WORDS have to occur, in any form (caseload finds caseloads). An exact phrase stands in
    double quotes; care* finds what begins so; OR joins two words, NOT leaves one out.
    """
    from kg import search

    found = search.find(where, search.Wanted(words, **bounds))
    if form is None and output is None:
        click.echo(search.format_found(found), nl=False)
        if not found.hits:
            click.echo("nothing found: no finding, name or title in the graph has this", err=True)
    else:
        from kg import asking

        answer = search.table(found)
        asking.show(answer, asking.format_for(answer, form, output), output)
    if found.total > len(found.hits):
        click.echo(f"the best {len(found.hits)} of {found.total:,}; --limit shows more", err=True)


@main.command()
@graph_option
@click.option("--focus", metavar="TEXT|IRI", help="A council, person, programme or inspection.")
@click.option(
    "--depth", type=click.IntRange(1, 4), default=2, show_default=True, help="Links to follow."
)
@click.option("--query", "name", help="Show the answer of this CONSTRUCT query instead.")
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="For --query."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file to write.",
)
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
def view(
    where: str,
    focus: str | None,
    depth: int,
    name: str | None,
    parameters: tuple[str, ...],
    output: Path,
    opened: bool,
) -> None:
    """Draw the graph, or what lies around FOCUS, as one HTML file that needs no network."""
    from kg import asking, views
    from kg.files import write_atomically
    from kg.store import open_graph

    if name and focus:
        raise click.UsageError("--focus and --query draw different things: give one of them")
    made = asking.made(where, name, asking.values(parameters)) if name else None
    title = asking.summary(name) if name else None
    with open_graph(where) as graph:
        write_atomically(output, views.view(graph, focus, depth, made, title))
    click.echo(f"{output} written ({output.stat().st_size / 1000:,.0f} kB)", err=True)
    if opened:
        click.launch(output.resolve().as_uri())


@main.command()
@click.argument("target", required=False, metavar="FILE|FOLDER/")
@graph_option
@click.option("--construct", "name", metavar="QUERY", help="The part that this CONSTRUCT makes.")
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="For --construct."
)
@click.option(
    "--graphs",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write a Turtle file a named graph, with Virtuoso's .graph files.",
)
def export(
    target: str | None,
    where: str,
    name: str | None,
    parameters: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Write the graph to FILE, in the format of its extension, or to a FOLDER of CSV.

    .ttl .nt .nq .trig .jsonld: RDF. .graphml .gexf: the network that `kg view` draws, for Gephi.
    .xlsx, or a name that ends in /: a sheet or a CSV file a standard query. .gz may follow on
    text. The same graph gives the same bytes.
    """
    from kg import asking, exports
    from kg.store import open_graph

    if target is None and folder is None:
        raise click.UsageError("name a file, a folder that ends in /, or --graphs FOLDER")
    if name and target is None:
        raise click.UsageError("--construct needs a FILE: --graphs writes the whole graph")
    made = asking.made(where, name, asking.values(parameters)) if name else None
    with open_graph(where) as graph:
        if target is not None:
            click.echo(f"{exports.export(graph, target, made)} written", err=True)
        if folder is not None:
            click.echo(f"{exports.export_graphs(graph, folder)} written", err=True)


@main.command()
@click.argument("url", metavar="URL")
@graph_option
@click.option(
    "--replace",
    is_flag=True,
    help="Make each graph in the store equal to ours (PUT). Without it, ours are added (POST).",
)
@click.option(
    "--dry-run", is_flag=True, help="Print the curl commands instead; connect to nothing."
)
@click.option(
    "--insecure",
    is_flag=True,
    help="Allow plain http to another machine. Certificates of https are checked all the same.",
)
@click.option("--quiet", is_flag=True, help="No progress; only the summary.")
def push(url: str, where: str, replace: bool, dry_run: bool, insecure: bool, quiet: bool) -> None:
    """Load the graph into another triple store: URL is its Graph Store endpoint.

    One request a named graph, over the SPARQL 1.1 Graph Store Protocol, which Oxigraph, Fuseki,
    GraphDB, RDF4J, Virtuoso, QLever, Stardog and Neptune speak; docs/stores.md has each one's URL.

    A request that fails is made again, with longer and longer pauses. What the store has confirmed
    is noted in the graph folder (pushed/): a push that broke off goes on where it stopped, and the
    next one sends what has changed. With --replace, statements that have left one of our graphs
    leave the store too; a graph that has left as a whole stays there, and the summary names it.

    Credentials never stand in the URL. Set KG_USER and KG_PASSWORD (basic or digest, as
    the store asks), or KG_TOKEN (bearer), or write them into ~/.netrc (or $NETRC).
    """
    from kg import push as pushing
    from kg.progress import show_progress
    from kg.store import open_graph

    with open_graph(where) as graph:
        if dry_run:
            lines = pushing.dry_run(graph, where, url, replace=replace, insecure=insecure)
            click.echo("\n".join(lines) or "# nothing to send: the store has confirmed all of it")
            return
        with show_progress(quiet, "done with", "graphs") as progress:
            pushed = pushing.push(graph, url, replace=replace, insecure=insecure, progress=progress)
    for line in pushing.summary_lines(pushed, url):
        click.echo(line, err=True)


@main.command()
@click.argument("what", metavar="TEXT|IRI")
@graph_option
def why(what: str, where: str) -> None:
    """Show the words that an entity, fact or finding rests on, and where they stand."""
    from kg.store import open_graph
    from kg.why import format_quotes
    from kg.why import why as run

    with open_graph(where) as graph:
        quotes = run(graph, what)
    if not quotes:
        raise InputError(f"{what}: known, but no document in {where} speaks of it")
    click.echo(format_quotes(quotes), nl=False)


@main.command()
@graph_option
@click.option(
    "--shapes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="SHACL shapes to check instead of kg's own.",
)
@click.pass_context
def validate(ctx: click.Context, where: str, shapes: Path | None) -> None:
    """Check the graph against SHACL shapes: exit 0 conforms, 1 does not, 2 could not run."""
    from kg.shapes import validate as run
    from kg.store import open_graph

    try:
        with open_graph(where) as graph:
            conforms, report = run(graph, shapes)
    except KgError as error:
        error.exit_code = 2
        raise
    click.echo(report or f"{where} conforms\n", nl=False)
    ctx.exit(0 if conforms else 1)


@main.command()
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option(
    "--docs",
    "documents",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder that holds the documents: each gold file names its own by a path below it.",
)
@click.option(
    "--json",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write everything to this file too: tallies, tables by type, calibration, misses.",
)
@click.option("--misses", is_flag=True, help="List what was missed, extra or misread, with quotes.")
@click.option(
    "--fail-under",
    "least",
    metavar="X",
    type=click.FloatRange(0, 1),
    help="Exit with 1 when the mean F1 is below X.",
)
@click.pass_context
def evaluate(
    ctx: click.Context,
    gold: Path,
    documents: Path,
    target: Path | None,
    misses: bool,
    least: float | None,
) -> None:
    """Measure what a build finds against GOLD, a folder of facts that documents are known to state.

    GOLD holds NAME.gold.json and NAME.sents.json for each document. The documents are built in a
    folder of their own, which is removed again, and compared by what the standard queries answer.

    Shown are precision, recall and F1 for each kind of fact; sentences judged by the wording of
    all findings and, more strictly, by the finding at their place; F1 by type of document; and
    whether the confidence of findings is the share of them that is right. Each count says how
    many there are in the gold.
    """
    from kg.evaluation import evaluate as run
    from kg.evaluation import tables
    from kg.files import write_atomically
    from kg.progress import show_progress

    with show_progress(quiet=False) as progress:
        found = run(gold, documents, jobs=min(4, os.cpu_count() or 1), progress=progress)
    for line in tables.lines(found):
        click.echo(line)
    if misses:
        for line in tables.miss_lines(found):
            click.echo(line)
    if target is not None:
        write_atomically(target, tables.to_json(found))
    if least is not None and found.mean < least:
        click.echo(f"mean F1 {found.mean:.3f} is below {least:g}", err=True)
        ctx.exit(1)


@main.command()
@click.argument(
    "sentences", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of documents: kg's own labels of those among them are used too.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The model to write, an .npz file.",
)
def train(sentences: tuple[Path, ...], reports: Path | None, output: Path) -> None:
    """Train another sentence classifier from SENTENCES, JSON lines of labelled sentences.

    A line is {"doc": "...", "text": "...", "kind": "strength", "themes": ["workforce"]}, in
    document order. Shown is how well it does on documents that it was not trained on. A build
    uses the model that the environment variable KG_MODEL names. Needs inspection-kg[train].
    """
    from kg import labelled, training
    from kg.files import write_atomically

    rows = [row for path in sentences for row in labelled.read_labelled(path)]
    if reports is not None:
        rows += labelled.read_ranges(labelled.labels_folder(), reports)
    rows = labelled.once(rows)
    trained = training.train(rows, lambda done: click.echo(done, err=True))
    for line in training.lines(rows, trained):
        click.echo(line)
    write_atomically(output, trained.classifier.to_bytes())
