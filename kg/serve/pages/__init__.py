"""What a server shows to people: the explorer, things and documents, search, queries, review.

`explorer.py` is the app of `kg view`, which gets its data from the server.  The other modules make
pages that work without scripts, from `templates/` by `layout.py`.
"""

from kg.serve.pages import documents, explorer, layout, query_editor, reviewing, search, things

__all__ = ["ROUTES"]

#: The modules that answer requests.
ROUTES = (
    layout.routes,
    explorer.routes,
    things.routes,
    documents.routes,
    search.routes,
    query_editor.routes,
    reviewing.routes,
)
