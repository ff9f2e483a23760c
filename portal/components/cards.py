"""Cards: a titled section on its own surface, with an optional link at its head."""

import reflex as rx

from portal.components.links import link
from portal.components.types import Text


def card(*children: rx.Component | None, class_name: str = "", **props) -> rx.Component:
    """A plain surface."""
    return rx.el.div(*children, class_name=f"card {class_name}".strip(), **props)


def section(
    title: Text,
    *children: rx.Component,
    anchor: str,
    more: tuple[str, str] | None = None,
    boxed: bool = True,
    class_name: str = "",
) -> rx.Component:
    """A section with its h2 (id: ``anchor``); ``more``: a (label, href) link beside it."""
    head = [rx.el.h2(title, id=anchor)]
    if more:
        head.append(link(more[0], href=more[1], class_name="link link-block"))
    body = rx.el.div(*children, class_name="card card-flush") if boxed else rx.fragment(*children)
    return rx.el.section(
        rx.el.div(*head, class_name="card-head"),
        body,
        aria_labelledby=anchor,
        class_name=f"section {class_name}".strip(),
    )
