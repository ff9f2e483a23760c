"""What follows a report that somebody else signed in: for whoever has just been signed out."""

import reflex as rx

from portal.components.buttons import link_button
from portal.components.public import message_page
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.state.reported import ReportedState
from portal.state.security_history import REPORTED


@public_page(REPORTED, "Signalement enregistré", on_load=[ReportedState.open])
def reported() -> rx.Component:
    """What was done, the reference, and the way back in."""
    return public_frame(
        message_page(
            "Votre compte est protégé",
            "Tous vos appareils sont déconnectés et votre mot de passe ne sert plus. Un conseiller "
            "est prévenu et vous répondra. Choisissez un nouveau mot de passe pour revenir.",
            rx.cond(
                ReportedState.reference,
                rx.el.p(
                    "Votre référence\u00a0: ",
                    rx.el.strong(ReportedState.reference, class_name="nowrap"),
                    class_name="report-reference",
                ),
                rx.fragment(),
            ),
            link_button("Choisir un nouveau mot de passe", "/mot-de-passe-oublie"),
        )
    )
