"""Deleting one's account, and the goodbye."""

import reflex as rx

from portal.components.buttons import DANGER, QUIET, SECONDARY, link_button, submit_button
from portal.components.cards import section
from portal.components.danger_zone import danger_zone, plain_list
from portal.components.feedback import INFO, alert, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import back_link, page_title
from portal.components.public import message_page
from portal.pages.frame import member_frame, public_frame
from portal.pages.page import member_page, public_page
from portal.services.account_deletion import WORD
from portal.settings import brand
from portal.state.profile import GOODBYE
from portal.state.profile import DeletionState as State

_DELETED = [
    "votre compte et votre mot de passe\u00a0;",
    "vos seconds facteurs\u00a0: application, clés d’accès, codes de secours\u00a0;",
    "vos sessions ouvertes, sur tous vos appareils, et la liste de ces appareils\u00a0;",
    "vos préférences, vos notifications et vos brouillons.",
]
_KEPT = [
    "Vos contrats et vos remboursements\u00a0: tant que vous êtes adhérent, puis 5\u00a0ans, le "
    "temps pendant lequel un désaccord peut être porté en justice (article\u00a02224 du Code "
    "civil).",
    "Vos cotisations et nos versements\u00a0: 10\u00a0ans, car ce sont des pièces comptables "
    "(article\u00a0L.\u00a0123-22 du Code de commerce).",
    "Le journal de sécurité\u00a0: la date des connexions et des gestes, l’adresse du réseau et "
    "un numéro, sans votre nom ni votre adresse e-mail.",
    "Une demande que vous nous avez faite et qui attend sa réponse.",
]


@member_page("/profil/suppression", "Supprimer votre compte", on_load=[State.load])
def account_deletion() -> rx.Component:
    """What goes, what stays and why, and the word that confirms."""
    return member_frame(
        rx.el.div(
            back_link("Mon compte", "/profil"),
            page_title("Supprimer votre compte", "Prenez le temps de lire\u00a0: c’est définitif."),
            rx.cond(
                State.loaded,
                rx.el.div(
                    _consequences(), rx.cond(State.is_demo, _demo(), _form()), class_name="stack-l"
                ),
                skeleton_list(3),
            ),
            class_name="page-measure",
        ),
        active="/profil",
    )


def _consequences() -> rx.Component:
    return rx.fragment(
        section(
            "Ce qui est effacé, tout de suite",
            rx.el.div(plain_list(_DELETED), class_name="card"),
            anchor="efface",
            boxed=False,
        ),
        section(
            "Ce qui est gardé, et pourquoi",
            rx.el.div(plain_list(_KEPT), class_name="card"),
            anchor="garde",
            boxed=False,
        ),
        section(
            "Ce qui ne change pas",
            rx.el.p(
                "Votre contrat continue\u00a0: vous restez couvert, vos cotisations restent dues, "
                "et vos soins restent remboursés. Vous pourrez créer un nouveau compte quand vous "
                "voulez.",
                class_name="card",
            ),
            anchor="continue",
            boxed=False,
        ),
    )


def _demo() -> rx.Component:
    return alert(
        "Compte de démonstration",
        "Ce compte sert à la démonstration\u00a0: il ne peut pas être supprimé.",
        tone=INFO,
    )


def _form() -> rx.Component:
    return danger_zone(
        "Confirmer la suppression",
        error_summary(State.error, title="Votre compte n’est pas supprimé"),
        rx.el.form(
            text_field(
                "confirmation",
                f"Pour confirmer, écrivez le mot {WORD}",
                auto_complete="off",
                auto_capitalize="characters",
                spell_check=False,
                max_length=64,
                required=True,
                error=State.error,
            ),
            rx.el.div(
                submit_button("Supprimer définitivement mon compte", kind=DANGER),
                link_button("Garder mon compte", "/profil", kind=QUIET),
                class_name="row",
            ),
            on_submit=State.delete,
            no_validate=True,
            class_name="stack",
        ),
        anchor="confirmer",
    )


@public_page(GOODBYE, "Compte supprimé")
def goodbye() -> rx.Component:
    """That it is done, and what to do next."""
    return public_frame(
        message_page(
            "Votre compte est supprimé",
            "Vos appareils sont déconnectés, et un e-mail vous le confirme. "
            f"Votre contrat {brand().name} continue\u00a0: vous restez couvert.",
            link_button("Revenir à l’accueil", "/", icon_name="house"),
            link_button("Créer un nouveau compte", "/inscription", kind=SECONDARY),
        )
    )
