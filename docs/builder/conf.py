"""How Sphinx builds the site. It reads what `builder.staging` wrote, never the repository."""

from dlfund import __version__

project = "dlfund"
author = "dlfund contributors"
copyright = "dlfund contributors, Apache License 2.0"  # noqa: A001 - Sphinx's own name
release = version = __version__
html_title = f"dlfund {__version__}"
language = "en"

extensions = ["myst_parser"]
myst_heading_anchors = 6
suppress_warnings = [
    "myst.xref_missing",  # addresses written out as <a id>; builder.built_links checks every one in the built pages
    "myst.header",  # a card begins below the heading of its page
]
nitpicky = True
exclude_patterns = ["files/**"]

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["style.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None  # the same sources give the same pages
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
templates_path: list[str] = []
