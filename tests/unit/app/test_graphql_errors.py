"""Messages without the values that they repeat; the whole way is tried with a passphrase in the integration tests."""

import pytest
from graphql import GraphQLError

from app.graphql_errors import safe_error, without_values


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "Expected value of type 'I' to include required field 'f', found: {'p': 'x'}.",
            "Expected value of type 'I' to include required field 'f'.",
        ),
        (
            "Expected value of type 'I' not to include unknown field 'g'. Did you mean 'f'? Found: {'g': 'x'}.",
            "Expected value of type 'I' not to include unknown field 'g'. Did you mean 'f'?.",
        ),
        ("Int cannot represent non-integer value: 'x'", "Int cannot represent non-integer value."),
        (
            "Variable '$n' has invalid value at .a: Int cannot represent non 32-bit signed integer value: 9",
            "Variable '$n' has invalid value at .a: Int cannot represent non 32-bit signed integer value.",
        ),
        ("Value 'x' does not exist in 'E' enum. Did you mean 'X'?", "The value does not exist in 'E' enum."),
        ('Syntax Error: Unexpected String "x".', "Syntax Error: Unexpected String."),
        ("Syntax Error: Unterminated string.", "Syntax Error: Unterminated string."),
        ("Cannot query field 'nope' on type 'Query'.", "Cannot query field 'nope' on type 'Query'."),
        ('Unknown operation named "B".', 'Unknown operation named "B".'),
        ("Variable '$n' is not defined.", "Variable '$n' is not defined."),
    ],
)
def test_a_message_loses_its_values_and_nothing_else(message, told):
    assert without_values(message) == told


def test_an_error_of_execution_that_we_wrote_ourselves_stays():
    error = GraphQLError("`first` is 1 to 100.", path=["a"], extensions={"code": "INVALID_PAGE"})
    assert safe_error(error) is error


def test_an_unknown_error_says_nothing_but_its_id(caplog):
    masked = safe_error(GraphQLError("secret detail", path=["a", 0], original_error=KeyError("secret detail")))
    assert "secret detail" not in masked.message
    assert masked.path == ["a", 0]
    assert masked.extensions["code"] == "INTERNAL"
    assert masked.extensions["incident"] in caplog.text
    assert "secret detail" in caplog.text
