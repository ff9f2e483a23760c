"""One question at a time: the answers to choose from, and those given before."""

import reflex as rx

from portal.components.buttons import QUIET, button
from portal.components.icons import sprite
from portal.components.types import Handler, Rows, Text
from portal.views.message_wizard import ChoiceView, LevelView
from portal.views.shapes import OptionView


def choice_list(choices: Rows, on_choose: Handler, *, labelled_by: str) -> rx.Component:
    """The answers (``ChoiceView``) to the question of the heading ``labelled_by``.

    ``on_choose(id)`` is called with the answer: it is given at once.
    """

    def choice(item: ChoiceView) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                rx.el.span(
                    rx.el.span(item.label, class_name="choice-label"),
                    rx.cond(
                        item.detail, rx.el.span(item.detail, class_name="muted"), rx.fragment()
                    ),
                    class_name="choice-text",
                ),
                rx.cond(
                    item.chosen,
                    rx.el.span("Votre choix", class_name="choice-now ic ic-check"),
                    rx.fragment(),
                ),
                sprite("ic-chevron-right"),
                type="button",
                class_name=rx.cond(item.chosen, "choice choice-chosen", "choice"),
                on_click=on_choose(item.id),
            ),
            key=item.id,
        )

    return rx.el.ul(
        rx.foreach(choices, choice), class_name="choices-list", aria_labelledby=labelled_by
    )


def answers_before(levels: Rows, on_change: Handler) -> rx.Component:
    """The answers given before (``LevelView``); ``on_change(step)`` goes back to one."""

    def level(item: LevelView) -> rx.Component:
        return rx.el.div(
            rx.el.dt(item.name),
            rx.el.dd(
                rx.el.span(item.label, class_name="answer"),
                button(
                    "Modifier",
                    kind=QUIET,
                    size="small",
                    on_click=on_change(item.step),
                    aria_label=f"Modifier\u00a0: {item.name}, {item.label}",
                ),
            ),
            key=item.name,
        )

    return rx.cond(
        levels.length() > 0,
        rx.el.dl(rx.foreach(levels, level), class_name="answers card"),
        rx.fragment(),
    )


def profile_choice(profiles: Rows, on_choose: Handler, *, version: Text) -> rx.Component:
    """As whom one writes: real radio buttons under pills (``OptionView``)."""

    def pill(option: OptionView) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name="profil",
                value=option.value,
                default_checked=option.selected,
                on_change=lambda _: on_choose(option.value),
            ),
            option.label,
            class_name="chip ic ic-check",
            key=option.value,
        )

    return rx.el.fieldset(
        rx.el.legend("Vous écrivez comme"),
        rx.el.div(rx.foreach(profiles, pill), class_name="chips", key=version),
        class_name="chips-field",
    )
