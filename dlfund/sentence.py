"""Errors that a user can cause: the message is a whole answer, and no traceback is shown."""


class UserError(ValueError):
    """What was expected, what came, and how to fix it, in a sentence."""
