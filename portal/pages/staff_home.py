"""The first page of the staff: what waits, and where to begin."""

import reflex as rx

from portal.components.buttons import SECONDARY, link_button
from portal.components.cards import section
from portal.components.desk import count_tiles, urgent_list
from portal.components.feedback import empty_state, skeleton_list
from portal.components.layout import page_title
from portal.domain.bookings import LIVE_TOPIC as BOOKINGS
from portal.domain.conversations import LIVE_TOPIC as MESSAGES
from portal.domain.paths import STAFF_HOME
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.staff_home import StaffHomeState, StaffShellState
from portal.views import desk


@staff_page(
    STAFF_HOME,
    "Accueil de l’équipe",
    on_load=[StaffHomeState.load],
    reload_when={MESSAGES: StaffHomeState.reload, BOOKINGS: StaffHomeState.reload},
)
def staff_home() -> rx.Component:
    """The figures of the day, and the way to what is most pressing."""
    return staff_frame(
        page_title(
            "Espace de l’équipe",
            StaffShellState.staff_name + " · " + StaffShellState.role,
            link_button(
                "Répondre aux messages", f"{desk.MESSAGES}?a=personne", icon_name="messages-square"
            ),
            link_button(
                "Rappels du jour", f"{STAFF_HOME}/rappels", kind=SECONDARY, icon_name="phone-call"
            ),
        ),
        rx.cond(StaffHomeState.loaded, _day(), skeleton_list(4)),
        active=STAFF_HOME,
    )


def _day() -> rx.Component:
    return rx.el.div(
        count_tiles(StaffHomeState.counts),
        section(
            "Les plus pressés",
            rx.cond(
                StaffHomeState.urgent.length() > 0,
                urgent_list(StaffHomeState.urgent),
                empty_state("Tout est traité", "Aucun message n’attend de réponse."),
            ),
            anchor="presses",
            more=("Toute la file", desk.MESSAGES),
        ),
        class_name="stack-l",
    )
