"""The tables of a graph as Parquet, for DuckDB, Polars, pandas, R and Power BI."""

from __future__ import annotations

import io
from typing import Any

from kg.query.answer import Table, plain_value

__all__ = ["parquet"]

Values = list[str | float | None]


def parquet(table: Table) -> bytes:
    """A table as a Parquet file.

    A column of whole numbers is int64, one of other numbers float64, and any other text: dates are
    as coarse as documents state them.  Empty cells are null.
    """
    import pyarrow as pa
    from pyarrow.parquet import write_table

    places = range(len(table.columns))
    columns = [_column([plain_value(row[place]) for row in table.rows]) for place in places]
    out = io.BytesIO()
    write_table(pa.table(columns, names=list(table.columns)), out)
    return out.getvalue()


def _column(values: Values) -> Any:
    """The values as an array of one type."""
    import pyarrow as pa

    types = {type(value) for value in values if value is not None}
    if types == {int}:
        return pa.array(values, pa.int64())
    if types and types <= {int, float}:
        return pa.array(values, pa.float64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())
