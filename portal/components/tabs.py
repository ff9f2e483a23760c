"""A few lists of one page, one shown at a time."""

import reflex as rx

from portal.components.types import Handler, Rows
from portal.views.shapes import OptionView


def tab_buttons(options: Rows, label: str, on_choose: Handler) -> rx.Component:
    """Buttons for the lists (``OptionView``); ``on_choose(value)``; the one shown is pressed."""

    def one(option: OptionView) -> rx.Component:
        return rx.el.button(
            option.label,
            type="button",
            class_name="chip chip-tab",
            aria_pressed=rx.cond(option.selected, "true", "false"),
            on_click=on_choose(option.value),
            key=option.value,
        )

    return rx.el.div(
        rx.foreach(options, one), role="group", aria_label=label, class_name="chips no-print"
    )
