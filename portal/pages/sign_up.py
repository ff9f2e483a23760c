"""The sign-up, one group of questions at a time, and the confirmation of an address."""

import reflex as rx

from portal.components.buttons import DANGER_OUTLINE, QUIET, SECONDARY, button, link_button
from portal.components.cards import card
from portal.components.feedback import SUCCESS, alert, skeleton_list
from portal.components.forms import error_summary
from portal.components.layout import page_title
from portal.components.links import anchor, link, phone_link
from portal.components.public import CALLBACK, demo_box
from portal.components.steps import steps_progress
from portal.domain.sign_up import STEPS, Step
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.pages.sign_up_steps import (
    code_step,
    contact_step,
    identity_step,
    nir_step,
    password_step,
)
from portal.state.sign_up import ConfirmationState, SignUpState
from portal.views.sign_up import FaultView

_TITLES = (
    (Step.IDENTITY, "Qui êtes-vous\u00a0?"),
    (Step.NIR, "Votre numéro de sécurité sociale"),
    (Step.CONTACT, "Comment vous joindre\u00a0?"),
    (Step.PASSWORD, "Votre mot de passe"),
)


@public_page("/inscription", "Créer votre compte", on_load=[SignUpState.open])
def sign_up() -> rx.Component:
    """The step where the sign-up of this browser stands."""
    return public_frame(
        rx.el.div(
            rx.cond(
                SignUpState.loaded,
                rx.match(
                    SignUpState.step,
                    (Step.DONE, _done()),
                    (Step.REFUSED, _refused()),
                    _steps(),
                ),
                rx.fragment(page_title("Créer votre compte"), skeleton_list(3)),
            ),
            class_name="steps-page",
        )
    )


@public_page(
    "/inscription/confirmation", "Confirmer votre adresse e-mail", on_load=[ConfirmationState.open]
)
def confirmation() -> rx.Component:
    """One button: what follows links by itself, as some mailboxes do, confirms nothing."""
    return public_frame(
        rx.el.div(
            page_title("Confirmer votre adresse e-mail"),
            rx.cond(ConfirmationState.done, _confirmed(), _to_confirm()),
            class_name="steps-page",
        )
    )


def _steps() -> rx.Component:
    return rx.fragment(
        steps_progress(
            SignUpState.step_number,
            STEPS,
            rx.match(SignUpState.step, *_TITLES, "Votre code d’activation"),
        ),
        error_summary(
            SignUpState.problem,
            rx.el.ul(rx.foreach(SignUpState.to_correct, _to_correct)),
            title="Vérifiez vos réponses",
        ),
        rx.el.div(
            rx.match(
                SignUpState.step,
                (Step.NIR, nir_step()),
                (Step.CONTACT, contact_step()),
                (Step.PASSWORD, password_step()),
                (Step.CODE, code_step()),
                identity_step(),
            ),
            key=SignUpState.version,
            class_name="stack",
        ),
        rx.cond(SignUpState.demo, _demonstration(), rx.fragment()),
        rx.el.div(
            rx.el.p(
                "Vous avez déjà un compte\u00a0? ",
                link("Se connecter", href="/connexion", class_name="link link-block"),
            ),
            rx.el.p(
                "Vos réponses sont gardées 24\u00a0heures. Vous pouvez finir plus tard, dans ce "
                "navigateur.",
                class_name="muted small",
            ),
            _start_over(),
            class_name="ways",
        ),
    )


def _start_over() -> rx.Component:
    """Folded: one press too many must not lose what was typed."""
    return rx.el.details(
        rx.el.summary("Recommencer depuis le début", class_name="ic ic-chevron-down"),
        rx.el.div(
            rx.el.p("Tout ce que vous avez écrit ici sera effacé."),
            button(
                "Tout effacer et recommencer",
                kind=DANGER_OUTLINE,
                on_click=SignUpState.start_over,
            ),
            class_name="stack",
        ),
        key=SignUpState.version,
        class_name="disclosure",
    )


def _demonstration() -> rx.Component:
    """How to try it all without being anybody, and without any mail server."""
    return rx.fragment(
        rx.cond(
            SignUpState.step == Step.IDENTITY,
            demo_box(
                "Essayer l’inscription",
                "Nous inventons une personne sans compte, et remplissons ses réponses.",
                rx.el.p(
                    button("Inventer une personne", kind=SECONDARY, on_click=SignUpState.invent)
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(
            SignUpState.step == Step.CODE,
            demo_box(
                "Où est le code\u00a0?",
                "Rien n’est vraiment envoyé\u00a0: le code est dans la boîte d’envoi.",
                rx.el.p(
                    link_button("Ouvrir la boîte d’envoi", "/demo/boite-d-envoi", kind=SECONDARY)
                ),
            ),
            rx.fragment(),
        ),
    )


def _to_correct(fault: FaultView) -> rx.Component:
    return rx.el.li(anchor(fault.text, href=f"#{fault.field}"), key=fault.field)


def _done() -> rx.Component:
    return rx.fragment(
        page_title("Votre compte est créé"),
        alert(
            rx.fragment("Bienvenue, ", SignUpState.answers.first_name, "\u00a0!"),
            rx.el.p("Votre adresse de connexion est ", rx.el.strong(SignUpState.answers.email)),
            tone=SUCCESS,
            live=True,
        ),
        card(
            rx.el.h2("Et maintenant\u00a0?"),
            rx.el.ol(
                rx.el.li("Connectez-vous avec votre adresse e-mail et votre mot de passe."),
                rx.el.li(
                    "Ouvrez l’e-mail que nous venons de vous envoyer\u00a0: s’il vous le demande, "
                    "confirmez votre adresse."
                ),
                class_name="steps",
            ),
            rx.el.div(
                link_button("Se connecter", "/connexion", size="large"),
                button("Créer un autre compte", kind=QUIET, on_click=SignUpState.start_over),
                class_name="row",
            ),
        ),
    )


def _refused() -> rx.Component:
    return rx.fragment(
        page_title("Nous n’avons pas pu vous reconnaître"),
        card(
            rx.el.p(
                "Les informations données ne correspondent à aucun adhérent. Cela arrive avec un "
                "nom d’usage, un numéro qui a changé ou une adhésion récente. Un conseiller peut "
                "vous aider à créer votre compte."
            ),
            rx.el.div(
                link_button("Je souhaite être rappelé", CALLBACK, size="large"), class_name="row"
            ),
            rx.el.p("Vous pouvez aussi nous appeler au\u00a0", phone_link(), "."),
            class_name="stack",
        ),
    )


def _to_confirm() -> rx.Component:
    return card(
        error_summary(ConfirmationState.problem, title="Ce lien ne fonctionne pas"),
        rx.cond(
            ConfirmationState.problem,
            rx.fragment(
                rx.el.p(
                    "Si vous l’avez déjà utilisé, votre adresse est confirmée. Sinon, votre compte "
                    "fonctionne quand même. Pour recevoir un autre lien, demandez un nouveau mot "
                    "de passe\u00a0: ce lien-là confirmera aussi votre adresse."
                ),
                rx.el.div(
                    link_button("Se connecter", "/connexion"),
                    link_button("Recevoir un lien", "/mot-de-passe-oublie", kind=SECONDARY),
                    link_button("Je souhaite être rappelé", CALLBACK, kind=QUIET),
                    class_name="row",
                ),
            ),
            rx.fragment(
                rx.el.p("Cette adresse est bien la vôtre\u00a0? Confirmez-la d’un geste."),
                rx.el.div(
                    button(
                        "Confirmer mon adresse", on_click=ConfirmationState.confirm, size="large"
                    ),
                    class_name="row",
                ),
            ),
        ),
    )


def _confirmed() -> rx.Component:
    return rx.fragment(
        alert("Votre adresse est confirmée", tone=SUCCESS, live=True),
        rx.el.div(link_button("Se connecter", "/connexion", size="large"), class_name="row"),
    )
