"""`kg serve`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from kg.cli.options import Command, folder_option

__all__ = ["serve"]

_ORIGIN = re.compile(r"https?://[^/\s]+")


def _origin(given: str) -> str:
    """A web site as browsers name it; raises BadParameter for what none would send."""
    if not _ORIGIN.fullmatch(given.lower()):
        raise click.BadParameter(f"{given!r} is not a web site such as https://example.org")
    return given.lower()


@click.command(cls=Command)
@click.argument(
    "named", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@folder_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port to listen on. Default: 8321, or a free one if that is taken.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. Any other than this machine's own lets other machines ask: "
    "docs/serve.md says how to put a proxy with TLS and passwords in front instead.",
)
@click.option(
    "--allowed-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A host name that requests may use, besides localhost and 127.0.0.1; may be repeated.",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    callback=lambda _ctx, _parameter, given: tuple(map(_origin, given)),
    help="A web site whose pages may read answers, such as https://example.org; may be repeated.",
)
@click.option("--review", is_flag=True, help="Let people on this machine decide doubtful links.")
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that was built, to show the pages of its PDFs as pictures.",
)
@click.option("--log-queries", is_flag=True, help="Log what is asked, not only the path.")
@click.option("--open", "opened", is_flag=True, help="Open the start page in the browser.")
def serve(
    named: Path | None,
    folder: Path,
    port: int | None,
    host: str,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    review: bool,
    docs: Path | None,
    log_queries: bool,
    opened: bool,
) -> None:
    """Serve a graph to browsers and programs on this machine.

    It goes on until Ctrl-C. DIR is a graph folder made by `kg build`, if none is given with
    --graph. When it is built again, the server switches to the new build.
    """
    from kg.serve import server
    from kg.serve.live_graph import LiveGraph
    from kg.serve.site import LOCAL_HOSTS, Site

    folder = named or folder
    if docs is not None:
        import pypdfium2  # noqa: F401 -- says which extra to install, before the first picture
    live = LiveGraph(folder)
    bound = server.listen(host, port)
    address = server.address_of(bound, host)
    names = LOCAL_HOSTS | {name.lower() for name in hosts}
    site = Site(live, names, frozenset(origins), review, log_queries, docs)
    if not server.is_local(host):
        click.echo(f"warning: {_OPEN_TO_OTHERS}", err=True)
    click.echo(f"{folder}, build {live.id}: {address} (Ctrl-C ends)", err=True)
    server.run(site, bound, (lambda: click.launch(address)) if opened else None)


_OPEN_TO_OTHERS = (
    "other machines can ask this server, without a password and without encryption; "
    "see docs/serve.md on how to put a proxy in front of it"
)
