"""Errors that a user can cause: the message is a whole answer, no traceback is shown, and others' text does nothing."""

LONGEST = 2_000  # letters of a very long sentence that are printed of its beginning, and of its end


class UserError(ValueError):
    """What was expected, what came, and how to fix it, in a sentence; printable wherever it is printed."""

    def __str__(self) -> str:
        return printable_lines(super().__str__())


def printable(text: str) -> str:
    """Text whose control characters, line breaks and direction marks are spelled out, so that they do nothing.

    Example:
        >>> printable("a\\x1b[31mb")
        'a\\\\x1b[31mb'
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text)


def printable_sentence(error: Exception) -> str:
    """What an error says, printable; of a very long text the beginning and the end."""
    text = printable(str(error))
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]} … {text[-LONGEST:]}"


def printable_lines(text: object) -> str:
    """The same for what is printed on several lines, such as a path and sentences on it."""
    return "\n".join(map(printable, str(text).split("\n")))


def check_range(option: str, value: int | None, least: int, most: int) -> None:
    """Refuse a number that a user named, if it is out of its range; None was not named."""
    if value is not None and not least <= value <= most:
        raise UserError(f"Expected {option} from {least} to {most:,}. Received: {value}.")
