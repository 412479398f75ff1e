"""Exports: writes a graph to files for other tools, or pushes it to a triple store."""
