"""The second step of signing in."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button, link_button, submit_button
from portal.components.enrolment import enrolment_steps
from portal.components.feedback import alert
from portal.components.forms import code_field, error_summary
from portal.components.links import link, phone_link
from portal.components.passkey import passkey_get
from portal.components.ticket_form import ticket_form
from portal.domain.french import NO_BREAK
from portal.domain.paths import SECOND_STEP
from portal.domain.second_step import Method
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import backend
from portal.state.second_step import SecondStepState as State


@public_page(SECOND_STEP, "Vérification", on_load=[State.open])
def second_step() -> rx.Component:
    """A code or a passkey; for new staff, an application to set up."""
    return public_frame(
        rx.el.div(
            rx.el.div(
                rx.cond(State.enrolment.secret != "", _enrolment_head(), _head()),
                rx.cond(State.notice != "", alert(State.notice, live=True), rx.fragment()),
                error_summary(
                    State.error,
                    rx.cond(
                        State.over,
                        rx.el.p(
                            link(
                                "Mot de passe oublié",
                                href="/mot-de-passe-oublie",
                                class_name="link link-block",
                            )
                        ),
                        rx.fragment(),
                    ),
                    title="Nous n’avons pas pu vérifier",
                ),
                rx.cond(State.loaded & ~State.over, _ways(), rx.fragment()),
                rx.el.div(
                    button(
                        "Revenir à la connexion",
                        kind=QUIET,
                        on_click=State.restart,
                        icon_name="arrow-left",
                    ),
                    class_name="card-foot",
                ),
                class_name="card sign-in-card",
            ),
            class_name="sign-in",
        ),
        passkey_get(State.passkey_options, State.take_passkey, State.passkey_failed),
        ticket_form(State.ticket, State.next_path, backend("/session")),
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Vérifions que c’est bien vous"),
        rx.el.p(State.asked.help, class_name="lead"),
    )


def _enrolment_head() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Protégez votre compte"),
        rx.el.p(
            "Les comptes de l’équipe demandent une application d’authentification. "
            "Réglez-la une fois, maintenant.",
            class_name="lead",
        ),
    )


def _ways() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.enrolment.secret != "",
            _enrolment(),
            rx.cond(State.asked.value == Method.PASSKEY.value, _passkey(), _code()),
        ),
        rx.cond(State.others.length() > 0, _others(), rx.fragment()),
        _no_access(),
    )


def _code() -> rx.Component:
    sent = (State.asked.value == Method.SMS.value) | (State.asked.value == Method.EMAIL.value)
    return rx.fragment(
        rx.el.form(
            _code_field(State.asked.value == Method.RECOVERY.value),
            _trust(),
            submit_button("Valider", busy=State.ticket != "", wide=True),
            on_submit=State.submit,
            key=State.asked.value,
        ),
        rx.cond(
            sent,
            rx.el.div(
                button("Renvoyer le code", kind=SECONDARY, on_click=State.send_again),
                rx.el.p("Possible deux minutes après le dernier envoi.", class_name="hint"),
                class_name="stack",
            ),
            rx.fragment(),
        ),
    )


def _code_field(is_recovery: rx.Var[bool]) -> rx.Component:
    """Digits but for recovery codes, which have letters too."""
    common = {
        "auto_capitalize": "none",
        "spell_check": False,
        "auto_focus": True,
        "required": True,
    }
    return rx.cond(
        is_recovery,
        code_field("Code de secours", auto_complete="off", input_mode="text", **common),
        code_field(**common),
    )


def _passkey() -> rx.Component:
    return rx.el.div(
        _trust(),
        button(
            "Utiliser une clé d’accès",
            on_click=State.ask_passkey,
            size="large",
            icon_name="key-round",
            wide=True,
            disabled=State.ticket != "",
        ),
        class_name="stack",
    )


def _trust() -> rx.Component:
    return rx.cond(
        State.is_staff,
        rx.fragment(),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                default_checked=State.trust,
                on_change=State.set_trust,
                aria_describedby="confiance-aide",
            ),
            rx.el.span(
                "Faire confiance à cet appareil pendant 30\u00a0jours",
                rx.el.span(
                    "Ne cochez pas sur un ordinateur partagé.",
                    id="confiance-aide",
                    class_name="hint block",
                ),
            ),
            class_name="check",
        ),
    )


def _others() -> rx.Component:
    return rx.el.details(
        rx.el.summary("Choisir une autre méthode", class_name="ic ic-chevron-down"),
        rx.el.ul(
            rx.foreach(
                State.others,
                lambda way: rx.el.li(
                    button(way.label, kind=SECONDARY, wide=True, on_click=State.choose(way.value)),
                    key=way.value,
                ),
            ),
            class_name="stack",
        ),
        class_name="disclosure",
        key=State.asked.value,
    )


def _no_access() -> rx.Component:
    return rx.cond(
        State.is_staff,
        rx.cond(
            State.enrolment.secret == "",
            rx.el.p(
                "Vous n’avez plus votre application ni votre clé d’accès\u00a0? "
                "Adressez-vous à l’administrateur de la plateforme.",
                class_name="muted",
            ),
            rx.fragment(),
        ),
        rx.el.details(
            rx.el.summary(
                "Je n’ai plus accès à mon téléphone ni à mon e-mail",
                class_name="ic ic-chevron-down",
            ),
            rx.el.ol(
                rx.el.li("Préparez votre numéro d’adhérent et votre carte de mutuelle."),
                rx.el.li(
                    f"Appelez-nous au{NO_BREAK}",
                    phone_link(),
                    ", ou demandez à être rappelé.",
                ),
                rx.el.li(
                    "Un conseiller vérifie votre identité, puis met à jour votre téléphone "
                    "et votre e-mail. Il ne vous demandera jamais votre mot de passe."
                ),
                class_name="steps",
            ),
            link_button("Je souhaite être rappelé", "/rappel", kind=SECONDARY),
            class_name="disclosure",
        ),
    )


def _enrolment() -> rx.Component:
    return rx.fragment(
        enrolment_steps(State.enrolment),
        rx.el.form(
            code_field(required=True),
            submit_button("Valider", busy=State.ticket != "", wide=True),
            on_submit=State.submit,
        ),
    )
