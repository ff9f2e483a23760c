"""Choosing a slot, and what is answered around it: radio buttons, the summary, the number."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button, submit_button
from portal.components.feedback import WARNING, alert, empty_state
from portal.components.forms import field
from portal.components.icons import icon
from portal.components.links import phone_link
from portal.components.steps import step_actions
from portal.components.types import Flag, Handler, Rows, Text
from portal.views.bookings import DayView, SlotView
from portal.views.shapes import OptionView


def radio_list(
    name: str,
    legend: Text,
    options: list[tuple[str, str, str]],
    *,
    chosen: Text,
    error: Text = "",
    on_change: Handler = None,
) -> rx.Component:
    """Large radio buttons, one a line. ``options``: (value, label, what it is or "")."""

    def option(value: str, label: str, text: str) -> rx.Component:
        changes = {} if on_change is None else {"on_change": on_change(value)}
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=name,
                value=value,
                default_checked=chosen == value,
                **changes,
            ),
            rx.el.span(
                rx.el.span(label, class_name="pick-label"),
                rx.el.span(text, class_name="muted small") if text else rx.fragment(),
                class_name="pick-text",
            ),
            class_name="pick",
        )

    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.cond(
            error,
            rx.el.p(error, id=f"{name}-erreur", class_name="error ic ic-danger"),
            rx.fragment(),
        ),
        *[option(*one) for one in options],
        class_name="choices picks",
    )


def slot_form(
    *,
    days: Rows,
    times: Rows,
    day: Text,
    slot: Text,
    problem: Text,
    others: Rows,
    on_day: Handler,
    on_slot: Handler,
    on_other: Handler,
    on_submit: Handler,
    has_more: Flag,
    on_more: Handler,
    submit: str = "Continuer",
    on_back: Handler = None,
    before: rx.Component | None = None,
) -> rx.Component:
    """Days as large buttons, then the times of the day chosen; each is a real radio button.

    ``days``: ``DayView``; ``times``: ``SlotView``; ``others``: ``OptionView`` of the nearest free
    slots when the one chosen is gone; ``before``: what is offered above ("as soon as possible").
    """
    return rx.cond(
        days.length() > 0,
        rx.el.div(
            _slot_problem(problem, others, on_other),
            before or rx.fragment(),
            rx.el.form(
                rx.el.fieldset(
                    rx.el.legend("Quel jour\u00a0?"),
                    rx.el.div(
                        rx.foreach(days, lambda one: _day(one, day, on_day)), class_name="days"
                    ),
                    rx.cond(
                        has_more,
                        rx.el.div(
                            button(
                                "Voir d’autres jours",
                                kind=QUIET,
                                icon_name="chevron-down",
                                on_click=on_more,
                            )
                        ),
                        rx.fragment(),
                    ),
                    class_name="choices",
                ),
                rx.el.fieldset(
                    rx.el.legend("À quelle heure\u00a0?"),
                    rx.cond(
                        times.length() > 0,
                        rx.el.div(
                            rx.foreach(times, lambda one: _time(one, slot, on_slot)),
                            class_name="times",
                        ),
                        rx.el.p("Il ne reste aucun créneau sur ces jours. Appelez-nous."),
                    ),
                    class_name="choices",
                ),
                step_actions(submit_button(submit), on_back),
                on_submit=on_submit,
                class_name="slot-form",
            ),
            class_name="stack",
        ),
        empty_state(
            "Aucun créneau n’est libre pour l’instant",
            "Revenez un peu plus tard, ou appelez-nous.",
            phone_link(),
        ),
    )


def _slot_problem(problem: Text, others: Rows, on_other: Handler) -> rx.Component:
    return rx.el.div(
        rx.cond(
            problem,
            alert(
                problem,
                rx.cond(
                    others.length() > 0,
                    rx.el.div(
                        rx.el.p("Les plus proches encore libres\u00a0:"),
                        rx.el.div(
                            rx.foreach(others, lambda one: _other(one, on_other)),
                            class_name="row",
                        ),
                    ),
                    rx.fragment(),
                ),
                tone=WARNING,
            ),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
        class_name="slot-notice",
    )


def _other(one: OptionView, on_other: Handler) -> rx.Component:
    return button(
        one.label, kind=SECONDARY, size="small", on_click=on_other(one.value), key=one.value
    )


def _day(one: DayView, chosen: Text, on_day: Handler) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="day",
            value=one.value,
            default_checked=chosen == one.value,
            on_change=on_day(one.value),
            disabled=one.is_full,
        ),
        rx.el.span(one.label, class_name="day-label"),
        rx.el.span(one.day, class_name="day-date"),
        rx.el.span(one.note, class_name="day-note"),
        class_name="day",
        key=one.value,
    )


def _time(one: SlotView, chosen: Text, on_slot: Handler) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="slot",
            value=one.value,
            default_checked=chosen == one.value,
            on_change=on_slot(one.value),
            disabled=~one.is_free,
        ),
        one.label,
        rx.cond(one.is_free, rx.fragment(), rx.el.span(", pris", class_name="sr-only")),
        class_name="time",
        key=one.value,
    )


def soonest_button(label: Text, on_click: Handler) -> rx.Component:
    """The first free slot, in one press; nothing when there is none."""
    return rx.cond(
        label,
        rx.el.button(
            icon("zap", 24),
            rx.el.span(
                rx.el.span("Le plus tôt possible", class_name="pick-label"),
                rx.el.span(label, class_name="muted"),
                class_name="pick-text",
            ),
            type="button",
            on_click=on_click,
            class_name="pick soonest ic ic-chevron-right",
        ),
        rx.fragment(),
    )


def recap_list(rows: list[tuple[str, Text, Handler]]) -> rx.Component:
    """What was answered: (label, answer, handler that changes it or None)."""

    def row(label: str, answer: Text, on_change: Handler) -> rx.Component:
        return rx.el.div(
            rx.el.dt(label),
            rx.el.dd(answer),
            rx.el.dd(
                button(
                    "Modifier",
                    kind=QUIET,
                    size="small",
                    on_click=on_change,
                    aria_label=f"Modifier\u00a0: {label}",
                ),
                class_name="recap-change",
            )
            if on_change is not None
            else rx.fragment(),
            class_name="recap-row",
        )

    return rx.el.dl(*[row(*one) for one in rows], class_name="recap")


def phone_again(error: Text, value: Text) -> rx.Component:
    """The number to call."""
    return field(
        "phone",
        "Votre numéro de téléphone",
        rx.el.input(
            id="phone",
            name="phone",
            type="tel",
            auto_complete="tel",
            default_value=value,
            max_length=40,
            required=True,
            aria_invalid=rx.cond(error, "true", "false"),
            aria_describedby=rx.cond(error, "phone-aide phone-erreur", "phone-aide"),
            class_name="input input-nir",
        ),
        "Fixe ou mobile. Par exemple\u00a0: 06 12 34 56 78",
        error,
    )
