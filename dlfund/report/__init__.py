"""The page of a run, and the book of all recipes: a result is read, and nothing is computed."""
