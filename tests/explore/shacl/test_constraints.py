"""The constraints as data: each part is of a kind that the code reads."""

from __future__ import annotations

import string

import pytest

from kg.explore.shacl.constraints import constraints

#: What stands for the parameters of a constraint.
PLACES = {"term", "terms", "flags", "datatype", "well_formed", "focus", "step", "values"}


def test_the_parts() -> None:
    parts = constraints()
    assert {"no_constraint", "casts", "ranges", "paths", "of_values", "of_nodes"} == set(parts)
    assert all("{}" in path for path in parts["paths"].values())
    assert all(least < most for least, most in parts["ranges"].values())


def test_no_kind_is_in_two_parts() -> None:
    parts = constraints()
    of_values, of_nodes = set(parts["of_values"]), set(parts["of_nodes"])
    assert not of_values & of_nodes
    assert not (of_values | of_nodes) & set(parts["no_constraint"])


@pytest.mark.parametrize("part", ["of_values", "of_nodes"])
def test_places_for_parameters(part: str) -> None:
    for query in constraints()[part].values():
        template = string.Template(query)
        assert template.is_valid()
        assert set(template.get_identifiers()) <= PLACES
