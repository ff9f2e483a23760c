"""The member's messages: write, send a document, and what was said before."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.buttons import SECONDARY, button, link_button
from portal.components.conversations import conversation_list
from portal.components.feedback import empty_state, skeleton_list
from portal.components.filters import list_head, pagination
from portal.components.forms import search_field
from portal.components.layout import page_title
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.conversations import ConversationsState as State

PAGE = "/messagerie"
WRITE = "/messagerie/nouveau"
SEND_DOCUMENT = "/messagerie/nouveau?motif=dossier-envoi"


@member_page(
    PAGE,
    "Messages",
    on_load=[State.load],
    reload_when={"messages": State.reload, "drafts": State.reload},
)
def conversations() -> rx.Component:
    """What one can do first, then the conversations: unread first."""
    return member_frame(
        address_sync(State.query),
        page_title(
            "Messages",
            "Vos échanges avec nos conseillers, en toute confidentialité.",
        ),
        rx.el.div(
            _ways(),
            rx.cond(
                State.loaded,
                rx.cond(State.has_any, _list(), _nothing_yet()),
                skeleton_list(4),
            ),
            class_name="stack-l",
        ),
        active=PAGE,
    )


def _ways() -> rx.Component:
    return rx.el.div(
        link_button("Écrire un message", WRITE, icon_name="pencil-line", size="large"),
        link_button(
            "Envoyer un document",
            SEND_DOCUMENT,
            kind=SECONDARY,
            icon_name="file-up",
            size="large",
        ),
        link_button(
            "Me faire rappeler",
            "/rappel",
            kind=SECONDARY,
            icon_name="phone-call",
            size="large",
        ),
        class_name="row message-ways no-print",
    )


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Vos conversations", id="conversations"),
        rx.el.div(
            search_field(
                "Rechercher dans vos messages",
                value=State.search,
                on_change=State.set_search,
                placeholder="Un mot, une référence…",
            ),
            role="search",
            class_name="no-print",
        ),
        list_head(State.page.result_label, _toggle()),
        rx.cond(
            State.rows.length() > 0,
            rx.el.div(conversation_list(State.rows), class_name="card card-flush"),
            rx.el.div(_nothing_shown(), class_name="card"),
        ),
        pagination(State.page, on_previous=State.previous_page, on_next=State.next_page),
        aria_labelledby="conversations",
        class_name="stack",
    )


def _toggle() -> rx.Component:
    """Those that are over; a search looks in them anyway."""
    return rx.cond(
        (State.closed_label != "") & (State.search == ""),
        rx.el.button(
            rx.cond(
                State.shows_closed,
                "Masquer les conversations terminées",
                "Afficher les conversations terminées",
            ),
            type="button",
            class_name="btn btn-secondary btn-small",
            on_click=State.toggle_closed,
            aria_expanded=State.shows_closed,
        ),
        rx.fragment(),
    )


def _nothing_shown() -> rx.Component:
    return rx.cond(
        State.search != "",
        empty_state(
            "Aucune conversation trouvée",
            "Essayez un seul mot, ou le début d’un mot. La recherche porte sur tous vos messages, "
            "nos réponses et les références.",
            button("Effacer la recherche", kind=SECONDARY, on_click=State.clear_search),
        ),
        empty_state(
            "Aucune conversation en cours",
            rx.el.span(
                "Vous avez ",
                State.closed_label,
                ". Affichez-les pour les relire ou les rouvrir.",
            ),
        ),
    )


def _nothing_yet() -> rx.Component:
    return rx.el.div(
        empty_state(
            "Pas encore de message",
            "Une question sur un remboursement, un contrat, une cotisation\u00a0? "
            "Écrivez-nous\u00a0: un conseiller vous répond ici, sous 2 jours ouvrés.",
        ),
        class_name="card",
    )
