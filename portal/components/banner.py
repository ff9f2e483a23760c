"""What the staff tell everybody: an outage, a closure. Plain words above the page's content."""

import reflex as rx

from portal.components.types import Handler, Rows, Text
from portal.domain.banners import LEVEL_LABELS, Level


def banner_region(banners: Rows, on_dismiss: Handler) -> rx.Component:
    """The banners (``BannerView``), read out when one appears; ``on_dismiss(id)``."""
    return rx.el.div(
        rx.foreach(
            banners,
            lambda one: rx.el.div(
                banner_text(one.text, one.level),
                rx.cond(
                    one.can_dismiss,
                    rx.el.button(
                        rx.icon("x", size=20, aria_hidden="true"),
                        type="button",
                        aria_label="Masquer ce message",
                        class_name="btn btn-quiet btn-icon",
                        on_click=on_dismiss(one.id),
                    ),
                    rx.fragment(),
                ),
                class_name=f"banner banner-{one.level}",
                key=one.id,
            ),
        ),
        role="status",
        aria_live="polite",
        class_name="banners no-print",
    )


def banner_text(text: Text, level: Text) -> rx.Component:
    """The sentence and the sign of its level; those who do not see it hear the level."""
    return rx.el.p(
        rx.el.span(
            rx.match(level, *[(one.value, word) for one, word in LEVEL_LABELS.items()], ""),
            "\u00a0: ",
            class_name="sr-only",
        ),
        text,
        class_name=f"banner-text ic ic-{level}",
    )


def banner_preview(text: Text, level: Text) -> rx.Component:
    """A banner as everybody will see it."""
    return rx.el.div(banner_text(text, level), class_name=f"banner banner-{level} banner-preview")


LEVELS = [(level.value, LEVEL_LABELS[level]) for level in Level]
