"""A graph as a network of nodes and edges, for Gephi, networkx and pyvis."""
