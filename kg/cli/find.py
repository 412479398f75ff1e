"""`kg find`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import suggest
from kg.cli.help import show_long
from kg.cli.options import SINCE_HELP, UNTIL_HELP, Command, graph_option, output_option

if TYPE_CHECKING:
    from kg.query.answer import Table

__all__ = ["find"]


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@graph_option
@click.option(
    "--council",
    "councils",
    multiple=True,
    metavar="NAME|CODE|IRI",
    shell_complete=suggest.councils,
    help="Search only this council; may be repeated: either. With --practice, search the others "
    "and mark its statistical neighbours.",
)
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="NAME",
    help="Search only councils of this region, such as London; may be repeated: either.",
)
@click.option(
    "--kind",
    shell_complete=suggest.kinds,
    help="Search one kind only: strength, weakness, mixed, recommendation, finding (all four), "
    "response, council, person, programme, organisation or document.",
)
@click.option(
    "--theme",
    shell_complete=suggest.themes,
    help="Search only findings on this theme, such as workforce.",
)
@click.option("--since", metavar="DATE", help=SINCE_HELP)
@click.option("--until", metavar="DATE", help=UNTIL_HELP)
@click.option(
    "--practice",
    is_flag=True,
    help="Find what councils that were good or outstanding at the time did about WORDS.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Maximum number of hits to show.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    shell_complete=suggest.one_of("table", "csv", "tsv", "json", "xml", "md", "html", "xlsx"),
    help="The format: table, csv, tsv, json, xml, md, html or xlsx. Default: the extension of the "
    "output file, or else plain text.",
)
@output_option("Write the hits to this file.")
def find(
    words: tuple[str, ...],
    where: str,
    practice: bool,
    format_name: str | None,
    output: Path | None,
    **bounds: Any,
) -> None:
    """Search findings, names and titles for WORDS.

    The best matches are quoted first; what councils and others say (responses) is searched too. A
    match must contain all WORDS, in any form: caseload finds caseloads. Words such as "the" don't
    count. A phrase needs quotation marks of its own: kg find '"missing from care"'. care* finds all
    words that start with care. A OR B finds either, NOT B excludes B.

    With --practice, WORDS are a question in plain words. Other names of what it asks for, such as
    abbreviations, are looked for too, and what says most of how it is done comes first.
    """
    from kg.explore import search
    from kg.explore.practice import practice as of_others
    from kg.explore.practice import shown

    request = search.SearchRequest(words, **bounds)
    if practice:
        found = of_others.find_practice(where, request)
        _show(shown.format_practice(found), shown.table(found), format_name, output)
        if not found.found:
            click.echo("nothing found in the strengths of good and outstanding councils", err=True)
        for line in shown.looked_for(found):
            click.echo(line, err=True)
        _say_more(len(found.found), found.total)
        return
    result = search.find(where, request)
    _show(search.format_hits(result), search.table(result), format_name, output)
    if not result.hits and format_name is None and output is None:
        from kg.explore.search_advice import advice

        for line in advice(where, request):
            click.echo(line, err=True)
    _say_more(len(result.hits), result.total)


def _show(text: str, answer: Table, format_name: str | None, output: Path | None) -> None:
    """Print the hits, as text unless a format or a file is given."""
    if format_name is None and output is None:
        show_long(text)
    else:
        from kg.cli import run_query

        run_query.show(answer, run_query.choose_format(answer, format_name, output), output)


def _say_more(shown: int, total: int) -> None:
    if total > shown:
        click.echo(f"showing the best {shown} of {total:,}; see more with --limit", err=True)
