"""What a page shows beyond scores, computed once from a finished run: small, and data only.

Each view states what it needs; where that is missing, the view is None and left out of the result.
"""
