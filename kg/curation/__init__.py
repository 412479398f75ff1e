"""Curation: people's decisions about what documents say, and how they are applied."""
