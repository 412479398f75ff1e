"""The description of the API is true: programs that are made from it ask what is answered."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kg.serve.library_api import forms, queries
from kg.serve.openapi import document, summary


def test_each_query_is_a_path_and_so_is_each_of_its_formats(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    wanted = {f"/api/{name}" for name in queries()}
    wanted |= {f"/api/{n}.{form.name}" for n, query in queries().items() for form in forms(query)}
    assert set(paths) == wanted


def test_a_parameter_has_its_choices_its_default_and_whether_it_is_needed() -> None:
    shown = {p["name"]: p for p in summary(queries()["findings"])["parameters"]}
    assert "strength" in shown["kind"]["schema"]["enum"]
    assert not shown["council"]["required"]
    assert summary(queries()["council-graph"])["parameters"][0]["required"]


@pytest.mark.slow
def test_schemathesis_finds_nothing_that_the_description_does_not_say(server_url: str) -> None:
    """Each query is asked with values that fit its description, and some that do not."""
    schema = schemathesis.openapi.from_dict(document({q: forms(q) for q in queries().values()}))
    schema.config.update(base_url=server_url)
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        if "." in operation.path:
            continue  # the same query in one format, which test_library_api asks

        @settings(max_examples=4, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal tried
            tried += 1
            # JSON Schema has no words for a value's being the name of a council
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        ask()
    assert tried > 3 * len(queries())
