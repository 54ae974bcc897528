"""All pages of the site: those that are written, those that are parts of long ones, those made from the sources."""

from __future__ import annotations

from collections.abc import Iterator

from builder.markdown import Section, sections, slug
from builder.page import ORPHAN, ROOT, Page
from dlfund.learn.interview.topics import TOPICS

BUILT = ("docs/concepts.md", "docs/interview.md")  # long pages, which become many
OF_THE_REPOSITORY = ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md", "STYLE.md")


def written_pages() -> Iterator[Page]:
    """Every page of docs/, and those beside it that readers of the site need."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        origin = path.relative_to(ROOT).as_posix()
        if origin not in BUILT:
            name = origin.removeprefix("docs/").removesuffix(".md")
            yield Page(name, path.read_text(encoding="utf-8"), origin, (origin,))
    for name in OF_THE_REPOSITORY:
        yield Page(name.removesuffix(".md"), (ROOT / name).read_text(encoding="utf-8"), name, (name,))


def question_pages() -> Iterator[Page]:
    """The interview questions, a page per topic."""
    origin = "docs/interview.md"
    head, *rest = sections((ROOT / origin).read_text(encoding="utf-8"))
    names = {title: name for name, title in TOPICS.items()}
    topics = [Page("questions/index", f"# {head.title}\n{head.text}", origin, (origin,))]
    for section in rest:
        if section.level == 2:
            text = f"# {section.title}\n{section.text}"
            topics.append(Page(f"questions/{names[section.title]}", text, origin, (f"{origin}#{slug(section.title)}",)))
        else:
            topics[-1] = _with_question(topics[-1], section, origin)
    yield from topics


def _with_question(topic: Page, section: Section, origin: str) -> Page:
    anchors = "".join(f'<a id="{anchor}"></a>\n\n' for anchor in section.anchors[1:])
    text = f"{topic.text}\n{anchors}## {section.title}\n{section.text}"
    addresses = (*topic.addresses, *(f"{origin}#{anchor}" for anchor in section.anchors))
    return Page(topic.name, text, origin, addresses)


def dataset_pages() -> Iterator[Page]:
    """The README of every data set; a link to its folder leads there too."""
    for path in [ROOT / "datasets" / "README.md", *sorted((ROOT / "datasets").glob("*/README.md"))]:
        origin = path.relative_to(ROOT).as_posix()
        name = origin.removesuffix(".md").replace("README", "index") if origin.count("/") == 1 else path.parent.name
        page = name if "/" in name else f"datasets/{name}"
        head = "" if page == "datasets/index" else ORPHAN
        yield Page(
            page, head + path.read_text(encoding="utf-8"), origin, (origin, path.parent.relative_to(ROOT).as_posix())
        )
