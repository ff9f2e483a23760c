"""Buttons, and links that look like buttons."""

import reflex as rx

from portal.components.icons import icon
from portal.components.links import anchor, link
from portal.components.types import Flag, Handler, Text

PRIMARY, SECONDARY, QUIET = "primary", "secondary", "quiet"
DANGER, DANGER_OUTLINE = "danger", "danger-outline"  # what cannot be undone; what leads to it


def _classes(kind: str, size: str, wide: bool) -> str:
    parts = ["btn", f"btn-{kind}", f"btn-{size}" if size else "", "btn-wide" if wide else ""]
    return " ".join(part for part in parts if part)


def _content(label: Text, icon_name: str) -> list[rx.Component | Text]:
    return [icon(icon_name, 20), label] if icon_name else [label]


def button(
    label: Text,
    *,
    on_click: Handler = None,
    kind: str = PRIMARY,
    size: str = "",
    icon_name: str = "",
    wide: bool = False,
    **props,
) -> rx.Component:
    """A button. ``size``: "", "small" or "large"."""
    if on_click is not None:
        props["on_click"] = on_click
    props.setdefault("type", "button")
    return rx.el.button(*_content(label, icon_name), class_name=_classes(kind, size, wide), **props)


def submit_button(
    label: Text,
    *,
    busy: Flag = False,
    busy_label: str = "Un instant…",
    kind: str = PRIMARY,
    wide: bool = False,
) -> rx.Component:
    """The button that sends a form. While busy it says so and a second press does nothing."""
    return rx.el.button(
        rx.cond(busy, rx.fragment(icon("loader-circle", 20), busy_label), label),
        type="submit",
        class_name=_classes(kind, "large", wide),
        disabled=busy,
        aria_busy=rx.cond(busy, "true", "false"),
    )


def link_button(
    label: Text,
    href: Text,
    *,
    kind: str = PRIMARY,
    size: str = "",
    icon_name: str = "",
    wide: bool = False,
    reload: bool = False,
    **props,
) -> rx.Component:
    """A link dressed as a button. ``reload``: leaves the page the browser's way (files, phone)."""
    props["class_name"] = _classes(kind, size, wide)
    content = _content(label, icon_name)
    if reload:
        return anchor(*content, href=href, **props)
    return link(*content, href=href, **props)
