"""One conversation, as the staff reads and answers it."""

import reflex as rx

from portal.components.buttons import DANGER_OUTLINE, PRIMARY, QUIET, SECONDARY, button, link_button
from portal.components.cards import card
from portal.components.conversations import message_list
from portal.components.counted_text import counted_textarea
from portal.components.feedback import WARNING, empty_state, skeleton_list
from portal.components.forms import error_summary, select_field
from portal.components.icons import icon
from portal.components.layout import back_link, page_title
from portal.components.links import link
from portal.components.typing import append_text, signs_of_life
from portal.domain.conversations import LIVE_TOPIC
from portal.domain.desk import MAX_ANSWER
from portal.pages.desk_side import side
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.pages.uploads import attachments
from portal.services.presence import LIVE_TOPIC as PRESENCE
from portal.state.desk_acts import DeskActsState
from portal.state.desk_thread import DeskThreadState as State
from portal.state.uploads import UploadsState
from portal.views.desk import MESSAGES

OWN_REPLIES = "/admin/reponses-types"


@staff_page(
    f"{MESSAGES}/[conversation_reference]",
    "Une conversation",
    on_load=[State.load, DeskActsState.load],
    reload_when={
        LIVE_TOPIC: State.reload,
        PRESENCE: State.look_around,
        "files": UploadsState.reload,
    },
)
def desk_thread() -> rx.Component:
    """What was said, the answer, and who else is looking; live, and typing is left alone."""
    return staff_frame(
        back_link("Tous les messages", MESSAGES),
        rx.cond(
            State.loaded,
            rx.cond(State.missing, _missing(), _content()),
            rx.fragment(page_title("Une conversation"), skeleton_list(4)),
        ),
        active=MESSAGES,
    )


def _content() -> rx.Component:
    view = State.view
    return rx.fragment(
        signs_of_life(State.beat, State.left),
        append_text(State.insertion, State.insertions, anchor="answer"),
        page_title(view.title, f"{view.reference} · {view.opened}"),
        rx.el.div(
            rx.el.div(
                _who_else(),
                rx.el.h2("Messages échangés", class_name="sr-only"),
                message_list(State.entries),
                _answer(),
                class_name="stack-l",
            ),
            side(),
            class_name="layout-side desk-layout",
        ),
    )


def _who_else() -> rx.Component:
    """The region is always there, so that it is read out when somebody comes."""
    return rx.el.div(
        rx.cond(
            State.colleagues != "",
            rx.el.p(icon("users-round", 20), State.colleagues, class_name="who-else"),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
        class_name="who-else-region",
    )


def _answer() -> rx.Component:
    return rx.el.form(
        rx.el.h2("Votre réponse"),
        error_summary(State.error, title="Réponse non envoyée"),
        _overtaken(),
        _canned(),
        counted_textarea(
            "answer",
            "Réponse à l’adhérent",
            default_value=State.draft,
            on_change=State.keep,
            limit=MAX_ANSWER,
            version=State.version,
            rows=9,
        ),
        attachments(State.place),
        rx.el.input(type="hidden", name="stamp", value=State.stamp, read_only=True),
        rx.el.div(
            button(
                "Envoyer",
                type="submit",
                icon_name="send",
                on_click=State.sending(False, False),
            ),
            button(
                "Envoyer et clore",
                kind=SECONDARY,
                type="submit",
                on_click=State.sending(True, False),
            ),
            rx.el.p(
                icon("save", 18), "Gardé à mesure que vous écrivez", class_name="hint draft-note"
            ),
            class_name="row",
        ),
        on_submit=State.send,
        no_validate=True,
        id="repondre",
        class_name="card stack",
    )


def _overtaken() -> rx.Component:
    return rx.cond(
        State.overtaken != "",
        rx.el.div(
            rx.el.div(
                rx.el.p(State.overtaken, class_name="alert-title"),
                rx.el.p(
                    "Lisez sa réponse ci-dessus. La vôtre est gardée\u00a0: envoyez-la quand même "
                    "si elle apporte autre chose, ou abandonnez-la."
                ),
                rx.el.div(
                    button(
                        "Envoyer quand même",
                        kind=PRIMARY,
                        size="small",
                        type="submit",
                        on_click=State.sending(False, True),
                    ),
                    button(
                        "Abandonner ma réponse",
                        kind=DANGER_OUTLINE,
                        size="small",
                        on_click=State.give_up,
                    ),
                    class_name="row",
                ),
                class_name="stack",
            ),
            id="entre-temps",
            tab_index=-1,
            role="alert",
            class_name=f"alert alert-{WARNING} ic ic-{WARNING}",
        ),
        rx.fragment(),
    )


def _canned() -> rx.Component:
    return rx.el.div(
        select_field(
            "modele",
            "Réponse type",
            State.canned,
            value=State.chosen,
            on_change=State.choose_canned,
        ),
        button(
            "Insérer",
            kind=SECONDARY,
            size="small",
            on_click=State.insert,
            disabled=State.chosen == "",
        ),
        link("Mes réponses types", href=OWN_REPLIES, class_name="link link-block small"),
        class_name="canned",
    )


def _missing() -> rx.Component:
    return card(
        empty_state(
            "Cette conversation n’existe pas",
            "L’adresse est peut-être incomplète, ou le membre a supprimé son compte.",
            link_button("Revenir aux messages", MESSAGES, kind=QUIET),
        )
    )
