"""Where the contract number is printed: a drawing of the member's card."""

import reflex as rx

from portal.settings import brand


def contract_hint() -> rx.Component:
    """The tiers payant card, its contract number framed; the caption says it in words."""
    return rx.el.figure(
        rx.el.div(
            rx.el.div(
                rx.el.span(brand().name, class_name="mini-card-brand"),
                rx.el.span("Tiers payant"),
                class_name="mini-card-head",
            ),
            rx.el.div(
                rx.el.span("Adhérent", class_name="mini-card-label"),
                rx.el.span("NOM Prénom"),
                class_name="mini-card-line",
            ),
            rx.el.div(
                rx.el.span("N° de contrat", class_name="mini-card-label"),
                rx.el.span("123456", class_name="mini-card-number"),
                class_name="mini-card-line mini-card-found",
            ),
            class_name="mini-card",
            aria_hidden="true",
        ),
        rx.el.figcaption(
            "Le numéro de contrat a 6\u00a0chiffres. Il est imprimé sur votre carte de tiers "
            "payant, sous votre nom, et en haut de nos courriers.",
            class_name="hint",
        ),
        class_name="contract-hint",
    )
