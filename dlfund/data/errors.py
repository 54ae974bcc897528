"""The one error that data may cause: a sentence that says what was expected and what came."""


class DataError(ValueError):
    """Data that is missing, changed or not as its schema says. The message is for the user."""
