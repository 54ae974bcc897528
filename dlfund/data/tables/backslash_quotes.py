"""Quotes within a cell that are written behind a backslash, as MySQL and some programs do, as two quotes.

"say \\"hi\\" now",1   becomes   "say ""hi"" now",1
"""

from __future__ import annotations

import re

# a quote behind a backslash within a cell in quotes, which it can't end: no delimiter and no line's end follows
WITHIN = re.compile(rb"""(?:^|[,;\t|\n])[ ]*"(?:[^"\\\n]|\\[^"\n]|"")*\\"(?![ ]*(?:[,;\t|\r\n"]|\Z))""")
ESCAPED = re.compile(rb'(?<!\\)((?:\\\\)*)\\"')
NOTE = 'Quotes within cells are written behind a backslash (\\"), and read as quotes.'


def with_doubled_quotes(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The text with quotes within cells written twice, and a note; the text itself where no backslash hides one.

    Example:
        >>> with_doubled_quotes(b'a,b\\n"say \\\\"hi\\\\" now",1')[0].decode()
        'a,b\\n"say ""hi"" now",1'
        >>> with_doubled_quotes(b'a,b\\n"C:\\\\dir\\\\",1')[0].decode()
        'a,b\\n"C:\\\\dir\\\\",1'
    """
    if b'\\"' not in data or WITHIN.search(data) is None:
        return data, ()
    return ESCAPED.sub(rb'\1""', data), (NOTE,)
