"""The member's callbacks and appointments."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.bookings import booking_card, cancel_dialog, every
from portal.components.buttons import SECONDARY, link_button
from portal.components.cards import section
from portal.components.feedback import empty_state, skeleton_list
from portal.components.forms import error_summary
from portal.components.layout import page_title
from portal.components.undo import undo_toast
from portal.domain.bookings import LIVE_TOPIC, SLOTS_TOPIC
from portal.pages.callback_follow import move_panel
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.pages.survey import survey
from portal.state.bookings import BookingsState as State

PAGE = "/rendez-vous"
_LOOK_AGAIN_SECONDS = 30


@member_page(
    PAGE,
    "Rendez-vous",
    on_load=[State.load],
    reload_when={LIVE_TOPIC: State.reload, SLOTS_TOPIC: State.reload_slots},
)
def bookings() -> rx.Component:
    """What is coming, how to change it, and what is past."""
    return member_frame(
        address_sync(State.query),
        every(_LOOK_AGAIN_SECONDS, State.look_again),
        rx.el.div(
            page_title(
                "Rendez-vous",
                "Parlez à un conseiller au moment qui vous convient.",
                link_button("Prendre rendez-vous", f"{PAGE}/nouveau", icon_name="calendar-plus"),
                link_button("Être rappelé", "/rappel", kind=SECONDARY, icon_name="phone-call"),
            ),
            rx.cond(State.loaded, _lists(), skeleton_list(3)),
            class_name="page-measure stack-l",
        ),
        undo_toast(
            State.told,
            on_undo=State.undo,
            on_close=State.close,
            can_undo=State.can_undo,
            undo_label="Finalement, le garder",
        ),
        active=PAGE,
        dialogs=[cancel_dialog(State.mode == "cancel", State.confirm_cancel, State.keep)],
        dialog_open=State.mode == "cancel",
    )


def _lists() -> rx.Component:
    return rx.fragment(
        error_summary(State.problem, title="Ce n’est pas possible"),
        section(
            "À venir",
            rx.cond(
                State.coming.length() > 0,
                rx.el.div(rx.foreach(State.coming, _coming), class_name="stack"),
                rx.el.div(
                    empty_state(
                        "Aucun rendez-vous prévu",
                        "Choisissez un moment\u00a0: un conseiller sera là pour vous.",
                    ),
                    class_name="card",
                ),
            ),
            anchor="a-venir",
            boxed=False,
        ),
        survey(),
        rx.cond(
            State.past.length() > 0,
            section(
                "Passés",
                rx.el.div(rx.foreach(State.past, _past), class_name="stack"),
                anchor="passes",
                boxed=False,
            ),
            rx.fragment(),
        ),
    )


def _coming(view: rx.Var) -> rx.Component:
    return rx.el.div(
        booking_card(view, State.start_move, State.start_cancel),
        rx.cond(
            (State.mode == "move") & (State.target == view.reference),
            move_panel(State),
            rx.fragment(),
        ),
        class_name="stack",
        key=view.reference,
    )


def _past(view: rx.Var) -> rx.Component:
    return booking_card(view, State.start_move, State.start_cancel)
