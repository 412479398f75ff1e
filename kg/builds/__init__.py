"""Builds: from sources to a finished graph folder, reusing what the last build left.

`build` is the composition; everything else here serves one step of it.
"""
