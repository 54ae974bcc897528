"""The table of contents, without building the site."""

from builder.collect import written_pages
from builder.contents import TREE


def test_every_written_page_stands_in_it_once():
    entries = [entry for contents in TREE.values() for _, below in contents for entry in below]
    assert len(entries) == len(set(entries))
    assert {page.name for page in written_pages()} <= {*entries, "index"}
