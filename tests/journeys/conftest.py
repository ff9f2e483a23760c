"""What the journeys share: one browser for the run, and pages that may not complain."""

from collections.abc import Callable, Iterator

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)

from tests.browser import find_chromium
from tests.server import Cluster, Server, the_cluster, the_server

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
_PATIENCE_MS = 15_000

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Server:
    """The portal as members reach it."""
    return the_server(pytestconfig)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """The portal in several processes."""
    return the_cluster(pytestconfig)


# Closed with the last journey: while it is open, an event loop runs in this thread.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of the journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    """Make pages; ``member``: who is signed in, by the short name of the cast.

    The test fails if a page logs an error or throws, but for what ``allowed`` mentions.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(
        member: str = "", *, on: Server = server, allowed: str = "\0", **options: object
    ) -> Page:
        context = chromium.new_context(
            base_url=on.url, locale="fr-FR", **{"viewport": DESKTOP, **options}
        )
        contexts.append(context)
        if member:
            cookie = SetCookieParam(name="portal_session", value=on.sign_in(member), url=on.url)
            context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()

        def heard(message: ConsoleMessage) -> None:
            if message.type == "error" and allowed not in message.text:
                complaints.append(f"{page.url}: {message.text}")

        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def claire(new_page: NewPage) -> Page:
    """A page of Claire, who has three children and many lines."""
    return new_page("family")
