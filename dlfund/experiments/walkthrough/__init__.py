"""The page that walks through a network: any Keras model, or one of a run.

explain records the numbers, report renders them; here they meet.
"""

from dlfund.experiments.walkthrough.page import look_page

__all__ = ["look_page"]
