"""Prose read as statements: news stories, council pages, minutes and round-ups."""
