"""The sign-in page."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, link_button, submit_button
from portal.components.feedback import alert
from portal.components.forms import error_summary, password_field, text_field
from portal.components.links import link
from portal.components.passkey import passkey_get
from portal.components.public import ask_a_human, demo_panel
from portal.components.ticket_form import ticket_form
from portal.domain.french import NO_BREAK
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import backend
from portal.state.sign_in import SignInState


@public_page("/connexion", "Connexion", on_load=[SignInState.open])
def sign_in() -> rx.Component:
    """E-mail and password, or a passkey; in a demonstration, one button a member."""
    return public_frame(
        rx.el.div(
            _card(),
            rx.cond(
                SignInState.cast.length() > 0,
                rx.el.div(
                    demo_panel(
                        SignInState.cast,
                        SignInState.staff_cast,
                        SignInState.enter_as,
                        SignInState.ticket != "",
                    ),
                    class_name="stack",
                ),
                rx.fragment(),
            ),
            class_name="sign-in",
        ),
        passkey_get(
            SignInState.passkey_options, SignInState.take_passkey, SignInState.passkey_failed
        ),
        ticket_form(SignInState.ticket, SignInState.next_path, backend("/session")),
    )


def _card() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1("Connexion"),
            rx.el.p("Entrez dans votre espace adhérent.", class_name="lead"),
        ),
        rx.cond(SignInState.notice != "", alert(SignInState.notice, live=True), rx.fragment()),
        error_summary(SignInState.error, title="Nous n’avons pas pu vous connecter"),
        _form(),
        rx.el.p("ou", class_name="or", aria_hidden="true"),
        _passkey(),
        _help(),
        class_name="card sign-in-card",
    )


def _passkey() -> rx.Component:
    return rx.el.div(
        button(
            "Utiliser une clé d’accès",
            on_click=SignInState.ask_passkey,
            kind=SECONDARY,
            size="large",
            icon_name="key-round",
            wide=True,
            disabled=SignInState.ticket != "",
            aria_describedby="cle-aide",
        ),
        rx.el.p(
            "Avec votre empreinte, votre visage ou le code de votre appareil, si vous avez déjà "
            "créé une clé.",
            id="cle-aide",
            class_name="hint",
        ),
        class_name="field",
    )


def _form() -> rx.Component:
    return rx.el.form(
        text_field(
            "email",
            "Adresse e-mail",
            kind="email",
            auto_complete="username webauthn",
            auto_capitalize="none",
            spell_check=False,
            required=True,
            max_length=254,
        ),
        password_field(
            "password",
            "Mot de passe",
            shown=SignInState.password_shown,
            on_toggle=SignInState.toggle_password,
            required=True,
            max_length=512,
        ),
        rx.el.p(
            link(
                "Mot de passe oublié",
                href="/mot-de-passe-oublie",
                class_name="link link-block",
            )
        ),
        submit_button(
            "Se connecter",
            busy=SignInState.ticket != "",
            busy_label="Connexion…",
            wide=True,
        ),
        on_submit=SignInState.submit,
    )


def _help() -> rx.Component:
    return rx.el.div(
        rx.el.p(f"Pas encore de compte{NO_BREAK}?", class_name="muted"),
        link_button("Créer votre compte", "/inscription", kind=SECONDARY),
        ask_a_human(f"Vous n’arrivez pas à vous connecter{NO_BREAK}?"),
        class_name="card-foot",
    )
