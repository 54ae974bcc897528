"""What a user's own table tells beyond scores: which columns matter, where models err together, where one helps.

Each part says what it needs; where that is missing, or the time is over, a sentence says so.
"""

from dlfund.comparison.insights.together import insights

__all__ = ["insights"]
