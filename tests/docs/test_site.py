"""The built site as a reader has it: offline, in a browser, wide and narrow, light and dark."""

import importlib

import pytest

PAGES = (
    *("index", "learn/index", "learn/07_backward_propagation", "teach/lesson_45", "teach/sheets/backpropagation_a"),
    *("comparisons/reading_the_page", "build/03_optimizer", "reference/layers/Dense", "reference/explain"),
    *("contribute/index", "architecture", "terms", "questions/backpropagation"),
)


def opened(browser, file, *, width=1280, theme="light"):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    return page


def four_doors_lead_somewhere(browser, site):
    page = opened(browser, site / "index.html")
    titles = [heading.inner_text().strip() for heading in page.query_selector_all("section#dlfund > section > h2")]
    assert [title.rstrip("¶#") for title in titles][:4] == ["Learn", "Compare", "Build", "Contribute"]
    for door in ("learn", "compare", "build", "contribute"):
        page.goto((site / "index.html").as_uri())
        page.click(f"section#{door} a.reference >> nth=0")
        assert page.query_selector("article h1") is not None
    page.close()


def no_page_is_wider_than_the_screen(browser, site, width, theme):
    for name in PAGES:
        page = opened(browser, site / f"{name}.html", width=width, theme=theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate("[...document.images].every(image => !image.complete || image.naturalWidth > 0)"), name
        page.close()


def pages_are_accessible(browser, site, theme):
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    faults = {}
    for name in PAGES:
        page = opened(browser, site / f"{name}.html", theme=theme)
        violations = axe.run(page).response["violations"]
        faults[name] = [(entry["id"], entry["nodes"][0]["html"][:200]) for entry in violations]
        page.close()
    assert {name: wrong for name, wrong in faults.items() if wrong} == {}


def the_search_finds_a_lesson_offline(browser, site):
    page = opened(browser, site / "index.html")
    page.fill("input[name=q]", "perceptron")
    page.keyboard.press("Enter")
    page.wait_for_selector("ul.search li a")
    titles = [link.inner_text() for link in page.query_selector_all("ul.search li a")]
    assert "2. The perceptron" in titles
    assert any("Perceptron" in title for title in titles)
    page.close()


def the_keyboard_reaches_the_text(browser, site):
    page = opened(browser, site / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to content"
    reached = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert {"learn/index.html", "comparisons/ten_minutes.html", "build/index.html", "contribute/index.html"} <= reached
    page.close()


@pytest.mark.nightly
def test_the_site(browser, site):
    """One test, so that the site is built once, however many processes share the tests."""
    four_doors_lead_somewhere(browser, site)
    the_search_finds_a_lesson_offline(browser, site)
    the_keyboard_reaches_the_text(browser, site)
    for theme in ("light", "dark"):
        pages_are_accessible(browser, site, theme)
        for width in (1280, 390):
            no_page_is_wider_than_the_screen(browser, site, width, theme)
