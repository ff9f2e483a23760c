"""The sign-in page."""

import reflex as rx

from portal.components.buttons import submit_button
from portal.components.feedback import alert
from portal.components.forms import error_summary, password_field, text_field
from portal.components.links import phone_link
from portal.components.public import demo_panel
from portal.components.ticket_form import ticket_form
from portal.domain.french import NO_BREAK
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import backend
from portal.state.sign_in import SignInState


@public_page("/connexion", "Connexion", on_load=[SignInState.open])
def sign_in() -> rx.Component:
    """E-mail and password; in a demonstration, one button a member."""
    return public_frame(
        rx.el.div(
            _form(),
            rx.cond(
                SignInState.cast.length() > 0,
                rx.el.div(
                    demo_panel(SignInState.cast, SignInState.enter_as, SignInState.ticket != ""),
                    class_name="stack",
                ),
                rx.fragment(),
            ),
            class_name="sign-in",
        ),
        ticket_form(SignInState.ticket, SignInState.next_path, backend("/session")),
    )


def _form() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1("Connexion"),
            rx.el.p("Entrez dans votre espace adhérent.", class_name="lead"),
        ),
        rx.cond(SignInState.notice != "", alert(SignInState.notice, live=True), rx.fragment()),
        error_summary(SignInState.error, title="Nous n’avons pas pu vous connecter"),
        rx.el.form(
            text_field(
                "email",
                "Adresse e-mail",
                kind="email",
                auto_complete="username",
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
            submit_button(
                "Se connecter",
                busy=SignInState.ticket != "",
                busy_label="Connexion…",
                wide=True,
            ),
            on_submit=SignInState.submit,
        ),
        rx.el.div(
            rx.el.p(
                f"Vous n’arrivez pas à vous connecter{NO_BREAK}? Appelez-nous au{NO_BREAK}",
                phone_link(),
                ".",
            ),
            class_name="card-foot muted",
        ),
        class_name="card sign-in-card",
    )
