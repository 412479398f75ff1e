"""Exploring a graph: resolve a name, search, explain, compare two graphs, validate."""
