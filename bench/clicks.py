"""How long clicks take to be answered, seen from inside the page, beside an empty app's counter.

Every round does the same in all the pages, one after the other: what else the machine does then
weighs on all of them alike. A figure is from the click, or the last key, to the first change of
the page that shows the result.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.apps import Build, Served, build_empty_app, build_portal, serve
from bench.bases import LARGE, SMALL
from bench.figures import Figure
from tests.browser import find_chromium

ROUNDS, WARM_UP, COLD_LOADS = 110, 10, 15
KEY_PAUSE_MS = 40  # a fast typist's
WORDS = ("pharmacie", "dentiste", "bilan", "orthodontie")
LIST_PAGE = "/remboursements"
FILTER = "input[name=categorie][value=pharmacie]"
NEXT = ".pagination button:last-of-type"
INCREMENT = "#increment"

Samples = dict[str, list[float]]

_SCRIPT = Path(__file__).with_name("page.js").read_text()
_FLAGS = ["--disable-background-timer-throttling", "--disable-renderer-backgrounding"]


class Traffic:
    """Counts what goes over the websocket of a page."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: Any) -> None:
        socket.on("framesent", self._add)
        socket.on("framereceived", self._add)

    def _add(self, payload: str | bytes) -> None:
        self.bytes += len(payload.encode() if isinstance(payload, str) else payload)


def run(rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure, and return the figures by name."""
    portal, empty = build_portal(), build_empty_app()
    with ExitStack() as stack:
        counter = stack.enter_context(serve(empty))
        small = stack.enter_context(serve(portal, "127.0.0.1", SMALL.make()))
        large = stack.enter_context(serve(portal, "127.0.0.2", LARGE.make()))
        browser = stack.enter_context(chromium())
        cookies = {small: SMALL.cookies(1)[0], large: LARGE.cookies(1)[0]}
        warm = _warm(browser, counter, cookies, rounds)
        cold = _cold(browser, counter, large, cookies[large])
    costs = _costs(portal)
    return _figures(warm, cold) | {"costs": costs}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that slows nothing down by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=_FLAGS)
        yield browser
        browser.close()


def _context(browser: Browser, served: Served, cookie: str = "") -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(_SCRIPT)
    if cookie:
        context.add_cookies([{"name": "portal_session", "value": cookie, "url": served.url}])
    return context


def open_page(browser: Browser, served: Served, path: str, cookie: str = "") -> Page:
    """A page of a server, for whoever the cookie says."""
    page = _context(browser, served, cookie).new_page()
    page.goto(served.url + path)
    return page


def _warm(browser: Browser, counter: Served, cookies: dict[Served, str], rounds: int) -> Samples:
    """Samples of each gesture on open pages: "empty click", "small filter", "large search"…"""
    empty = open_page(browser, counter, "/")
    empty.evaluate("bench.first('counter', '#increment')")
    pages: dict[str, Page] = {}
    for name, (served, cookie) in zip(("small", "large"), cookies.items(), strict=True):
        pages[name] = open_page(browser, served, LIST_PAGE, cookie)
        pages[name].wait_for_selector("ul.claims > li")
    found: Samples = defaultdict(list)
    for number in range(WARM_UP + rounds):
        taken = {"empty click": empty.evaluate("bench.click('counter', '#increment')")}
        for name, page in pages.items():
            taken |= {f"{name} {act}": ms for act, ms in _gestures(page, number).items()}
        if number >= WARM_UP:
            for name, ms in taken.items():
                found[name].append(ms)
    for page in (empty, *pages.values()):
        page.context.close()
    return found


def _gestures(page: Page, number: int) -> dict[str, float]:
    word = WORDS[number % len(WORDS)]
    taken = {
        "filter": page.evaluate(f"bench.click('list', {FILTER!r})"),
        "next page": page.evaluate(f"bench.click('list', {NEXT!r})"),
    }
    page.evaluate(f"bench.click('list', {FILTER!r})")
    taken["search"] = page.evaluate(f"bench.search({word!r}, {KEY_PAUSE_MS})")
    page.evaluate("bench.clear()")
    return taken


def _cold(browser: Browser, counter: Served, large: Served, cookie: str) -> Samples:
    """From the start of the navigation to the first click answered, nothing in the cache."""
    found: Samples = defaultdict(list)
    for number in range(COLD_LOADS + 1):
        page = open_page(browser, counter, "/")
        empty = page.evaluate(f"bench.first('counter', {INCREMENT!r})")
        page.context.close()
        page = open_page(browser, large, LIST_PAGE, cookie)
        first = page.evaluate(f"bench.first('list', {NEXT!r})")
        page.context.close()
        if number:
            found["empty first click"].append(empty)
            found["large first click"].append(first)
    return found


def _costs(portal: Build) -> dict[str, dict[str, int]]:
    """SQL statements and bytes over the websocket, in and out, for one of each gesture."""
    with serve(portal, base=SMALL, count_statements=True) as served, chromium() as browser:
        page = _context(browser, served, SMALL.cookies(1)[0]).new_page()
        traffic = Traffic(page)
        page.goto(served.url + LIST_PAGE)
        page.wait_for_selector("ul.claims > li")
        page.wait_for_timeout(500)
        return {name: _cost(page, script, served, traffic) for name, script in _GESTURES.items()}


_GESTURES = {
    "filter": f"bench.click('list', {FILTER!r})",
    "next page": f"bench.click('list', {NEXT!r})",
    "filter off": f"bench.click('list', {FILTER!r})",
    "search": f"bench.search({WORDS[0]!r}, {KEY_PAUSE_MS})",
}


def _cost(page: Page, script: str, served: Served, traffic: Traffic) -> dict[str, int]:
    bytes_before, statements_before = traffic.bytes, served.count_statements()
    page.evaluate(script)
    page.wait_for_timeout(200)
    return {
        "bytes": traffic.bytes - bytes_before,
        "statements": served.count_statements() - statements_before,
    }


def _figures(warm: Samples, cold: Samples) -> dict[str, Any]:
    found = {name: Figure.of(samples) for name, samples in {**warm, **cold}.items()}
    ratios = {
        f"{act} ÷ empty click": _ratio(found[f"large {act}"].over(found["empty click"]), 2.5)
        for act in ("filter", "next page")
    }
    ratios["search, from the last key"] = _ratio(found["large search"].median, 150, "ms")
    for act in ("filter", "next page", "search"):
        over = found[f"large {act}"].over(found[f"small {act}"])
        ratios[f"{act}, 1,000,000 lines ÷ 10,000"] = _ratio(over, 1.2)
    first = found["large first click"].over(found["empty first click"])
    ratios["first click of a cold load ÷ empty"] = _ratio(first, 1.3)
    return {"ratios": ratios, "milliseconds": {name: vars(one) for name, one in found.items()}}


def _ratio(value: float, aim: float, unit: str = "times") -> dict[str, Any]:
    return {"is": value, "aim": aim, "unit": unit}
