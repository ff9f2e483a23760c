"""The page of addresses that lead nowhere."""

import reflex as rx

from portal.components.buttons import link_button
from portal.components.public import message_page
from portal.pages.frame import public_frame
from portal.pages.page import public_page


@public_page("404", "Page introuvable")
def not_found() -> rx.Component:
    """Says so, and leads back."""
    return public_frame(
        message_page(
            "Cette page n’existe pas",
            "L’adresse est peut-être incomplète, ou la page a changé de place.",
            link_button("Revenir à l’accueil", "/", icon_name="house"),
        )
    )
