"""One conversation: where it stands, what was said, and the reply."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, link_button, submit_button
from portal.components.cards import card
from portal.components.conversations import message_list
from portal.components.counted_text import counted_textarea
from portal.components.feedback import INFO, alert, empty_state, skeleton_list
from portal.components.forms import error_summary
from portal.components.icons import icon
from portal.components.layout import back_link, page_title
from portal.components.links import link
from portal.components.seen import seen_when_in_sight
from portal.components.status import next_actor_line
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.pages.survey import survey
from portal.pages.uploads import attachments
from portal.state.thread import ThreadState as State
from portal.state.uploads import UploadsState

_CALL_BACK = "/rappel?motif=suivi"
_NO_HEALTH_DATA = (
    "N’écrivez pas de donnée médicale\u00a0: ni diagnostic, ni traitement, ni résultat d’examen."
)


@member_page(
    "/messagerie/[conversation_reference]",
    "Une conversation",
    on_load=[State.load],
    reload_when={
        "messages": State.reload,
        "drafts": State.follow_draft,
        "files": UploadsState.reload,
    },
)
def thread() -> rx.Component:
    """A conversation of the member's, live, and what they are writing, left alone."""
    return member_frame(
        rx.el.div(
            back_link("Tous vos messages", "/messagerie"),
            rx.cond(
                State.loaded,
                rx.cond(State.missing, _missing(), _content()),
                rx.fragment(page_title("Une conversation"), skeleton_list(3)),
            ),
            class_name="page-measure",
        ),
        active="/messagerie",
    )


def _content() -> rx.Component:
    view = State.view
    return rx.fragment(
        seen_when_in_sight(State.unseen, State.see),
        page_title(view.title, f"{view.reference} · {view.opened}"),
        rx.el.div(
            _where_it_stands(),
            message_list(State.messages),
            _reply(),
            survey(),
            class_name="stack-l",
        ),
    )


def _where_it_stands() -> rx.Component:
    view = State.view
    return card(
        next_actor_line(view.status),
        rx.cond(view.usual != "", rx.el.p(view.usual, class_name="muted small"), rx.fragment()),
        rx.cond(view.status.late, _late(), rx.fragment()),
        rx.cond(
            view.claim_label != "",
            rx.el.p(
                rx.el.span("À propos de\u00a0: ", class_name="muted"),
                link(view.claim_label, href=view.claim_href, class_name="link"),
            ),
            rx.fragment(),
        ),
        class_name="stack talk-status",
    )


def _late() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                State.view.chased,
                "Votre relance est arrivée. Si c’est pressé, demandez plutôt à être rappelé.",
                "Nous vous devons une réponse\u00a0: relancez-nous, ou demandez à être rappelé.",
            )
        ),
        rx.el.div(
            link_button(
                "Me faire rappeler",
                _CALL_BACK,
                kind=SECONDARY,
                size="small",
                icon_name="phone-call",
            ),
            class_name="row",
        ),
        rx.cond(State.view.can_nudge, _nudge(), rx.fragment()),
        class_name="stack no-print",
    )


def _nudge() -> rx.Component:
    return rx.el.details(
        rx.el.summary("Relancer", class_name="ic ic-chevron-down"),
        rx.el.form(
            error_summary(State.nudge_error, title="Relance non envoyée", anchor="erreurs-relance"),
            counted_textarea(
                "nudge",
                "Votre relance",
                hint="Elle est déjà écrite\u00a0: envoyez-la telle quelle, ou changez-la.",
                default_value=State.view.nudge_text,
                version=State.view.nudge_text,
                rows="4",
            ),
            submit_button("Envoyer la relance"),
            on_submit=State.chase,
            class_name="stack",
        ),
        class_name="disclosure",
    )


def _reply() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Votre message", id="repondre"),
        rx.cond(
            State.view.closed,
            rx.el.p(
                "Cette conversation est terminée. En écrivant à la suite, vous la rouvrez.",
                class_name="muted",
            ),
            rx.fragment(),
        ),
        rx.cond(State.elsewhere, _elsewhere(), rx.fragment()),
        rx.el.form(
            error_summary(State.error, title="Message non envoyé", anchor="erreurs-reponse"),
            counted_textarea(
                "body",
                "Écrire à la suite",
                hint=_NO_HEALTH_DATA,
                error=State.error,
                default_value=State.draft,
                version=State.version,
                on_change=State.keep,
                keep=State.place,
                saved=State.saved,
                rows="5",
            ),
            rx.el.input(type="hidden", name="stamp", value=State.stamp, read_only=True),
            attachments(State.place),
            submit_button("Envoyer", busy=State.sending, busy_label="Envoi en cours…"),
            rx.el.p(
                icon("save", 18),
                "Votre brouillon est enregistré pendant que vous écrivez.",
                class_name="muted small draft-note",
            ),
            on_submit=State.send,
            no_validate=True,
            class_name="stack",
        ),
        aria_labelledby="repondre",
        class_name="card stack no-print",
    )


def _elsewhere() -> rx.Component:
    """Another reply, half written in another tab or on another device."""
    return alert(
        "Un autre brouillon existe",
        rx.el.p(
            "Vous avez commencé une réponse dans une autre fenêtre ou sur un autre appareil. "
            "La reprendre remplace ce qui est écrit ici."
        ),
        button("Reprendre ce brouillon", kind=SECONDARY, size="small", on_click=State.take_other),
        tone=INFO,
        live=True,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_title("Conversation introuvable"),
        rx.el.div(
            empty_state(
                "Nous ne trouvons pas cette conversation",
                "L’adresse est peut-être incomplète. Vos conversations sont toutes dans la page "
                "Messages.",
                link_button("Voir vos messages", "/messagerie"),
            ),
            class_name="card",
        ),
    )
