"""What cannot be undone, apart from the rest."""

import reflex as rx

from portal.components.types import Text


def danger_zone(title: Text, *children: rx.Component, anchor: str) -> rx.Component:
    """A red band with its h2 (id: ``anchor``)."""
    return rx.el.section(
        rx.el.h2(title, id=anchor, class_name="ic ic-danger"),
        *children,
        aria_labelledby=anchor,
        class_name="danger-zone",
    )


def plain_list(items: list[str]) -> rx.Component:
    """Sentences, one a line."""
    return rx.el.ul(*[rx.el.li(item) for item in items], class_name="plain-list")
