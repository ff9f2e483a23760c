"""Second factors on the security page: the application, passkeys, recovery codes."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button, submit_button
from portal.components.enrolment import enrolment_steps
from portal.components.feedback import DANGER, alert
from portal.components.forms import code_field, text_field
from portal.components.passkey import passkey_create
from portal.components.security import (
    confirmed_button,
    place_list,
    recovery_codes,
    setting,
    state_line,
)
from portal.state.security import SecurityState
from portal.state.security_factors import SecurityFactorsState
from portal.views.security import PlaceView

_State = SecurityFactorsState


def factors() -> rx.Component:
    """What is asked beside the password."""
    return rx.fragment(
        _application(),
        _passkeys(),
        _codes(),
        passkey_create(_State.passkey_options, _State.take_passkey, _State.passkey_failed),
    )


def _application() -> rx.Component:
    return setting(
        "Application d’authentification",
        "application",
        "smartphone",
        "Une application de votre téléphone affiche un code, différent toutes les "
        "30\u00a0secondes.",
        rx.cond(
            SecurityState.factors.totp != "",
            rx.fragment(
                state_line(SecurityState.factors.totp),
                confirmed_button(
                    "Retirer l’application",
                    "À votre prochaine connexion, un autre moyen vous sera demandé.",
                    asked=SecurityState.asking == "totp",
                    on_ask=SecurityState.ask("totp"),
                    on_cancel=SecurityState.ask(""),
                    on_confirm=_State.remove_totp,
                    confirm_label="Retirer",
                ),
            ),
            rx.cond(_State.enrolment.secret != "", _enrolment(), _begin()),
        ),
    )


def _begin() -> rx.Component:
    return rx.fragment(
        _trouble("Configuration impossible", _State.totp_error),
        button(
            "Configurer une application",
            kind=SECONDARY,
            size="small",
            on_click=_State.begin_totp,
        ),
    )


def _trouble(title: str, sentence: rx.Var[str]) -> rx.Component:
    return rx.cond(sentence, alert(title, sentence, tone=DANGER, live=True), rx.fragment())


def _enrolment() -> rx.Component:
    return rx.el.div(
        enrolment_steps(_State.enrolment),
        rx.el.form(
            code_field(error=_State.totp_error, required=True),
            rx.el.div(
                submit_button("Confirmer"),
                button("Annuler", kind=QUIET, on_click=_State.cancel_totp),
                class_name="row",
            ),
            on_submit=_State.confirm_totp,
            class_name="setting-form",
        ),
        class_name="enrolment",
    )


def _passkeys() -> rx.Component:
    def action(place: PlaceView) -> rx.Component:
        question = f"passkey-{place.id}"
        return confirmed_button(
            "Retirer",
            "Vous ne pourrez plus vous connecter avec cette clé.",
            asked=SecurityState.asking == question,
            on_ask=SecurityState.ask(question),
            on_cancel=SecurityState.ask(""),
            on_confirm=_State.remove_passkey(place.id),
            confirm_label="Retirer la clé",
            kind=QUIET,
            aria_label=f"Retirer\u00a0: {place.name}",
        )

    return setting(
        "Clés d’accès",
        "cles",
        "key-round",
        "Votre empreinte, votre visage ou le code de votre appareil remplace le mot de passe. "
        "C’est le moyen le plus sûr.",
        rx.cond(
            SecurityState.passkeys.length() > 0,
            place_list(SecurityState.passkeys, "Vos clés d’accès", action),
            rx.fragment(),
        ),
        _trouble("La clé n’a pas été ajoutée", _State.passkey_error),
        rx.el.form(
            text_field(
                "passkey_name",
                "Nom de la nouvelle clé",
                hint="Pour la reconnaître, par exemple «\u00a0Mon téléphone\u00a0».",
                auto_complete="off",
                max_length=60,
            ),
            button(
                rx.cond(_State.passkey_options != "", "En attente…", "Ajouter une clé d’accès"),
                kind=SECONDARY,
                size="small",
                type="submit",
                disabled=_State.passkey_options != "",
            ),
            on_submit=_State.begin_passkey,
            key=SecurityState.passkeys.length(),
            class_name="setting-form",
        ),
    )


def _codes() -> rx.Component:
    make = rx.cond(
        SecurityState.factors.codes_left > 0,
        rx.fragment(
            state_line(SecurityState.factors.codes),
            confirmed_button(
                "Créer de nouveaux codes",
                "Les codes que vous avez conservés ne serviront plus.",
                asked=SecurityState.asking == "codes",
                on_ask=SecurityState.ask("codes"),
                on_cancel=SecurityState.ask(""),
                on_confirm=_State.make_codes,
                confirm_label="Remplacer mes codes",
            ),
        ),
        button("Créer des codes", kind=SECONDARY, size="small", on_click=_State.make_codes),
    )
    return setting(
        "Codes de secours",
        "codes",
        "life-buoy",
        "Dix codes à garder sur papier, pour vous connecter si vous perdez votre téléphone.",
        rx.cond(
            _State.codes.length() > 0,
            recovery_codes(_State.codes, _State.download_codes, _State.put_codes_away),
            make,
        ),
    )
