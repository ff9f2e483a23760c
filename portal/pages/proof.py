"""The page that asks again who is there, before something sensitive."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button, link_button, submit_button
from portal.components.feedback import skeleton_list
from portal.components.forms import code_field, error_summary, password_field
from portal.components.layout import page_title
from portal.components.passkey import passkey_get
from portal.components.ticket_form import ticket_form
from portal.domain.paths import HOME, PROVE, STAFF_HOME
from portal.pages.frame import member_frame, staff_frame
from portal.pages.page import account_page
from portal.settings import backend
from portal.state.proof import ProofState as State


@account_page(PROVE, "Confirmez que c’est vous", on_load=[State.open])
def proof() -> rx.Component:
    """The password, a code or a passkey; then back to where one was going."""
    return rx.fragment(
        rx.cond(
            State.is_staff,
            staff_frame(_content(), active=""),
            member_frame(_content(), active=""),
        ),
        passkey_get(State.passkey_options, State.take_passkey, State.passkey_failed),
        ticket_form(State.ticket, State.next_path, backend("/session")),
    )


def _content() -> rx.Component:
    return rx.el.div(
        page_title(
            "Confirmez que c’est bien vous",
            "Ce que vous allez faire touche à la sécurité de votre compte.",
        ),
        rx.cond(State.loaded, _card(), skeleton_list(2)),
        class_name="narrow",
    )


def _card() -> rx.Component:
    return rx.el.div(
        error_summary(State.error, title="Nous n’avons pas pu vérifier"),
        rx.cond(State.is_demo, _demo(), rx.cond(State.by_code, _code(), _password())),
        rx.cond(
            State.has_totp,
            button(
                rx.cond(State.by_code, "Taper mon mot de passe", "Utiliser mon application"),
                kind=SECONDARY,
                wide=True,
                on_click=State.toggle_way,
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.has_passkey,
            button(
                "Utiliser une clé d’accès",
                kind=SECONDARY,
                wide=True,
                icon_name="key-round",
                on_click=State.ask_passkey,
            ),
            rx.fragment(),
        ),
        rx.el.div(
            link_button("Annuler", rx.cond(State.is_staff, STAFF_HOME, HOME), kind=QUIET),
            class_name="card-foot",
        ),
        class_name="card sign-in-card",
    )


def _password() -> rx.Component:
    return rx.el.form(
        password_field(
            "password",
            "Mot de passe",
            shown=State.password_shown,
            on_toggle=State.toggle_password,
            required=True,
            max_length=512,
        ),
        submit_button("Confirmer", busy=State.ticket != "", wide=True),
        on_submit=State.submit_password,
        class_name="stack",
    )


def _code() -> rx.Component:
    return rx.el.form(
        code_field("Code à 6\u00a0chiffres de votre application", required=True),
        submit_button("Confirmer", busy=State.ticket != "", wide=True),
        on_submit=State.submit_code,
        class_name="stack",
    )


def _demo() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Personne ne connaît le mot de passe de ce compte d’exemple. "
            "Avec un vrai compte, il serait demandé ici.",
            class_name="muted",
        ),
        button(
            "Confirmer (démonstration)",
            size="large",
            wide=True,
            on_click=State.confirm_demo,
            disabled=State.ticket != "",
        ),
        class_name="stack",
    )
