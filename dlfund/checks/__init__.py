"""Leaks and other illnesses of a table before training, and of a result after it. Never imports a network library.

Each check has a code and a section in docs/checks.md: what it means, how it is measured, from when on it speaks, what
to do. It is quiet on sound data, and how quiet is measured.
"""

from dlfund.checks.finding import Finding, as_text
from dlfund.checks.looking import check_result, check_rows

__all__ = ["Finding", "as_text", "check_result", "check_rows"]
