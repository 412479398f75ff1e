"""`kg`: inspection reports on England's children's services as a knowledge graph.

from pathlib import Path
from kg.build import build
from kg.store import open_graph

build([Path("reports")], Path("kg-out"))
with open_graph("kg-out") as graph:
    for row in graph.query("SELECT ..."):
        ...
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
