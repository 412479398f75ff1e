"""Builds: from sources to a finished graph folder, reusing the previous build.

`build` composes the steps; each other module implements one of them.
"""
