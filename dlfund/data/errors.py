"""The error that data may cause: a sentence that says what was expected and what was received."""

from dlfund.core.errors import UserError


class DataError(UserError):
    """Data that is missing, was changed, or does not match its schema."""
