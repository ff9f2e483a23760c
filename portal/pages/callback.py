"""Asking to be called back, with or without an account."""

import reflex as rx

from portal.components.buttons import link_button, submit_button
from portal.components.cards import card
from portal.components.feedback import SUCCESS, alert, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import page_title
from portal.components.links import phone_link
from portal.domain.support import MOMENT_LABELS, REASON_LABELS, Moment
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import brand
from portal.state.callback import CallbackState


@public_page("/rappel", "Je souhaite être rappelé", on_load=[CallbackState.open])
def callback() -> rx.Component:
    """Who, at which number, about what."""
    return public_frame(
        rx.el.div(
            rx.cond(
                CallbackState.reference,
                _asked(),
                rx.fragment(
                    page_title(
                        "Je souhaite être rappelé",
                        "Un conseiller vous rappelle. C’est gratuit.",
                    ),
                    rx.cond(CallbackState.loaded, _form(), skeleton_list(3)),
                ),
            ),
            class_name="steps-page",
        )
    )


def _form() -> rx.Component:
    return card(
        error_summary(CallbackState.problem),
        rx.el.form(
            rx.el.p("Toutes ces informations sont obligatoires.", class_name="hint"),
            text_field(
                "name",
                "Votre nom et votre prénom",
                error=CallbackState.faults["name"],
                auto_complete="name",
                required=True,
                max_length=120,
            ),
            text_field(
                "phone",
                "Votre numéro de téléphone",
                hint="Fixe ou mobile. Par exemple\u00a0: 06 12 34 56 78",
                error=CallbackState.faults["phone"],
                kind="tel",
                auto_complete="tel",
                class_name="input input-nir",
                required=True,
                max_length=40,
            ),
            _choices(
                "Pour quelle raison\u00a0?",
                "reason",
                [(code, label, CallbackState.reason == code) for code, label in _REASONS],
            ),
            _choices(
                "À quel moment de préférence\u00a0?",
                "moment",
                [(code, label, code == Moment.ANY) for code, label in MOMENT_LABELS.items()],
            ),
            submit_button("Demander à être rappelé", wide=True),
            on_submit=CallbackState.submit,
            no_validate=True,
        ),
        rx.el.div(
            rx.el.p("Vous préférez appeler\u00a0? ", phone_link()),
            rx.el.p(brand().phone_note, class_name="muted"),
            class_name="card-foot",
        ),
    )


_REASONS = list(REASON_LABELS.items())


def _choices(legend: str, name: str, options: list[tuple[str, str, bool | rx.Var]]) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(legend),
        *[
            rx.el.label(
                rx.el.input(type="radio", name=name, value=value, default_checked=checked),
                label,
                class_name="check",
            )
            for value, label, checked in options
        ],
        class_name="choices",
    )


def _asked() -> rx.Component:
    return rx.fragment(
        page_title("Votre demande est enregistrée"),
        alert("Nous allons vous rappeler", tone=SUCCESS, live=True),
        card(
            rx.el.div(
                rx.el.p("Votre référence", class_name="muted"),
                rx.el.p(CallbackState.reference, class_name="reference"),
            ),
            rx.el.p(
                "Notez-la\u00a0: elle nous permet de retrouver votre demande. Nous ne vous "
                "demanderons jamais votre mot de passe ni un code.",
                class_name="muted",
            ),
            rx.el.div(link_button("Revenir à l’accueil", "/"), class_name="row"),
        ),
    )
