"""The first page of the staff."""

import reflex as rx

from portal.components.buttons import SECONDARY, link_button
from portal.components.cards import section
from portal.components.layout import page_title
from portal.domain.paths import STAFF_HOME
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.staff_home import StaffShellState


@staff_page(STAFF_HOME, "Accueil de l’équipe")
def staff_home() -> rx.Component:
    """Who is signed in, what they may do, and the way to their security settings."""
    return staff_frame(
        page_title("Espace de l’équipe", StaffShellState.staff_name),
        section(
            "Votre compte",
            rx.el.div(
                rx.el.dl(
                    rx.el.dt("Rôle"),
                    rx.el.dd(StaffShellState.role),
                    class_name="facts",
                ),
                rx.el.p(
                    link_button(
                        "Sécurité de votre compte",
                        f"{STAFF_HOME}/securite",
                        kind=SECONDARY,
                        icon_name="shield-check",
                    )
                ),
                class_name="card stack narrow",
            ),
            anchor="compte",
            boxed=False,
        ),
        active=STAFF_HOME,
    )
