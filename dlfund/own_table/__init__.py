"""The question on somebody's own table: `dlfund compare my.csv --target y`, or

from dlfund import compare
compare("my.csv", "y", minutes=10)
"""

from dlfund.own_table.compare import compare

__all__ = ["compare"]
