"""The member's account."""

import reflex as rx

from portal.components.buttons import DANGER_OUTLINE, link_button
from portal.components.cards import card, section
from portal.components.danger_zone import danger_zone
from portal.components.dashboard import shortcuts
from portal.components.feedback import detail_list, skeleton_list
from portal.components.layout import page_title
from portal.components.links import phone_link
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.profile import ProfileState as State

_SETTINGS = [
    ("Mes préférences", "/profil/preferences", "sliders-horizontal"),
    ("Sécurité et mot de passe", "/securite", "shield-check"),
]


@member_page("/profil", "Mon compte", on_load=[State.load], reload_when={"profile": State.reload})
def profile() -> rx.Component:
    """Who one is to the insurer, the settings, and the way out."""
    return member_frame(
        rx.el.div(
            page_title("Mon compte", "Vos informations et vos réglages."),
            rx.cond(
                State.loaded,
                rx.el.div(_identity(), _settings(), _deletion(), class_name="stack-l"),
                skeleton_list(),
            ),
            class_name="page-measure",
        ),
        active="/profil",
    )


def _identity() -> rx.Component:
    return section(
        "Vos informations",
        card(
            detail_list(State.facts),
            rx.el.p(
                "Une erreur\u00a0? Appelez-nous au\u00a0",
                phone_link(),
                ".",
                class_name="muted small",
            ),
            class_name="stack",
        ),
        anchor="informations",
        boxed=False,
    )


def _settings() -> rx.Component:
    return section("Vos réglages", shortcuts(_SETTINGS), anchor="reglages", boxed=False)


def _deletion() -> rx.Component:
    return danger_zone(
        "Supprimer votre compte",
        rx.el.p(
            "Votre compte en ligne et ses traces personnelles sont effacés pour toujours. "
            "Votre contrat, lui, continue\u00a0: vous restez couvert."
        ),
        rx.el.p(link_button("Supprimer votre compte", "/profil/suppression", kind=DANGER_OUTLINE)),
        anchor="suppression",
    )
