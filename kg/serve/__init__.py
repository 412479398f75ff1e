"""`kg serve`: a graph folder over HTTP, for people and programs.

`app.py` puts the application together.  A module that answers requests has one function
`routes(site: Site) -> list[Route]`, and is named in `app.ROUTES`, the first that matches wins.  A
`Site` (`site.py`) is what never changes while the server runs; what may change is the graph, so a
request asks for its own build of it:

    def routes(site: Site) -> list[Route]:
        return [Route("/council/{gss}", council)]

    def council(request: Request) -> Response:
        build = build_of(request)          # the same one until the answer is sent
        with build.index() as connection:  # the full-text index, open already
            ...
        quotes = explain(build.graph, request.path_params["gss"])

Addresses, as linked data has them: `/id/PATH` is a thing, whose IRI ends in `id/PATH`, and answers
303.  A client that wants HTML goes to `/page/PATH`, one that wants RDF to `/data/PATH.ttl`.

`build.where` names that build to whatever takes a graph folder.  An endpoint that is a plain
function runs in a thread, so it may take its time; one that is `async` must not.  Raise a KgError
or `starlette.exceptions.HTTPException` for what goes wrong: `problems.py` answers it.

The rest holds for all answers, wherever they come from: who may ask (`access.py`), the headers of
safety, ETag and compression (`headers.py`), a line in the log (`request_log.py`).
"""
