"""SHACL Core by SPARQL: each constraint is one query on the store.

`shapes.py` reads shapes from Turtle, `constraints.toml` holds the query of each kind of constraint,
`check.py` asks them.  Source: https://www.w3.org/TR/shacl/, sections 2 to 4; shapes that refer to
themselves are refused, as that text leaves their meaning open.
"""
