"""Form fields: label, hint and error tied to the input; the summary of errors at the top."""

import reflex as rx

from portal.components.buttons import QUIET, button
from portal.components.types import Flag, Handler, Rows, Text
from portal.views.shapes import OptionView


def described_by(name: str, hint: Text, error: Text) -> Text:
    """The ids of what describes the field: its hint if any, and its error while there is one."""
    hint_id = f"{name}-aide" if hint else ""
    if isinstance(error, str):
        return " ".join(part for part in (hint_id, f"{name}-erreur" if error else "") if part)
    return rx.cond(error, f"{hint_id} {name}-erreur".strip(), hint_id)


def _error_line(name: str, error: Text) -> rx.Component:
    return rx.cond(
        error, rx.el.p(error, id=f"{name}-erreur", class_name="error ic ic-danger"), rx.fragment()
    )


def field(name: str, label: Text, control: rx.Component, hint: Text, error: Text) -> rx.Component:
    """A control with its label above, its hint and its error."""
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.p(hint, id=f"{name}-aide", class_name="hint") if hint else rx.fragment(),
        _error_line(name, error),
        control,
        class_name="field",
    )


def text_field(
    name: str,
    label: Text,
    *,
    hint: Text = "",
    error: Text = "",
    kind: str = "text",
    class_name: str = "input",
    **props,
) -> rx.Component:
    """A one-line field; ``name`` is also its id. Pass value or default_value, auto_complete..."""
    control = rx.el.input(
        id=name,
        name=name,
        type=kind,
        class_name=class_name,
        aria_describedby=described_by(name, hint, error),
        aria_invalid=rx.cond(error, "true", "false"),
        **props,
    )
    return field(name, label, control, hint, error)


def code_field(label: str = "Code à 6\u00a0chiffres", *, error: Text = "", **props) -> rx.Component:
    """A code received or read in an application; named ``code``."""
    given = {"auto_complete": "one-time-code", "input_mode": "numeric", "max_length": 64} | props
    return text_field("code", label, error=error, class_name="input input-code", **given)


def password_field(
    name: str,
    label: Text,
    *,
    shown: Flag,
    on_toggle: Handler,
    hint: Text = "",
    error: Text = "",
    auto_complete: str = "current-password",
    **props,
) -> rx.Component:
    """A password with "Afficher" / "Masquer"; pasting is allowed."""
    control = rx.el.div(
        rx.el.input(
            id=name,
            name=name,
            type=rx.cond(shown, "text", "password"),
            auto_complete=auto_complete,
            auto_capitalize="none",
            spell_check=False,
            class_name="input",
            aria_describedby=described_by(name, hint, error),
            aria_invalid=rx.cond(error, "true", "false"),
            **props,
        ),
        button(
            rx.cond(shown, "Masquer", "Afficher"),
            kind=QUIET,
            on_click=on_toggle,
            aria_label=rx.cond(shown, "Masquer le mot de passe", "Afficher le mot de passe"),
            aria_controls=name,
        ),
        class_name="password",
    )
    return field(name, label, control, hint, error)


def search_field(
    label: str,
    *,
    value: Text,
    on_change: Handler,
    placeholder: str = "",
    name: str = "recherche",
    delay_ms: int = 90,
) -> rx.Component:
    """A search as you type; its label is for screen readers, the magnifier for the others."""
    return rx.el.span(
        rx.debounce_input(
            rx.el.input(
                id=name,
                name=name,
                type="search",
                value=value,
                on_change=on_change,
                placeholder=placeholder,
                auto_complete="off",
                aria_label=label,
                class_name="input",
            ),
            debounce_timeout=delay_ms,
        ),
        class_name="search ic ic-search",
    )


def select_field(
    name: str,
    label: Text,
    options: Rows,
    *,
    value: Text,
    on_change: Handler,
    label_hidden: bool = False,
) -> rx.Component:
    """A native list. ``options``: a list or a Var of ``OptionView``."""
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="sr-only" if label_hidden else "label"),
        rx.el.span(
            rx.el.select(
                rx.foreach(options, _option),
                id=name,
                name=name,
                value=value,
                on_change=on_change,
                class_name="select",
            ),
            class_name="select-wrap ic ic-chevron-down",
        ),
        class_name="field",
    )


def _option(option: OptionView) -> rx.Component:
    return rx.el.option(option.label, value=option.value, key=option.value)


def date_field(
    name: str, label: Text, *, value: Text, on_change: Handler, error: Text = ""
) -> rx.Component:
    """A native date."""
    return text_field(
        name,
        label,
        kind="date",
        value=value,
        on_change=on_change,
        error=error,
    )


def chip_choices(
    legend: Text,
    name: str,
    options: Rows,
    on_toggle: Handler,
    *,
    version: rx.Var[int],
) -> rx.Component:
    """Choices as pills, each a real checkbox.

    ``on_toggle(value)`` is called with the option's value. A pill answers at once, before the
    server does; change ``version`` when the choices change otherwise than by a pill.
    """

    def chip(option: OptionView) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="checkbox",
                name=name,
                value=option.value,
                default_checked=option.selected,
                on_change=lambda _: on_toggle(option.value),
            ),
            option.label,
            class_name="chip ic ic-check",
            key=option.value,
        )

    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.el.div(rx.foreach(options, chip), class_name="chips", key=version),
        class_name="chips-field",
    )


def error_summary(
    message: Text,
    *details: rx.Component,
    title: Text = "Une information est à corriger",
    anchor: str = "erreurs",
) -> rx.Component:
    """What went wrong, at the top of the form; it takes the focus when it appears.

    On a second refusal of the same form, the handler returns ``rx.set_focus("erreurs")``.
    """
    return rx.cond(
        message,
        rx.el.div(
            rx.el.h2(title),
            rx.el.p(message),
            *details,
            id=anchor,
            role="alert",
            tab_index=-1,
            class_name="error-summary",
            on_mount=rx.set_focus(anchor),
        ),
        rx.fragment(),
    )
