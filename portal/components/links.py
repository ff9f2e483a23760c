"""Links inside the portal: the next page opens without reloading the whole portal."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML
from reflex_components_core.react_router import link as router_link

from portal.components.types import Text
from portal.domain.french import NO_BREAK
from portal.settings import brand


def link(*children: rx.Component | Text, href: Text, **props) -> rx.Component:
    """A link to a page of the portal."""
    return router_link(*children, to=href, **props)


class _Anchor(BaseHTML):
    tag = "a"

    href: rx.Var[str]


def anchor(*children: rx.Component | Text, href: Text, **props) -> rx.Component:
    """A link the browser follows by itself: a file, a place in the page, a phone number."""
    return _Anchor.create(*children, href=href, **props)


def callback_link() -> rx.Component:
    """The way to be called back, from every page."""
    return link("Je souhaite être rappelé", href="/rappel", class_name="link link-block")


def phone_link(*, class_name: str = "link nowrap") -> rx.Component:
    """The organisation's phone number, to call it; its spaces do not break."""
    shown = brand().phone.replace(" ", NO_BREAK)
    return anchor(shown, href=brand().phone_href, class_name=class_name)
