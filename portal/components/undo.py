"""What was just done, said at the bottom of the page, with the way to take it back."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button
from portal.components.types import Flag, Handler, Text

UNDO_ID = "annuler-dernier-geste"


def undo_toast(
    message: Text,
    *,
    on_undo: Handler,
    on_close: Handler,
    can_undo: Flag = True,
    takes_focus: bool = False,
    undo_label: str = "Annuler",
) -> rx.Component:
    """``takes_focus``: the button pressed before is gone, this one is the next thing to press."""
    focus = {"on_mount": rx.set_focus(UNDO_ID)} if takes_focus else {}
    return rx.el.div(
        rx.cond(
            message,
            rx.el.div(
                rx.el.p(message, class_name="ic ic-success"),
                rx.el.div(
                    rx.cond(
                        can_undo,
                        button(
                            undo_label,
                            kind=SECONDARY,
                            size="small",
                            on_click=on_undo,
                            id=UNDO_ID,
                            **focus,
                        ),
                        rx.fragment(),
                    ),
                    button("Fermer", kind=QUIET, size="small", on_click=on_close),
                    class_name="toast-actions",
                ),
                class_name="toast toast-undo",
            ),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
        class_name="toasts no-print",
    )
