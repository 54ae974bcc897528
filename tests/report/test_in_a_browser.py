"""The page as a person meets it: in Chromium, with a mouse, with a keyboard, on a phone, in the dark.

The `show` fixture fails a test whose page logs anything, opens a dialog or asks the network for something.
"""

import pytest
from report.made_results import STUDENTS, made_result
from report.test_views import KINDS

LONG = tuple((f"a_network_with_a_very_long_name_{student[0]}" * 2, *student[1:]) for student in STUDENTS)


def column(page, number):
    cells = page.locator(f"#numbers tbody tr > :nth-child({number})").evaluate_all(
        "cells => cells.map(c => c.dataset.value)"
    )
    return [cell if number == 1 else float(cell) for cell in cells if cell]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_follows_the_system_and_its_button(show, theme):
    page = show(theme=theme)
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.locator("#theme").click()
    after = page.evaluate(paper)
    page.locator("#theme").click()
    assert before != after
    assert page.evaluate(paper) == before
    assert (sum(int(part) for part in before[4:-1].split(",")) > 380) == (theme == "light")


def test_every_header_sorts_its_column(show):
    page = show()
    headers = page.locator("#numbers thead button")
    for number in range(headers.count()):
        headers.nth(number).click()
        assert column(page, number + 1) == sorted(column(page, number + 1))
        headers.nth(number).click()
        assert column(page, number + 1) == sorted(column(page, number + 1), reverse=True)
        sort = page.locator("#numbers thead th").nth(number).get_attribute("aria-sort")
        assert sort == "descending"
    assert page.locator("#sorted").inner_text().startswith("Sorted by size")


def test_cells_without_a_number_come_last(show):
    page = show(made_result(failed={"ann": [0, 1, 2]}))
    header = page.locator("#numbers thead button").nth(1)
    for _ in range(2):
        header.click()
        assert page.locator("#numbers tbody tr").last.locator(".name").inner_text() == "neural network"


def test_the_table_can_be_reached_and_sorted_with_the_keyboard(show):
    page = show()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        if seen[-1] == "contender":
            break
    assert seen[:2] == ["Skip to the answer", "Dark"]
    assert seen[-1] == "contender"
    page.keyboard.press("Enter")
    assert page.locator("#numbers thead th").first.get_attribute("aria-sort") == "ascending"
    assert column(page, 1) == sorted(column(page, 1))


def test_all_that_is_folded_opens(show):
    page = show()
    folded = page.locator("details")
    assert folded.count() == 1 + sum(student[2] != "rule" for student in STUDENTS)
    for number in range(folded.count()):
        folded.nth(number).locator("summary").click()
        assert folded.nth(number).locator("table").is_visible()


def test_every_link_leads_to_its_section(show):
    page = show()
    for link in page.locator("nav a").all():
        link.click()
        assert page.evaluate("document.querySelector(location.hash) !== null")


@pytest.mark.parametrize("contenders", [STUDENTS, LONG], ids=["usual names", "long names"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_never_scrolls_sideways(show, width, contenders):
    names = [contender[0] for contender in contenders]
    result = made_result(contenders=contenders, reference=names[2], failed={names[3]: [0], names[5]: [0, 1, 2]})
    page = show(result, width=width)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_data_that_looks_like_markup_is_read_not_run(show):
    name = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    evil = (*STUDENTS[:5], (name, *STUDENTS[5][1:]))
    page = show(made_result(contenders=evil, about=f"{name}?"))
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert page.locator("h1").inner_text() == f"{name}?"
    assert name in page.locator("#numbers .name").all_inner_texts()


def test_without_the_script_everything_is_still_there(browser, show, tmp_path):
    show()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator("#numbers tbody tr").count() == len(STUDENTS) + 1  # and the truth
    assert page.locator("#theme").is_hidden()
    context.close()


@pytest.mark.parametrize("views", KINDS)
@pytest.mark.parametrize("width, theme", [(390, "dark"), (1280, "light")])
def test_pages_of_every_sort_fit_the_window(show, views, width, theme):
    page = show(made_result(views=views, **KINDS[views]), width=width, theme=theme)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for link in page.locator("nav a").all():
        link.click()
        assert page.evaluate("document.querySelector(location.hash) !== null")
    sizes = page.locator("svg.panel, svg.pixels, svg.lines").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) > 10
