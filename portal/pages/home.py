"""The public home page."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, link_button
from portal.components.feedback import SUCCESS, alert
from portal.components.links import link
from portal.components.public import benefits, hero, notice_panel, phone_panel
from portal.domain.french import NO_BREAK
from portal.domain.help import HELP, PHISHING
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import brand
from portal.state.shell import ShellState

_BENEFITS = [
    (
        "receipt-euro",
        "Vos remboursements, expliqués",
        "Qui a payé quoi, ce qu’il vous reste à payer, et pourquoi.",
    ),
    (
        "bell-ring",
        "À jour, toujours",
        "Chaque étape de vos remboursements s’affiche dès que nous la connaissons.",
    ),
    (
        "shield-check",
        "Vos données protégées",
        "Vos données de santé restent entre vous et nous.",
    ),
]


@public_page("/", "Accueil", on_load=[ShellState.open_home])
def home() -> rx.Component:
    """What the space is for, the way in, and the way to a human."""
    return public_frame(
        rx.cond(
            ShellState.signed_out,
            alert("Vous êtes déconnecté", tone=SUCCESS, live=True),
            rx.fragment(),
        ),
        hero(
            "Votre santé et vos proches, au même endroit",
            f"Suivez vos remboursements et vos contrats {brand().name}, simplement.",
            link_button("Se connecter", "/connexion", size="large", icon_name="log-in"),
            link_button("Créer votre compte", "/inscription", size="large", kind=SECONDARY),
            link_button(
                "Je souhaite être rappelé", "/rappel", size="large", kind=QUIET, icon_name="phone"
            ),
        ),
        benefits(_BENEFITS),
        rx.el.div(
            phone_panel(),
            notice_panel(
                "Attention aux faux messages",
                f"{brand().name} ne vous demande jamais votre mot de passe ni un code de "
                "connexion, que ce soit par téléphone, par SMS ou par e-mail. "
                f"Un doute{NO_BREAK}? Appelez-nous.",
                link(
                    "Reconnaître un message frauduleux",
                    href=f"{HELP}/{PHISHING}",
                    class_name="link link-block",
                ),
            ),
            class_name="panels",
        ),
        class_name="home",
    )
