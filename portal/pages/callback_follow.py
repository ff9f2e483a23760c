"""Moving or cancelling a callback without an account, by the link of its e-mail."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.bookings import booking_card
from portal.components.buttons import DANGER, SECONDARY, button, link_button
from portal.components.cards import card
from portal.components.feedback import WARNING, alert, skeleton_list
from portal.components.forms import error_summary
from portal.components.layout import page_title
from portal.components.links import phone_link
from portal.components.slots import slot_form
from portal.components.undo import undo_toast
from portal.domain.bookings import SLOTS_TOPIC
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.services.booking_letters import FOLLOW_PATH
from portal.state.callback_follow import CallbackFollowState as State


@public_page(
    FOLLOW_PATH,
    "Votre rappel",
    on_load=[State.open],
    reload_when={SLOTS_TOPIC: State.reload},
)
def callback_follow() -> rx.Component:
    """The callback, and what one can do about it."""
    return public_frame(
        address_sync(State.query),
        rx.el.div(
            page_title("Votre rappel"),
            rx.cond(
                State.loaded,
                rx.cond(State.refused, _refused(), _booking()),
                skeleton_list(2),
            ),
            class_name="steps-page",
        ),
        undo_toast(
            State.told,
            on_undo=State.undo,
            on_close=State.close,
            can_undo=State.can_undo,
            undo_label="Finalement, le garder",
        ),
    )


def _refused() -> rx.Component:
    return rx.fragment(
        alert("Nous ne trouvons pas ce rappel", State.refused, tone=WARNING, live=True),
        rx.el.div(link_button("Demander un rappel", "/rappel"), class_name="row"),
        rx.el.p("Vous pouvez aussi nous appeler au\u00a0", phone_link(), "."),
    )


def _booking() -> rx.Component:
    return rx.fragment(
        error_summary(State.problem, title="Ce n’est pas possible"),
        booking_card(State.booking, State.start_move, State.start_cancel, level=2),
        rx.match(
            State.mode,
            ("move", move_panel(State)),
            ("cancel", _cancel_panel()),
            rx.fragment(),
        ),
        rx.cond(
            State.booking.is_cancelled,
            rx.el.div(link_button("Demander un autre rappel", "/rappel"), class_name="row"),
            rx.fragment(),
        ),
    )


def _cancel_panel() -> rx.Component:
    return card(
        rx.el.h2("Annuler ce rappel\u00a0?", id="annuler-titre", tab_index=-1),
        rx.el.p("Le créneau sera proposé à d’autres personnes."),
        rx.el.div(
            button("Annuler le rappel", kind=DANGER, on_click=State.confirm_cancel),
            button("Garder le rappel", kind=SECONDARY, on_click=State.keep),
            class_name="row",
        ),
    )


def move_panel(state: type[State]) -> rx.Component:
    """The choice of another slot, for a state of ``BookingChanges``."""
    return card(
        rx.el.h2("Choisissez un autre moment", id="deplacer-titre", tab_index=-1),
        slot_form(
            days=state.days,
            times=state.times,
            day=state.day,
            slot=state.slot,
            problem=state.slot_problem,
            others=state.others,
            on_day=state.choose_day,
            on_slot=state.choose_slot,
            on_other=state.choose_slot,
            on_submit=state.submit_move,
            has_more=state.has_more_days,
            on_more=state.show_more_days,
            submit="Déplacer",
        ),
        button("Garder le moment prévu", kind=SECONDARY, on_click=state.keep),
        class_name="stack",
    )
