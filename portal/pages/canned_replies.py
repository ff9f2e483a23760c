"""The replies that one of the staff keeps for themselves."""

import reflex as rx

from portal.components.buttons import DANGER_OUTLINE, QUIET, SECONDARY, button
from portal.components.cards import section
from portal.components.counted_text import counted_textarea
from portal.components.feedback import empty_state, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import back_link, page_title
from portal.components.undo import undo_toast
from portal.domain.canned_replies import MAX_BODY, MAX_TITLE, PLACEHOLDERS
from portal.pages.desk_thread import OWN_REPLIES
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.services.canned_replies import OwnReply
from portal.state.canned_replies import CannedRepliesState as State
from portal.views.desk import MESSAGES

_FILLED = "Rempli à l’insertion\u00a0: " + ", ".join(
    f"{{{name}}} ({what})" for name, what in PLACEHOLDERS.items()
)


@staff_page(OWN_REPLIES, "Mes réponses types", on_load=[State.load])
def canned_replies() -> rx.Component:
    """A list, and a form for a new one or for the one being changed."""
    return staff_frame(
        rx.el.div(
            back_link("Tous les messages", MESSAGES),
            page_title("Mes réponses types", "Elles ne sont proposées qu’à vous."),
            rx.cond(
                State.loaded,
                rx.el.div(_form(), _list(), class_name="stack-l"),
                skeleton_list(3),
            ),
            class_name="page-measure",
        ),
        undo_toast(State.done, on_undo=State.undo, on_close=State.dismiss, can_undo=State.can_undo),
        active=MESSAGES,
    )


def _form() -> rx.Component:
    changing = State.editing > 0
    return rx.el.form(
        rx.el.h2(rx.cond(changing, "Modifier la réponse type", "Nouvelle réponse type")),
        error_summary(rx.cond(State.title_error != "", State.title_error, State.body_error)),
        text_field(
            "title",
            "Titre",
            default_value=State.title,
            error=State.title_error,
            max_length=MAX_TITLE,
            key=State.version,
        ),
        counted_textarea(
            "body",
            "Texte",
            default_value=State.body,
            error=State.body_error,
            hint=_FILLED,
            limit=MAX_BODY,
            version=State.version,
            rows=7,
        ),
        rx.el.div(
            button("Enregistrer", type="submit"),
            rx.cond(
                changing,
                button("Annuler", kind=QUIET, on_click=State.stop_editing),
                rx.fragment(),
            ),
            class_name="row",
        ),
        on_submit=State.keep,
        no_validate=True,
        class_name="card stack",
    )


def _list() -> rx.Component:
    return section(
        "Déjà gardées",
        rx.cond(
            State.replies.length() > 0,
            rx.el.ul(rx.foreach(State.replies, _reply), class_name="calls"),
            empty_state(
                "Aucune réponse type à vous",
                "Gardez ici les tournures que vous écrivez souvent.",
            ),
        ),
        anchor="gardees",
    )


def _reply(reply: OwnReply) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.strong(reply.title)),
            rx.el.p(reply.body, class_name="muted small reply-body"),
            class_name="call-what",
        ),
        rx.el.div(
            button(
                "Modifier",
                kind=SECONDARY,
                size="small",
                on_click=State.edit(reply.id),
                aria_label=f"Modifier {reply.title}",
            ),
            button(
                "Supprimer",
                kind=DANGER_OUTLINE,
                size="small",
                on_click=State.delete(reply.id),
                aria_label=f"Supprimer {reply.title}",
            ),
            class_name="call-acts",
        ),
        class_name="call",
        key=reply.id,
    )
