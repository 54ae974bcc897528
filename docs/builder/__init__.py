"""Builds the documentation's site: docs/*.md and pages made from the sources, as HTML in build/docs.

    PYTHONPATH=docs python -m builder

The pages in docs/ are read in a code host too, so their links are relative paths of the repository. `staging` copies
them to build/docs-source with links that lead within the site; Sphinx does the rest.
"""
