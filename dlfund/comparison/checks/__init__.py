"""Leaks and other problems of a table before training, and of a result after it. Never imports a network library.

Each check has a code and a section in docs/checks.md: what it means, how it is measured, its threshold, what to do.
On sound data it finds nothing; how often it is wrong is measured.
"""

from dlfund.comparison.checks.finding import Finding, as_text
from dlfund.comparison.checks.run_checks import check_result, check_rows

__all__ = ["Finding", "as_text", "check_result", "check_rows"]
