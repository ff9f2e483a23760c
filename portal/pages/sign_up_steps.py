"""What each step of the sign-up asks."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, submit_button
from portal.components.cards import card
from portal.components.contract_hint import contract_hint
from portal.components.countdown import countdown
from portal.components.feedback import detail_list
from portal.components.forms import code_field, password_field, text_field
from portal.components.links import link
from portal.components.password_meter import password_meter
from portal.components.public import CALLBACK, ask_a_human
from portal.components.steps import step_actions
from portal.domain.password_rules import RULES
from portal.settings import brand
from portal.state.sign_up import SignUpState

_GO_ON = "Continuer"


def identity_step() -> rx.Component:
    """Who one is."""
    answers = SignUpState.answers
    return card(
        rx.el.form(
            rx.el.p("Toutes ces informations sont obligatoires.", class_name="hint"),
            rx.el.div(
                _text("last_name", "Nom", answers.last_name, auto_complete="family-name"),
                _text("first_name", "Prénom", answers.first_name, auto_complete="given-name"),
                class_name="field-pair",
            ),
            _text(
                "birth_date",
                "Date de naissance",
                answers.birth_date,
                hint="Jour, mois, année. Par exemple\u00a0: 27/03/1984",
                input_mode="numeric",
                auto_complete="bday",
                class_name="input input-short",
                max_length=40,
            ),
            _text(
                "number",
                "Numéro de contrat ou d’adhérent",
                answers.number,
                class_name="input input-short",
                auto_complete="off",
                max_length=60,
            ),
            contract_hint(),
            step_actions(submit_button(_GO_ON)),
            on_submit=SignUpState.submit_identity,
            no_validate=True,
        )
    )


def nir_step() -> rx.Component:
    """The social security number."""
    given = SignUpState.answers.nir
    return card(
        rx.el.form(
            rx.cond(
                given != "",
                rx.el.p(
                    "Vous avez déjà écrit le numéro ",
                    rx.el.strong(given, class_name="nowrap"),
                    ". Laissez ce champ vide pour le garder.",
                ),
                rx.fragment(),
            ),
            text_field(
                "nir",
                "Numéro de sécurité sociale",
                hint="Les 15\u00a0chiffres de votre carte Vitale, clé comprise. "
                "Les espaces ne comptent pas.",
                error=SignUpState.faults["nir"],
                required=given == "",
                auto_complete="off",
                spell_check=False,
                max_length=60,
                class_name="input input-nir",
            ),
            rx.el.p(
                "Il nous sert seulement à vous reconnaître. Il est conservé chiffré, et n’est plus "
                "affiché en entier.",
                class_name="muted small",
            ),
            step_actions(submit_button(_GO_ON), SignUpState.back),
            on_submit=SignUpState.submit_nir,
            no_validate=True,
        )
    )


def contact_step() -> rx.Component:
    """Where to write, and where to send the code."""
    answers = SignUpState.answers
    return card(
        rx.el.form(
            _text(
                "email",
                "Adresse e-mail",
                answers.email,
                hint="Elle vous servira à vous connecter.",
                kind="email",
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
            ),
            _text(
                "phone",
                "Téléphone mobile (facultatif)",
                answers.phone,
                hint="Pour recevoir vos codes par SMS. Sans lui, ils iront à votre adresse e-mail.",
                kind="tel",
                auto_complete="tel",
                class_name="input input-nir",
                max_length=40,
                required=False,
            ),
            ask_a_human("Vous n’avez pas d’adresse e-mail\u00a0?"),
            step_actions(submit_button(_GO_ON), SignUpState.back),
            on_submit=SignUpState.submit_contact,
            no_validate=True,
        )
    )


def password_step() -> rx.Component:
    """What was typed, the password, and the terms."""
    chosen = SignUpState.answers.has_password
    return rx.fragment(
        card(
            rx.el.h2("Vos informations"),
            detail_list(SignUpState.recap),
        ),
        card(
            rx.el.form(
                rx.cond(
                    chosen,
                    rx.el.p(
                        "Votre mot de passe est choisi. N’en écrivez un autre que pour le changer."
                    ),
                    rx.fragment(),
                ),
                password_field(
                    "password",
                    "Mot de passe",
                    shown=SignUpState.password_shown,
                    on_toggle=SignUpState.toggle_password,
                    hint=RULES,
                    error=SignUpState.faults["password"],
                    required=~chosen,
                    auto_complete="new-password",
                    max_length=512,
                    on_change=SignUpState.measure.debounce(250),
                ),
                password_meter(SignUpState.password_score, SignUpState.password_advice),
                _terms(),
                step_actions(submit_button("Recevoir mon code"), SignUpState.back),
                on_submit=SignUpState.submit_password,
                no_validate=True,
            )
        ),
    )


def code_step() -> rx.Component:
    """The code received, and what to do when none comes."""
    answers = SignUpState.answers
    return card(
        rx.el.p(
            "Nous avons envoyé un code à 6\u00a0chiffres ",
            rx.cond(answers.by_sms, "par SMS au ", "par e-mail à "),
            rx.el.strong(answers.target),
            ". Il est valable 30\u00a0minutes.",
        ),
        rx.el.form(
            code_field("Code reçu", error=SignUpState.faults["code"], required=True, max_length=40),
            step_actions(submit_button("Créer mon compte"), SignUpState.back),
            on_submit=SignUpState.submit_code,
            no_validate=True,
        ),
        rx.el.div(
            rx.el.h2("Vous n’avez rien reçu\u00a0?", class_name="label"),
            countdown(
                SignUpState.wait,
                SignUpState.turn,
                before="Vous pourrez demander un autre code dans ",
                after="Vous pouvez demander un autre code.",
            ),
            button("Renvoyer le code", kind=SECONDARY, on_click=SignUpState.send_again),
            rx.cond(
                answers.by_sms,
                button(
                    "Recevoir le code par e-mail",
                    kind=SECONDARY,
                    on_click=SignUpState.send_by_email,
                ),
                rx.fragment(),
            ),
            link("Demander à être rappelé", href=CALLBACK, class_name="link link-block"),
            class_name="ways card-foot",
        ),
    )


def _terms() -> rx.Component:
    return rx.el.div(
        rx.cond(
            SignUpState.faults["accepted"],
            rx.el.p(
                SignUpState.faults["accepted"],
                id="accepted-erreur",
                class_name="error ic ic-danger",
            ),
            rx.fragment(),
        ),
        rx.el.label(
            rx.el.input(
                id="accepted",
                type="checkbox",
                name="accepted",
                default_checked=SignUpState.answers.has_password,
                required=True,
                aria_invalid=rx.cond(SignUpState.faults["accepted"], "true", "false"),
                aria_describedby=rx.cond(SignUpState.faults["accepted"], "accepted-erreur", ""),
            ),
            "J’accepte les conditions d’utilisation de l’espace adhérent",
            class_name="check",
        ),
        rx.el.details(
            rx.el.summary("Lire les conditions d’utilisation", class_name="ic ic-chevron-down"),
            rx.el.ul(
                rx.el.li("L’espace est personnel\u00a0: ne donnez votre mot de passe à personne."),
                rx.el.li(
                    f"{brand().name} s’en sert pour vous montrer vos remboursements et vos "
                    "contrats, et pour recevoir vos demandes."
                ),
                rx.el.li(
                    "Vos données ne servent à rien d’autre. Vous pouvez supprimer votre compte à "
                    "tout moment."
                ),
                class_name="prose",
            ),
            class_name="disclosure",
        ),
        class_name="field",
    )


def _text(name: str, label: str, value: rx.Var, *, max_length: int = 254, **props) -> rx.Component:
    """A field whose text is kept as soon as it is left. Said to be required; the server checks."""
    props.setdefault("required", True)
    return text_field(
        name,
        label,
        error=SignUpState.faults[name],
        default_value=value,
        max_length=max_length,
        on_blur=lambda text: SignUpState.keep(name, text),
        **props,
    )
