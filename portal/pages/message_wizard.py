"""Writing a new message: theme, subject, motive, then the text, one question at a time."""

import reflex as rx

from portal.components.buttons import (
    DANGER_OUTLINE,
    QUIET,
    SECONDARY,
    button,
    link_button,
)
from portal.components.cards import card
from portal.components.feedback import (
    INFO,
    SUCCESS,
    WARNING,
    alert,
    dialog,
    skeleton_list,
)
from portal.components.forms import error_summary
from portal.components.layout import back_link, page_title
from portal.components.message_wizard import answers_before
from portal.components.steps import steps_progress
from portal.components.undo import undo_toast
from portal.components.uploads import file_list
from portal.domain.message_wizard import STEPS, Step
from portal.pages.frame import member_frame
from portal.pages.message_steps import message_step, question_step, recap_step
from portal.pages.page import member_page
from portal.state.message_exits import MessageExitsState as Exits
from portal.state.message_sent import MessageSentState as Sent
from portal.state.message_wizard import CHANGED, GONE, PAGE
from portal.state.message_wizard import MessageWizardState as State
from portal.state.uploads import UploadsState

_TITLES = (
    (Step.THEME, "Quel est le thème de votre message\u00a0?"),
    (Step.SUBJECT, "De quoi s’agit-il\u00a0?"),
    (Step.MOTIVE, "Quel est le motif de votre message\u00a0?"),
    (Step.RECAP, "Vérifiez votre message"),
)


@member_page(
    PAGE,
    "Écrire un message",
    on_load=[State.load, Sent.load],
    reload_when={"drafts": State.follow, "files": UploadsState.reload},
)
def message_wizard() -> rx.Component:
    """The step where the message being written stands, or the proof that it was sent."""
    return member_frame(
        rx.el.div(
            rx.cond(
                State.loaded,
                rx.cond(
                    Sent.proof.reference != "",
                    _sent(),
                    rx.cond(
                        State.is_abandoned,
                        _abandoned(),
                        rx.cond(State.is_other, _which_one(), _steps()),
                    ),
                ),
                rx.fragment(page_title("Écrire un message"), skeleton_list(5)),
            ),
            class_name="steps-page wizard",
        ),
        undo_toast(State.said, on_undo=Exits.undo, on_close=Exits.close),
        active="/messagerie",
        dialogs=[_service_dialog(), _leave_dialog()],
        dialog_open=(State.offer.href != "") | State.is_leaving,
    )


def _steps() -> rx.Component:
    return rx.fragment(
        back_link("Vos messages", "/messagerie"),
        rx.el.div(
            steps_progress(
                State.step_number, STEPS, rx.match(State.step, *_TITLES, "Votre message")
            ),
            key=State.step,
        ),
        _resumed(),
        _changed_elsewhere(),
        rx.cond(
            State.step == Step.MESSAGE,
            rx.fragment(),
            error_summary(State.problem, title="Avant de continuer"),
        ),
        answers_before(State.levels, State.back_to),
        _about(),
        rx.match(
            State.step,
            (Step.MESSAGE, message_step()),
            (Step.RECAP, recap_step()),
            question_step(),
        ),
    )


def _about() -> rx.Component:
    """The reimbursement line that the message is about."""
    return rx.cond(
        State.about != "",
        alert(
            "Votre message concerne ce remboursement",
            State.about,
            rx.el.div(
                button(
                    "Ce n’est pas à propos de ce remboursement",
                    kind=QUIET,
                    size="small",
                    on_click=State.forget_claim,
                ),
            ),
            tone=INFO,
        ),
        rx.fragment(),
    )


def _resumed() -> rx.Component:
    """Said on arrival, when there was a draft."""
    return rx.cond(
        State.begun != "",
        alert(
            "Vous reprenez un message commencé",
            rx.el.p(State.begun, "."),
            rx.el.div(
                button("Recommencer", kind=SECONDARY, size="small", on_click=Exits.start_over),
            ),
            tone=INFO,
        ),
        rx.fragment(),
    )


def _changed_elsewhere() -> rx.Component:
    """The latest to write wins; the other tab says so, and keeps what it shows."""
    return rx.el.div(
        rx.match(
            State.elsewhere,
            (
                CHANGED,
                alert(
                    "Ce message a été modifié dans un autre onglet ou sur un autre appareil",
                    "Ce que vous voyez ici n’a pas changé. Si vous continuez ici, "
                    "c’est cette version qui sera gardée.",
                    rx.el.div(
                        button(
                            "Afficher l’autre version",
                            kind=SECONDARY,
                            size="small",
                            on_click=State.resume,
                        ),
                    ),
                    tone=WARNING,
                ),
            ),
            (
                GONE,
                alert(
                    "Ce message a été envoyé ou abandonné ailleurs",
                    "Dans un autre onglet ou sur un autre appareil. "
                    "Ce que vous avez écrit ici est toujours là.",
                    rx.el.div(
                        link_button(
                            "Voir vos messages", "/messagerie", kind=SECONDARY, size="small"
                        ),
                    ),
                    tone=WARNING,
                ),
            ),
            rx.fragment(),
        ),
        role="status",
    )


def _which_one() -> rx.Component:
    """A draft is there, and the address asks for another message."""
    return rx.fragment(
        page_title("Vous avez déjà un message commencé"),
        card(
            rx.el.p(State.begun, "."),
            rx.el.p("Le reprendre, ou en écrire un autre à sa place\u00a0?"),
            rx.el.div(
                button("Reprendre ce message", on_click=State.resume),
                button("Écrire un autre message", kind=SECONDARY, on_click=Exits.start_over),
                class_name="row",
            ),
            class_name="stack",
        ),
    )


def _abandoned() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Votre message est abandonné", id="etape", tab_index=-1),
        card(
            rx.el.p("Rien n’a été envoyé. Vous pouvez encore changer d’avis."),
            rx.el.div(
                button("Retrouver mon message", icon_name="undo-2", on_click=Exits.undo),
                link_button("Revenir à vos messages", "/messagerie", kind=SECONDARY),
                class_name="row",
            ),
            class_name="stack",
        ),
    )


def _sent() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Votre message est envoyé", id="etape", tab_index=-1),
        alert(
            Sent.proof.title,
            rx.el.p("Nous vous répondons ", rx.el.strong(Sent.proof.promised), "."),
            tone=SUCCESS,
            live=True,
        ),
        card(
            rx.el.div(
                rx.el.p("Votre référence", class_name="muted"),
                rx.el.p(Sent.proof.reference, class_name="reference"),
            ),
            rx.cond(
                Sent.files.length() > 0,
                rx.el.div(
                    rx.el.h2("Fichiers reçus"),
                    file_list(Sent.files, proof=True),
                    class_name="stack",
                ),
                rx.fragment(),
            ),
            rx.el.p(
                "Un accusé de réception vous est envoyé par e-mail, et par SMS si nous avons votre "
                "numéro de mobile. Nous vous préviendrons de la réponse\u00a0: "
                "vous la lirez ici, dans votre espace.",
            ),
            rx.el.div(
                link_button("Voir ce message", Sent.proof.href),
                link_button("Revenir à l’accueil", "/espace", kind=QUIET),
                class_name="row",
            ),
            class_name="stack",
        ),
    )


def _service_dialog() -> rx.Component:
    return dialog(
        State.offer.href != "",
        "Vous pouvez le faire en ligne, tout de suite",
        rx.el.p(rx.el.strong(State.offer.title)),
        rx.el.p(State.offer.text),
        anchor="service",
        kind="dialog",
        on_escape=Exits.write_anyway,
        actions=[
            button("J’utilise le service en ligne", on_click=Exits.use_service, auto_focus=True),
            button("J’écris un message", kind=SECONDARY, on_click=Exits.write_anyway),
            button("Je modifie mon choix", kind=QUIET, on_click=Exits.change_choice),
        ],
    )


def _leave_dialog() -> rx.Component:
    return dialog(
        State.is_leaving,
        "Abandonner ce message\u00a0?",
        rx.el.p("Vos choix, votre texte et vos fichiers seront effacés."),
        anchor="abandon",
        on_escape=Exits.stay,
        actions=[
            button("Continuer mon message", on_click=Exits.stay, auto_focus=True),
            button("Abandonner", kind=DANGER_OUTLINE, on_click=Exits.abandon),
        ],
    )
