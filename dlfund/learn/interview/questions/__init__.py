"""Questions with a check: each yields sentences with measured numbers, and whether they hold.

If the answer were wrong, one of its sentences would not hold; and one of them says what becomes of the wrong answer.
"""
