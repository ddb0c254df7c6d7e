"""The schema, built once a process: it holds no state, and to build it takes about a second."""

from functools import cache

from app.graphql import Schema, build_schema


@cache
def built_schema() -> Schema:
    """As `app.graphql.build_schema` gives it."""
    return build_schema()
