"""Exploring a graph: search, explain a fact, compare two graphs, validate."""
