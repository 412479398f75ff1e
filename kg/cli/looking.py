"""Commands that ask a graph and show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.base import Command, graph_option, output_option
from kg.errors import InputError

__all__ = ["find", "query", "view", "why"]


@click.command(cls=Command)
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


@click.command(cls=Command)
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


@click.command(cls=Command)
@graph_option
@click.option(
    "--focus",
    multiple=True,
    metavar="TEXT|IRI",
    help="A council, person, programme, inspection or theme; given again, they are compared.",
)
@click.option(
    "--depth", type=click.IntRange(1, 4), default=2, show_default=True, help="Links to follow."
)
@click.option("--query", "name", help="Show the answer of this CONSTRUCT query instead.")
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="For --query."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="Only council, inspection, person, inspector, leader, programme, organisation or theme, "
    "or findings that are a strength, weakness, mixed or recommendation; may be repeated.",
)
@click.option("--since", metavar="DATE", help="From this year, month or day on.")
@click.option("--until", metavar="DATE", help="Up to this year, month or day.")
@click.option(
    "--min-support",
    "support",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Only people, programmes and organisations that N documents name, and links to themes "
    "that N findings make.",
)
@click.option("--whole", is_flag=True, help="Draw all of the graph, organisations too.")
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
    name: str | None,
    parameters: tuple[str, ...],
    output: Path,
    opened: bool,
    **bounds: Any,
) -> None:
    """Draw the graph, or what lies around FOCUS, as one HTML file that needs no network.

    Around one council the page has a timeline too, around an inspector the councils that the
    inspections led to, around a programme its spread; several councils stand side by side.
    """
    from kg import asking, views
    from kg.files import write_atomically
    from kg.progress import show_steps
    from kg.store import open_graph

    wanted = views.Wanted(**bounds)
    if bool(name) + bool(wanted.focus) + wanted.whole > 1:
        raise click.UsageError("--focus, --query and --whole draw different things: give one")
    made = asking.made(where, name, asking.values(parameters)) if name else None
    title = asking.summary(name) if name else None
    with open_graph(where) as graph, show_steps() as say:
        page = views.view(graph, wanted, made, title, say)
    write_atomically(output, page)
    click.echo(f"{output} written ({output.stat().st_size / 1000:,.0f} kB)", err=True)
    if opened:
        click.launch(output.resolve().as_uri())


@click.command(cls=Command)
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
