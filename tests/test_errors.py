import pytest

from exominer.errors import ConfigError, DocumentError, ExominerError, InputError, ModelError


def test_exominer_error_says_where_what_and_what_to_do():
    error = InputError("papers/", "the folder is empty", "Name another.")

    assert str(error) == "papers/: the folder is empty. Name another."
    assert (error.where, error.found, error.do) == (
        "papers/",
        "the folder is empty",
        "Name another.",
    )


def test_exominer_error_ends_without_advice_where_there_is_none():
    assert str(ModelError("model/", "no weights")) == "model/: no weights."


@pytest.mark.parametrize("kind", [InputError, ConfigError, ModelError])
def test_errors_that_end_a_command_are_exominer_errors(kind):
    assert issubclass(kind, ExominerError)


def test_document_error_is_for_the_run_and_not_for_the_command_line():
    error = DocumentError("encrypted", "the file asks for a password")

    assert not isinstance(error, ExominerError)
    assert (error.status, error.reason) == ("encrypted", "the file asks for a password")
    assert str(error) == "encrypted: the file asks for a password"
