"""Curation: people's decisions about the graph, and how they are applied."""
