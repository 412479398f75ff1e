"""`kg diff`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import FORMAT_DEFAULT, Command, output_option, show_text

__all__ = ["diff"]


@click.command(cls=Command)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "-f",
    "--format",
    "format_name",
    help="The format: md for a message by council and document, atom for a feed of the same; or "
    f"one row per change, as table, csv, tsv, json, xml, html or xlsx. {FORMAT_DEFAULT}",
)
@output_option("Write the changes to this file.")
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 if anything changed.")
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str,
    format_name: str | None,
    output: Path | None,
    fail_on_change: bool,
) -> None:
    """Show what has changed from graph A to graph B.

    A and B are graph folders or RDF files. Each fact that was added, removed or changed has a row
    for each council, with what A and B say and the documents that state it. The numbers of
    changes by council and kind are printed on stderr.
    """
    from kg.cli import run_query
    from kg.explore import compared_facts, diff, news, news_formats
    from kg.store.graph import open_graph

    form = format_name or (output.suffix.removeprefix(".") if output else "")
    told = {"md": news_formats.as_markdown, "atom": news_formats.as_atom}.get(form)
    labeller = compared_facts.words if told else compared_facts.tokens
    with open_graph(before) as graph_before, open_graph(after) as graph_after:
        changes = diff.compare(graph_before, graph_after, labeller)
        new = news.news(changes, graph_before, graph_after) if told else None
    for line in diff.summary(changes):
        click.echo(line, err=True)
    if told and new:
        show_text(told(new), output)
    elif changes or output or format_name:
        answer = diff.table(changes)
        run_query.show(answer, run_query.choose_format(answer, format_name, output), output)
    ctx.exit(1 if fail_on_change and changes else 0)
