"""`kg harvest`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import suggest
from kg.cli.options import Command, quiet_option, verbose_option

if TYPE_CHECKING:
    from kg.harvest.harvest import Report

__all__ = ["harvest"]

KINDS = ("ilacs", "focused-visit", "monitoring-visit", "jtai", "area-send", "all")


@click.command(cls=Command, resumes=True)
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of reports to create or bring up to date.",
)
@click.option(
    "--type",
    "kind",
    type=click.Choice(KINDS),
    default="all",
    show_default=True,
    help="Only inspections of this type. ilacs: all full inspections of children's services, "
    "those before 2018 included.",
)
@click.option(
    "--council",
    "councils",
    multiple=True,
    metavar="NAME",
    shell_complete=suggest.councils,
    help="Only this council: its name, GSS code or number in the listing. Can be repeated.",
)
@click.option(
    "--since",
    metavar="DATE",
    help="Only what was published from this date on, such as 2019, 2019-02 or 2019-02-28.",
)
@click.option(
    "--url", "base", metavar="BASE", help="The address of the site, if not the usual one."
)
@click.option(
    "--from",
    "listed_in",
    metavar="FOLDER|CSV|SITEMAP",
    help="Read this list instead of the site's: a folder of PDF files, a CSV file of addresses, or "
    "a sitemap (a file or its URL).",
)
@click.option(
    "--contact",
    envvar="KG_CONTACT",
    default="",
    metavar="ADDRESS",
    help="Your e-mail or web address, which each request tells the publisher. Default: "
    "$KG_CONTACT.",
)
@click.option(
    "--recheck", is_flag=True, help="Also check whether files fetched earlier have changed."
)
@click.option(
    "--accept-fewer",
    is_flag=True,
    help="Accept a listing with fewer documents than last time. No file is deleted.",
)
@click.option("--dry-run", is_flag=True, help="Read the listing; fetch and write nothing.")
@quiet_option
@verbose_option
@click.pass_context
def harvest(
    ctx: click.Context,
    folder: Path,
    kind: str,
    councils: tuple[str, ...],
    since: str | None,
    base: str | None,
    listed_in: str | None,
    contact: str,
    recheck: bool,
    accept_fewer: bool,
    dry_run: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Fetch reports from Ofsted's site that are not here yet.

    Files go to DIR/COUNCIL/DATE-TYPE-ID.pdf. DIR/manifest.csv says where each is from and when it
    was published; `kg build DIR` reads it. Then it prints what is new, changed, and gone from the
    listing. Nothing is ever deleted. If the listing is not whole, or has fewer documents than last
    time, the exit code is 1.

    It makes at most one request per second, obeys robots.txt, and resumes where it was
    interrupted. A second run fetches nothing that is here already.

    This was tested against a mock-up of the listing, not the live site. Check the numbers after
    the first run (`kg docs fresh`).
    """
    from kg.cli.progress import show_progress
    from kg.harvest.harvest import harvest as run
    from kg.harvest.wanted import Wanted
    from kg.period import Period

    with show_progress(quiet, "read", "pages or documents", verbose=verbose) as progress:
        report = run(
            folder,
            Wanted(kind, councils, Period.read(since, None)),
            listed_in=listed_in,
            base=base,
            contact=contact,
            dry_run=dry_run,
            recheck=recheck,
            accept_fewer=accept_fewer,
            progress=progress,
            warn=lambda line: click.echo(line, err=True),
        )
    for line in summary_lines(report, folder, dry_run=dry_run, verbose=verbose):
        click.echo(line)
    ctx.exit(0 if report.complete else 1)


def summary_lines(
    report: Report, folder: Path, *, dry_run: bool, verbose: bool = False
) -> Iterator[str]:
    """What a harvest did."""
    from kg.cli.progress import MAX_LISTED
    from kg.cli.progress import listed as shortened
    from kg.printable import printable

    listed = partial(shortened, longest=None if verbose else MAX_LISTED)
    of = f"{report.wanted:,} of them wanted, " if report.wanted != report.listed else ""
    yield (
        f"{report.listed:,} documents of {report.councils} councils listed, {of}"
        f"{report.here:,} in {folder}"
    )
    yield from listed("to fetch" if dry_run else "new", list(report.new))
    yield from listed("changed", list(report.changed))
    yield from listed("gone from the listing (kept here)", list(report.gone))
    yield from listed("failed", [f"{name}: {reason}" for name, reason in report.failed])
    yield from listed("notes", [printable(note) for note in report.notes])
    if report.left:
        yield f"not requested, because the server stopped answering: {report.left}; run it again"
    if report.fewer:
        yield from listed("fewer documents listed than last time", list(report.fewer))
        yield "  nothing was deleted; if that is right, run it again with --accept-fewer"
