"""A real browser, where there is one: Chromium as the system has it, offline."""

import shutil

import pytest
from report.made_results import made_result

from dlfund.report.page import write_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next((actual for name in BROWSERS if (actual := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """Open a file; what the page complains of, or asks the network for, fails the test."""
    pages, complaints, requests = [], [], []

    def open_page(path, *, width=1280, theme="light", **options):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


@pytest.fixture
def show(open_page, tmp_path):
    """Open a result's page."""

    def show(result=None, **options):
        path = tmp_path / "report.html"
        write_page(result or made_result(), path)
        return open_page(path, **options)

    return show
