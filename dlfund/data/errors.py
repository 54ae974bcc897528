"""The one error that data may cause: a sentence that says what was expected and what came."""

from dlfund.sentence import UserError


class DataError(UserError):
    """Data that is missing, changed or not as its schema says."""
