"""The page that walks through a network: of any Keras model, or of a run's.

explain records the numbers, report renders them; here they meet.
"""

from dlfund.look.page import look_page

__all__ = ["look_page"]
