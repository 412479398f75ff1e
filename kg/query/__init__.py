"""Queries: the library of `.rq` files, safe running of SPARQL, and results in many formats."""
