"""The way from a page to the articles that help on it, as their front matter says (``pages``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import reflex as rx

from portal.bootstrap import the_help
from portal.components.icons import icon
from portal.components.links import link
from portal.domain.help import HELP

_route: ContextVar[str] = ContextVar("route", default="")
_LABEL = "Aide sur cette page"


@contextmanager
def building(route: str) -> Iterator[None]:
    """While the page of this route is built: ``help_hint`` is then about it."""
    token = _route.set(route)
    try:
        yield
    finally:
        _route.reset(token)


def help_hint() -> rx.Component:
    """What helps on the page being built: one link, or a few behind "?"; nothing without any."""
    articles = the_help().for_page(_route.get())
    if not articles:
        return rx.fragment()
    if len(articles) == 1:
        return link(
            icon("circle-help", 20),
            rx.el.span(_LABEL),
            href=articles[0].href,
            class_name="help-hint link no-print",
        )
    return rx.el.details(
        rx.el.summary(icon("circle-help", 20), rx.el.span(_LABEL), class_name="help-hint"),
        rx.el.ul(
            *[
                rx.el.li(link(article.title, href=article.href, class_name="menu-item"))
                for article in articles
            ],
            rx.el.li(link("Toute l’aide", href=HELP, class_name="menu-item")),
            class_name="menu",
        ),
        class_name="help-hints no-print",
    )
