"""Icons. In rows and states: cells of /icons.svg by class (one element); elsewhere: lucide."""

import reflex as rx

from portal.components.types import Text


def icon(name: str, size: int = 22) -> rx.Component:
    """A lucide icon by its static name, hidden from screen readers: words stand beside it."""
    return rx.icon(name, size=size, stroke_width=1.9, aria_hidden="true", focusable="false")


def category_icon(code: Text) -> rx.Component:
    """The tinted square of a category of care, by its code (``Category``)."""
    return rx.el.span(class_name=f"cat cat-{code}", aria_hidden="true")


def sprite(class_name: Text) -> rx.Component:
    """A cell of /icons.svg by its class in icons.css ("ic-info", "st-recu"...)."""
    return rx.el.span(class_name=f"ic {class_name}", aria_hidden="true")
