"""One browser and one site for all tests of the pages; each test takes a tab of its own."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.chromium import Chromium, Page, chromium
from tests.browser.sample_site import sample_site


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Chromium, headless, with a new profile."""
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the real Portal before a fake API."""
    with sample_site() as address:
        yield address


@pytest.fixture
def tab(browser: Chromium) -> Iterator[Callable[..., Page]]:
    """Opens a tab of a given size (by default a desktop's); all are closed after the test."""
    pages: list[Page] = []

    def open_tab(*, width: int = 1280, height: int = 900) -> Page:
        pages.append(Page(browser, width=width, height=height))
        return pages[-1]

    yield open_tab
    for page in pages:
        page.close()
