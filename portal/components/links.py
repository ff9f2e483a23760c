"""Links inside the portal: the next page opens without reloading the whole portal."""

import reflex as rx
from reflex_components_core.react_router import link as router_link

from portal.components.types import Text


def link(*children: rx.Component | Text, href: Text, **props) -> rx.Component:
    """A link to a page of the portal."""
    return router_link(*children, to=href, **props)


def text_link(label: Text, href: Text, **props) -> rx.Component:
    """An underlined link of running text."""
    return link(label, href=href, class_name="link", **props)


def phone_link(number: str, *, class_name: str = "link nowrap") -> rx.Component:
    """A phone number one can call; its spaces do not break."""
    shown = number.replace(" ", "\u00a0")
    return rx.el.a(shown, href="tel:" + number.replace(" ", ""), class_name=class_name)
