"""A form in several steps: where one is, and the way back."""

import reflex as rx

from portal.components.buttons import QUIET, button
from portal.components.types import Handler, Text


def steps_progress(number: Text, total: int, title: Text) -> rx.Component:
    """The h1 of the step, under "Étape 2 sur 5" and a bar that says the same.

    The h1 has the id ``etape``: give it the focus when the step changes.
    """
    return rx.el.div(
        rx.el.div(
            *[rx.el.span() for _ in range(total)],
            class_name=f"stepper-bar stepper-{number}",
            aria_hidden="true",
        ),
        rx.el.h1(
            rx.el.span(f"Étape {number} sur {total}", class_name="stepper-count"),
            rx.el.span("\u00a0: ", class_name="sr-only"),
            title,
            id="etape",
            tab_index=-1,
        ),
        class_name="stepper",
    )


def step_actions(
    submit: rx.Component, on_back: Handler = None, *others: rx.Component
) -> rx.Component:
    """The button that goes on, "Précédent", and what else one may do."""
    back = button("Précédent", kind=QUIET, on_click=on_back, icon_name="arrow-left")
    return rx.el.div(
        submit, back if on_back is not None else rx.fragment(), *others, class_name="step-actions"
    )
