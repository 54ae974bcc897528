"""Insights into a user table: which columns matter, which contenders err together, where the network is better.

Each insight states what it needs; where that is missing, or the time is over, a sentence states so.
"""

from dlfund.comparison.result.insights.registry import insight_sections

__all__ = ["insight_sections"]
