"""The application: all routes, and what holds for each of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from kg.errors import StoreError
from kg.serve import about, documents, library_api, linked_data, pages, service_description, sparql
from kg.serve.access import Access
from kg.serve.headers import OneBuild, SafetyHeaders
from kg.serve.problems import HANDLERS
from kg.serve.request_log import RequestLog
from kg.serve.site import Site

__all__ = ["MAX_BODY", "ROUTES", "application"]

log = logging.getLogger("kg.serve")

#: Maximum bytes of a request's body.
MAX_BODY = 1 << 20
#: Seconds between two looks at whether the graph was built again.
REFRESH = 1.0

#: The modules that answer requests.
ROUTES: tuple[Callable[[Site], Sequence[BaseRoute]], ...] = (
    about.routes,
    sparql.routes,
    library_api.routes,
    documents.routes,
    linked_data.routes,
    service_description.routes,
    *pages.ROUTES,
)


def application(site: Site) -> Starlette:
    """The ASGI application of a server; it closes the site's graph when it ends."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_keep_current(site))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            site.at_end.close()
            site.queries.close()
            site.library.close()
            site.live.close()

    return Starlette(
        routes=[route for routes in ROUTES for route in routes(site)],
        middleware=[
            Middleware(RequestLog, site),
            Middleware(SafetyHeaders),
            Middleware(Access, site),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(OneBuild, site),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
        max_body_size=MAX_BODY,
    )


async def _keep_current(site: Site) -> None:
    """Switch to new builds as they come; one that can't be opened is named in the log, once."""
    failure = ""
    while True:
        await asyncio.sleep(REFRESH)
        try:
            if await asyncio.to_thread(site.live.refresh):
                log.info("the graph was built again: build %s", site.live.id)
                for workers in (site.queries, site.library):
                    await asyncio.to_thread(workers.renew)
            failure = ""
        except StoreError as error:
            if str(error) != failure:
                failure = str(error)
                log.error("%s", failure)  # noqa: TRY400 -- one line that says what to do
