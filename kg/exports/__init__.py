"""Exports: a graph as files for other tools, or pushed into another triple store."""
