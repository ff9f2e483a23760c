"""The list of notifications."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.bell import PAGE, notification_list
from portal.components.buttons import SECONDARY, button
from portal.components.feedback import empty_state, skeleton_list
from portal.components.filters import list_head, pagination
from portal.components.layout import page_title
from portal.components.links import link
from portal.components.undo import undo_toast
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.notifications import NotificationsState as State


@member_page(
    PAGE, "Notifications", on_load=[State.load], reload_when={"notifications": State.reload}
)
def notifications() -> rx.Component:
    """What happened, newest first; what is opened is read."""
    return member_frame(
        address_sync(State.query),
        rx.el.div(
            page_title("Notifications", "Ce qui a changé dans votre espace."),
            rx.cond(
                State.loaded,
                rx.cond(State.rows.length() > 0, _list(), _nothing_yet()),
                skeleton_list(),
            ),
            rx.el.p(
                link(
                    "Choisir ce dont vous êtes prévenu",
                    href="/profil/preferences",
                    class_name="link link-block",
                ),
                class_name="notices-foot",
            ),
            class_name="page-measure",
        ),
        undo_toast(State.marked, on_undo=State.undo, on_close=State.close, takes_focus=True),
        active=PAGE,
    )


def _list() -> rx.Component:
    return rx.el.div(
        list_head(
            State.page.result_label,
            rx.cond(
                State.has_unread,
                button(
                    "Tout marquer comme lu",
                    kind=SECONDARY,
                    size="small",
                    icon_name="check-check",
                    on_click=State.mark_all,
                    id="tout-lire",
                ),
                rx.fragment(),
            ),
        ),
        rx.el.div(notification_list(State.rows, State.open_one), class_name="card card-flush"),
        pagination(State.page, on_previous=State.previous_page, on_next=State.next_page),
        class_name="stack",
    )


def _nothing_yet() -> rx.Component:
    return rx.el.div(
        empty_state(
            "Aucune notification pour l’instant",
            "Un remboursement, une réponse, un rendez-vous\u00a0: ce qui change s’affichera ici.",
        ),
        class_name="card",
    )
