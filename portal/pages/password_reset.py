"""A forgotten password: the page that asks for a link, and the one that the link leads to."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.buttons import QUIET, SECONDARY, link_button, submit_button
from portal.components.cards import card
from portal.components.feedback import SUCCESS, alert, skeleton_list
from portal.components.forms import error_summary, password_field, text_field
from portal.components.layout import back_link, page_title
from portal.components.password_meter import password_meter
from portal.components.public import CALLBACK, ask_a_human
from portal.domain.password_rules import RULES
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.state.password_reset import ForgottenState, ResetState


@public_page("/mot-de-passe-oublie", "Mot de passe oublié", on_load=[ForgottenState.open])
def forgotten() -> rx.Component:
    """An address, then the same answer whatever the address."""
    return public_frame(
        rx.el.div(
            back_link("Se connecter", "/connexion"),
            rx.cond(ForgottenState.sent, _sent(), _ask()),
            class_name="steps-page",
        )
    )


@public_page("/reinitialisation", "Nouveau mot de passe", on_load=[ResetState.open])
def reset() -> rx.Component:
    """A new password, while the link is good."""
    return public_frame(
        address_sync(ResetState.query),
        rx.el.div(
            rx.cond(
                ResetState.done,
                _changed(),
                rx.fragment(
                    page_title("Nouveau mot de passe"),
                    rx.cond(
                        ResetState.loaded,
                        rx.cond(ResetState.refused, _refused(), _choose()),
                        skeleton_list(2),
                    ),
                ),
            ),
            class_name="steps-page",
        ),
    )


def _ask() -> rx.Component:
    return rx.fragment(
        page_title(
            "Mot de passe oublié",
            "Écrivez l’adresse e-mail de votre compte. Nous y enverrons un lien pour choisir un "
            "nouveau mot de passe.",
        ),
        card(
            error_summary(ForgottenState.problem),
            rx.el.form(
                text_field(
                    "email",
                    "Adresse e-mail",
                    error=ForgottenState.problem,
                    kind="email",
                    auto_complete="username",
                    required=True,
                    auto_capitalize="none",
                    spell_check=False,
                    max_length=254,
                ),
                submit_button("Recevoir un lien", wide=True),
                on_submit=ForgottenState.submit,
                no_validate=True,
            ),
            _lost_access(),
        ),
    )


def _sent() -> rx.Component:
    return rx.fragment(
        page_title("Regardez vos e-mails"),
        card(
            rx.el.p(
                "Si un compte existe avec l’adresse ",
                rx.el.strong(ForgottenState.email),
                ", un lien vient d’y être envoyé. Il sert une seule fois, pendant 24\u00a0heures.",
                role="status",
            ),
            rx.el.p(
                "Rien dans quelques minutes\u00a0? Regardez dans les messages indésirables, et "
                "vérifiez que cette adresse est bien celle de votre compte.",
                class_name="muted",
            ),
            _lost_access(),
        ),
    )


def _lost_access() -> rx.Component:
    return rx.el.div(
        ask_a_human("Vous n’avez plus accès à cette boîte e-mail\u00a0?"),
        class_name="card-foot",
    )


def _choose() -> rx.Component:
    return card(
        error_summary(ResetState.fault),
        rx.el.form(
            password_field(
                "password",
                "Nouveau mot de passe",
                shown=ResetState.password_shown,
                on_toggle=ResetState.toggle_password,
                hint=RULES,
                error=ResetState.fault,
                auto_complete="new-password",
                required=True,
                max_length=512,
                on_change=ResetState.measure.debounce(250),
            ),
            password_meter(ResetState.password_score, ResetState.password_advice),
            rx.el.p(
                "Vos autres appareils seront déconnectés, et un code vous sera demandé à la "
                "prochaine connexion.",
                class_name="muted small",
            ),
            submit_button("Changer mon mot de passe", wide=True),
            on_submit=ResetState.submit,
            no_validate=True,
        ),
    )


def _changed() -> rx.Component:
    return rx.fragment(
        page_title("Votre mot de passe est changé"),
        alert(
            "Connectez-vous avec votre nouveau mot de passe",
            "Tous vos appareils ont été déconnectés. Un e-mail vous confirme ce changement.",
            tone=SUCCESS,
            live=True,
        ),
        rx.el.div(link_button("Se connecter", "/connexion", size="large"), class_name="row"),
    )


def _refused() -> rx.Component:
    return card(
        error_summary(ResetState.refused, title="Ce lien ne fonctionne pas"),
        rx.el.p("Votre mot de passe n’a pas changé. Vous pouvez demander un autre lien."),
        rx.el.div(
            link_button("Recevoir un autre lien", "/mot-de-passe-oublie"),
            link_button("Se connecter", "/connexion", kind=SECONDARY),
            link_button("Je souhaite être rappelé", CALLBACK, kind=QUIET),
            class_name="row",
        ),
    )
