"""What a page shows beyond scores, computed once from a finished comparison: small, and data only.

Each view says what it needs; where that is missing there is no such view.
"""

from dlfund.comparison.views.seen import Seen
from dlfund.comparison.views.together import views

__all__ = ["Seen", "views"]
